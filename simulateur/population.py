# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""People generated from a seed.

Only a card of each person (`Fiche`: number, profile, a few dates) is drawn when the register starts; the life it
stands for is written on demand by `histoire`, from the person's own seed. So 60,000 people start in seconds, and the
same seed gives the same people whatever is asked first. Adding people never changes those already there.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate
from random import Random
from typing import NamedTuple

from . import numero
from .dates import DEBUT_OBLIGATION, ajouter_annees, apres, entre, partielle
from .profils import NOUVEAU_NE, ORNEMENTS, PROFILS, SORTIES, Profil
from .tables import COMMUNES, NATIONALITES

_PROFILS = list(PROFILS.values())
_POIDS_PROFILS = list(accumulate(profil.poids for profil in _PROFILS))
_COMMUNES = list(COMMUNES)
_POIDS_COMMUNES = list(accumulate(poids for _nom, _cp, poids in COMMUNES.values()))
_NATIONALITES = {nom: (list(codes), list(accumulate(codes.values()))) for nom, codes in NATIONALITES.items()}
UE_PLUS = frozenset(NATIONALITES["ue"])
#: Chances out of one of each departure from the path, cumulated in the order of profils.SORTIES.
_CHANCES_SORTIES = list(accumulate((0.010, 0.045, 0.015, 0.004, 0.016, 0.015)))
#: Nationalities whose birth dates are often known only by year or month.
_NAISSANCES_FLOUES = frozenset(("251", "329", "349", "306", "261", "354", "851"))


class Role(NamedTuple):
    """Who somebody is who was asked for: the code of a profile, a commune, the day of registration, and the completed
    years on that day when they matter."""

    profil: str
    commune: str
    inscription: date
    age: int = 0


@dataclass(slots=True)
class Fiche:
    """What is drawn of one person before anything is asked.

    `jour` is the day the life was drawn for; `inscription` the registration announced to the communes; `reference` the
    day the generator means as reference date (None when there is none); `avant` the start of what came before (waiting
    register, another region, a first stay); `sortie` the later vicissitude and its day. `evenements` are what the
    passing days brought.
    """

    graine: str
    niss: str
    profil: Profil
    sexe: int
    naissance: tuple
    nationalite: str
    commune: str
    jour: date
    inscription: date
    reference: date | None
    avant: date | None
    carte: str
    carte_fin: date | None
    sortie: tuple | None
    particularites: tuple
    anciens: list = field(default_factory=list)
    annule: bool = False
    evenements: list = field(default_factory=list)
    parent: str = ""
    #: The other number under which the same person was registered again by mistake; `seconde`: this is that one.
    double: str = ""
    seconde: bool = False
    #: Expiry of the card in force after the events; `carte_fin` stays that of the day the life was drawn for.
    echeance: date | None = None

    def __post_init__(self):
        self.echeance = self.carte_fin

    @property
    def attendu(self):
        """What the profile means the law to say at the initial day. Never served."""
        return self.profil.attendu

    @property
    def comparable(self):
        """Whether nothing that happened since the reference date can change the outcome the profile means."""
        return not self.sortie and not self.evenements and not self.annule


