# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""When a letter is received, channel by channel (loi.md §5): the law's table over dates, and what holds whatever they
are; what follows in a file: the term, the steps, what it waits for."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.parcours_accueil.droit import delais as droit
from odoo.addons.parcours_accueil.droit.conditions import Saisie, Situation, possible, refus
from odoo.addons.parcours_accueil.droit.delais import (
    ACCESSIBLE,
    CANAUX,
    EN_MAIN,
    PRESUMEE,
    PROUVEE,
    RETOURS,
    Parametres,
    compter,
    decompter,
    derniere_lettre,
    jour_ouvrable,
    lettres,
    reception_presumee,
    recevoir,
    sommations,
)
from odoo.addons.parcours_accueil.droit.etapes import ETAPES, Evenement

DOUTE = ("envoi_sans_preuve",)
POSTE = ("accuse", "recommande", "ordinaire")


# ---- the table -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("envoi", "presumee"),
    [
        ("2026-01-02", "2026-01-07"),  # a Friday: Monday, Tuesday, Wednesday
        ("2026-01-03", "2026-01-07"),  # Saturday and Sunday: the same
        ("2026-01-04", "2026-01-07"),
        ("2025-12-24", "2025-12-30"),  # Christmas is no working day
        ("2025-12-30", "2026-01-05"),  # nor New Year's Day, nor the weekend after it
        ("2026-04-03", "2026-04-09"),  # Good Friday works, Easter Monday does not
        ("2026-05-13", "2026-05-19"),  # Ascension
        ("2026-05-22", "2026-05-28"),  # Whit Monday
        ("2024-02-27", "2024-03-01"),  # a leap year
    ],
)
@pytest.mark.parametrize("canal", POSTE)
def test_posted_it_is_presumed_received_on_the_third_working_day(canal, envoi, presumee):
    recue = recevoir(canal, date.fromisoformat(envoi), 3)
    assert (recue.jour, recue.mot, recue.doutes) == (date.fromisoformat(presumee), PRESUMEE, ())
    assert recue.attendue == (canal == "accuse"), "only a card is still to come back"


@pytest.mark.parametrize(
    ("canal", "issue", "retour", "jour", "mot"),
    [
        # posted on Friday 2 January 2026, presumed received on Wednesday 7
        # the card's day replaces the presumption when it is later, an earlier one moves nothing
        ("accuse", "presente", "2026-01-05", "2026-01-07", PRESUMEE),
        ("accuse", "presente", "2026-01-07", "2026-01-07", PRESUMEE),
        ("accuse", "presente", "2026-01-08", "2026-01-08", PROUVEE),
        ("accuse", "refuse", "2026-01-05", "2026-01-07", PRESUMEE),
        ("accuse", "refuse", "2026-01-12", "2026-01-12", PROUVEE),
        # not collected was presented, on the day that the card says
        ("accuse", "non_reclame", "2026-01-12", "2026-01-12", PROUVEE),
        # of a letter without a card, only the person proves a later receipt
        ("recommande", "prouve", "2026-01-05", "2026-01-07", PRESUMEE),
        ("recommande", "prouve", "2026-01-20", "2026-01-20", PROUVEE),
        ("recommande", "non_reclame", "2026-01-20", "2026-01-07", PRESUMEE),
        ("recommande", "refuse", "2026-01-09", "2026-01-09", PROUVEE),
        ("ordinaire", "prouve", "2026-01-20", "2026-01-20", PROUVEE),
        ("ordinaire", "refuse", "2026-01-09", "2026-01-09", PROUVEE),
        # handed over: that day, a Sunday included
        ("remise", None, None, "2026-01-02", EN_MAIN),
        # accessible on a Friday: Monday 5 is day 1, one counts from the day before it
        ("ebox", None, None, "2026-01-04", ACCESSIBLE),
        # of before channels: a receipt counts as it was recorded
        (None, None, "2026-01-05", "2026-01-05", PROUVEE),
        (None, None, None, "2026-01-07", PRESUMEE),
        (None, "prouve", "2026-01-05", "2026-01-07", PRESUMEE),
    ],
)
def test_what_is_known_of_a_receipt_gives_its_day(canal, issue, retour, jour, mot):
    retour = retour and date.fromisoformat(retour)
    recue = recevoir(canal, date(2026, 1, 2), 3, issue=issue, retour=retour)
    assert (recue.jour, recue.mot, recue.doutes, recue.attendue) == (date.fromisoformat(jour), mot, (), False)


