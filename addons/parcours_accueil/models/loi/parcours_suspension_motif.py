# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The grounds of suspension that a version of the law knows, each with its lengths and its article (loi.md §4)."""

from odoo import fields, models

from odoo.addons.registre_national.histoire.dates import UN_JOUR, plus_mois


class ParcoursSuspensionMotif(models.Model):
    """One ground of suspension in one version of the law. Frozen with its version, copied to a new one."""

    _name = "parcours.suspension.motif"
    _inherit = "parcours.reglement.partie"
    _description = "Ground of suspension"
    _order = "reglement_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    reglement_id = fields.Many2one("parcours.reglement", "Regulation", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    code = fields.Char(required=True, help="Short name, the same in every version of the law.")
    mois = fields.Integer("Months at most", help="Of one suspension or renewal. 0: as certified, without limit.")
    mois_minimum = fields.Integer("Months at least", help="0: no minimum.")
    mois_supplement = fields.Integer("Months more", help="Added in the case named beside it.")
    supplement = fields.Char("In the case of", translate=True)
    renouvelable = fields.Boolean("Renewable", help="Can be prolonged; else a new suspension cannot follow it at once.")
    preuve = fields.Text("Proof", translate=True)
    preuve_requise = fields.Boolean("Proof required", default=True, help="No suspension without a document.")
    confidentiel = fields.Boolean(
        "Confidential",
        help="The document is for the commune only, and who does not work on the whole file sees “Suspension”.",
    )
    article = fields.Char(required=True)
    a_confirmer = fields.Boolean("To be confirmed")

    _code_unique = models.Constraint(
        "UNIQUE(reglement_id, code)", "This version already has a ground with that short name."
    )
    _longueurs = models.Constraint(
        "CHECK(mois BETWEEN 0 AND 120 AND mois_minimum BETWEEN 0 AND 120 AND mois_supplement BETWEEN 0 AND 120"
        " AND (mois = 0 OR mois_minimum <= mois))",
        "A length is 0 to 120 months, and the least cannot be more than the most.",
    )

    def _apres_changement(self):
        """Nothing more: a ground stands alone."""

    def _contenu(self):
        """Return all that decides which suspensions one ground allows, as plain values."""
        return (
            self.code,
            self.mois,
            self.mois_minimum,
            self.mois_supplement,
            self.renouvelable,
            self.preuve_requise,
            self.confidentiel,
        )

    def _fin_maximale(self, debut, supplement=False):
        """Return the last day that one suspension (or renewal) from `debut` on may have, or None without a limit."""
        self.ensure_one()
        if not self.mois:
            return None
        return plus_mois(debut, self.mois + (self.mois_supplement if supplement else 0)) - UN_JOUR

    def _fin_minimale(self, debut):
        """Return the first day on which a suspension from `debut` on may end."""
        self.ensure_one()
        return plus_mois(debut, self.mois_minimum) - UN_JOUR if self.mois_minimum else debut
