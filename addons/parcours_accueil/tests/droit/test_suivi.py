# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What is kept of a term, case by case: counted again, looked at by a night, taken up by hand."""

from datetime import date, timedelta

import pytest

from odoo.addons.parcours_accueil.droit import delais
from odoo.addons.parcours_accueil.droit.delais import (
    ARRETE,
    ATTENDRE,
    ECHU,
    EN_COURS,
    PROPOSER,
    RAPPELER,
    REVOIR,
    SANS_OBJET,
    TENU,
    Constat,
    Entourage,
    Regime,
    Suivi,
    a_faire,
    a_revoir,
    disparu,
    prochaine,
    suite_contredite,
)

from .commun import INSCRIPTION, fait, recompter

ACHEVEMENT = Regime(rappel=60, continue_apres_revue=True, arret_conclut=True)
SOMMATION = Regime(rappel=14, preuve_contredit=True, arret_conclut=True)
SANCTION = Regime(rappel=14)
DEBUT = date(2026, 1, 5)


def j(nombre):
    return DEBUT + timedelta(days=nombre)


#: A term of a hundred days, known since its first day, and about which everything possible was done.
NEUF = Suivi("attestation_remise", j(100), EN_COURS, date_connue=DEBUT)
FAIT = NEUF._replace(etat=ECHU, proche_faite=j(70), echue_faite=j(101))
REVU = {"revue": True, "revue_motif": "connue_tard"}
VU = {"date_revue": j(102)}

