# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""All the terms of a file from its events: examples of loi.md §4-6, and properties over random histories."""

import doctest
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.parcours_accueil.droit import delais as module
from odoo.addons.parcours_accueil.droit.delais import (
    Parametres,
    delais,
    jour_ouvrable,
    periodes_fermees,
    periodes_suspendues,
    prochain_jour_ouvrable,
    prochaine_bascule,
    sans_echeance,
    sommation_fondee,
    sommations,
    suspendu,
    terme_courant,
)
from odoo.addons.parcours_accueil.droit.etapes import Evenement
from odoo.addons.registre_national.histoire.dates import plus_mois

LONGUEURS = {"inscription": (6, "mois"), "achevement": (18, "mois"), "sommation": (2, "mois")}
LOI = Parametres({**LONGUEURS, "presomption": (3, "jours_ouvrables")}, frozenset({"inscription", "achevement"}))
REFERENCE = date(2024, 3, 4)
UN_JOUR = timedelta(days=1)


def evenements(*suite):
    """Events from ``(type, day)`` or ``(type, day, suspension, end)``, entered in that order."""
    return [
        Evenement(genre, date.fromisoformat(jour), rang, *(reste and (reste[0], date.fromisoformat(reste[1]))))
        for rang, (genre, jour, *reste) in enumerate(suite, start=1)
    ]


def resume(suite, reference=REFERENCE, loi=LOI, **options):
    return [
        (t.type, t.rang, t.delai.depart.isoformat(), t.delai.echeance.isoformat(), t.etat)
        for t in delais(evenements(*suite), reference, loi, **options)
    ]


REMISE = ("attestation_remise", "2024-03-15")
INSCRIT = ("inscription_organisateur", "2024-06-03")
ENVOI, RECU = ("sommation_envoyee", "2025-01-06"), ("sommation_recue", "2025-01-10")
FIN = ("attestation_fin", "2025-10-01")


@pytest.mark.parametrize(
    ("suite", "attendu"),
    [
        ([], []),
        # 15 September 2024 is a Sunday
        ([REMISE], [("inscription", 1, "2024-03-15", "2024-09-16", "en_cours")]),
        # the later of the two: the reference date comes after
        ([("attestation_remise", "2024-03-01")], [("inscription", 1, "2024-03-04", "2024-09-04", "en_cours")]),
        (
            [REMISE, INSCRIT],
            [
                ("inscription", 1, "2024-03-15", "2024-09-16", "tenu"),
                ("achevement", 1, "2024-06-03", "2025-12-03", "en_cours"),
            ],
        ),
        # registered before the attestation: there was never a term to register in
        ([INSCRIT, ("attestation_remise", "2024-07-01")], [("achevement", 1, "2024-06-03", "2025-12-03", "en_cours")]),
        # another organiser, the same term
        (
            [REMISE, INSCRIT, ("changement_organisateur", "2024-09-02"), FIN],
            [
                ("inscription", 1, "2024-03-15", "2024-09-16", "tenu"),
                ("achevement", 1, "2024-06-03", "2025-12-03", "tenu"),
            ],
        ),
        # receipt presumed on Thursday 9 January; 9 March 2025 is a Sunday
        (
            [REMISE, ENVOI],
            [
                ("inscription", 1, "2024-03-15", "2024-09-16", "en_cours"),
                ("sommation", 1, "2025-01-09", "2025-03-10", "en_cours"),
            ],
        ),
        (
            [REMISE, ENVOI, ("sommation_recue", "2025-01-13")],
            [
                ("inscription", 1, "2024-03-15", "2024-09-16", "en_cours"),
                ("sommation", 1, "2025-01-13", "2025-03-13", "en_cours"),
            ],
        ),
        # answered by the registration: the term of completion runs
        (
            [REMISE, ENVOI, RECU, ("inscription_organisateur", "2025-02-03")],
            [
                ("inscription", 1, "2024-03-15", "2024-09-16", "tenu"),
                ("achevement", 1, "2025-02-03", "2026-08-03", "en_cours"),
                ("sommation", 1, "2025-01-10", "2025-03-10", "tenu"),
            ],
        ),
        # registered, not completed, summoned: an attestation of registration does not answer
        (
            [REMISE, INSCRIT, ("sommation_recue", "2026-01-05"), ("attestation_organisateur", "2026-01-20")],
            [
                ("inscription", 1, "2024-03-15", "2024-09-16", "tenu"),
                ("achevement", 1, "2024-06-03", "2025-12-03", "en_cours"),
                ("sommation", 1, "2026-01-05", "2026-03-05", "en_cours"),
            ],
        ),
        # the refusal stops what had begun; the obligation stays, and who registers then has eighteen months
        (
            [REMISE, ENVOI, RECU, ("constat_refus", "2025-03-11"), ("inscription_organisateur", "2025-04-01")],
            [
                ("inscription", 1, "2024-03-15", "2024-09-16", "arrete"),
                ("achevement", 1, "2025-04-01", "2026-10-01", "en_cours"),
                ("sommation", 1, "2025-01-10", "2025-03-10", "arrete"),
            ],
        ),
    ],
)
def test_the_terms_of_a_history(suite, attendu):
    assert resume(suite) == attendu


