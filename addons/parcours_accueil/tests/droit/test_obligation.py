# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The days on which somebody is obliged to nothing, and what they do to the terms (loi.md §4)."""

import doctest
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.parcours_accueil.droit import obligation
from odoo.addons.parcours_accueil.droit.delais import (
    FERMETURE,
    Depart,
    Genre,
    SansObligation,
    Suspension,
    compter,
    decompter,
    delais,
    periodes_fermees,
    periodes_sans_obligation,
)
from odoo.addons.parcours_accueil.droit.faits import lire_faits
from odoo.addons.parcours_accueil.droit.obligation import fin_de_la_derniere, moments, periodes
from odoo.addons.registre_national.histoire.histoire import Histoire

from .commun import TABLES, entree
from .test_proprietes import FICHIERS, PROPRIETE
from .test_termes import ENVOI, LOI, RECU, REMISE, evenements

#: The attestation of the issue's example: due on Sunday 10 August 2025, so on Monday 11.
REFERENCE, ATTESTATION = date(2025, 2, 10), ("attestation_remise", "2025-02-10")
ETE = Suspension(date(2025, 8, 1), date(2025, 9, 30), "exempte:6")
JOUR = date(2025, 8, 5)


def compte(*suite, sans=(), registre=True, jour=JOUR, reference=REFERENCE, **options):
    return decompter(
        evenements(*suite), LOI, jour, reference=reference, faits=SansObligation(sans, registre), **options
    )


def un(genre, *suite, **options):
    return next(terme for terme in compte(*suite, **options).termes if terme.type == genre)


def test_the_examples_in_docstrings_hold():
    assert doctest.testmod(obligation).failed == 0


# ---- the count -------------------------------------------------------------------------------------------------------


def test_the_days_of_an_exemption_do_not_run():
    terme = un("inscription", ATTESTATION, sans=(ETE,))
    assert (terme.delai.echeance, terme.etat) == (date(2025, 10, 10), "en_cours")
    assert [(li.genre, li.jours) for li in terme.delai.lignes[2:]] == [("suspension", 61)]
    assert terme.delai.lignes[2].references == ("exempte:6",)


def test_what_begins_once_the_term_is_over_changes_nothing():
    """Due on Sunday 10 August, moved to Monday: the day that the move adds is no day of the term."""
    for debut, echeance in ((date(2025, 8, 10), date(2025, 10, 1)), (date(2025, 8, 11), date(2025, 8, 11))):
        terme = un("inscription", ATTESTATION, sans=(ETE._replace(debut=debut),))
        assert (terme.delai.echeance, terme.etat) == (echeance, "en_cours")
        sans_fin = ETE._replace(debut=debut, fin=date.max)
        etat = "arrete" if echeance.month == 10 else "en_cours"
        assert un("inscription", ATTESTATION, sans=(sans_fin,)).etat == etat


def test_days_of_a_suspension_and_of_an_exemption_count_once_as_exempt():
    pause = ("suspension_accordee", "2025-07-20", 7, "2025-08-10")
    terme = un("inscription", ATTESTATION, pause, sans=(ETE,))
    # 20 July to 30 September: 73 days after 10 August
    assert terme.delai.echeance == date(2025, 10, 22)
    assert [(li.jours, li.references) for li in terme.delai.lignes[2:]] == [(12, (7,)), (61, ("exempte:6",))]
    autour = ("suspension_accordee", "2025-07-20", 7, "2025-10-05")
    lignes = un("inscription", ATTESTATION, autour, sans=(ETE,)).delai.lignes[2:]
    assert [(li.jours, li.references) for li in lignes] == [(12, (7,)), (61, ("exempte:6",)), (5, (7,))]


def test_an_exemption_without_an_end_stops_the_term_and_says_so():
    sans_fin = ETE._replace(fin=date.max)
    decompte = compte(ATTESTATION, sans=(sans_fin,))
    terme = decompte.termes[0]
    assert (terme.etat, terme.date_etat, terme.delai.echeance) == ("arrete", ETE.debut, date(2025, 8, 11))
    assert (decompte.courant, decompte.sans_echeance) == (None, "sans_obligation")
    avant = un("inscription", ("attestation_remise", "2025-08-20"), sans=(sans_fin,))
    assert (avant.etat, avant.date_etat) == ("arrete", date(2025, 8, 20)), "it never began to run"


