# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from odoo.addons.parcours_socle.recherche import cles_nom, cles_numero, en_tsquery, lire, repond

#: Operators of a search box, and their contraries.
CHERCHE, EXCLUT = ("ilike", "like", "=ilike"), ("not ilike", "not like")
#: People whose keys are written in one statement.
LOT = 2_000


class RegistrePersonneRecherche(models.AbstractModel):
    """How somebody is found, everywhere: one column of keys, one index, one domain.

    The keys are those of `parcours_socle.recherche`: names without accents or apostrophes, and the numbers, former ones
    too. A floor above adds what its file adds in `_cles_recherche`, and says on what it depends in `_compute_recherche`.
    """

    _name = "registre.personne.recherche"
    _description = "Person: how they are found"

    recherche = fields.Char(
        compute="_compute_recherche",
        store=True,
        groups=fields.NO_ACCESS,
        help="Names and numbers as a search compares them, one word after the other.",
    )

    # A word or its beginning, in any order, among as many people as a Region has. Without the pending list of GIN,
    # which a search would read whole after each night's collection.
    _recherche_idx = models.Index("USING gin (array_to_tsvector(string_to_array(recherche, ' '))) WITH (fastupdate=off)")

    @api.depends("name", "niss", "niss_ids.niss")
    def _compute_recherche(self):
        cles = self._cles_recherche()
        for personne in self:
            personne.recherche = " ".join(sorted(cles[personne]))

    def _cles_recherche(self):
        """Return {person: set of keys}; a floor above adds its own, in a few queries for all."""
        return {
            personne: {
                *(cle for partie in (personne.name or "").split(",") for cle in cles_nom(partie)),
                *cles_numero(personne.niss),
                *(cle for numero in personne.niss_ids for cle in cles_numero(numero.niss)),
            }
            for personne in self
        }

    @api.model
    def _remplir_recherche(self):
        """Write the keys of everybody, a statement for some thousands: for an update, and for people made by SQL."""
        self.env.flush_all()
        gens = self.sudo().with_context(active_test=False, prefetch_fields=False)
        for ids in split_every(LOT, gens.search([], order="id").ids, list):
            cles = gens.browse(ids)._cles_recherche()
            # Raw SQL: a column that follows from others, of this model's own table; values are parameters.
            self.env.cr.execute_values(
                "UPDATE registre_personne AS p SET recherche = v.recherche FROM (VALUES %s) AS v (id, recherche)"
                " WHERE p.id = v.id AND p.recherche IS DISTINCT FROM v.recherche",
                [(personne.id, " ".join(sorted(de))) for personne, de in cles.items()],
                page_size=LOT,
            )
            self.env.invalidate_all(flush=False)

    @api.model
    @api.private
    def _domaine_recherche(self, texte, debuts=True):
        """The domain of the people that a text finds; nobody when it has no letter and no digit.

        :param debuts: words may be the beginnings of names and numbers
        """
        requete = lire(texte)
        if not requete.sens:
            return Domain.FALSE
        return Domain.custom(
            to_sql=lambda _model, alias, _query: self._sql_recherche(alias, requete, debuts),
            predicate=lambda personne: repond((personne.sudo().recherche or "").split(), requete),
        )

    @api.model
    def _sql_recherche(self, alias, requete, debuts=True):
        """The condition on a table of people under that alias, as the index answers it. The keys of the request are
        letters and digits (`en_tsquery`) and go as a parameter."""
        return SQL(
            "array_to_tsvector(string_to_array(%s, ' ')) @@ %s::tsquery",
            SQL.identifier(alias, "recherche", to_flush=self._fields["recherche"]),
            en_tsquery(requete, debuts),
        )

    @api.model
    def _search_display_name(self, operator, value):
        """What completion and the search boxes of every list ask: names in any order, any number, a reference."""
        if isinstance(value, str) and value.strip() and operator in CHERCHE + EXCLUT:
            trouves = self._domaine_recherche(value)
            return ~trouves if operator in EXCLUT else trouves
        return super()._search_display_name(operator, value)
