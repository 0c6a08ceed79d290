# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Reading the answers: from raw bytes straight into the values of `modele`, with lxml. First the file of a person, then
notifications and subscriptions.

Tolerant of everything a register may do to us one day: types and elements nobody knows, any order, with or without
namespace, missing parts, codes that are in no table. Intolerant of what must never be stored: information types
outside `IT_PERMIS` are not even looked into. What cannot be read at all raises `DonneeIllisible`, what is a fault
`FauteSoap`, a status without a file `StatutMetier`.
"""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime

from lxml import etree

from ..histoire.dates import INCONNUE, DatePartielle, depuis_parties
from ..histoire.noms import lisible
from .erreurs import DonneeAnormale, DonneeIllisible, ErreurTransport, FauteSoap, StatutMetier
from .modele import (
    DATES_ILLISIBLES,
    IT_PERMIS,
    SANS_DONNEES,
    TROUVE,
    DossierRegistre,
    Entree,
    Mutation,
    Notification,
    Page,
    PageAbonnements,
    Reponse,
    ResultatAbonnement,
)
from .niss import normaliser
from .reception import AUTOUR

#: Status codes of a page of notifications.
ENCORE, FINI, RECEPISSE_INCONNU = "MORE_TO_COME", "NO_MORE", "UNKNOWN_RECEIPT"

#: No entity; no network and no oversized tree either, as lxml has it by itself: an answer comes from outside.
ANALYSEUR = etree.XMLParser(resolve_entities=False, remove_comments=True, remove_pis=True)


_CODE = re.compile(r"[A-Za-z0-9_.:-]{1,32}")


def code_sur(texte: str | None, sinon: str = "inconnu") -> str:
    """Return a code that came from outside when it looks like one and cannot be a person's number, else `sinon`."""
    texte = (texte or "").strip()
    return texte if _CODE.fullmatch(texte) and not re.search(r"\d{9}", texte) else sinon


