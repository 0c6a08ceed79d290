# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What goes wrong for one person stays with that person, is said in plain words, and can be repaired."""

import logging
from unittest.mock import patch

from psycopg2 import OperationalError

from odoo.tools import mute_logger

from odoo.addons import parcours_socle, registre_national

from ...models.service import collecte as registre_service_collecte
from ...soap.client import ClientTIGroups
from ...soap.erreurs import AppelSuspendu
from ..commun import PERSONNES, CasRegistre

MUETS = ("odoo.addons.registre_national.models.service.collecte",)


class TestErreurs(CasRegistre):
    def _verifier_panne(self, nature, code, **panne):
        """One person meets a fault, the others go on; without the fault, "try again" repairs it."""
        simulateur, service = self.ouvrir()
        cible = simulateur.fiches[3].niss
        simulateur.pannes(personnes=[cible], **panne)
        bilan = service._collecter()
        self.assertEqual((bilan["personnes"], bilan["erreurs"]), (PERSONNES - 1, 1))
        (fautive,) = self.du_service(service).filtered(lambda n: n.state != "traitee")
        self.assertEqual((fautive.state, fautive.error_kind, fautive.niss), ("erreur", nature, cible))
        self.assertRegex(fautive.error_code, code)
        self.assertIn("the notification is kept", fautive.error)
        self.assertNotIn(cible, fautive.error)
        self.assertNotRegex(fautive.error, r"[a-z]_[a-z]|Traceback|Exception")
        simulateur.pannes(effacer=True)
        fautive.action_reessayer()
        self.assertEqual((fautive.state, fautive.error), ("recue", False))
        service._collecter()
        self.assertEqual((fautive.state, fautive.personne_id.niss), ("traitee", cible))
        return fautive

    def test_a_server_error_is_tried_three_times(self):
        fautive = self._verifier_panne("transport", "http_503", http_5xx=True)
        tentatives = self.Consultation.search([("niss", "=", fautive.niss)]).sorted("sequence")
        self.assertEqual(tentatives.mapped("nature"), ["transport"] * 3 + ["ok"])
        self.assertEqual(tentatives.mapped("tentative"), [1, 2, 3, 1])

    def test_a_web_page_is_a_transport_error(self):
        self._verifier_panne("transport", "html", html=True)

    def test_a_cut_connection_is_a_transport_error(self):
        self._verifier_panne("transport", "coupure", coupure=True)

    def test_a_soap_fault_is_kept_with_its_code(self):
        self._verifier_panne("fault", "MSG00003", fault=True)

    def test_each_refusing_status_is_kept_with_its_code(self):
        for code in ("MSG00012", "MSG00024", "MSG00021", "MSG00023"):
            with self.subTest(code=code):
                self._verifier_panne("statut", code, statut=code)

    def test_broken_xml_is_unreadable_data(self):
        self._verifier_panne("donnee", "xml_illisible", xml_casse=True)

    def test_an_unknown_commune_consults_nothing(self):
        """The register is not consulted about somebody who is not announced in one of our communes."""
        fautive = self._verifier_panne("donnee", "commune_inconnue", commune_inconnue=True)
        self.assertEqual(self.Consultation.search_count([("niss", "=", fautive.niss)]), 1)

    def test_malformed_numbers_are_kept_as_errors_until_corrected(self):
        simulateur, service = self.ouvrir()
        simulateur.pannes(numero_malforme=4)
        bilan = service._collecter()
        self.assertEqual((bilan["personnes"], bilan["erreurs"]), (PERSONNES, 4))
        fautives = self.du_service(service).filtered(lambda n: n.state == "erreur").sorted("sequence")
        malformees = fautives.filtered(lambda n: n.error_code.startswith("niss_"))
        self.assertTrue(all("has not eleven digits" in n.error for n in malformees))
        # eleven digits are asked for, odd as they are: it is the register that says what they are
        autres = fautives - malformees
        self.assertEqual((len(malformees), set(autres.mapped("error_code"))), (2, {"MSG00008"}))
        self.assertEqual(self.Consultation.search_count([("niss", "in", autres.mapped("niss"))]), 2)
        self.assertFalse(self.Consultation.search_count([("niss", "in", malformees.mapped("niss"))]))
        # The source corrects one of them: asked for again, it is read under the right number.
        corrigee, juste = fautives[0], simulateur.fiches[0].niss
        self.patch(
            type(self.Notification),
            "_corriger",
            lambda self, notifications: self.write({"niss": juste, "a_redemander": False}),
        )
        corrigee.action_reessayer()
        service._collecter()
        self.assertEqual((corrigee.state, corrigee.personne_id.niss), ("traitee", juste))

    @mute_logger(*MUETS)
    def test_a_register_that_is_down_is_said_and_made_up_for(self):
        """Notifications cannot be fetched: said on the service, and the next collection makes up for it."""
        simulateur, service = self.ouvrir()
        simulateur.pannes(service="notifications", http_5xx=True)
        service._collecter()
        self.assertIn("could not be fetched", service.last_error)
        self.assertEqual(service.action_collecter()["params"]["type"], "danger")
        simulateur.pannes(effacer=True)
        self.assertEqual(service.action_collecter()["params"]["type"], "success")
        self.assertFalse(service.last_error)
        self.assertEqual(len(self.gens(service)), PERSONNES)

    def test_passing_errors_are_taken_up_again_a_few_times(self):
        simulateur, service = self.ouvrir(personnes=2)
        cible = simulateur.fiches[0].niss
        simulateur.pannes(personnes=[cible], statut="MSG00022")
        for tours in range(1, 8):
            service._collecter()
            fautive = self.du_service(service).filtered(lambda n: n.niss == cible)
            self.assertEqual(fautive.attempts, min(tours, 5))
            self.assertEqual(fautive.state, "erreur" if tours < 5 else "ecartee")
        self.assertIn("Set aside after 5 attempts", fautive.error)
        simulateur.pannes(effacer=True)
        service._collecter()
        self.assertEqual(fautive.state, "ecartee", "set aside after five attempts, until somebody chooses to try again")
        fautive.action_reessayer()
        service._collecter()
        self.assertEqual(fautive.state, "traitee")

    def test_the_number_of_attempts_is_a_setting(self):
        simulateur, service = self.ouvrir(personnes=2)
        service.attempts_max = 1
        simulateur.pannes(personnes=[simulateur.fiches[0].niss], statut="MSG00022")
        service._collecter()
        self.assertEqual(set(self.du_service(service).mapped("state")), {"ecartee", "traitee"})

    def test_an_outage_sets_nobody_aside(self):
        """The register is down for longer than the attempts last: when it is back, everything goes on by itself."""
        simulateur, service = self.ouvrir()
        service.attempts_max = 2
        # The breaker would keep the calls back: here they must all be made, and fail.
        service.breaker_threshold = 1000
        simulateur.pannes(http_5xx=True)
        for _fois in range(3):
            service._collecter()
        self.assertEqual(set(self.du_service(service).mapped("state")), {"erreur"})
        simulateur.pannes(effacer=True)
        self.assertEqual(service._collecter()["personnes"], PERSONNES)

    def test_an_unreachable_supplier_is_an_outage_too(self):
        """The integrator answers, and says of everybody that the register behind it is unreachable."""
        for seuil in (1000, 4):  # every call is made, or the breaker opens in the middle of the batch
            with self.subTest(seuil=seuil):
                simulateur, service = self.ouvrir()
                service.write({"attempts_max": 1, "breaker_threshold": seuil})
                simulateur.pannes(statut="MSG00002")
                service._collecter()
                etats = set(self.du_service(service).mapped(lambda n: (n.state, n.attempts)))
                self.assertLessEqual(etats, {("erreur", 0), ("recue", 0)})

    def test_calls_that_were_not_made_leave_the_queue_as_it_was(self):
        _simulateur, service = self.ouvrir()
        service.breaker_threshold = 1000  # it must not open on the calls suspended in its place here

        def suspendre(_client, _niss):
            raise AppelSuspendu()

        with patch.object(ClientTIGroups, "consulter", suspendre):
            bilan = service._collecter()
        self.assertEqual((bilan["erreurs"], bilan["restantes"]), (0, PERSONNES))
        self.assertEqual(set(self.du_service(service).mapped("attempts")), {0})
        self.assertEqual(service._collecter()["personnes"], PERSONNES)

    def test_a_register_that_gives_files_of_people_we_follow_only(self):
        """Nobody new could be read if the subscription always came after the file."""
        _simulateur, service = self.ouvrir(exiger_abonnement=True)
        self.assertEqual(service._collecter()["erreurs"], PERSONNES)
        self.assertEqual(service._collecter()["personnes"], PERSONNES)
        self.assertEqual(set(self.du_service(service).mapped("state")), {"traitee"})
        self.assertTrue(all(self.gens(service).mapped("abonnement_debut")))

    def test_what_was_asked_for_is_logged_when_storing_breaks_off(self):
        """The batch behind the one that fails was being asked for already: its consultations took place."""
        simulateur, service = self.ouvrir()
        self.patch(registre_service_collecte, "TAILLE_LOT", PERSONNES // 2)
        # That the log has a transaction of its own is tested on real connections (tests/test_journal_consultations.py):
        # here there is one, and what breaks off takes back the log too.
        journal, sceller = [], type(self.Consultation)._sceller
        self.patch(
            type(self.Consultation),
            "_sceller",
            lambda log, lignes, *derniere: journal.extend(lignes) or sceller(log, lignes, *derniere),
        )
        with (
            patch.object(type(service), "_ranger", side_effect=OperationalError),
            self.assertInterrupted(OperationalError),
        ):
            service._collecter()
        demandes = simulateur.compteurs["retrieveTI"]
        self.assertGreater(demandes, PERSONNES // 2)
        self.assertEqual(len(journal), demandes)
        self.assertEqual(set(self.du_service(service).mapped("state")), {"recue"})

    def test_only_the_culprit_of_a_batch_is_set_aside(self):
        """The floor above fails for one person: that one is set aside whole, the others are stored."""
        simulateur, service = self.ouvrir()
        cible = simulateur.fiches[5].niss

        def echouer(personnes):
            if cible in personnes.mapped("niss"):
                raise ValueError(f"about {cible}")

        self.patch(type(self.Personne), "_apres_lecture", echouer)
        with self.assertLogs("odoo.addons.parcours_socle.lots", logging.WARNING) as journal:
            bilan = service._collecter()
        self.assertEqual((bilan["personnes"], bilan["erreurs"]), (PERSONNES - 1, 1))
        self.assertNotIn(cible, "".join(journal.output))
        self.assertFalse(self.Personne.search([("niss", "=", cible)]))
        self.assertFalse(self.Information.search([("personne_id.niss", "=", cible)]))
        (fautive,) = self.du_service(service).filtered(lambda n: n.state == "erreur")
        self.assertEqual((fautive.error_kind, fautive.niss), ("interne", cible))
        self.assertEqual(
            self.Consultation.search_count([("niss", "=", cible)]),
            1,
            "the consultation took place: it stays in the log",
        )

    def test_two_people_said_to_be_one(self):
        simulateur, service = self.ouvrir()
        service._collecter()
        un, deux = (f.niss for f in simulateur.fiches[:2])
        notification = self.du_service(service).filtered(lambda n: n.niss == un)
        notification.write({"state": "recue", "category": "REPLACED", "niss_remplace": deux})
        service._collecter()
        self.assertEqual((notification.state, notification.error_code), ("erreur", "deux_personnes"))
        self.assertEqual(self.Personne.search_count([("niss", "in", [un, deux])]), 2)

    def test_no_personal_data_in_the_logs(self):
        # Odoo does it when it loads an addon; pytest imported these before.
        for addon in (parcours_socle, registre_national):
            addon.post_load()
        simulateur, service = self.ouvrir()
        simulateur.pannes(personnes=[simulateur.fiches[0].niss], xml_casse=True)
        simulateur.pannes(personnes=[simulateur.fiches[1].niss], coupure=True)
        for nom in ("zeep", "urllib3", "requests"):
            niveau = logging.getLogger(nom).level
            logging.getLogger(nom).setLevel(logging.DEBUG)
            self.addCleanup(logging.getLogger(nom).setLevel, niveau)
        with self.assertLogs(level=logging.DEBUG) as journal:
            service._collecter()
        # Odoo writes its SQL at DEBUG level; it is never enabled in production and is not what is tested here.
        textes = "\n".join(
            ligne
            for ligne, r in zip(journal.output, journal.records, strict=True)
            if not r.name.startswith("odoo.sql_db")
        )
        for personne in self.gens(service):
            self.assertNotIn(personne.niss, textes)
            self.assertNotIn(personne.nom or personne.niss, textes)
