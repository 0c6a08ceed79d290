# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Mutual TLS against a simulated register: who is accepted, who is not, and what is said about it; signed requests."""

import contextlib
import datetime
import os
import ssl
import tempfile
import unittest
from unittest import mock

import requests
from lxml import etree

from odoo.addons.registre_national.soap import signature
from odoo.addons.registre_national.soap.client import ClientTIGroups, Tls, TransportParFil, nature_refus
from odoo.addons.registre_national.soap.erreurs import ErreurTransport
from odoo.addons.registre_national.soap.signature import Horodatage, Signataire

from simulateur import Simulateur

from .. import fichiers as f
from .certificats import PHRASE, Autorite, contexte_serveur
from .test_client import configuration

try:
    import xmlsec
except Exception:  # noqa: BLE001 (it fails in its own way when it does not fit lxml)
    xmlsec = None


class CasTls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        dossier = tempfile.TemporaryDirectory()
        cls.addClassCleanup(dossier.cleanup)
        cls.dossier = dossier.name
        cls.registre, cls.autre = Autorite(dossier.name, "registre"), Autorite(dossier.name, "autre")
        cls.serveur = cls.registre.emettre("serveur", "127.0.0.1")
        cls.serveur_autre_nom = cls.registre.emettre("ailleurs", "registre.example")
        cls.client = cls.registre.emettre("client", phrase=PHRASE)
        cls.client_inconnu = cls.autre.emettre("inconnu")
        cls.phrase = os.path.join(dossier.name, "phrase.txt")
        with open(cls.phrase, "w", encoding="utf-8") as fichier:
            fichier.write(PHRASE + "\n")

    def _reglages(self, **options):
        certificat, cle = self.client
        bons = {"certificat": certificat, "cle": cle, "autorite": self.registre.fichier, "phrase": self.phrase}
        return bons | options

    def _tls(self, **options):
        return Tls.lire(**self._reglages(**options))

    @contextlib.contextmanager
    def _simuler(self, serveur=None, version=None):
        contexte = contexte_serveur(*(serveur or self.serveur), self.registre.fichier, version)
        with Simulateur(personnes=3, contexte_ssl=contexte) as simulateur:
            yield simulateur


