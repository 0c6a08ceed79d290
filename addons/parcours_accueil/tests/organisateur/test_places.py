# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What an organiser has: places told by language, active files in both definitions, the share of obliged people."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ParcoursCase


@tagged("post_install", "-at_install")
@freeze_time("2025-02-03")
class TestPlaces(ParcoursCase):
    def setUp(self):
        super().setUp()
        self.agent = self.utilisateur("agent", self.schaerbeek)
        self.chez_bapa = self.utilisateur("organisateur", organisateur_id=self.bapa.id)

    def inscrire(self, **valeurs):
        with freeze_time("2024-03-11"):
            dossier = self.ouvert()
        voulues = {"organisateur_id": self.bapa.id, "langue": "fr"} | valeurs
        dossier.with_user(self.agent)._enregistrer("inscription_organisateur", date(2024, 6, 3), **voulues)
        return dossier

    def dire(self, places, langue="fr", **valeurs):
        voulues = {"organisateur_id": self.bapa.id, "langue": langue, "places": places} | valeurs
        return self.env["parcours.capacite"].with_user(self.chez_bapa).create(voulues)

    def lu(self, user=None):
        self.env.invalidate_all()
        return self.bapa.with_user(user or self.agent)

    def suspendre(self, dossier, debut, fin):
        motif = self.r2.motif_suspension_ids.filtered(lambda m: m.code == "horaires")
        return dossier.with_user(self.agent)._suspendre(motif, debut, fin, pieces=[("a.pdf", "eA==")])

    def test_the_three_bapas_offer_both_languages_and_bon_dutch(self):
        for code in ("bapa_bxl", "bapa_via", "bapa_convivial"):
            self.assertEqual(self.env.ref(f"parcours_accueil.organisateur_{code}")._langues(), ["fr", "nl"])
        self.assertEqual(self.bon._langues(), ["nl"])

    def test_what_nobody_told_is_not_known_and_never_no_place(self):
        self.inscrire()
        self.assertEqual(self.lu().places_dites, "French: not known · Dutch: not known")
        self.dire(10)
        self.dire(0, "nl")
        self.assertEqual(self.lu().places_dites, "French: 9 of 10 · Dutch: 0 of 0")

    def test_the_last_figure_that_holds_counts_and_those_before_stay(self):
        self.dire(10, depuis=date(2024, 9, 2))
        self.dire(30, depuis=date(2025, 9, 1))
        faute = self.dire(20)
        self.assertEqual(self.lu().places_dites, "French: 20 of 20 · Dutch: not known")
        for user in (self.chez_bapa, self.utilisateur("direction")):
            for geste in (lambda lue: lue.write({"places": 5}), lambda lue: lue.unlink()):
                with self.assertRaises(UserError):
                    geste(faute.with_user(user))
        self.assertEqual(self.lu(self.chez_bapa).capacite_ids.mapped("places"), [30, 20, 10])

    def test_a_figure_of_days_that_are_over_is_told_once(self):
        self.dire(10, depuis=date(2024, 9, 2))
        with self.assertRaisesRegex(UserError, "A capacity was told from 09/02/2024 on"), self.cr.savepoint():
            self.dire(25, depuis=date(2024, 10, 1))
        with self.assertRaisesRegex(UserError, "Enter the new one from today on"), self.cr.savepoint():
            self.dire(25, depuis=date(2024, 9, 2))
        jour = date(2025, 1, 1)
        self.assertEqual(self.env["parcours.capacite"]._du_jour(self.bapa, jour), {(self.bapa.id, "fr"): 10})
        self.dire(5, "nl", depuis=date(2024, 9, 2))
        self.dire(25)
        self.assertEqual(self.env["parcours.capacite"]._du_jour(self.bapa, jour)[self.bapa.id, "fr"], 10)

    def test_an_organiser_tells_its_own_capacity_only_and_a_language_it_offers(self):
        with self.assertRaises(AccessError):
            self.dire(10, "nl", organisateur_id=self.bon.id)
        with self.assertRaises(AccessError):
            self.env["parcours.capacite"].with_user(self.agent).create(
                {"organisateur_id": self.bapa.id, "langue": "fr", "places": 1}
            )
        with self.assertRaisesRegex(UserError, "does not offer"):
            self.env["parcours.capacite"].with_user(self.utilisateur("direction")).create(
                {"organisateur_id": self.bon.id, "langue": "fr", "places": 1}
            )
        self.assertTrue(self.lu(self.chez_bapa).le_mien)
        self.assertFalse(self.bon.with_user(self.chez_bapa).le_mien)

    def test_an_enrolment_whose_language_nobody_recorded_makes_the_free_places_at_most(self):
        self.dire(10)
        self.inscrire()
        self.inscrire(langue=False)
        self.assertEqual(self.lu().places_dites, "French: at most 9 of 10 · Dutch: not known")
        # told of both together, it takes a place in any case
        self.env["parcours.capacite"].create({"organisateur_id": self.bapa.id, "places": 12})
        self.assertIn("Dutch: 10 of 12", self.lu().places_dites)

    def test_a_suspended_file_frees_its_place_and_stays_active_three_months_under_the_first_ordinance(self):
        self.dire(10)
        self.inscrire()
        suspendu = self.inscrire()
        self.suspendre(suspendu, date(2024, 12, 2), date(2025, 4, 30))
        self.assertEqual(
            (self.lu().nombre_inscrits, self.lu().actifs, self.lu().actifs_r1), (2, 1, 2), "suspended since two months"
        )
        self.assertIn("French: 9 of 10", self.lu().places_dites)
        with freeze_time("2025-03-02"):
            self.assertEqual(self.lu().actifs_r1, 1, "three months in a row are over")
        with freeze_time("2025-05-01"):
            self.assertEqual((self.lu().actifs, self.lu().actifs_r1), (2, 2))

    def test_the_share_of_obliged_people_is_shown_beside_what_the_first_ordinance_asks(self):
        self.assertEqual(self.lu().part_obliges, "Nobody is enrolled")
        self.inscrire()
        libre = self.candidat()
        libre.with_user(self.agent)._enregistrer("volontaire", date(2025, 2, 3))
        libre.with_user(self.agent)._enregistrer(
            "inscription_organisateur", date(2025, 2, 3), organisateur_id=self.bapa.id
        )
        self.assertEqual(self.lu().part_obliges, "50 % (at least 80 % under the first ordinance)")

    def test_the_queue_is_told_to_everybody_who_chooses_and_names_nobody(self):
        with freeze_time("2024-03-11"):
            dossier = self.ouvert(self.ixelles)
        ixellois = self.utilisateur("agent", self.ixelles)
        self.env["parcours.attente"].with_user(ixellois).create(
            {"dossier_id": dossier.id, "organisateur_id": self.bapa.id, "langue": "fr"}
        )
        dit = self.lu().attente_dite
        self.assertEqual(dit, "French: 1, no wait measured within 90 days · Dutch: nobody")
        tableau = self.lu()._tableau_choix()
        self.assertIn("not measured yet", tableau)
        self.assertNotIn(dossier.name, tableau)
        self.assertFalse(self.env["parcours.attente"].with_user(self.agent).search([]))

    def test_four_organisers_cost_the_queries_of_one(self):
        tous = self.env["parcours.organisateur"].search([])
        self.suspendre(self.inscrire(), date(2024, 12, 2), date(2025, 4, 30))

        def lire(organisateurs):
            self.env.flush_all()
            self.env.invalidate_all()
            noms = ["places_dites", "attente_dite", "actifs", "actifs_r1", "part_obliges"]
            return self.queries(lambda: organisateurs.with_user(self.agent).read(noms))

        lire(tous)
        self.assertEqual(lire(tous), lire(self.bapa))
