# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Answers made to crash, to hang or to fill the memory: each is refused in time by one of the four outcomes, or read
for what it says; the next call is answered.
"""

import gzip
import socket
import threading
import time
import tracemalloc
import unittest
import unittest.mock
from contextlib import contextmanager, suppress

from odoo.addons.registre_national.soap import lecture, niss, reception
from odoo.addons.registre_national.soap.appels import Consultations, Reprise
from odoo.addons.registre_national.soap.client import ClientTIGroups, TransportParFil
from odoo.addons.registre_national.soap.erreurs import DonneeIllisible, ErreurRegistre, ErreurTransport
from odoo.addons.registre_national.soap.modele import DATES_ILLISIBLES

from .. import fichiers as f
from .test_client import configuration
from .test_ecritures import nommer, page

RIRES = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
#: Seconds that any of them may take on a busy machine; before they were bounded they took minutes.
VITE = 3
GRANDE = 2_000_000


def emboiter(octets, fois):
    for _fois in range(fois):
        octets = gzip.compress(octets, 1)
    return octets


#: Name -> (bytes, Content-Encoding, Content-Type, code).
MESSAGES = {
    "a thousand compressions": (emboiter(b"<a/>", 1000), "gzip", "text/xml", "pas_xml"),
    "a million empty files": (gzip.compress(gzip.compress(b"") * 900_000), "gzip, gzip", "text/xml", "encodage"),
    "100,000 parts": (
        b"--b\r\nContent-Type: text/xml\r\n\r\n<a/>\r\n" * 100_000 + b"--b--",
        "",
        "multipart/related; boundary=b",
        "reponse_inattendue",
    ),
    "a part of headers only": (
        b"--b\r\n" + b"a:\r\n" * GRANDE + b"--b--", "", "multipart/related; boundary=b", "pas_xml",
    ),
    "a type without end": (b"<a/>", "", 'multipart/related; x="' + ";" * 65000, "pas_xml"),
    "comments before nothing": (b"<!---->" * GRANDE, "", "text/xml", "xml_illisible"),
    "comments before something else": (b"<!---->" * 285 + b"<x/>", "", "text/xml", "reponse_inattendue"),
    "a declaration without end": (b"<?xml " + b" " * GRANDE, "", "text/xml; charset=utf-8", "xml_illisible"),
    "the same in another charset": (b"<?xml " + b" " * GRANDE, "", "text/xml; charset=latin1", "xml_illisible"),
    "entities in entities": (
        f'<!DOCTYPE l [<!ENTITY a "x">{RIRES}]><Envelope x="&m;"><Body>&m;</Body></Envelope>'.encode(),
        "", "text/xml", "xml_illisible",
    ),
    "a document type": (b"<!DOCTYPE l []><Envelope><Body><a/></Body></Envelope>", "", "text/xml", "doctype"),
    "a file of this machine": (
        b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/hostname">]><Envelope><Body>&a;<a/></Body></Envelope>',
        "", "text/xml", "doctype",
    ),
    "a million levels": (b"<a>" * 1_000_000, "", "text/xml", "xml_illisible"),
    "NUL": (b"<Envelope>\0</Envelope>", "", "text/xml", "xml_illisible"),
    "NUL written as a reference": (b"<Envelope>&#0;</Envelope>", "", "text/xml", "xml_illisible"),
    "NUL in UTF-16": ("<Envelope>\0</Envelope>".encode("utf-16"), "", "text/xml", "xml_illisible"),
    "an unknown charset, declared": (
        b'<?xml version="1.0" encoding="x-klingon"?><Envelope/>', "", "text/xml", "xml_illisible",
    ),
    "an unknown charset, announced": (b"<Envelope/>", "", "text/xml; charset=iso-8859-99", "xml_illisible"),
    "a charset that lies": (b"<Envelope>\xe9\xff</Envelope>", "", "text/xml; charset=utf-8", "xml_illisible"),
    "a name of ten million letters": (
        f.reponse(nommer("x" * 10_500_000, "Ada")), "", "text/xml; charset=utf-8", "xml_illisible",
    ),
}  # fmt: skip


class TestMessages(unittest.TestCase):
    def test_each_is_refused_in_time(self):
        for nom, (octets, encodage, type_contenu, code) in MESSAGES.items():
            with self.subTest(nom):
                debut = time.monotonic()
                with self.assertRaises(ErreurRegistre) as leve:
                    ouverts = b"".join(reception.decompresser([octets], encodage, reception.TAILLE_MAX))
                    lecture.corps(reception.mettre_en_forme(ouverts, type_contenu))
                self.assertEqual(leve.exception.code, code)
                self.assertLess(time.monotonic() - debut, VITE)

    def test_a_thousand_compressed_files_are_one_answer_and_no_more(self):
        for membres in (reception.MAX_MEMBRES, reception.MAX_MEMBRES + 1):
            octets = gzip.compress(b"x") * membres
            try:
                self.assertEqual(len(b"".join(reception.decompresser([octets], "gzip", 100_000))), 1000)
            except ErreurTransport as erreur:
                self.assertEqual((erreur.code, membres), ("encodage", 1001))

    def test_where_an_answer_ends_is_seen_at_once(self):
        debut = time.monotonic()
        self.assertIsNone(reception._FERMEE.search(b"</Envelope>" + b"<!---->" * 26 + b"x"))
        self.assertTrue(reception._FERMEE.search(b"</s:Envelope >\n<!-- a -->" + b"<!---->" * 20 + b"\n"))
        self.assertLess(time.monotonic() - debut, VITE)

    def test_the_root_is_found_whatever_stands_before_it(self):
        for avant in ("", "\n ", "<?xml version='1.0'?>", "<!-- " + "x" * 5000 + " -->", "<?a ?><!-- b --> "):
            self.assertTrue(reception.est_enveloppe(f"{avant}<s:Envelope xmlns:s='x'>".encode()))
            self.assertFalse(reception.est_enveloppe(f"{avant}<html>Envelope <Envelope></html>".encode()))
            self.assertFalse(reception.est_enveloppe(f"{avant}<Envelopes>".encode()))


class TestValeurs(unittest.TestCase):
    def test_fifteen_names_that_show_nothing_are_none(self):
        noms = "".join("<LastName><Label>\u200b" + "\u200d" * rang + "</Label></LastName>" for rang in range(15))
        (entree,) = f.lire(f"<Names><Name>{f.date('1990-05-01')}<Name>{noms}</Name></Name></Names>").entrees
        self.assertEqual(entree.contenu, {"noms": [], "prenoms": []})

    def test_digits_of_other_writings(self):
        """Full-width or Arabic digits can mean one number only; a superscript is no digit of a number."""
        for zero in ("\uff10", "\u0660", "\u06f0"):
            ecrit = "".join(chr(ord(zero) + int(chiffre)) for chiffre in f.NISS)
            self.assertEqual(niss.normaliser(ecrit), f.NISS)
            self.assertEqual(lecture.lire_consultation(f.reponse(niss=ecrit), f.NISS).niss, f.NISS)
            self.assertEqual(lecture.lire_page(page(ssin=ecrit)).notifications[0].niss, f.NISS)
        ecrit = f.NISS[:-1] + "\u00b2"
        self.assertEqual(lecture.lire_page(page(ssin=ecrit)).notifications[0].niss, ecrit)
        with self.assertRaises(niss.NissInvalide):
            niss.admettre(ecrit, True)

    def test_spaces_of_all_sorts_in_a_number(self):
        for espace in ("\u00a0", "\u202f", "\u2007", "\u3000", "\u200b", "\ufeff"):
            self.assertEqual(niss.normaliser(espace.join(f.NISS)), f.NISS)

    def test_codes_with_what_does_not_show_are_the_codes_of_the_tables(self):
        for ecrit in ("2\u200b1015", "\ufeff21015\u00a0", "21 015"):
            (entree,) = f.lire(f.residence(("2024-03-01", ecrit))).entrees
            self.assertEqual(entree.code, "21015")
        (entree,) = f.lire(f.CARTE.replace("0010", "00\u200b10")).entrees
        self.assertEqual(entree.code, "0010")
        (entree,) = f.lire(f.identite(sexe="\u200b1")).entrees
        self.assertEqual(entree.code, "1")

    def test_days_and_months_that_are_none_are_said(self):
        for ecrit, texte, ecrite in (
            ("2024-13-00", "2024-00-00", "20/24/13/00"),
            ("2024-05-32", "2024-05-00", "20/24/05/32"),
            ("2024-00-05", "2024-00-00", "20/24/00/05"),
        ):
            (entree,) = f.lire(f.residence((ecrit, "21015"))).entrees
            self.assertEqual((entree.debut.texte, entree.contenu[DATES_ILLISIBLES]), (texte, {"debut": ecrite}))
        (entree,) = f.lire(f.residence(("2024--", "21015", "2024--"))).entrees
        self.assertEqual((entree.debut.texte, entree.fin.texte), ("2024-00-00", "2024-00-00"))
        self.assertNotIn(DATES_ILLISIBLES, entree.contenu)

    def test_a_sequence_that_the_database_could_not_keep_is_none(self):
        bon = page()
        for ecrit in ("9" * 15, "000007"):
            lu = lecture.lire_page(bon.replace(b"<sequence>7", b"<sequence>" + ecrit.encode())).notifications[0]
            self.assertEqual(lu.sequence, int(ecrit))
        for ecrit in ("9" * 16, "9" * 5000, "-1", "+7", "1_0", "\uff17", "7.0", ""):
            with self.assertRaises(DonneeIllisible):
                lecture.lire_page(bon.replace(b"<sequence>7", f"<sequence>{ecrit}".encode()))


class TestServeurs(unittest.TestCase):
    """What a server sends, byte for byte, before it answers the next call as it should."""

    @contextmanager
    def _serveur(self, *envois):
        """Each is sent to one connection, the last to all others; an endless one is a function of the socket."""
        ecoute, recues = socket.create_server(("127.0.0.1", 0)), []

        def servir(connexion, envoi):
            with suppress(OSError), connexion:
                recu = b""
                while b"Envelope>" not in recu:
                    recu += connexion.recv(65536)
                if callable(envoi):
                    envoi(connexion)
                else:
                    connexion.sendall(envoi)

        def accepter():
            with suppress(OSError):
                while True:
                    connexion, _adresse = ecoute.accept()
                    envoi = envois[min(len(recues), len(envois) - 1)]
                    recues.append(threading.Thread(target=servir, args=(connexion, envoi), daemon=True))
                    recues[-1].start()

        threading.Thread(target=accepter, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{ecoute.getsockname()[1]}"
        finally:
            ecoute.shutdown(socket.SHUT_RDWR)
            ecoute.close()

    @staticmethod
    def _deverser(debut, morceau):
        def envoi(connexion):
            connexion.sendall(debut)
            while True:
                connexion.sendall(morceau)

        return envoi

    def test_the_pool_goes_on_after_each(self):
        corps = f.reponse()
        bonne = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n" % len(corps) + corps
        entete = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        bombe = gzip.compress(b" " * 50_000_000)
        for nom, envoi, codes in (
            ("headers for ever", self._deverser(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 50), ("connexion", "coupure")),
            ("interim answers for ever", self._deverser(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), ("delai_total",)),
            ("an endless chunk extension", self._deverser(entete + b"1;x=", b"y" * 65536), ("coupure",)),
            ("chunks that are all extension", self._deverser(entete, b"1;" + b"x" * 60_000 + b"\r\n \r\n"),
                ("delai_total",)),
            ("trailers for ever", self._deverser(entete + b"0\r\n", b"T: x\r\n" * 1000), ("delai_total", "coupure")),
            ("a chunk of no size", entete + b"-5\r\nx", ("coupure",)),
            ("a size that is none", b"HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nx", ("connexion", "coupure")),
            ("a status that is none", b"HTTP/1.1 99999 OK\r\n\r\n", ("connexion", "coupure")),
            ("a redirection that bursts",
                b"HTTP/1.1 302 Found\r\nLocation: http://[/\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
                % len(bombe) + bombe, ("http_302",)),
        ):  # fmt: skip
            with self.subTest(nom), self._serveur(envoi, bonne) as url:
                client = ClientTIGroups(configuration(url, delai_lecture=5, duree_max=0.8))
                with Consultations(client.consulter, 1, True, Reprise(base=0.01)) as appels:
                    debut = time.monotonic()
                    resultat = appels.consulter(f.NISS)
                    self.assertIn(resultat.tentatives[0].code, codes)
                    self.assertEqual(appels.consulter(f.NISS).tentatives[-1].code, "")
                    self.assertLess(time.monotonic() - debut, 0.8 + VITE)

    def test_a_lying_charset_is_wrong_data_or_the_error_of_the_server(self):
        for statut, nature, code in ((200, "donnee", "xml_illisible"), (500, "transport", "http_500")):
            entetes = b"Content-Type: text/xml; charset=utf-16\r\nContent-Length: 3\r\n"
            envoi = b"HTTP/1.1 %d x\r\n" % statut + entetes + b"\r\n<a>"
            with self._serveur(envoi) as url, self.assertRaises(ErreurRegistre) as leve:
                ClientTIGroups(configuration(url, delai_lecture=5)).consulter(f.NISS)
            self.assertEqual((leve.exception.nature, leve.exception.code), (nature, code))

    def test_calls_without_a_guard_do_not_wait(self):
        debut = time.monotonic()
        with Consultations(lambda niss: niss, 1, True) as appels:
            for _fois in range(3):
                appels.consulter(f.NISS)
        self.assertLess(time.monotonic() - debut, 0.9)

    def test_a_redirection_is_not_opened(self):
        bombe = gzip.compress(b" " * 100_000_000)
        envoi = b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(
            bombe
        )
        with self._serveur(envoi + bombe) as url:
            tracemalloc.start()
            try:
                with self.assertRaises(ErreurTransport) as leve:
                    ClientTIGroups(configuration(url, delai_lecture=5)).consulter(f.NISS)
                pic = tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()
        self.assertEqual((leve.exception.code, leve.exception.reprise), ("http_302", False))
        self.assertLess(pic, 20_000_000)


class TestAdresses(unittest.TestCase):
    """The search of the addresses of a host, and all of them together, are in the time to connect."""

    def _poster(self, reponse, connexion=0.3, duree=5.0):
        transport = TransportParFil(connexion, 5, duree=duree)
        with unittest.mock.patch.object(reception.socket, "getaddrinfo", reponse):
            debut = time.monotonic()
            with self.assertRaises(ErreurTransport) as leve:
                transport.post("http://registre.invalid:9/x", b"<a/>", {})
        return leve.exception.code, time.monotonic() - debut

    def test_a_resolver_that_does_not_answer(self):
        arret = threading.Event()
        self.addCleanup(arret.set)
        code, duree = self._poster(lambda *_a, **_o: arret.wait(20) or [])
        self.assertEqual(code, "delai_connexion")
        self.assertLess(duree, VITE)
        self.assertEqual(self._poster(lambda *_a, **_o: arret.wait(20) or [], 5, 0.3)[0], "delai_total")

    def test_an_unknown_host(self):
        def inconnu(*_arguments, **_options):
            raise socket.gaierror(-2, "unknown")

        def mal_ecrit(*_arguments, **_options):
            raise UnicodeError("label too long")

        for reponse in (inconnu, mal_ecrit, lambda *_a, **_o: []):
            self.assertEqual(self._poster(reponse)[0], "connexion")

    def test_many_addresses_that_do_not_answer_share_the_time(self):
        def connecter(adresse, timeout, **_options):
            time.sleep(timeout)
            raise TimeoutError

        adresses = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"192.0.2.{rang}", 9)) for rang in range(20)]
        with unittest.mock.patch("urllib3.util.connection.create_connection", connecter):
            code, duree = self._poster(lambda *_a, **_o: adresses)
        self.assertEqual(code, "delai_connexion")
        self.assertLess(duree, 1)

    def test_the_next_address_is_tried(self):
        """The first one refuses at once."""
        ecoute = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(ecoute.close)
        port, vus = ecoute.getsockname()[1], []
        adresses = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (hote, port)) for hote in ("127.0.0.9", "127.0.0.1")]

        def servir():
            connexion, _adresse = ecoute.accept()
            with connexion:
                vus.append(connexion.recv(65536))
                connexion.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n<a/>")

        threading.Thread(target=servir, daemon=True).start()
        reel = socket.getaddrinfo

        def resoudre(hote, *arguments, **options):
            return adresses if hote == "registre.invalid" else reel(hote, *arguments, **options)

        with unittest.mock.patch.object(reception.socket, "getaddrinfo", resoudre):
            recu = TransportParFil(2, 5).post(f"http://registre.invalid:{port}/x", b"<a/>", {})
        self.assertEqual(recu.content, b"<a/>")
        self.assertIn(b"registre.invalid", vus[0], "the name is asked for, not the address")
