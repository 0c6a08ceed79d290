# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The life of a term: examples of loi.md §7, and properties over random lives, looked at night after night."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.parcours_accueil.droit import delais
from odoo.addons.parcours_accueil.droit.delais import (
    ARRETE,
    ECHU,
    EN_COURS,
    PROPOSER,
    RAPPELER,
    REVOIR,
    SANS_OBJET,
    TENU,
    TERMES,
    VIVANTS,
    Constat,
    Entourage,
    Suivi,
    a_faire,
    a_la_main,
    disparu,
    etat_du_jour,
    prochaine,
    suite_contredite,
)

from .commun import fait, recompter

DEBUT = date(2026, 1, 5)
REGIMES = [genre.regime(genre.rappel) for genre in TERMES.values()]
INSCRIPTION, ACHEVEMENT, SOMMATION = REGIMES
SEREIN = Entourage()


def jours(nombre):
    return DEBUT + timedelta(days=nombre)


def constat(jour, echeance, etat=EN_COURS, suite=None, depart="attestation_remise"):
    return Constat(depart, echeance, etat_du_jour(etat, echeance, jour), suite)


def nuit(suivi, regime, jour, entourage=SEREIN, erreur=False):
    """Do what a night does, and return ``(follow-up, action)``."""
    quoi = a_faire(suivi, regime, jour, entourage)
    if not quoi:
        return suivi, None
    action, motif = quoi
    return fait(suivi, action, jour, motif, erreur and action != REVOIR, regime), action


# ---- examples --------------------------------------------------------------------------------------------------------


def test_reminded_then_proposed_once():
    fin, suivi, vues = jours(100), None, []
    for n in range(130):
        suivi, _retire = recompter(suivi, constat(jours(n), fin), INSCRIPTION, jours(n))
        suivi, action = nuit(suivi, INSCRIPTION, jours(n))
        vues += [(n, action)] if action else []
    assert vues == [(70, RAPPELER), (101, PROPOSER)], "the due date itself is still a day of the term"
    assert suivi.echue_faite == jours(101)


def test_known_late_is_reviewed_then_proposed():
    suivi, _ = recompter(None, constat(jours(200), jours(100)), INSCRIPTION, jours(200))
    assert a_la_main(suivi, INSCRIPTION, jours(200), SEREIN) == "a_revoir"
    suivi, action = nuit(suivi, INSCRIPTION, jours(200))
    assert (action, suivi.revue_motif) == (REVOIR, "connue_tard")
    suivi = suivi._replace(revue=False, date_revue=jours(201))
    assert a_la_main(suivi, INSCRIPTION, jours(201), SEREIN) is None
    suivi, action = nuit(suivi, INSCRIPTION, jours(202))
    assert (action, suivi.echue_faite) == (PROPOSER, jours(202))


@pytest.mark.parametrize(
    ("entourage", "motif"),
    [
        (Entourage(issue_a_appliquer=True), "issue_contredite"),
        (Entourage(exemption_a_decider=True), "exemption_demandee"),
        (Entourage(contestation_ouverte=True), "contestation_ouverte"),
        (Entourage(fondee=False), "suite_prematuree"),
        (Entourage(fondee=False, issue_a_appliquer=True), "suite_prematuree"),
        (Entourage(issue_a_appliquer=True, exemption_a_decider=True), "issue_contredite"),
    ],
)
def test_a_doubt_is_reviewed(entourage, motif):
    suivi, _ = recompter(None, constat(DEBUT, jours(30)), SOMMATION, DEBUT)
    suivi = suivi._replace(proche_faite=jours(16))
    suivi, action = nuit(suivi, SOMMATION, jours(31), entourage)
    assert (action, suivi.revue_motif) == (REVOIR, motif)


def test_a_doubt_does_not_stop_the_reminder():
    suivi, _ = recompter(None, constat(DEBUT, jours(60)), INSCRIPTION, DEBUT)
    assert nuit(suivi, INSCRIPTION, jours(40), Entourage(False, True, True))[1] == RAPPELER


def test_a_date_that_moves_later_takes_the_proposal_back_and_asks_again():
    suivi, _ = recompter(None, constat(DEBUT, jours(30)), INSCRIPTION, DEBUT)
    suivi, _action = nuit(suivi, INSCRIPTION, jours(31))
    suivi, retire = recompter(suivi, constat(jours(32), jours(60)), INSCRIPTION, jours(32))
    assert (retire, suivi.echue_faite, suivi.etat, suivi.date_connue) == (True, None, EN_COURS, jours(32))
    assert nuit(suivi._replace(proche_faite=jours(33)), INSCRIPTION, jours(61))[1] == PROPOSER


