# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""One made-up life, told in a few words and written as the register would answer it.

>>> vie = Histoire(naissance="1990-05-12").registre("2023-05-10", "1").commune("2023-05-10", "21015")
>>> vie.carte("2023-05-10", "0010", "2028-05-09").nationalite("1990-05-12", "354").xml()[:16]
b'<rrn_it_implicit'
"""

from __future__ import annotations

from lxml import etree
from lxml.builder import ElementMaker

from simulateur.numero import composer

ESPACE = "http://www.ibz.rrn.fgov.be/XSD/xm25/rn25Schema"
E = ElementMaker(namespace=ESPACE, nsmap={"r": ESPACE})

#: (information type, container, entry), in the order of the official FileInfoType.
ORDRE = (
    ("001", "FileOwner", "Residences"),
    ("010", "Names", "Name"),
    ("020", "LegalMainAddresses", "LegalMainAddress"),
    ("031", "Nationalities", "Nationality"),
    ("032", "MultipleNationalities", "MultipleNationality"),
    ("150", "Deceases", "Decease"),
    ("195", "IdentityCards", "IdentityCard"),
    ("202", "SpecialInfos", "SpecialInfo"),
    ("205", "RefugeeTypes", "RefugeeType"),
    ("206", "StatusOfRefugee", "StatusOfRefugee"),
    ("210", "RegistrationRegisters", "RegistrationRegister"),
)


def date_xml(nom, texte):
    """A date element; of an unknown year the register gives nothing at all."""
    annee, mois, jour = texte.split("-")
    if annee == "0000":
        return E(nom)
    return E(nom, E.Century(annee[:2]), E.Year(annee[2:]), E.Month(mois), E.Day(jour))


def code_xml(nom, code):
    return E(nom, E.Code(code), E.Label(f"code {code}"))


class Histoire:
    """A person and the entries of the file; each method adds one entry and gives the person back. Dates are texts
    "YYYY-MM-DD" where "00" is unknown; `fin` is the register's DelDate. Unless `niss` is given, the number is made
    of the birth date (month + 60, as every made-up person) and of `serie`, made even for a woman and odd for a man."""

    def __init__(self, naissance="1990-05-12", sexe="2", serie=800, nom="ESSAI", prenoms=("Camille",), niss=None):
        self.naissance, self.sexe, self.serie = naissance, sexe, serie
        self.nom, self.prenoms = nom, prenoms
        self._niss = niss
        self._entrees = []

    @property
    def niss(self):
        if self._niss:
            return self._niss
        annee, mois, jour = (int(morceau) for morceau in self.naissance.split("-"))
        serie = self.serie // 2 * 2 + (self.sexe == "1")
        return composer(annee, mois, jour, serie)

    def commune(self, debut, code, fin=None):
        """IT 001: a commune (NIS), a special code (99991 …) or a country."""
        return self._ajouter("001", debut, fin, code_xml("Residence", code), E.Fusion("0"), E.Language("1"))

    def registre(self, debut, code, fin=None):
        return self._ajouter("210", debut, fin, code_xml("RegistrationRegister", code))

    def nationalite(self, debut, code, fin=None):
        return self._ajouter("031", debut, fin, code_xml("Nationality", code))

    def autre_nationalite(self, debut, code, fin=None):
        return self._ajouter("032", debut, fin, code_xml("Nationality", code))

    def carte(self, debut, code, expiration=None, fin=None):
        suite = [date_xml("ExpiryDate", expiration)] if expiration else []
        return self._ajouter("195", debut, fin, code_xml("TypeOfCard", code), *suite)

    def motif(self, debut, code, fin=None):
        return self._ajouter("202", debut, fin, E.Limosa(code_xml("Reason1", code)))

    def refugie(self, debut, code, fin=None):
        return self._ajouter("205", debut, fin, E.Code(code), E.Label(f"code {code}"))

    def protection(self, debut, code, fin=None):
        return self._ajouter("206", debut, fin, code_xml("Protection", code))

    def adresse(self, debut, code_postal, rue="Rue de l'Essai", numero="1", fin=None):
        return self._ajouter(
            "020", debut, fin, E.Address(E.ZipCode(code_postal), E.Street(E.Graphic(rue)), E.HouseNumber(numero))
        )

    def deces(self, debut, fin=None):
        return self._ajouter("150", debut, fin, E.Decease(E.ActNumber("0000"), code_xml("Place1", "21004")))

    def _ajouter(self, it, debut, fin, *contenu):
        dates = [date_xml("Date", debut)] + ([date_xml("DelDate", fin)] if fin else [])
        self._entrees.append((it, (*dates, *contenu)))
        return self

    def xml(self):
        """The file as bytes: root `rrn_it_implicit`, whose content alone is in the register's namespace."""
        racine = etree.Element("rrn_it_implicit", nsmap={"r": ESPACE}, Language="fr")
        racine.append(
            E.NationalNumber(
                E.NationalNumber(E.NationalNumber(self.niss), date_xml("Date", self.naissance), E.Sex(self.sexe)),
                Type="000",
            )
        )
        nom = ("010", (date_xml("Date", self.naissance), self._nom()))
        for it, conteneur, element in ORDRE:
            entrees = [contenu for type_, contenu in [nom, *self._entrees] if type_ == it]
            if entrees:
                racine.append(E(conteneur, *(E(element, *contenu, Type=it) for contenu in entrees)))
        return etree.tostring(racine)

    def _nom(self):
        return E.Name(
            E.LastName(E.Code("00000001"), E.Label(self.nom)),
            *(E.FirstName(E.Code("00000001"), E.Label(prenom)) for prenom in self.prenoms),
        )
