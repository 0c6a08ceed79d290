# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The official contract in the place of ours: one setting, and a whole collection works unchanged; every message of it
follows the official schema. Skipped where the official contract is not.
"""

import tempfile
import unittest
from pathlib import Path
from unittest import mock

from lxml import etree

from odoo.addons.registre_national.soap.client import WSDL_CONSULTATION, WSDL_SUIVI, ClientTIGroups
from odoo.addons.registre_national.soap.transport import TransportParFil
from odoo.addons.registre_national.soap.validation import comparer, schema_de

from simulateur import Simulateur

from .. import fichiers as f
from ..commun import CasRegistre
from .test_client import OFFICIEL, configuration

#: Serial 999 is never allocated: numbers that the official contract accepts and nobody has.
NUMEROS = [f.numero(f"{jour}999") for jour in ("900501", "850312")] + [f.numero("010203999", True)]

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


def fichier(niss, naissance):
    """A file that follows the official schema, with an information type that we never keep."""
    contenu = (
        f.identite(niss, naissance)
        + f.residence(("2024-03-01", "21015"))
        + f.NOMS
        + f.ADRESSE
        + f.NATIONALITE
        + f.REGISTRE
        + f'<CreationDate Type="252">{f.date("2024-03-01")}</CreationDate>'
    )
    return f'<rrn_it_implicit xmlns:r="{f.RN}">{contenu}</rrn_it_implicit>'


class TestContratOfficiel(CasRegistre):
    def setUp(self):
        super().setUp()
        if not OFFICIEL.is_file():
            self.skipTest(f"the official contract is not on this machine ({OFFICIEL})")
        dossiers = tempfile.TemporaryDirectory()
        self.addCleanup(dossiers.cleanup)
        for niss, naissance in zip(NUMEROS, ("1990-05-01", "1985-03-12", "2001-02-03"), strict=True):
            Path(dossiers.name, f"{niss}.xml").write_text(fichier(niss, naissance), "utf-8")
        self.messages = []
        vrai = TransportParFil.post

        def post(transport, adresse, message, entetes):
            reponse = vrai(transport, adresse, message, entetes)
            self.messages.append((adresse.rpartition("/")[2], bytes(message), reponse.content))
            return reponse

        self.startPatcher(mock.patch.object(TransportParFil, "post", post))
        self.simulateur, self.service = self.ouvrir(personnes=0, dossiers=dossiers.name)
        # Not in test mode: these numbers are such as the real register has.
        self.service.mode_test = False

    def _collecter(self):
        self.messages.clear()
        bilan = self.service._collecter()
        self.assertEqual((bilan["personnes"], bilan["erreurs"], bilan["restantes"]), (3, 0, 0))
        gens = self.gens(self.service)
        return {p.niss: sorted(p.information_ids.mapped(lambda i: (i.it, i.code, i.date_texte))) for p in gens}

    def test_only_the_setting_changes(self):
        self.service.wsdl_path = str(OFFICIEL)
        officiel = self._collecter()
        self.assertEqual(sorted(officiel), sorted(NUMEROS))
        self.assertTrue(all(len(entrees) >= 5 for entrees in officiel.values()))
        schemas = {"consultation": schema_de(str(OFFICIEL))}
        schemas["notifications"] = schemas["abonnements"] = schema_de(str(WSDL_SUIVI))
        comptes = dict.fromkeys(schemas, 0)
        for service, *messages in self.messages:
            comptes[service] += 1
            for message in messages:
                corps = etree.fromstring(message).find("{http://schemas.xmlsoap.org/soap/envelope/}Body")[0]
                schemas[service].assertValid(etree.fromstring(etree.tostring(corps)))
        self.assertEqual(comptes["consultation"], 3)
        self.assertTrue(comptes["notifications"] and comptes["abonnements"])
        # What is stored is what our own contract gives.
        self.service.wsdl_path = False
        self.du_service(self.service).write({"state": "recue"})
        self.assertEqual(self._collecter(), officiel)

    def test_validation_counts_nothing_when_all_is_well(self):
        for wsdl in (False, str(OFFICIEL)):
            self.service.write({"wsdl_path": wsdl, "validate_answers": True})
            self.du_service(self.service).write({"state": "recue"})
            self._collecter()
            self.assertEqual(self.service.deviation_count, 0, self.service.deviation_place)


class TestEcarts(CasRegistre):
    def test_deviations_are_counted_and_block_nothing(self):
        dossiers = tempfile.TemporaryDirectory()
        self.addCleanup(dossiers.cleanup)
        texte = fichier(f.NISS, "1990-05-01")
        Path(dossiers.name, f"{f.NISS}.xml").write_text(texte.replace("<Sex>1</Sex>", "<Sex>7</Sex>"), "utf-8")
        _simulateur, service = self.ouvrir(personnes=3, dossiers=dossiers.name)
        bilan = service._collecter()
        self.assertEqual((bilan["personnes"], service.deviation_count), (4, 0), "not asked for")
        service.validate_answers = True
        self.du_service(service).write({"state": "recue"})
        bilan = service._collecter()
        self.assertEqual((bilan["personnes"], bilan["erreurs"]), (4, 0))
        self.assertEqual((service.deviation_count, service.deviation_place), (1, "Sex"))

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
