# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What every answer of the server says and does not say, with a proxy before it or not."""

import html
import json
import time
import uuid
import xmlrpc.client

from markupsafe import Markup
from werkzeug.exceptions import HTTPException, NotFound

from odoo import api, models
from odoo.exceptions import MissingError, UserError
from odoo.http import Response, SessionExpiredException, request
from odoo.tools import config
from odoo.tools.translate import LazyTranslate

from .. import sessions
from ..journaux import REQUETE
from .connexion_echec import ADRESSE

_lt = LazyTranslate(__name__)

#: Nobody's business on a network: tests of the screens, the manager of databases, which version serves.
FERMES = ("/web/tests", "/web/database", "/web/version", "/json/version", "/website/info", "/web/become")
#: What makes the server call an address that the caller names, or hands what is being written to a service elsewhere:
#: previews of links, one of them for whoever has no session, pictures and films to fetch, a text to have written.
FERMES += ("/html_editor/link_preview_external", "/html_editor/link_preview_internal", "/html_editor/generate_text")
FERMES += ("/html_editor/media_library_search", "/html_editor/save_library_media", "/html_editor/attachment/add_url")
FERMES += ("/html_editor/video_url", "/web_editor", "/mail/link_preview", "/mail/message/translate", "/discuss/gif")
#: What a page may load. Odoo compiles its templates in the browser and starts its pages by a script in them, hence the
#: two "unsafe"; everything comes from here, nothing is framed elsewhere, no form leaves.
POLITIQUE_PAGE = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; connect-src 'self' ws: wss:;"
    " frame-src 'self' blob: data:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self';"
    " frame-ancestors 'self'"
)
#: What a picture drawn by text may do: nothing.
POLITIQUE_DESSIN = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
ENTETES = {
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
#: What is said instead of what went wrong inside.
PANNE = "This could not be carried out. Nothing was saved. The administrator finds the reason in the server's log."
#: … and of a record that is not there: Odoo says its model and its number, in English.
ABSENT = _lt(
    "This is not there any more: it was deleted, or joined with another one. Nothing was saved. Go back to the list,"
    " and search for it."
)
TRACE = "Traceback (most recent call last)"
#: What is said of a page that cannot be given, by status.
ERREURS = {
    401: _lt("Log in first: this page is for who is known here."),
    403: _lt("This page is not yours to open. Nothing was changed. Ask a head of your service whether it should be."),
    404: _lt("There is nothing at this address: it was mistyped, or what was there is gone. Nothing was changed."),
    405: _lt("This address is not opened like that. Nothing was changed. Go back, and use the buttons of the screen."),
    413: _lt("What was sent is too large. Nothing was saved. Send a smaller document."),
    429: _lt("Too many requests: wait a minute, then try again. Nothing was lost."),
    500: _lt("This could not be carried out. Nothing was saved. Try again; if it happens again, report a problem."),
}
#: What is said of the others.
ERREUR = _lt("This could not be read as a request. Nothing was changed. Go back, and try again.")
PARCOURS = _lt("Newcomers' pathway")
TITRE_ERREUR = _lt("This page cannot be shown")
RETOUR_ERREUR = _lt("Back to the first page")
PAGE_ERREUR = Markup(
    '<!DOCTYPE html><html lang="%s"><head><meta charset="utf-8"/>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"/><title>%s</title>'
    "<style>body{font:1.1rem/1.5 sans-serif;margin:15vh auto;max-width:36rem;padding:0 1rem;color:#212529}</style>"
    '</head><body><main><h1>%s</h1><p>%s</p><p><a href="/odoo">%s</a></p></main></body></html>'
)


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Call the communes of the company menu as the reader does, in Dutch too."""
        info = super().session_info()
        # the language of now: that of the request is the one the session began with, until the page after this one
        lu = self.with_context(lang=info["user_context"].get("lang")) if info.get("user_context") else self
        proposees = info.get("user_companies", {}).get("allowed_companies", {})
        # sudo: the companies of the user's own menu, which Odoo has just named
        for company in lu.env["res.company"].sudo().browse(proposees):
            proposees[company.id]["name"] = company.display_name
        if request.session.uid:
            info["parcours_aide"] = {
                "annonces": lu.env["parcours.maintenance"]._a_venir(),
                # what the clock of the browser is compared with
                "maintenant": time.time(),
                "reponses": self.env["parcours.probleme"].reponses_a_lire() if self.env.user._is_internal() else 0,
            }
        return info

    @classmethod
    def _match(cls, path_info):
        """Nothing is behind the addresses that are closed, however they are written. Each request has its mark."""
        REQUETE.set(uuid.uuid4().hex[:12])
        chemin = "/" + "/".join(filter(None, path_info.lower().split("/")))
        if any(chemin == ferme or chemin.startswith(f"{ferme}/") for ferme in FERMES):
            raise NotFound
        return super()._match(path_info)

    @classmethod
    def _authenticate_explicit(cls, auth):
        """End a session that is over, before anything is done with it."""
        session = request.session
        if session.uid is not None:
            if sessions.terminee(session):
                session.logout(keep_db=True)
                request.env = api.Environment(request.env.cr, None, session.context)
            elif session.can_save:
                sessions.noter(session, request.httprequest.path)
        return super()._authenticate_explicit(auth)

    @classmethod
    def _dispatch(cls, endpoint):
        adresse = ADRESSE.set(request.httprequest.remote_addr or "?")
        try:
            return super()._dispatch(endpoint)
        except Exception as exc:
            # XML-RPC writes its own answer, with the inside of the server in it.
            reponse = getattr(exc, "error_response", None)
            if isinstance(reponse, Response) and TRACE in reponse.get_data(True):
                faute = xmlrpc.client.dumps(xmlrpc.client.Fault(1, PANNE), methodresponse=True)
                exc.error_response = Response(response=faute, mimetype="text/xml")
            raise
        finally:
            ADRESSE.reset(adresse)

    @classmethod
    def _post_dispatch(cls, response):
        resultat = super()._post_dispatch(response)
        cls._poser_entetes(response)
        return resultat

    @classmethod
    def _handle_error(cls, exception):
        """Say what went wrong without the inside of the server: no traceback, no statement, no value of somebody's."""
        if isinstance(exception, HTTPException):
            cls._taire_exception(exception)
        reponse = super()._handle_error(exception)
        if "werkzeug" in config["dev_mode"]:
            return reponse
        # what a download failed with is read by the screen, from the page as werkzeug makes it
        lue = str(getattr(reponse, "description", None) or "").startswith("{")
        if isinstance(reponse, HTTPException) and reponse.response is None and not lue:
            reponse = cls._page_erreur(reponse)
        if isinstance(reponse, Response) and (reponse.mimetype or "").endswith("json"):
            dit = isinstance(exception, (UserError, SessionExpiredException, HTTPException))
            erreur = cls._taire(json.loads(reponse.get_data()), dit)
            if isinstance(exception, MissingError):
                phrase = ABSENT._translate(cls._langue_lecteur())
                erreur.get("error", erreur).get("data", {}).update(message=phrase, arguments=[phrase])
            reponse.set_data(json.dumps(erreur))
        cls._poser_entetes(reponse)
        return reponse

    @classmethod
    def _page_erreur(cls, erreur):
        """Return the page of an error in the language of its reader, or of the browser: werkzeug's is in English.

        :param erreur: HTTPException; what it says is kept when somebody wrote it for people
        """
        langue = cls._langue_lecteur()
        phrase = erreur.description
        if not phrase or phrase in (type(erreur).description, PANNE):
            phrase = ERREURS.get(erreur.code, ERREUR)._translate(langue)
        page = PAGE_ERREUR % (
            langue.replace("_", "-"),
            PARCOURS._translate(langue),
            TITRE_ERREUR._translate(langue),
            phrase,
            RETOUR_ERREUR._translate(langue),
        )
        entetes = [(nom, valeur) for nom, valeur in erreur.get_headers() if nom.lower() != "content-type"]
        return Response(page, status=erreur.code, headers=entetes, mimetype="text/html")

    @classmethod
    def _langue_lecteur(cls):
        """The language of the reader, or of the browser; without the database, which may be what went wrong."""
        dite = request.env.context.get("lang") or request.best_lang or ""
        return next((code for code in ("nl_BE", "en_US") if code[:2] == dite[:2]), "fr_BE")

    @classmethod
    def _taire(cls, erreur, dit):
        """Return the error of an answer without its traceback, with the mark of its request; ``dit``: its message was
        written for people."""
        corps = erreur.get("error", erreur)
        corps = corps.get("data", corps)
        if isinstance(corps, dict) and "debug" in corps:
            corps |= {"debug": "", "requete": REQUETE.get()}
            if not dit:
                corps |= {"message": PANNE, "arguments": [PANNE], "context": {}}
        return erreur

    @classmethod
    def _taire_exception(cls, exception):
        """The same for the error of a download, which Odoo wraps in a page."""
        try:
            if exception.description and exception.description.startswith("{"):
                exception.description = json.dumps(cls._taire(json.loads(exception.description), cls._dit(exception)))
            elif exception.response is not None and TRACE in exception.response.get_data(True):
                erreur = json.loads(html.unescape(exception.response.get_data(True)))
                texte = json.dumps(cls._taire(erreur, cls._dit(exception)))
                exception.response.set_data(html.escape(texte))
        except (ValueError, AttributeError, TypeError):
            exception.description, exception.response = PANNE, None

    @classmethod
    def _dit(cls, exception):
        return isinstance(exception.__cause__, UserError)

    @classmethod
    def _poser_entetes(cls, reponse):
        """Set the headers that browsers obey, and the flags of the cookies."""
        if (entetes := getattr(reponse, "headers", None)) is None:
            return
        for nom, valeur in ENTETES.items():
            entetes.setdefault(nom, valeur)
        if requete := REQUETE.get():
            entetes.setdefault("X-Request-Id", requete)
        genre = entetes.get("Content-Type", "")
        if genre.startswith("text/html"):
            entetes.setdefault("Content-Security-Policy", POLITIQUE_PAGE)
        elif genre.startswith("image/svg"):
            entetes["Content-Security-Policy"] = POLITIQUE_DESSIN
        if biscuits := entetes.getlist("Set-Cookie"):
            drapeaux = ["SameSite=Lax"] + ["Secure"] * (request.httprequest.scheme == "https")
            entetes.setlist("Set-Cookie", [cls._avec_drapeaux(biscuit, drapeaux) for biscuit in biscuits])

    @classmethod
    def _avec_drapeaux(cls, biscuit, drapeaux):
        presents = {morceau.split("=")[0].strip().lower() for morceau in biscuit.split(";")[1:]}
        return "; ".join([biscuit, *(d for d in drapeaux if d.split("=")[0].lower() not in presents)])
