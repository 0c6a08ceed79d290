# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Whoever the register announces has a pre-file, under whatever number."""

from odoo.tests import tagged

from ..common import ParcoursCase


@tagged("post_install", "-at_install")
class TestNumeros(ParcoursCase):
    def test_a_number_that_is_odd_is_examined_like_any_other(self):
        dossier = self.personnes(self.histoire(), numeros=["90130199999"]).dossier_ids
        self.assertEqual((dossier.niss, dossier.resultat, dossier.phase), ("90130199999", "oblige", "dossier"))
        self.assertEqual(dossier.personne_id.anomalie_ids.mapped("state"), ["brouillon"])
