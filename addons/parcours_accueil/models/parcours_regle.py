# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Rules of the law, held as records: an Odoo domain over the facts of a file, with its article and explanation."""

import json
from ast import literal_eval
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .dossier_faits import FAITS

VRAI, FAUX, INCONNU = "vrai", "faux", "inconnu"


class Verdict(NamedTuple):
    """What a combination of rule values gives; shared by every file with the same combination."""

    resultat: str
    exemption_code: str | bool
    regles_json: str
    decisif_json: str


class ParcoursRegle(models.Model):
    """One condition or exemption of one version of the law.

    A rule has three values for a file. *Unknown* when a fact it needs is empty or ``domaine_doute`` matches; else
    *true* when ``domaine`` matches; else *false*. A true rule marked ``examen_document`` counts as unknown: somebody
    must see a document first. A rule ``sur_demande`` is shown and never true by itself: the person asks for it. What
    the commune decides on both is parcours.exemption (dossier_exemptions.py).
    """

    _name = "parcours.regle"
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
    fin = fields.Selection([("aucune", "No end"), ("permis", "With the permit")], "End", default="aucune")
    examen_document = fields.Boolean("Needs a document", help="True: a person must see a document before deciding.")
    sur_demande = fields.Boolean("On request", help="Never applied by itself: the person asks, the commune decides.")
    medical = fields.Boolean("Medical documents", help="Its documents go to the commune only.")
    a_confirmer = fields.Boolean("To be confirmed", help="A code, a value or an article awaits confirmation.")
    state = fields.Selection(related="reglement_id.state")

    @api.constrains("domaine", "domaine_doute", "fait_ids")
    def _check_domaine(self):
        Dossier = self.env["parcours.dossier"]
        for regle in self:
            for texte in filter(None, (regle.domaine, regle.domaine_doute)):
                try:
                    domaine = Domain(literal_eval(texte))
                    domaine.validate(Dossier)
                    noms = {condition.field_expr for condition in domaine.iter_conditions()}
                except (ValueError, SyntaxError, TypeError) as erreur:
                    raise ValidationError(
                        self.env._("The condition of the rule “%s” cannot be read. Build it again.", regle.name)
                    ) from erreur
                if etrangers := noms - set(FAITS):
                    raise ValidationError(
                        self.env._(
                            "The rule “%(rule)s” uses something that is not a fact of the file: %(names)s.",
                            rule=regle.name,
                            names=", ".join(sorted(etrangers)),
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        regles = super().create(vals_list)
        regles.reglement_id._verifier_brouillon()
        return regles

    def write(self, vals):
        self.reglement_id._verifier_brouillon()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_brouillon(self):
        self.reglement_id._verifier_brouillon()

    def _domaines(self):
        """Return the two domains of one rule: ``(unknown, true)``, over parcours.dossier.

        ``unknown`` gathers the empty facts and the doubt; ``true`` is to be read on what is not unknown.
        """
        self.ensure_one()
        inconnu = Domain.OR([self.env["parcours.dossier"]._domaine_fait_vide(nom) for nom in self._faits_requis()])
        if self.domaine_doute:
            inconnu |= Domain(literal_eval(self.domaine_doute))
        return inconnu, Domain(literal_eval(self.domaine))

    def _se_decide(self):
        """Whether the commune decides on it: asked for by the person, or proved by a document."""
        self.ensure_one()
        return self.sur_demande or self.examen_document

    def _faits_requis(self):
        """Return the names of the facts this rule needs, in the order of the file."""
        # sudo: the names of our own columns, read from Odoo's dictionary, which agents may not read; no personal data
        noms = set(self.sudo().fait_ids.mapped("name"))
        return [nom for nom in FAITS if nom in noms]

    def _faits_lus(self):
        """Return the names of the facts this rule needs or looks at, in the order of the file."""
        noms = set(self._faits_requis())
        for texte in filter(None, (self.domaine, self.domaine_doute)):
            noms.update(condition.field_expr for condition in Domain(literal_eval(texte)).iter_conditions())
        return [nom for nom in FAITS if nom in noms]

    def _verdict(self, valeurs):
        """Return what the rules of self give when they have those values.

        :param tuple valeurs: ``vrai``, ``faux`` or ``inconnu`` for each rule, in the order of self
        """
        paires = list(zip(self, valeurs, strict=True))
        fausses = [r for r, valeur in paires if r.type == "condition" and valeur == FAUX]
        vraies = [r for r, valeur in paires if r.type == "exemption" and valeur == VRAI]
        inconnues = [r for r, valeur in paires if valeur == INCONNU]
        if fausses:
            resultat, decisif = "hors_public", fausses
        elif vraies:
            resultat, decisif = "exempte", vraies
        elif inconnues:
            resultat, decisif = "a_examiner", inconnues
        else:
            resultat, decisif = "oblige", [r for r in self if r.type == "condition"]
        return Verdict(
            resultat,
            vraies[0].code if resultat == "exempte" else False,
            json.dumps({regle.id: valeur for regle, valeur in paires}),
            json.dumps([regle.id for regle in decisif]),
        )
