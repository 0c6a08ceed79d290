# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A flip on a file at Vivalis says what is pending there."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import SanctionCase


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10")
class TestConsequences(SanctionCase):
    def phrases(self, dossier):
        return "\n".join(dossier._consequences_issue()[dossier.id])

    def test_the_consequences_follow_a_sanction_until_it_is_paid(self):
        sanction = self.refuser()
        dossier = sanction.dossier_id
        self.assertIn(f"Sanction file {sanction.reference} open since", self.phrases(dossier))
        self.assertNotIn("Fine", self.phrases(dossier))
        self.entendre(sanction)
        decision = self.decider(sanction)
        self.assertRegex(self.phrases(dossier), r"Fine of .*100.* decided on 05/05/2025")
        self.assertNotIn("Still to pay", self.phrases(dossier))
        decision.action_notifier()
        self.env["sanction.recours"].create(
            {"sanction_id": sanction.id, "decision_id": decision.id, "date": date(2025, 6, 10)}
        )
        texte = self.phrases(dossier)
        self.assertRegex(texte, r"Still to pay: .*100")
        self.assertIn("Appeal of 06/10/2025 pending", texte)
        self.env["sanction.mouvement"].create(
            {"sanction_id": sanction.id, "type": "paiement", "montant": 100, "decision_id": decision.id}
        )
        self.assertNotIn("Still to pay", self.phrases(dossier))

    def test_the_agent_of_the_commune_reads_them(self):
        dossier = self.refuser().dossier_id
        dossier.jour_ue = "oui"
        dossier._examiner("essai")
        agent = self.utilisateur("agent", self.schaerbeek)
        self.assertIn("Sanction file", dossier.with_user(agent).consequences_html)
        self.assertIn(dossier.sanction_ids.reference, dossier.activity_ids.note)

    def test_a_closure_by_the_register_loses_no_sanction(self):
        dossier = self.refuser().dossier_id
        dossier.jour_situation = "parti"
        dossier._examiner("essai")
        cloture = dossier.evenement_ids.filtered(lambda evenement: evenement.type == "cloture")
        self.assertIn(dossier.sanction_ids.reference, cloture.note_reservee)
        self.assertFalse(cloture.note, "an organiser reads that one")

    def test_a_closure_that_applies_an_outcome_tells_no_organiser_of_a_sanction(self):
        sanction = self.refuser()
        dossier = sanction.dossier_id
        dossier._enregistrer("inscription_organisateur", date(2025, 6, 2), organisateur_id=self.bapa.id)
        dossier.jour_ue = "oui"
        dossier._examiner("essai")
        dossier.with_user(self.utilisateur("agent", self.schaerbeek)).action_appliquer_issue()
        cloture = dossier.evenement_ids.filtered(lambda evenement: evenement.type == "cloture")
        self.assertIn(sanction.reference, cloture.note_reservee)
        organisateur = self.utilisateur("organisateur", organisateur_id=self.bapa.id)
        evenements = self.env["parcours.evenement"].with_user(organisateur)
        self.assertFalse(evenements.search([("dossier_id", "=", dossier.id)]), "registered no more")
        # the closure never was: with the organiser again, who reads what was done there, and no closure
        cloture._annuler("applied too early")
        lus = evenements.search([("dossier_id", "=", dossier.id)])
        self.assertEqual(lus.mapped("type"), ["inscription_organisateur"])
        for mot in (sanction.reference, "Sanction", "Fine"):
            self.assertNotIn(mot, str(lus.read(["type", "note", "display_name"])))

    def test_the_official_is_told_once(self):
        """Once, whatever happens to the file; and not for a sanction that is over."""
        sanction = self.refuser()
        fonctionnaire = self.utilisateur("sanctions_admin.group_fonctionnaire")
        sanction.user_id = fonctionnaire
        dossier = sanction.dossier_id
        for valeurs in ({"jour_ue": "oui"}, {"ref_belge": "oui"}, {"jour_situation": "parti"}):
            dossier.write(valeurs)
            dossier._examiner("essai")
            self.assertEqual(sanction.activity_ids.mapped("user_id"), fonctionnaire)
            self.assertEqual(len(sanction.activity_ids), 1)
        self.assertEqual(dossier.motif_cloture, "parti")
        finie = self.refuser()
        finie._enregistrer("sanction_close", note="over")
        finie.dossier_id.jour_situation = "decede"
        finie.dossier_id._examiner("essai")
        self.assertFalse(finie.activity_ids)

    def test_eight_files_cost_the_queries_of_two(self):
        dossiers = self.Dossier.union(*(self.refuser().dossier_id for _ in range(8)))

        def compter(lot):
            return self.queries(lot._consequences_issue)

        compter(dossiers)
        self.assertEqual(compter(dossiers[:2]), compter(dossiers))

    def test_a_proof_learnt_after_the_refusal_is_told_to_the_official(self):
        """Registered within the two months, entered after the refusal: the official knows before a fine."""
        sanction = self.refuser()
        sanction.user_id = self.utilisateur("sanctions_admin.group_fonctionnaire")
        dossier = sanction.dossier_id
        dossier._enregistrer("inscription_organisateur", date(2025, 2, 3), organisateur_id=self.bapa.id)
        contredit = dossier.delai_ids.filtered(lambda delai: delai.type_id.code == "sommation")
        contredit._executer(date(2025, 6, 10))
        self.assertEqual(contredit.revue_motif, "refus_contredit")
        self.assertIn("look before going on", sanction.activity_ids.summary)
        self.assertEqual(sanction.activity_ids.user_id, sanction.user_id)

    def test_a_cancelled_finding_reaches_the_official_the_same_day(self):
        """Nothing of the sanction is erased; its official is told what it rested on."""
        sanction = self.refuser()
        sanction.user_id = self.utilisateur("sanctions_admin.group_fonctionnaire")
        dossier = sanction.dossier_id
        chef = self.utilisateur("chef", self.schaerbeek)
        constat = dossier.evenement_ids.filtered(lambda evenement: evenement.type == "constat_refus")
        constat.with_user(chef)._annuler("she was in hospital")
        self.assertEqual(sanction.activity_ids.user_id, sanction.user_id)
        self.assertEqual(sanction.evenement_id, constat, "the sanction keeps its finding, now cancelled")
        self.assertTrue(constat.annule)
        dossier._enregistrer("constat_refus", date(2025, 6, 2))
        self.assertEqual(dossier.sanction_count, 2, "a new finding is a new procedure")
