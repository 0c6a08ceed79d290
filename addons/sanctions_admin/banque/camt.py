# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""camt.053, the statement of ISO 20022, of any version: names are read wherever the version's namespace puts them.

Read with lxml: the libraries that read it want another lxml than Odoo's, or lose a collective entry without details
(docs/decisions.md).
"""

from __future__ import annotations

import re
from datetime import date

from lxml import etree

from .compte import nu
from .releve import DEVISE, Ligne, Releve, ReleveRefuse, centimes, controler, numeroter

#: What names the format, in the namespace of its root.
FORMAT = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.\d\d\}Document")
#: Balances: what there was (a part of a statement: an interim one), and what there is.
AVANT, APRES = ("OPBD", "PRCD"), ("CLBD",)
DEBIT, COMPTABILISE = "DBIT", "BOOK"


def est_camt(octets):
    """Whether a file looks like one, or like another one in XML."""
    return octets.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def lire_camt(octets):
    """Return the statements of a file.

    :param bytes octets: as the bank gave it
    :raise ReleveRefuse: it is none, or it was cut, or its totals are wrong
    """
    # nothing is fetched, nothing is expanded: the file comes from outside
    lecteur = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        racine = etree.fromstring(octets, lecteur)
    except (etree.XMLSyntaxError, ValueError):
        raise ReleveRefuse("coupe") from None
    if racine.getroottree().docinfo.doctype or not FORMAT.fullmatch(racine.tag):
        raise ReleveRefuse("illisible")
    return [controler(_releve(stmt)) for stmt in racine.iterfind("{*}BkToCstmrStmt/{*}Stmt")]


def _texte(element, *chemins):
    """Return the first text found on those paths of local names, without the spaces around; ""."""
    for chemin in chemins:
        trouve = element.find("/".join(f"{{*}}{nom}" for nom in chemin.split("/")))
        if trouve is not None and (texte := (trouve.text or "").strip()):
            return texte
    return ""


def _jour(texte):
    try:
        return date.fromisoformat(texte[:10])
    except ValueError:
        raise ReleveRefuse("illisible") from None


def _montant(element):
    """Return the amount of an entry, of a detail or of a balance, in cents: what leaves is negative."""
    montant = element.find("{*}Amt")
    if montant is None:
        raise ReleveRefuse("illisible")
    if montant.get("Ccy") != DEVISE:
        raise ReleveRefuse("devise", montant.get("Ccy") or "?")
    somme = centimes((montant.text or "").strip())
    return -somme if _texte(element, "CdtDbtInd") == DEBIT else somme


def _releve(stmt):
    soldes = {_texte(bal, "Tp/CdOrPrtry/Cd"): bal for bal in reversed(stmt.findall("{*}Bal"))}
    avant, apres = (next((soldes[mot] for mot in mots if mot in soldes), None) for mots in (AVANT, APRES))
    if avant is None or apres is None:
        raise ReleveRefuse("coupe")
    lignes = tuple(
        ligne
        for rang, entree in enumerate(stmt.iterfind("{*}Ntry"), 1)
        # what is announced or cancelled is on no account
        if _texte(entree, "Sts/Cd", "Sts") in (COMPTABILISE, "")
        for ligne in _lignes(entree, rang)
    )
    jour = _jour(_texte(apres, "Dt/Dt", "Dt/DtTm"))
    return Releve(
        compte=nu(_texte(stmt, "Acct/Id/IBAN")),
        numero=numeroter(jour, _texte(stmt, "ElctrncSeqNb", "LglSeqNb", "Id")),
        jour=jour,
        avant=_montant(avant),
        apres=_montant(apres),
        lignes=lignes,
    )


def _lignes(entree, rang):
    """Yield the lines of an entry: its details when each has its amount and they make the whole of it, else itself."""
    details = entree.findall("{*}NtryDtls/{*}TxDtls")
    somme, jour = _montant(entree), _jour(_texte(entree, "BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm"))
    reference = f"{_texte(entree, 'AcctSvcrRef', 'NtryRef')} {rang}".strip()
    montants = [_du_detail(detail, somme) for detail in details]
    if len(details) > 1 and None not in montants and sum(montants) == somme:
        for suite, (detail, montant) in enumerate(zip(details, montants, strict=True), 1):
            yield _ligne(f"{reference}-{suite}", jour, montant, detail)
    else:
        yield _ligne(reference, jour, somme, details[0] if len(details) == 1 else entree)


def _du_detail(detail, somme):
    """Return the amount of a detail, on the side of its entry unless it says its own; None when it says none in the
    currency of the account: somebody who paid in another one is on it for what the entry says."""
    porteur = next((p for p in (detail, detail.find("{*}AmtDtls/{*}TxAmt")) if p is not None and _en_euros(p)), None)
    if porteur is None:
        return None
    montant = _montant(porteur)
    return montant if _texte(porteur, "CdtDbtInd") or somme > 0 else -montant


def _en_euros(porteur):
    montant = porteur.find("{*}Amt")
    return montant is not None and montant.get("Ccy") == DEVISE


def _ligne(reference, jour, montant, detail):
    # the other side: who paid what came, whom what left was paid to
    cote = "Dbtr" if montant > 0 else "Cdtr"
    structuree = "".join(c for c in _texte(detail, "RmtInf/Strd/CdtrRefInf/Ref") if c.isdigit())
    libres = [(libre.text or "").strip() for libre in detail.iterfind("{*}RmtInf/{*}Ustrd")]
    return Ligne(
        reference=reference,
        jour=jour,
        montant=montant,
        communication=structuree if len(structuree) == 12 else "",
        texte=" ".join(filter(None, libres)),
        nom=_texte(detail, f"RltdPties/{cote}/Pty/Nm", f"RltdPties/{cote}/Nm"),
        compte=nu(_texte(detail, f"RltdPties/{cote}Acct/Id/IBAN")),
    )
