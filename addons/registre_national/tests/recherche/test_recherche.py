# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""People are found by their names and numbers, and only by who may read them."""

from lxml import etree

from odoo.exceptions import UserError
from odoo.tools.safe_eval import safe_eval

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
        self.assertEqual((entree.niss, entree.motif_recherche, entree.operation), (la_bas.niss, "guichet", "ailleurs"))
        self.assertEqual((entree.motif, entree.resultat), (False, "1"), "the purpose of a reading is another one")
        self.assertFalse(self.Consultation._verifier())

    def test_nobody_lists_a_commune_from_outside(self):
        self.personne("AYDOĞDU, Işıl", BRUXELLES)
        for texte in ("ay", "i", "90", "90.73", "0470123456", ""):
            with self.subTest(texte), self.assertRaises(UserError):
                self.ailleurs(texte)
        self.assertFalse(self.ailleurs("aydo")["lignes"], "beginnings find nobody outside")
        with self.assertRaises(UserError):
            self.ailleurs("aydogdu", "recherche")

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
        for texte in (f"NN : {niss}", f"N° {niss}", f"Nº {niss}", f"INSZ-NISS {niss}"):
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

    def test_the_night_writes_the_keys_that_an_update_stopped_in_its_last_script_left_out(self):
        oubliee, autre = self.personne("AYDOĞDU, Işıl"), self.personne("DIALLO, Awa")
        self.env.flush_all()
        avant = oubliee.recherche
        self.env.cr.execute("UPDATE registre_personne SET recherche = NULL WHERE id = %s", [oubliee.id])
        self.env.cr.execute("UPDATE registre_personne SET recherche = 'kept' WHERE id = %s", [autre.id])
        self.env.invalidate_all()
        self.assertEqual(self.ids("aydogdu"), [])
        with self.enter_registry_test_mode():
            self.env.ref("registre_national.ir_cron_reprojeter").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((oubliee.recherche, autre.recherche), (avant, "kept"))
        self.assertEqual(self.ids("aydogdu"), [oubliee.id])

    def test_a_pasted_number_or_a_name_finds_the_line_in_every_list_of_numbers(self):
        """Through the first field of each list's own search view."""
        ici, la_bas = self.personne("AYDOĞDU, Işıl"), self.personne("AYDOĞDU, Ali", BRUXELLES)
        service = self.env["registre.service"].create({"name": "liste"})
        communs = {"personne_id": ici.id, "niss": ici.niss}
        ligne = {"finalite": "x", "its": "000", "reference": "r", "tentative": 1, "nature": "ok", "processus": "x"}
        self.Consultation._journaliser(
            [
                self.Consultation._ligne_interne(self.env.cr.now(), "010")
                | ligne
                | {"niss": ici.niss, "user_id": self.env.uid}
            ]
        )
        lignes = {
            self.env["registre.notification"].create(communs | {"service_id": service.id, "sequence": 1}),
            self.env["registre.abonnement.ecart"].create(communs | {"service_id": service.id, "genre": "absent"}),
            self.env["registre.jonction"].create(communs | {"ancienne_id": la_bas.id, "niss_ancien": la_bas.niss}),
            self.env["registre.anomalie"].create({"personne_id": ici.id, "verite": "x"}),
            self.entrees(),
        }
        gestion = self.utilisateur("r_gestion", "group_registre_gestion")
        for groupe in ("auditeur", "regional"):
            gestion.group_ids |= self.env.ref(f"registre_national.group_registre_{groupe}")
        auditeur = self.utilisateur("r_auditeur", "group_registre_auditeur")
        n = ici.niss
        for record in lignes:
            for texte in (f"{n[:2]}.{n[2:4]}.{n[4:6]}-{n[6:9]}.{n[9:]}", f" {n[:6]} {n[6:]} ", "isil aydogdu"):
                with self.subTest(record._name, texte=texte):
                    self.assertIn(record, self.premiere_recherche(record.with_user(gestion), texte).sudo())
            self.assertFalse(self.premiere_recherche(record.with_user(gestion), "personne de ce nom"))
        entree = self.entrees().with_user(auditeur)
        self.assertIn(entree, self.premiere_recherche(entree, f"{n[:6]}-{n[6:]}"))
        self.assertFalse(self.premiere_recherche(entree, "aydogdu"), "whose number it is, is not the auditor's")
        agent = self.env["registre.jonction"].with_user(self.agent)
        self.assertFalse(self.premiere_recherche(agent, "ali aydogdu"), "a name of another commune finds nothing")

    def premiere_recherche(self, records, texte):
        """What a list shows once a text was typed in the first field of its search view, then Enter."""
        arch = etree.fromstring(records.get_view(view_type="search")["arch"])
        champ = arch.find(".//field")
        domaine = champ.get("filter_domain")
        if domaine:
            return records.search(safe_eval(domaine, {"self": texte}))
        return records.search([(champ.get("name"), "ilike", texte)])

    def test_completion_bounds_namesakes_and_puts_whole_words_first(self):
        for rang in range(50):
            self.personne(f"KARIMOVQ, {chr(97 + rang % 26)}{rang}")
        court = self.personne("KARIM, Zoe")
        Personne = self.Personne.with_user(self.agent).with_context(**self.agent.env.context)
        noms = Personne.name_search("karim", limit=8)
        self.assertEqual((noms[0][0], len(noms)), (court.id, 8))
        self.assertEqual(Personne.name_search("karim", [("id", "!=", court.id)], limit=1)[0][1][:8], "KARIMOVQ")
        self.assertEqual(len(Personne.name_search("karim", limit=None)), 51)

    def test_somebody_outside_is_found_behind_more_namesakes_at_home_than_are_looked_at(self):
        commune = self.env["res.company"].search([("nis_code", "=", SCHAERBEEK)]).id
        self.Personne.create(
            [{"name": "KARIMOVQ, Ali", "niss": f"907301{rang:03d}12", "company_id": commune} for rang in range(210)]
        )
        la_bas = self.personne("KARIMOVQ, Ali", BRUXELLES)
        dit = self.ailleurs("karimovq")
        self.assertEqual([ligne["nom"] for ligne in dit["lignes"]], [la_bas.name])

    def test_other_is_no_reason_without_words(self):
        motifs = dict(self.env["registre.recherche"].motifs())
        self.assertNotIn("autre", motifs)
        with self.assertRaises(UserError):
            self.ailleurs("aydogdu", "autre")
