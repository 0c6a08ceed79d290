# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What arrives after the finding of refusal, or once the file is closed: a fact of before is recorded all the same, and
whoever must look is told (loi.md §5-§7)."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..delai.test_delais_cron import CronCase

RECOMMANDE = {"canal": "recommande", "preuve_envoi": "RR123"}
PARTI = ("992", "2025-05-02", {})
ICI = ("21015", "2024-03-04", {})


@tagged("post_install", "-at_install")
class TestApresLeConstat(CronCase):
    def setUp(self):
        super().setUp()
        self.le("2024-07-01")
        self.dossier = self.remis()  # the term to register ends on Monday 16 September 2024
        self.vu = self.dossier.with_user(self.agent)
        self.nuit("2024-09-17")
        self.vu._enregistrer("sommation_envoyee", date(2024, 9, 17), **RECOMMANDE)
        self.nuit("2024-11-21")
        self.vu._enregistrer("constat_refus", date(2024, 11, 21))

    def terme(self, code="inscription"):
        return self.dossier.delai_ids.filtered(lambda d: d.type_id.code == code and d.state != "sans_objet")

    def test_a_summons_that_came_back_after_the_finding_opens_a_review(self):
        self.le("2024-12-02")
        self.assertFalse(self.terme().revue)
        self.vu._enregistrer("sommation_retournee", date(2024, 9, 24), retour="demenage")
        self.assertEqual((self.terme().revue, self.terme().revue_motif), (True, "refus_sans_sommation"))
        [tache] = self.taches(self.dossier, "activite_delai_revue")
        self.assertIn("came back", tache.note)
        self.assertFalse(self.dossier._verifier_delais())
        # a head takes the finding back: there is nothing to look at any more, and a summons is proposed again
        [constat] = self.dossier.evenement_ids.filtered(lambda e: e.type == "constat_refus")
        constat.with_user(self.utilisateur("chef", self.schaerbeek))._annuler("the summons came back")
        self.assertFalse(self.terme().revue)
        self.assertFalse(self.taches(self.dossier, "activite_delai_revue"))
        self.nuit("2024-12-03")
        self.assertIn("Summons sent", self.taches(self.dossier).note)

    def test_a_return_entered_by_mistake_after_the_finding_leaves_nothing_to_review(self):
        self.le("2024-12-02")
        [retour] = self.vu._enregistrer("sommation_retournee", date(2024, 9, 24), retour="demenage")
        retour.with_user(self.utilisateur("chef", self.schaerbeek))._annuler("somebody else's letter")
        self.assertFalse(self.terme().revue)
        self.assertEqual(self.terme("sommation").state, "arrete")
        self.assertFalse(self.dossier._verifier_delais())

    def test_a_summons_of_before_that_was_received_carries_the_finding(self):
        """Two were sent; the second one came back: the refusal rests on the first one, whose term was over too."""
        self.dossier.evenement_ids.filtered(lambda e: e.type == "constat_refus").with_user(
            self.utilisateur("chef", self.schaerbeek)
        )._annuler("too soon")
        self.dossier._noter("sommation_envoyee", date(2024, 11, 22), **RECOMMANDE)
        self.nuit("2025-01-30")
        self.vu._enregistrer("constat_refus", date(2025, 1, 30))
        self.vu._enregistrer("sommation_retournee", date(2024, 11, 29), retour="demenage")
        self.assertNotEqual(self.terme().revue_motif, "refus_sans_sommation")

    def test_who_may_not_decide_an_exemption_after_the_finding_is_told_who_may(self):
        self.le("2024-12-02")
        exemption = self.demande(self.dossier, "6", date_demande="2024-12-02").with_user(self.agent)
        with self.assertRaisesRegex(UserError, "only a head of the service cancels an entry, decides on an exemption"):
            exemption._accorder(date(2024, 12, 2), "Vu.")
        exemption.with_user(self.utilisateur("chef", self.schaerbeek))._accorder(date(2024, 12, 2), "Vu.")