#: What was kept, what changes in the count, the day -> what changes in what is kept, whether open tasks are withdrawn.
RECOMPTES = [
    ("nothing new", INSCRIPTION, FAIT, {}, 110, {}, False),
    ("nothing new under review", INSCRIPTION, FAIT._replace(**REVU), {}, 110, {}, False),
    ("nothing new after a failure", INSCRIPTION, NEUF._replace(erreur=True), {}, 50, {}, False),
    ("nothing new of a term stopped", INSCRIPTION, FAIT._replace(etat=ARRETE), {}, 110, {}, True),
    (
        "due later",
        INSCRIPTION,
        FAIT._replace(**REVU, **VU, erreur=True),
        {"echeance": j(130), "etat": EN_COURS},
        110,
        {
            "date_connue": j(110),
            "revue": False,
            "revue_motif": None,
            "date_revue": None,
            "proche_faite": None,
            "echue_faite": None,
            "erreur": False,
        },
        True,
    ),
    (
        "due today",
        INSCRIPTION,
        FAIT,
        {"echeance": j(110), "etat": EN_COURS},
        110,
        {"date_connue": j(110), "proche_faite": None, "echue_faite": None},
        True,
    ),
    (
        "due later, over all the same",
        INSCRIPTION,
        FAIT._replace(erreur=True),
        {"echeance": j(109)},
        110,
        {"date_connue": j(110), "echue_faite": None},
        True,
    ),
    ("due earlier", INSCRIPTION, FAIT, {"echeance": j(90)}, 110, {"date_connue": j(110)}, False),
    (
        "due later, nothing proposed yet",
        INSCRIPTION,
        NEUF._replace(etat=ECHU),
        {"echeance": j(105)},
        110,
        {"date_connue": j(110)},
        False,
    ),
    (
        "its start entered again",
        INSCRIPTION,
        NEUF._replace(etat=SANS_OBJET),
        {"etat": EN_COURS},
        20,
        {"date_connue": j(20)},
        True,
    ),
    (
        "its start entered again, over",
        INSCRIPTION,
        FAIT._replace(etat=SANS_OBJET),
        {"etat": ECHU},
        110,
        {"date_connue": j(110), "echue_faite": None},
        False,
    ),
    (
        "its proof cancelled",
        INSCRIPTION,
        FAIT._replace(etat=TENU, **VU),
        {"etat": ECHU},
        110,
        {"date_connue": j(110), "date_revue": None, "echue_faite": None},
        False,
    ),
    ("opened again", INSCRIPTION, FAIT._replace(etat=ARRETE, **VU), {"etat": ECHU}, 110, {"echue_faite": None}, False),
    ("met, then stopped", INSCRIPTION, FAIT._replace(etat=TENU, **VU), {"etat": ARRETE}, 110, {}, True),
    (
        "met",
        INSCRIPTION,
        FAIT._replace(**REVU, erreur=True),
        {"etat": TENU},
        110,
        {"revue": False, "erreur": False},
        True,
    ),
    (
        "summoned",
        INSCRIPTION,
        FAIT._replace(**REVU, erreur=True),
        {"date_suite": j(110)},
        110,
        {"erreur": False},
        False,
    ),
    (
        "summoned after its proposal",
        INSCRIPTION,
        FAIT._replace(erreur=True),
        {"date_suite": j(110)},
        110,
        {"erreur": False},
        True,
    ),
    (
        "refused while under review",
        SOMMATION,
        FAIT._replace(**REVU, erreur=True),
        {"date_suite": j(110), "etat": ARRETE, "date_etat": j(110)},
        110,
        {"erreur": False},
        False,
    ),
    (
        "stopped on its last day while under review",
        SOMMATION,
        FAIT._replace(**REVU),
        {"etat": ARRETE, "date_etat": j(100)},
        110,
        {"revue": False},
        True,
    ),
    (
        "of a sanction that was closed while under review",
        SANCTION,
        FAIT._replace(**REVU),
        {"etat": ARRETE, "date_etat": j(110)},
        110,
        {"revue": False},
        True,
    ),
    (
        "in doubt since its review",
        INSCRIPTION,
        FAIT._replace(**VU, doutes=("jamais_informe",)),
        {"doutes": ("jamais_informe", "autre")},
        110,
        {"date_revue": None},
        False,
    ),
    (
        "in less doubt since its review",
        INSCRIPTION,
        FAIT._replace(**VU, doutes=("un", "autre")),
        {"doutes": ("un",)},
        110,
        {},
        False,
    ),
    (
        "its doubt settled",
        INSCRIPTION,
        FAIT._replace(revue=True, revue_motif="un", doutes=("un", "autre")),
        {"doutes": ("autre",)},
        110,
        {"revue": False, "echue_faite": None},
        True,
    ),
    (
        "another doubt settled",
        INSCRIPTION,
        FAIT._replace(revue=True, revue_motif="un", doutes=("un", "autre")),
        {"doutes": ("un",)},
        110,
        {},
        False,
    ),
    ("summoned already", INSCRIPTION, FAIT._replace(date_suite=j(105), erreur=True), {}, 110, {}, False),
    (
        "the summons cancelled",
        INSCRIPTION,
        FAIT._replace(date_suite=j(105), **VU),
        {"date_suite": None},
        110,
        {"echue_faite": None},
        False,
    ),
    (
        "summoned on the last day",
        INSCRIPTION,
        NEUF._replace(**VU, erreur=True),
        {"date_suite": j(100)},
        100,
        {"date_revue": None},
        False,
    ),
    (
        "summoned too early, seen already",
        INSCRIPTION,
        NEUF._replace(etat=ECHU, date_suite=j(90), **VU),
        {},
        110,
        {},
        False,
    ),
    (
        "summoned too early, cancelled",
        INSCRIPTION,
        NEUF._replace(date_suite=j(90), **REVU, **VU),
        {"date_suite": None},
        95,
        {"revue": False, "date_revue": None},
        True,
    ),
    (
        "summoned too early, and again, nobody having looked",
        INSCRIPTION,
        NEUF._replace(etat=ECHU, date_suite=j(90), **REVU),
        {"date_suite": j(105)},
        110,
        {},
        False,
    ),
    (
        "summoned too early, seen, and again",
        INSCRIPTION,
        NEUF._replace(etat=ECHU, date_suite=j(90), **VU),
        {"date_suite": j(105)},
        110,
        {"date_revue": None},
        True,
    ),
    ("refused, a proof seen already", SOMMATION, FAIT._replace(etat=TENU, date_suite=j(105), **VU), {}, 110, {}, False),
    (
        "refused, then a proof",
        SOMMATION,
        FAIT._replace(date_suite=j(105), **VU),
        {"etat": TENU},
        110,
        {"date_revue": None},
        False,
    ),
    (
        "received, where a receipt was presumed: nothing moves",
        SOMMATION,
        FAIT._replace(depart="sommation_envoyee"),
        {"depart": "sommation_recue"},
        110,
        {},
        False,
    ),
    ("presumed received still", SOMMATION, FAIT._replace(depart="sommation_envoyee"), {}, 110, {}, False),
    (
        "presumed received again",
        SOMMATION,
        FAIT._replace(depart="sommation_recue"),
        {"depart": "sommation_envoyee"},
        110,
        {},
        False,
    ),
    (
        "received, nothing proposed yet",
        SOMMATION,
        NEUF._replace(depart="sommation_envoyee"),
        {"depart": "sommation_recue"},
        50,
        {},
        False,
    ),
]


