# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The facts of one person's file, as law.md §2b reads them from the history of the register.

``ref_*`` facts are measured at the reference date, ``jour_*`` facts on a given day. A fact that the register does not
tell, or tells in two ways, is None with a note; nothing is guessed. Yes and no are 'oui' and 'non'. Keys are the
columns of `parcours.dossier`. The thresholds of the law are not here: the rules (`parcours.regle`) compare the facts
with them.
"""

from __future__ import annotations

from .etat import SANS_REFERENCE, Etat
from .histoire import Histoire
from .intervalles import age
from .modele import CONTRADICTOIRE, DATE_PARTIELLE, Fait, Information, Tables
from .reference import lire_reference, lire_sejour
from .situation import lire_situation

__all__ = ["CLES", "Fait", "Information", "Tables", "lire_faits"]

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
    "ref_sejour_depuis",
    "ref_sejour_annees_min",
    "ref_sejour_annees_max",
    "ref_carte",
    "ref_motif_sejour",
    "jour_belge",
    "jour_ue",
    "jour_carte",
    "jour_motif_sejour",
    "jour_permis_fin",
    "jour_permis_valide",
    "jour_situation",
    "jour_situation_depuis",
    "jour_commune",
)
UTILES = frozenset({"000", "001", "031", "032", "150", "195", "202", "210"})


def lire_faits(informations, naissance, jour, tables):
    """All facts of a file.

    :param informations: iterable of `Information`, in any order, of every type, corrected and removed entries left out
    :param naissance: (earliest, latest) day of birth; None when unknown
    :param jour: the day of the ``jour_*`` facts
    :param tables: the codes, a `Tables`
    :return: {column of `parcours.dossier`: `Fait`}, with exactly the keys `CLES`
    """
    par_type = {}
    for information in informations:
        if information.it in UTILES:
            par_type.setdefault(information.it, []).append(information)
    histoire = Histoire(par_type, tables)
    faits = lire_reference(histoire)
    tot, tard = faits["date_reference_min"].valeur, faits["date_reference_max"].valeur
    lectures = (tot, tard) if tot and tard else None
    sources_naissance = tuple(sorted(i.id for i in par_type.get("000", ())))
    faits.update(_lire_age(naissance, lectures, sources_naissance))
    faits.update(lire_sejour(histoire, lectures))
    etat = Etat(par_type, histoire.cartes, tables)
    faits["ref_belge"], faits["ref_ue"] = etat.belge(lectures), etat.ue(lectures)
    faits["ref_carte"], faits["ref_motif_sejour"] = etat.carte(lectures), etat.motif(lectures)
    aujourdhui = (jour, jour)
    faits["jour_belge"], faits["jour_ue"] = etat.belge(aujourdhui), etat.ue(aujourdhui)
    faits["jour_carte"], faits["jour_motif_sejour"] = etat.carte(aujourdhui), etat.motif(aujourdhui)
    faits["jour_permis_fin"], faits["jour_permis_valide"] = etat.permis(jour)
    faits.update(lire_situation(histoire, jour))
    return faits


def _lire_age(naissance, lectures, sources):
    """Birth date and completed years at the reference date, each in its two readings. A reference date before birth is
    a contradiction, and then nothing is known of the age."""
    tot, tard = naissance
    if tot is None or tard is None:
        inconnue = Fait(None, sources, "date_inconnue")
        jours = {"naissance_min": inconnue, "naissance_max": inconnue}
        return jours | dict.fromkeys(("ref_age_min", "ref_age_max"), SANS_REFERENCE if lectures is None else inconnue)
    jours = {"naissance_min": Fait(tot, sources), "naissance_max": Fait(tard, sources)}
    if lectures is None:
        return jours | {"ref_age_min": SANS_REFERENCE, "ref_age_max": SANS_REFERENCE}
    minimum, maximum = age(tard, lectures[0]), age(tot, lectures[1])
    if minimum < 0 or tard < tot:
        doute = Fait(None, sources, CONTRADICTOIRE if maximum < 0 or tard < tot else DATE_PARTIELLE)
        return jours | {"ref_age_min": doute, "ref_age_max": doute}
    return jours | {"ref_age_min": Fait(minimum, sources), "ref_age_max": Fait(maximum, sources)}
