# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Every screen opens for every role, and demo users exist."""

from ast import literal_eval

from lxml import etree

from odoo.tests import Form, tagged

from .common import ParcoursCase

ROLES = ("agent", "chef", "gestionnaire", "direction", "organisateur", "statisticien", "auditeur")


@tagged("post_install", "-at_install")
class TestVues(ParcoursCase):
    def test_each_screen_of_a_menu_opens_for_each_role(self):
        dossier = self.ouvert()
        for role in ROLES:
            utilisateur = self.utilisateur(role, self.schaerbeek if role in ("agent", "chef") else None)
            menus = self.env["ir.ui.menu"].with_user(utilisateur).load_menus(False)
            ouverts = 0
            for menu in menus.values():
                if menu.get("action_model") != "ir.actions.act_window":
                    continue
                action = self.env["ir.actions.act_window"].sudo().browse(menu["action_id"])
                if not (action.res_model or "").startswith("parcours."):
                    continue
                ouverts += 1
                with self.subTest(role=role, menu=menu["name"]):
                    vues = [(False, mode) for mode in action.view_mode.split(",")] + [(False, "search")]
                    self.env[action.res_model].with_user(utilisateur).get_views(vues)
            self.assertTrue(ouverts, f"{role} has no menu")
            if role == "auditeur":
                continue  # reads no file
            vue = self.Dossier.with_user(utilisateur).get_view(view_type="list")
            champs = {noeud.get("name") for noeud in etree.fromstring(vue["arch"]).iter("field")}
            self.assertEqual("name" in champs, role != "statisticien", role)
            self.assertTrue(dossier.display_name)
            self.verifier_recherche(role, utilisateur)

    def verifier_recherche(self, role, utilisateur):
        """A filter or a group on a field that the role may not read would break the whole screen in the browser."""
        Dossier = self.Dossier.with_user(utilisateur)
        vues = Dossier.get_views([(False, "search")])
        lisibles = set(Dossier.fields_get())
        for noeud in etree.fromstring(vues["views"]["search"]["arch"]).iter("field", "filter"):
            noms = {noeud.get("name")} if noeud.tag == "field" else {noeud.get("date")}
            contexte = literal_eval(noeud.get("context") or "{}")
            noms.add((contexte.get("group_by") or "").partition(":")[0])
            domaine = literal_eval((noeud.get("domain") or "[]").replace("uid", "1"))
            noms |= {terme[0].partition(".")[0] for terme in domaine if isinstance(terme, tuple)}
            self.assertLessEqual(noms - {None, ""}, lisibles, f"{role}: {noeud.get('name')}")

    def test_everybody_lands_on_what_is_to_do_today(self):
        """The first menu of the first application is what there is to do today; then the own commune's files."""
        aujourd_hui = self.env.ref("parcours_accueil.parcours_aujourd_hui_action")
        for role in ("agent", "chef", "gestionnaire", "direction"):
            utilisateur = self.utilisateur(role, self.schaerbeek if role in ("agent", "chef") else None)
            menus = self.env["ir.ui.menu"].with_user(utilisateur).load_web_menus(False)
            premier = menus[menus["root"]["children"][0]]
            self.assertEqual(premier["xmlid"], "parcours_accueil.menu_parcours_root")
            self.assertEqual(premier["actionID"], aujourd_hui.id, role)
        action = self.env.ref("parcours_accueil.parcours_dossier_action_commune")
        self.assertEqual(literal_eval(action.context), {"search_default_ouverts": 1})

    def test_an_agent_reads_why_on_the_form(self):
        dossier = self.arrivee()
        agent = self.utilisateur("agent", self.schaerbeek)
        with Form(dossier.with_user(agent)) as formulaire:
            self.assertIn("art. 2 1°", formulaire.explication)
            self.assertTrue(formulaire.personne_lisible)
            formulaire.priority = "1"
        self.assertEqual(dossier.priority, "1")
        self.assertEqual(dossier.with_user(agent).action_personne()["res_id"], dossier.personne_id.id)

    def test_the_board_shows_every_ordinary_stage_in_order(self):
        """The board shows every ordinary stage, in order, and the side roads where somebody is."""
        self.ouvert()
        agent = self.utilisateur("agent", self.schaerbeek)
        groupes = (
            self.Dossier.with_user(agent)
            .with_context(read_group_expand=True)
            .formatted_read_group([("phase", "=", "dossier")], ["stage_id"], ["__count"])
        )
        codes = self.env["parcours.stage"].browse([g["stage_id"][0] for g in groupes if g["stage_id"]]).mapped("code")
        self.assertEqual(codes[:4], ["a_informer", "informe", "inscrit", "en_cours"])
        self.assertIn("clos", codes)

    def test_the_board_of_refusals_has_no_empty_ordinary_stage(self):
        """The regional board of summons, refusals and transfers has no empty ordinary stage."""
        dossier = self.ouvert()
        etape = self.env.ref("parcours_accueil.stage_somme")
        dossier.sudo().stage_id = etape
        action = self.env.ref("parcours_accueil.parcours_dossier_action_refus")
        contexte = {"read_group_expand": True, **literal_eval(action.context)}
        Dossier = self.Dossier.with_user(self.utilisateur("gestionnaire")).with_context(**contexte)
        groupes = Dossier.formatted_read_group(literal_eval(action.domain), ["stage_id"], ["__count"])
        self.assertIn(etape.id, [groupe["stage_id"][0] for groupe in groupes])
        self.assertTrue(all(groupe["__count"] for groupe in groupes))

    def test_only_the_two_ends_are_folded(self):
        plies = self.env["parcours.stage"].search([("fold", "=", True)]).mapped("code")
        self.assertEqual(plies, ["acheve", "clos"])

    def test_a_list_opened_by_a_menu_needs_no_parent(self):
        """A list has no `parent` when a menu opens it: the browser would stop on a column hidden by it."""
        vues = self.env["ir.ui.view"].search([("type", "=", "list"), ("model", "=like", "parcours.%")])
        self.assertGreater(len(vues), 5)
        fautives = [
            vue.name
            for vue in vues
            for noeud in etree.fromstring(vue.arch).iter("field", "button")
            if "parent" in noeud.get("column_invisible", "")
        ]
        self.assertFalse(fautives)

    def test_each_filter_can_be_searched(self):
        vue = self.env.ref("parcours_accueil.parcours_dossier_view_search")
        filtres = [noeud for noeud in etree.fromstring(vue.arch).iter("filter") if noeud.get("domain")]
        self.assertGreater(len(filtres), 12)
        for noeud in filtres:
            texte = noeud.get("domain").replace("uid", str(self.env.uid))
            with self.subTest(noeud.get("name")):
                self.Dossier.search(literal_eval(texte), limit=1)

    def test_demo_users_have_their_role_and_commune(self):
        if not self.env.ref("base.module_parcours_accueil").demo:
            self.skipTest("demo data are not loaded in this database")
        agent = self.env.ref("parcours_accueil.user_agent_21015")
        self.assertEqual((agent.login, agent.company_id, agent.lang), ("agent.21015", self.schaerbeek, "fr_BE"))
        self.assertTrue(agent.has_group("parcours_accueil.group_agent"))
        self.assertFalse(agent.has_group("parcours_accueil.group_chef"))
        communes = self.env["res.company"].search([("nis_code", "!=", False)])
        for commune in communes:
            for role in ("agent", "chef"):
                utilisateur = self.env["res.users"].search([("login", "=", f"{role}.{commune.nis_code}")])
                self.assertEqual(utilisateur.company_ids, commune)
        self.assertEqual(len(communes), 19)
        bapa = self.env.ref("parcours_accueil.user_bapa_bxl")
        self.assertEqual(bapa.organisateur_id, self.bapa)
