# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Answers against the schema of the contract, and what the register may add to them one day."""

import tempfile
import unittest
from pathlib import Path

from lxml import etree

from odoo.addons.registre_national.soap.client import WSDL_CONSULTATION, ClientTIGroups
from odoo.addons.registre_national.soap.validation import comparer

from simulateur import Simulateur

from .. import fichiers as f
from .test_client import configuration

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
            (b"<html", []),
            (b"", []),
        ):
            with self.subTest(octets=octets):
                lieux = []
                comparer(octets, str(WSDL_CONSULTATION), True, lieux.append)
                self.assertEqual(lieux, attendu)


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
