# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Whatever reads register facts leaves a trace: pages, lists, calls, drafts, groups, searches, exports, letters."""

import json
from datetime import date

from lxml import etree

from odoo import Command
from odoo.http import Request
from odoo.tests import tagged

from odoo.addons.parcours_socle.jour import aujourdhui, maintenant

from .tentatives import AccesCase

COUCHES = ("call_kw", "json2", "xmlrpc")
#: Columns of each model that say what the register says, or what was made of it.
FAITS = {
    "parcours.dossier": ("date_reference", "jour_carte", "faits_html", "faits_origine", "explication", "motif_cloture"),
    "parcours.examen": ("trace", "explication", "faits_html", "phrase"),
    "parcours.delai": ("explication", "compte"),
    "parcours.evenement": ("details", "note_reservee"),
}
#: What finds a person, and stands in lists.
TROUVENT = ("name", "niss", "reference", "company_id", "stage_id", "resultat", "date_echeance", "langue", "phase")


@tagged("post_install", "-at_install")
class TestLectures(AccesCase):
    genre = "readings"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls.ici[0]
        cls.dossier._enregistrer("attestation_remise", date(2024, 4, 2))
        cls.lus = {
            "parcours.dossier": cls.ici,
            "parcours.examen": cls.ici.examen_ids,
            "parcours.delai": cls.dossier.delai_ids,
            "parcours.evenement": cls.dossier.evenement_ids,
        }
        lecteurs = cls.roles["agent"] | cls.roles["chef"] | cls.roles["gestionnaire"] | cls.roles["fonctionnaire"]
        lecteurs.group_ids = [Command.link(cls.env.ref("base.group_allow_export").id)]

    def setUp(self):
        super().setUp()
        # each attempt is looked at alone, though made within ten minutes of another one
        self.patch(type(self.env["registre.lecture"]), "_recentes", lambda *_args: {})

    def numeros(self, records):
        return (records if records._name == "parcours.dossier" else records.dossier_id).mapped("niss")

    def test_a_file_and_its_lines_are_read_with_a_trace_whatever_the_column_and_the_layer(self):
        for modele, colonnes in FAITS.items():
            records = self.lus[modele]
            self.assertTrue(records, modele)
            for colonne in colonnes:
                with self.trace("agent", *self.numeros(records), operation="copie", motif="dossier"):
                    self.assertFalse(self.rpc("agent", modele, "read", records.ids, [colonne]).erreur)
        for par in COUCHES:
            for role in ("agent", "chef", "gestionnaire", "fonctionnaire"):
                with self.trace(role, self.dossier.niss, operation="copie", motif="dossier"):
                    self.rpc(role, "parcours.dossier", "read", self.dossier.ids, ["jour_carte", "ref_ue"], par=par)

    def test_what_finds_a_person_costs_no_entry(self):
        with self.trace("agent"):
            self.rpc("agent", "parcours.dossier", "web_search_read", [], {nom: {} for nom in TROUVENT})
            self.rpc("agent", "parcours.dossier", "name_search", "Schaerbeekois")
            self.rpc("agent", "parcours.dossier", "web_read_group", [], ["stage_id"], ["__count"], auto_unfold=True)
        for vue in ("list", "kanban"):
            for modele in ("parcours.dossier", "parcours.exemption", "parcours.contestation", "parcours.delai"):
                with self.trace("agent"):
                    self.lister("agent", modele, vue)
        with self.trace("fonctionnaire"):
            self.lister("fonctionnaire", "sanction.dossier", "list")
            self.lister("fonctionnaire", "sanction.dossier", "kanban")

    def lister(self, role, modele, vue):
        """What the web client asks for when it shows that view: every column of it, hidden ones too."""
        if vue == "kanban" and modele not in ("parcours.dossier", "sanction.dossier"):
            return
        vues = self.comme(role, modele).get_views([(False, vue)])
        champs = vues["models"][modele]["fields"]
        noms = {n.get("name") for n in etree.fromstring(vues["views"][vue]["arch"]).iter("field")} & set(champs)
        reponse = self.rpc(role, modele, "web_search_read", [], {nom: {} for nom in noms})
        self.assertFalse(reponse.erreur, reponse.mots)

    def test_what_the_caller_says_changes_nothing(self):
        """A purpose is that of the method: no key of the context makes another one, or none."""
        for cle in ("registre_motif", "motif", "bin_size", "prefetch_fields"):
            cles = {cle: "controle"}
            with self.trace("agent", self.dossier.niss, operation="copie", motif="dossier"):
                self.rpc("agent", "parcours.dossier", "read", self.dossier.ids, ["jour_carte"], context=cles)
        personne = self.dossier.personne_id
        with self.trace("agent", personne.niss, operation="copie", motif="recherche"):
            contexte = {"registre_motif": "dossier"}
            self.rpc("agent", "registre.personne", "read", personne.ids, ["nationalite"], context=contexte)
        with self.trace("agent", personne.niss, operation="copie", motif="dossier"):
            self.rpc("agent", "parcours.dossier", "action_personne", self.dossier.ids)

    def test_a_way_round_by_another_model_is_a_reading(self):
        inscription = self.dossier.inscription_ids
        with self.trace("agent", self.dossier.niss, motif="dossier"):
            self.rpc(
                "agent",
                "parcours.inscription",
                "web_read",
                inscription.ids,
                {"dossier_id": {"fields": {"jour_carte": {}, "faits_html": {}}}},
            )
        with self.trace("agent", self.dossier.niss):
            self.rpc(
                "agent",
                "parcours.dossier",
                "onchange",
                self.dossier.ids,
                {},
                [],
                {"jour_carte": {}, "ref_motif_sejour": {}},
            )
        with self.trace("agent", self.dossier.niss):
            self.rpc("agent", "parcours.dossier", "web_save", self.dossier.ids, {"priority": "1"}, {"jour_carte": {}})

    def test_nothing_of_a_person_is_copied(self):
        for modele, records in self.lus.items():
            with self.trace("agent"):
                self.refuse("agent", modele, "copy_data", records[:1].ids, default={"name": "x"})
        personne = self.dossier.personne_id
        sauf = {nom: False for nom in personne._fields if nom not in ("nationalite_code", "adresse_registre")}
        for role in ("agent", "gestionnaire"):
            self.refuse(role, "registre.personne", "copy_data", personne.ids, default=sauf)
            self.refuse(role, "registre.information", "copy_data", personne.information_ids[:1].ids)

    def test_a_draft_of_a_difference_is_a_reading(self):
        entree = self.dossier.personne_id.information_ids.filtered(lambda i: i.it == "195")[:1]
        brouillon = {"personne_id": self.dossier.personne_id.id, "information_id": entree.id}
        spec = {"constat": {}, "information_id": {"fields": {"display_name": {}}}}
        for valeurs, champs in ((brouillon, ["information_id"]), (brouillon, [])):
            with self.trace("agent", self.dossier.niss, motif="anomalie", its="195"):
                reponse = self.rpc("agent", "registre.anomalie", "onchange", [], dict(valeurs), champs, spec)
                self.assertFalse(reponse.erreur, reponse.mots)
        cree = self.rpc("agent", "registre.anomalie", "create", brouillon | {"verite": "x"}).valeur
        with self.trace("agent", self.dossier.niss, its="195"):
            lu = self.rpc("agent", "registre.anomalie", "read", [cree], ["constat"])
            self.assertRegex(lu.brut.lower(), "cart|card")
        with self.trace("agent", self.dossier.niss, its="195"):
            self.rpc("agent", "registre.anomalie", "read", [cree], ["information_id"])

    def test_a_group_of_few_people_names_each_of_them(self):
        domaine = [("id", "in", self.ici.ids)]
        # that a grouping is a question, too, is looked at below
        self.patch(type(self.env["registre.lecture"]), "_retenir_recherche", lambda *_args: None)
        for methode, args in (
            ("formatted_read_group", (["jour_carte"], ["__count"])),
            ("formatted_read_group", ([], ["ref_age_min:max"])),
            ("formatted_read_group", (["date_reference:year"], ["__count"])),
            ("web_read_group", (["motif_cloture"], ["__count"])),
            ("formatted_read_grouping_sets", ([["jour_carte"], []], ["__count"])),
            ("read_group", (["ref_age_min:avg"], ["stage_id"])),
            ("formatted_read_group", (["stage_id"], ["__count"], [("ref_age_min:max", ">", 1)])),
        ):
            with self.trace("agent", *self.ici.mapped("niss"), motif="dossier"):
                reponse = self.rpc("agent", "parcours.dossier", methode, domaine, *args)
                self.assertFalse(reponse.erreur, (methode, reponse.mots))
        barre = {"field": "jour_permis_valide", "colors": {"oui": "success"}}
        with self.trace("agent", *self.ici.mapped("niss")):
            self.rpc("agent", "parcours.dossier", "read_progress_bar", domaine, "stage_id", barre)
        with self.trace("agent"):
            self.rpc("agent", "parcours.dossier", "formatted_read_group", domaine, ["stage_id"], ["__count"])
        for aggregat in ("jour_carte:array_agg", "jour_carte:array_agg_distinct"):
            self.refuse("agent", "parcours.dossier", "formatted_read_group", domaine, ["stage_id"], [aggregat])
        self.refuse("agent", "parcours.inscription", "formatted_read_group", [], ["dossier_id.jour_carte"], ["__count"])

    def test_a_search_by_a_fact_is_logged_and_names_the_few_it_finds(self):
        un, questions = [("id", "=", self.dossier.id), ("jour_carte", "=", "0010")], ["-"]
        for methode, args in (("search_count", ()), ("search", ()), ("search_read", (["name"],))):
            with self.trace("agent", self.dossier.niss, *questions):
                self.rpc("agent", "parcours.dossier", methode, un, *args)
            questions = []  # asked again at once, it is the same question
        # the question alone, when it finds nobody
        with self.trace("agent", "-", operation="recherche"):
            domaine = [("id", "=", self.dossier.id), ("jour_carte", "=", "9999")]
            self.rpc("agent", "parcours.dossier", "search_count", domaine)
        for modele, domaine in (
            ("parcours.inscription", [("dossier_id.jour_carte", "=", "0010")]),
            ("registre.niss", [("niss", "=", self.dossier.niss), ("personne_id.carte_code", "=", "0010")]),
        ):
            with self.trace("chef", self.dossier.niss, "-"):
                self.assertFalse(self.rpc("chef", modele, "search_count", domaine).erreur)
        with self.trace("agent"):
            self.rpc("agent", "parcours.dossier", "search_count", [("name", "ilike", "Schaerbeekois")])

    def test_a_question_is_read_in_the_log_whatever_stands_before_it(self):
        """Words that fill the line, or that make two questions look the same."""
        rembourrage = [("name", "not ilike", "x" * 300)] * 3 + [("id", "in", [*range(1, 400), self.dossier.id])]
        for code in ("0010", "0020"):
            with self.trace("agent", "-", *([self.dossier.niss] if code == "0010" else [])):
                domaine = [*rembourrage, ("id", "=", self.dossier.id), ("jour_carte", "=", code)]
                self.assertFalse(self.rpc("agent", "parcours.dossier", "search_count", domaine).erreur)
            question = self.env["registre.consultation"].search([("niss", "=", "-")], limit=1, order="sequence desc")
            self.assertIn(f"= {code}", question.precision)
            self.assertLess(len(question.precision), 1500)

    def test_an_order_and_groups_of_many_are_questions(self):
        """Five people, and then the sixth: no group is small, and the difference says what the sixth is."""
        self.patch(type(self.env["parcours.dossier"]), "_peu_de", lambda modele, _requete: modele.browse())
        with self.trace("agent", "-", operation="recherche"):
            self.rpc("agent", "parcours.dossier", "search", [("id", "in", self.ici.ids)], order="jour_carte desc, id")
        with self.trace("agent"):
            self.rpc("agent", "parcours.dossier", "search", [("id", "in", self.ici.ids)], order="name, id")
        with self.trace("agent", *self.ici.mapped("niss"), "-"):
            self.rpc("agent", "parcours.dossier", "formatted_read_group", [], ["jour_carte"], ["__count"])

    def test_the_name_of_an_entry_is_read_with_a_trace_wherever_it_stands(self):
        entree = self.dossier.personne_id.information_ids.filtered(lambda i: i.it == "195")[:1]
        with self.trace("agent", self.dossier.niss, its="195"):
            chemin = [{"model": "registre.information", "resId": entree.id}]
            reponse = self.http("agent", "/web/action/load_breadcrumbs", json={"params": {"actions": chemin}})
            self.assertIn("2035", reponse.text)
        with self.trace("agent", self.dossier.niss):
            self.rpc("agent", "registre.information", "name_search", "", [("id", "=", entree.id)])
        # who may not read it is told nothing, and read nothing
        with self.trace("agent_ixelles"):
            reponse = self.http("agent_ixelles", "/web/action/load_breadcrumbs", json={"params": {"actions": chemin}})
            self.assertNotIn("2035", reponse.text)

    def test_an_export_names_everybody_in_it(self):
        for chemins in (["name", "jour_carte"], ["reference"], ["personne_id/nationalite"]):
            with self.trace("agent", *self.ici.mapped("niss"), operation="export"):
                self.rpc("agent", "parcours.dossier", "export_data", self.ici.ids, chemins)
        for genre, groupes in (("csv", []), ("xlsx", []), ("xlsx", ["stage_id"])):
            with self.trace("chef", *self.ici.mapped("niss"), operation="export"):
                self._se_presenter("chef")
                demande = {
                    "model": "parcours.dossier",
                    "fields": [{"name": n, "label": n, "type": "char"} for n in ("name", "jour_carte")],
                    "ids": False,
                    "domain": [("id", "in", self.ici.ids)],
                    "import_compat": False,
                    "context": {},
                    "groupby": groupes,
                }
                donnees = {"data": json.dumps(demande), "csrf_token": Request.csrf_token(self)}
                self.assertEqual(self.http("chef", f"/web/export/{genre}", data=donnees).status_code, 200)

    def test_a_letter_says_who_it_was_made_for(self):
        exemption = self._exemption()
        courrier = exemption.courrier_ids
        courrier.sudo()._avancer("regarder", regard_le=maintenant())
        courrier.with_user(self.roles["agent"])._imprimer()
        self.env.cr.flush()
        with self.trace("agent", self.dossier.niss, motif="courrier"):
            reponse = self.http("agent", f"/web/content/parcours.courrier/{courrier.id}/pdf")
            self.assertEqual(reponse.status_code, 200)
        lettre = self.env["ir.attachment"].search(
            [("res_model", "=", "parcours.courrier"), ("res_id", "=", courrier.id), ("res_field", "=", "pdf")]
        )
        with self.trace("agent", self.dossier.niss, motif="courrier"):
            self.assertEqual(self.http("agent", f"/web/content/{lettre.id}").status_code, 200)
        with self.trace("agent", self.dossier.niss, motif="courrier"):
            self.rpc("agent", "parcours.courrier", "read", courrier.ids, ["pdf"])

    def _exemption(self):
        """A refused exemption of the first file, decided by the agent."""
        regle = self.dossier._regles_a_demander().filtered("sur_demande")[:1]
        valeurs = {"dossier_id": self.dossier.id, "regle_id": regle.id}
        exemption = self.comme("agent", "parcours.exemption").create(valeurs)
        self.env["ir.attachment"].create(
            {"name": "demande.txt", "raw": b"x", "res_model": exemption._name, "res_id": exemption.id}
        )
        exemption._controler_documents(aujourdhui())
        exemption._refuser(aujourdhui(), "Not proved", "fr_BE")
        self.env.cr.flush()
        return exemption

    def test_who_refused_and_who_fined_are_both_in_the_answer(self):
        """The auditor's question, after an agent refused an exemption and an official fined."""
        self._exemption()
        sanction = self.refuser(self.schaerbeek)
        self.comme("fonctionnaire", sanction).read(["protection_internationale"])
        self.env.cr.flush()
        lecteurs = self.env["registre.consultation"].search([("niss", "=", self.dossier.niss)]).user_id
        self.assertIn(self.roles["agent"], lecteurs)
        self.assertTrue(
            self.env["registre.consultation"].search(
                [("niss", "=", sanction.dossier_id.niss), ("user_id", "=", self.roles["fonctionnaire"].id)]
            )
        )
