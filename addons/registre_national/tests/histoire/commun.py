# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A history in a few words, for the tests of its reading."""

from odoo.addons.registre_national.histoire.dates import lire_partielle
from odoo.addons.registre_national.histoire.histoire import Histoire
from odoo.addons.registre_national.histoire.modele import Information, Tables

TABLES = Tables(communes=frozenset(str(21000 + rang) for rang in range(1, 20)))


def entree(rang, it, code, debut, fin=None, /, **contenu):
    """An `Information`; dates as the register writes them ("2023-05-00": day unknown)."""
    return Information(rang, it, code, *lire_partielle(debut).etendue, *lire_partielle(fin).etendue, contenu)


def residences(*entrees):
    """The `Histoire` of entries of IT 001: (code, start) or (code, start, end)."""
    return Histoire([entree(rang, "001", *lieu) for rang, lieu in enumerate(entrees)], TABLES)
