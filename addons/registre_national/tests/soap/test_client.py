# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The client against a register that answers, fails, is slow or is not there; requests against both contracts."""

import http.server
import socket
import struct
import threading
import unittest
import unittest.mock
from contextlib import contextmanager
from pathlib import Path

from lxml import etree
from requests.adapters import HTTPAdapter

from odoo.addons.registre_national.soap import client as module
from odoo.addons.registre_national.soap.client import ClientTIGroups, Configuration, TransportParFil
from odoo.addons.registre_national.soap.erreurs import DonneeAnormale, ErreurTransport, StatutMetier
from odoo.addons.registre_national.soap.validation import schema_de

from simulateur import Simulateur

from .. import fichiers as f

OFFICIEL = Path(__file__).parents[5] / "shared" / "contract" / "RetrieveTIGroups-v2.wsdl"
#: Serial 999 is never allocated: the one plain number that the official contract accepts and nobody has.
NUMERO_999 = f.numero("900501999")


def configuration(url, **options):
    delais = {"delai_connexion": 10, "delai_lecture": 15}
    urls = (f"{url}/{service}" for service in ("consultation", "notifications", "abonnements"))
    return Configuration(*urls, "0000000097", "PARCOURS:ESSAI", **delais | options)


class TestContrat(unittest.TestCase):
    def _corps(self, enveloppe):
        return etree.fromstring(etree.tostring(enveloppe[0][0]))

    def test_requests_follow_our_contract(self):
        client = ClientTIGroups(configuration("http://127.0.0.1:9"))
        message = client._consultation.message(**client.requete_consultation(f.NISS))
        schema_de(str(module.WSDL_CONSULTATION)).assertValid(self._corps(message))
        suivi = schema_de(str(module.WSDL_SUIVI))
        suivi.assertValid(self._corps(client._notifications.message(**client.requete_notifications("R1", 500))))
        suivi.assertValid(self._corps(client._notifications.message(**client.requete_notifications("", 500))))
        suivi.assertValid(self._corps(client._abonnements["publish"].message(**client.requete_abonnements([f.NISS]))))

    def test_the_official_contract_works_unchanged(self):
        """Only the path changes; a generated number is what the official contract must refuse."""
        if not OFFICIEL.is_file():
            self.skipTest("the official contract is not on this machine")
        client = ClientTIGroups(configuration("http://127.0.0.1:9", wsdl=str(OFFICIEL)))
        schema = schema_de(str(OFFICIEL))
        schema.assertValid(self._corps(client._consultation.message(**client.requete_consultation(NUMERO_999))))
        self.assertFalse(
            schema.validate(self._corps(client._consultation.message(**client.requete_consultation(f.NISS))))
        )
        with Simulateur(personnes=2) as simulateur:
            niss = simulateur.fiches[0].niss
            reponse = ClientTIGroups(configuration(simulateur.url, wsdl=str(OFFICIEL))).consulter(niss)
        self.assertEqual(reponse, self._sans_ticket(reponse, niss))

    def _sans_ticket(self, reponse, niss):
        self.assertEqual(reponse.niss, niss)
        self.assertGreater(len(reponse.dossier.entrees), 4)
        return reponse

    def test_one_client_for_the_life_of_the_process(self):
        un, deux = (ClientTIGroups(configuration(f"http://127.0.0.1:{port}")) for port in (1, 2))
        self.assertIs(un._consultation._client, deux._consultation._client)

    def test_a_wsdl_that_is_not_there_is_said(self):
        with self.assertRaises(ErreurTransport) as leve:
            ClientTIGroups(configuration("http://127.0.0.1:9", wsdl="/nowhere.wsdl"))
        self.assertEqual((leve.exception.code, leve.exception.reprise), ("adresse", False))

    def test_a_wsdl_without_the_operation_is_said(self):
        with self.assertRaises(ErreurTransport) as leve:
            ClientTIGroups(configuration("http://127.0.0.1:9", wsdl=str(module.WSDL_SUIVI)))
        self.assertEqual((leve.exception.code, leve.exception.reprise), ("adresse", False))

    def test_the_answer_is_left_to_lxml(self):
        """registre.md §6: `strict=False`, `raw_response=True`."""
        # A timeout of its own, for a client that no other test has loaded.
        reglages = ClientTIGroups(configuration("http://127.0.0.1:9", delai_lecture=6))._consultation._client.settings
        self.assertEqual((reglages.strict, reglages.raw_response), (False, True))

    def test_a_consultation_asks_for_the_history(self):
        """registre.md §3: the history comes with the answer."""
        client = ClientTIGroups(configuration("http://127.0.0.1:9"))
        recherche = client.requete_consultation(f.NISS)["searchInformation"]
        self.assertEqual(recherche, {"ssin": f.NISS, "language": "fr", "history": True})

    def test_a_request_carries_a_thousand_subscriptions_and_no_more(self):
        """suivi-v1.xsd."""
        client = ClientTIGroups(configuration("http://127.0.0.1:9"))
        requete = client.requete_abonnements([f.NISS] * module.MAX_ABONNEMENTS)
        message = client._abonnements["publish"].message(**requete)
        schema_de(str(module.WSDL_SUIVI)).assertValid(self._corps(message))
        with self.assertRaises(DonneeAnormale) as leve:
            client._abonnements["publish"].appeler(
                **client.requete_abonnements([f.NISS] * (module.MAX_ABONNEMENTS + 1))
            )
        self.assertEqual(leve.exception.code, "requete_invalide")

    def test_more_people_than_one_request_carries_are_asked_for_in_several(self):
        client, lots = ClientTIGroups(configuration("http://127.0.0.1:9")), []

        def appeler(**parametres):
            lots.append([ligne["ssin"] for ligne in parametres["subscription"]])
            return b"answer"

        numeros = [f"{rang:011d}" for rang in range(module.MAX_ABONNEMENTS + 1)]
        with (
            unittest.mock.patch.object(client._abonnements["publish"], "appeler", appeler),
            unittest.mock.patch.object(module, "lire_abonnements", lambda octets: [octets]),
        ):
            self.assertEqual(client.publier(numeros), [b"answer"] * 2)
        self.assertEqual(lots, [numeros[:-1], numeros[-1:]])

    def test_pages_are_of_500_notifications_and_of_1000_subscriptions(self):
        client, demandes = ClientTIGroups(configuration("http://127.0.0.1:9")), []

        def appeler(**parametres):
            demandes.append(parametres["maximum"])
            raise StatutMetier("MSG00003")

        for operation, demander in (
            (client._notifications, client.notifications),
            (client._abonnements["search"], client.abonnements),
        ):
            with (
                unittest.mock.patch.object(operation, "appeler", appeler),
                self.assertRaises(StatutMetier),
            ):
                demander()
        self.assertEqual(demandes, [500, module.MAX_ABONNEMENTS])

    def test_a_number_is_replaced_four_times_at_most(self):
        """Five numbers of one person are read; a sixth is taken for a circle."""
        numeros = [f.numero(f"90650100{rang}") for rang in range(1, 8)]

        def consulter(niss, derniere):
            rang = numeros.index(niss)
            if rang == derniere:
                return "answer"
            raise StatutMetier("MSG00020", "NO_RESULT", numeros[rang + 1])

        self.assertEqual(module.suivre_numero(lambda niss: consulter(niss, 4), numeros[0]), (numeros[:5], "answer"))
        with self.assertRaises(DonneeAnormale) as leve:
            module.suivre_numero(lambda niss: consulter(niss, 5), numeros[0])
        self.assertEqual(leve.exception.code, "boucle_remplacements")

    def test_a_refusal_that_names_no_other_number_is_not_followed(self):
        for statut in (StatutMetier("MSG00020", "NO_RESULT"), StatutMetier("MSG00021", "NO_RESULT", NUMERO_999)):
            with self.assertRaises(StatutMetier) as leve:
                module.suivre_numero(unittest.mock.Mock(side_effect=statut), f.NISS)
            self.assertIs(leve.exception, statut)

    def test_a_request_that_cannot_be_built(self):
        client = ClientTIGroups(configuration("http://127.0.0.1:9"))
        with self.assertRaises(DonneeAnormale) as leve:
            client._consultation.appeler(inconnu=f.NISS)
        self.assertEqual(leve.exception.code, "requete_invalide")
        self.assertIsNone(leve.exception.__cause__)


