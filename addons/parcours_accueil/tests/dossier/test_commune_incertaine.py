# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Where the register leaves a doubt, nothing moves: the commune that is in charge keeps the person and the file."""

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import ENTREE, IXELLES, SCHAERBEEK, ParcoursCase, numero

OFFICE, GAND = "21099", "44021"


@tagged("post_install", "-at_install")
@freeze_time("2026-11-24")
class TestUnsureCommune(ParcoursCase):
    def setUp(self):
        super().setUp()
        self.agent = self.utilisateur("agent", self.schaerbeek)

    def vivre(self, *lieux, rang=950, **types):
        """Store a history of residence and return the person."""
        it001 = [(*lieu[:2], {}, *lieu[2:]) for lieu in lieux]
        return self.personnes(self.histoire(it001=it001, **types), numeros=[numero(rang)])

    def voit(self, personne):
        """Whether the agent of Schaerbeek finds the person and the file."""
        trouves = [
            self.env[modele].with_user(self.agent).search_count([("id", "=", record.id)])
            for modele, record in (("registre.personne", personne), ("parcours.dossier", personne.dossier_ids))
        ]
        return trouves == [1, 1]

    def test_the_immigration_office_takes_nobody_from_a_commune(self):
        personne = self.vivre((SCHAERBEEK, ENTREE), (OFFICE, "2026-03-02"))
        self.assertTrue(self.voit(personne))
        self.assertEqual(personne.company_id, self.schaerbeek)
        self.assertFalse(personne.commune_incertaine)
        self.assertEqual(personne.situation, OFFICE, "the page says so")
        self.assertEqual(personne.dossier_ids.jour_commune, SCHAERBEEK)

    def test_a_move_dated_to_the_year_moves_nothing(self):
        personne = self.vivre((SCHAERBEEK, ENTREE))
        dossier = personne.dossier_ids
        dossier.user_id = self.agent
        self.vivre((SCHAERBEEK, ENTREE), (IXELLES, "2026-00-00"))
        self.assertTrue(self.voit(personne))
        self.assertEqual((personne.company_id, dossier.company_id), (self.schaerbeek,) * 2)
        self.assertEqual(dossier.user_id, self.agent)
        self.assertFalse(dossier.commune_a_acquitter)
        self.assertTrue(personne.commune_incertaine and dossier.commune_incertaine)
        self.assertTrue(personne.commune_mention and dossier.commune_mention, "a word says it")
        # The last day that the move can have happened on: now it has.
        with freeze_time("2026-12-31"):
            self.env["registre.personne"]._cron_reprojeter()
            self.assertEqual((personne.company_id, dossier.company_id), (self.ixelles,) * 2)
            self.assertFalse(personne.commune_incertaine or dossier.commune_incertaine)
            self.assertFalse(dossier.user_id)
            self.assertTrue(dossier.commune_a_acquitter)

    def test_a_residence_that_only_ended_stays_where_it_was(self):
        personne = self.vivre((SCHAERBEEK, ENTREE, "2026-09-01"))
        self.assertTrue(self.voit(personne))
        self.assertTrue(personne.commune_incertaine)

    def test_who_died_after_leaving_the_home_stays_with_the_commune(self):
        """The register ends the residence on the day of the death."""
        personne = self.vivre((SCHAERBEEK, ENTREE, "2026-09-01"), it150=[("", "2026-09-01", {})])
        self.assertTrue(self.voit(personne))
        self.assertFalse(personne.commune_incertaine)

    def test_a_departure_dated_to_the_year_takes_nobody_away(self):
        personne = self.vivre((SCHAERBEEK, ENTREE), ("992", "2026-00-00"))
        self.assertTrue(self.voit(personne))
        self.assertTrue(personne.commune_incertaine)
        self.assertFalse(personne.situation)
        self.assertEqual(personne.dossier_ids.phase, "dossier")

    def test_out_of_brussels_the_last_commune_keeps_the_file(self):
        """The last one that was sure, whatever we read first."""
        personne = self.vivre((SCHAERBEEK, "2022-03-01"), (IXELLES, ENTREE), (GAND, "2026-03-02"))
        self.assertFalse(personne.company_id)
        self.assertEqual(personne.dossier_ids.company_id, self.ixelles)

    def test_the_only_possible_commune_opens_the_file(self):
        personne = self.vivre((SCHAERBEEK, "2026-00-00"))
        self.assertTrue(self.voit(personne))
        self.assertTrue(personne.commune_incertaine)
        # Another one becomes possible: it does not take the file.
        self.vivre((SCHAERBEEK, "2026-02-00"), (IXELLES, "2026-11-00"))
        self.assertTrue(self.voit(personne))

    def test_nobody_is_given_to_one_of_two_possible_communes(self):
        personne = self.vivre((SCHAERBEEK, "2026-00-00"), (IXELLES, "2026-00-00"))
        self.assertFalse(personne.company_id)
        self.assertTrue(personne.commune_incertaine)
        self.assertFalse(personne.dossier_ids.company_id.nis_code, "Vivalis looks at it")
        self.assertFalse(personne.dossier_ids.company_origine_id)

    def test_the_commune_of_first_registration_is_not_guessed(self):
        """Registered on a sure day, in one of two communes: which one is not known."""
        lieux = [(IXELLES, "2023-01-02"), (SCHAERBEEK, "2024-00-00")]
        dossier = self.vivre(*lieux).dossier_ids
        self.assertEqual(str(dossier.date_reference), ENTREE)
        self.assertFalse(dossier.company_origine_id)

    def test_a_death_of_which_only_the_month_is_known_has_no_day(self):
        personne = self.vivre((SCHAERBEEK, ENTREE), it150=[("", "2026-03-00", {})])
        dossier = personne.dossier_ids
        self.assertFalse(personne.date_deces)
        self.assertEqual((personne.date_deces_texte, personne.deces), ("2026-03-00", "03/2026"))
        self.assertEqual(personne.situation, "99990")
        self.assertEqual((dossier.phase, dossier.motif_cloture), ("cloture", "decede"))
        self.assertEqual(str(dossier.date_cloture), "2026-11-24", "the day it was learnt, not one of March")
        exacte = self.vivre((SCHAERBEEK, ENTREE), it150=[("", "2026-03-02", {})], rang=951)
        self.assertEqual((str(exacte.date_deces), exacte.deces), ("2026-03-02", "02/03/2026"))

    def test_an_expiry_of_which_only_the_month_is_known_has_no_day(self):
        carte = [("0010", ENTREE, {"numero": "B1", "expiration": "2027-05-00"})]
        personne = self.vivre((SCHAERBEEK, ENTREE), it195=carte)
        self.assertFalse(personne.carte_expiration)
        self.assertEqual(personne.expiration, "05/2027")

    def test_what_is_not_certain_says_so_in_words(self):
        personne = self.vivre((SCHAERBEEK, ENTREE), it210=[("5", ENTREE, {}), ("1", "2026-00-00", {})])
        self.assertFalse(personne.registre_code)
        self.assertEqual(personne.registre, "Not certain: see the chronology")
        self.assertFalse(personne.situation_libelle)
