# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models
from odoo.fields import Domain

from odoo.addons.parcours_socle.recherche import mots

#: Operators of a search box, and their contraries.
CHERCHE, EXCLUT = ("ilike", "like", "=ilike"), ("not ilike", "not like")
#: Records taken of all that a text finds, before they are put in order: to put ten thousand namesakes in order, or to
#: read them, takes longer than to find them.
CANDIDATS = 40


class RegistreTrouvable(models.AbstractModel):
    """What is found by names in any order and by any number. A model says by which (`_domaine_recherche`)."""

    _name = "registre.trouvable"
    _description = "What a search finds"

    @api.model
    @api.private
    def _candidats(self, texte, debuts=True, limite=CANDIDATS, domaine=()):
        """Return records that a text finds among those of the reader, so many at most, in no order.

        :param debuts: words may be the beginnings of names and numbers
        """
        trouves = self._domaine_recherche(texte, debuts) & Domain(domaine or Domain.TRUE)
        return self.browse(self._search(trouves, limit=limite))

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Completion, in the order of the search: whole words before beginnings, then by name; some of those when there
        are many more than are shown."""
        if not (limit and operator in CHERCHE and mots(name) and self._se_trouve_par_nom()):
            return super().name_search(name, domain, operator, limit)
        trouves = self.browse()
        for debuts in (False, True):
            autres = self._candidats(name, debuts, max(limit, CANDIDATS), domain) - trouves
            trouves += autres.sorted(lambda record: mots(record.name))
            if len(trouves) >= limit:
                break
        # sudo: a name to complete with is shown of every record that the reader was given, as Odoo does
        return [(record.id, record.display_name) for record in trouves[:limit].sudo()]

    def _se_trouve_par_nom(self):
        """Whether the reader finds these records by name: who may not see whose they are does not."""
        return self._has_field_access(self._fields["name"], "read")
