# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a version of the law makes of the codes of the register: who is read with which, and what an update keeps."""

from datetime import date

from odoo.tests import tagged

from ..common import ParcoursCase


@tagged("post_install", "-at_install")
class TestCodes(ParcoursCase):
    def code(self, version, table, code):
        return version.code_ids.filtered(lambda ligne: (ligne.table, ligne.code) == (table, code))

    def test_every_version_says_what_the_shipped_codes_mean(self):
        codes = self.env["registre.code"].search([("table", "in", ("nationalite", "carte", "motif", "protection"))])
        for version in (self.r1, self.r2):
            self.assertLessEqual(len(version.code_ids), len(codes))
            self.assertEqual(set(version.code_ids.mapped("origine")), {"livre"})
            self.assertFalse(version.codes_ecran)
        self.assertEqual(self.r1._tables(()), self.r2._tables(()))
        self.assertIn("111", self.r2._tables(()).ue_plus)
        self.assertNotIn("0000", self.r2._tables(()).cartes_connues)

    def test_a_person_is_read_with_the_codes_of_the_version_of_the_fact(self):
        """Morocco joins the list of the version of 2024 only: who registered under the other one stays obliged."""
        ancien = self.arrivee(
            it001=[("21015", "2023-03-01", {})],
            it210=[("1", "2023-03-01", {})],
            it195=[("0010", "2023-03-01", {"expiration": "2028-03-01"})],
        )
        nouveau = self.arrivee()
        self.assertEqual((ancien.reglement_id, nouveau.reglement_id), (self.r1, self.r2))
        self.code(self.r2, "nationalite", "354").sudo().ue_plus = True
        self.env["parcours.dossier"]._recevoir_personnes((ancien | nouveau).personne_id)
        self.assertEqual((ancien.ref_ue, nouveau.ref_ue), ("non", "oui"))
        self.assertEqual((ancien.resultat, nouveau.resultat), ("oblige", "exempte"))

    def test_who_asks_to_volunteer_is_judged_by_the_version_of_that_day(self):
        self.code(self.r2, "carte", "0010").sudo().genre_inconnu = True
        communes = self.env["res.company"]._par_code_nis()
        lectures = self.env["parcours.reglement"]._lectures(communes)
        self.assertIn("0010", lectures.du(date(2023, 6, 1)).cartes_connues)
        self.assertNotIn("0010", lectures.du(date(2024, 6, 1)).cartes_connues)

    def test_a_line_that_an_update_corrects_has_everybody_read_again(self):
        dossier = self.arrivee()
        self.r2._reprendre_corrigees()
        self.code(self.r2, "nationalite", "354").sudo().ue_plus = True
        self.assertEqual(dossier.resultat, "oblige")
        with self.enter_registry_test_mode():
            self.env.ref("parcours_accueil.cron_reexaminer_loi").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(dossier.resultat, "exempte")

    def test_what_was_changed_on_screen_before_is_part_of_the_law_and_said(self):
        self.env.ref("registre_national.code_nationalite_354").ue_plus = True
        appris = self.env["registre.code"].create(
            {"table": "carte", "code": "0099", "label_fr": "Annexe 15", "label_nl": "Bijlage 15", "remplacement": True}
        )
        (self.r1 | self.r2).code_ids.unlink()
        self.env["parcours.reglement.code"]._completer()
        self.assertEqual(self.code(self.r2, "nationalite", "354").origine, "ecran")
        self.assertEqual(self.code(self.r2, "carte", appris.code).origine, "appris")
        self.assertEqual((self.r1.codes_ecran, self.r2.codes_ecran), (1, 1))
        self.assertEqual(self.arrivee().resultat, "exempte", "an update changes nobody's outcome")
        nombre = len(self.r2.code_ids)
        self.env["parcours.reglement.code"]._completer()
        self.assertEqual(len(self.r2.code_ids), nombre, "once")
