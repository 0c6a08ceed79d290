# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a decision makes of the examination, and what time makes of a decision."""

from datetime import date

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import ParcoursCase
from .test_exemption import REGIME_1

BELGE = {"ref_motif_sejour": "010100", "jour_motif_sejour": "010100"}  # family of a Belgian: a document is needed


@tagged("post_install", "-at_install")
@freeze_time("2026-11-25")
class TestExemptionExamen(ParcoursCase):
    def accorder(self, dossier, code="6", fin=False, jour=date(2026, 11, 25), **valeurs):
        exemption = self.demande(dossier, code, **valeurs)
        exemption._accorder(jour, "Vu le document.", fin)
        return exemption

    def issue(self, dossier):
        return dossier.resultat, dossier.exemption_code

    def cron(self, nom):
        with self.enter_registry_test_mode():
            self.env.ref(f"parcours_accueil.{nom}").method_direct_trigger()
        self.env.invalidate_all()

    def test_a_request_changes_the_outcome_when_it_is_granted_only(self):
        for faits in ({}, REGIME_1):
            for code in "5678":
                with self.subTest(code=code, faits=faits):
                    dossier = self.ouvert(**faits)
                    exemption = self.demande(dossier, code)
                    dossier._examiner("essai")
                    self.assertEqual(self.issue(dossier), ("oblige", False), "a request that waits changes nothing")
                    exemption._accorder(date(2026, 11, 25), "Vu.")
                    self.assertEqual(self.issue(dossier), ("exempte", code))
                    self.assertEqual(dossier.phase, "dossier", "an open file does not move by itself")
                    self.assertTrue(dossier.issue_a_appliquer)
                    self.assertEqual(dossier.activity_ids.activity_type_id.name, "New outcome to apply")

    def test_a_refusal_leaves_the_person_obliged_and_is_in_the_trace(self):
        dossier = self.ouvert()
        self.demande(dossier)._refuser(date(2026, 11, 25), "Non.")
        self.assertEqual(self.issue(dossier), ("oblige", False))
        self.assertEqual(len(dossier.examen_ids), 2, "examined at once: the decision is in the trace")

    def test_a_fact_of_the_register_is_examined_until_its_document_is_decided(self):
        """Family of a Belgian: to be examined until the commune decides, either way, on both days of the ground."""
        for code, faits in (("3", BELGE), ("4", {"jour_motif_sejour": "060100"})):
            accorde, refuse = self.ouvert(**faits), self.ouvert(**faits)
            self.assertEqual(accorde.resultat, "a_examiner")
            self.accorder(accorde, code)
            self.assertEqual(self.issue(accorde), ("exempte", code))
            self.demande(refuse, code)._refuser(date(2026, 11, 25), "Non.")
            self.assertEqual(self.issue(refuse), ("oblige", False))
            self.assertEqual((accorde.phase, refuse.phase), ("predossier", "dossier"))

    def test_a_document_replaces_no_fact_the_register_lacks(self):
        """A decision proves what the register shows; it replaces nothing that it does not show."""
        dossier = self.ouvert()
        exemption = self.demande(dossier, "3")
        with self.assertRaisesRegex(Exception, "does not show this situation"):
            exemption._accorder(date(2026, 11, 25), "Vu.")
        inconnu = self.ouvert(ref_motif_sejour=False, jour_motif_sejour=False)
        self.demande(inconnu, "4")._refuser(date(2026, 11, 25), "Non.")
        self.assertEqual(inconnu.resultat, "a_examiner", "an unknown fact stays unknown")
        # the fact disappears: the exemption granted on it has no effect any more
        belge = self.ouvert(**BELGE)
        self.accorder(belge, "3")
        belge.write({"ref_motif_sejour": "040400", "jour_motif_sejour": "040400"})
        belge._examiner("corrected")
        self.assertEqual(self.issue(belge), ("oblige", False))

    def test_a_revoked_exemption_makes_obliged_again(self):
        sur_demande, document = self.ouvert(), self.ouvert(**BELGE)
        for dossier, code in ((sur_demande, "6"), (document, "3")):
            exemption = self.accorder(dossier, code)
            self.assertEqual(dossier.resultat, "exempte")
            exemption._revoquer(date(2026, 11, 25), "Faux document.")
            self.assertEqual(self.issue(dossier), ("oblige", False))
        self.assertFalse(sur_demande.issue_a_appliquer, "the outcome is what the file follows again")

    def test_a_grant_in_force_wins_then_the_last_decision(self):
        """A refusal does not take away what is in force; a new grant wins over an old refusal."""
        dossier = self.ouvert()
        self.demande(dossier)._refuser(date(2026, 11, 2), "Non.")
        self.accorder(dossier, fin=date(2026, 12, 31), jour=date(2026, 11, 3))
        self.assertEqual(dossier.resultat, "exempte")
        self.demande(dossier)._refuser(date(2026, 11, 25), "Pas prolongée.")
        self.assertEqual(dossier.resultat, "exempte")
        decidees = self.env["parcours.exemption"]._decidees(dossier.ids, date(2027, 1, 1))[dossier.id]
        lues = [
            decidees._en_vigueur(jour).get("6", {}).get("decision")
            for jour in (date(2026, 11, 1), date(2026, 11, 2), date(2026, 12, 31), date(2027, 1, 1))
        ]
        self.assertEqual(lues, [None, "refusee", "accordee", "refusee"], "any day can be read again")

    def test_trace_and_panel_tell_the_decision(self):
        agent = self.utilisateur("agent", self.schaerbeek)
        dossier = self.ouvert()
        exemption = self.demande(dossier, document="attestation-essai.pdf").with_user(agent)
        exemption._accorder(date(2026, 11, 25), "Vu.", date(2027, 5, 31))
        trace = dossier.examen_id.trace["decisions"]["6"]
        self.assertEqual(
            trace,
            {
                "exemption": exemption.id,
                "decision": "accordee",
                "date": "2026-11-25",
                "par": agent.id,
                "fin": "2027-05-31",
                "documents": ["attestation-essai.pdf"],
            },
        )
        texte = " ".join(html.fromstring(dossier.with_user(agent).explication).text_content().split())
        self.assertTrue(texte.startswith("Exempted: Similar pathway followed elsewhere in Belgium"))
        self.assertIn(f"Granted on 11/25/2026 by {agent.name}, until 05/31/2027", texte)
        self.assertIn("attestation-essai.pdf", texte)
        exemption._revoquer(date(2026, 11, 25), "Erreur.")
        texte = html.fromstring(dossier.explication).text_content()
        self.assertIn("Revoked", texte)
        self.assertEqual(dossier.examen_ids[1].trace["decisions"]["6"]["decision"], "accordee", "kept as it was")

    def test_names_of_medical_documents_stay_out_of_the_trace(self):
        """A name can tell the illness: the trace, which Vivalis reads, keeps the number only."""
        dossier = self.ouvert()
        self.accorder(dossier, "5", document="hopital-essai.pdf")
        self.assertEqual(dossier.examen_id.trace["decisions"]["5"]["documents"], 1)
        self.assertNotIn("hopital", dossier.explication)
        self.assertIn("1 (medical", dossier.explication)

    def test_another_decision_is_another_examination(self):
        """Another decision is another examination, even when every value stays the same; the same one is not."""
        dossier = self.ouvert()
        premiere = self.accorder(dossier, fin=date(2026, 12, 31))
        self.accorder(dossier, fin=date(2027, 12, 31))
        self.assertEqual(len(dossier.examen_ids), 3)
        self.assertFalse(dossier._examiner("encore"))
        self.assertEqual(premiere.state, "accordee")

    def test_a_file_is_examined_again_the_day_after_an_exemption_ends(self):
        """The day after its last day the file is examined again, even when the register was read in between."""
        dossier = self.arrivee()
        self.accorder(dossier, fin=date(2026, 12, 31))
        dossier.action_appliquer_issue()
        self.assertEqual((dossier.phase, dossier.motif_cloture), ("cloture", "exempte"))
        self.assertEqual(dossier.date_reexamen, date(2027, 1, 1))
        dossier.personne_id._apres_lecture()
        self.assertEqual(dossier.date_reexamen, date(2027, 1, 1), "reading the register keeps the day")
        with freeze_time("2026-12-31"):
            self.cron("cron_reexaminer")
            self.assertEqual(dossier.resultat, "exempte", "the last day is still a day")
        with freeze_time("2027-01-01"):
            self.cron("cron_reexaminer")
            self.assertEqual((dossier.resultat, dossier.phase), ("oblige", "dossier"), "open again")
            self.assertEqual(dossier.exemption_ids.state, "accordee")
            self.cron("cron_exemptions")
            self.assertEqual(dossier.exemption_ids.state, "terminee")
            self.assertEqual(dossier.resultat, "oblige")

    def test_the_end_of_an_exemption_needs_no_reading_of_the_register(self):
        """The watch alone is enough."""
        dossier = self.ouvert(**BELGE)
        self.accorder(dossier, "3", fin=date(2026, 12, 31))
        with freeze_time("2027-01-01"):
            self.cron("cron_exemptions")
            self.assertEqual(dossier.resultat, "a_examiner", "a document is needed again")

    def test_an_exemption_already_over_when_entered_changes_nothing_today(self):
        """An exemption that had ended when it was entered changes nothing today, and is shown as ended."""
        dossier = self.ouvert()
        exemption = self.accorder(dossier, fin=date(2024, 12, 31), jour=date(2024, 5, 6))
        self.assertEqual((dossier.resultat, dossier.date_reexamen), ("oblige", False))
        self.cron("cron_exemptions")
        self.assertEqual(exemption.state, "terminee")
        self.assertFalse(exemption.date_rappel, "too late to announce it")

    def test_a_decision_holds_under_another_version_with_its_ground(self):
        """A decision is on a ground: it holds under another version of the law, and another regime, that has it."""
        dossier = self.ouvert()
        self.accorder(dossier)
        nouvelle = self.r2.copy()
        nouvelle.action_publier()
        dossier._examiner("another version")
        self.assertEqual((dossier.reglement_id, *self.issue(dossier)), (nouvelle, "exempte", "6"))
        dossier.write(REGIME_1)
        dossier._examiner("corrected")
        self.assertEqual((dossier.reglement_id, *self.issue(dossier)), (self.r1, "exempte", "6"))

    def test_a_request_follows_the_file_to_another_commune(self):
        """The request follows the file: the new commune decides, the former one no longer does."""
        dossier = self.ouvert()
        exemption = self.demande(dossier)
        dossier.company_id = self.ixelles
        with self.assertRaises(AccessError):
            exemption.with_user(self.utilisateur("agent", self.schaerbeek))._accorder(date(2026, 11, 25), "Vu.")
        exemption.with_user(self.utilisateur("agent", self.ixelles))._accorder(date(2026, 11, 25), "Vu.")
        self.assertEqual(dossier.resultat, "exempte")

    def test_the_end_of_an_exemption_is_announced_once(self):
        dossier = self.ouvert()
        exemption = self.accorder(dossier, fin=date(2027, 1, 15))

        def taches():
            genre = self.env.ref("parcours_accueil.activite_exemption_fin")
            return dossier.activity_ids.filtered(lambda tache: tache.activity_type_id == genre)

        self.cron("cron_exemptions")
        self.assertFalse(taches(), "fifty-one days ahead")
        with freeze_time("2026-12-16"):
            self.cron("cron_exemptions")
            self.assertEqual(len(taches()), 1, "thirty days ahead")
            self.assertIn("2027", taches().note)
        with freeze_time("2026-12-17"):
            self.cron("cron_exemptions")
            self.assertEqual(len(taches()), 1, "once")
        self.assertEqual(exemption.date_rappel, date(2026, 12, 16))
        exemption._revoquer(date(2026, 11, 25), "Erreur.")
        self.assertFalse(taches(), "nothing to announce any more")

    def test_no_end_is_announced_when_another_exemption_goes_on(self):
        """Nothing is announced when another exemption of the file goes on; the task goes when one is granted."""
        dossier, relaye = self.ouvert(), self.ouvert()
        annoncees = [self.accorder(d, fin=date(2026, 12, 10)) for d in (dossier, relaye)]
        self.accorder(relaye, "8")
        self.cron("cron_exemptions")
        self.assertEqual([bool(exemption.date_rappel) for exemption in annoncees], [True, True], "looked at once")
        fin = self.env.ref("parcours_accueil.activite_exemption_fin")
        self.assertIn(fin, dossier.activity_ids.activity_type_id)
        self.assertNotIn(fin, relaye.activity_ids.activity_type_id)
        self.accorder(dossier, fin=date(2027, 12, 10))
        self.assertNotIn(fin, dossier.activity_ids.activity_type_id)

    def test_fin_annoncee_a_nouveau(self):
        """The task goes with one exemption; the end of another one, still in force, is announced again."""
        dossier = self.ouvert()
        self.accorder(dossier, fin=date(2026, 12, 10))
        autre = self.accorder(dossier, "8", fin=date(2026, 12, 5))
        self.cron("cron_exemptions")
        autre._revoquer(date(2026, 11, 25), "Erreur.")
        self.cron("cron_exemptions")
        fin = self.env.ref("parcours_accueil.activite_exemption_fin")
        taches = dossier.activity_ids.filtered(lambda tache: tache.activity_type_id == fin)
        self.assertEqual(len(taches), 1)

    def test_the_days_of_announcement_are_a_setting(self):
        self.env["ir.config_parameter"].sudo().set_param("parcours_accueil.exemption_jours_avant", "60")
        exemption = self.accorder(self.ouvert(), fin=date(2027, 1, 15))
        self.cron("cron_exemptions")
        self.assertTrue(exemption.date_rappel)
        for valeur in ("bientôt", "10000", "1000000000000"):
            self.env["ir.config_parameter"].sudo().set_param("parcours_accueil.exemption_jours_avant", valeur)
            self.assertEqual(self.env["parcours.exemption"]._jours_avant(), 30, "nonsense: the usual number")

    def test_a_batch_gives_what_each_file_alone_gives(self):
        """A batch gives what each file alone gives."""
        dossiers = self.Dossier.browse()
        for rang in range(12):
            faits = (BELGE, {}, {"jour_motif_sejour": "060100"}, REGIME_1)[rang % 4]
            dossiers |= self.fiche(**faits)
        dossiers._examiner("essai")
        for rang, dossier in enumerate(dossiers[:9]):
            exemption = self.demande(dossier, ("3", "6", "4", "8")[rang % 4])
            if rang % 3:
                exemption._accorder(date(2026, 11, 25), "Vu.")
            else:
                exemption._refuser(date(2026, 11, 25), "Non.")
        seuls = [self.issue(dossier) for dossier in dossiers]
        self.assertFalse(dossiers._examiner("lot"), "the same digests")
        self.assertEqual([self.issue(dossier) for dossier in dossiers], seuls)
        self.assertEqual({resultat for resultat, _code in seuls}, {"oblige", "exempte", "a_examiner"})

    def test_decisions_add_a_few_queries_to_a_batch(self):
        """Decisions add a few queries to a batch, whatever the number of files and of decisions."""

        def cout(nombre, decider):
            dossiers = self.Dossier.browse()
            for rang in range(nombre):
                dossiers |= self.fiche(**(BELGE if rang % 2 else {}))
            dossiers._examiner("essai")
            if decider:
                regles = {code: self.regle_de(dossiers[0], code).id for code in "36"}
                self.env["parcours.exemption"].create(
                    [
                        {
                            "dossier_id": dossier.id,
                            "regle_id": regles["3" if rang % 2 else "6"],
                            "date_demande": "2026-01-01",
                            "date_decision": "2026-11-25",
                            "state": "accordee",
                            "decideur_id": self.env.uid,
                            "documents_vus": ["x.pdf"],
                        }
                        for rang, dossier in enumerate(dossiers)
                    ]
                )
                dossiers._examiner("what follows from new outcomes is not counted")
            dossiers.write({"ref_sejour_annees_max": 1})
            nombre_requetes = self.queries(lambda: dossiers._examiner("essai"))
            if decider:
                self.assertEqual(set(dossiers.mapped("resultat")), {"exempte"})
            return nombre_requetes

        cout(2, True)  # caches of Odoo itself
        sans, peu, beaucoup = cout(500, False), cout(20, True), cout(500, True)
        self.assertLessEqual(beaucoup, peu, "not one query a file")
        # what a document decides, for the two rules of its ground; and what the law said of the days before
        self.assertLessEqual(beaucoup - sans, 3)
