# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""SOAP 1.1 written as text: envelope, echo of the request, status, faults.

Reading is lxml without entities nor network.
"""

import uuid
from datetime import UTC, datetime
from typing import NamedTuple
from xml.sax.saxutils import escape

from lxml import etree

ESPACE_SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
ESPACE_FAUTE = "http://kszbcss.fgov.be/intf/RetrieveTIGroupsService/v2"
AUTEUR = "REGISTRE-SIMULE"
_DEBUT = f'<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenv="{ESPACE_SOAP}"><soapenv:Body>'


class Reponse(NamedTuple):
    """An HTTP answer; `coupee`: only half of the body leaves before the connection is cut, `muette`: nothing does.

    `entetes`: more headers, each (name, value); a length of None is not said. `goutte`: seconds between two bytes.
    """

    statut: int
    type: str
    corps: bytes
    coupee: bool = False
    muette: bool = False
    entetes: tuple = ()
    goutte: float = 0.0


class Requete:
    """The element of a request, and what every answer repeats of it."""

    def __init__(self, element):
        self.element = element
        self.recue = maintenant()

    def texte(self, chemin):
        """Return the text of an element of the request, stripped, empty when absent."""
        return (self.element.findtext(chemin) or "").strip()

    def client(self):
        """Return `informationCustomer` as it came."""
        ticket, envoi = self.texte("informationCustomer/ticket"), self.texte("informationCustomer/timestampSent")
        return (
            f"<informationCustomer>{balise('ticket', ticket)}{balise('timestampSent', envoi)}<customerIdentification>"
            f"<cbeNumber>{escape(self.texte('informationCustomer/customerIdentification/cbeNumber'))}</cbeNumber>"
            "</customerIdentification></informationCustomer>"
        )

    def serveur(self):
        """Return `informationCBSS` of this call."""
        return (
            f"<informationCBSS><ticketCBSS>{uuid.uuid4()}</ticketCBSS><timestampReceive>{self.recue}</timestampReceive>"
            f"<timestampReply>{maintenant()}</timestampReply></informationCBSS>"
        )

    def entete(self):
        """Return what begins every answer: customer, server, legal context."""
        return f"{self.client()}{self.serveur()}<legalContext>{escape(self.texte('legalContext'))}</legalContext>"


def maintenant():
    """Return the time now as xsd:dateTime in UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def balise(nom, texte):
    """Return an element, or nothing when there is no text."""
    return f"<{nom}>{escape(str(texte))}</{nom}>" if texte not in (None, "") else ""


def statut(valeur, code, description, informations=()):
    """Return a `status` element."""
    suite = "".join(
        f"<information>{balise('fieldName', nom)}{balise('fieldValue', texte)}</information>"
        for nom, texte in informations
    )
    contenu = balise("value", valeur) + balise("code", code) + balise("description", description)
    return f"<status>{contenu}{suite}</status>"


def lire(octets):
    """Return the request element inside the envelope. ValueError says in general words why there is none."""
    try:
        racine = etree.fromstring(octets, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        raise ValueError("The request is not well-formed XML.") from None
    if racine.tag != f"{{{ESPACE_SOAP}}}Envelope":
        raise ValueError("The request is not a SOAP 1.1 envelope.")
    corps = racine.find(f"{{{ESPACE_SOAP}}}Body")
    enfants = [] if corps is None else [enfant for enfant in corps if isinstance(enfant.tag, str)]
    if len(enfants) != 1:
        raise ValueError("The body must hold one element.")
    return enfants[0]


def enveloppe(espace, nom, *morceaux):
    """Return the answer: an element of the contract's namespace holding text and bytes in order."""
    contenu = b"".join(morceau if isinstance(morceau, bytes) else morceau.encode() for morceau in morceaux)
    debut = f'{_DEBUT}<n:{nom} xmlns:n="{espace}">'
    return Reponse(
        200,
        "text/xml; charset=utf-8",
        debut.encode() + contenu + f"</n:{nom}></soapenv:Body></soapenv:Envelope>".encode(),
    )


def faute(service, requete, code, diagnostic, cote="Server"):
    """Return a SOAP fault with its detail; `cote` is Client or Server."""
    espace, nom = (
        (ESPACE_FAUTE, "retrieveTIGroupsFault")
        if service == "consultation"
        else ("urn:parcours-accueil:registre:suivi:v1", "suiviFault")
    )
    requete = requete or Requete(etree.Element("rien"))
    corps = (
        f"{_DEBUT}<soapenv:Fault>"
        f"<faultcode>soapenv:{cote}</faultcode><faultstring>{escape(diagnostic)}</faultstring><detail>"
        f'<n:{nom} xmlns:n="{espace}">{requete.serveur()}<detail><severity>FATAL</severity>{balise("reasonCode", code)}'
        f"{balise('diagnostic', diagnostic)}<authorCode>{AUTEUR}</authorCode></detail></n:{nom}>"
        "</detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>"
    )
    return Reponse(500, "text/xml; charset=utf-8", corps.encode())
