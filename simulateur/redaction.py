# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""From a life to the XML of `rrn_it_implicit`, in the order of the official FileInfoType (xm25.xsd).

Written as text, not as a tree: a file takes a tenth of a millisecond, and the same life gives the same bytes.
"""

from xml.sax.saxutils import escape

from . import tables

ESPACE_FICHIER = "http://www.ibz.rrn.fgov.be/XSD/xm25/rn25Schema"

#: (information type, container element or None when the entry stands alone, entry element), in the official order.
ORDRE = (
    ("001", "FileOwner", "Residences"),
    ("010", "Names", "Name"),
    ("020", "LegalMainAddresses", "LegalMainAddress"),
    ("031", "Nationalities", "Nationality"),
    ("032", "MultipleNationalities", "MultipleNationality"),
    ("070", "Occupations", "Occupation"),
    ("100", None, "BirthPlace"),
    ("120", "CivilStates", "CivilState"),
    ("123", "LegalCohabitations", "LegalCohabitation"),
    ("140", "FamilyMembers", "FamilyMember"),
    ("141", "HeadOfFamily", "HeadOfFamily"),
    ("150", "Deceases", "Decease"),
    ("195", "IdentityCards", "IdentityCard"),
    ("202", "SpecialInfos", "SpecialInfo"),
    ("205", "RefugeeTypes", "RefugeeType"),
    ("206", "StatusOfRefugee", "StatusOfRefugee"),
    ("210", "RegistrationRegisters", "RegistrationRegister"),
    ("252", None, "NotCommunicable"),
    ("253", None, "CreationDate"),
    ("254", None, "LastUpdateDate"),
    ("110", "Filiations", "Filiation"),
    ("191", "DrivingLicenses", "DrivingLicense"),
)
#: Information types this project may keep; the others are there for the connector to drop (loi.md §8).
GARDES = frozenset(
    (
        "000",
        "001",
        "010",
        "020",
        "031",
        "032",
        "120",
        "123",
        "140",
        "141",
        "150",
        "195",
        "202",
        "205",
        "206",
        "210",
        "252",
    )
)


def rediger(fiche, vie, historique, types=None):
    """Return the file of a person as bytes; `historique`: past entries too; `types`: only these information types."""
    par_type = {}
    for entree in vie.entrees:
        if historique or entree.courante:
            par_type.setdefault(entree.it, []).append(entree)
    morceaux = [
        f'<rrn_it_implicit xmlns:r="{ESPACE_FICHIER}" Language="fr"><r:NationalNumber Type="000"><r:NationalNumber>'
        f"{_e('NationalNumber', fiche.niss)}{date_xml('Date', fiche.naissance)}{_e('Sex', fiche.sexe)}"
        "</r:NationalNumber></r:NationalNumber>"
    ]
    for it, conteneur, element in ORDRE:
        entrees = par_type.get(it)
        if not entrees or types and it not in types:
            continue
        if conteneur is None:
            # The schema allows one: the last one written.
            morceaux.append(_entree(element, entrees[-1]))
        else:
            morceaux.append(f"<r:{conteneur}>{''.join(_entree(element, entree) for entree in entrees)}</r:{conteneur}>")
    morceaux.append("</rrn_it_implicit>")
    return "".join(morceaux).encode()


def date_xml(nom, quand):
    """Write a partial date: 0 is "00", None is left out."""
    annee, mois, jour = quand
    contenu = f"<r:Century>{annee // 100:02d}</r:Century><r:Year>{annee % 100:02d}</r:Year>" if annee else ""
    if mois is not None:
        contenu += f"<r:Month>{mois:02d}</r:Month>"
    if jour is not None:
        contenu += f"<r:Day>{jour:02d}</r:Day>"
    return f"<r:{nom}>{contenu}</r:{nom}>"


def _e(nom, texte):
    return f"<r:{nom}>{escape(str(texte))}</r:{nom}>"


def _code(nom, code, libelle):
    return f"<r:{nom}>{_e('Code', code)}{_e('Label', libelle)}</r:{nom}>"


def _entree(element, entree):
    fin = date_xml("DelDate", entree.fin) if entree.fin else ""
    contenu = _CONTENUS[entree.it](*entree.valeur)
    return f'<r:{element} Type="{entree.it}">{date_xml("Date", entree.debut)}{fin}{contenu}</r:{element}>'


def _nom(noms, prenoms):
    """NameType: every name with its code (here its length and first letter, as invented as the rest)."""
    familles = "".join(f"<r:LastName>{_e('Code', _code_nom(nom))}{_e('Label', nom)}</r:LastName>" for nom in noms)
    return familles + "".join(
        f"<r:FirstName>{_e('Code', _code_nom(nom))}{_e('Label', nom)}</r:FirstName>" for nom in prenoms
    )


def _code_nom(nom):
    return f"{ord(nom[0]) % 100:02d}{len(nom):03d}"


def _personne(personne):
    niss, naissance, sexe, nom, prenom = personne
    return (
        f"<r:NationalNumber>{_e('NationalNumber', niss)}{date_xml('Date', naissance)}"
        f"{_e('Sex', sexe)}</r:NationalNumber>"
        f"<r:Name>{_nom((nom,), (prenom,))}</r:Name>"
    )


def _residence(code, libelle, langue):
    return f"{_code('Residence', code, libelle)}{_e('Fusion', 0)}{_e('Language', langue)}"


def _noms(noms, prenoms):
    return f"<r:Name>{_nom(noms, prenoms)}</r:Name>"


def _adresse(code_postal, code_rue, rue, numero, boite):
    # One street in eight is free text, as in the register.
    voie = _e("Graphic", rue) if len(rue) % 8 == 0 else _e("Code", code_rue) + _e("Label", rue)
    boite = _e("Box", boite) if boite else ""
    maison = _e("HouseNumber", numero) + boite
    return f"<r:Address>{_e('ZipCode', code_postal)}<r:Street>{voie}</r:Street>{maison}</r:Address>"


def _etat_civil(code, libelle, conjoint):
    return _code("CivilState", code, libelle) + (f"<r:Spouse>{_personne(conjoint)}</r:Spouse>" if conjoint else "")


def _cohabitation(_genre, partenaire, commune, quand):
    return (
        f"<r:Declaration>{date_xml('RegistrationDate', quand)}<r:Partner>{_personne(partenaire)}</r:Partner>"
        f"{_code('Place', commune, tables.lieu(commune))}</r:Declaration>"
    )


def _famille(code, libelle, personne):
    return _code("FamilyRole", code, libelle) + _personne(personne)


def _deces(acte, code, libelle):
    return f"<r:Decease>{_e('ActNumber', acte)}{_code('Place1', code, libelle)}</r:Decease>"


def _carte(code, libelle, numero, commune, expiration):
    return (
        f"{_code('TypeOfCard', code, libelle)}{_e('CardNumber', numero)}"
        f"<r:Delivery>{_code('Place', commune, tables.lieu(commune))}</r:Delivery>"
        f"{date_xml('ExpiryDate', expiration)}"
    )


def _motif(code, libelle):
    return f"<r:Limosa>{_code('Reason1', code, libelle)}</r:Limosa>"


def _statut_refugie(genre, code, libelle):
    if genre == "protection":
        return _code("Protection", code, libelle)
    return f"<r:ApplicationFiled>{_e('Label', libelle)}</r:ApplicationFiled>"


def _non_communicable(debut, fin):
    return date_xml("StartDate", debut) + date_xml("EndDate", fin)


def _naissance(acte, code, libelle):
    return f"{_e('ActNumber', acte)}<r:Place2>{_code('Country', code, libelle)}</r:Place2>"


def _filiation(pere, mere):
    parents = "".join(
        f"<r:Parent{rang}><r:Name>{_nom((nom,), (prenom,))}</r:Name></r:Parent{rang}>"
        for rang, (nom, prenom) in enumerate((pere, mere), 1)
    )
    return _code("FiliationType", "01", "Filiation") + parents


def _permis_conduire(numero, commune):
    permis = _code("TypeOfLicense", "1", "Permis B") + _e("LicenseNumber", numero)
    return permis + _code("Place", commune, tables.lieu(commune))


_CONTENUS = {
    "001": _residence,
    "010": _noms,
    "020": _adresse,
    "031": lambda code, libelle: _code("Nationality", code, libelle),
    "032": lambda code, libelle: _code("Nationality", code, libelle),
    "070": lambda code, libelle: _code("Occupation", code, libelle) + _code("SocialCategory", "2", "Salarié"),
    "100": _naissance,
    "110": _filiation,
    "120": _etat_civil,
    "123": _cohabitation,
    "140": _famille,
    "141": _famille,
    "150": _deces,
    "191": _permis_conduire,
    "195": _carte,
    "202": _motif,
    "205": lambda code, libelle: _e("Code", code) + _e("Label", libelle),
    "206": _statut_refugie,
    "210": lambda code, libelle: _code("RegistrationRegister", code, libelle),
    "252": _non_communicable,
    "253": lambda: "",
    "254": lambda: "",
}
