# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The table that comes back from the franking service is read whatever program wrote it, and what is wrong is said
line by line, in words, with nothing lost and nothing guessed."""

import csv
import doctest
import io
import time
import zipfile
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.parcours_accueil.bordereau import affranchissement, cellules, tableau
from odoo.addons.parcours_accueil.bordereau.affranchissement import Envoi, ecrire
from odoo.addons.parcours_accueil.bordereau.lecture import lire
from odoo.addons.parcours_accueil.bordereau.modele import COLONNES, PHRASES, Entree, GrilleIllisible
from odoo.addons.parcours_accueil.droit.canaux import CANAUX, RECEPTIONS, RETOURS
from odoo.addons.parcours_socle.papier import qr

JOUR = date(2026, 11, 27)
ENTETE = ("Lettre", "Canal", "Numéro d'envoi", "Posté le", "Résultat", "Reçu ou revenu le", "Motif")
BONNE = ("L-1", "Recommandé", "RR123456789BE", "01/11/2026", "", "", "")
JETON = "PAB-AAAAAAAAAAAAAAAAAAAAAAAAAI"
#: Month + 60 and a real check digit: nobody's.
NISS = "90650199955"


def en_csv(lignes, separateur=";", charset="utf-8-sig", **options):
    sortie = io.StringIO(newline="")
    csv.writer(sortie, delimiter=separateur, **options).writerows(lignes)
    return sortie.getvalue().encode(charset)


def en_xlsx(lignes):
    classeur, sortie = openpyxl.Workbook(), io.BytesIO()
    for ligne in lignes:
        classeur.active.append(list(ligne))
    classeur.save(sortie)
    return sortie.getvalue()


def lue(*lignes, entete=ENTETE):
    return lire(en_csv([entete, *lignes]), JOUR)


def codes(grille):
    return [(erreur.ligne, erreur.code) for erreur in grille.erreurs]


@pytest.mark.parametrize("module", [cellules, affranchissement])
def test_the_examples_are_true(module):
    assert not doctest.testmod(module).failed


def test_the_words_of_a_table_are_those_of_the_law():
    assert set(cellules.CANAUX.values()) == set(CANAUX) == set(affranchissement.CANAUX)
    # that the person proves a later receipt rests on a document, not on a table
    assert set(cellules.ISSUES.values()) == {*RECEPTIONS, *RETOURS, "recu", "revenu"} - {"prouve"}


@pytest.mark.parametrize("separateur", ";,\t|")
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("guillemets", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_a_file_is_read_whatever_program_wrote_it(separateur, charset, guillemets):
    octets = en_csv([ENTETE, BONNE], separateur, charset, quoting=guillemets)
    attendue = Entree(2, "L-1", "", "recommande", "RR123456789BE", date(2026, 11, 1))
    assert lire(octets, JOUR).entrees == (attendue,)
    assert lire(en_xlsx([ENTETE, (*BONNE[:3], datetime(2026, 11, 1, 9, 30), *BONNE[4:])]), JOUR).entrees == (attendue,)


def test_the_program_may_say_its_separator_and_write_a_title_first():
    octets = b"sep=,\r\n" + en_csv([("Retours de novembre",), (), ENTETE, BONNE], ",", "utf-8")
    assert [entree.ligne for entree in lire(octets, JOUR).entrees] == [5]
    assert lire(b"sep=\r\n" + en_csv([ENTETE, BONNE], ",", "utf-8"), JOUR).entrees[0].ligne == 3


def test_the_names_of_the_columns_are_looked_for_in_the_first_lines_only():
    titres = [(f"Titre {rang}",) for rang in range(10)]
    assert lire(en_csv([*titres[:9], ENTETE, BONNE]), JOUR).entrees
    with pytest.raises(GrilleIllisible, match="colonnes"):
        lire(en_csv([*titres, ENTETE, BONNE]), JOUR)


def test_a_letter_and_its_code_stand_on_one_line_when_they_are_the_same():
    entete = ("Lettre", "Code", "Résultat", "Date")
    autre = qr.tirer()
    assert lue(("L-1", JETON, "reçu", "10/11/2026"), entete=entete).entrees[0].lettre == "L-1"
    assert lue((JETON, JETON, "reçu", "10/11/2026"), entete=entete).entrees[0].jeton == JETON
    assert codes(lue((autre, JETON, "reçu", "10/11/2026"), entete=entete)) == [(2, "lettre_illisible")]
    assert codes(lue(("L-1", "PAB-1", "reçu", "10/11/2026"), entete=entete)) == [(2, "lettre_illisible")]


@pytest.mark.parametrize(
    "ecrit", ["1/11/2026", "01.11.2026", "1-11-26", "2026-11-01", "2026-11-01T08:30:00", "01/11/2026 08:30"]
)
def test_a_day_is_read_however_it_is_written(ecrit):
    assert lue((*BONNE[:3], ecrit, "", "", "")).entrees[0].envoi == date(2026, 11, 1)


def test_a_day_is_read_as_a_spreadsheet_counts_it():
    rang = (date(2026, 11, 1) - date(1899, 12, 30)).days
    assert lire(en_xlsx([ENTETE, (*BONNE[:3], rang, "", "", "")]), JOUR).entrees[0].envoi == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("resultat", "motif", "issue"),
    [
        ("Reçu", "", "presente"),
        ("DISTRIBUÉ", "", "presente"),
        ("ontvangen", "", "presente"),
        ("Retourné", "Non réclamé", "non_reclame"),
        ("Terug", "Onbekend op dit adres", "inconnu"),
        ("retour", "refusé", "refuse"),
        ("", "verhuisd", "demenage"),
        ("adresse insuffisante", "", "adresse"),
        ("Retour à l'expéditeur", "N'habite pas à l'adresse indiquée", "inconnu"),
    ],
)
def test_what_became_of_a_letter_is_read_in_both_languages(resultat, motif, issue):
    (entree,) = lue(("L-1", "", "", "", resultat, "10/11/2026", motif)).entrees
    assert (entree.issue, entree.jour) == (issue, date(2026, 11, 10))


@pytest.mark.parametrize("colonne", ["Lettre", "Code", "QR-code"])
def test_a_letter_is_found_by_its_number_or_by_its_code(colonne):
    entete = (colonne, "Résultat", "Date")
    assert lue((JETON.lower(), "reçu", "10/11/2026"), entete=entete).entrees[0].jeton == JETON


@pytest.mark.parametrize(
    ("ligne", "code"),
    [
        (("", *BONNE[1:]), "sans_lettre"),
        (("bonjour", *BONNE[1:]), "lettre_illisible"),
        (("L-1", "pigeon", *BONNE[2:]), "canal_inconnu"),
        (("L-1", "Recommandé", "", "01/11/2026", "", "", ""), "sans_numero"),
        (("L-1", "Recommandé", "3,23205E+23", "01/11/2026", "", "", ""), "chiffres_perdus"),
        (("L-1", "Recommandé", "vu", "01/11/2026", "", "", ""), "numero_illisible"),
        (("L-1", "Recommandé", "RR123456789BE", "", "", "", ""), "sans_envoi"),
        ((*BONNE[:3], "31/02/2026", "", "", ""), "jour_illisible"),
        ((*BONNE[:3], "11/2026", "", "", ""), "jour_illisible"),
        ((*BONNE[:3], "11/28/2026", "", "", ""), "jour_illisible"),
        ((*BONNE[:3], "28/11/2026", "", "", ""), "jour_a_venir"),
        ((*BONNE[:3], "01/11/2016", "", "", ""), "jour_ancien"),
        ((*BONNE[:3], "01/11/2026", "reçu", "", ""), "sans_jour"),
        ((*BONNE[:3], "01/11/2026", "", "10/11/2026", ""), "sans_issue"),
        ((*BONNE[:3], "01/11/2026", "retourné", "10/11/2026", ""), "sans_motif"),
        ((*BONNE[:3], "01/11/2026", "reçu", "10/11/2026", "inconnu"), "contraire"),
        ((*BONNE[:3], "01/11/2026", "inconnu", "10/11/2026", "déménagé"), "contraire"),
        ((*BONNE[:3], "01/11/2026", "perdu", "10/11/2026", ""), "issue_inconnue"),
        ((*BONNE[:3], "10/11/2026", "reçu", "09/11/2026", ""), "ordre"),
        (("L-1", "", "", "", "", "", ""), "rien"),
        (("L-1", "Recommandé", NISS, "01/11/2026", "", "", ""), "numero_national"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_and_the_others_are_read(ligne, code):
    grille = lue(("L-0", *BONNE[1:]), ligne, ("L-2", *BONNE[1:]))
    assert codes(grille) == [(3, code)]
    assert [entree.lettre for entree in grille.entrees] == ["L-0", "L-2"]
    assert "%" not in str(grille.erreurs[0])
    assert str(grille.erreurs[0]).endswith((".", "?"))


def test_every_sentence_is_shown_by_a_test_of_its_own():
    lignes = test_what_is_wrong_with_a_line_is_said_and_the_others_are_read.pytestmark[0].args[1]
    assert {code for _ligne, code in lignes} | {"deux_lettres"} == set(PHRASES)


@pytest.mark.parametrize(
    "ecrit", [NISS, f"'{NISS}", f'="{NISS}"', "90.65.01-999.55", f"voir {NISS} au registre", int(NISS)]
)
def test_a_national_number_is_refused_wherever_it_stands_and_never_repeated(ecrit):
    lignes = [(*ENTETE, "Remarque"), (*BONNE, ecrit)]
    # what begins with = is a formula there, whose value no program has counted yet
    for octets in (en_csv(lignes), *([] if str(ecrit).startswith("=") else [en_xlsx(lignes)])):
        grille = lire(octets, JOUR)
        assert codes(grille) == [(2, "numero_national")]
        assert not grille.entrees
        assert "999" not in repr(grille) + str(grille.erreurs[0])


@pytest.mark.parametrize("nom", ["NISS", "Numéro national", "Rijksregisternummer", " n° national "])
def test_a_file_with_a_column_of_national_numbers_is_refused_whole(nom):
    with pytest.raises(GrilleIllisible, match="numero_national"):
        lue(BONNE, entete=(*ENTETE, nom))


def test_the_same_line_twice_counts_once_and_two_that_differ_are_said():
    grille = lue(BONNE, BONNE, (*BONNE[:3], "02/11/2026", "", "", ""))
    assert [entree.ligne for entree in grille.entrees] == [2]
    assert (codes(grille), grille.repetees) == ([(4, "deux_lettres")], 1)


def test_columns_that_say_nothing_to_us_are_named():
    assert lue(("x", *BONNE), entete=("Poids", *ENTETE)).ignorees == ("Poids",)


@pytest.mark.parametrize(
    ("octets", "code"),
    [
        (b"", "vide"),
        (b"\xef\xbb\xbf\r\n;;\r\n", "vide"),
        (b"a;b\r\n1;2", "colonnes"),
        (b"Lettre;Brief\r\n1;2", "colonne_double"),
        (b"PK\x03\x04broken", "format"),
        (b"%PDF-1.7\0\0\0", "format"),
        (b"x" * (tableau.TAILLE_MAX + 1), "trop_grand"),
        (b"Lettre\n" + b"a\n" * (tableau.LIGNES_MAX + 1), "trop_grand"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_word(octets, code):
    with pytest.raises(GrilleIllisible, match=f"^{code}$"):
        lire(octets, JOUR)


def bombe(partie, taille):
    """Return an xlsx of a few hundred kilobytes of which one part is that large once opened."""
    sortie = io.BytesIO(en_xlsx([ENTETE, BONNE]))
    with zipfile.ZipFile(sortie, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(partie, "w") as flux:
        for _morceau in range(taille // 1_000_000):
            flux.write(bytes(1_000_000))
    return sortie.getvalue()


@pytest.mark.parametrize("partie", ["xl/sharedStrings2.xml", "docProps/rien.bin"])
def test_an_xlsx_that_swells_is_refused_before_it_is_opened(partie):
    octets = bombe(partie, tableau.OUVERT_MAX + 1_000_000)
    assert len(octets) < tableau.TAILLE_MAX
    debut = time.process_time()
    with pytest.raises(GrilleIllisible, match="^trop_grand$"):
        lire(octets, JOUR)
    assert time.process_time() - debut < 1


def test_an_xlsx_whose_text_names_itself_many_times_is_refused():
    entites = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    feuille = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "lol">{entites}]><worksheet>&e9;</worksheet>'
    source, sortie = zipfile.ZipFile(io.BytesIO(en_xlsx([ENTETE, BONNE]))), io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom in source.namelist():
            archive.writestr(nom, feuille if nom.endswith("sheet1.xml") else source.read(nom))
    debut = time.process_time()
    with pytest.raises(GrilleIllisible):
        lire(sortie.getvalue(), JOUR)
    assert time.process_time() - debut < 2


def test_twelve_bad_lines_of_five_thousand_are_twelve_sentences():
    mauvaises = set(range(137, 5000, 409))
    lignes = [
        (f"L-{rang}", "Recommandé", f"RR{rang:09d}BE", "hier" if rang in mauvaises else "01/11/2026", "", "", "")
        for rang in range(5000)
    ]
    for octets in (en_csv([ENTETE, *lignes]), en_xlsx([ENTETE, *lignes])):
        debut = time.process_time()
        grille = lire(octets, JOUR)
        assert time.process_time() - debut < 10
        assert [erreur.ligne for erreur in grille.erreurs] == [rang + 2 for rang in sorted(mauvaises)]
        assert len(mauvaises) == 12
        assert len(grille.entrees) == 4988


jours = st.dates(JOUR - timedelta(900), JOUR)
ECRITURES = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%y", "%Y-%m-%d", "%d/%m/%Y 10:00")
issues = [("", ""), ("Reçu", ""), ("Terug", "onbekend"), ("Retour", "refusé"), ("", "verhuisd")]
LUES = {
    ("Reçu", ""): "presente",
    ("Terug", "onbekend"): "inconnu",
    ("Retour", "refusé"): "refuse",
    ("", "verhuisd"): "demenage",
}


@given(
    st.lists(
        st.tuples(
            st.integers(1, 10**6), st.sampled_from(["", "preuve"]), jours, st.integers(0, 30), st.sampled_from(issues)
        ),
        unique_by=lambda ligne: ligne[0],
        min_size=1,
        max_size=20,
    ),
    st.sampled_from(ECRITURES),
    st.sampled_from(";,\t"),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.permutations(range(len(ENTETE))),
    st.booleans(),
)
def test_what_was_written_is_what_is_read(lettres, ecriture, separateur, guillemets, ordre, tableur):
    lignes, attendues = [], []
    for rang, (numero, preuve, envoi, apres, issue) in enumerate(lettres, 2):
        preuve = f"RR{numero:09d}BE" if preuve else ""
        jour = min(JOUR, envoi + timedelta(apres)) if issue != ("", "") else None
        ecrits = [quand if tableur or not quand else quand.strftime(ecriture) for quand in (envoi, jour)]
        lignes.append((f"L-{numero}", "", preuve, ecrits[0], issue[0], ecrits[1] or "", issue[1]))
        attendues.append(Entree(rang, f"L-{numero}", "", "", preuve, envoi, LUES.get(issue, ""), jour))
    melees = [[ligne[place] for place in ordre] for ligne in (ENTETE, *lignes)]
    octets = en_xlsx(melees) if tableur else en_csv(melees, separateur, quoting=guillemets)
    grille = lire(octets, JOUR)
    assert grille.entrees == tuple(attendues)
    assert not grille.erreurs


@given(st.one_of(st.binary(max_size=400), st.text(max_size=300).map(lambda t: f"Lettre;Date;Motif\n{t}".encode())))
def test_any_bytes_are_read_or_refused_in_words(octets):
    try:
        grille = lire(octets, JOUR)
    except GrilleIllisible as refus:
        assert refus.code in ("vide", "format", "trop_grand", "colonnes", "colonne_double", "numero_national")
    else:
        assert all(str(erreur) for erreur in grille.erreurs)


@pytest.mark.parametrize("langue", ["fr", "nl"])
def test_the_table_that_leaves_comes_back_as_it_is_once_filled_in(langue):
    envois = [
        Envoi(f"L-{rang}", canal, "=Amina\nExemple", "Rue X; 1", "1080 Molenbeek", "", 2)
        for rang, canal in enumerate(CANAUX)
    ]
    octets = ecrire(envois, langue)
    texte = octets.decode("utf-8-sig")
    assert "'=Amina Exemple" in texte
    lignes = list(csv.reader(io.StringIO(texte, newline=""), delimiter=";"))
    assert lignes[1][:2] == ["1", "L-0"]
    assert lignes[1][3:8] == ["'=Amina Exemple", "Rue X; 1", "1080 Molenbeek", "", "2"]
    posees = [{"preuve": "RR123456789BE", "envoi": "01/11/2026"} for _envoi in envois]
    for ligne, pose in zip(lignes[1:], posees, strict=True):
        for cle, valeur in pose.items():
            ligne[lignes[0].index(COLONNES[cle][langue == "nl"])] = valeur
    grille = lire(en_csv(lignes), JOUR)
    assert not grille.erreurs
    assert [(entree.lettre, entree.canal) for entree in grille.entrees] == [(e.lettre, e.canal) for e in envois]
    # not filled in, it says how each letter was to leave and nothing more
    assert all(entree.envoi is None for entree in lire(octets, JOUR).entrees)


def test_a_code_drawn_is_a_code_read():
    jeton = qr.tirer()
    assert lue((jeton, "reçu", "10/11/2026"), entete=("Code", "Résultat", "Date")).entrees[0].jeton == jeton
