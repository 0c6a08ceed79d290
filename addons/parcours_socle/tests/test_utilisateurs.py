# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.tests import TransactionCase, new_test_user


class TestUtilisateurs(TransactionCase):
    def test_a_new_user_reads_french_and_lives_in_brussels(self):
        user = new_test_user(self.env, login="essai.defaut")
        self.assertEqual((user.lang, user.tz), ("fr_BE", "Europe/Brussels"))

    def test_what_an_administrator_chose_is_kept(self):
        user = new_test_user(self.env, login="essai.choix", lang="nl_BE", tz="Europe/Lisbon")
        self.assertEqual((user.lang, user.tz), ("nl_BE", "Europe/Lisbon"))
        self.env["res.users"]._donner_fuseau()
        self.assertEqual(user.tz, "Europe/Lisbon")

    def test_users_of_before_get_the_time_zone_and_keep_their_language(self):
        user = new_test_user(self.env, login="essai.avant", lang="en_US", tz=False)
        archive = new_test_user(self.env, login="essai.archive", tz=False, active=False)
        self.env["res.users"]._donner_fuseau()
        self.assertEqual((user.lang, user.tz), ("en_US", "Europe/Brussels"))
        self.assertEqual(archive.tz, "Europe/Brussels", "may come back")

    def test_nobody_is_without_a_time_zone(self):
        sans = self.env["res.users"].with_context(active_test=False).search([("tz", "=", False)])
        self.assertFalse(sans.mapped("login"))
