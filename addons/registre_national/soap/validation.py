# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Answers against the schema of the contract: what does not follow it is reported, never refused.

Our reduced contract knows only the information types we keep; the others are set aside before the comparison.
"""

import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from lxml import etree

from .lecture import ANALYSEUR

_XSD = "{http://www.w3.org/2001/XMLSchema}"
_VERROU = threading.Lock()


def schema_de(wsdl: str) -> etree.XMLSchema:
    """The schema of the messages of a WSDL file: its own and everything it imports.

    :raise ValueError: the file has none.
    """
    schema = etree.parse(wsdl, ANALYSEUR).find(f".//{_XSD}schema")
    if schema is None:
        raise ValueError("no schema")
    # Written out, the schema takes along the prefixes declared on the WSDL, which its values may use.
    return etree.XMLSchema(etree.fromstring(etree.tostring(schema), base_url=wsdl))


@lru_cache(maxsize=8)
def _connus(wsdl: str) -> frozenset[str]:
    """Local names of the elements of a file that the schemas beside a WSDL know."""
    noms = set()
    for chemin in Path(wsdl).parent.rglob("*.xsd"):
        for genre in etree.parse(str(chemin)).iter(_XSD + "complexType"):
            if genre.get("name") == "FileInfoType":
                # The group, then its elements; not the elements inside them.
                noms |= {element.get("name") for element in genre.iterfind(f"*/{_XSD}element")}
    return frozenset(noms)


@lru_cache(maxsize=8)
def _schema(wsdl: str) -> etree.XMLSchema:
    return schema_de(wsdl)


def comparer(octets: bytes, wsdl: str, reduit: bool, sur_ecart: Callable[[str], None]) -> None:
    """Compare the body of an answer with the contract; call `sur_ecart` with the element's name when it differs.

    Never raises: an answer that cannot be read is said by who reads it. The name of an element holds no personal data.
    :param reduit: the contract is ours: types it does not know are not compared.
    """
    try:
        racine = etree.fromstring(octets, ANALYSEUR)
        # of SOAP 1.1 or 1.2
        corps = racine.find("{*}Body")
        element = None if corps is None or not len(corps) else corps[0]
        if element is None or _local(element) == "Fault":
            return
        if reduit:
            connus = _connus(wsdl)
            for fichier in element.iter("rrn_it_implicit"):
                for enfant in [e for e in fichier.iterchildren(etree.Element) if _local(e) not in connus]:
                    fichier.remove(enfant)
        lieu = _premier_ecart(_schema(wsdl), element)
    except (etree.LxmlError, ValueError, OSError):
        return
    if lieu:
        sur_ecart(lieu)


def _local(element) -> str:
    return etree.QName(element).localname


def _premier_ecart(schema: etree.XMLSchema, element) -> str:
    """The name of the first element that does not follow the schema; "" when all do."""
    # A schema keeps the errors of its last use: one thread at a time (0.1 ms).
    with _VERROU:
        if schema.validate(element):
            return ""
        erreur = schema.error_log[0]
    # Of the path only the name of the last element, without its position: the message itself may quote a value.
    return (erreur.path or "").rpartition("/")[2].partition("[")[0].rpartition(":")[2].strip("*") or "?"
