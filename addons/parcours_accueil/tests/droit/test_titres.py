# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What outlives a card (loi.md §2b): its kind, the status it proves, and for how long; and the card of the reference
date, on which only one in force counts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.parcours_accueil.droit.faits import au_bout, premier_encore
from odoo.addons.registre_national.histoire.dates import FUTUR

from .commun import COMMUNE, JOUR, MOTIF, NATIONALITE, REGISTRE, carte, lire, valeurs

SOCLE = (NATIONALITE, REGISTRE, COMMUNE)  # entries 1 to 3: the cards begin at 4


@pytest.mark.parametrize(
    ("cartes", "attendu"),
    [
        ([], (None, "aucune_entree", ())),
        ([carte("0010", "2026-11-25")], (None, "aucune_entree", ())),  # to come
        ([carte("0010", "2023-05-10", "2024-01-01")], ("0010", "", (4,))),  # expired
        ([carte("0010", "2023-05-10", fin="2024-01-01")], ("0010", "", (4,))),  # withdrawn
        ([carte("0010", "2023-05-10"), carte("0120", "2024-01-01")], ("0010", "", (4,))),  # an annex says nothing
        ([carte("0120", "2024-01-01")], (None, "aucune_entree", ())),
        ([carte("0010", "2023-05-10"), carte("0012", "2026-11-24")], ("0012", "", (5,))),
        ([carte("0010", "2023-05-10"), carte("0012", "2026-11-25")], ("0010", "", (4,))),
        ([carte("0010", "2023-05-10"), carte("0999", "2024-01-01")], (None, "code_inconnu", (5,))),
        ([carte("0010", "2023-05-10"), carte("0012", "2026-11-00")], (None, "date_partielle", (4, 5))),
        ([carte("0010", "2023-05-10"), carte("0010", "2026-11-00")], ("0010", "", (4, 5))),
        ([carte("0010", "2023-05-10", fin="2022-01-01")], (None, "contradictoire", (4,))),
    ],
)
def test_the_kind_of_the_last_permit_holds_until_another_card_begins(cartes, attendu):
    fait = lire(*SOCLE, *cartes)["jour_carte"]
    assert (fait.valeur, fait.note, fait.sources) == attendu


@pytest.mark.parametrize(
    ("motifs", "attendu"),
    [
        ([("202", "040401", "2023-05-10", "2024-01-01")], ("040401", "")),  # ended, without a follower
        ([("202", "040401", "2023-05-10"), ("202", "090000", "2026-11-24")], ("090000", "")),
        ([("202", "040401", "2023-05-10"), ("202", "090000", "2026-11-25")], ("040401", "")),
        ([("202", "040401", "2026-11-25")], (None, "aucune_entree")),
        ([("202", "040401", "2023-05-10"), ("202", "090000", "2026-11-00")], (None, "date_partielle")),
    ],
)
def test_the_reason_of_today_is_the_last_one_begun(motifs, attendu):
    fait = lire(*SOCLE, carte("0010", "2023-05-10"), *motifs)["jour_motif_sejour"]
    assert (fait.valeur, fait.note) == attendu


