# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The catalogue is what it says: valid files, one number each, every outcome and every exemption."""

import re
from pathlib import Path

import pytest
from lxml import etree

from simulateur.numero import controle, genere

from . import __main__ as commande
from .cas import CAS
from .histoire import Histoire
from .lignes import CLOTURES, LIGNES

RACINE = Path(__file__).parents[2]
SCHEMAS = {
    "reduced": RACINE / "addons/registre_national/soap/contrat/rn25.xsd",
    "official": RACINE.parent / "shared/contract/be/fgov/rrn/ibz/xsd/xm25/xm25.xsd",
}
LOI = RACINE / "docs/loi.md"
ENVELOPPE = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:r="http://www.ibz.rrn.fgov.be/XSD/xm25/rn25Schema">
<xs:import namespace="http://www.ibz.rrn.fgov.be/XSD/xm25/rn25Schema" schemaLocation="{}"/>
<xs:element name="rrn_it_implicit" type="r:FileInfoType"/></xs:schema>"""


@pytest.fixture(scope="module", params=sorted(SCHEMAS))
def schema(request):
    chemin = SCHEMAS[request.param]
    if not chemin.exists():
        pytest.skip(f"the {request.param} contract is not on this machine: {chemin}")
    return etree.XMLSchema(etree.fromstring(ENVELOPPE.format(chemin.as_uri())))


@pytest.mark.parametrize("cas", CAS, ids=[cas.nom for cas in CAS])
def test_each_life_is_a_file_the_register_could_give(cas, schema):
    schema.assertValid(etree.fromstring(cas.histoire.xml()))


def test_whatever_a_life_can_say_is_valid(schema):
    vie = (
        Histoire(naissance="1990-05-00", sexe="1", prenoms=())
        .commune("2023-05-00", "21015", "2024-05-01")
        .registre("0000-00-00", "5", "2023-05-01")
        .nationalite("1990-00-00", "354", "2020-01-01")
        .autre_nationalite("2020-01-01", "111")
        .carte("2023-05-10", "0012", "9999-12-31", "2024-01-01")
        .carte("2024-01-01", "0010")
        .motif("2023-05-10", "020000")
        .refugie("2022-01-01", "1")
        .protection("2023-01-01", "1")
        .adresse("2023-05-10", "1030")
        .deces("2026-01-01")
    )
    schema.assertValid(etree.fromstring(vie.xml()))


def test_a_schema_refuses_what_is_no_file(schema):
    racine = etree.fromstring(CAS[0].histoire.xml())
    del racine[0][0][0]  # the number itself
    assert not schema.validate(racine)


def test_writing_twice_gives_the_same_file():
    assert [cas.histoire.xml() for cas in CAS] == [cas.histoire.xml() for cas in CAS]


def test_each_has_a_number_that_is_nobodys():
    numeros = [cas.histoire.niss for cas in CAS]
    assert len(set(numeros)) == len(CAS)
    for cas, numero in zip(CAS, numeros, strict=True):
        assert genere(numero)  # no month of birth, no bis number: nobody real (registre.md §4)
        assert numero[9:] == controle(numero[:9], cas.histoire.naissance >= "2000")
        assert int(numero[6:9]) % 2 == int(cas.histoire.sexe) % 2


def test_the_catalogue_covers_the_law():
    assert len({cas.nom for cas in CAS}) == len(CAS)
    assert {cas.resultat for cas in CAS} == {"oblige", "exempte", "hors_public", "a_examiner"}
    assert {cas.exemption for cas in CAS} == {"", "1", "2", "3", "3b", "10"}
    assert {cas.regle for cas in CAS if cas.resultat == "hors_public"} == {"C1", "C2", "C3", "C4", "C5"}
    assert {cas.regle for cas in CAS if cas.resultat == "a_examiner"} >= {"C1", "C2", "C3", "C4", "C5", "2", "3", "4"}
    assert {cas.reglement for cas in CAS} == {"R1", "R2", ""}
    for cas in CAS:
        assert bool(cas.exemption) == (cas.resultat == "exempte"), cas.nom
        assert bool(cas.regle) == (cas.resultat != "oblige"), cas.nom


def test_the_command_writes_one_file_a_person(tmp_path, capsys):
    assert commande.main([str(tmp_path / "vies")]) == 0
    assert {chemin.stem for chemin in (tmp_path / "vies").glob("*.xml")} == {cas.histoire.niss for cas in CAS}
    assert f"{len(CAS)} files" in capsys.readouterr().out
    assert commande.main([]) == 1


def test_each_line_of_the_facts_has_its_lives():
    noms = {cas.nom for cas in CAS}
    for ligne, cites in LIGNES.items():
        assert cites and set(cites) <= noms, (ligne, set(cites) - noms)


def test_each_line_of_the_law_has_lives():
    tableau = LOI.read_text(encoding="utf-8").partition("\n## 2b.")[2].partition("\n## 3.")[0]
    lignes = re.findall(r"^\| ([^|]+?) \|", tableau, re.MULTILINE)
    assert lignes[0] == "fact"
    assert sorted(lignes[1:]) == sorted(LIGNES)


def test_each_closure_has_lives_closed_and_opened_again():
    par_nom = {cas.nom: cas for cas in CAS}
    assert set(CLOTURES) == {cas.cloture for cas in CAS} - {""}
    for motif, (closes, ouvertes) in CLOTURES.items():
        assert closes and {par_nom[nom].cloture for nom in closes} == {motif}
        assert ouvertes and {par_nom[nom].cloture for nom in ouvertes} == {""}
