# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from markupsafe import Markup

from odoo import api, fields, models
from odoo.api import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, sql

from ..jour import aujourdhui
from ..paroles import ParoleBreve, ParoleHtml, dire
from .fil_reserve import hors_de_vue, reserves
from .mail_message import COMPLETE, PERMIS

#: Whose a task is, and what it is about.
VISE = ("user_id", "res_id", "res_model", "res_model_id")


def _en_paragraphe(texte):
    """Return a text as the column of notes keeps it."""
    return (texte if isinstance(texte, Markup) else Markup("<p>%s</p>") % texte) if texte else ""


class MailActivity(models.Model):
    """The tasks that automatic processes give and take back: one way for all of them."""

    _inherit = "mail.activity"

    # What robots ask is read in the reader's words (see `_donner`).
    summary = ParoleBreve()
    note = ParoleHtml()
    # Not stored: what a record is called is for the reader of the task to know or not, and changes with it.
    res_name = fields.Char(store=False, search="_search_res_name")

    def init(self):
        """Odoo's own column kept the name of whom each task was about."""
        resultat = super().init()
        if sql.column_exists(self.env.cr, self._table, "res_name"):
            # Raw SQL: a constant; the column is not one of a field any more
            self.env.cr.execute(SQL("ALTER TABLE mail_activity DROP COLUMN res_name"))
        return resultat

    # ---- what a task is about ---------------------------------------------------------------------------------------

    @api.depends("res_model", "res_id")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_res_name(self):
        for modele, taches in self.grouped("res_model").items():
            records = self.env[modele].browse(set(taches.mapped("res_id"))).exists() if modele else ()
            noms = {record.id: record.display_name for record in records}
            for tache in taches:
                tache.res_name = noms.get(tache.res_id, False)

    @api.model
    def _search_res_name(self, operator, value):
        """Tasks about what the reader finds by that name."""
        if operator not in ("=", "in", "like", "ilike", "=like", "=ilike"):
            return NotImplemented
        # sudo: the models that have tasks
        modeles = [modele for (modele,) in self.sudo()._read_group([("res_model", "!=", False)], ["res_model"])]
        return Domain.OR(
            Domain("res_model", "=", modele)
            & Domain("res_id", "in", self.env[modele]._search([("display_name", operator, value)]))
            for modele in modeles
            if modele in self.env and self.env[modele].has_access("read")
        )

    def _check_access(self, operation):
        """Who has a task reads it as long as they may read what it is about."""
        resultat = super()._check_access(operation)
        reste = self - resultat[0] if resultat else self
        if reste and (caches := hors_de_vue(reste, "res_model")):
            interdits = caches + resultat[0] if resultat else caches
            return interdits, lambda: interdits._make_access_error(operation)
        return resultat

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        requete = super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)
        if self.env.is_superuser() or bypass_access:
            return requete
        trouvees = self.browse(requete)
        return (trouvees - hors_de_vue(trouvees, "res_model"))._as_query(order)

    # ---- who may have one -------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        # what a default of the caller's says is said all the same
        vals_list = [self.default_get([nom for nom in VISE if nom not in vals]) | vals for vals in vals_list]
        absents = self._remplacer(vals_list) if any(vals.get("user_id") for vals in vals_list) else {}
        self._verifier_assignes(
            [(vals, self._modele_vise(vals), vals.get("res_id"), vals.get("user_id")) for vals in vals_list]
        )
        taches = super().create(vals_list)
        if absents:
            taches._noter_remplaces(absents)
        return taches

    @api.model
    def _remplacer(self, vals_list):
        """Door of the floor above: in these values, put whoever stands for somebody absent; return ``{rank: id of the
        absent}``."""
        return {}

    def _noter_remplaces(self, absents):
        """Door of the floor above: those of these tasks, by rank, were meant for somebody absent."""

    def write(self, vals):
        if not vals.keys().isdisjoint(VISE):
            vals = dict(vals)
            # sudo: what they are about and whose they are, to be checked below
            self._verifier_assignes(
                [
                    (
                        vals,
                        self._modele_vise(vals) or tache.res_model,
                        vals.get("res_id", tache.res_id),
                        vals.get("user_id", tache.user_id.id),
                    )
                    for tache in self.sudo()
                ]
            )
        return super().write(vals)

    @api.model
    def _modele_vise(self, vals):
        # sudo: the name of a model
        return vals.get("res_model") or self.env["ir.model"].sudo().browse(vals.get("res_model_id")).model

    @api.model
    def _verifier_assignes(self, lignes):
        """Refuse a task for somebody who may not read what it is about; an automatic process gives it to nobody in
        particular.

        :param lignes: ``[(values to write, name of the model, id of the record, id of the user)]``
        :raise UserError: in the user's words
        """
        utilisateurs = self.env["res.users"]
        for modele, ids in reserves(self.env, [ligne[1:3] for ligne in lignes if ligne[3]]).items():
            ouverts = {}
            for vals, nom, identifiant, user_id in lignes:
                if nom != modele or not user_id:
                    continue
                user = utilisateurs.browse(user_id)
                if user not in ouverts:
                    ouverts[user] = frozenset(self.env[modele].browse(ids)._ouverts_a(user)._ids)
                if identifiant in ouverts[user]:
                    continue
                if not self.env.su:
                    # sudo: a colleague whom the user has just named
                    raise UserError(
                        self.env._(
                            "%s may not open what this task is about, and cannot be given it. Nothing was saved. "
                            "Choose somebody of the commune in charge, or nobody: the task is then for whoever comes.",
                            user.sudo().name,
                        )
                    )
                vals["user_id"] = False

    # ---- the tasks of automatic processes ---------------------------------------------------------------------------

    @api.model
    def _donner(self, genre, records, resume, note=None, sur=None, a=None, valeurs=None):
        """Give a task for each of these records, due today, in the words of every language of the screens: whoever
        reads it, reads it in theirs; one create, no mail and no message.

        :param str genre: xml id of the type of the tasks
        :param resume: ``f(env, record) -> summary``; the record and the environment are in one language, then the next
        :param note: ``f(env, record) -> text``, or HTML as Markup
        :param sur: ``f(record) -> record`` the task is on; the record itself when not given. All of one model.
        :param a: ``f(record) -> users``, a task for each of them, or one for whoever comes when there are none; who is
            in charge of the record it is on (``user_id``) when not given
        :param valeurs: ``f(record) -> dict`` of other values of the task
        :return: the tasks
        """
        sur = sur or (lambda record: record)
        a = a or (lambda record: sur(record).user_id)
        lignes = []
        for record in records:
            # as the superuser: its words are for who gets it, who may read what the one who caused it may not
            lu = record.with_user(SUPERUSER_ID)
            dits = {"summary": dire(lu, lambda lu: resume(lu.env, lu)) or False}
            if note:
                dits["note"] = dire(lu, lambda lu: _en_paragraphe(note(lu.env, lu))) or False
            for agent in a(record) or [self.env["res.users"]]:
                autres = valeurs(record) if valeurs else {}
                lignes.append({"res_id": sur(record).id, "user_id": agent.id, **dits, **autres})
        commun = {
            "res_model_id": self.env["ir.model"]._get_id(sur(records)._name),
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(genre),
            "date_deadline": aujourdhui(),
            "automated": True,
        }
        # sudo: tasks are given by automatic processes, whoever's action they follow from
        taches = self.sudo().with_context(mail_activity_quick_update=True)
        return taches.create([commun | ligne for ligne in lignes])

    @api.model
    def _retirer(self, records, *genres, lien=None):
        """Take back the open tasks that were given for these records, whoever has them: what they asked for has no
        reason any more.

        :param genres: xml ids of the types of the tasks; all those given when there are none
        :param str lien: name of the field of the task that refers to the records, when it is not on them
        """
        domaine = Domain("automated", "=", True)
        if lien:
            domaine &= Domain(lien, "in", records.ids)
        else:
            domaine &= Domain("res_model", "=", records._name) & Domain("res_id", "in", records.ids)
        if genres:
            types = [self.env["ir.model.data"]._xmlid_to_res_id(genre) for genre in genres]
            domaine &= Domain("activity_type_id", "in", types)
        if records:
            # sudo: a task may belong to a colleague
            self.sudo().search(domaine).unlink()

    def _action_done(self, feedback=False, attachment_ids=None):
        """The documents of a task that is done join the note that says so, which was just written."""
        return super(MailActivity, self.with_context(**{COMPLETE: PERMIS}))._action_done(feedback, attachment_ids)
