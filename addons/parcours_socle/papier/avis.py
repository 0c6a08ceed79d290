# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The e-mail that says that a letter waits: from whom, how to reach them, and nothing of the person.

A mail is read on the way, forwarded, and shown on a locked screen: no name, no number, no reference, not even what the
letter is about. It is no notification: no term starts from it. In French and Dutch, whoever reads it: a notice for the
public is bilingual (laws on languages).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

OBJET = "Une lettre vous attend – Er wacht een brief op u"
TEXTES = {
    "fr": (
        "Bonjour,",
        "Une lettre vous attend auprès de l’administration suivante : {autorite}.",
        "Prenez contact avec elle pour la recevoir :",
        "Ce message est envoyé automatiquement. Il ne contient aucune donnée sur vous et ne demande ni mot de passe, "
        "ni paiement, ni document : n’en envoyez pas en réponse. S’il ne vous est pas destiné, vous pouvez l’effacer.",
    ),
    "nl": (
        "Goeiedag,",
        "Er wacht een brief op u bij de volgende administratie: {autorite}.",
        "Neem contact met haar op om hem te ontvangen:",
        "Dit bericht is automatisch verstuurd. Het bevat geen gegevens over u en vraagt geen wachtwoord, betaling of "
        "document: stuur er geen als antwoord. Is het niet voor u bestemd, dan mag u het wissen.",
    ),
}
#: Nobody's machine answers it, and nobody's answer comes back as one of a person's.
ENTETES = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


@dataclass(frozen=True, slots=True)
class Avis:
    """What a mail says, ready to be sent."""

    objet: str
    texte: str
    html: str
    entetes: dict[str, str]


def rediger(autorites: dict[str, str], contacts: dict[str, Iterable[str]]) -> Avis:
    """Return the notice of an authority.

    :param autorites: its name, a language
    :param contacts: how to reach it, in lines, a language: of the unit, never of the person who writes
    :raise KeyError: a language is missing
    """
    parties, blocs = [], []
    for langue, (bonjour, phrase, invitation, fin) in TEXTES.items():
        lignes = [ligne for ligne in contacts[langue] if ligne.strip()]
        phrase = phrase.format(autorite=autorites[langue])
        parties.append("\n\n".join((bonjour, phrase, invitation + "\n" + "\n".join(f"  {x}" for x in lignes), fin)))
        adresse = "<br/>".join(map(escape, lignes))
        blocs.append(
            f'<div lang="{langue}-BE"><p>{escape(bonjour)}</p><p>{escape(phrase)}</p>'
            f"<p>{escape(invitation)}<br/>{adresse}</p><p><small>{escape(fin)}</small></p></div>"
        )
    return Avis(OBJET, "\n\n---\n\n".join(parties) + "\n", "<hr/>".join(blocs), dict(ENTETES))
