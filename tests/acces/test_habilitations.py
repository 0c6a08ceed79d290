# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Users with access to the register are a nominative list, each with a dated signed statement (act of 8 August 1983,
art. 12 §2): without it a role opens nothing."""

from datetime import timedelta

from odoo import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.parcours_socle.jour import aujourdhui

from .tentatives import AccesCase

MODELES = (
    "registre.personne",
    "registre.niss",
    "registre.information",
    "parcours.dossier",
    "parcours.examen",
    "parcours.evenement",
    "parcours.delai",
    "sanction.dossier",
)


def tracees(env):
    """Models of people whose readings are logged: each asks for the statement."""
    return [
        nom
        for nom, modele in env.registry.items()
        if modele._auto and not modele._abstract and not modele._transient
        if issubclass(modele, env.registry["lecture.tracee"])
    ]


#: Users of a role whose statement nobody recorded.
SANS = {"agent_sans": "agent", "gestionnaire_sans": "gestionnaire", "organisateur_sans": "organisateur"}
SIGNEE = {"name": "declaration.pdf", "raw": "signed"}


@tagged("post_install", "-at_install")
class TestHabilitations(AccesCase):
    genre = "no statement of confidentiality"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for nom, role in SANS.items():
            modele = cls.roles[role]
            cls.roles[nom] = new_test_user(
                cls.env,
                login=f"acces.{nom}",
                groups="base.group_user",
                company_id=modele.company_id.id,
                company_ids=[Command.set(modele.company_ids.ids)],
                organisateur_id=modele.organisateur_id.id,
                lang="en_US",
            )
            cls.roles[nom].group_ids = modele.group_ids
        cls.dossier = cls.ici[0]
        cls.leurs = {
            "registre.personne": cls.dossier.personne_id,
            "registre.information": cls.dossier.personne_id.information_ids,
            "parcours.dossier": cls.dossier,
            "parcours.examen": cls.dossier.examen_ids,
            "parcours.evenement": cls.dossier.evenement_ids,
        }

    def test_every_model_of_people_asks_for_the_statement(self):
        regles = self.env["ir.rule"].search([("domain_force", "like", "user.habilite"), ("groups", "=", False)])
        noms = regles.model_id.mapped("model")
        self.assertGreater(len(tracees(self.env)), 15)
        for nom in tracees(self.env):
            with self.tentative("agent_sans", f"a rule of {nom}"):
                self.assertIn(nom, noms)

    def _enregistrer(self, par, role, **valeurs):
        """Record the statement of a role, as somebody else does on the screen."""
        piece = self.rpc(par, "ir.attachment", "create", {**SIGNEE, "res_model": "registre.habilitation", "res_id": 0})
        valeurs = {
            "user_id": self.roles[role].id,
            "date_declaration": "2024-02-01",
            "document_ids": [[4, piece.valeur]],
        } | valeurs
        return self.rpc(par, "registre.habilitation", "create", valeurs)

    def test_without_a_statement_a_role_opens_nothing(self):
        for role in SANS:
            for modele in MODELES:
                self.vide(role, modele, "search", [])
                self.vide(role, modele, "search_count", [])
                self.vide(role, modele, "search_read", [], ["display_name"])
                self.vide(role, modele, "formatted_read_group", [], [], ["__count"])
                self.vide(role, modele, "name_search", "")
            for modele, records in self.leurs.items():
                for par in ("call_kw", "json2", "xmlrpc"):
                    self.refuse(role, modele, "read", records.ids, ["display_name"], par=par)
            self.refuse(role, "parcours.dossier", "web_read", self.dossier.ids, {"reference": {}})
            self.refuse(role, "parcours.dossier", "export_data", self.dossier.ids, ["reference"])
            self.vide(role, "registre.recherche", "chercher", self.dossier.niss)
            self.refuse(role, "registre.recherche", "chercher_ailleurs", self.dossier.niss, "guichet")
            self.refuse(role, "registre.recherche", "demander_au_registre", self.dossier.niss, "guichet")
            self.rien(role, f"/web/image/parcours.dossier/{self.dossier.id}/name", secrets=self.secrets(self.ici))
        self.refuse("agent_sans", "parcours.dossier", "write", self.dossier.ids, {"priority": "1"}, intact=self.dossier)
        self.refuse("agent_sans", "parcours.dossier", "message_post", self.dossier.ids, body="x")

    def test_it_says_what_is_missing_and_whom_to_ask(self):
        page = self.http("agent_sans", "/web/session/get_session_info", json={}).json()["result"]
        action = self.env.ref("registre_national.registre_habilitation_action_mienne")
        self.assertEqual(page["home_action_id"], action.id)
        self.assertIn("ask the head of your service", action.with_context(lang="en_US").help)
        page = self.http("agent", "/web/session/get_session_info", json={}).json()["result"]
        self.assertFalse(page["home_action_id"])

    def test_a_head_records_a_statement_and_the_role_opens_at_once_until_it_is_withdrawn(self):
        self.vide("agent_sans", "parcours.dossier", "search", [])
        ligne = self._enregistrer("chef", "agent_sans")
        self.assertFalse(ligne.erreur, ligne)
        self.assertEqual(self.rpc("agent_sans", "parcours.dossier", "read", self.dossier.ids, ["name"]).erreur, "")
        # the list, with the signed document, is read by auditors; each reads their own line
        for role in ("auditeur", "chef", "agent_sans"):
            lue = self.rpc(role, "registre.habilitation", "read", [ligne.valeur], ["user_id", "document_ids"])
            self.assertEqual(len(lue.valeur[0]["document_ids"]), 1, role)
        for role in ("agent", "chef_ixelles", "organisateur"):
            self.refuse(role, "registre.habilitation", "read", [ligne.valeur], ["date_declaration"])
        record = self.env["registre.habilitation"].browse(ligne.valeur)
        for role in ("chef", "connexion", "technique", "agent_sans", "auditeur"):
            for valeurs in ({"date_declaration": "2020-01-01"}, {"user_id": 2}, {"date_retrait": False}):
                self.refuse(role, "registre.habilitation", "write", [ligne.valeur], valeurs, intact=record)
            self.refuse(role, "registre.habilitation", "unlink", [ligne.valeur], intact=record)
        self.refuse("chef", "ir.attachment", "unlink", record.document_ids.ids, intact=record.document_ids)
        self.refuse("chef", "registre.habilitation", "action_retirer", [ligne.valeur], mots="why")
        self.refuse("chef_ixelles", "registre.habilitation", "action_retirer", [ligne.valeur])
        self.rpc("chef", "registre.habilitation", "write", [ligne.valeur], {"motif_retrait": "Changed service"})
        self.assertFalse(self.rpc("chef", "registre.habilitation", "action_retirer", [ligne.valeur]).erreur)
        self.assertEqual(record.retire_par_id, self.roles["chef"])
        self.refuse("agent_sans", "parcours.dossier", "read", self.dossier.ids, ["name"])
        self.refuse("chef", "registre.habilitation", "write", [ligne.valeur], {"motif_retrait": "x"}, intact=record)

    def test_nobody_records_their_own_nor_for_another_service(self):
        for par, role in (
            ("chef", "chef"),
            ("gestionnaire", "gestionnaire"),
            ("agent", "agent_sans"),
            ("agent_sans", "agent_sans"),
            ("chef_ixelles", "agent_sans"),
            ("chef", "gestionnaire_sans"),
            ("gestionnaire_sans", "gestionnaire_sans"),
            ("connexion", "agent_sans"),
            ("auditeur", "agent_sans"),
        ):
            with self.tentative(par, f"statement of {role}"):
                self.assertTrue(self._enregistrer(par, role).refus)
        for par, role in (
            ("connexion", "gestionnaire_sans"),
            ("technique", "organisateur_sans"),
            ("connexion", "chef"),
        ):
            ligne = self._enregistrer(par, role)
            self.assertFalse(ligne.erreur, (par, role, ligne))

    def test_a_statement_is_signed_dated_and_kept(self):
        for valeurs in (
            {"document_ids": []},
            {"date_declaration": False},
            {"date_declaration": str(aujourdhui() + timedelta(days=1))},
            {"a_confirmer_jusqu_au": "2099-01-01"},
            {"enregistre_par_id": 2},
        ):
            with self.tentative("chef", str(valeurs)):
                self.assertTrue(self._enregistrer("chef", "agent_sans", **valeurs).refus)
        premiere = self._enregistrer("chef", "agent_sans").valeur
        seconde = self._enregistrer("chef", "agent_sans", date_declaration="2024-03-01").valeur
        lignes = self.env["registre.habilitation"].browse([premiere, seconde])
        self.assertEqual(lignes.mapped("state"), ["retiree", "en_cours"], "a newer one replaces it")

    def test_who_had_access_before_keeps_it_for_some_days(self):
        """An update shuts nobody out; without a statement the access ends, and a head has been told."""
        Habilitation, agent = self.env["registre.habilitation"], self.roles["agent_sans"]
        Habilitation._reprendre()
        ligne = Habilitation.search([("user_id", "=", agent.id)])
        self.assertEqual((ligne.state, ligne.a_confirmer_jusqu_au), ("a_confirmer", aujourdhui() + timedelta(days=30)))
        self.assertFalse(self.rpc("agent_sans", "parcours.dossier", "read", self.dossier.ids, ["name"]).erreur)
        self.assertFalse(Habilitation.search([("user_id", "in", self.roles["interne"].ids)]), "no role, no line")
        Habilitation._cron_surveiller()
        self.assertIn(self.roles["chef"], ligne.activity_ids.user_id)
        self.assertNotIn(self.roles["chef_ixelles"], ligne.activity_ids.user_id)
        nombre = len(ligne.activity_ids)
        Habilitation._cron_surveiller()
        self.assertEqual(len(ligne.activity_ids), nombre, "told once")
        ligne.sudo().write({"a_confirmer_jusqu_au": aujourdhui() - timedelta(days=1)})
        Habilitation._cron_surveiller()
        self.assertEqual(ligne.state, "retiree")
        self.assertFalse(ligne.activity_ids)
        self.refuse("agent_sans", "parcours.dossier", "read", self.dossier.ids, ["name"])