class TestTls(CasTls):
    def _code(self, simulateur, reglages):
        with self.assertRaises(ErreurTransport) as leve:
            ClientTIGroups(configuration(simulateur.url, **reglages)).consulter(simulateur.fiches[0].niss)
        self.assertEqual(simulateur.compteurs, {}, "nothing of the request left")
        self.assertFalse(leve.exception.reprise)
        return leve.exception.code

    def test_a_register_of_the_right_authority_is_accepted(self):
        with self._simuler() as simulateur:
            client = ClientTIGroups(configuration(simulateur.url, **self._reglages()))
            niss = simulateur.fiches[0].niss
            self.assertEqual(client.consulter(niss).niss, niss)
            # Nobody but the register's authority is trusted, after a call too (requests would add the public ones).
            contexte = client._consultation._client.transport.contexte
            self.assertEqual(len(contexte.get_ca_certs()), 1)
            self.assertTrue(contexte.check_hostname)
            self.assertNotIn(PHRASE, repr(self._tls()) + repr(client.configuration))

    def test_whoever_is_not_of_the_authority_is_refused(self):
        certificat, cle = self.client_inconnu
        inconnu = {"certificat": certificat, "cle": cle, "phrase": ""}
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            for serveur, options, code in (
                (self.serveur, {"certificat": "", "cle": "", "phrase": ""}, "certificat_client"),
                (self.serveur, inconnu, "certificat_client"),
                (self.serveur, {"autorite": self.autre.fichier}, "certificat"),
                (self.serveur, {"autorite": ""}, "certificat"),
                (self.serveur_autre_nom, {}, "nom_hote"),
            ):
                with self.subTest(version=version, code=code), self._simuler(serveur, version) as simulateur:
                    self.assertEqual(self._code(simulateur, self._reglages(**options)), code)

    def test_files_that_are_not_there_or_not_right(self):
        for options, code in (
            ({"certificat": "/nowhere.pem"}, "certificat_illisible"),
            ({"phrase": "/nowhere"}, "secret_absent"),
            ({"phrase": "REGISTRE_NOT_SET"}, "secret_absent"),
            ({"phrase": ""}, "certificat_illisible"),
            ({"autorite": self.phrase}, "certificat_illisible"),
            ({"cle": self.client_inconnu[1], "phrase": ""}, "certificat_illisible"),
        ):
            with self.subTest(options=options), self.assertRaises(ErreurTransport) as leve:
                self._tls(**options).contexte()
            self.assertEqual((leve.exception.code, leve.exception.reprise), (code, False))
            self.assertIsNone(leve.exception.__cause__)

    def test_what_a_tls_failure_is_called(self):
        """OpenSSL says 62 for a certificate of another host name, 64 for one of another address."""
        for code, attendu in (
            (62, "nom_hote"),
            (64, "nom_hote"),
            (20, "certificat"),
            (63, "certificat"),
            (65, "certificat"),
        ):
            erreur = ssl.SSLCertVerificationError()
            erreur.verify_code = code
            self.assertEqual(nature_refus(ValueError(OSError("outer"), erreur)), attendu, code)
        for raison, attendu in (
            ("TLSV13_ALERT_CERTIFICATE_REQUIRED", "certificat_client"),
            ("WRONG_VERSION_NUMBER", "certificat"),
            (None, "certificat"),
        ):
            erreur = ssl.SSLError()
            erreur.reason = raison
            self.assertEqual(nature_refus(erreur), attendu, raison)
        self.assertEqual(nature_refus(ConnectionResetError("reset")), "")

    def test_a_refusal_that_comes_like_a_cut_is_told_from_one(self):
        """In TLS 1.3 the refusal of our certificate may come after the handshake."""
        refus = ssl.SSLError()
        refus.reason = "TLSV13_ALERT_CERTIFICATE_REQUIRED"
        for erreur, code, reprise in (
            (refus, "certificat_client", False),
            (OSError("Connection reset by peer"), "coupure", True),
            (OSError("Remote end closed connection"), "coupure", True),
            (OSError("No route to host"), "connexion", True),
        ):
            transport = TransportParFil(3, 7)
            transport._session().request = mock.Mock(side_effect=requests.exceptions.ConnectionError(erreur))
            with self.subTest(code=code), self.assertRaises(ErreurTransport) as leve:
                transport.post("https://register", b"", {})
            self.assertEqual((leve.exception.code, leve.exception.reprise), (code, reprise))

    def test_exceptions_that_name_each_other_are_read_once(self):
        une, autre = ValueError(), ValueError()
        une.__context__, autre.__context__ = autre, une
        self.assertEqual(nature_refus(une), "")

    def test_a_setting_that_could_be_the_secret_is_not_read(self):
        with mock.patch.dict("os.environ", {"PGPASSWORD": "/secret"}), self.assertRaises(ErreurTransport) as leve:
            Tls.lire(certificat="PGPASSWORD")
        self.assertEqual((leve.exception.code, leve.exception.reprise), ("secret_absent", False))

    def test_a_passphrase_that_is_no_text_is_not_there(self):
        chemin = os.path.join(self.dossier, "binaire")
        with open(chemin, "wb") as fichier:
            fichier.write(b"\xff\xfe")
        with self.assertRaises(ErreurTransport) as leve:
            Tls.lire(phrase=chemin)
        self.assertEqual((leve.exception.code, leve.exception.reprise), ("secret_absent", False))

    def test_from_the_environment(self):
        certificat, cle = self.client
        variables = {
            "REGISTRE_CERT": certificat,
            "REGISTRE_CLE": cle,
            "REGISTRE_CA": self.registre.fichier,
            "REGISTRE_PHRASE": PHRASE,
        }
        with mock.patch.dict("os.environ", variables):
            tls = Tls.lire("REGISTRE_CERT", "REGISTRE_CLE", "REGISTRE_CA", "REGISTRE_PHRASE")
        self.assertEqual(tls, self._tls())
        self.assertEqual(len(tls.contexte().get_ca_certs()), 1)

    def test_a_renewed_certificate_is_taken_up(self):
        avant = self._tls()
        os.utime(self.client[0], ns=(1, 1))
        self.assertNotEqual(avant, self._tls())


