# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The lists of the landing page: what there is to do today, counted for whoever looks."""

from functools import partial
from time import monotonic

from markupsafe import Markup
from psycopg2 import Error

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from .domaine_saisi import CARTE_MS, PANNES

#: A card counts up to here; more is shown as "10,000+".
PLAFOND = 10_000
#: What a count that cannot be made is: a list that the reader's role may not open, or that is broken.
INCOMPTABLE = -1
#: Milliseconds that all broken cards of a page may take together.
PAGE_MS = 6_000


class ParcoursListe(models.Model):
    """One pre-established list: a name, a domain, an order, the groups it is for, what to do with it; its count.

    A card of the landing page. A new list is a new record, nothing else, whatever the model it is of. Counts follow
    the record rules of the reader, within a time; a list that cannot be counted is one card that says why.
    """

    _name = "parcours.liste"
    _description = "List of the landing page"
    _inherit = ["code.fixe", "domaine.saisi"]
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
    panne = fields.Char("Why it is not counted", compute="_compute_nombre")

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
        """Count every list in one query, as the reader, and never beyond `PLAFOND`; when that fails, one by one."""
        try:
            comptes, pannes = self._compter_ensemble()
        except Error:
            comptes, pannes = self._compter_une_a_une()
        langue = self.env["res.lang"]._lang_get(self.env.lang or "en_US")
        for liste in self:
            nombre = comptes.get(liste, INCOMPTABLE)
            texte = langue.format("%d", min(nombre, PLAFOND), grouping=True)
            liste.nombre = nombre
            liste.nombre_texte = "–" if nombre == INCOMPTABLE else f"{texte}+" if nombre > PLAFOND else texte
            liste.panne = liste._dire_panne(pannes[liste]) if liste in pannes else False

    def _compter_ensemble(self):
        """Return ``({list: count}, {list: what it raised})``.

        :raise psycopg2.Error: one of them cannot be counted; which one is not known
        """
        branches, pannes = {}, {}
        with self._temps_limite(CARTE_MS):
            for rang, liste in enumerate(self):
                try:
                    requete = self.env[liste.modele]._search(liste._domaine(), limit=PLAFOND + 1)
                except Error:
                    raise
                except PANNES as panne:
                    pannes[liste] = panne
                else:
                    branches[rang] = SQL("SELECT %s::int, count(*) FROM (%s) AS q", rang, requete.select())
            comptes = self._executer(SQL(" UNION ALL ").join(branches.values())) if branches else []
        return {self[rang]: nombre for rang, nombre in comptes}, pannes

    def _compter_une_a_une(self):
        """The same for each by itself: slow, and only while one of them is broken."""
        comptes, pannes, debut = {}, {}, monotonic()
        for liste in self:
            reste = PAGE_MS - (monotonic() - debut) * 1000
            try:
                comptes[liste] = liste._compter(min(CARTE_MS, max(100, int(reste))))
            except PANNES as panne:
                pannes[liste] = panne
        return comptes, pannes

    def _compter(self, millisecondes=CARTE_MS):
        self.ensure_one()
        return self._essayer(self.modele, self._domaine(), limite=PLAFOND + 1, millisecondes=millisecondes)

    def _domaine(self):
        """Return the domain of the reader (``uid``); days are words, which the search resolves on its day.

        :raise DomaineIllisible, KeyError: it cannot be read
        """
        self.ensure_one()
        return self._lire_domaine(self.modele, self.domaine)

    # ---- what is kept -----------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        listes = super().create([self._preparer(vals) for vals in vals_list])
        listes._essayer_avant_de_garder()
        listes._tracer("propose")
        return listes

    def write(self, vals):
        resultat = super().write(self._preparer(vals))
        if vals.keys() & {"modele", "domaine", "ordre", "group_ids"}:
            self._essayer_avant_de_garder()
        self._tracer("change")
        return resultat

    @api.ondelete(at_uninstall=False)
    def _unlink_trace(self):
        self._tracer("retire")

    def _tracer(self, geste):
        """Who puts what on the landing pages of whom; what the house ships comes with its version."""
        if not self.env.su:
            a_qui = lambda liste: ", ".join(liste.group_ids.mapped("name"))  # noqa: E731
            self.env["parcours.partage"]._tracer(geste, self, a_qui, domaine="domaine")

    @api.model
    def _preparer(self, vals):
        """Days in words, as Odoo's editor does not always write them; a model of the house."""
        if vals.get("modele") and vals["modele"] not in dict(self._selection_modele()):
            raise ValidationError(
                self.env._("A list is of files, terms or requests, not of “%s”. Nothing was saved.", vals["modele"])
            )
        if vals.get("domaine"):
            return vals | {"domaine": self._en_mots(vals["domaine"], partial(self._refus, vals.get("name") or ""))}
        return vals

    def _refus(self, nom, panne):
        return self.env._(
            "The conditions of the list “%(name)s” were not kept. %(reason)s",
            name=nom or self.name or "",
            reason=self._dire_panne(panne),
        )

    @api.constrains("modele", "domaine", "ordre", "group_ids")
    def _check_domaine(self):
        for liste in self:
            try:
                domaine = liste._domaine()
                domaine.validate(self.env[liste.modele])
                self.env[liste.modele]._search(domaine, limit=1, order=liste.ordre or None).select()
            except PANNES as panne:
                raise ValidationError(liste._refus("", panne)) from panne

    def _essayer_avant_de_garder(self):
        """Count as who keeps it, whose rights a constraint does not have, then as its readers."""
        # What the house ships is tried by its tests: an update does not hang on how busy a base is.
        if self.env.su:
            return
        for liste in self:
            try:
                liste._essayer(liste.modele, liste._domaine(), liste.ordre)
            except PANNES as panne:
                raise ValidationError(liste._refus("", panne)) from panne
            liste._essayer_pour_ses_roles()

    def _essayer_pour_ses_roles(self):
        """Count as somebody of each role it is shown to: what a role may not see is no condition of its list."""
        for groupe in self.group_ids:
            # sudo: any user of the role stands for it; what they would find is not told, only whether they may search
            lecteur = groupe.sudo().all_user_ids.filtered(lambda user: user.active and not user.share)[:1]
            if not lecteur:
                continue
            liste = self.with_user(lecteur).with_context(allowed_company_ids=lecteur.company_id.ids)
            try:
                domaine = liste._lire_domaine(self.modele, self.domaine)
                liste._essayer(self.modele, domaine, self.ordre, limite=PLAFOND + 1)
            except AccessError as panne:
                raise ValidationError(
                    self.env._(
                        "The list “%(name)s” names something that the role “%(role)s” may not see. Choose another "
                        "condition or order, or show it to others. Nothing was saved.",
                        name=self.name,
                        role=groupe.name,
                    )
                ) from panne
            except PANNES as panne:
                raise ValidationError(self._refus("", panne)) from panne

    def action_ouvrir(self):
        """Open the list, in its order, with its main action."""
        self.ensure_one()
        try:
            domaine = self._domaine()
            self._compter()
        except PANNES as panne:
            raise UserError(
                self.env._(
                    "The list “%(name)s” cannot be opened. %(reason)s Tell the head at Vivalis, who keeps the lists.",
                    name=self.name,
                    reason=self._dire_panne(panne),
                )
            ) from panne
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
            "domain": list(domaine),
            "context": {
                "parcours_liste": self.code or "",
                "parcours_action": self.action or "",
                "liste_ordre": {self.modele: self.ordre} if self.ordre else {},
            },
            "help": Markup("<p class='o_view_nocontent_smiling_face'>%s</p>") % self.env._("Nothing here"),
        }
