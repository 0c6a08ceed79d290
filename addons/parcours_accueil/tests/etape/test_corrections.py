# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Every entry can be undone by a correcting entry: nothing is erased, and what it did is computed again without it."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import ENTREE, IXELLES, SCHAERBEEK, ParcoursCase, numero


@tagged("post_install", "-at_install")
@freeze_time("2026-11-24")
class TestCorrections(ParcoursCase):
    def setUp(self):
        super().setUp()
        self.agent = self.utilisateur("agent", self.schaerbeek)
        self.dossier = self.ouvert()
        self.vu = self.dossier.with_user(self.agent)

    def evenement(self, genre):
        return self.vu.evenement_ids.filtered(lambda e: e.type == genre and not e.annule)

    def annuler(self, genre, raison="entered by mistake"):
        self.evenement(genre)._annuler(raison)

    def inscrire(self):
        self.vu._enregistrer("attestation_remise", date(2024, 3, 15))
        self.vu._enregistrer("inscription_organisateur", date(2024, 6, 3), organisateur_id=self.bapa.id)

    def refuser(self):
        for genre, jour in (
            ("attestation_remise", date(2024, 3, 15)),
            ("sommation_envoyee", date(2025, 1, 6)),
            ("sommation_recue", date(2025, 1, 10)),
            ("constat_refus", date(2025, 3, 11)),
        ):
            self.vu._enregistrer(genre, jour)
            self.revoir(self.vu)

    def termes(self):
        return [(d.type_id.code, d.date_echeance, d.state, d.date_suite) for d in self.dossier.delai_ids.sorted("id")]

    def test_a_reason_is_asked_in_the_window(self):
        self.vu._enregistrer("attestation_remise", date(2024, 3, 15))
        remise = self.evenement("attestation_remise")
        action = remise.action_annuler()
        fenetre = Form(self.env[action["res_model"]].with_user(self.agent).with_context(**action["context"]))
        self.assertEqual(fenetre.annule_id, remise)
        with self.assertRaisesRegex(AssertionError, "note"):
            fenetre.save()
        fenetre.note = "the paper was for her sister"
        fenetre.save().action_enregistrer()
        self.assertTrue(remise.annule)
        self.assertEqual(remise.annulation_ids.note, "the paper was for her sister")
        self.assertEqual((remise.annulation_ids.user_id, self.dossier.stage_id.code), (self.agent, "a_informer"))
        with self.assertRaisesRegex(UserError, "already cancelled"):
            remise._annuler("again")
        with self.assertRaisesRegex(UserError, "Say why"):
            self.vu._enregistrer("annulation", annule_id=remise.id)

    def test_a_completion_goes_with_its_closure(self):
        self.inscrire()
        avant = self.termes()
        self.vu._enregistrer("attestation_fin", date(2025, 10, 1))
        self.assertEqual((self.dossier.phase, self.dossier.motif_cloture), ("cloture", "acheve"))
        cloture = self.evenement("cloture")
        self.assertEqual(cloture.cause_id, self.evenement("attestation_fin"))
        self.annuler("attestation_fin")
        self.assertTrue(cloture.annule)
        self.assertEqual((self.dossier.phase, self.dossier.date_cloture), ("dossier", False))
        self.assertEqual(self.dossier.stage_id.code, "inscrit")
        # past since 3 December 2025: not met any more
        self.assertEqual([t[:2] for t in self.termes()], [t[:2] for t in avant], "no day was lost")
        self.assertEqual(self.termes()[-1][2], "echu")
        self.assertFalse(self.dossier._verifier_delais())

    def test_a_finding_goes_with_its_transfer_and_by_a_head(self):
        self.refuser()
        with self.assertRaisesRegex(UserError, "only a head"):
            self.annuler("constat_refus")
        with self.assertRaisesRegex(UserError, "only a head"):
            self.annuler("attestation_remise")
        chef = self.utilisateur("chef", self.schaerbeek)
        with self.assertRaisesRegex(UserError, "Refusal found"):
            self.evenement("sommation_recue").with_user(chef)._annuler("wrong day")
        transfert = self.evenement("transfert_vivalis")
        with self.assertRaisesRegex(UserError, "not cancelled by itself"):
            transfert.with_user(chef)._annuler("no")
        self.evenement("constat_refus").with_user(chef)._annuler("she was in hospital")
        self.assertTrue(transfert.annule)
        self.assertEqual(transfert.annulation_ids.note, "she was in hospital")
        self.assertEqual((self.dossier.stage_id.code, self.dossier.echeance_type), ("somme", "sommation"))
        self.assertEqual(self.termes()[-1][2:], ("echu", False))
        self.annuler("sommation_recue")
        self.annuler("sommation_envoyee")
        self.assertEqual((self.dossier.stage_id.code, self.dossier.echeance_type), ("informe", "inscription"))
        self.assertFalse(self.dossier._verifier_delais())

    def test_a_finding_that_a_proof_contradicts_stands_until_a_head_cancels_it(self):
        """Registered within the two months, entered after the finding: reviewed, and the task says what to do."""
        self.refuser()
        self.vu._enregistrer("inscription_organisateur", date(2025, 2, 3), organisateur_id=self.bapa.id)
        sommation = self.dossier.delai_ids.filtered(lambda d: d.type_id.code == "sommation")
        sommation._executer(date(2026, 11, 24))
        self.assertEqual((self.dossier.stage_id.code, sommation.revue_motif), ("transfere", "refus_contredit"))
        tache = self.dossier.activity_ids.filtered(lambda a: a.delai_id == sommation)
        self.assertIn("Le refus tient jusqu'à ce qu'un chef de service l'annule", tache.with_context(lang="fr_BE").note)
        chef = self.utilisateur("chef", self.schaerbeek)
        self.evenement("constat_refus").with_user(chef)._annuler("she had registered")
        self.assertEqual((self.dossier.stage_id.code, self.dossier.organisateur_id), ("inscrit", self.bapa))
        self.assertEqual((self.dossier.echeance_type, self.dossier.date_echeance), ("achevement", date(2026, 8, 3)))
        self.assertEqual((sommation.state, sommation.revue), ("tenu", False), "nothing to review any more")
        self.assertFalse(tache.exists())
        self.assertFalse(self.dossier._verifier_delais())

    def test_a_volunteer_who_became_obliged_keeps_a_file_when_the_request_is_cancelled(self):
        dossier = self.dossier = self.candidat()
        self.vu = dossier.with_user(self.agent)
        self.vu._enregistrer("volontaire")
        dossier.write({"ref_ue": "non", "jour_ue": "non"})
        dossier._examiner("corrected")
        self.annuler("volontaire")
        self.assertEqual((dossier.phase, dossier.volontaire), ("dossier", False), "obliged: nobody is forgotten")

    def test_a_change_of_organiser_brings_the_former_enrolment_back(self):
        self.inscrire()
        premiere = self.dossier.inscription_ids
        self.vu._enregistrer("changement_organisateur", date(2024, 9, 2), organisateur_id=self.bon.id)
        self.assertEqual((self.dossier.organisateur_id, premiere.date_fin), (self.bon, date(2024, 9, 2)))
        self.annuler("changement_organisateur")
        self.assertEqual(self.dossier.inscription_ids, premiere, "the same enrolment, with what hangs on it")
        self.assertEqual((self.dossier.organisateur_id, premiere.date_fin), (self.bapa, False))
        self.annuler("inscription_organisateur")
        self.assertFalse(self.dossier.inscription_ids)
        self.assertEqual(self.dossier.stage_id.code, "informe")

    def test_a_change_entered_late_is_put_in_its_place(self):
        """Two changes entered in the wrong order: the enrolments follow the days, not the keyboard."""
        self.inscrire()
        via = self.env.ref("parcours_accueil.organisateur_bapa_via")
        self.vu._enregistrer("changement_organisateur", date(2025, 2, 3), organisateur_id=via.id)
        self.vu._enregistrer("changement_organisateur", date(2024, 9, 2), organisateur_id=self.bon.id)
        self.assertEqual(
            [(i.organisateur_id, i.date_debut, i.date_fin) for i in self.dossier.inscription_ids.sorted("date_debut")],
            [
                (self.bapa, date(2024, 6, 3), date(2024, 9, 2)),
                (self.bon, date(2024, 9, 2), date(2025, 2, 3)),
                (via, date(2025, 2, 3), False),
            ],
        )

    def test_a_closure_and_a_reopening_by_hand(self):
        with freeze_time("2024-03-11"):
            self.dossier = self.ouvert()
        self.vu = self.dossier.with_user(self.utilisateur("chef", self.schaerbeek))
        self.vu._enregistrer("attestation_remise", date(2024, 3, 15))
        avant = self.termes()
        self.vu._enregistrer("cloture", date(2024, 5, 1), motif_cloture="erreur")
        self.annuler("cloture")
        self.assertEqual((self.dossier.phase, self.dossier.motif_cloture), ("dossier", False))
        self.assertEqual(self.termes(), avant, "its days were never closed")
        self.vu._enregistrer("cloture", date(2024, 5, 1), motif_cloture="erreur")
        self.vu._enregistrer("reouverture", date(2024, 5, 31))
        self.assertEqual(self.dossier.date_echeance, date(2024, 10, 15))
        self.annuler("reouverture")
        self.assertEqual((self.dossier.phase, self.dossier.motif_cloture), ("cloture", "erreur"))
        self.assertEqual(self.dossier.date_cloture, date(2024, 5, 1))

    def test_an_outcome_comes_back_with_the_open_file(self):
        """The closure that applied an outcome is cancelled: the file is open again, and the outcome waits again."""
        self.dossier.jour_ue = "oui"
        self.dossier._examiner("essai")
        self.vu.action_appliquer_issue()
        self.annuler("cloture")
        self.assertEqual(self.dossier.phase, "dossier")
        self.assertTrue(self.dossier.issue_a_appliquer)
        self.assertEqual(len(self.dossier.activity_ids), 1)

    def test_a_closure_of_the_register_is_for_the_register(self):
        self.dossier.jour_situation = "parti"
        self.dossier._examiner("essai")
        with self.assertRaisesRegex(UserError, "closed again at once"):
            self.annuler("cloture")

    def test_a_volunteer_who_never_asked(self):
        dossier = self.dossier = self.candidat()
        self.vu = dossier.with_user(self.agent)
        self.vu._enregistrer("volontaire")
        self.assertEqual((dossier.phase, dossier.date_ouverture), ("dossier", date(2026, 11, 24)))
        self.vu._enregistrer("inscription_organisateur", organisateur_id=self.bapa.id)
        with self.assertRaisesRegex(UserError, "Registered with an organiser"):
            self.annuler("volontaire")
        self.annuler("inscription_organisateur")
        self.annuler("volontaire")
        self.assertEqual((dossier.phase, dossier.volontaire, dossier.date_ouverture), ("predossier", False, False))
        self.assertFalse(dossier.stage_id)

    def test_a_review_is_asked_again(self):
        self.vu._enregistrer("attestation_remise", date(2024, 3, 15))
        delai = self.dossier.delai_ids
        delai.with_user(self.agent)._marquer_revue("The attestation was found again")
        self.assertEqual((delai.revue, delai.date_revue), (False, date(2026, 11, 24)))
        self.assertEqual(delai.date_action, date(2026, 11, 24), "tonight proposes the summons")
        self.annuler("revue_delai")
        self.assertFalse(delai.date_revue)
        self.assertTrue(delai.revue, "nobody looked: asked again at once")


