# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Cells of a file that a spreadsheet opens: nothing that somebody typed becomes a formula there.

A spreadsheet reads what begins with one of a few characters as a formula, which can call a program or an address
outside. Such a text gets an apostrophe before it: "+Ali" is written "'+Ali", and a spreadsheet shows it as a text.
"""

import re

#: What makes a formula of the rest, in one spreadsheet or another; some look past the blanks before it.
DEBUTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
#: What some read as the end of the cell before.
SAUTS = ("\t", "\r", "\n")
#: A number as people write it, negative or not; not a telephone number, whose + is part of it.
NOMBRE = re.compile(r"-?\d+([.,]\d+)*\s?%?")


def cellule(valeur):
    """Return the value as it may stand in a cell: texts that would be formulas with an apostrophe, all else as it is.

    >>> cellule("=1+1"), cellule("+Ali"), cellule("-12,50"), cellule(-3), cellule("Ali-Baba")
    ("'=1+1", "'+Ali", '-12,50', -3, 'Ali-Baba')
    """
    if isinstance(valeur, bytes):
        return cellule(valeur.decode(errors="replace"))
    if not isinstance(valeur, str) or NOMBRE.fullmatch(valeur):
        return valeur
    if valeur.startswith(SAUTS) or valeur.lstrip().startswith(DEBUTS):
        return f"'{valeur}"
    return valeur


def ligne(valeurs):
    """Return a row of such cells."""
    return [cellule(valeur) for valeur in valeurs]
