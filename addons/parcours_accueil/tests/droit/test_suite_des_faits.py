# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a file takes from a history beside its facts: its communes, and the next day on which time alone changes one."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.parcours_accueil.droit.faits import lire_faits
from odoo.addons.parcours_accueil.droit.modele import CLES
from odoo.addons.registre_national.histoire.dates import FUTUR, lire_partielle
from odoo.addons.registre_national.histoire.histoire import Histoire

from .commun import JOUR, MOTIF, NATIONALITE, ORDINAIRE, REGISTRE, TABLES, carte, entree, valeurs

UN_JOUR = timedelta(days=1)


def _lus(*entrees, naissance="1990-05-12", jour=JOUR, ages=()):
    informations = []
    for numero, (it, code, debut, *reste) in enumerate(entrees, 1):
        contenu = reste.pop() if reste and isinstance(reste[-1], dict) else {}
        informations.append(entree(numero, it, code, debut, *reste, **contenu))
    return lire_faits(Histoire(informations, TABLES), lire_partielle(naissance).etendue, jour, ages)


@pytest.mark.parametrize(
    ("entrees", "origine", "en_charge", "incertaine"),
    [
        ((), None, None, False),
        (ORDINAIRE, "21015", "21015", False),
        # the commune of the reference date, wherever the person lived before or went after
        (
            (("001", "21001", "2020-01-01"), *ORDINAIRE, ("001", "21009", "2025-03-01")),
            "21015",
            "21009",
            False,
        ),
        # without a certain reference date, the first commune that is certain
        ((("001", "21001", "2020-01-01"), ("001", "21009", "2025-03-01")), "21001", "21009", False),
        (
            (NATIONALITE, REGISTRE, ("001", "21015", "2023-00-00"), carte("0010", "2023-05-10"), MOTIF),
            "21015",
            "21015",
            False,
        ),
        # a move of which only the year is known moves nothing
        ((*ORDINAIRE, ("001", "21009", "2026-00-00")), "21015", "21015", True),
    ],
)
def test_the_communes_of_a_file(entrees, origine, en_charge, incertaine):
    lus = _lus(*entrees)
    assert (lus.origine, lus.en_charge, lus.incertaine) == (origine, en_charge, incertaine)


@pytest.mark.parametrize(
    ("jour", "ages", "attendu"),
    [
        # the last day of the permit, then the day after
        ("2025-05-08", (), "2025-05-09"),
        ("2025-05-09", (), "2025-05-10"),
        ("2025-05-10", (), None),
        ("2025-05-10", (65,), "2055-05-12"),
        ("2025-05-10", (18, 65, 40), "2030-05-12"),
        ("2055-05-12", (65,), None),
        # before anything began
        ("2023-05-09", (), "2023-05-10"),
    ],
)
def test_the_next_day_on_which_a_fact_changes_by_itself(jour, ages, attendu):
    prochain = _lus(*ORDINAIRE, jour=date.fromisoformat(jour), ages=ages).prochain
    assert str(prochain) == str(attendu)


def test_a_month_of_expiry_is_looked_at_on_its_first_day_and_after_its_last():
    entrees = (NATIONALITE, REGISTRE, ("001", "21015", "2023-05-10"), carte("0010", "2023-05-10", "2025-05-00"), MOTIF)
    assert _lus(*entrees, jour=date(2025, 1, 1)).prochain == date(2025, 5, 2)
    assert _lus(*entrees, jour=date(2025, 5, 2)).prochain == date(2025, 6, 1)


def test_what_may_last_for_so_long_is_looked_at_on_the_day_after():
    limites = (("jour_titre_fin", 90, "jours"), ("date_reference_min", 3, "annees"))
    informations = [entree(n, *e[:3], **(e[-1] if isinstance(e[-1], dict) else {})) for n, e in enumerate(ORDINAIRE)]
    for jour, attendu in ((date(2025, 5, 10), date(2025, 8, 8)), (date(2025, 8, 8), date(2026, 5, 11))):
        assert lire_faits(Histoire(informations, TABLES), (None, None), jour, (), limites).prochain == attendu


def test_a_birthday_is_counted_from_the_latest_day_of_birth_and_none_without_one():
    jour = date(2026, 1, 1)
    assert _lus(naissance="1990-05-00", jour=jour, ages=(65,)).prochain == date(2055, 5, 31)
    assert _lus(naissance=None, jour=jour, ages=(65,)).prochain is None


def test_the_end_of_time_is_no_day_of_change():
    assert _lus(carte("0010", "2023-05-10", "9999-12-31"), jour=date(2026, 1, 1)).prochain is None
    assert _lus(naissance="9990-01-01", jour=date(2026, 1, 1), ages=(65,)).prochain is None
    assert _lus(("202", "090000", "9999-12-30"), jour=date(2026, 1, 1)).prochain == FUTUR - UN_JOUR


DATES = st.one_of(
    st.dates(date(2022, 1, 1), date(2024, 12, 31)).map(str), st.sampled_from(("2023-00-00", "2023-05-00"))
)
CARTES = st.builds(carte, st.sampled_from(("0010", "0030", "0099")), DATES, DATES, st.one_of(st.none(), DATES))
AUTRES = st.tuples(
    st.sampled_from(
        (
            ("031", "354"),
            ("031", "111"),
            ("031", "150"),
            ("210", "1"),
            ("001", "21015"),
            ("001", "99991"),
            ("202", "0203xx"),
            ("202", "020000"),
            ("206", "1"),
            ("206", "3"),
        )
    ),
    DATES,
).map(lambda tire: (*tire[0], tire[1]))
VALEURS = tuple(cle for cle in CLES if cle.startswith("jour_"))


@settings(deadline=None)
@given(
    st.lists(st.one_of(CARTES, AUTRES), max_size=5), st.dates(date(2022, 1, 1), date(2025, 6, 1)), st.integers(1, 400)
)
def test_no_fact_changes_before_the_next_day(entrees, jour, avance):
    lus = _lus(*entrees, jour=jour)
    assert lus.prochain is None or lus.prochain > jour
    autre = min(jour + avance * UN_JOUR, (lus.prochain or FUTUR) - UN_JOUR)
    plus_tard = _lus(*entrees, jour=autre)
    assert valeurs(plus_tard.faits, *VALEURS) == valeurs(lus.faits, *VALEURS)
    assert (plus_tard.en_charge, plus_tard.incertaine) == (lus.en_charge, lus.incertaine)
