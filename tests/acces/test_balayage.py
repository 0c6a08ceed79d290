# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Every public method that we wrote, through RPC as the web client calls it. What Odoo has of its own on our models:
`./parcours epreuve balayage`."""

from odoo.tests import tagged

from .balayage import BalayageCase


@tagged("post_install", "-at_install")
class TestBalayage(BalayageCase):
    def test_no_method_of_ours_answers_or_writes_about_the_people_of_others(self):
        self.balayer(False, lambda role, modele, nom, args: self.rpc(role, modele, nom, *args))
