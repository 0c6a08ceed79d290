# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Each closure of loi.md §6 that the register or the time brings, and the re-opening when its reason disappears."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ENTREE, IXELLES, SCHAERBEEK, ParcoursCase, numero

ICI = (SCHAERBEEK, ENTREE, {})
LE_2_MAI = "2025-05-02"


def parti(code):
    """What the register says while the person is away, and once back."""
    pendant = [ICI, (code, LE_2_MAI, {})]
    return {"it001": pendant}, {"it001": [*pendant, (SCHAERBEEK, "2025-09-01", {})]}


def ne(jour):
    return {"it000": [("1", None, {"naissance": jour})]}


#: reason of closure -> the life before, what the register says then, what it says when the reason is gone
CLOTURES = {
    "decede": ({}, {"it150": [("", LE_2_MAI, {})]}, {"it150": [("", LE_2_MAI, {}, "2025-09-01")]}),
    "parti": ({}, *parti("992")),
    "radie": ({}, *parti("99991")),
    "permis_perdu": ({}, *parti("99997")),
    "autre_region": ({}, *parti("44021")),
    "belge": ({}, {"it031": [("354", "1990-05-12", {}), ("150", LE_2_MAI, {})]}, {}),
    "age": (ne("1960-05-02"), ne("1960-05-02"), ne("1961-05-02")),
}


