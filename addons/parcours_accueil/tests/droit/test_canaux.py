# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What each channel asks of a letter before it goes, what it does with it, and what it proves (loi.md §5, §7b)."""

import doctest
from datetime import date

import pytest

from odoo.addons.parcours_accueil.droit import canaux
from odoo.addons.parcours_accueil.droit.canaux import CANAUX, Depart, obstacle
from odoo.addons.parcours_accueil.droit.courriers import GESTES, IMPRIME, envoyer
from odoo.addons.parcours_accueil.droit.delais import ACCESSIBLE, EN_MAIN, PRESUMEE, recevoir

BARE = Depart(adresse=False, preuve="", accord=False, installe=False, medical=True)


def test_the_examples_are_true():
    assert not doctest.testmod(canaux).failed


@pytest.mark.parametrize(
    ("channel", "asked"),
    [
        ("accuse", ["sans_adresse", "manque_preuve_envoi"]),
        ("recommande", ["sans_adresse", "manque_preuve_envoi"]),
        ("ordinaire", ["sans_adresse"]),
        ("remise", []),
        ("ebox", ["medical_hors_canal", "sans_accord_ebox", "ebox_pas_installe"]),
        ("", ["manque_canal"]),
    ],
)
def test_each_channel_asks_for_what_is_its_own_one_thing_after_the_other(channel, asked):
    given = {
        "sans_adresse": {"adresse": True},
        "manque_preuve_envoi": {"preuve": "RR1"},
        "medical_hors_canal": {"medical": False},
        "sans_accord_ebox": {"accord": True},
        "ebox_pas_installe": {"installe": True},
    }
    letter = BARE
    for word in asked:
        assert obstacle(channel, letter) == word
        if word == "manque_canal":
            return
        letter = letter._replace(**given[word])
    assert obstacle(channel, letter) is None


@pytest.mark.parametrize("blank", ["", "  ", None, False])
def test_a_registered_letter_without_a_number_does_not_go(blank):
    assert obstacle("accuse", Depart(preuve=blank)) == "manque_preuve_envoi"


def test_post_is_always_possible_for_who_has_an_address():
    assert obstacle("ordinaire", BARE._replace(adresse=True)) is None


def test_only_what_is_handed_over_is_received_at_once_and_only_that_can_be_told_by_mail():
    for code, channel in CANAUX.items():
        received = GESTES[envoyer(code)][IMPRIME] == "recu"
        assert received == (channel.preuve == canaux.MAIN) == channel.avis == (code == "remise")


def test_only_the_ebox_is_sent_from_here_and_asks_the_person_first():
    assert [code for code, channel in CANAUX.items() if channel.envoie] == ["ebox"]
    assert [code for code, channel in CANAUX.items() if channel.accord] == ["ebox"]


def test_what_a_channel_proves_is_what_the_day_of_the_receipt_rests_on():
    rests_on = {canaux.MAIN: EN_MAIN, canaux.MOMENT: ACCESSIBLE}
    for code, channel in CANAUX.items():
        received = recevoir(code, date(2026, 1, 2), 3)
        assert received.mot == rests_on.get(channel.preuve, PRESUMEE)
        assert channel.presume == (received.mot == PRESUMEE)
