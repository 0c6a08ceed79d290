# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The settings of a service: no secret in the database, no personal data in clear; the breaker between runs; a second
provider.
"""

from datetime import timedelta
from unittest import mock

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tools import mute_logger

from odoo.addons.registre_national.soap import client as module
from odoo.addons.registre_national.soap.appels import _GARDES
from odoo.addons.registre_national.soap.erreurs import AppelSuspendu, StatutMetier
from odoo.addons.registre_national.soap.lecture import lire_dossier
from odoo.addons.registre_national.soap.modele import Notification, Page, Reponse, ResultatAbonnement

from .. import fichiers as f
from ..commun import PERSONNES, CasRegistre
from .test_collecte_erreurs import MUETS


class TestReglages(CasRegistre):
    def test_no_secret_can_be_typed(self):
        _simulateur, service = self.ouvrir(personnes=0)
        for champ in ("client_certificate", "client_key", "client_key_passphrase", "authority"):
            for valeur in ("hunter2", "-----BEGIN PRIVATE KEY-----\nMIIE", "PGPASSWORD", "../key.pem", "/run/../key"):
                with self.subTest(champ=champ, valeur=valeur), self.assertRaises(ValidationError) as leve:
                    service[champ] = valeur
                self.assertNotIn(valeur, str(leve.exception))
            service[champ] = "/run/secrets/x.pem"
            service[champ] = "REGISTRE_X"

    def test_no_personal_data_in_clear(self):
        _simulateur, service = self.ouvrir(personnes=0)
        service.url_consultation = "http://registre.example/consultation"
        with self.assertRaises(ValidationError):
            service.mode_test = False
        service.url_consultation = "https://registre.example/consultation"
        # The two others are those of this machine.
        service.mode_test = False
        for adresse in (
            "http://registre.example/x",
            "http://127.0.0.1.example/x",
            "ftp://127.0.0.1/x",
            "https://user:secret@registre.example/x",
            "registre.example",
            "file:///etc/passwd",
            "https://[bad",
        ):
            with self.subTest(adresse=adresse), self.assertRaises(ValidationError):
                service.url_notifications = adresse


class TestDisjoncteur(CasRegistre):
    def setUp(self):
        super().setUp()
        self.simulateur, self.service = self.ouvrir()
        self.service.write({"breaker_threshold": 4, "breaker_pause": 3600, "pool_size": 1})
        reprise = "odoo.addons.registre_national.soap.appels.Reprise.attente"
        self.startPatcher(mock.patch(reprise, lambda _reprise, _numero: 0))

    def _appels(self):
        return self.simulateur.compteurs.get("retrieveTI", 0)

    def _fin_de_pause(self):
        """An hour passes: on the record and in this process."""
        self.service.breaker_since -= 3600
        _GARDES[(self.env.cr.dbname, self.service.id)].disjoncteur._depuis -= 3600

    @mute_logger(*MUETS)
    def test_opens_stops_politely_tries_and_closes(self):
        service = self.service
        self.assertEqual(service.breaker_state, "ferme")
        self.simulateur.pannes(http_5xx=True)
        service._collecter()
        self.assertEqual(service.breaker_state, "ouvert")
        self.assertIn("left alone until", service.breaker_text)
        self.assertAlmostEqual(service.breaker_date, fields.Datetime.now(), delta=timedelta(seconds=60))
        self.assertEqual(self._appels(), 4)
        # Of twelve, one was tried three times and is in error; the others were not, and wait as they are.
        notifications = self.du_service(service)
        self.assertEqual(len(notifications.filtered(lambda n: n.state == "recue" and not n.attempts)), PERSONNES - 1)
        self.assertEqual(self.Consultation.search_count([("niss", "in", notifications.mapped("niss"))]), 4)
        # The next run asks nothing.
        avant = self.simulateur.compteurs
        bilan = service._collecter()
        self.assertTrue(bilan["suspendu"])
        self.assertEqual((bilan["personnes"], bilan["restantes"]), (0, PERSONNES - 1))
        self.assertEqual(self.simulateur.compteurs, avant)
        parametres = service.action_collecter()["params"]
        self.assertEqual((parametres["type"], parametres["message"]), ("warning", service.breaker_text))
        # The pause is over, the register still down: one call, and open again.
        self._fin_de_pause()
        self.assertEqual(service.breaker_state, "demi_ouvert")
        self.simulateur.pannes(service="notifications", http_5xx=True)
        service._collecter()
        self.assertEqual((service.breaker_state, self._appels()), ("ouvert", 4))
        # The register is back.
        self.simulateur.pannes(effacer=True)
        self._fin_de_pause()
        bilan = service._collecter()
        self.assertEqual((service.breaker_state, bilan["personnes"]), ("ferme", PERSONNES))
        self.assertEqual(len(self.gens(service)), PERSONNES)

    def test_every_call_is_in_the_log_when_a_run_stops_early(self):
        """The next batch is already being asked for when time is up: what left must be in the consultation log."""
        self.service.pool_size = 8
        self.simulateur.pannes(latence_ms=50)
        with mock.patch("odoo.addons.registre_national.models.service.collecte.TAILLE_LOT", 6):
            self.assertEqual(self.service._collecter(duree=0)["personnes"], 6)
        numeros = self.du_service(self.service).mapped("niss")
        self.assertGreater(self._appels(), 6, "nothing of the next batch left: this proves nothing")
        self.assertEqual(self.Consultation.search_count([("niss", "in", numeros)]), self._appels())

    @mute_logger(*MUETS)
    def test_remembered_by_another_process(self):
        self.simulateur.pannes(http_5xx=True)
        self.service._collecter()
        _GARDES.clear()
        with self.assertRaises(AppelSuspendu):
            self.service._client()
        self.assertTrue(self.service._collecter()["suspendu"])

    def test_answers_open_nothing(self):
        """A register that refuses everybody answers all the same."""
        self.simulateur.pannes(statut="MSG00012")
        self.service._collecter()
        self.assertEqual((self.service.breaker_state, self._appels()), ("ferme", PERSONNES))

    def test_the_rate_of_calls_follows_the_setting(self):
        self.service.write({"calls_per_second": 1000, "pool_size": 4})
        self.assertEqual(self.service._collecter()["personnes"], PERSONNES)
        self.assertEqual(_GARDES[(self.env.cr.dbname, self.service.id)].debit.par_seconde, 1000)


class TestFournisseur(CasRegistre):
    def test_a_second_provider_is_one_class(self):
        self.startPatcher(mock.patch.dict(module.FOURNISSEURS))

        @module.fournisseur("jouet", "A toy")
        class Jouet:
            """Answers from memory, in no envelope at all."""

            def __init__(self, configuration):
                self.configuration = configuration

            def consulter(self, niss):
                if niss != f.NISS:
                    raise StatutMetier("NO_DATA_FOUND")
                return Reponse(niss, lire_dossier(f.dossier(f.ORDINAIRE), niss))

            def notifications(self, recepisse="", maximum=500):
                recues = () if recepisse else (Notification(1, "NEWCOMER", f.NISS, commune_nis="21015"),)
                return Page(recues, "1", False)

            def publier(self, numeros, fin=None):
                return [ResultatAbonnement(niss, True, "MSG00000") for niss in numeros]

        service = self.env["registre.service"].create(
            {
                "name": "Jouet",
                "provider": "jouet",
                "mode_test": True,
                "url_consultation": "https://jouet.example",
                "url_notifications": "https://jouet.example",
                "url_abonnements": "https://jouet.example",
                "cbe_number": "0000000097",
                "legal_context": "PARCOURS:ESSAI",
            }
        )
        champ = self.env["registre.service"].fields_get(["provider"])["provider"]
        self.assertIn(("jouet", "A toy"), champ["selection"])
        bilan = service._collecter()
        self.assertEqual((bilan["recues"], bilan["personnes"], bilan["erreurs"]), (1, 1, 0))
        self.assertEqual(self.gens(service).niss, f.NISS)
