# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import socket
from email import message_from_bytes, policy
from unittest.mock import patch

from aiosmtpd.controller import Controller

from odoo.tests import TransactionCase

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from ..papier.avis import rediger


class Boite:
    """A mailbox that keeps what comes, or refuses it with a code."""

    def __init__(self):
        self.recus, self.refus = [], ""

    async def handle_DATA(self, _server, _session, envelope):
        if self.refus:
            return self.refus
        self.recus.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


def servir(env, boite, a_la_fin):
    """Return the mail server of the settings behind which that mailbox is, on this machine.

    :param a_la_fin: where to say what ends it: ``addCleanup``, ``addClassCleanup``
    """
    with socket.socket() as libre:
        libre.bind(("127.0.0.1", 0))
        port = libre.getsockname()[1]
    serveur = Controller(boite, hostname="127.0.0.1", port=port)
    serveur.start()
    a_la_fin(serveur.stop)
    return env["ir.mail_server"].create(
        {"name": "essai", "smtp_host": "127.0.0.1", "smtp_port": port, "smtp_encryption": "none"}
    )


class TestAvisCourriel(TransactionCase):
    """The notice, as it leaves through the mail server of the settings, received by a local one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boite = Boite()
        cls.serveur = servir(cls.env, cls.boite, cls.addClassCleanup)
        cls.avis = rediger(
            {"fr": "Commune d’Uccle", "nl": "Gemeente Ukkel"}, {"fr": ("02 000 00 00",), "nl": ("02 000 00 00",)}
        )

    def setUp(self):
        super().setUp()
        self.boite.recus.clear()
        self.boite.refus = ""

    def _envoyer(self):
        Serveur, avis = self.env["ir.mail_server"], self.avis
        message = Serveur._build_email__(
            "parcours@uccle.example",
            ["personne@courriel.example"],
            avis.objet,
            avis.html,
            body_alternative=avis.texte,
            subtype="html",
            headers=avis.entetes,
        )
        with patch.object(IrMail_Server, "_disable_send", return_value=False):
            return Serveur.send_email(message, mail_server_id=self.serveur.id)

    def test_the_notice_arrives_with_both_languages_and_nothing_of_the_person(self):
        self._envoyer()
        [(destinataires, recu)] = self.boite.recus
        self.assertEqual(destinataires, ["personne@courriel.example"])
        self.assertEqual(recu["Subject"], "Une lettre vous attend – Er wacht een brief op u")
        self.assertEqual(recu["Auto-Submitted"], "auto-generated")
        self.assertEqual(sorted(partie.get_content_type() for partie in recu.iter_parts()), ["text/html", "text/plain"])
        for partie in recu.iter_parts():
            texte = partie.get_content()
            self.assertIn("Commune d’Uccle", texte)
            self.assertIn("Gemeente Ukkel", texte)
            self.assertNotIn("personne@", texte)

    def test_a_mailbox_that_refuses_is_said(self):
        self.boite.refus = "550 5.1.1 no such user"
        with self.assertRaises(Exception) as refus:
            self._envoyer()
        self.assertIn("550", str(refus.exception))
        self.assertFalse(self.boite.recus)
