# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, models
from odoo.exceptions import AccessDenied, UserError
from odoo.http import request
from odoo.tools import frozendict

from .. import mots_de_passe
from ..jour import BRUXELLES
from .connexion_echec import ADRESSE, LONGUEUR

#: What says who a user is, and what they may do: who changed it, and from what, is kept.
DROITS = frozenset({"login", "name", "active", "group_ids", "company_ids", "organisateur_id", "share"})
#: What nobody changes of themselves: messages, letters and the ledger show it as who did something.
NOMMES_PAR_AUTRUI = frozenset({"name", "email"})
#: Whether an attempt is being counted already: a login asks for the password inside.
COMPTE = ContextVar("connexion_comptee", default=False)


class ResUsers(models.Model):
    """A user reads French and lives in Brussels until somebody says otherwise (data/res_users.xml)."""

    _inherit = "res.users"

    @api.model
    def _donner_fuseau(self):
        """Give Brussels' time zone to the users who have none: hours are shown to them as they are on the wall."""
        self.with_context(active_test=False).search([("tz", "=", False)]).tz = BRUXELLES.key

    @api.model
    def context_get(self):
        """Screens live in Brussels, whatever the user's own time zone: "today" in a filter is then the day that lists
        and terms know. A program that names another time zone gets the day of that one."""
        return frozendict(super().context_get(), tz=BRUXELLES.key)

    # ---- who is who -------------------------------------------------------------------------------------------------

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return [nom for nom in super().SELF_WRITEABLE_FIELDS if nom not in NOMMES_PAR_AUTRUI]

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        for user in users if not self.env.su else ():
            roles = self.env["reglage.trace"]._en_mots(user, "group_ids")
            self.env["reglage.trace"]._noter(user, "cree", {"group_ids": (False, roles)})
        return users

    def write(self, vals):
        """Keep who gave whom a role, another name, another password: of the password, that it was given."""
        if self.env.su or vals.keys().isdisjoint(DROITS | {"password"}):
            return super().write(vals)
        trace = self.env["reglage.trace"]
        with trace._suivre_mots(self, vals.keys() & DROITS):
            resultat = super().write(vals)
        if vals.get("password"):
            for user in self - self.env.user:
                trace._noter(user, "modifie", {"password": (False, False)})
        return resultat

    @api.ondelete(at_uninstall=False)
    def _unlink_trace(self):
        for user in self if not self.env.su else ():
            self.env["reglage.trace"]._noter(user, "supprime", {})

    # ---- failed logins ----------------------------------------------------------------------------------------------

    @contextmanager
    def _assert_can_auth(self, user=None):
        """Odoo counts by address in each process: a commune behind one address would wait for one agent. Here failures
        are of one account from one address, in the database (connexion_echec.py).

        :raise AccessDenied: while the delay runs, whatever the password
        """
        if COMPTE.get():
            yield
            return
        # sudo: the login of whoever tries to log in
        login = self.sudo().browse(user).login if isinstance(user, int) else user
        cle = (login or "?")[:LONGUEUR], (request and request.httprequest.remote_addr) or ADRESSE.get()
        Echec = self.env["connexion.echec"]
        if secondes := Echec._compter(*cle):
            raise AccessDenied(
                self.env._(
                    "Too many failed attempts with this login from this place: try again in %s seconds. The head of "
                    "your service can lift this delay.",
                    secondes,
                )
            )
        jeton = COMPTE.set(True)
        try:
            yield
        finally:
            COMPTE.reset(jeton)
        Echec._oublier(*cle)

    def _check_credentials(self, credential, env):
        """A password that is asked again (a key, another password) is guessed as slowly as at the login."""
        with self._assert_can_auth(user=self.env.uid):
            return super()._check_credentials(credential, env)

    # ---- passwords --------------------------------------------------------------------------------------------------

    def _set_password(self):
        """Refuse what is no password (mots_de_passe.py), but in a demonstration, where it is the login."""
        if not self._est_demonstration():
            for user in self.filtered("password"):
                user._verifier_mot_de_passe()
        return super()._set_password()

    def _verifier_mot_de_passe(self):
        """:raise UserError: when the new password of this user is no password"""
        connus = [self.login, self.name, self.email, *self.company_ids.mapped("name")]
        match mots_de_passe.refus(self.password, connus):
            case "court":
                raise UserError(
                    self.env._(
                        "A password has at least %s characters: a few words in a row are easy to remember. Nothing was "
                        "saved.",
                        mots_de_passe.MINIMUM,
                    )
                )
            case "pauvre":
                raise UserError(
                    self.env._("This password repeats the same few characters. Nothing was saved. Choose another one.")
                )
            case "connu":
                raise UserError(
                    self.env._(
                        "This password is what everybody tries first, or your login, name or commune. Nothing was "
                        "saved. Choose a few words that nobody links with you."
                    )
                )

    @api.model
    def _est_demonstration(self):
        """Whether this base holds demonstration data: production refuses such a base at each start."""
        # sudo: only whether the modules were installed with their demonstration
        return bool(self.env["ir.module.module"].sudo().search_count([("demo", "=", True)], limit=1))