class TestSimulateur(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.simulateur = Simulateur(personnes=15).demarrer()
        cls.addClassCleanup(cls.simulateur.arreter)
        cls.client = ClientTIGroups(configuration(cls.simulateur.url, delai_lecture=10))

    def tearDown(self):
        self.simulateur.pannes(effacer=True)
        super().tearDown()

    def test_pages_follow_each_other_without_repeating(self):
        recepisse, sequences = "", []
        while True:
            page = self.client.notifications(recepisse, 4)
            sequences += [n.sequence for n in page.notifications]
            recepisse = page.recepisse
            if not page.encore:
                break
        self.assertEqual(len(sequences), 15)
        self.assertEqual(sequences, sorted(set(sequences)))
        self.assertEqual(self.client.notifications(recepisse).notifications, ())
        with self.assertRaises(StatutMetier) as leve:
            self.client.notifications("never-given")
        self.assertEqual(leve.exception.code, "UNKNOWN_RECEIPT")

    def test_each_subscription_has_its_answer(self):
        numeros = [fiche.niss for fiche in self.simulateur.fiches]
        resultats = self.client.publier(numeros)
        self.assertEqual([(r.niss, r.ok) for r in resultats], [(niss, True) for niss in numeros])
        self.assertEqual(self.client.publier([]), [])

    def test_a_number_of_nobody_is_an_outcome(self):
        with self.assertRaises(StatutMetier) as leve:
            self.client.consulter(f.numero("036101001", True))
        self.assertEqual(leve.exception.code, "NO_DATA_FOUND")

    def test_sessions_are_per_thread_and_reused(self):
        niss, sessions = self.simulateur.fiches[0].niss, []
        transport = self.client._consultation._client.transport

        def deux_fois():
            for _fois in range(2):
                self.client.consulter(niss)
                sessions.append(id(transport._session()))

        fils = [threading.Thread(target=deux_fois) for _n in range(3)]
        for fil in fils:
            fil.start()
        for fil in fils:
            fil.join()
        self.assertEqual((len(sessions), len(set(sessions))), (6, 3))


class Muet(http.server.BaseHTTPRequestHandler):
    """Answers what its server says: (status, headers, body), or nothing at all."""

    def do_POST(self):
        if self.server.reponse is None:
            self.server.fin.wait(20)
            return
        statut, entetes, corps = self.server.reponse
        self.send_response(statut)
        for nom, valeur in {"Content-Length": str(len(corps)), **entetes}.items():
            self.send_header(nom, valeur)
        self.end_headers()
        self.wfile.write(corps)

    def log_message(self, *arguments):
        pass


class TestTransport(unittest.TestCase):
    @contextmanager
    def _serveur(self, reponse):
        serveur = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Muet)
        serveur.reponse, serveur.fin = reponse, threading.Event()
        fil = threading.Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        fil.start()
        try:
            yield f"http://127.0.0.1:{serveur.server_address[1]}"
        finally:
            serveur.fin.set()
            serveur.shutdown()
            serveur.server_close()
            fil.join()

    def _erreur(self, url, **options):
        with self.assertRaises(ErreurTransport) as leve:
            ClientTIGroups(configuration(url, **options)).consulter(f.NISS)
        self.assertNotIn(f.NISS, str(leve.exception))
        self.assertIsNone(leve.exception.__cause__)
        return leve.exception.code, leve.exception.reprise

    def test_answers_that_are_none(self):
        for reponse, attendu in (
            ((503, {}, b"x"), ("http_503", True)),
            ((500, {}, b"<html/>"), ("http_500", True)),
            ((404, {}, b""), ("http_404", False)),
            ((429, {}, b""), ("http_429", True)),
            ((430, {}, b""), ("http_430", False)),
            ((499, {}, b""), ("http_499", False)),
            ((201, {}, f.reponse()), ("http_201", False)),
            ((501, {}, f.reponse()), ("http_501", True)),
            ((500, {}, b"The <Envelope> was refused"), ("http_500", True)),
            ((500, {}, b"<html><body>Envelope</body></html>"), ("http_500", True)),
            ((200, {}, b"<html><body/></html>"), ("html", True)),
            ((200, {}, b"hello"), ("pas_xml", True)),
            ((200, {"Content-Length": "999"}, b"<a"), ("coupure", True)),
        ):
            with self.subTest(attendu=attendu), self._serveur(reponse) as url:
                self.assertEqual(self._erreur(url), attendu)

    def test_redirection_is_not_followed(self):
        """A request holds a person's number: it goes where the configuration says and nowhere else."""
        with self._serveur((200, {}, f.reponse())) as autre, self._serveur((307, {"Location": autre}, b"")) as url:
            self.assertEqual(self._erreur(url), ("http_307", False))

    def test_a_register_that_is_not_there_is_said(self):
        self.assertEqual(self._erreur("http://127.0.0.1:9"), ("connexion", True))
        self.assertEqual(self._erreur("nothing"), ("adresse", False))

    def test_a_register_that_hangs_up_is_a_cut(self):
        for rompre in (self._raccrocher, self._reinitialiser):
            with (
                self.subTest(rompre=rompre.__name__),
                self._serveur((200, {}, b"")) as url,
                unittest.mock.patch.object(Muet, "do_POST", rompre),
            ):
                self.assertEqual(self._erreur(url), ("coupure", True))

    @staticmethod
    def _raccrocher(poignee):
        poignee.close_connection = True

    @staticmethod
    def _reinitialiser(poignee):
        # Closed with no time to linger, the connection is reset.
        poignee.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        poignee.server.shutdown_request = lambda requete: requete.close()
        poignee.close_connection = True

    def test_the_timeouts_are_those_of_the_configuration(self):
        session = TransportParFil(3, 7)._session()
        for prefixe in ("http://", "https://"):
            adaptateur = session.get_adapter(f"{prefixe}register")
            with unittest.mock.patch.object(HTTPAdapter, "send") as envoyer:
                adaptateur.send("request", stream=True, timeout=None)
            envoyer.assert_called_once_with("request", stream=True, timeout=(3, 7))

    def test_no_answer_in_time(self):
        with self._serveur(None) as url:
            self.assertEqual(self._erreur(url, delai_lecture=0.3), ("delai_lecture", True))

    def test_a_fault_comes_with_status_500(self):
        corps = f.enveloppe(
            "<s:Fault xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><faultcode>s:Client</faultcode></s:Fault>"
        )
        with self._serveur((500, {}, corps)) as url, self.assertRaisesRegex(Exception, "fault: Client"):
            ClientTIGroups(configuration(url)).consulter(f.NISS)

    def test_environment_is_ignored(self):
        """No proxy of the machine ever sees a request."""
        with (
            self._serveur((200, {}, f.reponse())) as url,
            unittest.mock.patch.dict("os.environ", {"http_proxy": "http://127.0.0.1:9"}),
        ):
            # A timeout of its own, for a client that no other test has loaded.
            client = ClientTIGroups(configuration(url, delai_lecture=9))
            self.assertEqual(client.consulter(f.NISS).niss, f.NISS)
