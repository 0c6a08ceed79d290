# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the register says of somebody on a day, and why it is not known when it is not (registre.md §3, loi.md §2b)."""

from datetime import date

import pytest

from odoo.addons.registre_national.histoire.histoire import (
    Histoire,
    carte_connue,
    les_deux,
    lire_code,
    lire_etat,
    motif_connu,
    nationalite_connue,
    ou_premiers,
    projeter,
    sans_pays,
)
from odoo.addons.registre_national.histoire.modele import (
    AUCUNE_ENTREE,
    CODE_INCONNU,
    CONTRADICTOIRE,
    DATE_PARTIELLE,
    NON,
    OUI,
    SANS_DATE_REFERENCE,
    Tables,
)

from .commun import entree

JOUR = date(2026, 11, 24)
TABLES = Tables(
    communes=frozenset({"21015"}),
    nationalites_connues=frozenset({"354", "262"}),
    ue_plus=frozenset({"129", "711"}),
    cartes_connues=frozenset({"0010"}),
    motifs_connus=frozenset({"090000", "0102xx"}),
)


def _histoire(it, *entrees):
    """Entries of one type: (code, start[, end])."""
    return _histoires(*((it, *e) for e in entrees))


def _histoires(*entrees):
    """Entries of several types: (type, code, start[, end])."""
    return Histoire([entree(rang, *e) for rang, e in enumerate(entrees)], TABLES)


@pytest.mark.parametrize(
    ("code", "est_belge", "est_ue"),
    [
        ("150", OUI, NON),
        ("129", NON, OUI),
        ("354", NON, NON),
        ("711", NON, NON),  # undetermined: of no country, whatever the tables say
        ("999", NON, NON),
        ("812", NON, NON),
        ("555", NON, CODE_INCONNU),
        ("", AUCUNE_ENTREE, CODE_INCONNU),
    ],
)
def test_each_nationality_is_told_apart(code, est_belge, est_ue):
    for it in ("031", "032"):
        histoire = _histoire(it, (code, "2020-01-01"))
        etat = lire_etat(histoire, (JOUR, JOUR))
        for fait, attendu in ((etat.belge, est_belge), (etat.ue, est_ue)):
            if attendu in (OUI, NON):
                assert (fait.valeur, fait.sources, fait.note) == (attendu, (0,), "")
            else:
                assert (fait.valeur, fait.note) == (None, CODE_INCONNU)


@pytest.mark.parametrize(
    ("entrees", "valeur", "note"),
    [
        ([], None, AUCUNE_ENTREE),
        ([("031", "129", "2027-01-01")], None, AUCUNE_ENTREE),
        # one yes is enough, of what is held at the same time; an unknown code leaves the question open
        ([("031", "354", "2020-01-01"), ("032", "129", "2020-01-01")], OUI, ""),
        ([("031", "555", "2020-01-01"), ("032", "129", "2020-01-01")], OUI, ""),
        ([("031", "555", "2020-01-01"), ("032", "354", "2020-01-01")], None, CODE_INCONNU),
        # the same day, two codes
        ([("031", "129", "2020-01-01"), ("031", "354", "2020-01-01")], None, DATE_PARTIELLE),
        ([("031", "262", "2020-01-01"), ("031", "354", "2020-01-01")], NON, ""),
        # a day that is not known, and the answer depends on it or not
        ([("031", "354", "2020-01-01"), ("031", "129", "2026-00-00")], None, DATE_PARTIELLE),
        ([("031", "354", "2020-01-01"), ("031", "262", "2026-00-00")], NON, ""),
        ([("031", "354", "2020-01-01"), ("032", "129", "2026-00-00")], None, DATE_PARTIELLE),
        # an unknown code that is over has no part in it
        (
            [("031", "555", "2010-01-01"), ("031", "354", "2020-01-01"), ("031", "129", "2026-00-00")],
            None,
            DATE_PARTIELLE,
        ),
        # dates that contradict one another
        ([("031", "129", "2026-06-01", "2026-05-01")], None, CONTRADICTOIRE),
        ([("032", "129", "2026-06-01", "2026-05-01")], None, CONTRADICTOIRE),
        ([("031", "129", "2020-01-01"), ("032", "129", "2026-06-01", "2026-05-01")], None, CONTRADICTOIRE),
    ],
)
def test_one_european_nationality_makes_a_european(entrees, valeur, note):
    for ordre in (entrees, entrees[::-1]):
        fait = lire_etat(_histoires(*ordre), (JOUR, JOUR)).ue
        assert (fait.valeur, fait.note) == (valeur, note)


@pytest.mark.parametrize(
    ("entrees", "code"),
    [
        ([("031", "354", "2020-01-01"), ("032", "262", "2026-00-00")], "354"),
        ([("031", "354", "2020-01-01"), ("031", "262", "2020-01-01")], None),
        ([("032", "354", "2020-01-01"), ("032", "262", "2026-00-00")], None),
        ([("032", "354", "2021-01-01"), ("032", "262", "2020-01-01")], "354"),
        # in the reading in which it has not begun, nothing says that it will not
        ([("031", "354", "2026-00-00"), ("032", "262", "2026-00-00")], "354"),
        ([("032", "354", "2026-00-00")], "354"),
    ],
)
def test_the_nationality_that_is_shown(entrees, code):
    for ordre in (entrees, entrees[::-1]):
        personne = projeter(_histoires(*ordre), JOUR)
        assert personne["nationalite_code"] == (code or "")
        assert ("nationalite_code" in personne["incertitudes"].split()) == (code is None)


