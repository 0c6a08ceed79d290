# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Lists whose lines are of files (terms, requests, documents, suspensions): what is done with several, and on paper."""

from html import unescape

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ParcoursCase

#: What each printed list is called, in both languages.
LISTS = {
    "parcours.delai": ("Liste de délais", "Lijst van termijnen"),
    "parcours.exemption": ("Liste d'exemptions", "Lijst van vrijstellingen"),
    "parcours.contestation": ("Liste de contestations", "Lijst van betwistingen"),
    "parcours.document": ("Liste de documents", "Lijst van documenten"),
    "parcours.suspension": ("Liste de suspensions", "Lijst van opschortingen"),
}


@tagged("post_install", "-at_install")
class TestLignes(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent, cls.head = (cls.utilisateur(role, cls.schaerbeek) for role in ("agent", "chef"))
        cls.files = cls.ouvert() | cls.ouvert()
        cls.other = cls.ouvert(cls.ixelles)
        cls.requests = cls.env["parcours.exemption"].union(*(cls.demande(one) for one in cls.files))

    def sheet(self, action):
        """Return the sheet that an action of the agent shows."""
        self.assertEqual((action["res_model"], action["target"]), ("feuille.resultat", "new"))
        return self.env["feuille.resultat"].with_user(self.agent).browse(action["res_id"])

    def lines(self):
        """Return lines of each list: at least one."""
        self.contestation(self.files[0])
        for one in self.files:
            one._enregistrer("attestation_remise")
        ground = self.env["parcours.suspension.motif"].search([("confidentiel", "=", False)], limit=1)
        suspension = self.env["parcours.suspension"].create({"dossier_id": self.files[0].id, "motif_id": ground.id})
        lines = {model: self.env[model].search([("dossier_id", "in", self.files.ids)]) for model in LISTS}
        self.assertEqual(lines["parcours.suspension"], suspension)
        return lines

    def test_the_files_of_the_lines_are_taken_in_charge_once_each(self):
        twice = self.contestation(self.files[0]) and self.requests
        action = twice.with_user(self.agent).action_me_charger()
        self.assertEqual(action["params"]["message"], "Done: 2")
        self.assertEqual(self.files.user_id, self.agent)

    def test_a_line_of_another_commune_takes_no_file_with_it(self):
        theirs = self.demande(self.other)
        with self.assertRaises(AccessError):
            (self.requests | theirs).with_user(self.agent).action_me_charger()
        self.assertFalse(self.other.user_id)

    def test_a_head_hands_out_the_files_of_the_lines(self):
        action = self.requests.with_user(self.head).action_repartir()
        window = self.env["parcours.repartition"].with_user(self.head).browse(action["res_id"])
        self.assertEqual(window._dossiers(), self.files.with_user(self.head))

    def test_receipts_are_acknowledged_together_each_by_its_letter_and_the_sheet_says_why_not_for_the_others(self):
        first = self.requests[0]
        self.files[0].langue = "nl_BE"
        first.with_user(self.agent).action_accuser_reception()
        self.assertEqual(first.courrier_ids.mapped("genre"), ["accuse"])
        third = self.demande(self.ouvert())
        sheet = self.sheet((self.requests | third).with_user(self.agent).action_accuser_reception())
        self.assertEqual((sheet.faits, sheet.non_faits), (2, 1))
        with self.assertRaises(UserError) as alone:
            first.with_user(self.agent).action_accuser_reception()
        self.assertEqual(sheet.refus_ids.raison, str(alone.exception), "the reason is that of one alone")
        self.assertTrue(all(one.courrier_ids and one.date_accuse for one in self.requests | third))

    def test_a_decided_request_is_not_acknowledged_any_more(self):
        decided, waits = self.requests
        decided.sudo().state = "retiree"
        sheet = self.sheet(self.requests.with_user(self.agent).action_accuser_reception())
        self.assertEqual((sheet.faits, sheet.refus_ids.res_id), (1, decided.id))
        with self.assertRaises(UserError) as alone:
            decided.with_user(self.agent).action_accuser_reception()
        self.assertEqual(sheet.refus_ids.raison, str(alone.exception))
        self.assertTrue(waits.courrier_ids)

    def test_only_an_agent_of_the_commune_acknowledges(self):
        with self.assertRaises(AccessError):
            self.requests[:1].with_user(self.utilisateur("gestionnaire")).action_accuser_reception()

    def test_each_list_is_printed_with_who_and_without_the_national_number(self):
        reports = self.env["ir.actions.report"].with_user(self.agent).with_context(force_report_rendering=True)
        for model, lines in self.lines().items():
            action = lines.with_user(self.agent).action_imprimer_liste()
            for language, title in zip(("fr_BE", "nl_BE"), LISTS[model], strict=True):
                with self.subTest(model=model, language=language):
                    page = reports.with_context(lang=language)._render_qweb_html(action["report_name"], lines.ids)[0]
                    page = unescape(page.decode())
                    self.assertIn(title, page)
                    for line in lines:
                        self.assertIn(line.dossier_id.reference, page)
                        self.assertIn(line.dossier_id.name, page)
                        self.assertNotIn(line.dossier_id.niss, page)

    def test_each_person_of_a_printed_list_is_logged_as_in_an_export(self):
        reports = self.env["ir.actions.report"].with_user(self.agent)
        log = [("user_id", "=", self.agent.id), ("operation", "=", "export")]
        for model, lines in self.lines().items():
            with self.subTest(model=model):
                before = self.env["registre.consultation"].search(log)
                action = lines.with_user(self.agent).action_imprimer_liste()
                reports._render_qweb_html(action["report_name"], lines.ids)
                self.env.cr.precommit.run()
                read = self.env["registre.consultation"].search(log) - before
                self.assertEqual(set(read.mapped("niss")), set(lines.dossier_id.mapped("niss")))

    def test_nobody_prints_the_lines_of_another_commune(self):
        other = self.utilisateur("agent", self.ixelles)
        for model, lines in self.lines().items():
            with self.subTest(model=model), self.assertRaises(AccessError):
                lines.with_user(other).action_imprimer_liste()
