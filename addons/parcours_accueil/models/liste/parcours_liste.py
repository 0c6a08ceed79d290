# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The lists of the landing page: what there is to do today, counted for whoever looks."""

from functools import partial
from time import monotonic

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .aujourd_hui import PLAFOND
from .domaine_saisi import CARTE_MS, PANNES

#: What a count that cannot be made is: a list that the reader's role may not open, or that is broken.
INCOMPTABLE = -1
#: Milliseconds that all broken cards of a page may take together.
PAGE_MS = 6_000
#: What the button of a line does: a method of its model, or the first of these steps that is possible.
ACTIONS = [
    ("action_me_charger", "Take charge"),
    ("action_acquitter", "Acknowledge the move"),
    ("action_verifier_cloture", "Closure checked"),
    ("action_controler", "Check again"),
    ("etape:attestation_remise", "Hand over the attestation"),
    ("etape:attestation_recue,sommation_recue", "Record the receipt"),
    ("etape:attestation_remise,sommation_envoyee", "Send again"),
    ("etape:sommation_envoyee", "Summon"),
    ("etape:constat_refus", "Find the refusal"),
    ("etape:inscription_organisateur", "Record the registration"),
    ("action_revue", "Review"),
    ("action_attester_inscription", "Give the attestation"),
    ("action_redemander", "Ask for it again"),
    ("action_executer", "Do what follows"),
    ("action_prolonger", "Prolong"),
    ("action_comparer", "Compare and join"),
    ("action_proposer", "Offer a place"),
    ("action_placer", "Placed in the module"),
    ("action_inscrire", "Register here"),
    ("action_convention", "Have it signed"),
    ("action_feuille", "Presence sheet"),
]
ETAPE = "etape:"


class ParcoursListe(models.Model):
    """One pre-established list: a name, a domain, an order, the groups it is for, what to do with it; its count.

    A card of the landing page. A new list is a new record, nothing else, whatever the model it is of. Counts follow
    the record rules of the reader, within a time; a list that cannot be counted is one card that says why.
    """

    _name = "parcours.liste"
    _description = "List of the landing page"
    _inherit = ["parcours.liste.aujourd.hui", "code.fixe", "domaine.saisi"]
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
        ACTIONS,
        "Main action",
        help="The button of each line of the card. Empty: open it.",
    )
    page = fields.Selection([("accueil", "Today")], required=True, default="accueil")
    champ_echeance = fields.Char("Late after", help="The day after which a line is late; it is shown in the line.")
    champ_age = fields.Char("Waits since", help="The day from which the card tells how long the oldest line waits.")
    champ_detail = fields.Char("Shown in each line", help="What is missing, or why it is there.")
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
        comptes, pannes = self._compter_listes()
        for liste in self:
            nombre = comptes[liste].nombre if liste in comptes else INCOMPTABLE
            liste.nombre = nombre
            liste.nombre_texte = "–" if nombre == INCOMPTABLE else liste._texte_nombre(nombre)
            liste.panne = liste._dire_panne(pannes[liste]) if liste in pannes else False

    def _compter_une_a_une(self, miens=False, lignes=False):
        """The same for each by itself: slow, and only while one of them is broken."""
        comptes, pannes, debut = {}, {}, monotonic()
        for liste in self:
            reste = PAGE_MS - (monotonic() - debut) * 1000
            try:
                comptes[liste] = liste._compter(miens, min(CARTE_MS, max(100, int(reste))), lignes)
            except PANNES as panne:
                pannes[liste] = panne
        return comptes, pannes

    def _compter(self, miens=False, millisecondes=CARTE_MS, lignes=False):
        """Count this list alone.

        :raise: one of `PANNES`, when it cannot be
        """
        with self._temps_limite(millisecondes):
            requetes = {self: self._requete(miens, lignes)}
            comptes = self._lire_comptes(requetes)
            if lignes:
                self._lire_presses(requetes, comptes)
        return comptes[self]

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

    @api.constrains("modele", "action", "champ_echeance", "champ_age", "champ_detail")
    def _check_colonnes(self):
        """Days are columns of its model; what is shown finds a person, or is ours: a landing page reads no register."""
        for liste in self:
            modele = self.env[liste.modele]
            jours = [nom for nom in (liste.champ_echeance, liste.champ_age) if nom]
            champs = [modele._fields.get(nom) for nom in jours]
            if not all(champ and champ.store and champ.type in ("date", "datetime") for champ in champs):
                raise ValidationError(self.env._("“%s” is no day of these lines. Nothing was saved.", ", ".join(jours)))
            noms = [nom for nom in (*jours, liste.champ_detail) if nom]
            if any(nom not in modele._fields for nom in noms):
                raise ValidationError(self.env._("“%s” is no field of these lines. Nothing was saved.", noms[-1]))
            if hasattr(modele, "_its_des") and modele._its_des(noms):
                raise ValidationError(
                    self.env._(
                        "“%s” is said by the National Register: reading it is logged, so it cannot stand on a landing "
                        "page. Nothing was saved.",
                        ", ".join(nom for nom in noms if modele._its_des([nom])),
                    )
                )
            methode = liste.action and liste._bouton()["methode"]
            if methode and not hasattr(modele, methode):
                raise ValidationError(self.env._("This main action is not one of these lines. Nothing was saved."))

    def _bouton(self):
        """Return what the button of each line does: ``{"libelle", "methode", "contexte"}``; without a method it opens
        the line."""
        self.ensure_one()
        libelle = dict(self._fields["action"]._description_selection(self.env)).get(self.action)
        if not libelle:
            return {"libelle": self.env._("Open"), "methode": "", "contexte": {}}
        if self.action.startswith(ETAPE):
            contexte = {"parcours_etapes": self.action.removeprefix(ETAPE)}
            return {"libelle": libelle, "methode": "action_etape_du_jour", "contexte": contexte}
        return {"libelle": libelle, "methode": self.action, "contexte": {}}

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
                "aide_cle": f"liste.{self.code}" if self.code else "",
                "parcours_action": self.action or "",
                "liste_ordre": {self.modele: self.ordre} if self.ordre else {},
            },
            "help": Markup("<p class='o_view_nocontent_smiling_face'>%s</p>") % self.env._("Nothing here"),
        }
