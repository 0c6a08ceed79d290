# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Numbers of the National Register (NISS): eleven digits YYMMDD + serial (odd male, even female) + check.

Generated people never look like a real person: their month is shifted by 60 (61..72), check digits as usual.
Source: registre.md §4.
"""

#: Added to the month of every generated number.
DECALAGE_MOIS = 60
#: Serials below are for people of the population, the rest for relatives named in a file but without one.
PREMIERE_SERIE_PARENTS = 800


def controle(neuf, ne_depuis_2000):
    """Return the two check digits of the first nine digits, "2" put before them for births from 2000.

    The addon has its own (`soap/niss.py`), since neither may import the other; a test says that they agree.

    >>> controle("900101001", False)
    '31'
    >>> controle("000101001", True)
    '66'
    """
    return f"{97 - int(('2' if ne_depuis_2000 else '') + neuf) % 97:02d}"


def composer(annee, mois, jour, serie):
    """Return the number of a generated person; an unknown month is written as January, an unknown day as 00.

    >>> composer(1990, 5, 0, 1)[:9]
    '906500001'
    """
    neuf = f"{annee % 100:02d}{(mois or 1) + DECALAGE_MOIS:02d}{jour or 0:02d}{serie:03d}"
    return neuf + controle(neuf, annee >= 2000)


def valide(numero):
    """Say whether the text is eleven digits with the check digits of a birth before or since 2000."""
    if len(numero) != 11 or not (numero.isascii() and numero.isdigit()):
        return False
    return numero[9:] in (controle(numero[:9], False), controle(numero[:9], True))


def genere(numero):
    """Say whether the number can only belong to a generated person (month 61 to 72)."""
    return valide(numero) and 61 <= int(numero[2:4]) <= 72
