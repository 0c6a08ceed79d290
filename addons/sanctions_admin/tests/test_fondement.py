# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a sanction rests on is undone by a head, and whoever handles the sanction is told the same day (loi.md §6)."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import SanctionCase

TETE = "only a head"


@tagged("post_install", "-at_install")
@freeze_time("2025-03-24 12:00:00")
class TestFondement(SanctionCase):
    def setUp(self):
        super().setUp()
        self.agent = self.utilisateur("agent", self.schaerbeek)
        self.chef = self.utilisateur("chef", self.schaerbeek)
        with freeze_time("2024-03-11 12:00:00"):
            self.dossier = self.ouvert()
        vu = self.dossier.with_user(self.agent)
        with freeze_time("2024-05-20 12:00:00"):
            vu._enregistrer("attestation_remise", date(2024, 3, 15))
            self.suspension = self.suspendre(self.agent, "deces", date(2024, 5, 1), date(2024, 6, 30))
        for genre, jour in (
            ("sommation_envoyee", date(2025, 1, 6)),
            ("sommation_recue", date(2025, 1, 10)),
            ("constat_refus", date(2025, 3, 11)),
        ):
            vu._enregistrer(genre, jour)
            self.revoir(vu)
        self.sanction = self.dossier.sanction_ids
        self.sanction.user_id = self.utilisateur("sanctions_admin.group_fonctionnaire")
        self.sanction.activity_ids.unlink()

    def suspendre(self, qui, code, debut, fin):
        motif = self.r2.motif_suspension_ids.filtered(lambda m: m.code == code)
        return self.dossier.with_user(qui)._suspendre(motif, debut, fin, pieces=[("a.pdf", "eA==")])

    def par_la_tete(self, faire):
        """That is refused to an agent and nothing happens; a head does it, and the official is told."""
        evenements = self.dossier.evenement_ids
        with self.assertRaisesRegex(UserError, TETE), self.env.cr.savepoint():
            faire(self.agent)
        self.assertEqual(self.dossier.evenement_ids, evenements)
        self.assertFalse(self.sanction.activity_ids)
        faire(self.chef)
        self.assertEqual(self.sanction.activity_ids.user_id, self.sanction.user_id)
        self.assertIn("look before going on", self.sanction.activity_ids.summary)

    def dire(self, faire):
        """An agent does it, and the official is told the same day."""
        faire(self.agent)
        self.assertEqual(self.sanction.activity_ids.user_id, self.sanction.user_id)

    def test_a_suspension_is_cancelled(self):
        self.par_la_tete(
            lambda qui: self.dossier.with_user(qui)._annuler_suspension(self.suspension.with_user(qui), "by mistake")
        )

    def test_a_suspension_is_ended_early(self):
        self.par_la_tete(
            lambda qui: self.dossier.with_user(qui)._terminer_suspension(
                self.suspension.with_user(qui), date(2024, 5, 10)
            )
        )

    def test_a_suspension_is_prolonged(self):
        with freeze_time("2024-05-20 12:00:00"):
            maladie = self.suspendre(self.chef, "maladie", date(2024, 7, 1), date(2024, 8, 31))
        self.sanction.activity_ids.unlink()
        self.par_la_tete(
            lambda qui: self.dossier.with_user(qui)._prolonger_suspension(
                maladie.with_user(qui), date(2025, 1, 31), pieces=[("b.pdf", "eA==")]
            )
        )

    def test_a_suspension_of_days_before_the_finding_is_granted(self):
        self.par_la_tete(lambda qui: self.suspendre(qui, "maladie", date(2024, 7, 5), date(2025, 1, 4)))

    def test_a_suspension_of_days_after_the_finding_is_granted_by_an_agent_and_told(self):
        self.dire(lambda qui: self.suspendre(qui, "maladie", date(2025, 3, 20), date(2025, 6, 4)))

    def test_days_before_the_finding_are_closed(self):
        self.par_la_tete(
            lambda qui: self.dossier.with_user(qui)._enregistrer("cloture", date(2024, 8, 1), motif_cloture="erreur")
        )

    def test_a_file_is_closed_after_the_finding_by_a_head_and_told(self):
        self.par_la_tete(
            lambda qui: self.dossier.with_user(qui)._enregistrer("cloture", date(2025, 3, 20), motif_cloture="erreur")
        )

    def test_a_file_is_opened_again_after_the_finding_by_an_agent_and_told(self):
        self.dossier.with_user(self.chef)._enregistrer("cloture", date(2025, 3, 20), motif_cloture="erreur")
        self.sanction.activity_ids.unlink()
        self.dire(lambda qui: self.dossier.with_user(qui)._enregistrer("reouverture", date(2025, 3, 21)))

    def test_an_enrolment_is_told_and_its_cancelling_is_for_a_head(self):
        self.dire(
            lambda qui: self.dossier.with_user(qui)._enregistrer(
                "inscription_organisateur", date(2025, 2, 3), organisateur_id=self.bapa.id
            )
        )
        self.sanction.activity_ids.unlink()
        inscrit = self.dossier.evenement_ids.filtered(lambda e: e.type == "inscription_organisateur")
        self.par_la_tete(lambda qui: inscrit.with_user(qui)._annuler("somebody else"))

    def test_an_exemption_is_granted_and_revoked(self):
        exemption = self.demande(self.dossier, "6")
        self.sanction.activity_ids.unlink()
        jour = date(2025, 3, 24)
        self.par_la_tete(lambda qui: exemption.with_user(qui)._accorder(jour, "It is the same pathway."))
        self.sanction.activity_ids.unlink()
        self.par_la_tete(lambda qui: exemption.with_user(qui)._revoquer(jour, "It was somebody else's."))

    def test_a_refused_exemption_is_told(self):
        exemption = self.demande(self.dossier, "6")
        self.sanction.activity_ids.unlink()
        self.dire(lambda qui: exemption.with_user(qui)._refuser(date(2025, 3, 24), "Not the same pathway."))

    def test_a_contestation_is_told_when_it_is_received_and_when_it_is_decided(self):
        self.dire(lambda qui: self.contestation(self.dossier, auteur=qui, date_demande="2025-03-20"))
        self.sanction.activity_ids.unlink()
        self.dire(lambda qui: self.dossier.contestation_ids.with_user(qui)._refuser(date(2025, 3, 24), "Obliged."))

    def test_without_a_finding_any_more_an_agent_does_it(self):
        constat = self.dossier.evenement_ids.filtered(lambda e: e.type == "constat_refus")
        constat.with_user(self.chef)._annuler("too early")
        self.dossier.with_user(self.agent)._annuler_suspension(self.suspension.with_user(self.agent), "by mistake")
        self.assertEqual(self.suspension.state, "annulee")

    def test_a_sanction_that_is_over_is_not_told(self):
        self.sanction._enregistrer("sanction_close", note="over")
        self.suspendre(self.agent, "maladie", date(2025, 3, 20), date(2025, 6, 4))
        self.assertFalse(self.sanction.activity_ids)
