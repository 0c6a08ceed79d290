# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What an examination does to a file: opened, closed, opened again, or somebody is called."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import BaseCase, tagged

from ...models.dossier.examen import decider, motif_du_registre
from ..common import ParcoursCase

# phase, reason of closure, reason of the register, outcome, volunteer, flagged -> what to do
DECISIONS = [
    (("predossier", None, None, "oblige", False, None), "ouvrir"),
    (("predossier", None, None, "exempte", False, None), None),
    (("predossier", None, None, "a_examiner", False, None), None),
    (("predossier", None, "decede", "oblige", False, None), "clore"),
    (("dossier", None, None, "oblige", False, None), None),
    (("dossier", None, None, "exempte", False, None), "signaler"),
    (("dossier", None, None, "exempte", False, "exempte"), None),
    (("dossier", None, None, "exempte", False, "hors_public"), "signaler"),
    (("dossier", None, None, "oblige", False, "exempte"), "lever"),
    (("dossier", None, "age", "oblige", False, None), "clore"),
    (("cloture", "age", None, "oblige", False, None), "rouvrir"),
    (("cloture", "parti", "age", "oblige", False, None), "clore"),
    (("cloture", "acheve", "age", "oblige", False, None), None),
    (("dossier", None, None, "exempte", True, None), None),
    (("dossier", None, None, "oblige", True, None), "signaler"),
    (("dossier", None, "parti", "oblige", False, None), "clore"),
    (("cloture", "parti", None, "oblige", False, None), "rouvrir"),
    (("cloture", "parti", "parti", "oblige", False, None), None),
    (("cloture", "parti", "decede", "oblige", False, None), "clore"),
    (("cloture", "acheve", None, "oblige", False, None), None),
    (("cloture", "acheve", "decede", "oblige", False, None), None),
    (("cloture", "exempte", None, "exempte", False, None), None),
    (("cloture", "exempte", None, "oblige", False, None), "rouvrir"),
    (("cloture", "erreur", None, "oblige", False, None), None),
]


class TestDecider(BaseCase):
    def test_each_outcome_leads_where_the_table_says(self):
        for arguments, attendu in DECISIONS:
            with self.subTest(arguments):
                self.assertEqual(decider(*arguments), attendu)

    def test_the_register_gives_the_reason_to_close(self):
        self.assertEqual(motif_du_registre("sans_droit", "non", "non"), "permis_perdu")
        self.assertEqual(motif_du_registre("present", "non", "oui"), "belge")
        self.assertIsNone(motif_du_registre("present", "oui", "oui"), "Belgian from the start: outside, not closed")
        self.assertIsNone(motif_du_registre(False, False, False), "unknown closes nothing")


@tagged("post_install", "-at_install")
class TestConduite(ParcoursCase):
    def test_only_who_is_obliged_gets_a_file(self):
        dossier = self.ouvert()
        self.assertEqual((dossier.phase, dossier.stage_id.code), ("dossier", "a_informer"))
        self.assertFalse(self.ouvert(ref_ue="oui").stage_id, "a pre-file has no stage")

    def test_a_changed_outcome_is_never_applied_silently(self):
        dossier = self.ouvert()
        dossier.jour_ue = "oui"
        dossier._examiner("essai")
        self.assertEqual((dossier.phase, dossier.resultat), ("dossier", "exempte"), "stays open")
        self.assertTrue(dossier.issue_a_appliquer)
        self.assertEqual(len(dossier.activity_ids), 1)
        dossier._examiner("encore")
        self.assertEqual(len(dossier.activity_ids), 1, "called once")
        dossier.jour_ue = "non"
        dossier._examiner("retour")
        self.assertFalse(dossier.issue_a_appliquer)
        self.assertFalse(dossier.activity_ids)

    def test_an_agent_applies_the_new_outcome(self):
        dossier = self.ouvert()
        agent = self.utilisateur("agent", self.schaerbeek)
        with self.assertRaises(UserError):
            dossier.with_user(agent).action_appliquer_issue()
        dossier.jour_ue = "oui"
        dossier._examiner("essai")
        dossier.with_user(agent).action_appliquer_issue()
        self.assertEqual((dossier.phase, dossier.motif_cloture), ("cloture", "exempte"))
        self.assertFalse(dossier.activity_ids)
        self.assertEqual(dossier.evenement_ids[:1].user_id, agent)
        # an exemption that ends opens the file again
        dossier.jour_ue = "non"
        dossier._examiner("essai")
        self.assertEqual((dossier.phase, dossier.motif_cloture), ("dossier", False))

    def test_an_outcome_to_examine_closes_nothing(self):
        dossier = self.ouvert()
        dossier.ref_belge = False
        dossier._examiner("essai")
        with self.assertRaisesRegex(UserError, "stays open"):
            dossier.action_appliquer_issue()

    def test_each_situation_in_the_register_closes_a_file(self):
        situations = {
            "decede": "decede",
            "parti": "parti",
            "radie": "radie",
            "sans_droit": "permis_perdu",
            "autre_region": "autre_region",
        }
        dossiers = self.Dossier.browse()
        for situation in situations:
            dossiers |= self.fiche(jour_situation=situation, jour_situation_depuis=date(2025, 2, 3))
        dossiers._examiner("essai")
        self.assertEqual(dossiers.mapped("motif_cloture"), list(situations.values()))
        self.assertEqual(set(dossiers.mapped("phase")), {"cloture"}, "closed before any decision")
        self.assertEqual(set(dossiers.mapped("resultat")), {"oblige"}, "the examination is kept")
        self.assertEqual(set(dossiers.mapped("date_cloture")), {date(2025, 2, 3)})
        self.assertFalse(dossiers.stage_id)
        self.assertFalse(dossiers.activity_ids, "nobody worked on these")
        dossiers[1].jour_situation = "present"
        dossiers._examiner("retour")
        self.assertEqual(dossiers[1].phase, "dossier")
        self.assertEqual(dossiers[0].phase, "cloture")

    def test_an_open_file_that_closes_warns_its_agent(self):
        dossier = self.ouvert()
        dossier.jour_situation = "parti"
        dossier._examiner("essai")
        self.assertEqual((dossier.phase, dossier.stage_id.code), ("cloture", "clos"))
        self.assertEqual(len(dossier.activity_ids), 1)
        dossier.jour_situation = "decede"
        dossier._examiner("essai")
        self.assertEqual(dossier.motif_cloture, "decede")

    def test_who_became_belgian_has_a_closed_file(self):
        dossier = self.ouvert()
        dossier.jour_belge = "oui"
        dossier._examiner("essai")
        self.assertEqual((dossier.phase, dossier.motif_cloture), ("cloture", "belge"))

    def test_a_volunteer_has_a_file_and_is_not_summoned(self):
        dossier = self.candidat()
        agent = self.utilisateur("agent", self.schaerbeek)
        dossier.with_user(agent)._enregistrer("volontaire")
        self.assertTrue(dossier.volontaire)
        self.assertEqual((dossier.phase, dossier.stage_id.code), ("dossier", "a_informer"))
        with self.assertRaisesRegex(UserError, "volunteer"):
            dossier._enregistrer("sommation_envoyee")
