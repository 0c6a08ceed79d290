# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What banks send is read back as it was written, and a damaged file gives nothing."""

import contextlib
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from odoo.addons.sanctions_admin.banque.communication import numero, proches, structuree
from odoo.addons.sanctions_admin.banque.lecture import lire
from odoo.addons.sanctions_admin.banque.rapprochement import INCONNUE, PAIEMENT, RIEN_DU, SANS, SORTIE, TROP, rapprocher
from odoo.addons.sanctions_admin.banque.releve import Ligne, ReleveRefuse, empreinte

from . import ecrire

JOURS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
MONTANTS = st.integers(-10_000_000, 10_000_000).filter(bool)
NUMEROS = st.integers(1, 10**10 - 1)
MOTS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz&<.'", max_size=53).map(
    lambda m: " ".join(m.split())
)
FORMATS = {"coda": ecrire.coda, "camt": ecrire.camt}


@st.composite
def lignes(draw):
    jour, nombre = draw(JOURS), draw(st.integers(0, 8))
    faites = []
    for rang in range(nombre):
        structure = draw(st.booleans())
        chiffres = "".join(c for c in structuree(draw(NUMEROS)) if c.isdigit())
        dite = (chiffres, "") if structure else ("", draw(MOTS))
        nom = draw(MOTS)[:26].strip()
        faites.append(Ligne(f"REF{rang:05d}", jour, draw(MONTANTS), *dite, nom, ecrire.AUTRE))
    return jour, faites


@pytest.mark.parametrize("ecrit", FORMATS)
@given(lignes(), st.integers(-10_000_000, 10_000_000))
def test_what_is_written_is_read_back(ecrit, tirees, avant):
    jour, faites = tirees
    attendu = ecrire.releve(faites, avant, jour)
    (lu,) = lire(FORMATS[ecrit](attendu), f"{ecrire.COMPTE[:4]} {ecrire.COMPTE[4:]}")
    assert lu._replace(lignes=()) == attendu._replace(lignes=())
    for ligne, faite in zip(lu.lignes, faites, strict=True):
        # the place in the statement tells two lines of one reference apart
        assert ligne.reference.startswith(faite.reference)
        assert ligne._replace(reference="") == faite._replace(reference="")


@pytest.mark.parametrize("ecrit", FORMATS)
@given(lignes(), st.data())
def test_a_file_cut_anywhere_gives_nothing(ecrit, tirees, data):
    jour, faites = tirees
    entier = FORMATS[ecrit](ecrire.releve(faites, 0, jour))
    coupe = entier[: data.draw(st.integers(0, len(entier) - 1))]
    assume(coupe.rstrip() != entier.rstrip())
    with pytest.raises(ReleveRefuse):
        lire(coupe, ecrire.COMPTE)


@pytest.mark.parametrize("ecrit", FORMATS)
@given(lignes(), st.integers(-5000, 5000).filter(bool))
def test_a_wrong_total_gives_nothing(ecrit, tirees, ecart):
    jour, faites = tirees
    juste = ecrire.releve(faites, 1000, jour)
    with pytest.raises(ReleveRefuse):
        lire(FORMATS[ecrit](juste._replace(apres=juste.apres + ecart)), ecrire.COMPTE)


@pytest.mark.parametrize("ecrit", FORMATS)
def test_another_account_another_currency_and_nothing_are_said(ecrit):
    jour = date(2026, 3, 2)
    entier = FORMATS[ecrit](ecrire.releve([ecrire.paie(12, 10000, jour)], 0, jour))
    for octets, compte, mot in (
        (entier, ecrire.AUTRE, "autre_compte"),
        (FORMATS[ecrit](ecrire.releve([], 0, jour), devise="USD"), ecrire.COMPTE, "devise"),
        (b" \r\n", ecrire.COMPTE, "vide"),
        (b"PK\x03\x04 a spreadsheet", ecrire.COMPTE, "illisible"),
        (b"<html><body>no bank</body></html>", ecrire.COMPTE, "illisible"),
    ):
        with pytest.raises(ReleveRefuse) as refus:
            lire(octets, compte)
        assert refus.value.mot == mot


def test_an_xml_file_opens_nothing_from_outside():
    jour = date(2026, 3, 2)
    dedans = ecrire.camt(ecrire.releve([], 0, jour)).replace(
        b"?><Document", b'?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><Document'
    )
    with pytest.raises(ReleveRefuse) as refus:
        lire(dedans, ecrire.COMPTE)
    assert refus.value.mot == "illisible"


