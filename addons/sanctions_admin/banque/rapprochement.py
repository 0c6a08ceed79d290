# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Which line of a statement pays which fine: by the structured communication alone, which the letter of the fine bears.
What is not sure is left to a person."""

from __future__ import annotations

from typing import NamedTuple

from .communication import numero

PAIEMENT, TROP, RIEN_DU, INCONNUE, SANS, SORTIE = ("paiement", "trop", "rien_du", "inconnue", "sans", "sortie")


class Rapprochement(NamedTuple):
    """What one line is. `mot`: "paiement"; "trop" (the fine is paid, and `reste` cents are too much); "rien_du" (its
    fine asks for nothing); "inconnue" (no fine of ours bears that communication); "sans" (it bears none); "sortie"
    (money that left). `cle`: what bears the communication; `montant`: the cents that pay it."""

    mot: str
    cle: int | None = None
    montant: int = 0
    reste: int = 0


def rapprocher(lignes, dus):
    """Return what each of these lines is, in their order: the first ones pay first.

    :param lignes: `releve.Ligne`
    :param dict dus: number of a communication -> cents still owed for what bears it
    """
    restants, trouves = dict(dus), []
    for ligne in lignes:
        cle = numero(ligne.communication, ligne.texte)
        if ligne.montant <= 0:
            trouves.append(Rapprochement(SORTIE))
        elif cle is None:
            trouves.append(Rapprochement(INCONNUE if ligne.communication else SANS))
        elif cle not in restants:
            trouves.append(Rapprochement(INCONNUE))
        elif restants[cle] <= 0:
            trouves.append(Rapprochement(RIEN_DU, cle, reste=ligne.montant))
        else:
            paye = min(ligne.montant, restants[cle])
            restants[cle] -= paye
            reste = ligne.montant - paye
            trouves.append(Rapprochement(TROP if reste else PAIEMENT, cle, paye, reste))
    return trouves