@tagged("post_install", "-at_install")
class TestClotures(ParcoursCase):
    def lire(self, jour, niss, **histoire):
        with freeze_time(jour):
            return self.personnes(self.histoire(**histoire), numeros=[niss]).dossier_ids

    def test_each_reason_of_the_register_closes_then_opens_again(self):
        agent = self.utilisateur("agent", self.schaerbeek)
        for rang, (motif, (avant, pendant, apres)) in enumerate(CLOTURES.items()):
            with self.subTest(motif):
                niss = numero(920 + rang)
                dossier = self.lire("2025-03-03", niss, **avant)
                dossier.user_id = agent
                dossier._enregistrer("attestation_remise", date(2025, 3, 3))
                echeance = dossier.date_echeance
                self.assertEqual(dossier.phase, "dossier")

                self.lire("2025-06-02", niss, **pendant)
                self.assertEqual((dossier.phase, dossier.motif_cloture), ("cloture", motif))
                self.assertEqual(dossier.date_cloture, date(2025, 5, 2), "when it happened, not when we learnt it")
                self.assertEqual((dossier.stage_id.code, dossier.date_echeance), ("clos", False))
                self.assertTrue(dossier.cloture_a_verifier)
                tache = dossier.activity_ids
                self.assertEqual(tache.activity_type_id, self.env.ref("parcours_accueil.activite_cloture"))
                self.assertEqual(tache.user_id, agent)
                self.assertRegex(tache.note, r"0?3/0?3/2025", "what was pending is in the task")
                cloture = dossier.evenement_ids.filtered(lambda e: e.type == "cloture")
                self.assertIn("Attestation", cloture.note_reservee, "what was pending stays with the closure")

                self.lire("2025-10-06", niss, **apres)
                self.assertEqual((dossier.phase, dossier.motif_cloture), ("dossier", False))
                self.assertFalse(dossier.date_cloture)
                self.assertFalse(dossier.cloture_a_verifier)
                taches = {"activite_reouverture"}
                if motif in ("belge", "age"):
                    # corrected: it never was, the days ran, and the term ended meanwhile
                    taches |= {"activite_delai_revue"}
                self.assertEqual(
                    set(dossier.activity_ids.activity_type_id),
                    {self.env.ref(f"parcours_accueil.{nom}") for nom in taches},
                )
                self.assertEqual(dossier.stage_id.code, "informe", "its history is kept")
                self.assertGreaterEqual(dossier.date_echeance, echeance)
                self.assertEqual(
                    set(dossier.evenement_ids.mapped("type")),
                    {"ouverture", "affectation", "attestation_remise", "cloture", "reouverture"},
                )

    def test_a_file_read_twice_closes_once(self):
        niss, (avant, pendant, _apres) = numero(930), CLOTURES["parti"]
        dossier = self.lire("2025-03-03", niss, **avant)
        for jour in ("2025-06-02", "2025-06-03"):
            self.lire(jour, niss, **pendant)
        self.assertEqual(sorted(dossier.evenement_ids.mapped("type")), ["cloture", "ouverture"])
        self.assertEqual(len(dossier.activity_ids), 1)

    def test_an_agent_of_the_commune_checks_a_closure_once(self):
        niss, (avant, pendant, _apres) = numero(931), CLOTURES["permis_perdu"]
        dossier = self.lire("2025-03-03", niss, **avant)
        self.lire("2025-06-02", niss, **pendant)
        with self.assertRaises(AccessError):
            dossier.with_user(self.utilisateur("agent", self.ixelles)).action_verifier_cloture()
        agent = self.utilisateur("agent", self.schaerbeek)
        dossier.with_user(agent).action_verifier_cloture()
        self.assertFalse(dossier.cloture_a_verifier)
        self.assertFalse(dossier.activity_ids)
        with self.assertRaises(UserError):
            dossier.with_user(agent).action_verifier_cloture()

    def test_the_task_done_is_the_check_done(self):
        niss, (avant, pendant, _apres) = numero(939), CLOTURES["parti"]
        dossier = self.lire("2025-03-03", niss, **avant)
        dossier.user_id = self.utilisateur("agent", self.schaerbeek)
        self.lire("2025-06-02", niss, **pendant)
        dossier.activity_ids.with_user(dossier.user_id).action_feedback()
        self.assertFalse(dossier.cloture_a_verifier)

    # ---- age ---------------------------------------------------------------------------------------------------------

    def test_the_age_of_closure_comes_with_time(self):
        niss = numero(932)
        dossier = self.lire("2025-03-10", niss, **ne("1960-05-02"))
        self.assertEqual(dossier.date_reexamen, date(2025, 5, 2))
        with freeze_time("2025-05-01"):
            self.cron()
            self.assertEqual(dossier.phase, "dossier", "64 years old until midnight")
        with freeze_time("2025-05-02"):
            self.cron()
            self.assertEqual((dossier.motif_cloture, dossier.date_cloture), ("age", date(2025, 5, 2)))
            self.cron()
            self.assertEqual(len(dossier.activity_ids), 1)

    def cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("parcours_accueil.cron_reexaminer").method_direct_trigger()
        self.env.invalidate_all()

    def test_an_incomplete_birth_date_is_read_at_its_latest(self):
        niss = numero(933)
        dossier = self.lire("2025-03-03", niss, **ne("1960-00-00"))
        self.assertEqual(self.lire("2025-12-30", niss, **ne("1960-00-00")).phase, "dossier")
        self.lire("2025-12-31", niss, **ne("1960-00-00"))
        self.assertEqual((dossier.motif_cloture, dossier.date_cloture), ("age", date(2025, 12, 31)))

    def test_who_was_born_on_29_february_turns_65_on_1_march(self):
        niss = numero(934)
        dossier = self.lire("2024-06-03", niss, **ne("1960-02-29"))
        self.assertEqual(self.lire("2025-02-28", niss, **ne("1960-02-29")).phase, "dossier")
        self.assertEqual(self.lire("2025-03-01", niss, **ne("1960-02-29")).date_cloture, date(2025, 3, 1))
        self.assertEqual(dossier.motif_cloture, "age")

    def test_decouvert_apres_65_ans(self):
        """Obliged at 63, announced at 66: the file is closed before any decision, and its examination is kept."""
        dossier = self.lire("2027-01-04", numero(935), **ne("1960-05-02"))
        self.assertEqual((dossier.phase, dossier.motif_cloture, dossier.resultat), ("cloture", "age", "oblige"))
        self.assertFalse(dossier.date_ouverture)
        self.assertFalse(dossier.activity_ids)

    def test_a_volunteer_is_never_too_old(self):
        dossier = self.arrivee(it000=[("1", None, {"naissance": "1950-01-02"})])
        self.assertEqual(dossier.resultat, "hors_public")
        dossier._enregistrer("volontaire")
        dossier._examiner("encore")
        self.assertEqual(dossier.phase, "dossier")

    def test_the_age_of_closure_is_a_value_of_the_law(self):
        nouvelle = self.r2.copy({"date_from": self.r2.date_from})
        self.ligne(nouvelle, "age_cloture").valeur = 0
        nouvelle.action_publier()
        dossier = self.ouvert(naissance_min=date(1950, 1, 2), naissance_max=date(1950, 1, 2))
        self.assertEqual((dossier.phase, dossier.reglement_id), ("dossier", nouvelle))
        for reglement in self.r1 | self.r2:
            self.assertTrue(self.ligne(reglement, "age_cloture").article)
            self.assertTrue(self.ligne(reglement, "age_cloture").a_confirmer)

    # ---- moves -------------------------------------------------------------------------------------------------------

    def test_only_the_new_commune_acknowledges_a_move(self):
        niss = numero(936)
        ancien, nouveau = self.utilisateur("agent", self.schaerbeek), self.utilisateur("agent", self.ixelles)
        dossier = self.lire("2025-03-03", niss)
        dossier.with_user(ancien)._enregistrer("attestation_remise", date(2025, 3, 3))
        echeance = dossier.date_echeance
        self.lire("2025-06-02", niss, it001=[ICI, (IXELLES, LE_2_MAI, {})])
        self.assertEqual((dossier.company_id, dossier.date_echeance), (self.ixelles, echeance), "the clock goes on")
        with self.assertRaises(AccessError):
            dossier.with_user(ancien).action_acquitter()
        with self.assertRaisesRegex(UserError, "Ixelles"):
            dossier.with_user(self.utilisateur("gestionnaire")).action_acquitter()
        dossier.with_user(nouveau).action_acquitter()
        self.assertFalse(dossier.commune_a_acquitter)
        self.assertEqual(dossier.evenement_ids[:1].user_id, nouveau)
        with self.assertRaisesRegex(UserError, "No move"):
            dossier.with_user(nouveau).action_acquitter()

    def test_two_moves_give_one_task(self):
        niss = numero(937)
        dossier = self.lire("2025-03-03", niss)
        for depuis, commune in ((LE_2_MAI, IXELLES), ("2025-06-02", "21004")):
            self.lire("2025-07-01", niss, it001=[ICI, (commune, depuis, {})])
        self.assertEqual(dossier.company_id.nis_code, "21004")
        self.assertEqual(len(dossier.activity_ids), 1)

    def test_who_comes_back_to_another_commune_is_acknowledged_there(self):
        """Left from Schaerbeek, back in Ixelles: the new commune acknowledges, the former agent has it no more."""
        niss = numero(938)
        dossier = self.lire("2025-03-03", niss)
        dossier.user_id = self.utilisateur("agent", self.schaerbeek)
        self.lire("2025-06-02", niss, it001=[ICI, ("992", LE_2_MAI, {})])
        self.lire("2025-10-06", niss, it001=[ICI, ("992", LE_2_MAI, {}), (IXELLES, "2025-09-01", {})])
        self.assertEqual((dossier.phase, dossier.company_id, dossier.user_id.id), ("dossier", self.ixelles, False))
        self.assertTrue(dossier.commune_a_acquitter)
        dossier.with_user(self.utilisateur("agent", self.ixelles)).action_acquitter()