def test_a_proof_cancelled_after_the_end_is_learnt_that_day():
    suivi, _ = recompter(None, constat(DEBUT, jours(30), TENU), INSCRIPTION, DEBUT)
    suivi, _retire = recompter(suivi, constat(jours(50), jours(30)), INSCRIPTION, jours(50))
    assert nuit(suivi, INSCRIPTION, jours(50))[1] == REVOIR
    avant = suivi._replace(date_connue=DEBUT)
    assert nuit(avant, INSCRIPTION, jours(50))[1] == PROPOSER, "the same, known in time"


def test_a_refusal_that_a_proof_contradicts():
    """A proof older than the refusal is for a person, whose answer ends it; for other terms it settles everything."""
    tenu = constat(jours(90), jours(60), TENU, suite=jours(70))
    for regime, action in ((SOMMATION, REVOIR), (INSCRIPTION, None)):
        suivi, _ = recompter(None, tenu, regime, jours(90))
        suivi, faite = nuit(suivi, regime, jours(90))
        assert faite == action
    revu = recompter(None, tenu, SOMMATION, jours(90))[0]._replace(date_revue=jours(91))
    assert prochaine(revu, SOMMATION, jours(92)) is None


def test_completion_goes_on_after_a_premature_summons_was_seen():
    tot = constat(jours(40), jours(60), suite=jours(30))
    for regime, suite in ((ACHEVEMENT, jours(61)), (INSCRIPTION, None)):
        suivi, _ = recompter(None, tot, regime, jours(40))
        assert nuit(suivi, regime, jours(40))[0].revue_motif == "suite_prematuree"
        vu = suivi._replace(date_revue=jours(41), proche_faite=jours(41))
        assert prochaine(vu, regime, jours(42)) == suite
    assert prochaine(recompter(None, tot, ACHEVEMENT, jours(40))[0], ACHEVEMENT, jours(40), ouvert=False) is None


def test_a_contradiction_that_goes_takes_its_review_along():
    suivi, _ = recompter(None, constat(jours(40), jours(60), suite=jours(30)), INSCRIPTION, jours(40))
    suivi, _action = nuit(suivi, INSCRIPTION, jours(40))
    suivi, retire = recompter(suivi, constat(jours(41), jours(60)), INSCRIPTION, jours(41))
    assert (suivi.revue, suivi.date_revue, retire) == (False, None, True)


def test_a_receipt_entered_after_the_proposal_that_moves_nothing_leaves_it():
    suivi, _ = recompter(None, constat(DEBUT, jours(30), depart="sommation_envoyee"), SOMMATION, DEBUT)
    suivi, _action = nuit(suivi._replace(proche_faite=DEBUT), SOMMATION, jours(31))
    suivi, retire = recompter(suivi, constat(jours(32), jours(30), depart="sommation_recue"), SOMMATION, jours(32))
    assert (retire, suivi.echue_faite) == (False, jours(31))
    assert nuit(suivi, SOMMATION, jours(32))[1] is None


def test_a_later_receipt_entered_after_the_proposal_takes_it_back_and_is_reviewed_when_it_is_past():
    suivi, _ = recompter(None, constat(DEBUT, jours(30), depart="sommation_envoyee"), SOMMATION, DEBUT)
    suivi, _action = nuit(suivi._replace(proche_faite=DEBUT), SOMMATION, jours(31))
    encore, retire = recompter(suivi, constat(jours(32), jours(40), depart="sommation_recue"), SOMMATION, jours(32))
    assert (retire, encore.echue_faite) == (True, None)
    passe, retire = recompter(suivi, constat(jours(60), jours(40), depart="sommation_recue"), SOMMATION, jours(60))
    assert (retire, nuit(passe, SOMMATION, jours(60))[1]) == (True, REVOIR)


def test_what_failed_is_tried_again_the_next_day():
    suivi, _ = recompter(None, constat(DEBUT, jours(30)), INSCRIPTION, DEBUT)
    suivi, _action = nuit(suivi, INSCRIPTION, jours(31), erreur=True)
    assert (suivi.erreur, suivi.echue_faite, prochaine(suivi, INSCRIPTION, jours(31))) == (True, None, jours(32))
    suivi, action = nuit(suivi, INSCRIPTION, jours(32))
    assert (action, suivi.erreur, suivi.date_essai) == (PROPOSER, False, None)


