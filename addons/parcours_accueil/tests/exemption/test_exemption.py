# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The life of a requested exemption: recorded, decided once, withdrawn or revoked, and everything that is refused."""

from datetime import date, timedelta
from unittest.mock import patch

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, LockError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import ParcoursCase

JOUR = date(2026, 11, 25)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-25")
class TestExemption(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.utilisateur("agent", cls.schaerbeek)
        cls.dossier = cls.ouvert()

    def vue(self, **valeurs):
        return self.demande(self.dossier, **valeurs).with_user(self.agent)

    def decider(self, exemption, decision, **valeurs):
        """Decide through the window, as the agent does."""
        fenetre = self.env["parcours.exemption.decision"].with_user(self.agent)
        return fenetre.create(
            {
                "exemption_id": exemption.id,
                "decision": decision,
                "motif": "Vu le document.",
                "langue": "deux",
                **valeurs,
            }
        ).action_confirmer()

    # ---- life -------------------------------------------------------------------------------------------------------

    def test_a_request_is_recorded_granted_and_revoked(self):
        exemption = self.vue()
        self.assertEqual((exemption.state, exemption.code, exemption.document_count), ("demandee", "6", 1))
        self.assertEqual(self.dossier.exemption_a_decider, 1)
        self.decider(exemption, "accorder", duree="temporaire", date_fin="2027-01-31")
        self.assertEqual(exemption.state, "accordee")
        self.assertEqual((exemption.date_decision, exemption.date_fin), (JOUR, date(2027, 1, 31)))
        self.assertEqual((exemption.decideur_id, exemption.motif), (self.agent, "Vu le document."))
        self.assertEqual(exemption.documents_vus, ["attestation.pdf"])
        self.assertEqual(exemption.courrier_ids.mapped("genre"), ["decision_exemption"])
        self.dossier.invalidate_recordset()
        self.assertEqual((self.dossier.exemption_a_decider, self.dossier.exemption_count), (0, 1))
        self.decider(exemption, "revoquer", motif="Faux document.")
        self.assertEqual((exemption.state, exemption.date_retrait), ("revoquee", JOUR))
        self.assertEqual(exemption.motif, "Vu le document.", "the decision stays as it was written")

    def test_no_step_towards_a_sanction_while_a_request_waits(self):
        self.dossier._enregistrer("attestation_remise", date(2024, 3, 4))
        exemption = self.vue()
        for etape in ("sommation_envoyee", "constat_refus"):
            with self.assertRaisesRegex(UserError, "Decide on the request first"):
                self.dossier.with_user(self.agent)._enregistrer(etape)
        self.decider(exemption, "refuser")
        self.revoir(self.dossier)
        self.dossier.with_user(self.agent)._enregistrer("sommation_envoyee")
        self.assertEqual(self.dossier.stage_code, "somme")

    def test_an_agent_records_and_decides_on_screen(self):
        """The agent records a request on screen: ground, day, documents, then decides in the window."""
        piece = (
            self.env["ir.attachment"]
            .with_user(self.agent)
            .create({"name": "demande.pdf", "raw": b"x", "res_model": "parcours.exemption", "res_id": 0})
        )
        action = self.dossier.with_user(self.agent).action_demander_exemption()
        with Form(self.env["parcours.exemption"].with_user(self.agent).with_context(**action["context"])) as formulaire:
            formulaire.regle_id = self.regle_de(self.dossier, "8")
            formulaire.date_demande = date(2026, 11, 20)
            formulaire.document_ids.add(piece)
        exemption = formulaire.record
        self.assertEqual((exemption.dossier_id, exemption.code), (self.dossier, "8"))
        self.assertEqual((piece.res_model, piece.res_id), ("parcours.exemption", exemption.id))
        self.assertEqual(exemption.document_ids, piece)
        fenetre = Form(
            self.env["parcours.exemption.decision"]
            .with_user(self.agent)
            .with_context(**exemption.with_context(parcours_decision="refuser").action_decider()["context"])
        )
        fenetre.motif = "Pas une école belge."
        fenetre.langue = "fr_BE"
        self.assertIn("missing", fenetre.exige, "nobody has checked the document")
        fenetre.verifie = True
        fenetre.date_document = date(2026, 11, 2)
        self.assertNotIn("missing", fenetre.exige)
        fenetre.save().action_confirmer()
        self.assertEqual(exemption.state, "refusee")

    def test_each_ground_the_commune_decides_is_offered_once(self):
        """One rule for each ground decided by the commune: not what the register says, nor treaties (loi.md §3)."""
        codes = self.dossier._regles_a_demander().mapped("code")
        self.assertEqual(codes, ["3", "4", "5", "6", "7", "8"])
        self.assertEqual(self.ouvert(**REGIME_1)._regles_a_demander().reglement_id, self.r1)

    def test_the_ground_the_examination_waits_for_is_offered_first(self):
        """The ground that the examination waits for is proposed."""
        dossier = self.ouvert(ref_motif_sejour="060100")
        contexte = dossier.action_demander_exemption()["context"]
        self.assertEqual(self.env["parcours.regle"].browse(contexte["default_regle_id"]).code, "4")
        self.assertNotIn("default_regle_id", self.dossier.action_demander_exemption()["context"])

    def test_a_withdrawn_request_is_decided_no_more(self):
        exemption = self.vue(document=False)
        self.decider(exemption, "retirer", motif="La personne renonce.")
        self.assertEqual((exemption.state, exemption.date_decision), ("retiree", False))
        with self.assertRaisesRegex(UserError, "Withdrawn"):
            self.decider(exemption, "retirer")
        self.assertTrue(self.vue(), "asked for again")

    # ---- refused ----------------------------------------------------------------------------------------------------

    def test_a_decision_needs_a_document_and_a_reason(self):
        exemption = self.vue(document=False)
        for decision in ("accorder", "refuser"):
            with self.assertRaisesRegex(UserError, "no document yet"):
                self.decider(exemption, decision)
        exemption = self.vue(code="7")
        with self.assertRaisesRegex(UserError, "Give the reason"):
            self.decider(exemption, "accorder", motif="  ")
        self.assertEqual(exemption.state, "demandee")

    def test_the_dates_of_a_request_follow_each_other_up_to_today(self):
        demain = JOUR + timedelta(days=1)
        with self.assertRaisesRegex(ValidationError, "still to come"), self.cr.savepoint():
            self.demande(self.dossier, date_demande=demain)
        exemption = self.vue()
        with self.assertRaisesRegex(UserError, "still to come"):
            self.decider(exemption, "accorder", date=demain)
        with self.assertRaisesRegex(UserError, "cannot be decided before"):
            self.decider(exemption, "accorder", date="2024-04-01")
        with self.assertRaisesRegex(UserError, "last day"):
            self.decider(exemption, "accorder", duree="temporaire", date_fin="2026-11-24")
        with self.assertRaisesRegex(UserError, "cannot happen before"):
            self.decider(exemption, "retirer", date="2024-04-01")
        self.assertEqual(exemption.state, "demandee")
        self.decider(exemption, "accorder", date="2026-11-20")
        with self.assertRaisesRegex(UserError, "cannot happen before"):
            self.decider(exemption, "revoquer", date="2026-11-19")

    def test_a_request_is_decided_once(self):
        exemption = self.vue()
        self.decider(exemption, "refuser")
        for decision in ("accorder", "refuser", "retirer", "revoquer"):
            with self.assertRaisesRegex(UserError, "Refused"):
                self.decider(exemption, decision)

    def test_two_people_cannot_decide_at_once(self):
        exemption = self.vue()
        prise = patch.object(type(exemption), "lock_for_update", side_effect=LockError("taken"))
        with prise, self.assertRaisesRegex(UserError, "Somebody else is deciding"):
            self.decider(exemption, "accorder")
        self.assertEqual(exemption.state, "demandee")

    def test_a_waiting_request_is_not_recorded_twice(self):
        self.vue()
        with self.assertRaisesRegex(UserError, "already asked for"), self.cr.savepoint():
            self.vue()
        self.assertTrue(self.vue(code="7"), "another ground")
        # two at once: the database says no to the second
        premiere = self.env["parcours.exemption"].search([("dossier_id", "=", self.dossier.id), ("code", "=", "6")])
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation), self.cr.savepoint():
            self.cr.execute(
                "INSERT INTO parcours_exemption (dossier_id, regle_id, code, state, date_demande, demandeur) "
                "VALUES (%s, %s, '6', 'demandee', '2026-01-01', 'personne')",
                [self.dossier.id, premiere.regle_id.id],
            )

    def test_a_ground_granted_for_good_is_not_asked_for_again(self):
        self.decider(self.vue(), "accorder")
        with self.assertRaisesRegex(UserError, "already granted"), self.cr.savepoint():
            self.vue()
        temporaire = self.vue(code="7")
        self.decider(temporaire, "accorder", duree="temporaire", date_fin="2027-01-31")
        self.assertTrue(self.vue(code="7"), "a temporary one can be asked for again before its end")

    def test_a_ground_that_the_register_says_is_not_decided_here(self):
        regle = self.env.ref("parcours_accueil.regle_r2_e2_ref")
        with self.assertRaisesRegex(ValidationError, "register says"), self.cr.savepoint():
            self.demande(self.dossier, regle_id=regle.id)
        with self.assertRaisesRegex(UserError, "not one of the regulation"), self.cr.savepoint():
            self.demande(self.dossier, regle_id=self.env.ref("parcours_accueil.regle_r1_e6").id)

    def test_nothing_is_asked_for_in_a_closed_file(self):
        self.dossier._enregistrer("cloture", motif_cloture="erreur")
        self.assertFalse(self.dossier.exemption_possible)
        with self.assertRaisesRegex(UserError, "closed"):
            self.vue()

    def test_a_decision_is_written_by_its_button_only(self):
        """Direct writes, as RPC makes them: a decision is written by its button only, once."""
        exemption = self.vue()
        for champ, valeur in {
            "state": "accordee",
            "date_decision": JOUR,
            "decideur_id": self.agent.id,
            "motif": "x",
            "date_fin": JOUR,
            "lettre": b"eA==",
            "dossier_id": self.ouvert().id,
            "code": "5",
            "documents_vus": [],
        }.items():
            with self.subTest(champ), self.assertRaises(AccessError):
                exemption.write({champ: valeur})
        exemption.write({"demandeur": "representant", "demandeur_nom": "Me Essai", "note": "vu"})
        Demande = self.env["parcours.exemption"].with_user(self.agent)
        valeurs = {"dossier_id": self.dossier.id, "regle_id": self.regle_de(self.dossier, "8").id}
        with self.assertRaises(AccessError):
            Demande.create({**valeurs, "state": "accordee"})
        neuve = Demande.with_context(default_state="accordee", default_code="2", default_motif="x").create(valeurs)
        self.assertEqual((neuve.state, neuve.code, neuve.motif), ("demandee", "8", False))
        self.decider(exemption, "accorder")
        with self.assertRaisesRegex(UserError, "stays as it was"):
            exemption.write({"date_demande": "2026-01-01"})
        exemption.write({"note": "rappeler"})
        with self.assertRaises(UserError):
            exemption.copy()
        with self.assertRaises(UserError):
            exemption.unlink()


#: First registration under the first regime.
REGIME_1 = dict.fromkeys(("date_reference", "date_reference_min", "date_reference_max"), date(2023, 3, 6))
