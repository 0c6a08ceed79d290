# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The proof after a fine is a term that the person must meet: days without obligation do not run in it. They never
lengthen an appeal, a payment, a limit of the authority or prescription (loi.md §4)."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import SanctionCase

#: Notified on 10 June 2025.
ECHEANCES = {
    "preuve_amende": date(2025, 8, 11),  # 10 August is a Sunday
    "recours": date(2025, 8, 11),
    "paiement": date(2025, 7, 10),
    "prescription": date(2030, 7, 10),
}


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10")
class TestSansObligation(SanctionCase):
    def notifiee(self):
        sanction = self.refuser()
        self.entendre(sanction)
        self.decider(sanction).action_notifier()
        self.assertEqual(self.echeances(sanction), ECHEANCES)
        return sanction

    def echeances(self, sanction):
        delais = sanction.delai_ids.filtered(lambda delai: delai.state in ("en_cours", "echu", "arrete"))
        return {delai.type_id.code: delai.date_echeance for delai in delais}

    def exempter(self, dossier, debut, fin):
        exemption = self.demande(dossier, "6", date_demande=debut)
        exemption._accorder(debut, "Vu.", fin)
        return exemption

    def test_only_the_proof_after_a_fine_moves_with_an_exemption(self):
        sanction = self.notifiee()
        with freeze_time("2025-07-07"):
            self.exempter(sanction.dossier_id, date(2025, 7, 1), date(2025, 7, 10))
        self.assertEqual(self.echeances(sanction), ECHEANCES | {"preuve_amende": date(2025, 8, 20)})
        self.assertIn("exempt, ground 6", self.preuve(sanction).explication)

    def test_the_official_is_told_of_days_that_move_no_term(self):
        """French for ten days between the end of the term and the summons, says the register after the finding."""
        dossier = self.arrivee()
        for genre, jour in (
            ("attestation_remise", date(2024, 3, 15)),
            ("sommation_envoyee", date(2025, 1, 6)),
            ("sommation_recue", date(2025, 1, 10)),
            ("constat_refus", date(2025, 3, 11)),
        ):
            dossier._enregistrer(genre, jour)
            self.revoir(dossier)
        sanction = dossier.sanction_ids
        sanction.user_id = self.utilisateur("sanctions_admin.group_fonctionnaire")
        sanction.activity_ids.unlink()
        francaise = [("354", "1990-05-12", {}), ("111", "2024-12-01", {}), ("354", "2024-12-11", {})]
        self.personnes(self.histoire(it031=francaise), numeros=[dossier.niss])
        self.assertEqual(dossier.resultat, "oblige")
        self.assertEqual(sanction.activity_ids.user_id, sanction.user_id)

    def test_an_exemption_without_an_end_stops_the_proof_until_it_is_revoked(self):
        sanction = self.notifiee()
        with freeze_time("2025-07-07"):
            exemption = self.exempter(sanction.dossier_id, date(2025, 7, 1), False)
        self.assertEqual((self.preuve(sanction).state, self.preuve(sanction).date_etat), ("arrete", date(2025, 7, 1)))
        with freeze_time("2025-07-21"):
            exemption._revoquer(date(2025, 7, 11), "Faux document.")
        self.assertEqual((self.preuve(sanction).state, self.preuve(sanction).date_etat), ("en_cours", False))
        self.assertEqual(self.echeances(sanction), ECHEANCES | {"preuve_amende": date(2025, 8, 20)})

    def test_only_the_proof_after_a_fine_moves_with_a_closure(self):
        sanction = self.notifiee()
        with freeze_time("2025-07-02"):
            sanction.dossier_id._enregistrer("cloture", date(2025, 7, 1), motif_cloture="erreur")
        self.assertEqual(self.preuve(sanction).state, "arrete")
        with freeze_time("2025-07-11"):
            sanction.dossier_id._enregistrer("reouverture", date(2025, 7, 11))
        self.assertEqual(self.echeances(sanction), ECHEANCES | {"preuve_amende": date(2025, 8, 20)})

    def test_a_suspension_over_days_of_the_proof_after_a_fine_makes_its_end_a_review(self):
        sanction = self.notifiee()
        with freeze_time("2025-07-02"):
            motif = self.r2.motif_suspension_ids.filtered(lambda m: m.code == "horaires")
            piece = [("preuve.txt", "eA==")]
            sanction.dossier_id._suspendre(motif, date(2025, 7, 1), date(2025, 9, 30), pieces=piece)
        self.assertEqual(self.echeances(sanction), ECHEANCES, "it moves none of them")
        self.assertEqual(self.preuve(sanction).doutes, "suspension_pendant")
        with freeze_time("2025-08-12"):
            self.env["parcours.delai"]._cron_delais()
        self.assertEqual(self.preuve(sanction).revue_motif, "suspension_pendant")

    def preuve(self, sanction):
        return sanction.delai_ids.filtered(lambda delai: delai.type_id.code == "preuve_amende")
