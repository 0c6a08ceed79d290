# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The table of attestations: who gives which, and what stands in the way."""

import doctest
from datetime import date

import pytest

from odoo.addons.parcours_accueil.droit import attestations
from odoo.addons.parcours_accueil.droit.attestations import (
    ATTESTATIONS,
    BAPA,
    BON,
    COMMUNE,
    CONDITIONS,
    DELIVREE,
    DEMANDEE,
    FIN,
    INSCRIPTION,
    MOTIFS_CERTIFIES,
    NULLE_PART,
    ORGANISATEUR,
    RETIREE,
    SITUATION,
    SUSPENSION,
    VIVALIS,
    Donnee,
    Vue,
    refus,
)
from odoo.addons.parcours_accueil.droit.courriers import GENRES

LUNDI, MARDI = date(2024, 6, 3), date(2024, 6, 4)


def vue(genre=BAPA, role=ORGANISATEUR, **autres):
    return Vue(genre, organisateur=7, depuis=LUNDI, roles=frozenset({role}), **autres)


def test_the_examples_are_true():
    assert not doctest.testmod(attestations).failed


def test_each_row_names_conditions_and_a_letter_that_there_are():
    for ligne in ATTESTATIONS.values():
        assert set(ligne.conditions) <= set(CONDITIONS)
        assert ligne.lettre in GENRES
        assert not ligne.demande or ligne.complet


@pytest.mark.parametrize(
    ("code", "genre", "role", "donne"),
    [
        (INSCRIPTION, BAPA, ORGANISATEUR, True),
        (INSCRIPTION, BON, ORGANISATEUR, True),
        (INSCRIPTION, BAPA, VIVALIS, False),
        (INSCRIPTION, BAPA, COMMUNE, False),
        (SUSPENSION, BON, ORGANISATEUR, True),
        (SUSPENSION, BAPA, COMMUNE, False),
        (FIN, BAPA, VIVALIS, True),
        (FIN, BAPA, ORGANISATEUR, False),
        (FIN, BAPA, COMMUNE, False),
        (FIN, BON, ORGANISATEUR, True),
        (FIN, BON, VIVALIS, False),
        (SITUATION, BAPA, COMMUNE, True),
        (SITUATION, BON, ORGANISATEUR, True),
        (SITUATION, BAPA, VIVALIS, False),
    ],
)
def test_who_gives_which(code, genre, role, donne):
    trouve = refus(ATTESTATIONS[code], vue(genre, role))
    assert (trouve is None) == donne
    assert donne or trouve == ("pas_a_lui", ())


def test_only_the_organiser_of_a_bapa_asks_for_the_end():
    fin = ATTESTATIONS[FIN]
    assert refus(fin, vue(demande=True)) is None
    assert refus(fin, vue(BON, demande=True)) == ("pas_a_lui", ())
    for role in (VIVALIS, COMMUNE):
        assert refus(fin, vue(role=role, demande=True)) == ("pas_a_lui", ())
    assert refus(ATTESTATIONS[INSCRIPTION], vue(demande=True)) == ("pas_a_lui", ())


def test_nothing_is_attested_of_a_registration_that_there_is_not():
    for code in (INSCRIPTION, SUSPENSION, FIN):
        assert refus(ATTESTATIONS[code], Vue(roles=frozenset({ORGANISATEUR, VIVALIS}))) == ("pas_inscrit", ())
    nulle_part = Vue(NULLE_PART, roles=frozenset({COMMUNE}))
    assert refus(ATTESTATIONS[SITUATION], nulle_part) is None
    assert refus(ATTESTATIONS[SITUATION], nulle_part._replace(ouvert=False)) == ("jamais_ouvert", ())


def test_one_is_in_force_at_a_time_and_an_enrolment_of_before_does_not_count():
    donnee = Donnee(INSCRIPTION, DELIVREE, 7, MARDI)
    assert refus(ATTESTATIONS[INSCRIPTION], vue(donnees=(donnee,))) == ("deja_donnee", (MARDI,))
    for autre in (
        donnee._replace(etat=RETIREE),
        donnee._replace(organisateur=8),
        donnee._replace(jour=date(2024, 6, 2)),
        donnee._replace(genre=FIN),
    ):
        assert refus(ATTESTATIONS[INSCRIPTION], vue(donnees=(autre,))) is None


def test_the_end_is_asked_for_once_and_answered_to_who_is_still_there():
    demandee = Donnee(FIN, DEMANDEE, 7)
    assert refus(ATTESTATIONS[FIN], vue(demande=True, donnees=(demandee,))) == ("deja_demandee", ())
    assert refus(ATTESTATIONS[FIN], vue(demande=True, donnees=(demandee._replace(organisateur=8),))) is None
    siennes = (demandee._replace(soi=True),)
    assert refus(ATTESTATIONS[FIN], vue(role=VIVALIS, pour=7, donnees=siennes)) is None
    assert refus(ATTESTATIONS[FIN], vue(role=VIVALIS, pour=8, donnees=siennes)) == ("autre_organisateur", ())


def test_the_end_is_not_before_the_registration_nor_with_something_missing():
    fin = ATTESTATIONS[FIN]
    assert refus(fin, vue(demande=True, jour=date(2024, 6, 2))) == ("avant_inscription", (LUNDI,))
    assert refus(fin, vue(demande=True, jour=LUNDI, manque="3 h")) == ("manque", ("3 h",))
    assert refus(fin, vue(BON, jour=MARDI, manque="3 h")) == ("manque", ("3 h",))
    assert refus(fin, vue(BON, jour=MARDI, manquait="3 h")) == ("manquait", ("3 h",))
    assert refus(ATTESTATIONS[SITUATION], vue(jour=MARDI, manquait="3 h")) is None
    assert refus(ATTESTATIONS[INSCRIPTION], vue(manque="3 h")) is None


def test_a_ground_that_no_organiser_certifies_is_on_no_paper_of_its():
    for motif in MOTIFS_CERTIFIES:
        assert refus(ATTESTATIONS[SUSPENSION], vue(motif=motif)) is None
    for motif in ("maladie", "medical", "naissance", "horaires", "deces"):
        assert refus(ATTESTATIONS[SUSPENSION], vue(motif=motif)) == ("pas_certifiee", ())
        assert refus(ATTESTATIONS[SUSPENSION], vue(motif=motif, tombee=True)) == ("pas_certifiee", ())


def test_a_suspension_that_fell_is_not_attested():
    assert refus(ATTESTATIONS[SUSPENSION], vue(tombee=True)) == ("suspension_tombee", ())
