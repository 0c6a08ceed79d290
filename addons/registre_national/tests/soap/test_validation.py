# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Answers against the schema of the contract, and what the register may add to them one day."""

import tempfile
import unittest
from pathlib import Path
from unittest import mock

from lxml import etree

from odoo.addons.registre_national.soap import client
from odoo.addons.registre_national.soap.client import WSDL_CONSULTATION, ClientTIGroups
from odoo.addons.registre_national.soap.validation import comparer, schema_de

from simulateur import Simulateur

from .. import fichiers as f
from .test_client import OFFICIEL, configuration

#: What begins an answer written by hand, and the whole of what the contract asks for there.
ENTETE = (
    b"<informationCBSS><ticketCBSS>T-1</ticketCBSS></informationCBSS>",
    b"<informationCustomer><customerIdentification><cbeNumber>0000000097</cbeNumber></customerIdentification>"
    b"</informationCustomer><informationCBSS><ticketCBSS>01234567-89ab-cdef-0123-456789abcdef</ticketCBSS>"
    b"<timestampReceive>2026-11-24T10:00:00Z</timestampReceive><timestampReply>2026-11-24T10:00:01Z</timestampReply>"
    b"</informationCBSS><legalContext>X</legalContext>",
)


def conforme(contenu):
    """An answer as the contract wants it whole, its content in the register's namespace."""
    racine = etree.fromstring(f.reponse(contenu).replace(*ENTETE))
    for element in racine.find(".//rrn_it_implicit").iterdescendants():
        element.tag = f"{{{f.RN}}}{etree.QName(element).localname}"
    return etree.tostring(racine)


class TestComparaison(unittest.TestCase):
    def test_a_message_that_leaves_the_contract_is_named(self):
        for octets, attendu in (
            (conforme(f.ORDINAIRE), []),
            (conforme(f.ORDINAIRE + f.INTERDIT), []),
            (conforme(f.REGISTRE + f.ORDINAIRE.replace(f.REGISTRE, "")), []),
            (conforme(f.ORDINAIRE.replace("<Sex>1</Sex>", "<Sex>x</Sex>")), ["Sex"]),
            (conforme(f.ORDINAIRE).replace(b"<legalContext>X</legalContext>", b""), ["searchInformation"]),
            (f.enveloppe("<autre/>"), ["autre"]),
            (conforme(f.ORDINAIRE + f.residence(("2024-03-01", "21015"))), ["FileOwner"]),
            (f.enveloppe(""), []),
            (
                f.enveloppe("<s:Fault/>").replace(
                    b"<s:Fault", b"<s:Fault xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'"
                ),
                [],
            ),
            (b"<a/>", []),
            (b"<html", []),
            (b"", []),
        ):
            with self.subTest(octets=octets):
                lieux = []
                comparer(octets, str(WSDL_CONSULTATION), True, lieux.append)
                self.assertEqual(lieux, attendu)

    def test_our_contract_does_not_compare_the_types_it_does_not_know_and_the_official_one_does(self):
        brut = conforme(f.ORDINAIRE + f.INTERDIT)
        for reduit, attendu in ((True, []), (False, ["PoliticalMandates"])):
            lieux = []
            comparer(brut, str(WSDL_CONSULTATION), reduit, lieux.append)
            self.assertEqual(lieux, attendu)

    def test_a_call_compares_its_answer_when_asked_to(self):
        """Ours is the reduced contract; any other file is taken for the whole one."""
        for wsdl, reduit in (("", True), (str(OFFICIEL), False)):
            if wsdl and not OFFICIEL.is_file():
                self.skipTest("the official contract is not on this machine")
            with Simulateur(personnes=1) as simulateur, mock.patch.object(client, "comparer") as comparer:
                appelant = ClientTIGroups(configuration(simulateur.url, wsdl=wsdl, sur_ecart=print))
                appelant.consulter(simulateur.fiches[0].niss)
                ClientTIGroups(configuration(simulateur.url)).consulter(simulateur.fiches[0].niss)
            comparer.assert_called_once_with(mock.ANY, wsdl or str(WSDL_CONSULTATION), reduit, print)

    def test_a_schema_takes_along_the_prefixes_of_its_wsdl(self):
        contenu = (
            "<w:definitions xmlns:w='http://schemas.xmlsoap.org/wsdl/' xmlns:t='urn:x' "
            "xmlns:x='http://www.w3.org/2001/XMLSchema'><w:types>{}</w:types></w:definitions>"
        )
        schema = (
            "<x:schema targetNamespace='urn:x'><x:element name='a' type='t:A'/>"
            "<x:simpleType name='A'><x:restriction base='x:integer'/></x:simpleType></x:schema>"
        )
        with tempfile.TemporaryDirectory() as dossier:
            wsdl = Path(dossier, "x.wsdl")
            wsdl.write_text(contenu.format(schema), "utf-8")
            for texte, valide in (("1", True), ("one", False)):
                element = etree.fromstring(f"<a xmlns='urn:x'>{texte}</a>")
                self.assertEqual(schema_de(str(wsdl)).validate(element), valide)
            wsdl.write_text(contenu.format(""), "utf-8")
            with self.assertRaises(ValueError):
                schema_de(str(wsdl))


class TestTolerance(unittest.TestCase):
    """What the register may add one day, through the whole client."""

    def test_unknown_types_codes_and_elements_in_any_order(self):
        with tempfile.TemporaryDirectory() as dossier:
            inconnu = f"<NewType><Entry>{f.date('2026-01-01')}<Anything><Deep a='1'/></Anything></Entry></NewType>"
            contenu = (
                inconnu
                + f.REGISTRE.replace("<Code>1</Code>", "<Code>77</Code><Added>x</Added>")
                + f.residence(("2024-03-01", "21015"))
                + f.NATIONALITE.replace("354", "000")
                + f.identite()
            )
            texte = f'<rrn_it_implicit xmlns:r="{f.RN}">{contenu}</rrn_it_implicit>'
            Path(dossier, f"{f.NISS}.xml").write_text(texte, "utf-8")
            with Simulateur(personnes=0, dossiers=dossier) as simulateur:
                reponse = ClientTIGroups(configuration(simulateur.url)).consulter(f.NISS)
        entrees = {(entree.it, entree.code) for entree in reponse.dossier.entrees}
        self.assertLessEqual({("210", "77"), ("031", "000"), ("001", "21015"), ("000", "1")}, entrees)
        self.assertFalse(entrees & {("010", ""), ("195", "")})