@pytest.mark.parametrize(
    ("regime", "avant", "compte", "jour", "change", "retire"),
    [cas[1:] for cas in RECOMPTES],
    ids=[cas[0] for cas in RECOMPTES],
)
def test_a_term_counted_again_keeps_what_still_holds(regime, avant, compte, jour, change, retire):
    constat = Constat(*avant[:6])._replace(**compte)
    attendu = avant._replace(**compte)._replace(**change)
    assert recompter(avant, constat, regime, j(jour)) == (attendu, retire)


def test_a_closed_file_has_nothing_to_review():
    trop_tot = NEUF._replace(date_suite=j(90), **REVU)
    constat = Constat(trop_tot.depart, trop_tot.echeance, EN_COURS, trop_tot.date_suite)
    assert recompter(trop_tot, constat, INSCRIPTION, j(95)) == (trop_tot, False)
    ferme = trop_tot._replace(etat=ARRETE, revue=False, date_revue=None)
    assert recompter(trop_tot, constat, INSCRIPTION, j(95), ouvert=False) == (ferme, True)
    assert prochaine(ferme, INSCRIPTION, j(95)) == j(95)
    assert prochaine(ferme, INSCRIPTION, j(95), ouvert=False) is None


def test_a_term_never_seen_is_known_from_that_day():
    constat = Constat("attestation_remise", j(100), EN_COURS)
    assert recompter(None, constat, INSCRIPTION, DEBUT) == (NEUF, False)
    rien = (False, None, None, None, None, False, None, None)
    assert NEUF[7:-1] == rien[:-1], "nothing was done about it, nothing is to be reviewed"


def test_a_term_that_the_events_give_no_more_asks_for_nothing():
    assert disparu(FAIT._replace(**REVU, erreur=True)) == FAIT._replace(
        etat=SANS_OBJET, revue=False, revue_motif="connue_tard", erreur=False
    )


@pytest.mark.parametrize(
    ("regime", "etat", "suite", "contredite"),
    [
        (INSCRIPTION, EN_COURS, None, False),
        (INSCRIPTION, EN_COURS, j(100), True),  # on the last day
        (INSCRIPTION, ECHU, j(101), False),
        (INSCRIPTION, ARRETE, j(100), True),
        (INSCRIPTION, SANS_OBJET, j(100), False),
        (INSCRIPTION, TENU, j(100), False),
        (SOMMATION, TENU, j(101), True),
        (SOMMATION, TENU, None, False),
    ],
)
def test_what_contradicts_a_summons_or_a_refusal(regime, etat, suite, contredite):
    assert suite_contredite(NEUF._replace(etat=etat, date_suite=suite), regime) is contredite


@pytest.mark.parametrize(
    ("regime", "change", "jour", "suivant"),
    [
        (INSCRIPTION, {}, 50, 70),
        (INSCRIPTION, {}, 100, 70),  # the last day is in time for a reminder
        (INSCRIPTION, {}, 101, 101),
        (INSCRIPTION, {"proche_faite": j(70)}, 80, 101),
        (Regime(), {}, 50, 101),
        (INSCRIPTION, {"erreur": True, "date_essai": j(70)}, 70, 71),
        (INSCRIPTION, {"erreur": True, "date_essai": j(70)}, 71, 70),
        (INSCRIPTION, {"date_essai": j(70)}, 70, 70),
        (INSCRIPTION, {"etat": SANS_OBJET}, 50, None),
        (INSCRIPTION, {"revue": True}, 50, None),
        (INSCRIPTION, {"etat": TENU}, 50, None),
        (INSCRIPTION, {"etat": ARRETE}, 50, None),
        (INSCRIPTION, {"etat": ECHU}, 110, 101),
        (INSCRIPTION, {"etat": ECHU, "echue_faite": j(101)}, 110, None),
        (INSCRIPTION, {"etat": ECHU, "date_suite": j(105)}, 110, None),
        (INSCRIPTION, {"etat": ECHU, "date_revue": j(105)}, 110, 105),  # reviewed: what follows is proposed
        (INSCRIPTION, {"etat": ECHU, "date_revue": j(105), "date_suite": j(106)}, 110, None),
        (INSCRIPTION, {"etat": ECHU, "date_revue": j(105), "date_essai": j(110)}, 110, 111),
        (INSCRIPTION, {"etat": ECHU, "date_revue": j(105), "date_essai": j(110)}, 111, 105),
        (INSCRIPTION, {"etat": ECHU, "date_connue": j(105)}, 110, 110),
        (INSCRIPTION, {"etat": ECHU, "date_connue": j(105), "date_suite": j(106)}, 110, 110),
        (INSCRIPTION, {"doutes": ("un",), "proche_faite": j(70)}, 80, 101),
        (INSCRIPTION, {"date_suite": j(90)}, 95, 95),
        (INSCRIPTION, {"date_suite": j(90), "date_revue": j(95)}, 95, None),
        (ACHEVEMENT, {"date_suite": j(90), "date_revue": j(95)}, 95, 40),
        (ACHEVEMENT, {"date_suite": j(90), "date_revue": j(95), "etat": ARRETE}, 95, None),
    ],
)
def test_the_next_night_that_looks_at_a_term(regime, change, jour, suivant):
    assert prochaine(NEUF._replace(**change), regime, j(jour)) == (None if suivant is None else j(suivant))


