# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The official contract in the place of ours: one setting, and a whole collection works unchanged; every message of it
follows the official schema. Skipped where the official contract is not.
"""

import tempfile
from pathlib import Path
from unittest import mock

from lxml import etree

from odoo.addons.registre_national.soap.client import WSDL_SUIVI, TransportParFil
from odoo.addons.registre_national.soap.validation import schema_de

from .. import fichiers as f
from ..commun import CasRegistre
from .test_client import OFFICIEL

#: Serial 999 is never allocated: numbers that the official contract accepts and nobody has.
NUMEROS = [f.numero(f"{jour}999") for jour in ("900501", "850312")] + [f.numero("010203999", True)]


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
