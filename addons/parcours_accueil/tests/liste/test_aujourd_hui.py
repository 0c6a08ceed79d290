# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The landing page: each card says how many, how many late, since when, and its most pressing lines."""

import re
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.parcours_socle.jour import aujourdhui

from ..common import ParcoursCase


@tagged("post_install", "-at_install")
class TestAujourdHui(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Liste = cls.env["parcours.liste"]
        cls.agent = cls.utilisateur("agent", cls.schaerbeek)
        cls.jour = aujourdhui()

    def page(self, utilisateur=None, **valeurs):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.Liste.with_user(utilisateur or self.agent).aujourd_hui(**valeurs)

    def carte(self, code, utilisateur=None, **valeurs):
        liste = self.Liste.search([("code", "=", code)])
        cartes = {carte["id"]: carte for carte in self.page(utilisateur, **valeurs)["cartes"]}
        return cartes.get(liste.id)

    def echu(self, jours, commune=None, **valeurs):
        """A file whose term of registration ended so many days ago."""
        dossier = self.ouvert(commune)
        depassee = {"date_echeance": self.jour - timedelta(jours), "echeance_type": "inscription", "a_informer": False}
        dossier.sudo().write(depassee | valeurs)
        return dossier

    def test_a_card_says_how_many_how_many_late_and_its_five_most_pressing(self):
        dossiers = [self.echu(jours) for jours in (3, 40, 7, 1, 12, 20)]
        self.echu(90, self.ixelles)
        carte = self.carte("sommations")
        self.assertEqual((carte["nombre"], carte["texte"], carte["retard"]), (6, "6", 6))
        self.assertEqual(carte["depuis"], (self.jour - timedelta(40)).isoformat())
        presses = [dossiers[i] for i in (1, 5, 4, 2, 0)]
        self.assertEqual([ligne["id"] for ligne in carte["lignes"]], [dossier.id for dossier in presses])
        premiere = carte["lignes"][0]
        self.assertEqual((premiere["qui"], premiere["reference"]), (presses[0].name, presses[0].reference))
        self.assertEqual(premiere["echeance"], carte["depuis"])
        self.assertEqual(premiere["detail"], "Register with an organiser")
        self.assertEqual(premiere["fiche"], {"model": "parcours.dossier", "id": presses[0].id})

    def test_what_is_not_over_is_not_late(self):
        self.ouvert().sudo().write({"date_echeance": self.jour, "echeance_type": "inscription"})
        self.ouvert().sudo().write({"date_echeance": self.jour + timedelta(3), "echeance_type": "inscription"})
        carte = self.carte("echeances_proches")
        self.assertEqual((carte["nombre"], carte["retard"]), (2, 0))

    def test_a_list_that_holds_nothing_is_a_name_at_the_bottom(self):
        page = self.page()
        self.assertIn("Letters that came back", page["vides"])
        self.assertIsNone(self.carte("lettres_revenues"))
        self.ouvert().sudo().lettre_attente = "revenue"
        self.assertEqual(self.carte("lettres_revenues")["nombre"], 1)
        self.assertNotIn("Letters that came back", self.page()["vides"])

    def test_mine_are_the_files_i_am_in_charge_of_and_what_is_of_them(self):
        mien = self.echu(5, user_id=self.agent.id)
        self.echu(6)
        self.assertEqual(self.carte("sommations")["nombre"], 2)
        carte = self.carte("sommations", miens=True)
        self.assertEqual([ligne["id"] for ligne in carte["lignes"]], mien.ids)
        regle = self.env["parcours.regle"].search(
            [("sur_demande", "=", True), ("medical", "=", False), ("reglement_id", "=", mien.reglement_id.id)], limit=1
        )
        for dossier in (mien, self.ouvert()):
            self.env["parcours.exemption"].sudo().create({"dossier_id": dossier.id, "regle_id": regle.id})
        self.assertEqual(self.carte("exemptions")["nombre"], 2)
        carte = self.carte("exemptions", miens=True)
        self.assertEqual([ligne["qui"] for ligne in carte["lignes"]], [mien.name])
        self.assertEqual(carte["lignes"][0]["fiche"], {"model": "parcours.dossier", "id": mien.id})
        self.assertEqual(carte["lignes"][0]["detail"], regle.name)

    def test_what_is_to_examine_names_the_missing_fact_in_its_line(self):
        dossier = self.fiche(date_reference=False, date_reference_min=False, date_reference_max=False)
        dossier._examiner("Essai")
        self.assertEqual(dossier.resultat, "a_examiner")
        ligne = next(ligne for ligne in self.carte("a_examiner")["lignes"] if ligne["id"] == dossier.id)
        manque = dossier.with_user(self.agent).manque
        self.assertTrue(manque)
        self.assertEqual(ligne["detail"], f"Missing fact or document: {manque}")
        mots = dossier.with_user(self.agent).explication_phrase
        for nom in manque.split("; "):
            self.assertIn(nom, mots, "the same names as the sentence of the page")

    def test_the_page_reads_nobody_in_the_register(self):
        """What its lines show finds a person: landing leaves no entry in the log."""
        self.fiche(ref_carte=False)._examiner("Essai")
        self.echu(5)
        self.cr.precommit.run()
        journal = self.env["registre.consultation"]
        avant = journal.search_count([("user_id", "=", self.agent.id)])
        self.page()
        self.cr.precommit.run()
        self.assertEqual(journal.search_count([("user_id", "=", self.agent.id)]), avant)

    def test_a_page_of_any_size_takes_the_same_queries(self):
        """Of each kind of card one line, then several: what is read of one is read of all."""

        def ajouter():
            self.echu(5)
            self.echu(6, user_id=self.agent.id, echeance_type="sommation")
            self.fiche(date_reference=False, date_reference_min=False, date_reference_max=False)._examiner("Essai")

        def atterrir():
            self.env.flush_all()
            self.env.invalidate_all()
            self.Liste.with_user(self.agent).aujourd_hui()

        ajouter()
        atterrir()  # warm: rules, groups, words
        une = self.requetes(atterrir)
        for _rang in range(3):
            ajouter()
        self.assertEqual(self.requetes(atterrir), une)
        self.assertLessEqual(len(une), 24)

    def requetes(self, geste):
        """Return the tables that each query of a gesture reads, in order."""
        lues = []
        executer = type(self.cr).execute

        def noter(cr, query, params=None, log_exceptions=True):
            texte = query.code if isinstance(query, SQL) else str(query)
            lues.append(next(iter(re.findall(r'FROM "(\w+)"', texte)), texte.split(" ")[0]))
            return executer(cr, query, params, log_exceptions)

        with patch.object(type(self.cr), "execute", noter):
            geste()
        return lues

    def test_beyond_the_ceiling_the_late_and_the_oldest_are_those_of_the_whole_list(self):
        liste = self.Liste.create(
            {"name": "Essai", "domaine": "[('phase', '=', 'dossier')]", "ordre": "id",
             "champ_echeance": "date_echeance", "champ_age": "date_echeance"}
        )  # fmt: skip
        for jours in (-5, -6, -7, 3, 40):
            self.echu(jours)
        with patch("odoo.addons.parcours_accueil.models.liste.aujourd_hui.PLAFOND", 3):
            carte = next(carte for carte in self.page()["cartes"] if carte["id"] == liste.id)
        self.assertEqual((carte["nombre"], carte["texte"], carte["retard"]), (4, "3+", 2))
        self.assertEqual(carte["depuis"], (self.jour - timedelta(40)).isoformat())
        self.assertEqual(len(carte["lignes"]), 5)

    def test_a_list_whose_order_cannot_be_made_is_a_card_that_says_why(self):
        liste = self.Liste.create({"name": "Essai", "domaine": "[]"})
        self.env.flush_all()
        self.cr.execute("UPDATE parcours_liste SET ordre = 'parti' WHERE id = %s", [liste.id])
        self.echu(3)
        cartes = {carte["id"]: carte for carte in self.page()["cartes"]}
        self.assertTrue(cartes[liste.id]["panne"])
        self.assertEqual([carte["id"] for carte in cartes.values() if carte["panne"]], [liste.id])
        self.assertTrue(any(carte["lignes"] for carte in cartes.values()))

    def test_heads_and_officers_are_led_to_the_figures_of_the_work_of_others(self):
        liens = {
            self.agent: [],
            self.utilisateur("chef", self.schaerbeek): ["parcours_accueil.parcours_equipe_action"],
            self.utilisateur("gestionnaire"): [
                "parcours_accueil.parcours_equipe_action_communes",
                "parcours_accueil.parcours_organisateur_action_chiffres",
            ],
        }
        for utilisateur, actions in liens.items():
            with self.subTest(utilisateur.login):
                self.assertEqual([lien["action"] for lien in self.page(utilisateur)["liens"]], actions)

    def test_vivalis_has_its_own_queue_whatever_its_browser_remembers(self):
        """An officer who once chose "mine" is in charge of no file: the whole queue is shown."""
        vivalis = self.utilisateur("gestionnaire")
        dossier = self.echu(5)
        dossier.sudo().write({"oubli": "sans_etape", "oubli_depuis": self.jour})
        for miens in (False, True):
            page = self.page(vivalis, miens=miens)
            self.assertFalse(page["choix"])
            self.assertIn("Forgotten files", [carte["nom"] for carte in page["cartes"]])
            self.assertNotIn("Summonses to send", [*page["vides"], *(carte["nom"] for carte in page["cartes"])])

    def test_the_button_of_a_line_opens_its_step(self):
        dossier = self.echu(5)
        carte = self.carte("sommations")
        self.assertEqual(carte["action"]["libelle"], "Summon")
        vu = dossier.with_user(self.agent).with_context(**carte["action"]["contexte"])
        action = getattr(vu, carte["action"]["methode"])()
        self.assertEqual(action["res_model"], "parcours.evenement.wizard")
        self.assertEqual(action["context"]["default_type"], "sommation_envoyee")
        self.assertEqual(action["context"]["default_dossier_id"], dossier.id)

    def test_an_organiser_sees_the_people_registered_with_it(self):
        bapa = self.utilisateur("organisateur", organisateur_id=self.bapa.id)
        chez_eux, ailleurs = self.ouvert(), self.ouvert()
        for dossier, organisateur in ((chez_eux, self.bapa), (ailleurs, self.bon)):
            dossier.with_user(self.agent)._enregistrer("inscription_organisateur", organisateur_id=organisateur.id)
        carte = self.carte("organisateur_inscrits", bapa)
        self.assertEqual([ligne["id"] for ligne in carte["lignes"]], chez_eux.ids)
        self.assertEqual(carte["lignes"][0]["qui"], chez_eux.name)

    def test_a_landing_page_shows_no_fact_of_the_register(self):
        liste = self.Liste.create({"name": "Essai", "domaine": "[]"})
        for valeurs in (
            {"champ_detail": "ref_carte"}, {"champ_age": "date_reference"}, {"champ_echeance": "name"},
            {"champ_detail": "inconnu"}, {"action": "action_revue"},
        ):  # fmt: skip
            with self.subTest(valeurs), self.assertRaises(ValidationError), self.cr.savepoint():
                liste.write(valeurs)

    def test_a_line_of_each_list_leads_to_the_person_it_is_about(self):
        """A line without the file that it is of says the name of a document, or of a letter, and not whose."""
        gens = self.env.registry.descendants(["lecture.tracee"], "_inherit")
        # a session of courses is about nobody
        for liste in self.Liste.search([("page", "=", "accueil")]).filtered(lambda liste: liste.modele in gens):
            modele = self.env[liste.modele]
            with self.subTest(liste.code):
                # a file, and what says the name of its person, are about whom they say
                seul = "name" in modele._fields or "personne_id" in modele._fields
                # who waits is named by the line itself: an organiser may not read the file
                nomme = modele._rec_name == "nom"
                self.assertTrue(modele._liste_fiches or nomme or seul and "dossier_id" not in modele._fields)

    def test_each_button_is_of_the_model_of_its_list(self):
        for liste in self.Liste.search([]):
            with self.subTest(liste.code):
                liste._check_colonnes()
