# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What is said on a file: deleted, rewritten, signed with another name, dated otherwise; by who may write there."""

import base64
from datetime import date
from email.message import EmailMessage

from odoo.exceptions import UserError
from odoo.tests import tagged

from .tentatives import AccesCase

DIT = "She rang on Monday"
#: Who may write on a file of Schaerbeek, technical administrators included.
REDACTEURS = ("agent", "chef", "gestionnaire", "direction", "technique")
COUCHES = ("call_kw", "json2", "xmlrpc")


@tagged("post_install", "-at_install")
class TestChatter(AccesCase):
    genre = "what was said"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls.ici[0]
        cls.message = cls.comme_auteur("chef").message_post(
            body=DIT, message_type="comment", attachments=[("note.txt", b"written on Monday")]
        )
        cls.piece = cls.message.attachment_ids
        cls.autre = cls.roles["chef_ixelles"].partner_id

    @classmethod
    def comme_auteur(cls, role):
        return cls.dossier.with_user(cls.roles[role]).with_context(tracking_disable=True)

    def test_nobody_deletes_or_rewrites_a_message(self):
        for role in REDACTEURS:
            for couche in COUCHES:
                self.refuse(role, "mail.message", "unlink", self.message.ids, par=couche, intact=self.message)
            for valeurs in (
                {"body": "She never rang"},
                {"author_id": self.autre.id},
                {"date": "2020-01-01 08:00:00"},
                {"email_from": "someone@example.be"},
                {"message_type": "notification"},
                {"subject": "x"},
                {"attachment_ids": [(5, 0, 0)]},
                {"is_internal": False},
                {"model": "res.partner", "res_id": self.autre.id},
            ):
                self.refuse(role, "mail.message", "write", self.message.ids, valeurs, intact=self.message)
        self.assertEqual(self.message.attachment_ids, self.piece)

    def test_an_author_neither_edits_nor_removes_their_own_message(self):
        for role in REDACTEURS[:-1]:
            mien = self.comme_auteur(role).message_post(body=DIT, message_type="comment")
            self.refuse(role, "mail.message", "write", mien.ids, {"body": "Never"}, intact=mien, mots="new note")
            self.refuse(role, "mail.message", "unlink", mien.ids, intact=mien)
            for corps in ("Never", ""):
                donnees = {"message_id": mien.id, "update_data": {"body": corps, "attachment_ids": []}}
                self.refuse(role, "/mail/message/update_content", json=self.build_rpc_payload(donnees), intact=mien)

    def test_nobody_takes_a_file_out_of_a_message(self):
        for role in REDACTEURS:
            self.refuse(role, "ir.attachment", "unlink", self.piece.ids, intact=self.piece)
            for valeurs in ({"name": "x.txt"}, {"datas": base64.b64encode(b"never").decode()}, {"res_id": 0}):
                self.refuse(role, "ir.attachment", "write", self.piece.ids, valeurs, intact=self.piece)
            suppression = self.build_rpc_payload({"attachment_id": self.piece.id})
            self.refuse(role, "/mail/attachment/delete", json=suppression, intact=self.piece)
        self.assertEqual(self.piece.raw, b"written on Monday")

    def test_nobody_signs_or_dates_a_message_otherwise(self):
        modele = {"model": "parcours.dossier", "res_id": self.dossier.id, "body": DIT}
        suivi = {"field_id": self.env["ir.model.fields"]._get("parcours.dossier", "stage_id").id, "new_value_char": "x"}
        for role in REDACTEURS:
            for faux in (
                {"author_id": self.autre.id},
                {"email_from": '"The head" <head@example.be>'},
                {"date": "2020-01-01 08:00:00"},
                {"message_type": "email"},
                {"message_type": "out_of_office"},
                {"tracking_value_ids": [(0, 0, suivi)]},
            ):
                self.refuse(role, "parcours.dossier", "message_post", self.dossier.ids, body=DIT, **faux)
                if "tracking_value_ids" not in faux:
                    self.refuse(role, "mail.message", "create", modele | faux)
                    defauts = {f"default_{nom}": valeur for nom, valeur in (modele | faux).items()}
                    contexte = {"allowed_company_ids": self.roles[role].company_ids.ids, **defauts}
                    if "email_from" not in faux:  # Odoo computes it, whatever the default
                        self.refuse(role, "mail.message", "create", {"body": DIT}, context=contexte)
            self.refuse(role, "mail.tracking.value", "create", suivi | {"mail_message_id": self.message.id})
        self.assertFalse(self.dossier.message_ids.filtered(lambda m: m.author_id == self.autre))

    def test_a_message_of_nowhere_does_not_join_a_file(self):
        for role in REDACTEURS:
            libre = (
                self.env["mail.message"].with_user(self.roles[role]).create({"body": DIT, "author_id": self.autre.id})
            )
            valeurs = {"model": "parcours.dossier", "res_id": self.dossier.id}
            self.refuse(role, "mail.message", "write", libre.ids, valeurs, intact=libre)

    def test_a_mail_that_says_it_is_from_somebody_is_not_taken_in(self):
        mail = EmailMessage()
        mail["From"], mail["To"] = "head@example.be", "parcours@example.be"
        mail["Message-Id"], mail["References"] = "<forged@example.be>", self.message.message_id
        mail.set_content("I agree")
        for role in REDACTEURS:
            self.refuse(role, "mail.thread", "message_process", "parcours.dossier", mail.as_string())
        self.assertFalse(self.env["mail.message"].search([("message_id", "=", "<forged@example.be>")]))

    def test_what_changed_is_noted_by_the_record_only(self):
        self.env["mail.message"].flush_model()
        suivi = self.env["mail.tracking.value"].create(
            {
                "field_id": self.env["ir.model.fields"]._get("parcours.dossier", "stage_id").id,
                "mail_message_id": self.message.id,
                "new_value_char": "Opened",
            }
        )
        self.refuse("technique", "mail.tracking.value", "write", suivi.ids, {"new_value_char": "x"}, intact=suivi)
        self.refuse("technique", "mail.tracking.value", "unlink", suivi.ids, intact=suivi)

    def test_the_mail_of_a_message_takes_nothing_with_it(self):
        mail = self.env["mail.mail"].create(
            {"mail_message_id": self.message.id, "is_notification": False, "auto_delete": True, "body_html": "x"}
        )
        self.assertFalse(mail.auto_delete)
        self.refuse("technique", "mail.mail", "unlink", mail.ids, intact=self.message)
        self.refuse("technique", "mail.mail", "write", mail.ids, {"body": "x"}, intact=self.message)

    def test_a_reaction_is_of_who_gives_it(self):
        reaction = self.env["mail.message.reaction"].create(
            {"message_id": self.message.id, "content": "👍", "partner_id": self.roles["chef"].partner_id.id}
        )
        self.refuse("technique", "mail.message.reaction", "unlink", reaction.ids, intact=reaction)
        fausse = {"message_id": self.message.id, "content": "👎", "partner_id": self.autre.id}
        self.refuse("technique", "mail.message.reaction", "create", fausse)
        self.refuse("technique", "mail.message.reaction", "write", reaction.ids, {"content": "👎"}, intact=reaction)

    def test_nobody_becomes_the_robot(self):
        for chemin in ("/web/become", "/web/become/", "/WEB/become"):
            self.refuse("technique", chemin)

    def test_a_note_of_ones_own_and_a_star_are_still_possible(self):
        """What is refused above is refused for what it does, not for who does it."""
        for role in ("agent", "chef", "gestionnaire"):
            for couche in COUCHES:
                posts = self.rpc(role, "parcours.dossier", "message_post", self.dossier.ids, body=DIT, par=couche)
                self.assertFalse(posts.erreur and "cannot marshal" not in posts.mots, posts)
            dernier = self.dossier.message_ids[0]
            self.assertEqual(dernier.author_id, self.roles[role].partner_id)
            self.assertFalse(self.rpc(role, "mail.message", "toggle_message_starred", dernier.ids).erreur)
            donnees = {"thread_model": "parcours.dossier", "thread_id": self.dossier.id, "post_data": {"body": DIT}}
            reponse = self.http(role, "/mail/message/post", json=self.build_rpc_payload(donnees)).json()
            self.assertNotIn("error", reponse)

    def test_a_task_done_keeps_its_documents(self):
        tache = self.env["mail.activity"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("parcours.dossier"),
                "res_id": self.dossier.id,
                "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
                "user_id": self.roles["agent"].id,
            }
        )
        piece = self.env["ir.attachment"].create(
            {"name": "done.txt", "raw": b"x", "res_model": "mail.activity", "res_id": tache.id}
        )
        self.assertFalse(self.rpc("agent", "mail.activity", "action_feedback", tache.ids, feedback="Done").erreur)
        self.assertIn(piece, self.dossier.message_ids.attachment_ids)

    def test_what_was_dropped_in_a_message_is_no_proof(self):
        demande = self.demande(self.dossier, document=None)
        vue = demande.with_user(self.roles["agent"])
        vue.message_post(body=DIT, attachments=[("attestation.pdf", b"x")])
        with self.tentative("agent", "deciding on a document of a message"):
            self.assertRaisesRegex(UserError, "no document yet", vue._accorder, date(2026, 11, 25), DIT)
        self.env["ir.attachment"].create({"name": "a.pdf", "raw": b"x", "res_model": vue._name, "res_id": vue.id})
        self.assertEqual(demande._documents_remis().mapped("name"), ["a.pdf"])

    def test_the_thread_goes_with_its_record(self):
        partenaire = self.env["res.partner"].create({"name": "Essai"})
        message = partenaire.message_post(body=DIT)
        partenaire.unlink()
        self.assertFalse(message.exists())
