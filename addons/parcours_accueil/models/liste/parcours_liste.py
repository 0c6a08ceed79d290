# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The lists of the landing page: what there is to do today, counted for whoever looks."""

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from odoo.addons.parcours_socle.jour import aujourdhui

#: A card counts up to here; more is shown as "10,000+".
PLAFOND = 10_000
#: What a count that cannot be made is: a list that the reader's role may not open.
INCOMPTABLE = -1


class ParcoursListe(models.Model):
    """One pre-established list: a name, a domain, an order, the groups it is for, what to do with it; its count.

    A card of the landing page. A new list is a new record, nothing else, whatever the model it is of. Counts follow
    the record rules of the reader.
    """

    _name = "parcours.liste"
    _description = "List of the landing page"
    _inherit = ["code.fixe"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="Name by which screens recognise the list; empty for a list of your own.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    consigne = fields.Text("What to do", translate=True, help="One sentence, shown on the card.")
    modele = fields.Selection("_selection_modele", "List of", required=True, default="parcours.dossier")
    domaine = fields.Char("Which ones", required=True, default="[]")
    ordre = fields.Char("Order", help="Fields by which the list is sorted, for example: date_echeance, id desc")
    niveau = fields.Selection(
        [("information", "To follow"), ("a_faire", "To do"), ("urgent", "Urgent")],
        "Kind",
        required=True,
        default="a_faire",
    )
    action = fields.Selection(
        [
            ("action_me_charger", "Take charge"),
            ("action_acquitter", "Acknowledge the move"),
            ("action_verifier_cloture", "Closure checked"),
            ("action_controler", "Check again"),
        ],
        "Main action",
        help="Offered above the list for the lines that are ticked. Empty: open each file.",
    )
    group_ids = fields.Many2many("res.groups", string="Shown to", help="Empty: to everybody who handles files.")
    nombre = fields.Integer("Count", compute="_compute_nombre")
    nombre_texte = fields.Char("Files now", compute="_compute_nombre")

    _code_unique = models.UniqueIndex("(code) WHERE code IS NOT NULL", "Two lists cannot have the same code.")

    @api.model
    def _selection_modele(self):
        """Return the models a list can be of: those that say so, on this floor or above."""
        # sudo: names of models only
        modeles = self.env["ir.model"].sudo()
        noms = sorted(self.env.registry.descendants(["liste.ordonnable"], "_inherit"))
        return [(nom, modeles._get(nom).name or nom) for nom in noms if not self.env.registry[nom]._abstract]

    @api.depends("modele", "domaine")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_nombre(self):
        """Count every list in one query, as the reader, and never beyond `PLAFOND`."""
        branches = []
        for liste in self:
            liste.nombre, liste.nombre_texte = INCOMPTABLE, "–"
            try:
                requete = self.env[liste.modele]._search(liste._domaine(), limit=PLAFOND + 1)
            except (AccessError, KeyError, ValueError, SyntaxError):
                # a list that this role may not open, or whose model or field went with an addon: the page stays
                continue
            # Raw SQL: queries made by the ORM, with the record rules of the reader, put side by side
            branches.append(SQL("SELECT %s::int, count(*) FROM (%s) AS q", liste._origin.id or 0, requete.select()))
        if not branches:
            return
        comptes = dict(self.env.execute_query(SQL(" UNION ALL ").join(branches)))
        langue = self.env["res.lang"]._lang_get(self.env.lang or "en_US")
        for liste in self:
            if (nombre := comptes.get(liste._origin.id or 0)) is not None:
                liste.nombre = nombre
                texte = langue.format("%d", min(nombre, PLAFOND), grouping=True)
                liste.nombre_texte = f"{texte}+" if nombre > PLAFOND else texte

    @api.constrains("modele", "domaine", "ordre")
    def _check_domaine(self):
        for liste in self:
            try:
                modele = self.env[liste.modele]
                domaine = liste._domaine()
                domaine.validate(modele)
                modele._search(domaine, limit=1, order=liste.ordre or None).select()
            except (KeyError, ValueError, SyntaxError, AccessError) as erreur:
                raise ValidationError(
                    self.env._("The list “%(name)s” cannot be made: %(error)s.", name=liste.name, error=erreur)
                ) from erreur

    def _domaine(self):
        """Return the domain. It may name what Odoo's own editor of domains names: the reader (``uid``) and the day
        (``today`` as text, ``context_today()``, ``relativedelta``)."""
        self.ensure_one()
        jour = aujourdhui()
        contexte = {
            "uid": self.env.uid,
            "today": fields.Date.to_string(jour),
            "context_today": lambda: jour,
            "relativedelta": relativedelta,
        }
        return Domain(safe_eval(self.domaine or "[]", contexte))

    def action_ouvrir(self):
        """Open the list, in its order, with its main action."""
        self.ensure_one()
        # sudo: only whether the model has a board
        tableaux = self.env["ir.ui.view"].sudo()
        tableau = tableaux.search_count([("model", "=", self.modele), ("type", "=", "kanban")], limit=1)
        vues = ["list", "kanban", "form"] if tableau else ["list", "form"]
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self.modele,
            "view_mode": ",".join(vues),
            "views": [(False, vue) for vue in vues],
            "domain": list(self._domaine()),
            "context": {
                "parcours_liste": self.code or "",
                "parcours_action": self.action or "",
                "liste_ordre": {self.modele: self.ordre} if self.ordre else {},
            },
            "help": Markup("<p class='o_view_nocontent_smiling_face'>%s</p>") % self.env._("Nothing here"),
        }
