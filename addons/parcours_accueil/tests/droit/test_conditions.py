# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What stands in the way of a step, to the day: the conditions over the events and the terms of a file."""

from datetime import date

import pytest

from odoo.addons.parcours_accueil.droit.conditions import CONDITIONS, Saisie, Situation, possible, refus
from odoo.addons.parcours_accueil.droit.delais import Parametres, delais
from odoo.addons.parcours_accueil.droit.etapes import ETAPES, Evenement

LOI = Parametres(
    {"inscription": (6, "mois"), "achevement": (18, "mois"), "sommation": (2, "mois"), "presomption": (3, "jours")}
)
REFERENCE = date(2024, 3, 4)
TOUS = frozenset(("agent", "commune", "gestionnaire", "chef", "direction"))
#: Whoever clicks reads what is to be done first; the others hide the button.
EXPLIQUEES = {
    "issue_en_attente",
    "exemption_en_attente",
    "contestation_en_attente",
    "jamais_informe",
    "terme_a_revoir",
    "sommation_prematuree",
    "sommation_en_cours_de_terme",
    "envoi_sans_preuve",
    "manque_canal",
    "manque_preuve_envoi",
    "sans_accord_ebox",
    "par_la_file",
    "manque_reception",
    "reception_impossible",
    "manque_retour",
    "deja_oblige",
    "volontaire_mineur",
    "volontaire_belge",
    "volontaire_absent",
    "volontaire_autre_registre",
    "volontaire_sans_permis",
    "volontaire_parcours_similaire",
    "volontaire_inconnu",
    "clos_avant",
    "inscrit_ce_jour",
    "meme_organisateur",
    "deja_notee",
    "motif_par_sa_voie",
    "parcours_acheve",
    "motif_demeure",
    "hors_du_dossier",
    "deja_annulee",
    "pas_annulable",
    "suite_d_une_autre",
    "referme_sans_motif",
    "reserve_a_sa_commune",
    "reserve_aux_chefs",
    "autres_etapes",
    "clos_par_registre",
}

REMISE = ("attestation_remise", "2024-03-15")  # six months: Sunday 15 September 2024, Monday 16
INSCRIT = ("inscription_organisateur", "2024-06-03")  # eighteen months: Wednesday 3 December 2025
ENVOI, RECU = ("sommation_envoyee", "2024-10-01"), ("sommation_recue", "2024-10-04")  # Wednesday 4 December 2024


def situation(*suite, **autres):
    """An open file with those events, ``(type, day)``, and the terms that they give."""
    evenements = tuple(
        Evenement(genre, date.fromisoformat(jour), rang) for rang, (genre, jour) in enumerate(suite, start=1)
    )
    termes = tuple(delais(evenements, REFERENCE, LOI))
    return Situation("dossier", evenements=evenements, termes=termes, roles=TOUS, **autres)


def dit(code, lue, jour, **valeurs):
    """What is answered to a step on that day: None, the word of the refusal, or the word and what it tells besides."""
    jour = date.fromisoformat(jour)
    reponse = refus(ETAPES[code], lue, Saisie(jour, jour, valeurs))
    return reponse if reponse is None or reponse[1] else reponse[0]


def test_which_conditions_leave_the_button_on_the_screen():
    assert {nom for nom, predicat in CONDITIONS.items() if predicat.explique} == EXPLIQUEES