@pytest.mark.parametrize(
    ("entrees", "valeur", "note"),
    [
        ([], None, AUCUNE_ENTREE),
        ([("0010", "2027-01-01")], None, AUCUNE_ENTREE),
        ([("0010", "2020-01-01")], "0010", ""),
        ([("0030", "2020-01-01")], "0030", ""),  # an attestation is a document, in no table of cards
        ([("0099", "2020-01-01")], None, CODE_INCONNU),
        ([("0010", "2020-01-01"), ("0030", "2022-01-01")], "0030", ""),
        ([("0010", "2020-01-01"), ("0030", "2026-00-00")], None, DATE_PARTIELLE),
        ([("0010", "2020-01-01"), ("0030", "2020-01-01")], None, DATE_PARTIELLE),
        ([("0010", "2026-00-00")], None, DATE_PARTIELLE),
        ([("0010", "2026-06-01", "2026-05-01")], None, CONTRADICTOIRE),
    ],
)
def test_the_card_in_force(entrees, valeur, note):
    histoire = _histoire("195", *entrees)
    fait = lire_code(les_deux(histoire.cartes, (JOUR, JOUR)), carte_connue, histoire.tables)
    assert (fait.valeur, fait.note) == (valeur, note)
    assert bool(fait.sources) == (note != AUCUNE_ENTREE)


@pytest.mark.parametrize(
    ("code", "connu"),
    [
        ("090000", True),
        ("010200", True),
        ("010299", True),
        ("0102", False),
        ("01029", False),
        ("0102999", False),
        ("0102ab", False),
        ("0102a1", False),
        ("010300", False),
        ("0102xx", True),
    ],
)
def test_a_reason_is_known_by_itself_or_by_its_family(code, connu):
    histoire = _histoire("202", (code, "2020-01-01"))
    fait = lire_code(les_deux(histoire.motifs, (JOUR, JOUR)), motif_connu, histoire.tables)
    assert (fait.valeur, fait.note) == ((code, "") if connu else (None, CODE_INCONNU))


@pytest.mark.parametrize(
    ("premier", "dernier", "codes"),
    [
        (date(2020, 2, 1), date(2020, 8, 1), (["B"], ["B"])),
        (date(2020, 2, 1), date(2021, 8, 1), (["B"], ["C"])),
        (date(2020, 8, 1), date(2020, 2, 1), (["B"], ["B"])),
        (date(2022, 2, 1), date(2022, 2, 1), ([], [])),
    ],
)
def test_a_reading_without_a_reason_takes_the_first_after_its_own_day(premier, dernier, codes):
    motifs = _histoire(
        "202",
        ("A", "2019-01-01", "2019-12-31"),
        ("B", "2020-07-01", "2020-12-31"),
        ("C", "2021-07-01", "2021-12-31"),
    ).motifs
    lus = ou_premiers(motifs, (premier, dernier))
    assert tuple([entree.code for etape in etapes for entree in etape.entrees] for etapes in lus) == codes


def test_without_reference_date_nothing_is_looked_up():
    histoire = _histoire("195", ("0010", "2020-01-01"))
    etat = lire_etat(histoire, None)
    for fait in (etat.belge, etat.ue, etat.britannique):
        assert (fait.valeur, fait.note) == (None, SANS_DATE_REFERENCE)
    assert etat.cartes == ()


def test_each_reading_has_its_own_day():
    histoire = _histoire("195", ("0030", "2020-01-01"), ("0010", "2023-01-01"))
    for jours, code in (
        ((date(2022, 12, 31), date(2022, 12, 31)), "0030"),
        ((date(2022, 12, 31), date(2023, 1, 1)), None),
        ((date(2023, 1, 1), date(2023, 1, 1)), "0010"),
    ):
        etat = lire_etat(histoire, jours)
        assert lire_code(etat.cartes, carte_connue, histoire.tables).valeur == code
        assert [[etape.entrees[0].code for etape in cartes] for cartes in etat.cartes] == [
            ["0030" if jour.year == 2022 else "0010"] for jour in jours
        ]


def test_a_code_is_shown_whether_the_tables_know_it_or_not():
    histoire = _histoire("195", ("0099", "2020-01-01"))
    assert projeter(histoire, JOUR)["carte_code"] == "0099"
    assert lire_code(les_deux(histoire.cartes, (JOUR, JOUR)), carte_connue, histoire.tables).note == CODE_INCONNU


@pytest.mark.parametrize(
    ("code", "connue", "apatride"),
    [
        ("354", True, False),
        ("129", True, False),
        ("150", True, False),
        ("711", True, True),
        ("999", True, True),
        ("800", True, True),
        ("899", True, True),
        ("8", False, False),
        ("8121", False, False),
        ("8ab", False, False),
        ("712", False, False),
        ("", False, False),
    ],
)
def test_what_a_nationality_code_says(code, connue, apatride):
    """registre.md §3: 711 undetermined, 999 unknown and 8xx (refugee from xx) are no country."""
    assert (nationalite_connue(code, TABLES), sans_pays(code)) == (connue, apatride)


def test_the_documents_that_are_read_are_the_cards_and_the_attestations():
    tables = Tables(communes=frozenset(), cartes_connues=frozenset({"0010"}))
    assert [carte_connue(code, tables) for code in ("0010", "0030", "0020", "")] == [True, True, False, False]


def test_tables_can_be_the_key_of_a_cache():
    assert {TABLES: 1}[TABLES] == 1
