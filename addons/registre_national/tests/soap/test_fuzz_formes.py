# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Damaged answers in every shape of real servers: read or refused, never a crash, never stuck.

A few hundred seeded ones at each change; `./parcours epreuve fuzz` tries ten thousand.
"""

import random
import re
import time
import unittest
from collections import Counter

from odoo.addons.registre_national.soap import erreurs, lecture, reception

from simulateur import formes
from simulateur.soap import Reponse

from .. import fichiers as f
from . import repertoire as r
from .test_ecritures import SUIVI, page

NOMBRE = 600
MORCEAUX = (
    b"--", b"\r\n", b"\n\n", b"\x1f\x8b", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc2\xa0", b"\xe2\x80\x8b",
    b"<Month>5</Month>",
    b"<Day>99</Day>", b"90.65.18-999.30", b"<e:Subcode>", b"UTF-16", b"]]>", b"&#0;", b"=3D", b"MIMEBoundary7",
)  # fmt: skip
TYPES = (
    "", "text/xml; charset=utf-16", "text/xml; charset=iso-8859-1", "multipart/related",
    'multipart/related; boundary=""',
    "multipart/related; boundary=MIMEBoundary7; start=x", "text/xml; charset*=utf-8''x", "\r\n;;=",
    "text/xml; charset=\xff",
)  # fmt: skip


def consultation(octets):
    return lecture.lire_consultation(octets, f.NISS)


def abonnements():
    """A page of subscriptions: one that runs, one refused."""
    suivi = "".join(
        f"<result><ssin>{numero}</ssin><status><value>{valeur}</value><code>{code}</code></status><beginDate>2026-01-01"
        "</beginDate><endDate>2027-1-5</endDate></result>"
        for numero, valeur, code in ((f.NISS, "OK", "MSG00000"), (r.NISS, "NOK", "MSG00008"))
    )
    statut = "<status><value>OK</value><code>MORE_TO_COME</code></status>"
    return f.enveloppe(
        f'<t:searchSubscriptionsResponse xmlns:t="{SUIVI}">{statut}{suivi}</t:searchSubscriptionsResponse>'
    )


#: What is damaged, and how it is read.
CONSULTATIONS = (f.reponse(), r.faute("MSG00002"), r.reponse("NO_RESULT", "MSG00020", r.NOUVEAU)) + tuple(
    r.reponse("DATA_FOUND", "MSG00000", contenu=r.fichier(entree)).replace(r.NISS.encode(), f.NISS.encode())
    for entree, _code in list(r.ENTREES.values())[::7]
)
DEPARTS = tuple((depart, consultation) for depart in CONSULTATIONS) + (
    (page(), lecture.lire_page), (page(effet="5/3/26", ssin="90.65"), lecture.lire_page),
    (abonnements(), lecture.lire_page_abonnements), (abonnements(), lecture.lire_abonnements),
) * 3  # fmt: skip


def abimer(octets, hasard):
    octets = bytearray(octets)
    for _fois in range(hasard.choice((0, 0, 0, 1, 1, 3))):
        place = hasard.randrange(len(octets) + 1)
        match hasard.choice((0, 1, 2, 2, 3, 4, 4)):
            case 0:
                octets[place : place + 1] = bytes([hasard.randrange(256)])
            case 1:
                del octets[place : place + hasard.randrange(1, 60)]
            case 2:
                octets[place:place] = hasard.choice(MORCEAUX)
            case 3:
                del octets[place:]
            case 4 if place < len(octets) and 48 <= octets[place] <= 57:
                octets[place] = hasard.choice(b"0123456789")
    return bytes(octets)


def essayer(nombre, graine=20261127):
    """Damage so many answers; return how many were read and refused (by code), and the seconds of the longest.

    :raise AssertionError: a refusal says more than its code.
    """
    hasard, issues, plus_long = random.Random(graine), Counter(), 0.0
    noms = [nom for nom in formes.FORMES if nom != "bombe"]
    for _rang in range(nombre):
        nom, (depart, lire) = hasard.choice(noms), hasard.choice(DEPARTS)
        depart = Reponse(200, "text/xml; charset=utf-8", abimer(depart, hasard))
        try:
            forme = formes.FORMES[nom](depart)
        except UnicodeDecodeError:
            forme = depart
        octets, debut = abimer(forme.corps, hasard), time.monotonic()
        encodage = hasard.choice((dict(forme.entetes).get("Content-Encoding", ""),) * 20 + ("gzip", "deflate", "br"))
        type_contenu = hasard.choice((forme.type,) * 40 + TYPES)
        try:
            ouverts = b"".join(reception.decompresser([octets[:50], octets[50:]], encodage, 1_000_000))
            lire(reception.mettre_en_forme(ouverts, type_contenu))
            issues[f"read: {lire.__name__}"] += 1
        except erreurs.ErreurRegistre as erreur:
            assert lecture.code_sur(erreur.code) == erreur.code, "a code that came from outside"
            assert not re.search(r"\d{9}|Imaginaire", str(erreur)), "personal data in an error"
            issues[erreur.nature] += 1
        plus_long = max(plus_long, time.monotonic() - debut)
    return issues, plus_long


class TestFuzzFormes(unittest.TestCase):
    def test_damaged_shapes_are_read_or_refused(self):
        issues, plus_long = essayer(NOMBRE)
        self.assertLess(plus_long, 2, "stuck")
        for _depart, lire in DEPARTS:
            lues = issues[f"read: {lire.__name__}"]
            self.assertGreater(lues, NOMBRE // 100, "a test that refuses everything at the door proves nothing")
