# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The figures of heads: by agent, and by commune at Vivalis; each number opens the list that it counts."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.registre_national.tests.habilitation import habiliter

from ..common import ParcoursCase


@tagged("post_install", "-at_install")
class TestEquipe(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chef = cls.utilisateur("chef", cls.schaerbeek)
        cls.agent = cls.utilisateur("agent", cls.schaerbeek, name="Zoé")

    def file(self, days, user=None, commune=None):
        file = self.ouvert(commune)
        file.date_echeance = aujourdhui() + timedelta(days=days)
        if not commune:
            file.user_id = user or self.agent
        return file

    def rows(self, user):
        page = self.env["parcours.equipe"].with_user(user).tableau()
        return {row["id"]: row for row in page["lignes"]}

    def opened(self, user, column, row):
        action = self.env["parcours.equipe"].with_user(user).ouvrir(column, row)
        return self.env[action["res_model"]].with_user(user).search(action["domain"])

    def test_a_head_sees_what_each_agent_has(self):
        late, near, far = self.file(-3), self.file(10), self.file(90)
        alone = self.ouvert()
        self.file(-3, commune=self.ixelles)
        task = late.activity_schedule("mail.mail_activity_data_todo", user_id=self.agent.id)
        task.date_deadline = aujourdhui() - timedelta(days=1)
        near.activity_schedule("mail.mail_activity_data_todo", user_id=self.agent.id)
        row = self.rows(self.chef)[self.agent.id]
        attendu = {"ouverts": 3, "proches": 1, "depasses": 1, "taches": 2, "taches_retard": 1}
        self.assertEqual((row["nom"], row["nombres"]), ("Zoé", attendu))
        self.assertEqual(self.opened(self.chef, "ouverts", self.agent.id), late | near | far)
        self.assertEqual(self.opened(self.chef, "depasses", self.agent.id), late)
        self.assertEqual(self.opened(self.chef, "taches_retard", self.agent.id), task)
        self.assertIn(alone, self.opened(self.chef, "ouverts", False))
        self.assertTrue(self.rows(self.chef)[False]["repartir"])

    def test_each_number_is_that_of_its_list(self):
        self.file(-3), self.file(10)
        for user in (self.chef, self.utilisateur("gestionnaire")):
            for row in self.rows(user).values():
                for column, number in row["nombres"].items():
                    with self.subTest(user.login, row=row["nom"], column=column):
                        self.assertEqual(len(self.opened(user, column, row["id"])), number)

    def test_who_left_and_still_has_files_is_a_row_too(self):
        self.file(3)
        self.agent.active = False
        row = self.rows(self.chef)[self.agent.id]
        self.assertEqual((row["nombres"]["ouverts"], row["note"]), (1, "No agent of this commune any more"))

    def test_absences_stand_in_the_row(self):
        self.env["parcours.absence"].create(
            {
                "company_id": self.schaerbeek.id,
                "user_id": self.agent.id,
                "remplacant_id": self.chef.id,
                "date_fin": aujourdhui(),
            }
        )
        self.assertIn(f"replaced by {self.chef.name}", self.rows(self.chef)[self.agent.id]["note"])

    def test_vivalis_sees_one_row_a_commune(self):
        self.file(-1, commune=self.ixelles)
        officer = self.utilisateur("gestionnaire")
        rows = self.rows(officer)
        self.assertEqual(len(rows), 19)
        self.assertEqual(rows[self.ixelles.id]["nombres"]["depasses"], 1)
        self.assertIn("1 day late", rows[self.ixelles.id]["note"])

    def test_refusals_to_find_are_those_of_the_card_of_the_commune(self):
        """What a review, a request or a contestation holds up, or a volunteer, is in neither number."""
        held, found = self.file(-5), self.file(-6)
        for dossier in (held, found):
            dossier.sudo().write({"echeance_type": "sommation", "a_informer": False})
        held.sudo().volontaire = True
        self.env.flush_all()
        self.env.invalidate_all()
        row = self.rows(self.utilisateur("gestionnaire"))[self.schaerbeek.id]
        liste = self.env.ref("parcours_accueil.liste_refus_a_constater").with_user(self.agent)
        self.assertEqual((row["nombres"]["refus_a_constater"], liste.nombre), (1, 1))

    def test_the_figures_of_colleagues_are_for_heads(self):
        for role in ("agent", "organisateur", "statisticien", "auditeur"):
            page = self.env["parcours.equipe"].with_user(self.utilisateur(role))
            for gesture in (page.tableau, lambda page=page: page.ouvrir("ouverts", self.agent.id), page.repartir):
                with self.assertRaises(AccessError):
                    gesture()

    def test_the_number_of_rows_asks_no_more_queries(self):
        self.file(-3)
        page = self.env["parcours.equipe"].with_user(self.chef)
        page.tableau()
        few = self.queries(page.tableau)
        for rank in range(5):
            self.file(-3, user=habiliter(self.agent.copy({"login": f"essai.encore.{rank}"})))
        page.tableau()
        self.assertLessEqual(self.queries(page.tableau), few)
