# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The life of a contestation: received, acknowledged, decided once, withdrawn; what it holds up; what undoes it."""

from datetime import date, timedelta
from unittest.mock import patch

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, LockError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import ParcoursCase

JOUR = date(2026, 11, 25)
ACTIVITE = "parcours_accueil.activite_contestation"
AUTRE_VOIE = "not recorded here"


@tagged("post_install", "-at_install")
@freeze_time("2026-11-25")
class TestContestation(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.utilisateur("agent", cls.schaerbeek)
        cls.dossier = cls.ouvert()

    def setUp(self):
        super().setUp()
        self.registre_muet()

    def vue(self, dossier=None, **valeurs):
        return self.contestation(dossier or self.dossier, auteur=self.agent, **valeurs)

    def decider(self, contestation, decision, **valeurs):
        """Decide through the window, as the agent does."""
        fenetre = self.env["parcours.contestation.decision"].with_user(self.agent)
        return fenetre.create(
            {
                "contestation_id": contestation.id,
                "decision": decision,
                "motif": "Vu le courrier.",
                "langue": "deux",
                **valeurs,
            }
        ).action_confirmer()

    def evenements(self, dossier=None):
        lus = (dossier or self.dossier).evenement_ids.sorted("id")
        return [e.type.removeprefix("contestation_") for e in lus if e.type.startswith(("contestation_", "annulation"))]

    def annuler(self, contestation, genre, utilisateur=None):
        entree = contestation.evenement_ids.filtered(lambda e: e.type == f"contestation_{genre}" and not e.annule)
        entree.with_user(utilisateur or self.agent)._annuler("Entered by mistake")

    def taches(self, dossier=None):
        genre = self.env.ref(ACTIVITE)
        return (dossier or self.dossier).activity_ids.filtered(lambda tache: tache.activity_type_id == genre)

    # ---- life -------------------------------------------------------------------------------------------------------

    def test_its_steps_are_recorded_by_its_own_buttons_only(self):
        contestation, vu = self.vue(), self.dossier.with_user(self.agent)
        for genre in ("contestation_demandee", "contestation_refusee"):
            with self.assertRaisesRegex(UserError, AUTRE_VOIE), self.env.cr.savepoint():
                vu._enregistrer(genre, JOUR, contestation_id=contestation.id)
            with self.assertRaisesRegex(UserError, AUTRE_VOIE):
                vu.with_context(parcours_evenement_type=genre).action_etape()
        with self.assertRaisesRegex(UserError, "one of the buttons"):
            contestation.with_user(self.agent).action_decider()
        self.assertEqual(self.evenements(), ["demandee"])

    def test_a_day_before_the_reference_date_is_accepted_for_it_may_be_what_is_contested(self):
        veille = self.dossier.date_reference - timedelta(days=1)
        contestation = self.vue(genre="fait", fait="date_reference", date_demande=veille)
        self.decider(contestation, "accepter", date=veille)
        self.assertEqual(self.evenements(), ["demandee", "acceptee"])

    def test_a_contestation_is_received_acknowledged_and_refused_in_the_ledger(self):
        contestation = self.vue()
        self.assertEqual((contestation.state, contestation.document_count, contestation.bloque), ("demandee", 1, True))
        self.assertEqual(contestation.attente, (JOUR - date(2024, 4, 2)).days, "its age")
        self.assertEqual(len(self.taches()), 1)
        self.decider(contestation, "accuser", date="2024-04-05")
        self.assertEqual(contestation.date_accuse, date(2024, 4, 5))
        self.assertEqual(contestation.courrier_ids.mapped("genre"), ["accuse"])
        self.decider(contestation, "refuser", date="2024-05-06")
        self.assertEqual((contestation.state, contestation.bloque, contestation.attente), ("refusee", False, 0))
        self.assertEqual((contestation.decideur_id, contestation.motif), (self.agent, "Vu le courrier."))
        self.assertEqual(contestation.documents_vus, ["courrier.pdf"])
        self.assertFalse(self.taches())
        self.assertEqual(self.evenements(), ["demandee", "accusee", "refusee"])
        jours = contestation.evenement_ids.sorted("id").mapped("date_effective")
        self.assertEqual(jours, [date(2024, 4, 2), date(2024, 4, 5), date(2024, 5, 6)])
        self.assertEqual(contestation.evenement_ids.user_id, self.agent)
        refus = contestation.evenement_ids.filtered(lambda e: e.type == "contestation_refusee")
        self.assertEqual((refus.note_reservee, refus.note), ("Vu le courrier.", False), "no organiser reads the reason")

    def test_no_step_towards_a_sanction_while_it_is_open(self):
        self.dossier._enregistrer("attestation_remise", date(2024, 3, 4))
        contestation = self.vue()
        for etape in ("sommation_envoyee", "constat_refus"):
            with self.assertRaisesRegex(UserError, "contests being obliged.*Decide on it first"):
                self.dossier.with_user(self.agent)._enregistrer(etape)
        self.assertIn(",sommation_envoyee,", self.dossier.with_user(self.agent).etapes_possibles, "the button says why")
        self.decider(contestation, "refuser")
        self.revoir(self.dossier)
        self.dossier.with_user(self.agent)._enregistrer("sommation_envoyee")
        self.assertEqual(self.dossier.stage_code, "somme")

    def test_the_terms_run_meanwhile(self):
        self.dossier._enregistrer("attestation_remise", date(2024, 3, 4))
        avant = (self.dossier.date_echeance, self.dossier.stage_code)
        contestation = self.vue()
        self.assertEqual((self.dossier.date_echeance, self.dossier.stage_code), avant)
        self.decider(contestation, "refuser")
        self.assertEqual((self.dossier.date_echeance, self.dossier.stage_code), avant)

    def test_an_agent_records_and_decides_on_screen(self):
        piece = (
            self.env["ir.attachment"]
            .with_user(self.agent)
            .create({"name": "lettre.pdf", "raw": b"x", "res_model": "parcours.contestation", "res_id": 0})
        )
        action = self.dossier.with_user(self.agent).action_contester()
        modele = self.env["parcours.contestation"].with_user(self.agent).with_context(**action["context"])
        with Form(modele) as formulaire:
            self.assertEqual(formulaire.genre, "obligation")
            formulaire.genre = "fait"
            formulaire.fait = "ref_motif_sejour"
            formulaire.texte = "Je suis étudiante."
            formulaire.date_demande = date(2026, 11, 20)
            formulaire.document_ids.add(piece)
        contestation = formulaire.record
        self.assertEqual((contestation.dossier_id, contestation.document_ids), (self.dossier, piece))
        self.assertEqual(
            contestation.name, self.dossier._fields["ref_motif_sejour"]._description_string(contestation.env)
        )
        fenetre = Form(
            self.env["parcours.contestation.decision"]
            .with_user(self.agent)
            .with_context(**contestation.with_context(parcours_decision="refuser").action_decider()["context"])
        )
        fenetre.motif = "Le registre dit autre chose."
        fenetre.langue = "fr_BE"
        fenetre.verifie = True
        fenetre.save().action_confirmer()
        self.assertEqual(contestation.state, "refusee")

    def test_a_decision_without_a_letter_keeps_the_language_that_the_person_wished(self):
        self.dossier.langue = "nl_BE"
        self.decider(self.vue(document=False), "retirer", motif="Elle renonce.", langue=False)
        self.assertEqual(self.dossier.langue, "nl_BE")

    def test_a_withdrawn_contestation_holds_nothing_up(self):
        contestation = self.vue(document=False)
        self.decider(contestation, "retirer", motif="Elle renonce.")
        self.assertEqual((contestation.state, contestation.bloque), ("retiree", False))
        self.assertEqual(contestation.motif_retrait, "Elle renonce.")
        self.assertEqual(self.evenements(), ["demandee", "retiree"])
        self.assertTrue(self.vue(), "contested again")

    # ---- accepted ---------------------------------------------------------------------------------------------------

    def test_an_accepted_obligation_is_examined_again_and_holds_the_summons_up_while_the_register_disagrees(self):
        self.dossier._enregistrer("attestation_remise", date(2024, 3, 4))
        contestation = self.vue()
        examens = len(self.dossier.examen_ids)
        self.decider(contestation, "accepter")
        self.assertEqual((contestation.state, contestation.bloque), ("acceptee", True))
        self.assertGreaterEqual(len(self.dossier.examen_ids), examens)
        with self.assertRaisesRegex(UserError, "contests being obliged"):
            self.dossier.with_user(self.agent)._enregistrer("sommation_envoyee")

    def test_an_accepted_fact_is_reported_and_holds_until_the_register_answered(self):
        dossier = self.arrivee()
        carte = dossier.personne_id.information_ids.filtered(lambda e: e.it == "195")
        contestation = self.vue(dossier, genre="fait", information_id=carte.id, texte="Ce n'est pas ma carte.")
        self.decider(contestation, "accepter")
        anomalie = contestation.anomalie_id
        self.assertEqual((anomalie.personne_id, anomalie.information_id), (dossier.personne_id, carte))
        self.assertEqual(
            (anomalie.state, anomalie.user_id, anomalie.company_id), ("signalee", self.agent, self.schaerbeek)
        )
        self.assertIn("Ce n'est pas ma carte.", anomalie.verite)
        self.assertTrue(contestation.bloque)
        anomalie.reponse = "Corrected next week"
        anomalie.action_accepter()
        self.assertTrue(contestation.bloque, "accepted is not corrected yet")
        anomalie.action_clore()
        self.assertFalse(contestation.bloque)

    def test_a_register_that_says_it_is_right_frees_the_file(self):
        dossier = self.arrivee()
        contestation = self.vue(dossier, genre="fait", fait="ref_carte")
        self.decider(contestation, "accepter")
        self.assertFalse(contestation.anomalie_id.information_id, "something is missing in the register")
        contestation.anomalie_id.reponse = "The card is right"
        contestation.anomalie_id.action_refuser()
        self.assertFalse(contestation.bloque)

    # ---- undone -----------------------------------------------------------------------------------------------------

    def test_a_decision_undone_waits_again_and_its_letter_is_kept(self):
        self.dossier._enregistrer("attestation_remise", date(2024, 3, 4))
        contestation = self.vue()
        self.decider(contestation, "refuser", langue="fr_BE")
        # printed and received before letters were a model of their own
        contestation.sudo().lettre = imprimee = b"bGV0dHJl"
        self.decider(contestation, "notifier", canal="recommande", preuve=b"cHJldXZl", preuve_nom="talon.pdf")
        self.annuler(contestation, "refusee")
        self.assertEqual(
            (contestation.state, contestation.date_decision, contestation.lettre), ("demandee", False, False)
        )
        lettre = contestation.courrier_ids
        self.assertEqual((lettre.state, bool(lettre.pdf)), ("annule", True), "it never left; what was printed stays")
        self.assertIn("taken back", lettre.motif_annulation)
        self.assertEqual((contestation.motif, contestation.date_notification), (False, False))
        gardes = self.dossier.message_ids.attachment_ids
        self.assertEqual(len(gardes), 2, "the letter and the proof of its notification")
        self.assertIn(imprimee, gardes.mapped("datas"))
        self.assertEqual(len(self.taches()), 1)
        with self.assertRaisesRegex(UserError, "contests being obliged"):
            self.dossier.with_user(self.agent)._enregistrer("sommation_envoyee")
        self.decider(contestation, "accepter")
        self.assertEqual(self.evenements(), ["demandee", "refusee", "annulation", "acceptee"])

    def test_an_acceptance_undone_waits_again(self):
        contestation = self.vue()
        self.decider(contestation, "accepter")
        self.annuler(contestation, "acceptee")
        self.assertEqual((contestation.state, contestation.bloque), ("demandee", True))

    def test_a_withdrawal_undone_waits_again_unless_another_one_does(self):
        contestation = self.vue()
        self.decider(contestation, "retirer")
        self.annuler(contestation, "retiree")
        self.assertEqual((contestation.state, contestation.motif_retrait), ("demandee", False))
        self.decider(contestation, "retirer")
        self.vue()
        with self.assertRaisesRegex(UserError, "already waits"):
            self.annuler(contestation, "retiree")

    def test_an_acknowledgment_undone_is_made_again(self):
        contestation = self.vue()
        self.decider(contestation, "accuser")
        with self.assertRaisesRegex(UserError, "acknowledged on"):
            self.decider(contestation, "accuser")
        self.annuler(contestation, "accusee")
        self.assertFalse(contestation.date_accuse)
        self.assertEqual(contestation.courrier_ids.mapped("state"), ["annule"])
        self.decider(contestation, "accuser")
        self.assertEqual(contestation.courrier_ids.sorted("id").mapped("state"), ["annule", "imprime"])

    def test_a_contestation_entered_by_mistake_is_cancelled_last(self):
        contestation = self.vue()
        self.decider(contestation, "refuser")
        with self.assertRaisesRegex(UserError, "Cancel them first: Contestation refused"):
            self.annuler(contestation, "demandee")
        self.annuler(contestation, "refusee")
        self.annuler(contestation, "demandee")
        self.assertEqual((contestation.state, contestation.bloque), ("annulee", False))
        self.assertFalse(self.taches())
        self.assertTrue(self.vue())

    # ---- refused ----------------------------------------------------------------------------------------------------

    def test_one_open_contestation_of_a_kind_a_file(self):
        premiere = self.vue()
        # the database says no, also to two at once
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation) as dit, self.cr.savepoint():
            self.vue()
        self.assertRegex(premiere._sql_error_to_message(dit.exception), "already waits.*Decide on it first")
        self.assertTrue(self.vue(genre="fait", fait="ref_carte"), "another kind")

    def test_only_an_obliged_person_contests_being_obliged(self):
        predossier = self.ouvert(ref_ue="oui", jour_ue="oui")
        self.assertEqual(predossier.phase, "predossier")
        self.assertEqual(predossier.action_contester()["context"]["default_genre"], "fait")
        with self.assertRaisesRegex(UserError, "not obliged to anything"), self.cr.savepoint():
            self.vue(predossier)
        self.assertTrue(self.vue(predossier, genre="fait", fait="ref_ue"))

    def test_a_contested_fact_is_named_and_is_of_that_person(self):
        with self.assertRaisesRegex(UserError, "Say which fact"), self.cr.savepoint():
            self.vue(genre="fait")
        ailleurs = self.arrivee().personne_id.information_ids[0]
        with self.assertRaisesRegex(UserError, "not one of this person"), self.cr.savepoint():
            self.vue(self.arrivee(), genre="fait", information_id=ailleurs.id)

    def test_nothing_is_contested_in_a_closed_file(self):
        self.dossier._enregistrer("cloture", motif_cloture="erreur")
        with self.assertRaisesRegex(UserError, "already closed"), self.cr.savepoint():
            self.vue(genre="fait", fait="ref_carte")

    def test_what_waits_is_decided_after_the_file_is_closed(self):
        contestation = self.vue()
        self.dossier._enregistrer("cloture", motif_cloture="erreur")
        self.decider(contestation, "refuser")
        self.assertEqual(self.evenements()[-1], "refusee")

    def test_a_decision_needs_a_document_and_a_reason(self):
        contestation = self.vue(document=False)
        for decision in ("accepter", "refuser"):
            with self.assertRaisesRegex(UserError, "no document yet"):
                self.decider(contestation, decision)
            with self.assertRaisesRegex(UserError, "Give the reason"):
                self.decider(contestation, decision, motif="  ")
        self.assertEqual(contestation.state, "demandee")

    def test_the_dates_of_a_contestation_follow_each_other_up_to_today(self):
        demain = JOUR + timedelta(days=1)
        with self.assertRaisesRegex(ValidationError, "still to come"), self.cr.savepoint():
            self.vue(date_demande=demain)
        contestation = self.vue()
        for decision in ("accuser", "refuser", "retirer"):
            with self.assertRaisesRegex(UserError, "still to come"):
                self.decider(contestation, decision, date=demain)
            with self.assertRaisesRegex(UserError, "cannot (be decided|happen) before"):
                self.decider(contestation, decision, date="2024-04-01")
        self.assertEqual(contestation.state, "demandee")

    def test_a_contestation_is_decided_once_and_never_by_two_at_once(self):
        contestation = self.vue()
        prise = patch.object(type(contestation), "lock_for_update", side_effect=LockError("taken"))
        with prise, self.assertRaisesRegex(UserError, "Somebody else is deciding"):
            self.decider(contestation, "accepter")
        self.decider(contestation, "refuser")
        for decision in ("accuser", "accepter", "refuser", "retirer"):
            with self.assertRaisesRegex(UserError, "Refused"):
                self.decider(contestation, decision)

    def test_a_decision_is_written_by_its_button_only(self):
        """Direct writes, as RPC makes them."""
        contestation = self.vue()
        for champ, valeur in {
            "state": "acceptee",
            "genre": "fait",
            "texte": "x",
            "date_demande": JOUR,
            "date_decision": JOUR,
            "motif": "x",
            "lettre": b"eA==",
            "date_notification": JOUR,
            "bloque": False,
            "dossier_id": self.ouvert().id,
        }.items():
            with self.subTest(champ), self.assertRaises(AccessError):
                contestation.write({champ: valeur})
        contestation.write({"demandeur": "representant", "demandeur_nom": "Me Essai", "note": "vu"})
        with self.assertRaises(AccessError):
            self.vue(genre="fait", fait="ref_carte", state="refusee")
        for faire in (contestation.copy, contestation.unlink):
            with self.assertRaises(UserError):
                faire()

    def test_a_hundred_files_are_counted_with_the_queries_of_two(self):
        """What stands in the way of the steps costs the same for many files as for two."""
        dossiers = self.dossier
        for _rang in range(20):
            dossiers |= self.ouvert()
        for dossier in dossiers:
            self.contestation(dossier)

        def cout(lot):
            self.env.invalidate_all()
            vus = lot.with_user(self.agent)
            vus.mapped("name")
            return self.queries(lambda: (vus.mapped("etapes_possibles"), vus.mapped("contestation_ouverte")))

        cout(dossiers)
        self.assertLessEqual(cout(dossiers), cout(dossiers[:2]) + 1)
