# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Typed domains: what is read, what is refused, and that no text costs more than reading it."""

import ast
import calendar
import time
import tracemalloc
from datetime import date
from unittest import TestCase

from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from ..domaines import (
    DECALAGE_MAX,
    ELEMENTS_MAX,
    PARTIES,
    DomaineIllisible,
    conditions,
    est_jour,
    lire,
    lire_valeur,
    normaliser,
)

AVANT = {
    "today": "today",
    "context_today()": "today",
    "context_today().strftime('%Y-%m-%d')": "today",
    "(context_today() + relativedelta(days=30)).strftime('%Y-%m-%d')": "today +30d",
    "(context_today() - relativedelta(months=1)).strftime('%Y-%m-%d')": "today -1m",
    "(context_today() + relativedelta(day = 1, months = -1)).strftime('%Y-%m-%d')": "today =1d -1m",
    "(context_today() + relativedelta(day = 1, month = 1)).strftime('%Y-%m-%d')": "today =1m =1d",
    "(context_today() - datetime.timedelta(days=7)).strftime('%Y-%m-%d')": "today -7d",
    "datetime.datetime.combine(context_today() + relativedelta(days = 1), datetime.time(0, 0, 0)).to_utc()"
    '.strftime("%Y-%m-%d %H:%M:%S")': "today +1d",
}
REFUSES = [
    "[('a', '=', 'a' * 10**9)]",
    "[('a', '=', 2**2**30)]",
    "[('a', 'in', [0] * 10**9)]",
    "[('a', '=', (lambda: 1)())]",
    "[('a', '=', [x for x in [1]])]",
    "[('a', '=', __import__('os').getcwd())]",
    "[('a', '=', user.id)]",
    "[('a', '=', 1 + 1)]",
    "[('a', '=', f'{1}')]",
    "[('a', '=', b'x')]",
    "[('a', '=', 1e999)]",
    "[('a', '=', 1j)]",
    "[('a', '=', ...)]",
    "[('a', '=', {'b': 1})]",
    "[('a', '=', [[1]])]",
    "[('a', 'any!', [('b', '=', 1)])]",
    "[('a', '=', 10**9)]",
    "[('A B', '=', 1)]",
    "[('a.b.c.d.e.f.g', '=', 1)]",
    "[('a', '=')]",
    "['|', ('a', '=', 1)]",
    "[('a', '=', 1), '!']",
    "('a', '=', 1)",
    "{'a': 1}",
    "[('a', '<', (context_today() + relativedelta(days=10**9)).strftime('%Y-%m-%d'))]",
    "[('a', '<', (context_today() + relativedelta(years=9999)).strftime('%Y-%m-%d'))]",
    "[('a', '<', (context_today() + relativedelta(leapdays=3)).strftime('%Y-%m-%d'))]",
    "[('a', '<', context_today().strftime('%f' ))]",
    "[('a', '<', datetime.datetime.combine(context_today(), datetime.time(23, 59, 59)))]",
    "[" * 5_000,
    "-" * 5_000 + "1",
    "[('a', '=', '" + "x" * 20_000 + "')]",
    "[('a', 'in', [" + "1," * (ELEMENTS_MAX + 1) + "])]",
    "pas un domaine",
    "[('a', '=', '\0')]",
]
scalaires = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**15), 10**15), st.floats(-1e9, 1e9),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=40),
)  # fmt: skip
noms = st.from_regex(r"[a-z_][a-z0-9_]{0,8}(\.[a-z_][a-z0-9_]{0,4}){0,2}", fullmatch=True)
feuilles = st.tuples(noms, st.sampled_from(["=", "!=", "<", ">=", "ilike"]), scalaires) | st.tuples(
    noms, st.sampled_from(["in", "not in"]), st.lists(scalaires, max_size=4)
)
domaines = st.recursive(
    st.lists(feuilles, max_size=4),
    lambda dessous: st.one_of(
        st.tuples(noms, st.sampled_from(["any", "not any"]), dessous).map(lambda c: [c]),
        st.tuples(feuilles, feuilles).map(lambda c: ["|", *c]),
        feuilles.map(lambda c: ["!", c]),
    ),
    max_leaves=4,
)
decalages = st.sampled_from(sorted(DECALAGE_MAX)).flatmap(
    lambda u: st.tuples(st.sampled_from("+-"), st.integers(0, DECALAGE_MAX[u])).map(lambda c: f"{c[0]}{c[1]}{u}")
)
parties = st.sampled_from(sorted(PARTIES)).flatmap(lambda u: st.integers(*PARTIES[u]).map(lambda n: f"={n}{u}"))
mots = st.tuples(st.sampled_from(["today", "now"]), st.lists(decalages | parties, max_size=4)).map(
    lambda c: " ".join([c[0], *c[1]])
)
UNITES = {"d": "day", "w": "week", "m": "month", "y": "year", "H": "hour", "M": "minute", "S": "second"}