@pytest.mark.parametrize(
    ("accessible", "echeance"),
    [
        ("2026-01-02", "2026-03-04"),  # the example of the law: Friday, day 1 is Monday 5 January
        ("2026-01-03", "2026-03-04"),
        ("2026-01-06", "2026-03-06"),  # Tuesday: day 1 is Wednesday 7
        ("2025-12-31", "2026-03-02"),  # day 1 is Friday 2 January; 1 March is a Sunday
        ("2026-04-02", "2026-06-02"),  # Thursday before Easter: day 1 is Good Friday
        ("2026-04-03", "2026-06-08"),  # Good Friday: day 1 is Tuesday 7, after Easter Monday; 6 June is a Saturday
    ],
)
def test_the_first_working_day_after_a_message_was_accessible_is_day_one(accessible, echeance):
    recue = recevoir("ebox", date.fromisoformat(accessible), 3)
    assert compter(recue.jour, mois=2).echeance == date.fromisoformat(echeance)


@pytest.mark.parametrize("canal", POSTE)
def test_a_presumption_needs_a_proved_posting(canal):
    nue = recevoir(canal, date(2026, 1, 2), 3, depot_prouve=False)
    assert (nue.jour, nue.doutes) == (date(2026, 1, 7), DOUTE), "the term is counted, its end is reviewed"
    assert recevoir(canal, date(2026, 1, 2), 3).doutes == ()
    for issue in CANAUX[canal].receptions:
        assert recevoir(canal, date(2026, 1, 2), 3, False, issue, date(2026, 1, 9)).doutes == (), "it arrived"


def test_what_is_not_posted_needs_no_proof_of_posting():
    assert [recevoir(canal, date(2026, 1, 2), 3, depot_prouve=False).doutes for canal in ("remise", "ebox")] == [(), ()]


@pytest.mark.parametrize("retour", sorted(RETOURS))
@pytest.mark.parametrize("canal", [*POSTE, None])
def test_a_letter_that_came_back_was_not_received(canal, retour):
    assert tuple(recevoir(canal, date(2026, 1, 2), 3, issue=retour, retour=date(2026, 1, 3))) == (None, None, (), False)


def test_how_many_working_days_is_for_the_version_to_say():
    assert [recevoir("recommande", date(2026, 1, 2), jours).jour.day for jours in (1, 2, 5)] == [5, 6, 9]


# ---- whatever the dates ----------------------------------------------------------------------------------------------

JOURS = st.dates(date(2012, 1, 1), date(2080, 12, 31))
CANAL = st.sampled_from([*CANAUX, None])


@given(CANAL, JOURS, st.booleans(), st.integers(1, 8))
def test_a_term_never_starts_before_the_sending(canal, envoi, prouve, jours):
    recue = recevoir(canal, envoi, jours, prouve)
    assert recue.jour >= envoi
    if canal == "ebox":
        assert jour_ouvrable(recue.jour + timedelta(days=1))


@given(st.sampled_from([(c, i) for c in POSTE for i in CANAUX[c].receptions]), JOURS, st.booleans(), st.integers(0, 90))
def test_what_comes_back_never_shortens(cas, envoi, prouve, apres):
    canal, issue = cas
    avant = recevoir(canal, envoi, 3, prouve)
    recue = recevoir(canal, envoi, 3, prouve, issue, envoi + timedelta(days=apres))
    assert recue.jour in (avant.jour, envoi + timedelta(days=apres))
    assert recue.jour >= avant.jour


@given(CANAL, JOURS, st.sampled_from(sorted(RETOURS)), st.integers(0, 90))
def test_what_was_returned_never_starts_a_term(canal, envoi, retour, apres):
    assert recevoir(canal, envoi, 3, True, retour, envoi + timedelta(days=apres)).jour is None


@given(st.sampled_from(POSTE), JOURS)
def test_a_later_posting_is_never_received_earlier(canal, envoi):
    un, deux = (recevoir(canal, envoi + timedelta(days=jours), 3).jour for jours in (0, 1))
    assert un <= deux