def test_who_registers_while_exempt_has_met_the_term():
    sans_fin = ETE._replace(fin=date.max)
    terme = un("inscription", ATTESTATION, ("inscription_organisateur", "2025-09-10"), sans=(sans_fin,))
    assert (terme.etat, terme.date_etat) == ("tenu", date(2025, 9, 10))
    # 1 August to 10 September: 41 days after 10 August is Saturday 20 September
    assert terme.delai.echeance == date(2025, 9, 22)


def test_a_refusal_found_while_nobody_knew_of_an_exemption_without_an_end_came_too_early():
    sans_fin = Suspension(date(2025, 2, 1), date.max, "exempte:2")
    refus = ("constat_refus", "2025-03-11")
    for sans, trop_tot in (((), False), ((sans_fin,), True)):
        terme = un("sommation", REMISE, ENVOI, RECU, refus, sans=sans, reference=date(2024, 3, 4))
        assert (terme.date_suite, terme.suite_prematuree) == (date(2025, 3, 11), trop_tot)


def test_the_days_of_a_summons_do_not_run_while_exempt():
    dix_jours = Suspension(date(2025, 2, 1), date(2025, 2, 10), "exempte:6")
    terme = un("sommation", REMISE, ENVOI, RECU, sans=(dix_jours,), reference=date(2024, 3, 4))
    assert terme.delai.echeance == date(2025, 3, 20)


def test_an_exemption_or_a_suspension_over_days_of_a_summons_makes_its_end_a_review():
    # received on Friday 10 January 2025, due on Monday 10 March
    for debut, fin, doute in (
        ("2025-01-01", "2025-01-10", False),
        ("2025-01-01", "2025-01-11", True),
        ("2025-03-10", "2025-03-20", True),
        ("2025-03-11", "2025-03-20", False),
    ):
        jours = Suspension(date.fromisoformat(debut), date.fromisoformat(fin), "exempte:6")
        options = {"reference": date(2024, 3, 4)}
        exempte = un("sommation", REMISE, ENVOI, RECU, sans=(jours,), **options)
        assert exempte.doutes == (("exemption_pendant",) if doute else ())
        pause = ("suspension_accordee", debut, 7, fin)
        suspendue = un("sommation", REMISE, ENVOI, RECU, pause, **options)
        assert suspendue.doutes == (("suspension_pendant",) if doute else ())
        assert not un("inscription", REMISE, pause, sans=(jours,), **options).doutes
        hors = jours._replace(reference="hors_public")
        assert not un("sommation", REMISE, ENVOI, RECU, sans=(hors,), **options).doutes
    deplacee = LOI._replace(suspendables=frozenset({"sommation"}))
    pause = evenements(REMISE, ENVOI, RECU, ("suspension_accordee", "2025-02-01", 7, "2025-02-10"))
    sommation = delais(pause, date(2024, 3, 4), deplacee)[-1]
    assert (sommation.delai.echeance, sommation.doutes) == (date(2025, 3, 20), ()), "where suspensions move it"


def test_a_volunteers_own_months_are_not_touched():
    suite = (("volontaire", "2025-02-10"), ("inscription_organisateur", "2025-02-10"))
    hors = ETE._replace(reference="hors_public")
    assert un("achevement", *suite, sans=(ETE, hors), volontaire=True).delai.echeance == date(2026, 8, 10)
    ferme = ETE._replace(reference=FERMETURE)
    assert un("achevement", *suite, sans=(ferme,), volontaire=True).delai.echeance == date(2026, 10, 12)
    toujours = Suspension(date(2025, 2, 10), date.max, "exempte:2")
    assert un("achevement", *suite, sans=(toujours,), volontaire=True).etat == "en_cours"


@pytest.mark.parametrize("motif", ["parti", "exempte", "age"])
def test_the_days_of_a_closure_are_those_of_its_fact(motif):
    """The ledger says when it was closed and opened again here; the facts say when it had to be."""
    suite = evenements(ATTESTATION, ("cloture", "2025-06-01"), ("reouverture", "2025-07-01"))
    suite[1] = suite[1]._replace(motif=motif)
    fait = Suspension(date(2025, 5, 2), date(2025, 5, 31), FERMETURE)
    for faits, jours in (
        (SansObligation((fait,), True), 30),
        (SansObligation((fait,)), 60),
        (SansObligation((), True), 0),
    ):
        delai = decompter(suite, LOI, JOUR, reference=REFERENCE, faits=faits).termes[0].delai
        assert sum(li.jours for li in delai.lignes if li.genre == "suspension") == jours


