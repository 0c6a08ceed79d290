# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who the person is today, from the entries of the file: the columns of `registre.personne`, computed and never typed.

An entry is in force on a day when it has begun and its written end, if any, has not come; of several of one type the
one that began last is taken. Residence (IT 001) is double: a place (commune or country) and a special code can stand
side by side; a special code that began before the place is over (a person struck off who came back), the death
excepted.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from .dates import INCONNUE, DatePartielle
from .modele import Entree

DECES = "99990"
#: Codes of IT 001 that say something about the person instead of where the person lives (register.md §3).
CODES_SPECIAUX = frozenset({DECES, "99991", "99992", "99996", "99997", "992"})
#: Special codes after which there is no residence in Belgium any more.
CODES_PARTI = frozenset({"99992", "992"})


def projeter(entrees: Iterable[Entree], jour: date) -> dict:
    """Return the current columns of a person as of `jour`.

    Keys: nom, prenom, naissance_texte, naissance_min, naissance_max, sexe, nationalite_code, commune_nis ("" outside a
    commune), registre_code, carte_code, carte_expiration, motif_code, date_deces, adresse, adresse_non_communicable,
    situation. Texts are "" and dates None when unknown. `carte_expiration` is the latest day a partial expiry can
    mean.
    """
    par_it = defaultdict(list)
    for entree in entrees:
        par_it[entree.it].append(entree)
    identite = par_it["000"][0] if par_it["000"] else None
    naissance = DatePartielle.lire(identite.contenu["naissance"]) if identite else INCONNUE
    noms = _actuelle(par_it["010"], jour)
    carte = _actuelle(par_it["195"], jour)
    deces = _actuelle(par_it["150"], jour)
    lieu, situation = _residence(par_it["001"], jour)
    nationalite = _actuelle(par_it["031"], jour) or _actuelle(par_it["032"], jour)
    return {
        "nom": " ".join(noms.contenu["noms"]) if noms else "",
        "prenom": " ".join(noms.contenu["prenoms"]) if noms else "",
        "naissance_texte": naissance.texte if identite else "",
        "naissance_min": naissance.au_plus_tot,
        "naissance_max": naissance.au_plus_tard,
        "sexe": identite.code if identite and identite.code in ("1", "2") else "",
        "nationalite_code": nationalite.code if nationalite else "",
        "commune_nis": "" if situation in CODES_PARTI else lieu,
        "registre_code": _code(par_it["210"], jour),
        "carte_code": carte.code if carte else "",
        "carte_expiration": _tard(carte.contenu.get("expiration")) if carte else None,
        "motif_code": _code(par_it["202"], jour),
        "date_deces": deces.debut.au_plus_tot if deces and deces.debut else None,
        "adresse": _adresse(_actuelle(par_it["020"], jour)),
        "adresse_non_communicable": any(_protege(e, jour) for e in par_it["252"]),
        "situation": DECES if deces else situation,
    }


def _rang(entree: Entree) -> DatePartielle:
    return entree.debut or INCONNUE


def _rang_stable(entree: Entree) -> tuple[DatePartielle, str]:
    """Of entries that began the same day, always the same one, in whatever order they come: the projection can then be
    rebuilt from the stored entries.
    """
    return _rang(entree), entree.empreinte


def _actuelle(entrees: list[Entree], jour: date) -> Entree | None:
    """The entry in force on `jour` that began last; a partial start counts from its earliest day, a partial end from
    its latest.
    """
    en_vigueur = [e for e in entrees if _commence(e, jour) and not _finie(e, jour)]
    return max(en_vigueur, key=_rang_stable, default=None)


def _commence(entree: Entree, jour: date) -> bool:
    debut = entree.debut.au_plus_tot if entree.debut else None
    return debut is None or debut <= jour


def _finie(entree: Entree, jour: date) -> bool:
    """Whether an end is written and has come; an end on an unknown day is an end."""
    return bool(entree.fin) and (entree.fin.au_plus_tard is None or entree.fin.au_plus_tard <= jour)


def _code(entrees: list[Entree], jour: date) -> str:
    entree = _actuelle(entrees, jour)
    return entree.code if entree else ""


def _residence(entrees: list[Entree], jour: date) -> tuple[str, str]:
    """The place and the special code in force on `jour`, each "" when there is none."""
    lieu = _actuelle([e for e in entrees if e.code not in CODES_SPECIAUX], jour)
    special = _actuelle([e for e in entrees if e.code in CODES_SPECIAUX], jour)
    if special and lieu and special.code != DECES and _rang(special) < _rang(lieu):
        special = None
    return lieu.code if lieu else "", special.code if special else ""


def _adresse(entree: Entree | None) -> str:
    """One line, the box after a slash: "Rue de la Loi 16/3, 1000"."""
    if not entree:
        return ""
    c = entree.contenu
    numero = "/".join(filter(None, (c.get("numero"), c.get("boite"))))
    return ", ".join(filter(None, (" ".join(filter(None, (c.get("rue"), numero))), c.get("code_postal"))))


def _protege(entree: Entree, jour: date) -> bool:
    """Whether IT 252 forbids communicating the address on `jour`; in doubt it does."""
    if _finie(entree, jour):
        return False
    debut = DatePartielle.lire(entree.contenu["debut"]).au_plus_tot if entree.contenu.get("debut") else None
    fin = _tard(entree.contenu.get("fin"))
    return (debut is None or debut <= jour) and (fin is None or jour <= fin)


def _tard(texte: str | None) -> date | None:
    return DatePartielle.lire(texte).au_plus_tard if texte else None
