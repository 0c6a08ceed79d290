# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Pages of notifications and answers about subscriptions, as our own contract writes them (suivi-v1.xsd)."""

import unittest
from datetime import date, datetime

from odoo.addons.registre_national.soap.erreurs import DonneeIllisible, StatutMetier
from odoo.addons.registre_national.soap.lecture import lire_abonnements, lire_page, lire_page_abonnements

from .. import fichiers as f

SUIVI = "urn:parcours-accueil:registre:suivi:v1"


class TestLectureSuivi(unittest.TestCase):
    def _page(self, contenu, statut="<value>OK</value><code>MORE_TO_COME</code>"):
        return f.enveloppe(
            f'<t:getNotificationsResponse xmlns:t="{SUIVI}"><status>{statut}</status><receipt>R2</receipt>'
            f"{contenu}</t:getNotificationsResponse>"
        )

    def test_a_page_of_notifications_is_read(self):
        page = lire_page(
            self._page(
                "<notification><sequence>7</sequence><category>MUTATION</category><ssin>malformé</ssin>"
                "<mutation><informationType>001</informationType><kind>ADDED</kind></mutation><communeNisCode>"
                "21015</communeNisCode>"
                "<effectiveDate>2026-11-24</effectiveDate><creationDate>2026-11-24T10:00:00+01:00</creationDate>"
                "</notification>"
                "<notification><sequence>8</sequence><category>X</category><ssin/><effectiveDate>x</effectiveDate>"
                "</notification>"
            )
        )
        self.assertTrue(page.encore)
        premiere, seconde = page.notifications
        self.assertEqual(
            (premiere.niss, premiere.mutations[0].nature, premiere.date_creation.hour), ("malformé", "ADDED", 9)
        )
        self.assertEqual((seconde.sequence, seconde.niss, seconde.date_effet), (8, "", None))

    def test_what_is_too_long_is_cut(self):
        """A number that is not one is kept as it came, up to what the database takes."""
        page = lire_page(
            self._page(
                f"<notification><sequence>1</sequence><ssin>{'1' * 65}</ssin><replacedSsin>{'2' * 65}</replacedSsin>"
                f"<communeNisCode>{'3' * 17}</communeNisCode><effectiveDate>2026-11-24+01:00</effectiveDate>"
                "<creationDate>2026-11-24T10:00:00</creationDate></notification>"
            )
        )
        (n,) = page.notifications
        self.assertEqual((n.niss, n.niss_remplace, n.commune_nis), ("1" * 64, "2" * 64, "3" * 16))
        self.assertEqual((n.date_effet, n.date_creation), (date(2026, 11, 24), datetime(2026, 11, 24, 10)))

    def test_the_last_page_says_that_it_is(self):
        self.assertFalse(lire_page(self._page("", "<value>OK</value><code>NO_MORE</code>")).encore)

    def test_a_page_without_status_is_not_one(self):
        for lire in (lire_page, lire_abonnements):
            with self.assertRaises(DonneeIllisible):
                lire(f.enveloppe(f"<t:r xmlns:t='{SUIVI}'><receipt>R2</receipt></t:r>"))

    def test_a_refused_or_unreadable_page_raises(self):
        with self.assertRaises(StatutMetier) as leve:
            lire_page(self._page("", "<value>NOK</value><code>UNKNOWN_RECEIPT</code>"))
        self.assertEqual(leve.exception.code, "UNKNOWN_RECEIPT")
        with self.assertRaises(DonneeIllisible):
            lire_page(self._page("<notification><sequence>x</sequence></notification>"))

    def test_the_answer_to_each_subscription_is_read(self):
        corps = (
            f"<t:r xmlns:t='{SUIVI}'><status><value>OK</value><code>MSG00000</code></status>"
            f"<result><ssin>{f.NISS}</ssin><status><value>NOK</value><code>MSG00008</code></status></result></t:r>"
        )
        (resultat,) = lire_abonnements(f.enveloppe(corps))
        self.assertEqual((resultat.niss, resultat.ok, resultat.code), (f.NISS, False, "MSG00008"))

    def test_a_request_is_refused_as_a_whole_when_it_has_no_result(self):
        refus = "<status><value>NOK</value><code>MSG00008</code></status>"
        ligne = f"<result><ssin>{f.NISS}</ssin><status><value>OK</value></status><endDate>2027-01-01</endDate></result>"
        with self.assertRaises(StatutMetier) as leve:
            lire_abonnements(f.enveloppe(f"<t:r xmlns:t='{SUIVI}'>{refus}</t:r>"))
        self.assertEqual(leve.exception.code, "MSG00008")
        (resultat,) = lire_abonnements(f.enveloppe(f"<t:r xmlns:t='{SUIVI}'>{refus}{ligne}</t:r>"))
        self.assertEqual((resultat.ok, resultat.debut, resultat.fin), (True, None, date(2027, 1, 1)))
        self.assertEqual(
            lire_abonnements(f.enveloppe(f"<t:r xmlns:t='{SUIVI}'>{refus.replace('NOK', 'OK')}</t:r>")), []
        )

    def test_a_page_of_subscriptions_says_whether_another_follows(self):
        for code, encore in (("MORE_TO_COME", True), ("NO_MORE", False)):
            statut = f"<status><value>OK</value><code>{code}</code></status>"
            page = lire_page_abonnements(f.enveloppe(f"<t:r xmlns:t='{SUIVI}'>{statut}</t:r>"))
            self.assertEqual((page.abonnements, page.encore), ((), encore))