def test_a_closure_by_hand_keeps_its_dates():
    suite = evenements(ATTESTATION, ("cloture", "2025-06-01"), ("reouverture", "2025-07-01"))
    suite[1] = suite[1]._replace(motif="erreur")
    assert periodes_sans_obligation(suite, SansObligation((), True)) == periodes_fermees(suite)


def test_a_term_that_is_not_the_persons_to_meet_never_moves():
    def depart(_lecture):
        return [Depart("lettre", date(2025, 7, 1))]

    for ferme, mois in ((True, 11), (False, 9)):
        genres = {"sommation": Genre("sommation", depart, ferme=ferme)}
        terme = delais([], None, LOI, genres=genres, sans=[ETE])[0]
        assert terme.delai.echeance.month == mois


# ---- properties ------------------------------------------------------------------------------------------------------

DEBUT = date(2025, 1, 1)
JOURS = st.integers(0, 900).map(lambda n: DEBUT + timedelta(days=n))


@st.composite
def jours_hors(dessin):
    """Up to four spans of days without obligation, one of them perhaps without an end."""
    spans = []
    for _rang in range(dessin(st.integers(0, 4))):
        debut = dessin(JOURS)
        fin = dessin(st.one_of(st.just(date.max), st.integers(0, 200).map(lambda n, d=debut: d + timedelta(days=n))))
        spans.append(Suspension(debut, fin, dessin(st.sampled_from(("exempte:6", "hors_public", FERMETURE)))))
    return tuple(spans)


VIE = (ATTESTATION, ("suspension_accordee", "2025-04-01", 7, "2025-05-15"))


@settings(deadline=None)
@given(jours_hors(), st.randoms(use_true_random=False))
def test_the_order_in_which_days_are_known_changes_no_due_date(sans, hasard):
    melange = list(sans)
    hasard.shuffle(melange)
    assert [t.delai.echeance for t in compte(*VIE, sans=tuple(melange)).termes] == [
        t.delai.echeance for t in compte(*VIE, sans=sans).termes
    ]


@settings(deadline=None)
@given(jours_hors(), JOURS, st.integers(0, 100))
def test_one_more_day_without_obligation_never_brings_a_term_of_the_person_forward(sans, debut, longueur):
    plus = (*sans, Suspension(debut, debut + timedelta(days=longueur), "exempte:5"))
    avant, apres = compte(*VIE, sans=sans).termes[0], compte(*VIE, sans=plus).termes[0]
    if avant.etat == apres.etat == "en_cours":
        assert apres.delai.echeance >= avant.delai.echeance


@settings(deadline=None)
@given(jours_hors())
def test_it_is_the_count_day_by_day(sans):
    finies = tuple(p for p in sans if p.fin < date.max)
    terme = compte(*VIE, sans=finies).termes[0]
    jours = [*finies, Suspension(date(2025, 4, 1), date(2025, 5, 15))]
    assert terme.delai.echeance == compter(REFERENCE, mois=6, suspensions=jours).echeance


# ---- from the facts to the days --------------------------------------------------------------------------------------


def test_the_days_on_which_the_answer_may_change():
    faits = {"jour_titre_fin": date(2025, 6, 1), "date_reference_min": REFERENCE}
    lus = [["2025-02-10", {"jour_titre_fin": "2025-03-01"}], ["2025-05-01", {"jour_titre_fin": None}]]
    limites = [("jour_titre_fin", (30, "jours")), ("date_reference_min", (1, "annees"))]
    jours = [jour for jour, _faits in moments(lus, REFERENCE, faits, limites, {date(2025, 4, 7)}, date(2026, 6, 1))]
    assert jours == [date(2025, 2, 10), date(2025, 4, 1), date(2025, 4, 7), date(2025, 5, 1), date(2026, 2, 11)]
    seuls = moments((), REFERENCE, faits, limites, (), date(2025, 7, 1))
    assert seuls == [(REFERENCE, {})], "what time alone will bring is left out"
    avenir = moments((), REFERENCE, faits, (), {date(2027, 1, 1)}, date(2025, 7, 1))
    assert [jour for jour, _faits in avenir] == [REFERENCE, date(2027, 1, 1)], "the end of an exemption is known"


