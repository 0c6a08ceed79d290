# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a register says, in plain values, whoever the provider is. Every provider turns its answers into these."""

from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import blake2b
from json import JSONEncoder

from ..histoire.dates import INCONNUE, DatePartielle
from ..histoire.modele import Information
from .niss import doute

#: Information types that may be kept (loi.md §8): number, residence, names, address, nationality, civil status,
#: cohabitation, family, death, document, reason, refugee, register. Every other one is dropped while reading.
IT_PERMIS = frozenset(
    {
        "000",
        "001",
        "010",
        "020",
        "031",
        "032",
        "120",
        "123",
        "140",
        "141",
        "150",
        "195",
        "202",
        "205",
        "206",
        "210",
        "252",
    }
)

#: Key of the content of an entry some of whose dates cannot be read as they are written: {element: what is written}.
DATES_ILLISIBLES = "dates_illisibles"

#: Values of `Reponse.valeur` (CBSS status).
TROUVE, SANS_DONNEES, SANS_RESULTAT = "DATA_FOUND", "NO_DATA_FOUND", "NO_RESULT"


_json = JSONEncoder(sort_keys=True, ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Entree:
    """One entry of one information type.

    :param it: the type, three digits ("031").
    :param debut: start of effect, or None when the entry carries no date.
    :param fin: end written in the entry itself (DelDate), or None.
    :param code: the main code of the type ("" when it has none).
    :param contenu: the rest, JSON values only.
    :param libelle: the register's own words for the code, where no published table has it, or not all; no part of the
        entry: two entries that differ by it only are the same.
    """

    it: str
    debut: DatePartielle | None
    fin: DatePartielle | None
    code: str
    contenu: dict = field(default_factory=dict)
    libelle: str = field(default="", compare=False)
    #: The content as JSON, always written the same way.
    contenu_json: str = field(init=False, repr=False)
    #: A short fingerprint of the whole entry: two entries are the same entry when they have the same one.
    empreinte: str = field(init=False, repr=False)

    def __post_init__(self):
        contenu = _json(self.contenu) if self.contenu else "{}"
        debut = self.debut.texte if self.debut else ""
        fin = self.fin.texte if self.fin else ""
        texte = f"{self.it}|{debut}|{fin}|{self.code}|{contenu}"
        # The class is frozen: its own derived fields are set once, here.
        object.__setattr__(self, "contenu_json", contenu)
        object.__setattr__(self, "empreinte", blake2b(texte.encode(), digest_size=12).hexdigest())


@dataclass(frozen=True, slots=True)
class DossierRegistre:
    """A person's file with its history: the allowed entries only, in the order of the answer."""

    niss: str
    entrees: tuple[Entree, ...]
    #: The entries as the reading of a history takes them, numbered in their order.
    informations: tuple[Information, ...] = field(init=False, repr=False, compare=False)
    #: What is odd in the number, one of `niss.DOUTES`, or "".
    doute: str = field(init=False, repr=False)

    def __post_init__(self):
        informations = [
            Information(rang, e.it, e.code, *(e.debut or INCONNUE).etendue, *(e.fin or INCONNUE).etendue, e.contenu)
            for rang, e in enumerate(self.entrees)
        ]
        # The class is frozen: its own derived fields are set once, here.
        object.__setattr__(self, "informations", tuple(informations))
        object.__setattr__(self, "doute", doute(self.niss))


@dataclass(frozen=True, slots=True)
class Reponse:
    """An answer that carries a person's file.

    :param niss: the number that was asked for.
    :param ticket: the register's own reference of the consultation.
    """

    niss: str
    dossier: DossierRegistre
    ticket: str = ""


@dataclass(frozen=True, slots=True)
class Mutation:
    """What changed: an information type, and ADDED, CORRECTED or REMOVED."""

    it: str
    nature: str


@dataclass(frozen=True, slots=True)
class Notification:
    """One announced change. It holds no personal data but the number, which may be malformed: it is kept as it came."""

    sequence: int
    categorie: str
    niss: str
    niss_remplace: str = ""
    mutations: tuple[Mutation, ...] = ()
    commune_nis: str = ""
    date_effet: date | None = None
    date_creation: datetime | None = None
    #: The day of effect as it is written, when it cannot be read.
    date_illisible: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of notifications. `recepisse` is the cursor for the next one; `encore` says that there is a next one."""

    notifications: tuple[Notification, ...]
    recepisse: str
    encore: bool


@dataclass(frozen=True, slots=True)
class ResultatAbonnement:
    """What became of the subscription to one person: `ok`, the register's code, since and until when (inclusive; None:
    until further notice).
    """

    niss: str
    ok: bool
    code: str
    debut: date | None = None
    fin: date | None = None


@dataclass(frozen=True, slots=True)
class PageAbonnements:
    """One page of the subscriptions that run, by ascending number; `encore` says that there is a next one."""

    abonnements: tuple[ResultatAbonnement, ...]
    encore: bool


@dataclass(frozen=True, slots=True)
class Tentative:
    """One attempt at one consultation, for the consultation log.

    :param debut: UTC, without zone.
    :param nature: "ok", "transport", "fault", "statut" or "donnee".
    :param code: the register's code, or ours.
    """

    niss: str
    numero: int
    debut: datetime
    duree_ms: int
    nature: str
    code: str
