# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Somebody is absent: from a day to a day, another one has their files and tasks, and they come back after."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, frozendict, ormcache
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.saisie import hors_du_fil, refuser_champs, sans_defauts

from .parts import suppleant

_lt = LazyTranslate(__name__)

#: What a head may still change once the absence has begun.
EN_COURS_LIBRES = {"date_fin"}
PAR_LE_CALENDRIER = _lt(
    "This follows from the days of the absence and cannot be changed by hand: %s. Nothing was saved."
)
COMMENCEE = _lt(
    "This absence has begun: only its last day can still be changed (%s cannot). Nothing was saved. End it, and write "
    "another one."
)


class ParcoursAbsence(models.Model):
    """One absence of one user in one commune.

    ::

        prevue ──(its first day)──> en_cours ──(the day after its last)──> finie
                                        └── files and tasks are with the replacement ──┘ and come back

    - The first who is present stands for whoever is absent, from replacement to replacement; when nobody is, nothing
      moves.
    - What comes back: what is still open, and still with whom it was given to. What somebody took, or was given by a
      person meanwhile, stays with them.
    - Whoever cannot take it back (archived, in another commune) leaves it there.
    """

    _name = "parcours.absence"
    _description = "Absence of an agent"
    _inherit = ["nom.lisible", "nom.reserve"]
    _order = "date_debut desc, id desc"
    _noms = ("user_id", "date_debut", "date_fin")
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", "Commune", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users", "Who is absent", required=True, ondelete="cascade", domain="[('id', 'in', agents_ids)]"
    )
    remplacant_id = fields.Many2one(
        "res.users",
        "Replaced by",
        ondelete="restrict",
        domain="[('id', 'in', agents_ids), ('id', '!=', user_id)]",
        help="Has the files and tasks during these days. Empty: they stay where they are.",
    )
    date_debut = fields.Date("From", required=True, default=lambda self: aujourdhui())
    date_fin = fields.Date("Up to and including", required=True)
    state = fields.Selection(
        [("prevue", "Planned"), ("en_cours", "Absent now"), ("finie", "Over")],
        "Status",
        required=True,
        readonly=True,
        default="prevue",
    )
    releve_ids = fields.One2many("parcours.absence.releve", "absence_id", "Handed over", readonly=True)
    nombre_dossiers = fields.Integer("Files handed over", compute="_compute_nombres")
    nombre_taches = fields.Integer("Tasks handed over", compute="_compute_nombres")
    agents_ids = fields.Many2many("res.users", compute="_compute_agents_ids")

    _jours = models.Constraint("CHECK(date_fin >= date_debut)", "The last day of an absence is not before its first.")
    _autre = models.Constraint("CHECK(user_id <> remplacant_id)", "Nobody replaces themselves.")
    _en_cours_idx = models.Index("(date_debut, date_fin) WHERE state <> 'finie'")

    @api.depends("company_id")
    def _compute_agents_ids(self):
        equipe = self.env["parcours.equipe"]
        for commune, absences in self.grouped("company_id").items():
            absences.agents_ids = equipe._agents(commune)

    @api.depends("releve_ids")
    def _compute_nombres(self):
        # sudo: numbers only, of an absence that the reader may read
        groupes = (
            self.env["parcours.absence.releve"]
            .sudo()
            ._read_group([("absence_id", "in", self.ids)], ["absence_id"], ["dossier_id:count", "tache_id:count"])
        )
        nombres = {absence.id: valeurs for absence, *valeurs in groupes}
        for absence in self:
            absence.nombre_dossiers, absence.nombre_taches = nombres.get(absence.id, (0, 0))

    # ---- what is kept -----------------------------------------------------------------------------------------------

    @api.constrains("user_id", "date_debut", "date_fin")
    def _check_une_a_la_fois(self):
        # sudo: whoever wrote the other one; its days come out, to somebody who may write this one
        for absence in self.sudo():
            autre = self.sudo().search(
                [
                    ("id", "!=", absence.id),
                    ("user_id", "=", absence.user_id.id),
                    ("state", "!=", "finie"),
                    ("date_debut", "<=", absence.date_fin),
                    ("date_fin", ">=", absence.date_debut),
                ],
                limit=1,
            )
            if autre:
                raise ValidationError(
                    self.env._(
                        "%(name)s is absent already from %(start)s to %(end)s. Nothing was saved. Change the days of "
                        "that absence, or of this one.",
                        name=absence.user_id.name,
                        start=format_date(self.env, autre.date_debut),
                        end=format_date(self.env, autre.date_fin),
                    )
                )

    @api.constrains("user_id", "remplacant_id", "company_id")
    def _check_equipe(self):
        # sudo: who works in a commune
        for absence in self.sudo():
            etrangers = (absence.user_id | absence.remplacant_id) - absence.agents_ids
            if etrangers:
                raise ValidationError(
                    self.env._(
                        "%(name)s does not work on the files of %(commune)s. Nothing was saved. Choose somebody of "
                        "this commune.",
                        name=etrangers[0].name,
                        commune=absence.company_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuser_automatiques(vals)
        # a default in the context must not say that it has begun
        modele = self if self.env.su else sans_defauts(self)
        absences = super(ParcoursAbsence, modele).create(vals_list)
        absences._appliquer()
        return absences

    def write(self, vals):
        self._refuser_automatiques(vals)
        if not self.env.su and self.filtered(lambda absence: absence.state != "prevue"):
            refuser_champs(self, hors_du_fil(vals) - EN_COURS_LIBRES, COMMENCEE)
        if not self.env.su and self.filtered(lambda absence: absence.state == "finie"):
            raise UserError(self.env._("This absence is over and cannot be changed. Nothing was saved."))
        resultat = super().write(vals)
        if vals.keys() & {"user_id", "remplacant_id", "date_debut", "date_fin"}:
            self._appliquer()
        return resultat

    def _refuser_automatiques(self, vals):
        if not self.env.su:
            refuser_champs(self, vals.keys() & {"state", "releve_ids"}, PAR_LE_CALENDRIER)

    @api.ondelete(at_uninstall=False)
    def _unlink_prevue(self):
        if self.filtered(lambda absence: absence.state != "prevue"):
            raise UserError(
                self.env._("This absence has begun: it stays on record. Nothing was removed. End it if they are back.")
            )

    def unlink(self):
        resultat = super().unlink()
        self.env.registry.clear_cache()
        return resultat

    def action_retour(self):
        """They are back: what was handed over comes back at once."""
        for absence in self:
            if absence.state != "en_cours":
                raise UserError(self.env._("Nobody is back from an absence that is not running. Nothing was changed."))
        self.check_access("write")
        hier = fields.Date.subtract(aujourdhui(), days=1)
        # sudo: access was checked above; files and tasks follow from it
        for absence in self.sudo():
            absence.write({"state": "finie", "date_fin": max(hier, absence.date_debut)})
        self.sudo()._finir()

    # ---- who stands for whom ----------------------------------------------------------------------------------------

    @api.model
    def _remplacant(self, user_id):
        """Return the id of who has today what is given to that user: themselves when they are present, or when nobody
        who is present replaces them."""
        return suppleant(user_id, self._absents_du_jour()) or user_id

    @api.model
    def _absents_du_jour(self):
        """Return ``{id of who is absent today: id of the replacement, or None}``."""
        return self._absents(aujourdhui())

    @api.model
    @ormcache("jour")
    def _absents(self, jour):
        """Return ``{id of who is absent that day: id of the replacement, or None}``."""
        # sudo: the same for everybody, as this cache is; nothing of it comes out but who stands for whom
        absences = self.sudo().search([("date_debut", "<=", jour), ("date_fin", ">=", jour), ("state", "!=", "finie")])
        return frozendict({un.user_id.id: un.remplacant_id.filtered("active").id or None for un in absences})

    # ---- from the first day to the last -----------------------------------------------------------------------------

    @api.model
    def _cron_relever(self):
        """Hand over what is of those whose absence begins, and give back what is of those whose absence is over."""
        jour = aujourdhui()
        self.env.registry.clear_cache()
        # sudo: nightly automatic process over every commune
        absences = self.sudo()
        finies = [("state", "!=", "finie"), ("date_fin", "<", jour)]
        a_commencer = [("state", "=", "prevue"), ("date_debut", "<=", jour), ("date_fin", ">=", jour)]
        lots.run(
            self.env,
            lots.Step(absences, lambda lot: lot._finir(), finies, size=10, order="date_fin, id"),
            lots.Step(absences, lambda lot: lot._commencer(), a_commencer, size=10, order="date_debut, id"),
            # what was given to them at the very moment when they became absent, which neither could see of the other
            lots.Step(absences, lambda lot: lot._remettre(), [("state", "=", "en_cours")], size=10),
        )

    def _appliquer(self):
        """Do at once what these days ask for already: who writes an absence of today does not wait for the night."""
        self.env.registry.clear_cache()
        jour = aujourdhui()
        # sudo: the user may write the absence; files and tasks follow from it
        absences = self.sudo()
        absences.filtered(lambda a: a.state != "finie" and a.date_fin < jour)._finir()
        absences.filtered(lambda a: a.state == "prevue" and a.date_debut <= jour <= a.date_fin)._commencer()

    def _commencer(self):
        """Hand over the open files and tasks of who is absent, and remember which."""
        self.state = "en_cours"
        self._remettre()

    def _remettre(self):
        """Hand over what is still with who is absent; what was handed over before stays where it is."""
        releves = self.env["parcours.absence.releve"]
        for absence in self:
            present = self.env["res.users"].browse(self._remplacant(absence.user_id.id))
            if present != absence.user_id:
                releves._remettre(absence, present)

    def _finir(self):
        """Give back what was handed over, where it still is; an absence that never began gives nothing back."""
        self.state = "finie"
        self.env.registry.clear_cache()
        for absence in self:
            present = self.env["res.users"].browse(self._remplacant(absence.user_id.id))
            absence.releve_ids._rendre(present)
