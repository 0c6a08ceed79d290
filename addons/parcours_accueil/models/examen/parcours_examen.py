# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import io
import json
from datetime import date
from hashlib import blake2b

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.parcours_socle.jour import maintenant
from odoo.addons.parcours_socle.paroles import Dit, Parole

from ..lectures import ITS_EXPLICATION
from ..vocabulaire import ENTIER_INCONNU, FAITS, GROUPES_MOTIF, RESULTATS

JSON = json.JSONEncoder(separators=(",", ":"))
# The origin of the facts in three parts, as JSON text: the database's text of a JSON value is always the same one, and
# most of it goes into the trace as it is.
ORIGINE_SQL = SQL(
    "faits_origine->>'notes' AS notes, faits_origine->>'sources' AS sources, faits_origine->>'entrees' AS entrees"
)
# What PostgreSQL's COPY would take for the end of a field, of a row or of the data.
ECHAPPEMENTS = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


class ParcoursExamen(models.Model):
    """One examination of a file, written once: outcome, version of the law, every rule and every fact used.

    ``trace`` holds what the screen needs to explain the outcome later, whatever the register says by then::

        {"faits": {name: [value, note, [information id, …]]},
         "sources": {information id: {"it": "195", "date": "2024-03-00", "fin": "", "code": "0010", "connu_le": …}},
         "regles": {rule id: "vrai" | "faux" | "inconnu"},
         "decisif": [rule id, …],
         "decisions": {ground: decision of the commune, as parcours.exemption._en_vigueur returns it}}

    Dates are ISO texts; an unknown fact has the value null. The rules of a published version are frozen, so their
    texts are read from the rules themselves.
    """

    _name = "parcours.examen"
    _description = "Examination of a file"
    _inherit = [
        "parcours.examen.explication",
        "parcours.examen.manque",
        "lecture.tracee",
        "liste.ordonnable",
        "nom.lisible",
        "nom.reserve",
    ]
    _order = "date desc, id desc"
    _rec_name = "date"
    _noms = ("", "date")
    _montre = {
        "dossier_id": dict.fromkeys(
            ("trace", "explication", "phrase", "faits_html", "exemption_code", "empreinte"), ITS_EXPLICATION
        )
    }
    _motif_lecture = "dossier"
    _liste_fiches = ("dossier_id",)
    # written once, by the engine: its own date says all, and each row saves two foreign keys
    _log_access = False

    dossier_id = fields.Many2one("parcours.dossier", "File", required=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="dossier_id.company_id")
    date = fields.Datetime("Examined on", required=True, readonly=True)
    reglement_id = fields.Many2one(
        "parcours.reglement", "Regulation", required=True, ondelete="restrict", readonly=True, index=True
    )
    resultat = fields.Selection(RESULTATS, "Outcome", required=True, readonly=True)
    exemption_code = fields.Char("Ground of exemption", readonly=True, groups=GROUPES_MOTIF)
    motif = Parole("Reason of the examination", readonly=True)
    trace = fields.Json(readonly=True, groups=GROUPES_MOTIF)
    empreinte = fields.Char(
        readonly=True,
        groups="base.group_system",
        help="Digest of facts, version and outcome: the same means nothing changed.",
    )

    _dossier_idx = models.Index("(dossier_id, id DESC)")

    def init(self):
        # traces are read rarely and written by the thousand: lz4 compresses them several times faster than pglz
        self.env.cr.execute("ALTER TABLE parcours_examen ALTER COLUMN trace SET COMPRESSION lz4")

    def write(self, vals):
        raise UserError(self.env._("An examination is written once and cannot be changed. Nothing was saved."))

    def unlink(self):
        if not self.env.su:
            raise UserError(self.env._("An examination cannot be deleted. Nothing was deleted."))
        return super().unlink()

    @api.model
    def _ecrire(self, lignes, issues, motif):
        """Write the examinations that differ from the last one of their file; return them.

        :param lignes: a row a file: its ``id``, its facts and their origin (`ORIGINE_SQL`)
        :param dict issues: file id -> what the law makes of it (loi.verdict.Issue)
        :param motif: why the examination was run, in each language (`dire`)
        """
        dernieres = self._dernieres_empreintes([ligne["id"] for ligne in lignes])
        motif = JSON.encode(motif.langues if isinstance(motif, Dit) else {"en_US": motif}) if motif else None
        nouveaux = []
        for ligne in lignes:
            issue = issues[ligne["id"]]
            faits = self._valeurs_trace(ligne)
            empreinte = self._empreinte(issue, faits, ligne["notes"])
            if dernieres.get(ligne["id"]) == empreinte:
                continue
            nouveaux.append(
                (
                    ligne["id"],
                    issue.reglement_id,
                    issue.verdict.resultat,
                    issue.verdict.exemption_code or None,
                    motif,
                    self._trace(faits, ligne, issue),
                    empreinte,
                )
            )
        return self._inserer(nouveaux)

    @api.model
    def _valeurs_trace(self, ligne):
        """Return the JSON values of the facts of a row: ISO dates, texts, numbers, None for what is unknown."""
        faits = {nom: ligne[nom] for nom in FAITS}
        for nom, valeur in faits.items():
            if isinstance(valeur, date):
                faits[nom] = valeur.isoformat()
            elif valeur == ENTIER_INCONNU:
                faits[nom] = None
        return faits

    @api.model
    def _empreinte(self, issue, faits, notes):
        """Return the digest of what makes an examination differ from another: facts, version, rule values, decisions
        of the commune.

        :param notes: why facts are unknown, as the database's JSON text
        """
        contenu = repr((issue.reglement_id, issue.valeurs, list(faits.values()), notes))
        if issue.decisions:
            decidees = ((code, d["exemption"], d["decision"], d["fin"]) for code, d in issue.decisions.items())
            contenu += repr(sorted(decidees))
        return blake2b(contenu.encode(), digest_size=16).hexdigest()

    @api.model
    def _trace(self, faits, origine, issue):
        """Return the JSON text of `trace`.

        :param origine: a row with the columns of ORIGINE_SQL
        """
        notes, sources = json.loads(origine["notes"] or "{}"), json.loads(origine["sources"] or "{}")
        detail = {nom: (valeur, notes.get(nom, ""), sources.get(nom, ())) for nom, valeur in faits.items()}
        parties = {
            "faits": JSON.encode(detail),
            "sources": origine["entrees"] or "{}",
            "regles": issue.verdict.regles_json,
            "decisif": issue.verdict.decisif_json,
        }
        if issue.decisions:
            parties["decisions"] = JSON.encode(issue.decisions)
        return "{" + ",".join(f'"{nom}":{texte}' for nom, texte in parties.items()) + "}"

    @api.model
    def _dernieres_empreintes(self, dossier_ids):
        """Return ``{file id: digest of its last examination}`` in one query."""
        # Raw SQL: DISTINCT ON over the index (dossier_id, id DESC); ids are passed as a parameter. The caller is the
        # engine, as superuser; only digests come out. Rows are inserted by raw SQL too: nothing waits in the cache.
        self.env.cr.execute(
            """
            SELECT DISTINCT ON (dossier_id) dossier_id, empreinte
              FROM parcours_examen
             WHERE dossier_id = ANY(%s)
          ORDER BY dossier_id, id DESC
            """,
            [list(dossier_ids)],
        )
        return dict(self.env.cr.fetchall())

    @api.model
    def _inserer(self, lignes):
        """Insert examinations and return them.

        :param lignes: tuples (file id, regulation id, outcome, exemption code, reason and trace as JSON texts, digest)
        """
        if not lignes:
            return self.browse()
        # Raw SQL: the ids of all rows at once, from the table's own sequence
        self.env.cr.execute("SELECT nextval('parcours_examen_id_seq') FROM generate_series(1, %s)", [len(lignes)])
        nouveaux = [identifiant for (identifiant,) in self.env.cr.fetchall()]
        instant = fields.Datetime.to_string(maintenant())
        # COPY: append-only technical table owned by this model; the trace is already JSON
        # text, which the ORM would parse and dump again twice a row. Every value is escaped by _texte_copy.
        self.env.cr.copy_expert(
            """
            COPY parcours_examen
                (id, dossier_id, reglement_id, resultat, exemption_code, motif, trace, empreinte, date) FROM STDIN
            """,
            io.StringIO(
                "".join(
                    "\t".join(map(_texte_copy, (identifiant, *ligne, instant))) + "\n"
                    for identifiant, ligne in zip(nouveaux, lignes, strict=True)
                )
            ),
        )
        self.env["parcours.dossier"].browse(ligne[0] for ligne in lignes).invalidate_recordset(
            ["examen_ids", "examen_id"], flush=False
        )
        return self.browse(nouveaux)


def _texte_copy(valeur):
    """Return a value as PostgreSQL's COPY reads it: what could end a field or a row is escaped, None is NULL.

    >>> _texte_copy("a\\tb"), _texte_copy(None), _texte_copy(7)
    ('a\\\\tb', '\\\\N', '7')
    """
    if valeur is None:
        return r"\N"
    return str(valeur).translate(ECHAPPEMENTS)
