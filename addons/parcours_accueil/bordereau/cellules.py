# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a cell says: a text, a day, a channel, what became of a letter. A word that could mean two things means none."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from ...registre_national.soap.niss import NissInvalide, valider
from ..droit.canaux import ACCUSE, EBOX, NON_RECLAME, ORDINAIRE, PRESENTE, RECOMMANDE, REFUSE, REMISE

#: Day 0 of a spreadsheet that counts days (Excel's own mistake of 1900 included), and the days that it can mean here.
_ORIGINE, _RANGS = date(1899, 12, 30), range(36526, 73050)
_JOUR = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?:[ T,]+\d{1,2}[:h.]\d{2}.*)?", re.ASCII)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]+\d{1,2}:\d{2}.*)?", re.ASCII)
_NISS = re.compile(r"(?<!\d)\d{2}[\s./\-]?\d{2}[\s./\-]?\d{2}[\s./\-]{0,3}\d{3}[\s./\-]{0,3}\d{2}(?!\d)", re.ASCII)
_PUISSANCE = re.compile(r"\d([.,]\d+)?E\+?\d{1,3}", re.IGNORECASE)

REVENU, RECU = "revenu", "recu"
_CANAUX = {
    ACCUSE: "accuse; recommande avec accuse; recommande avec accuse de reception; recommande avec ar; recommande ar; "
    "aangetekend met ontvangstbewijs; aangetekend met bericht van ontvangst; registered with acknowledgment of receipt",
    RECOMMANDE: "recommande; lettre recommandee; envoi recommande; aangetekend; aangetekende zending; "
    "aangetekende brief; registered; registered letter",
    ORDINAIRE: "ordinaire; lettre ordinaire; envoi ordinaire; normal; gewoon; gewone brief; gewone zending; ordinary; "
    "ordinary letter",
    REMISE: "remise; en mains propres; remis en mains propres; guichet; overhandigd; persoonlijk overhandigd; loket; "
    "handed over; by hand; handed over against receipt",
    EBOX: "ebox; e box",
}
_ISSUES = {
    RECU: "recu; recue; distribue; distribuee; livre; remis; delivre; ontvangen; bezorgd; uitgereikt; afgeleverd; "
    "received; delivered; accuse signe; signe; getekend",
    PRESENTE: "presente; presentee; aangeboden; presented; presented at the home; presente au domicile",
    REFUSE: "refuse; refusee; refus; geweigerd; refused; refused by the addressee; refuse par le destinataire",
    NON_RECLAME: "non reclame; non reclamee; pas reclame; niet afgehaald; niet opgehaald; not collected; unclaimed",
    REVENU: "retour; retourne; retournee; revenu; revenue; renvoye; retour a l expediteur; terug; teruggestuurd; "
    "teruggekomen; terug naar afzender; returned; came back; return to sender",
    "inconnu": "inconnu; inconnue; inconnu a l adresse; inconnu a cette adresse; onbekend; onbekend op dit adres; "
    "unknown; unknown at this address; n habite pas a l adresse indiquee; woont niet op dit adres",
    "demenage": "demenage; demenagee; parti; parti sans laisser d adresse; verhuisd; vertrokken; moved",
    "adresse": "adresse; adresse insuffisante; adresse incomplete; adresse inexacte; adresse inexistante; "
    "onvolledig adres; onvoldoende adres; onjuist adres; adres onvoldoende; "
    "address insufficient; insufficient address; bad address",
}


def _dictionnaire(table):
    return {mot: code for code, mots in table.items() for mot in (code.replace("_", " "), *mots.split("; "))}


CANAUX, ISSUES = _dictionnaire(_CANAUX), _dictionnaire(_ISSUES)


