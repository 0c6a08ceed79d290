# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The examination of files: the rules of the version that applies, over a whole batch at once."""

import json
from collections import defaultdict
from datetime import date
from functools import cache
from hashlib import blake2b

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.query import Query

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit.versions import choisir
from ..vocabulaire import ENTIER_INCONNU, FAITS, GROUPES_REGISTRE, RESULTATS, VALEURS

JSON = json.JSONEncoder(separators=(",", ":"))
# Files examined together: bounds the memory of a run over the whole population.
TAILLE_LOT = 10_000
#: What the choice of a version and the outcome before an examination are read from.
COLONNES_ISSUE = (
    "date_reference",
    "date_reference_min",
    "date_reference_max",
    "resultat",
    "exemption_code",
    "reglement_id",
)
# The origin of the facts in three parts, as JSON text: the database's text of a JSON value is always the same one, and
# most of it goes into the trace as it is.
ORIGINE_SQL = SQL(
    "faits_origine->>'notes' AS notes, faits_origine->>'sources' AS sources, faits_origine->>'entrees' AS entrees"
)


class DossierExamen(models.AbstractModel):
    _name = "parcours.dossier.examen"
    _description = "Pathway file: its examination"

    resultat = fields.Selection(RESULTATS, "Outcome", readonly=True, index=True)
    exemption_code = fields.Char("Ground of exemption", readonly=True)
    reglement_id = fields.Many2one("parcours.reglement", "Regulation", readonly=True, ondelete="restrict")
    examen_ids = fields.One2many("parcours.examen", "dossier_id", "Examinations", groups=GROUPES_REGISTRE)
    examen_id = fields.Many2one(
        "parcours.examen", "Last examination", compute="_compute_examen_id", groups=GROUPES_REGISTRE
    )
    explication = fields.Html(compute="_compute_explication", sanitize=False, groups=GROUPES_REGISTRE)
    explication_phrase = fields.Char("Outcome in words", compute="_compute_explication", groups=GROUPES_REGISTRE)
    faits_html = fields.Html("Facts", compute="_compute_explication", sanitize=False, groups=GROUPES_REGISTRE)
    issue_a_appliquer = fields.Boolean(
        "New outcome to apply",
        readonly=True,
        help="The last examination contradicts this open file; somebody must look and apply the new outcome.",
    )

    @api.depends("examen_ids")
    def _compute_examen_id(self):
        derniers = {
            dossier.id: dernier
            for dossier, dernier in self.env["parcours.examen"]._read_group(
                [("dossier_id", "in", self.ids)], ["dossier_id"], ["id:max"]
            )
        }
        for dossier in self:
            dossier.examen_id = derniers.get(dossier.id, False)

    @api.depends("examen_ids")
    @api.depends_context("lang")
    def _compute_explication(self):
        for dossier in self:
            dossier.explication = dossier.examen_id.explication
            dossier.explication_phrase = dossier.examen_id.phrase
            dossier.faits_html = dossier.examen_id.faits_html

    def _examiner(self, motif=""):
        """Examine the files of self with the rules, write what differs from their last examination, act on it.

        Three-valued logic: a false condition gives ``hors_public``; else a true exemption ``exempte``; else anything
        unknown ``a_examiner``; else ``oblige``. One query a version, whatever the number of rules and files; the same
        result for one file and for 600,000.

        :param str motif: why the examination was run, kept with it
        :return: the examinations written (parcours.examen); none for the files where nothing changed
        """
        # sudo: the outcome follows from the rules alone, whoever asks for it, and users may not write it
        dossiers = self.sudo().with_context(active_test=False, tracking_disable=True)
        examens = []
        for lot in lots.each(dossiers, TAILLE_LOT):
            lignes = lot._lignes((*FAITS, *COLONNES_ISSUE[3:]), ORIGINE_SQL)
            verdicts = lot._verdicts(lignes)
            examens += lot._ecrire_examens(lignes, verdicts, motif)._ids
            lot._ecrire_resultats(lignes, verdicts)
            lot._conduire()
        # the terms of open files follow the reference date and the version of the law
        self._a_recompter()._recalculer()
        return self.env["parcours.examen"].browse(examens)

    def _lignes_faits(self):
        """Return the facts of each file and their origin, as plain rows (dicts with ``id``), in one query."""
        return self._lignes((*FAITS, "faits_origine"))

    def _lignes(self, colonnes, *expressions):
        """Return those columns, and those SQL expressions over facts, of each file, as plain rows, in one query."""
        self.flush_recordset({*colonnes, "faits_origine"})
        # Raw SQL: ten thousand rows of thirty columns as plain tuples, without a record, a cache entry or a copy of
        # the JSON each. Column names are constants of ours; ids come from a recordset; the caller is superuser.
        requete = SQL(
            "SELECT id, %s FROM parcours_dossier WHERE id = ANY(%s)",
            SQL(", ").join([*(SQL.identifier(colonne) for colonne in colonnes), *expressions]),
            list(self.ids),
        )
        self.env.cr.execute(requete)
        return self.env.cr.dictfetchall()

    def _verdicts(self, lignes, brouillon=None):
        """Return ``{file id: (regulation, rule values, verdict)}`` for those rows (at least COLONNES_ISSUE).

        :param brouillon: a draft regulation that takes the place it would take if it were published, or nothing
        """
        jour = aujourdhui()
        # sudo: the published law is the same for everybody, whatever the reader may see of the regulations
        versions = self.env["parcours.reglement"].sudo()
        periodes = versions._periodes(brouillon)
        version = cache(lambda *dates: choisir(periodes, *dates, jour))
        par_version = defaultdict(list)
        for ligne in lignes:
            dates = ligne["date_reference"], ligne["date_reference_min"], ligne["date_reference_max"]
            par_version[version(*dates)].append(ligne["id"])
        verdicts = {}
        for reglement_id, ids in par_version.items():
            reglement = versions.browse(reglement_id)
            regles = reglement._regles()
            decider = cache(regles._verdict)
            for identifiant, valeurs in zip(ids, self.browse(ids)._valeurs_regles(regles), strict=True):
                verdicts[identifiant] = reglement, valeurs, decider(valeurs)
        return verdicts

    def _valeurs_regles(self, regles):
        """Return for each file of self the tuple of the values of those rules: what the facts say, then what the
        commune decided (exemptions.py)."""
        return self._avec_decisions(regles, self._valeurs_selon_faits(regles))

    def _valeurs_selon_faits(self, regles):
        """Return for each file of self the tuple of the values that the facts give to those rules; one query."""
        if not regles:
            return [()] * len(self)
        query = Query(self.env, "parcours_dossier")
        lettres = SQL(" || ").join(regle._sql_valeur("parcours_dossier", query) for regle in regles)
        # superuser: a rule sees every file of the batch, whoever runs it; only its value comes out of here
        query.add_where(SQL("parcours_dossier.id = ANY(%s)", list(self.ids)))
        lues = dict(self.env.execute_query(query.select("parcours_dossier.id", lettres)))
        valeurs = cache(lambda mot: tuple(VALEURS[lettre] for lettre in mot))
        return [valeurs(lues[identifiant]) for identifiant in self.ids]

    def _ecrire_examens(self, lignes, verdicts, motif):
        """Write the examinations that differ from the last one of their file; return them."""
        Examen = self.env["parcours.examen"]
        dernieres = Examen._dernieres_empreintes(self.ids)
        decidees = self._exemptions_decidees()
        nouveaux = []
        for ligne in lignes:
            reglement, valeurs, verdict = verdicts[ligne["id"]]
            decisions = decidees.get(ligne["id"], {})
            faits = {nom: self._valeur_trace(ligne[nom]) for nom in FAITS}
            empreinte = self._empreinte(reglement.id, valeurs, faits, ligne["notes"], decisions)
            if dernieres.get(ligne["id"]) == empreinte:
                continue
            nouveaux.append(
                (
                    ligne["id"],
                    reglement.id,
                    verdict.resultat,
                    verdict.exemption_code or None,
                    motif or None,
                    self._trace(faits, ligne, verdict, decisions),
                    empreinte,
                )
            )
        return Examen._inserer(nouveaux)

    @api.model
    def _valeur_trace(self, valeur):
        """Return the JSON value of a fact's column: an ISO date, a text, a number, or None when unknown."""
        if isinstance(valeur, date):
            return valeur.isoformat()
        return None if valeur == ENTIER_INCONNU else valeur

    @api.model
    def _empreinte(self, reglement_id, valeurs, faits, notes, decisions):
        """Return the digest of what makes an examination differ from another: facts, version, rule values, decisions
        of the commune.

        :param notes: why facts are unknown, as the database's JSON text
        """
        contenu = repr((reglement_id, valeurs, list(faits.values()), notes))
        if decisions:
            contenu += repr(sorted((code, d["exemption"], d["decision"], d["fin"]) for code, d in decisions.items()))
        return blake2b(contenu.encode(), digest_size=16).hexdigest()

    @api.model
    def _trace(self, faits, origine, verdict, decisions):
        """Return the JSON text of parcours.examen.trace.

        :param origine: a row with the columns of ORIGINE_SQL
        """
        notes, sources = json.loads(origine["notes"] or "{}"), json.loads(origine["sources"] or "{}")
        detail = {nom: (valeur, notes.get(nom, ""), sources.get(nom, ())) for nom, valeur in faits.items()}
        parties = {
            "faits": JSON.encode(detail),
            "sources": origine["entrees"] or "{}",
            "regles": verdict.regles_json,
            "decisif": verdict.decisif_json,
        }
        if decisions:
            parties["decisions"] = JSON.encode(decisions)
        return "{" + ",".join(f'"{nom}":{texte}' for nom, texte in parties.items()) + "}"

    def _ecrire_resultats(self, lignes, verdicts):
        """Write outcome, ground and version on the files where they changed: one write for each combination."""
        par_issue = defaultdict(list)
        for ligne in lignes:
            reglement, _valeurs, verdict = verdicts[ligne["id"]]
            nouveau = verdict.resultat, verdict.exemption_code, reglement.id
            if nouveau != (ligne["resultat"], ligne["exemption_code"] or False, ligne["reglement_id"]):
                par_issue[nouveau].append(ligne["id"])
        for (resultat, exemption_code, reglement_id), ids in par_issue.items():
            self.browse(ids).write(
                {"resultat": resultat, "exemption_code": exemption_code, "reglement_id": reglement_id}
            )
