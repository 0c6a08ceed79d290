# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Events: append-only, checked, and everything dated follows from them."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ParcoursCase


@tagged("post_install", "-at_install")
@freeze_time("2026-11-24")
class TestEvenements(ParcoursCase):
    def setUp(self):
        super().setUp()
        self.dossier = self.ouvert()
        self.agent = self.utilisateur("agent", self.schaerbeek)
        self.vu = self.dossier.with_user(self.agent)

    def etat(self):
        return self.dossier.stage_id.code, self.dossier.echeance_type, self.dossier.date_echeance

    def test_an_entry_says_in_one_cell_what_it_carries(self):
        sent = self.vu._enregistrer("attestation_remise", date(2024, 3, 15), canal="recommande", preuve_envoi="RR 12")
        self.assertEqual(sent.details, "Registered letter · RR 12")
        self.assertEqual(sent.with_context(lang="fr_BE").details, "Recommandé · RR 12")
        enrolled = self.vu._enregistrer(
            "inscription_organisateur", date(2024, 6, 3), organisateur_id=self.bapa.id, note="By telephone"
        )
        self.assertEqual(enrolled.details, f"{self.bapa.display_name}\nBy telephone")

    def test_a_note_kept_to_those_who_work_on_the_file_stays_with_them(self):
        self.vu._enregistrer("inscription_organisateur", date(2024, 6, 3), organisateur_id=self.bapa.id)
        noted = self.dossier.sudo()._noter("attestation_organisateur", note_reservee="Between us")
        self.assertEqual(noted.with_user(self.agent).details, "Between us")
        organiser = self.utilisateur("organisateur", organisateur_id=self.bapa.id)
        self.assertNotIn("Between us", noted.with_user(organiser).details or "")

    def test_each_step_of_a_whole_pathway_moves_stage_and_term(self):
        self.assertEqual(self.etat(), ("a_informer", False, False), "no term before the attestation")
        self.vu._enregistrer("attestation_remise", date(2024, 3, 15))
        # 15 September 2024 is a Sunday
        self.assertEqual(self.etat(), ("informe", "inscription", date(2024, 9, 16)))
        self.vu._enregistrer("inscription_organisateur", date(2024, 6, 3), organisateur_id=self.bapa.id)
        self.assertEqual(self.etat(), ("inscrit", "achevement", date(2025, 12, 3)))
        self.assertEqual(self.dossier.organisateur_id, self.bapa)
        self.vu._enregistrer("changement_organisateur", date(2024, 9, 2), organisateur_id=self.bon.id)
        self.assertEqual(self.dossier.organisateur_id, self.bon)
        self.assertEqual(self.etat()[2], date(2025, 12, 3), "another organiser, the same term")
        self.assertEqual(sorted(self.dossier.inscription_ids.mapped("date_fin"), key=bool), [False, date(2024, 9, 2)])
        self.vu._enregistrer("attestation_organisateur", date(2024, 10, 1))
        self.assertEqual(self.etat()[0], "en_cours")
        self.vu._enregistrer("attestation_fin", date(2025, 10, 1))
        self.assertEqual(self.etat(), ("acheve", False, False))
        self.assertEqual(
            (self.dossier.phase, self.dossier.motif_cloture, self.dossier.date_cloture),
            ("cloture", "acheve", date(2025, 10, 1)),
        )

    def test_the_term_starts_on_the_later_of_attestation_and_reference_date(self):
        """The term starts on the later of the two dates (loi.md §5)."""
        self.dossier.date_reference = date(2024, 6, 10)
        self.vu._enregistrer("attestation_remise", date(2024, 5, 6))
        self.assertEqual(self.etat()[2], date(2024, 12, 10))

    def test_a_legal_date_says_why_it_is_that_one(self):
        """The sentence under a legal date gives its start, its length, the move to a working day and the article."""
        self.assertFalse(self.vu.echeance_explication)
        self.vu._enregistrer("attestation_remise", date(2024, 3, 15))
        self.assertEqual(
            self.vu.echeance_explication,
            "6 months from 03/15/2024 (the attestation of obligation was handed over): 09/15/2024;"
            " moved to the next working day: 09/16/2024 (art. 5 §1).",
        )
        self.revoir(self.vu)
        self.vu._enregistrer("sommation_envoyee", date(2025, 1, 6))
        self.assertIn("from 01/09/2025 (presumed receipt of the summons", self.vu.echeance_explication)
        francais = self.vu.with_context(lang="fr_BE").echeance_explication
        self.assertIn("09/01/2025", francais)
        self.assertNotEqual(francais, self.vu.echeance_explication)

    def sommer(self, recue=date(2025, 1, 10)):
        self.vu._enregistrer("attestation_remise", date(2024, 3, 15))
        self.revoir(self.vu)
        self.vu._enregistrer("sommation_envoyee", date(2025, 1, 6))
        if recue:
            self.vu._enregistrer("sommation_recue", recue)
        self.revoir(self.vu)

    def test_a_summons_is_sent_only_when_a_term_has_ended(self):
        with self.assertRaisesRegex(UserError, "No term has ended"):
            self.vu._enregistrer("sommation_envoyee")
        self.vu._enregistrer("attestation_remise", date(2024, 3, 15))
        with self.assertRaisesRegex(UserError, "No term has ended"):
            self.vu._enregistrer("sommation_envoyee", date(2024, 9, 16))
        self.revoir(self.vu)
        self.vu._enregistrer("sommation_envoyee", date(2025, 1, 6))
        # receipt presumed on Thursday 9 January; 9 March 2025 is a Sunday
        self.assertEqual(self.etat(), ("somme", "sommation", date(2025, 3, 10)))
        self.vu._enregistrer("sommation_recue", date(2025, 1, 10))
        self.assertEqual(self.etat()[2], date(2025, 3, 10))
        with self.assertRaisesRegex(UserError, "awaited on that date"):
            self.vu._enregistrer("sommation_recue", date(2025, 1, 11))

    def test_a_refusal_waits_for_the_end_that_the_presumed_receipt_gives(self):
        self.sommer(recue=None)
        with self.assertRaisesRegex(UserError, "until 03/10/2025"):
            self.vu._enregistrer("constat_refus", date(2025, 3, 10))
        self.vu._enregistrer("constat_refus", date(2025, 3, 11))

    def test_refus_trop_tot(self):
        self.sommer()
        with self.assertRaisesRegex(UserError, "until 03/10/2025"):
            self.vu._enregistrer("constat_refus", date(2025, 3, 10))
        self.assertEqual(self.dossier.stage_id.code, "somme", "nothing happened")
        self.vu._enregistrer("constat_refus", date(2025, 3, 11))
        self.assertEqual(self.dossier.stage_id.code, "transfere", "at once to Vivalis")
        types = self.dossier.evenement_ids.filtered(lambda e: not e.annule).mapped("type")
        self.assertLessEqual({"constat_refus", "transfert_vivalis"}, set(types))
        self.assertFalse(self.dossier.date_echeance)
        with self.assertRaisesRegex(UserError, "already found"):
            self.vu._enregistrer("constat_refus")

    def test_refus_apres_preuve(self):
        self.sommer()
        self.vu._enregistrer("inscription_organisateur", date(2025, 2, 3), organisateur_id=self.bapa.id)
        self.assertEqual(self.etat()[:2], ("inscrit", "achevement"), "the summons is answered")
        with self.assertRaisesRegex(UserError, "answered the summons"):
            self.vu._enregistrer("constat_refus")

    def test_no_refusal_is_found_before_the_new_outcome_is_applied(self):
        self.sommer()
        self.dossier.jour_ue = "oui"
        self.dossier._examiner("essai")
        with self.assertRaisesRegex(UserError, "Apply the new outcome"):
            self.vu._enregistrer("constat_refus")

    def test_a_step_that_cannot_be_says_why(self):
        for genre, valeurs, motif in (
            ("inscription_organisateur", {}, "Choose the organiser"),
            ("changement_organisateur", {"organisateur_id": self.bon.id}, "not registered"),
            ("attestation_fin", {}, "not registered"),
            ("cloture", {}, "Choose the reason"),
            ("reouverture", {}, "not closed"),
            ("acquittement_commune", {}, "No move"),
            ("transfert_vivalis", {}, "not by hand"),
        ):
            with self.subTest(genre), self.assertRaisesRegex(UserError, motif):
                self.vu._enregistrer(genre, **valeurs)
        with self.assertRaisesRegex(UserError, "still to come"):
            self.vu._enregistrer("attestation_remise", date(2026, 11, 25))
        with self.assertRaisesRegex(UserError, "not open"):
            self.ouvert(ref_ue="oui")._enregistrer("attestation_remise")

    def test_a_file_opened_again_keeps_its_history(self):
        self.vu._enregistrer("attestation_remise", date(2024, 3, 15))
        chef = self.utilisateur("chef", self.schaerbeek)
        self.dossier.with_user(chef)._enregistrer("cloture", motif_cloture="erreur")
        self.assertEqual((self.dossier.phase, *self.etat()), ("cloture", "clos", False, False))
        self.vu._enregistrer("reouverture")
        self.assertEqual((self.dossier.phase, self.etat()[0]), ("dossier", "informe"), "with its history")
        self.assertEqual(self.etat()[2], date(2024, 9, 16))

    def test_a_cancelled_entry_stays_visible_and_counts_no_more(self):
        self.vu._enregistrer("attestation_remise", date(2024, 4, 15))
        self.vu.evenement_ids.filtered("annulable")._annuler("entered by mistake")
        self.assertEqual(self.etat(), ("a_informer", False, False))
        self.assertEqual(len(self.dossier.evenement_ids), 3, "both stay visible, with the opening")
        remise = self.vu.evenement_ids.filtered(lambda evenement: evenement.type == "attestation_remise")
        self.assertTrue(remise.annule)
        with self.assertRaises(UserError):
            remise._annuler("entered by mistake")

    def test_the_ledger_is_only_added_to(self):
        evenement = self.vu._enregistrer("attestation_remise", date(2024, 3, 15))
        self.assertEqual((evenement.user_id, evenement.date_effective), (self.agent, date(2024, 3, 15)))
        self.assertEqual(evenement.date_connue.date(), date(2026, 11, 24), "a late entry is seen to be late")
        with self.assertRaises(UserError):
            evenement.write({"date_effective": date(2024, 3, 14)})
        with self.assertRaises(UserError):
            evenement.unlink()
        with self.assertRaises(AccessError):
            self.env["parcours.evenement"].with_user(self.agent).create(
                {"dossier_id": self.dossier.id, "type": "constat_refus", "date_effective": date(2024, 3, 15)}
            )

    def test_the_window_enters_a_step_in_the_own_commune_only(self):
        action = self.vu.with_context(parcours_evenement_type="attestation_remise").action_etape()
        assistant = (
            self.env["parcours.evenement.wizard"]
            .with_user(self.agent)
            .with_context(**action["context"])
            .create({"date_effective": date(2024, 3, 15), "note": "au guichet"})
        )
        assistant.action_enregistrer()
        self.assertEqual(list(filter(None, self.dossier.evenement_ids.mapped("note"))), ["au guichet"])
        autre = self.utilisateur("agent", self.ixelles)
        with self.assertRaises(AccessError):
            self.dossier.with_user(autre)._enregistrer("cloture", motif_cloture="erreur")
