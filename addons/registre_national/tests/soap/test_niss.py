# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.registre_national.soap import niss

from simulateur.numero import controle

neufs = st.builds(
    lambda annee, mois, jour, serie: f"{annee:02d}{mois:02d}{jour:02d}{serie:03d}",
    st.integers(0, 99),
    st.integers(61, 72),
    st.integers(1, 28),
    st.integers(1, 998),
)


class TestNiss(unittest.TestCase):
    @given(neufs, st.booleans())
    def test_check_digits_of_both_centuries(self, neuf, depuis_2000):
        numero = neuf + niss.cle(neuf, depuis_2000)
        self.assertEqual(niss.valider(numero, test=True), numero)

    @given(neufs, st.booleans())
    def test_the_simulator_writes_the_same_check_digits(self, neuf, depuis_2000):
        self.assertEqual(controle(neuf, depuis_2000), niss.cle(neuf, depuis_2000))

    @given(neufs, st.booleans(), st.integers(0, 8), st.integers(1, 9))
    def test_one_wrong_digit_is_seen(self, neuf, depuis_2000, place, decalage):
        """A digit changed among the first nine changes the key of its own century; it may by chance become the key of
        the other.
        """
        cle = niss.cle(neuf, depuis_2000)
        faux = neuf[:place] + str((int(neuf[place]) + decalage) % 10) + neuf[place + 1 :]
        self.assertNotEqual(niss.cle(faux, depuis_2000), cle)

    @given(
        st.integers(0, 99),
        st.sampled_from([0, 20, 40]),
        st.integers(0, 12),
        st.integers(0, 99),
        st.booleans(),
    )
    def test_every_kind_of_month_and_day(self, annee, decalage, mois, jour, depuis_2000):
        """Plain, bis and ter months, month and day 00 and days above 31 included: with serial 999, a number."""
        # Of this century only years that have been: a birth in the future has no number.
        annee = annee % 21 if depuis_2000 else annee
        numero = self._avec_cle(f"{annee:02d}{mois + decalage:02d}{jour:02d}999", depuis_2000)
        self.assertEqual(niss.valider(numero), numero)

    @given(neufs, st.booleans(), st.integers(0, 99))
    def test_replaced_check_digits(self, neuf, depuis_2000, chiffres):
        """Of a hundred pairs of check digits two are right at most: the key of each century."""
        numero = f"{neuf}{chiffres:02d}"
        justes = {niss.cle(neuf, False), niss.cle(neuf, True)}
        if f"{chiffres:02d}" in justes:
            self.assertEqual(niss.valider(numero, test=True), numero)
        else:
            with self.assertRaises(niss.NissInvalide) as invalide:
                niss.valider(numero, test=True)
            self.assertEqual(invalide.exception.raison, niss.CONTROLE)

    @given(st.text(max_size=20))
    def test_any_text_is_refused_or_normalised(self, texte):
        try:
            numero = niss.valider(texte, test=True)
        except niss.NissInvalide as invalide:
            self.assertRegex(invalide.raison, r"^[a-z]+$")
        else:
            self.assertRegex(numero, r"^\d{11}$")

    def _avec_cle(self, neuf, depuis_2000=False):
        return neuf + niss.cle(neuf, depuis_2000)

    def test_each_kind_of_number_is_told_apart(self):
        """A plain month with serial 999, bis (+20, +40), month or day unknown, births before and from 2000."""
        for neuf, depuis_2000 in (
            ("850730999", False),
            ("170730999", True),
            ("850030999", False),
            ("850700999", False),
            ("852730999", False),
            ("854730999", False),
            ("174730999", True),
        ):
            with self.subTest(neuf=neuf):
                numero = self._avec_cle(neuf, depuis_2000)
                self.assertEqual(niss.valider(numero), numero)
                ecrit = f" {neuf[:2]}.{neuf[2:4]}.{neuf[4:6]}-{neuf[6:]}.{numero[9:]}"
                self.assertEqual(niss.valider(ecrit), numero)

    def test_a_wrong_number_is_refused_with_its_reason(self):
        for texte, raison in (
            ("", niss.VIDE),
            (None, niss.VIDE),
            ("8507309991A", niss.CARACTERES),
            ("8507309991é", niss.CARACTERES),
            ("850730999", niss.LONGUEUR),
            (self._avec_cle("851330999"), niss.DATE),
            (self._avec_cle("857330999"), niss.DATE),
            (self._avec_cle("858130999"), niss.DATE),
            (self._avec_cle("850730000"), niss.SERIE),
            ("85073099999", niss.CONTROLE),
            (self._avec_cle("850030000"), niss.SERIE),
            (self._avec_cle("851230000"), niss.SERIE),
            (self._avec_cle("856730999"), niss.TEST),
            (self._avec_cle("856030999"), niss.TEST),
            (self._avec_cle("857230999"), niss.TEST),
            (self._avec_cle("858030999"), niss.DATE),
            (self._avec_cle("859230999"), niss.DATE),
            (self._avec_cle("856731999"), niss.TEST),
            (self._avec_cle("856799999"), niss.TEST),
            ("85673099999", niss.CONTROLE),
        ):
            with self.subTest(texte=texte):
                with self.assertRaises(niss.NissInvalide) as invalide:
                    niss.valider(texte)
                self.assertEqual(invalide.exception.raison, raison)

    def test_what_the_register_announces_is_believed_and_what_is_odd_is_told(self):
        for texte, raison in (
            ("85073099999", niss.CONTROLE),
            (self._avec_cle("851330999"), niss.DATE),
            (self._avec_cle("858130999"), niss.DATE),
            (self._avec_cle("850730000"), niss.SERIE),
            ("85673099999", niss.CONTROLE),
        ):
            with self.subTest(texte=texte):
                self.assertEqual((niss.admettre(texte), niss.doute(texte)), (texte, raison))
                self.assertEqual(niss.admettre(f" {texte[:6]}-{texte[6:]}"), texte)
                with self.assertRaises(niss.NissInvalide):
                    niss.valider(texte, test=True)
        juste = self._avec_cle("850730999")
        self.assertEqual((niss.admettre(juste), niss.doute(juste)), (juste, ""))
        self.assertEqual(niss.doute(self._avec_cle("856730999")), "", "a generated number is not odd")

    def test_what_cannot_be_asked_for_is_refused_though_the_register_announced_it(self):
        for texte, raison in (
            ("", niss.VIDE),
            ("8507309991A", niss.CARACTERES),
            ("850730999", niss.LONGUEUR),
            (self._avec_cle("856730999"), niss.TEST),
        ):
            with self.subTest(texte=texte):
                with self.assertRaises(niss.NissInvalide) as invalide:
                    niss.admettre(texte)
                self.assertEqual(invalide.exception.raison, raison)
                self.assertEqual(niss.doute(texte), "", "told otherwise")

    def test_a_number_whose_day_is_above_31_is_one(self):
        """The date part is raised when the serials of a date are exhausted: 00-00-32, 20-32 …"""
        for neuf, depuis_2000 in (
            ("000032999", True),
            ("852032999", False),
            ("850799999", False),
            ("856732999", False),
        ):
            numero = self._avec_cle(neuf, depuis_2000)
            with self.subTest(numero=numero):
                self.assertEqual(niss.valider(numero, test=True), numero)

    def test_a_bis_number_may_have_serial_000(self):
        for neuf in ("852030000", "852730000", "854030000", "856030000"):
            numero = self._avec_cle(neuf)
            with self.subTest(numero=numero):
                self.assertEqual(niss.valider(numero, test=True), numero)

    def test_the_last_three_digits_of_a_number_show_and_nothing_of_a_short_text(self):
        for texte, masque in (
            ("90650100199", "•••199"),
            ("123456", "•••456"),
            ("12345", "•••"),
            ("", "•••"),
            (None, "•••"),
        ):
            with self.subTest(texte=texte):
                self.assertEqual(niss.masquer(texte), masque)

    def test_message_shows_no_number(self):
        numero = self._avec_cle("856730999")
        with self.assertRaises(niss.NissInvalide) as invalide:
            niss.valider(numero)
        self.assertNotIn(numero, str(invalide.exception))
        self.assertNotIn(numero[:8], niss.masquer(numero))
