# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Which machines the register may be reached at: a list of the server, which no screen changes."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

#: Variable of the server's environment with the names of the machines, separated by spaces or commas.
VARIABLE = "REGISTRE_HOTES"


def hotes_permis(environnement: Mapping[str, str], variable: str = VARIABLE) -> frozenset[str] | None:
    """The machines that this server allows; None when it says nothing.

    :param variable: another list than the one of the register

    >>> sorted(hotes_permis({"REGISTRE_HOTES": "A.example, b.example"}))
    ['a.example', 'b.example']
    >>> hotes_permis({}), hotes_permis({"REGISTRE_HOTES": " "})
    (None, None)
    """
    noms = environnement.get(variable, "").replace(",", " ").lower().split()
    return frozenset(noms) or None


def refusee(adresse: str, permis: frozenset[str] | None, production: bool) -> str:
    """Why an address may not be called: "https", "hote", or "" when it may.

    In production only https and only a machine of the list; elsewhere the list counts when there is one.

    >>> refusee("https://a.example/x", frozenset({"a.example"}), True)
    ''
    >>> refusee("http://a.example", frozenset({"a.example"}), True), refusee("https://b.example", None, True)
    ('https', 'hote')
    >>> refusee("http://127.0.0.1:1", None, False), refusee("https://b.example", frozenset({"a.example"}), False)
    ('', 'hote')
    """
    parties = urlsplit(adresse)
    if production and parties.scheme != "https":
        return "https"
    if permis is None:
        return "hote" if production else ""
    return "" if (parties.hostname or "").lower() in permis else "hote"