def texte(cellule: object) -> str:
    """Return what a cell says, without what programs put around a text so that it stays one.

    >>> texte('="00123"'), texte("'00123"), texte(123.0), texte(None), texte(" a\N{NO-BREAK SPACE} b "), texte('="')
    ('00123', '00123', '123', '', 'a b', '="')
    """
    if cellule is None:
        return ""
    if isinstance(cellule, float) and cellule.is_integer() and abs(cellule) < 1e15:
        cellule = int(cellule)
    mots = "".join(c for c in str(cellule) if unicodedata.category(c) != "Cf")
    ecrit = " ".join(mots.split())
    if ecrit.startswith('="') and ecrit.endswith('"') and len(ecrit) > 2:
        ecrit = ecrit[2:-1].strip()
    return ecrit.removeprefix("'")


def mot(cellule: object) -> str:
    """Return what a cell says, as a word to look up: no accents, no capitals, no marks.

    >>> mot("  N°-d'envoi : ")
    'n d envoi'
    """
    plat = unicodedata.normalize("NFKD", texte(cellule).casefold().replace("°", " "))
    return " ".join(re.sub(r"[^\w]|_", " ", "".join(c for c in plat if not unicodedata.combining(c))).split())


#: From that many characters on, a name that stops may have been cut by a program.
COUPE = 20


def nomme(ecrit: str, connu: str) -> bool:
    """Whether a cell can name somebody: all its words are theirs, or the other way round, in any order, an initial
    standing for a word; or it is the beginning of their name, cut.

    >>> nomme("Nadia ESSAI", "ESSAI, Nadia"), nomme("essai n.", "ESSAI, Nadia"), nomme("ESSAI Karim", "ESSAI, Nadia")
    (True, True, False)
    """
    un, autre = mot(ecrit), mot(connu)
    if len(un) >= COUPE and autre.startswith(un):
        return True
    courts, longs = sorted((un.split(), autre.split()), key=len)
    for court in courts:
        pareil = next((long for long in longs if long == court), None) or next(
            (long for long in longs if 1 in (len(court), len(long)) and long[0] == court[0]), None
        )
        if not pareil:
            return False
        longs.remove(pareil)
    return True


def porte_un_numero_national(ecrit: str) -> bool:
    """Whether a text holds a national number, with or without its dots.

    >>> porte_un_numero_national("n° 85.07.30-033.28"), porte_un_numero_national("85073003329")
    (True, False)
    """
    for trouve in _NISS.finditer(ecrit):
        try:
            valider(trouve.group(), test=True)
        except NissInvalide:
            continue
        return True
    return False


def chiffres_perdus(cellule: object, ecrit: str) -> bool:
    """Whether a spreadsheet made a number of a text of digits, and lost some.

    >>> chiffres_perdus("3,2321E+23", "3,2321E+23"), chiffres_perdus(3.2e23, "3.2e+23"), chiffres_perdus("123", "123")
    (True, True, False)
    """
    grand = isinstance(cellule, (int, float)) and abs(cellule) >= 1e15
    return grand or bool(_PUISSANCE.fullmatch(ecrit))


def jour(cellule: object) -> date | None:
    """Return the day that a cell says, the day first as one writes it here, or as a spreadsheet keeps it.

    >>> jour("1/3/2026"), jour("2026-03-01 10:22"), jour(46082), jour("31/02/2026"), jour("03/2026")
    (datetime.date(2026, 3, 1), datetime.date(2026, 3, 1), datetime.date(2026, 3, 1), None, None)
    """
    if isinstance(cellule, datetime):
        return cellule.date()
    if isinstance(cellule, date):
        return cellule
    if isinstance(cellule, (int, float)) and not isinstance(cellule, bool):
        return _ORIGINE + timedelta(int(cellule)) if int(cellule) in _RANGS else None
    ecrit = texte(cellule)
    if trouve := _JOUR.fullmatch(ecrit):
        rang, mois, an = map(int, trouve.groups())
    elif trouve := _ISO.fullmatch(ecrit):
        an, mois, rang = map(int, trouve.groups())
    else:
        return None
    try:
        return date(an + 2000 if an < 100 else an, mois, rang)
    except ValueError:
        return None  # no day of the calendar