@pytest.mark.parametrize(
    ("cartes", "permis", "titre"),
    [
        ([carte("0010", "2023-05-10", "2025-05-09")], "2025-05-09", "2025-05-09"),
        ([carte("0010", "2023-05-10", "2025-05-09", "2024-01-01")], "2024-01-01", "2024-01-01"),
        ([carte("0010", "2023-05-10", "2025-05-09", "2026-01-01")], "2025-05-09", "2025-05-09"),
        ([carte("0010", "2023-05-10", "2025-05-00")], "2025-05-01", "2025-05-01"),  # at the earliest
        ([carte("0010", "2023-05-10", "2028-01-01", "2024-05-00")], "2024-05-01", "2024-05-01"),
        ([carte("0010", "2023-05-10", "")], None, None),
        ([carte("0010", "2023-05-10", "", "2024-01-01")], None, None),
        ([carte("0010", "2023-05-10"), carte("0120", "2024-01-01", "2024-02-01")], "2028-01-01", "2024-02-01"),
        ([carte("0010", "2023-05-10"), carte("0120", "2026-11-25", "2027-02-01")], "2028-01-01", "2028-01-01"),
        (
            [carte("0010", "2023-05-10", "2025-01-01"), carte("0120", "2026-11-00", "2027-02-01")],
            "2025-01-01",
            "2025-01-01",
        ),
        ([carte("0120", "2024-01-01", "2027-02-01")], None, "2027-02-01"),
        ([carte("0010", "2023-05-10", "2028-01-01", "2022-01-01")], None, None),
        ([], None, None),
    ],
)
def test_the_last_day_with_a_valid_card_is_the_earliest_it_can_be(cartes, permis, titre):
    lus = lire(*SOCLE, *cartes)
    assert [fin and str(fin) for fin in valeurs(lus, "jour_carte_fin", "jour_titre_fin")] == [permis, titre]
    for nom in ("jour_carte_fin", "jour_titre_fin"):
        assert bool(lus[nom].note) == (lus[nom].valeur is None)


@pytest.mark.parametrize(
    ("cartes", "note"),
    [
        ([], "aucune_entree"),
        ([carte("0010", "2023-05-10", "")], "expiration_inconnue"),
        ([carte("0010", "2023-05-10", "2028-01-01", "2022-01-01")], "contradictoire"),
    ],
)
def test_a_last_day_not_known_says_why(cartes, note):
    assert lire(*SOCLE, *cartes)["jour_titre_fin"].note == note


STATUT = ("202", "0203xx", "2024-01-08")


@pytest.mark.parametrize(
    ("entrees", "attendu"),
    [
        ([STATUT], ("non", "", (4,))),
        ([STATUT, carte("0010", "2024-01-08")], ("non", "", (4, 5))),
        ([STATUT, carte("0120", "2024-01-08")], ("non", "", (4,))),
        ([STATUT, carte("0012", "2024-01-08")], ("oui", "", (4, 5))),  # that day
        ([STATUT, carte("0012", "2024-01-07")], ("non", "", (4,))),  # the day before: of another status
        ([STATUT, carte("0012", "2026-11-24")], ("oui", "", (4, 5))),
        ([STATUT, carte("0012", "2026-11-25")], ("non", "", (4,))),
        ([STATUT, carte("0012", "2024-06-01"), carte("0010", "2025-01-01")], ("oui", "", (4, 5, 6))),  # has begun
        ([STATUT, carte("0999", "2024-06-01")], (None, "code_inconnu", (4, 5))),
        ([STATUT, carte("0012", "2024-06-01"), carte("0999", "2025-01-01")], ("oui", "", (4, 5, 6))),
        ([STATUT, carte("0012", "2024-01-00")], (None, "date_partielle", (4, 5))),  # before or after
        ([STATUT, carte("0010", "2024-01-00")], ("non", "", (4, 5))),
        ([STATUT, carte("0012", "2026-11-00")], (None, "date_partielle", (4, 5))),
        ([STATUT, carte("0012", "2024-06-01"), carte("0010", "2024-06-01")], (None, "date_partielle", (4, 5, 6))),
        ([STATUT, carte("0012", "2024-06-01", fin="2024-05-01")], (None, "date_partielle", (4, 5))),
        ([STATUT, carte("0012", "2024-06-01", fin="2024-06-01")], ("non", "", (4,))),  # never held
        ([("202", "0203xx", "2024-01-00"), carte("0012", "2024-01-20")], (None, "date_partielle", (4, 5))),
        ([("202", "0203xx", "2024-01-00"), carte("0012", "2024-02-01")], ("oui", "", (4, 5))),
        ([carte("0012", "2024-01-08")], (None, "aucune_entree", ())),
    ],
)
def test_a_card_of_another_stay_is_one_begun_since_the_reason(entrees, attendu):
    fait = lire(*SOCLE, *entrees)["jour_carte_exclut"]
    assert (fait.valeur, fait.note, fait.sources) == attendu


