# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What came back of a letter whose posting is no step is said as its channel allows; what was entered by mistake of it
is taken back, with the reason, and kept. As an agent of the commune, and its head."""

import base64
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.registre_national.tests.habilitation import habiliter

from .test_courrier import MIDI, CourrierCase

LENDEMAIN = "2024-04-03 10:00:00"
PLUS_TARD = "2024-04-15 10:00:00"


@tagged("post_install", "-at_install")
class TestCorrection(CourrierCase):
    def lettre(self):
        """Return the printed letter of a refused exemption, and the request: its day of notification follows."""
        exemption = self.demande(self.dossier, "6").with_user(self.agent)
        exemption._refuser(date(2024, 4, 2), "Not proved.", "fr_BE")
        return self.courrier_de(exemption), exemption

    def poster(self, courrier, canal="accuse", preuve="RR1", jour="2024-04-02"):
        self.faire(courrier.action_poster(), canal=canal, preuve_envoi=preuve, date=jour)

    def corriger(self, courrier, motif="Another letter was meant."):
        return self.faire(courrier.action_corriger(), motif=motif)

    # ---- received, as the channel allows ----------------------------------------------------------------------------

    def test_a_receipt_is_said_as_its_channel_allows_and_kept(self):
        with freeze_time(MIDI):
            courrier, exemption = self.lettre()
            self.poster(courrier)
        with freeze_time(PLUS_TARD):
            action = courrier.action_recu()
            fenetre = self.fenetre(action, reception="presente", date="2024-04-09")
            self.assertEqual(fenetre.receptions, ",presente,refuse,non_reclame,")
            with self.assertRaisesRegex(UserError, "How it was received"):
                self.faire(action, date="2024-04-09")
            fenetre.action_confirmer()
        self.assertEqual((courrier.state, courrier.reception), ("recu", "presente"))
        self.assertEqual(exemption.date_notification, date(2024, 4, 9), "the day of the card")

    def test_only_a_card_says_that_a_letter_was_presented(self):
        with freeze_time(MIDI):
            courrier, exemption = self.lettre()
            self.poster(courrier, "recommande")
        with freeze_time(PLUS_TARD):
            for dite in ("presente", "prouve"):
                with self.subTest(dite), self.assertRaises(UserError):
                    self.faire(courrier.action_recu(), reception=dite, date="2024-04-09")
            self.assertEqual((courrier.state, exemption.date_notification), ("poste", date(2024, 4, 5)))
            self.faire(courrier.action_recu(), reception="non_reclame", date="2024-04-09")
        self.assertEqual((courrier.reception, exemption.date_notification), ("non_reclame", date(2024, 4, 5)))

    def test_the_person_proves_a_later_receipt_with_a_document(self):
        with freeze_time(MIDI):
            courrier, exemption = self.lettre()
            self.poster(courrier, "recommande")
        with freeze_time(PLUS_TARD):
            fenetre = self.fenetre(courrier.action_recu(), reception="prouve", date="2024-04-12")
            with self.assertRaisesRegex(UserError, "Still missing"):
                fenetre.action_confirmer()
            piece = self.env["ir.attachment"].with_user(self.agent)
            piece = piece.create({"name": "p.pdf", "raw": b"vu", "res_model": fenetre._name, "res_id": fenetre.id})
            fenetre.write({"piece_ids": piece.ids, "date_document": "2024-04-12", "verifie": True})
            fenetre.action_confirmer()
        self.assertEqual((courrier.reception, exemption.date_notification), ("prouve", date(2024, 4, 12)))
        self.assertEqual(self.dossier.preuve_ids.filtered(lambda d: d.state == "accepte")[:1].piece_id.raw, b"vu")

    def test_a_table_says_it_as_the_channel_allows_too(self):
        with freeze_time(MIDI):
            courrier, exemption = self.lettre()
        with freeze_time(PLUS_TARD):
            table = self.env["parcours.courrier.bordereau"].with_user(self.agent).with_company(self.schaerbeek)
            for canal, numero, attendu in (
                ("Recommandé", "RR100000001BE", "imprime"),
                ("Recommandé avec accusé de réception", "RR100000001BE", "recu"),
            ):
                ligne = f"{courrier.name};{canal};{numero};02/04/2024;Reçu;09/04/2024"
                texte = f"Lettre;Canal;Numéro d'envoi;Posté le;Résultat;Reçu ou revenu le\r\n{ligne}"
                lue = table._lire("x.csv", texte.encode())
                if attendu == "recu":
                    lue.action_prendre()
                    self.env["parcours.courrier.bordereau"]._cron_prendre()
                else:
                    self.assertIn("Only a card", lue.ligne_ids.raison)
                self.assertEqual(courrier.state, attendu)
        self.assertEqual((courrier.reception, exemption.date_notification), ("presente", date(2024, 4, 9)))

    # ---- entered by mistake -----------------------------------------------------------------------------------------

    def test_who_entered_it_takes_it_back_the_same_day_and_what_is_counted_follows(self):
        with freeze_time(MIDI):
            courrier, exemption = self.lettre()
            self.poster(courrier, preuve="RR7")
            self.assertTrue(courrier.corrigeable)
            self.assertEqual(exemption.date_notification, date(2024, 4, 5))
            fenetre = self.fenetre(courrier.action_corriger())
            self.assertIn("RR7", fenetre.dit)
            with self.assertRaisesRegex(UserError, "The reason"):
                fenetre.action_confirmer()
            self.corriger(courrier)
            self.assertEqual((courrier.state, courrier.canal, courrier.preuve_envoi), ("imprime", False, False))
            self.assertFalse(exemption.date_notification, "nothing is counted from it any more")
            for mot in ("RR7", "Registered with acknowledgment", "Another letter was meant.", self.agent.name):
                self.assertIn(mot, courrier.corrections_dites)
            self.assertIn("Recommandé avec", courrier.with_context(lang="fr_BE").corrections_dites)
            self.poster(courrier, preuve="RR8")
        self.assertEqual((courrier.state, courrier.preuve_envoi), ("poste", "RR8"))
        self.assertIn("RR7", courrier.corrections_dites, "what it said before stays")

    def test_a_receipt_is_taken_back_first_then_the_posting(self):
        with freeze_time(MIDI):
            courrier, exemption = self.lettre()
            self.poster(courrier)
        with freeze_time(PLUS_TARD):
            self.faire(courrier.action_retourne(), retour="inconnu", date="2024-04-10")
            self.assertFalse(exemption.date_notification)
            self.corriger(courrier, "It was the neighbour's.")
            self.assertEqual((courrier.state, courrier.retour, courrier.date_retour), ("poste", False, False))
            self.assertEqual((courrier.preuve_envoi, exemption.date_notification), ("RR1", date(2024, 4, 5)))
            self.assertIn("Unknown at this address", courrier.corrections_dites)
            with self.assertRaisesRegex(UserError, "Ask a head"):
                self.corriger(courrier)
            chef = self.utilisateur("chef", self.schaerbeek)
            courrier.with_user(chef)._corriger("It did not leave.", "poste")
            self.assertEqual((courrier.state, len(courrier.corrections)), ("imprime", 2))

    def test_the_day_after_only_a_head_and_never_a_colleague(self):
        with freeze_time(MIDI):
            courrier, _exemption = self.lettre()
            self.poster(courrier)
            collegue = habiliter(self.agent.copy({"login": "essai.collegue", "name": "Collègue"}))
            autre = courrier.with_user(collegue)
            self.assertFalse(autre.corrigeable)
        with freeze_time(LENDEMAIN):
            courrier.invalidate_recordset()
            self.assertFalse(courrier.corrigeable)
            with self.assertRaisesRegex(UserError, "Ask a head"):
                self.corriger(courrier)
            ailleurs = courrier.with_user(self.utilisateur("chef", self.ixelles))
            with self.assertRaises(AccessError):
                ailleurs._corriger("No.", "poste")
            with self.assertRaises(AccessError):
                courrier.with_user(self.utilisateur("gestionnaire"))._corriger("No.", "poste")
            chef = courrier.with_user(self.utilisateur("chef", self.schaerbeek))
            self.assertTrue(chef.corrigeable)
            chef._corriger("A mistake.", "poste")
        self.assertEqual(courrier.state, "imprime")

    @freeze_time(MIDI)
    def test_of_a_step_the_entry_of_the_ledger_is_cancelled_instead(self):
        fenetre, _action = self.faire(self.vu.action_remettre(), langue="fr_BE", canal="remise")
        courrier = fenetre.courrier_id
        self.assertFalse(courrier.corrigeable)
        with self.assertRaisesRegex(UserError, "ledger"):
            self.corriger(courrier)
        self.assertEqual(courrier.state, "recu")

    @freeze_time(MIDI)
    def test_a_letter_handed_over_by_mistake_waits_again(self):
        courrier, exemption = self.lettre()
        self.poster(courrier, "remise", False)
        self.assertEqual((courrier.state, exemption.date_notification), ("recu", date(2024, 4, 2)))
        self.corriger(courrier)
        self.assertEqual((courrier.state, exemption.date_notification), ("imprime", False))

    def test_one_that_was_made_again_is_not_taken_back_to_be_posted(self):
        with freeze_time(MIDI):
            courrier, exemption = self.lettre()
            self.poster(courrier)
        with freeze_time(PLUS_TARD):
            self.faire(courrier.action_retourne(), retour="demenage", date="2024-04-10")
            fenetre, _action = self.faire(courrier.action_renvoyer(), langue="fr_BE")
            autre = fenetre.courrier_id
            self.assertEqual((autre.state, autre.remplace_id), ("imprime", courrier))
            self.corriger(courrier, "It was the neighbour's.")
            chef = courrier.with_user(self.utilisateur("chef", self.schaerbeek))
            with self.assertRaisesRegex(UserError, "already being made"):
                chef._corriger("No.", "poste")
            self.assertEqual((courrier.state, exemption.date_notification), ("poste", date(2024, 4, 5)))
            self.poster(autre, "remise", False, "2024-04-15")
            self.assertEqual(exemption.date_notification, date(2024, 4, 5), "the first that was received counts")
            self.faire(courrier.action_retourne(), retour="demenage", date="2024-04-10")
        self.assertEqual(exemption.date_notification, date(2024, 4, 15), "what comes back late leaves the other one")

    def test_a_second_click_takes_nothing_more_back(self):
        with freeze_time(MIDI):
            courrier, _exemption = self.lettre()
            self.poster(courrier)
            self.faire(courrier.action_retourne(), retour="inconnu", date="2024-04-02")
            fenetre = self.fenetre(courrier.action_corriger(), motif="It was the neighbour's.")
            fenetre.action_confirmer()
            with self.assertRaisesRegex(UserError, "cannot be done with this letter any more"):
                fenetre.action_confirmer()
        self.assertEqual((courrier.state, len(courrier.corrections)), ("poste", 1))

    @freeze_time(MIDI)
    def test_nobody_writes_what_was_taken_back_by_hand(self):
        courrier, _exemption = self.lettre()
        with self.assertRaises(AccessError):
            courrier.write({"corrections": []})
        self.assertTrue(base64.b64decode(courrier.sudo().with_context(bin_size=False).pdf))
