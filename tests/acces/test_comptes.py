# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who is who, and who gave whom which right: users who rename themselves, accounts that change hands, administrators
who open a door for an afternoon."""

from datetime import datetime, timedelta

from lxml import etree

from odoo import Command
from odoo.tests import tagged

from odoo.addons.parcours_socle.jour import aujourdhui

from .tentatives import AccesCase


@tagged("post_install", "-at_install")
class TestComptes(AccesCase):
    genre = "accounts"

    def traces(self, record):
        return self.env["reglage.trace"].search([("res_model", "=", record._name), ("res_id", "=", record.id)])

    def test_nobody_renames_themselves(self):
        """What they wrote before would be signed by the new name too, and their next letters."""
        for role in ("agent", "chef", "gestionnaire", "organisateur", "fonctionnaire"):
            user = self.roles[role]
            for vals in ({"name": "The Head"}, {"email": "head@example.be"}, {"login": "head"}):
                self.refuse(role, "res.users", "write", user.ids, vals, intact=user | user)
                self.refuse(role, "res.users", "web_save", user.ids, vals, {"name": {}}, intact=user)
            self.refuse(role, "res.partner", "write", user.partner_id.ids, {"name": "x"}, intact=user.partner_id)
            self.assertFalse(self.rpc(role, "res.users", "write", user.ids, {"signature": "<p>x</p>"}).erreur)

    def test_the_page_of_preferences_offers_no_other_name(self):
        vue = self.env.ref("base.view_users_form_simple_modif")
        page = etree.fromstring(self.comme("agent", "res.users").get_view(vue.id, "form")["arch"])
        for nom in ("name", "email"):
            with self.tentative("agent", f"{nom} on the page of preferences"):
                champs = page.xpath(f"//field[@name='{nom}'][not(ancestor::field)]")
                self.assertTrue(champs and all(champ.get("readonly") in ("1", "True") for champ in champs))

    def test_who_gives_a_role_a_name_or_a_password_is_known(self):
        chef, technique = self.roles["chef"], self.roles["technique"]
        groupe = self.env.ref("parcours_accueil.group_gestionnaire")
        for vals, champ in (
            ({"group_ids": [Command.link(groupe.id)]}, "group_ids"),
            ({"name": "Somebody Else"}, "name"),
            ({"company_ids": [Command.link(self.ixelles.id)]}, "company_ids"),
            ({"password": "blue boats at noon"}, "password"),
        ):
            with self.tentative("technique", champ):
                self.assertFalse(self.rpc("technique", "res.users", "write", chef.ids, vals).erreur)
                trace = self.traces(chef).filtered(lambda t, champ=champ: t.champ == champ)
                self.assertEqual(trace.user_id, technique)
                self.assertNotIn("boats", f"{trace.avant}{trace.apres}{trace.phrase}")
        donnes = self.traces(chef).filtered(lambda t: t.champ == "group_ids")
        self.assertIn(groupe.display_name, donnes.sorted("id")[0].apres)
        with self.tentative("technique", "a role by its group"):
            self.rpc("technique", "res.groups", "write", groupe.ids, {"user_ids": [Command.link(technique.id)]})
            self.assertEqual(self.traces(groupe).mapped("champ"), ["user_ids"])
        with self.tentative("technique", "everybody is given a role"):
            interne = self.env.ref("base.group_user")
            self.rpc("technique", "res.groups", "write", interne.ids, {"implied_ids": [Command.link(groupe.id)]})
            self.assertEqual(self.traces(interne).mapped("champ"), ["implied_ids"])
        with self.tentative("technique", "a second person is made up"):
            self.rpc("technique", "res.users", "create", [{"name": "Second", "login": "second"}])
            second = self.env["res.users"].search([("login", "=", "second")])
            self.assertEqual(self.traces(second).mapped("geste"), ["cree"])

    def test_the_doors_that_we_ship_are_not_opened_on_screen(self):
        livres = self.env["ir.model.data"]._livres
        for modele in ("parcours.dossier", "registre.personne", "parcours.exemption", "ir.attachment"):
            siens = [("model_id.model", "=", modele)]
            regles = self.env["ir.rule"].search(siens).filtered(lambda regle: regle.id in livres("ir.rule"))
            droits = self.env["ir.model.access"].search(siens)
            droits = droits.filtered(lambda droit: droit.id in livres("ir.model.access"))
            self.assertTrue(regles)
            for regle in regles:
                for vals in ({"active": False}, {"domain_force": "[]"}, {"groups": [Command.clear()]}):
                    self.refuse("technique", "ir.rule", "write", regle.ids, vals, intact=regle)
                self.refuse("technique", "ir.rule", "unlink", regle.ids, intact=regle)
            for droit in droits:
                self.refuse("technique", "ir.model.access", "write", droit.ids, {"group_id": False}, intact=droit)
                self.refuse("technique", "ir.model.access", "unlink", droit.ids, intact=droit)
        neuve = {
            "name": "Mine", "model_id": self.env["ir.model"]._get_id("parcours.dossier"), "domain_force": "[]",
        }  # fmt: skip
        with self.tentative("technique", "a door of one's own"):
            regle = self.env["ir.rule"].browse(self.rpc("technique", "ir.rule", "create", [neuve]).valeur)
            self.assertEqual(self.traces(regle).user_id, self.roles["technique"])

    def test_an_account_that_changes_hands_has_no_access_any_more(self):
        for role, gestes in (
            ("agent", [{"login": "somebody.else", "name": "Somebody Else"}]),
            ("gestionnaire", [{"active": False}, {"active": True}]),
        ):
            user = self.roles[role]
            self.assertTrue(user.habilite)
            for vals in gestes:
                self.assertFalse(self.rpc("technique", "res.users", "write", user.ids, vals).erreur)
            with self.tentative(role, str(gestes)):
                self.assertFalse(user.habilite)
                ligne = self.env["registre.habilitation"].search([("user_id", "=", user.id)], limit=1)
                self.assertEqual(ligne.retire_par_id, self.roles["technique"])
                self.assertTrue(ligne.motif_retrait)

    def test_days_without_a_statement_end_whether_or_not_the_job_runs(self):
        user = self.roles["agent"]
        Habilitation = self.env["registre.habilitation"]
        Habilitation.search([("user_id", "=", user.id)])._retirer("x")
        ligne = Habilitation.create({"user_id": user.id, "a_confirmer_jusqu_au": aujourdhui()})
        self.assertFalse(self.rpc("agent", "parcours.dossier", "read", self.ici.ids, ["name"]).erreur)
        ligne.a_confirmer_jusqu_au = aujourdhui() - timedelta(days=1)
        Habilitation._oublier()
        self.refuse("agent", "parcours.dossier", "read", self.ici.ids, ["name"])
        self.vide("agent", "parcours.dossier", "search", [])

    def test_a_message_for_later_is_signed_by_who_wrote_it(self):
        demain = (datetime.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M:%S")
        autre = self.roles["chef"].partner_id
        valeurs = {"model": "parcours.dossier", "res_id": self.ici[2].id, "body": "x", "scheduled_date": demain}
        for role in ("agent", "gestionnaire", "technique"):
            self.refuse(role, "mail.scheduled.message", "create", [{**valeurs, "author_id": autre.id}])
            if role == "technique":
                continue
            sien = self.rpc(
                role, "mail.scheduled.message", "create", [{**valeurs, "author_id": self.roles[role].partner_id.id}]
            )
            message = self.env["mail.scheduled.message"].browse(sien.valeur)
            self.assertTrue(message, sien)
            self.refuse(role, "mail.scheduled.message", "write", message.ids, {"author_id": autre.id}, intact=message)