@tagged("post_install", "-at_install")
class TestApresLaCloture(CronCase):
    """The register closed the file on 2 May 2025, the day the person left the country, and said so in June."""

    def setUp(self):
        super().setUp()
        self.le("2024-03-11")
        self.dossier = self.arrivee()
        self.vu = self.dossier.with_user(self.agent)
        self.vu._enregistrer("attestation_remise", date(2024, 3, 11), canal="remise")

    def inscrire(self):
        self.le("2024-06-03")
        self.vu._enregistrer("inscription_organisateur", date(2024, 6, 3), organisateur_id=self.bapa.id)

    def partir(self, jour="2025-06-02", **histoire):
        self.relire(jour, **(histoire or {"it001": [ICI, PARTI]}))
        self.assertEqual((self.dossier.phase, self.dossier.motif_cloture), ("cloture", "parti"))

    def relire(self, jour, **histoire):
        self.le(jour)
        self.personnes(self.histoire(**histoire), numeros=[self.dossier.niss])
        self.env.invalidate_all()

    def visibles(self):
        self.vu.invalidate_recordset(["etapes_possibles"])
        return set(self.vu.etapes_possibles.strip(",").split(","))

    def test_a_completion_of_before_the_closure_is_recorded(self):
        self.inscrire()
        self.partir()
        self.assertIn("attestation_fin", self.visibles())
        with self.assertRaisesRegex(UserError, "closed before that day"):
            self.vu._enregistrer("attestation_fin", date(2025, 5, 3))
        self.vu._enregistrer("attestation_fin", date(2025, 4, 28))
        self.assertEqual((self.dossier.phase, self.dossier.motif_cloture), ("cloture", "acheve"))
        self.assertEqual((self.dossier.stage_id.code, self.dossier.date_cloture), ("acheve", date(2025, 4, 28)))
        self.assertEqual(
            (self.dossier.inscription_ids.date_fin, self.dossier.inscription_ids.motif_fin),
            (date(2025, 4, 28), "acheve"),
        )
        self.assertEqual(set(self.dossier.delai_ids.mapped("state")), {"tenu"})
        self.assertNotIn("attestation_fin", self.visibles())
        self.assertFalse(self.dossier._verifier_delais())
        # the person comes back: the pathway is completed
        self.relire("2025-10-06", it001=[ICI, PARTI, ("21015", "2025-09-01", {})])
        self.assertEqual((self.dossier.phase, self.dossier.motif_cloture), ("cloture", "acheve"))

    def test_a_completion_recorded_after_the_closure_is_undone(self):
        self.inscrire()
        self.partir()
        [fin] = self.vu._enregistrer("attestation_fin", date(2025, 5, 2))
        fin._annuler("somebody else's")
        self.assertEqual((self.dossier.motif_cloture, self.dossier.date_cloture), ("parti", date(2025, 5, 2)))
        self.assertEqual(self.dossier.inscription_ids.motif_fin, "cloture")
        self.assertFalse(self.dossier._verifier_delais())

    def test_a_registration_of_before_the_closure_is_recorded(self):
        self.partir()
        self.vu._enregistrer("inscription_organisateur", date(2024, 6, 3), organisateur_id=self.bapa.id)
        self.vu._enregistrer("attestation_organisateur", date(2024, 6, 10))
        self.assertEqual((self.dossier.phase, self.dossier.stage_id.code), ("cloture", "clos"))
        self.assertFalse(self.dossier.organisateur_id)
        self.assertEqual(
            (self.dossier.inscription_ids.date_debut, self.dossier.inscription_ids.date_fin),
            (date(2024, 6, 3), date(2025, 5, 2)),
        )
        self.assertEqual(self.dossier.delai_ids.filtered(lambda d: d.type_id.code == "inscription").state, "tenu")
        self.assertFalse(self.dossier._verifier_delais())

    def test_a_summons_of_before_the_closure_comes_back(self):
        self.nuit("2024-09-12")
        self.vu._enregistrer("sommation_envoyee", date(2024, 9, 12), **RECOMMANDE)
        self.partir()
        self.vu._enregistrer("sommation_retournee", date(2024, 9, 20), retour="inconnu")
        self.assertFalse(self.dossier.activity_ids.filtered("delai_id"))
        self.assertFalse(self.dossier._verifier_delais())

    def test_nothing_is_sent_nor_found_in_a_closed_file(self):
        self.nuit("2024-09-12")
        self.vu._enregistrer("sommation_envoyee", date(2024, 9, 12), **RECOMMANDE)
        self.partir()
        self.assertFalse(self.visibles() & {"sommation_envoyee", "constat_refus", "attestation_remise"})
        for genre in ("sommation_envoyee", "constat_refus"):
            with self.assertRaisesRegex(UserError, "not open"):
                self.vu._enregistrer(genre, date(2025, 4, 28))

    def test_a_file_created_by_mistake_takes_nothing_more(self):
        self.inscrire()
        self.dossier.with_user(self.utilisateur("chef", self.schaerbeek))._enregistrer(
            "cloture", date(2024, 6, 3), motif_cloture="erreur"
        )
        self.assertFalse(self.visibles() & {"attestation_fin", "attestation_organisateur"})
        with self.assertRaisesRegex(UserError, "created by mistake"):
            self.vu._enregistrer("attestation_fin", date(2024, 6, 3))

    def test_a_file_completed_without_an_attestation_is_in_the_list(self):
        """Before attestations were asked for, anybody closed a file as completed."""
        self.inscrire()
        self.le("2025-06-02")
        self.dossier._noter("cloture", date(2025, 6, 2), motif_cloture="acheve")

        def oubli():
            self.Dossier._noter_controle(self.Dossier._ecarts_controle(self.dossier.ids))
            return self.dossier.oubli

        self.assertEqual(oubli(), "acheve_sans_attestation")
        self.vu._enregistrer("attestation_fin", date(2025, 6, 2))
        self.assertFalse(oubli())
        self.assertEqual((self.dossier.motif_cloture, self.dossier.stage_id.code), ("acheve", "acheve"))
