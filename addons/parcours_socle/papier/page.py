# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A letter as plain values, and the whole page made of it: letterhead, window, subject, text, remedies.

A letter has one part (`Volet`) a language: French, Dutch, or one after the other in one document. The page is
well-formed XML as well as HTML: a browser shows it as the preview of a text being written, `pdf` prints it. Every value
is escaped here; the text alone (`Volet.corps`) comes as HTML, cleaned and filled in by `gabarit`.

Places are those of a Belgian envelope with its window on the right (C5/6, the sheet folded in three; C4, unfolded):
whatever way the sheet slides, what is between 105 and 195 mm from the left and between 45 and 79 mm from the top shows,
and nothing else may be between 34 and 90 mm. The code stands in the window too, left of the address, where the post's
machines do not look for one, and is read on a letter that came back unopened.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from html import escape

from . import numero, qr

MOIS = {
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre")
    + ("décembre",),
    "nl": (
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
    )
    + ("december",),
}
#: What the paper itself says, in the language of each part.
MOTS = {
    "fr": {
        "lieu": "{lieu}, le {jour}",
        "jour": "Le {jour}",
        "reference": "Nos références :",
        "objet": "Objet :",
        "contact": "Qui peut vous en dire plus",
        "recours": "Si vous n’êtes pas d’accord",
        "mediateur": "Si vous n’êtes pas satisfait",
        "remise": "Remis en mains propres",
        "recommande": "Recommandé",
        "logo": "Logo : {nom}",
        "code": "Code de cette lettre",
        "verifier": "Vérifier cette attestation",
        "verifier_dit": "Scannez le code, ou tapez ce numéro sur {adresse} : la page dit si l’attestation est valable.",
        "verifier_code": "Code qui ouvre la page de vérification",
        "suite": "Le texte français suit.",
        "paraphe": "Signature : {nom}",
    },
    "nl": {
        "lieu": "{lieu}, {jour}",
        "jour": "{jour}",
        "reference": "Onze referentie:",
        "objet": "Betreft:",
        "contact": "Wie u meer kan zeggen",
        "recours": "Als u niet akkoord gaat",
        "mediateur": "Als u niet tevreden bent",
        "remise": "Persoonlijk overhandigd",
        "recommande": "Aangetekend",
        "logo": "Logo: {nom}",
        "code": "Code van deze brief",
        "verifier": "Dit attest controleren",
        "verifier_dit": "Scan de code, of tik dit nummer in op {adresse}: de pagina zegt of het attest geldig is.",
        "verifier_code": "Code die de controlepagina opent",
        "suite": "De Nederlandse tekst volgt.",
        "paraphe": "Handtekening: {nom}",
    },
}
#: The first bytes of the pictures that a letterhead may bear, and their types.
IMAGES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}

#: How a letter leaves, when its paper must say so.
RECOMMANDE, REMISE = "recommande", "remise"

#: Signs that the address holds on a line, and lines that the window shows, in each of its two sizes of type.
_SIGNES, _LIGNES = 36, 7
_INTERDITS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class LogoIllisible(ValueError):
    """A letterhead's picture is neither PNG nor JPEG."""


@dataclass(frozen=True, slots=True)
class Destinataire:
    """Who gets a letter, and where.

    :param lignes: street and number, then postcode and municipality; none when the letter is handed over.
    :param pays: the country, for an address abroad; empty in Belgium.
    """

    nom: str
    lignes: tuple[str, ...] = ()
    pays: str = ""

    @property
    def remis(self) -> bool:
        """Whether the letter bears no address: it is handed over."""
        return not self.lignes


