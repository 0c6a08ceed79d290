# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The seals of the consultation log: each covers an entry and the seal before it, so that the log is one chain.

A seal is an HMAC-SHA256 with a key that no database holds: who rewrites the log in the database cannot seal it anew.
The entries of before had a SHA-256 without a key; the first seal with one covers the last of them.
"""

import hmac
import json
from hashlib import sha256

#: What the seal of an entry of before covers, in this order.
SCELLES = (
    "sequence",
    "date",
    "user_id",
    "processus",
    "niss",
    "its",
    "finalite",
    "reference",
    "tentative",
    "nature",
    "code",
    "duree_ms",
    "operation",
    "motif",
    "precision",
    "service_id",
)
#: How many of `SCELLES` there were at each version of that log. A seal covers the columns of the first version that has
#: all the values of the entry, so that a column added later leaves the seals of the entries of before as they were.
VERSIONS = (12, 15, 16)

#: What a seal with a key covers, by the version that the entry says.
COLONNES = {1: (*SCELLES, "login", "nom", "role", "motif_recherche", "resultat", "version", "cle")}
VERSION = max(COLONNES)
#: All there is to an entry but its two seals, in the order in which a verification reads it.
TOUTES = COLONNES[VERSION]


def sceau_ancien(precedent, valeurs):
    """The seal of an entry of before: SHA-256 of the seal before and of its values (`SCELLES`, as of `VERSIONS`)."""
    version = next(nombre for nombre in VERSIONS if not any(valeurs[nombre:]))
    textes = [
        valeur.isoformat(" ", "seconds") if hasattr(valeur, "isoformat") else valeur or ""
        for valeur in valeurs[:version]
    ]
    return sha256(f"{precedent}{json.dumps(textes, ensure_ascii=False)}".encode()).hexdigest()


def sceau(precedent, entree, cle):
    """The seal of an entry, 64 hexadecimal digits.

    :param precedent: the seal of the entry before, "" for the first one
    :param entree: {column: value as `simple` gives it}
    :param cle: bytes of the key
    """
    textes = [entree[colonne] for colonne in COLONNES[entree["version"]]]
    return hmac.new(cle, f"{precedent}{json.dumps(textes, ensure_ascii=False)}".encode(), sha256).hexdigest()


def simple(valeur):
    """A value as the seal and the database's function get it: None, a whole number, a text."""
    if valeur is None or valeur is False:
        return None
    return valeur.isoformat(" ", "seconds") if hasattr(valeur, "isoformat") else valeur


def sceller(lignes, derniere, precedent, cle, octets):
    """Return the entries that follow the last one: dicts of all columns, numbered and sealed.

    :param lignes: [{column: value}] in their order
    :param derniere: number of the last entry, 0 when there is none
    :param precedent: its seal, "" when there is none
    :param cle: name of the key
    :param octets: the key
    """
    entrees = []
    for sequence, ligne in enumerate(lignes, derniere + 1):
        entree = {colonne: simple(ligne.get(colonne)) for colonne in TOUTES}
        entree |= {"sequence": sequence, "version": VERSION, "cle": cle}
        entree["previous_hash"] = precedent
        precedent = entree["hash"] = sceau(precedent, entree, octets)
        entrees.append(entree)
    return entrees


class Chaine:
    """A reader of the log, from the first entry on: `suit` says of each entry whether it is what was sealed. It goes on
    after one that is not: an entry broken on purpose must not hide what happens to those after it."""

    def __init__(self, trousseau):
        """
        :param trousseau: {name of a key: bytes}
        """
        self.trousseau = trousseau
        self.derniere, self.precedent, self.a_cle = 0, "", False

    def suit(self, avant, sceau_lu, valeurs):
        """Whether this entry follows the one before; either way it is then the one that the next must follow.

        :param avant: the seal before, as the entry says it
        :param sceau_lu: its own seal
        :param valeurs: its values, in the order of `TOUTES`
        """
        juste = valeurs[0] == self.derniere + 1 and avant == self.precedent
        juste = sceau_lu == self._attendu(avant, valeurs) and juste
        self.derniere, self.precedent = valeurs[0], sceau_lu
        return juste

    def _attendu(self, avant, valeurs):
        entree = {colonne: simple(valeur) for colonne, valeur in zip(TOUTES, valeurs, strict=True)}
        if entree["version"] is None and entree["cle"] is None:
            # Once there was a key, nobody goes back to what anybody can compute.
            return None if self.a_cle else sceau_ancien(avant, valeurs[: len(SCELLES)])
        if entree["version"] not in COLONNES or entree["cle"] not in self.trousseau:
            return None
        self.a_cle = True
        return sceau(avant, entree, self.trousseau[entree["cle"]])