def test_an_entry_of_several_payments_is_read_payment_by_payment():
    jour = date(2026, 3, 2)
    un = ecrire.camt(ecrire.releve([ecrire.paie(1, 10000, jour)], 0, jour)).decode()
    detail = un[un.index("<TxDtls>") : un.index("</NtryDtls>")]
    amont = [detail.replace("<TxDtls>", f'<TxDtls><Amt Ccy="EUR">{euros}.00</Amt>') for euros in (60, 40)]
    (lu,) = lire(un.replace(detail, "".join(amont)).encode(), ecrire.COMPTE)
    assert [ligne.montant for ligne in lu.lignes] == [6000, 4000]
    # details that do not make the whole are not believed
    (lu,) = lire(un.replace(detail, amont[0] + amont[0]).encode(), ecrire.COMPTE)
    assert [ligne.montant for ligne in lu.lignes] == [10000]


def test_a_payment_in_another_currency_is_on_the_account_for_what_the_entry_says():
    jour = date(2026, 3, 2)
    un = ecrire.camt(ecrire.releve([ecrire.paie(1, 10000, jour)], 0, jour)).decode()
    for montant in (
        '<Amt Ccy="USD">109.00</Amt>',
        '<AmtDtls><TxAmt><Amt Ccy="USD">109.00</Amt></TxAmt></AmtDtls>',
    ):
        (lu,) = lire(un.replace("<TxDtls>", f"<TxDtls>{montant}").encode(), ecrire.COMPTE)
        assert [(ligne.montant, numero(ligne.communication)) for ligne in lu.lignes] == [(10000, 1)]


def test_the_costs_of_a_payment_do_not_replace_it():
    """Of a simple payment (kind 3), the details say the costs; of a total (kind 1), the payments."""
    jour = date(2026, 3, 2)
    parts = [ecrire.paie(2, 10000, jour, "R2"), ecrire.paie(3, -300, jour, "R3")]
    entier = ecrire.coda(ecrire.releve([ecrire.paie(1, 9700, jour)], 0, jour)).decode()
    rangs = entier.split("\r\n")
    fin = next(rang for rang, texte in enumerate(rangs) if texte.startswith("8"))
    dits = [rang for part in parts for rang in ecrire._mouvement(1, part, "001")]
    for genre, attendus in (("3", [(9700, 1)]), ("1", [(10000, 2), (-300, 3)])):
        lus = [*rangs[:fin], *[f"{r[:53]}8{r[54:]}" if r.startswith("21") else r for r in dits], *rangs[fin:]]
        lus = [f"{r[:53]}{genre}{r[54:]}" if r.startswith("21") and r[53] == "0" else r for r in lus]
        # the second detail has its own number; the last record counts the others
        suite = [r.startswith("2") for r in lus]
        places = [rang for rang, mouvement in enumerate(suite) if mouvement]
        for rang in places[3:6]:
            lus[rang] = f"{lus[rang][:6]}0001{lus[rang][10:]}"
        for rang in places[6:]:
            lus[rang] = f"{lus[rang][:6]}0002{lus[rang][10:]}"
        derniere = next(rang for rang, texte in enumerate(lus) if texte.startswith("9"))
        lus[derniere] = f"{lus[derniere][:16]}{derniere - 1:06d}{lus[derniere][22:]}"
        (lu,) = lire("\r\n".join(lus).encode(), ecrire.COMPTE)
        assert [(ligne.montant, numero(ligne.communication)) for ligne in lu.lignes] == attendus, genre


def test_a_number_of_paper_that_stays_zero_is_not_the_number_of_the_statement():
    jours = (date(2026, 3, 2), date(2026, 3, 3))
    numeros = []
    for rang, jour in enumerate(jours, 31):
        texte = ecrire.coda(ecrire.releve([], 0, jour, str(rang))).decode().replace(f"12{rang:03d}", "12000")
        numeros.append(lire(texte.replace(f"8{rang:03d}", "8000").encode(), ecrire.COMPTE)[0].numero)
    assert numeros == ["2026/31", "2026/32"]


@given(st.data())
def test_a_damaged_file_is_refused_in_words_or_read(data):
    jour = date(2026, 3, 2)
    octets = bytearray(ecrire.coda(ecrire.releve([ecrire.paie(12, 10000, jour)], 0, jour)))
    for _fois in range(data.draw(st.integers(1, 3))):
        octets[data.draw(st.integers(0, len(octets) - 1))] = data.draw(st.integers(32, 126))
    with contextlib.suppress(ReleveRefuse):
        lire(bytes(octets), ecrire.COMPTE)


