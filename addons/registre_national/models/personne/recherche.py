# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.recherche import en_tsquery, essentiel, lire, repond

from ..registre_trouvable import CHERCHE, EXCLUT

#: People whose keys are written in one statement.
LOT = 2_000


class RegistrePersonneRecherche(models.AbstractModel):
    """How somebody is found, everywhere: one column of keys, one index, one domain.

    The keys are those of `parcours_socle.recherche`: names without accents or apostrophes, and the numbers, former ones
    too. They are a column of the model like its others (`_compute_recherche`); here it is filled for many, and asked.
    """

    _name = "registre.personne.recherche"
    _description = "Person: how they are found"
    _inherit = ["registre.trouvable"]

    # A word or its beginning, in any order, among as many people as a Region has. Without the pending list of GIN,
    # which a search would read whole after each night's collection.
    _recherche_idx = models.Index(
        "USING gin (array_to_tsvector(string_to_array(recherche, ' '))) WITH (fastupdate=off)"
    )

    @api.model
    def _remplir_recherche(self):
        """Write the keys of everybody, a statement for some thousands: for an update, and for people made by SQL."""
        # sudo: called by an update and by who makes people by SQL, never by a user; nothing read comes out
        gens = self.sudo().with_context(active_test=False, prefetch_fields=False)
        for ids in split_every(LOT, gens.search([], order="id").ids, list):  # pylint: disable=no-search-all
            gens.browse(ids)._ecrire_recherche()

    @api.model
    def _sans_recherche(self):
        """The step of a night that writes the keys of who has none: an update that was stopped in its last script
        leaves people whom nothing finds."""
        # sudo: a nightly job over every commune; nothing read comes out
        gens = self.sudo().with_context(active_test=False, prefetch_fields=False)
        return lots.Step(gens, lambda lot: lot._ecrire_recherche(), Domain("recherche", "=", False), size=LOT)

    def _ecrire_recherche(self):
        """Write the keys of these people, in one statement."""
        self.env.flush_all()
        lignes = [(personne.id, recherche or "") for personne, recherche in self._cles_recherche().items()]
        self.env.invalidate_all(flush=False)
        # Raw SQL: a column that follows from others, of this model's own table; values are parameters.
        self.env.cr.execute_values(
            "UPDATE registre_personne AS p SET recherche = v.recherche FROM (VALUES %s) AS v (id, recherche)"
            " WHERE p.id = v.id AND p.recherche IS DISTINCT FROM v.recherche",
            lignes,
            page_size=LOT,
        )

    @api.model
    @api.private
    def _domaine_recherche(self, texte, debuts=True):
        """The domain of the people that a text finds; nobody when it has no letter and no digit.

        :param debuts: words may be the beginnings of names and numbers
        """
        requete = lire(texte)
        if not requete.sens:
            return Domain.FALSE
        # sudo: whether keys that nobody may read answer; the rules of the reader choose whose
        return Domain.custom(
            to_sql=lambda _model, alias, _query: self._sql_recherche(alias, requete, debuts),
            predicate=lambda personne: repond((personne.sudo().recherche or "").split(), requete),
        )

    @api.model
    def _sql_recherche(self, alias, requete, debuts=True):
        """The condition on a table of people under that alias, as the index answers it. The keys of the request are
        letters and digits (`en_tsquery`) and go as a parameter."""
        cles = SQL(
            "array_to_tsvector(string_to_array(%s, ' '))",
            SQL.identifier(alias, "recherche", to_flush=self._fields["recherche"]),
        )
        demandes = filter(None, (requete, essentiel(requete)))
        return SQL(" AND ").join(SQL("%s @@ %s::tsquery", cles, en_tsquery(une, debuts)) for une in demandes)

    @api.model
    def _search_display_name(self, operator, value):
        """What completion and the search boxes of every list ask: names in any order, any number, a reference."""
        if isinstance(value, str) and value.strip() and operator in CHERCHE + EXCLUT:
            trouves = self._domaine_recherche(value)
            return ~trouves if operator in EXCLUT else trouves
        return super()._search_display_name(operator, value)