def resoudre(mot, jour):
    """The day that a word says, as Odoo's `parse_date` makes it."""
    for pas in mot.split(" ")[1:]:
        unite = UNITES[pas[-1]]
        if unite in ("hour", "minute", "second"):
            continue  # at most a year and a bit in all: 9,999 hours
        if pas[0] == "=":
            jour += relativedelta(**{unite: int(pas[1:-1])})
        else:
            jour += relativedelta(**{f"{unite}s": int(pas[:-1])})
    return jour


class TestDomaines(TestCase):
    @given(domaines)
    def test_a_literal_domain_is_read_as_it_is(self, domaine):
        self.assertEqual(lire(repr(domaine)), ast.literal_eval(repr(domaine)))
        self.assertEqual(normaliser(repr(domaine)), repr(domaine))

    @given(st.text(max_size=200) | st.text("[]()'\",=&|!0123456789abc*-+. ", max_size=300))
    def test_any_text_is_read_or_refused_and_nothing_else(self, texte):
        for lecture in (lire, lire_valeur, normaliser):
            try:
                lecture(texte)
            except DomaineIllisible as refus:
                self.assertIn(refus.raison, ("forme", "longueur", "calcul", "jour", "nom", "operateur"))

    def test_what_is_no_domain_is_refused_and_costs_nothing(self):
        for texte in REFUSES:
            with self.subTest(texte[:80]):
                tracemalloc.start()
                debut = time.monotonic()
                with self.assertRaises(DomaineIllisible):
                    lire(texte, uid=7)
                self.assertLess(time.monotonic() - debut, 2)
                self.assertLess(tracemalloc.get_traced_memory()[1], 20_000_000)
                tracemalloc.stop()

    def test_what_the_editors_write_for_a_day_is_a_word(self):
        for ecrit, mot in AVANT.items():
            with self.subTest(ecrit):
                self.assertEqual(lire(f"[('d', '<', {ecrit})]"), [("d", "<", mot)])
                ecrit = normaliser(f"[('é', '=', 'é'), ('d', '<', {ecrit}), ('e', '=', uid)]".replace("é'", "e'"))
                self.assertEqual(lire(ecrit, 3), [("e", "=", "e"), ("d", "<", mot), ("e", "=", 3)])
                self.assertNotIn("relativedelta", ecrit)

    def test_a_text_of_several_lines_keeps_what_it_says(self):
        texte = "[\n  ('nom', 'ilike', 'Éloïse'), ('d', '>', context_today()),\n ('e', '<', today)]"
        self.assertEqual(
            normaliser(texte), "[\n  ('nom', 'ilike', 'Éloïse'), ('d', '>', 'today'),\n ('e', '<', 'today')]"
        )

    def test_the_reader_is_named(self):
        self.assertEqual(lire("[('user_id', '=', uid)]", 12), [("user_id", "=", 12)])
        self.assertEqual(normaliser("[('user_id', '=', uid)]"), "[('user_id', '=', uid)]")
        with self.assertRaises(DomaineIllisible):
            lire("[('user_id', '=', uid)]")

    @given(mots, st.dates(date(2000, 1, 1), date(2200, 12, 31)))
    def test_a_word_is_a_day_of_the_calendar_whenever_it_is_read(self, mot, jour):
        self.assertTrue(est_jour(mot))
        trouve = resoudre(mot, jour)
        self.assertTrue(1000 < trouve.year < 3000 and trouve.day <= calendar.monthrange(trouve.year, trouve.month)[1])

    def test_a_day_outside_is_none(self):
        for texte in (
            "today +10000d", "today +151y", "today -999999999d", "today +1", "today +1d +1d +1d +1d +1d", "+30d",
            "yesterday", "today =0d", "today =32d", "today =13m", "9999-12-31", "0001-01-01", "2026-02-30", "2026-1-1x",
            "2026-01-01 25", "today  +1d", "", "today +١d",
        ):  # fmt: skip
            with self.subTest(texte):
                self.assertFalse(est_jour(texte))
        for texte in ("2026-02-28", "2026-02-28 10:30:00", "today", "now -2H", "today =monday", "today =1d +1m"):
            self.assertTrue(est_jour(texte), texte)

    def test_conditions_of_sub_domains_come_with_their_path(self):
        lu = lire("['|', ('a', '=', 1), ('b', 'any', [('c.d', '<', 'today'), (1, '=', 1)])]")
        self.assertEqual(list(conditions(lu)), [("a", "=", 1), ("b", "any", None), ("b.c.d", "<", "today")])

    def test_a_context_is_read(self):
        self.assertEqual(
            lire_valeur("{'group_by': ['a', 'd:month'], 'x': -1}"), {"group_by": ["a", "d:month"], "x": -1}
        )
        with self.assertRaises(DomaineIllisible):
            lire_valeur("{'group_by': [c for c in 'ab']}")
