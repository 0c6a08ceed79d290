# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who reads register data is in the log, whichever way they read: page, list, call from a program, export."""

import json
from datetime import timedelta
from functools import partial

from freezegun import freeze_time
from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase

from .. import fichiers as f
from ..commun import CasRegistre

ENTREES = f.NOMS + f.ADRESSE + f.NATIONALITE + f.CARTE


class TestTraceLecture(CasRegistre, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gens_lus = cls.Personne._enregistrer(
            [
                ([niss], f.lire(f.identite(niss) + f.residence(("2024-03-01", "21015")) + ENTREES, niss))
                for niss in (f.numero(f"9065010{rang:02d}") for rang in range(1, 42, 2))
            ]
        )
        cls.derniere = cls.Consultation.search([], limit=1).sequence or 0

    def setUp(self):
        super().setUp()
        self.agent = self.utilisateur("trace_agent", "group_registre_agent", "21015")

    def _comme(self, records, user=None):
        user = user or self.agent
        return records.with_user(user).with_context(**user.env.context)

    def _nouvelles(self):
        self.cr.flush()  # as before an answer leaves
        return self.Consultation.search([("sequence", ">", self.derniere)], order="sequence")

    def test_the_list_of_people_shows_nothing_that_is_logged(self):
        """Each column that the list asks for, hidden ones included, helps to find a person and says nothing more."""
        vue = etree.fromstring(self._comme(self.Personne).get_view(view_type="list")["arch"])
        colonnes = {noeud.get("name"): {} for noeud in vue.iter("field")}
        gens = self._comme(self.Personne).web_search_read([], colonnes)
        self.assertGreaterEqual(gens["length"], len(self.gens_lus))
        self._comme(self.Personne).name_search("Imaginaire")
        self._comme(self.gens_lus[0]).web_read({"display_name": {}, "niss_ids": {"fields": {"niss": {}}}})
        self.assertFalse(self._nouvelles())

    def test_reading_more_is_logged_for_each_person_whatever_the_way(self):
        ailleurs = {"fields": {"libelle": {}, "code": {}}}
        chemins = {
            "read": lambda g: g.read(["name", "nationalite_code"]),
            # Of this floor: a user who has no right on the next one reads this one all the same.
            "everything": lambda g: g.read(
                [nom for nom in g.fields_get(attributes=()) if g._fields[nom]._module == "registre_national"]
            ),
            "search_read": lambda g: g.search_read([("id", "in", g.ids)], ["carte"]),
            "web_read": lambda g: g.web_read({"adresse": {}}),
            "web_search_read": lambda g: g.web_search_read([("id", "in", g.ids)], {"motif": {}}),
            "the lists of many people": lambda g: g.web_read({"information_ids": ailleurs}),
            "entries": lambda g: g.information_ids.read(["libelle"]),
            "names of entries": lambda g: g.env["registre.information"].name_search(
                "", [("personne_id", "in", g.ids)], limit=1000
            ),
            "through another model": lambda g: g.niss_ids.web_read({"personne_id": {"fields": {"nationalite": {}}}}),
        }
        for rang, (nom, lire) in enumerate(chemins.items(), 1):
            derniere = self.Consultation.search([], limit=1).sequence
            with self.subTest(nom), freeze_time(fields.Datetime.now() + timedelta(hours=rang)):
                lire(self._comme(self.gens_lus))
                self.cr.flush()
                entrees = self.Consultation.search([("sequence", ">", derniere)])
                self.assertEqual(sorted(entrees.mapped("niss")), sorted(self.gens_lus.mapped("niss")))
                self.assertEqual(set(entrees.mapped("operation")), {"copie"})
                self.assertEqual(entrees.user_id, self.agent)
        self.assertFalse(self.Consultation._verifier())

    def test_what_was_read_is_written(self):
        for colonnes in (["nationalite"], ["nationalite"], ["carte", "nationalite_code"]):
            self._comme(self.gens_lus[0]).read(colonnes)
            self.cr.flush()
        self.assertEqual(self._nouvelles().mapped("its"), ["031 032", "031 032 195"], "the same is not told twice")
        entree = self.gens_lus[1].information_ids.filtered(lambda i: i.it == "195")
        self._comme(entree).read(["libelle"])
        self.assertEqual(self._nouvelles()[-1].its, "195")

    def test_the_application_itself_is_not_logged(self):
        self._comme(self.gens_lus).sudo().read(["nationalite", "adresse"])
        self.gens_lus.information_ids.sudo().read(["libelle"])
        self.assertFalse(self._nouvelles())

    def test_an_export_is_logged_once_a_person(self):
        self.agent.group_ids = [Command.link(self.env.ref("base.group_allow_export").id)]
        for chemins in (["name", "niss"], ["name", "carte", "information_ids/libelle"], ["niss_ids/niss"]):
            derniere = self.Consultation.search([], limit=1).sequence
            donnees = self._comme(self.gens_lus).export_data(chemins)["datas"]
            self.cr.flush()  # as before an answer leaves
            self.assertGreaterEqual(len(donnees), len(self.gens_lus))
            entrees = self.Consultation.search([("sequence", ">", derniere), ("operation", "=", "export")])
            self.assertEqual(sorted(entrees.mapped("niss")), sorted(self.gens_lus.mapped("niss")), chemins)
            self.assertIn("010", entrees[0].its)
        # From another model: in one piece, not one transaction a line.
        ecrits = []
        journaliser = type(self.Consultation)._journaliser
        self.patch(
            type(self.Consultation),
            "_journaliser",
            lambda log, lignes: ecrits.append(len(lignes)) or journaliser(log, lignes),
        )
        self._comme(self.gens_lus.niss_ids).export_data(["niss", "personne_id/nationalite"])
        self.cr.flush()
        self.assertEqual(ecrits, [len(self.gens_lus)])
        self.assertFalse(self.Consultation._verifier())

    def test_the_answer_to_an_export_does_not_leave_before_it_is_logged(self):
        self.agent.group_ids = [Command.link(self.env.ref("base.group_allow_export").id)]
        self.authenticate(self.agent.login, self.agent.login)
        demande = {
            "model": "registre.niss",
            "fields": [{"name": nom, "label": nom} for nom in ("niss", "personne_id/nationalite_code")],
            "ids": self.gens_lus.niss_ids.ids,
            "domain": [],
            "import_compat": False,
            "context": {},
        }
        reponse = self.url_open(
            "/web/export/csv", {"data": json.dumps(demande), "csrf_token": Request.csrf_token(self)}
        )
        self.assertIn(self.gens_lus[0].niss, reponse.text)
        entrees = self._nouvelles().filtered(lambda entree: entree.operation == "export")
        self.assertEqual(sorted(entrees.mapped("niss")), sorted(self.gens_lus.mapped("niss")))
        self.assertEqual(entrees.user_id, self.agent)

    def test_people_are_counted_not_listed(self):
        gens, entrees = self._comme(self.Personne), self._comme(self.Information)
        self.assertTrue(gens.formatted_read_group([], ["nationalite_code"], ["__count"]))
        self.assertTrue(gens.web_read_group([], ["company_id"], ["__count"])["groups"])
        refus = (
            lambda: gens.formatted_read_group([], ["niss", "nationalite_code"], ["__count"]),
            lambda: gens.formatted_read_group([], ["company_id"], ["nationalite_code:array_agg"]),
            lambda: gens.formatted_read_grouping_sets([], [["company_id"], ["name"]], ["__count"]),
            lambda: gens.web_read_group([], ["naissance_min:day"], ["__count"]),
            lambda: entrees.formatted_read_group([], ["personne_id", "code"], ["__count"]),
            lambda: entrees.formatted_read_group([], ["it"], ["code:array_agg"]),
            # by a path, from here or from a model whose reading is not logged
            lambda: entrees.formatted_read_group([], ["personne_id.niss", "code"], ["__count"]),
            lambda: entrees.formatted_read_grouping_sets([], [["personne_id.name", "code"]], ["__count"]),
            lambda: self._comme(self.env["registre.niss"]).formatted_read_group(
                [], ["niss", "personne_id.nationalite_code"], ["__count"]
            ),
        )
        for demande in refus:
            with self.assertRaises(AccessError):
                demande()
        self.assertTrue(gens.sudo()._read_group([], ["niss"], ["__count"]), "the application itself may")

    def test_many_people_are_few_queries(self):
        """What the log adds does not grow with the people read (as an agent, never the administrator)."""
        nombres = []
        for gens in (self.gens_lus[:2], self.gens_lus[2:]):
            lus = self._comme(gens)
            nombres.append(self.queries(partial(lus.read, ["name", "nationalite", "carte"])))
        self.assertEqual(len(self._nouvelles()), len(self.gens_lus))
        self.assertLessEqual(nombres[1], nombres[0], nombres)
        self.assertLess(nombres[1], 20, nombres)

    def test_what_may_not_be_read_is_not_logged(self):
        autre = self.utilisateur("trace_autre", "group_registre_agent", "21001")
        for lire in (lambda g: g.read(["carte"]), lambda g: g.information_ids.read(["libelle"])):
            with self.assertRaises(AccessError):
                lire(self._comme(self.gens_lus, autre))
        self.assertFalse(self._nouvelles())
