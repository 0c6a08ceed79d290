# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Moves in the ledger: the commune of any past day can be read from it, whatever the register said meanwhile."""

from datetime import date
from random import Random

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.registre_national.histoire.histoire import Histoire, lire_residence

from ..common import ENTREE, IXELLES, SCHAERBEEK, ParcoursCase, numero

BRUXELLES, GAND = "21004", "44021"
ICI, LA = (SCHAERBEEK, ENTREE), (IXELLES, "2026-03-09")


@tagged("post_install", "-at_install")
@freeze_time("2026-11-24")
class TestDemenagements(ParcoursCase):
    def vivre(self, *lieux, rang=960):
        """Store a history of residence and return the file."""
        it001 = [(*lieu[:2], {}, *lieu[2:]) for lieu in lieux]
        return self.personnes(self.histoire(it001=it001), numeros=[numero(rang)]).dossier_ids

    def moves(self, dossier):
        """Return the moves that hold, oldest first: (day, from, to)."""
        valables = dossier.evenement_ids.filtered(lambda e: e.type == "demenagement" and not e.annule)
        return [
            (str(e.date_effective), e.depuis_company_id.nis_code, e.vers_company_id.nis_code)
            for e in valables.sorted(lambda e: (e.date_effective, e.id))
        ]

    def commune(self, dossier, jour):
        """Return the commune of a day as the ledger says it: the last move of before, else where the first one left."""
        moves = self.moves(dossier)
        passes = [move for move in moves if move[0] <= str(jour)]
        if passes:
            return passes[-1][2]
        return moves[0][1] if moves else dossier.company_id.nis_code

    def test_a_move_that_the_register_takes_back_never_was(self):
        dossier = self.vivre(ICI)
        self.vivre(ICI, LA)
        self.assertEqual(self.moves(dossier), [("2026-03-09", SCHAERBEEK, IXELLES)])
        self.vivre(ICI)
        self.assertEqual(dossier.company_id, self.schaerbeek)
        self.assertEqual(self.moves(dossier), [])
        annulation = dossier.evenement_ids.filtered(lambda e: e.type == "annulation")
        self.assertEqual(annulation.annule_id.type, "demenagement", "nothing is erased")
        self.assertTrue(annulation.note)
        self.assertTrue(dossier.commune_a_acquitter, "the file came back")
        self.assertEqual(len(dossier.activity_ids), 1)

    def test_two_moves_of_one_reading_are_two_events(self):
        dossier = self.vivre(ICI)
        self.vivre(ICI, LA, (BRUXELLES, "2026-06-01"))
        attendus = [("2026-03-09", SCHAERBEEK, IXELLES), ("2026-06-01", IXELLES, BRUXELLES)]
        self.assertEqual(self.moves(dossier), attendus)
        self.assertEqual(self.commune(dossier, "2026-05-04"), IXELLES)
        self.assertEqual(len(dossier.activity_ids), 1)

    def test_who_left_and_came_back_between_two_readings_was_elsewhere(self):
        dossier = self.vivre(ICI)
        self.vivre(ICI, LA, (SCHAERBEEK, "2026-06-01"))
        self.assertEqual(dossier.company_id, self.schaerbeek)
        self.assertEqual(self.commune(dossier, "2026-05-04"), IXELLES)
        self.assertFalse(dossier.commune_a_acquitter or dossier.activity_ids, "the file stayed where it was")

    def test_the_moves_of_before_the_first_reading_are_in_the_ledger(self):
        dossier = self.vivre(ICI, LA)
        self.assertEqual(self.moves(dossier), [("2026-03-09", SCHAERBEEK, IXELLES)])
        self.assertFalse(dossier.commune_a_acquitter)
        dossier._enregistrer("cloture", motif_cloture="erreur")
        dossier.evenement_ids.filtered(lambda e: e.type == "cloture")._annuler("oops")
        self.assertFalse(dossier.commune_a_acquitter, "it was never anybody else's")

    def test_the_day_of_a_move_is_the_last_one_that_is_possible_until_the_register_tells_it(self):
        dossier = self.vivre(ICI)
        self.vivre(ICI, (IXELLES, "2026-03-00"))
        self.assertEqual(self.moves(dossier), [("2026-03-31", SCHAERBEEK, IXELLES)])
        dossier.with_user(self.utilisateur("agent", self.ixelles)).action_acquitter()
        self.vivre(ICI, LA)
        self.assertEqual(self.moves(dossier), [("2026-03-09", SCHAERBEEK, IXELLES)])
        self.assertFalse(dossier.commune_a_acquitter or dossier.activity_ids, "Ixelles has it already")

    def test_the_same_reading_twice_writes_nothing_more(self):
        dossier = self.vivre(ICI, LA)
        self.vivre((SCHAERBEEK, "2024-01-08"), LA, (GAND, "2026-09-07"))
        nombre = len(dossier.evenement_ids)
        self.vivre((SCHAERBEEK, "2024-01-08"), LA, (GAND, "2026-09-07"))
        self.assertEqual(len(dossier.evenement_ids), nombre)

    def test_a_file_that_vivalis_had_goes_to_the_first_commune(self):
        dossier = self.vivre((GAND, ENTREE))
        vivalis = dossier.company_id
        self.assertFalse(vivalis.nis_code)
        self.vivre((GAND, ENTREE), LA)
        move = dossier.evenement_ids.filtered(lambda e: e.type == "demenagement")
        self.assertEqual((move.depuis_company_id, move.vers_company_id), (vivalis, self.ixelles))
        self.vivre((GAND, ENTREE), LA)
        self.assertEqual(dossier.evenement_ids.filtered(lambda e: e.type == "demenagement"), move)

    def test_any_past_day_is_recomputed_whatever_the_register_said_meanwhile(self):
        """Forty random lives, each read as it was told at five moments: the ledger is the last reading's."""
        rng = Random(8)
        communes, tables = (
            (SCHAERBEEK, IXELLES, BRUXELLES),
            self.r2._tables(self.env["res.company"]._par_code_nis()),
        )
        for rang in range(40):
            for _lecture in range(5):
                jours = [f"2026-{rng.randint(1, 10):02d}-{rng.choice(('00', '03', '17'))}" for _ in range(3)]
                lieux = sorted((jour, rng.choice((*communes, GAND))) for jour in set(jours))
                lieux = [(commune, jour) for jour, commune in lieux]
                dossier = self.vivre(ICI, *lieux, rang=rang)
            informations, _entrees = self.Dossier._informations(dossier.personne_id)
            histoire = Histoire(informations[dossier.personne_id.id], tables)
            with self.subTest(lieux=lieux):
                for mois in range(1, 12):
                    for jour in (date(2026, mois, 1), date(2026, mois, 15), date(2026, mois, 28)):
                        if jour <= date(2026, 11, 24) and (lue := lire_residence(histoire, jour).en_charge):
                            self.assertEqual(self.commune(dossier, jour), lue, jour)

    # ---- who is called ----------------------------------------------------------------------------------------------

    def ferme(self):
        """Return a file that was closed in Schaerbeek, of somebody who then moved to Ixelles."""
        dossier = self.vivre(ICI)
        dossier._enregistrer("attestation_remise", date(2026, 3, 2))
        dossier._noter("cloture", motif_cloture="acheve")
        self.vivre(ICI, LA)
        self.assertFalse(dossier.activity_ids)
        return dossier

    def test_a_closure_cancelled_after_a_move_calls_the_new_commune(self):
        dossier = self.ferme()
        dossier.evenement_ids.filtered(lambda e: e.type == "cloture")._annuler("oops")
        self.assertTrue(dossier.commune_a_acquitter)
        genre = self.env.ref("parcours_accueil.activite_commune")
        self.assertIn(genre, dossier.activity_ids.activity_type_id)
        self.revoir(dossier)
        self.assertEqual(dossier.activity_ids.activity_type_id, genre)
        dossier.with_user(self.utilisateur("agent", self.ixelles)).action_acquitter()
        self.assertFalse(dossier.activity_ids)

    def test_a_file_opened_again_after_a_move_calls_the_new_commune(self):
        dossier = self.ferme()
        dossier._enregistrer("reouverture")
        self.assertTrue(dossier.commune_a_acquitter)
        self.assertIn(self.env.ref("parcours_accueil.activite_commune"), dossier.activity_ids.activity_type_id)

    def test_an_acknowledgement_cancelled_calls_the_commune_again(self):
        dossier = self.vivre(ICI)
        self.vivre(ICI, LA)
        dossier.with_user(self.utilisateur("agent", self.ixelles)).action_acquitter()
        self.assertFalse(dossier.activity_ids)
        dossier.evenement_ids.filtered(lambda e: e.type == "acquittement_commune")._annuler("not ours")
        self.assertTrue(dossier.commune_a_acquitter)
        self.assertEqual(len(dossier.activity_ids), 1)
