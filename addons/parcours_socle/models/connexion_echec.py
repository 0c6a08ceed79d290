# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Failed logins meet a growing delay, for one account from one address.

Together, so that nobody can shut out somebody else: who fails on purpose waits where they are, and the account opens
from anywhere else, as do all other accounts from that address (a commune has one). How many attempts an address may
make in all is the proxy's matter (config/nginx.conf).
"""

from contextvars import ContextVar
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, format_datetime

from ..jour import maintenant
from ..paroles import dire

#: Where the request under way comes from. Odoo hides the request from what RPC calls (and does not slow down failed
#: logins there); without a request at all, everybody is at the same place.
ADRESSE = ContextVar("connexion_adresse", default="?")
#: That many failures are a mistyped password; each one more doubles the delay, in seconds, up to the longest.
LIBRES, PREMIER_S, PLUS_LONG_S = 4, 15, 900
#: Failures that old are forgotten.
OUBLI = timedelta(hours=12)
#: What is kept of a login that somebody typed.
LONGUEUR = 128


def attente(nombre):
    """Seconds to wait after that many failures.

    >>> [attente(n) for n in (0, 4, 5, 6, 7, 40)]
    [0, 0, 15, 30, 60, 900]
    """
    return min(PREMIER_S * 2 ** min(nombre - LIBRES - 1, 10), PLUS_LONG_S) if nombre > LIBRES else 0


class ConnexionEchec(models.Model):
    """Failures in a row of one account from one address. Written by `res.users` in a transaction of its own: what a
    failed login undoes stays counted, and all processes of a server count together."""

    _name = "connexion.echec"
    _description = "Failed logins"
    _order = "dernier desc, id"
    _rec_name = "login"
    _log_access = False

    login = fields.Char(required=True, readonly=True)
    adresse = fields.Char("Address", required=True, readonly=True)
    user_id = fields.Many2one("res.users", readonly=True, ondelete="cascade", index="btree_not_null")
    nombre = fields.Integer("Failures", required=True, readonly=True)
    dernier = fields.Datetime("Last one", required=True, readonly=True)
    jusque = fields.Datetime("Waits until", compute="_compute_jusque")

    _une_par_compte_et_adresse = models.UniqueIndex("(login, adresse)")

    @api.depends("nombre", "dernier")
    def _compute_jusque(self):
        for echec in self:
            echec.jusque = echec.dernier + timedelta(seconds=attente(echec.nombre))

    @api.model
    def _compter(self, login, adresse):
        """Count an attempt as failed, before it is known whether it is (`_oublier` then): attempts at the same time
        wait for each other here.

        :return: seconds still to wait, in which case the attempt is not to be made and was not counted; else 0
        """
        instant = maintenant()
        with self.env.registry.cursor() as cr:
            # Raw SQL in a transaction of its own: one statement counts and locks; the login is a parameter.
            cr.execute(
                SQL(
                    """
                    INSERT INTO connexion_echec AS e (login, adresse, nombre, dernier, user_id)
                    VALUES (%(login)s, %(adresse)s, 0, %(instant)s,
                            (SELECT id FROM res_users WHERE login = %(login)s))
                    ON CONFLICT (login, adresse) DO UPDATE
                       SET nombre = CASE WHEN e.dernier < %(oubli)s THEN 0 ELSE e.nombre END
                    RETURNING id, nombre, dernier
                    """,
                    login=login,
                    adresse=adresse,
                    instant=instant,
                    oubli=instant - OUBLI,
                )
            )
            ligne, nombre, dernier = cr.fetchone()
            reste = (dernier + timedelta(seconds=attente(nombre)) - instant).total_seconds()
            if reste > 0:
                return int(reste) + 1
            cr.execute(
                SQL("UPDATE connexion_echec SET nombre = nombre + 1, dernier = %s WHERE id = %s", instant, ligne)
            )
        return 0

    @api.model
    def _oublier(self, login, adresse):
        """Whoever got in starts anew."""
        with self.env.registry.cursor() as cr:
            # Raw SQL in a transaction of its own, as the counting
            cr.execute(SQL("DELETE FROM connexion_echec WHERE login = %s AND adresse = %s", login, adresse))

    def action_lever(self):
        """Let these people try again now; said on their user, by whom.

        :raise AccessError: for somebody else's agent
        """
        self.check_access("read")
        if self.user_id == self.env.user:
            raise AccessError(self.env._("Somebody else lifts your own delay. Nothing was changed."))
        notes = {}
        # sudo: whose failures these are was checked by the rules just above; a note on their user
        for user, echecs in self.sudo().grouped("user_id").items():
            notes[user.partner_id.id] = dire(echecs, lambda lus: lus._phrase_levee())
        notes.pop(False, None)  # nobody has such a login
        # sudo: as above
        self.sudo().user_id.partner_id._message_log_batch(notes)
        # sudo: the counter, which nobody writes otherwise
        self.sudo().unlink()
        return True

    def _phrase_levee(self):
        return self.env._(
            "Failed logins: %(nombre)s, the last one on %(dernier)s; the delay was lifted.",
            nombre=sum(self.mapped("nombre")),
            dernier=format_datetime(self.env, max(self.mapped("dernier")), dt_format="short"),
        )

    @api.autovacuum
    def _gc_echecs(self):
        self.search([("dernier", "<", maintenant() - OUBLI)]).unlink()
