# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""People are found by their names and numbers, and only by who may read them."""

from unittest.mock import patch

from odoo.exceptions import UserError

from simulateur.numero import composer

from ..commun import CasRegistre

SCHAERBEEK, BRUXELLES = "21015", "21004"


class TestRecherche(CasRegistre):
    def setUp(self):
        super().setUp()
        self.agent = self.utilisateur("r_agent", "group_registre_agent", SCHAERBEEK)
        self.regional = self.utilisateur("r_region", "group_registre_regional")
        self.rang = 0
        self.derniere = self.Consultation.search([], limit=1).sequence or 0

    def personne(self, nom, commune=SCHAERBEEK, anciens=()):
        self.rang += 1
        niss = f"9073{self.rang:02d}99912"
        personne = self.Personne.create(
            {
                "name": nom,
                "niss": niss,
                "company_id": self.env["res.company"].search([("nis_code", "=", commune)]).id,
            }
        )
        numeros = [*anciens, niss]
        self.env["registre.niss"].create([{"niss": n, "personne_id": personne.id} for n in numeros])
        return personne

    def chercher(self, texte, user=None):
        user = user or self.agent
        recherche = self.env["registre.recherche"].with_user(user).with_context(**user.env.context)
        return recherche.chercher(texte)

    def ids(self, texte, user=None):
        return [ligne["id"] for ligne in self.chercher(texte, user)["lignes"]]

    def ailleurs(self, texte, motif="guichet", user=None):
        user = user or self.agent
        recherche = self.env["registre.recherche"].with_user(user).with_context(**user.env.context)
        return recherche.chercher_ailleurs(texte, motif)

    def entrees(self):
        return self.Consultation.search([("sequence", ">", self.derniere)], order="sequence")

    def test_an_agent_finds_a_person_in_the_search_in_the_list_and_in_completion(self):
        cas = {
            self.personne("AYDOĞDU, Işıl Zeynep", anciens=["88731399955"]): (
                *(
                    "isil aydogdu",
                    "AYDOGDU Isil",
                    "aydo",
                    "zeynep",
                    "Aydoğdu, Işıl",
                    "88.73.13-999.55",
                    "887313 999 55",
                ),
            ),
            self.personne("O’BRIEN, Seán"): ("obrien", "O'Brien", "O’Brien sean", "907302 999 12", "90.73.02-999.12"),
            self.personne("BEN-ABDALLAH, Ali"): ("ben abdallah", "benabdallah", "ali ben-abdallah"),
            self.personne("EL\u00a0AMRANI, Ali"): ("el amrani", " el  \u00a0 amrani", "elamrani"),
            self.personne("МОРОЗОВ, Андрей"): ("морозов", "андрей морозов"),
        }
        Personne = self.Personne.with_user(self.agent).with_context(**self.agent.env.context)
        for personne, textes in cas.items():
            for texte in textes:
                with self.subTest(texte):
                    self.assertEqual(self.ids(texte), personne.ids)
                    self.assertEqual(Personne.search([("display_name", "ilike", texte)]), Personne.browse(personne.ids))
                    self.assertEqual([i for i, _nom in Personne.name_search(texte)], personne.ids)
                    self.assertEqual(personne.filtered_domain(personne._domaine_recherche(texte)), personne)

    def test_what_changes_is_found_at_once(self):
        personne = self.personne("AVANT, Nom")
        personne.name = "APRÈS, Nom"
        self.env["registre.niss"].create({"niss": "88731399955", "personne_id": personne.id})
        self.assertFalse(self.ids("avant"))
        self.assertEqual(self.ids("apres"), personne.ids)
        self.assertEqual(self.ids("88731399955"), personne.ids)

    def test_whole_words_come_before_beginnings_and_the_answer_is_bounded(self):
        longs = [self.personne(f"KARIMOVQ, {lettre}") for lettre in "abcdefghij"]
        court = self.personne("KARIM, Zoe")
        dit = self.chercher("karim")
        self.assertEqual(dit["lignes"][0]["id"], court.id)
        self.assertEqual((len(dit["lignes"]), dit["reste"]), (8, True))
        self.assertEqual(len(self.ids("karimovq")), 8)
        self.assertEqual(len(longs), 10)

    def test_another_commune_is_found_by_the_region_only(self):
        personne = self.personne("AYDOĞDU, Işıl", BRUXELLES)
        self.assertFalse(self.ids("aydogdu"))
        self.assertEqual(self.ids("aydogdu", self.regional), personne.ids)
        self.assertTrue(self.chercher("aydogdu")["ailleurs"])
        self.assertFalse(self.chercher("aydogdu", self.regional)["ailleurs"])

    def test_nothing_typed_finds_nobody(self):
        self.personne("AYDOĞDU, Işıl")
        for texte in ("", " ", "a", "--", "'"):
            self.assertEqual(self.chercher(texte)["lignes"], [])

    def test_a_whole_national_number_is_recognised(self):
        niss = composer(1990, 5, 12, 999)
        self.assertEqual(self.chercher(f"{niss[:2]}.{niss[2:6]} {niss[6:]}")["numero"], niss)
        self.assertFalse(self.chercher("90.65.18")["numero"])

    def test_a_search_is_one_entry_of_the_log_and_a_step_of_typing_none(self):
        for lettre in "abcdefghijk":
            self.personne(f"KARIMOVQ, {lettre}")
        self.chercher("karimovq")
        self.assertFalse(self.entrees())
        self.personne("AYDOĞDU, Işıl")
        self.chercher("aydogdu")
        entree = self.entrees()
        self.assertEqual((entree.user_id, entree.operation, entree.precision), (self.agent, "recherche", "aydogdu"))
        self.assertFalse(self.Consultation._verifier())

    def test_outside_only_the_minimal_trace_is_shown_and_logged(self):
        la_bas, ici = self.personne("AYDOĞDU, Işıl", BRUXELLES), self.personne("AYDOĞDU, Ali")
        dit = self.ailleurs("aydogdu")
        [ligne] = dit["lignes"]
        self.assertEqual(set(ligne), {"nom", "numero", "commune", "etat", "detail"})
        self.assertEqual(ligne["nom"], la_bas.name)
        self.assertNotEqual(ligne["nom"], ici.name)
        entree = self.entrees()
        self.assertEqual((entree.niss, entree.motif, entree.operation), (la_bas.niss, "guichet", "ailleurs"))
        self.assertFalse(self.Consultation._verifier())

    def test_nobody_lists_a_commune_from_outside(self):
        self.personne("AYDOĞDU, Işıl", BRUXELLES)
        for texte in ("ay", "i", "90", "90.73", "0470123456", ""):
            with self.subTest(texte), self.assertRaises(UserError):
                self.ailleurs(texte)
        self.assertFalse(self.ailleurs("aydo")["lignes"], "beginnings find nobody outside")
        with self.assertRaises(UserError):
            self.ailleurs("aydogdu", "recherche")

    def test_of_a_name_that_many_of_ones_own_have_nobody_outside_is_not_said_to_be_nobody(self):
        for rang in range(4):
            self.personne(f"NGUYENQ, {rang}")
        with patch("odoo.addons.registre_national.models.recherche.registre_recherche.CANDIDATS_AILLEURS", 4):
            self.assertTrue(self.ailleurs("nguyenq")["reste"])
        self.assertFalse(self.ailleurs("nguyenq")["reste"])

    def test_communes_have_their_name_in_the_language_of_the_reader(self):
        self.personne("AYDOĞDU, Işıl", BRUXELLES)
        self.personne("AYDOĞDU, Ali")
        self.agent.lang = "nl_BE"
        recherche = self.env["registre.recherche"].with_user(self.agent).with_context(lang="nl_BE")
        self.assertEqual([ligne["commune"] for ligne in recherche.chercher("aydogdu")["lignes"]], ["Schaarbeek"])
        ailleurs = recherche.chercher_ailleurs("aydogdu", "guichet")["lignes"]
        self.assertEqual([ligne["commune"] for ligne in ailleurs], ["Brussel"])

    def test_a_number_pasted_with_what_the_paper_writes_before_it_is_found(self):
        niss = composer(1990, 5, 12, 999)
        for texte in (f"NN : {niss}", f"N° {niss}", f"Nº national {niss}".replace(" national", ""), f"INSZ-NISS {niss}"):
            with self.subTest(texte):
                self.assertEqual(self.chercher(texte)["numero"], niss)
        self.assertFalse(self.chercher(f"{niss} Haddad")["numero"])

    def test_the_twenty_first_look_within_a_minute_is_refused_and_is_an_alarm(self):
        for _ in range(20):
            self.ailleurs("aydogdu")
        with self.assertRaisesRegex(UserError, "within a minute"):
            self.ailleurs("aydogdu")
        alarme = self.env["registre.consultation.inhabituelle"].search(
            [("user_id", "=", self.agent.id), ("raison", "=", "rythme")]
        )
        self.assertEqual(alarme.nombre, 1)
        self.assertTrue(alarme.explication)
        autre = self.utilisateur("r_autre", "group_registre_agent", SCHAERBEEK)
        self.ailleurs("aydogdu", user=autre)

    def test_an_update_writes_the_same_keys(self):
        personne = self.personne("AYDOĞDU, Işıl", anciens=["88731399955"])
        self.env.flush_all()
        avant = personne.recherche
        self.env.cr.execute("UPDATE registre_personne SET recherche = NULL")
        self.Personne._remplir_recherche()
        # and leaves nothing behind that the update would fail on
        self.env.flush_all()
        self.assertEqual(personne.recherche, avant)
        self.assertIn("88731399955", avant.split())
