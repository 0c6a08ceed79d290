# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The shape of the population, and that the same seed gives the same people."""

import time
from collections import Counter
from datetime import date

import pytest

from simulateur.dates import DEBUT_OBLIGATION
from simulateur.population import Population
from simulateur.profils import ORNEMENTS, PROFILS, SORTIES
from simulateur.registre import Registre
from simulateur.tables import COMMUNES

JOUR = date(2026, 11, 24)


@pytest.fixture(scope="module")
def cinq_mille():
    population = Population(1)
    population.peupler(5000, JOUR)
    return population.fiches


def test_same_seed_same_bytes_whatever_the_size_and_the_order_of_asking():
    un, autre, grand = (
        Registre(personnes=300, graine=7),
        Registre(personnes=300, graine=7),
        Registre(personnes=900, graine=7),
    )
    numeros = [fiche.niss for fiche in un.population.fiches]
    droits = [un.fichier(niss) for niss in numeros]
    assert droits == [autre.fichier(niss) for niss in reversed(numeros)][::-1]
    assert droits == [grand.fichier(niss) for niss in numeros]
    assert un.etat.page(0, 300) == autre.etat.page(0, 300)
    differents = Registre(personnes=300, graine=8)
    assert len({fiche.niss for fiche in differents.population.fiches} & set(numeros)) < 5


def test_same_days_same_events():
    un, autre = (Registre(personnes=400, graine=2, tout_annoncer=True) for _i in range(2))
    un.avancer(60)
    for _jour in range(60):
        autre.avancer(1)
    assert un.etat.derniere_sequence() > 440
    assert un.etat.page(0, 5000) == autre.etat.page(0, 5000)
    numeros = [fiche.niss for fiche in un.population.fiches]
    assert [un.fichier(niss) for niss in numeros] == [autre.fichier(niss) for niss in numeros]


def test_shares_of_the_outcomes(cinq_mille):
    parts = Counter(fiche.attendu for fiche in cinq_mille)
    assert set(parts) == {"oblige", "exempte", "hors_public", "a_examiner"}
    assert 0.11 <= parts["oblige"] / 5000 <= 0.15
    assert parts["exempte"] > parts["hors_public"] > parts["oblige"] > parts["a_examiner"]
    assert Counter(fiche.profil.code for fiche in cinq_mille).most_common(1)[0][0] == "citoyen_ue"


def test_every_profile_ornament_and_vicissitude_is_there(cinq_mille):
    assert {fiche.profil.code for fiche in cinq_mille} == set(PROFILS)
    assert {nom for fiche in cinq_mille for nom in fiche.particularites} == set(ORNEMENTS)
    assert {fiche.sortie[0] for fiche in cinq_mille if fiche.sortie} == set(SORTIES)
    assert {fiche.nationalite for fiche in cinq_mille} >= {"711", "999", "861", "851", "150", "111", "354"}


def test_the_nineteen_communes_by_size(cinq_mille):
    parts = Counter(fiche.commune for fiche in cinq_mille)
    assert set(parts) == set(COMMUNES)
    assert parts["21004"] > parts["21015"] > parts["21010"] > parts["21011"]


def test_most_registrations_fall_since_the_obligation_in_both_cohorts(cinq_mille):
    depuis = [fiche for fiche in cinq_mille if fiche.inscription >= DEBUT_OBLIGATION]
    assert 0.9 < len(depuis) / 5000 < 1
    assert all(fiche.inscription <= JOUR for fiche in cinq_mille)
    obliges = [fiche for fiche in depuis if fiche.attendu == "oblige"]
    r1 = sum(fiche.reference < date(2024, 1, 1) for fiche in obliges)
    assert 0.2 < r1 / len(obliges) < 0.6


def test_ages_are_inside_the_bounds_of_the_profile_whatever_the_reading(cinq_mille):
    def completes(annee, mois, jour, repere):
        return repere.year - annee - ((repere.month, repere.day) < (mois, jour))

    for fiche in cinq_mille:
        if fiche.profil.code == "naissance_incertaine":
            continue
        annee, mois, jour = fiche.naissance
        repere = fiche.reference or fiche.inscription
        basse, haute = fiche.profil.ages
        assert completes(annee, mois or 12, jour or 31, repere) >= basse, fiche
        assert completes(annee, mois or 1, jour or 1, repere) < haute, fiche


def test_an_uncertain_birth_straddles_the_age(cinq_mille):
    incertaines = [fiche for fiche in cinq_mille if fiche.profil.code == "naissance_incertaine"]
    assert incertaines and all(
        fiche.reference.year - fiche.naissance[0] in (18, 65) and fiche.naissance[1:] == (0, 0) for fiche in incertaines
    )


def test_sixty_thousand_people_are_there_in_seconds(record_property):
    debut = time.perf_counter()
    registre = Registre(personnes=60_000)
    secondes = time.perf_counter() - debut
    record_property("seconds", secondes)
    assert registre.etat.derniere_sequence() == 60_000
    assert secondes < 15
