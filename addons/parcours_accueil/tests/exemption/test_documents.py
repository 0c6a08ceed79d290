# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Guarded documents have no link that opens without logging in, and stay with the person they were given for."""

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools.misc import limited_field_access_token

from ..common import ParcoursCase

POINT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class DocumentsCase(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.utilisateur("agent", cls.schaerbeek)
        cls.dossier = cls.ouvert(cls.schaerbeek)
        cls.ordinaire = cls.demande(cls.dossier).document_ids
        cls.medicale = cls.demande(cls.ouvert(cls.schaerbeek), "5").document_ids
        cls.du_dossier = cls.document(cls.dossier)
        cls.gardes = cls.ordinaire | cls.medicale | cls.du_dossier

    @classmethod
    def document(cls, record, **valeurs):
        valeurs = {"name": "preuve.pdf", "raw": b"vu", "res_model": record._name, "res_id": record.id, **valeurs}
        return cls.env["ir.attachment"].with_user(cls.agent).create(valeurs).sudo()

    def planter(self, documents, **valeurs):
        """What a base of before may hold, written past every check."""
        self.env.flush_all()
        for nom, valeur in valeurs.items():
            self.cr.execute(f"UPDATE ir_attachment SET {nom} = %s WHERE id = ANY(%s)", [valeur, documents.ids])
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
@freeze_time("2026-11-25")
class TestDocuments(DocumentsCase):
    def test_nobody_makes_a_link_to_a_guarded_document(self):
        for piece in self.gardes:
            vue = piece.with_user(self.agent)
            for geste in (
                vue.generate_access_token,
                lambda vue=vue: vue.write({"access_token": "mine"}),
                lambda vue=vue: vue.write({"public": True}),
            ):
                with self.subTest(piece=piece.res_model), self.assertRaises(UserError):
                    geste()
            self.assertEqual((piece.access_token, piece.public), (False, False))
        # one that is uploaded with a link has none
        ouverte = self.document(self.dossier, access_token="mine", public=True)
        self.assertEqual((ouverte.access_token, ouverte.public), (False, False))

    def test_odoo_itself_gets_no_token_and_goes_on(self):
        """A mail whose files are too heavy names links instead: they ask who you are."""
        libre = self.env["ir.attachment"].create({"name": "x", "raw": b"x"})
        autre = self.env["ir.attachment"].create({"name": "y", "raw": b"y"})
        jetons = (libre | self.gardes | autre).generate_access_token()
        self.assertEqual(jetons[1:-1], [""] * len(self.gardes))
        self.assertEqual([jetons[0], jetons[-1]], [libre.access_token, autre.access_token])
        self.assertTrue(all(jetons[i] for i in (0, -1)))
        self.assertFalse(any(self.gardes.mapped("access_token")))

    def test_a_picture_in_a_message_is_seen_by_who_reads_the_file(self):
        collee = f'<p><img src="data:image/png;base64,{POINT}"></p>'
        message = self.dossier.with_user(self.agent).message_post(body=collee, body_is_html=True)
        image = message.sudo().attachment_ids
        self.assertEqual(
            (image.res_model, image.res_id, image.access_token), (self.dossier._name, self.dossier.id, False)
        )
        self.assertIn(f"/web/image/{image.id}", message.body)

    def test_a_link_of_before_dies_when_the_file_takes_the_document(self):
        """Uploaded in a composer, or in a window, that gave it one."""
        libre = self.env["ir.attachment"].with_user(self.agent).create({"name": "x", "raw": b"x"})
        libre.generate_access_token()
        libre.write({"res_model": "parcours.dossier", "res_id": self.dossier.id})
        self.assertFalse(libre.sudo().access_token)

    def test_a_link_of_before_dies_when_the_document_becomes_medical(self):
        self.planter(self.ordinaire, access_token="known")
        self.env["parcours.exemption"].browse(self.ordinaire.res_id).regle_id = self.regle_de(self.dossier, "5")
        self.assertEqual((self.ordinaire.confidentiel, self.ordinaire.access_token), (True, False))

    def test_a_token_that_came_with_a_message_owns_no_guarded_document(self):
        libre = self.env["ir.attachment"].create({"name": "x", "raw": b"x"})
        inconnu = self.env["ir.attachment"].with_user(self.env.ref("base.public_user"))
        for piece, attendu in [(libre, True), *((piece, False) for piece in self.gardes)]:
            with self.subTest(piece=piece.res_model):
                jeton = piece._get_ownership_token()
                self.assertEqual(bool(inconnu.browse(piece.id)._has_attachments_ownership([jeton])), attendu)
        self.assertTrue(self.gardes.with_user(self.agent)._has_attachments_ownership(None))

    def test_a_document_is_not_hung_on_another_persons_file(self):
        autre = self.ouvert(self.schaerbeek)
        suspendu = self.demande(autre)
        for valeurs in (
            {"res_id": autre.id},
            {"res_model": suspendu._name, "res_id": suspendu.id},
            {"res_model": "res.partner", "res_id": self.agent.partner_id.id},
            {"res_model": False, "res_id": False},
            {"res_field": "lettre"},
        ):
            with self.subTest(valeurs=valeurs), self.assertRaises(UserError):
                self.du_dossier.with_user(self.agent).write(valeurs)
        # what says the same again changes nothing
        self.du_dossier.with_user(self.agent).write({"res_model": self.dossier._name, "res_id": self.dossier.id})
        self.assertEqual(self.du_dossier.res_id, self.dossier.id)

    def test_a_proof_about_somebody_else_is_not_chosen_in_a_window(self):
        autre = self.ouvert(self.schaerbeek)
        fenetre = self.env["parcours.suspension.wizard"].with_user(self.agent)
        with self.assertRaises(UserError):
            fenetre.create({"dossier_id": autre.id, "piece_ids": self.du_dossier.ids})
        self.assertEqual(
            fenetre.create(
                {"dossier_id": self.dossier.id, "piece_ids": (self.du_dossier | self.ordinaire).ids}
            ).piece_ids,
            (self.du_dossier | self.ordinaire).with_user(self.agent),
        )


@tagged("post_install", "-at_install")
class TestDocumentsHttp(DocumentsCase, HttpCase):
    def lu(self, adresse):
        reponse = self.url_open(adresse)
        return reponse.status_code == 200 and reponse.content == b"vu"

    def test_no_door_without_a_session_leads_to_a_guarded_document(self):
        """Links of before, tokens that Odoo gives with the messages of a thread, addresses of their own."""
        libre = self.env["ir.attachment"].create({"name": "libre.pdf", "raw": b"vu"})
        self.planter(self.gardes | libre, access_token="known")
        for piece in self.gardes | libre:
            jeton = limited_field_access_token(piece, "raw", scope="binary")
            adresses = [
                f"/web/content/{piece.id}?access_token=known",
                f"/web/content/{piece.id}?access_token={jeton}",
                f"/web/content/ir.attachment/{piece.id}/raw?access_token={jeton}",
                f"/web/content?model=ir.attachment&id={piece.id}&field=raw&access_token={jeton}",
                f"/web/image/{piece.id}?access_token=known",
            ]
            with self.subTest(piece=piece.res_model):
                self.authenticate(None, None)
                self.assertEqual([a for a in adresses if self.lu(a)], adresses if piece == libre else [])
                # the same address serves who may read it
                self.authenticate(self.agent.login, self.agent.login)
                self.assertTrue(self.lu(adresses[1]))
