# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the files say: the facts of each profile are in its history as the law reads them."""

from datetime import date

import pytest
from lxml import etree

from simulateur.profils import PROFILS
from simulateur.registre import Registre
from simulateur.tables import COMMUNES

from .conftest import R


def lire(fichier):
    """Return information type -> [(start text, end text or None, code)] as the file says it."""
    lus = {}
    for entree in etree.fromstring(fichier).iter():
        it = entree.get("Type")
        if it is None:
            continue
        code = next(
            (
                entree.findtext(chemin)
                for chemin in (
                    f"{R}Residence/{R}Code",
                    f"{R}Nationality/{R}Code",
                    f"{R}TypeOfCard/{R}Code",
                    f"{R}Limosa/{R}Reason1/{R}Code",
                    f"{R}RegistrationRegister/{R}Code",
                )
                if entree.find(chemin) is not None
            ),
            "",
        )
        lus.setdefault(it, []).append((_date(entree.find(f"{R}Date")), _date(entree.find(f"{R}DelDate")), code))
    return lus


def _date(element):
    if element is None:
        return None
    siecle, annee, mois, jour = (element.findtext(R + nom) or "" for nom in ("Century", "Year", "Month", "Day"))
    return f"{siecle}{annee}-{mois or '00'}-{jour or '00'}"


@pytest.fixture(scope="module")
def registre():
    return Registre(personnes=10 * len(PROFILS), graine=4, profils=list(PROFILS))


def de(registre, *codes):
    return [fiche for fiche in registre.population.fiches if fiche.profil.code in codes]


def test_the_reference_date_meant_is_the_first_day_the_three_hold(registre):
    """Register 1, a Brussels commune and a card: found here by brute force over the days on which anything starts."""
    for fiche in registre.population.fiches:
        if fiche.profil.parcours in ("date_partielle", "permis_tardif") or fiche.reference is None:
            continue
        entrees = lire(registre.fichier(fiche.niss))
        debuts = sorted({debut for it in ("001", "195", "210") for debut, _fin, _code in entrees[it]})
        trouve = next(jour for jour in debuts if _les_trois(entrees, jour))
        assert trouve == fiche.reference.isoformat(), (fiche.profil.code, fiche.niss)


def _les_trois(entrees, jour):
    def en_vigueur(it, place=lambda code: True):
        suite = sorted((e for e in entrees[it] if place(e[2])), key=lambda e: e[0])
        for rang, (debut, fin, code) in enumerate(suite):
            suivante = suite[rang + 1][0] if rang + 1 < len(suite) else "9999"
            if debut <= jour < min(fin or "9999", suivante):
                return code
        return ""

    lieu = en_vigueur(
        "001",
        lambda code: (
            code in COMMUNES or code[0] in "123456789" and len(code) == 5 and code < "99990" and code != "21099"
        ),
    )
    return en_vigueur("210") == "1" and lieu in COMMUNES and en_vigueur("195") != ""


@pytest.mark.parametrize(
    ("profil", "motifs", "cartes"),
    [
        ("citoyen_ue", ("0402",), ("0040",)),
        ("famille_ue", ("0102",), ("0017",)),
        ("famille_ue_attestation", ("0102",), ("0030", "0017")),
        ("famille_ue_attente", ("0102",), ("0030",)),
        ("accord_retrait", ("0402",), ("0061",)),
        ("protection_temporaire", ("0203",), ("0010",)),
        ("au_pair", ("0501",), ("0010",)),
        ("vacances_travail", ("0502",), ("0010",)),
        ("famille_belge", ("0101",), ("0017",)),
        ("longue_duree_ue", ("0601",), ("0010",)),
        ("refugie", ("0200",), ("0012", "0030")),
        ("etudiant", ("0405",), ("0010",)),
        ("temporaire_fini", ("0501", "0405"), ("0010",)),
        ("sans_motif", (), ("0010",)),
        ("sans_carte", ("0103",), ()),
    ],
)
def test_reasons_and_cards(registre, profil, motifs, cartes):
    for fiche in de(registre, profil):
        entrees = lire(registre.fichier(fiche.niss))
        assert {code[:4] for _d, _f, code in entrees.get("202", ())} == set(motifs)
        assert {code for _d, _f, code in entrees.get("195", ())} <= set(cartes)
        assert bool(entrees.get("195")) == bool(cartes)