def test_days_that_have_not_begun_are_not_told():
    reponses = [(REFERENCE, "exempte:1"), (date(2025, 6, 1), None), (date(2025, 9, 1), FERMETURE)]
    assert periodes(reponses, JOUR) == [(REFERENCE, date(2025, 5, 31), "exempte:1")]
    assert periodes([(REFERENCE, None)], JOUR) == []


def test_the_day_on_which_the_person_was_obliged_again():
    trouvees = [(REFERENCE, date(2025, 5, 31), "exempte:1"), (date(2025, 6, 10), date(2025, 6, 30), FERMETURE)]
    assert fin_de_la_derniere(trouvees, {FERMETURE}, JOUR) == date(2025, 7, 1)
    assert fin_de_la_derniere(trouvees, {"exempte"}, JOUR) == date(2025, 6, 1)
    assert fin_de_la_derniere(trouvees, {"hors_public"}, JOUR) is None
    assert fin_de_la_derniere([(REFERENCE, JOUR, FERMETURE)], {FERMETURE}, JOUR) is None, "still today"


def test_the_facts_of_each_day_since_the_reference_date_are_kept():
    vie = [("031", "354", "1990-05-12"), ("210", "1", "2023-05-10"), ("001", "21015", "2023-05-10")]
    vie += [("195", "0010", "2023-05-10", {"expiration": "2028-01-01"}), ("202", "040401", "2023-05-10")]
    assert lire_jours(*vie) == ()
    lus = lire_jours(*vie, ("001", "992", "2024-02-01"), ("001", "21015", "2024-06-03"))
    assert [(jour, faits["jour_situation"]) for jour, faits in lus] == [
        (date(2023, 5, 10), "present"),
        (date(2024, 2, 1), "parti"),
        (date(2024, 6, 3), "present"),
    ]


def test_an_annex_that_stands_in_for_a_card_hides_no_day_on_which_the_card_changes():
    """The annex of a day unknown and the card that follows it share a step; the permits have none of the annex."""
    vie = [("031", "354", "1990-05-12"), ("210", "1", "2020-07-09"), ("001", "21015", "2020-07-09")]
    vie += [("195", "0010", "2020-07-09", {"expiration": "2025-01-01"}), ("202", "040401", "2020-03-11")]
    vie += [("195", "0120", "2020-00-00", {"expiration": "2021-04-13"})]
    lus = lire_jours(*vie, ("195", "0030", "2020-12-31", {"expiration": "2026-01-01"}))
    assert [(jour, faits["jour_carte"]) for jour, faits in lus if faits["jour_carte"] != "0010"][0] == (
        date(2020, 12, 31),
        "0030",
    )


def lire_jours(*entrees):
    informations = []
    for numero, (it, code, debut, *reste) in enumerate(entrees, 1):
        contenu = reste.pop() if reste and isinstance(reste[-1], dict) else {}
        informations.append(entree(numero, it, code, debut, *reste, **contenu))
    return lire_faits(Histoire(informations, TABLES), (date(1990, 5, 12),) * 2, date(2026, 11, 24)).jours


@PROPRIETE
@given(FICHIERS, st.dates(date(2019, 1, 1), date(2026, 11, 24)))
def test_what_is_kept_of_a_day_is_what_a_reading_of_that_day_gives(fichier, jour):
    naissance, fin = (date(1990, 5, 12),) * 2, date(2026, 11, 24)
    tout = lire_faits(Histoire(fichier, TABLES), naissance, fin)
    depuis = tout.faits["date_reference_min"].valeur
    if not depuis or jour < depuis:
        return
    alors = lire_faits(Histoire(fichier, TABLES), naissance, jour).faits
    lus = [faits for debut, faits in tout.jours if debut <= jour] or [
        {cle: fait.valeur for cle, fait in tout.faits.items() if cle.startswith("jour_")}
    ]
    assert lus[-1] == {cle: fait.valeur for cle, fait in alors.items() if cle.startswith("jour_")}
