# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import logging

from odoo.modules import Manifest

from odoo.addons import registre_national
from odoo.addons.parcours_socle.journaux import FiltreDiscret
from odoo.addons.registre_national.soap.client import INDISCRETS


def test_the_libraries_that_carry_a_message_do_not_repeat_it():
    getattr(registre_national, Manifest.for_addon("registre_national")["post_load"])()
    for nom in INDISCRETS:
        assert [type(filtre) for filtre in logging.getLogger(nom).filters] == [FiltreDiscret], nom
