# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""How registers write names, numbers and dates: read when they can mean one thing, said when they cannot."""

import unittest
from datetime import date

from odoo.addons.registre_national.histoire.dates import depuis_parties
from odoo.addons.registre_national.histoire.histoire import Histoire, projeter
from odoo.addons.registre_national.histoire.noms import lisible
from odoo.addons.registre_national.soap import lecture, niss
from odoo.addons.registre_national.soap.modele import DATES_ILLISIBLES

from .. import fichiers as f
from ..histoire.commun import TABLES

SUIVI = "urn:parcours-accueil:registre:suivi:v1"
FORMATE = f"{f.NISS[:2]}.{f.NISS[2:4]}.{f.NISS[4:6]}-{f.NISS[6:9]}.{f.NISS[9:]}"


def nommer(nom, prenom):
    return (
        f"<Names><Name>{f.date('1990-05-01')}<Name><LastName><Label>{nom}</Label></LastName><FirstName><Label>{prenom}"
        "</Label></FirstName></Name></Name></Names>"
    )


class TestNoms(unittest.TestCase):
    def test_a_name_is_readable_and_the_original_is_kept(self):
        for ecrit, lu in (
            ("El\u00a0Amrani", "El Amrani"),
            ("El\tAmrani", "El Amrani"),
            ("\u200bEl  Amrani\ufeff", "El Amrani"),
            ("El\u2009\u202fAm\u00adrani\u2060", "El Amrani"),
            ("\u202eEl Amrani\u202c", "El Amrani"),
            ("Aydog\u0306du", "Aydo\u011fdu"),
            ("O'Brien-Van den Berg", "O'Brien-Van den Berg"),
            ("O\u2019Brien", "O\u2019Brien"),
        ):
            with self.subTest(ecrit=ascii(ecrit)):
                self.assertEqual(lisible(ecrit), lu)
                dossier = f.lire(nommer(ecrit, ecrit))
                (entree,) = dossier.entrees
                brut = ecrit.strip(" \t\r\n")
                self.assertEqual(entree.contenu, {"noms": [brut], "prenoms": [brut]})
                vu = projeter(Histoire(dossier.informations, TABLES), date(2026, 11, 24))
                self.assertEqual((vu["nom"], vu["prenom"]), (lu, lu))

    def test_a_name_of_which_nothing_shows_is_none(self):
        (entree,) = f.lire(nommer("\u200b\u00a0", "Ada")).entrees
        self.assertEqual(entree.contenu, {"noms": [], "prenoms": ["Ada"]})


class TestNumeros(unittest.TestCase):
    def test_formatted_numbers_are_read(self):
        for ecrit in (
            FORMATE,
            f" {f.NISS[:6]} {f.NISS[6:9]} {f.NISS[9:]} ",
            f"{f.NISS[:6]}\u00a0{f.NISS[6:9]}\u2011{f.NISS[9:]}\u200b",
            f"{f.NISS[:6]}/{f.NISS[6:]}",
            f"{f.NISS[:6]}\t{f.NISS[6:]}",
        ):
            with self.subTest(ecrit=ascii(ecrit)):
                self.assertEqual(niss.normaliser(ecrit), f.NISS)
                self.assertEqual(lecture.lire_consultation(f.reponse(niss=ecrit), f.NISS).niss, f.NISS)
                self.assertEqual(f.lire(f.identite(ecrit)).entrees[0].contenu["niss"], f.NISS)
                (annonce,) = lecture.lire_page(page(ssin=ecrit)).notifications
                self.assertEqual(annonce.niss, f.NISS)
                (resultat,) = lecture.lire_abonnements(
                    f.enveloppe(
                        f'<t:r xmlns:t="{SUIVI}"><status><value>OK</value></status><result><ssin>{ecrit}</ssin>'
                        "<status><value>OK</value></status></result></t:r>"
                    )
                )
                self.assertEqual(resultat.niss, f.NISS)

    def test_a_number_with_digits_missing_or_too_many_is_kept_as_it_came(self):
        """A lost zero could be at either end: it is not guessed, the notification says it."""
        for ecrit in (f.NISS[1:], f.NISS + "0", FORMATE[:-1], "x" * 70):
            (annonce,) = lecture.lire_page(page(ssin=ecrit)).notifications
            self.assertEqual(annonce.niss, ecrit[:64])
            with self.assertRaises(niss.NissInvalide):
                niss.admettre(annonce.niss, True)

    def test_types_and_communes_of_an_announcement(self):
        (annonce,) = lecture.lire_page(page(it="1", commune="21 015")).notifications
        self.assertEqual((annonce.mutations[0].it, annonce.commune_nis), ("001", "21015"))
        self.assertEqual(lecture.lire_page(page(it="A1")).notifications[0].mutations[0].it, "A1")


def page(ssin=f.NISS, effet="2026-11-24", it="001", commune="21015"):
    return f.enveloppe(
        f'<t:getNotificationsResponse xmlns:t="{SUIVI}"><status><value>OK</value><code>NO_MORE</code></status><receipt>'
        f"R</receipt><notification><sequence>7</sequence><category>MUTATION</category><ssin>{ssin}</ssin><mutation>"
        f"<informationType>{it}</informationType><kind>ADDED</kind></mutation><communeNisCode>{commune}</communeNisCode>"
        f"<effectiveDate>{effet}</effectiveDate></notification></t:getNotificationsResponse>"
    )


