# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who may follow as a volunteer on a day, line by line of loi.md §2 (art. 2 2°)."""

from datetime import date

import pytest

from odoo.addons.parcours_accueil.droit.conditions import Saisie, Situation, possible, refus
from odoo.addons.parcours_accueil.droit.etapes import ETAPES
from odoo.addons.parcours_accueil.droit.faits import lire_volontariat
from odoo.addons.registre_national.histoire.dates import lire_partielle
from odoo.addons.registre_national.histoire.histoire import Histoire

from .commun import CARTE, COMMUNE, JOUR, NATIONALITE, ORDINAIRE, REGISTRE, TABLES, carte, entree

TOUS = frozenset(("agent", "commune", "gestionnaire", "chef", "direction"))
SANS_CARTE = (NATIONALITE, REGISTRE, COMMUNE)
SANS_REGISTRE = (NATIONALITE, COMMUNE, CARTE)
SANS_LIEU = (NATIONALITE, REGISTRE, CARTE)


def refuse(*entrees, naissance="1990-05-12", jour=JOUR, **situation):
    """What is answered to a request of that day: None, or the word of the refusal and the facts that miss."""
    informations = []
    for numero, (it, code, debut, *reste) in enumerate(entrees, 1):
        contenu = reste.pop() if reste and isinstance(reste[-1], dict) else {}
        informations.append(entree(numero, it, code, debut, *reste, **contenu))
    lus = lire_volontariat(Histoire(informations, TABLES), lire_partielle(naissance).etendue, jour)
    situation = Situation("predossier", roles=TOUS, volontariat=lus, **situation)
    return refus(ETAPES["volontaire"], situation, Saisie(jour, JOUR))


@pytest.mark.parametrize(
    "entrees",
    [
        ORDINAIRE,  # whose card expired in 2025: its kind holds
        (*SANS_CARTE, carte("0010", "2023-05-10", "2028-01-01", "2024-01-01")),  # withdrawn
        (*SANS_CARTE, carte("0010", "2023-05-10"), carte("0120", "2026-01-01", "2026-03-01")),  # an annex says nothing
        (*SANS_CARTE, carte("0030", "2026-06-01", "2026-11-30")),  # an attestation of six months
        (NATIONALITE, COMMUNE, CARTE, ("210", "2", "2023-05-10")),  # of the population
        (("031", "111", "1990-05-12"), REGISTRE, COMMUNE, carte("0040", "2023-05-10")),  # of the EU
        (*SANS_REGISTRE, ("210", "5", "2022-05-10"), REGISTRE),
        (*ORDINAIRE, ("001", "99991", "2024-01-01"), ("001", "21009", "2025-01-01")),  # struck off, and back
        (*ORDINAIRE, ("001", "99996", "2024-01-01")),  # absent for a while
    ],
)
def test_an_adult_foreigner_with_a_known_permit_may_volunteer(entrees):
    assert refuse(*entrees) is None


@pytest.mark.parametrize(
    ("entrees", "mot"),
    [
        ((*ORDINAIRE, ("031", "150", "2025-01-01")), "volontaire_belge"),
        ((*ORDINAIRE, ("032", "150", "2025-01-01")), "volontaire_belge"),
        ((*ORDINAIRE, ("001", "99991", "2025-01-01")), "volontaire_absent"),
        ((*ORDINAIRE, ("001", "99997", "2025-01-01")), "volontaire_absent"),
        ((*ORDINAIRE, ("001", "992", "2025-01-01")), "volontaire_absent"),
        ((*ORDINAIRE, ("001", "62063", "2025-01-01")), "volontaire_absent"),
        ((*ORDINAIRE, ("150", "", "2025-01-01")), "volontaire_absent"),
        ((*SANS_REGISTRE, ("210", "5", "2023-05-10")), "volontaire_autre_registre"),
        ((*SANS_REGISTRE, ("210", "3", "2023-05-10")), "volontaire_autre_registre"),
        ((*SANS_REGISTRE, ("210", "4", "2023-05-10")), "volontaire_autre_registre"),
        ((*ORDINAIRE, ("210", "4", "2025-01-01")), "volontaire_autre_registre"),
        ((*SANS_CARTE, carte("0030", "2026-06-01", "2026-08-31")), "volontaire_sans_permis"),  # three months at most
        ((*SANS_CARTE, carte("0001", "2026-06-01")), "volontaire_sans_permis"),  # a known document, no permit
    ],
)
def test_who_is_none_is_told_why(entrees, mot):
    assert refuse(*entrees) == (mot, ())


