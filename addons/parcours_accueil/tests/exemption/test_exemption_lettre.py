# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The letter of a decision, read back from its PDF, in both languages."""

import base64
import io
from datetime import date

from freezegun import freeze_time
from PyPDF2 import PdfReader

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import ParcoursCase

JOUR = date(2026, 11, 25)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-25")
class TestExemptionLettre(ParcoursCase):
    def setUp(self):
        super().setUp()
        self.registre_muet()

    def lettre(self, exemption):
        contenu = base64.b64decode(self.courrier_de(exemption).with_context(bin_size=False).pdf)
        self.assertEqual(contenu[:5], b"%PDF-")
        lecteur = PdfReader(io.BytesIO(contenu))
        texte = " ".join("".join(page.extract_text() for page in lecteur.pages).split())
        return texte, lecteur.trailer["/Root"]["/Lang"]

    def test_a_grant_is_written_in_french(self):
        agent = self.utilisateur("agent", self.schaerbeek)
        regle = self.env.ref("parcours_accueil.regle_r2_e6")
        regle.with_context(lang="fr_BE").name = "Parcours similaire suivi ailleurs en Belgique"
        self.schaerbeek.exemption_texte = "Guichet 4, le matin."
        dossier = self.ouvert()
        exemption = self.demande(dossier).with_user(agent)
        exemption._accorder(JOUR, "Attestation de Flandre vue.", date(2027, 5, 31), "fr_BE")
        texte, langue = self.lettre(exemption)
        for attendu in (
            "Schaerbeek",
            dossier.name,
            dossier.reference,
            "25 novembre 2026",
            "31 mai 2027",
            "2 avril 2024",
            "Parcours similaire suivi ailleurs en Belgique",
            "art. 5 §2",
            "Attestation de Flandre vue.",
            "Guichet 4, le matin.",
            agent.name,
        ):
            self.assertIn(attendu, texte)
        self.assertEqual(langue[:2], "fr")
        self.assertNotIn(dossier.niss, texte)
        self.assertNotIn(dossier.name.split()[0], exemption.courrier_ids.pdf_nom)

    def test_a_letter_says_nothing_that_was_not_decided(self):
        exemption = self.demande(self.ouvert()).with_user(self.utilisateur("agent", self.schaerbeek))
        with self.assertRaisesRegex(UserError, "Nothing was decided"):
            exemption._ecrire("decision_exemption", "fr_BE")

    def test_a_refusal_is_written_in_dutch(self):
        regle = self.env.ref("parcours_accueil.regle_r2_e8")
        regle.with_context(lang="nl_BE").name = "Getuigschrift van een Belgische school"
        exemption = self.demande(self.ouvert(), "8")
        exemption._refuser(JOUR, "Geen Belgische school.", "nl_BE")
        texte, langue = self.lettre(exemption)
        self.assertIn("Schaarbeek", texte, "the commune by its Dutch name")
        self.assertIn("25 november 2026", texte)
        self.assertIn("Getuigschrift van een Belgische school", texte)
        self.assertIn("Geen Belgische school.", texte)
        self.assertNotIn("toegekend", texte)
        self.assertEqual(langue[:2], "nl")

    def test_an_address_the_register_protects_is_not_written(self):
        """The address of the register, unless it forbids to communicate it: then no file shows it."""
        dossier = self.arrivee()
        dossier.personne_id.write({"adresse_registre": "Rue de l'Essai 1, 1030 Schaerbeek"})
        exemption = self.demande(dossier)
        self.assertEqual(exemption.dossier_id._adresse_courrier(), ["Rue de l'Essai 1", "1030 Schaerbeek"])
        dossier.personne_id.write({"adresse_registre": "Rue de l'Essai 1, 1030"})
        neerlandais = exemption.dossier_id.with_context(lang="nl_BE")
        self.assertEqual(neerlandais._adresse_courrier(), ["Rue de l'Essai 1", "1030 Schaarbeek"])
        dossier.personne_id.adresse_non_communicable = True
        exemption._accorder(JOUR, "Vu.", langue="fr_BE")
        self.assertNotIn("Essai 1", self.lettre(exemption)[0])

    def test_what_an_agent_typed_is_never_markup(self):
        """What was typed is text, never markup, and brings nothing from outside."""
        exemption = self.demande(self.ouvert())
        exemption._accorder(JOUR, "<img src='file:///etc/hostname'> 1 < 2", langue="fr_BE")
        self.assertIn("<img src='file:///etc/hostname'> 1 < 2", self.lettre(exemption)[0])