def test_a_volunteer_has_the_term_of_completion_only():
    assert resume([REMISE], volontaire=True) == []
    assert [t[0] for t in resume([REMISE, INSCRIT], volontaire=True)] == ["achevement"]


def test_without_a_certain_reference_date_registration_has_no_start():
    assert resume([REMISE], reference=None) == []


def test_suspensions_move_the_long_terms_and_not_the_summons():
    # ten days from 1 to 10 September: 15 + 10 = Wednesday 25
    arret = ("suspension_accordee", "2024-09-01", "s", "2024-09-10")
    assert resume([REMISE, arret])[0][3] == "2024-09-25"
    pendant = ("suspension_accordee", "2025-02-01", "s", "2025-02-28")
    assert resume([REMISE, ENVOI, RECU, pendant])[1][3] == "2025-03-10"
    # an open question of the law: it is a value of the kind of term
    tous = LOI._replace(suspendables=frozenset(LOI.longueurs))
    assert resume([REMISE, ENVOI, RECU, pendant], loi=tous)[1][3] == "2025-04-07"  # 10 March + 28 = Monday 7 April


def test_what_comes_after_the_proof_no_longer_moves_the_term():
    apres = ("suspension_accordee", "2024-06-01", "s", "2024-06-30")
    # 1 to 3 June until it was met: 15 September + 3 = Wednesday 18; 4 to 30 June for the next: 3 December + 27
    assert [t[3] for t in resume([REMISE, INSCRIT, apres])] == ["2024-09-18", "2025-12-30"]


def test_the_last_decision_about_a_suspension_counts():
    accord = ("suspension_accordee", "2024-04-01", "s", "2024-04-30")
    prolongee = ("suspension_prolongee", "2024-05-01", "s", "2024-05-31")
    abregee = ("suspension_fin_anticipee", "2024-04-10", "s", "2024-04-10")
    annulee = ("suspension_annulee", "2024-04-01", "s", "2024-04-10")
    longueurs = [
        sum((s.fin - s.debut).days + 1 for s in periodes_suspendues(evenements(*suite)))
        for suite in ([accord], [accord, prolongee], [accord, prolongee, abregee], [accord, abregee, annulee])
    ]
    assert longueurs == [30, 61, 10, 0]


def test_a_closed_file_keeps_its_used_up_time():
    fermee = ("cloture", "2024-05-01")
    assert resume([REMISE, fermee])[0][4] == "arrete"
    # closed from 1 May to 31 July, opened again on 1 August: 92 days; 15 September + 92 = Monday 16 December
    assert resume([REMISE, fermee, ("reouverture", "2024-08-01")])[0][3:] == ("2024-12-16", "en_cours")
    # closed and opened again on one day: nothing was lost
    assert resume([REMISE, fermee, ("reouverture", "2024-05-01")])[0][3] == "2024-09-16"
    # a closure moves a summons too
    assert resume([REMISE, ENVOI, RECU, ("cloture", "2025-02-01"), ("reouverture", "2025-02-11")])[1][3] == "2025-03-20"


