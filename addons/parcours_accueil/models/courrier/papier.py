# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A letter as a page and as a PDF."""

import re
import secrets
from dataclasses import dataclass
from html import escape

from odoo.addons.parcours_socle.models.ir_actions_report import RienDuDehors, weasyprint

_PLACE = re.compile(r"\{\{\s*(.*?)\s*\}\}", re.DOTALL)


def champs(texte):
    """Return the names of the places of a text, each once."""
    return tuple(dict.fromkeys(_PLACE.findall(texte or "")))


def remplir(texte, valeurs):
    """Return HTML with its places filled in, each value escaped."""
    return _PLACE.sub(lambda place: "<br/>".join(escape(valeurs[place.group(1)]).splitlines()), texte)


def remplir_ligne(texte, valeurs):
    """Return a line of plain text with its places filled in."""
    return _PLACE.sub(lambda place: valeurs[place.group(1)], texte)


def tirer():
    """Return a random code for a letter."""
    return f"PAB-{secrets.token_hex(16)}"


@dataclass(frozen=True)
class Destinataire:
    nom: str
    lignes: tuple = ()
    pays: str = ""

    @property
    def remis(self):
        return not self.lignes


@dataclass(frozen=True)
class Volet:
    langue: str
    expediteur: str
    lieu: str
    objet: str
    corps: str
    contact: tuple
    coordonnees: tuple = ()
    signature: tuple = ()
    mediateur: str = ""
    recours: str = ""


@dataclass(frozen=True)
class Lettre:
    numero: str
    reference: str
    jour: object
    destinataire: Destinataire
    volets: tuple
    jeton: str = ""

    @property
    def titre(self):
        return " / ".join(volet.objet for volet in self.volets)


def imprimer(lettre):
    """Return the PDF of a letter."""
    corps = "".join(
        f'<section lang="{v.langue}-BE"><p><b>{escape(v.expediteur)}</b></p>'
        f"<p>{'<br/>'.join(map(escape, (lettre.destinataire.nom, *lettre.destinataire.lignes)))}</p>"
        f"<p>{escape(v.lieu)}, {lettre.jour}</p><p>{escape(lettre.reference)}</p><h1>{escape(v.objet)}</h1>{v.corps}"
        f"<p>{'<br/>'.join(map(escape, (*v.signature, *v.contact)))}</p>"
        f"<p>{escape(v.mediateur)}</p><p>{escape(v.recours)}</p></section>"
        for v in lettre.volets
    )
    page = (
        f'<html lang="{lettre.volets[0].langue}-BE"><head><title>{escape(lettre.titre)}</title></head>'
        f"<body>{corps}</body></html>"
    )
    return weasyprint.HTML(string=page, url_fetcher=RienDuDehors()).write_pdf(pdf_variant="pdf/ua-1")
