# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What comes in (`Information`, `Tables`) and what goes out (`Fait`, `Etat`, `Lieu`) of the reading of a history."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

OUI, NON = "oui", "non"

# Notes: why a fact is unknown.
SANS_DATE_REFERENCE = "sans_date_reference"  # measured at the reference date, and there is none (yet)
AUCUNE_ENTREE = "aucune_entree"  # the register says nothing
CODE_INCONNU = "code_inconnu"  # a code that is in none of our tables
DATE_PARTIELLE = "date_partielle"  # unknown days, and the answer depends on them
CONTRADICTOIRE = "contradictoire"  # dates that contradict one another
EXPIRATION_INCONNUE = "expiration_inconnue"  # a card without a readable expiry date
RUPTURE_INCERTAINE = "rupture_incertaine"  # a break of the stay that may count, or not
PROTECTION_SUIVIE = "protection_suivie"  # a step of the asylum procedure after a protection: it may go on, or not


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
    royaume_uni: str = "112"
    cartes_connues: frozenset[str] = frozenset()
    attestations: frozenset[str] = frozenset({"0030"})  # documents that are a card only when they run for long enough
    motifs_connus: frozenset[str] = frozenset()  # "090000", or "0102xx" where xx is any two digits
    # International protection; codes as in `motifs_connus`, nationalities "8xx".
    nationalites_protegees: frozenset[str] = frozenset()
    motifs_proteges: frozenset[str] = frozenset()
    statuts_connus: frozenset[str] = frozenset()  # of IT 206
    statuts_proteges: frozenset[str] = frozenset()
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


@dataclass(frozen=True, slots=True)
class Fait:
    """A fact: its value (None: unknown), the ids of the entries it was read from, and a note: why it is unknown."""

    valeur: object | None
    sources: tuple[int, ...] = ()
    note: str = ""


class Residence(NamedTuple):
    """`commune`: the one the person is of, None outside Brussels; `en_charge`: the one that answers for the file, the
    last certain one of the 19; `incertaine`: the register leaves a doubt, and both are those of the last certain day
    (or, where no day ever was certain, the only possible commune)."""

    commune: str | None
    en_charge: str | None
    incertaine: bool


class Sejour(NamedTuple):
    """A stay under the charge of one commune: the first day on which it certainly is, and its NIS code; it lasts until
    the next one begins."""

    debut: date
    commune: str


class Deces(NamedTuple):
    """The earliest and the latest day of a death, None when they are not known; `sources`: ids."""

    tot: date | None
    tard: date | None
    sources: tuple


class Situation(NamedTuple):
    """The facts of where somebody is on a day; `Lieu` explains each."""

    situation: Fait
    depuis: Fait
    commune: Fait


class Lieu(NamedTuple):
    """Where somebody is on a day, and which communes were in charge."""

    situation: Fait  # present, autre_region, decede, radie, parti, sans_droit or inconnue
    depuis: Fait  # the first day of that situation
    commune: Fait  # NIS code of the Belgian place of residence, of the 19 or not
    code: str | None  # the code of the departure (IT 001), when the register leaves no doubt
    deces: Deces | None
    residence: Residence
    sejours: tuple[Sejour, ...]  # the communes in charge up to that day, oldest first


class Etat(NamedTuple):
    """What somebody is, on a day or between the earliest and the latest day that it can be."""

    belge: Fait  # OUI or NON, by IT 031 or IT 032
    ue: Fait  # OUI or NON: national of the EU, the EEA or Switzerland, Belgium apart
    britannique: Fait  # OUI or NON: national of the United Kingdom
    tenues: object  # the nationalities held, as the reading keeps them
    cartes: tuple  # the steps of IT 195 in force, in each reading; () when the day is not known


#: The facts measured at the reference date of somebody who has none.
SANS_REFERENCE = Fait(None, (), SANS_DATE_REFERENCE)
SANS_ETAT = Etat(SANS_REFERENCE, SANS_REFERENCE, SANS_REFERENCE, None, ())