def nom(element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def enfants(element) -> dict:
    """The children of an element by name; of several with one name, the last."""
    return {} if element is None else {enfant.tag.rpartition("}")[2]: enfant for enfant in element}


def texte(element) -> str:
    """The text of an element, trimmed; "" when there is none."""
    return "" if element is None else (element.text or "").strip()


def corps(brut: bytes):
    """Return the first element of the SOAP body.

    :raise ErreurTransport: a web page or something that is not XML (a proxy answered, not the register).
    :raise DonneeIllisible: XML that is not well-formed, or no SOAP envelope.
    :raise FauteSoap: the body is a fault.
    """
    debut = brut[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if _PAGE_WEB.match(debut):
        raise ErreurTransport("html")
    if not debut.startswith(b"<"):
        raise ErreurTransport("pas_xml")
    racine = _racine(brut)
    body = enfants(racine).get("Body") if nom(racine) == "Envelope" else None
    if body is None or not len(body):
        raise DonneeIllisible("reponse_inattendue")
    premier = body[0]
    if nom(premier) == "Fault":
        raise _faute(premier)
    return premier


#: A page for people, with what may stand before it.
_PAGE_WEB = re.compile(AUTOUR + rb"<(?:!doctype\s+html|html)\b", re.DOTALL)


def _racine(brut: bytes):
    try:
        racine = etree.fromstring(brut, ANALYSEUR)
    except (etree.XMLSyntaxError, ValueError):
        # The text of the parser's error may quote the document.
        raise DonneeIllisible("xml_illisible") from None
    if racine.getroottree().docinfo.internalDTD is not None:
        raise DonneeIllisible("doctype")
    return racine


def _faute(element) -> FauteSoap:
    """The fault, by the first reason code of its detail, else by its SOAP code: of SOAP 1.2, the innermost sub-code."""
    raisons = (texte(e) for e in element.iter() if isinstance(e.tag, str) and nom(e) == "reasonCode")
    parties = enfants(element)
    code = next(filter(None, raisons), "") or texte(parties.get("faultcode")).rpartition(":")[2]
    return FauteSoap(code_sur(code or _sous_code(parties.get("Code"))))


def _sous_code(element) -> str:
    """The innermost code of a {Value, Subcode{Value, Subcode…}} that has one."""
    code = ""
    while element is not None:
        niveau = enfants(element)
        code = texte(niveau.get("Value")).rpartition(":")[2] or code
        element = niveau.get("Subcode")
    return code


def lire_consultation(brut: bytes, niss: str) -> Reponse:
    """Read the answer to a consultation of `niss`.

    :raise ErreurRegistre: one of the four outcomes.
    """
    reponse = corps(brut)
    parties = enfants(reponse)
    if "status" not in parties:
        raise DonneeIllisible("reponse_inattendue")
    valeur, code = _statut(parties["status"])
    fichier = parties.get("rrn_it_implicit")
    if valeur == SANS_DONNEES:
        # Its code is that of a treatment without error, which would say nothing.
        raise StatutMetier(SANS_DONNEES, valeur)
    if valeur != TROUVE:
        raise StatutMetier(code, valeur, _information(parties["status"], "newSsin"))
    if fichier is None:
        raise DonneeAnormale("sans_dossier")
    demande = texte(enfants(parties.get("searchInformation")).get("ssin"))
    if demande and _niss(demande) != niss:
        raise DonneeAnormale("autre_personne")
    ticket = texte(enfants(parties.get("informationCBSS")).get("ticketCBSS"))
    return Reponse(niss, _dossier(fichier, niss), ticket)


def _information(statut, champ: str) -> str:
    """The value of one `information` element of a status, "" when it is not there."""
    for element in statut:
        if nom(element) == "information":
            parties = enfants(element)
            if texte(parties.get("fieldName")) == champ:
                return texte(parties.get("fieldValue"))
    return ""


def lire_dossier(brut: bytes, niss: str) -> DossierRegistre:
    """Read a bare file (root `rrn_it_implicit`)."""
    return _dossier(_racine(brut), niss)


def _dossier(fichier, niss: str) -> DossierRegistre:
    entrees = []
    for bloc in fichier:
        lecteur = _BLOCS.get(nom(bloc))
        if lecteur is None:
            continue
        it, repete, lire = lecteur
        for element in bloc if repete else (bloc,):
            if repete and nom(element) != repete:
                continue
            parties = enfants(element)
            entree = lire(it, parties, _date(parties.get("Date")), _date(parties.get("DelDate")))
            entrees.append(_avec_doutes(entree))
    numero = next((e.contenu["niss"] for e in entrees if e.it == "000"), "")
    if numero and numero != niss:
        raise DonneeAnormale("autre_personne")
    # An entry said twice is one entry.
    uniques = {entree.empreinte: entree for entree in entrees}
    return DossierRegistre(niss, tuple(uniques.values()))


def _date(element) -> DatePartielle | None:
    """The date of an element; None when the element is absent or empty."""
    if element is None or not len(element):
        return None
    p = {enfant.tag.rpartition("}")[2]: (enfant.text or "").strip() for enfant in element}
    return depuis_parties(p.get("Century", ""), p.get("Year", ""), p.get("Month", ""), p.get("Day", ""))


def _ecrites(**dates: DatePartielle | None) -> dict:
    """Of these dates those that cannot be read as they are written, in the content of their entry."""
    illisibles = {cle: date.ecrite for cle, date in dates.items() if date and date.ecrite}
    return {DATES_ILLISIBLES: illisibles} if illisibles else {}


def _avec_doutes(entree: Entree) -> Entree:
    """The entry, with its start and end as they are written when they cannot be read."""
    if not ((entree.debut and entree.debut.ecrite) or (entree.fin and entree.fin.ecrite)):
        return entree
    illisibles = _ecrites(debut=entree.debut, fin=entree.fin)[DATES_ILLISIBLES]
    autres = entree.contenu.get(DATES_ILLISIBLES, {})
    return replace(entree, contenu={**entree.contenu, DATES_ILLISIBLES: autres | illisibles})


def _code(element) -> str:
    """The `Code` of a {Code, Label}; the label is not read where ours come from the tables."""
    return _compact(texte(enfants(element).get("Code")))


def _compact(code: str) -> str:
    """A code without the spaces and the characters that show nothing: with one of them it would be in no table."""
    return code if code.isascii() and code.isalnum() else lisible(code).replace(" ", "")


def _code_libelle(element) -> tuple[str, str]:
    """The `Code` and the `Label` of an element, of a type whose table nobody has published."""
    parties = enfants(element)
    return _compact(texte(parties.get("Code"))), texte(parties.get("Label"))


def _contenu(**valeurs) -> dict:
    """A content without its empty values."""
    return {cle: valeur for cle, valeur in valeurs.items() if valeur}


#: What an entry of IT 206 may hold beside the step it is about.
_PARTIES_206 = frozenset({"Date", "DelDate", "GeneralInfo"})

# One reader a type: (it, children, start, end) -> Entree, or None when the entry says nothing.


def _it000(it, parties, debut, fin):
    identite = enfants(parties.get("NationalNumber"))
    naissance = _date(identite.get("Date")) or INCONNUE
    contenu = {"naissance": naissance.texte, "niss": _niss(texte(identite.get("NationalNumber")))}
    return Entree(it, debut, fin, _compact(texte(identite.get("Sex"))), contenu | _ecrites(naissance=naissance))


def _it010(it, parties, debut, fin):
    noms, prenoms = [], []
    for element in parties.get("Name", ()):
        liste = {"LastName": noms, "FirstName": prenoms}.get(nom(element))
        label = enfants(element).get("Label")
        # Kept as the register writes it (`histoire.noms` makes it readable), unless nothing of it can be read.
        libelle = "" if label is None else (label.text or "").strip(" \t\r\n")
        if liste is not None and lisible(libelle):
            liste.append(libelle)
    return Entree(it, debut, fin, "", {"noms": noms, "prenoms": prenoms})


def _it020(it, parties, debut, fin):
    adresse = enfants(parties.get("Address"))
    rue = enfants(adresse.get("Street"))
    contenu = {
        "code_postal": texte(adresse.get("ZipCode")),
        "rue": texte(rue.get("Label")) or texte(rue.get("Graphic")),
        "numero": texte(adresse.get("HouseNumber")),
        "boite": texte(adresse.get("Box")),
    }
    return Entree(it, debut, fin, "", contenu)


def _code_de(balise):
    """The reader of a type whose only content is the code of one element."""

    def lire(it, parties, debut, fin):
        return Entree(it, debut, fin, _code(parties.get(balise)))

    return lire


def _it120(it, parties, debut, fin):
    conjoint = _numero(enfants(parties.get("Spouse")).get("NationalNumber"))
    code, libelle = _code_libelle(parties.get("CivilState"))
    return Entree(it, debut, fin, code, _contenu(niss=conjoint), libelle)


def _it123(it, parties, debut, fin):
    if "Cessation" in parties:
        return Entree(it, debut, fin, "CESSATION", _contenu(raison=_code(enfants(parties["Cessation"]).get("Reason"))))
    declaration = enfants(parties.get("Declaration"))
    partenaire = _numero(enfants(declaration.get("Partner")).get("NationalNumber"))
    return Entree(it, debut, fin, "DECLARATION", _contenu(niss=partenaire))


def _famille(it, parties, debut, fin):
    code, libelle = _code_libelle(parties.get("FamilyRole"))
    return Entree(it, debut, fin, code, _contenu(niss=_numero(parties.get("NationalNumber"))), libelle)


def _numero(element) -> str:
    """The number inside {NationalNumber{NationalNumber, Date, Sex}}: of a relative we keep nothing else."""
    return _niss(texte(enfants(element).get("NationalNumber")))


def _niss(numero: str) -> str:
    """A number without the spaces, dots and dashes that an answer may write in it."""
    return numero if numero.isascii() and numero.isdigit() else normaliser(numero)


def _annonce(numero: str) -> str:
    """A number that is announced: without what was written between its digits when eleven of them are left, else as it
    came, so that it can be said and reported.
    """
    compact = _niss(numero)
    return compact if len(compact) == 11 and compact.isascii() and compact.isdigit() else numero[:64]


def _it150(it, parties, debut, fin):
    return Entree(it, debut, fin, "")


def _it195(it, parties, debut, fin):
    expiration = _date(parties.get("ExpiryDate"))
    contenu = _contenu(numero=texte(parties.get("CardNumber")), expiration=expiration.texte if expiration else "")
    code, libelle = _code_libelle(parties.get("TypeOfCard"))
    return Entree(it, debut, fin, code, contenu | _ecrites(expiration=expiration), libelle)


def _it202(it, parties, debut, fin):
    limosa = enfants(parties.get("Limosa"))
    return Entree(it, debut, fin, _code(limosa.get("Reason1")), _contenu(motif2=_code(limosa.get("Reason2"))))


def _it205(it, parties, debut, fin):
    return Entree(it, debut, fin, _compact(texte(parties.get("Code"))), {}, texte(parties.get("Label")))


def _it206(it, parties, debut, fin):
    """A protection has a code; any other step of the procedure is known by the name of its element."""
    if "Protection" in parties:
        code, libelle = _code_libelle(parties["Protection"])
        return Entree(it, debut, fin, code, {}, libelle)
    etape = next((partie for partie in parties if partie not in _PARTIES_206), "")
    return Entree(it, debut, fin, "", _contenu(etape=etape))


def _it252(it, parties, debut, fin):
    du, au = _date(parties.get("StartDate")), _date(parties.get("EndDate"))
    contenu = _contenu(debut=du.texte if du else "", fin=au.texte if au else "")
    return Entree(it, debut, fin, "", contenu | _ecrites(du=du, au=au))


#: Element of the file -> (information type, name of its repeated entries or "" when the element is the entry, reader).
_BLOCS = {
    "NationalNumber": ("000", "", _it000),
    "FileOwner": ("001", "Residences", _code_de("Residence")),
    "Names": ("010", "Name", _it010),
    "LegalMainAddresses": ("020", "LegalMainAddress", _it020),
    "Nationalities": ("031", "Nationality", _code_de("Nationality")),
    "MultipleNationalities": ("032", "MultipleNationality", _code_de("Nationality")),
    "CivilStates": ("120", "CivilState", _it120),
    "LegalCohabitations": ("123", "LegalCohabitation", _it123),
    "FamilyMembers": ("140", "FamilyMember", _famille),
    "HeadOfFamily": ("141", "HeadOfFamily", _famille),
    "Deceases": ("150", "Decease", _it150),
    "IdentityCards": ("195", "IdentityCard", _it195),
    "SpecialInfos": ("202", "SpecialInfo", _it202),
    "RefugeeTypes": ("205", "RefugeeType", _it205),
    "StatusOfRefugee": ("206", "StatusOfRefugee", _it206),
    "RegistrationRegisters": ("210", "RegistrationRegister", _code_de("RegistrationRegister")),
    "NotCommunicable": ("252", "", _it252),
}
assert {bloc[0] for bloc in _BLOCS.values()} == IT_PERMIS


# Notifications and subscriptions: our own contract, suivi-v1.xsd.


def _statut(element) -> tuple[str, str]:
    """The value and the code of a status element."""
    statut = enfants(element)
    return texte(statut.get("value")), code_sur(texte(statut.get("code")))


def lire_page(brut: bytes) -> Page:
    """Read one page of notifications.

    A malformed number or date stays inside its own notification: it never breaks the page.
    :raise StatutMetier: the service refused, among others because it does not know the receipt.
    :raise ErreurRegistre: one of the other outcomes.
    """
    reponse = corps(brut)
    parties = enfants(reponse)
    if "status" not in parties:
        raise DonneeIllisible("reponse_inattendue")
    valeur, code = _statut(parties["status"])
    if valeur != "OK":
        raise StatutMetier(code, valeur)
    notifications = tuple(_notification(e) for e in reponse if nom(e) == "notification")
    return Page(notifications, texte(parties.get("receipt")), code == ENCORE)


#: As many digits as the database keeps exactly.
_SEQUENCE = re.compile(r"\d{1,15}", re.ASCII)


def _notification(element) -> Notification:
    parties = enfants(element)
    sequence = texte(parties.get("sequence"))
    if not _SEQUENCE.fullmatch(sequence):
        # Without its sequence a notification could be counted twice: the page cannot be taken.
        raise DonneeIllisible("reponse_inattendue")
    mutations = []
    for enfant in element:
        if nom(enfant) == "mutation":
            p = enfants(enfant)
            mutations.append(Mutation(_it(texte(p.get("informationType"))), texte(p.get("kind"))))
    effet = texte(parties.get("effectiveDate"))
    date_effet = _jour(effet)
    return Notification(
        sequence=int(sequence),
        categorie=texte(parties.get("category")),
        niss=_annonce(texte(parties.get("ssin"))),
        niss_remplace=_annonce(texte(parties.get("replacedSsin"))),
        mutations=tuple(mutations),
        commune_nis=re.sub(r"\s", "", texte(parties.get("communeNisCode")))[:16],
        date_effet=date_effet,
        date_creation=_instant(texte(parties.get("creationDate"))),
        date_illisible="" if date_effet else effet[:32],
    )


def _it(texte: str) -> str:
    """An information type with its three digits."""
    return texte.zfill(3) if texte.isascii() and texte.isdigit() else texte


#: A day written from the year on, with or without its zeros, then perhaps an hour or a zone. One that begins with the
#: day or the month could be two: it is not read.
_JOUR = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T Z+-].*)?|(\d{4})(\d{2})(\d{2})", re.ASCII)


