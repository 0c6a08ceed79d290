# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The public page: what whoever holds a number is told, and that nobody learns anything by trying."""

import re

from odoo.tests import HttpCase, tagged

from odoo.addons.parcours_accueil.models.attestation.parcours_verification_essai import MAXIMUM
from odoo.addons.parcours_socle.papier import numero

from .test_attestations import AttestationCase

NOBODYS = numero.tirer()


@tagged("post_install", "-at_install")
class TestVerification(AttestationCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.env["parcours.verification.essai"].search([]).unlink()
        self.opener.cookies.clear()

    def ask_page(self, number="", post=False, status=200):
        """What the page answers to somebody who is not logged in."""
        self.env.flush_all()
        url = "/verifier"
        reply = (
            self.url_open(url, data={"numero": number}) if post else self.url_open(f"{url}/{number}" if number else url)
        )
        self.assertEqual(reply.status_code, status)
        self.assertFalse(reply.cookies, "nobody is recognised when they come back")
        self.assertEqual(reply.headers["Cache-Control"], "no-store")
        return reply.text

    def test_a_number_that_holds_gives_the_kind_the_day_and_the_initials(self):
        file = self.enrolled()
        file.name = "EL AMRANI, Nadia Sara"
        given = self.give(file, "inscription")
        number = self.number(given)
        for page in (self.ask_page(number), self.ask_page(numero.en_groupes(number).lower(), post=True)):
            for words in (
                "Cette attestation est valable",
                "Dit attest is geldig",
                "N. E.",
                "3 juin 2024",
                "3 juni 2024",
            ):
                self.assertIn(words, page)
            self.assertIn("Attestation d’enregistrement", page)
            for secret in ("AMRANI", "Nadia", file.niss, file.reference, "BAPA", number):
                self.assertNotIn(secret, page)

    def test_what_was_withdrawn_is_said_to_be(self):
        file = self.enrolled()
        given = self.give(file, "inscription")
        given.evenement_id.with_user(self.agent)._annuler("mistake")
        page = self.ask_page(self.number(given))
        self.assertIn("a été retirée depuis", page)
        self.assertIn("intussen ingetrokken", page)
        self.assertNotIn("est valable.", page)

    def test_an_unknown_number_and_a_malformed_one_are_answered_alike(self):
        self.give(self.enrolled(), "situation")
        unknown = self.ask_page(NOBODYS)
        self.assertIn("Aucune attestation ne porte ce numéro", unknown)
        self.assertIn("Geen enkel attest draagt dit nummer", unknown)
        for other in ("x", "LET-2026-000012", "A" * 300, "%27%20OR%201=1", "<script>"):
            self.assertEqual(self.ask_page(other, post=True), unknown)

    def test_the_page_alone_counts_nothing_and_says_nothing(self):
        page = self.ask_page()
        self.assertNotIn('role="status"', page)
        self.assertFalse(self.env["parcours.verification.essai"].search([]))
        self.assertEqual(len(re.findall(r'lang="(?:fr|nl)-BE"><h1>', page)), 2)

    def test_so_many_numbers_a_minute_from_one_place_and_no_more(self):
        given = self.give(self.enrolled(), "situation")
        number = self.number(given)
        for _time in range(MAXIMUM):
            self.ask_page(NOBODYS)
        page = self.ask_page(number, status=429)
        self.assertIn("Trop de numéros", page)
        self.assertIn("Te veel nummers", page)
        self.assertNotIn("valable.", page)
        [tries] = self.env["parcours.verification.essai"].search([])
        self.assertEqual(tries.nombre, MAXIMUM + 1)
        self.env.cr.execute("UPDATE parcours_verification_essai SET debut = debut - interval '2 minutes'")
        self.assertIn("est valable.", self.ask_page(number))

    def test_the_number_is_nowhere_in_the_base_but_on_the_paper(self):
        given = self.give(self.enrolled(), "situation")
        number = self.number(given)
        self.assertEqual(given.empreinte, numero.empreinte(number))
        for record in (given, given.courrier_id):
            for name, field in record._fields.items():
                if field.store and field.type in ("char", "text", "html"):
                    self.assertNotIn(number, str(record[name] or ""))
