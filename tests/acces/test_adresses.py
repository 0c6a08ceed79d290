# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Every report, file, page and server action that there is, by its address or its number, as who has no business
there."""

import json

from odoo import Command
from odoo.tests import tagged

from .tentatives import PERSONNE, AccesCase

#: Who handles no file of Ixelles, without a session too.
BAS = ("agent", "organisateur", "statisticien", "auditeur", "interne", PERSONNE)
NOS = ("registre.", "parcours.", "sanction.")


@tagged("post_install", "-at_install")
class TestAdresses(AccesCase):
    genre = "addresses and numbers"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        dossier = cls.ailleurs[0]
        cls.sanction = cls.refuser(cls.ixelles)
        dossier.message_post(body="Madame Ixellois a appelé")
        regle = dossier._regles_a_demander().filtered("sur_demande")[:1]
        cls.exemption = cls.env["parcours.exemption"].create({"dossier_id": dossier.id, "regle_id": regle.id})
        cls.leurs = [
            cls.ailleurs,
            cls.ailleurs.personne_id,
            cls.ailleurs.personne_id.information_ids,
            cls.ailleurs.examen_ids,
            cls.ailleurs.evenement_ids,
            cls.ailleurs.inscription_ids,
            cls.ailleurs.delai_ids,
            cls.exemption,
            cls.sanction,
            cls.sanction.infraction_ids,
        ]

    def de(self, modele):
        return next((records for records in self.leurs if records._name == modele), self.env[modele])

    def test_no_report_shows_them(self):
        rapports = self.env["ir.actions.report"].search([("model", "=like", "%.%")])
        siens = rapports.filtered(lambda rapport: rapport.model.startswith(NOS))
        self.assertTrue(siens)
        for rapport in siens:
            ids = ",".join(map(str, (self.de(rapport.model) or self.ailleurs).ids))
            for role in BAS:
                for converter in ("html", "text", "pdf"):
                    self.rien(role, f"/report/{converter}/{rapport.report_name}/{ids}")
                telecharge = json.dumps([f"/report/pdf/{rapport.report_name}/{ids}", "qweb-pdf"])
                self.rien(role, f"/report/download?data={telecharge}")

    def test_no_line_of_theirs_is_exported(self):
        """Lines that lead to somebody: whose they are is read, to be logged, before they are refused or after."""
        self.roles["agent"].group_ids = [Command.link(self.env.ref("base.group_allow_export").id)]
        for records in self.leurs:
            champs = [nom for nom, champ in records._fields.items() if champ.type not in ("binary", "one2many", "json")]
            lus = [
                nom for nom in champs if self.comme("agent", records)._has_field_access(records._fields[nom], "read")
            ]
            self.assertTrue(lus)
            self.refuse("agent", records._name, "export_data", records.ids, lus)
            for nom in lus:
                self.refuse("agent", records._name, "export_data", records[:1].ids, [nom])
                self.refuse("agent", records._name, "read", records[:1].ids, [nom])

    def test_a_text_with_fields_is_made_of_ones_own(self):
        """Odoo makes texts of the fields of any record, for a message that is being written."""
        for records in self.leurs:
            texte = "{{ object.display_name }} {{ object.create_date }}"
            for role in ("agent", "organisateur", "interne"):
                for par in ("call_kw", "xmlrpc"):
                    valeurs = {"model": records._name, "res_ids": str(records[:2].ids), "body": texte, "subject": texte}
                    contexte = {"default_model": records._name, "default_res_ids": records[:2].ids}
                    self.rien(role, "mail.compose.message", "create", valeurs, context=contexte, par=par)

    def test_a_sheet_of_results_names_nobody_else(self):
        gens = (self.ici | self.ailleurs).ids
        for role in ("agent", "organisateur", "statisticien", "interne"):
            for methode in ("action_me_charger", "action_acquitter", "action_verifier_cloture"):
                self.rien(role, "parcours.dossier", methode, gens)
            self.rien(role, "feuille.resultat.ligne", "search_read", [], [])

    def test_no_button_says_more_of_them_than_of_nobody(self):
        """Each button is refused, or answers as it would about a number that is nobody's: a window to open."""
        personne = 987_654_321
        for records in self.leurs:
            un, boutons = records[:1], [nom for nom in dir(type(records)) if nom.startswith("action_")]
            for role in ("agent", "organisateur", "interne"):
                for bouton in boutons:
                    avant = self._lignes(un)
                    reponse = self.rpc(role, un._name, bouton, un.ids)
                    with self.tentative(role, f"{un._name} {bouton}"):
                        if not reponse.refus:
                            sans = self.rpc(role, un._name, bouton, [personne])
                            dit, tait = (json.dumps(r.valeur, sort_keys=True) for r in (reponse, sans))
                            self.assertEqual(dit.replace(str(un.id), str(personne)), tait, reponse.brut[:800])
                        self.assertEqual(self._lignes(un), avant)

    def test_the_ground_that_is_awaited_is_told_to_who_records_requests(self):
        for role in ("statisticien", "gestionnaire", "fonctionnaire", "organisateur", "auditeur"):
            for dossier in (self.ici[0], self.ailleurs[0]):
                self.refuse(role, "parcours.dossier", "action_demander_exemption", dossier.ids)
        with self.tentative("agent", "records a request"):
            self.assertFalse(self.rpc("agent", "parcours.dossier", "action_demander_exemption", self.ici[0].ids).erreur)

    def test_no_column_with_a_file_is_served(self):
        for records in self.leurs:
            champs = [nom for nom, champ in records._fields.items() if champ.type in ("binary", "image")]
            for nom in champs:
                for role in BAS:
                    for debut in ("content", "image"):
                        self.rien(role, f"/web/{debut}/{records._name}/{records[0].id}/{nom}")
                        self.rien(role, f"/web/{debut}?model={records._name}&id={records[0].id}&field={nom}")

    def test_no_page_is_named_by_its_number(self):
        for role in BAS:
            actions = [{"model": un._name, "resId": un.id} for records in self.leurs for un in records[:2]]
            self.rien(role, "/web/action/load_breadcrumbs", json=self.build_rpc_payload({"actions": actions}))
            for records in self.leurs:
                self.rien(role, f"/mail/view?model={records._name}&res_id={records[0].id}")
                if "message_ids" not in records._fields:
                    continue
                fil = {"thread_model": records._name, "thread_id": records[0].id}
                self.rien(role, "/mail/thread/messages", json=self.build_rpc_payload(fil))
                suggere = {**fil, "request_list": ["suggestedRecipients", "attachments", "followers", "activities"]}
                self.rien(role, "/mail/thread/data", json=self.build_rpc_payload(suggere))

    def test_a_refusal_names_nobody_in_the_mode_of_developers(self):
        """There Odoo names the records that it refuses, and reads their names as superuser."""
        for role in ("agent", "organisateur", "statisticien", "interne"):
            self.http(role, "/odoo?debug=1")
            for records in self.leurs:
                for methode, args in (("read", [["display_name"]]), ("write", [{"create_uid": 1}]), ("unlink", [])):
                    self.rien(role, records._name, methode, records.ids, *args)

    def test_no_job_is_started_by_its_number(self):
        actions = self.env["ir.actions.server"].search([("usage", "=", "ir_cron")])
        self.assertTrue(actions)
        for role in ("agent", "chef", "gestionnaire", "direction", "fonctionnaire", "organisateur", "interne"):
            for action in actions:
                for contexte in ({}, {"active_model": action.model_id.model, "active_ids": []}):
                    self.refuse(role, "ir.actions.server", "run", action.ids, context=contexte)
                self.refuse(role, "/web/action/run", json=self.build_rpc_payload({"action_id": action.id}))

    def test_no_action_of_ours_runs_on_them(self):
        actions = self.env["ir.actions.server"].search([("usage", "!=", "ir_cron")])
        for action in actions.filtered(lambda une: une.model_id.model.startswith(NOS)):
            leurs = self.de(action.model_id.model)
            contexte = {"active_model": leurs._name, "active_ids": leurs.ids, "active_id": leurs[:1].id}
            for role in ("agent", "organisateur", "statisticien", "interne"):
                avant = self._lignes(leurs)
                self.rien(role, "ir.actions.server", "run", action.ids, context=contexte)
                with self.tentative(role, f"{action.name} changed nothing"):
                    self.assertEqual(self._lignes(leurs), avant)