def test_a_second_closure_that_was_learnt_late():
    suite = evenements(
        ("cloture", "2024-09-01"),
        ("reouverture", "2024-10-15"),
        ("cloture", "2024-10-01"),
        ("reouverture", "2024-11-30"),
    )
    assert [(p.debut, p.fin) for p in periodes_fermees(suite)] == [
        (date(2024, 9, 1), date(2024, 10, 14)),
        (date(2024, 10, 1), date(2024, 11, 29)),
    ]


def test_of_two_reopenings_in_a_row_the_last_one_counts():
    """The first made a pre-file only: nobody was obliged yet."""
    suite = evenements(("cloture", "2024-05-01"), ("reouverture", "2024-08-01"), ("reouverture", "2025-08-01"))
    assert [(p.debut, p.fin) for p in periodes_fermees(suite)] == [(date(2024, 5, 1), date(2025, 7, 31))]


@pytest.mark.parametrize(
    ("suite", "fondee", "etat"),
    [
        ([REMISE, ENVOI, RECU], True, "en_cours"),
        # sent on the last day itself
        ([REMISE, ("sommation_envoyee", "2024-09-16")], False, "en_cours"),
        ([ENVOI, RECU], False, "en_cours"),
        ([REMISE, ENVOI, RECU, ("suspension_accordee", "2024-09-01", "s", "2025-01-31")], False, "en_cours"),
        # registered before the summons, which nobody knew: answered, since completion was not over
        ([REMISE, ENVOI, RECU, ("inscription_organisateur", "2024-12-02")], False, "tenu"),
        ([REMISE, INSCRIT, ("sommation_envoyee", "2026-01-05")], True, "en_cours"),
    ],
)
def test_a_summons_follows_a_term_that_was_over(suite, fondee, etat):
    faits = sorted(evenements(*suite), key=lambda e: (e.date_effective, e.rang))
    termes = delais(faits, REFERENCE, LOI)
    assert sommation_fondee(termes, faits) is fondee
    assert [t.etat for t in termes if t.type == "sommation"] == [etat]


def test_a_suspension_that_answers_a_summons_does_not_move_it_earlier():
    """It moves completion after the summons, which registration then answers: the days of a closure still count."""
    suite = [REMISE, ("inscription_organisateur", "2025-06-19"), ("sommation_envoyee", "2027-02-02")]
    suite += [("cloture", "2027-03-01"), ("reouverture", "2027-03-02")]
    avant, apres = resume(suite), resume([*suite, ("suspension_accordee", "2025-07-01", "s", "2025-08-30")])
    assert [t[4] for t in (avant[-1], apres[-1])] == ["en_cours", "tenu"]
    assert avant[-1][3] == apres[-1][3]


def test_no_summons_of_a_volunteer():
    suite = [REMISE, ENVOI, RECU, ("inscription_organisateur", "2025-02-03")]
    assert [t[0] for t in resume(suite, volontaire=True)] == ["achevement"]


def test_each_receipt_belongs_to_the_last_summons_before_it():
    suite = evenements(
        ("sommation_envoyee", "2025-01-06"),
        ("sommation_recue", "2025-01-08"),
        ("sommation_envoyee", "2025-06-02"),
        ("sommation_recue", "2025-06-05"),
    )
    jours = [(e.date_effective.month, r.date_effective.day) for e, r in sommations(suite)]
    assert jours == [(1, 8), (6, 5)]


@pytest.mark.parametrize(
    ("suite", "options", "mot"),
    [
        ([], {}, "attestation_a_remettre"),
        ([REMISE], {}, None),
        ([REMISE], {"reference": None}, "reference_inconnue"),
        ([REMISE], {"volontaire": True}, "volontaire_non_inscrit"),
        ([REMISE, INSCRIT], {"volontaire": True}, None),
        ([REMISE, ENVOI, RECU, ("constat_refus", "2025-03-11")], {}, "refus"),
        (
            [REMISE, ENVOI, RECU, ("constat_refus", "2025-03-11"), ("transfert_vivalis", "2025-03-11")],
            {},
            "transfere",
        ),
        ([REMISE, INSCRIT, FIN], {}, "acheve"),
        ([REMISE, ("attestation_organisateur", "2024-06-03")], {}, "inscription_a_enregistrer"),
    ],
)
def test_why_there_is_no_legal_date(suite, options, mot):
    faits = evenements(*suite)
    reference, volontaire = options.get("reference", REFERENCE), options.get("volontaire", False)
    termes = delais(faits, reference, LOI, volontaire)
    assert sans_echeance(termes, faits, reference, LOI, volontaire) == mot


