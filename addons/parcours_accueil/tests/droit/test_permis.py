# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The permit of today: its last day, whether it is valid, and the reason and the entries of every doubt."""

from datetime import date

import pytest

from .commun import COMMUNE, NATIONALITE, REGISTRE, carte, lire

DERNIER = date(2028, 1, 1)
# The day of the facts is 24 November 2026; the cards are the entries 4 and 5.
CAS = [
    ("none", [], (None, "aucune_entree", ()), (None, "aucune_entree", ())),
    ("to come", [carte("0010", "2026-11-25")], (None, "aucune_entree", ()), (None, "aucune_entree", ())),
    (
        "withdrawn today",
        [carte("0010", "2023-05-10", fin="2026-11-24")],
        (None, "aucune_entree", (4,)),
        ("non", "", (4,)),
    ),
    ("withdrawn tomorrow", [carte("0010", "2023-05-10", fin="2026-11-25")], (DERNIER, "", (4,)), ("oui", "", (4,))),
    (
        "withdrawn this month",
        [carte("0010", "2023-05-10", fin="2026-11-00")],
        (None, "date_partielle", (4,)),
        (None, "date_partielle", (4,)),
    ),
    (
        "no expiry",
        [carte("0010", "2023-05-10", "")],
        (None, "expiration_inconnue", (4,)),
        (None, "expiration_inconnue", (4,)),
    ),
    ("month of expiry", [carte("0010", "2023-05-10", "2027-01-00")], (None, "date_partielle", (4,)), ("oui", "", (4,))),
    (
        "expires this month",
        [carte("0010", "2023-05-10", "2026-11-00")],
        (None, "date_partielle", (4,)),
        (None, "date_partielle", (4,)),
    ),
    ("unknown card", [carte("0999", "2023-05-10")], (DERNIER, "", (4,)), (None, "code_inconnu", (4,))),
    (
        "no permit, no expiry",
        [carte("0001", "2023-05-10", "")],
        (None, "expiration_inconnue", (4,)),
        ("non", "", (4,)),
    ),
    (
        "attestation of three months or a little more",
        [carte("0030", "2026-09-15", "2026-12-00")],
        (None, "date_partielle", (4,)),
        (None, "date_partielle", (4,)),
    ),
    (
        "attestation of a month not known",
        [carte("0030", "2026-09-00", "2026-12-15")],
        (date(2026, 12, 15), "", (4,)),
        (None, "date_partielle", (4,)),
    ),
    (
        "ended before it began",
        [carte("0010", "2023-05-10", fin="2022-01-01")],
        (None, "contradictoire", (4,)),
        (None, "contradictoire", (4,)),
    ),
    (
        "two that agree",
        [carte("0010", "2025-05-10"), carte("0012", "2025-05-10")],
        (DERNIER, "", (4, 5)),
        ("oui", "", (4, 5)),
    ),
    (
        "two ends",
        [carte("0010", "2025-05-10"), carte("0012", "2025-05-10", "2027-01-01")],
        (None, "date_partielle", (4, 5)),
        ("oui", "", (4, 5)),
    ),
    (
        "one of the two is a permit",
        [carte("0010", "2025-05-10"), carte("0001", "2025-05-10")],
        (DERNIER, "", (4, 5)),
        (None, "date_partielle", (4, 5)),
    ),
    (
        "one of the two is not known",
        [carte("0010", "2025-05-10"), carte("0999", "2025-05-10")],
        (DERNIER, "", (4, 5)),
        (None, "code_inconnu", (4, 5)),
    ),
    (
        "one of the two has no expiry",
        [carte("0010", "2025-05-10"), carte("0012", "2025-05-10", "")],
        (None, "date_partielle", (4, 5)),
        (None, "expiration_inconnue", (4, 5)),
    ),
    (
        "renewed this month",
        [carte("0010", "2023-05-10", "2026-11-30"), carte("0010", "2026-11-00")],
        (None, "date_partielle", (4, 5)),
        (None, "date_partielle", (4, 5)),
    ),
    (
        "with another that expires before it begins",
        [carte("0010", "2026-00-00"), carte("0012", "2026-12-15", "2026-12-01")],
        (None, "date_partielle", (4, 5)),
        (None, "contradictoire", (4, 5)),
    ),
    (
        "with another that expires on the day it begins",
        [carte("0010", "2026-00-00"), carte("0012", "2026-12-15", "2026-12-15")],
        (None, "date_partielle", (4, 5)),
        (None, "date_partielle", (4, 5)),
    ),
]


@pytest.mark.parametrize(("cartes", "fin", "valide"), [cas[1:] for cas in CAS], ids=[cas[0] for cas in CAS])
def test_the_permit_of_today_says_why_it_is_in_doubt(cartes, fin, valide):
    faits = lire(NATIONALITE, REGISTRE, COMMUNE, *cartes)
    for cle, attendu in (("jour_permis_fin", fin), ("jour_permis_valide", valide)):
        fait = faits[cle]
        assert (fait.valeur, fait.note, fait.sources) == attendu, cle
