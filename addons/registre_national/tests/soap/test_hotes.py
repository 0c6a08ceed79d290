# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Which machines the register may be reached at."""

import doctest

from odoo.addons.registre_national.soap import hotes


def test_the_examples_of_the_docstrings_hold():
    assert doctest.testmod(hotes).failed == 0


def test_no_other_name_passes_for_one_of_the_list():
    permis = frozenset({"a.example"})
    for adresse in ("https://a.example.b", "https://a.example@b.example", "https://xa.example", "https:///a.example"):
        assert hotes.refusee(adresse, permis, True) == "hote", adresse
    assert hotes.refusee("HTTPS://A.EXAMPLE:443/x", permis, True) == ""
