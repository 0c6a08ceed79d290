# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What rests on a document counts once somebody of the commune has checked it (loi.md §3, §4, §6)."""

from __future__ import annotations

from datetime import date

from .etapes import Etape

#: A document was brought; it was looked at and counts, or does not.
RECU, ACCEPTE, REFUSE = ("recu", "accepte", "refuse")
#: What is missing of the documents that something rests on: none, one that nobody has looked at, one that counts.
AUCUN, A_CONTROLER, AUCUN_ACCEPTE = ("aucun", "a_controler", "aucun_accepte")
#: A later receipt is proved by the person, whatever the channel.
RECEPTION_PROUVEE = "prouve"


def manque(etats, favorable=True):
    """Return what is missing of documents in those states before something is decided on them, or None.

    One that counts is enough for what was asked to be given; nothing is refused as long as somebody's document waits to
    be looked at.

    >>> manque(["accepte", "recu"]), manque(["accepte", "recu"], favorable=False)
    (None, 'a_controler')
    >>> manque([]), manque(["refuse"]), manque(["refuse"], favorable=False)
    ('aucun', 'aucun_accepte', None)
    """
    etats = list(etats)
    if not etats:
        return AUCUN
    if ACCEPTE in etats and favorable:
        return None
    if RECU in etats:
        return A_CONTROLER
    return AUCUN_ACCEPTE if favorable else None


def document_demande(etape: Etape, reception=None):
    """Return the code of the type of document that a step is recorded on, or "": what came back of a letter is on a
    card, but a later receipt is for the person to prove."""
    if etape.repond:
        return etape.document if reception == RECEPTION_PROUVEE else ""
    return etape.document


def jour_impossible(jour: date | None, recu: date, aujourdhui: date):
    """Whether a document cannot bear that day: it is still to come, or after the one on which it was brought; or
    whether it was brought on a day to come.

    >>> jour_impossible(date(2026, 1, 5), date(2026, 1, 4), date(2026, 1, 6))
    True
    >>> jour_impossible(None, date(2026, 1, 4), date(2026, 1, 6))
    False
    """
    return recu > aujourdhui or bool(jour and jour > recu)
