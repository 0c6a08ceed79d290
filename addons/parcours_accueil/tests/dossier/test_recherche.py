# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Files are found by whatever is typed, wherever it is typed, and by nobody who may not see whose file it is."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ParcoursCase, numero


@tagged("post_install", "-at_install")
@freeze_time("2026-01-12 10:00:00")
class TestRecherche(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.utilisateur("agent", cls.schaerbeek)
        cls.agent_ixelles = cls.utilisateur("agent", cls.ixelles)
        cls.gestionnaire = cls.utilisateur("gestionnaire")
        cls.statisticien = cls.utilisateur("statisticien")
        cls.organisateur = cls.utilisateur("organisateur", organisateur_id=cls.bapa.id)
        cls.rang += 2
        cls.ancien, cls.niss = numero(cls.rang - 1), numero(cls.rang)
        [personne] = cls.personnes(cls.histoire(), numeros=[cls.niss])
        personne.name = "AYDOĞDU, Işıl Zeynep"
        cls.env["registre.niss"].create({"niss": cls.ancien, "personne_id": personne.id})
        cls.dossier = personne.dossier_ids
        cls.dossier.name = personne.name
        cls.dossier.with_user(cls.agent).telephone = "0470/12.34.56"
        queue = cls.dossier.reference[-6:]
        cls.TEXTES = (
            *("Işıl Aydoğdu", "aydogdu isil", "zeynep", "aydo", "Aydoğdu, Işıl"),
            *(cls.niss, f"{cls.niss[:6]} {cls.niss[6:9]} {cls.niss[9:]}", cls.ancien),
            f"{cls.niss[:2]}.{cls.niss[2:4]}.{cls.niss[4:6]}-{cls.niss[6:9]}.{cls.niss[9:]}",
            *(cls.dossier.reference, queue, "+32 470 12 34 56", "0032470123456", "0470 123 456"),
        )

    def recherche(self, user):
        return self.env["registre.recherche"].with_user(user)

    def test_an_agent_finds_the_file_in_the_search_in_lists_and_in_completion(self):
        Dossier, Personne = (self.env[m].with_user(self.agent) for m in ("parcours.dossier", "registre.personne"))
        for texte in self.TEXTES:
            with self.subTest(texte):
                [ligne] = self.recherche(self.agent).chercher(texte)["lignes"]
                self.assertEqual((ligne["model"], ligne["id"]), ("parcours.dossier", self.dossier.id))
                trouves = Dossier.search([("display_name", "ilike", texte)])
                self.assertEqual(trouves.ids, self.dossier.ids)
                self.assertEqual([i for i, _nom in Dossier.name_search(texte)], self.dossier.ids)
                self.assertEqual([i for i, _nom in Personne.name_search(texte)], self.dossier.personne_id.ids)
                examens = self.env["parcours.examen"].with_user(self.agent).search([("dossier_id", "ilike", texte)])
                self.assertEqual(examens.dossier_id.ids, self.dossier.ids)

    def test_the_line_says_where_the_file_stands(self):
        [ligne] = self.recherche(self.agent).chercher("aydogdu")["lignes"]
        self.assertEqual(ligne["etat"], self.dossier.stage_id.name)
        self.assertEqual(ligne["detail"], self.dossier.reference)
        self.assertEqual(ligne["commune"], self.schaerbeek.name)
        self.assertRegex(ligne["numero"], r"^\d\d\.\d\d\.\d\d-\d{3}\.\d\d$")

    def test_an_agent_of_another_commune_gets_the_minimal_trace_and_no_more(self):
        voleur = self.recherche(self.agent_ixelles)
        for texte in self.TEXTES:
            self.assertFalse(voleur.chercher(texte)["lignes"], texte)
        [ligne] = voleur.chercher_ailleurs("isil aydogdu", "guichet")["lignes"]
        self.assertEqual(set(ligne), {"nom", "numero", "commune", "etat", "detail"})
        self.assertEqual((ligne["etat"], ligne["detail"]), ("No pathway under way", ""))
        with self.assertRaises(UserError):
            voleur.chercher_ailleurs("0470123456", "guichet")
        with self.assertRaises(UserError):
            voleur.chercher_ailleurs(self.dossier.reference, "guichet")

    def test_an_organiser_finds_own_enrolments_and_of_others_the_status(self):
        lui = self.recherche(self.organisateur)
        self.assertFalse(lui.chercher("aydogdu")["lignes"])
        self.assertEqual(len(lui.chercher_ailleurs(self.niss, "dossier")["lignes"]), 1)
        self.dossier._enregistrer("inscription_organisateur", date(2026, 1, 8), organisateur_id=self.bapa.id)
        [ligne] = lui.chercher("isil aydogdu")["lignes"]
        self.assertEqual(ligne["id"], self.dossier.id)
        self.assertFalse(lui.chercher_ailleurs(self.niss, "dossier")["lignes"], "their own is not elsewhere")
        [trace] = self.recherche(self.agent_ixelles).chercher_ailleurs(self.niss, "guichet")["lignes"]
        self.assertEqual((trace["etat"], trace["detail"]), ("Enrolled", self.bapa.name))

    def test_a_statistician_finds_nobody_by_name_number_or_telephone(self):
        Dossier = self.env["parcours.dossier"].with_user(self.statisticien)
        for texte in ("aydogdu", "zeynep", self.niss, self.ancien, "0470123456"):
            with self.subTest(texte):
                self.assertFalse(self.recherche(self.statisticien).chercher(texte)["lignes"])
                self.assertFalse(Dossier.name_search(texte))
                with self.assertRaises(AccessError):
                    self.recherche(self.statisticien).chercher_ailleurs(texte, "guichet")

    def test_a_statistician_who_knows_the_reference_is_told_no_name(self):
        """Completion and columns read the words of a file as superuser."""
        Dossier = self.env["parcours.dossier"].with_user(self.statisticien)
        reference = self.dossier.reference
        self.env.invalidate_all()
        self.assertEqual(Dossier.name_search(reference), [(self.dossier.id, reference)])
        [trouve] = Dossier.web_name_search(reference, {"display_name": {}})
        self.assertEqual(trouve["display_name"], reference)
        self.assertEqual(Dossier.browse(self.dossier.id).sudo().display_name, reference)
        self.assertIn("AYDOĞDU", self.dossier.with_user(self.agent).sudo().display_name)

    def test_a_telephone_is_no_number_of_the_register_outside(self):
        """32 47… has eleven digits, the month of a bis number, and one in 97 its check."""
        numero_et_telephone = next(n for n in range(32470100001, 32470131999) if 97 - n // 100 % 97 == n % 100)
        self.dossier.with_user(self.agent).telephone = f"+{numero_et_telephone}"
        voleur = self.recherche(self.agent_ixelles)
        self.assertTrue(voleur.chercher(str(numero_et_telephone))["numero"], "it passes for a number")
        self.assertFalse(voleur.chercher_ailleurs(str(numero_et_telephone), "guichet")["lignes"])

    def test_a_letter_pasted_in_a_search_or_as_a_telephone_is_no_error(self):
        lettre = " ".join(f"mot{rang} {rang}" for rang in range(3000))
        Dossier = self.env["parcours.dossier"].with_user(self.agent)
        self.assertFalse(self.recherche(self.agent).chercher(lettre)["lignes"])
        self.assertFalse(Dossier.name_search(lettre))
        self.dossier.with_user(self.agent).telephone = "0470 12 34 56 " * 300
        self.env.flush_all()
        self.assertEqual(len(self.recherche(self.agent).chercher("aydogdu")["lignes"]), 1)

    def test_a_telephone_or_a_name_that_changes_is_found_at_once(self):
        self.dossier.with_user(self.agent).telephone = "02 219 00 00"
        cherche = self.recherche(self.agent).chercher
        self.assertFalse(cherche("0470123456")["lignes"])
        self.assertEqual(len(cherche("+32 2 219 00 00")["lignes"]), 1)

    def test_a_file_without_a_person_is_found_too(self):
        dossier = self.fiche(name="O’BRIEN, Seán")
        for texte in ("obrien", "O'Brien", "sean obrien", dossier.reference, dossier.niss):
            [ligne] = self.recherche(self.agent).chercher(texte)["lignes"]
            self.assertEqual(ligne["id"], dossier.id, texte)

    def test_the_register_page_leads_to_the_file_and_back(self):
        personne = self.dossier.personne_id.with_user(self.agent)
        self.assertEqual(personne.action_dossier()["res_id"], self.dossier.id)
        self.assertEqual(self.dossier.with_user(self.agent).action_personne()["res_id"], personne.id)