@dataclass(frozen=True, slots=True)
class Volet:
    """A letter in one language.

    :param langue: "fr" or "nl"
    :param expediteur: the authority's name in that language, as the letterhead says it
    :param coordonnees: lines below it: unit, address, telephone
    :param lieu: municipality before the date; empty: not known, the date stands alone
    :param corps: HTML of the text, cleaned and filled in (`gabarit.nettoyer`, `gabarit.remplir`)
    :param contact: who can tell more, in lines
    :param signature: name and capacity, in lines; none: nobody signs
    :param mediateur, recours: the block of remedies; the second is empty where the law asks for the ombudsman only
    :param paraphe: whose drawn signature the paper bears (`Lettre.paraphe`) and how it was given, in lines; above a
        place to sign when there is none; empty: the person signs nothing
    """

    langue: str
    expediteur: str
    lieu: str
    objet: str
    corps: str
    contact: tuple[str, ...]
    coordonnees: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    mediateur: str = ""
    recours: str = ""
    paraphe: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lettre:
    """A letter: what is the same in both languages, and its parts in their order.

    :param numero: its number, at the foot of each page
    :param reference: of the file
    :param jeton: its code (`qr.tirer`); empty for the preview of a text
    :param logo: PNG or JPEG, as bytes; its text is the authority's name when `logo_texte` is empty
    :param canal: RECOMMANDE or REMISE when the paper must say so
    :param verification: the number by which anybody verifies it (`numero.tirer`); empty: it is none of those
    :param page_verification: address of the page that does
    :param paraphe: a signature drawn on a screen, PNG or JPEG, as bytes
    """

    numero: str
    reference: str
    jour: date
    destinataire: Destinataire
    volets: tuple[Volet, ...]
    jeton: str = ""
    logo: bytes = b""
    logo_texte: str = ""
    canal: str = ""
    verification: str = ""
    page_verification: str = ""
    paraphe: bytes = b""

    def en_json(self) -> str:
        """Return the letter as one line of text, for another process; `depuis_json` reads it."""
        valeurs = asdict(self)
        images = {nom: base64.b64encode(valeurs[nom]).decode("ascii") for nom in ("logo", "paraphe")}
        return json.dumps({**valeurs, **images, "jour": self.jour.isoformat()})

    @classmethod
    def depuis_json(cls, texte: str | bytes) -> Lettre:
        """Return the letter that `en_json` wrote."""
        valeurs = json.loads(texte)
        destinataire = Destinataire(**{cle: _tuple(valeur) for cle, valeur in valeurs.pop("destinataire").items()})
        volets = [Volet(**{cle: _tuple(valeur) for cle, valeur in volet.items()}) for volet in valeurs.pop("volets")]
        jour = date.fromisoformat(valeurs.pop("jour"))
        images = {nom: base64.b64decode(valeurs.pop(nom)) for nom in ("logo", "paraphe")}
        return cls(**valeurs, **images, jour=jour, destinataire=destinataire, volets=tuple(volets))

    @property
    def titre(self) -> str:
        """The document's title: its subjects, and no name."""
        return " / ".join(volet.objet for volet in self.volets)


def jour_en_lettres(jour: date, langue: str) -> str:
    """Return a day in words.

    >>> jour_en_lettres(date(2026, 3, 1), "fr"), jour_en_lettres(date(2026, 3, 1), "nl")
    ('1er mars 2026', '1 maart 2026')
    """
    rang = "1er" if langue == "fr" and jour.day == 1 else str(jour.day)
    return f"{rang} {MOIS[langue][jour.month - 1]} {jour.year}"


def html(lettre: Lettre, style: str = "", logo: str = "", paraphe: str = "") -> str:
    """Return the whole page of a letter: well-formed XML, and HTML for a browser.

    :param style: a style sheet to put in it (`pdf.STYLE`), for a browser; none when who prints it has its own
    :param logo, paraphe: addresses under which who prints it gives the pictures; without one the picture is in the page
    :raise LogoIllisible: see there
    """
    langue = lettre.volets[0].langue
    image = (logo or _image(lettre.logo)) if lettre.logo else ""
    dessin = (paraphe or _image(lettre.paraphe)) if lettre.paraphe else ""
    # a browser reads a style sheet as it stands, XML does not: both read ">", without which no rule on children holds
    dit = style.replace("&", "&amp;").replace("<", "&lt;")
    feuille = f"<style>{dit}</style>" if style else ""
    corps = "".join(_volet(lettre, volet, rang, image, dessin) for rang, volet in enumerate(lettre.volets))
    return (
        f'<html lang="{langue}-BE"><head><title>{_texte(lettre.titre)}</title>'
        f'<meta name="author" content="{_texte(lettre.volets[0].expediteur)}"/>{feuille}</head>'
        f"<body>{corps}</body></html>"
    )


def _volet(lettre, volet, rang, image, dessin):
    mots = MOTS[volet.langue]
    lieu = mots["lieu" if volet.lieu else "jour"].format(
        lieu=volet.lieu, jour=jour_en_lettres(lettre.jour, volet.langue)
    )
    pied = " · ".join(filter(None, (volet.expediteur, lettre.numero)))
    suivants = lettre.volets[rang + 1 :]
    suite = "".join(f'<p class="suite" lang="{v.langue}-BE">{MOTS[v.langue]["suite"]}</p>' for v in suivants)
    return (
        f'<section class="volet" id="volet-{rang}-{volet.langue}" lang="{volet.langue}-BE" data-pied="{_texte(pied)}">'
        f'<div class="tete">{_entete(lettre, volet, image)}{_fenetre(lettre, volet)}{_contact(volet)}</div>'
        f'<p class="lieu">{_texte(lieu)}</p>{suite}'
        f'<p class="reference">{mots["reference"]} {_texte(lettre.reference)}</p>'
        f'<h1><span class="objet">{mots["objet"]}</span> {_texte(volet.objet)}</h1>'
        f'<div class="corps">{volet.corps}</div>{_signature(volet)}{_paraphe(volet, dessin)}'
        f"{_verification(lettre, volet)}{_recours(volet)}</section>"
    )


