# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The facts of one person's file, as loi.md §2b reads them from the history of the register.

``ref_*`` facts are measured at the reference date, ``jour_*`` facts on a given day. A fact that the register does not
tell, or tells in two ways, is None with a note; nothing is guessed. Yes and no are 'oui' and 'non'. Keys are the
columns of `parcours.dossier`. The thresholds of the law are not here: the rules (`parcours.regle`) compare the facts
with them.
"""

from __future__ import annotations

from ...registre_national.histoire import etat
from ...registre_national.histoire.intervalles import age
from ...registre_national.histoire.modele import CONTRADICTOIRE, DATE_PARTIELLE, Fait
from ...registre_national.histoire.situation import lire_situation
from .permis import lire_permis
from .reference import lire_reference, lire_sejour

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


def lire_faits(histoire, naissance, jour):
    """All facts of a file.

    :param histoire: the person's `Histoire`, made with a `TablesDroit`
    :param naissance: (earliest, latest) day of birth; None when unknown
    :param jour: the day of the ``jour_*`` facts
    :return: {column of `parcours.dossier`: `Fait`}, with exactly the keys `CLES`
    """
    faits = lire_reference(histoire)
    tot, tard = faits["date_reference_min"].valeur, faits["date_reference_max"].valeur
    lectures = (tot, tard) if tot and tard else None
    sources_naissance = tuple(sorted(i.id for i in histoire.par_type.get("000", ())))
    faits.update(_lire_age(naissance, lectures, sources_naissance))
    faits.update(lire_sejour(histoire, lectures))
    for moment, jours in (("ref", lectures), ("jour", (jour, jour))):
        faits[f"{moment}_belge"], faits[f"{moment}_ue"] = etat.belge(histoire, jours), etat.ue(histoire, jours)
        faits[f"{moment}_carte"], faits[f"{moment}_motif_sejour"] = (
            etat.carte(histoire, jours),
            etat.motif(histoire, jours),
        )
    faits["jour_permis_fin"], faits["jour_permis_valide"] = lire_permis(histoire, jour)
    faits.update(lire_situation(histoire, jour))
    return faits


def _lire_age(naissance, lectures, sources):
    """Birth date and completed years at the reference date, each in its two readings. A reference date before birth is
    a contradiction, and then nothing is known of the age."""
    tot, tard = naissance
    if tot is None or tard is None:
        inconnue = Fait(None, sources, "date_inconnue")
        ages = etat.SANS_REFERENCE if lectures is None else inconnue
        jours = dict.fromkeys(("naissance_min", "naissance_max"), inconnue)
        return jours | dict.fromkeys(("ref_age_min", "ref_age_max"), ages)
    jours = {"naissance_min": Fait(tot, sources), "naissance_max": Fait(tard, sources)}
    if lectures is None:
        return jours | {"ref_age_min": etat.SANS_REFERENCE, "ref_age_max": etat.SANS_REFERENCE}
    minimum, maximum = age(tard, lectures[0]), age(tot, lectures[1])
    if minimum < 0 or tard < tot:
        doute = Fait(None, sources, CONTRADICTOIRE if maximum < 0 or tard < tot else DATE_PARTIELLE)
        return jours | {"ref_age_min": doute, "ref_age_max": doute}
    return jours | {"ref_age_min": Fait(minimum, sources), "ref_age_max": Fait(maximum, sources)}