class Population:
    """The people of one seed, found by any number they have or had."""

    def __init__(self, graine):
        self.graine = graine
        self.fiches = []
        #: Those whom nobody is told about (`guichet`).
        self.inconnus = []
        self.par_niss = {}
        self.base = 0

    def peupler(self, nombre, jour, profils=None, distribution=()):
        """Add people until the initial population counts `nombre`; return the new ones, in order of registration.

        `profils` (codes) replaces the draw: the people take them in turn. `distribution` says who the first ones are
        (see `Role`). An unknown code raises KeyError.
        """
        choisis = [PROFILS[code] for code in profils] if profils else None
        nouvelles = []
        for index in range(self.base, nombre):
            profil = choisis[index % len(choisis)] if choisis else None
            role = distribution[index] if index < len(distribution) else None
            nouvelles.append(self.ajouter(f"{self.graine}:{index}", jour, profil, role=role))
        self.base = max(self.base, nombre)
        return sorted(nouvelles, key=lambda fiche: (fiche.inscription, fiche.niss))

    def ajouter(self, graine, jour, profil=None, arrivee=False, role=None):
        """Draw one person from a seed of their own, and give them a number nobody has."""
        rng = Random(graine)
        fiche = _tirer(graine, rng, jour, profil, arrivee) if role is None else _incarner(graine, rng, jour, role)
        fiche.niss = self.attribuer(rng, fiche.naissance, fiche.sexe)
        self.inscrire(fiche)
        if "numero_remplace" in fiche.particularites:
            ancien = self.attribuer(rng, fiche.naissance, fiche.sexe)
            fiche.anciens.append(ancien)
            self.par_niss[ancien] = fiche
        return fiche

    def ignorer(self, graine, jour, role):
        """Draw somebody whom nobody is told about: found by their number, and nothing happens to them by itself."""
        rng = Random(graine)
        fiche = _incarner(graine, rng, jour, role)
        fiche.niss = self.attribuer(rng, fiche.naissance, fiche.sexe)
        self.par_niss[fiche.niss] = fiche
        self.inconnus.append(fiche)
        return fiche

    def naitre(self, graine, parent, commune, jour):
        """Register a child born on that day to a person, in their commune and with their nationality."""
        rng = Random(graine)
        sexe = rng.randint(1, 2)
        nationalite = parent.nationalite
        enfant = Fiche(
            graine,
            "",
            NOUVEAU_NE,
            sexe,
            partielle(jour),
            nationalite,
            commune,
            jour,
            jour,
            jour,
            None,
            "0040" if nationalite in UE_PLUS else "0010",
            ajouter_annees(jour, 2),
            None,
            (),
            parent=parent.niss,
        )
        enfant.niss = self.attribuer(rng, enfant.naissance, sexe)
        self.inscrire(enfant)
        return enfant

    def dedoubler(self, fiche, rng):
        """Register the same person again under another number: the same life so far."""
        seconde = replace(
            fiche,
            niss=self.attribuer(rng, fiche.naissance, fiche.sexe),
            anciens=[],
            evenements=list(fiche.evenements),
            double=fiche.niss,
            seconde=True,
        )
        seconde.echeance = fiche.echeance
        fiche.double = seconde.niss
        self.inscrire(seconde)
        return seconde

    def reunir(self, fiche):
        """Make one person of the two: who asks for the first number is told the second one."""
        seconde = self.par_niss[fiche.double]
        seconde.anciens += [*fiche.anciens, fiche.niss]
        for niss in seconde.anciens:
            self.par_niss[niss] = seconde

    def inscrire(self, fiche):
        """Make the person findable by their current number."""
        self.par_niss[fiche.niss] = fiche
        self.fiches.append(fiche)

    def attribuer(self, rng, naissance, sexe):
        """Return a free number for that birth date: odd serial for a man (1), even for a woman (2)."""
        annee, mois, jour = naissance
        places = (numero.PREMIERE_SERIE_PARENTS - 2) // 2
        depart = rng.randrange(places)
        for pas in range(places):
            serie = 2 * ((depart + pas) % places) + sexe
            niss = numero.composer(annee, mois, jour, serie)
            if niss not in self.par_niss:
                return niss
        raise ValueError(f"No number left for births of {annee}: generate fewer people.")


def numero_parent(rng, naissance, sexe):
    """Return a number for a relative named in a file: from the serials no person of the population has."""
    serie = numero.PREMIERE_SERIE_PARENTS + 2 * rng.randrange(99) + (1 if sexe == 1 else 0)
    return numero.composer(*naissance, serie)


def _choisir(rng, valeurs, cumul):
    return rng.choices(valeurs, cum_weights=cumul)[0]


def _tirer(graine, rng, jour, profil, arrivee):
    """Draw a person's card without a number. `arrivee`: the person registers on that very day."""
    if profil is None:
        profil = _choisir(rng, _PROFILS, _POIDS_PROFILS)
        while arrivee and (profil.periode in ("ancienne", "anterieure") or profil.parcours == "date_partielle"):
            profil = _choisir(rng, _PROFILS, _POIDS_PROFILS)  # these histories need some past
    sexe = 1 if rng.random() < 0.51 else 2
    nationalite = _choisir(rng, *_NATIONALITES[profil.nationalites])
    commune = _choisir(rng, _COMMUNES, _POIDS_COMMUNES)
    inscription = jour if arrivee else _inscription(rng, profil, jour)
    reference, avant = _reperes(rng, profil, inscription, jour)
    if profil.parcours == "date_partielle":
        # The year of the start of the obligation, without month or day: before or after, nobody can say.
        inscription = reference = date(DEBUT_OBLIGATION.year, 7, 1)
    particularites = _particularites(rng, profil, nationalite)
    naissance = _naissance(rng, profil, reference or inscription, "naissance_partielle" in particularites)
    carte, carte_fin = _carte(profil, nationalite, inscription, reference, jour)
    sortie = None if arrivee else _sortie(rng, profil, reference, jour)
    return Fiche(
        graine,
        "",
        profil,
        sexe,
        naissance,
        nationalite,
        commune,
        jour,
        inscription,
        reference,
        avant,
        carte,
        carte_fin,
        sortie,
        particularites,
    )


def _incarner(graine, rng, jour, role):
    """Draw the card of who has a role: the profile, the commune and the day are told, nothing else happens."""
    profil = PROFILS[role.profil]
    if role.age:
        profil = profil._replace(ages=(role.age, role.age + 1))
    sexe = 1 if rng.random() < 0.51 else 2
    nationalite = _choisir(rng, *_NATIONALITES[profil.nationalites])
    reference, avant = _reperes(rng, profil, role.inscription, role.inscription)
    naissance = _naissance(rng, profil, reference or role.inscription, False)
    carte, carte_fin = _carte(profil, nationalite, role.inscription, reference, jour)
    return Fiche(
        *(graine, "", profil, sexe, naissance, nationalite, role.commune, jour, role.inscription, reference, avant),
        *(carte, carte_fin, None, ()),
    )


