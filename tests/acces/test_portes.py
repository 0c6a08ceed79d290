# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The doors everybody knows: reading, searching, grouping, exporting and changing the files of another commune."""

import json

from odoo import Command
from odoo.http import Request
from odoo.tests import tagged

from .tentatives import HORS_IXELLES, PERSONNE, AccesCase

MODELES = ("parcours.dossier", "registre.personne", "registre.information", "parcours.examen", "parcours.evenement")


@tagged("post_install", "-at_install")
class TestPortes(AccesCase):
    genre = "another commune"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Who may export tries what exports.
        exportateurs = cls.roles["agent"] | cls.roles["chef"]
        exportateurs.group_ids = [Command.link(cls.env.ref("base.group_allow_export").id)]
        cls.piece = cls.env["ir.attachment"].create(
            {
                "name": "certificat.txt",
                "raw": b"Ixellois",
                "res_model": "parcours.dossier",
                "res_id": cls.ailleurs[0].id,
            }
        )
        cls.leurs = {
            "parcours.dossier": cls.ailleurs,
            "registre.personne": cls.ailleurs.personne_id,
            "registre.information": cls.ailleurs.personne_id.information_ids,
            "parcours.examen": cls.ailleurs.examen_ids,
            "parcours.evenement": cls.ailleurs.evenement_ids,
        }

    def test_what_must_be_open_is_open(self):
        """Doors that are closed to everybody would prove nothing."""
        for par in ("call_kw", "json2", "xmlrpc"):
            lus = self.rpc("agent", "parcours.dossier", "read", self.ici.ids, ["name"], par=par)
            self.assertEqual({ligne["name"] for ligne in lus.valeur}, set(self.ici.mapped("name")), lus)
        self.assertTrue(self.leurs["registre.information"] and self.leurs["parcours.examen"])
        self.assertEqual(self.http("agent_ixelles", f"/web/content/{self.piece.id}").content, b"Ixellois")

    def test_an_agent_reads_no_file_of_another_commune(self):
        for modele in MODELES:
            for par in ("call_kw", "json2", "xmlrpc"):
                for role in ("agent", "chef"):
                    self.refuse(role, modele, "read", self.leurs[modele].ids, ["display_name"], par=par)
        self.refuse("agent", "parcours.dossier", "web_read", self.ailleurs.ids, {"name": {}})
        self.refuse("agent", "parcours.dossier", "message_post", self.ailleurs[:1].ids, body="vu")

    def test_nobody_outside_finds_or_counts_them(self):
        for modele in MODELES:
            domaine = [("id", "in", self.leurs[modele].ids)]
            for role in ("agent", "organisateur", "connexion", "interne"):
                self.vide(role, modele, "search", domaine)
                self.vide(role, modele, "search_count", domaine)
                self.vide(role, modele, "web_search_read", domaine, {"display_name": {}})
                self.vide(role, modele, "name_search", "", domaine)
                self.vide(role, modele, "formatted_read_group", domaine, [], ["__count"])

    def test_no_answer_tells_who_they_are(self):
        for role in HORS_IXELLES:
            self.rien(role, "parcours.dossier", "search_read", [], ["display_name"], limit=1000)
            self.rien(role, "registre.personne", "name_search", "Ixellois", limit=1000)
            self.rien(role, "registre.recherche", "search_read", [], ["display_name"])
            self.rien(
                role, "mail.message", "search_read", [("model", "=", "parcours.dossier")], ["record_name", "body"]
            )

    def test_nothing_of_theirs_is_exported(self):
        for modele in ("parcours.dossier", "registre.personne"):
            self.refuse("agent", modele, "export_data", self.leurs[modele].ids, ["name", "niss"])
        self._se_presenter("agent")
        demande = {
            "model": "parcours.dossier", "fields": [{"name": "name", "label": "Name"}], "ids": self.ailleurs.ids,
            "domain": [], "import_compat": False, "context": {}, "groupby": [],
        }  # fmt: skip
        for forme in ("csv", "xlsx"):
            corps = {"data": json.dumps(demande), "csrf_token": Request.csrf_token(self)}
            self.rien("agent", f"/web/export/{forme}", data=corps)
            sans = {"data": json.dumps({**demande, "ids": False}), "csrf_token": Request.csrf_token(self)}
            self.rien("agent", f"/web/export/{forme}", data=sans)

    def test_nothing_of_theirs_is_changed(self):
        for modele in MODELES:
            for role in ("agent", "chef", "organisateur", "statisticien", "auditeur"):
                leur = self.leurs[modele][:1]
                self.refuse(role, modele, "write", leur.ids, {"create_uid": self.roles[role].id}, intact=leur)
                self.refuse(role, modele, "unlink", leur.ids, intact=leur)
                self.refuse(role, modele, "copy", leur.ids)
        un = self.ailleurs[:1]
        for methode, args in (("write", [{"note": "vu"}]), ("write", [{"company_id": self.schaerbeek.id}])):
            self.refuse("agent", "parcours.dossier", methode, un.ids, *args, intact=un, par="json2")
        self.refuse("agent", "parcours.dossier", "web_save", un.ids, {"note": "vu"}, {"note": {}}, intact=un)

    def test_a_commune_that_is_not_ones_own_cannot_be_ticked(self):
        contexte = {"allowed_company_ids": self.ixelles.ids}
        self.refuse("agent", "parcours.dossier", "search_read", [], ["name"], context=contexte)
        self.refuse(
            "agent", "res.users", "write", self.roles["agent"].ids, {"company_ids": [Command.link(self.ixelles.id)]}
        )

    def test_no_route_serves_their_documents(self):
        fiche = f"model=parcours.dossier&id={self.ailleurs[0].id}"
        for role in (*HORS_IXELLES, PERSONNE):
            for chemin in (
                f"/web/content/{self.piece.id}",
                f"/web/image/{self.piece.id}",
                f"/web/content?{fiche}&field=name",
            ):
                self.rien(role, chemin, secrets=["Ixellois"])
        self.refuse(PERSONNE, "/odoo/action-parcours_accueil.parcours_dossier_action")
        for role in ("agent", "organisateur"):
            fil = {"thread_model": "parcours.dossier", "thread_id": self.ailleurs[0].id}
            self.rien(role, "/mail/thread/messages", json={"params": fil})
