# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""International protection today (loi.md §7): by the nationality, the refugee status or the reason of residence of the
register; never of an asylum seeker."""

from datetime import date

import pytest

from odoo.addons.parcours_accueil.droit.faits import lire_faits
from odoo.addons.registre_national.histoire.histoire import Histoire

from .commun import CARTE, COMMUNE, JOUR, MOTIF, NATIONALITE, REGISTRE, TABLES, entree, lire

REFUGIE = ("031", "861", "2023-05-10")
RECONNU, SUBSIDIAIRE = ("206", "1", "2023-05-10"), ("206", "2", "2023-05-10")
MOTIFS = ("202", "020000", "2023-05-10"), ("202", "020100", "2023-05-10")
SEJOUR = (REGISTRE, COMMUNE, CARTE)


def etape(nom, debut, fin=None):
    """A step of the procedure: it has no code."""
    return ("206", "", debut, fin, {"etape": nom})


DEMANDE = etape("ApplicationFiled", "2022-01-10")


def protection(*entrees, **options):
    fait = lire(*SEJOUR, *entrees, **options)["jour_protection"]
    # sources, by their place among the entries given here
    return fait.valeur, tuple(source - len(SEJOUR) for source in fait.sources), fait.note


@pytest.mark.parametrize(
    ("entrees", "sources"),
    [
        ((REFUGIE, MOTIF), (1,)),
        ((NATIONALITE, MOTIF, RECONNU), (3,)),
        ((NATIONALITE, MOTIF, SUBSIDIAIRE), (3,)),
        ((NATIONALITE, MOTIFS[0]), (2,)),
        ((NATIONALITE, MOTIFS[1]), (2,)),
        ((REFUGIE, MOTIFS[0], RECONNU), (1, 2, 3)),
        ((NATIONALITE, MOTIF, DEMANDE, RECONNU), (4,)),
        ((("032", "861", "2023-05-10"), NATIONALITE, MOTIF), (1, 2)),
        # what is not known of one says nothing against another
        ((NATIONALITE, ("202", "123456", "2023-05-10"), RECONNU), (3,)),
        ((RECONNU,), (1,)),
        ((NATIONALITE, MOTIFS[0], ("206", "9", "2023-05-10")), (2,)),
        # the month alone is known, and is over; a reason that ended without a follower still holds
        ((NATIONALITE, MOTIF, ("206", "1", "2023-05-00")), (3,)),
        ((NATIONALITE, ("202", "020000", "2023-05-10", "2025-05-10")), (2,)),
        # a decision is no application: the reason of residence says what it was
        ((NATIONALITE, MOTIFS[0], etape("Decision", "2023-05-02")), (2,)),
    ],
)
def test_one_yes_of_the_register_is_a_protection_and_says_where_it_was_read(entrees, sources):
    assert protection(*entrees) == ("oui", sources, "")


@pytest.mark.parametrize(
    "entrees",
    [
        (NATIONALITE, MOTIF),
        # asylum seekers, whatever the register
        (NATIONALITE, DEMANDE),
        (NATIONALITE, DEMANDE, ("205", "1", "2022-01-10")),
        (NATIONALITE, MOTIF, etape("AppealLodged", "2024-01-10")),
        (NATIONALITE, MOTIF, etape("Decision", "2024-01-10")),
        # another status, one that ended, one to come
        (NATIONALITE, MOTIF, ("206", "3", "2023-05-10")),
        (NATIONALITE, MOTIF, (*RECONNU, "2025-01-01")),
        (NATIONALITE, MOTIF, RECONNU, ("206", "3", "2025-01-01")),
        (NATIONALITE, MOTIF, (*RECONNU, "2024-01-01"), etape("ApplicationFiled", "2024-06-01")),
        (NATIONALITE, MOTIF, ("206", "1", "2027-01-01")),
        # a reason that another followed; temporary protection is another one
        (NATIONALITE, MOTIFS[0], ("202", "040401", "2025-01-01")),
        (NATIONALITE, ("202", "020301", "2023-05-10")),
        # a nationality of no table is that of no refugee; one that another followed
        (("031", "598", "1990-05-12"), MOTIF),
        (("031", "711", "1990-05-12"), MOTIF),
        (REFUGIE, ("031", "354", "2025-01-01"), MOTIF),
        # who became Belgian
        (REFUGIE, ("031", "150", "2025-01-01"), MOTIFS[0], RECONNU),
    ],
)
def test_who_has_none_is_told_apart(entrees):
    valeur, sources, note = protection(*entrees)
    assert (valeur, note) == ("non", "")
    assert sources


@pytest.mark.parametrize(
    ("entrees", "sources", "note"),
    [
        ((MOTIF,), (), "aucune_entree"),
        ((NATIONALITE,), (), "aucune_entree"),
        ((("031", "", "1990-05-12"), MOTIF), (1,), "code_inconnu"),
        ((NATIONALITE, ("202", "020199", "2023-05-10")), (2,), "code_inconnu"),
        ((NATIONALITE, MOTIF, ("206", "9", "2023-05-10")), (3,), "code_inconnu"),
        # two readings of the day
        ((NATIONALITE, MOTIF, ("206", "1", "2026-11-00")), (3,), "date_partielle"),
        ((NATIONALITE, MOTIF, ("202", "020000", "2026-11-00")), (2, 3), "date_partielle"),
        ((NATIONALITE, MOTIF, MOTIFS[0]), (2, 3), "date_partielle"),  # of the same day
        ((NATIONALITE, MOTIF, (*RECONNU, "2023-01-01")), (3,), "contradictoire"),
        # a step of the procedure after a protection that nothing ended
        ((NATIONALITE, MOTIF, RECONNU, etape("DecisionCancelled", "2025-01-01")), (4,), "protection_suivie"),
        ((NATIONALITE, MOTIF, RECONNU, etape("ApplicationFiled", "2025-01-01")), (4,), "protection_suivie"),
        # an asylum seeker is never a beneficiary, whatever else the register says
        ((NATIONALITE, MOTIFS[0], DEMANDE), (2, 3), "contradictoire"),
        ((REFUGIE, MOTIF, etape("AppealLodged", "2024-01-10")), (1, 3), "contradictoire"),
    ],
)
def test_what_the_register_leaves_in_doubt_is_not_known_and_says_why(entrees, sources, note):
    assert protection(*entrees) == (None, sources, note)


def test_it_is_that_of_the_day():
    for jour, valeur in (("2023-05-09", "non"), ("2023-05-10", "oui"), ("2024-12-31", "oui"), ("2025-01-01", "non")):
        entrees = (NATIONALITE, ("202", "040401", "2022-05-10"), (*RECONNU, "2025-01-01"))
        assert protection(*entrees, jour=date.fromisoformat(jour))[0] == valeur, jour


def test_the_file_is_read_again_on_the_day_a_status_ends():
    entrees = (*SEJOUR, NATIONALITE, MOTIF, (*RECONNU, "2026-12-01"))
    informations = [
        entree(numero, *e[:4], **(e[-1] if isinstance(e[-1], dict) else {})) for numero, e in enumerate(entrees, 1)
    ]
    lus = lire_faits(Histoire(informations, TABLES), (date(1990, 5, 12), date(1990, 5, 12)), JOUR)
    assert lus.prochain == date(2026, 12, 1)