def test_several_statements_of_one_file_come_oldest_first():
    jours = (date(2026, 3, 3), date(2026, 3, 2))
    corps = b"".join(ecrire.coda(ecrire.releve([], 0, jour, str(jour.day))) for jour in jours)
    assert [lu.jour for lu in lire(corps, ecrire.COMPTE)] == sorted(jours)


@given(NUMEROS)
def test_a_communication_is_found_as_such_and_in_words(cle):
    dite = structuree(cle)
    nue = "".join(c for c in dite if c.isdigit())
    assert numero(nue) == cle
    for texte in (dite, nue, dite.strip("+"), f"amende {dite} merci", f"{nue[:3]} {nue[3:7]} {nue[7:]}"):
        assert numero("", texte) == cle
    faux = f"{nue[:-1]}{(int(nue[-1]) + 1) % 10}"
    assert numero(faux) is None and numero("", faux) is None
    assert numero("", f"{dite} {structuree(cle % 10**9 + 1)}") in (None, cle if cle % 10**9 + 1 == cle else None)


@given(NUMEROS, st.integers(0, 11), st.integers(1, 9))
def test_one_digit_wrong_leads_back_to_what_was_meant(cle, place, de_plus):
    nue = "".join(c for c in structuree(cle) if c.isdigit())
    fausse = f"{nue[:place]}{(int(nue[place]) + de_plus) % 10}{nue[place + 1 :]}"
    assert numero(fausse) is None
    assert cle in proches(fausse)


@pytest.mark.parametrize("ecrit", FORMATS)
def test_one_statement_is_one_in_either_format(ecrit):
    jour = date(2026, 3, 2)
    un = ecrire.releve([ecrire.paie(12, 10000, jour)], 500, jour)
    (lu,) = lire(FORMATS[ecrit](un), ecrire.COMPTE)
    assert (lu.numero, empreinte(lu)) == ("2026/1", empreinte(un))


def test_a_communication_bears_ten_digits_at_most():
    for faux in (0, -1, 10**10):
        with pytest.raises(ValueError):
            structuree(faux)


JOUR = date(2026, 3, 2)
LIBRE = Ligne("R", JOUR, 5000, texte="bonjour")


@pytest.mark.parametrize(
    ("payees", "du", "dits"),
    [
        ([ecrire.paie(7, 10000, JOUR)], 10000, [(PAIEMENT, 7, 10000, 0)]),
        ([ecrire.paie(7, 4000, JOUR)] * 2, 10000, [(PAIEMENT, 7, 4000, 0), (PAIEMENT, 7, 4000, 0)]),
        ([ecrire.paie(7, 9000, JOUR)] * 2, 10000, [(PAIEMENT, 7, 9000, 0), (TROP, 7, 1000, 8000)]),
        ([ecrire.paie(7, 9000, JOUR)], 0, [(RIEN_DU, 7, 0, 9000)]),
        ([ecrire.paie(8, 9000, JOUR)], 10000, [(INCONNUE, None, 0, 0)]),
        ([LIBRE], 10000, [(SANS, None, 0, 0)]),
        ([LIBRE._replace(communication="000000000102")], 10000, [(INCONNUE, None, 0, 0)]),
        ([ecrire.paie(7, -9000, JOUR)], 10000, [(SORTIE, None, 0, 0)]),
    ],
)
def test_a_line_pays_the_fine_that_it_names(payees, du, dits):
    assert [tuple(un) for un in rapprocher(payees, {7: du})] == dits


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(-500, 500)), max_size=20),
    st.dictionaries(st.integers(1, 4), st.integers(0, 900)),
)
def test_no_fine_is_paid_more_than_it_asks_and_no_cent_is_lost(payees, dus):
    venues = [ecrire.paie(cle, montant, JOUR, str(rang)) for rang, (cle, montant) in enumerate(payees)]
    dits = rapprocher(venues, dus)
    for cle, du in dus.items():
        assert sum(un.montant for un in dits if un.cle == cle) <= du
    for ligne, un in zip(venues, dits, strict=True):
        assert un.montant + un.reste in (0, ligne.montant)
        assert (un.cle is not None) == (ligne.montant > 0 and un.mot != INCONNUE)
