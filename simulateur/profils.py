# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Profiles: the kinds of people the register announces, how often, and what the law should make of each.

`attendu` and `exemption` say what the author of the profile meant (loi.md §2b-3, at the initial day). They are for
tests that compare the platform's outcome with the intention; **they are never served**.
"""

from typing import NamedTuple


class Profil(NamedTuple):
    """One kind of person.

    `poids` is out of a thousand. `parcours` names the shape of the history (histoire). `ages` are completed
    years at the reference date, the upper one excluded. `motif` is the beginning of the reason's code, completed by
    the generator ("" = no IT 202). `carte` is the card of the reference date ("" = none), valid `duree` years.
    `periode` says when the person registered: courante (since the obligation began), recente (the last months),
    ancienne (before it), anterieure (courante, but not the last 18 months).
    """

    code: str
    poids: float
    attendu: str
    parcours: str
    nationalites: str
    motif: str
    carte: str
    duree: int = 1
    exemption: str = ""
    ages: tuple[int, int] = (18, 65)
    periode: str = "courante"


PROFILS = {
    profil.code: profil
    for profil in (
        # Obliged: 130
        Profil("regroupement_tiers", 36, "oblige", "direct", "tiers", "0103", "0010"),
        Profil("travailleur", 24, "oblige", "direct", "tiers", "0404", "0010"),
        Profil("etudiant", 20, "oblige", "direct", "tiers", "0405", "0010"),
        Profil("refugie", 17, "oblige", "attente", "asile", "0200", "0012", 5),
        Profil("protection_subsidiaire", 7, "oblige", "attente", "asile", "0201", "0010", 1),
        Profil("venu_autre_region", 11, "oblige", "autre_region", "tiers", "0404", "0010", 2),
        Profil("permis_tardif", 6, "oblige", "permis_tardif", "tiers", "0404", "0010", periode="anterieure"),
        Profil("sejour_interrompu", 4, "oblige", "interrompu", "tiers", "0103", "0010"),
        Profil(
            "temporaire_fini",
            3,
            "oblige",
            "temporaire_fini",
            "tiers",
            "0501",
            "0010",
            periode="anterieure",
            ages=(18, 30),
        ),
        Profil("britannique_recent", 2, "oblige", "direct", "royaume_uni", "0404", "0010", 2),
        # Exempted: 523
        Profil("citoyen_ue", 367, "exempte", "direct", "ue", "0402", "0040", 5, "2"),
        Profil("famille_ue", 58, "exempte", "direct", "tiers", "0102", "0017", 5, "3"),
        Profil("famille_ue_plus", 3, "exempte", "direct", "tiers", "0102", "0018", 5, "3"),
        Profil("famille_ue_attestation", 10, "exempte", "attestation", "tiers", "0102", "0030", 5, "3"),
        Profil(
            "famille_ue_attente", 6, "exempte", "attestation_seule", "tiers", "0102", "0030", 1, "3", periode="recente"
        ),
        Profil("accord_retrait", 12, "exempte", "direct", "royaume_uni", "0402", "0061", 5, "3b"),
        Profil("protection_temporaire", 54, "exempte", "protection_temporaire", "ukraine", "0203", "0010", 1, "10"),
        Profil("au_pair", 4, "exempte", "direct", "tiers", "0501", "0010", 1, "1", (18, 30), "recente"),
        Profil("vacances_travail", 3, "exempte", "direct", "tiers", "0502", "0010", 1, "1", (18, 30), "recente"),
        Profil("famille_temporaire", 1, "exempte", "direct", "tiers", "0503", "0010", 1, "1", periode="recente"),
        Profil("devenu_ue", 5, "exempte", "devenu_ue", "tiers", "0103", "0010", 2, "2", periode="anterieure"),
        # Outside the target group: 287
        Profil("mineur", 95, "hors_public", "direct", "tous", "0103", "0010", 2, ages=(0, 18)),
        Profil("senior", 22, "hors_public", "direct", "tous", "0103", "0010", 2, ages=(65, 92)),
        Profil("attente_longue", 16, "hors_public", "attente_longue", "asile", "0200", "0012", 5),
        Profil("long_autre_region", 29, "hors_public", "autre_region_longue", "tiers", "0103", "0012", 5),
        Profil("reinscription", 30, "hors_public", "reinscription", "tiers", "0103", "0010", 2),
        Profil("avant_obligation", 44, "hors_public", "direct", "tiers", "0103", "0012", 5, periode="ancienne"),
        Profil("attente_seule", 40, "hors_public", "attente_seule", "asile", "", ""),
        Profil("inscrit_belge", 3, "hors_public", "population", "belge", "", ""),
        Profil("devenu_belge_ailleurs", 2, "hors_public", "devenu_belge_ailleurs", "tiers", "0103", "0012", 5),
        Profil("fonctionnaire", 6, "hors_public", "autre_registre", "tous", "", ""),
        # To be examined: 60
        Profil("famille_belge", 30, "a_examiner", "direct", "tiers", "0101", "0017", 5),
        Profil("sans_carte", 12, "a_examiner", "sans_carte", "tiers", "0103", ""),
        Profil("longue_duree_ue", 6, "a_examiner", "direct", "tiers", "0601", "0010", 1),
        Profil("sans_motif", 5, "a_examiner", "direct", "tiers", "", "0010", 1),
        Profil("carte_inconnue", 2, "a_examiner", "direct", "tiers", "0103", "0899", 1),
        Profil("motif_inconnu", 2, "a_examiner", "direct", "tiers", "9999", "0010", 1),
        Profil("naissance_incertaine", 1.5, "a_examiner", "direct", "tiers", "0103", "0010", 1),
        Profil("date_partielle", 1.5, "a_examiner", "date_partielle", "tiers", "0103", "0010", 5),
    )
}
#: A child born of a followed person on a day that passed: never drawn, made by an event.
NOUVEAU_NE = Profil("nouveau_ne", 0, "hors_public", "direct", "tous", "0103", "0010", 2, ages=(0, 1))
#: Later vicissitudes after which the outcome also depends on the reading of today's facts: a comparison leaves these
#: people out.
SORTIES = ("deces", "depart", "radiation", "perte_droit", "retour", "hors_region")
#: Ornaments that change no outcome.
ORNEMENTS = {
    "demenagement": 0.18,
    "sans_prenom": 0.006,
    "naissance_partielle": 0.03,
    "adresse_secrete": 0.008,
    "numero_remplace": 0.007,
    "double_residence": 0.01,
    "plusieurs_nationalites": 0.03,
}
