# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Hours, rate, dropping out, and what is missing for a complete pathway: counted by hand, and over any presences."""

import doctest
import unittest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.parcours_accueil.droit import presences as droit
from odoo.addons.parcours_accueil.droit.presences import Manque, Module, Niveau, Presence, Seance

MONDAY = date(2026, 1, 5)
RIGHTS, CITIZENSHIP, LANGUAGE = 1, 2, 3
MODULES = (Module(RIGHTS, 10), Module(CITIZENSHIP, 50), Module(LANGUAGE, langue=True))
NOW = (MONDAY, 12 * 60)
A2 = [Niveau(MONDAY, "a2", "a2")]


def test_the_examples_of_the_module_hold():
    assert doctest.testmod(droit).failed == 0


def session(day=0, start=9, end=12, state="tenue"):
    return Seance(MONDAY + timedelta(days=day), start * 60, end * 60, state)


def noted(states, module=RIGHTS, **values):
    """Return what was noted, a session a day."""
    return [Presence(module, session(day, **values), state) for day, state in enumerate(states)]


sessions = st.builds(
    lambda day, start, length, state: Seance(MONDAY + timedelta(days=day), start, start + length, state),
    st.integers(0, 60),
    st.integers(0, 1200),
    st.integers(1, 239),
    st.sampled_from(["prevue", "tenue", "annulee"]),
)
presence = st.builds(
    lambda module, seance, etat, part: Presence(
        module, seance, etat, int(part * (seance.minutes - 1)) if etat == "present" else 0
    ),
    st.sampled_from([RIGHTS, CITIZENSHIP, LANGUAGE]),
    sessions,
    st.sampled_from(droit.ETATS),
    st.floats(0, 1),
)
several = st.lists(presence, max_size=25)


