# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Names by detour: through the column of another record, a task, a message, a follower, a person in charge."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .tentatives import AccesCase

NOM = {"fields": {"display_name": {}}}
#: What leads to somebody: {model: fields of it that refer to a person, a file, a fact, a sanction}.
MENE_A_QUELQU_UN = ("registre.", "parcours.", "sanction.")
#: Who sees no file of Ixelles, or no identity at all.
SANS_NOM = ("statisticien", "organisateur", "agent", "interne")


@tagged("post_install", "-at_install")
class TestNoms(AccesCase):
    genre = "names by detour"

    def reserves(self):
        """Every record of ours that refers to one of the files of Ixelles, by a field that shows a name."""
        return [
            self.ailleurs,
            self.ailleurs.personne_id,
            self.ailleurs.examen_ids,
            self.ailleurs.evenement_ids,
            self.ailleurs.inscription_ids,
            self.ailleurs.delai_ids,
            self.env["registre.information"].search([("personne_id", "in", self.ailleurs.personne_id.ids)]),
            self.env["registre.niss"].search([("personne_id", "in", self.ailleurs.personne_id.ids)]),
        ]

    def test_every_model_of_people_names_them_to_their_readers_only(self):
        """Whatever has a rule by commune, or is not for everybody, has a name that its reader alone is told."""
        regles = self.env["ir.rule"].search([("model_id.model", "=like", "%")]).model_id.mapped("model")
        for nom in sorted(regles):
            modele = self.env[nom]
            if not nom.startswith(MENE_A_QUELQU_UN) or modele._transient or nom == "parcours.liste":
                continue
            with self.tentative("interne", nom):
                self.assertTrue(hasattr(modele, "_compute_nom_montre"), f"{nom} is named to whoever refers to it")

    def test_a_name_asked_as_superuser_is_that_of_the_reader(self):
        for records in self.reserves():
            self.assertTrue(records)
            for role in SANS_NOM:
                lu = records.with_user(self.roles[role]).with_context(
                    allowed_company_ids=self.roles[role].company_ids.ids
                )
                with self.tentative(role, f"sudo display_name {records._name}"):
                    noms = " ".join(lu.sudo().mapped("display_name"))
                    for secret in self.secrets(self.ailleurs):
                        self.assertNotIn(secret, noms)

    def test_a_window_on_another_file_tells_nobody_whose_it_is(self):
        """Odoo's windows refer to any record of any model, by a number."""
        for role in SANS_NOM:
            ids = self.ailleurs.ids
            self.rien(
                role,
                "mail.compose.message",
                "onchange",
                [],
                {},
                [],
                {"subject": {}, "body": {}},
                context={"default_model": "parcours.dossier", "default_res_ids": ids},
            )
            self.rien(
                role,
                "mail.activity.schedule",
                "onchange",
                [],
                {},
                [],
                {"res_ids": {}, "summary": {}},
                context={"default_res_model": "parcours.dossier", "default_res_ids": ids},
            )
            self.rien(
                role,
                "mail.activity",
                "onchange",
                [],
                {},
                [],
                {"res_name": {}},
                context={"default_res_model": "parcours.dossier", "default_res_id": ids[0]},
            )

    def test_a_column_that_is_not_read_finds_nobody(self):
        """Columns that are computed and found all the same: a national number finds a file for who reads numbers."""
        for par in ("call_kw", "json2", "xmlrpc"):
            for niss in (self.ici + self.ailleurs).mapped("niss"):
                for nom in ("numeros_anciens", "niss"):
                    self.refuse("statisticien", "parcours.dossier", "search", [(nom, "=", niss)], par=par)
                    chemin = [(f"dossier_id.{nom}", "in", [niss])]
                    self.refuse("statisticien", "parcours.inscription", "search_count", chemin, par=par)
                    dedans = [("dossier_id", "any", [(nom, "in", [niss])])]
                    self.refuse("statisticien", "parcours.inscription", "search_count", dedans, par=par)
        for modele in self.env.registry:
            if not modele.startswith(MENE_A_QUELQU_UN) or self.env[modele]._abstract:
                continue
            for nom, champ in self.env[modele]._fields.items():
                if not (champ.search and champ.groups and not champ.store):
                    continue
                for role in ("statisticien", "organisateur", "auditeur", "agent", "interne"):
                    if not self.comme(role, modele)._has_field_access(champ, "read"):
                        self.refuse(role, modele, "search_count", [(nom, "in", [1, "x"])])

    def test_the_statistician_counts_and_names_nobody(self):
        secrets = self.secrets(self.ici | self.ailleurs)
        for modele in ("parcours.inscription", "parcours.dossier", "mail.activity", "mail.message", "mail.followers"):
            champs = {
                nom: NOM if champ.type == "many2one" else {}
                for nom, champ in self.env[modele]._fields.items()
                if self.comme("statisticien", modele)._has_field_access(champ, "read")
                and champ.type not in ("binary", "one2many", "many2many", "reference")
                and nom not in ("avatar_1024", "properties")
            }
            self.rien("statisticien", modele, "web_search_read", [], champs, secrets=secrets)
        self.rien(
            "statisticien",
            "parcours.inscription",
            "formatted_read_group",
            [],
            ["dossier_id"],
            ["__count"],
            secrets=secrets,
        )
        self.rien(
            "statisticien", "parcours.inscription", "web_read_group", [], ["dossier_id"], ["__count"], secrets=secrets
        )
        self.rien("statisticien", "parcours.inscription", "search_panel_select_range", "dossier_id", secrets=secrets)
        self.rien(
            "statisticien",
            "parcours.inscription",
            "export_data",
            self.ici.inscription_ids.ids,
            ["dossier_id"],
            secrets=secrets,
        )
        self.rien("statisticien", "parcours.dossier", "name_search", "", secrets=secrets)
        for par in ("json2", "xmlrpc"):
            self.rien(
                "statisticien", "parcours.inscription", "search_read", [], ["dossier_id"], par=par, secrets=secrets
            )
        self.vide("statisticien", "parcours.dossier", "search", [("display_name", "ilike", "Schaerbeekois")])
        self.vide("statisticien", "parcours.inscription", "search", [("dossier_id", "ilike", "Schaerbeekois")])


