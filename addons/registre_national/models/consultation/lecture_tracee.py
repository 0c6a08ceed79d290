# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from functools import wraps
from hashlib import sha256

from odoo import SUPERUSER_ID, api, models, tools
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.web.models.models import Base

#: Aggregates that list instead of counting.
LISTES = ("array_agg", "recordset", "string_agg")
#: A group, or the answer to a search, of fewer people than this says something of each of them.
PEU = 5
#: Room of one condition of a question in the log, and how many of them are written.
CONDITION, CONDITIONS = 80, 12
#: The aggregate that names whom such a group is about; Odoo does not split a grouping of pairs for one that ends so.
QUI = "__qui:array_agg_distinct"

#: The public methods that read, which Odoo serves on a connection that may only read where there is one.
LECTURES = ("read", "search", "search_count", "search_read", "name_search", "read_group", "formatted_read_group")
LECTURES += ("formatted_read_grouping_sets", "read_progress_bar", "web_name_search", "web_read", "web_read_group")
LECTURES += ("web_search_read",)
#: Key, in the cache of the transaction, of a search by facts that is being written.
DEDANS = "registre_national.dedans"


class LectureTracee(models.AbstractModel):
    """What makes the reading of register data a consultation that is logged (loi.md §8), whichever way it is read: a
    page, a list, a call from another program, a draft (`onchange`), an export, a letter, a group of few people, a
    search by what the register says.

    A model inherits this and says in `_montre` which of its columns show which information types, and of whom. What
    only helps to find a person is in no table, and is not logged when it is listed. The purpose is the model's, never
    the caller's. The superuser's readings are the application's own, and not logged here: their process says what it
    did.
    """

    _name = "lecture.tracee"
    _description = "Reading that is logged"

    #: {path to whom: {column: information types}}; a floor above, or a part, has its own table. The path leads to a
    #: model that says who its records are (`_de_qui`); "" is the record itself.
    _montre = {}
    #: The column that says which information type each record is of, whatever is read of it; empty: `_montre` says it.
    _champ_it = ""
    #: Why these are read: a key of the log's own reasons.
    _motif_lecture = "recherche"
    #: What an export of these records shows beside the columns above: who they are.
    _identifie = frozenset()
    #: The columns that hold a letter, or a print, with the address and the names of the person.
    _papiers = frozenset()
    #: What a letter made of these records shows.
    _montre_lettre = frozenset({"000", "001", "010", "020"})
    #: Columns by which one person is told from another: people are never grouped by them.
    _personnels = frozenset()

    # What is shown, and of whom

    @api.model
    @api.private
    @tools.ormcache()
    def _table_lecture(self):
        """Return `_montre` of every class of this model in one: {path: {column: information types}}."""
        table = {}
        for classe in reversed(type(self).__mro__):
            for chemin, colonnes in vars(classe).get("_montre", {}).items():
                lues = table.setdefault(chemin, {})
                lues.update((nom, lues.get(nom, frozenset()) | frozenset(its)) for nom, its in colonnes.items())
        return table

    @api.model
    @api.private
    def _its_des(self, noms):
        """Return the information types that these columns show; those that are in no table show none."""
        return frozenset().union(
            *(colonnes.get(nom, ()) for colonnes in self._table_lecture().values() for nom in noms),
        )

    def _lus(self, champs):
        """Return {record that says who: information types} of what these columns of these records show."""
        if self._champ_it:
            # sudo: of whom they are, and of which type, for the log
            return {} if set(champs) <= {"id", self._colonne_qui()} else self.sudo()._origin._par_type()
        lus = {}
        for chemin, colonnes in self._table_lecture().items():
            montres = [nom for nom in champs if nom in colonnes and self._se_montre(nom)]
            if its := frozenset().union(*(colonnes[nom] for nom in montres)):
                # sudo: of whom they are, for the log
                for qui, types in self.sudo().mapped(chemin)._origin._qui_et_quoi(its):
                    lus[qui] = lus.get(qui, frozenset()) | types
        return lus

    def _se_montre(self, nom):
        """Whether that column comes out: of a file, the web client asks for its size first."""
        if self._fields[nom].type != "binary":
            return True
        return not (self.env.context.get("bin_size") or self.env.context.get(f"bin_size_{nom}"))

    def _qui_et_quoi(self, its):
        """Yield (record that says who, information types) for what was read of each of these."""
        return self._par_type().items() if self._champ_it else ((qui, its) for qui in self)

    def _par_type(self):
        """Return {record that says who: information types} of these records, each of which is of one."""
        lus, colonne = {}, self._colonne_qui()
        for record in self:
            lus[record[colonne]] = lus.get(record[colonne], frozenset()) | {record[self._champ_it]}
        return lus

    def _de_qui(self):
        """Return {id: (national number, reference of the file)} of these records."""
        raise NotImplementedError

    # The doors

    def _read_format(self, fnames, load="_classic_read"):
        """Pages, lists, calls from a program, and the drafts of `onchange`, which are read too."""
        lignes = super()._read_format(fnames, load)
        if not self.env.su and self and (lus := self._lus(fnames)):
            self.env["registre.lecture"]._retenir(lus, self._motif_lecture)
        return lignes

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        """Any model may lead to people ("the nationality of the person of the file") and asks them one by one.

        :raise AccessError: the user may not read them, whatever the column; looked at before what is read of them as
            superuser, to be logged, stays in memory
        """
        if not self.env.su and self:
            self.check_access("read")
            lus = self._lus({chemin[0] for chemin in fields if chemin})
            if self._identifie:
                lus |= {qui: lus.get(qui, frozenset()) | self._identifie for qui in self}
            if lus:
                self.env["registre.lecture"]._retenir(lus, self._motif_lecture, "export")
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    def copy_data(self, default=None):
        """The values of a record, those left out apart that the caller names: nobody makes a second person, and what a
        copy gives is what a reading gives, without the rights on columns."""
        if not self.env.su:
            raise AccessError(
                self.env._("What is known of a person cannot be duplicated. Nothing was copied. Make a new one.")
            )
        return super().copy_data(default)

    @api.private
    def _journaliser_lecture(self, its, motif):
        """Keep that the user is shown these people, or decides on them, for a reason that the method knows; logged
        before the answer leaves."""
        if self.env.uid != SUPERUSER_ID:
            # sudo: of whom they are, for the log
            gens = self.sudo().mapped(self._chemin_qui())
            self.env["registre.lecture"]._retenir(dict.fromkeys(gens, its), motif)

    def _retenir_lettre(self):
        """A letter, or a print, is made of these records for the user, or opened, whoever makes it for them.

        :raise AccessError: the user may not read them. Looked at here: whose they are is read as superuser to be
            logged, stays in memory, and the page would be made of it without a check
        """
        self.check_access("read")
        self._journaliser_lecture(self._montre_lettre, "courrier")

    def _retenir_liste(self):
        """A printed list of these records names whom they are of, as an export does."""
        if self.env.uid != SUPERUSER_ID and self:
            gens = self.mapped(self._chemin_qui())
            self.env["registre.lecture"]._retenir(dict.fromkeys(gens, gens._identifie), self._motif_lecture, "export")

    def _retenir_tout(self):
        """All that these records show may come out, in words of the user's.

        :raise AccessError: as above
        """
        self.check_access("read")
        if lus := self._lus({nom for colonnes in self._table_lecture().values() for nom in colonnes}):
            self.env["registre.lecture"]._retenir(lus, self._motif_lecture)

    # Groups, and searches

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, active_test=True, bypass_access=False):
        """Who searches by what the register says learns it of whoever is found. The search is logged; when it finds
        fewer than five people, each of them is."""
        ici = {"offset": offset, "limit": limit, "order": order}
        ici |= {"active_test": active_test, "bypass_access": bypass_access}
        if self.env.su or bypass_access or self.env.cr.cache.get(DEDANS):
            return super()._search(domain, **ici)
        its = self._its_demandes(domain)
        if not its:
            query = super()._search(domain, **ici)
            self._retenir_ordre(domain, order, query)
            return query
        # the searches that its paths lead to are this one, and are told with it
        self.env.cr.cache[DEDANS] = True
        try:
            query = super()._search(domain, **ici)
            gens = self._peu_de(query)
        finally:
            del self.env.cr.cache[DEDANS]
        self.env["registre.lecture"]._retenir(dict.fromkeys(gens, its), self._motif_lecture)
        self.env["registre.lecture"]._retenir_recherche(self._dire_question(domain), its)
        return query

    def _retenir_ordre(self, domain, order, query):
        """Who sorts people by what the register says learns who comes before whom."""
        if not (classes := self._its_des(_colonnes(order or ""))):
            return
        if gens := self._peu_de(query):
            self.env["registre.lecture"]._retenir(dict.fromkeys(gens, classes), self._motif_lecture)
        elif order != self._order:
            ensuite = _colonnes(order)
            self.env["registre.lecture"]._retenir_recherche(self._dire_question(domain, ensuite), classes)

    def _peu_de(self, query):
        """Return the records that say who the records of a query are of, when those are few, else none."""
        if query.is_empty():
            return self.browse()
        # Raw SQL: the query that the ORM made for this reader, with its rules and its limit, and one of its columns.
        colonne = SQL("%s AS qui", self._field_to_sql(self._table, self._colonne_qui(), query))
        trouves = self.env.execute_query(
            SQL("SELECT DISTINCT q.qui FROM (%s) AS q LIMIT %s", query.select(colonne), PEU)
        )
        return self._gens_de([qui for (qui,) in trouves if qui]) if len(trouves) < PEU else self.browse()

    @api.model
    def _chemin_qui(self):
        """Return the path from these records to whom they are of."""
        return min(self._table_lecture(), key=lambda chemin: (chemin.count("."), len(chemin)), default="")

    @api.model
    def _colonne_qui(self):
        """Return the stored column that tells one person's records from another's."""
        return self._chemin_qui().partition(".")[0] or "id"

    def _gens_de(self, ids):
        """Return the records that say who, of those values of the column of `_colonne_qui`."""
        premier, _point, reste = self._chemin_qui().partition(".")
        modele = self.env[self._fields[premier].comodel_name] if premier else self
        # sudo: of whom they are, for the log
        return modele.sudo().browse(ids).mapped(reste)

    @api.model
    def _its_demandes(self, domain):
        """Return the information types that a domain asks about."""
        its = frozenset()
        for condition in Domain(domain).iter_conditions():
            its |= _its_du_chemin(self, condition.field_expr, condition.value)
        return its

    def _dire_question(self, domain, ensuite=()):
        """Return what is asked in the words of the screen, for the log: "Card today = 0030, Commune = 5".

        What is asked of the register comes first, and each condition has its room: whatever stands before it in a
        domain, what was asked is read. Two questions are never the same words: what does not fit is told by a print.

        :param ensuite: columns by which the answer is grouped, measured or sorted
        """
        faits, autres = [], []
        for condition in Domain(domain).iter_conditions():
            modele, noms = self, []
            for nom in condition.field_expr.split("."):
                champ = modele._fields.get(nom)
                noms.append(champ._description_string(self.env) or nom if champ else nom)
                if not champ or not champ.comodel_name:
                    break
                modele = self.env[champ.comodel_name]
            its = _its_du_chemin(self, condition.field_expr, condition.value)
            (faits if its else autres).append(f"{' · '.join(noms)} {condition.operator} {condition.value}")
        par = [f"▸ {self._fields[nom]._description_string(self.env) or nom}" for nom in ensuite if nom in self._fields]
        dits = list(dict.fromkeys([*par, *faits, *autres]))
        montres = ", ".join(dit if len(dit) <= CONDITION else f"{dit[: CONDITION - 1]}…" for dit in dits[:CONDITIONS])
        if any(len(dit) > CONDITION for dit in dits) or len(dits) > CONDITIONS:
            montres += f" … ({len(dits)}: {sha256(repr(dits).encode()).hexdigest()[:12]})"
        return f"{self.env._(self._description)}: {montres}"

    def _read_group(self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None):
        compares = [condition.field_expr for condition in Domain(having).iter_conditions()] if having else []
        its = self._its_des_groupes(domain, groupby, aggregates, [*compares, *_colonnes(order or "")])
        if not its:
            return super()._read_group(domain, groupby, aggregates, having, offset, limit, order)
        lignes = super()._read_group(domain, groupby, (*aggregates, QUI), having, offset, limit, order)
        self._retenir_groupes(domain, [*groupby, *aggregates, *compares, *_colonnes(order or "")], its)
        return self._sans_qui(lignes, its)

    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        tous = {spec for groupby in grouping_sets for spec in groupby}
        its = self._its_des_groupes(domain, tous, aggregates, _colonnes(order or ""))
        if not its:
            return super()._read_grouping_sets(domain, grouping_sets, aggregates, order)
        groupes = super()._read_grouping_sets(domain, grouping_sets, (*aggregates, QUI), order)
        self._retenir_groupes(domain, [*sorted(tous), *aggregates, *_colonnes(order or "")], its)
        return [self._sans_qui(lignes, its) for lignes in groupes]

    def _its_des_groupes(self, domain, groupby, aggregates, compares):
        """Return the information types that a grouping shows of its groups; none for the application itself.

        :param compares: what chooses among the groups, or puts them in order
        :raise AccessError: groups count people; one group a person, or what is said of each in a list, is a list of
            their data
        """
        if self.env.su:
            return frozenset()
        colonnes = {_colonne(spec) for spec in groupby}
        agreges = {_colonne(spec) for spec in aggregates if spec != "__count"}
        en_liste = {_colonne(spec) for spec in aggregates if spec.partition(":")[2].startswith(LISTES) and spec != QUI}
        if self._personnels & colonnes or (en_liste and (self._personnels or self._its_des(en_liste))):
            raise AccessError(self._texte_groupes())
        return self._its_des(colonnes | agreges | {_colonne(spec) for spec in compares}) | self._its_demandes(domain)

    def _retenir_groupes(self, domain, specs, its):
        """A grouping by what the register says is a question: of the same people twice, one more the second time, the
        difference says something of that one, and no group is small."""
        if ensuite := [nom for nom in map(_colonne, specs) if self._its_des((nom,))]:
            self.env["registre.lecture"]._retenir_recherche(self._dire_question(domain, ensuite), its)

    def _sans_qui(self, lignes, its):
        """Log whom the small groups are about, and return the lines without that column."""
        peu = {identifiant for *_reste, ids in lignes for identifiant in ids or () if identifiant}
        if peu and (gens := self._gens_de(sorted(peu))):
            self.env["registre.lecture"]._retenir(dict.fromkeys(gens, its), self._motif_lecture)
        return [tuple(reste) for *reste, _ids in lignes]

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec != QUI:
            return super()._read_group_select(aggregate_spec, query)
        qui = self._field_to_sql(self._table, self._colonne_qui(), query)
        return SQL("CASE WHEN COUNT(DISTINCT %(qui)s) < %(peu)s THEN ARRAY_AGG(DISTINCT %(qui)s) END", qui=qui, peu=PEU)

    def _read_group_empty_value(self, spec):
        return () if spec == QUI else super()._read_group_empty_value(spec)

    def _read_group_postprocess_aggregate(self, aggregate_spec, raw_values):
        if aggregate_spec == QUI:
            return raw_values
        return super()._read_group_postprocess_aggregate(aggregate_spec, raw_values)

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Called by Odoo for a column of a grouping: of another model's when it comes here by a path, under an alias. A
        list of tasks grouped by the nationality of their people would be a reading that no log knows of.

        :raise AccessError: when the path is not the application's own
        """
        nom = _colonne(groupby_spec)
        if alias != self._table and not self.env.su and (nom in self._personnels or self._its_des((nom,))):
            raise AccessError(self._texte_groupes())
        return super()._read_group_groupby(alias, groupby_spec, query)

    @api.model
    def _texte_groupes(self):
        return self.env._(
            "People are grouped by what they have in common, not one by one. Choose another column to group by, or "
            "open the page of the person."
        )


def _ecrit(nom):
    """Return a public method of Odoo's, as it is but for one thing: Odoo serves it on a connection that may only read,
    and the log is written from it."""

    @wraps(getattr(Base, nom))
    def methode(self, *args, **kwargs):
        return getattr(super(LectureTracee, self), nom)(*args, **kwargs)

    methode._readonly = False
    return methode


for _nom in LECTURES:
    setattr(LectureTracee, _nom, _ecrit(_nom))


def _colonne(spec):
    """Return the column of a grouping, an aggregate or an order.

    >>> _colonne("date_reference:year"), _colonne("personne_id.niss"), _colonne("name desc")
    ('date_reference', 'personne_id', 'name')
    """
    return spec.strip().split(" ")[0].partition(":")[0].partition(".")[0]


def _colonnes(ordre):
    return [_colonne(partie) for partie in ordre.split(",") if partie.strip()]


def _its_du_chemin(modele, chemin, valeur):
    """Return the information types of the columns on a path of a domain, those of its inner domain included."""
    its = frozenset()
    if chemin == "display_name" and not valeur:
        return its  # completion before anything is typed: everything answers
    for nom in chemin.split("."):
        if hasattr(modele, "_its_des"):
            its |= modele._its_des((nom,))
        champ = modele._fields.get(nom)
        if not champ or not champ.comodel_name:
            return its
        modele = modele.env[champ.comodel_name]
    if isinstance(valeur, Domain) or (isinstance(valeur, list) and valeur and isinstance(valeur[0], (list, tuple))):
        for condition in Domain(valeur).iter_conditions():
            its |= _its_du_chemin(modele, condition.field_expr, condition.value)
    return its
