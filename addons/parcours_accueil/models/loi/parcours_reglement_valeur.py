# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The figures of a version of the law: lengths of terms, ages, amounts, each with its article (loi.md §5)."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError

UNITES = [
    ("mois", "Months"),
    ("jours", "Days"),
    ("jours_ouvrables", "Working days"),
    ("annees", "Years"),
    ("euros", "Euros"),
    ("heures", "Hours"),
    ("fois", "Times"),
    ("pour_cent", "Per cent"),
    ("choix", "Choice"),
]
#: The most that one figure can be, by its unit: what is more was mistyped, and no calendar could count it.
PLAFONDS = {"mois": 120, "jours": 3_650, "jours_ouvrables": 60, "annees": 130, "euros": 100_000, "choix": 1}
PLAFONDS |= {"heures": 2_000, "fois": 100, "pour_cent": 100}


class Figure(NamedTuple):
    """What a figure that files are counted with must be: the units that its readers understand; `jamais`: whether 0 is
    a value, which says "never". Any other length or amount of 0 is a figure that somebody emptied."""

    unites: tuple
    jamais: bool = False


class Valeur(NamedTuple):
    """One figure as the engine reads it: a float in euros, else an integer; `article`: empty when the law has none."""

    nombre: int | float
    unite: str
    article: str


class ParcoursReglementValeur(models.Model):
    """One figure of one version of the law. Frozen with its version, copied to a new one.

    The engine finds it by its code, which for the length of a term is the code of that term: see
    `parcours.reglement._valeur`. Which codes a version must have: `parcours.reglement._codes_requis`.
    """

    _name = "parcours.reglement.valeur"
    _description = "Value of a version of the law"
    _inherit = "parcours.reglement.partie"
    _order = "reglement_id, sequence, id"

    name = fields.Char("Term or amount", required=True, translate=True)
    reglement_id = fields.Many2one("parcours.reglement", "Regulation", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    code = fields.Char(required=True, help="Short name, the same in every version of the law.")
    valeur = fields.Float("Value", digits=(12, 2), required=True, help="Whole, except an amount in euros.")
    unite = fields.Selection(UNITES, "Unit", required=True)
    article = fields.Char(help="Empty when the law has none: the remark says where the value comes from.")
    remarque = fields.Char("Remark", translate=True)
    a_confirmer = fields.Boolean("To be confirmed")

    _code_unique = models.Constraint(
        "UNIQUE(reglement_id, code)", "This version already has a value with that short name."
    )
    _valeur_entiere = models.Constraint(
        "CHECK(valeur >= 0 AND (unite = 'euros' OR valeur = trunc(valeur)))",
        "A value cannot be negative, and only an amount in euros has decimals.",
    )

    @api.constrains("valeur", "unite", "code")
    def _check_vraisemblable(self):
        if fautes := self._invraisemblables():
            raise ValidationError(self.env._("Nothing was saved. %s", " ".join(fautes)))

    def _invraisemblables(self):
        """Return a sentence for each of these lines that no file can be counted with: nothing, or too much."""
        requis = self.env["parcours.reglement"]._codes_requis()
        unites = dict(self._fields["unite"]._description_selection(self.env))
        phrases = []
        for ligne in self:
            plafond = PLAFONDS.get(ligne.unite)
            if plafond and (ligne.valeur > plafond or not (ligne.valeur or _jamais(requis, ligne.code))):
                phrases.append(
                    self.env._(
                        "“%(name)s” cannot be %(value)s: give a number above 0, %(most)s at most (%(unit)s).",
                        name=ligne.name,
                        value=self.env["res.lang"]._lang_get(self.env.lang or "en_US").format("%.15g", ligne.valeur),
                        most=plafond,
                        unit=unites[ligne.unite].lower(),
                    )
                )
        return phrases

    def _apres_changement(self):
        """Nothing more: a value stands alone."""

    def _lue(self):
        """Return one line as the engine reads it."""
        self.ensure_one()
        nombre = self.valeur if self.unite == "euros" else int(self.valeur)
        return Valeur(nombre, self.unite, self.article or "")

    def _contenu(self):
        """Return what one line changes in lengths and amounts, as plain values."""
        return self.code, *self._lue()[:2]


def _jamais(requis, code):
    return code in requis and requis[code].jamais
