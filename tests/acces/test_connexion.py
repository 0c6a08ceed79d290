# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The connection with the register: who changes it, who confirms it, what is kept of it."""

import os
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.registre_national.models.service.registre_service import CONNEXION

from .tentatives import AccesCase

AUTRES = ("agent", "chef", "gestionnaire", "direction", "fonctionnaire", "organisateur", "statisticien", "auditeur")
AUTRES += ("connexion", "technique", "interne")
AILLEURS = "https://ailleurs.example/suivi"
#: A value for each setting that steers the connection, none of them that of the service.
VALEURS = {
    "active": False,
    "sequence": 1,
    "url_consultation": AILLEURS,
    "url_notifications": AILLEURS,
    "url_abonnements": AILLEURS,
    "wsdl_path": "/srv/autre.wsdl",
    "client_certificate": "/run/secrets/autre.pem",
    "client_key": "/run/secrets/autre.key",
    "client_key_passphrase": "REGISTRE_AUTRE",
    "authority": "/run/secrets/autre-ca.pem",
    "cbe_number": "0000000098",
    "legal_context": "AUTRE",
    "receipt": "1",
    "sign_requests": True,
    "mode_test": False,
    "pool_size": 64,
}


@tagged("post_install", "-at_install")
class TestConnexion(AccesCase):
    genre = "connection"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for role in ("technicien", "technicien2"):
            cls.roles[role] = cls._creer(role, "registre_national.group_registre_technique", "vivalis")
        cls.service = cls.env["registre.service"].create(
            {
                "name": "Registre",
                "mode_test": True,
                "cbe_number": "0000000097",
                "legal_context": "PARCOURS",
                "receipt": "42",
                **dict.fromkeys(
                    ("url_consultation", "url_notifications", "url_abonnements"), "https://registre.example"
                ),
            }
        )

    def etat(self):
        return self.service.sudo().read(CONNEXION, load=None)[0]

    def traces(self, geste):
        domaine = [("res_model", "=", "registre.service"), ("res_id", "=", self.service.id), ("geste", "=", geste)]
        return self.env["reglage.trace"].search(domaine)

    def test_nobody_else_writes_the_connection(self):
        for role in AUTRES:
            for nom, valeur in VALEURS.items():
                self.refuse(role, "registre.service", "write", [self.service.id], {nom: valeur}, intact=self.service)
            self.refuse(role, "registre.service", "create", [{"name": "Autre", "url_notifications": AILLEURS}])
            self.refuse(role, "registre.service", "copy", [self.service.id])
            self.refuse(role, "registre.service", "unlink", [self.service.id])
            for etape in ("action_confirmer_proposition", "action_retirer_proposition", "action_essayer"):
                self.refuse(role, "registre.service", etape, [self.service.id], intact=self.service)

    def test_one_technical_administrator_alone_changes_nothing(self):
        avant = self.etat()
        for par in ("call_kw", "json2", "xmlrpc"):
            for nom, valeur in VALEURS.items():
                with self.tentative("technicien", f"write {nom} {par}"):
                    reponse = self.rpc(
                        "technicien", "registre.service", "write", [self.service.id], {nom: valeur}, par=par
                    )
                    self.assertFalse(reponse.erreur, reponse.mots)
                    self.assertEqual(self.etat(), avant, "in use before anybody confirmed it")
                    self.assertEqual(self.service.proposition[nom], valeur)
        self.refuse(
            "technicien", "registre.service", "action_confirmer_proposition", [self.service.id],
            mots="You proposed this change yourself", intact=self.service,
        )  # fmt: skip
        for vals in (
            {"propose_par": self.roles["technicien2"].id},
            {"proposition": {"receipt": "7"}},
            {"last_error_kind": False},
            {"breaker_stored": "ferme"},
            {"notification_ids": [[5]]},
        ):
            self.refuse("technicien", "registre.service", "write", [self.service.id], vals, intact=self.service)
        self.refuse(
            "technicien2", "registre.service", "write", [self.service.id], {"receipt": "9"}, mots="proposed a change",
            intact=self.service,
        )  # fmt: skip

    def test_a_new_connection_is_empty_until_somebody_confirms_it(self):
        contexte = {"context": {f"default_{nom}": valeur for nom, valeur in VALEURS.items()}}
        for vals, options in (({"name": "N", **VALEURS}, {}), ({"name": "N"}, contexte)):
            with self.tentative("technicien", f"create {options and 'by the context'}"):
                reponse = self.rpc("technicien", "registre.service", "create", [vals], **options)
                cree = self.env["registre.service"].with_context(active_test=False).browse(reponse.valeur)
                self.assertFalse(cree.url_notifications or cree.url_consultation or cree.receipt or cree.client_key)
        with self.tentative("technicien", "copy"):
            reponse = self.rpc("technicien", "registre.service", "copy", [self.service.id])
            self.assertFalse(self.env["registre.service"].browse(reponse.valeur).url_notifications)

    def test_another_one_confirms_and_everything_is_kept(self):
        self.rpc("technicien", "registre.service", "write", [self.service.id], {"url_notifications": AILLEURS})
        [proposee] = self.traces("propose")
        self.assertEqual((proposee.user_id, proposee.champ), (self.roles["technicien"], "url_notifications"))
        self.assertEqual((proposee.avant, proposee.apres), ("https://registre.example", AILLEURS))
        vu = {"proposition_vue": "2020-01-01 00:00:00"}
        self.refuse(
            "technicien2", "registre.service", "action_confirmer_proposition", [self.service.id], context=vu,
            mots="changed since", intact=self.service,
        )  # fmt: skip
        reponse = self.rpc("technicien2", "registre.service", "action_confirmer_proposition", [self.service.id])
        self.assertFalse(reponse.erreur, reponse.mots)
        self.assertEqual(self.service.url_notifications, AILLEURS)
        self.assertFalse(self.service.propose_par)
        [confirmee] = self.traces("confirme")
        self.assertEqual(
            (confirmee.user_id, confirmee.propose_par_id), (self.roles["technicien2"], self.roles["technicien"])
        )
        self.assertIn(f"https://registre.example → {AILLEURS}", confirmee.phrase)
        self.refuse("technicien2", "registre.service", "action_confirmer_proposition", [self.service.id])

    def test_a_cursor_is_moved_by_two(self):
        self.rpc("technicien", "registre.service", "write", [self.service.id], {"receipt": False})
        self.assertEqual(self.service.receipt, "42")
        self.rpc("technicien2", "registre.service", "action_confirmer_proposition", [self.service.id])
        self.assertFalse(self.service.receipt)
        self.assertEqual([(t.avant, t.apres) for t in self.traces("confirme")], [("42", False)])

    def test_what_was_changed_is_never_rewritten(self):
        self.rpc("technicien", "registre.service", "write", [self.service.id], {"receipt": "7"})
        trace = self.traces("propose")
        for role in ("technicien", "technique", "direction", "auditeur", "connexion"):
            self.refuse(role, "reglage.trace", "write", trace.ids, {"apres": "42"}, intact=trace)
            self.refuse(role, "reglage.trace", "unlink", trace.ids, intact=trace)
            self.refuse(role, "reglage.trace", "create", [{"geste": "confirme"}])
        for geste in (lambda: trace.sudo().write({"login": "x"}), trace.sudo().unlink):
            with self.tentative("technique", "by a server action"), self.assertRaisesRegex(Exception, "never"):
                geste()

    def test_a_secret_is_neither_kept_nor_said(self):
        secret = "MotDePasseTresSecret"
        with self.tentative("technicien", "a passphrase instead of where it is"):
            reponse = self.rpc(
                "technicien", "registre.service", "write", [self.service.id], {"client_key_passphrase": secret}
            )
            self.assertTrue(reponse.refus)
            self.assertNotIn(secret, reponse.mots)
            self.assertNotIn(secret, str(self.service.proposition))
            self.assertFalse(self.env["reglage.trace"].search([]).filtered(lambda t: secret in str(t.apres)))

    def test_production_calls_only_the_machines_of_the_server_by_https(self):
        ecrire = ("registre.service", "write", [self.service.id])
        production = {"environment": "production", "mode_test": False}
        with patch.dict(os.environ, {"REGISTRE_HOTES": "registre.example"}):
            self.refuse("technicien", *ecrire, {"url_consultation": AILLEURS}, mots="ailleurs.example")
            for adresse in (AILLEURS, "http://registre.example", "http://localhost/x", "https://registre.example.x.be"):
                self.refuse("technicien", *ecrire, {**production, "url_consultation": adresse}, intact=self.service)
            self.assertFalse(self.rpc("technicien", *ecrire, production).erreur)
        with patch.dict(os.environ, {"REGISTRE_HOTES": ""}):
            self.refuse("technicien", *ecrire, {**production, "legal_context": "X"}, mots="REGISTRE_HOTES")
        with (
            patch.dict(os.environ, {"REGISTRE_HOTES": "autre.example"}),
            self.tentative("technique", "an address that was stored another way is not called"),
            self.assertRaisesRegex(Exception, "hote_refuse"),
        ):
            self.service._client()

    def test_what_the_register_announced_is_written_by_nobody(self):
        annonce = self.env["registre.notification"].create(
            {"service_id": self.service.id, "sequence": 7, "niss": self.ici[0].niss, "state": "recue"}
        )
        for role in ("technicien", *AUTRES):
            for vals in ({"state": "traitee"}, {"niss": self.ailleurs[0].niss}, {"sequence": 1}):
                self.refuse(role, "registre.notification", "write", annonce.ids, vals, intact=annonce)
            self.refuse(role, "registre.notification", "unlink", annonce.ids, intact=annonce)

    def test_the_jobs_that_collect_are_not_rewritten_and_who_stops_one_is_known(self):
        cron = self.env.ref("registre_national.ir_cron_collecter")
        for vals in (
            {"code": "pass"},
            {"state": "object_write"},
            {"user_id": 2},
            {"name": "x"},
            {"en_parallele": True},
        ):
            self.refuse("technique", "ir.cron", "write", cron.ids, vals, intact=cron)
        self.refuse("technique", "ir.cron", "unlink", cron.ids, intact=cron)
        action = cron.ir_actions_server_id
        self.refuse("technique", "ir.actions.server", "write", action.ids, {"code": "pass"}, intact=action)
        self.refuse("technique", "ir.actions.server", "unlink", action.ids, intact=action)
        with self.tentative("technique", "stops a job"):
            self.assertFalse(self.rpc("technique", "ir.cron", "write", cron.ids, {"active": False}).erreur)
            trace = self.env["reglage.trace"].search([("res_model", "=", "ir.cron"), ("res_id", "=", cron.id)])
            self.assertEqual((trace.user_id, trace.avant, trace.apres), (self.roles["technique"], True, False))
        with self.tentative("technique", "changes a parameter"):
            self.rpc("technique", "ir.config_parameter", "set_param", "registre_national.essai", "1")
            trace = self.env["reglage.trace"].search([("res_model", "=", "ir.config_parameter")])
            self.assertEqual(trace.mapped("user_id"), self.roles["technique"])
