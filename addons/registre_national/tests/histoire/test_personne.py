# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import unittest
from datetime import date, timedelta

from odoo.addons.registre_national.histoire.histoire import Histoire, projeter
from odoo.addons.registre_national.soap.lecture import lire_dossier

from .. import fichiers as f
from .commun import TABLES, entree, residences

JOUR = date(2026, 11, 24)


class TestPersonne(unittest.TestCase):
    def _projeter(self, contenu, jour=JOUR):
        return projeter(Histoire(lire_dossier(f.dossier(contenu), f.NISS).informations, TABLES), jour)

    def _de(self, *entrees, jour=JOUR):
        """The columns of entries given as (it, code, start[, end][, {content}])."""
        informations = []
        for rang, (it, code, *reste) in enumerate(entrees):
            contenu = reste.pop() if isinstance(reste[-1], dict) else {}
            informations.append(entree(rang, it, code, *reste, **contenu))
        colonnes = projeter(Histoire(informations, TABLES), jour)
        self.assertEqual(colonnes, projeter(Histoire(informations[::-1], TABLES), jour))
        return colonnes

    def test_an_ordinary_file_fills_every_column(self):
        p = self._projeter(f.ORDINAIRE)
        self.assertEqual((p["nom"], p["prenom"], p["sexe"]), ("Imaginaire Essai", "Ada", "1"))
        self.assertEqual((p["naissance_texte"], p["naissance_min"]), ("1990-05-01", date(1990, 5, 1)))
        self.assertEqual((p["nationalite_code"], p["registre_code"], p["carte_code"]), ("354", "1", "0010"))
        self.assertEqual(p["adresse"], "Rue Inventée 12/3, 1030")
        self.assertFalse(p["adresse_non_communicable"])
        self.assertEqual((p["commune_nis"], p["situation"], p["date_deces"]), ("21015", "", None))
        self.assertEqual((p["incertitudes"], p["commune_incertaine"], p["date_passage"]), ("", False, None))

    def test_an_empty_file_is_empty_and_not_uncertain(self):
        p = self._projeter("")
        self.assertEqual((p["nom"], p["naissance_min"], p["commune_nis"], p["situation"]), ("", None, "", ""))
        self.assertEqual((p["incertitudes"], p["commune_incertaine"]), ("", False))

    def test_an_incomplete_date_becomes_no_day(self):
        p = self._projeter(f.ORDINAIRE)
        self.assertEqual((p["carte_expiration"], p["carte_expiration_texte"]), (None, "2025-01-00"))
        p = self._projeter(f"<Deceases><Decease>{f.date('2026-10-00')}</Decease></Deceases>")
        self.assertEqual((p["date_deces"], p["date_deces_texte"], p["situation"]), (None, "2026-10-00", "99990"))

    def test_two_deaths_of_different_days_have_no_day(self):
        p = self._de(("150", "", "2026-03-02"), ("150", "", "2026-03-05"))
        self.assertEqual((p["date_deces"], p["date_deces_texte"]), (None, "2026-03-00"))
        p = self._de(("150", "", "2026-03-02"), ("150", "", "2026-03-02"))
        self.assertEqual((p["date_deces"], p["date_deces_texte"]), (date(2026, 3, 2), "2026-03-02"))
        for fin in ("2026-03-05", str(JOUR)):
            p = self._de(("150", "", "2026-03-02", fin))
            self.assertEqual((p["date_deces_texte"], p["situation"]), ("", ""), "a death that was cancelled")

    def test_residence_and_special_code(self):
        for entrees, commune, situation, sure in (
            ([("21004", "2020-01-01"), ("21015", "2023-01-01")], "21015", "", True),
            ([("21004", "2020-01-01", "2023-01-01")], "21004", "", False),
            ([("21004", "2020-01-01"), ("21015", "2030-01-01")], "21004", "", True),
            ([("21004", "2020-01-01"), ("99991", "2023-01-01")], "21004", "99991", True),
            ([("99991", "2020-01-01"), ("21004", "2023-01-01")], "21004", "", True),
            ([("21004", "2020-01-01"), ("99992", "2023-01-01")], "", "99992", True),
            ([("21004", "2020-01-01"), ("992", "2023-01-01")], "", "992", True),
            ([("21004", "2020-01-01"), ("111", "2023-01-01")], "", "", True),
            ([("21004", "2020-01-01"), ("44021", "2023-01-01")], "", "", True),
            ([("21004", "2020-01-01"), ("44021", "2023-01-01"), ("99991", "2024-01-01")], "", "99991", True),
            ([("21004", "2020-01-01"), ("99990", "2023-01-01")], "21004", "99990", True),
            ([("21004", "2020-01-01"), ("99996", "2023-01-01")], "21004", "99996", True),
            ([("21004", "2020-01-01"), ("99996", "2023-01-01", "2024-01-01")], "21004", "", True),
            ([("21004", "2020-01-01"), ("21099", "2023-01-01")], "21004", "21099", True),
            ([("21004", "0000-00-00"), ("21015", "2023-00-00")], "", "", False),
            ([("21004", "0000-00-00")], "21004", "", False),
            ([("21099", "2023-01-01")], "", "", False),
            ([("2100", "2023-01-01")], "", "", False),
        ):
            with self.subTest(entrees=entrees):
                for ordre in (entrees, entrees[::-1]):
                    p = projeter(residences(*ordre), JOUR)
                    lu = p["commune_nis"], p["situation"], not p["commune_incertaine"]
                    self.assertEqual(lu, (commune, situation, sure))

    def test_two_codes_that_may_hold_are_no_code(self):
        p = self._de(("210", "5", "2020-01-01"), ("210", "1", "2026-00-00"), ("195", "0010", "2026-11-00"))
        self.assertEqual((p["registre_code"], p["carte_code"]), ("", ""))
        self.assertEqual(set(p["incertitudes"].split()), {"registre_code", "carte_code", "carte_expiration_texte"})
        self.assertEqual(p["date_passage"], date(2026, 11, 30))

    def test_a_code_in_no_table_is_shown(self):
        self.assertEqual(self._de(("195", "9999", "2026-01-01"))["carte_code"], "9999")

    def test_who_is_belgian_is_belgian_whatever_else(self):
        for entrees, code in (
            ([("031", "354", "2000-01-01"), ("032", "150", "2020-01-01")], "150"),
            ([("031", "354", "2000-01-01"), ("031", "150", "2020-01-01")], "150"),
            ([("031", "354", "2000-01-01"), ("032", "262", "2020-01-01")], "354"),
            ([("032", "354", "2000-01-01"), ("032", "262", "2020-01-01")], "262"),
            ([("032", "354", "2000-01-01"), ("032", "262", "2020-01-01", "2022-01-01")], "354"),
            ([("031", "354", "2026-00-00")], "354"),
            ([("031", "354", "2000-01-01"), ("032", "150", "2026-11-24")], "150"),
            ([("031", "354", "2000-01-01"), ("032", "150", "2020-01-01", "2026-11-24")], "354"),
            ([("031", "354", "2000-01-01"), ("032", "150", "2026-06-01", "2026-05-01")], ""),
            ([("031", "354", "2000-01-01"), ("031", "150", "2026-00-00")], ""),
            ([("031", "354", "2000-01-01"), ("032", "150", "2026-00-00")], ""),
            ([("031", "354", "2000-01-01"), ("031", "262", "2026-00-00")], ""),
        ):
            with self.subTest(entrees=entrees):
                p = self._de(*entrees)
                self.assertEqual(p["nationalite_code"], code)
                self.assertEqual(p["incertitudes"], "" if code else "nationalite_code")

    def test_of_several_possible_names_all_are_shown(self):
        ancien, nouveau = {"noms": ["Ancien"], "prenoms": ["Ada"]}, {"noms": ["Nouveau"], "prenoms": ["Ada"]}
        for debut, nom in (("2026-01-05", "Nouveau"), ("2026-00-00", "Ancien / Nouveau"), ("2027-01-05", "Ancien")):
            p = self._de(("010", "", "1990-05-01", ancien), ("010", "", debut, nouveau))
            self.assertEqual((p["nom"], p["prenom"]), (nom, "Ada"))

    def test_two_birth_dates_are_the_earliest_and_the_latest(self):
        p = self._de(("000", "1", None, {"naissance": "1990-05-01"}), ("000", "1", None, {"naissance": "1991-00-00"}))
        self.assertEqual((p["naissance_texte"], p["sexe"], p["incertitudes"]), ("", "1", "naissance_texte"))
        self.assertEqual((p["naissance_min"], p["naissance_max"]), (date(1990, 5, 1), date(1991, 12, 31)))

    def test_an_address_that_is_not_certain_is_left_out(self):
        ici, la = ({"rue": "Rue Inventée", "numero": n, "code_postal": "1030"} for n in "12")
        p = self._de(("020", "", "2020-01-01", ici), ("020", "", "2026-00-00", la))
        self.assertEqual((p["adresse"], p["incertitudes"]), ("", "adresse"))
        p = self._de(("020", "", "2020-01-01", ici), ("020", "", "2026-00-00", ici))
        self.assertEqual((p["adresse"], p["incertitudes"]), ("Rue Inventée 1, 1030", ""), "the same either way")

    def test_what_begins_today_has_begun(self):
        self.assertEqual(self._de(("001", "2100", str(JOUR)))["incertitudes"], "situation")
        p = self._de(("252", "", str(JOUR), {"debut": str(JOUR)}))
        self.assertEqual((p["adresse_non_communicable"], p["date_passage"]), (True, None))
        p = self._de(("252", "", str(JOUR), {"debut": "2026-12-00", "fin": "2026-12-00"}))
        self.assertEqual((p["adresse_non_communicable"], p["date_passage"]), (False, date(2026, 12, 1)))

    def test_in_doubt_the_address_is_not_communicated(self):
        self.assertTrue(self._projeter(f.NON_COMMUNICABLE)["adresse_non_communicable"])
        avant = self._projeter(f.NON_COMMUNICABLE, date(2024, 4, 30))
        self.assertEqual((avant["adresse_non_communicable"], avant["date_passage"]), (False, date(2024, 5, 1)))
        passee = f.NON_COMMUNICABLE.replace(
            "<Century>20</Century><Year>99</Year>", "<Century>20</Century><Year>25</Year>"
        )
        self.assertFalse(self._projeter(passee)["adresse_non_communicable"])
        self.assertTrue(self._de(("252", "", "2024-01-01", "0000-00-00"))["adresse_non_communicable"])
        self.assertFalse(self._de(("252", "", "2024-01-01", "2025-01-01"))["adresse_non_communicable"])

    def test_the_last_day_of_secrecy_is_one_and_the_end_of_an_entry_is_not(self):
        veille, lendemain = JOUR - timedelta(days=1), JOUR + timedelta(days=1)
        for fin, contenu, protege in (
            (lendemain, {}, True),
            (JOUR, {}, False),
            (None, {"fin": str(lendemain)}, True),
            (None, {"fin": str(JOUR)}, True),
            (None, {"fin": str(veille)}, False),
            (None, {"fin": "9999-12-31"}, True),
        ):
            with self.subTest(fin=fin, contenu=contenu):
                p = self._de(("252", "", "2024-01-01", fin and str(fin), contenu))
                self.assertEqual(p["adresse_non_communicable"], protege)
                passage = lendemain if protege and (fin or contenu.get("fin") == str(JOUR)) else p["date_passage"]
                self.assertEqual(p["date_passage"], passage)
        p = self._de(("252", "", "2024-01-01", {"fin": "9999-12-31"}))
        self.assertIsNone(p["date_passage"], "nothing comes after the end of the calendar")
