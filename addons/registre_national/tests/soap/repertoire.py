# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Every code, status and kind of entry that the specification of the register names, each as an
answer built with a synthetic person: serial 999, which nobody has and the official contract accepts.
"""

from types import SimpleNamespace

from simulateur.redaction import rediger
from simulateur.vie import Vie

from .. import fichiers as f

NISS, NOUVEAU = f.numero("900501999"), f.numero("850312999")
DEBUT = (2024, 3, 1)
TICKET = "00000000-0000-4000-8000-000000000000"
PARENT = (NOUVEAU, (1985, 3, 12), "1", "Essai", "Ada")

#: What was answered without a file: value, code, replacing number -> (class of the error, its code, tried again).
STATUTS = {
    "done, nothing found": ("NO_DATA_FOUND", "MSG00000", "", ("StatutMetier", "NO_DATA_FOUND", False)),
    "done, no file all the same": ("DATA_FOUND", "MSG00000", "", ("DonneeAnormale", "sans_dossier", False)),
    "supplier unreachable": ("NO_RESULT", "MSG00002", "", ("StatutMetier", "MSG00002", True)),
    "internal": ("NO_RESULT", "MSG00003", "", ("StatutMetier", "MSG00003", False)),
    "invalid number": ("NO_RESULT", "MSG00008", "", ("StatutMetier", "MSG00008", False)),
    "not integrated": ("NO_RESULT", "MSG00012", "", ("StatutMetier", "MSG00012", False)),
    "file closed to us": ("NO_RESULT", "RTIPC001", "", ("StatutMetier", "RTIPC001", False)),
    "number replaced": ("NO_RESULT", "MSG00020", NOUVEAU, ("StatutMetier", "MSG00020", False)),
    "number cancelled": ("NO_RESULT", "MSG00021", "", ("StatutMetier", "MSG00021", False)),
    "too many requests": ("NO_RESULT", "MSG00022", "", ("StatutMetier", "MSG00022", True)),
    "no legal context": ("NO_RESULT", "MSG00023", "", ("StatutMetier", "MSG00023", False)),
    "refused": ("NO_RESULT", "MSG00024", "", ("StatutMetier", "MSG00024", False)),
}
#: Reason codes of a fault: the same ones, as the other outcome.
FAUTES = ("MSG00001", "MSG00002", "MSG00003", "MSG00008", "MSG00012", "MSG00022", "RTIPC001")

LIEUX = ("99990", "99991", "99992", "99996", "99997", "00992", "992", "21099", "21015", "44021", "354", "111")
CARTES = [
    "0010",
    "0011",
    "0012",
    "0013",
    "0014",
    "0015",
    "0016",
    "0017",
    "0018",
    "0021",
    "0022",
    "0023",
    "0024",
    "0027",
    "0028",
    "0030",
    "0040",
    "0061",
    "0120",
    "0000",
    "0050",
    "0060",
    "9999",
]
MOTIFS = [
    "010100",
    "010200",
    "010300",
    "020000",
    "020100",
    "020300",
    "040200",
    "040400",
    "040500",
    "050100",
    "050200",
    "050300",
    "060100",
    "090000",
    "999999",
]
NATIONALITES = [
    "105",
    "106",
    "107",
    "140",
    "173",
    "103",
    "170",
    "108",
    "136",
    "109",
    "110",
    "111",
    "114",
    "146",
    "138",
    "116",
    "128",
    "137",
    "113",
    "135",
    "119",
    "129",
    "139",
    "123",
    "124",
    "126",
    "147",
    "141",
    "117",
    "118",
    "121",
    "127",
    "150",
    "112",
    "354",
    "262",
    "261",
    "251",
    "143",
    "145",
    "207",
    "218",
    "306",
    "349",
    "329",
    "711",
    "999",
    "811",
    "899",
]
REGISTRES = ("1", "2", "3", "4", "5", "6", "9", "0")

#: Name -> entries (information type, start, content, end) and the codes that must be read, by type.
ENTREES = {
    **{f"place {code}": (("001", DEBUT, (code, "x", "1")), code) for code in LIEUX},
    **{f"card {code}": (("195", DEBUT, (code, "x", "B1", "21015", (2030, 1, 1))), code) for code in CARTES},
    **{f"reason {code}": (("202", DEBUT, (code, "x")), code) for code in MOTIFS},
    **{f"nationality {code}": (("031", DEBUT, (code, "x")), code) for code in NATIONALITES},
    **{f"nationality beside {code}": (("032", DEBUT, (code, "x")), code) for code in ("354", "150", "711")},
    **{f"register {code}": (("210", DEBUT, (code, "x")), code) for code in REGISTRES},
    "names": (("010", DEBUT, (("Imaginaire", "Essai"), ("Ada", "Bea"))), ""),
    "fifteen names and no first name": (("010", DEBUT, (tuple(f"Nom{r}" for r in range(15)), ())), ""),
    "address": (("020", DEBUT, ("1030", "9", "Rue Inventée", "12", "3")), ""),
    "civil status": (("120", DEBUT, ("20", "x", PARENT)), "20"),
    "cohabitation": (("123", DEBUT, ("x", PARENT, "21015", DEBUT)), "DECLARATION"),
    "family member": (("140", DEBUT, ("03", "x", PARENT)), "03"),
    "head of the family": (("141", DEBUT, ("02", "x", PARENT)), "02"),
    "death": (("150", DEBUT, ("1", "21015", "x")), ""),
    "refugee type": (("205", DEBUT, ("1", "x")), "1"),
    "refugee protection": (("206", DEBUT, ("protection", "1", "x")), "1"),
    "refugee application": (("206", DEBUT, ("demande", "1", "x")), ""),
    "not communicable": (("252", DEBUT, (DEBUT, (2099, 12, 31))), ""),
}
#: Start as the register may know it -> as it is read.
DATES = {
    (2024, 3, 1): "2024-03-01",
    (2024, 3, 0): "2024-03-00",
    (2024, 0, 0): "2024-00-00",
    (2024, 3, None): "2024-03-00",
    (2024, None, None): "2024-00-00",
}


def fichier(*entrees):
    """The file of this person with these entries: (information type, start, content[, end])."""
    vie = Vie()
    for it, debut, valeur, *fin in entrees:
        entree = vie.ajouter(it, debut, *valeur)
        entree.fin = fin[0] if fin else None
    fiche = SimpleNamespace(niss=NISS, naissance=(1990, 5, 1), sexe="1")
    return rediger(fiche, vie, True).decode()


def reponse(valeur, code, remplacant="", contenu=""):
    """A whole answer that follows the contract."""
    information = (
        f"<information><fieldName>newSsin</fieldName><fieldValue>{remplacant}</fieldValue></information>"
        if remplacant
        else ""
    )
    return f.enveloppe(
        f'<t:retrieveTIGroupsResponse xmlns:t="{f.TYPES}"><informationCustomer><customerIdentification><cbeNumber>'
        "0123456789</cbeNumber></customerIdentification></informationCustomer><informationCBSS>"
        f"<ticketCBSS>{TICKET}</ticketCBSS><timestampReceive>2026-11-24T10:00:00Z</timestampReceive><timestampReply>2026-11-24T10:00:01Z"
        "</timestampReply></informationCBSS><legalContext>PARCOURS:ESSAI</legalContext><searchInformation><ssin>"
        f"{NISS}</ssin></searchInformation><status><value>{valeur}</value><code>{code}</code><description>x</description>"
        f"{information}</status>{contenu}</t:retrieveTIGroupsResponse>"
    )


def faute(code):
    """A fault with its detail."""
    return f.enveloppe(
        '<s:Fault xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><faultcode>s:Server</faultcode><faultstring>x'
        f'</faultstring><detail><t:retrieveTIGroupsFault xmlns:t="{f.TYPES}"><informationCBSS><ticketCBSS>'
        f"{TICKET}</ticketCBSS><timestampReceive>2026-11-24T10:00:00Z</timestampReceive>"
        "<timestampReply>2026-11-24T10:00:01Z</timestampReply></informationCBSS><detail><severity>FATAL</severity><reasonCode>"
        f"{code}</reasonCode><diagnostic>x</diagnostic><authorCode>x</authorCode></detail></t:retrieveTIGroupsFault>"
        "</detail></s:Fault>"
    )
