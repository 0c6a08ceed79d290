# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""One reading: the columns of a person say what the facts of the examination say, and doubt what they doubt."""

import os
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.addons.parcours_accueil.droit.faits import lire_faits
from odoo.addons.registre_national.histoire.dates import UN_JOUR, autour, lire_partielle, periodes
from odoo.addons.registre_national.histoire.histoire import Histoire, derniers, les_deux, projeter
from odoo.addons.registre_national.histoire.modele import Information, Tables

from .commun import TABLES

#: More of them on demand: EXEMPLES=20000.
EXEMPLES = settings(
    max_examples=int(os.environ.get("EXEMPLES", "500")), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
REGISTRE = Tables(communes=TABLES.communes)  # all that the columns of a person are read with
CODES = {
    "000": ("1", "2", ""),
    "001": ("21001", "21015", "44021", "21099", "99991", "99992", "99996", "99997", "992", "354", "2100", "99990"),
    "010": ("",),
    "020": ("",),
    "031": ("354", "111", "150", "711", "598", ""),
    "032": ("262", "129", "150"),
    "150": ("",),
    "195": ("0010", "0012", "0030", "0999"),
    "202": ("040401", "010201", "999999", ""),
    "210": ("1", "2", "4", "5", "7"),
    "252": ("",),
}
JOURS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
#: Some days come back often: entries of the same day, that touch, that contradict one another.
DATES = st.one_of(
    JOURS.map(str),
    st.sampled_from(("2025-06-01", "2025-06-02", "2025-06-15")),
    JOURS.map(lambda jour: f"{jour:%Y-%m}-00"),
    JOURS.map(lambda jour: f"{jour:%Y}-00-00"),
    st.sampled_from(("", "0000-00-00")),
)
CONTENUS = {
    "000": st.fixed_dictionaries({"naissance": DATES}),
    "010": st.fixed_dictionaries({"noms": st.lists(st.sampled_from("AB"), max_size=2), "prenoms": st.just(["C"])}),
    "020": st.fixed_dictionaries({"rue": st.sampled_from(("Rue A", "Rue B"))}),
    "195": st.fixed_dictionaries({}, optional={"expiration": DATES}),
    "252": st.fixed_dictionaries({}, optional={"debut": DATES, "fin": DATES}),
}


@st.composite
def histoires(dessin):
    entrees = []
    types = dessin(st.lists(st.sampled_from([*CODES, "001", "001", "031", "195", "202", "210"]), max_size=14))
    for rang, it in enumerate(types):
        debut, fin = dessin(DATES), dessin(st.one_of(st.none(), st.none(), DATES))
        code, contenu = dessin(st.sampled_from(CODES[it])), dessin(CONTENUS.get(it, st.just({})))
        entrees.append(
            Information(rang, it, code, *lire_partielle(debut).etendue, *lire_partielle(fin).etendue, contenu)
        )
    return entrees


def lire(entrees, jour):
    """(columns of the person, facts of the file)."""
    faits = lire_faits(Histoire(entrees, TABLES), (None, None), jour).faits
    return projeter(Histoire(entrees, REGISTRE), jour), faits


@EXEMPLES
@given(histoires(), JOURS)
def test_the_columns_of_a_person_are_the_facts(entrees, jour):
    personne, faits = lire(entrees, jour)
    doutes = set(personne["incertitudes"].split())
    _memes_communes(personne, faits, entrees, jour)
    _memes_situations(personne, faits, doutes)
    _memes_nationalites(personne, faits["jour_belge"], doutes)
    _memes_codes(personne, faits, doutes, Histoire(entrees, TABLES), jour)
    _memes_registres(personne, Histoire(entrees, TABLES), jour)
    assert personne["carte_expiration"] == faits["jour_permis_fin"].valeur
    assert not any(personne[colonne] for colonne in doutes)


@EXEMPLES
@given(histoires(), JOURS, st.randoms(use_true_random=False))
def test_the_order_of_the_entries_does_not_matter(entrees, jour, hasard):
    melange = list(entrees)
    hasard.shuffle(melange)
    assert lire(melange, jour) == lire(entrees, jour)
    renumerotees = [information._replace(id=rang) for rang, information in enumerate(melange)]
    assert projeter(Histoire(renumerotees, REGISTRE), jour) == lire(entrees, jour)[0]


@settings(parent=EXEMPLES, max_examples=EXEMPLES.max_examples // 5)
@given(histoires(), JOURS)
def test_nothing_changes_before_the_day_that_was_announced(entrees, jour):
    personne = projeter(Histoire(entrees, REGISTRE), jour)
    passage = personne["date_passage"]
    veille = passage - UN_JOUR if passage else date(2030, 1, 1)
    for autre in (veille, jour + (veille - jour) / 2):
        assert projeter(Histoire(entrees, REGISTRE), autre) == personne


def _memes_communes(personne, faits, entrees, jour):
    situation, commune = faits["jour_situation"].valeur, faits["jour_commune"].valeur
    lue = personne["commune_nis"], personne["commune_incertaine"]
    if situation == "present" and commune:
        assert lue == (commune, False)
    elif situation in ("autre_region", "parti"):
        assert lue == ("", False)
    elif situation in ("present", "inconnue"):
        residences = [i for i in entrees if i.it == "001" and i.code != "99996"]
        dits = Histoire(residences, TABLES)
        assert lue[1] == any(etape.tot <= jour for etape in dits.lieux + dits.presence)


def _memes_situations(personne, faits, doutes):
    situation, code = faits["jour_situation"].valeur, personne["situation"]
    if situation == "inconnue":
        assert code == ""
    elif situation in ("present", "autre_region"):
        assert code in ("", "99996", "21099")
    elif situation == "parti":
        assert code in ("992", "")  # "": a country
    else:
        # two codes of one meaning: struck off, and nobody knows whether it was abroad
        assert TABLES.sortie.get(code) == situation or "situation" in doutes
    if personne["date_deces_texte"]:
        assert situation == "decede"
        assert personne["date_deces"] == faits["jour_situation_depuis"].valeur
    else:
        assert personne["date_deces"] is None


def _memes_nationalites(personne, belge, doutes):
    code = personne["nationalite_code"]
    if belge.valeur is None:
        assert code == ""
        assert ("nationalite_code" in doutes) == bool(belge.sources)
    else:
        assert (code == "150") == (belge.valeur == "oui")
        assert code or "nationalite_code" in doutes


def _memes_codes(personne, faits, doutes, histoire, jour):
    """What is in force is what was last begun; a column forgets what has ended, a fact does not."""
    for colonne, nom, etapes in (
        ("carte_code", "jour_carte", histoire.cartes),
        ("motif_code", "jour_motif_sejour", histoire.motifs),
    ):
        fait, code = faits[nom], personne[colonne]
        if les_deux(etapes, (jour, jour)) != derniers(etapes, jour):
            assert colonne not in personne["incertitudes"] or code == ""
            continue
        match fait.note:
            case "":
                assert code == fait.valeur
            case "code_inconnu":
                assert code
            case "aucune_entree":
                assert code == ""
                assert colonne not in doutes
            case _:
                assert code == ""
                assert colonne in doutes


def _memes_registres(personne, histoire, jour):
    """A register that surely holds is shown. Without one, that which is shown is the only possible one: where an entry
    may follow another of the same code, each day is certain before the entry is."""
    possibles, surs = set(), set()
    for code in CODES["210"]:
        ensembles = periodes(histoire.registres, lambda i, code=code: i.code == code)
        for codes, ensemble in zip((possibles, surs), ensembles, strict=True):
            if autour(ensemble, jour):
                codes.add(code)
    if surs:
        assert {personne["registre_code"]} == surs
    elif personne["registre_code"]:
        assert {personne["registre_code"]} == possibles