@pytest.mark.parametrize(
    ("regime", "change", "jour", "attendu"),
    [
        (INSCRIPTION, {}, 69, None),
        (INSCRIPTION, {}, 70, (RAPPELER, None)),
        (INSCRIPTION, {}, 100, (RAPPELER, None)),
        (INSCRIPTION, {}, 101, (PROPOSER, None)),
        (INSCRIPTION, {"date_connue": j(100)}, 101, (PROPOSER, None)),
        (INSCRIPTION, {"date_connue": j(101)}, 101, (REVOIR, "connue_tard")),
        (INSCRIPTION, {"date_suite": j(100)}, 101, (REVOIR, "suite_prematuree")),
        (SOMMATION, {"date_suite": j(101), "etat": TENU}, 101, (REVOIR, "refus_contredit")),
        (ACHEVEMENT, {"date_suite": j(90), "date_revue": j(95)}, 101, (PROPOSER, None)),
        (ACHEVEMENT, {"date_suite": j(90), "date_revue": j(95), "doutes": ("un",)}, 101, (REVOIR, "un")),
        (INSCRIPTION, {"date_connue": j(101), "date_revue": j(102)}, 102, (PROPOSER, None)),
        (INSCRIPTION, {"doutes": ("un", "deux")}, 101, (REVOIR, "un")),
        (INSCRIPTION, {"doutes": ("un",), "date_connue": j(101)}, 101, (REVOIR, "connue_tard")),
        (INSCRIPTION, {"doutes": ("un",), "proche_faite": j(70)}, 100, None),
        (INSCRIPTION, {"doutes": ("un",), "echue_faite": j(101)}, 102, (REVOIR, "un")),
    ],
)
def test_what_a_night_does(regime, change, jour, attendu):
    assert a_faire(NEUF._replace(**change), regime, j(jour), Entourage()) == attendu


def test_a_term_that_ends_with_the_calendar_is_looked_at_on_its_last_day():
    dernier = NEUF._replace(echeance=date.max, proche_faite=j(70))
    assert prochaine(dernier, INSCRIPTION, j(71)) == date.max


def test_what_was_done_is_kept():
    echoue = NEUF._replace(erreur=True, date_essai=j(69))
    repris = NEUF._replace(erreur=False, date_essai=None)
    assert fait(echoue, RAPPELER, j(70)) == repris._replace(proche_faite=j(70))
    assert fait(echoue, PROPOSER, j(101)) == repris._replace(echue_faite=j(101))
    assert fait(NEUF, PROPOSER, j(101), erreur=True) == NEUF._replace(erreur=True, date_essai=j(101))
    revu = fait(echoue, REVOIR, j(101), "connue_tard")
    assert revu == echoue._replace(revue=True, revue_motif="connue_tard", erreur=False)
    assert fait(FAIT, REVOIR, j(102), "un").echue_faite is None, "proposed again after the review"
    assert fait(echoue._replace(**VU), ATTENDRE, j(103)) == echoue._replace(**VU, erreur=False, date_essai=j(103))
    assert not delais.fait(NEUF, PROPOSER, INSCRIPTION, j(101)).erreur, "unless it is said, nothing failed"


# ---- what is to be reviewed ------------------------------------------------------------------------------------------

CLOS = FAIT._replace(etat=ARRETE, date_etat=j(120), date_suite=j(101))


