# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The code of a letter: a random number that says nothing about anybody, by which an envelope that comes back unopened
finds its letter.

128 bits, so that no other code is ever met by chance or by a slip of the hand: no check digit is needed. Written in
base 32, the letters and digits that a reader of codes packs best and that a hand copies without doubt.
"""

from __future__ import annotations

import base64
import io
import re
import secrets

import segno

PREFIXE = "PAB-"
_CORPS = re.compile(r"[A-Z2-7]{25}[AEIMQUY4]")
#: One of the eight patterns laid over the modules: to try all of them costs more than the rest of the page's text, and
#: signs drawn at random are in no need of the best.
_MASQUE = 3
#: What a hand writes for a letter that looks like it: base 32 has no 0, 1 or 8.
_MAIN = str.maketrans("018", "OIB")


def tirer() -> str:
    """Return a new code: the prefix and 26 signs.

    >>> len(tirer())
    30
    """
    return PREFIXE + base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=")


def lire(texte: str) -> str:
    """Return the code that a reader or a hand gave, as `tirer` writes it; "" when it is none.

    >>> lire(" pab-aaaa aaaa aaaa aaaa aaaa aaaa ai ")
    'PAB-AAAAAAAAAAAAAAAAAAAAAAAAAI'
    >>> lire("LET/2026/00012"), lire("")
    ('', '')
    """
    signes = re.sub(r"[\s\-_.]", "", texte or "").upper()
    prefixe, corps = PREFIXE.rstrip("-"), signes.removeprefix(PREFIXE.rstrip("-")).translate(_MAIN)
    return PREFIXE + corps if signes.startswith(prefixe) and _CORPS.fullmatch(corps) else ""


def svg(code: str, titre: str, classe: str = "code") -> str:
    """Return the code as an SVG element with its text for who does not see it; its size is the style's to say.

    A quarter of it may be hidden or dirty (level Q), and the four blank modules that a reader needs are in it.
    """
    dessin, sortie = segno.make_qr(code, error="q", boost_error=False, mask=_MASQUE), io.BytesIO()
    dessin.save(
        sortie, "svg", border=4, title=titre, omitsize=True, xmldecl=False, svgclass=classe, lineclass=None, nl=False
    )
    return sortie.getvalue().decode("utf-8")
