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

    def test_a_revoked_exemption_is_told_as_the_act_that_it_is(self):
        agent = self.utilisateur("agent", self.schaerbeek)
        dossier = self.ouvert()
        exemption = self.demande(dossier).with_user(agent)
        exemption._accorder(date(2026, 11, 2), "Attestation de Flandre vue.", langue="fr_BE")
        accord = exemption.courrier_ids
        fenetre = self.env["parcours.exemption.decision"].with_user(agent)
        valeurs = {"exemption_id": exemption.id, "decision": "revoquer", "motif": "Ce document est celui de son frère."}
        fenetre.create({**valeurs, "langue": "fr_BE"}).action_confirmer()
        self.assertEqual((accord.state, exemption.state), ("annule", "revoquee"))
        self.assertIn("taken back", accord.motif_annulation)
        courrier = exemption.courrier_ids - accord
        self.assertEqual((courrier.genre, courrier.state), ("fin_exemption", "imprime"))
        contenu = base64.b64decode(courrier.sudo().with_context(bin_size=False).pdf)
        texte = " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(contenu)).pages).split())
        for attendu in (
            "il est mis fin à l’exemption",
            "25 novembre 2026",
            "Ce document est celui de son frère.",
            agent.name,
        ):
            self.assertIn(attendu, texte)
        self.assertIn("soixante jours", courrier.mention_texte, "it can be appealed against")
        for absent in ("exemption est refusée", "Attestation de Flandre vue"):
            self.assertNotIn(absent, texte)
        self.assertFalse(exemption.lettre_a_ecrire)

    def test_who_revoked_without_a_letter_is_offered_that_of_the_end_and_not_that_of_the_grant(self):
        agent = self.utilisateur("agent", self.schaerbeek)
        exemption = self.demande(self.ouvert()).with_user(agent)
        exemption._accorder(date(2026, 11, 2), "Vu.", langue="fr_BE")
        self.courrier_de(exemption)._poster(JOUR, "remise")
        exemption._revoquer(JOUR, "Une erreur.")
        self.assertTrue(exemption.lettre_a_ecrire)
        self.assertEqual(exemption.action_ecrire_lettre()["context"]["default_genre"], "fin_exemption")
        self.assertEqual(exemption.courrier_ids.state, "recu", "what left stays as it left")
        with self.assertRaisesRegex(UserError, "ended"):
            exemption._ecrire("decision_exemption", "fr_BE")
        texte = exemption._ecrire("fin_exemption", "nl_BE")
        self.assertTrue(texte._imprimer())
        self.assertEqual(exemption.date_notification, JOUR, "the day on which the grant was notified stays its own")

    def test_nothing_ends_by_a_letter_that_no_decision_ended(self):
        exemption = self.demande(self.ouvert()).with_user(self.utilisateur("agent", self.schaerbeek))
        exemption._accorder(JOUR, "Vu.", langue="fr_BE")
        with self.assertRaisesRegex(UserError, "No decision ended"):
            exemption._ecrire("fin_exemption", "fr_BE")

    def test_a_ground_that_became_medical_is_that_of_its_letters(self):
        exemption = self.demande(self.ouvert()).with_user(self.utilisateur("agent", self.schaerbeek))
        courrier = exemption._accuser(JOUR, "fr_BE")
        self.assertFalse(courrier.medical)
        exemption.regle_id = self.regle_de(exemption.dossier_id, "5")
        self.assertTrue(self.courrier_de(exemption, "accuse").medical)
