# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.tools import SQL

RAISONS = [
    ("heure", "Outside working hours"),
    ("nombre", "Many people on one day"),
    ("insistance", "One person again and again"),
    ("commune", "Person of another commune"),
    ("hors_dossier", "Not from a file"),
    ("rythme", "Too many searches in the other communes within a minute"),
]

#: Working hours in Brussels: from, until (exclusive).
HEURES = (7, 19)
#: People on one day: more than this many times the user's own median day, and at least so many.
FOIS_MEDIANE, MINIMUM_JOUR = 3, 20
#: Consultations of one person by one user within thirty days.
INSISTANCE = 5

#: The log as it is looked at, in Brussels' time: what people did, their days, what they did again and again.
JOURNAL = """
faites AS (
    SELECT c.id, c.user_id, c.niss, c.motif, c.operation,
           c.date AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Brussels' AS heure,
           (c.date AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Brussels')::date AS jour
      FROM journal.consultation c
     WHERE COALESCE(c.processus, '') = ''
),
-- people a user consulted on each day
jours AS (
    SELECT user_id, jour, MIN(id) AS id, COUNT(DISTINCT niss) AS personnes
      FROM faites GROUP BY user_id, jour
),
medianes AS (
    SELECT user_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY personnes) AS mediane
      FROM jours GROUP BY user_id
),
-- for each consultation, how often the same user consulted the same person in the thirty days up to it
repetees AS (
    SELECT id, user_id, niss, jour, COUNT(*) OVER (
               PARTITION BY user_id, niss ORDER BY heure
               RANGE BETWEEN INTERVAL '30 days' PRECEDING AND CURRENT ROW) AS fois
      -- an export names everybody each time: the two reasons about numbers of people say it; a search is no reading
      FROM faites WHERE COALESCE(operation, '') NOT IN ('export', 'recherche')
)
"""
#: What is unusual in it, a part for each of RAISONS, in their order (`rang`).
INHABITUELLES = """
SELECT MIN(id)::bigint AS premiere, 1 AS rang, jour, user_id, 'heure' AS raison, NULL AS niss,
       COUNT(*) AS nombre, NULL::float AS habitude
  FROM faites
 WHERE EXTRACT(ISODOW FROM heure) > 5 OR EXTRACT(HOUR FROM heure) < %(debut)s
    OR EXTRACT(HOUR FROM heure) >= %(fin)s
 GROUP BY jour, user_id
UNION ALL
SELECT j.id, 2, j.jour, j.user_id, 'nombre', NULL, j.personnes, m.mediane
  FROM jours j JOIN medianes m ON m.user_id = j.user_id
 WHERE j.personnes >= %(minimum)s AND j.personnes > %(fois)s * m.mediane
UNION ALL
SELECT MIN(id), 3, jour, user_id, 'insistance', niss, MAX(fois), NULL
  FROM repetees WHERE fois >= %(insistance)s GROUP BY jour, user_id, niss
UNION ALL
-- users of Vivalis, whose company is no commune, work for the nineteen
SELECT MIN(f.id), 4, f.jour, f.user_id, 'commune', f.niss, COUNT(*), NULL
  FROM faites f
  JOIN registre_niss n ON n.niss = f.niss
  JOIN registre_personne p ON p.id = n.personne_id
 WHERE p.company_id IS NOT NULL
   AND NOT EXISTS (
       SELECT 1 FROM res_company_users_rel r JOIN res_company c ON c.id = r.cid
        WHERE r.user_id = f.user_id AND (c.id = p.company_id OR c.nis_code IS NULL))
 GROUP BY f.jour, f.user_id, f.niss
UNION ALL
SELECT MIN(id), 5, jour, user_id, 'hors_dossier', NULL, COUNT(DISTINCT niss), NULL
  FROM faites WHERE operation IN ('copie', 'export') AND motif = 'recherche' GROUP BY jour, user_id
UNION ALL
-- what was refused is in no log of consultations: its rows are numbered from below
SELECT -MIN(id), 6, (date AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Brussels')::date AS jour, user_id, 'rythme', NULL,
       COUNT(*), NULL
  FROM registre_recherche_passage WHERE refuse GROUP BY jour, user_id
"""


