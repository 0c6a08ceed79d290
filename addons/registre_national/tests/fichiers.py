# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Answers written by hand for the tests: an envelope, and files of one invented person (month + 60)."""

from odoo.addons.registre_national.soap.lecture import lire_dossier
from odoo.addons.registre_national.soap.niss import cle

RN = "http://www.ibz.rrn.fgov.be/XSD/xm25/rn25Schema"
TYPES = "http://kszbcss.fgov.be/intf/RetrieveTIGroupsService/v2"


def numero(neuf, depuis_2000=False):
    """A whole number from its first nine digits."""
    return neuf + cle(neuf, depuis_2000)


NISS = numero("906501001")


def date(texte, balise="Date"):
    """A date element from "YYYY-MM-DD"; a part that is "00" is written so, one that is "" is left out."""
    annee, mois, jour = texte.split("-")
    parties = (("Century", annee[:2]), ("Year", annee[2:]), ("Month", mois), ("Day", jour))
    return f"<{balise}>{''.join(f'<{nom}>{valeur}</{nom}>' for nom, valeur in parties if valeur)}</{balise}>"


def identite(niss=NISS, naissance="1990-05-01", sexe="1"):
    return (
        f'<NationalNumber Type="000"><NationalNumber><NationalNumber>{niss}</NationalNumber>{date(naissance)}'
        f"<Sex>{sexe}</Sex></NationalNumber></NationalNumber>"
    )


def residence(*entrees):
    """Entries of IT 001: (start, code) or (start, code, end)."""
    textes = (
        f"<Residences>{date(debut)}{date(fin[0], 'DelDate') if fin else ''}<Residence><Code>{code}</Code><Label>"
        f"x</Label></Residence>"
        "<Fusion>0</Fusion><Language>1</Language></Residences>"
        for debut, code, *fin in entrees
    )
    return f"<FileOwner>{''.join(textes)}</FileOwner>"


NOMS = (
    f"<Names><Name>{date('1990-05-01')}<Name><LastName><Code>1</Code><Label>Imaginaire</Label></LastName>"
    "<LastName><Code>2</Code><Label>Essai</Label></LastName><FirstName><Code>3</Code><Label>Ada</Label></FirstName>"
    "</Name></Name></Names>"
)
ADRESSE = (
    f"<LegalMainAddresses><LegalMainAddress>{date('2024-03-01')}<Address><ZipCode>1030</ZipCode><Street><Code>9</Code>"
    "<Label>Rue Inventée</Label></Street><HouseNumber>12</HouseNumber><Box>3</Box></Address></LegalMainAddress>"
    "</LegalMainAddresses>"
)
NATIONALITE = (
    f"<Nationalities><Nationality>{date('1990-05-01')}<Nationality><Code>354</Code><Label>x</Label></Nationality>"
    "</Nationality></Nationalities>"
)
CARTE = (
    f"<IdentityCards><IdentityCard>{date('2024-04-01')}<TypeOfCard><Code>0010</Code></TypeOfCard><CardNumber>"
    f"B1</CardNumber>"
    f"{date('2025-01-00', 'ExpiryDate')}</IdentityCard></IdentityCards>"
)
REGISTRE = (
    f"<RegistrationRegisters><RegistrationRegister>{date('2024-03-01')}<RegistrationRegister><Code>1</Code><Label>"
    f"x</Label>"
    "</RegistrationRegister></RegistrationRegister></RegistrationRegisters>"
)
NON_COMMUNICABLE = (
    f"<NotCommunicable>{date('2024-05-01')}{date('2024-05-01', 'StartDate')}"
    f"{date('2099-12-31', 'EndDate')}</NotCommunicable>"
)
#: What must never be kept: a type that is not in the law, with data that would be seen.
INTERDIT = f"<PoliticalMandates><Mandate>{date('2020-01-01')}<Secret>SECRET</Secret></Mandate></PoliticalMandates>"

ORDINAIRE = identite() + residence(("2024-03-01", "21015")) + NOMS + ADRESSE + NATIONALITE + CARTE + REGISTRE


def dossier(contenu, espace=RN):
    """A bare file."""
    return f'<rrn_it_implicit xmlns="{espace}">{contenu}</rrn_it_implicit>'.encode()


def enveloppe(corps):
    """A SOAP envelope around a body."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">'
        f"<s:Body>{corps}</s:Body></s:Envelope>"
    ).encode()


def reponse(contenu=ORDINAIRE, niss=NISS, valeur="DATA_FOUND", code="MSG00000", information="", espace=RN):
    """The answer to a consultation."""
    fichier = f'<rrn_it_implicit xmlns:r="{RN}"><x xmlns="{espace}">{contenu}</x></rrn_it_implicit>' if contenu else ""
    # Only the content has the register's namespace, the element itself has none.
    fichier = fichier.replace(f'<x xmlns="{espace}">', "").replace("</x>", "")
    return enveloppe(
        f'<t:retrieveTIGroupsResponse xmlns:t="{TYPES}"><informationCBSS><ticketCBSS>T-1</ticketCBSS>'
        f"</informationCBSS>"
        f"<searchInformation><ssin>{niss}</ssin></searchInformation>"
        f"<status><value>{valeur}</value><code>{code}</code>{information}</status>"
        f"{fichier}</t:retrieveTIGroupsResponse>"
    )


def lire(contenu, niss=NISS):
    """The values of a bare file."""
    return lire_dossier(dossier(contenu), niss)