@tagged("post_install", "-at_install")
class TestFaitsNotes(ParcoursCase):
    """What the engine and the register do is in the ledger too: opened, moved, assigned."""

    def test_an_opening_is_recorded_once_and_its_day_stays(self):
        with freeze_time("2025-03-03"):
            dossier = self.ouvert()
        self.assertEqual(dossier.evenement_ids.mapped("type"), ["ouverture"])
        self.assertEqual(dossier.date_ouverture, date(2025, 3, 3))
        with freeze_time("2025-06-02"):
            dossier.jour_situation, dossier.jour_ue = "parti", "oui"
            dossier._examiner("gone")
        with freeze_time("2025-08-04"):
            dossier.jour_situation = "present"
            dossier._examiner("back, exempted")
            self.assertEqual(dossier.phase, "predossier")
        with freeze_time("2025-10-06"):
            dossier.jour_ue = "non"
            dossier._examiner("no longer")
        self.assertEqual((dossier.phase, dossier.date_ouverture), ("dossier", date(2025, 3, 3)))
        phases = [(e.type, e.phase) for e in dossier.evenement_ids.sorted("id")]
        self.assertEqual(
            phases,
            [
                ("ouverture", "dossier"),
                ("cloture", "cloture"),
                ("reouverture", "predossier"),
                ("reouverture", "dossier"),
            ],
        )

    def test_a_move_is_dated_by_the_register_and_takes_the_agent_off(self):
        agent = self.utilisateur("agent", self.schaerbeek)
        niss = numero(960)
        with freeze_time("2025-03-03"):
            dossier = self.personnes(self.histoire(), numeros=[niss]).dossier_ids
            dossier.with_user(agent).action_me_charger()
            dossier.with_user(agent).action_me_charger()
        affectation = dossier.evenement_ids.filtered(lambda e: e.type == "affectation")
        self.assertEqual((len(affectation), affectation.agent_id, affectation.user_id), (1, agent, agent))
        with freeze_time("2025-10-06"):
            lieux = [(SCHAERBEEK, ENTREE, {}), (IXELLES, "2025-09-01", {})]
            for _fois in range(2):
                self.personnes(self.histoire(it001=lieux), numeros=[niss])
        move = dossier.evenement_ids.filtered(lambda e: e.type == "demenagement")
        self.assertEqual(
            [(e.date_effective, e.depuis_company_id, e.vers_company_id) for e in move],
            [(date(2025, 9, 1), self.schaerbeek, self.ixelles)],
        )
        self.assertFalse(dossier.user_id)
        acquitte = dossier.with_user(self.utilisateur("agent", self.ixelles))
        acquitte._enregistrer("acquittement_commune")
        acquitte.evenement_ids.filtered(lambda e: e.type == "acquittement_commune")._annuler("not ours")
        self.assertTrue(dossier.commune_a_acquitter)