# ---- in a file -------------------------------------------------------------------------------------------------------

LOI = Parametres(
    {"inscription": (6, "mois"), "achevement": (18, "mois"), "sommation": (2, "mois"), "presomption": (3, "jours")},
    frozenset({"inscription", "achevement"}),
)
REFERENCE = date(2024, 3, 4)
TOUS = frozenset(("agent", "commune", "gestionnaire", "chef", "direction"))
REMISE = ("attestation_remise", "2024-03-15")  # six months: Monday 16 September 2024
#: A summons of Monday 6 January 2025: presumed received on Thursday 9, two months: Monday 10 March.
ACCUSE = ("sommation_envoyee", "2025-01-06", "accuse", "RR1")
RECOMMANDE = ("sommation_envoyee", "2025-01-06", "recommande", "RR1")
ORDINAIRE = ("sommation_envoyee", "2025-01-06", "ordinaire")
REVENUE = ("sommation_retournee", "2025-01-14", "demenage")


def evenements(*suite):
    """Events from ``(type, day)``, ``(type of sending, day, channel[, proof])`` or ``(type of answer, day, what)``."""
    lus = []
    for rang, (genre, jour, *reste) in enumerate(suite, start=1):
        valeurs = {}
        if reste and ETAPES[genre].envoie:
            valeurs = {"canal": reste[0], "depot_prouve": bool(reste[1:])}
        elif reste:
            valeurs = {"issue": reste[0]}
        lus.append(Evenement(genre, date.fromisoformat(jour), rang, **valeurs))
    return lus


def lu(*suite, jour="2025-02-01", reference=REFERENCE):
    return decompter(evenements(*suite), LOI, date.fromisoformat(jour), reference=reference)


def dit(code, suite, jour, **valeurs):
    """What is answered to a step on that day: None or the word of the refusal."""
    lus = evenements(*suite)
    termes = tuple(droit.delais(lus, REFERENCE, LOI))
    situation = Situation("dossier", evenements=tuple(lus), termes=termes, roles=TOUS)
    jour = date.fromisoformat(jour)
    reponse = refus(ETAPES[code], situation, Saisie(jour, jour, valeurs))
    return reponse and reponse[0], possible(ETAPES[code], situation, jour)


@pytest.mark.parametrize(
    ("suite", "depart", "debut", "echeance", "attente"),
    [
        ([ACCUSE], "sommation_envoyee", "2025-01-09", "2025-03-10", "accuse_attendu"),
        (
            [ACCUSE, ("sommation_recue", "2025-01-08", "presente")],
            "sommation_envoyee",
            "2025-01-09",
            "2025-03-10",
            None,
        ),
        ([ACCUSE, ("sommation_recue", "2025-01-20", "presente")], "sommation_recue", "2025-01-20", "2025-03-20", None),
        ([RECOMMANDE], "sommation_envoyee", "2025-01-09", "2025-03-10", None),
        ([ORDINAIRE], "sommation_envoyee", "2025-01-09", "2025-03-10", "sans_preuve"),
        ([ORDINAIRE, ("sommation_recue", "2025-01-20", "prouve")], "sommation_recue", "2025-01-20", "2025-03-20", None),
        ([(*ORDINAIRE, "list 12")], "sommation_envoyee", "2025-01-09", "2025-03-10", None),
        ([("sommation_envoyee", "2025-01-06", "remise")], "sommation_recue", "2025-01-06", "2025-03-06", None),
        ([("sommation_envoyee", "2025-01-03", "ebox")], "sommation_ebox", "2025-01-05", "2025-03-05", None),
    ],
)
def test_the_term_of_a_summons_starts_with_its_receipt(suite, depart, debut, echeance, attente):
    compte = lu(REMISE, *suite)
    assert compte.courant.type == "sommation"
    assert (compte.courant.depart, compte.courant.delai.depart) == (depart, date.fromisoformat(debut))
    assert compte.courant.delai.echeance == date.fromisoformat(echeance)
    assert (compte.stage, compte.attente) == ("somme", attente)


