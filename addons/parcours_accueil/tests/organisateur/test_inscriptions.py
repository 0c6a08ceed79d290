# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""An enrolment ends with the file, on that day and with its reason; the organiser reads it; it does not come back by
itself when the file is opened again, and it does when the closure never was."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ParcoursCase


@tagged("post_install", "-at_install")
@freeze_time("2025-02-03")
class TestInscriptions(ParcoursCase):
    def setUp(self):
        super().setUp()
        self.agent = self.utilisateur("agent", self.schaerbeek)
        with freeze_time("2024-03-11"):
            self.dossier = self.ouvert()
        self.vu = self.dossier.with_user(self.agent)
        self.vu._enregistrer("attestation_remise", date(2024, 3, 15))
        self.vu._enregistrer("inscription_organisateur", date(2024, 6, 3), organisateur_id=self.bapa.id)
        self.inscription = self.dossier.inscription_ids

    def lues(self):
        inscriptions = self.dossier.inscription_ids.sorted("id")
        return [(i.organisateur_id, i.date_debut, i.date_fin, i.motif_fin) for i in inscriptions]

    def exempter(self):
        self.dossier.jour_ue = "oui"
        self.dossier._examiner("essai")
        self.vu.action_appliquer_issue()

    def entree(self, genre):
        return self.vu.evenement_ids.filtered(lambda e: e.type == genre and not e.annule)

    def a_reinscrire(self):
        liste = self.env.ref("parcours_accueil.liste_a_reinscrire")
        return self.Dossier.with_user(self.agent).search(liste.with_user(self.agent)._domaine())

    def test_an_exemption_that_is_applied_ends_the_enrolment(self):
        bapa = self.utilisateur("organisateur", organisateur_id=self.bapa.id)
        self.assertTrue(self.Dossier.with_user(bapa).search([("id", "=", self.dossier.id)]))
        self.assertIn("closing the file ends this enrolment", self.vu._consequences_issue()[self.dossier.id][-1])
        self.exempter()
        self.assertEqual(self.lues(), [(self.bapa, date(2024, 6, 3), date(2025, 2, 3), "cloture")])
        self.assertFalse(self.dossier.organisateur_id)
        # the organiser reads that it ended, and the file no more (loi.md §8)
        lue = self.inscription.with_user(bapa).read(["date_fin", "motif_fin", "dossier_id"])[0]
        self.assertEqual((lue["date_fin"], lue["motif_fin"]), (date(2025, 2, 3), "cloture"))
        self.assertFalse(self.Dossier.with_user(bapa).search([("id", "=", self.dossier.id)]))
        with self.assertRaises(AccessError):
            self.dossier.with_user(bapa).read(["motif_cloture"])

    def test_opened_again_the_person_registers_again_and_the_used_up_time_stays(self):
        echeance = self.dossier.date_echeance
        self.exempter()
        self.assertNotIn(self.dossier, self.a_reinscrire())
        with freeze_time("2025-05-05"):
            self.dossier.jour_ue = "non"
            self.dossier._examiner("retour")
            self.assertEqual((self.dossier.phase, self.dossier.stage_id.code), ("dossier", "inscrit"))
            self.assertFalse(self.dossier.organisateur_id, "the place was not kept")
            self.assertIn(
                "la personne doit se réinscrire",
                "".join(self.dossier.with_context(lang="fr_BE").activity_ids.mapped("note")),
            )
            self.assertIn(self.dossier, self.a_reinscrire())
            self.assertIn(",inscription_organisateur,", self.vu.etapes_possibles)
            self.assertNotIn(",changement_organisateur,", self.vu.etapes_possibles)
            # 91 days on which the file was closed
            avant = self.dossier.date_echeance
            self.assertEqual((avant - echeance).days, 91)
            with self.assertRaisesRegex(UserError, "until 02/03/2025"):
                self.vu._enregistrer("inscription_organisateur", date(2025, 2, 2), organisateur_id=self.bon.id)
            self.vu._enregistrer("inscription_organisateur", date(2025, 5, 5), organisateur_id=self.bapa.id)
            self.assertEqual(self.dossier.date_echeance, avant, "the 18 months began with the first one")
            self.assertNotIn(self.dossier, self.a_reinscrire())
        self.assertEqual(
            self.lues(),
            [
                (self.bapa, date(2024, 6, 3), date(2025, 2, 3), "cloture"),
                (self.bapa, date(2025, 5, 5), False, False),
            ],
        )

    def test_a_closure_that_never_was_gives_the_enrolment_back(self):
        avant = self.lues()
        self.exempter()
        self.entree("cloture")._annuler("applied to the wrong file")
        self.assertEqual(self.lues(), avant)
        self.assertEqual(self.dossier.inscription_ids, self.inscription, "the same, with what hangs on it")

    def test_a_closure_by_the_register_ends_it_on_the_day_of_the_fact(self):
        self.dossier.write({"jour_situation": "parti", "jour_situation_depuis": date(2024, 12, 2)})
        self.dossier._examiner("essai")
        self.assertEqual(self.lues(), [(self.bapa, date(2024, 6, 3), date(2024, 12, 2), "cloture")])
        self.dossier.jour_situation = "present"
        self.dossier._examiner("retour")
        self.assertEqual(self.lues(), [(self.bapa, date(2024, 6, 3), date(2024, 12, 2), "cloture")])

    def test_a_completion_ends_it_and_its_cancelling_gives_it_back(self):
        avant = self.lues()
        self.vu._enregistrer("attestation_fin", date(2025, 1, 6))
        self.assertEqual(self.lues(), [(self.bapa, date(2024, 6, 3), date(2025, 1, 6), "acheve")])
        self.entree("attestation_fin")._annuler("somebody else's")
        self.assertEqual(self.lues(), avant)
        self.assertFalse(self.dossier._verifier_delais())

    def test_a_change_says_why_the_former_one_ended(self):
        self.vu._enregistrer("changement_organisateur", date(2024, 9, 2), organisateur_id=self.bon.id)
        self.assertEqual(
            self.lues(),
            [
                (self.bapa, date(2024, 6, 3), date(2024, 9, 2), "changement"),
                (self.bon, date(2024, 9, 2), False, False),
            ],
        )
        with self.assertRaisesRegex(UserError, "This is no change"):
            self.vu._enregistrer("changement_organisateur", date(2024, 11, 4), organisateur_id=self.bon.id)
        with self.assertRaisesRegex(UserError, "This is no change"):
            self.vu._enregistrer("changement_organisateur", date(2024, 7, 1), organisateur_id=self.bon.id)

    def test_ten_closures_cost_the_queries_of_two(self):
        def clore(nombre):
            dossiers = self.Dossier.browse()
            for _rang in range(nombre):
                with freeze_time("2024-03-11"):
                    dossier = self.ouvert()
                dossier._enregistrer("inscription_organisateur", date(2024, 6, 3), organisateur_id=self.bapa.id)
                dossiers |= dossier
            self.env.flush_all()
            self.env.invalidate_all()
            cout = self.queries(lambda: dossiers._noter("cloture", date(2025, 1, 6), motif_cloture="parti"))
            self.assertEqual(set(dossiers.inscription_ids.mapped("date_fin")), {date(2025, 1, 6)})
            return cout

        clore(1)
        self.assertEqual(clore(2), clore(10))
