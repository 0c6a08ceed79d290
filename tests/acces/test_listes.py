# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Lists, filters and buttons: what somebody types is never run, breaks nobody's screen, and reaches nobody else
unless a head offers it in the own commune."""

import time

from psycopg2.errors import QueryCanceled

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from .tentatives import AccesCase

BOMBES = {
    "memory": "[('name', '=', 'a' * 10**10)]",
    "power": "[('id', '=', 9**9**9)]",
    "list": "[('id', 'in', [0] * 10**9)]",
    "loop": "[('id', 'in', [i for i in range(10**9)])]",
    "call": "[('name', '=', uid.__class__)]",
    "far day": "[('date_echeance', '<', (context_today() + relativedelta(days=10**9)).strftime('%Y-%m-%d'))]",
    "far word": "[('date_echeance', '<', 'today +999999999d')]",
    "day of a later year": "[('date_echeance', '<', 'today +7970y')]",
    "last day": "[('create_date', '>', '9999-12-31')]",
    "no day": "[('date_echeance', '<', 'demain')]",
    "deep": "[" * 3_000 + "]" * 3_000,
    "long": "[('name', '=', '" + "x" * 100_000 + "')]",
    "no domain": "{'a': 1}",
    "malformed": "['|', ('id', '=', 1)]",
    "unknown": "[('inconnu', '=', 1)]",
    "kind": "[('id', 'child_of', {'a': 1})]",
    "internal": "[('company_id', 'any!', [('id', '>', 0)])]",
    "password": "[('user_id.password', 'like', 'a%')]",
    "keys": "[('user_id', 'any', [('api_key_ids', '!=', False)])]",
    "settings": "[('company_id.partner_id.user_ids.login', '=', 'admin')]",
    "messages": "[('message_ids.body', 'ilike', 'secret')]",
}


@tagged("post_install", "-at_install")
class TestListes(AccesCase):
    genre = "lists"

    def liste(self, **valeurs):
        return {"name": "Essai", "modele": "parcours.dossier", "domaine": "[]", **valeurs}

    def filtre(self, role="agent", **valeurs):
        moi = self.roles[role].ids
        return {"name": "Essai", "model_id": "parcours.dossier", "domain": "[]", "user_ids": moi, **valeurs}

    def test_what_must_be_open_is_open(self):
        bonne = "[('date_echeance', '<=', (context_today() + relativedelta(days=30)).strftime('%Y-%m-%d'))]"
        cree = self.rpc("direction", "parcours.liste", "create", [self.liste(domaine=bonne)])
        self.assertEqual(
            self.env["parcours.liste"].browse(cree.valeur).domaine, "[('date_echeance', '<=', 'today +30d')]"
        )
        filtre = self.filtre(domain="[('user_id', '=', uid)]", context={"group_by": ["phase", "date_echeance:month"]})
        cree = self.rpc("agent", "ir.filters", "create_filter", {**filtre, "sort": '["date_echeance desc"]'})
        self.assertTrue(cree.valeur, cree)
        vus = self.rpc("agent", "ir.filters", "get_filters", "parcours.dossier").valeur
        self.assertEqual([vu["name"] for vu in vus], ["Essai"])
        chef = self.filtre("chef", user_ids=[], is_default=True)
        offert = self.env["ir.filters"].browse(self.rpc("chef", "ir.filters", "create_filter", chef).valeur)
        self.assertEqual(offert.company_id, self.schaerbeek)
        self.assertEqual(len(self.rpc("agent", "ir.filters", "get_filters", "parcours.dossier").valeur), 2)
        trace = self.env["parcours.partage"].search([("genre", "=", "ir.filters")]).ensure_one()
        self.assertEqual([trace.geste, trace.user_id, trace.a_qui], ["propose", self.roles["chef"], "Schaerbeek"])

    def test_no_bomb_is_kept(self):
        existante = self.env["parcours.liste"].create(self.liste())
        for nom, bombe in BOMBES.items():
            debut = time.monotonic()
            with self.subTest(nom):
                self.refuse("direction", "parcours.liste", "create", [self.liste(domaine=bombe)])
                self.refuse(
                    "direction",
                    "parcours.liste",
                    "write",
                    existante.ids,
                    {"domaine": bombe},
                    intact=existante,
                    par="json2",
                )
                self.refuse("agent", "ir.filters", "create_filter", self.filtre(domain=bombe))
                self.refuse("agent", "ir.filters", "create", [self.filtre(domain=bombe)], par="xmlrpc")
            self.assertLess(time.monotonic() - debut, 8, nom)

    def test_a_list_is_of_our_models_and_sorted_by_their_fields(self):
        for modele in ("res.users", "ir.attachment", "ir.config_parameter", "mail.message", "nowhere"):
            self.refuse("direction", "parcours.liste", "create", [self.liste(modele=modele)])
        for ordre in ("inconnu", "id; DROP TABLE res_users", "(SELECT 1)", "user_id.password", "id desc, note, x"):
            self.refuse("direction", "parcours.liste", "create", [self.liste(ordre=ordre)])
        for role in ("agent", "chef", "gestionnaire", "fonctionnaire", "auditeur", "organisateur", "statisticien"):
            self.refuse(role, "parcours.liste", "create", [self.liste()])

    def test_a_list_shows_no_role_what_it_may_not_see(self):
        groupes = [Command.link(self.env.ref("parcours_accueil.group_organisateur").id)]
        reserve = self.liste(domaine="[('ref_ue', '=', 'oui')]", group_ids=groupes)
        self.refuse("direction", "parcours.liste", "create", [reserve], mots="Organiser")
        self.refuse("direction", "parcours.liste", "create", [self.liste(ordre="ref_ue", group_ids=groupes)])

    def test_a_list_that_is_slow_is_not_kept(self):
        """A query that sleeps stands for a base of millions of files."""
        self.env["parcours.liste"].flush_model()
        liste = self.comme("direction", "parcours.liste")
        with self.assertRaises(QueryCanceled), liste._temps_limite(20):
            self.env.cr.execute("SELECT pg_sleep(10)", log_exceptions=False)
        self.env.cr.execute("SHOW statement_timeout")
        self.assertEqual(self.env.cr.fetchone()[0], "0", "the limit ends with the search")
        lente = SQL("SELECT count(*) FROM (SELECT pg_sleep(10)) AS q")
        saisi = type(self.env["domaine.saisi"])
        executer = saisi._executer
        self.patch(saisi, "_executer", lambda modele, _requete: executer(modele, lente))
        for nom, role, modele, valeurs in (
            ("list", "direction", "parcours.liste", self.liste()),
            ("filter", "agent", "ir.filters", self.filtre()),
        ):
            with self.tentative(role, f"slow {nom}"), self.assertRaisesRegex(ValidationError, "too long"):
                self.comme(role, modele).create(valeurs)

    def test_a_bad_list_is_one_bad_card(self):
        mauvaises = {}
        for nom in ("memory", "far day", "unknown", "no day", "malformed"):
            liste = self.env["parcours.liste"].create(self.liste(name=nom))
            self.env.flush_all()
            self.env.cr.execute("UPDATE parcours_liste SET domaine = %s WHERE id = %s", [BOMBES[nom], liste.id])
            mauvaises[liste.id] = nom
        self.env.invalidate_all()
        champs = {"name": {}, "nombre_texte": {}, "panne": {}}
        for role in ("agent", "chef", "gestionnaire"):
            with self.tentative(role, "landing page"):
                page = self.rpc(role, "parcours.liste", "web_search_read", [], champs)
                cartes = {carte["id"]: carte for carte in page.valeur["records"]}
                self.assertLessEqual(mauvaises.keys(), cartes.keys())
                for rang, carte in cartes.items():
                    self.assertEqual(bool(carte["panne"]), rang in mauvaises, carte)
                    self.assertEqual(carte["nombre_texte"] == "–", rang in mauvaises, carte)
                page = self.rpc(role, "parcours.liste", "aujourd_hui")
                self.assertEqual({carte["id"] for carte in page.valeur["cartes"] if carte["panne"]}, mauvaises.keys())
            self.refuse(role, "parcours.liste", "action_ouvrir", [next(iter(mauvaises))], mots="cannot be opened")

    def test_only_heads_offer_a_filter_and_in_their_commune(self):
        autre = self.roles["agent_ixelles"].id
        for role in ("agent", "organisateur", "statisticien", "gestionnaire", "auditeur", "connexion"):
            moi = self.roles[role].id
            for users in ([], [autre], [moi, autre]):
                for defaut in (False, True):
                    valeurs = self.filtre(role, user_ids=users, is_default=defaut, model_id="parcours.organisateur")
                    self.refuse(role, "ir.filters", "create_filter", valeurs)
        mien = self.env["ir.filters"].with_user(self.roles["agent"]).create(self.filtre())
        self.refuse("agent", "ir.filters", "write", mien.ids, {"user_ids": [Command.clear()]}, intact=mien)
        self.refuse("agent", "ir.filters", "write", mien.ids, {"user_ids": [Command.link(autre)]})
        self.refuse("chef", "ir.filters", "create_filter", self.filtre("chef", user_ids=[self.roles["chef"].id, autre]))
        self.refuse("chef", "ir.filters", "create_filter", self.filtre("chef", user_ids=[], company_id=self.ixelles.id))
        self.refuse("chef", "ir.filters", "create_filter", self.filtre("chef", user_ids=[], model_id="res.users"))

    def test_a_filter_of_a_head_is_for_the_own_commune(self):
        chez_eux = self.filtre("chef_ixelles", name="Ixellois", user_ids=[], is_default=True)
        self.env["ir.filters"].with_user(self.roles["chef_ixelles"]).create(chez_eux)
        offert = self.env["ir.filters"].search([("name", "=", "Ixellois")])
        self.assertEqual(offert.company_id, self.ixelles)
        for role in ("agent", "chef", "organisateur", "statisticien"):
            self.rien(role, "ir.filters", "get_filters", "parcours.dossier", secrets=["Ixellois"])
            self.rien(
                role, "parcours.dossier", "get_views", [[False, "search"]], {"load_filters": True}, secrets=["Ixellois"]
            )
            self.vide(role, "ir.filters", "search_read", [("id", "=", offert.id)], ["domain"])
            self.refuse(role, "ir.filters", "write", offert.ids, {"domain": "[]"}, intact=offert)
            self.refuse(role, "ir.filters", "unlink", offert.ids, intact=offert)
        self.refuse("agent_ixelles", "ir.filters", "write", offert.ids, {"name": "x"}, intact=offert)
        self.refuse("agent_ixelles", "ir.filters", "unlink", offert.ids, intact=offert)
        region = self.env["ir.filters"].with_user(self.roles["direction"]).create(self.filtre("direction", user_ids=[]))
        for role in ("agent", "chef", "gestionnaire", "organisateur"):
            self.refuse(role, "ir.filters", "write", region.ids, {"name": "x"}, intact=region)
            self.refuse(role, "ir.filters", "unlink", region.ids, intact=region)
        self.rpc("chef_ixelles", "ir.filters", "unlink", offert.ids)
        gestes = self.env["parcours.partage"].search([("name", "=", "Ixellois")]).mapped("geste")
        self.assertEqual(gestes, ["retire", "propose"])

    def test_a_context_carries_nothing_but_groups(self):
        for contexte in (
            "{'tracking_disable': True}", "{'allowed_company_ids': [1]}", "{'default_user_id': 2}", "[]",
            "{'group_by': 3}", "{'group_by': ['inconnu']}", "{'group_by': ['user_id.password']}",
            "{'group_by': 'a' * 10**9}", "{1: 2}",
        ):  # fmt: skip
            self.refuse("agent", "ir.filters", "create_filter", self.filtre(context=contexte))
        for tri in ('["inconnu"]', '["id; DROP"]', '[["id"]]'):
            self.refuse("agent", "ir.filters", "create_filter", self.filtre(sort=tri))
        groupe = self.filtre("organisateur", context="{'group_by': ['ref_ue']}")
        self.refuse("organisateur", "ir.filters", "create_filter", groupe)

    def test_buttons_on_the_screens_of_others_are_the_administrators(self):
        action = self.env.ref("parcours_accueil.parcours_dossier_action_tous")
        bouton = {
            "name": "Essai", "parent_action_id": action.id, "action_id": action.id,
            "parent_res_model": "parcours.dossier",
        }  # fmt: skip
        methode = {**bouton, "action_id": False, "python_method": "action_me_charger"}
        for role in ("agent", "chef", "organisateur", "direction"):
            moi = self.roles[role].id
            self.refuse(role, "ir.embedded.actions", "create", [bouton])
            self.refuse(role, "ir.embedded.actions", "create", [{**bouton, "user_id": self.roles["technique"].id}])
            self.refuse(role, "ir.embedded.actions", "create", [{**methode, "user_id": moi}])
            self.refuse(
                role, "ir.embedded.actions", "create", [{**bouton, "user_id": moi, "domain": "[('x', '=', 1)]"}]
            )
            self.refuse(role, "ir.embedded.actions", "create", [{**bouton, "user_id": moi, "parent_res_model": "nope"}])
        sien = self.env["ir.embedded.actions"].create({**bouton, "name": "Secret", "user_id": self.roles["chef"].id})
        self.vide("agent", "ir.embedded.actions", "search", [("id", "=", sien.id)])
        self.refuse("agent", "ir.embedded.actions", "write", sien.ids, {"name": "x"}, intact=sien)
        commun = self.env["ir.embedded.actions"].create(bouton)
        self.refuse("agent", "ir.embedded.actions", "write", commun.ids, {"name": "x"}, intact=commun)
        self.refuse("agent", "ir.embedded.actions", "unlink", commun.ids, intact=commun)

    def test_defaults_are_ones_own(self):
        args = ("parcours.suspension", "note", "Secret")
        self.rpc("chef", "ir.default", "set", *args, True)
        for role in ("agent", "chef", "organisateur", "direction"):
            self.refuse(role, "ir.default", "set", *args)
            self.refuse(role, "ir.default", "set", *args, self.roles["technique"].id)
        self.rien("agent", "ir.default", "search_read", [], ["json_value"], secrets=["Secret"])

    def test_the_screen_of_somebody_else_is_not_redrawn(self):
        vue = self.env.ref("parcours_accueil.parcours_liste_view_list")
        mise = self.env["ir.ui.view.custom"].create(
            {"user_id": self.roles["chef"].id, "ref_id": vue.id, "arch": "<kanban/>"}
        )
        self.refuse("agent", "/web/view/edit_custom", json={"params": {"custom_id": mise.id, "arch": "<kanban/>"}})
        self.refuse("agent", "ir.ui.view.custom", "search", [])
        self.refuse("direction", "ir.ui.view", "write", vue.ids, {"arch": "<kanban/>"}, intact=vue)

    def test_what_was_offered_is_written_once(self):
        ligne = self.env["parcours.partage"].create(
            {"name": "x", "genre": "ir.filters", "geste": "propose", "user_id": self.roles["chef_ixelles"].id,
             "company_id": self.ixelles.id, "domaine": "[('name', '=', 'Secret')]"}
        )  # fmt: skip
        for role in ("chef_ixelles", "direction", "auditeur", "technique"):
            self.refuse(role, "parcours.partage", "write", ligne.ids, {"name": "y"}, intact=ligne)
            self.refuse(role, "parcours.partage", "unlink", ligne.ids, intact=ligne)
            self.refuse(role, "parcours.partage", "create", [{"name": "y"}])
        for role in ("agent", "chef", "organisateur"):
            self.rien(role, "parcours.partage", "search_read", [], ["domaine"], secrets=["Secret"])
