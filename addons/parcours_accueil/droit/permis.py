# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Which cards and documents are a permit of more than three months, and for how long (loi.md §2, §2b)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ...registre_national.histoire.intervalles import FUTUR, lendemain, passages, periodes, plus_mois
from ...registre_national.histoire.modele import (
    AUCUNE_ENTREE,
    CODE_INCONNU,
    CONTRADICTOIRE,
    DATE_PARTIELLE,
    EXPIRATION_INCONNUE,
    NON,
    OUI,
    Fait,
    Tables,
)
from ...registre_national.histoire.successions import expiration


@dataclass(frozen=True, kw_only=True)
class TablesDroit(Tables):
    """What the law makes of the register's codes; fields so that a later version of the law can say otherwise."""

    cartes_long_sejour: frozenset[str]  # cards that are permits of more than three months
    attestation_mois: int = 3  # an attestation is one when it expires strictly later than its start + so many months
    registre_etrangers: str = "1"
    registres_attente: frozenset[str] = frozenset({"5", "6", "9"})
    registres_population: frozenset[str] = frozenset({"2"})
    registres_autres: frozenset[str] = frozenset({"3", "4"})  # EU officials, diplomats: no legal stay of loi.md §2b

    @cached_property
    def registres_legaux(self):
        """Registers whose time counts as legal stay."""
        return {self.registre_etrangers} | self.registres_attente | self.registres_population

    @cached_property
    def autres_registres(self):
        """Known registers other than the register of foreigners."""
        return self.registres_attente | self.registres_population | self.registres_autres


def jours_permis(histoire):
    """Days of validity of a permit of more than three months: those that may be, those that surely are."""
    return periodes([validite(etape) for etape in histoire.cartes], lambda i: carte_compte(i, histoire.tables))


def passages_permis(histoire):
    """The days on which the validity of a permit can change, those of the register (`histoire.passages`) apart."""
    return passages(map(validite, histoire.cartes))


def carte_compte(information, tables):
    """Whether the card or document is a permit of more than three months; None when that cannot be told. An
    attestation counts when it expires strictly later than its start plus three months."""
    code = information.code
    if code not in tables.attestations:
        return code in tables.cartes_long_sejour if code in tables.cartes_connues else None
    tot, tard = expiration(information)
    if tot is None or information.debut_tot is None or information.debut_tard is None:
        return None
    if tot > plus_mois(information.debut_tard, tables.attestation_mois):
        return True
    return None if tard > plus_mois(information.debut_tot, tables.attestation_mois) else False


def validite(etape):
    """The step of a card with its end brought back to the day after the expiry (the day of expiry is still valid).
    Without an expiry date a card is valid until the next one; an expiry before the start is a contradiction."""
    fins = [expiration(information) for information in etape.entrees]
    fin_tot = min(lendemain(tot) if tot else FUTUR for tot, tard in fins)
    fin_tard = max(lendemain(tard) if tard else FUTUR for tot, tard in fins)
    if fin_tard <= etape.tot:
        return etape._replace(doute=True)
    return etape._replace(limite_tot=min(fin_tot, etape.limite_tot), limite_tard=min(fin_tard, etape.limite_tard))


def lire_permis(histoire, jour):
    """(`jour_permis_fin`: last day of validity of the card, `jour_permis_valide`). A card that is no permit of more
    than three months is not a valid permit; the day of expiry still is a day of validity."""
    lectures = [[e for e in histoire.cartes if e.en_vigueur(jour, lecture)] for lecture in (False, True)]
    etapes = lectures[0] + [e for e in lectures[1] if e not in lectures[0]]
    if not etapes:
        # A card withdrawn without another one: the permit is over.
        finies = tuple(sorted(i.id for e in histoire.cartes if e.limite_tard <= jour for i in e.entrees))
        valide = Fait(NON, finies) if finies else Fait(None, (), AUCUNE_ENTREE)
        return Fait(None, finies, AUCUNE_ENTREE), valide
    cartes = [i for e in etapes for i in e.entrees]
    sources = tuple(sorted(i.id for i in cartes))
    if any(e.doute for e in etapes):
        return Fait(None, sources, CONTRADICTOIRE), Fait(None, sources, CONTRADICTOIRE)
    certain = lectures[0] == lectures[1]
    fins = {expiration(i) for i in cartes}
    note = EXPIRATION_INCONNUE if fins == {(None, None)} else DATE_PARTIELLE
    tot, tard = fins.pop() if len(fins) == 1 else (None, None)
    fin = Fait(tot, sources) if tot and tot == tard and certain else Fait(None, sources, note)
    reponses = {_valide(i, jour, histoire.tables) for i in cartes} | (set() if certain else {(NON, "")})
    if len(reponses) == 1:
        valeur, note = reponses.pop()
    else:
        valeur, note = None, next((note for _, note in sorted(reponses, key=str) if note), DATE_PARTIELLE)
    return fin, Fait(valeur, sources, note)


def _valide(information, jour, tables):
    """('oui'/'non'/None, note) for one card on a day it has not been replaced."""
    compte = carte_compte(information, tables)
    tot, tard = expiration(information)
    if compte is False or (tard and tard < jour):
        return NON, ""
    if tot is None:
        return None, EXPIRATION_INCONNUE
    if information.debut_tot and tard < information.debut_tot:
        return None, CONTRADICTOIRE
    if compte is None:
        return None, CODE_INCONNU if information.code not in tables.attestations else DATE_PARTIELLE
    return (OUI, "") if tot >= jour else (None, DATE_PARTIELLE)
