# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Writes statements as banks do, of generated payments, to be read back."""

from __future__ import annotations

from xml.sax.saxutils import escape

from odoo.addons.sanctions_admin.banque.communication import structuree
from odoo.addons.sanctions_admin.banque.releve import Ligne, Releve

#: An account that no bank gives: the bank's three digits are not attributed.
COMPTE = "BE19000000001212"
AUTRE = "BE42000000034554"
VERSION = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def releve(lignes=(), avant=0, jour=None, numero="1", compte=COMPTE):
    """Return a statement of these lines, whose balance follows."""
    return Releve(compte, f"{jour.year}/{numero}", jour, avant, avant + sum(li.montant for li in lignes), tuple(lignes))


def _montant(cents):
    return f"{int(cents < 0)}{abs(cents) * 10:015d}"


def _rang(**morceaux):
    """Return a record of 128 characters, each piece at its place: `p42="..."`."""
    rang = ""
    for place, morceau in sorted((int(nom[1:]), morceau) for nom, morceau in morceaux.items()):
        rang = f"{rang:<{place}}{morceau}"
    return f"{rang:<128}"


def coda(un, devise="EUR"):
    """Return a statement as a CODA file, in bytes."""
    jour, compte, numero = f"{un.jour:%d%m%y}", f"{un.compte:<34}{devise}", f"{un.numero.split('/')[1]:>03}"
    rangs = [
        _rang(p0="00000", p5=jour, p11="00005", p71="0" * 11, p127="2"),
        _rang(p0=f"12{numero}", p5=compte, p42=_montant(un.avant), p58=jour, p64="PARCOURS", p125=numero),
        *(rang for place, ligne in enumerate(un.lignes, 1) for rang in _mouvement(place, ligne, numero)),
        _rang(p0=f"8{numero}", p4=compte, p41=_montant(un.apres), p57=jour, p127="0"),
    ]
    entrees = sum(li.montant for li in un.lignes if li.montant > 0)
    sorties = -sum(li.montant for li in un.lignes if li.montant < 0)
    fin = {"p16": f"{len(rangs) - 1:06d}", "p22": f"{sorties * 10:015d}", "p37": f"{entrees * 10:015d}"}
    rangs.append(_rang(p0="9", **fin, p127="2"))
    return "".join(f"{rang}\r\n" for rang in rangs).encode("windows-1252")


def _mouvement(place, ligne, numero):
    debut, jour = f"{place:04d}0000", f"{ligne.jour:%d%m%y}"
    dite = f"1101{ligne.communication}" if ligne.communication else f"0{ligne.texte}"
    un = {"p10": ligne.reference, "p31": _montant(ligne.montant), "p47": jour, "p53": "00150000", "p61": dite[:54]}
    yield _rang(p0=f"21{debut}", **un, p115=jour, p121=numero, p125="1 0")
    yield _rang(p0=f"22{debut}", p10=dite[54:], p125="1 0")
    yield _rang(p0=f"23{debut}", p10=f"{ligne.compte:<34}EUR", p47=ligne.nom, p125="0 0")


def camt(un, version=VERSION, detailles=True, devise="EUR"):
    """Return a statement as a camt.053 file, in bytes."""

    def somme(cents):
        signe = "DBIT" if cents < 0 else "CRDT"
        return f'<Amt Ccy="{devise}">{abs(cents) // 100}.{abs(cents) % 100:02d}</Amt><CdtDbtInd>{signe}</CdtDbtInd>'

    def solde(mot, cents):
        return f"<Bal><Tp><CdOrPrtry><Cd>{mot}</Cd></CdOrPrtry></Tp>{somme(cents)}<Dt><Dt>{un.jour}</Dt></Dt></Bal>"

    def entree(ligne):
        return (
            f"<Ntry>{somme(ligne.montant)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{ligne.jour}</Dt></BookgDt>"
            f"<AcctSvcrRef>{escape(ligne.reference)}</AcctSvcrRef>"
            f"<NtryDtls><TxDtls>{_detail(ligne) if detailles else ''}</TxDtls></NtryDtls></Ntry>"
        )

    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{version}"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId>'
        f"</GrpHdr><Stmt><Id>S</Id><ElctrncSeqNb>{un.numero.split('/')[1]}</ElctrncSeqNb><Acct><Id><IBAN>{un.compte}"
        f"</IBAN></Id></Acct>{solde('OPBD', un.avant)}{solde('CLBD', un.apres)}"
        f"{''.join(map(entree, un.lignes))}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def _detail(ligne):
    cote = "Dbtr" if ligne.montant > 0 else "Cdtr"
    dite = f"<Ustrd>{escape(ligne.texte)}</Ustrd>" if ligne.texte else ""
    if ligne.communication:
        dite = f"<Strd><CdtrRefInf><Ref>{ligne.communication}</Ref></CdtrRefInf></Strd>"
    return (
        f"<RltdPties><{cote}><Pty><Nm>{escape(ligne.nom)}</Nm></Pty></{cote}><{cote}Acct><Id><IBAN>{ligne.compte}</IBAN>"
        f"</Id></{cote}Acct></RltdPties><RmtInf>{dite}</RmtInf>"
    )


def paie(numero, montant, jour, reference="R1"):
    """Return a line by which somebody pays what bears that number."""
    chiffres = "".join(c for c in structuree(numero) if c.isdigit())
    return Ligne(reference, jour, montant, chiffres, "", "SOMEBODY", AUTRE)