@pytest.mark.parametrize(
    ("entrees", "manquent"),
    [
        (SANS_CARTE, ("permis",)),
        ((*SANS_CARTE, carte("0099", "2023-05-10")), ("permis",)),  # a card of no table
        ((*SANS_CARTE, carte("0010", "2023-05-10"), carte("0099", "2025-05-10")), ("permis",)),
        ((*SANS_CARTE, carte("0030", "2023-05-10", "")), ("permis",)),
        ((*SANS_CARTE, carte("0010", "2027-01-01")), ("permis",)),  # to come
        (SANS_REGISTRE, ("registre",)),
        ((*SANS_REGISTRE, ("210", "8", "2023-05-10")), ("registre",)),
        ((*SANS_REGISTRE, (*REGISTRE, "2025-01-01")), ("registre",)),  # ended, nothing after
        (SANS_LIEU, ("present",)),
        ((*SANS_LIEU, ("001", "21099", "2023-05-10")), ("present",)),
        ((REGISTRE, COMMUNE, CARTE), ("etranger",)),
        ((), ("etranger", "present", "registre", "permis")),
    ],
)
def test_what_is_not_known_is_refused_and_named(entrees, manquent):
    assert refuse(*entrees) == ("volontaire_inconnu", manquent)


@pytest.mark.parametrize(
    ("naissance", "attendu"),
    [
        ("2008-11-24", None),  # 18 that day
        ("2008-11-25", ("volontaire_mineur", ())),
        ("2008-00-00", ("volontaire_inconnu", ("majeur",))),
        ("2008-10-00", None),
        ("2009-00-00", ("volontaire_mineur", ())),
        ("0000-00-00", ("volontaire_inconnu", ("majeur",))),
        ("1930-01-01", None),
    ],
)
def test_only_an_adult_of_that_day_volunteers_at_any_age(naissance, attendu):
    assert refuse(*ORDINAIRE, naissance=naissance) == attendu


def test_who_is_obliged_or_followed_a_similar_pathway_is_no_volunteer():
    assert refuse(*ORDINAIRE, oblige=True) == ("deja_oblige", ())
    assert refuse(*ORDINAIRE, parcours_similaire=True) == ("volontaire_parcours_similaire", ())


def test_a_condition_that_is_false_is_told_before_what_is_not_known():
    assert refuse(REGISTRE, COMMUNE, naissance="2015-01-01") == ("volontaire_mineur", ())


@pytest.mark.parametrize(
    ("jour", "mot"),
    [
        ("2023-05-09", "volontaire_inconnu"),  # not there yet
        ("2023-05-10", None),
        ("2024-12-31", None),
        ("2025-01-01", "volontaire_belge"),
    ],
)
def test_a_request_is_measured_on_its_own_day(jour, mot):
    dit = refuse(*ORDINAIRE, ("031", "150", "2025-01-01"), jour=date.fromisoformat(jour))
    assert (dit and dit[0]) == mot


def test_the_button_stays_and_tells_what_misses_when_it_is_clicked():
    assert possible(ETAPES["volontaire"], Situation("predossier", roles=TOUS, oblige=True), JOUR)
    assert not possible(ETAPES["volontaire"], Situation("dossier", roles=TOUS), JOUR)