@tagged("post_install", "-at_install")
class TestFils(AccesCase):
    """Followers, tasks, mentions: told to who may read, and to nobody else."""

    genre = "told to others"
    #: Whom a colleague of Schaerbeek may not tell anything of a file of Schaerbeek.
    EXCLUS = ("agent_ixelles", "statisticien", "organisateur", "organisateur_bon", "connexion", "interne")

    def tache(self, role, **valeurs):
        return {
            "res_model_id": self.env["ir.model"]._get_id("parcours.dossier"),
            "res_id": self.ici[1].id,
            "summary": "À voir",
            "user_id": self.roles[role].id,
            **valeurs,
        }

    def test_nobody_gets_a_task_on_what_they_may_not_read(self):
        a_soi = (
            self.ici[1]
            .with_user(self.roles["agent"])
            .activity_schedule(summary="À voir", user_id=self.roles["agent"].id)
        )
        for exclu in self.EXCLUS:
            user = self.roles[exclu]
            self.refuse("agent", "mail.activity", "create", self.tache(exclu), mots="may not open")
            self.refuse("agent", "mail.activity", "write", a_soi.ids, {"user_id": user.id}, intact=a_soi)
            self.refuse(
                "agent",
                "mail.activity",
                "write",
                a_soi.ids,
                {"user_id": user.id},
                intact=a_soi,
                context={"mail_activity_quick_update": True},
            )
            self.refuse(
                "agent",
                "parcours.dossier",
                "activity_schedule",
                self.ici[1].ids,
                "mail.mail_activity_data_todo",
                summary="x",
                user_id=user.id,
            )
        with self.tentative("chef", "a colleague of the commune gets it"):
            reponse = self.rpc("agent", "mail.activity", "create", self.tache("chef"))
            self.assertFalse(reponse.erreur, reponse.mots)

    def test_what_somebody_was_given_before_is_not_read_once_the_file_is_closed_to_them(self):
        """A task, a message, a notification from before: of another commune, of a former role."""
        dossier, user = self.ailleurs[1], self.roles["agent"]
        tache = self.env["mail.activity"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("parcours.dossier"),
                "res_id": dossier.id,
                "summary": "Madame Ixellois",
                "user_id": self.roles["agent_ixelles"].id,
            }
        )
        # as it would be of before: written in the base, whoever says no today
        self.env.flush_all()
        self.env.cr.execute("UPDATE mail_activity SET user_id = %s WHERE id = %s", [user.id, tache.id])
        message = dossier.message_post(body="Madame Ixellois a appelé", author_id=user.partner_id.id)
        self.env.flush_all()
        self.env.cr.execute(
            "INSERT INTO mail_message_res_partner_rel (mail_message_id, res_partner_id) VALUES (%s, %s)",
            [message.id, user.partner_id.id],
        )
        self.env["mail.notification"].create({"mail_message_id": message.id, "res_partner_id": user.partner_id.id})
        self.env.invalidate_all()
        self.refuse("agent", "mail.activity", "read", tache.ids, ["summary", "res_name"])
        self.vide("agent", "mail.activity", "search", [("user_id", "=", user.id), ("id", "=", tache.id)])
        self.refuse("agent", "mail.message", "read", message.ids, ["body", "record_name"])
        self.vide("agent", "mail.message", "search", [("id", "=", message.id)])
        self.rien("agent", "/mail/inbox/messages", json={"params": {}})
        self.rien("agent", "/mail/data", json={"params": {"fetch_params": ["systray_get_activities"]}})
        self.refuse("agent", "mail.activity", "action_feedback", tache.ids, intact=tache)

    def test_nobody_follows_what_they_may_not_read(self):
        dossier = self.ici[1]
        for exclu in self.EXCLUS:
            partenaire = self.roles[exclu].partner_id
            self.refuse("agent", "parcours.dossier", "message_subscribe", dossier.ids, partenaire.ids)
            with self.tentative(exclu, "follows by itself, as the engine would have it"):
                dossier.sudo().message_subscribe(partenaire.ids)
                self.assertNotIn(partenaire, dossier.message_partner_ids)
            self.rpc(exclu, "parcours.dossier", "message_subscribe", dossier.ids, partenaire.ids)
            with self.tentative(exclu, "follows by itself"):
                dossier.invalidate_recordset()
                self.assertNotIn(partenaire, dossier.message_partner_ids)
        dehors = self.env["res.partner"].create({"name": "Dehors", "email": "dehors@example.com"})
        self.refuse("agent", "parcours.dossier", "message_subscribe", dossier.ids, dehors.ids)
        fenetre = self.rpc(
            "agent",
            "mail.followers.edit",
            "create",
            {
                "res_model": "parcours.dossier",
                "res_ids": str(dossier.ids),
                "partner_ids": [Command.set(dehors.ids)],
            },
        )
        self.refuse("agent", "mail.followers.edit", "edit_followers", [fenetre.valeur])

    def test_nobody_is_told_of_what_they_may_not_read(self):
        """Mentions, notes, mails: by the chatter, by a program, by the window of a message."""
        dossier = self.ici[1]
        dehors = self.env["res.partner"].create({"name": "Dehors", "email": "dehors@example.com"})
        for partenaire in [*(self.roles[exclu].partner_id for exclu in self.EXCLUS), dehors]:
            envois = self.env["mail.mail"].sudo().search_count([])
            self.refuse(
                "agent",
                "parcours.dossier",
                "message_post",
                dossier.ids,
                body="Vu",
                mots="not for",
                partner_ids=partenaire.ids,
            )
            self.refuse(
                "agent", "parcours.dossier", "message_notify", dossier.ids, body="Vu", partner_ids=partenaire.ids
            )
            self.refuse(
                "agent",
                "/mail/message/post",
                json={
                    "params": {
                        "thread_model": "parcours.dossier",
                        "thread_id": dossier.id,
                        "post_data": {"body": "Vu", "partner_ids": partenaire.ids, "message_type": "comment"},
                    }
                },
            )
            with self.tentative("agent", "no mail left"):
                self.assertEqual(self.env["mail.mail"].sudo().search_count([]), envois)
        self.refuse(
            "agent", "parcours.dossier", "message_post", dossier.ids, body="Vu", outgoing_email_to="dehors@example.com"
        )

    def test_who_lost_access_is_told_nothing_more(self):
        """Somebody follows, then goes to another commune: the next message does not reach them."""
        dossier, user = self.ici[1], self.roles["chef"]
        dossier.message_subscribe(user.partner_id.ids)
        self.assertIn(user.partner_id, dossier.message_partner_ids)
        user.write({"company_ids": [Command.set(self.ixelles.ids)], "company_id": self.ixelles.id})
        message = dossier.message_post(
            body="Madame Schaerbeekois a appelé", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        with self.tentative("chef", "message to a follower who left the commune"):
            self.assertNotIn(user.partner_id, message.notified_partner_ids)
        self.refuse("chef", "mail.message", "read", message.ids, ["body"])

    def test_only_who_may_handle_a_file_is_in_charge_of_it(self):
        dossier = self.ici[1]
        for exclu in (*self.EXCLUS, "auditeur"):
            user = self.roles[exclu]
            for par in ("call_kw", "json2", "xmlrpc"):
                self.refuse(
                    "agent", "parcours.dossier", "write", dossier.ids, {"user_id": user.id}, par=par, intact=dossier
                )
            self.refuse("chef", "parcours.dossier", "web_save", self.ici.ids[:1], {"user_id": user.id}, {})
            with (
                self.tentative(exclu, "in charge, written by an automatic process"),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                dossier.sudo().write({"user_id": user.id})
            dossier.invalidate_recordset()
        for permis in ("agent", "chef", "gestionnaire", "direction"):
            with self.tentative(permis, "in charge"):
                reponse = self.rpc("chef", "parcours.dossier", "write", dossier.ids, {"user_id": self.roles[permis].id})
                self.assertFalse(reponse.erreur, reponse.mots)