def test_without_a_version_of_the_law():
    assert sans_echeance([], [], REFERENCE, None) == "sans_reglement"


def test_suspended_on_its_days_only():
    faits = evenements(REMISE, ("suspension_accordee", "2024-04-01", "s", "2024-04-30"))
    termes = delais(faits, REFERENCE, LOI)
    jours = [date(2024, 3, 31), date(2024, 4, 1), date(2024, 4, 30), date(2024, 5, 1)]
    assert [suspendu(termes, faits, LOI, jour) for jour in jours] == [False, True, True, False]
    assert [prochaine_bascule(faits, jour) for jour in jours] == [
        date(2024, 4, 1),
        date(2024, 5, 1),
        date(2024, 5, 1),
        None,
    ]
    assert not suspendu(termes, faits, LOI._replace(suspendables=frozenset()), date(2024, 4, 15))


def test_a_late_suspension_shows_that_the_summons_came_too_early():
    termes = delais(evenements(REMISE, ENVOI), REFERENCE, LOI)
    assert [t.suite_prematuree for t in termes] == [False, False]
    tard = ("suspension_accordee", "2024-09-01", "s", "2025-02-28")
    assert delais(evenements(REMISE, ENVOI, tard), REFERENCE, LOI)[0].suite_prematuree


@pytest.mark.parametrize("nom", [module])
def test_the_examples_in_docstrings_hold(nom):
    resultat = doctest.testmod(nom)
    assert resultat.attempted
    assert not resultat.failed


# ---- properties -----------------------------------------------------------------------------------------------------

JOURS = st.dates(date(2023, 6, 1), date(2027, 6, 30))
GENRES = st.sampled_from(
    (
        "attestation_remise",
        "inscription_organisateur",
        "attestation_organisateur",
        "sommation_envoyee",
        "sommation_recue",
        "attestation_fin",
        "constat_refus",
    )
)


@st.composite
def histoires(draw):
    """Up to eight events, four suspensions and two closures; each with the order in which it was entered."""
    faits = [Evenement(draw(GENRES), draw(JOURS)) for _ in range(draw(st.integers(0, 8)))]
    for numero in range(draw(st.integers(0, 4))):
        debut = draw(JOURS)
        faits.append(
            Evenement("suspension_accordee", debut, 0, numero, debut + timedelta(days=draw(st.integers(0, 200))))
        )
    for _ in range(draw(st.integers(0, 2))):
        debut = draw(JOURS)
        fin = debut + timedelta(days=draw(st.integers(0, 90)))
        faits += [Evenement("cloture", debut), Evenement("reouverture", fin)]
    return [fait._replace(rang=rang) for rang, fait in enumerate(faits)]


def vues(faits, **options):
    """The terms as plain values, without the names of what was counted."""
    return [
        (t.type, t.rang, t.depart, t.delai.depart, t.delai.echeance, t.etat, t.date_etat, t.date_suite)
        for t in delais(faits, REFERENCE, LOI, **options)
    ]