def _jour(brut: str) -> date | None:
    trouve = _JOUR.fullmatch(brut)
    if not trouve:
        return None
    annee, _separateur, mois, jour, *compacts = trouve.groups()
    with suppress(ValueError):
        return date(*map(int, compacts if annee is None else (annee, mois, jour)))
    return None


def _instant(brut: str) -> datetime | None:
    """An instant in UTC without zone, as the database keeps it."""
    with suppress(ValueError):
        instant = datetime.fromisoformat(brut)
        return instant.astimezone(UTC).replace(tzinfo=None) if instant.tzinfo else instant
    return None


def lire_abonnements(brut: bytes) -> list[ResultatAbonnement]:
    """Read what became of each subscription.

    :raise StatutMetier: the whole request was refused.
    """
    return _abonnements(brut)[0]


def lire_page_abonnements(brut: bytes) -> PageAbonnements:
    """Read one page of the subscriptions that run.

    :raise StatutMetier: the whole request was refused.
    """
    resultats, code = _abonnements(brut)
    return PageAbonnements(tuple(resultats), code == ENCORE)


def _abonnements(brut: bytes) -> tuple[list[ResultatAbonnement], str]:
    """The results, and the code of the status of the whole."""
    reponse = corps(brut)
    parties = enfants(reponse)
    if "status" not in parties:
        raise DonneeIllisible("reponse_inattendue")
    resultats = []
    for element in reponse:
        if nom(element) == "result":
            p = enfants(element)
            valeur, code = _statut(p.get("status"))
            dates = _jour(texte(p.get("beginDate"))), _jour(texte(p.get("endDate")))
            resultats.append(ResultatAbonnement(_annonce(texte(p.get("ssin"))), valeur == "OK", code, *dates))
    valeur, code = _statut(parties["status"])
    if valeur != "OK" and not resultats:
        raise StatutMetier(code, valeur)
    return resultats, code
