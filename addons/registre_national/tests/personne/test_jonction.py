# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Two numbers that the register says are one person, and that are two people here."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..commun import CasRegistre


@tagged("post_install", "-at_install")
class TestJonction(CasRegistre):
    def setUp(self):
        super().setUp()
        self.simulateur, self.service = self.ouvrir()
        self.service._collecter()
        self.un, self.deux = (f.niss for f in self.simulateur.fiches[:2])
        self.actuelle = self.Personne.search([("niss", "=", self.un)])
        self.ancienne = self.Personne.search([("niss", "=", self.deux)])

    def annoncer(self):
        """The register says that the second number was replaced by the first."""
        notification = self.du_service(self.service).filtered(lambda n: n.niss == self.un)
        notification.write({"state": "recue", "category": "REPLACED", "niss_remplace": self.deux})
        self.service._collecter()
        return notification, self.env["registre.jonction"].search([("niss", "=", self.un)])

    def test_a_replaced_number_that_is_known_as_another_person_is_to_be_joined(self):
        notification, jonction = self.annoncer()
        self.assertEqual((notification.state, notification.error_code), ("erreur", "deux_personnes"))
        self.assertEqual((jonction.personne_id, jonction.ancienne_id), (self.actuelle, self.ancienne))
        self.assertEqual((jonction.niss_ancien, jonction.state), (self.deux, "a_faire"))
        self.assertEqual(jonction.notification_ids, notification)

    def test_trying_again_asks_for_the_same_pair_once(self):
        notification, jonction = self.annoncer()
        notification.action_reessayer()
        self.service._collecter()
        self.assertEqual(self.env["registre.jonction"].search([("niss", "=", self.un)]), jonction)

    def test_once_joined_the_notification_succeeds_and_nothing_of_either_history_is_lost(self):
        entrees = (self.actuelle | self.ancienne).information_ids
        notification, jonction = self.annoncer()
        jonction.action_joindre()
        self.service._collecter()
        self.assertEqual((notification.state, notification.personne_id), ("traitee", self.actuelle))
        self.assertFalse(self.ancienne.exists())
        self.assertLessEqual(set(entrees.ids), set(self.actuelle.information_ids.ids))
        self.assertEqual(set(self.actuelle.niss_ids.mapped("niss")), {self.un, self.deux})
        self.assertEqual((jonction.state, jonction.user_id), ("faite", self.env.user))
        empreintes = self.actuelle.information_actuelle_ids.mapped("empreinte")
        self.assertEqual(len(empreintes), len(set(empreintes)), "nothing is believed twice")

    def test_the_former_number_finds_the_person(self):
        _notification, jonction = self.annoncer()
        jonction.action_joindre()
        self.assertEqual(self.Personne.name_search(self.deux)[0][0], self.actuelle.id)

    def test_joining_twice_says_who_did_it(self):
        _notification, jonction = self.annoncer()
        jonction.action_joindre()
        with self.assertRaisesRegex(UserError, "already joined"):
            jonction.action_joindre()

    def test_an_agent_joins_nobody(self):
        _notification, jonction = self.annoncer()
        agent = self.utilisateur("agent", "group_registre_agent", self.actuelle.company_id.nis_code or "21015")
        with self.assertRaises(AccessError):
            jonction.with_user(agent).action_joindre()
        self.assertEqual(jonction.state, "a_faire")

    def test_three_numbers_of_one_person_are_joined_one_after_the_other(self):
        trois = self.simulateur.fiches[2].niss
        Jonction = self.env["registre.jonction"]
        jonctions = Jonction._demander([((trois, self.deux, self.un), self.Notification)])
        self.assertEqual(len(jonctions), 2)
        premiere = Jonction._demander([((trois, self.deux), self.Notification)])
        premiere.action_joindre()
        restante = Jonction.search([("state", "=", "a_faire"), ("niss", "=", self.un)])
        self.assertEqual((restante.personne_id, restante.ancienne_id), (self.actuelle, self.ancienne))
        restante.action_joindre()
        self.assertEqual(set(self.actuelle.niss_ids.mapped("niss")), {self.un, self.deux, trois})

    def test_a_cancelled_number_is_told_to_the_floor_above(self):
        appels = []
        self.patch(type(self.Personne), "_apres_numero_annule", lambda gens: appels.append(gens))
        self.simulateur.evenement("numero_annule", self.un)
        self.service._collecter()
        self.assertEqual(appels, [self.actuelle])