@given(histoires(), st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter(faits, hasard):
    """Entered in another order: the same terms. Closures and re-openings alternate, so they keep theirs."""
    ranges = [f for f in faits if f.type in ("cloture", "reouverture")]
    autres = [f for f in faits if f.type not in ("cloture", "reouverture")]
    hasard.shuffle(autres)
    melange = [f._replace(rang=rang) for rang, f in enumerate(autres)]
    melange += [f._replace(rang=len(autres) + rang) for rang, f in enumerate(ranges)]
    hasard.shuffle(melange)
    assert vues(melange) == vues(faits)


@given(histoires(), JOURS, st.integers(0, 300))
def test_one_more_suspension_never_moves_a_due_date_earlier(faits, debut, longueur):
    plus = Evenement("suspension_accordee", debut, len(faits), "de plus", debut + timedelta(days=longueur))
    avant, apres = delais(faits, REFERENCE, LOI), delais([*faits, plus], REFERENCE, LOI)
    assert [(t.type, t.rang) for t in avant] == [(t.type, t.rang) for t in apres]
    for un, autre in zip(avant, apres, strict=True):
        assert autre.delai.echeance >= un.delai.echeance


@given(histoires(), st.data())
def test_ending_a_suspension_early_gives_days_back(faits, donnees):
    accords = [f for f in faits if f.type == "suspension_accordee"]
    if not accords:
        return
    accord = donnees.draw(st.sampled_from(accords))
    dernier = accord.date_effective + timedelta(
        days=donnees.draw(st.integers(0, (accord.fin - accord.date_effective).days))
    )
    abregee = Evenement("suspension_fin_anticipee", dernier, len(faits), accord.suspension, dernier)
    annulee = abregee._replace(type="suspension_annulee")
    for avant, court, sans in zip(
        *(delais(liste, REFERENCE, LOI) for liste in (faits, [*faits, abregee], [*faits, annulee])), strict=True
    ):
        assert sans.delai.echeance <= court.delai.echeance <= avant.delai.echeance
    restants = [f for f in faits if f.suspension != accord.suspension]
    assert vues([*faits, annulee]) == vues(restants), "cancelled is as if it had never been"


@given(histoires())
def test_every_due_date_is_the_count_day_by_day(faits):
    """Without any idea: one day after another; a suspended day, or one on which the file was closed, does not count."""
    suspendues, fermees = periodes_suspendues(faits), periodes_fermees(faits)
    for terme in delais(faits, REFERENCE, LOI):
        hors = [*fermees, *(suspendues if terme.type in LOI.suspendables else ())]
        depart = terme.delai.depart
        fin = plus_mois(depart, LOI.longueurs[terme.type][0])
        while (depart + UN_JOUR).day == 1 and (fin + UN_JOUR).day != 1:
            fin += UN_JOUR  # from the last day of a month to the last day of one
        restants, jour = (fin - depart).days, depart
        while restants:
            jour += UN_JOUR
            jamais = terme.etat == "tenu" and terme.date_etat < depart  # met before it began
            vivant = jamais or not terme.date_etat or jour <= terme.date_etat
            # a closure of the day that met a term came with that, unless it never ran
            moves = [p for p in hors if jamais or p not in fermees or p.debut != terme.date_etat]
            restants -= not (vivant and any(periode.debut <= jour <= periode.fin for periode in moves))
        assert terme.delai.echeance == prochain_jour_ouvrable(jour)
        assert jour_ouvrable(terme.delai.echeance)


@given(histoires())
def test_a_closure_on_the_day_that_met_a_term_does_not_move_it(faits):
    """A completion closes the file on its own day, and what was met keeps the date that it had."""
    for terme in delais(faits, REFERENCE, LOI):
        if terme.etat != "tenu" or terme.type == "sommation":
            continue
        apres = delais([*faits, Evenement("cloture", terme.date_etat, len(faits))], REFERENCE, LOI)
        jamais = terme.date_etat < terme.delai.depart  # met before it began: it never ran, and all its days stay
        assert jamais or (terme.type, terme.delai.echeance, "tenu") in [
            (t.type, t.delai.echeance, t.etat) for t in apres
        ]


def test_the_closure_that_comes_with_a_completion_moves_no_met_term():
    sans = resume([REMISE, INSCRIT, FIN])
    assert resume([REMISE, INSCRIT, FIN, ("cloture", FIN[1])]) == sans
    assert resume([REMISE, INSCRIT, FIN, ("cloture", FIN[1]), ("reouverture", "2025-10-20")]) == sans


@settings(deadline=None)
@given(histoires(), st.booleans())
def test_an_open_file_has_a_next_legal_date_or_a_reason(faits, volontaire):
    termes = delais(faits, REFERENCE, LOI, volontaire)
    if not any(f.type == "cloture" for f in faits):
        assert bool(terme_courant(termes)) != bool(sans_echeance(termes, faits, REFERENCE, LOI, volontaire))