@pytest.mark.parametrize(
    ("code", "suite", "jour", "attendu"),
    [
        # a summons: the day after a term of the person is over
        ("sommation_envoyee", [REMISE], "2024-09-16", "aucun_terme_echu"),
        ("sommation_envoyee", [REMISE], "2024-09-17", None),
        ("sommation_envoyee", [REMISE, INSCRIT], "2025-12-03", "aucun_terme_echu"),
        ("sommation_envoyee", [REMISE, INSCRIT], "2025-12-04", None),
        # the term of a summons is answered by a finding, not by a second summons
        ("sommation_envoyee", [REMISE, ENVOI, RECU], "2025-01-31", "aucun_terme_echu"),
        # a receipt: of a summons sent, not received yet, that day at the earliest
        ("sommation_recue", [REMISE], "2024-10-04", "aucune_reception_attendue"),
        ("sommation_recue", [REMISE, ENVOI], "2024-09-30", "aucune_reception_attendue"),
        ("sommation_recue", [REMISE, ENVOI], "2024-10-01", None),
        ("sommation_recue", [REMISE, ENVOI, RECU], "2024-10-05", "aucune_reception_attendue"),
        # a finding: summoned, received, not answered, over since yesterday
        ("constat_refus", [REMISE], "2025-01-31", "pas_somme"),
        # … and a presumed receipt is one, of a letter whose posting is proved: Friday 4 October
        ("constat_refus", [REMISE, ENVOI], "2024-12-04", ("sommation_en_cours_de_terme", (date(2024, 12, 4),))),
        ("constat_refus", [REMISE, ENVOI], "2024-12-05", None),
        ("constat_refus", [REMISE, RECU], "2025-01-31", None),
        ("constat_refus", [REMISE, ENVOI, RECU], "2024-12-04", ("sommation_en_cours_de_terme", (date(2024, 12, 4),))),
        ("constat_refus", [REMISE, ENVOI, RECU], "2024-12-05", None),
        (
            "constat_refus",
            [REMISE, ("sommation_envoyee", "2024-09-16"), ("sommation_recue", "2024-09-18")],
            "2025-01-31",
            "sommation_prematuree",
        ),
        (
            "constat_refus",
            [REMISE, ENVOI, RECU, ("inscription_organisateur", "2024-11-04")],
            "2025-01-31",
            ("sommation_repondue", (date(2024, 11, 4),)),
        ),
        ("constat_refus", [REMISE, ENVOI, RECU, ("constat_refus", "2024-12-05")], "2025-01-31", "refus_deja_constate"),
        # a new finding needs a new summons, of a later day
        *(
            (
                "constat_refus",
                [
                    *(REMISE, ENVOI, RECU, ("constat_refus", constat), ("inscription_organisateur", "2025-01-06")),
                    *(("sommation_envoyee", "2026-07-08"), ("sommation_recue", "2026-07-10")),
                ],
                "2026-09-11",
                mot,
            )
            for constat, mot in (("2024-12-05", None), ("2026-07-07", None), ("2026-07-08", "refus_deja_constate"))
        ),
        # nobody is summoned, or refused, before the attestation of obligation was handed over
        ("sommation_envoyee", [INSCRIT], "2025-12-04", "jamais_informe"),
        ("sommation_envoyee", [INSCRIT, ("attestation_remise", "2025-12-05")], "2025-12-04", "jamais_informe"),
        ("sommation_envoyee", [INSCRIT, ("attestation_remise", "2025-12-04")], "2025-12-04", None),
        (
            "constat_refus",
            [INSCRIT, ("sommation_envoyee", "2025-12-04"), ("sommation_recue", "2025-12-05")],
            "2026-02-06",
            "jamais_informe",
        ),
        # the attestation is handed over once
        ("attestation_remise", [REMISE], "2024-10-01", "deja_remise"),
    ],
)
def test_a_step_towards_a_sanction_waits_for_its_day(code, suite, jour, attendu):
    assert dit(code, situation(*suite), jour) == attendu


REFUS = [REMISE, ENVOI, RECU, ("constat_refus", "2024-12-05"), ("transfert_vivalis", "2024-12-05")]


@pytest.mark.parametrize(
    ("suite", "sans_amende", "jour", "attendu"),
    [
        (REFUS, None, "2025-06-02", "aucun_terme_echu"),
        (REFUS, date(2025, 6, 2), "2025-06-01", "aucun_terme_echu"),
        (REFUS, date(2025, 6, 2), "2025-06-02", None),
        # the term of who registered since is another one
        ([*REFUS, ("inscription_organisateur", "2025-01-06")], date(2025, 6, 2), "2025-06-03", "aucun_terme_echu"),
        # that summons runs
        ([*REFUS, ("sommation_envoyee", "2025-06-02")], date(2025, 6, 2), "2025-06-20", "aucun_terme_echu"),
        # refused at the end of completion
        (
            [REMISE, INSCRIT, ("sommation_envoyee", "2025-12-04"), ("constat_refus", "2026-03-02")],
            date(2026, 6, 2),
            "2026-06-02",
            None,
        ),
    ],
)
def test_no_fine_lets_the_commune_summon_again(suite, sans_amende, jour, attendu):
    assert dit("sommation_envoyee", situation(*suite, sans_amende=sans_amende), jour) == attendu


@pytest.mark.parametrize(
    ("code", "autres", "attendu"),
    [
        ("constat_refus", {}, None),
        ("constat_refus", {"volontaire": True}, "volontaire_sans_refus"),
        ("constat_refus", {"issue_a_appliquer": True}, "issue_en_attente"),
        ("constat_refus", {"exemption_a_decider": True}, "exemption_en_attente"),
        ("constat_refus", {"contestation_ouverte": True}, "contestation_en_attente"),
        ("acquittement_commune", {"commune_a_acquitter": True}, None),
        (
            "acquittement_commune",
            {"commune_a_acquitter": True, "commune": "Ixelles", "roles": frozenset({"agent"})},
            ("reserve_a_la_commune", ("Ixelles",)),
        ),
        ("revue_delai", {}, "autre_voie"),
        ("cloture", {"roles": frozenset({"chef"})}, "reserve"),
    ],
)
def test_a_pending_doubt_or_another_role_stands_in_the_way(code, autres, attendu):
    assert dit(code, situation(REMISE, ENVOI, RECU)._replace(**autres), "2025-01-31") == attendu


