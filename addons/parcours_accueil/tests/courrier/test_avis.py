# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The notice by e-mail that a letter waits, as an agent of the commune, through a mail server on this machine."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.base.models.ir_mail_server import IrMail_Server
from odoo.addons.parcours_socle.jour import jour_du_moment
from odoo.addons.parcours_socle.tests.test_avis_courriel import Boite, servir

from .test_courrier import MIDI, CourrierCase

ADRESSE = "personne.essai@courriel.example"


@tagged("post_install", "-at_install")
class TestAvis(CourrierCase):
    def setUp(self):
        super().setUp()
        self.boite = Boite()
        self.env["ir.mail_server"].search([]).active = False
        self.serveur = servir(self.env, self.boite, self.addCleanup)
        self.startPatcher(patch.object(IrMail_Server, "_disable_send", return_value=False))
        self.schaerbeek.email = "parcours@schaerbeek.example"
        with freeze_time(MIDI):
            self.vu.write({"courriel": ADRESSE, "accord_avis": True})
            self.courrier = (
                self.env["parcours.courrier"].with_env(self.vu.env)._faire(self.vu, "attestation_obligation", "fr_BE")
            )
            self.courrier._imprimer()

    @freeze_time(MIDI)
    def test_the_person_is_told_once_in_both_languages_and_of_nothing(self):
        self.courrier.action_avertir()
        [(destinataires, recu)] = self.boite.recus
        self.assertEqual(destinataires, [ADRESSE])
        self.assertEqual(recu["From"], "parcours@schaerbeek.example")
        for partie in recu.iter_parts():
            texte = partie.get_content()
            for dit in ("Administration communale de", "Gemeentebestuur", "parcours@schaerbeek.example"):
                self.assertIn(dit, texte)
            for tu in (self.dossier.name, self.dossier.niss, self.dossier.reference, self.courrier.name, ADRESSE):
                self.assertNotIn(tu, texte)
            for tu in ("bligation", "parcours d’accueil", self.agent.name):
                self.assertNotIn(tu, texte.replace("parcours@", ""))
        self.assertEqual(self.courrier.avis_par_id, self.agent)
        self.assertTrue(self.courrier.avis_le)
        self.assertEqual(self.courrier.state, "imprime", "a notice is no notification")
        with self.assertRaisesRegex(UserError, "already"):
            self.courrier.action_avertir()
        self.assertEqual(len(self.boite.recus), 1)

    @freeze_time(MIDI)
    def test_without_the_agreement_or_the_address_nothing_leaves(self):
        self.vu.accord_avis = False
        self.assertFalse(self.courrier.avis_possible)
        with self.assertRaisesRegex(UserError, "did not agree"):
            self.courrier.action_avertir()
        self.vu.accord_avis = True
        self.vu.courriel = False
        with self.assertRaisesRegex(UserError, "address is missing"):
            self.courrier.action_avertir()
        with self.assertRaisesRegex(UserError, "Give the e-mail address"):
            self.vu.write({"accord_avis": True})
        self.assertFalse(self.boite.recus)

    @freeze_time(MIDI)
    def test_a_mailbox_that_refuses_is_said_and_the_address_is_in_no_log(self):
        self.boite.refus = "550 5.1.1 no such user"
        with self.assertLogs("odoo", level="DEBUG") as ecrits, self.assertRaisesRegex(UserError, "could not be sent"):
            self.courrier.action_avertir()
        self.assertNotIn(ADRESSE, "\n".join(ecrits.output))
        self.assertFalse(self.courrier.avis_le)
        self.boite.refus = ""
        self.courrier.action_avertir()
        self.assertEqual(len(self.boite.recus), 1)

    @freeze_time(MIDI)
    def test_a_server_that_is_away_and_no_server_at_all_are_said(self):
        self.serveur.smtp_port = 1
        with self.assertRaisesRegex(UserError, "could not be sent"):
            self.courrier.action_avertir()
        self.assertFalse(self.courrier.avis_le)

    @freeze_time(MIDI)
    def test_a_letter_that_left_or_goes_by_post_is_not_told(self):
        self.courrier._poster(jour_du_moment(self.courrier.imprime_le), "remise")
        with self.assertRaisesRegex(UserError, "waits at the counter"):
            self.courrier.action_avertir()
