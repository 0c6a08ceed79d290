# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What happens when a term comes near its end and when it is over: chosen on screen, a server action for each."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.parcours_socle.jour import aujourdhui

from ..vocabulaire import ECHEANCES, SANS_JOURS

#: The longest term is of five years (prescription): ten leave room, and keep every date inside the calendar.
JOURS_PROCHE_MAX = 3_650


class ParcoursDelaiType(models.Model):
    """One kind of legal term.

    Its length is a value of the law, in each version of it (parcours.reglement); what is here is how the house works
    with it: whether suspensions move it (an open question of the law), how long before its end somebody is told, and
    the server actions called then and on the day after its end. The nightly term cron calls them with the terms as
    active records; an administrator writes new ones, on the model parcours.delai. What suspensions move and what is
    called then changes what happens to people: one head proposes it, another one confirms it.
    """

    _name = "parcours.delai.type"
    _description = "Kind of legal term"
    _inherit = ["deux.personnes", "code.fixe"]
    _order = "sequence, id"
    _a_deux = ("suspendable", "action_proche_id", "action_echue_id")

    name = fields.Char(required=True, translate=True)
    code = fields.Selection(ECHEANCES, "Term", required=True, readonly=True)
    sequence = fields.Integer(default=10)
    depart = fields.Text("Starts with", translate=True)
    fin = fields.Text("Is met by", translate=True)
    longueurs = fields.Text("Length", compute="_compute_longueurs")
    suspendable = fields.Boolean("Moved by suspensions")
    suspendable_article = fields.Char("Article (suspensions)")
    suspendable_a_confirmer = fields.Boolean("To be confirmed (suspensions)")
    jours_proche = fields.Integer("Days before", help="How many days before its end somebody is told. 0: nobody.")
    actions_possibles_ids = fields.Many2many("ir.actions.server", compute="_compute_actions_possibles_ids")
    action_proche_id = fields.Many2one(
        "ir.actions.server",
        "When near",
        ondelete="restrict",
        domain="[('id', 'in', actions_possibles_ids)]",
        help="Called once for each term, that many days before its end. Empty: nothing is done.",
    )
    action_echue_id = fields.Many2one(
        "ir.actions.server",
        "When over",
        ondelete="restrict",
        domain="[('id', 'in', actions_possibles_ids)]",
        help="Called once for each term that ended unmet, on the day after its end. Empty: nothing is done.",
    )

    _code_unique = models.Constraint("UNIQUE(code)", "There is one kind of each term.")

    def _compute_longueurs(self):
        # sudo: the published law is the same for everybody
        versions = self.env["parcours.reglement"].sudo().search([("state", "=", "publie")])
        for genre in self:
            genre.longueurs = "\n".join(genre._longueur_dans(version) for version in versions)

    def _longueur_dans(self, version):
        """Return the length of this term in a version of the law, in one sentence."""
        if self.code not in version._lignes():
            return self.env._("%s: no length, so that this term is not counted", version.name)
        return self.env._(
            "%(version)s: %(length)s (%(article)s)",
            version=version.name,
            length=self.env["parcours.delai"]._longueur_en_mots(*version._longueur(self.code)),
            article=version._article(self.code) or "-",
        )

    def _compute_actions_possibles_ids(self):
        # sudo: which actions there are for terms is no secret; their code stays with the administrators
        possibles = (
            self.env["ir.actions.server"]
            .sudo()
            .search([("model_id.model", "=", "parcours.delai"), ("usage", "=", "ir_actions_server")])
        )
        self.actions_possibles_ids = possibles

    @api.constrains("jours_proche")
    def _check_jours_proche(self):
        if any(not 0 <= genre.jours_proche <= JOURS_PROCHE_MAX for genre in self):
            raise ValidationError(
                self.env._(
                    "Enter a number of days between 0 and %s: somebody is told that long before the end of a term. "
                    "Nothing was saved.",
                    JOURS_PROCHE_MAX,
                )
            )

    @api.constrains("action_proche_id", "action_echue_id")
    def _check_actions(self):
        # sudo: only the model of the action is looked at
        actions = (self.action_proche_id | self.action_echue_id).sudo()
        if any(action.model_id.model != "parcours.delai" for action in actions):
            raise ValidationError(self.env._("Choose an action made for terms. Nothing was saved."))

    @api.model
    def _completer(self, module):
        """Make the kinds that the rows of this floor have and no data file describes: called by its name, told of like
        the others. Called by the data of each floor, at each installation and update.

        :param str module: the addon whose rows are known at this moment, beside those of the floors below
        """
        genres = self.search([("code", "!=", False)])
        noms = genres._get_external_ids()
        connus = {genre.code: noms[genre.id] for genre in genres}
        libelles = dict(self._fields["code"]._description_selection(self.with_context(lang=None).env))
        a_charger = []
        for rang, code in enumerate(self.env["parcours.delai"]._genres()):
            nom = f"{module}.delai_type_{code}"
            if code in connus and (nom in self.env.registry.loaded_xmlids or nom not in connus[code]):
                continue  # a data file describes it, or another floor
            valeurs = {"name": libelles[code], "code": code, "sequence": 1_000 + rang}
            if code not in connus:
                # from then on the screen says
                valeurs["action_proche_id"] = self.env.ref(f"{module}.action_delai_rappeler").id
                valeurs["action_echue_id"] = self.env.ref(f"{module}.action_delai_signaler").id
            a_charger.append({"xml_id": nom, "values": valeurs})
        self._load_records(a_charger, update=True)

    @api.model_create_multi
    def create(self, vals_list):
        # the row of the table says what holds until somebody chooses otherwise on the screen
        genres = self.env["parcours.delai"]._genres()
        for vals in vals_list:
            genre = genres[vals["code"]]
            vals.setdefault("suspendable", genre.suspendable)
            vals.setdefault("jours_proche", genre.rappel)
        types = super().create(vals_list)
        self.env.registry.clear_cache()  # parcours.evenement._tables
        return types

    def write(self, vals):
        resultat = super().write(vals)
        self.env.registry.clear_cache()  # parcours.evenement._tables
        if "jours_proche" in vals:
            self._deplacer_rappels()
        if "suspendable" in vals and self.env.su:  # confirmed
            self._faire_recompter()
        return resultat

    def unlink(self):
        resultat = super().unlink()
        self.env.registry.clear_cache()  # parcours.evenement._tables
        return resultat

    def _deplacer_rappels(self):
        """Move the reminders that were not given yet; one query a kind, whatever the number of terms."""
        # sudo: terms are written by the engine only; the right on the kind was checked by the caller
        Delai = self.env["parcours.delai"].sudo()
        Delai.flush_model()
        for genre in self:
            # Raw SQL: a date computed from another column, on possibly hundreds of thousands of technical rows; the
            # writer's right on the kind was checked above, and values are parameters.
            self.env.cr.execute(
                SQL(
                    """UPDATE parcours_delai
                          SET date_action = CASE WHEN %(jours)s > 0 THEN date_echeance - %(jours)s::int
                                                 ELSE date_echeance + 1 END
                        WHERE type_id = %(type)s AND date_proche_faite IS NULL AND date_action IS NOT NULL
                              AND state = 'en_cours' AND date_suite IS NULL AND date_echeance >= %(jour)s""",
                    jours=genre.jours_proche,
                    type=genre.id,
                    jour=aujourdhui(),
                )
            )
        Delai.invalidate_model(["date_action"])

    def _faire_recompter(self):
        """Have the files with suspensions counted again, by the term cron: there may be many."""
        # sudo: files are counted again whoever decided it; the right on the kind was checked by the caller
        suspendus = self.env["parcours.suspension"].sudo().search([("state", "not in", SANS_JOURS)]).dossier_id
        suspendus.with_context(tracking_disable=True).date_bascule = aujourdhui()
        self.env.ref("parcours_accueil.cron_delais").sudo()._trigger()
