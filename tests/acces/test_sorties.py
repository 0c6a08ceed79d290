# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The server calls no address that a user, or somebody without a session, names; nor hands on what is written."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from odoo.tests import tagged

from .tentatives import PERSONNE, AccesCase


class Temoin(BaseHTTPRequestHandler):
    """A machine of the inside, that says what it was asked."""

    def do_GET(self):
        self.server.demandes.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(
            b"<html><head><title>Interne</title><meta property='og:title' content='Interne'/></head></html>"
        )

    do_HEAD = do_POST = do_GET

    def log_message(self, *_args):
        """Nothing of it is anybody's."""


@tagged("post_install", "-at_install")
class TestSorties(AccesCase):
    genre = "calls of the server"

    def setUp(self):
        super().setUp()
        self.temoin = HTTPServer(("127.0.0.1", 0), Temoin)
        self.temoin.demandes = []
        threading.Thread(target=self.temoin.serve_forever, daemon=True).start()
        self.addCleanup(self.temoin.server_close)
        self.addCleanup(self.temoin.shutdown)
        self.adresse = f"http://127.0.0.1:{self.temoin.server_port}/secret"

    def appeler(self, role, chemin, **parametres):
        self.rien(role, chemin, json=self.build_rpc_payload(parametres), secrets=["Interne"])
        with self.tentative(role, f"{chemin} calls nobody"):
            self.assertEqual(self.temoin.demandes, [])

    def test_no_link_is_opened_by_the_server(self):
        # the tests of Odoo let no request out of themselves but to this machine
        for role in (PERSONNE, "interne", "organisateur", "agent"):
            self.appeler(role, "/html_editor/link_preview_external", preview_url=self.adresse)
        for role in ("interne", "agent"):
            self.appeler(role, "/html_editor/link_preview_internal", preview_url=self.adresse)
            for base in ("/html_editor", "/web_editor"):
                self.appeler(role, f"{base}/attachment/add_url", url=self.adresse)
                self.appeler(role, f"{base}/video_url/data", video_url=self.adresse)
                self.appeler(role, f"{base}/generate_text", prompt="Madame Ixellois", conversation_history=[])
            self.appeler(role, "/html_editor/media_library_search", query="Ixellois")
            self.appeler(role, "/html_editor/save_library_media", media={})
            self.appeler(role, "/discuss/gif/search", search_term="Ixellois")

    def test_no_link_of_a_message_is_opened(self):
        for role in ("interne", "agent"):
            canal = self.rpc(role, "discuss.channel", "create", {"name": "Essai", "channel_type": "group"}).valeur
            corps = f'<a href="{self.adresse}">x</a>'
            message = self.rpc(
                role, "discuss.channel", "message_post", [canal], body=corps, body_is_html=True, message_type="comment"
            )
            self.appeler(role, "/mail/link_preview", message_id=(message.valeur or [0])[0])
            with self.tentative(role, "previews are off whatever the settings say"):
                self.assertFalse(self.env["mail.link.preview"]._is_link_preview_enabled())

    def test_nothing_is_pushed_to_an_address_that_a_browser_names(self):
        for role in ("interne", "agent"):
            cle = self.rpc(role, "mail.push.device", "get_web_push_vapid_public_key").valeur
            with self.tentative(role, "registers a device"):
                self.rpc(
                    role,
                    "mail.push.device",
                    "register_devices",
                    endpoint=self.adresse,
                    keys={"p256dh": "x", "auth": "x"},
                    vapid_public_key=cle,
                )
                self.assertFalse(self.env["mail.push.device"].search([]))