def _inscription(rng, profil, jour):
    """Draw the day of the registration that is announced (see Profil.periode)."""
    debut = DEBUT_OBLIGATION if jour >= date(2022, 9, 1) else apres(jour, -365)
    if profil.periode == "ancienne":
        return entre(rng, apres(debut, -3650), apres(debut, -60))
    if profil.periode == "recente":
        return entre(rng, max(debut, apres(jour, -140)), jour)
    if profil.periode == "anterieure":
        return entre(rng, debut, max(debut, apres(jour, -540)))
    return entre(rng, debut, jour)


def _reperes(rng, profil, inscription, jour):
    """Return (reference date meant or None, start of what came before or None)."""
    parcours = profil.parcours
    delai = min(rng.choice((0, 0, 9, 16, 23, 30, 38)), (jour - inscription).days)
    if parcours in ("direct", "temporaire_fini", "devenu_ue"):
        return apres(inscription, delai), None
    if parcours in ("attestation", "attestation_seule", "protection_temporaire", "date_partielle"):
        return inscription, None
    if parcours in ("attente", "autre_region"):
        return inscription, apres(inscription, -rng.randint(70, 950))
    if parcours in ("attente_longue", "autre_region_longue"):
        return inscription, apres(inscription, -rng.randint(1130, 3400))
    if parcours == "permis_tardif":
        return min(jour, apres(inscription, rng.randint(100, 300))), None
    if parcours == "interrompu":
        return inscription, apres(inscription, -rng.randint(1900, 4000))
    if parcours == "reinscription":
        avant = entre(rng, date(2009, 1, 1), date(2019, 12, 31))
        return apres(avant, 14), avant
    if parcours == "devenu_belge_ailleurs":
        return None, apres(inscription, -rng.randint(2600, 4500))
    return None, None  # no reference date: waiting register only, population register, no card …


def _particularites(rng, profil, nationalite):
    """Draw the ornaments that change no outcome."""
    tirage = [nom for nom, chance in ORNEMENTS.items() if rng.random() < chance]
    if "naissance_partielle" not in tirage and nationalite in _NAISSANCES_FLOUES and rng.random() < 0.06:
        tirage.append("naissance_partielle")
    if profil.code == "naissance_incertaine":
        tirage = [nom for nom in tirage if nom != "naissance_partielle"]
    return tuple(tirage)


def _naissance(rng, profil, repere, floue):
    """Draw a birth date with an age well inside the profile's bounds, even when only the year is known."""
    if profil.code == "naissance_incertaine":
        return (repere.year - rng.choice((18, 65)), 0, 0)
    basse, haute = profil.ages
    marge = 400 if floue and haute - basse > 5 else 95
    jours_min, jours_max = int(basse * 365.25) + (marge if basse else 60), int(haute * 365.25) - marge
    age = rng.triangular(jours_min, jours_max, jours_min + (jours_max - jours_min) * 0.27)
    jour = apres(repere, -int(age))
    if not floue:
        return partielle(jour)
    return (jour.year, jour.month, 0) if rng.random() < 0.4 else (jour.year, 0, 0)


def _carte(profil, nationalite, inscription, reference, jour):
    """Return (card of the reference date, expiry of the card in force on `jour` or None)."""
    if profil.carte == "0030":
        # An F card is pending for six months, then comes.
        fin = apres(inscription, 183)
        return ("0030", fin) if fin > jour else ("0017", fin_de_serie(fin, profil, jour))
    carte = "0040" if profil.carte and profil.nationalites == "tous" and nationalite in UE_PLUS else profil.carte
    if not carte or reference is None:
        return "", None
    return carte, fin_de_serie(reference, profil, jour)


def fin_de_serie(depuis, profil, jour):
    """Return the expiry of the last card of a series that begins on `depuis` and is renewed until `jour` is covered."""
    if profil.parcours == "protection_temporaire":
        fin = date(max(depuis.year, 2023), 3, 4)
        while fin <= max(jour, apres(depuis, 100)):
            fin = fin.replace(year=fin.year + 1)
        return fin
    annees = profil.duree
    while (fin := ajouter_annees(depuis, annees)) <= jour:
        annees += profil.duree
    return fin


def _sortie(rng, profil, reference, jour):
    """Draw (kind, day) of a later vicissitude, or None; some months after the reference date at the earliest."""
    hasard = rng.random()
    if (
        reference is None
        or hasard >= _CHANCES_SORTIES[-1]
        or profil.parcours in ("reinscription", "date_partielle", "attestation_seule")
    ):
        return None
    premier = max(apres(reference, 210), DEBUT_OBLIGATION)
    if premier > apres(jour, -90):
        return None
    genre = next(genre for genre, seuil in zip(SORTIES, _CHANCES_SORTIES, strict=True) if hasard < seuil)
    return genre, entre(rng, premier, apres(jour, -80 if genre == "retour" else -5))
