# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Pure: files are spread evenly, and somebody stands for who is absent."""

import unittest

from hypothesis import given
from hypothesis import strategies as st

from ...models.equipe.parts import repartir, suppleant

CHARGES = st.dictionaries(st.integers(1, 20), st.integers(0, 50), min_size=1)


class TestParts(unittest.TestCase):
    @given(CHARGES, st.integers(0, 60))
    def test_every_file_goes_to_somebody_once_in_its_order(self, charges, number):
        parts = repartir(charges, range(number))
        self.assertEqual(sorted(file for files in parts.values() for file in files), list(range(number)))
        self.assertEqual(set(parts), set(charges))
        for files in parts.values():
            self.assertEqual(files, sorted(files))

    @given(CHARGES, st.integers(0, 60))
    def test_nobody_who_got_a_file_has_two_more_than_somebody_else(self, charges, number):
        parts = repartir(charges, range(number))
        after = {agent: charges[agent] + len(files) for agent, files in parts.items()}
        for agent, files in parts.items():
            if files:
                self.assertLessEqual(after[agent], min(after.values()) + 1)

    def test_there_must_be_somebody(self):
        with self.assertRaises(ValueError):
            repartir({}, [1])

    def test_who_is_present_stands_for_themselves_and_the_first_present_for_who_is_absent(self):
        self.assertEqual(suppleant("a", {}), "a")
        self.assertEqual(suppleant("a", {"a": "b"}), "b")
        self.assertEqual(suppleant("a", {"a": "b", "b": "c"}), "c")

    @given(st.dictionaries(st.integers(1, 6), st.one_of(st.none(), st.integers(1, 9))), st.integers(1, 9))
    def test_nobody_absent_stands_for_anybody_and_a_circle_ends(self, absences, user):
        self.assertNotIn(suppleant(user, absences), absences)
