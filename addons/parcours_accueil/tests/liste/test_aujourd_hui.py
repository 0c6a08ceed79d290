# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The landing page: each card says how many, how many late, since when, and its most pressing lines."""

from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.tests import tagged

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
        for rangs in ((5,), (6, 7, 8)):
            for jours in rangs:
                self.echu(jours)
            self.page()  # warm: rules, groups, words
            self.env.invalidate_all()
            # how many lines a card has changes nothing
            with self.assertQueryCount(18):
                self.Liste.with_user(self.agent).aujourd_hui()

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

    def test_each_button_is_of_the_model_of_its_list(self):
        for liste in self.Liste.search([]):
            with self.subTest(liste.code):
                liste._check_colonnes()
