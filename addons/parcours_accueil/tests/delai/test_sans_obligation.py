# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Days without obligation (loi.md §4): dates follow the facts, whatever day somebody learnt them, recorded them or
clicked. The attestation was handed over on 10 February 2025: the term ends on Monday 11 August."""

from datetime import date
from itertools import permutations

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...droit.obligation import Moment
from ...models.dossier.examen import COLONNES_ISSUE, COLONNES_JOURS
from ...models.vocabulaire import FAITS
from ..common import ENTREE, SCHAERBEEK
from .test_delais_cron import CronCase

ETE = date(2025, 8, 1), date(2025, 9, 30)
SANS, ATTENDUE = date(2025, 8, 11), date(2025, 10, 10)
ICI, PARTI, REVENU = (SCHAERBEEK, ENTREE, {}), ("992", "2025-05-02", {}), (SCHAERBEEK, "2025-09-01", {})
MAROC, FRANCE, RETOUR = ("354", "1990-05-12", {}), ("111", "2025-08-01", {}), ("354", "2025-10-01", {})
#: 122 days after 10 August.
APRES_LE_DEPART = date(2025, 12, 10)


@tagged("post_install", "-at_install")
class TestSansObligation(CronCase):
    def atteste(self, **histoire):
        self.le("2025-02-10")
        dossier = self.arrivee(**histoire)
        dossier._enregistrer("attestation_remise", date(2025, 2, 10))
        self.assertEqual(dossier.date_echeance, SANS)
        return dossier

    def exempter(self, dossier, debut=ETE[0], fin=ETE[1], code="6"):
        exemption = self.demande(dossier, code, date_demande=debut)
        exemption._accorder(debut, "Vu.", fin)
        return exemption

    def relire(self, jour, dossier, **histoire):
        """On that day the register says this of the person."""
        self.le(jour)
        self.personnes(self.histoire(**histoire), numeros=[dossier.niss])
        self.env.invalidate_all()

    def inscription(self, dossier):
        return dossier.delai_ids.filtered(lambda delai: delai.type_id == self.type_inscription)

    def vivre(self, dossier, *gestes):
        """Let each of those ``(day, function)`` happen on its day."""
        for jour, geste in sorted(gestes, key=lambda geste: geste[0]):
            self.le(jour)
            geste(dossier)

    def assertEcheance(self, dossier, jour):
        self.assertEqual(self.inscription(dossier).date_echeance, jour)
        self.assertFalse(dossier._verifier_delais(), "what is stored is what the facts give")

    # ---- exempt -----------------------------------------------------------------------------------------------------

    def test_the_term_does_not_run_through_an_exemption_that_nobody_applied(self):
        dossier = self.atteste()
        self.le("2025-08-01")
        self.exempter(dossier)
        self.assertTrue(dossier.issue_a_appliquer)
        self.assertEqual((dossier.phase, dossier.date_echeance), ("dossier", ATTENDUE))
        self.assertIn("days that do not count: 61 (exempt, ground 6)", self.inscription(dossier).explication)
        self.nuit("2025-08-12")
        self.assertFalse(self.taches(dossier), "nothing ended on 11 August")
        self.nuit("2025-10-01")
        self.env["parcours.exemption"]._cron_surveiller()
        self.assertFalse(dossier.issue_a_appliquer)
        with self.assertRaises(UserError):
            dossier._enregistrer("sommation_envoyee", date(2025, 10, 1))
        self.assertEcheance(dossier, ATTENDUE)
        self.nuit("2025-10-11")
        self.assertEqual(len(self.taches(dossier)), 1, "known in time: the summons is proposed")

    def test_an_exemption_known_late_gives_the_same_date_and_a_review(self):
        dossier = self.atteste()
        self.nuit("2025-08-12")
        self.assertEqual(len(self.taches(dossier)), 1)
        self.le("2025-11-03")
        self.exempter(dossier)
        self.assertFalse(self.taches(dossier), "what was proposed about 11 August is withdrawn")
        self.assertEcheance(dossier, ATTENDUE)
        self.nuit("2025-11-04")
        self.assertEqual(self.inscription(dossier).revue_motif, "connue_tard")

    def test_a_summons_that_rests_on_days_of_an_exemption_known_late_is_reviewed(self):
        dossier = self.atteste()
        self.le("2025-09-02")
        dossier._enregistrer("sommation_envoyee", date(2025, 9, 1))
        dossier._enregistrer("sommation_recue", date(2025, 9, 2))
        self.le("2025-11-03")
        self.exempter(dossier)
        self.nuit("2025-11-04")
        self.assertEqual(self.inscription(dossier).revue_motif, "suite_prematuree")
        with self.assertRaises(UserError):
            dossier._enregistrer("constat_refus", date(2025, 11, 4))

    def test_an_exemption_by_the_register_counts_from_its_fact(self):
        for jours in (("2025-08-04", "2025-10-02"), ("2025-09-15", "2025-12-01"), (None, "2025-12-01")):
            with self.subTest(jours):
                dossier = self.atteste()
                if jours[0]:
                    self.relire(jours[0], dossier, it031=[MAROC, FRANCE])
                    self.assertEqual((dossier.phase, dossier.date_echeance), ("dossier", False))
                    self.assertEqual(dossier.motif_sans_echeance, "sans_obligation")
                    self.assertEqual(self.inscription(dossier).date_etat, ETE[0])
                self.relire(jours[1], dossier, it031=[MAROC, FRANCE, RETOUR])
                self.assertEcheance(dossier, ATTENDUE)
                self.assertIn("exempt, ground 2", self.inscription(dossier).explication)

    def test_an_exemption_that_was_applied_gives_the_date_of_one_that_was_not(self):
        """Whoever applies the outcome, on whatever day, or nobody: the file opens again by itself, on the day of the
        fact."""
        for applique in ("2025-08-01", "2025-09-12", None):
            with self.subTest(applique):
                dossier = self.atteste()
                self.le("2025-08-01")
                self.exempter(dossier)
                if applique:
                    self.le(applique)
                    dossier.with_user(self.agent).action_appliquer_issue()
                    self.assertEqual((dossier.phase, dossier.date_cloture), ("cloture", ETE[0]))
                self.le("2025-10-06")
                self.env["parcours.dossier"]._cron_reexaminer()
                self.env.invalidate_all()
                self.assertEqual(dossier.phase, "dossier")
                self.assertEcheance(dossier, ATTENDUE)
                rouvert = dossier.evenement_ids.filtered(lambda e: e.type == "reouverture")
                self.assertEqual(rouvert.mapped("date_effective"), [date(2025, 10, 1)] if applique else [])

    def test_a_revoked_exemption_counts_up_to_the_day_before(self):
        dossier = self.atteste()
        self.le("2025-08-01")
        exemption = self.exempter(dossier, fin=False)
        self.assertEqual((dossier.date_echeance, dossier.motif_sans_echeance), (False, "sans_obligation"))
        self.le("2025-10-06")
        exemption._revoquer(date(2025, 9, 30), "Faux document.")
        self.assertEcheance(dossier, date(2025, 10, 9))

    def test_days_of_a_suspension_and_of_an_exemption_count_once(self):
        dossier = self.atteste()
        self.le("2025-08-01")
        self.suspendre(dossier, date(2025, 7, 20), date(2025, 10, 5))
        self.exempter(dossier)
        self.assertEcheance(dossier, date(2025, 10, 27))  # 78 days after 10 August, all told
        self.assertRegex(self.inscription(dossier).explication, r"12 \([^;]*\).*61 \(exempt, ground 6\).*5 \(")

    def test_a_medical_ground_is_said_to_those_only_who_work_on_the_whole_file(self):
        dossier = self.atteste()
        self.le("2025-08-01")
        self.exempter(dossier, code="5")
        dossier._enregistrer("inscription_organisateur", date(2025, 8, 1), organisateur_id=self.bapa.id)
        delai = self.inscription(dossier)
        organisateur = self.utilisateur("organisateur", organisateur_id=self.bapa.id)
        self.assertIn("exempt, ground 5", delai.with_user(self.agent).explication)
        self.assertIn("(exempt)", delai.with_user(organisateur).sudo().with_user(organisateur).explication)

    def test_a_document_proves_what_the_register_showed_before(self):
        """Family of a Belgian since 1 August, the document seen on 1 September: exempt since 1 August."""
        dossier = self.atteste()
        ici, belge = ("040400", ENTREE, {}), ("010100", "2025-08-01", {})
        self.relire("2025-08-04", dossier, it202=[ici, belge])
        self.assertEqual((dossier.resultat, dossier.date_echeance), ("a_examiner", SANS))
        self.le("2025-09-01")
        self.exempter(dossier, date(2025, 9, 1), ETE[1], code="3")
        self.assertEcheance(dossier, ATTENDUE)

    # ---- closed -----------------------------------------------------------------------------------------------------

    def test_a_closure_counts_from_its_fact_to_the_fact_that_opened_again(self):
        for jours in (("2025-05-05", "2025-09-02"), ("2025-07-14", "2025-10-06"), (None, "2025-10-06")):
            with self.subTest(jours):
                dossier = self.atteste()
                if jours[0]:
                    self.relire(jours[0], dossier, it001=[ICI, PARTI])
                    self.assertEqual((dossier.phase, dossier.date_cloture), ("cloture", date(2025, 5, 2)))
                self.relire(jours[1], dossier, it001=[ICI, PARTI, REVENU])
                self.assertEqual(dossier.phase, "dossier")
                self.assertEcheance(dossier, APRES_LE_DEPART)
                rouvert = dossier.evenement_ids.filtered(lambda e: e.type == "reouverture")
                self.assertEqual(rouvert.mapped("date_effective"), [date(2025, 9, 1)] if jours[0] else [])
                self.assertIn("file closed", self.inscription(dossier).explication)

    def test_a_departure_whose_day_is_corrected_later_moves_the_date(self):
        dossier = self.atteste()
        self.relire("2025-05-05", dossier, it001=[ICI, PARTI])
        self.relire("2025-09-02", dossier, it001=[ICI, PARTI, REVENU])
        self.relire("2025-10-06", dossier, it001=[ICI, ("992", "2025-08-02", {}), REVENU])
        self.assertEcheance(dossier, date(2025, 9, 9))  # 30 days after 10 August

    def test_a_radiation_that_the_register_annuls_never_was(self):
        """Its days run, and what ended meanwhile is reviewed."""
        for annulee, revue in (("2025-06-16", False), ("2025-10-06", True)):
            with self.subTest(annulee):
                dossier = self.atteste()
                self.relire("2025-06-02", dossier, it001=[ICI, ("99991", "2025-05-02", {})])
                self.assertEqual((dossier.phase, dossier.motif_cloture), ("cloture", "radie"))
                self.relire(annulee, dossier, it001=[ICI])
                self.assertEqual(dossier.phase, "dossier")
                self.assertEcheance(dossier, SANS)
                rouvert = dossier.evenement_ids.filtered(lambda e: e.type == "reouverture")
                self.assertEqual(rouvert.date_effective, date(2025, 5, 2), "the day of the closure: not a day long")
                self.nuit("2025-10-07")
                self.assertEqual(self.inscription(dossier).revue, revue)
                self.assertEqual(len(self.taches(dossier)), 0 if revue else 1)

    def test_a_closure_by_hand_keeps_its_dates(self):
        dossier = self.atteste()
        self.le("2025-06-02")
        dossier._enregistrer("cloture", date(2025, 6, 2), motif_cloture="erreur")
        self.le("2025-07-02")
        dossier._enregistrer("reouverture", date(2025, 7, 2))
        self.assertEcheance(dossier, date(2025, 9, 9))

    def test_order_of_entry_and_day_of_knowledge_never_change_a_due_date(self):
        """A departure, an exemption and a suspension, entered in every order and learnt on any day."""

        def partir(dossier):
            self.personnes(self.histoire(it001=[ICI, PARTI, REVENU]), numeros=[dossier.niss])

        def exempter(dossier):
            self.exempter(dossier, date(2025, 9, 10), date(2025, 9, 19))

        def suspendre(dossier):
            self.suspendre(dossier, date(2025, 4, 1), date(2025, 4, 30))

        for gestes in permutations((partir, exempter, suspendre)):
            with self.subTest([geste.__name__ for geste in gestes]):
                dossier = self.atteste()
                self.vivre(dossier, *zip(("2025-09-22", "2025-10-06", "2025-11-03"), gestes, strict=True))
                self.assertEcheance(dossier, date(2026, 1, 19))  # 122 + 10 + 30 days after 10 August

    # ---- whose term it is -------------------------------------------------------------------------------------------

    def test_a_volunteers_own_months_run_while_exempt(self):
        self.le("2025-02-10")
        dossier = self.arrivee(it031=[FRANCE[:1] + ("1990-05-12", {})])
        dossier._enregistrer("volontaire")
        dossier._enregistrer("inscription_organisateur", date(2025, 2, 10), organisateur_id=self.bapa.id)
        dossier._examiner("essai")
        self.assertEqual((dossier.echeance_type, dossier.date_echeance), ("achevement", date(2026, 8, 10)))
        self.assertFalse(dossier._verifier_delais())

    def test_the_days_of_a_summons_do_not_run_while_exempt(self):
        dossier = self.atteste()
        self.le("2025-09-02")
        dossier._enregistrer("sommation_envoyee", date(2025, 9, 1))
        dossier._enregistrer("sommation_recue", date(2025, 9, 2))
        self.assertEqual(dossier.date_echeance, date(2025, 11, 3))
        self.exempter(dossier, date(2025, 9, 2), date(2025, 9, 12))
        self.assertEqual(dossier.date_echeance, date(2025, 11, 12))  # 2 September is the day of receipt: ten days
        self.le("2025-11-13")
        self.env["parcours.exemption"]._cron_surveiller()
        self.nuit("2025-11-13")
        sommation = dossier.delai_ids.filtered(lambda delai: delai.type_id == self.type_sommation)
        self.assertEqual((sommation.revue, sommation.revue_motif), (True, "exemption_pendant"))
        self.assertFalse(self.taches(dossier), "no refusal is proposed")
        with self.assertRaisesRegex(UserError, "review"):
            dossier._enregistrer("constat_refus", date(2025, 11, 13))

    def test_a_suspension_over_days_of_a_summons_makes_its_end_a_review(self):
        dossier = self.atteste()
        self.le("2025-09-02")
        dossier._enregistrer("sommation_envoyee", date(2025, 9, 1))
        dossier._enregistrer("sommation_recue", date(2025, 9, 2))
        self.suspendre(dossier, date(2025, 10, 1), date(2025, 10, 31))
        self.assertEqual(dossier.date_echeance, date(2025, 11, 3), "it is not moved")
        self.nuit("2025-11-04")
        sommation = dossier.delai_ids.filtered(lambda delai: delai.type_id == self.type_sommation)
        self.assertEqual((sommation.revue, sommation.revue_motif), (True, "suspension_pendant"))

    # ---- around -----------------------------------------------------------------------------------------------------

    def test_the_answer_of_today_is_that_of_the_examination(self):
        """The law asked of a day that is not stored says what it says of the file as it is stored."""
        dossier = self.atteste()
        self.relire("2025-11-03", dossier, it031=[MAROC, FRANCE, RETOUR], it001=[ICI, PARTI, REVENU])
        dossiers = dossier
        for histoire in (
            {"it202": [("020300", ENTREE, {})]},
            {"it202": [("010100", ENTREE, {})]},
            {"it202": [("060100", ENTREE, {})]},
            {"it031": [FRANCE[:1] + ("1990-05-12", {})]},
            {"it031": None},
            {"it195": [("0030", ENTREE, {"expiration": "2024-12-04"})], "it202": [("010200", ENTREE, {})]},
        ):
            dossiers |= self.arrivee(**histoire)
        self.exempter(dossiers[0], code="6", fin=False)
        self.demande(dossiers[2], "3", date_demande="2025-11-03")._accorder(date(2025, 11, 3), "Vu.")
        self.demande(dossiers[3], "4", date_demande="2025-11-03")._refuser(date(2025, 11, 3), "Non.")
        module = self.env["parcours.reglement"]
        lignes = dossiers._lignes((*FAITS, *COLONNES_ISSUE[3:], *COLONNES_JOURS))
        issues = module._verdicts(lignes)
        moments = [Moment(ligne, date(2025, 11, 3), {}, issues[ligne["id"]]) for ligne in lignes]
        self.assertEqual(
            [v.regles_json for v in module._verdicts_passes(moments)],
            [issues[ligne["id"]].verdict.regles_json for ligne in lignes],
        )

    def test_a_batch_of_files_with_a_past_costs_one_query_more(self):
        dossiers = self.Dossier.browse()
        for _rang in range(6):
            dossiers |= self.atteste()
        self.le("2025-11-03")
        simple = self.queries(lambda: dossiers._examiner("essai"))
        for dossier in dossiers:
            self.relire("2025-11-03", dossier, it031=[MAROC, FRANCE, RETOUR])
        self.assertEqual({d.date_echeance for d in dossiers}, {ATTENDUE})
        self.assertLessEqual(self.queries(lambda: dossiers._examiner("essai")), simple + 1)