@pytest.mark.parametrize(
    ("nationalites", "attendu"),
    [
        ([("031", "112", "1990-05-12")], ("oui", "oui")),
        ([("031", "354", "1990-05-12"), ("032", "112", "1990-05-12")], ("oui", "oui")),
        ([NATIONALITE, ("031", "112", "2025-01-01")], ("non", "oui")),
        ([("031", "112", "1990-05-12"), ("031", "354", "2025-01-01")], ("oui", "non")),
        ([("031", "598", "1990-05-12")], (None, None)),
        ([("031", "711", "1990-05-12")], ("non", "non")),
        ([], (None, None)),
    ],
)
def test_who_is_british_is_told_or_not_known(nationalites, attendu):
    lus = lire(REGISTRE, COMMUNE, carte("0010", "2023-05-10"), MOTIF, *nationalites)
    assert valeurs(lus, "ref_britannique", "jour_britannique") == attendu
    assert lire(NATIONALITE)["ref_britannique"].note == "sans_date_reference"


@pytest.mark.parametrize(
    ("cartes", "reference", "code"),
    [
        ([carte("0010", "2023-01-09", "2023-05-10")], "2023-05-10", "0010"),  # the day of its expiry
        ([carte("0010", "2023-01-09", "2023-05-09")], None, None),
        ([carte("0010", "2023-01-09", fin="2023-05-10")], "2023-05-10", "0010"),  # the day on which it was ended
        ([carte("0010", "2023-01-09", fin="2023-05-09")], None, None),
        ([carte("0010", "2023-01-09"), carte("0120", "2023-04-10")], None, None),
        ([carte("0010", "2023-01-09"), carte("0120", "2023-04-10"), carte("0012", "2023-06-12")], "2023-06-12", "0012"),
        ([carte("0010", "2023-01-09", fin="2023-05-10"), carte("0012", "2023-05-10")], "2023-05-10", "0012"),
    ],
)
def test_at_the_reference_date_only_a_card_in_force_counts(cartes, reference, code):
    jour, lu = valeurs(lire(*SOCLE, *cartes), "date_reference", "ref_carte")
    assert (jour and str(jour), lu) == (reference, code)


def test_the_card_of_the_last_day_is_a_source_of_the_reference_date():
    assert 4 in lire(*SOCLE, carte("0010", "2023-01-09", fin="2023-05-10"))["date_reference"].sources


@pytest.mark.parametrize(
    ("depuis", "nombre", "unite", "attendu"),
    [
        (date(2026, 8, 26), 90, "jours", date(2026, 11, 24)),
        (date(2024, 2, 29), 1, "annees", date(2025, 2, 28)),
        (date(2025, 8, 31), 6, "mois", date(2026, 2, 28)),
        (JOUR, 0, "jours", JOUR),
        (date(9999, 12, 1), 29, "jours", date(9999, 12, 30)),
        (date(9999, 12, 1), 30, "jours", FUTUR),
        (date(9999, 12, 1), 31, "jours", FUTUR),
        (date(9999, 12, 1), 1, "mois", FUTUR),
    ],
)
def test_what_lasts_for_so_long_ends_by_the_plain_calendar(depuis, nombre, unite, attendu):
    assert au_bout(depuis, nombre, unite) == attendu


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 400), st.sampled_from(("jours", "mois", "annees")))
def test_the_first_day_that_still_lasts_is_the_first_one(jour, nombre, unite):
    premier = premier_encore(jour, nombre, unite)
    assert au_bout(premier, nombre, unite) >= jour
    assert au_bout(premier - timedelta(days=1), nombre, unite) < jour
