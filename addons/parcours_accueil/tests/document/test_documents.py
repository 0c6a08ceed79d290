# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Documents of a file: of a kind, of a day, checked before something rests on them (loi.md §3, §4)."""

import base64
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..delai.test_delais import DelaisCase

CONTENU = base64.b64encode(b"%PDF-1.4 essai").decode()
PIECE = ("certificat.pdf", CONTENU)


@tagged("post_install", "-at_install")
@freeze_time("2024-07-01")
class TestDocuments(DelaisCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls.remis()
        cls.vu = cls.dossier.with_user(cls.agent)
        cls.Type = cls.env["parcours.document.type"]

    def deposer(self, code="horaires", jour=date(2024, 6, 3), qui=None, **valeurs):
        qui = qui or self.agent
        return (
            self.env["parcours.document"]
            .with_user(qui)
            ._deposer(self.dossier.with_user(qui), [PIECE], self.Type._par_code(code).with_user(qui), jour, **valeurs)
        )

    def test_a_document_counts_once_an_agent_of_the_commune_has_checked_it(self):
        document = self.deposer()
        self.assertEqual((document.state, document.depose_par_id, document.verifie_le), ("recu", self.agent, False))
        horaires = self.motif("horaires").with_user(self.agent)
        periode = date(2024, 7, 1), date(2024, 7, 31)
        with self.assertRaisesRegex(UserError, "a document of this file that was accepted"):
            self.vu._suspendre(horaires, *periode, preuves=document)
        document.action_accepter()
        self.assertEqual((document.state, document.verifie_par_id), ("accepte", self.agent))
        suspension = self.vu._suspendre(horaires, *periode, preuves=document)
        self.assertEqual((document.suspension_id, self.dossier.date_echeance), (suspension, date(2024, 10, 16)))

    def test_a_refused_document_does_not_count_and_says_why(self):
        document = self.deposer()
        with self.assertRaisesRegex(UserError, "Give the reason"):
            document._refuser(" ")
        action = document.action_refuser()
        fenetre = Form(self.env[action["res_model"]].with_user(self.agent).with_context(**action["context"]))
        fenetre.motif = "Illisible."
        fenetre.save().action_refuser()
        self.assertEqual((document.state, document.motif_refus), ("refuse", "Illisible."))
        with self.assertRaisesRegex(UserError, "that was accepted"):
            self.vu._suspendre(self.motif("horaires"), date(2024, 7, 1), date(2024, 7, 31), preuves=document)
        with self.assertRaisesRegex(UserError, "has checked this document already"):
            document.action_accepter()

    def test_the_kind_says_whether_it_must_bear_a_day(self):
        document = self.deposer(jour=False)
        with self.assertRaisesRegex(UserError, "Enter the day that the document bears: Timetable"):
            document.action_accepter()
        document.date_document = date(2024, 6, 3)
        document.action_accepter()
        libre = self.deposer("demande_ecrite", jour=False)
        libre.action_accepter()
        self.assertEqual(libre.state, "accepte")
        for jour, recu in ((date(2024, 7, 2), date(2024, 7, 1)), (False, date(2024, 7, 2))):
            with self.subTest(jour), self.assertRaisesRegex(UserError, "not of a day to come"):
                self.deposer(jour=jour, date_reception=recu)

    def test_a_document_that_a_decision_rests_on_neither_changes_nor_goes(self):
        document = self.deposer()
        document.action_accepter()
        document.action_reprendre()
        self.assertEqual((document.state, document.verifie_par_id.id), ("recu", False), "nothing rested on it")
        document.action_accepter()
        suspension = self.vu._suspendre(self.motif("horaires"), date(2024, 7, 1), date(2024, 7, 31), preuves=document)
        for geste in (
            document.action_reprendre,
            document.unlink,
            lambda: document.write({"date_document": date(2024, 6, 4)}),
            lambda: document.piece_id.write({"raw": b"autre"}),
            document.piece_id.sudo().unlink,
            lambda: document.copy(),
        ):
            with self.assertRaises(UserError):
                geste()
        self.vu._annuler_suspension(suspension, "Mauvais dossier.")
        document.action_reprendre()
        self.assertEqual(document.state, "recu")

    def test_what_is_dropped_on_a_request_waits_to_be_checked(self):
        piece = (
            self.env["ir.attachment"]
            .with_user(self.agent)
            .create({"name": "diplome.pdf", "raw": b"x", "res_model": "parcours.exemption", "res_id": 0})
        )
        exemption = (
            self.env["parcours.exemption"]
            .with_user(self.agent)
            .create(
                {
                    "dossier_id": self.dossier.id,
                    "regle_id": self.regle_de(self.dossier, "8").id,
                    "date_demande": "2024-06-20",
                    "document_ids": [(4, piece.id)],
                }
            )
        )
        document = exemption.preuve_ids
        self.assertEqual((document.state, document.piece_id, document.type_id.code), ("recu", piece, "diplome"))
        for decider in (exemption._accorder, exemption._refuser):
            with self.assertRaisesRegex(UserError, "Nobody has checked the document"):
                decider(date(2024, 6, 28), "Vu.")
        document._refuser("Illisible.")
        with self.assertRaisesRegex(UserError, "No document counts"):
            exemption._accorder(date(2024, 6, 28), "Vu.")
        exemption._refuser(date(2024, 6, 28), "La personne n'a rien remis d'autre.")
        self.assertEqual(exemption.state, "refusee")

    def test_the_pathway_is_completed_on_an_attestation_that_was_checked(self):
        self.dossier._enregistrer("inscription_organisateur", date(2024, 5, 6), organisateur_id=self.bapa.id)
        action = self.vu.with_context(parcours_evenement_type="attestation_fin").action_etape()
        Fenetre = self.env["parcours.evenement.wizard"].with_user(self.agent).with_context(**action["context"])
        fenetre = Fenetre.create({"date_effective": "2024-06-28"})
        with self.assertRaisesRegex(UserError, "Still missing: Attestation of completion"):
            fenetre.action_enregistrer()
        self.assertIn("Attestation of completion", fenetre.exige)
        document = self.deposer("attestation_fin")
        fenetre.preuve_ids = document
        with self.assertRaisesRegex(UserError, "that was accepted"):
            fenetre.action_enregistrer()
        document.action_accepter()
        fenetre.action_enregistrer()
        self.assertEqual((self.dossier.motif_cloture, document.evenement_id.type), ("acheve", "attestation_fin"))
        document.evenement_id._annuler("Pas cette personne.")
        document.action_reprendre()

    def test_a_later_receipt_is_for_the_person_to_prove(self):
        dossier = self.remis(date(2024, 6, 3)).with_user(self.agent)
        dossier.evenement_ids.filtered(lambda e: e.type == "attestation_remise")._annuler("Par la poste.")
        dossier._enregistrer("attestation_remise", date(2024, 6, 3), canal="recommande", preuve_envoi="RR000000001BE")
        action = dossier.with_context(parcours_evenement_type="attestation_recue").action_etape()
        Fenetre = self.env["parcours.evenement.wizard"].with_user(self.agent).with_context(**action["context"])
        fenetre = Fenetre.create({"date_effective": "2024-06-20", "reception": "prouve"})
        with self.assertRaisesRegex(UserError, "Still missing: Proof of receipt"):
            fenetre.action_enregistrer()
        piece = self.env["ir.attachment"].with_user(self.agent)
        piece = piece.create({"name": "p.pdf", "raw": b"x", "res_model": fenetre._name, "res_id": fenetre.id})
        fenetre.write({"piece_ids": piece.ids, "date_document": "2024-06-20", "verifie": True})
        fenetre.action_enregistrer()
        self.assertEqual(dossier.preuve_ids.mapped("state"), ["accepte"])

    def test_a_medical_document_is_for_the_commune(self):
        document = self.deposer("certificat_medical")
        self.assertTrue(document.medical and document.piece_id.confidentiel)
        gestionnaire = self.utilisateur("gestionnaire")
        self.assertFalse(self.env["parcours.document"].with_user(gestionnaire).search([("id", "=", document.id)]))
        organisateur = self.utilisateur("organisateur", organisateur_id=self.bapa.id)
        self.dossier._enregistrer("inscription_organisateur", date(2024, 5, 6), organisateur_id=self.bapa.id)
        with self.assertRaisesRegex(AccessError, "brought to the commune only"):
            self.deposer("certificat_medical", qui=organisateur)
        # typed as something else, then seen to be medical
        autre = self.deposer("horaires", qui=organisateur)
        self.assertFalse(autre.medical)
        autre.with_user(self.agent).type_id = self.Type._par_code("certificat_medical")
        self.assertTrue(autre.medical and autre.piece_id.confidentiel)
        self.assertFalse(self.env["parcours.document"].with_user(organisateur).search([("id", "=", autre.id)]))

    def test_the_window_says_what_is_required_and_ticks_it(self):
        fenetre = Form(
            self.env["parcours.document.depot"].with_user(self.agent).with_context(default_dossier_id=self.dossier.id)
        )
        self.assertEqual(fenetre.exige.count("(missing)"), 2)
        fenetre.type_id = self.Type._par_code("horaires")
        self.assertEqual(fenetre.exige.count("(missing)"), 2, "the day that it bears, and the document")
        fenetre.date_document = date(2024, 6, 3)
        depot = fenetre.save()
        with self.assertRaisesRegex(UserError, "Still missing: The document itself"):
            depot.action_deposer()
        piece = self.env["ir.attachment"].with_user(self.agent)
        depot.piece_ids = piece.create({"name": "h.pdf", "raw": b"x", "res_model": depot._name, "res_id": depot.id})
        depot.verifie = True
        depot.action_deposer()
        document = self.dossier.preuve_ids
        self.assertEqual((document.state, document.piece_id.raw), ("accepte", b"x"))
        self.assertEqual((document.piece_id.res_model, document.piece_id.res_id), (document._name, document.id))

    def test_an_exemption_holds_from_no_day_before_the_law_applied(self):
        exemption = self.demande(self.dossier, "8", date_demande="2024-01-15").with_user(self.agent)
        with self.assertRaisesRegex(UserError, "comes before 03/04/2024"):
            exemption._accorder(date(2024, 2, 1), "Vu.")

    def test_proofs_to_check_are_a_card_of_the_agents(self):
        self.deposer()
        carte = self.env.ref("parcours_accueil.liste_documents").with_user(self.agent)
        self.assertEqual(carte.nombre, 1)
        self.deposer().action_accepter()
        carte.invalidate_recordset()
        self.assertEqual(carte.nombre, 1)

    def test_what_asks_for_a_kind_of_document_is_a_record(self):
        for code, attendu in (("maladie", "certificat_medical"), ("organisateur", "suspension_organisateur")):
            self.assertEqual(self.Type._demande_par("suspension", code).mapped("code"), [attendu])
        self.assertEqual(self.Type._demande_par("exemption", "99").code, "autre")
        self.env["parcours.document.usage"].create(
            {"type_id": self.Type._par_code("diplome").id, "genre": "suspension", "code": "maladie"}
        )
        self.assertEqual(
            self.Type._demande_par("suspension", "maladie").mapped("code"), ["certificat_medical", "diplome"]
        )
