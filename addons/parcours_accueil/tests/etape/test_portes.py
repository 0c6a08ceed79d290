# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Each step has one way in, and a day that can be: the table of steps says which."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...droit.clotures import MOTIFS
from ..common import ParcoursCase

AILLEURS = (
    "suspension_accordee",
    "suspension_prolongee",
    "suspension_fin_anticipee",
    "suspension_annulee",
    "revue_delai",
    "transfert_vivalis",
    "ouverture",
    "demenagement",
)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-24")
class TestPortes(ParcoursCase):
    def setUp(self):
        super().setUp()
        self.agent = self.utilisateur("agent", self.schaerbeek)
        self.dossier = self.ouvert()
        self.vu = self.dossier.with_user(self.agent)

    def fenetre(self, genre, jour=date(2025, 1, 6), **valeurs):
        fenetre = self.env["parcours.evenement.wizard"].with_user(self.agent)
        return fenetre.create({"dossier_id": self.dossier.id, "type": genre, "date_effective": jour, **valeurs})

    def test_the_window_records_no_step_that_has_a_way_of_its_own(self):
        avant = self.dossier.evenement_ids
        for genre in AILLEURS:
            with self.subTest(genre), self.assertRaises(UserError), self.env.cr.savepoint():
                self.fenetre(genre).action_enregistrer()
            with self.subTest(genre), self.assertRaises(UserError), self.env.cr.savepoint():
                self.vu._enregistrer(genre, date(2025, 1, 6))
        self.assertEqual(self.dossier.evenement_ids, avant)

    def test_the_window_offers_what_it_records(self):
        offerts = dict(self.env["parcours.evenement.wizard"]._fields["type"]._description_selection(self.env))
        self.assertFalse(set(offerts) & {*AILLEURS, "acquittement_commune"})
        self.assertLessEqual({"attestation_remise", "cloture", "annulation"}, set(offerts))

    def test_a_window_made_for_one_step_records_no_other(self):
        fenetre = self.fenetre("attestation_remise")
        fenetre.type = "suspension_accordee"
        with self.assertRaisesRegex(UserError, "not recorded here"):
            fenetre.action_enregistrer()
        self.assertNotIn("suspension_accordee", self.dossier.evenement_ids.mapped("type"))

    def test_a_file_goes_on_with_an_old_entry_that_is_about_nothing_until_a_head_cancels_it(self):
        """Such entries were recorded once: without suspension, ground, proof or end."""
        vides = self.env["parcours.evenement"].create(
            [
                {"dossier_id": self.dossier.id, "type": genre, "date_effective": date(2025, 1, 6)}
                for genre in (*AILLEURS[:4], "revue_delai")
            ]
        )
        self.vu._enregistrer("attestation_remise", date(2024, 3, 15))
        self.assertEqual(self.dossier.date_echeance, date(2024, 9, 16), "no day of theirs counts")
        self.assertFalse(self.dossier._verifier_delais())
        self.dossier._cron_controler()
        for vide in vides[:4]:
            self.assertTrue(vide.annulable)
            with self.subTest(vide.type), self.assertRaisesRegex(UserError, "only a head"):
                vide.with_user(self.agent)._annuler("recorded by mistake")
            vide.with_user(self.utilisateur_chef)._annuler("recorded by mistake")
            self.assertTrue(vide.annule)
        self.assertFalse(self.dossier._verifier_delais())

    @property
    def utilisateur_chef(self):
        chef = self.env["res.users"].search([("login", "=like", "essai.chef.%")])
        return chef or self.utilisateur("chef", self.schaerbeek)

    def test_a_suspension_with_its_ground_is_cancelled_by_its_own_step_only(self):
        motif = self.r2.motif_suspension_ids.filtered(lambda m: m.code == "deces")
        self.vu._enregistrer("attestation_remise", date(2024, 3, 15))
        self.vu._suspendre(motif, date(2024, 5, 1), date(2024, 6, 30), pieces=[("a.pdf", "eA==")])
        accord = self.vu.evenement_ids.filtered(lambda e: e.type == "suspension_accordee")
        self.assertFalse(accord.annulable)
        with self.assertRaisesRegex(UserError, "not cancelled by itself"):
            accord.with_user(self.utilisateur_chef)._annuler("no")

    def test_a_step_that_no_button_names_is_refused_in_a_sentence(self):
        for contexte in ({}, {"parcours_evenement_type": "nothing"}, {"parcours_evenement_type": "revue_delai"}):
            with self.subTest(contexte), self.assertRaisesRegex(UserError, "Nothing was"):
                self.vu.with_context(**contexte).action_etape()
        exemption = self.demande(self.dossier)
        with self.assertRaisesRegex(UserError, "Nothing was"):
            exemption.action_decider()

    # ---- a date before its cause --------------------------------------------------------------------------------

    def test_no_step_comes_before_the_reference_date(self):
        for genre, valeurs in (
            ("attestation_remise", {}),
            ("inscription_organisateur", {"organisateur_id": self.bapa.id}),
            ("cloture", {"motif_cloture": "erreur"}),
        ):
            for jour in (date(1900, 1, 1), date(2024, 3, 3)):
                with self.subTest(genre), self.assertRaisesRegex(UserError, "03/04/2024"):
                    self.vu._enregistrer(genre, jour, **valeurs)
        self.vu._enregistrer("attestation_remise", date(2024, 3, 4))

    def test_a_doubtful_reference_date_refuses_only_what_is_surely_before_it(self):
        self.dossier.write({"date_reference": False, "date_reference_min": date(2023, 3, 1)})
        with self.assertRaisesRegex(UserError, "03/01/2023"):
            self.vu._enregistrer("attestation_remise", date(2023, 2, 28))
        self.vu._enregistrer("attestation_remise", date(2023, 3, 1))

    def test_without_a_reference_date_no_step_comes_before_the_birth(self):
        self.dossier.write({"date_reference": False, "date_reference_min": False, "date_reference_max": False})
        with self.assertRaisesRegex(UserError, "05/12/1990"):
            self.vu._enregistrer("attestation_remise", date(1990, 5, 11))

    def test_a_suspension_may_begin_before_the_reference_date_but_not_before_the_birth(self):
        """A child born before the registration: the months run from the birth (loi.md §4)."""
        motif = self.r2.motif_suspension_ids.filtered(lambda m: m.code == "deces")
        with self.assertRaisesRegex(UserError, "05/12/1990"):
            self.vu._suspendre(motif, date(1990, 5, 1), date(1990, 5, 31), pieces=[("a.pdf", "eA==")])
        self.vu._enregistrer("attestation_remise", date(2024, 3, 15))
        self.vu._suspendre(motif, date(2024, 2, 1), date(2024, 3, 31), pieces=[("a.pdf", "eA==")])

    def test_a_file_is_not_closed_before_its_opening_nor_opened_again_before_its_closure(self):
        with freeze_time("2025-04-07"):
            dossier = self.ouvert()
        chef = dossier.with_user(self.utilisateur_chef)
        with self.assertRaisesRegex(UserError, "04/07/2025"):
            chef._enregistrer("cloture", date(2025, 4, 6), motif_cloture="erreur")
        with self.assertRaisesRegex(UserError, "still to come"):
            chef._enregistrer("cloture", date(2026, 11, 25), motif_cloture="erreur")
        chef._enregistrer("cloture", date(2025, 5, 5), motif_cloture="erreur")
        with self.assertRaisesRegex(UserError, "05/05/2025"):
            chef._enregistrer("reouverture", date(2025, 5, 4))
        chef._enregistrer("reouverture", date(2025, 5, 5))
        self.assertEqual(dossier.phase, "dossier")
        with self.assertRaisesRegex(UserError, "05/05/2025"):
            chef._enregistrer("cloture", date(2025, 5, 4), motif_cloture="erreur")

    # ---- the reasons of closure ----------------------------------------------------------------------------------

    def test_the_window_offers_each_role_the_reasons_that_it_gives(self):
        offerts = {
            "agent": {"renonce"},
            "chef": {"renonce", "erreur"},
            "gestionnaire": {"renonce"},
            "direction": {"renonce", "erreur"},
        }
        for groupe, motifs in offerts.items():
            qui = self.utilisateur_chef if groupe == "chef" else self.agent if groupe == "agent" else None
            qui = qui or self.utilisateur(groupe)
            champs = self.env["parcours.evenement.wizard"].with_user(qui).fields_get(["motif_cloture"])
            with self.subTest(groupe):
                self.assertEqual({motif for motif, _mot in champs["motif_cloture"]["selection"]}, motifs)

    def test_a_program_closes_no_file_with_a_reason_that_is_not_its_own(self):
        avant = self.dossier.evenement_ids
        motifs = dict(self.Dossier._fields["motif_cloture"].selection)
        self.assertEqual(set(motifs), set(MOTIFS), "a row, a label")
        chef = self.utilisateur_chef
        for motif in motifs:
            for qui in (self.agent, chef):
                if (motif, qui) == ("erreur", chef):
                    continue
                Fenetre = self.env["parcours.evenement.wizard"].with_user(qui)
                valeurs = {"dossier_id": self.dossier.id, "type": "cloture"}
                faire = (
                    lambda F=Fenetre, v=valeurs, m=motif: F.create({**v, "motif_cloture": m}),
                    lambda F=Fenetre, v=valeurs, m=motif: F.with_context(default_motif_cloture=m).create(v),
                )
                for rang, fenetre in enumerate(faire):
                    with (
                        self.subTest(motif=motif, qui=qui.login, rang=rang),
                        self.assertRaisesRegex(UserError, "Nothing was saved"),
                        self.env.cr.savepoint(),
                    ):
                        fenetre().action_enregistrer()
        self.assertEqual(self.dossier.evenement_ids, avant)

    def test_a_volunteer_who_stops_has_the_file_closed_by_the_agent(self):
        with freeze_time("2026-11-23"):
            dossier = self.candidat()
            vu = dossier.with_user(self.agent)
            vu._enregistrer("volontaire")
        self.assertIn(",cloture,", vu.etapes_possibles)
        self.assertNotIn(",cloture,", self.vu.etapes_possibles)
        vu._enregistrer("inscription_organisateur", date(2026, 11, 23), organisateur_id=self.bapa.id)
        vu._enregistrer("cloture", motif_cloture="renonce", note="she found work")
        self.assertEqual((dossier.phase, dossier.motif_cloture, dossier.stage_id.code), ("cloture", "renonce", "clos"))
        vu._enregistrer("reouverture")
        self.assertEqual((dossier.phase, dossier.volontaire), ("dossier", True), "she asks again")
        vu._enregistrer("cloture", motif_cloture="renonce")
        dossier.write({"ref_ue": "non", "jour_ue": "non"})
        dossier._examiner("corrected")
        self.assertEqual((dossier.phase, dossier.issue_a_appliquer), ("dossier", True), "obliged: nobody stops at will")
        with self.assertRaisesRegex(UserError, "whom nothing obliges"):
            vu._enregistrer("cloture", motif_cloture="renonce")
        # closed for a reason that does not hold any more
        with self.assertRaisesRegex(UserError, "reason that is gone"):
            vu.evenement_ids.filtered(lambda e: e.type == "reouverture").sorted("id")[-1]._annuler("no")

    def test_what_the_register_closed_nobody_opens(self):
        self.dossier.jour_situation = "parti"
        self.dossier._examiner("gone")
        for qui in (self.agent, self.utilisateur_chef):
            with self.assertRaisesRegex(UserError, "report the difference"):
                self.dossier.with_user(qui)._enregistrer("reouverture")
        self.dossier.jour_situation = "present"
        self.dossier._examiner("back")
        rouvert = self.vu.evenement_ids.filtered(lambda e: e.type == "reouverture")
        with self.assertRaisesRegex(UserError, "reason that is gone"):
            rouvert._annuler("no")
        self.assertEqual(self.dossier.phase, "dossier")

    def test_a_completed_pathway_is_opened_by_cancelling_its_attestation_only(self):
        self.vu._enregistrer("inscription_organisateur", date(2024, 6, 3), organisateur_id=self.bapa.id)
        self.vu._enregistrer("attestation_fin", date(2025, 10, 1))
        with self.assertRaisesRegex(UserError, "cancel that entry"):
            self.vu._enregistrer("reouverture")
        cloture = self.vu.evenement_ids.filtered(lambda e: e.type == "cloture")
        self.assertFalse(cloture.annulable)
        with self.assertRaisesRegex(UserError, "Attestation of completion"):
            cloture._annuler("no")

    # ---- what is cancelled ---------------------------------------------------------------------------------------

    def test_a_cancellation_names_an_entry_of_the_file(self):
        self.vu._enregistrer("attestation_remise", date(2024, 3, 15))
        autre = self.ouvert()
        ailleurs = autre._enregistrer("attestation_remise", date(2024, 3, 15))
        cas = (
            ({}, "Choose the entry to cancel"),
            ({"annule_id": ailleurs.id}, "no entry of this file"),
            ({"annule_id": 2**31 - 1}, "no entry of this file"),
        )
        for valeurs, dit in cas:
            with self.subTest(dit), self.assertRaisesRegex(UserError, dit):
                self.vu._enregistrer("annulation", note="mistake", **valeurs)
        self.vu.evenement_ids.filtered(lambda e: e.type == "attestation_remise")._annuler("mistake")
        correction = self.vu.evenement_ids.filtered(lambda e: e.type == "annulation")
        with self.assertRaisesRegex(UserError, "not cancelled by itself"):
            self.vu._enregistrer("annulation", annule_id=correction.id, note="no mistake")
        self.assertFalse(ailleurs.annule)

    def test_a_window_cancels_nothing_of_a_file_that_its_user_does_not_read(self):
        loin = self.ouvert(self.ixelles)._enregistrer("attestation_remise", date(2024, 3, 15))
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.fenetre("annulation", annule_id=loin.id, note="mistake")
        self.assertFalse(loin.annule)

    def test_nothing_of_an_organiser_comes_before_the_enrolment(self):
        self.vu._enregistrer("inscription_organisateur", date(2024, 6, 3), organisateur_id=self.bapa.id)
        for genre in ("changement_organisateur", "attestation_organisateur", "attestation_fin"):
            with self.subTest(genre), self.assertRaisesRegex(UserError, "06/03/2024"):
                self.vu._enregistrer(genre, date(2024, 6, 2), organisateur_id=self.bon.id)
