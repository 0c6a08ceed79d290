# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the passing days bring. One day's events depend on the seed, the day and the people there: never on what was
asked or followed.

An event is (kind, day, seed of its draws, data). It is kept on the person's card and applied to their life each time
it is written, so that nothing but the events has to be remembered. `APPLIQUER[kind]` changes the life and returns the
list of (information type, kind of change) to announce, or None when the event cannot happen to this person (already
gone, no card …).
"""

from datetime import date
from random import Random
from typing import NamedTuple

from . import histoire, tables
from .dates import ajouter_annees, apres, partielle
from .population import UE_PLUS, numero_parent

AJOUT, CORRECTION, RETRAIT = "ADDED", "CORRECTED", "REMOVED"


class Evenement(NamedTuple):
    """One event of one person; `donnee` is the child (number, birth date, sex, names) when the event is a birth, and
    the commune, when it was told, of a move."""

    genre: str
    jour: date
    graine: str
    donnee: tuple = ()


class Annonce(NamedTuple):
    """One notification to be: category, number, replaced number, mutations, commune, day of effect."""

    categorie: str
    niss: str
    remplace: str
    mutations: tuple
    commune: str
    effet: date


def vie_actuelle(fiche):
    """Return the life of a person with everything that happened to them since they were drawn."""
    vie = histoire.ecrire(fiche)
    for evenement in fiche.evenements:
        if evenement.genre in FINS and evenement.jour < fiche.jour:
            # what was drawn for later days does not happen to who left meanwhile
            vie.couper(evenement.jour)
        APPLIQUER[evenement.genre](vie, fiche, evenement, Random(evenement.graine))
        if (dernier := vie.derniere.get("254")) is not None:
            dernier.debut = partielle(max(evenement.jour, fiche.jour))
    return vie


def passer_un_jour(population, jour):
    """Make one day happen; return its announcements in order. Registrations are about one for 700 people."""
    rng = Random(f"{population.graine}:jour:{jour}")
    nombre, annonces = len(population.fiches), []
    for rang in range(_combien(rng, nombre / 700)):
        fiche = population.ajouter(f"{population.graine}:{jour}:{rang}", jour, arrivee=True)
        annonces.append(nouvelle_inscription(fiche))
    for fiche in _echeances(population, jour, nombre):
        if Random(f"{fiche.graine}:renouveler:{jour}").random() < 0.92:
            annonces += survenir(population, fiche, "renouvellement", jour) or []
    for genre, par_an in FREQUENCES.items():
        for rang in range(_combien(rng, nombre * par_an / 365)):
            # A few tries: the event must be possible in the life it falls on.
            for essai in range(40):
                fiche = population.fiches[rng.randrange(nombre)]
                nouvelles = survenir(population, fiche, genre, jour, f"{rang}.{essai}")
                if nouvelles:
                    annonces += nouvelles
                    break
    return annonces


def survenir(population, fiche, genre, jour, rang="0", donnee=()):
    """Make one event happen to one person; return its announcements, or None when it cannot happen.

    KeyError: unknown kind.
    """
    appliquer = APPLIQUER[genre]
    if fiche.annule:
        return None
    graine = f"{fiche.graine}:{genre}:{jour}:{rang}"
    evenement, vie, ancien = Evenement(genre, jour, graine, donnee), vie_actuelle(fiche), fiche.niss
    if genre in FINS and jour < fiche.jour:
        vie.couper(jour)
    depuis = vie.commune
    mutations = appliquer(vie, fiche, evenement, Random(graine))
    if mutations is None:
        return None
    # Of who leaves the Region, the commune told is the one left.
    commune = next((code for code in (vie.commune, depuis) if code in tables.COMMUNES), "")
    suite = []
    if genre == "naissance":
        enfant = population.naitre(f"{graine}:enfant", fiche, commune, jour)
        noms, prenoms = histoire.ecrire(enfant).en_cours("010")
        evenement = evenement._replace(donnee=(enfant.niss, enfant.naissance, enfant.sexe, noms[0], " ".join(prenoms)))
        suite = [nouvelle_inscription(enfant)]
    elif genre == "numero_remplace":
        fiche.niss = population.attribuer(Random(f"{graine}:niss"), fiche.naissance, fiche.sexe)
        fiche.anciens.append(ancien)
        population.par_niss[fiche.niss] = fiche
    elif genre == "numero_annule":
        fiche.annule = True
    elif genre == "numero_double":
        fiche.evenements.append(evenement)
        return [nouvelle_inscription(population.dedoubler(fiche, Random(f"{graine}:niss")))]
    elif genre == "numeros_reunis":
        fiche.annule = True
        population.reunir(fiche)
        return [Annonce("REPLACED", fiche.double, ancien, tuple(mutations), commune, jour)]
    fiche.evenements.append(evenement)
    if any(it == "195" for it, _quoi in mutations):
        carte = vie.en_cours("195")
        fiche.echeance = date(*carte[4]) if carte else None
    categorie = {"numero_remplace": "REPLACED", "numero_annule": "CANCELLED"}.get(genre, "MUTATION")
    remplace = ancien if categorie == "REPLACED" else ""
    return [Annonce(categorie, fiche.niss, remplace, tuple(mutations), commune, jour), *suite]


def nouvelle_inscription(fiche):
    """Return the announcement of a person just registered in a commune."""
    return Annonce("NEWCOMER", fiche.niss, "", (), fiche.commune, fiche.inscription)


def _combien(rng, attendus):
    """Return a whole number of events whose mean is the expected one."""
    return int(attendus) + (rng.random() < attendus % 1)


def _echeances(population, jour, nombre):
    """Return the people whose card expires ten days from that day."""
    vise = apres(jour, 10)
    return [fiche for fiche in population.fiches[:nombre] if fiche.echeance == vise and not fiche.sortie]


# One function a kind: (life, card, event, draws) -> mutations or None


def _demenager(vie, _fiche, evenement, rng):
    if not vie.presente:
        return None
    nouvelle = rng.choice([code for code in tables.COMMUNES if code != vie.commune])
    if evenement.donnee:
        [nouvelle] = evenement.donnee
    vie.resider(nouvelle, evenement.jour, histoire.adresse(rng))
    return [("001", AJOUT), ("020", AJOUT)]


def _changer_adresse(vie, _fiche, evenement, rng):
    if not vie.presente:
        return None
    rue, maison, boite = histoire.adresse(rng)
    code_rue = f"{1000 + tables.RUES.index(rue)}"
    vie.suivre("020", evenement.jour, tables.code_postal(vie.commune), code_rue, rue, maison, boite)
    return [("020", AJOUT)]


def _quitter_region(vie, _fiche, evenement, rng):
    if not vie.presente:
        return None
    vie.resider(rng.choice(list(tables.AUTRES_COMMUNES)), evenement.jour, histoire.adresse(rng))
    return [("001", AJOUT), ("020", AJOUT)]


def _depart(code):
    def appliquer(vie, fiche, evenement, _rng):
        if not vie.presente:
            return None
        histoire.partir(vie, evenement.jour, code or fiche.nationalite)
        return [("001", AJOUT), ("210", CORRECTION)]

    return appliquer


def _revenir(vie, fiche, evenement, rng):
    special = vie.en_cours("001 special")
    if not special or vie.commune or vie.en_cours("150"):
        return None
    vie.resider(fiche.commune or rng.choice(list(tables.COMMUNES)), evenement.jour, histoire.adresse(rng))
    registre = "2" if (vie.en_cours("031") or ("",))[0] == "150" else "1"
    vie.registre(registre, evenement.jour)
    if registre == "2":
        return [("001", AJOUT), ("020", AJOUT), ("210", AJOUT)]
    vie.carte(fiche.carte or "0010", evenement.jour, ajouter_annees(evenement.jour, 1), histoire.numero_carte(rng))
    return [("001", AJOUT), ("020", AJOUT), ("210", AJOUT), ("195", AJOUT)]


def _mourir(vie, _fiche, evenement, rng):
    if not vie.presente:
        return None
    histoire.mourir(vie, evenement.jour, rng)
    return [("150", AJOUT), ("001", AJOUT), ("210", CORRECTION)]


def _renouveler(vie, fiche, evenement, rng):
    carte = vie.en_cours("195")
    if not vie.presente or not carte:
        return None
    # The attestation that waits for an F card is followed by it; a first card otherwise by the same.
    code = "0017" if carte[0] == "0030" and vie.en_cours("210")[:1] == ("1",) else carte[0]
    annees = 5 if code in ("0017", "0018", "0040", "0061", "0012") else fiche.profil.duree
    vie.carte(code, evenement.jour, ajouter_annees(evenement.jour, annees), histoire.numero_carte(rng))
    return [("195", AJOUT)]


def _changer_motif(vie, _fiche, evenement, rng):
    motif = vie.en_cours("202")
    if not vie.presente or not motif or vie.en_cours("195")[:1] != ("0010",) or vie.en_cours("210")[:1] != ("1",):
        return None
    debut = rng.choice([code for code in ("0103", "0404", "0405") if code != motif[0][:4]])
    vie.motif(histoire.code_motif(rng, debut), evenement.jour)
    vie.carte("0010", evenement.jour, ajouter_annees(evenement.jour, 1), histoire.numero_carte(rng))
    return [("202", AJOUT), ("195", AJOUT)]


def _devenir_belge(vie, _fiche, evenement, _rng):
    if not vie.presente or vie.en_cours("210")[:1] != ("1",) or vie.en_cours("031")[0] == "150":
        return None
    vie.nationalite("150", evenement.jour)
    vie.registre("2", evenement.jour)
    vie.clore("195", evenement.jour)
    vie.clore("202", evenement.jour)
    return [("031", AJOUT), ("210", AJOUT), ("195", CORRECTION), ("202", CORRECTION)]


def _devenir_ue(vie, _fiche, evenement, rng):
    actuelle = vie.en_cours("031")[0]
    if not vie.presente or actuelle == "150" or actuelle in UE_PLUS:
        return None
    vie.nationalite(rng.choice(("109", "123", "124", "128")), evenement.jour)
    return [("031", AJOUT)]


def _naitre(vie, fiche, evenement, _rng):
    """The child is registered too: who they are comes with the event."""
    age = evenement.jour.year - fiche.naissance[0]
    if not vie.presente or not 20 <= age <= 45 or vie.en_cours("210")[:1] != ("1",):
        return None
    if evenement.donnee:
        vie.ajouter("140", evenement.jour, "03", tables.ROLES["03"], evenement.donnee)
    return [("140", AJOUT)]


def _se_marier(vie, fiche, evenement, rng):
    if not vie.presente or evenement.jour.year - fiche.naissance[0] < 19 or vie.en_cours("120")[:1] == ("20",):
        return None
    naissance, sexe = (fiche.naissance[0] + rng.randint(-1, 6), rng.randint(1, 12), rng.randint(1, 28)), 3 - fiche.sexe
    nom, prenom = histoire.nom_de(rng, fiche.nationalite, sexe)
    conjoint = (numero_parent(rng, naissance, sexe), naissance, sexe, nom, prenom)
    vie.suivre("120", evenement.jour, "20", tables.ETATS_CIVILS["20"], conjoint)
    return [("120", AJOUT)]


def _reconnaitre(vie, _fiche, evenement, rng):
    if not vie.presente or vie.en_cours("210")[:1] != ("5",):
        return None
    vie.registre("1", evenement.jour)
    vie.motif("020000", evenement.jour)
    vie.clore("205", evenement.jour)
    vie.suivre("206", evenement.jour, "protection", "1", "Réfugié reconnu")
    vie.carte("0012", evenement.jour, ajouter_annees(evenement.jour, 5), histoire.numero_carte(rng))
    return [("210", AJOUT), ("202", AJOUT), ("206", AJOUT), ("195", AJOUT)]


def _recevoir_carte(vie, fiche, evenement, rng):
    if not vie.presente or vie.en_cours("195") or vie.en_cours("210")[:1] != ("1",):
        return None
    vie.carte(fiche.carte or "0010", evenement.jour, ajouter_annees(evenement.jour, 1), histoire.numero_carte(rng))
    return [("195", AJOUT)]


def _cacher_adresse(vie, _fiche, evenement, _rng):
    if not vie.presente or vie.en_cours("252"):
        return None
    vie.suivre("252", evenement.jour, partielle(evenement.jour), partielle(ajouter_annees(evenement.jour, 3)))
    return [("252", AJOUT)]


def _corriger(vie, fiche, _evenement, rng):
    """The start of a registration or a reason was entered wrong: the entry itself is changed."""
    if not vie.derniere.get("210") or not vie.presente:
        return None
    if rng.random() < 0.5 and vie.en_cours("202") and fiche.profil.motif in ("0404", "0405"):
        entree = vie.derniere["202"]
        code = histoire.code_motif(rng, "0404" if entree.valeur[0].startswith("0405") else "0405")
        entree.valeur = (code, tables.motif(code))
        return [("202", CORRECTION)]
    entree = vie.derniere["210"]
    if None in entree.debut:
        return None
    entree.debut = partielle(apres(date(*entree.debut), -rng.randint(1, 6)))
    return [("210", CORRECTION)]


def _retirer(vie, _fiche, _evenement, _rng):
    """An entry that should never have been: the last card when there was one before, or a second nationality."""
    cartes = [entree for entree in vie.entrees if entree.it == "195"]
    plusieurs = [entree for entree in vie.entrees if entree.it == "032"]
    if not vie.presente or len(cartes) < 2 and not plusieurs:
        return None
    if plusieurs:
        vie.entrees.remove(plusieurs[-1])
        return [("032", RETRAIT)]
    vie.entrees.remove(cartes[-1])
    cartes[-2].remplacee, cartes[-2].fin = False, None
    vie.derniere["195"] = cartes[-2]
    return [("195", RETRAIT)]


def _remplacer_numero(_vie, _fiche, _evenement, _rng):
    """The number changes; birth date and sex stay what IT 000 says."""
    return [("000", CORRECTION)]


def _annuler_numero(vie, _fiche, _evenement, _rng):
    return [("000", RETRAIT)] if vie.presente else None


def _doubler_numero(vie, fiche, evenement, _rng):
    """Somebody is registered again by mistake, under another number: a second person, for whoever reads."""
    return None if fiche.double or not vie.presente or evenement.jour < fiche.inscription else []


def _reunir_numeros(_vie, fiche, _evenement, _rng):
    """The two numbers become one: the second one replaces the first."""
    return [("000", CORRECTION)] if fiche.double and not fiche.seconde else None


APPLIQUER = {
    "demenagement": _demenager,
    "adresse": _changer_adresse,
    "hors_region": _quitter_region,
    "depart": _depart("992"),
    "depart_pays": _depart(""),
    "radiation": _depart("99991"),
    "perte_droit": _depart("99997"),
    "retour": _revenir,
    "deces": _mourir,
    "renouvellement": _renouveler,
    "changement_motif": _changer_motif,
    "devenu_belge": _devenir_belge,
    "devenu_ue": _devenir_ue,
    "naissance": _naitre,
    "mariage": _se_marier,
    "reconnaissance": _reconnaitre,
    "carte": _recevoir_carte,
    "adresse_secrete": _cacher_adresse,
    "correction": _corriger,
    "suppression": _retirer,
    "numero_remplace": _remplacer_numero,
    "numero_annule": _annuler_numero,
    "numero_double": _doubler_numero,
    "numeros_reunis": _reunir_numeros,
}
#: Events after which a life goes on otherwise than it was drawn.
FINS = frozenset(
    ("hors_region", "depart", "depart_pays", "radiation", "perte_droit", "retour", "deces", "devenu_belge")
)
#: Events a year for one person of the population; what has none happens when it is asked for.
FREQUENCES = {
    "demenagement": 0.10,
    "adresse": 0.05,
    "hors_region": 0.02,
    "depart": 0.025,
    "depart_pays": 0.01,
    "radiation": 0.012,
    "perte_droit": 0.004,
    "retour": 0.008,
    "deces": 0.004,
    "changement_motif": 0.02,
    "devenu_belge": 0.01,
    "devenu_ue": 0.004,
    "naissance": 0.025,
    "mariage": 0.012,
    "reconnaissance": 0.012,
    "carte": 0.008,
    "adresse_secrete": 0.002,
    "correction": 0.01,
    "suppression": 0.003,
    "numero_remplace": 0.003,
    "numero_annule": 0.0007,
}