@pytest.mark.parametrize(
    ("suite", "depart", "debut", "attente"),
    [
        ([REMISE], "attestation_remise", "2024-03-15", None),
        ([(*REMISE, "remise")], "attestation_remise", "2024-03-15", None),
        ([(*REMISE, "recommande", "RR2")], "attestation_presumee", "2024-03-20", None),
        ([(*REMISE, "accuse", "RR2")], "attestation_presumee", "2024-03-20", "accuse_attendu"),
        ([(*REMISE, "ordinaire")], "attestation_presumee", "2024-03-20", "sans_preuve"),
        ([(*REMISE, "ebox")], "attestation_ebox", "2024-03-17", None),
        (
            [(*REMISE, "accuse", "RR2"), ("attestation_recue", "2024-03-26", "refuse")],
            "attestation_recue",
            "2024-03-26",
            None,
        ),
    ],
)
def test_the_term_to_register_starts_when_the_attestation_is_received(suite, depart, debut, attente):
    compte = lu(*suite, jour="2024-04-01")
    assert (compte.courant.type, compte.courant.depart) == ("inscription", depart)
    assert compte.courant.delai.depart == date.fromisoformat(debut)
    assert (compte.stage, compte.attente) == ("informe", attente)


def test_an_attestation_that_came_back_informed_nobody():
    suite = [(*REMISE, "recommande", "RR2"), ("attestation_retournee", "2024-03-28", "adresse")]
    compte = lu(*suite, jour="2024-04-01")
    assert (compte.termes, compte.stage, compte.sans_echeance) == ((), "a_informer", "attestation_a_remettre")
    assert compte.attente == "revenue"
    assert dit("attestation_remise", suite, "2024-04-02") == (None, True), "it is sent again"
    compte = lu(*suite, ("attestation_remise", "2024-04-02", "remise"), jour="2024-04-03")
    assert (compte.courant.delai.depart, compte.stage, compte.attente) == (date(2024, 4, 2), "informe", None)


def test_a_summons_that_came_back_has_no_effect():
    compte = lu(REMISE, RECOMMANDE, REVENUE)
    assert [(t.type, t.etat, t.date_suite) for t in compte.termes] == [("inscription", "en_cours", None)]
    assert (compte.stage, compte.attente) == ("informe", "revenue")
    assert dit("sommation_envoyee", [REMISE, RECOMMANDE, REVENUE], "2025-02-01") == (None, True)
    assert dit("constat_refus", [REMISE, RECOMMANDE, REVENUE], "2025-06-02") == ("pas_somme", False)
    seconde = ("sommation_envoyee", "2025-02-03", "accuse", "RR9")
    compte = lu(REMISE, RECOMMANDE, REVENUE, seconde, jour="2025-02-10")
    assert [t.delai.depart for t in compte.termes if t.type == "sommation"] == [date(2025, 2, 6)]
    assert compte.attente == "accuse_attendu"


def test_a_summons_that_came_back_waits_for_nothing_once_the_person_is_registered():
    suite = [REMISE, RECOMMANDE, REVENUE, ("inscription_organisateur", "2025-01-20")]
    assert lu(*suite).attente is None
    assert (
        lu(
            REMISE,
            RECOMMANDE,
            ("constat_refus", "2025-03-11"),
            ("sommation_retournee", "2025-03-20", "inconnu"),
            jour="2025-04-01",
        ).attente
        == "revenue"
    ), "a refusal rests on it: somebody must look"
    assert lu(REMISE, ACCUSE, ("inscription_organisateur", "2025-01-20")).attente is None


def test_a_refusal_never_rests_on_a_letter_without_proof_of_posting():
    assert dit("constat_refus", [REMISE, ORDINAIRE], "2025-03-11") == ("envoi_sans_preuve", True)
    for suite in ([RECOMMANDE], [ACCUSE], [(*ORDINAIRE, "list 12")], [("sommation_envoyee", "2025-01-06", "remise")]):
        assert dit("constat_refus", [REMISE, *suite], "2025-03-11") == (None, True), suite
    prouvee = ("sommation_recue", "2025-01-09", "prouve")
    assert dit("constat_refus", [REMISE, ORDINAIRE, prouvee], "2025-03-11") == (None, True)
    assert dit("constat_refus", [REMISE, RECOMMANDE], "2025-03-10")[0] == "sommation_en_cours_de_terme"


