# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""From the register to the files: created once, facts with their source, communes, moves, time passing."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import ENTREE, IXELLES, SCHAERBEEK, ParcoursCase, numero


@tagged("post_install", "-at_install")
@freeze_time("2026-11-24")
class TestReception(ParcoursCase):
    def test_nouvel_arrivant_oblige(self):
        dossier = self.arrivee()
        self.assertEqual((dossier.resultat, dossier.phase), ("oblige", "dossier"))
        self.assertEqual(dossier.name, "ESSAI, Nadia")
        self.assertEqual(dossier.company_id, self.schaerbeek)
        self.assertEqual(dossier.company_origine_id, self.schaerbeek)
        self.assertEqual(dossier.date_reference, date(2024, 3, 4))
        self.assertRegex(dossier.reference, r"^PA/2026/\d{6}$")
        sources = dossier.faits_origine["sources"]["ref_belge"]
        self.assertEqual(self.env["registre.information"].browse(sources).mapped("it"), ["031"])
        self.assertEqual(dossier.faits_origine["entrees"][str(sources[0])]["code"], "354")

    def test_a_minor_has_a_prefile_outside_the_law(self):
        dossier = self.arrivee(it000=[("2", None, {"naissance": "2010-01-01"})])
        self.assertEqual((dossier.resultat, dossier.phase), ("hors_public", "predossier"))

    def test_a_permit_not_known_yet_leaves_the_outcome_to_examine(self):
        dossier = self.arrivee(it195=None)
        self.assertEqual((dossier.resultat, dossier.ref_inscription_motif), ("a_examiner", "permis_inconnu"))

    def test_a_person_received_twice_has_one_file(self):
        personnes = self.personnes(self.histoire(), self.histoire(it031=[("111", "1990-05-12", {})]))
        dossiers = personnes.dossier_ids
        references = dossiers.mapped("reference")
        examens = dossiers.examen_ids
        personnes._apres_lecture()
        self.assertEqual(self.Dossier.search([("personne_id", "in", personnes.ids)]), dossiers.sorted())
        self.assertEqual(dossiers.mapped("reference"), references)
        self.assertEqual(dossiers.examen_ids, examens, "nothing changed: no new examination")

    def test_a_corrected_fact_changes_the_outcome_of_an_open_file(self):
        niss = numero(900)
        dossier = self.personnes(self.histoire(), numeros=[niss]).dossier_ids
        self.personnes(self.histoire(it031=[("111", "1990-05-12", {})]), numeros=[niss])
        self.assertEqual((dossier.resultat, dossier.exemption_code, dossier.phase), ("exempte", "2", "dossier"))
        self.assertTrue(dossier.issue_a_appliquer)
        self.assertEqual(len(dossier.examen_ids), 2)

    def test_a_move_gives_the_file_to_the_new_commune(self):
        niss = numero(901)
        dossier = self.personnes(self.histoire(), numeros=[niss]).dossier_ids
        agent = self.utilisateur("agent", self.schaerbeek)
        dossier.user_id = agent
        vivalis = self.utilisateur("gestionnaire")
        demande = self.demande(dossier)
        for fil in (dossier, demande):
            fil.message_subscribe((agent | vivalis).partner_id.ids)
        lieux = [(SCHAERBEEK, ENTREE, {}), (IXELLES, "2025-09-01", {})]
        self.personnes(self.histoire(it001=lieux), numeros=[niss])
        self.assertEqual(dossier.company_id, self.ixelles)
        self.assertEqual(dossier.company_origine_id, self.schaerbeek)
        self.assertEqual(dossier.date_reference, date(2024, 3, 4), "a move is not a new first registration")
        self.assertFalse(dossier.user_id)
        for fil in (dossier, demande):
            self.assertEqual(fil.message_partner_ids, vivalis.partner_id, "what is written now is not sent there")
        self.assertEqual(len(dossier.activity_ids), 1)
        self.assertEqual(dossier.resultat, "oblige")
        dossier.with_user(self.utilisateur("agent", self.ixelles)).action_acquitter()
        self.assertFalse(dossier.commune_a_acquitter)
        self.assertFalse(dossier.activity_ids)

    def test_parti_puis_revenu(self):
        niss = numero(902)
        dossier = self.personnes(self.histoire(), numeros=[niss]).dossier_ids
        depart = [(SCHAERBEEK, ENTREE, {}), ("992", "2025-09-01", {})]
        self.personnes(self.histoire(it001=depart), numeros=[niss])
        self.assertEqual((dossier.phase, dossier.motif_cloture), ("cloture", "parti"))
        self.assertEqual(dossier.company_id, self.schaerbeek, "the last commune stays in charge")
        self.personnes(self.histoire(it001=[*depart, (IXELLES, "2026-02-02", {})]), numeros=[niss])
        self.assertEqual((dossier.phase, dossier.company_id), ("dossier", self.ixelles))
        passe = ["cloture", "demenagement", "ouverture", "reouverture"]
        self.assertEqual(sorted(dossier.evenement_ids.mapped("type")), passe)

    def test_who_never_lived_in_brussels_has_no_commune(self):
        dossier = self.arrivee(it001=[("62063", ENTREE, {})])
        self.assertEqual(dossier.company_id, self.env.ref("base.main_company"))
        self.assertFalse(dossier.company_origine_id)
        self.assertEqual(dossier.resultat, "hors_public")

    def test_forty_people_cost_hardly_more_queries_than_ten(self):
        """Reading a batch costs the same queries for 10 and for 40 people, but for Odoo's own batches of a thousand."""

        def cout(nombre):
            histoires = [self.histoire() for _rang in range(nombre)]
            personnes = self.personnes(*histoires)
            personnes.dossier_ids.write({"ref_belge": False})
            return self.queries(lambda: self.Dossier._recevoir_personnes(personnes))

        cout(2)
        self.assertLessEqual(cout(40) - cout(10), 6)

    def test_an_exemption_outlives_the_card_for_90_days_and_never_obliges_by_itself(self):
        """A card ends: the status that it proves goes on, then somebody looks, without a word from the register."""
        protection = {
            "it195": [("0010", ENTREE, {"numero": "B1", "expiration": "2026-12-01"})],
            "it202": [("020300", ENTREE, {})],
        }
        dossier = self.arrivee(**protection)
        self.assertEqual((dossier.resultat, dossier.exemption_code), ("exempte", "10"))
        self.assertEqual(dossier.date_reexamen, date(2026, 12, 1))
        self.cron()
        self.assertEqual(dossier.resultat, "exempte", "nothing is due yet")
        with freeze_time("2026-12-01"):
            self.cron()
            self.assertEqual(dossier.date_reexamen, date(2026, 12, 2))
        with freeze_time("2026-12-02"):
            self.cron()
            self.assertEqual((dossier.resultat, dossier.date_reexamen), ("exempte", date(2027, 3, 2)))
        with freeze_time("2027-03-02"):
            self.cron()
            self.assertEqual((dossier.resultat, dossier.phase), ("a_examiner", "predossier"))
            self.assertEqual(dossier.date_reexamen, date(2055, 5, 12), "65 years old: the file closes")

    def cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("parcours_accueil.cron_reexaminer").method_direct_trigger()
        self.env.invalidate_all()
