# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The reasons of closure, and who gives each (loi.md §6.6): *completed* follows from the attestation of completion; an
outcome that is applied, and the register with the age, give theirs by themselves; little is left to a hand."""

from __future__ import annotations

from typing import NamedTuple

from .etapes import BOUTONS, CHEFS, FENETRE, GENS, ISSUE, MOTEUR


class Motif(NamedTuple):
    """How a reason is given: by which way (`voie`) and by whom (`qui`), in the words of the table of steps; whether to
    a volunteer only. Without a way nobody gives it: it follows from a step, or from the register."""

    voie: str = ""
    qui: tuple = MOTEUR
    volontaire: bool = False


MOTIFS = {
    "acheve": Motif(),
    "exempte": Motif(ISSUE, GENS),
    "hors_public": Motif(ISSUE, GENS),
    "decede": Motif(),
    "parti": Motif(),
    "autre_region": Motif(),
    "radie": Motif(),
    "permis_perdu": Motif(),
    "belge": Motif(),
    "age": Motif(),
    "renonce": Motif(FENETRE, GENS, volontaire=True),
    "erreur": Motif(FENETRE, CHEFS),
}


def motifs_offerts(roles, voies=BOUTONS, libre=True):
    """Return the reasons of closure that those roles give by one of those ways.

    :param libre: whether the person follows of their own will, or may

    >>> sorted(motifs_offerts(frozenset({"agent", "chef"}))), sorted(motifs_offerts(frozenset({"agent"}), libre=False))
    (['erreur', 'renonce'], [])
    """
    return {
        code
        for code, motif in MOTIFS.items()
        if motif.voie in voies and roles.intersection(motif.qui) and (libre or not motif.volontaire)
    }
