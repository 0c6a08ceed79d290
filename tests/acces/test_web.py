# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The web itself: logins that fail, sessions that last, uploads that run, answers that tell, addresses left open."""

import json
import time
import xmlrpc.client
from unittest.mock import patch

from odoo.http import Request, root
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.parcours_socle import mots_de_passe, sessions
from odoo.addons.parcours_socle.models.connexion_echec import LIBRES, attente
from odoo.addons.parcours_socle.models.res_users import ResUsers

from .tentatives import PERSONNE, ROLES, AccesCase

FAUX = "not the password"
SCRIPT = b"<script>alert(document.cookie)</script>"
DESSIN = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj"
UPLOADS = {
    "a.html": ("text/html", b"<html>" + SCRIPT + b"</html>"),
    "a.xhtml": ("application/xhtml+xml", b'<html xmlns="http://www.w3.org/1999/xhtml">' + SCRIPT + b"</html>"),
    "a.svg": ("image/svg+xml", DESSIN),
    "a.xml": ("text/xml", b'<?xml version="1.0"?><a/>'),
    "a.js": ("text/javascript", b"alert(1)"),
    "a.css": ("text/css", b"a{}"),
    "a.mht": ("message/rfc822", b"From: x"),
    "a.pdf": ("application/pdf", PDF),
    "a.png": ("image/png", SCRIPT),
}
#: What a browser neither runs nor draws with a script in it.
SANS_DANGER = ("application/octet-stream", "text/plain", "application/pdf", "image/png")
FERMES = ("/web/tests", "/web/tests/legacy", "/web/database/manager", "/web/database/selector", "/web/database/list")
FERMES += ("/web/version", "/json/version", "/website/info", "/web/become")


@tagged("post_install", "-at_install")
class TestConnexions(AccesCase):
    genre = "failed logins"

    def echouer(self, login, fois, adresse="127.0.0.1"):
        """Fail to log in, as the page does, that many times; return the last page."""
        Echec = self.env["connexion.echec"]
        for _fois in range(fois):
            Echec._compter(login, adresse)

    def essayer(self, login, mot):
        """Whether that password opens a session now, and what is said when it does not."""
        corps = {"db": self.env.cr.dbname, "login": login, "password": mot}
        reponse = self.http(PERSONNE, "/web/session/authenticate", json=self.build_rpc_payload(corps)).json()
        self._ouvreurs.pop(PERSONNE)  # a session of its own at each attempt
        return reponse.get("error", {}).get("data", {}).get("message", "")

    def test_the_delay_grows_and_ends(self):
        self.assertEqual([attente(n) for n in (0, LIBRES, 5, 6, 7, 100)], [0, 0, 15, 30, 60, 900])
        Echec = self.env["connexion.echec"]
        self.echouer("essai.delai", LIBRES + 1)
        self.assertTrue(0 < Echec._compter("essai.delai", "127.0.0.1") <= 16)

    def test_a_right_password_waits_too_and_other_places_and_people_do_not(self):
        login, autre = self.roles["agent"].login, self.roles["chef"].login
        self.echouer(login, LIBRES + 1)
        with self.tentative(PERSONNE, "the right password during the delay"):
            self.assertIn("Too many failed attempts", self.essayer(login, login))
        with self.tentative(PERSONNE, "shutting out a colleague at the same address"):
            self.assertEqual(self.essayer(autre, autre), "")
        self.env["connexion.echec"].search([("login", "=", login)]).adresse = "192.0.2.1"
        self.env.flush_all()
        with self.tentative(PERSONNE, "shutting out an agent from elsewhere"):
            self.assertEqual(self.essayer(login, login), "")

    def test_every_way_in_is_counted(self):
        Echec, login = self.env["connexion.echec"], self.roles["agent"].login
        uid = self.roles["agent"].id
        base = self.env.cr.dbname
        commun = {"service": "common", "method": "login", "args": [base, login, FAUX]}
        objet = ["execute_kw", [base, uid, FAUX, "res.users", "read", [[uid]], {}]]
        for quoi, essai in {
            "/web/session/authenticate": lambda: self.essayer(login, FAUX),
            "/jsonrpc login": lambda: self.http(PERSONNE, "/jsonrpc", json=self.build_rpc_payload(commun)),
            "/jsonrpc/ object": lambda: self.http(
                PERSONNE,
                "/jsonrpc/",
                json=self.build_rpc_payload({"service": "object", "method": objet[0], "args": objet[1]}),
            ),
            "/xmlrpc/2/object": lambda: self.http(
                PERSONNE, "/xmlrpc/2/object", data=xmlrpc.client.dumps(tuple(objet[1]), objet[0])
            ),
            "another password, in a session": lambda: self.rpc("agent", "res.users", "change_password", FAUX, "x"),
        }.items():
            self._se_presenter("agent")
            Echec._oublier(login, "127.0.0.1")
            # What a failed request undoes, the counter's own transaction keeps; in a test there is one for all.
            with (
                self.tentative(PERSONNE, quoi),
                patch.object(type(Echec), "_compter", autospec=True, side_effect=type(Echec)._compter) as compter,
                mute_logger("odoo.addons.base.models.res_users"),
            ):
                essai()
                self.assertEqual([appel.args[1:] for appel in compter.call_args_list], [(login, "127.0.0.1")])

    def test_a_head_lifts_the_delay_of_own_agents_only(self):
        login = self.roles["agent"].login
        self.echouer(login, LIBRES + 2)
        echec = self.env["connexion.echec"].search([("login", "=", login)])
        for role in ROLES:
            if role not in ("chef", "technique"):
                self.refuse(role, "connexion.echec", "action_lever", echec.ids, intact=echec)
            self.refuse(role, "connexion.echec", "unlink", echec.ids, intact=echec)
            self.refuse(role, "connexion.echec", "write", echec.ids, {"nombre": 0}, intact=echec)
        reponse = self.rpc("chef", "connexion.echec", "action_lever", echec.ids)
        self.assertFalse(reponse.erreur, reponse.mots)
        self.assertEqual(self.essayer(login, login), "")
        note = self.roles["agent"].partner_id.message_ids[0]
        self.assertEqual(note.author_id, self.roles["chef"].partner_id)
        self.assertIn("lifted", note.body)

    def test_old_failures_are_removed(self):
        self.echouer("essai.vieux", 2)
        echec = self.env["connexion.echec"].search([("login", "=", "essai.vieux")])
        echec.dernier = "2020-01-01 00:00:00"
        self.env["connexion.echec"]._gc_echecs()
        self.assertFalse(echec.exists())

    def test_passwords_that_everybody_tries_are_refused_outside_the_demonstration(self):
        agent = self.roles["agent"]
        commune = f"{agent.company_id.name}2026!!"
        mauvais = ("a", "short-one", "aaaaaaaaaaaaaa", "Administrator2026!", commune, agent.login, "Schaerbeek-1030")
        with patch.object(ResUsers, "_est_demonstration", return_value=False):
            for mot in mauvais:
                self.refuse("technique", "res.users", "write", agent.ids, {"password": mot}, mots="Nothing was saved")
            self.assertFalse(
                self.rpc("technique", "res.users", "write", agent.ids, {"password": "blue boats at noon"}).erreur
            )

    def test_which_words_are_no_passwords(self):
        self.assertEqual(mots_de_passe.refus("correct horse battery"), "")
        self.assertEqual(mots_de_passe.refus("agentagent1!", ["agent"]), "connu")
        self.assertEqual(mots_de_passe.refus("Schaerbéék1030", ["Schaerbeek"]), "connu")


