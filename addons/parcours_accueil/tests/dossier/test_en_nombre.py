# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Actions over several files: what can be done is done, and the sheet says why not for the others."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ParcoursCase

#: Where what nobody foresaw is logged.
LOTS = "odoo.addons.parcours_socle.lots"


@tagged("post_install", "-at_install")
class TestEnNombre(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.utilisateur("agent", cls.schaerbeek)

    def moved(self, number):
        """Return that many open files whose move awaits the agent."""
        files = self.Dossier.union(*(self.ouvert() for _rank in range(number)))
        files.commune_a_acquitter = True
        return files

    def sheet(self, action):
        """Return the sheet that an action of the agent shows."""
        self.assertEqual((action["res_model"], action["target"]), ("feuille.resultat", "new"))
        return self.env["feuille.resultat"].with_user(self.agent).browse(action["res_id"])

    def test_what_can_be_done_is_done_and_the_sheet_says_why_not_for_the_others(self):
        files, other = self.moved(2), self.ouvert()
        sheet = self.sheet((files | other).with_user(self.agent).action_acquitter())
        self.assertEqual((sheet.geste, sheet.faits, sheet.non_faits, sheet.tus), ("Acknowledge the move", 2, 1, 0))
        self.assertEqual(sheet.fait_ids.mapped("nom"), files.with_user(self.agent).mapped("display_name"))
        self.assertEqual(sheet.refus_ids.nom, other.display_name)
        with self.assertRaises(UserError) as alone:
            other.with_user(self.agent).action_acquitter()
        self.assertEqual(sheet.refus_ids.raison, str(alone.exception), "the reason is that of one file alone")
        self.assertEqual(files.evenement_ids.filtered(lambda e: e.type == "acquittement_commune").dossier_id, files)
        self.assertFalse(any(files.mapped("commune_a_acquitter")))
        self.assertEqual(sheet.refus_ids.action_ouvrir()["res_id"], other.id)
        self.assertEqual(sheet.action_voir_refus()["domain"], [("id", "in", other.ids)])

    def test_all_done_is_told_in_one_line(self):
        files = self.moved(3)
        action = files.with_user(self.agent).action_acquitter()
        self.assertEqual((action["tag"], action["params"]["message"]), ("display_notification", "Done: 3"))
        self.assertEqual(action["params"]["next"], {"type": "ir.actions.act_window_close"}, "the list is read again")

    def test_what_the_user_may_not_handle_is_left_alone_and_not_named(self):
        mine, theirs = self.moved(1), self.ouvert(self.ixelles)
        theirs.commune_a_acquitter = True
        sheet = self.sheet((mine | theirs).with_user(self.agent).action_acquitter())
        self.assertEqual((sheet.faits, sheet.refus_ids.nom), (1, "Not shown to you"))
        self.assertEqual(sheet.refus_ids.raison, "Your role does not allow it on this one.")
        self.assertTrue(theirs.commune_a_acquitter)
        with self.assertRaises(AccessError):
            theirs.with_user(self.agent).action_acquitter()

    def test_nothing_that_could_be_done_is_a_sheet_too(self):
        sheet = self.sheet((self.ouvert() | self.ouvert()).with_user(self.agent).action_verifier_cloture())
        self.assertEqual((sheet.faits, sheet.non_faits), (0, 2))
        self.assertEqual(set(sheet.refus_ids.mapped("raison")), {"No closure awaits a check here."})

    def test_a_surprise_on_one_file_does_not_take_the_others_with_it(self):
        files = self.Dossier.union(*(self.ouvert() for _rank in range(3)))

        def work(records):
            records.priority = "1"
            if files[1] in records:
                raise ZeroDivisionError(files[1].name)

        sheets = self.env["feuille.resultat"].with_user(self.agent)
        with self.assertLogs(LOTS, "ERROR") as log:
            sheet = self.sheet(sheets._faire("Mark", files.with_user(self.agent), work))
        self.assertNotIn(files[1].name, str(log.output))
        self.assertEqual((sheet.faits, sheet.refus_ids.res_id), (2, files[1].id))
        self.assertNotIn(files[1].name, sheet.refus_ids.raison)
        self.assertEqual(files.mapped("priority"), ["1", "0", "1"])

    def test_a_refusal_nobody_foresaw_is_said_for_its_file_only(self):
        files = self.ouvert() | self.ouvert()

        def work(records):
            if files[0] in records:
                raise UserError("Not this one.")  # pylint: disable=translation-required

        sheet = self.sheet(self.env["feuille.resultat"].with_user(self.agent)._faire("Mark", files, work))
        self.assertEqual((sheet.refus_ids.res_id, sheet.refus_ids.raison), (files[0].id, "Not this one."))

    def test_many_are_sorted_without_a_query_for_each(self):
        def count(number):
            mixed = self.moved(number) | self.Dossier.union(*(self.ouvert() for _rank in range(number)))
            return self.queries(mixed.with_user(self.agent).action_acquitter)

        count(2)
        few, many = count(2), count(10)
        self.assertLessEqual(many, few + 4)

    @mute_logger(LOTS)
    def test_who_did_not_ask_for_it_reads_no_sheet(self):
        sheet = self.sheet((self.ouvert() | self.ouvert()).with_user(self.agent).action_verifier_cloture())
        with self.assertRaises(AccessError):
            sheet.with_user(self.utilisateur("agent", self.ixelles)).read(["geste"])
        for gesture in (lambda: sheet.write({"modele": "res.users"}), sheet.unlink):
            with self.assertRaises(AccessError):
                gesture()