class TestSignature(CasTls):
    def test_a_message_may_be_received_for_five_minutes(self):
        enveloppe = etree.fromstring(f.enveloppe(""))
        instant = datetime.datetime(2026, 11, 24, 10, 58, 30, 123456, tzinfo=datetime.UTC)
        with mock.patch.object(signature, "moment", return_value=instant):
            Horodatage().apply(enveloppe, {})
        textes = [enveloppe.find(f".//{{*}}{nom}").text for nom in ("Created", "Expires")]
        self.assertEqual(textes, ["2026-11-24T10:58:30Z", "2026-11-24T11:03:30Z"])

    @unittest.skipUnless(xmlsec, "the library xmlsec is not on this machine")
    def test_a_key_that_cannot_be_read_is_said(self):
        certificat, _cle = self.client
        for tls in (Tls(certificat, "/nowhere"), Tls("/nowhere"), Tls(certificat, self.phrase)):
            with self.subTest(tls=tls), self.assertRaises(ErreurTransport) as leve:
                Signataire(tls).apply(etree.fromstring(f.enveloppe("<a/>")), {})
            self.assertEqual((leve.exception.code, leve.exception.reprise), ("certificat_illisible", False))

    def _signee(self):
        client = ClientTIGroups(configuration("http://127.0.0.1:9", signer=True, **self._reglages()))
        message = client._consultation.message(**client.requete_consultation("90650100135"))
        return etree.fromstring(etree.tostring(message))

    @unittest.skipUnless(xmlsec, "the library xmlsec is not on this machine")
    def test_timestamp_and_body_are_signed(self):
        message = self._signee()
        espaces = {"ds": "http://www.w3.org/2000/09/xmldsig#"}
        (methode,) = message.xpath("//ds:SignatureMethod/@Algorithm", namespaces=espaces)
        self.assertEqual(methode, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")
        signes = {uri[1:] for uri in message.xpath("//ds:Reference/@URI", namespaces=espaces)}
        identifiants = {
            element.get(nom): etree.QName(element).localname
            for element in message.iter(etree.Element)
            for nom in element.attrib
            if etree.QName(nom).localname == "Id"
        }
        self.assertEqual({identifiants[uri] for uri in signes}, {"Body", "Timestamp"})
        self.assertTrue(self._verifier(message))
        message.find(".//{*}ssin").text = "90650100234"
        self.assertFalse(self._verifier(message), "a signature that covers nothing would still hold")

    def _verifier(self, message):
        contexte = xmlsec.SignatureContext()
        for element in message.iter(etree.Element):
            for nom in element.attrib:
                if etree.QName(nom).localname == "Id":
                    contexte.register_id(element, "Id", etree.QName(nom).namespace)
        contexte.key = xmlsec.Key.from_file(self.client[0], xmlsec.KeyFormat.CERT_PEM)
        try:
            contexte.verify(message.find(".//{http://www.w3.org/2000/09/xmldsig#}Signature"))
        except xmlsec.Error:
            return False
        return True

    @unittest.skipUnless(xmlsec, "the library xmlsec is not on this machine")
    def test_over_the_wire(self):
        with self._simuler() as simulateur:
            niss = simulateur.fiches[0].niss
            client = ClientTIGroups(configuration(simulateur.url, signer=True, **self._reglages()))
            self.assertEqual(client.consulter(niss).niss, niss)

    @unittest.skipUnless(xmlsec, "the library xmlsec is not on this machine")
    def test_nothing_to_sign_with(self):
        with self.assertRaises(ErreurTransport) as leve:
            Signataire(Tls())
        self.assertEqual((leve.exception.code, leve.exception.reprise), ("signature_sans_cle", False))

    def test_without_the_library(self):
        with mock.patch.dict("sys.modules", {"xmlsec": None}), self.assertRaises(ErreurTransport) as leve:
            Signataire(self._tls())
        self.assertEqual((leve.exception.code, leve.exception.reprise), ("signature_absente", False))
