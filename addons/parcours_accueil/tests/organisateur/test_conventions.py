# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The welcome agreement: signed once with the organiser of the registration, on the screen or on paper."""

import base64
import hashlib
import io
from contextlib import contextmanager
from datetime import date

from freezegun import freeze_time
from PIL import Image, ImageDraw
from PyPDF2 import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ParcoursCase


def dessin():
    """A signature as a screen draws it: PNG, on nothing."""
    image, octets = Image.new("RGBA", (600, 200), (255, 255, 255, 0)), io.BytesIO()
    ImageDraw.Draw(image).line([(40, 150), (200, 40), (320, 160), (560, 60)], fill=(0, 0, 139, 255), width=5)
    image.save(octets, "PNG")
    return base64.b64encode(octets.getvalue())


@tagged("post_install", "-at_install")
@freeze_time("2024-06-10 10:00:00")
class TestConventions(ParcoursCase):
    def setUp(self):
        super().setUp()
        self.bxl = self.utilisateur("organisateur", organisateur_id=self.bapa.id)
        self.chez_bon = self.utilisateur("organisateur", commune=self.schaerbeek, organisateur_id=self.bon.id)
        self.agent = self.utilisateur("agent", self.schaerbeek)
        with freeze_time("2024-03-11"):
            self.dossier = self.ouvert()
        self.inscription = self.inscrire(self.dossier, self.bapa, "fr")

    def inscrire(self, dossier, organisateur, langue, jour=date(2024, 6, 3)):
        dossier.with_user(self.agent)._enregistrer(
            "inscription_organisateur", jour, organisateur_id=organisateur.id, langue=langue
        )
        return dossier.inscription_ids.filtered(lambda i: not i.date_fin)

    def fenetre(self, inscription=None, user=None, **valeurs):
        user = user or self.bxl
        action = (inscription or self.inscription).with_user(user).action_convention()
        modele = self.env[action["res_model"]].with_user(user).with_context(**action["context"])
        return modele.create({"presents": "Camille Essai", **valeurs})

    def signer(self, inscription=None, user=None, **valeurs):
        self.fenetre(inscription, user, signature=dessin(), **valeurs).action_signer()
        dossier = (inscription or self.inscription).dossier_id
        return dossier.convention_ids.sorted("id")[-1]

    def scan(self, user=None, **valeurs):
        user = user or self.bxl
        piece = (
            self.env["ir.attachment"]
            .with_user(user)
            .create(
                {
                    "name": "convention.pdf",
                    "datas": base64.b64encode(b"scan"),
                    "res_model": "parcours.convention.fenetre",
                }
            )
        )
        voulues = {"maniere": "papier", "date_signature": date(2024, 6, 5), "piece_ids": [(4, piece.id)]} | valeurs
        fenetre = self.fenetre(user=user, **voulues)
        fenetre.action_signer()
        return self.dossier.convention_ids.sorted("id")[-1]

    @contextmanager
    def refuse(self, mots):
        avant = self.env["parcours.convention"].search_count([])
        with self.assertRaisesRegex(UserError, mots), self.cr.savepoint():
            yield
        self.assertEqual(self.env["parcours.convention"].search_count([]), avant)

    def test_signed_on_the_screen_it_is_kept_as_it_was_signed(self):
        self.assertEqual(self.inscription.convention_avant, date(2024, 7, 3), "30 days, a value of the version")
        echeance = self.dossier.date_echeance
        convention = self.signer(convenu="Cours du soir.")
        self.assertEqual((convention.state, convention.langue, convention.maniere), ("signee", "fr", "ecran"))
        self.assertEqual((convention.date_signature, convention.fait_par_id), (date(2024, 6, 10), self.bxl))
        octets = base64.b64decode(convention.pdf)
        self.assertEqual(convention.empreinte, hashlib.sha256(octets).hexdigest())
        texte = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(octets)).pages).split())
        for mot in ("Convention d’accueil", "BAPA BXL", "français", "Cours du soir.", "Camille Essai", "3 juin 2024"):
            self.assertIn(mot, texte)
        self.assertIn("écran", texte)
        self.assertFalse(self.inscription.convention_avant, "nothing is to be signed any more")
        self.assertEqual(self.inscription.convention_etat, "signee")
        self.assertEqual(self.dossier.date_echeance, echeance, "it starts and ends no term")

    def test_in_dutch_at_bon_everything_is_in_dutch(self):
        with freeze_time("2024-03-11"):
            dossier = self.ouvert()
        inscription = self.inscrire(dossier, self.bon, "nl")
        convention = self.signer(inscription, self.chez_bon)
        texte = PdfReader(io.BytesIO(base64.b64decode(convention.pdf))).pages[0].extract_text()
        for mot in ("Onthaalovereenkomst", "BON", "Nederlands", "Voor de inrichter,", "Ondertekend op het scherm"):
            self.assertIn(mot, " ".join(texte.split()))
        self.assertNotIn("Convention", texte)

    def test_what_is_missing_or_cannot_be_is_said_and_nothing_is_kept(self):
        with self.refuse("signs on the screen, or the scan"):
            self.fenetre().action_signer()
        with self.refuse("who was present"):
            self.fenetre(presents=" ", signature=dessin()).action_signer()
        with self.refuse("cannot be read"):
            self.fenetre(signature=base64.b64encode(b"no picture")).action_signer()
        with self.refuse("not on a day to come"):
            self.scan(date_signature=date(2024, 6, 11))
        with self.refuse("from the day of the registration on"):
            self.scan(date_signature=date(2024, 6, 2))
        with self.refuse("one scan"):
            pieces = (
                self.env["ir.attachment"]
                .with_user(self.bxl)
                .create(
                    [
                        {"name": n, "datas": "eA==", "res_model": "parcours.convention.fenetre"}
                        for n in ("a.pdf", "b.pdf")
                    ]
                )
            )
            self.scan(piece_ids=[(6, 0, pieces.ids)])
        with freeze_time("2024-03-11"):
            dossier = self.ouvert()
        with self.refuse("BON does not offer the pathway in French"):
            self.signer(self.inscrire(dossier, self.bon, "nl"), self.chez_bon, langue="fr")

    def test_signed_twice_it_is_one_and_another_one_says_why(self):
        premiere = self.signer()
        octets = premiere.pdf
        with self.refuse("signed already, on 06/10/2024"):
            self.signer()
        seconde = self.signer(motif="Other timetable", convenu="Le matin.")
        self.assertEqual((premiere.state, seconde.state), ("remplacee", "signee"))
        self.assertEqual((seconde.remplace_id, seconde.motif), (premiere, "Other timetable"))
        self.assertEqual(premiere.pdf, octets, "what was signed is kept as it was")
        self.assertEqual(self.inscription.convention_etat, "signee")
        for geste in (lambda c: c.write({"presents": "x"}), lambda c: c.unlink()):
            with self.assertRaises(UserError):
                geste(seconde.with_user(self.bxl))
        with self.assertRaises(AccessError):
            self.env["parcours.convention"].with_user(self.bxl).create({"dossier_id": self.dossier.id})

    def test_a_scan_waits_for_the_commune_and_one_that_is_refused_is_signed_again(self):
        convention = self.scan()
        self.assertEqual((convention.state, convention.document_id.state), ("a_verifier", "recu"))
        self.assertEqual(convention.document_id.organisateur_id, self.bapa)
        self.assertFalse(self.inscription.convention_avant, "nobody is asked to sign while it is looked at")
        convention.document_id.with_user(self.agent)._refuser("Not signed")
        self.assertEqual((convention.state, self.inscription.convention_etat), ("refusee", "refusee"))
        self.assertTrue(self.inscription.convention_avant)
        autre = self.scan()
        autre.document_id.with_user(self.agent)._accepter()
        self.assertEqual((convention.state, autre.state), ("refusee", "signee"))

    def test_only_the_organiser_of_the_registration_signs_and_who_left_signs_no_more(self):
        for user in (self.agent, self.chez_bon):
            with self.assertRaises(AccessError):
                self.fenetre(user=user)
        fenetre = self.fenetre(signature=dessin())
        self.dossier.with_user(self.agent)._enregistrer(
            "changement_organisateur", date(2024, 6, 10), organisateur_id=self.bon.id, langue="nl"
        )
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            fenetre.action_signer()
        self.assertFalse(self.dossier.convention_ids)

    def test_another_registration_needs_another_agreement(self):
        self.signer()
        with freeze_time("2024-09-02 10:00:00"):
            vu = self.dossier.with_user(self.agent)
            vu._enregistrer("changement_organisateur", date(2024, 8, 1), organisateur_id=self.bon.id, langue="nl")
            a_bon = self.dossier.inscription_ids.filtered(lambda i: not i.date_fin)
            self.assertEqual(a_bon.convention_avant, date(2024, 8, 31))
            self.signer(a_bon, self.chez_bon)
            vu._enregistrer("changement_organisateur", date(2024, 9, 2), organisateur_id=self.bapa.id, langue="fr")
            retour = self.dossier.inscription_ids.filtered(lambda i: not i.date_fin)
            self.assertEqual(retour.convention_etat, "aucune")
            self.signer(retour)
            self.dossier.invalidate_recordset()
            self.assertEqual(self.dossier.convention_ids.mapped("state"), ["signee"] * 3)
        lues = self.env["parcours.convention"].with_user(self.chez_bon).search([("dossier_id", "=", self.dossier.id)])
        self.assertEqual(lues.organisateur_id, self.bon, "each reads what it signed")

    def test_the_card_of_an_organiser_counts_its_own_to_sign(self):
        listes = self.env["parcours.liste"]
        compter = lambda user: listes.with_user(user).search([("code", "=", "organisateur_conventions")]).nombre  # noqa: E731
        self.assertEqual((compter(self.bxl), compter(self.chez_bon)), (1, 0))
        self.signer()
        listes.invalidate_model()
        self.assertEqual(compter(self.bxl), 0)

    def test_it_can_be_printed_to_be_signed_on_paper(self):
        fenetre = self.fenetre(convenu="Cours du soir.")
        action = fenetre.action_imprimer()
        self.assertIn("/papier/", action["url"])
        octets = base64.b64decode(fenetre.with_context(bin_size=False).papier)
        self.assertIn("Convention d’accueil", PdfReader(io.BytesIO(octets)).pages[0].extract_text())
        self.assertFalse(self.dossier.convention_ids)
