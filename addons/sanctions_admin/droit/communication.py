# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a payment bears, each checked modulo 97: the structured communication of a Belgian payment (ten digits, and two
that check them), and the number of the account."""

from __future__ import annotations

import re

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}")


def structuree(numero):
    """Return the communication that bears that number, of ten digits at most.

    >>> structuree(1), structuree(97), structuree(1234567890)
    ('+++000/0000/00101+++', '+++000/0000/09797+++', '+++123/4567/89002+++')
    """
    if not 0 < numero < 10**10:
        raise ValueError("a structured communication bears ten digits")
    chiffres = f"{numero:010d}{numero % 97 or 97:02d}"
    return f"+++{chiffres[:3]}/{chiffres[3:7]}/{chiffres[7:]}+++"


def en_groupes(iban):
    """Return the number of an account as banks print it, by four.

    >>> en_groupes("be71096123456769")
    'BE71 0961 2345 6769'
    """
    lu = "".join((iban or "").split()).upper()
    return " ".join(lu[i : i + 4] for i in range(0, len(lu), 4))


def compte_juste(iban):
    """Whether that is the number of an account, as banks write it; spaces do not count.

    >>> compte_juste("BE71 0961 2345 6769"), compte_juste("BE71 0961 2345 6760"), compte_juste("12")
    (True, False, False)
    """
    lu = "".join((iban or "").split()).upper()
    return bool(_IBAN.fullmatch(lu)) and int("".join(str(int(c, 36)) for c in lu[4:] + lu[:4])) % 97 == 1
