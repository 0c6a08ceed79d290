# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""CODA, the file of Belgian banks (Febelfin): records of 128 characters, read by `febelfin-coda`. What it asserts is
looked at again here, in words, and whatever Python leaves out."""

from __future__ import annotations

import io

from coda import CODA

from .compte import nu
from .releve import DEVISE, Ligne, Releve, ReleveRefuse, centimes, controler, numeroter

LARGEUR = 128
PREMIER, DERNIER = "0", "9"
#: Letters of the standard; a bank that writes others spoils a name at most.
ALPHABET = "windows-1252"
#: Kinds of a structured communication: the twelve digits of the payer.
STRUCTUREES = frozenset({"101", "102"})
#: Kinds of a movement that stands for those that its details say: a total. Of another one they say the costs.
TOTAUX = frozenset({"1", "2"})
#: What a damaged file makes the library raise.
DEFAUTS = (ArithmeticError, AssertionError, AttributeError, IndexError, KeyError, TypeError, ValueError)


def est_coda(octets):
    """Whether a file looks like one."""
    return octets[:5] == b"00000" and b"<" not in octets[:LARGEUR]


def lire_coda(octets):
    """Return the statements of a file.

    :param bytes octets: as the bank gave it
    :raise ReleveRefuse: it is none, or it was cut, or its totals are wrong
    """
    rangs = octets.decode(ALPHABET, errors="replace").splitlines()
    while rangs and not rangs[-1].strip("\x1a "):
        rangs.pop()
    if not rangs or rangs[-1][:1] != DERNIER or any(len(rang) != LARGEUR for rang in rangs):
        raise ReleveRefuse("coupe")
    if sum(rang[0] == PREMIER for rang in rangs) != sum(rang[0] == DERNIER for rang in rangs):
        raise ReleveRefuse("coupe")
    try:
        return [controler(_releve(lu)) for lu in CODA(io.StringIO("\n".join(rangs))).statements]
    except ReleveRefuse:
        raise
    except DEFAUTS:
        # the library says which field differs from which, with what it holds: nothing of that is shown
        raise ReleveRefuse("illisible") from None


def _releve(lu):
    if lu.account_currency != DEVISE:
        raise ReleveRefuse("devise", lu.account_currency)
    lignes = tuple(_ligne(mouvement) for principal in lu.moves for mouvement in _details(principal))
    return Releve(
        compte=nu(lu.account),
        # that of the file; that of the paper may be zeros for ever
        numero=numeroter(lu.new_balance_date, lu.coda_sequence),
        jour=lu.new_balance_date,
        avant=centimes(lu.old_balance),
        apres=centimes(lu.new_balance),
        lignes=lignes,
    )


def _details(mouvement):
    """Return the movements that one stands for: the details of a total that make the whole of it, else itself."""
    details = mouvement.moves if mouvement.transaction_type in TOTAUX else []
    if details and sum(detail.amount for detail in details) == mouvement.amount:
        return details
    return [mouvement]


def _ligne(mouvement):
    structuree = mouvement.communication_type in STRUCTUREES
    texte = (mouvement.communication or "").strip()
    return Ligne(
        reference=f"{mouvement.bank_reference.strip()} {mouvement.sequence}-{mouvement.detail_sequence}".strip(),
        jour=mouvement.entry_date,
        montant=centimes(mouvement.amount),
        communication=texte if structuree else "",
        texte="" if structuree else " ".join(texte.split()),
        nom=(mouvement.counterparty_name or "").strip(),
        # 34 characters of account, three of currency
        compte=nu((mouvement.counterparty_account or "")[:34]),
    )
