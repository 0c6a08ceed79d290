# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The table of letters, and the life that all of them have."""

import unittest
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ...droit.conditions import Situation
from ...droit.courriers import (
    ANNULE,
    BROUILLON,
    CONDITIONS,
    ECARTE,
    ETATS,
    FRAICHEUR,
    GENRES,
    GESTES,
    IMPRIME,
    IMPRIMES,
    OBJETS,
    POSTE,
    PRET,
    RECU,
    RETOURNE,
    Genre,
    Vue,
    ecart,
    envoyer,
    frais,
    suivant,
    table,
)
from ...droit.etapes import CLOTURE, DOSSIER, ETAPES, PREDOSSIER, Evenement

MAINTENANT = datetime(2026, 11, 27, 12, tzinfo=UTC)


class TestTable(unittest.TestCase):
    def test_a_letter_names_what_exists(self):
        for genre in GENRES.values():
            with self.subTest(genre.code):
                self.assertLessEqual(set(genre.conditions), set(CONDITIONS))
                self.assertLessEqual(set(genre.proprietaires), {DOSSIER, *OBJETS})
                if genre.etape:
                    self.assertTrue(ETAPES[genre.etape].envoie, "its step sends a letter")

    def test_each_letter_of_the_ledger_has_one_kind(self):
        postees = [genre.etape for genre in GENRES.values() if genre.etape]
        self.assertCountEqual(postees, [code for code, etape in ETAPES.items() if etape.envoie])

    def test_no_letter_goes_to_who_is_dead_or_twice_at_once(self):
        fin = Evenement("cloture", MAINTENANT.date(), 1, phase=CLOTURE, motif="decede")
        mort = Situation(phase=CLOTURE, evenements=(fin,))
        for genre in GENRES.values():
            with self.subTest(genre.code):
                self.assertIsNotNone(ecart(genre, mort, Vue()))
                if genre.destinataire == "personne":
                    self.assertEqual(ecart(genre, mort, Vue())[0], "decede")
                self.assertIn("deja_en_route", genre.conditions)
                self.assertIn("autre_commune", genre.conditions)

    def test_only_a_refusal_and_what_prepares_one_bear_a_block(self):
        self.assertEqual(
            {code for code, genre in GENRES.items() if genre.acte},
            {
                "decision_exemption",
                "fin_exemption",
                "decision_suspension",
                "fin_suspension",
                "decision_contestation",
                "sommation",
                "refus",
            },
        )
        self.assertEqual(
            {code for code, genre in GENRES.items() if genre.recours == "mediateur"}, {"sommation", "refus"}
        )

    def test_two_letters_have_two_codes(self):
        with self.assertRaises(ValueError):
            table(Genre("a"), Genre("a"))

    def test_an_obligation_is_for_who_is_obliged(self):
        for code in ("attestation_obligation", "rappel", "sommation"):
            libre = Situation(phase=DOSSIER, volontaire=True, resultat="hors_public")
            self.assertEqual(ecart(GENRES[code], libre, Vue())[0], "pas_oblige")

    def test_the_first_thing_that_changed_is_said(self):
        vue = Vue(commune=1, commune_du_jour=2)
        ailleurs = Situation(phase=PREDOSSIER, commune="Ixelles")
        self.assertEqual(ecart(GENRES["sommation"], ailleurs, vue), ("autre_commune", ("Ixelles",)))
        self.assertEqual(ecart(GENRES["sommation"], ailleurs, Vue())[0], "dossier_ferme")

    def test_an_acknowledgment_comes_before_the_decision_and_its_letter_after(self):
        ouvert = Situation(phase=DOSSIER)
        self.assertIsNone(ecart(GENRES["accuse"], ouvert, Vue()))
        self.assertEqual(ecart(GENRES["accuse"], ouvert, Vue(tranche=True))[0], "demande_tranchee")
        self.assertEqual(ecart(GENRES["decision_exemption"], ouvert, Vue())[0], "rien_de_decide")
        self.assertIsNone(ecart(GENRES["decision_exemption"], ouvert, Vue(tranche=True)))

    def test_what_was_taken_back_is_told_by_its_own_letter(self):
        ouvert = Situation(phase=DOSSIER)
        for decision, fin in (
            ("decision_exemption", "fin_exemption"),
            ("decision_suspension", "fin_suspension"),
        ):
            self.assertEqual(ecart(GENRES[decision], ouvert, Vue(tranche=True, fini=True))[0], "decide_autrement")
            self.assertIsNone(ecart(GENRES[fin], ouvert, Vue(tranche=True, fini=True)))
            self.assertEqual(ecart(GENRES[fin], ouvert, Vue(tranche=True))[0], "rien_de_fini")
            self.assertTrue(GENRES[fin].toujours, "it always bears the remedies")


class TestVie(unittest.TestCase):
    @given(st.lists(st.sampled_from(sorted(GESTES)), max_size=30))
    def test_whatever_is_tried_a_letter_lives_by_the_table(self, gestes):
        """Printed at most once, and only when ready; never a draft again once printed; nothing follows from one that
        dropped out or was cancelled; what came back or was received had left."""
        etat, imprimee, partie = BROUILLON, 0, False
        for geste in gestes:
            apres = suivant(etat, geste)
            if apres is None:
                continue
            self.assertNotIn(etat, (ECARTE, ANNULE))
            if geste == "imprimer":
                self.assertEqual(etat, PRET)
                imprimee += 1
            partie = apres in (POSTE, RECU, RETOURNE)
            if imprimee:
                self.assertIn(apres, IMPRIMES | {ANNULE})
            if partie:
                self.assertEqual(imprimee, 1)
            if apres == ANNULE:
                self.assertIn(etat, (BROUILLON, PRET, IMPRIME), "one that left is not cancelled")
            etat = apres
        self.assertLessEqual(imprimee, 1)
        self.assertIn(etat, ETATS)

    @given(st.sampled_from(sorted(GESTES)), st.sampled_from(ETATS))
    def test_what_is_done_twice_is_done_once(self, geste, etat):
        apres = suivant(etat, geste)
        if apres and geste != "regarder":
            self.assertIsNone(suivant(apres, geste))

    @given(st.timedeltas(timedelta(days=-2), timedelta(days=2)))
    def test_a_look_holds_for_a_quarter_of_an_hour(self, ecoule):
        self.assertEqual(frais(MAINTENANT - ecoule, MAINTENANT), timedelta() <= ecoule <= FRAICHEUR)

    def test_no_look_is_too_old(self):
        self.assertFalse(frais(None, MAINTENANT))

    def test_what_is_handed_over_is_received(self):
        for canal, attendu in (("remise", RECU), ("recommande", POSTE), ("ebox", POSTE), ("accuse", POSTE)):
            self.assertEqual(suivant(IMPRIME, envoyer(canal)), attendu)
