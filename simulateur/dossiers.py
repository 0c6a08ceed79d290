# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Files given from outside (`--dossiers DIR`): NUMBER.xml with root rrn_it_implicit, served as they are.

Only what the contract needs is touched: the XML declaration goes, the root has no namespace and its content has the
register's. What cannot be read is put in the answer as it is: bad input must reach whoever collects.
"""

import hashlib
import re
from datetime import date
from pathlib import Path

from lxml import etree

from .redaction import ESPACE_FICHIER
from .tables import COMMUNES

_DECLARATION = re.compile(rb"^(\xef\xbb\xbf)?\s*(<\?xml[^>]*\?>)?\s*(<!DOCTYPE[^>]*>)?\s*")
_N = f"{{{ESPACE_FICHIER}}}"


class Dossiers:
    """The files of a folder, read again when they change."""

    def __init__(self, dossier):
        self.dossier = Path(dossier) if dossier else None
        if self.dossier and not self.dossier.is_dir():
            raise ValueError(f"The folder {self.dossier} does not exist.")
        self._chemins = {}
        self.relire()

    def relire(self):
        """Look at the folder again; return number -> hash of each file, in order of name."""
        chemins = sorted(self.dossier.glob("*.xml")) if self.dossier else []
        self._chemins = {chemin.stem: chemin for chemin in chemins}
        return {nom: hashlib.sha256(chemin.read_bytes()).hexdigest() for nom, chemin in self._chemins.items()}

    def __contains__(self, niss):
        return niss in self._chemins

    def __len__(self):
        return len(self._chemins)

    def contenu(self, niss):
        """Return the bytes to put in the answer for a number of the folder."""
        return _inserable(self._chemins[niss].read_bytes())

    def annonce(self, niss, defaut):
        """Return (commune, day) of the current residence in Brussels; ("", defaut) when the file does not say."""
        try:
            racine = etree.fromstring(self.contenu(niss), _lecteur())
        except etree.XMLSyntaxError:
            return "", defaut
        residences = [
            (entree.findtext(f"{_N}Residence/{_N}Code") or "", _jour(entree.find(f"{_N}Date")))
            for entree in racine.iterfind(f"{_N}FileOwner/{_N}Residences")
            if entree.find(f"{_N}DelDate") is None
        ]
        communes = [(jour or date.min, code) for code, jour in residences if code in COMMUNES]
        if not communes:
            return "", defaut
        jour, code = max(communes)
        return code, defaut if jour == date.min else jour


def _lecteur():
    return etree.XMLParser(resolve_entities=False, no_network=True)


def _jour(element):
    """Return the earliest day of a date element, None when even the year is not known."""
    if element is None:
        return None
    siecle, annee, mois, jour = (element.findtext(_N + nom) or "" for nom in ("Century", "Year", "Month", "Day"))
    try:
        return date(int(siecle + annee), int(mois or 0) or 1, int(jour or 0) or 1)
    except ValueError:
        return None


def _inserable(octets):
    try:
        racine = etree.fromstring(octets, _lecteur())
    except etree.XMLSyntaxError:
        return _DECLARATION.sub(b"", octets)
    nom = etree.QName(racine)
    if nom.localname != "rrn_it_implicit":
        return etree.tostring(racine, encoding="utf-8")
    if not nom.namespace and all(etree.QName(enfant).namespace for enfant in racine.iterchildren(tag=etree.Element)):
        # As the contract wants it: not one byte is changed, unless the encoding is not that of the answer.
        return (
            _DECLARATION.sub(b"", octets)
            if racine.getroottree().docinfo.encoding in (None, "UTF-8", "utf-8")
            else _texte(racine)
        )
    neuve = etree.Element("rrn_it_implicit", dict(racine.attrib), nsmap={"r": ESPACE_FICHIER})
    neuve.extend(list(racine))
    for element in neuve.iterdescendants(tag=etree.Element):
        if not etree.QName(element).namespace:
            element.tag = _N + element.tag
    return _texte(neuve)


def _texte(racine):
    return etree.tostring(racine, encoding="utf-8", xml_declaration=False)
