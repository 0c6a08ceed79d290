# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A name as a person reads it, whatever characters the register wrote between and inside its letters."""

import re
import unicodedata
from functools import lru_cache

#: Ordinary letters, apostrophes, hyphens and single spaces: nothing to be done.
_ORDINAIRE = re.compile(r"(?:[A-Za-z'.-]+ ?)*[A-Za-z'.-]")


@lru_cache(maxsize=65536)
def lisible(texte: str) -> str:
    """Return a name with ordinary single spaces, without the characters that show nothing (zero-width, marks of
    direction, controls), each letter and its accent in one. The same few thousand names come back all the time.

    >>> lisible("El\\u00a0 Amrani\\u200b\\t"), lisible("\\ufeff")
    ('El Amrani', '')
    """
    if _ORDINAIRE.fullmatch(texte):
        return texte
    visible = (" " if c.isspace() else c for c in texte)
    visible = "".join(c for c in visible if unicodedata.category(c) not in ("Cf", "Cc"))
    return unicodedata.normalize("NFC", " ".join(visible.split()))