@tagged("post_install", "-at_install")
class TestSessions(AccesCase):
    genre = "sessions"

    def vieillir(self, role, **depuis):
        self._se_presenter(role)
        session = root.session_store.get(self.opener.cookies["session_id"])
        for cle, secondes in depuis.items():
            session[cle] = time.time() - secondes
        root.session_store.save(session)

    def test_a_session_ends_after_a_working_day_and_when_nobody_is_there(self):
        for role in ("agent", "chef", "gestionnaire", "auditeur", "technique"):
            self.assertFalse(self.rpc(role, "res.users", "context_get").erreur)
            self.vieillir(role, parcours_debut=sessions.DUREE_S + 1)
            self.refuse(role, "res.users", "context_get")
            self._ouvreurs.pop(role)
            self.rpc(role, "res.users", "context_get")
            self.vieillir(role, parcours_vu=sessions.INACTIVITE_S + 1)
            self.refuse(role, "res.users", "context_get")
            self.rien(role, "/web/content/res.company/1/logo", secrets=["something that no answer has"])
            self._ouvreurs.pop(role)

    def test_a_browser_by_itself_is_nobody(self):
        session = {}
        sessions.noter(session, "/web", 1000.0)
        sessions.noter(session, "/bus/has_missed_notifications", 2000.0)
        self.assertEqual(session[sessions.VU], 1000.0)
        sessions.noter(session, "/web/dataset/call_kw", 2000.0)
        self.assertEqual(session[sessions.VU], 2000.0)
        self.assertFalse(sessions.terminee(session, 2000.0 + sessions.INACTIVITE_S))
        self.assertTrue(sessions.terminee(session, 2001.0 + sessions.INACTIVITE_S))
        session[sessions.VU] = 1001.0 + sessions.DUREE_S
        self.assertTrue(sessions.terminee(session, 1001.0 + sessions.DUREE_S))

    def test_the_cookie_is_for_this_site_and_no_script(self):
        for chemin in ("/web/login", "/web"):
            biscuits = self.http(PERSONNE, chemin).headers.get("Set-Cookie", "")
            with self.tentative(PERSONNE, f"cookie of {chemin}"):
                if "session_id" in biscuits:
                    self.assertIn("HttpOnly", biscuits)
                    self.assertIn("SameSite=Lax", biscuits)
        from odoo.addons.parcours_socle.models.ir_http import IrHttp

        avec = IrHttp._avec_drapeaux("session_id=a; HttpOnly; Path=/", ["SameSite=Lax", "Secure"])
        self.assertEqual(avec, "session_id=a; HttpOnly; Path=/; SameSite=Lax; Secure")