def _entete(lettre, volet, image):
    logo, place = "", ""
    if image:
        texte = lettre.logo_texte or MOTS[volet.langue]["logo"].format(nom=volet.expediteur)
        logo = f'<p class="logo"><img src="{_texte(image)}" alt="{_texte(texte)}"/></p>'
        place = " apres-logo"
    nom = f'<p class="expediteur">{_texte(volet.expediteur)}</p>'
    return f'{logo}<div class="entete{place}">{nom}{_lignes(volet.coordonnees, "coordonnees")}</div>'


def _fenetre(lettre, volet):
    """What the window of the envelope shows: the code, and to whom."""
    mots, destinataire = MOTS[volet.langue], lettre.destinataire
    canal = REMISE if destinataire.remis else lettre.canal
    mention = f'<p class="canal">{mots[canal]}</p>' if canal else ""
    pays = (destinataire.pays.upper(),) if destinataire.pays and not destinataire.remis else ()
    lignes = (destinataire.nom, *destinataire.lignes, *pays)
    hauteur = bool(canal) + sum(1 + (len(ligne) - 1) // _SIGNES for ligne in lignes)
    serre = " serre" if hauteur > _LIGNES else ""
    adresse = f"<p>{_en_lignes(lignes)}</p>"
    code = qr.svg(lettre.jeton, mots["code"]) if lettre.jeton else ""
    return f'<div class="fenetre">{code}<div class="adresse{serre}">{mention}{adresse}</div></div>'


def _contact(volet):
    lignes = _lignes(volet.contact)
    return f'<div class="contact"><h2>{MOTS[volet.langue]["contact"]}</h2>{lignes}</div>' if lignes else ""


def _signature(volet):
    return _lignes(volet.signature, "signature")


def _verification(lettre, volet):
    """The number by which anybody verifies this paper, and the code that opens the page."""
    if not lettre.verification:
        return ""
    mots, adresse = MOTS[volet.langue], lettre.page_verification
    code = qr.svg(f"{adresse}/{lettre.verification}", mots["verifier_code"], "scan")
    return (
        f'<div class="verification">{code}<h2>{mots["verifier"]}</h2>'
        f"<p>{_texte(mots['verifier_dit'].format(adresse=adresse))}</p>"
        f'<p class="numero">{_texte(numero.en_groupes(lettre.verification))}</p></div>'
    )


def _paraphe(volet, dessin):
    """Where the person signs: what was drawn on the screen, or a place on the paper."""
    if not volet.paraphe:
        return ""
    alt = _texte(MOTS[volet.langue]["paraphe"].format(nom=volet.paraphe[0]))
    image = f'<p class="dessin"><img src="{_texte(dessin)}" alt="{alt}"/></p>' if dessin else '<p class="dessin"></p>'
    return f'<div class="paraphe">{_lignes(volet.paraphe)}{image}</div>'


def _recours(volet):
    """The block of remedies; the ombudsman's alone says nothing of an appeal."""
    if not (volet.mediateur or volet.recours):
        return ""
    titre = MOTS[volet.langue]["recours" if volet.recours else "mediateur"]
    textes = "".join(
        f"<p>{_texte(ligne)}</p>"
        for texte in (volet.recours, volet.mediateur)
        for ligne in texte.splitlines()
        if ligne.strip()
    )
    return f'<div class="recours"><h2>{titre}</h2>{textes}</div>'


def _lignes(lignes, classe="lignes"):
    contenu = _en_lignes(lignes)
    return f'<p class="{classe}">{contenu}</p>' if contenu else ""


def _en_lignes(lignes):
    return "<br/>".join(_texte(ligne) for ligne in lignes if ligne.strip())


def _image(octets):
    for debut, genre in IMAGES.items():
        if octets.startswith(debut):
            return f"data:{genre};base64,{base64.b64encode(octets).decode('ascii')}"
    raise LogoIllisible("A letterhead bears a PNG or a JPEG picture.")


def _texte(valeur):
    return escape(_INTERDITS.sub("", valeur), quote=True)


def _tuple(valeur):
    return tuple(valeur) if isinstance(valeur, list) else valeur
