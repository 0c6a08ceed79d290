# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the reading of the facts takes (`TablesDroit`) and gives (`Faits`, by the keys `CLES`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ...registre_national.histoire.modele import Fait, Tables

CLES = (
    "date_reference",
    "date_reference_min",
    "date_reference_max",
    "ref_inscription",
    "ref_inscription_motif",
    "naissance_min",
    "naissance_max",
    "ref_age_min",
    "ref_age_max",
    "ref_belge",
    "ref_ue",
    "ref_britannique",
    "ref_sejour_depuis",
    "ref_sejour_annees_min",
    "ref_sejour_annees_max",
    "ref_carte",
    "ref_motif_sejour",
    "jour_belge",
    "jour_ue",
    "jour_britannique",
    "jour_carte",
    "jour_carte_fin",
    "jour_carte_exclut",
    "jour_titre_fin",
    "jour_motif_sejour",
    "jour_protection",
    "jour_permis_fin",
    "jour_permis_valide",
    "jour_situation",
    "jour_situation_depuis",
    "jour_commune",
)


@dataclass(frozen=True, kw_only=True)
class TablesDroit(Tables):
    """What the law makes of the register's codes; fields so that a later version of the law can say otherwise."""

    cartes_long_sejour: frozenset[str]  # cards that are permits of more than three months
    cartes_remplacement: frozenset[str] = frozenset()  # annexes that stand in for a card: they say nothing of its kind
    cartes_exclues: frozenset[str] = frozenset()  # cards that exclude exemptions 1 and 10 once they have begun
    attestation_mois: int = 3  # an attestation is one when it expires strictly later than its start + so many months
    rupture_mois: int = 3  # longer than so many months, a coded break restarts the legal stay
    registre_etrangers: str = "1"
    registres_attente: frozenset[str] = frozenset({"5", "6", "9"})
    registres_population: frozenset[str] = frozenset({"2"})
    registres_autres: frozenset[str] = frozenset({"3", "4"})  # EU officials, diplomats: a coded break of loi.md §2b


@dataclass(frozen=True, kw_only=True)
class Faits:
    """All that a file takes from the history of its person."""

    faits: dict[str, Fait]  # exactly the keys `CLES`
    origine: str | None  # NIS code of the commune of first registration
    en_charge: str | None  # NIS code of the commune in charge of the file
    incertaine: bool  # the register does not say for sure where the person lives
    sejours: tuple  # the communes in charge so far, oldest first: `histoire.modele.Sejour`
    prochain: date | None  # the first day after on which time alone can change a fact of that day
    jours: tuple  # ((first day, {jour_* fact: value}), …) since the reference date; () when nothing changed since