def test_a_summons_without_proof_of_posting_is_sent_again_at_once():
    assert dit("sommation_envoyee", [REMISE, ORDINAIRE], "2025-01-08") == (None, True)
    assert dit("sommation_envoyee", [REMISE, ORDINAIRE], "2025-01-05")[0] == "aucun_terme_echu"
    assert dit("sommation_envoyee", [REMISE, RECOMMANDE], "2025-01-08")[0] == "aucun_terme_echu"
    seconde = ("sommation_envoyee", "2025-01-20", "recommande", "RR9")
    lues = [t for t in lu(REMISE, ORDINAIRE, seconde, jour="2025-02-10").termes if t.type == "sommation"]
    assert [(t.etat, t.date_etat) for t in lues] == [("arrete", date(2025, 1, 20)), ("en_cours", None)]
    assert dit("constat_refus", [REMISE, ORDINAIRE, seconde], "2025-03-25") == (None, True)


@pytest.mark.parametrize(
    ("code", "suite", "jour", "valeurs", "mot"),
    [
        ("sommation_envoyee", [REMISE], "2025-01-06", {"canal": False}, "manque_canal"),
        ("sommation_envoyee", [REMISE], "2025-01-06", {"canal": "accuse", "preuve_envoi": " "}, "manque_preuve_envoi"),
        ("sommation_envoyee", [REMISE], "2025-01-06", {"canal": "recommande"}, "manque_preuve_envoi"),
        ("sommation_envoyee", [REMISE], "2025-01-06", {"canal": "recommande", "preuve_envoi": "RR1"}, None),
        ("sommation_envoyee", [REMISE], "2025-01-06", {"canal": "ordinaire", "preuve_envoi": False}, None),
        ("attestation_remise", [], "2024-03-15", {"canal": False}, "manque_canal"),
        ("attestation_remise", [], "2024-03-15", {"canal": "remise"}, None),
        ("sommation_recue", [REMISE, ACCUSE], "2025-01-05", {}, "aucune_reception_attendue"),
        ("sommation_retournee", [REMISE, ACCUSE], "2025-01-05", {}, "aucune_reception_attendue"),
        ("sommation_recue", [REMISE, ACCUSE], "2025-01-08", {"reception": False}, "manque_reception"),
        ("sommation_recue", [REMISE, ACCUSE], "2025-01-08", {"reception": "presente"}, None),
        ("sommation_recue", [REMISE, ACCUSE], "2025-01-08", {"reception": "prouve"}, "reception_impossible"),
        ("sommation_recue", [REMISE, RECOMMANDE], "2025-01-08", {"reception": "presente"}, "reception_impossible"),
        ("sommation_recue", [REMISE, ORDINAIRE], "2025-01-08", {"reception": "non_reclame"}, "reception_impossible"),
        ("sommation_retournee", [REMISE, ORDINAIRE], "2025-01-08", {"retour": False}, "manque_retour"),
        ("sommation_retournee", [REMISE, ORDINAIRE], "2025-01-08", {"retour": "inconnu"}, None),
        ("sommation_recue", [REMISE, RECOMMANDE, REVENUE], "2025-02-01", {}, "aucune_reception_attendue"),
        ("sommation_retournee", [REMISE, RECOMMANDE, REVENUE], "2025-02-01", {}, "aucune_reception_attendue"),
        ("attestation_recue", [(*REMISE, "recommande", "R")], "2024-03-14", {}, "aucune_reception_attendue"),
        ("attestation_recue", [(*REMISE, "recommande", "R")], "2024-03-25", {"reception": "prouve"}, None),
        ("attestation_retournee", [(*REMISE, "recommande", "R")], "2024-03-25", {"retour": "inconnu"}, None),
        # nothing comes back of what was handed over, or put in the eBox
        ("attestation_retournee", [REMISE], "2024-03-25", {"retour": "inconnu"}, "aucune_reception_attendue"),
        (
            "sommation_recue",
            [REMISE, ("sommation_envoyee", "2025-01-06", "ebox")],
            "2025-01-08",
            {},
            "aucune_reception_attendue",
        ),
    ],
)
def test_the_window_of_a_letter_asks_what_its_channel_needs(code, suite, jour, valeurs, mot):
    assert dit(code, suite, jour, **valeurs)[0] == mot


