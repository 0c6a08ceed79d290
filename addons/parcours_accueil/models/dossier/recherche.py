# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.parcours_socle.recherche import cles_nom, cles_numero, cles_reference, lire, repond
from odoo.addons.registre_national.models.registre_trouvable import CANDIDATS, CHERCHE, EXCLUT

from ..vocabulaire import GROUPES_IDENTITE

#: What separates the words of a file without a person; dropped, as apostrophes are.
SEPARATEURS = " ,.-/'’\u00a0"


class DossierRecherche(models.AbstractModel):
    """How a file is found: by its person's keys (`registre.personne.recherche`), to which it adds its reference and
    how the person is reached. Who may not see whose file it is finds it by its reference only.
    """

    _name = "parcours.dossier.recherche"
    _description = "Pathway file: how it is found"
    _inherit = ["registre.trouvable"]

    telephone = fields.Char(groups=GROUPES_IDENTITE, help="As the person gave it; a search finds it however written.")
    courriel = fields.Char("E-mail", groups=GROUPES_IDENTITE, help="As the person gave it.")

    # The few files without a person: those joined to another one, and what came before the register.
    _sans_personne_idx = models.Index("(id) WHERE personne_id IS NULL")

    @api.model
    @api.private
    def _domaine_recherche(self, texte, debuts=True):
        """The domain of the files that a text finds; as `registre.personne._domaine_recherche`."""
        requete = lire(texte)
        if not requete.sens:
            return Domain.FALSE
        return Domain.custom(
            to_sql=lambda _model, alias, _query: self._sql_recherche(alias, requete, debuts),
            predicate=lambda dossier: dossier._repond(requete),
        )

    @api.model
    @api.private
    def _candidats(self, texte, debuts=True, limite=CANDIDATS, domaine=()):
        """As `registre.trouvable`, in two searches: each stops at the first so many, as their union would not."""
        requete = lire(texte)
        if not requete.sens:
            return self.browse()
        trouves = self.browse()
        for sql in (self._sql_par_personne, self._sql_sans_personne):
            condition = Domain.custom(to_sql=lambda _model, alias, _query, sql=sql: sql(alias, requete, debuts))
            if reste := limite - len(trouves):
                trouves += self.browse(self._search(condition & Domain(domaine or Domain.TRUE), limit=reste))
        return trouves

    def _repond(self, requete):
        # sudo: the keys of a file that is in memory, and may be read by whoever filters it
        dossier = self.sudo()
        if dossier.personne_id:
            return repond((dossier.personne_id.recherche or "").split(), requete)
        return repond(cles_nom(dossier.name) | cles_numero(dossier.niss) | cles_reference(dossier.reference), requete)

    @api.model
    def _sql_recherche(self, alias, requete, debuts):
        """The condition on a table of files under that alias. The record rules of files are added by who searches, so
        that of people only those of the reader's own files come out; what was typed goes as parameters."""
        return SQL(
            """%(id)s IN (SELECT d.id FROM parcours_dossier d WHERE %(par_personne)s
                           UNION ALL
                          SELECT d.id FROM parcours_dossier d WHERE %(sans_personne)s)""",
            id=SQL.identifier(alias, "id"),
            par_personne=self._sql_par_personne("d", requete, debuts),
            sans_personne=self._sql_sans_personne("d", requete, debuts),
        )

    @api.model
    def _sql_par_personne(self, alias, requete, debuts):
        """The condition on the files whose person answers."""
        return SQL(
            "%s IN (SELECT p.id FROM registre_personne p WHERE %s)",
            SQL.identifier(alias, "personne_id", to_flush=self._fields["personne_id"]),
            self.env["registre.personne"]._sql_recherche("p", requete, debuts),
        )

    @api.model
    def _sql_sans_personne(self, alias, requete, _debuts):
        """The condition on the files without a person, few enough for their words to be compared one by one."""
        colonnes = (SQL.identifier(alias, nom, to_flush=self._fields[nom]) for nom in ("name", "niss", "reference"))
        texte = SQL("translate(unaccent(lower(concat_ws(' ', %s))), %s, '')", SQL(", ").join(colonnes), SEPARATEURS)
        mots = (
            SQL("(%s)", SQL(" OR ").join(SQL("%s LIKE %s", texte, f"%{cle}%") for cle in formes))
            for formes in requete.sens[0]
        )
        personne = SQL.identifier(alias, "personne_id", to_flush=self._fields["personne_id"])
        return SQL("%s IS NULL AND %s", personne, SQL(" AND ").join(mots))

    @api.model
    def _search_display_name(self, operator, value):
        """What completion and the search boxes of every list ask."""
        cherche = isinstance(value, str) and value.strip() and operator in CHERCHE + EXCLUT
        if not self._has_field_access(self._fields["name"], "read"):
            return Domain("reference", operator, value) | self._domaine_joints(operator, value)
        if not cherche:
            return super()._search_display_name(operator, value)
        trouves = self._domaine_recherche(value)
        return ~trouves if operator in EXCLUT else trouves
