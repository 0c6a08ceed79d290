# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A head hands files out in bulk."""

from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.registre_national.tests.habilitation import habiliter

from ..common import ParcoursCase


@tagged("post_install", "-at_install")
class TestRepartition(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chef = cls.utilisateur("chef", cls.schaerbeek, name="Chef")
        cls.un = cls.utilisateur("agent", cls.schaerbeek, name="Un")
        cls.deux = habiliter(cls.un.copy({"login": "essai.deux", "name": "Deux"}))
        cls.env.ref("parcours_accueil.group_agent").all_user_ids.filtered(
            lambda u: u.company_id == cls.schaerbeek and u not in cls.chef | cls.un | cls.deux
        ).active = False

    def files(self, number, commune=None):
        return self.Dossier.union(*(self.ouvert(commune) for _rank in range(number)))

    def window(self, files, user=None, **values):
        action = files.with_user(user or self.chef).action_repartir()
        window = self.env["parcours.repartition"].with_user(user or self.chef).browse(action["res_id"])
        window.write(values)
        return window

    def test_files_are_spread_so_that_the_loads_are_even(self):
        self.files(3).user_id = self.un
        window = self.window(self.files(5))
        self.assertEqual((window.nombre, window.mode, set(window.entre_ids)), (5, "egal", {self.un, self.deux}))
        self.assertIn("Deux", window.apercu)
        window.action_confier()
        charges = self.env["parcours.equipe"].with_user(self.chef)._charges(self.un | self.deux)
        self.assertEqual(charges, {self.un: 4, self.deux: 4})

    def test_what_is_handed_out_again_does_not_count_twice(self):
        files = self.files(4)
        files.user_id = self.un
        window = self.window(files)
        rows = [
            [int(cell.text) for cell in row.iter("td") if cell.text.isdigit()]
            for row in html.fromstring(window.apercu).iterfind(".//tbody/tr")
        ]
        # has now, gives, gets, will have: each row adds up for who reads it
        self.assertCountEqual(rows, [[4, 4, 2, 2], [0, 0, 2, 2]])
        window.action_confier()
        self.assertEqual(len(files.filtered(lambda file: file.user_id == self.un)), 2)

    def test_what_another_head_handed_out_meanwhile_is_left_and_told(self):
        first, second, alone = self.files(2), self.files(1), self.files(1)
        window = self.window(first | second, mode="un", agent_id=self.deux.id)
        single = self.window(alone, mode="un", agent_id=self.deux.id)
        self.window(first | alone, mode="un", agent_id=self.un.id).action_confier()
        sheet = self.env["feuille.resultat"].with_user(self.chef).browse(window.action_confier()["res_id"])
        self.assertEqual((sheet.faits, sheet.non_faits), (1, 2))
        self.assertIn("it is with Un now", sheet.refus_ids[0].raison)
        with self.assertRaisesRegex(UserError, "it is with Un now"):
            single.action_confier()
        self.assertEqual(((first | alone).user_id, second.user_id), (self.un, self.deux))

    def test_all_go_to_one_agent_with_the_tasks_of_who_had_them_or_of_nobody(self):
        file, colleague = self.ouvert(), self.chef
        file.user_id = self.un
        tasks = {
            who: file.activity_schedule("mail.mail_activity_data_todo", summary="x", user_id=user.id)
            for who, user in (("his", self.un), ("nobody", self.env["res.users"]), ("another", colleague))
        }
        tasks["nobody"].user_id = False
        self.window(file, mode="un", agent_id=self.deux.id).action_confier()
        self.assertEqual(file.user_id, self.deux)
        self.assertEqual((tasks["his"] | tasks["nobody"]).user_id, self.deux)
        self.assertEqual(tasks["another"].user_id, colleague)
        self.assertEqual(
            file.evenement_ids.filtered(lambda e: e.type == "affectation").sorted("id")[-1].agent_id, self.deux
        )

    def test_an_agent_who_may_not_handle_a_file_does_not_get_it(self):
        files = self.files(2)
        elsewhere = self.utilisateur("agent", self.ixelles, name="Ailleurs")
        window = self.window(files, mode="un", agent_id=elsewhere.id)
        sheet = self.env["feuille.resultat"].browse(window.action_confier()["res_id"])
        self.assertEqual((sheet.faits, sheet.non_faits), (0, 2))
        self.assertIn("Ailleurs", sheet.refus_ids[0].raison)
        self.assertFalse(files.user_id)

    def test_files_of_another_commune_are_not_handed_out(self):
        mine, theirs = self.ouvert(), self.ouvert(self.ixelles)
        with self.assertRaises(AccessError):
            (mine | theirs).with_user(self.chef).action_repartir()
        window = self.window(mine, mode="un", agent_id=self.un.id)
        window.sudo().dossier_ids |= theirs  # the person moved while the window was open
        self.assertEqual(window.nombre, 1)
        sheet = self.env["feuille.resultat"].with_user(self.chef).browse(window.action_confier()["res_id"])
        self.assertEqual((sheet.faits, sheet.refus_ids.nom), (1, "Not shown to you"))
        self.assertEqual(sheet.refus_ids.raison, "Your role does not allow it on this one.")
        self.assertEqual((mine.user_id, theirs.user_id), (self.un, self.env["res.users"]))

    def test_only_heads_hand_out(self):
        with self.assertRaises(AccessError):
            self.ouvert().with_user(self.un).action_repartir()
        with self.assertRaises(UserError):
            self.window(self.ouvert(), mode="un").action_confier()

    def test_twenty_files_take_few_more_queries_than_two(self):
        def count(number):
            window = self.window(self.files(number))
            return self.queries(window.action_confier)

        count(2)
        few, many = count(2), count(20)
        self.assertLessEqual(many, few + 12)