def test_what_came_back_of_one_letter_is_not_of_the_other():
    """A posted attestation and a summons that both wait: each answer is of its own letter."""
    deux = [(*REMISE, "ordinaire", "list 3"), ACCUSE]
    assert dit("sommation_recue", deux, "2025-01-08", reception="prouve")[0] == "reception_impossible"
    assert dit("attestation_recue", deux, "2025-01-08", reception="prouve")[0] is None


def test_letters_are_paired_with_what_came_back():
    seconde = ("sommation_envoyee", "2025-02-03", "accuse", "RR9")
    lus = evenements(REMISE, RECOMMANDE, REVENUE, seconde, ("sommation_recue", "2025-02-05", "presente"))
    paires = [(lettre.envoi.rang, lettre.reponse.rang, lettre.revenue) for lettre in lettres(lus, "sommation")]
    assert paires == [(2, 3, True), (4, 5, False)]
    assert [(e.rang, r.rang) for e, r in sommations(lus)] == [(4, 5)]
    assert derniere_lettre(lus, "sommation").envoi.rang == 4
    assert lettres(evenements(("sommation_retournee", "2025-01-03", "inconnu")), "sommation") == []


def annuler(annule, suite):
    lus = evenements(*suite)
    saisie = Saisie(date(2025, 6, 2), date(2025, 6, 2), {"annule_id": 1, "note": "mistake"}, lus[annule - 1])
    return refus(ETAPES["annulation"], Situation("dossier", evenements=tuple(lus), roles=TOUS), saisie)


def test_what_came_back_is_cancelled_before_the_letter_and_after_what_was_sent_again():
    seconde = ("sommation_envoyee", "2025-02-03", "accuse", "RR9")
    suite = [REMISE, RECOMMANDE, REVENUE, seconde]
    assert annuler(2, suite) == ("autres_etapes", ("sommation_retournee",))
    assert annuler(3, suite) == ("autres_etapes", ("sommation_envoyee",))
    assert annuler(4, suite) is None
    assert annuler(3, suite[:3]) is None
    posted = [(*REMISE, "recommande", "R"), ("attestation_recue", "2024-03-25", "prouve")]
    assert annuler(1, posted) == ("autres_etapes", ("attestation_recue",))
    constat = ("constat_refus", "2025-05-02")
    assert annuler(2, [REMISE, RECOMMANDE, constat])[0] == "autres_etapes"
    assert annuler(2, [REMISE, RECOMMANDE, REVENUE, seconde, constat]) == ("autres_etapes", ("sommation_retournee",))


@given(
    st.lists(
        st.tuples(
            st.integers(0, 40),
            st.sampled_from(["accuse", "recommande", "ordinaire", "remise"]),
            st.sampled_from([None, "presente", "refuse", "inconnu", "demenage"]),
            st.integers(0, 30),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_no_term_of_a_summons_starts_before_it_was_sent_or_from_one_that_came_back(envois):
    suite, jour = [Evenement(*REMISE[:1], date(2024, 3, 15), 1)], date(2025, 1, 6)
    for apres, canal, issue, retour in envois:
        jour += timedelta(days=apres + 1)
        suite.append(Evenement("sommation_envoyee", jour, len(suite) + 1, canal=canal, depot_prouve=True))
        if issue and canal != "remise":
            jour += timedelta(days=retour)
            code = "sommation_retournee" if issue in RETOURS else "sommation_recue"
            suite.append(Evenement(code, jour, len(suite) + 1, issue=issue))
    tenues = [lettre for lettre in lettres(suite, "sommation") if not lettre.revenue]
    lus = [t for t in droit.delais(suite, REFERENCE, LOI) if t.type == "sommation"]
    assert [t.objet for t in lus] == [lettre.jour.toordinal() for lettre in tenues]
    assert all(t.delai.depart >= lettre.jour for t, lettre in zip(lus, tenues, strict=True))
    assert all(un.jour <= deux.jour for un, deux in pairwise(lettres(suite, "sommation")))
    assert reception_presumee(jour, 3) > jour
