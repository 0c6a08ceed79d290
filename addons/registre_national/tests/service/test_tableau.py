# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The dashboard says what the collection met, and each figure leads to what it counts."""

from datetime import timedelta

from odoo import fields
from odoo.tests import Form
from odoo.tools import mute_logger

from ..commun import PERSONNES, CasRegistre


class TestTableau(CasRegistre):
    def test_figures_and_where_they_lead(self):
        simulateur, service = self.ouvrir()
        fiches = [f.niss for f in simulateur.fiches]
        simulateur.pannes(personnes=fiches[:2], http_5xx=True)
        simulateur.pannes(personnes=fiches[2:3], xml_casse=True)
        service.attempts_max = 1
        service._collecter()
        gestion = self.utilisateur("gestion.tableau", "group_registre_gestion")
        tableau = service.with_user(gestion)
        self.assertEqual((tableau.nombre_transport, tableau.nombre_donnee, tableau.nombre_statut), (2, 1, 0))
        self.assertEqual(tableau.nombre_ecartees, 3)
        for genre, nombre in (("transport", 2), ("donnee", 1), (None, 3)):
            action = tableau.with_context(genre=genre).action_voir_erreurs()
            self.assertEqual(self.Notification.search_count(action["domain"]), nombre)
        with mute_logger("odoo.addons.registre_national.models.service.collecte"):
            simulateur.pannes(effacer=True)
            tableau.action_tout_reessayer()
            service._collecter()
        tableau.invalidate_recordset()
        self.assertEqual((tableau.nombre_transport, tableau.nombre_ecartees), (0, 0))

    def test_latencies_of_the_last_day_are_those_of_the_service(self):
        service, autre, muet = self.env["registre.service"].create([{"name": f"Essai {n}"} for n in range(3)])

        def ligne(rang, **valeurs):
            return {
                "date": fields.Datetime.now() - timedelta(hours=1 if rang <= 100 else 30),
                "user_id": self.env.uid,
                "processus": "essai",
                "niss": "x",
                "its": "000",
                "finalite": "essai",
                "reference": "essai",
                "tentative": 2 if rang <= 10 else 1,
                "nature": "ok" if rang > 5 else "transport",
                "code": "",
                "duree_ms": rang,
                "service_id": service.id,
                **valeurs,
            }

        lignes = [ligne(rang) for rang in range(1, 201)]
        lignes += [ligne(100, duree_ms=5000, service_id=autre.id)]
        # The page of a person that somebody opened is no call.
        lignes += [ligne(50, service_id=None, operation="copie", duree_ms=None) for _n in range(30)]
        self.Consultation._journaliser(lignes)
        self.assertEqual(service.appels_jour, 100, "older calls are not counted")
        self.assertEqual((service.latence_p50, service.latence_p95, service.latence_p99), (50, 95, 99))
        self.assertEqual((service.reprises_jour, service.echecs_jour), (10, 5))
        self.assertEqual((autre.appels_jour, autre.latence_p50, autre.reprises_jour), (1, 5000, 0))
        self.assertEqual((muet.appels_jour, muet.latence_p99), (0, 0))
        self.assertFalse(self.Consultation._verifier())

    def test_missing_and_to_check(self):
        simulateur, service = self.ouvrir()
        simulateur.pannes(personnes=[simulateur.registre.etat.page(3, 1)[0][0][2]], notification_perdue=True)
        service._collecter()
        simulateur.registre.etat.desabonner(self.gens(service)[0].niss)
        service._comparer_abonnements()
        self.assertEqual((service.nombre_lacunes, service.nombre_ecarts), (1, 1))
        for action in (service.action_voir_lacunes(), service.action_voir_ecarts()):
            self.assertEqual(self.env[action["res_model"]].search_count(action["domain"]), 1)
        self.assertEqual(len(self.gens(service)), PERSONNES - 1)

    def test_the_screen_opens_for_its_group(self):
        gestion = self.utilisateur("gestion.ecran", "group_registre_gestion")
        service = self.env["registre.service"].create({"name": "Essai"})
        with Form(service.with_user(gestion), "registre_national.registre_service_view_tableau") as ecran:
            self.assertEqual(ecran.nombre_attente, 0)