def test_what_happens_at_the_organiser_begins_with_the_enrolment():
    lue = situation(REMISE, INSCRIT, organisateur="BAPA")
    veille = ("avant_cause", ("inscription_organisateur", date(2024, 6, 3)))
    assert dit("attestation_organisateur", lue, "2024-06-02") == veille
    assert dit("attestation_organisateur", lue, "2024-06-03") is None
    assert dit("attestation_organisateur", situation(REMISE), "2024-06-03") == "jamais_inscrit"
    assert dit("changement_organisateur", situation(REMISE), "2024-06-03", organisateur_id=1) == "pas_inscrit"
    assert dit("inscription_organisateur", lue, "2024-07-01", organisateur_id=1) == ("deja_inscrit", ("BAPA",))
    assert dit("inscription_organisateur", situation(REMISE), "2024-07-01", organisateur_id=1) is None


def inscrit(*suite):
    """A file enrolled and changed so, ``(day, organiser)``, closed from 1 December 2024 to 1 March 2025."""
    genres = ("inscription_organisateur", "changement_organisateur")
    evenements = [
        Evenement(genre, date.fromisoformat(jour), rang, organisateur=organisateur)
        for rang, (genre, (jour, organisateur)) in enumerate(zip(genres, suite, strict=True))
    ]
    evenements.append(Evenement("cloture", date(2024, 12, 1), 8, phase="cloture", motif="parti"))
    evenements.append(Evenement("reouverture", date(2025, 3, 1), 9, phase="dossier"))
    return Situation("dossier", evenements=tuple(evenements), roles=TOUS)


@pytest.mark.parametrize(
    ("code", "jour", "organisateur", "attendu"),
    [
        # with 1 since 3 June 2024, with 2 since 2 September, until the file was closed
        ("changement_organisateur", "2024-07-01", 1, "meme_organisateur"),
        ("changement_organisateur", "2024-07-01", 2, "meme_organisateur"),
        ("changement_organisateur", "2024-07-01", 3, None),
        ("changement_organisateur", "2024-09-02", 2, "meme_organisateur"),
        ("changement_organisateur", "2024-11-30", 1, None),
        ("changement_organisateur", "2024-12-01", 1, "pas_inscrit"),
        ("changement_organisateur", "2025-03-03", 1, "pas_inscrit"),
        ("inscription_organisateur", "2024-11-30", 1, ("inscrit_ce_jour", (date(2024, 12, 1),))),
        ("inscription_organisateur", "2024-07-01", 3, ("inscrit_ce_jour", (date(2024, 9, 2),))),
        ("inscription_organisateur", "2024-12-01", 1, None),
        ("inscription_organisateur", "2025-03-03", 1, None),
        ("attestation_organisateur", "2024-11-04", None, None),
        ("attestation_fin", "2025-03-03", None, None),
    ],
)
def test_who_the_person_is_with_is_read_on_the_day(code, jour, organisateur, attendu):
    lue = inscrit(("2024-06-03", 1), ("2024-09-02", 2))
    assert dit(code, lue, jour, organisateur_id=organisateur) == attendu


def test_one_attestation_of_an_organiser_a_day():
    lue = situation(REMISE, INSCRIT, ("attestation_organisateur", "2024-07-01"))
    assert dit("attestation_organisateur", lue, "2024-07-01") == "deja_notee"
    assert dit("attestation_organisateur", lue, "2024-07-02") is None
    assert possible(ETAPES["attestation_organisateur"], lue, date(2024, 7, 1)), "whoever clicks reads why"


@pytest.mark.parametrize(
    ("code", "change", "montre"),
    [
        ("attestation_remise", {}, True),
        ("attestation_remise", {"phase": "predossier"}, False),
        ("attestation_remise", {"phase": "cloture"}, False),
        ("attestation_remise", {"roles": frozenset({"chef"})}, False),
        ("annulation", {}, False),  # it has no button in the header
        ("revue_delai", {}, False),
        ("attestation_organisateur", {}, False),
        (
            "attestation_organisateur",
            {"evenements": (Evenement("inscription_organisateur", REFERENCE),), "reference": date(2030, 1, 1)},
            True,
        ),
    ],
)
def test_the_button_is_shown_to_those_who_may_where_it_makes_sense(code, change, montre):
    assert possible(ETAPES[code], situation()._replace(**change), date(2024, 3, 20)) is montre
