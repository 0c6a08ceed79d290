# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Subscriptions: opened until a day, extended before it, closed with the file, compared with the register's."""

from contextlib import nullcontext
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.parcours_socle.jour import aujourdhui

from ...models.service import collecte as registre_service_collecte
from ...soap.client import ClientTIGroups
from ..commun import PERSONNES, CasRegistre


class TestAbonnements(CasRegistre):
    def setUp(self):
        super().setUp()
        self.env["registre.service"].search([]).active = False
        self.aujourdhui = aujourdhui()
        # Without the floor above, nobody's file is closed.
        self.patch(type(self.Personne), "_apres_lecture", lambda personnes: None)

    def suivre(self, **options):
        simulateur, service = self.ouvrir(**options)
        service._collecter()
        return simulateur, service, self.gens(service)

    def la_bas(self, simulateur, personne):
        return simulateur.registre.etat.abonnement(personne.niss)

    def test_opened_until_a_day(self):
        simulateur, service, gens = self.suivre()
        fin = self.aujourdhui + relativedelta(months=service.duree_abonnement)
        self.assertEqual(set(gens.mapped("abonnement_fin")), {fin})
        self.assertEqual({self.la_bas(simulateur, p)[1] for p in gens}, {fin.isoformat()})
        self.assertEqual(gens.abonnement_service_id, service)

    def test_extended_in_the_last_month_only(self):
        simulateur, service, gens = self.suivre()
        (proche, depasse), autres = gens[:2], gens[2:]
        proche.abonnement_fin = self.aujourdhui + timedelta(days=30)
        depasse.abonnement_fin = self.aujourdhui - timedelta(days=3)
        autres.abonnement_fin = self.aujourdhui + timedelta(days=31)
        service.duree_abonnement = 24
        self.env["registre.service"]._cron_prolonger_abonnements()
        fin = self.aujourdhui + relativedelta(months=24)
        self.assertEqual(set((proche | depasse).mapped("abonnement_fin")), {fin})
        self.assertEqual(set(autres.mapped("abonnement_fin")), {self.aujourdhui + timedelta(days=31)})
        self.assertEqual(self.la_bas(simulateur, proche)[1], fin.isoformat())
        self.assertEqual(simulateur.compteurs["extendSubscriptions"], 1)

    def test_calls_are_bounded_and_nobody_is_left_out(self):
        self.patch(registre_service_collecte, "MAX_ABONNEMENTS", 5)
        simulateur, service, gens = self.suivre()
        gens.abonnement_fin = self.aujourdhui
        service._prolonger_abonnements()
        self.assertEqual(simulateur.compteurs["extendSubscriptions"], 3)
        self.assertNotIn(self.aujourdhui, gens.mapped("abonnement_fin"))

    def test_somebody_the_register_lost_is_followed_anew(self):
        simulateur, service, gens = self.suivre()
        perdu = gens[0]
        simulateur.registre.etat.desabonner(perdu.niss)
        perdu.abonnement_fin = self.aujourdhui
        service._prolonger_abonnements()
        self.assertFalse(perdu.abonnement_debut)
        service._collecter()
        self.assertTrue(perdu.abonnement_debut)
        self.assertTrue(self.la_bas(simulateur, perdu))

    @mute_logger(
        "odoo.addons.registre_national.models.service.abonnements",
        "odoo.addons.registre_national.models.service.collecte",
    )
    def test_a_register_that_is_down_changes_nothing(self):
        simulateur, service, gens = self.suivre()
        gens.abonnement_fin = self.aujourdhui
        gens[0]._fermer_abonnement()
        simulateur.pannes(service="abonnements", http_5xx=True)
        self.env["registre.service"]._cron_prolonger_abonnements()
        self.env["registre.service"]._cron_comparer_abonnements()
        service._collecter()
        self.assertEqual(set(gens.mapped("abonnement_fin")), {self.aujourdhui})
        self.assertTrue(gens[0].abonnement_debut, "still to be closed")
        self.assertFalse(service.derniere_comparaison)

    def test_closed_with_the_file_and_opened_again(self):
        simulateur, service, gens = self.suivre()
        finie = gens[0]
        finie._fermer_abonnement()
        service._collecter()
        self.assertFalse(finie.abonnement_debut or finie.abonnement_fin)
        self.assertEqual(self.la_bas(simulateur, finie)[1], simulateur.jour.isoformat())
        # Read again for another reason: not followed again.
        self.du_service(service).filtered(lambda n: n.personne_id == finie).write({"state": "recue"})
        service._collecter()
        self.assertFalse(finie.abonnement_debut)
        finie._rouvrir_abonnement()
        service._collecter()
        self.assertTrue(finie.abonnement_debut)
        self.assertGreater(self.la_bas(simulateur, finie)[1], self.aujourdhui.isoformat())

    def test_no_difference_when_there_is_none(self):
        """On several pages, and with somebody whose subscription was closed today."""
        simulateur, service, gens = self.suivre()
        gens[0]._fermer_abonnement()
        service._collecter()
        self.patch(ClientTIGroups, "abonnements", petites_pages(ClientTIGroups.abonnements, 5))
        service._comparer_abonnements()
        self.assertFalse(service.ecart_ids)
        self.assertTrue(service.derniere_comparaison)
        self.assertEqual(simulateur.compteurs["searchSubscriptions"], 3)

    def _quatre_ecarts(self, simulateur, service, gens):
        etat = simulateur.registre.etat
        absent, dates, inconnu, etranger, refuse = gens[:5]
        etat.desabonner(absent.niss)
        etat.abonner(dates.niss, *(self.la_bas(simulateur, dates)[0], "2031-01-31"))
        inconnu._oublier_abonnements()
        etranger.suivi_ferme = True
        etranger._oublier_abonnements()
        refuse._oublier_abonnements()
        etat.desabonner(refuse.niss)
        refuse.abonnement_erreur = "MSG00013"
        self.patch(ClientTIGroups, "abonnements", petites_pages(ClientTIGroups.abonnements, 5))
        service._comparer_abonnements()
        return {"absent": absent, "dates": dates, "inconnu": inconnu | etranger, "refus": refuse}

    def test_differences_are_listed_once_with_a_sentence(self):
        simulateur, service, gens = self.suivre()
        attendu = self._quatre_ecarts(simulateur, service, gens)
        trouve = {genre: ecarts.personne_id for genre, ecarts in service.ecart_ids.grouped("genre").items()}
        self.assertEqual(trouve, attendu)
        avant = service.ecart_ids.ids
        service._comparer_abonnements()
        self.assertEqual(service.ecart_ids.ids, avant)
        for ecart in service.ecart_ids:
            self.assertIn("Repair", ecart.explication)
            self.assertNotIn(ecart.niss, ecart.explication)
        # One difference disappears by itself.
        attendu["refus"].abonnement_erreur = False
        service._comparer_abonnements()
        self.assertNotIn("refus", service.ecart_ids.mapped("genre"))

    def test_repair_makes_both_sides_say_the_same(self):
        simulateur, service, gens = self.suivre()
        self._quatre_ecarts(simulateur, service, gens)
        gestion = self.utilisateur("gestion.abonnements", "group_registre_gestion")
        service.ecart_ids.with_user(gestion).action_reparer()
        self.assertFalse(service.ecart_ids)
        service._collecter()
        service._comparer_abonnements()
        self.assertFalse(service.ecart_ids)
        self.assertEqual(gens.filtered("abonnement_debut"), gens.filtered(lambda p: not p.suivi_ferme))
        self.assertEqual(len(gens.filtered("abonnement_debut")), PERSONNES - 1)
        self.assertEqual(gens[1].abonnement_fin.isoformat(), "2031-01-31")

    def test_repair_while_the_register_is_down(self):
        simulateur, service, gens = self.suivre()
        simulateur.registre.etat.desabonner(gens[0].niss)
        service._comparer_abonnements()
        simulateur.pannes(service="abonnements", http_5xx=True)
        with self.assertRaisesRegex(UserError, "Nothing was changed here"):
            service.ecart_ids.action_reparer()
        self.assertEqual(service.ecart_ids.genre, "absent")

    def test_never_beside_a_collection(self):
        simulateur, service, gens = self.suivre()
        self.patch(type(service), "_verrou", lambda _service: nullcontext(False))
        gens.abonnement_fin = self.aujourdhui
        self.env["registre.service"]._cron_prolonger_abonnements()
        self.assertNotIn("extendSubscriptions", simulateur.compteurs)

    def test_an_answer_that_goes_round_is_refused(self):
        _simulateur, service, _gens = self.suivre()
        pages = petites_pages(ClientTIGroups.abonnements, 5)
        self.patch(ClientTIGroups, "abonnements", lambda client, apres="": pages(client))
        with self.assertRaisesRegex(Exception, "reponse_inattendue"):
            service._comparer_abonnements()


def petites_pages(methode, taille):
    """The same call with pages of that size."""
    return lambda client, apres="": methode(client, apres, taille)