@pytest.mark.parametrize(
    ("change", "mot"),
    [
        ({}, None),
        ({"etat": EN_COURS}, "rien"),
        ({"date_suite": jours(31)}, "rien"),
        ({"echue_faite": jours(31)}, "rien"),
        ({"revue": True, "revue_motif": "connue_tard"}, "a_revoir"),
        ({"doutes": ("un",)}, "a_revoir"),
        ({"date_connue": jours(31)}, "a_revoir"),
        ({"date_connue": jours(31), "date_revue": jours(32)}, None),
        ({"date_connue": jours(30)}, None),
    ],
)
def test_nobody_does_by_hand_what_a_person_must_review_first(change, mot):
    suivi = Suivi("attestation_remise", jours(30), ECHU, date_connue=DEBUT)._replace(**change)
    assert a_la_main(suivi, INSCRIPTION, jours(33), SEREIN) == mot
    assert a_la_main(suivi, INSCRIPTION, jours(33), Entourage(fondee=False)) == "infondee"


# ---- properties ------------------------------------------------------------------------------------------------------

SUITE = st.one_of(st.none(), st.integers(0, 140))
PAS = st.tuples(
    st.integers(0, 25),  # days later
    st.integers(20, 120),  # due date
    st.sampled_from((EN_COURS, EN_COURS, EN_COURS, TENU, ARRETE)),
    SUITE,
    st.sampled_from(("sommation_envoyee", "sommation_recue")),
    st.booleans(),  # the action fails
    st.booleans(),  # somebody ends the review
    st.booleans(),  # the term disappears
)
VIES = st.tuples(st.sampled_from(REGIMES), st.lists(PAS, min_size=1, max_size=12))


def vivre(regime, pas):
    """Live a term: counted and looked at, step by step; give ``(day, counted, action, kept)`` of each."""
    suivi, n = None, 0
    for avance, fin, etat, suite, depart, erreur, revoit, disparait in pas:
        n += avance
        jour = jours(n)
        if suivi and suivi.revue and revoit:
            suivi = suivi._replace(revue=False, date_revue=jour)
        if suivi and disparait:
            suivi = disparu(suivi)
        else:
            lu = constat(jour, jours(fin), etat, None if suite is None else jours(suite), depart)
            suivi, _retire = recompter(suivi, lu, regime, jour)
        compte = suivi
        suivi, action = nuit(suivi, regime, jour, erreur=erreur)
        yield jour, compte, action, suivi


@given(VIES)
def test_the_same_day_twice_changes_nothing(vie):
    regime, pas = vie
    for jour, compte, _action, suivi in vivre(regime, pas):
        assert nuit(suivi, regime, jour) == (suivi, None)
        if compte.etat != SANS_OBJET:
            meme = Constat(compte.depart, compte.echeance, compte.etat, compte.date_suite)
            assert recompter(compte, meme, regime, jour)[0] == compte
            apres, _retire = recompter(suivi, meme, regime, jour)
            assert nuit(apres, regime, jour)[1] in (None, REVOIR)


@given(VIES)
def test_nothing_is_proposed_for_a_term_that_asks_for_nothing(vie):
    regime, pas = vie
    for _jour, compte, action, _suivi in vivre(regime, pas):
        if compte.etat not in VIVANTS:
            assert action in (None, REVOIR)
            assert action is None or suite_contredite(compte, regime)


@given(VIES)
def test_late_knowledge_is_always_a_review(vie):
    regime, pas = vie
    for jour, compte, action, _suivi in vivre(regime, pas):
        if action == PROPOSER:
            assert jour > compte.echeance
            assert compte.echeance >= compte.date_connue or compte.date_revue
            assert not compte.date_suite or compte.date_revue


@given(VIES)
def test_nobody_is_forgotten(vie):
    """A term that is over is proposed, under review, reviewed, followed, or tried again tomorrow."""
    regime, pas = vie
    for jour, _compte, _action, suivi in vivre(regime, pas):
        if suivi.etat == ECHU:
            traite = suivi.revue or suivi.echue_faite or suivi.date_suite
            assert traite or (suivi.erreur and prochaine(suivi, regime, jour) == jour + timedelta(days=1))


@given(VIES)
def test_the_next_day_lies_ahead_once_the_night_is_over(vie):
    regime, pas = vie
    for jour, _compte, _action, suivi in vivre(regime, pas):
        suivante = prochaine(suivi, regime, jour)
        assert suivante is None or suivante > jour


@pytest.mark.parametrize("rappel", [0, 1, 1_000_000, 10**12, 10**30])
def test_a_reminder_of_any_number_of_days_counts(rappel):
    """However many days somebody enters, the night goes on: what lies before all days is due at once."""
    regime = delais.Regime(rappel)
    constat = Constat("attestation_remise", date(2026, 9, 16), EN_COURS)
    suivi, _retire = delais.recompter(None, constat, regime, date(2026, 3, 16))
    assert suivi.date_action is not None
    dernier = delais.recompter(None, constat._replace(echeance=date.max), delais.Regime(), date(2026, 3, 16))[0]
    assert dernier.date_action is not None
