# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Rules of the law, held as records: an Odoo domain over the facts of a file, with its article and explanation."""

import re

from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.parcours_socle.domaines import lire

from ..vocabulaire import ENTIER_INCONNU, FAITS
from .verdict import LIMITE

COLLECTION_TYPES = (list, tuple, set, frozenset)
JOUR_FIXE = re.compile(r"\d{4}-\d{2}-\d{2}")


class ParcoursRegle(models.Model):
    """One condition or exemption of one version of the law.

    A rule has three values for a file. *Unknown* when a fact it needs is empty or ``domaine_doute`` matches; else
    *true* when ``domaine`` matches; else *false*. A true rule is unknown once one of its ``limites`` is over; one that
    is marked ``examen_document`` counts as unknown: somebody must see a document first. A rule ``sur_demande`` is shown
    and never true by itself: the person asks for it. What the commune decides on both is parcours.exemption. How a rule
    is read: verdict.py.
    """

    _name = "parcours.regle"
    _inherit = ["parcours.reglement.partie", "parcours.regle.verdict", "parcours.regle.apercu"]
    _description = "Rule of a regulation"
    _order = "reglement_id, type, sequence, id"

    name = fields.Char(required=True, translate=True)
    reglement_id = fields.Many2one("parcours.reglement", "Regulation", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    type = fields.Selection([("condition", "Condition"), ("exemption", "Exemption")], required=True)
    code = fields.Char(required=True, help="C1… for a condition; the ground of the law for an exemption: 1, 2, 3b…")
    article = fields.Char(required=True)
    explication = fields.Text("Explanation", translate=True, help="What the rule says, in words an agent can repeat.")
    changement = fields.Text("What would change it", translate=True)
    domaine = fields.Char(
        "True when", required=True, default="[]", help="Condition over the facts: the rule is true when it matches."
    )
    domaine_doute = fields.Char(
        "Unknown when", help="Condition over the facts: the rule is unknown when it matches, for facts between limits."
    )
    fait_ids = fields.Many2many(
        "ir.model.fields",
        string="Facts needed",
        domain=[("model", "=", "parcours.dossier"), ("name", "in", FAITS)],
        help="The rule is unknown as long as one of these facts is empty.",
    )
    limites = fields.Char(
        "Unknown after",
        help="What is true lasts for so long only, then somebody looks: a date among the facts and the short name of a "
        "value of this version, for example “jour_titre_fin + titre_absent”; a comma between several.",
    )
    examen_document = fields.Boolean("Needs a document", help="True: a person must see a document before deciding.")
    sur_demande = fields.Boolean("On request", help="Never applied by itself: the person asks, the commune decides.")
    medical = fields.Boolean("Medical documents", help="Its documents go to the commune only.")
    a_confirmer = fields.Boolean("To be confirmed", help="A code, a value or an article awaits confirmation.")
    state = fields.Selection(related="reglement_id.state")

    @api.constrains("limites")
    def _check_limites(self):
        champs = self.env["parcours.dossier"]._fields
        for regle in self:
            morceaux = [morceau.strip() for morceau in (regle.limites or "").split(",") if morceau.strip()]
            faits = [trouve[1] if (trouve := LIMITE.fullmatch(morceau)) else "" for morceau in morceaux]
            if any(nom not in FAITS or champs[nom].type != "date" for nom in faits):
                raise ValidationError(
                    self.env._(
                        "“Unknown after” of the rule “%s” cannot be read. Write a date among the facts, a plus sign "
                        "and the short name of a value of the version.",
                        regle.name,
                    )
                )

    @api.constrains("domaine", "domaine_doute", "fait_ids")
    def _check_domaine(self):
        for regle in self:
            if not regle._est_lisible():
                raise ValidationError(
                    self.env._("The condition of the rule “%s” cannot be read. Build it again.", regle.name)
                )
            if etrangers := (regle._noms_lus(regle.domaine) | regle._noms_lus(regle.domaine_doute)) - set(FAITS):
                raise ValidationError(
                    self.env._(
                        "The rule “%(rule)s” uses something that is not a fact of the file: %(names)s.",
                        rule=regle.name,
                        names=", ".join(sorted(etrangers)),
                    )
                )
            if mobiles := regle._jours_mobiles():
                raise ValidationError(
                    self.env._(
                        "The rule “%(rule)s” compares a date with a day that moves: %(days)s. An outcome would change "
                        "without anything happening. Choose a fixed day, or a fact of today.",
                        rule=regle.name,
                        days=", ".join(mobiles),
                    )
                )

    def _jours_mobiles(self):
        """Return what the conditions compare dates with that is no fixed day ("today", "-1y")."""
        champs = self.env["parcours.dossier"]._fields
        mobiles = []
        for texte in (self.domaine, self.domaine_doute):
            for condition in self._conditions(texte):
                if champs[condition.field_expr].type == "date":
                    jours = (str(valeur) for valeur in _en_liste(condition.value) if valeur)
                    mobiles += [jour for jour in jours if not JOUR_FIXE.fullmatch(jour)]
        return mobiles

    def _est_lisible(self):
        """Whether both conditions can be read as domains over a file."""
        self.ensure_one()
        # sudo: whether a condition can be read does not depend on the reader; nothing is searched
        try:
            for texte in (self.domaine, self.domaine_doute):
                Domain(lire(texte)).validate(self.env["parcours.dossier"].sudo())
        except (ValueError, SyntaxError, TypeError):
            return False
        return True

    @api.onchange("domaine", "domaine_doute")
    def _onchange_domaine(self):
        self.fait_ids = [Command.link(fait.id) for fait in self._faits_oublies()]

    def _apres_changement(self):
        """No fact that a condition reads is forgotten among those the rule needs."""
        for regle in self:
            if oublies := regle._faits_oublies():
                regle.fait_ids = [Command.link(fait.id) for fait in oublies]

    def _faits_oublies(self):
        """Return the facts (ir.model.fields) that `domaine` reads although the rule does not say what to do when they
        are empty, neither as facts it needs nor in its doubt: it would then guess. They are facts the rule needs."""
        self.ensure_one()
        oublies = self._noms_lus(self.domaine) - set(self._faits_requis()) - self._noms_vides(self.domaine_doute)
        # sudo: Odoo's dictionary of our own columns, which users may not search; no personal data
        champs = self.env["ir.model.fields"].sudo()
        return champs.concat(*(champs._get("parcours.dossier", nom) for nom in FAITS if nom in oublies))

    @api.model
    def _conditions(self, texte):
        """Return the conditions of a domain; none when it cannot be read (:meth:`_check_domaine` says so)."""
        try:
            return list(Domain(lire(texte)).iter_conditions())
        except (ValueError, SyntaxError, TypeError):
            return []

    @api.model
    def _noms_lus(self, texte):
        """Return the names a domain reads."""
        return {condition.field_expr for condition in self._conditions(texte)}

    @api.model
    def _noms_vides(self, texte):
        """Return the names of which a domain says what their emptiness means."""
        return {
            condition.field_expr
            for condition in self._conditions(texte)
            if condition.operator in ("=", "in")
            # zero is a number, not an emptiness
            and any(valeur is False or valeur == ENTIER_INCONNU for valeur in _en_liste(condition.value))
        }

    def _contenu(self):
        """Return all that decides the value of one rule and what it gives, as plain values."""
        return (
            self.type,
            self.code,
            self.domaine,
            self.domaine_doute or "",
            self._faits_requis(),
            self.limites or "",
            self.examen_document,
            self.sur_demande,
        )

    def _faits_lus(self):
        """Return the names of the facts this rule needs or looks at, in the order of the file."""
        noms = {*self._faits_requis(), *self._noms_lus(self.domaine), *self._noms_lus(self.domaine_doute)}
        noms |= {nom for nom, _code in self._paires_limites()}
        return [nom for nom in FAITS if nom in noms]


def _en_liste(valeur):
    """Return the values a condition compares with, one or several."""
    return valeur if isinstance(valeur, COLLECTION_TYPES) else (valeur,)