@tagged("post_install", "-at_install")
class TestReponses(AccesCase):
    genre = "uploads and answers"

    def test_no_upload_is_served_as_a_page_or_a_script(self):
        for role in ("agent", "organisateur", "gestionnaire", "technique"):
            for nom, (genre, contenu) in UPLOADS.items():
                piece = (
                    self.env["ir.attachment"]
                    .with_user(self.roles[role])
                    .create({"name": nom, "raw": contenu, "mimetype": genre})
                )
                for chemin in (
                    f"/web/content/{piece.id}",
                    f"/web/content/{piece.id}/{nom}?download=0",
                    f"/web/content/{piece.id}?mimetype=text/html",
                    f"/web/image/{piece.id}",
                    f"/web/image/{piece.id}/{nom}",
                    f"/web/image?model=ir.attachment&id={piece.id}&field=raw",
                ):
                    reponse = self.http(role, chemin)
                    with self.tentative(role, chemin):
                        servi = reponse.headers.get("Content-Type", "").split(";")[0]
                        self.assertIn(servi, SANS_DANGER, nom)
                        self.assertEqual(reponse.headers.get("X-Content-Type-Options"), "nosniff")
                        self.assertIn("default-src 'none'", reponse.headers.get("Content-Security-Policy", ""))

    def test_the_screens_have_their_scripts_and_faces(self):
        page = self.http("agent", "/odoo", allow_redirects=True)
        self.assertEqual(page.status_code, 200)
        self.assertIn("frame-ancestors 'self'", page.headers["Content-Security-Policy"])
        self.assertIn(page.headers["X-Frame-Options"], ("SAMEORIGIN", "DENY"))
        self.assertEqual(page.headers["Referrer-Policy"], "same-origin")
        visage = self.http("agent", f"/web/image/res.users/{self.roles['agent'].id}/avatar_128")
        self.assertIn("image/svg", visage.headers["Content-Type"])
        self.assertIn("sandbox", visage.headers["Content-Security-Policy"])

    def test_no_answer_tells_the_inside_of_the_server(self):
        secrets = ["Traceback (most recent", "site-packages", "dist-packages", '.py\\"', "SELECT "]
        for role in ("agent", "statisticien", "technique"):
            corps = self.build_rpc_payload(
                {"model": "res.users", "method": "search", "args": [[["name", "=", {}]]], "kwargs": {}}
            )
            for chemin, options in {
                "/web/dataset/call_kw": {"json": corps},
                "/web/dataset/call_kw/x": {
                    "json": self.build_rpc_payload(
                        {"model": "res.users", "method": "read", "args": ["x", {}], "kwargs": {}}
                    )
                },
                "/web/export/csv": {"data": {"data": json.dumps({"model": "nothing"}), "csrf_token": self.jeton(role)}},
                "/report/download": {
                    "data": {"data": json.dumps(["/report/pdf/nothing/1", "qweb-pdf"]), "csrf_token": self.jeton(role)}
                },
            }.items():
                reponse = self.http(role, chemin, **options)
                with self.tentative(role, chemin):
                    self.assertFalse([mot for mot in secrets if mot in reponse.text], reponse.text[:1500])
                    self.assertIn("This could not be carried out", reponse.text)
            for couche in ("json2", "xmlrpc"):
                reponse = self.rpc(role, "res.users", "search_read", [["name", "=", {}]], ["name"], "x", par=couche)
                with self.tentative(role, couche):
                    self.assertTrue(reponse.erreur)
                    self.assertFalse([mot for mot in secrets if mot in reponse.brut], reponse.brut[:1500])

    def jeton(self, role):
        self._se_presenter(role)
        return Request.csrf_token(self)

    def test_what_is_refused_is_still_said_in_words(self):
        reponse = self.rpc(
            "agent", "mail.message", "create", {"model": "parcours.dossier", "res_id": self.ailleurs[0].id}
        )
        self.assertIn("AccessError", reponse.erreur)
        self.assertNotIn("This could not be carried out", reponse.mots)

    def test_addresses_of_nobodys_business_are_closed(self):
        for role in (PERSONNE, "agent", "technique"):
            for chemin in FERMES:
                for ecrit in (
                    chemin,
                    f"{chemin}/",
                    f"/{chemin}",
                    chemin.replace("/web", "/WEB"),
                    chemin.replace("/", "//"),
                ):
                    reponse = self.http(role, ecrit)
                    with self.tentative(role, ecrit):
                        self.assertIn(reponse.status_code, (404, 400, 405), ecrit)

    def test_the_version_is_for_who_logged_in(self):
        corps = self.build_rpc_payload({})
        self.rien(PERSONNE, "/web/webclient/version_info", json=corps, secrets=["server_version"])
