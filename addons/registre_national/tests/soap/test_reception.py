# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What comes over the wire: how long, how much, and in which shape; against real servers on this machine."""

import gzip
import socket
import threading
import time
import tracemalloc
import unittest
import unittest.mock
import zlib
from contextlib import contextmanager, suppress
from datetime import timedelta
from email.utils import format_datetime

from odoo.addons.parcours_socle.jour import moment
from odoo.addons.registre_national.soap import reception
from odoo.addons.registre_national.soap.appels import Consultations, Garde, Reprise
from odoo.addons.registre_national.soap.client import ClientTIGroups, TransportParFil
from odoo.addons.registre_national.soap.erreurs import DonneeIllisible, ErreurRegistre, ErreurTransport
from odoo.addons.registre_national.soap.lecture import lire_consultation

from simulateur import Simulateur, formes
from simulateur.soap import Reponse

from .. import fichiers as f
from .test_client import configuration

#: Shape that is no answer -> (nature, code, whether trying again may help).
REFUSEES = {
    "faute12": ("fault", "MSG00002", True),
    "faute12_client": ("fault", "MSG00008", False),
    "tronquee": ("transport", "coupure", True),
    "gzip_tronque": ("transport", "coupure", True),
    "bombe": ("transport", "trop_grand", True),
    "vide": ("transport", "pas_xml", True),
    "page": ("transport", "html", True),
    "http_408": ("transport", "http_408", True),
    "http_429": ("transport", "http_429", True),
    "http_503": ("transport", "http_503", True),
}
#: Limits of these tests, so that they are quick.
DUREE, TAILLE = 0.6, 1_000_000


