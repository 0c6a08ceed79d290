# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Each code, status and kind of entry of the specification: valid against the official contract, read, and brought as
far as its outcome. What the screens say of them is in `service.test_sentences`.
"""

import unittest
from datetime import date

from lxml import etree

from odoo.addons.registre_national.histoire.histoire import Histoire, projeter
from odoo.addons.registre_national.soap import erreurs, lecture
from odoo.addons.registre_national.soap.modele import IT_PERMIS
from odoo.addons.registre_national.soap.validation import schema_de

from ..histoire.commun import TABLES
from . import repertoire as r
from .test_client import OFFICIEL

JOUR = date(2026, 11, 24)
#: What the official contract does not have, read all the same.
HORS_CONTRAT = {"place 354", "place 111", "place 992"}


class TestRepertoire(unittest.TestCase):
    def _lire(self, *entrees):
        return lecture.lire_consultation(self._brut(*entrees), r.NISS).dossier

    @staticmethod
    def _brut(*entrees):
        return r.reponse("DATA_FOUND", "MSG00000", contenu=r.fichier(*entrees))

    def test_each_status_is_its_outcome(self):
        for nom, (valeur, code, remplacant, (classe, attendu, reprise)) in r.STATUTS.items():
            with self.subTest(nom), self.assertRaises(erreurs.ErreurRegistre) as leve:
                lecture.lire_consultation(r.reponse(valeur, code, remplacant), r.NISS)
            erreur = leve.exception
            self.assertEqual((type(erreur).__name__, erreur.code, erreur.reprise), (classe, attendu, reprise))
            self.assertEqual(getattr(erreur, "niss_remplacant", ""), remplacant)

    def test_each_fault_is_a_fault(self):
        for code in r.FAUTES:
            with self.subTest(code), self.assertRaises(erreurs.FauteSoap) as leve:
                lecture.lire_consultation(r.faute(code), r.NISS)
            self.assertEqual((leve.exception.code, leve.exception.reprise), (code, code in ("MSG00002", "MSG00022")))

    def test_each_entry_is_read_and_shown(self):
        for nom, ((it, debut, valeur), code) in r.ENTREES.items():
            with self.subTest(nom):
                dossier = self._lire((it, debut, valeur))
                (entree,) = (e for e in dossier.entrees if e.it == it)
                self.assertEqual((entree.code, entree.debut.texte), (code, "2024-03-01"))
                projeter(Histoire(dossier.informations, TABLES), JOUR)
        self.assertEqual({entree[0] for entree, _code in r.ENTREES.values()} | {"000"}, IT_PERMIS)

    def test_dates_as_far_as_they_are_known(self):
        for debut, texte in r.DATES.items():
            dossier = self._lire(("001", debut, ("21015", "x", "1"), debut))
            (lieu,) = (e for e in dossier.entrees if e.it == "001")
            self.assertEqual((lieu.debut.texte, lieu.fin.texte, lieu.debut.ecrite), (texte, texte, ""))

    def test_two_residences_hold_together(self):
        dossier = self._lire(("001", r.DEBUT, ("21015", "x", "1")), ("001", (2025, 1, 1), ("99996", "x", "1")))
        self.assertEqual([e.code for e in dossier.entrees if e.it == "001"], ["21015", "99996"])
        vu = projeter(Histoire(dossier.informations, TABLES), JOUR)
        self.assertEqual((vu["commune_nis"], vu["situation"]), ("21015", "99996"))

    def test_all_of_it_follows_the_official_contract(self):
        if not OFFICIEL.is_file():
            self.skipTest("the official contract is not on this machine")
        schema = schema_de(str(OFFICIEL))
        corps = "{http://schemas.xmlsoap.org/soap/envelope/}Body"
        cas = {nom: r.reponse(v, c, n) for nom, (v, c, n, _attendu) in r.STATUTS.items()}
        cas |= {nom: self._brut(entree) for nom, (entree, _code) in r.ENTREES.items() if nom not in HORS_CONTRAT}
        cas |= {f"date {texte}": self._brut(("001", d, ("21015", "x", "1"), d)) for d, texte in r.DATES.items()}
        for nom, brut in cas.items():
            with self.subTest(nom):
                schema.assertValid(etree.fromstring(etree.tostring(etree.fromstring(brut).find(corps)[0])))
        for code in r.FAUTES:
            with self.subTest(code):
                detail = next(etree.fromstring(r.faute(code)).iter("{*}retrieveTIGroupsFault"))
                schema.assertValid(etree.fromstring(etree.tostring(detail)))
