# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A list of files on paper: one document, what is needed at the counter, and each person of it in the log."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import ParcoursCase


@tagged("post_install", "-at_install")
class TestImpression(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.utilisateur("agent", cls.schaerbeek)
        cls.dossiers = cls.ouvert() | cls.ouvert()
        cls.rapport = cls.env["ir.actions.report"].with_user(cls.agent)

    def imprimer(self, lang="fr_BE"):
        action = self.dossiers.with_user(self.agent).action_imprimer_liste()
        rapport = self.rapport.with_context(lang=lang, force_report_rendering=True)
        page, _type = rapport._render_qweb_html(action["report_name"], self.dossiers.ids)
        return page.decode()

    def test_it_says_who_and_what_to_do_and_keeps_the_national_number_to_itself(self):
        page = self.imprimer()
        for dossier in self.dossiers:
            self.assertIn(dossier.reference, page)
            self.assertIn(dossier.name, page)
            self.assertNotIn(dossier.niss, page)
        self.assertIn("Liste de dossiers", page)
        self.assertIn(self.agent.name, page)
        self.assertIn("Lijst van dossiers", self.imprimer("nl_BE"))

    def test_each_person_of_it_is_logged_as_in_an_export(self):
        self.imprimer()
        self.env.cr.precommit.run()
        lues = self.env["registre.consultation"].search([("user_id", "=", self.agent.id), ("operation", "=", "export")])
        self.assertEqual(set(lues.mapped("niss")), set(self.dossiers.mapped("niss")))

    def test_it_is_one_document(self):
        rapport = self.rapport.with_context(force_report_rendering=True)
        pdf, genre = rapport._render_qweb_pdf("parcours_accueil.parcours_dossier_liste_report", self.dossiers.ids)
        self.assertEqual((genre, pdf[:4]), ("pdf", b"%PDF"))

    def test_nobody_prints_the_files_of_another_commune(self):
        autre = self.utilisateur("agent", self.ixelles)
        with self.assertRaises(AccessError):
            self.dossiers.with_user(autre).action_imprimer_liste()