def test_the_card_of_who_lives_here_is_valid_today(registre):
    for fiche in registre.population.fiches:
        if fiche.comparable and fiche.profil.carte and fiche.reference:
            fichier = etree.fromstring(registre.fichier(fiche.niss, False))
            cartes = fichier.findall(f"{R}IdentityCards/{R}IdentityCard")
            assert len(cartes) == 1, fiche.profil.code
            assert _date(cartes[0].find(f"{R}ExpiryDate")) > registre.jour.isoformat(), fiche.profil.code


def test_waiting_register_then_recognised(registre):
    for fiche in de(registre, "refugie", "attente_longue"):
        registres = [(debut, code) for debut, _fin, code in lire(registre.fichier(fiche.niss))["210"]]
        assert [code for _debut, code in registres] in (["5", "1"],) or fiche.sortie
        attente = (date.fromisoformat(registres[1][0]) - date.fromisoformat(registres[0][0])).days
        assert attente < 1095 if fiche.profil.code == "refugie" else attente > 1096


def test_waiting_only_and_other_registers(registre):
    for fiche in de(registre, "attente_seule"):
        assert {code for _d, _f, code in lire(registre.fichier(fiche.niss))["210"]} == {"5"}
    for fiche in de(registre, "fonctionnaire"):
        assert {code for _d, _f, code in lire(registre.fichier(fiche.niss))["210"]} <= {"3", "4"}
    for fiche in de(registre, "inscrit_belge", "devenu_belge_ailleurs"):
        assert lire(registre.fichier(fiche.niss, False))["210"][0][2] == "2"
        assert lire(registre.fichier(fiche.niss, False))["031"][0][2] == "150"


def test_two_residences_at_once(registre):
    doubles = [
        fiche
        for fiche in de(registre, "attente_seule")
        if {"21099"} < {code for _d, _f, code in lire(registre.fichier(fiche.niss, False))["001"]}
    ]
    assert doubles


def test_without_history_only_what_is_in_force():
    registre = Registre(personnes=1500, graine=1)
    avec_passe = 0
    for fiche in registre.population.fiches:
        tout, actuel = lire(registre.fichier(fiche.niss)), lire(registre.fichier(fiche.niss, False))
        avec_passe += len(tout["001"]) > len(actuel["001"]) or len(tout.get("195", ())) > len(actuel.get("195", ()))
        assert all(fin is None for entrees in actuel.values() for _debut, fin, _code in entrees)
        assert all(len(actuel.get(it, ())) <= 1 for it in ("010", "020", "031", "120", "195", "202", "210"))
        assert len(actuel["001"]) <= 2
        for it, entrees in actuel.items():
            assert all(entree in tout[it] for entree in entrees)
    assert avec_passe > 300


def test_particular_people_are_in_the_files():
    registre = Registre(personnes=3000, graine=1)
    vus = {"sans_prenom": 0, "floue": 0, "secrete": 0, "deces": 0, "parti": 0, "plusieurs": 0}
    for fiche in registre.population.fiches:
        fichier = etree.fromstring(registre.fichier(fiche.niss))
        vus["sans_prenom"] += fichier.find(f".//{R}FirstName") is None
        vus["floue"] += fichier.findtext(f"{R}NationalNumber/{R}NationalNumber/{R}Date/{R}Day") == "00"
        vus["secrete"] += fichier.find(f"{R}NotCommunicable") is not None
        vus["deces"] += fichier.find(f"{R}Deceases") is not None
        vus["parti"] += any(
            code.text == "992" for code in fichier.iterfind(f"{R}FileOwner/{R}Residences/{R}Residence/{R}Code")
        )
        vus["plusieurs"] += len(fichier.findall(f"{R}MultipleNationalities/{R}MultipleNationality")) == 2
    assert all(vus.values()), vus


def test_the_label_of_the_generator_is_never_served(registre):
    for fiche in registre.population.fiches:
        fichier = registre.fichier(fiche.niss)
        assert fiche.profil.code.encode() not in fichier
        assert not any(mot in fichier for mot in (b"attendu", b"oblige", b"hors_public", b"a_examiner"))
