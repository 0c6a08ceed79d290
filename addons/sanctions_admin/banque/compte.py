# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The number of an account (IBAN), checked modulo 97. Here rather than by `stdnum.iban`, which reads its table of
countries from a file that it does not find once Odoo has loaded it."""

from __future__ import annotations

import re

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}")


def nu(iban):
    """Return a number as banks keep it, without spaces and in capitals; "" of nothing."""
    return "".join((iban or "").split()).upper()


def en_groupes(iban):
    """Return the number of an account as banks print it, by four.

    >>> en_groupes("be71096123456769")
    'BE71 0961 2345 6769'
    """
    lu = nu(iban)
    return " ".join(lu[i : i + 4] for i in range(0, len(lu), 4))


def juste(iban):
    """Whether that is the number of an account, as banks write it; spaces do not count.

    >>> juste("BE71 0961 2345 6769"), juste("BE71 0961 2345 6760"), juste("12")
    (True, False, False)
    """
    lu = nu(iban)
    return bool(_IBAN.fullmatch(lu)) and int("".join(str(int(c, 36)) for c in lu[4:] + lu[:4])) % 97 == 1
