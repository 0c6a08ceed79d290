# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""All that is counted of a file at once (`decompter`): stage, the term that runs, and what each phase makes of them."""

from datetime import date

import pytest

from odoo.addons.parcours_accueil.droit.delais import Decompte, decompter
from odoo.addons.parcours_accueil.droit.etapes import CLOTURE, DOSSIER, PREDOSSIER

from .test_delais import ENVOI, FIN, INSCRIT, LOI, RECU, REFERENCE, REMISE, evenements

JOUR = date(2025, 2, 3)
PAUSE = ("suspension_accordee", "2024-07-01", 7, "2025-03-31")
PAUSE_FINIE = ("suspension_accordee", "2024-07-01", 7, "2024-08-31")


def compte(*suite, **options):
    return decompter(evenements(*suite), LOI, JOUR, reference=REFERENCE, **options)


@pytest.mark.parametrize(
    ("suite", "stage", "courant"),
    [
        ((), "a_informer", None),
        ((REMISE,), "informe", "inscription"),
        ((REMISE, PAUSE), "suspendu", "inscription"),
        ((REMISE, PAUSE_FINIE), "informe", "inscription"),
        ((REMISE, ENVOI, RECU), "somme", "sommation"),
        ((REMISE, INSCRIT), "inscrit", "achevement"),
        ((REMISE, ENVOI, RECU, INSCRIT[:1] + ("2025-01-20",)), "inscrit", "achevement"),
        ((REMISE, INSCRIT, FIN), "acheve", None),
    ],
)
def test_the_stage_of_an_open_file_follows_its_events_and_the_term_that_runs(suite, stage, courant):
    decompte = compte(*suite)
    assert (decompte.stage, decompte.courant and decompte.courant.type, decompte.ouvert) == (stage, courant, True)


@pytest.mark.parametrize(
    ("options", "stage"),
    [
        ({"phase": CLOTURE, "acheve": True}, "acheve"),
        ({"phase": CLOTURE}, "clos"),
        ({"phase": PREDOSSIER}, "informe"),
        ({"phase": PREDOSSIER, "acheve": True}, "informe"),
    ],
)
def test_the_terms_of_a_file_that_is_not_open_have_stopped(options, stage):
    decompte = compte(REMISE, PAUSE, **options)
    assert (decompte.stage, decompte.ouvert, decompte.sans_echeance, decompte.bascule) == (stage, False, None, None)
    assert [terme.type for terme in decompte.termes] == ["inscription"]


def test_the_events_are_read_by_their_days_then_as_they_were_entered():
    suite = evenements(REMISE, INSCRIT)
    assert decompter(suite[::-1], LOI, JOUR, DOSSIER, REFERENCE) == decompter(suite, LOI, JOUR, DOSSIER, REFERENCE)


def test_the_day_on_which_a_suspension_changes_the_stage_is_told():
    assert compte(REMISE, PAUSE).bascule == date(2025, 4, 1)
    assert compte(REMISE, PAUSE_FINIE).bascule is None
    assert compte(PAUSE).bascule is None


def test_what_a_floor_above_counts_runs_unless_it_says_otherwise():
    assert Decompte(LOI).ouvert


def test_a_term_is_known_by_what_it_is_about_else_by_its_number():
    inscription, premiere, seconde = compte(REMISE, ENVOI, ENVOI, RECU).termes
    assert inscription.cle == -1
    assert premiere.cle == premiere.objet
    assert (seconde.objet, seconde.cle) == (premiere.objet, -2), "two of one day: the second by its number"


@pytest.mark.parametrize(
    ("suite", "options", "a_informer"),
    [
        ((), {}, True),
        ((REMISE,), {}, False),
        ((INSCRIT,), {}, True),
        ((INSCRIT, REMISE), {}, False),
        ((), {"volontaire": True}, True),
        ((INSCRIT,), {"volontaire": True}, False),
        ((INSCRIT,), {"phase": CLOTURE}, False),
        ((INSCRIT,), {"phase": PREDOSSIER}, False),
    ],
)
def test_who_was_never_handed_the_attestation_is_to_be_informed_also_when_registered(suite, options, a_informer):
    assert compte(*suite, **options).a_informer is a_informer


def test_without_a_version_of_the_law_nothing_is_counted():
    decompte = decompter(evenements(REMISE), None, JOUR, reference=REFERENCE)
    assert (decompte.termes, decompte.courant, decompte.stage) == ((), None, "informe")