class TestPresences(unittest.TestCase):
    # ---- hours and rate

    @given(several)
    def test_never_more_is_followed_than_was_given_and_the_rate_is_a_percentage(self, notes):
        given_ = sum(n.seance.minutes for n in notes if n.compte)
        self.assertLessEqual(sum(droit.minutes_suivies(notes).values()), given_)
        rate = droit.taux(notes)
        self.assertEqual(rate is None, not given_)
        self.assertTrue(rate is None or 0 <= rate <= 100)

    @given(several, several)
    def test_hours_of_two_series_add_up(self, some, others):
        together = droit.minutes_suivies(some + others)
        for module in (RIGHTS, CITIZENSHIP, LANGUAGE):
            apart = (droit.minutes_suivies(notes).get(module, 0) for notes in (some, others))
            self.assertEqual(together.get(module, 0), sum(apart))

    @given(several, sessions, st.sampled_from(droit.ETATS))
    def test_a_session_that_is_cancelled_or_not_noted_changes_nothing(self, notes, seance, state):
        for more in (
            Presence(RIGHTS, seance._replace(etat="annulee"), state),
            Presence(RIGHTS, seance, "attendu"),
        ):
            both = notes, [*notes, more]
            for figure in (droit.minutes_suivies, droit.taux, lambda n: droit.decrochage(n, 3, 30)):
                self.assertEqual(*map(figure, both))

    def test_who_came_late_followed_the_rest(self):
        late = [Presence(RIGHTS, session(), "present", 45)]
        self.assertEqual(droit.minutes_suivies(late), {RIGHTS: 135})
        self.assertEqual(droit.taux(late), 75)

    def test_a_justified_absence_is_no_hour_followed(self):
        self.assertEqual(droit.taux(noted(["present", "justifie"])), 50)

    # ---- dropping out

    def test_three_absences_in_a_row_and_not_two(self):
        for states, why in (
            (["present", "absent", "absent"], ""),
            (["present"] * 9 + ["absent"] * 3, "suite"),
            (["absent", "absent", "present"] + ["present"] * 9, ""),
            (["absent", "absent", "justifie", "absent"], "suite"),
            (["justifie"] * 5, ""),
        ):
            with self.subTest(states=states):
                self.assertEqual(droit.decrochage(noted(states), 3, 0), why)

    def test_a_row_that_was_broken_since_is_over(self):
        notes = noted(["present"] * 7 + ["absent"] * 3)
        self.assertEqual(droit.decrochage(notes, 3, 30), "suite")
        self.assertEqual(droit.decrochage([*notes, Presence(RIGHTS, session(20), "present")], 3, 30), "")

    def test_a_share_of_absences_counts_from_its_edge_and_not_from_the_first_session(self):
        self.assertEqual(droit.decrochage(noted(["absent"]), 3, 30), "")
        self.assertEqual(droit.decrochage(noted(["present", "absent"] * 2), 3, 50), "part")
        self.assertEqual(droit.decrochage(noted(["present", "absent"] * 2), 3, 51), "")

    @given(several)
    def test_who_came_last_has_not_dropped_out_whatever_was_missed_before(self, notes):
        came = Presence(RIGHTS, session(90), "present")
        self.assertIsNone(droit.decrocher([*notes, came], 1, 1))
        self.assertTrue(droit.est_revenu([*notes, came], MONDAY + timedelta(days=61)))
        self.assertFalse(droit.est_revenu(notes, MONDAY + timedelta(days=61)))

    def test_a_drop_out_says_from_when_to_when_and_how_many(self):
        found = droit.decrocher(noted(["absent", "present", "absent", "justifie", "absent", "absent"]), 3, 30)
        days = [MONDAY + timedelta(days=day) for day in (2, 5)]
        self.assertEqual(found, ("suite", *days, 3))

    @given(several)
    def test_the_order_in_which_presences_are_read_changes_nothing(self, notes):
        days = [n._replace(seance=n.seance._replace(jour=MONDAY + timedelta(days=d))) for d, n in enumerate(notes)]
        self.assertEqual(droit.decrochage(days, 3, 30), droit.decrochage(days[::-1], 3, 30))

    @given(several)
    def test_zero_is_never(self, notes):
        self.assertEqual(droit.decrochage(notes, 0, 0), "")

    @given(several)
    def test_who_was_never_absent_without_justification_did_not_drop_out(self, notes):
        came = [n._replace(etat="justifie", retard=0) if n.etat == "absent" else n for n in notes]
        self.assertEqual(droit.decrochage(came, 1, 1), "")

    # ---- complete

    def complete(self, notes=(), dispenses=(), social=True, levels=A2, modules=MODULES):
        return droit.manques(modules, notes, dispenses, social, levels)

    def test_nothing_followed_lacks_everything_in_the_order_of_the_pathway(self):
        self.assertEqual(
            self.complete(social=False, levels=()),
            [
                Manque("bilan_social"),
                Manque("bilan_langue"),
                Manque("heures", RIGHTS, 600),
                Manque("heures", CITIZENSHIP, 3000),
            ],
        )

    def test_the_last_minute_of_the_hours_is_needed(self):
        all_but_one = [Presence(RIGHTS, session(0, 8, 18), "present", 1)]
        self.assertIn(Manque("heures", RIGHTS, 1), self.complete(all_but_one))
        self.assertNotIn(RIGHTS, [m.module for m in self.complete([all_but_one[0]._replace(retard=0)])])

    def test_hours_that_the_version_does_not_say_are_not_guessed(self):
        self.assertEqual(
            self.complete(noted(["present"] * 50), modules=[Module(RIGHTS)]), [Manque("heures_inconnues", RIGHTS)]
        )

    def test_a_dispense_stands_for_a_module_whatever_was_followed(self):
        self.assertEqual(self.complete(dispenses={RIGHTS, CITIZENSHIP, LANGUAGE}), [])

    def test_the_language_is_asked_until_a2_oral_and_written(self):
        for oral, written, reads, missing in (
            ("a2", "a2", True, None),
            ("b1", "a1", True, "niveau"),
            ("a1", "inconnu", True, "niveau"),
            ("a2", "", True, "bilan_langue"),
            ("a2", "aucun", False, None),
            ("a1", "aucun", False, "niveau"),
            ("inconnu", "inconnu", True, "bilan_langue"),
        ):
            with self.subTest(oral=oral, written=written, reads=reads):
                levels = [Niveau(MONDAY, oral, written, not reads)]
                found = {m.quoi for m in self.complete(dispenses={RIGHTS, CITIZENSHIP}, levels=levels)}
                self.assertEqual(found, {missing} - {None})

    def test_the_last_assessment_says_it(self):
        later = Niveau(MONDAY + timedelta(days=90), "a2", "a2")
        first = Niveau(MONDAY, "aucun", "aucun")
        self.assertTrue(droit.langue_acquise([later, first]))
        self.assertFalse(droit.langue_acquise([first]))

    def test_the_language_that_is_followed_says_it_and_not_the_other_one(self):
        dutch, french = Niveau(MONDAY, "b1", "b1", langue="nl"), Niveau(MONDAY, "a1", "a1", langue="fr")
        for language, acquired in (("nl", True), ("fr", False), (None, True)):
            with self.subTest(language=language):
                self.assertIs(droit.langue_acquise([dutch, french], language), acquired)
        self.assertIsNone(droit.langue_acquise([dutch], "fr"))

    def test_what_came_after_a_day_does_not_count_on_that_day(self):
        """Ten hours of one module over four days, an interview on the last one; each thing is missing until its day."""
        days = [MONDAY + timedelta(days=day) for day in range(4)]
        had = droit.Acquis(
            tuple(noted(["present"] * 4, start=9, end=12)),
            ((CITIZENSHIP, days[1]),),
            (Niveau(days[2], "a2", "a2"),),
            (days[0],),
            (days[3],),
        )
        missing = [{m.quoi for m in droit.reste(MODULES, had, jour=day)} for day in (MONDAY - timedelta(days=1), *days)]
        self.assertEqual(
            missing,
            [
                {"bilan_social", "bilan_langue", "heures", "entretien"},
                {"bilan_langue", "heures", "entretien"},
                {"bilan_langue", "heures", "entretien"},
                {"heures", "entretien"},
                set(),
            ],
        )
        self.assertEqual(droit.reste(MODULES, had), [])

    def test_the_final_interview_comes_last(self):
        lacks = droit.manques(MODULES[:1], [], (), True, A2, None, False)
        self.assertEqual([m.quoi for m in lacks], ["heures", "entretien"])

    @given(several, presence)
    def test_what_is_followed_besides_never_makes_more_missing(self, notes, more):
        before, after = (
            {m.module: m.minutes for m in self.complete(some) if m.quoi == "heures"} for some in (notes, [*notes, more])
        )
        self.assertTrue(all(after[module] <= before[module] for module in after))

    # ---- what cannot be noted

    def refused(self, seance=None, state="present", late=0, enrolments=((MONDAY, None),), others=()):
        return droit.refus(seance or session(state="prevue"), state, late, enrolments, others, NOW, 8)

    def test_what_cannot_be_noted_and_why(self):
        day = timedelta(days=1)
        for why, values in (
            ("", {}),
            ("annulee", {"seance": session(state="annulee")}),
            ("a_venir", {"seance": session(1, state="prevue")}),
            ("a_venir", {"seance": session(0, 13, 14, "prevue"), "state": "absent"}),
            ("", {"seance": session(1, state="prevue"), "state": "justifie"}),
            ("avant", {"enrolments": [(MONDAY + day, None)]}),
            ("apres", {"enrolments": [(MONDAY - 9 * day, MONDAY - day)]}),
            ("", {"enrolments": [(MONDAY - 9 * day, MONDAY)]}),
            ("apres", {"enrolments": [(MONDAY - 9 * day, MONDAY - day), (MONDAY + day, None)]}),
            ("non_inscrit", {"enrolments": []}),
            ("deux_cours", {"others": [session(0, 11, 13)]}),
            ("", {"others": [session(0, 12, 13)]}),
            ("", {"others": [session(0, 11, 13)], "state": "absent"}),
            ("journee", {"seance": session(0, 8, 17, "prevue")}),
            ("journee", {"others": [session(0, 13, 19)]}),
            ("", {"others": [session(0, 13, 19)], "late": 60}),
            ("", {"others": [session(0, 13, 18)]}),
            ("", {"others": [session(0, 13, 19)], "state": "absent"}),
            ("retard", {"late": 180}),
            ("retard", {"late": -1}),
            ("retard", {"late": 10, "state": "absent"}),
        ):
            with self.subTest(why=why, **values):
                self.assertEqual(self.refused(**values), why)

    @given(sessions, sessions)
    def test_two_sessions_are_at_once_either_way(self, one, other):
        self.assertEqual(droit.se_chevauchent(one, other), droit.se_chevauchent(other, one))
        minutes = [{(s.jour, m) for m in range(s.debut, s.fin)} for s in (one, other)]
        self.assertEqual(droit.se_chevauchent(one, other), bool(minutes[0] & minutes[1]))