class RegistreConsultationInhabituelle(models.Model):
    """What an auditor may want to ask about: one row is one user, one day, one reason.

    Nothing here says that something was wrong, only that it is not the usual. Only consultations made by people are
    looked at; automatic processes have their own rhythm. Computed from the log when it is read, nothing is stored.
    """

    _name = "registre.consultation.inhabituelle"
    _description = "Unusual use of the register"
    _auto = False
    _inherit = ["registre.par.numero", "nom.lisible"]
    _order = "jour desc, id"
    _noms = ("raison", "jour")

    jour = fields.Date(string="Day", readonly=True)
    user_id = fields.Many2one("res.users", readonly=True)
    raison = fields.Selection(RAISONS, string="Why it is unusual", readonly=True)
    niss = fields.Char(string="Number consulted", readonly=True, help="When the reason is about one person.")
    nombre = fields.Integer(string="How many", readonly=True)
    habitude = fields.Float(string="Usually", digits=(10, 1), readonly=True)
    explication = fields.Char(string="In words", compute="_compute_explication")

    @api.depends("raison", "nombre", "habitude")
    @api.depends_context("lang")
    def _compute_explication(self):
        for ligne in self:
            ligne.explication = ligne._dire()

    def _dire(self):
        match self.raison:
            case "heure":
                return self.env._(
                    "In a weekend, or before %(debut)s or after %(fin)s o'clock. Consultations: %(nombre)s.",
                    nombre=self.nombre,
                    debut=HEURES[0],
                    fin=HEURES[1],
                )
            case "nombre":
                return self.env._(
                    "%(nombre)s people on this day; this user's ordinary day has %(habitude)s.",
                    nombre=self.nombre,
                    habitude=round(self.habitude),
                )
            case "insistance":
                return self.env._("The same person consulted %s times in thirty days.", self.nombre)
            case "commune":
                return self.env._("The person lives in a commune not the user's. Consultations: %s.", self.nombre)
            case "rythme":
                return self.env._(
                    "Searches in the other communes that were refused, because there had been many within a minute: "
                    "%s.",
                    self.nombre,
                )
            case _:
                return self.env._("People read or exported without passing by their file: %s.", self.nombre)

    @property
    def _table_query(self):
        """The log of what people did (`faites`), looked at in six ways, one row a user, a day and a reason.

        Times are Brussels'. The median is that of the user's own days with a consultation. A person's commune is that
        of today. Reads two tables of this addon, the users and their communes; constants are parameters.
        """
        self.env["registre.personne"].flush_model()
        self.env["registre.recherche.passage"].flush_model()
        return SQL(
            """
            WITH %(journal)s, lignes AS (%(inhabituelles)s)
            -- the same number for the same row at each reading: the first entry it is about, and the reason
            SELECT premiere * 6 + rang - 1 AS id, jour, user_id, raison, niss, nombre, habitude FROM lignes
            """,
            journal=SQL(JOURNAL),
            inhabituelles=SQL(
                INHABITUELLES,
                debut=HEURES[0],
                fin=HEURES[1],
                minimum=MINIMUM_JOUR,
                fois=FOIS_MEDIANE,
                insistance=INSISTANCE,
            ),
        )

    def action_consultations(self):
        """Open the entries of the log that this row is about."""
        self.ensure_one()
        domaine = [("user_id", "=", self.user_id.id), ("processus", "in", (False, ""))]
        if self.raison == "rythme":
            domaine.append(("operation", "=", "ailleurs"))
        if self.niss:
            domaine.append(("niss", "=", self.niss))
        action = self.env["ir.actions.act_window"]._for_xml_id("registre_national.registre_consultation_action")
        return action | {"domain": domaine, "context": {}}
