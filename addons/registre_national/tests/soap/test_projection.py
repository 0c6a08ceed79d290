# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import unittest
from datetime import date

from odoo.addons.registre_national.soap.lecture import lire_dossier
from odoo.addons.registre_national.soap.projection import projeter

from .. import fichiers as f

JOUR = date(2026, 11, 24)


class TestProjection(unittest.TestCase):
    def _projeter(self, contenu, jour=JOUR):
        return projeter(lire_dossier(f.dossier(contenu), f.NISS).entrees, jour)

    def test_ordinary(self):
        p = self._projeter(f.ORDINAIRE)
        self.assertEqual((p["nom"], p["prenom"], p["sexe"]), ("Imaginaire Essai", "Ada", "1"))
        self.assertEqual((p["naissance_texte"], p["naissance_min"]), ("1990-05-01", date(1990, 5, 1)))
        self.assertEqual((p["nationalite_code"], p["registre_code"], p["carte_code"]), ("354", "1", "0010"))
        self.assertEqual(p["carte_expiration"], date(2025, 1, 31))
        self.assertEqual(p["adresse"], "Rue Inventée 12/3, 1030")
        self.assertFalse(p["adresse_non_communicable"])
        self.assertEqual((p["commune_nis"], p["situation"], p["date_deces"]), ("21015", "", None))

    def test_empty_file(self):
        p = self._projeter("")
        self.assertEqual((p["nom"], p["naissance_min"], p["commune_nis"], p["situation"]), ("", None, "", ""))

    def test_residence(self):
        for entrees, commune, situation in (
            ([("2020-01-01", "21004"), ("2023-01-01", "21015")], "21015", ""),
            ([("2020-01-01", "21004", "2023-01-01")], "", ""),
            ([("2020-01-01", "21004"), ("2030-01-01", "21015")], "21004", ""),
            ([("2020-01-01", "21004"), ("2023-01-01", "99991")], "21004", "99991"),
            ([("2020-01-01", "99991"), ("2023-01-01", "21004")], "21004", ""),
            ([("2020-01-01", "21004"), ("2023-01-01", "992")], "", "992"),
            ([("2020-01-01", "21004"), ("2023-01-01", "111")], "111", ""),
            ([("2020-01-01", "21004"), ("2023-01-01", "99990")], "21004", "99990"),
            ([("0000-00-00", "21004"), ("2023-00-00", "21015")], "21015", ""),
        ):
            with self.subTest(entrees=entrees):
                p = self._projeter(f.residence(*entrees))
                self.assertEqual((p["commune_nis"], p["situation"]), (commune, situation))

    def test_address_protection(self):
        self.assertTrue(self._projeter(f.NON_COMMUNICABLE)["adresse_non_communicable"])
        self.assertFalse(self._projeter(f.NON_COMMUNICABLE, date(2024, 4, 30))["adresse_non_communicable"])
        passee = f.NON_COMMUNICABLE.replace(
            "<Century>20</Century><Year>99</Year>", "<Century>20</Century><Year>25</Year>"
        )
        self.assertFalse(self._projeter(passee)["adresse_non_communicable"])

    def test_death(self):
        p = self._projeter(f"<Deceases><Decease>{f.date('2026-10-00')}</Decease></Deceases>")
        self.assertEqual((p["date_deces"], p["situation"]), (date(2026, 10, 1), "99990"))
