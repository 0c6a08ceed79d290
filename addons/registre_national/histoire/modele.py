# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What comes in (`Information`, `Tables`) and what goes out (`Fait`) of the reading of a person's history."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

OUI, NON = "oui", "non"

# Notes: why a fact is unknown.
SANS_DATE_REFERENCE = "sans_date_reference"  # measured at the reference date, and there is none (yet)
AUCUNE_ENTREE = "aucune_entree"  # the register says nothing
CODE_INCONNU = "code_inconnu"  # a code that is in none of our tables
DATE_PARTIELLE = "date_partielle"  # unknown days, and the answer depends on them
CONTRADICTOIRE = "contradictoire"  # dates that contradict one another
EXPIRATION_INCONNUE = "expiration_inconnue"  # a card without a readable expiry date


class Information(NamedTuple):
    """One register entry still believed (`registre.information` with an empty `known_until`).

    Dates are the earliest and latest possible days; None when absent or when the year is unknown. `contenu` is the
    rest of the entry; `id` is whatever names it to the caller."""

    id: int
    it: str
    code: str
    debut_tot: date | None
    debut_tard: date | None
    fin_tot: date | None
    fin_tard: date | None
    contenu: dict


@dataclass(frozen=True, kw_only=True)
class Tables:
    """The codes of the register by what they mean (registre.md §3): the shipped ones are data (`registre.code`), those
    with a default are of the register itself, and fields so that a caller can say otherwise. Where somebody is only
    takes the communes; the floor above adds what the law makes of the codes."""

    communes: frozenset[str]  # NIS codes of the 19
    nationalites_connues: frozenset[str] = frozenset()
    ue_plus: frozenset[str] = frozenset()  # EU, EEA and Swiss nationalities
    belge: str = "150"
    cartes_connues: frozenset[str] = frozenset()
    attestations: frozenset[str] = frozenset({"0030"})  # documents that are a card only when they run for long enough
    motifs_connus: tuple[str, ...] = ()  # "090000", or "0102xx" where xx is any two digits
    sortie: dict[str, str] = field(
        hash=False,
        default_factory=lambda: {
            "99990": "decede",
            "99991": "radie",
            "99992": "radie",
            "99997": "sans_droit",
            "992": "parti",
        },
    )
    a_l_etranger: frozenset[str] = frozenset({"99992"})  # struck off, and known to be abroad
    absence: frozenset[str] = frozenset({"99996"})  # temporarily absent: the residence goes on
    office_etrangers: frozenset[str] = frozenset({"21099"})  # Immigration Office: in Belgium, in no commune

    @cached_property
    def cartes_lues(self):
        """Cards and documents whose code is understood."""
        return self.cartes_connues | self.attestations

    @cached_property
    def _motifs(self):
        return frozenset(self.motifs_connus)

    def motif_connu(self, code):
        """Whether the code is in the table, by itself or by its family ("0102xx": any two digits)."""
        return code in self._motifs or (len(code) == 6 and code[4:].isdigit() and f"{code[:4]}xx" in self._motifs)

    def nationalite_connue(self, code):
        """Whether the code says what the person is: a country of the table, or one of the foreigners without a country
        (711 undetermined, 999 unknown, 8xx refugee of origin xx)."""
        return code in self.nationalites_connues or code in self.ue_plus or self.sans_pays(code) or code == self.belge

    @staticmethod
    def sans_pays(code):
        """Foreigners who are of no country, whatever the tables say."""
        return code in ("711", "999") or (len(code) == 3 and code[0] == "8" and code.isdigit())


@dataclass(frozen=True, slots=True)
class Fait:
    """A fact: its value (None: unknown), the ids of the entries it was read from, and a note: why it is unknown."""

    valeur: object | None
    sources: tuple[int, ...] = ()
    note: str = ""