@pytest.mark.parametrize(
    ("regime", "suivi", "entourage", "mot"),
    [
        (INSCRIPTION, FAIT, Entourage(), None),
        (INSCRIPTION, FAIT._replace(**REVU), Entourage(), "connue_tard"),
        # learnt late: whatever was entered after it, until somebody looked
        (INSCRIPTION, FAIT._replace(date_connue=j(100)), Entourage(), None),
        (INSCRIPTION, FAIT._replace(date_connue=j(101)), Entourage(), "connue_tard"),
        (INSCRIPTION, FAIT._replace(date_connue=j(101), date_suite=j(102)), Entourage(), "connue_tard"),
        (INSCRIPTION, FAIT._replace(date_connue=j(101), **VU), Entourage(), None),
        (INSCRIPTION, FAIT._replace(date_connue=j(101), date_revue=j(100)), Entourage(), "connue_tard"),
        (INSCRIPTION, FAIT._replace(date_connue=j(101), etat=TENU), Entourage(), None),
        (INSCRIPTION, NEUF._replace(date_connue=j(101)), Entourage(), "connue_tard"),  # no night since its end
        # a doubt of the count, like it
        (INSCRIPTION, FAIT._replace(doutes=("un", "deux")), Entourage(), "un"),
        (INSCRIPTION, FAIT._replace(doutes=("un",), **VU), Entourage(), None),
        (INSCRIPTION, FAIT._replace(doutes=("un",), etat=TENU), Entourage(), None),
        # the finding that followed stopped it: the doubt outlives it
        (SOMMATION, CLOS, Entourage(), None),
        (SOMMATION, CLOS._replace(date_connue=j(101)), Entourage(), "connue_tard"),
        (SOMMATION, CLOS._replace(doutes=("un",)), Entourage(), "un"),
        (SOMMATION, CLOS._replace(doutes=("un",), date_etat=j(100)), Entourage(), None),
        (SOMMATION, CLOS._replace(doutes=("un",), date_etat=None), Entourage(), None),
        (SANCTION, CLOS._replace(doutes=("un",)), Entourage(), None),
        # what is to be settled first: until it is proposed, or followed
        (INSCRIPTION, FAIT, Entourage(issue_a_appliquer=True), None),
        (INSCRIPTION, FAIT._replace(echue_faite=None), Entourage(issue_a_appliquer=True), "issue_contredite"),
        (INSCRIPTION, FAIT._replace(echue_faite=None), Entourage(a_informer=True), "jamais_informe"),
        (INSCRIPTION, FAIT._replace(echue_faite=None, **VU), Entourage(issue_a_appliquer=True), None),
        (INSCRIPTION, FAIT._replace(echue_faite=None, date_suite=j(101)), Entourage(issue_a_appliquer=True), None),
        (SOMMATION, FAIT, Entourage(fondee=False), None),
        (SOMMATION, FAIT._replace(echue_faite=None, date_connue=j(101)), Entourage(fondee=False), "suite_prematuree"),
        (SOMMATION, FAIT._replace(date_connue=j(101)), Entourage(fondee=False), "connue_tard"),
        # a summons that came too early was seen; the end of the term is another matter
        (ACHEVEMENT, NEUF._replace(date_suite=j(90)), Entourage(), "suite_prematuree"),
        (ACHEVEMENT, NEUF._replace(date_suite=j(90), date_revue=j(95)), Entourage(a_informer=True), "jamais_informe"),
        (ACHEVEMENT, NEUF._replace(date_suite=j(90), date_revue=j(95)), Entourage(fondee=False), "suite_prematuree"),
    ],
)
def test_why_a_term_is_to_be_reviewed(regime, suivi, entourage, mot):
    assert a_revoir(suivi, regime, j(110), entourage) == mot


def test_nothing_is_to_be_reviewed_of_a_term_that_runs():
    tard = NEUF._replace(doutes=("un",), date_connue=j(101))
    assert a_revoir(tard, INSCRIPTION, j(100), Entourage(issue_a_appliquer=True)) is None


@pytest.mark.parametrize(
    "entourage",
    [
        Entourage(fondee=False),
        Entourage(issue_a_appliquer=True),
        Entourage(exemption_a_decider=True),
        Entourage(contestation_ouverte=True),
        Entourage(a_informer=True),
    ],
)
def test_after_its_review_a_term_waits_until_the_rest_is_settled(entourage):
    revu = NEUF._replace(etat=ECHU, date_connue=j(101), **VU)
    for jour in (102, 103):
        assert a_faire(revu, INSCRIPTION, j(jour), entourage) == (ATTENDRE, None)
        revu = fait(revu, ATTENDRE, j(jour))
        assert a_faire(revu, INSCRIPTION, j(jour), entourage) is None
    assert a_faire(revu, INSCRIPTION, j(104), Entourage()) == (PROPOSER, None)
