# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A notification that falls out of its page is missed, asked for again, and processed whenever it arrives."""

from ...models.service import collecte as registre_service_collecte
from ..commun import PERSONNES, CasRegistre


class TestLacunes(CasRegistre):
    def setUp(self):
        super().setUp()
        self.env["registre.lacune"].search([]).unlink()

    def lacunes(self, service):
        return self.env["registre.lacune"].search([("service_id", "=", service.id)])

    def annonce(self, simulateur, sequence):
        """The number of the person that the register announces under this sequence."""
        lignes, _encore = simulateur.registre.etat.page(sequence - 1, 1)
        return lignes[0][2]

    def test_a_hole_in_a_page_is_filled_in_the_same_collection(self):
        simulateur, service = self.ouvrir()
        simulateur.pannes(personnes=[self.annonce(simulateur, 5)], notification_perdue=True, fois=1)
        bilan = service._collecter()
        lacune = self.lacunes(service)
        self.assertEqual((lacune.premiere, lacune.derniere, lacune.state), (5, 5, "comblee"))
        self.assertEqual((lacune.manquantes, bilan["recues"], bilan["personnes"]), (0, PERSONNES, PERSONNES))
        self.assertEqual({f.niss for f in simulateur.fiches}, set(self.gens(service).mapped("niss")))

    def test_a_hole_at_the_end_of_a_page(self):
        """The page after it cannot give it back: the one before is asked for again."""
        self.patch(registre_service_collecte, "TAILLE_PAGE", 4)
        simulateur, service = self.ouvrir()
        simulateur.pannes(personnes=[self.annonce(simulateur, 8)], notification_perdue=True, fois=1)
        bilan = service._collecter()
        lacune = self.lacunes(service)
        self.assertEqual((lacune.premiere, lacune.state, bilan["personnes"]), (8, "comblee", PERSONNES))
        vus = self.du_service(service).filtered(lambda n: n.sequence in (5, 8)).mapped("receipt")
        self.assertEqual(len(set(vus)), 1, "the page that was asked for again is the one that held it")

    def test_a_hole_wider_than_a_page(self):
        self.patch(registre_service_collecte, "TAILLE_PAGE", 3)
        simulateur, service = self.ouvrir()
        perdus = [self.annonce(simulateur, rang) for rang in range(2, 11)]
        simulateur.pannes(personnes=perdus, notification_perdue=True, fois=len(perdus))
        bilan = service._collecter()
        self.assertEqual(set(self.lacunes(service).mapped("state")), {"comblee"})
        self.assertEqual(bilan["personnes"], PERSONNES)

    def test_what_stays_missing_is_listed_for_a_person_and_processed_when_late(self):
        simulateur, service = self.ouvrir()
        service.attempts_max = 3
        perdu = self.annonce(simulateur, 3)
        simulateur.pannes(personnes=[perdu], notification_perdue=True)
        for essais, etat in ((1, "ouverte"), (2, "ouverte"), (3, "introuvable"), (3, "introuvable")):
            service._collecter()
            self.assertEqual((self.lacunes(service).attempts, self.lacunes(service).state), (essais, etat))
        self.assertEqual(len(self.gens(service)), PERSONNES - 1, "the others did not wait")
        lacune = self.lacunes(service)
        self.assertRegex(lacune.explication, "again 3 times: 1\\.")
        # Late, and nobody asked for it again: the cursor went back.
        simulateur.pannes(effacer=True)
        service.receipt = False
        service._collecter()
        self.assertEqual((lacune.state, lacune.manquantes), ("comblee", 0))
        self.assertIn(perdu, self.gens(service).mapped("niss"))

    def test_the_last_announcement_is_missed_when_the_next_one_comes(self):
        simulateur, service = self.ouvrir()
        perdu = self.annonce(simulateur, PERSONNES)
        simulateur.pannes(personnes=[perdu], notification_perdue=True, fois=1)
        self.assertEqual(service._collecter()["personnes"], PERSONNES - 1)
        self.assertFalse(self.lacunes(service), "nothing tells that it existed")
        simulateur.pannes(numero_malforme=1)
        self.assertEqual(service._collecter()["personnes"], 1)
        self.assertIn(perdu, self.gens(service).mapped("niss"))

    def test_a_missed_notification_is_asked_for_again(self):
        simulateur, service = self.ouvrir()
        service.attempts_max = 1
        simulateur.pannes(personnes=[self.annonce(simulateur, 3)], notification_perdue=True)
        service._collecter()
        simulateur.pannes(effacer=True)
        lacune = self.lacunes(service)
        lacune.with_user(self.utilisateur("gestion.lacune", "group_registre_gestion")).action_redemander()
        self.assertEqual((lacune.state, lacune.attempts), ("ouverte", 0))
        service._collecter()
        self.assertEqual(lacune.state, "comblee")

    def test_no_hole_where_a_source_begins_or_begins_again(self):
        _simulateur, service = self.ouvrir()
        service._collecter()
        service.receipt = "never-given"
        service._collecter()
        self.assertFalse(self.lacunes(service))
        self.Notification.search([("service_id", "=", service.id), ("sequence", "<", 6)]).unlink()
        service.receipt = False
        self.Notification._recevoir(service, [], False)
        self.assertFalse(self.lacunes(service))

    def test_a_failed_call_is_not_an_attempt(self):
        simulateur, service = self.ouvrir()
        simulateur.pannes(personnes=[self.annonce(simulateur, 3)], notification_perdue=True)
        service._collecter()
        simulateur.pannes(service="notifications", http_5xx=True)
        service._collecter()
        self.assertEqual(self.lacunes(service).attempts, 1)
