# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The number by which anybody verifies that a paper is ours: 128 random bits that say nothing of anybody.

It is on the paper, and in the hands of who holds it; what is kept elsewhere is its digest (`empreinte`), from which
nobody comes back to the number. No salt: nobody makes a table of 2^128 numbers.
"""

from __future__ import annotations

import base64
import re
import secrets
from hashlib import sha256

#: 128 bits in base 32: the last of the 26 signs holds three of them.
_NUMERO = re.compile(r"[A-Z2-7]{25}[AEIMQUY4]")
#: What a hand writes for a letter that looks like it: base 32 has no 0, 1 or 8.
_MAIN = str.maketrans("018", "OIB")
_GROUPE = 4
#: What somebody may type; nothing longer is looked at.
_LONGUEUR = 80


def tirer() -> str:
    """Return a new number.

    >>> len(tirer()), lire(tirer()) != ""
    (26, True)
    """
    return base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=")


def lire(texte: str) -> str:
    """Return the number that a reader of codes or a hand gave, as `tirer` writes it; "" when it is none.

    >>> lire(" aaaa-aaaa aaaa.aaaa aaaa aaaa ai")
    'AAAAAAAAAAAAAAAAAAAAAAAAAI'
    >>> lire("LET/2026/000012"), lire("A" * 25 + "B"), lire("")
    ('', '', '')
    """
    signes = re.sub(r"[\s\-_.]", "", (texte or "")[:_LONGUEUR]).upper().translate(_MAIN)
    return signes if _NUMERO.fullmatch(signes) else ""


def en_groupes(numero: str) -> str:
    """Return a number as it is printed.

    >>> en_groupes("AAAABBBBCCCCDDDDEEEEFFFFGI")
    'AAAA BBBB CCCC DDDD EEEE FFFF GI'
    """
    return " ".join(numero[rang : rang + _GROUPE] for rang in range(0, len(numero), _GROUPE))


def empreinte(numero: str) -> str:
    """Return what is kept of a number.

    >>> len(empreinte("A" * 26)), empreinte("A" * 26) == empreinte("A" * 25 + "I")
    (64, False)
    """
    return sha256(numero.encode("utf-8")).hexdigest()
