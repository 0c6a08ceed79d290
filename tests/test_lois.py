# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The law at its edges, through the whole house: real XML files, served over SOAP, collected, stored, examined.

Two independent readings of the law are compared with the platform's: the catalogue of hand-made histories
(tests/histoires/cas.py), and the intention with which the simulator drew each person of its population.
"""

import csv
import tempfile
import unittest
from datetime import date
from pathlib import Path

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.parcours_accueil.models.vocabulaire import FAITS, RESULTATS
from odoo.addons.parcours_socle.tests.common import CommitCase

from simulateur import Simulateur

from .histoires.cas import CAS
from .histoires.vies import AUJOURD_HUI

#: Register files that went wrong once, with what the law makes of each.
CASES = Path(__file__).parents[2] / "shared" / "cases"


@tagged("post_install", "-at_install")
class LawCase(CommitCase):
    """A platform, a register, and one collection."""

    @classmethod
    def collect(cls, **register):
        """Collect everything a register of these options announces, on the catalogue's day; return {number: file}."""
        with freeze_time(AUJOURD_HUI), Simulateur(jour=AUJOURD_HUI, **register) as simulateur:
            service = cls.env.ref("registre_national.service_principal")
            service.write(
                {
                    "url_consultation": simulateur.url_consultation,
                    "url_notifications": simulateur.url_notifications,
                    "url_abonnements": simulateur.url_abonnements,
                    "mode_test": True,
                    "cbe_number": "0000000097",
                    "legal_context": "TEST",
                }
            )
            service._collecter()
            cls.fiches = simulateur.fiches
        return cls.env["parcours.dossier"].with_context(active_test=False).search([]).grouped("niss")


class TestCatalogue(LawCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with tempfile.TemporaryDirectory() as folder:
            for cas in CAS:
                Path(folder, f"{cas.histoire.niss}.xml").write_bytes(cas.histoire.xml())
            cls.dossiers = cls.collect(personnes=0, dossiers=folder)

    def test_the_catalogue_covers_every_outcome_and_ground(self):
        self.assertEqual({cas.resultat for cas in CAS}, {"oblige", "exempte", "hors_public", "a_examiner"})
        self.assertLessEqual({"1", "2", "3", "3b", "10"}, {cas.exemption for cas in CAS})
        self.assertLessEqual({"C1", "C2", "C3", "C4", "C5"}, {cas.regle for cas in CAS})
        self.assertLessEqual({"R1", "R2"}, {cas.reglement for cas in CAS})

    def test_each_history_has_the_outcome_of_the_law(self):
        self.assertGreater(len(CAS), 100)
        for cas in CAS:
            with self.subTest(cas.nom, law=cas.loi):
                dossier = self.dossiers[cas.histoire.niss]
                self.assertEqual((dossier.resultat, dossier.exemption_code or ""), (cas.resultat, cas.exemption))
                self.assertEqual(dossier.ref_inscription_motif, cas.motif)
                if cas.reglement:
                    self.assertEqual(dossier.reglement_id.code, cas.reglement)

    def test_each_examination_names_what_decided(self):
        for cas in CAS:
            if not cas.regle:
                continue
            with self.subTest(cas.nom):
                examen = self.dossiers[cas.histoire.niss].examen_id
                codes = {
                    examen.env["parcours.regle"].browse(identifiant).code for identifiant in examen.trace["decisif"]
                }
                self.assertIn(cas.regle, codes)

    def test_each_file_is_closed_for_the_reason_of_the_law(self):
        for cas in CAS:
            with self.subTest(cas.nom, law=cas.loi):
                dossier = self.dossiers[cas.histoire.niss]
                self.assertEqual(dossier.motif_cloture or "", cas.cloture)
                self.assertEqual(dossier.phase == "cloture", bool(cas.cloture))

    def test_each_fact_known_comes_from_an_entry_of_the_register(self):
        """Every fact, at the reference date and today; only an absence has no entry, and its note says so."""
        for cas in CAS:
            trace = self.dossiers[cas.histoire.niss].examen_id.trace
            for nom in FAITS:
                with self.subTest(cas.nom, fact=nom):
                    valeur, note, sources = trace["faits"][nom]
                    self.assertTrue(valeur is None or sources, f"{valeur} from nowhere ({note})")
                    self.assertLessEqual({str(source) for source in sources}, set(trace["sources"]), "an entry unsaid")


@unittest.skipUnless(CASES.is_dir(), f"the register files that went wrong are not on this machine: {CASES}")
class TestFilesThatWentWrong(LawCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.expected = list(csv.DictReader((CASES / "expected.csv").open(encoding="utf-8")))
        cls.dossiers = cls.collect(personnes=0, dossiers=str(CASES))

    def test_each_file_has_the_outcome_that_is_expected(self):
        compared = 0
        for case in self.expected:
            with self.subTest(case["label"], law=case["why"]):
                dossier = self.dossiers[case["niss"]]
                if case["resultat"] in dict(RESULTATS):
                    found = dossier.resultat, dossier.exemption_code or ""
                    self.assertEqual(found, (case["resultat"], case["exemption_code"]))
                    compared += 1
        self.assertGreater(compared, 8)

    def test_each_file_of_which_something_else_matters_has_it(self):
        by_label = {case["label"]: self.dossiers[case["niss"]] for case in self.expected}
        self.assertIn(by_label["debordement"].resultat, ("oblige", "a_examiner"))
        self.assertEqual(by_label["mois_un_chiffre"].naissance_min, date(1990, 5, 7))
        deceased = by_label["deces_partiel"]
        self.assertEqual((deceased.phase, deceased.motif_cloture), ("cloture", "decede"))
        self.assertFalse(deceased.personne_id.date_deces, "no day is invented")


class TestPopulation(LawCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossiers = cls.collect(personnes=1200, graine=5)

    def test_outcomes_are_what_the_population_was_drawn_for(self):
        """Where nothing that happened since can change the outcome, it is the one the profile means."""
        compared, differences = 0, []
        for fiche in self.fiches:
            dossier = self.dossiers.get(fiche.niss)
            if not dossier or not fiche.comparable:
                continue
            compared += 1
            meant = fiche.attendu, fiche.profil.exemption
            found = dossier.resultat, dossier.exemption_code or ""
            if found != meant:
                differences.append((fiche.profil.code, meant, found))
        self.assertGreater(compared, 900)
        self.assertFalse(differences, f"{len(differences)} outcomes differ from what was drawn")

    def test_the_shape_is_the_published_one(self):
        """About 13 % obliged (loi.md §9)."""
        obliges = sum(dossier.resultat == "oblige" for dossier in self.dossiers.values())
        self.assertTrue(0.10 <= obliges / len(self.dossiers) <= 0.16, f"{obliges} of {len(self.dossiers)}")
