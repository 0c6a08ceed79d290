# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The structured communication of a Belgian payment: ten digits that say what is paid, and two that check them."""

from __future__ import annotations

import re

from stdnum.be import ogm_vcs

CHIFFRES = 10
#: Twelve digits, as people copy them into the words of a message: +++000/0000/00101+++, 000 0000 00101.
DOUZE = re.compile(r"(?<!\d)\d{3}[ /]?\d{4}[ /]?\d{5}(?!\d)")


def structuree(numero):
    """Return the communication that bears that number, of ten digits at most.

    >>> structuree(1), structuree(97), structuree(1234567890)
    ('+++000/0000/00101+++', '+++000/0000/09797+++', '+++123/4567/89002+++')
    """
    if not 0 < numero < 10**CHIFFRES:
        raise ValueError("a structured communication bears ten digits")
    chiffres = f"{numero:0{CHIFFRES}d}"
    return f"+++{ogm_vcs.format(chiffres + ogm_vcs.calc_check_digits(chiffres))}+++"


def numero(dite, texte=""):
    """Return the number that a payment bears, or None: of the communication given as such, else of the one valid
    communication in the words of the message.

    >>> numero("000000000101"), numero("", "amende +++000/0000/00101+++ merci"), numero("000000000102")
    (1, 1, None)
    """
    trouves = [dite] if dite else DOUZE.findall(texte)
    justes = {ogm_vcs.compact(trouve) for trouve in trouves if ogm_vcs.is_valid(trouve)}
    return int(justes.pop()[:CHIFFRES]) if len(justes) == 1 else None


def proches(dite):
    """Return the numbers that the payer may have meant: those of valid communications that are one digit away, or two
    neighbours that changed places.

    >>> 1 in proches("000000000111"), proches("12")
    (True, set())
    """
    nue = ogm_vcs.compact(dite)
    if len(nue) != CHIFFRES + 2 or not nue.isdigit():
        return set()
    autres = {nue[:i] + chiffre + nue[i + 1 :] for i in range(len(nue)) for chiffre in "0123456789"}
    autres |= {nue[:i] + nue[i + 1] + nue[i] + nue[i + 2 :] for i in range(len(nue) - 1)}
    return {int(autre[:CHIFFRES]) for autre in autres - {nue} if ogm_vcs.is_valid(autre)}
