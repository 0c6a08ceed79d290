# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The keys of the seals: a file outside the database, which its owner alone may read.

One key a line: its name, then 64 hexadecimal digits. The last one seals, those before it verify what they sealed: a key is
changed by adding a line, and none is ever taken out.
"""

import os
import re
from functools import lru_cache

LIGNE = re.compile(r"([A-Za-z0-9._-]{1,32}) ([0-9a-f]{64})")


class CleIllisible(Exception):
    """There is no usable key; the text says why and what to do, in a sentence."""


def trousseau(chemin):
    """{name of a key: bytes}, the one that seals last.

    :raise CleIllisible: no file, a file that others may read, or one that holds something else
    """
    if not chemin:
        raise CleIllisible("No file of keys is named for the consultation log ([journal] cles, in odoo.conf).")
    try:
        etat = os.stat(chemin)
        if etat.st_mode & 0o007:
            raise CleIllisible(f"Everybody may read {chemin}, which holds the keys of the consultation log: chmod 600.")
        return _lire(chemin, etat.st_mtime_ns)
    except OSError as erreur:
        raise CleIllisible(f"The keys of the consultation log cannot be read: {erreur.strerror} ({chemin}).") from erreur


@lru_cache(maxsize=4)
def _lire(chemin, _modifie):
    with open(chemin, encoding="ascii", errors="replace") as fichier:
        lignes = [ligne.strip() for ligne in fichier if ligne.strip() and not ligne.startswith("#")]
    trouvees = [LIGNE.fullmatch(ligne) for ligne in lignes]
    if not trouvees or not all(trouvees) or len({ligne[1] for ligne in trouvees}) < len(trouvees):
        raise CleIllisible(
            f"{chemin} holds no key for the consultation log: a line is a name of its own, a space and 64 hexadecimal"
            " digits."
        )
    return {ligne[1]: bytes.fromhex(ligne[2]) for ligne in trouvees}