class TestDates(unittest.TestCase):
    def test_a_day_of_effect_that_means_one_day_is_read(self):
        for ecrit in (
            "2026-03-05", "2026-3-5", "2026-03-05Z", "2026-03-05+01:00", "2026-03-05T10:00:00", "20260305", "2026/3/05",
            "2026.03.5",
        ):  # fmt: skip
            with self.subTest(ecrit=ecrit):
                (annonce,) = lecture.lire_page(page(effet=ecrit)).notifications
                self.assertEqual((annonce.date_effet, annonce.date_illisible), (date(2026, 3, 5), ""))

    def test_one_that_could_mean_two_is_not_guessed(self):
        for ecrit in ("05/03/2026", "3-5-26", "2026-13-01", "2026-02-30", "2026-3/5", "2026-00-00", "soon", "26035"):
            with self.subTest(ecrit=ecrit):
                (annonce,) = lecture.lire_page(page(effet=ecrit)).notifications
                self.assertEqual((annonce.date_effet, annonce.date_illisible), (None, ecrit))
        self.assertEqual(lecture.lire_page(page(effet="")).notifications[0].date_illisible, "")
        self.assertEqual(lecture.lire_page(page(effet="9" * 99)).notifications[0].date_illisible, "9" * 32)

    def test_parts_of_a_date(self):
        for parties, texte, ecrite in (
            (("20", "24", "5", "3"), "2024-05-03", ""),
            (("20", "24", "05", "00"), "2024-05-00", ""),
            (("20", "24", "", ""), "2024-00-00", ""),
            (("00", "00", "00", "00"), "0000-00-00", ""),
            (("", "", "", ""), "0000-00-00", ""),
            (("20", "24", "13", "01"), "2024-00-00", "20/24/13/01"),
            (("20", "24", "02", "30"), "2024-02-00", "20/24/02/30"),
            (("20", "24", "00", "05"), "2024-00-00", "20/24/00/05"),
            (("20", "4", "05", "03"), "0000-00-00", "20/4/05/03"),
            (("", "24", "05", "03"), "0000-00-00", "/24/05/03"),
            (("20", "24", "May", "3"), "2024-00-00", "20/24/May/3"),
            (("20", "24", "5", "٣"), "2024-05-00", "20/24/5/٣"),
            (("20", "24", "9" * 400, "1"), "2024-00-00", "20/24/99999999/1"),
        ):
            with self.subTest(parties=parties):
                lue = depuis_parties(*parties)
                self.assertEqual((lue.texte, lue.ecrite), (texte, ecrite))
        self.assertEqual(depuis_parties("20", "24", "13", "01"), depuis_parties("20", "24", "", ""), "the same date")

    def test_an_entry_keeps_what_of_its_dates_cannot_be_read(self):
        for contenu, illisibles in (
            (f.residence(("2024-13-01", "21015", "2024-02-30")), {"debut": "20/24/13/01", "fin": "20/24/02/30"}),
            (f.identite(naissance="1990-5-32"), {"naissance": "19/90/5/32"}),
            (f.CARTE.replace("<Month>01</Month><Day>00", "<Month>1x</Month><Day>00"), {"expiration": "20/25/1x/00"}),
            (
                f"<NotCommunicable>{f.date('2024-05-99', 'StartDate')}{f.date('2024-99-01', 'EndDate')}"
                f"{f.date('20x4-1-1')}</NotCommunicable>",
                {"du": "20/24/05/99", "au": "20/24/99/01", "debut": "20/x4/1/1"},
            ),
        ):
            (entree,) = f.lire(contenu).entrees
            self.assertEqual(entree.contenu[DATES_ILLISIBLES], illisibles)
        self.assertTrue(all(DATES_ILLISIBLES not in e.contenu for e in f.lire(f.ORDINAIRE).entrees))


class TestFautes(unittest.TestCase):
    def test_the_innermost_sub_code_that_has_a_value(self):
        soap = "http://www.w3.org/2003/05/soap-envelope"

        def faute(contenu):
            return f'<e:Envelope xmlns:e="{soap}"><e:Body><e:Fault>{contenu}</e:Fault></e:Body></e:Envelope>'.encode()

        niveau = "<e:Subcode><e:Value>{}</e:Value>{}</e:Subcode>".format
        for contenu, code in (
            ("<e:Code><e:Value>e:Sender</e:Value></e:Code>", "Sender"),
            (f"<e:Code><e:Value>e:Sender</e:Value>{niveau('x:MSG00022', '')}</e:Code>", "MSG00022"),
            (f"<e:Code><e:Value>e:Sender</e:Value>{niveau('x:A', niveau('x:MSG00002', ''))}</e:Code>", "MSG00002"),
            (f"<e:Code><e:Value>e:Sender</e:Value>{niveau('x:A', niveau('', ''))}</e:Code>", "A"),
            ("<e:Code/>", "inconnu"),
            ("", "inconnu"),
            (
                "<e:Code><e:Value>e:Sender</e:Value></e:Code><e:Detail><x><reasonCode>MSG00012</reasonCode></x></e:Detail>",
                "MSG00012",
            ),
        ):
            with self.subTest(contenu=contenu), self.assertRaises(lecture.FauteSoap) as leve:
                lecture.corps(faute(contenu))
            self.assertEqual(leve.exception.code, code)

    def test_a_web_page_whatever_stands_before_it(self):
        for debut in (
            "<!DOCTYPE html>",
            '<?xml version="1.0"?>\n<!DOCTYPE html>',
            "<!-- x -->\n",
            "\n <?xml version='1.0'?>",
        ):
            with self.subTest(debut=debut), self.assertRaises(lecture.ErreurTransport) as leve:
                lecture.corps(f"{debut}<HTML lang='en'><p>x</html>".encode())
            self.assertEqual(leve.exception.code, "html")