class TestFormes(unittest.TestCase):
    """Each shape of the simulator, played for one person of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.simulateur = Simulateur(personnes=6).demarrer()
        cls.addClassCleanup(cls.simulateur.arreter)
        cls.client = ClientTIGroups(configuration(cls.simulateur.url, delai_lecture=5, duree_max=5, taille_max=TAILLE))
        cls.presse = ClientTIGroups(
            configuration(cls.simulateur.url, delai_lecture=5, duree_max=DUREE, taille_max=TAILLE)
        )
        formes.FORMES["bombe"](Reponse(200, "text/xml", b""))  # made once, before any clock runs
        cls.niss = [fiche.niss for fiche in cls.simulateur.fiches]

    def tearDown(self):
        self.simulateur.pannes(effacer=True)
        super().tearDown()

    def test_every_shape_is_told(self):
        self.assertEqual(set(formes.FORMES), set(formes.LISIBLES) | set(REFUSEES))

    def test_what_real_servers_send_is_read_as_the_plain_answer(self):
        attendu = self.client.consulter(self.niss[0]).dossier
        for forme in formes.LISIBLES:
            with self.subTest(forme=forme):
                self.simulateur.pannes(effacer=True)
                self.simulateur.pannes(forme=forme)
                self.assertEqual(self.client.consulter(self.niss[0]).dossier, attendu)

    def test_pages_and_subscriptions_come_in_these_shapes_too(self):
        page, abonnements = self.client.notifications(), self.client.abonnements()
        for forme in ("multipart_desordre", "latin", "gzip", "utf16"):
            with self.subTest(forme=forme):
                self.simulateur.pannes(effacer=True)
                self.simulateur.pannes(service="tous", forme=forme)
                self.assertEqual(self.client.notifications().notifications, page.notifications)
                self.assertEqual(self.client.abonnements(), abonnements)

    def test_what_is_no_answer_is_said(self):
        for forme, attendu in REFUSEES.items():
            with self.subTest(forme=forme):
                self.simulateur.pannes(effacer=True)
                self.simulateur.pannes(service="tous", forme=forme)
                for appeler in (lambda: self.client.consulter(self.niss[0]), self.client.notifications):
                    with self.assertRaises(ErreurRegistre) as leve:
                        appeler()
                    erreur = leve.exception
                    self.assertEqual((erreur.nature, erreur.code, erreur.reprise), attendu)
                    self.assertIsNone(erreur.__cause__)

    def test_an_answer_sent_drop_by_drop_is_given_up(self):
        """Each byte comes in time, the answer never: the call is over when its whole time is."""
        self.simulateur.pannes(service="tous", goutte=0.02)
        for appeler in (
            lambda: self.presse.consulter(self.niss[0]),
            self.presse.notifications,
            self.presse.abonnements,
        ):
            debut = time.monotonic()
            with self.assertRaises(ErreurTransport) as leve:
                appeler()
            self.assertEqual((leve.exception.code, leve.exception.reprise), ("delai_total", True))
            self.assertTrue(DUREE <= time.monotonic() - debut < DUREE + 1)

    def test_a_slow_answer_that_ends_in_time_is_read(self):
        self.simulateur.pannes(latence_ms=200)
        self.assertEqual(self.presse.consulter(self.niss[0]).niss, self.niss[0])

    def test_the_others_go_on_and_the_breaker_counts(self):
        """One drips, one bursts: each is tried three times and noted, the others are read meanwhile."""
        self.simulateur.pannes(personnes=[self.niss[0]], goutte=0.02)
        self.simulateur.pannes(personnes=[self.niss[1]], forme="bombe")
        garde = Garde(100, 60, 0)
        with Consultations(
            lambda niss: garde.appeler(self.presse.consulter, niss), 3, True, Reprise(base=0.01)
        ) as appels:
            resultats = {r.niss: r for r in (futur.result(30) for futur in appels.lancer(self.niss))}
        codes = [[t.code for t in resultats[niss].tentatives] for niss in self.niss]
        self.assertEqual(codes[:2], [["delai_total"] * 3, ["trop_grand"] * 3])
        self.assertEqual(codes[2:], [[""]] * 4)
        garde = Garde(2, 60, 0)
        for _fois in range(2):
            with self.assertRaises(ErreurTransport):
                garde.appeler(self.presse.consulter, self.niss[1])
        self.assertEqual(garde.disjoncteur.etat, "ouvert")

    def test_what_bursts_is_never_in_memory(self):
        self.simulateur.pannes(forme="bombe")
        tracemalloc.start()
        try:
            with self.assertRaises(ErreurTransport):
                self.client.consulter(self.niss[0])
            pic = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        self.assertLess(pic, 8 * TAILLE, "a hundred million bytes were sent")

    def test_register_asks_to_wait(self):
        """A second is waited for; an hour is left to the next collection."""
        attentes = []
        for forme, tentatives in (("http_429", 3), ("http_503", 1)):
            self.simulateur.pannes(effacer=True)
            self.simulateur.pannes(forme=forme)
            with Consultations(self.client.consulter, 1, True, Reprise(base=0.01), attentes.append) as appels:
                resultat = appels.consulter(self.niss[0])
            self.assertEqual((len(resultat.tentatives), resultat.erreur.reprise), (tentatives, True))
        self.assertEqual(attentes, [1.0, 1.0])


class TestServeurs(unittest.TestCase):
    """Servers that do on purpose what no library of ours would."""

    @contextmanager
    def _serveur(self, servir):
        """Serve each connection with a function of (socket, stop); yield the address and the connections met."""
        ecoute, arret, connexions = socket.create_server(("127.0.0.1", 0)), threading.Event(), []

        def accepter():
            while True:
                try:
                    connexion, _adresse = ecoute.accept()
                except OSError:
                    return
                connexions.append(connexion)
                threading.Thread(target=self._proteger, args=(servir, connexion, arret), daemon=True).start()

        threading.Thread(target=accepter, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{ecoute.getsockname()[1]}", connexions
        finally:
            arret.set()
            ecoute.shutdown(socket.SHUT_RDWR)
            ecoute.close()
            for connexion in connexions:
                connexion.close()

    @staticmethod
    def _proteger(servir, connexion, arret):
        with suppress(OSError):  # the client gave up, as it should
            servir(connexion, arret)

    @staticmethod
    def _demande(connexion):
        """Read one request to its end."""
        recu = b""
        while b"\r\n\r\n" not in recu:
            recu += connexion.recv(65536)
        entetes, _vide, corps = recu.partition(b"\r\n\r\n")
        longueur = 0
        for ligne in entetes.lower().split(b"\r\n"):
            if ligne.startswith(b"content-length:"):
                longueur = int(ligne.split(b":")[1])
        while len(corps) < longueur:
            corps += connexion.recv(65536)

    def _code(self, url, **options):
        debut = time.monotonic()
        with self.assertRaises(ErreurTransport) as leve:
            ClientTIGroups(
                configuration(url, **{"delai_lecture": 5, "duree_max": DUREE, "taille_max": TAILLE} | options)
            ).consulter(f.NISS)
        self.assertLess(time.monotonic() - debut, DUREE + 1)
        self.assertTrue(leve.exception.reprise)
        return leve.exception.code

    def _goutter(self, debut, goutte):
        def servir(connexion, arret):
            self._demande(connexion)
            connexion.sendall(debut)
            while not arret.wait(0.02):
                connexion.sendall(goutte)

        return servir

    def test_headers_that_never_end(self):
        for debut, goutte in (
            (b"", b"H"),
            (b"HTTP/1.1 200 OK\r\nX: ", b"x"),
            (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
            (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
            (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"T: x\r\n"),
            (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"x")[:10], b"\0\0"),
            (b"HTTP/1.1 500 Error\r\n\r\n", b"x"),
        ):
            with self.subTest(debut=debut, goutte=goutte), self._serveur(self._goutter(debut, goutte)) as (url, _tous):
                self.assertIn(self._code(url), ("delai_total", "coupure"))

    def test_silence_is_another_thing_than_drops(self):
        def se_taire(connexion, arret):
            self._demande(connexion)
            connexion.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<")
            arret.wait(5)

        with self._serveur(se_taire) as (url, _tous):
            self.assertEqual(self._code(url, delai_lecture=0.2, duree_max=3), "delai_lecture")
            self.assertEqual(self._code(url), "delai_total")

    def test_a_body_without_end_is_not_read_further_than_the_limit(self):
        def deverser(connexion, arret):
            self._demande(connexion)
            connexion.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n")
            while not arret.is_set():
                connexion.sendall(b" " * 65536)

        with self._serveur(deverser) as (url, _tous):
            self.assertEqual(self._code(url, duree_max=5.5), "trop_grand")

    def test_one_connection_serves_many_answers(self):
        corps = gzip.compress(f.reponse())
        entete = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(corps)}\r\n\r\n".encode()

        def repondre(connexion, _arret):
            while True:
                self._demande(connexion)
                connexion.sendall(entete + corps)

        with self._serveur(repondre) as (url, connexions):
            client = ClientTIGroups(configuration(url, duree_max=4))
            for _fois in range(3):
                self.assertEqual(client.consulter(f.NISS).niss, f.NISS)
            self.assertEqual(len(connexions), 1)

    def test_a_contract_at_an_address_is_bounded_too(self):
        with self._serveur(self._goutter(b"HTTP/1.1 200 OK\r\n\r\n", b"<")) as (url, _tous):
            self.assertEqual(self._code(url, wsdl=f"{url}/?wsdl"), "delai_total")

        def grand(connexion, _arret):
            self._demande(connexion)
            connexion.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + b" " * (TAILLE + 1))
            connexion.close()

        with self._serveur(grand) as (url, _tous):
            self.assertEqual(self._code(url, wsdl=f"{url}/?wsdl"), "trop_grand")

    def test_limits_are_those_of_the_specification(self):
        transport = TransportParFil(10, 15)
        self.assertEqual((transport._duree, transport._taille), (45, 20_000_000))
        self.assertEqual(TransportParFil(10, 15, duree=4)._delais, (4, 15))


class TestMorceaux(unittest.TestCase):
    """The parts of the reception, one by one."""

    def _ouvrir(self, octets, encodage, taille=10_000, morceau=7):
        morceaux = (octets[debut : debut + morceau] for debut in range(0, len(octets), morceau))
        return b"".join(reception.decompresser(morceaux, encodage, taille))

    def test_each_compression_is_opened(self):
        texte = b"<a>" + b"text " * 1000 + b"</a>"
        nu = zlib.compressobj(wbits=-15)
        nu = nu.compress(texte) + nu.flush()
        for morceau in (1, 2, 7, 100_000):
            for octets, encodage in (
                (texte, ""),
                (texte, "identity"),
                (gzip.compress(texte), "gzip"),
                (gzip.compress(texte), "X-GZIP"),
                (gzip.compress(texte), ""),
                (gzip.compress(texte) + b"\0" * 20, "gzip"),
                (gzip.compress(texte[:9]) + gzip.compress(b"") + gzip.compress(texte[9:]), "gzip"),
                (zlib.compress(texte), "deflate"),
                (zlib.compress(texte, 9), "deflate"),
                (nu, "deflate"),
                (gzip.compress(texte), "deflate"),
                (gzip.compress(zlib.compress(texte)), "deflate, gzip"),
                (gzip.compress(gzip.compress(gzip.compress(texte))), "gzip,gzip , gzip"),
                (texte, "gzip"),
                (texte, "deflate"),
            ):
                with self.subTest(morceau=morceau, encodage=encodage, octets=octets[:4]):
                    self.assertEqual(self._ouvrir(octets, encodage, morceau=morceau), texte)
        self.assertEqual(self._ouvrir(b"", "gzip"), b"")
        self.assertEqual(self._ouvrir(b"", "deflate"), b"")

    def test_bare_deflate_that_begins_as_if_it_had_a_header(self):
        """A multiple of 31 is not enough: the method is said too."""
        texte = b"<a>" + b"x" * 16 + b"</a>"
        nu = zlib.compressobj(0, wbits=-15)
        octets = nu.compress(texte) + nu.flush()
        self.assertEqual(int.from_bytes(octets[:2]) % 31, 0)
        self.assertEqual(self._ouvrir(octets, "deflate"), texte)

    def test_the_part_that_start_names_is_the_root(self):
        parties = "".join(
            f"--b\r\nContent-Type: text/xml\r\nContent-ID: <{nom}>\r\n\r\n<{nom}/>\r\n" for nom in ("a", "c")
        )
        octets = f"{parties}--b--".encode()
        for debut, lu in (("<c>", b"<c/>"), ("a", b"<a/>"), ("<gone>", b"<a/>")):
            annonce = f'multipart/related; boundary=b; start="{debut}"'
            self.assertEqual(reception.mettre_en_forme(octets, annonce), lu)

    def test_the_limit_is_on_every_step_and_to_the_byte(self):
        texte = b"x" * 1000
        for octets, encodage in ((texte, ""), (gzip.compress(texte), "gzip"), (zlib.compress(texte), "deflate")):
            self.assertEqual(self._ouvrir(octets, encodage, 1000), texte)
            with self.assertRaises(ErreurTransport) as leve:
                self._ouvrir(octets, encodage, 999)
            self.assertEqual((leve.exception.code, leve.exception.reprise), ("trop_grand", True))
        dedans = gzip.compress(gzip.compress(b"x" * 100_000_000, 9), 0)
        with self.assertRaises(ErreurTransport) as leve:
            self._ouvrir(dedans, "gzip, gzip", 1_000_000, 65536)
        self.assertEqual(leve.exception.code, "trop_grand")

    def test_what_is_damaged_or_compressed_otherwise(self):
        for octets, encodage, code in (
            (b"x", "br", "encodage"),
            (b"x", "zstd", "encodage"),
            (b"x", "gzip, br", "encodage"),
            (b"x", "gzip, gzip, gzip, gzip", "encodage"),
            (gzip.compress(b"text" * 100)[:-1], "gzip", "coupure"),
            (gzip.compress(b"text" * 100)[:12], "gzip", "coupure"),
            (gzip.compress(b"text" * 100)[:10] + b"\xff" * 20, "gzip", "coupure"),
            (zlib.compress(b"text" * 100)[:-1], "deflate", "coupure"),
            (b"\x1f\x8b", "gzip", "coupure"),
        ):
            with self.subTest(octets=octets, encodage=encodage), self.assertRaises(ErreurTransport) as leve:
                self._ouvrir(octets, encodage)
            self.assertEqual(leve.exception.code, code)

    def test_the_charset_of_http_prevails(self):
        def lire(octets, type_contenu):
            return lire_consultation(reception.mettre_en_forme(octets, type_contenu), f.NISS).dossier

        bon = f.reponse()
        attendu = lire_consultation(bon, f.NISS).dossier
        texte = bon.decode().partition("?>")[2]
        for declaration, codec, annonce in (
            ('<?xml version="1.0" encoding="UTF-8"?>', "iso-8859-1", "text/xml; charset=ISO-8859-1"),
            ("<?xml version='1.0' encoding='UTF-8' standalone='yes'?>", "cp1252", "text/xml; charset=windows-1252"),
            ('<?xml version="1.0" encoding="ISO-8859-1"?>', "utf-8", 'text/xml; charset="UTF-8"'),
            ('<?xml version="1.0" encoding="ISO-8859-1"?>', "utf-8-sig", "text/xml; charset=iso-8859-1"),
            ("", "iso-8859-15", "application/soap+xml; action=x; charset=iso-8859-15"),
            ('<?xml version="1.0" encoding="ISO-8859-1"?>', "iso-8859-1", "text/xml; charset=us-ascii"),
            ('<?xml version="1.0" encoding="ISO-8859-1"?>', "iso-8859-1", "text/xml; charset=unicode_escape"),
            ('<?xml version="1.0" encoding="ISO-8859-1"?>', "iso-8859-1", ""),
            ("", "utf-8", "text/xml"),
            ('<?xml version="1.0" encoding="UTF-16"?>', "utf-16", "text/xml; charset=utf-16"),
            ('<?xml version="1.0" encoding="UTF-16"?>', "utf-16", "text/xml"),
            ('<?xml version="1.0"?>', "utf-16-le", "text/xml; charset=UTF-16"),
            ('<?xml version="1.0"?>', "utf-16-be", "text/xml; charset=UTF_16"),
            ('<?xml version="1.0"?>', "utf-16-be", ""),
            ('<?xml version="1.0"?>', "utf-16-le", ""),
        ):
            with self.subTest(declaration=declaration, codec=codec, annonce=annonce):
                self.assertEqual(lire((declaration + texte).encode(codec), annonce), attendu)

    def test_what_is_not_in_its_charset_is_refused(self):
        for octets, annonce in ((b"<a>\xff</a>", "utf-8"), (b"\xff\xfe<", "utf-16"), (b"<\x81/>", "windows-1252")):
            with self.subTest(octets=octets), self.assertRaises(ErreurRegistre) as leve:
                lire_consultation(reception.en_utf8(octets, annonce), f.NISS)
            self.assertIn(leve.exception.code, ("xml_illisible", "pas_xml"))

    def test_the_root_of_a_multipart_message(self):
        reponse = Reponse(200, "text/xml", f.reponse())
        for forme in ("multipart", "multipart_desordre", "multipart_nu", "multipart_base64", "multipart_quoted"):
            with self.subTest(forme=forme):
                faite = formes.FORMES[forme](reponse)
                for octets in (faite.corps, b"preamble\r\n" + faite.corps + b"\r\nepilogue"):
                    self.assertEqual(
                        lire_consultation(reception.mettre_en_forme(octets, faite.type), f.NISS).niss, f.NISS
                    )
                with self.assertRaises(ErreurTransport) as leve:
                    reception.mettre_en_forme(faite.corps[:-10], faite.type)
                self.assertEqual(leve.exception.code, "coupure")
        self.assertEqual(reception.mettre_en_forme(b"--b\n\n<a/>\n--b--", "multipart/related; boundary=b"), b"<a/>")
        self.assertEqual(
            reception.mettre_en_forme(
                b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b \r\n"
                b"Content-Type: application/xop+xml\r\n\r\n<a>\r\n</a>\r\n--b--",
                'multipart/related; boundary="b"; start="<gone>"',
            ),
            b"<a>\r\n</a>",
        )

    def test_a_part_without_headers_is_the_file_behind_a_note(self):
        octets = b"--b\r\nContent-Type: text/plain\r\n\r\nnote\r\n--b\r\n\r\n<a/>\r\n--b--"
        self.assertEqual(reception.mettre_en_forme(octets, "multipart/related; boundary=b"), b"<a/>")

    def test_the_headers_of_a_part_are_read_up_to_their_limit(self):
        for longueur, lu in ((10_000, b"<a/>"), (10_001, b"")):
            entetes = b"\r\nContent-Type: text/xml\r\nX: ".ljust(longueur - 4, b"x") + b"\r\n\r\n"
            with self.subTest(longueur=longueur):
                message = b"--b" + entetes + b"<a/>\r\n--b--"
                self.assertEqual(reception.mettre_en_forme(message, "multipart/related; boundary=b"), lu)

    def test_a_multipart_message_without_a_part_or_damaged(self):
        for octets, type_contenu in ((b"<a/>", "multipart/related"), (b"<a/>", "multipart/related; boundary=b")):
            with self.assertRaises(ErreurTransport) as leve:
                reception.mettre_en_forme(octets, type_contenu)
            self.assertEqual(leve.exception.code, "pas_xml")
        with self.assertRaises(DonneeIllisible):
            reception.mettre_en_forme(
                b"--b\r\nContent-Transfer-Encoding: BASE64\r\n\r\nabcde\r\n--b--", "multipart/related; boundary=b"
            )

    def test_how_long_to_wait(self):
        dans = moment() + timedelta(seconds=90)
        for texte, attendu in (("5", 5), (" 7 ", 7), ("", 0), (None, 0), ("-3", 0), ("soon", 0), ("٣", 0)):
            self.assertEqual(reception.attente_demandee(texte), attendu)
        self.assertAlmostEqual(reception.attente_demandee(format_datetime(dans, usegmt=True)), 90, delta=3)
        self.assertEqual(reception.attente_demandee(format_datetime(moment() - timedelta(days=1), usegmt=True)), 0)
