# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Which passwords are no passwords: short, one that everybody tries first, or a word that is known of its owner."""

import unicodedata

#: Characters; the delay of failed logins does the rest (models/connexion_echec.py).
MINIMUM = 12
#: Different ones among them.
DIFFERENTS = 5
#: What everybody tries first, without what people add to it: figures, signs, capitals.
CONNUS = frozenset(
    (
        *("admin", "administrator", "administrateur", "azerty", "azertyuiop", "qwerty", "qwertyuiop", "letmein"),
        *("motdepasse", "wachtwoord", "password", "passw", "changeme", "secret"),
        *("welkom", "bienvenue", "bonjour", "welcome"),
        *("odoo", "parcours", "parcoursdaccueil", "vivalis", "bruxelles", "brussel", "brussels", "commune", "gemeente"),
    )
)


def nu(texte):
    """Return the letters of a text, in lower case and without accents: what is left of a word with a year behind it.

    >>> nu("Schaerbeek-2026!"), nu("Évere")
    ('schaerbeek', 'evere')
    """
    plat = unicodedata.normalize("NFKD", texte or "").casefold()
    return "".join(lettre for lettre in plat if lettre.isalpha())


def refus(mot, connus=()):
    """Return why this is no password ("court", "pauvre", "connu"), or "".

    :param connus: what is known of its owner: login, names, commune
    """
    if len(mot) < MINIMUM:
        return "court"
    if len(set(mot)) < DIFFERENTS:
        return "pauvre"
    lettres = nu(mot)
    siens = {nu(texte) for texte in connus} | {nu(part) for texte in connus for part in (texte or "").split()} - {""}
    # Twice the same word is that word.
    simple = lettres[: len(lettres) // 2] if lettres[: len(lettres) // 2] * 2 == lettres else lettres
    if mot in connus or (lettres and {lettres, simple} & (siens | CONNUS)):
        return "connu"
    return ""
