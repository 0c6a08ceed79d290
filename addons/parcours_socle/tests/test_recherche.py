# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What is typed and what is stored become the same keys. Pure: no database."""

import unicodedata
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from ..recherche import (
    APOSTROPHES,
    cles_nom,
    cles_numero,
    cles_reference,
    cles_telephone,
    en_tsquery,
    essentiel,
    lire,
    mots,
    repond,
)

ALPHABET = "aàâäæçéèêëğıİijłøœßşžŁØÅÄÖÜñÑđĐ ШЩйЁабвг אבג محمد Ωάς 中文 é"
NOMS = st.text(alphabet=ALPHABET + "bcdkmt-'’ʼ \u00a0\u200b.", min_size=1, max_size=30)


class TestRecherche(TestCase):
    def trouve(self, stocke, tape):
        return repond(set().union(*map(cles_nom, stocke.split(","))), lire(tape))

    def test_each_example_of_the_screens_is_found(self):
        for stocke, tapes in {
            "AYDOĞDU, Işıl Zeynep": (
                "Işıl Aydoğdu",
                "aydogdu isil",
                "Zeynep",
                "aydo",
                "AYDOGDU ISIL",
                "aydoğdu, zeynep",
            ),
            "O'BRIEN, Seán": ("obrien", "O’Brien", "O'Brien sean", "o brien"),
            "O’BRIEN, Seán": ("obrien", "o'brien", "OʼBRIEN"),
            "BEN-ABDALLAH, Fatima Zahra": (
                "ben abdallah",
                "benabdallah",
                "Ben-Abdallah",
                "fatimazahra",
                "abdallah ben",
            ),
            "BENABDALLAH, Ali": ("ben abdallah", "ben-abdallah ali"),
            "EL\u00a0AMRANI, Ali": ("el amrani", "elamrani", "  el \u00a0\t amrani ", "el\u200b amrani"),
            "WIŚNIEWSKI-ŁĘCKI, Đorđe": ("wisniewski lecki", "dorde", "Łecki"),
            "STRAßE, Œdipe": ("strasse", "oedipe", "œdipe straße"),
            "МОРОЗОВ, Андрей": ("морозов", "Андрей Морозов", "андреи"),
            "مُحَمَّد, علي": ("محمد", "علي محمد"),
        }.items():
            for tape in tapes:
                with self.subTest(stocke=stocke, tape=tape):
                    self.assertTrue(self.trouve(stocke, tape))

    def test_another_name_is_not_found(self):
        for tape in ("aydin", "zeynep obrien", "doğdu", "x", ""):
            self.assertFalse(self.trouve("AYDOĞDU, Işıl Zeynep", tape), tape)

    def test_a_number_is_read_whatever_stands_between_its_digits(self):
        cles = cles_numero("90.65.18-999.30")
        for tape in ("90.65.18-999.30", "906518 999 30", "90651899930", "906518 99930", "90.65.18", "90-65/18"):
            self.assertTrue(repond(cles, lire(tape)), tape)
        for tape in ("90", "65.18", "90.65.19"):
            self.assertFalse(repond(cles, lire(tape)), tape)
        self.assertEqual(lire(" 90.65.18-999.30 ").chiffres, "90651899930")
        self.assertEqual(lire("x 90651899930").chiffres, "")

    def test_a_reference_is_found_by_its_tail(self):
        cles = cles_reference("PA/2026/000180")
        for tape in ("000180", "180", "PA/2026/000180", "pa 2026 000180", "2026/000180", "2026-000180"):
            self.assertTrue(repond(cles, lire(tape)), tape)
        self.assertFalse(repond(cles, lire("000181")))

    def test_a_telephone_is_found_however_it_is_written(self):
        formes = ("0470 12 34 56", "+32 470/12.34.56", "0032470123456", "+32 (0)470 12 34 56", "(+32) 470123456")
        for stocke in formes:
            for tape in (*formes, "470123456", "32470123456"):
                self.assertTrue(repond(cles_telephone(stocke), lire(tape)), (stocke, tape))
        self.assertTrue(repond(cles_telephone("+33 6 12 34 56 78"), lire("0033612345678")))

    def test_a_name_and_a_number_may_be_typed_together(self):
        cles = cles_nom("AYDOĞDU") | cles_numero("90651899930")
        self.assertTrue(repond(cles, lire("aydo 90.65.18")))
        self.assertFalse(repond(cles, lire("obrien 90.65.18")))

    @given(NOMS)
    def test_words_of_words_are_the_same_words(self, nom):
        self.assertEqual(mots(" ".join(mots(nom))), mots(nom))

    @given(NOMS)
    def test_case_and_normal_form_change_nothing(self, nom):
        for forme in ("NFC", "NFD", "NFKC", "NFKD"):
            self.assertEqual(mots(unicodedata.normalize(forme, nom)), mots(nom))
        self.assertEqual(mots(nom.casefold()), mots(nom))

    @given(NOMS, st.lists(st.integers(1, 6), min_size=1, max_size=4), st.sampled_from(["", " 1990", " 12", " x"]))
    def test_whoever_is_found_has_the_longest_word_of_what_was_typed(self, nom, longueurs, suite):
        tape = " ".join(mot[:longueur] for mot, longueur in zip(nom.split(), longueurs, strict=False)) + suite
        requete, stockees = lire(tape), cles_nom(nom) | cles_nom(f"{nom} 1990 12")
        plus = essentiel(requete)
        if plus and repond(stockees, requete):
            self.assertTrue(repond(stockees, plus), (nom, tape))

    @given(st.text(max_size=40))
    def test_any_text_can_be_typed(self, texte):
        requete = lire(texte)
        for debuts in (False, True):
            ecrit = en_tsquery(requete, debuts)
            self.assertNotRegex(ecrit, "''|\\\\")
            self.assertEqual(bool(ecrit), bool(requete.sens))
        for mot in mots(texte):
            self.assertTrue(all(c.isalnum() or unicodedata.category(c)[0] in "LMN" for c in mot), mot)

    @given(st.lists(st.text(alphabet="abcdeéğłß", min_size=2, max_size=8), min_size=1, max_size=4), st.randoms())
    def test_any_order_of_the_words_finds_the_name(self, noms, hasard):
        cles = cles_nom(" ".join(noms))
        melange = list(noms)
        hasard.shuffle(melange)
        self.assertTrue(repond(cles, lire(" ".join(melange))))
        self.assertTrue(repond(cles, lire("".join(noms))))
        self.assertTrue(repond(cles, lire("-".join(melange).upper())))

    @given(NOMS, st.sampled_from(APOSTROPHES))
    def test_an_apostrophe_anywhere_changes_nothing(self, nom, apostrophe):
        self.assertEqual(mots(apostrophe.join(nom)), mots(nom))
