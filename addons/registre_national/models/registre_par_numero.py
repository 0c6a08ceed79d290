# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.parcours_socle.recherche import NUMERO_NATIONAL, lire

from .registre_trouvable import CHERCHE, EXCLUT


class RegistreParNumero(models.AbstractModel):
    """A list that keeps numbers of people: found by a whole number however it is written, and, by who may search
    people, by whatever finds them: a name, another number of theirs, a reference."""

    _name = "registre.par.numero"
    _description = "What is found by a national number"

    #: The columns that hold a number.
    _numeros = ("niss",)

    @api.model
    def _search_display_name(self, operator, value):
        if not isinstance(value, str) or not value.strip() or operator not in CHERCHE + EXCLUT:
            return super()._search_display_name(operator, value)
        chiffres = lire(value).chiffres
        trouves = Domain.FALSE
        if len(chiffres) == NUMERO_NATIONAL:
            trouves |= Domain.OR(Domain(nom, "=", chiffres) for nom in self._numeros)
        if self.env["registre.recherche"]._peut_chercher() and self.env["registre.personne"].has_access("read"):
            trouves |= Domain.OR(self._domaine_des_gens(nom, value) for nom in self._numeros)
        return ~trouves if operator in EXCLUT else trouves

    def _domaine_des_gens(self, nom, texte):
        """The domain of the records with, in that column, a number of somebody whom the reader finds by that text."""
        personnes = self.env["registre.personne"]
        siennes = personnes._search(personnes._domaine_recherche(texte))
        # sudo: the numbers of people whom the reader may read
        numeros = self.env["registre.niss"].sudo()
        requete = numeros._search([("personne_id", "in", siennes)])
        # Raw SQL: a column of this model against one of the numbers; what was typed is in the query of people.
        return Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                "%s IN %s",
                SQL.identifier(alias, nom, to_flush=self._fields[nom]),
                requete.subselect(SQL.identifier(requete.table, "niss")),
            )
        )
