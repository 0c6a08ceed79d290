# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Volunteers, as the agent of the commune records them: measured on the day of the request (loi.md §2)."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import ENTREE, EXPIRATION, SCHAERBEEK, ParcoursCase


@tagged("post_install", "-at_install")
@freeze_time("2026-11-24")
class TestVolontaires(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.utilisateur("agent", cls.schaerbeek)

    def demander(self, jour=None, **remplacements):
        """Record the request of somebody with that history, as the window of the agent does."""
        dossier = self.candidat(**remplacements).with_user(self.agent)
        self.assertIn(",volontaire,", dossier.etapes_possibles, "the button stays, and explains")
        action = dossier.with_context(parcours_evenement_type="volontaire").action_etape()
        fenetre = self.env["parcours.evenement.wizard"].with_user(self.agent).with_context(**action["context"])
        fenetre.create({"date_effective": jour} if jour else {}).action_enregistrer()
        return dossier

    def test_exempted_people_and_people_outside_may_follow(self):
        for nom, remplacements, resultat in (
            ("a national of the EU", {}, "exempte"),
            ("of the population register", {"it210": [("2", ENTREE, {})]}, "hors_public"),
            ("registered before the obligation", {"it001": [(SCHAERBEEK, "2021-03-04", {})]} | ANCIEN, "hors_public"),
        ):
            with self.subTest(nom):
                dossier = self.demander(**remplacements)
                self.assertEqual((dossier.phase, dossier.volontaire, dossier.resultat), ("dossier", True, resultat))

    def test_each_reason_is_told_in_its_own_words(self):
        for phrase, remplacements in (
            ("not 18 yet", {"it000": [("2", None, {"naissance": "2012-05-12"})]}),
            ("waiting register, EU officials", {"it210": [("4", ENTREE, {})]}),
            ("waiting register, EU officials", {"it210": [("5", ENTREE, {})]}),
            ("for sure, on that day: a permit of more than three months", {"it195": None}),
            ("a permit of more than three months", {"it195": [("9876", ENTREE, {"expiration": EXPIRATION})]}),
            ("not one of more than three months", {"it195": [("0030", ENTREE, {"expiration": "2024-05-04"})]}),
            ("the age, a permit of more than three months", {"it000": None, "it195": None}),
        ):
            with self.subTest(phrase), self.assertRaisesRegex(UserError, phrase), self.cr.savepoint():
                self.demander(**remplacements)

    def test_who_is_obliged_is_no_volunteer(self):
        # obliged at once, the file opens by itself: a pre-file that is obliged waits for that
        dossier = self.candidat()
        dossier.resultat = "oblige"
        with self.assertRaisesRegex(UserError, "who is obliged is no volunteer"):
            dossier.with_user(self.agent)._enregistrer("volontaire")

    def test_who_followed_a_similar_pathway_does_not_follow_it_twice(self):
        dossier = self.arrivee()
        demande = self.demande(dossier)
        demande._accorder(date(2024, 4, 9), "Attestation vue.")
        dossier.with_user(self.agent).action_appliquer_issue()
        dossier._enregistrer("reouverture")
        self.assertEqual((dossier.phase, dossier.exemption_code), ("predossier", "6"))
        with self.assertRaisesRegex(UserError, "similar pathway"):
            dossier.with_user(self.agent)._enregistrer("volontaire")

    def test_a_request_of_the_past_is_measured_on_its_day(self):
        """Recorded later: who was an adult foreigner with a card that day, whatever has happened since, and was not."""
        titres = {"it195": [("0040", "2025-03-04", {"expiration": EXPIRATION})]}
        self.assertTrue(self.demander(date(2025, 3, 4), **titres).volontaire)
        titres = {"it195": [("0001", ENTREE, {}, "2025-03-04"), *titres["it195"]]}
        for jour in (date(2025, 3, 3), date(2024, 6, 3)):
            with self.assertRaisesRegex(UserError, "a permit of more than three months"), self.cr.savepoint():
                self.demander(jour, **titres)
        mineur = {"it000": [("2", None, {"naissance": "2007-06-01"})]}
        with self.assertRaisesRegex(UserError, "not 18 yet"), self.cr.savepoint():
            self.demander(date(2025, 5, 31), **mineur)
        self.assertTrue(self.demander(date(2025, 6, 1), **mineur).volontaire)

    def test_forty_requests_cost_hardly_more_queries_than_ten(self):
        def cout(nombre):
            dossiers = self.personnes(*[self.histoire(it031=[("111", "1990-05-12", {})])] * nombre).dossier_ids
            situations = dossiers._situations(dossiers._roles())
            return self.queries(lambda: dossiers._situations_au_jour(situations, date(2026, 11, 24)))

        cout(2)
        self.assertLessEqual(cout(40) - cout(10), 2)


#: Registered for good in 2021: before the obligation.
ANCIEN = {
    "it195": [("0012", "2021-03-04", {"expiration": EXPIRATION})],
    "it202": [("040400", "2021-03-04", {})],
    "it210": [("1", "2021-03-04", {})],
    "it031": [("354", "1990-05-12", {})],
}
