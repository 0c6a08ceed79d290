# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The table of the letters of a sanction, from plain values."""

from datetime import date

from odoo.addons.parcours_accueil.droit.delais import delais
from odoo.addons.sanctions_admin.droit.conditions import SituationSanction
from odoo.addons.sanctions_admin.droit.courriers import (
    CONDITIONS,
    CONTRAINTE,
    GENRES,
    RAPPEL,
    VueSanction,
    a_reclamer,
    solde,
)
from odoo.addons.sanctions_admin.droit.delais import TERMES
from odoo.addons.sanctions_admin.droit.etapes import CLOSE, EN_COURS, ETAPES

from .test_sanction import AMENDE, CONSTAT, CREANCE, DECISION, INFRACTION, JOUR, LOI, NOTIFIEE, evenements

PAIEMENT = ("paiement", "2025-06-01", [DECISION], -40)


def test_each_letter_names_conditions_and_steps_that_exist():
    for genre in GENRES.values():
        assert set(genre.conditions) <= CONDITIONS.keys(), genre.code
        assert not genre.etape or genre.etape in ETAPES, genre.code
        assert genre.qui == ("fonctionnaire",)


def situation(*suite, phase=EN_COURS):
    return SituationSanction(phase, tuple(evenements(*suite)))


def test_what_is_owed_for_a_fine_is_the_sum_of_what_stands():
    faits = evenements(CONSTAT, AMENDE, NOTIFIEE, CREANCE, PAIEMENT)
    assert solde(faits, 7) == 60
    assert solde(faits, 8) == 0


def test_a_fine_is_claimed_while_something_is_owed_and_nothing_stands_in_the_way():
    due = (CONSTAT, AMENDE, NOTIFIEE, CREANCE)
    assert a_reclamer(RAPPEL, situation(*due), JOUR) == 7
    assert a_reclamer(CONTRAINTE, situation(*due), JOUR) is None, "the collection was not begun"
    entame = ("recouvrement_entame", "2025-07-01")
    assert a_reclamer(CONTRAINTE, situation(*due, entame), JOUR) == 7
    payee = ("paiement", "2025-06-01", [DECISION], -100)
    appel = ("recours_introduit", "2025-06-02", [("recours", 2), DECISION])
    annulee = ("recours_annule", "2025-09-02", [("recours", 2), DECISION])
    tombee = ("fondement_tombe", "2025-06-02", [INFRACTION])
    for suite in (due[:2], (*due, payee), (*due, appel), (*due, appel, annulee), (*due, tombee)):
        assert a_reclamer(RAPPEL, situation(*suite), JOUR) is None, suite
    assert a_reclamer(RAPPEL, situation(*due, phase=CLOSE), JOUR) is None


def test_a_letter_of_a_fine_waits_for_a_decision_that_awaits_it():
    predicat, genre = CONDITIONS["pas_a_notifier"], GENRES["sanction_amende"]
    decidee = situation(CONSTAT, ("sanction_complete", "2025-03-16"), AMENDE)
    vue = VueSanction(decidee, JOUR, infraction=3, decision=7, issue="amende")
    assert predicat(genre, None, vue) is None
    assert predicat(genre, None, vue._replace(decision=8)) == ()
    notifiee = situation(CONSTAT, ("sanction_complete", "2025-03-16"), AMENDE, NOTIFIEE)
    assert predicat(genre, None, vue._replace(situation=notifiee)) == ()
    assert CONDITIONS["autre_decision"](genre, None, vue._replace(issue="sans_amende")) == ()
    assert CONDITIONS["autre_decision"](genre, None, vue) is None


def test_a_reminder_waits_for_the_end_of_the_term_to_pay_of_its_fine():
    faits = tuple(evenements(CONSTAT, AMENDE, NOTIFIEE, CREANCE))
    termes = tuple(delais(faits, None, LOI, genres=TERMES))
    vue = VueSanction(SituationSanction(EN_COURS, faits, termes), date(2025, 6, 11), decision=7)
    encore = CONDITIONS["encore_a_temps"]
    assert encore(GENRES[RAPPEL], None, vue) == (date(2025, 6, 11),)
    assert encore(GENRES[RAPPEL], None, vue._replace(jour=date(2025, 6, 12))) is None
