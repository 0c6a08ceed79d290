# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import maintenant

from ...droit.presences import ABSENCES_PART, ABSENCES_SUITE, Presence, Seance, minutes_suivies, taux

#: People of one batch of the night: the presences of each are read together.
LOT = 1_000
#: What says that a presence counts (droit/presences.py, `Presence.compte`), in SQL.
COMPTE = "p.remplacee_le IS NULL AND p.etat <> 'attendu' AND s.state <> 'annulee'"
#: What was noted is never changed but replaced by another line, and its session keeps its hours: which lines count says
#: whether anything is to be counted again, whenever the transaction that wrote them ended.
VUE = "hashint8extended(p.id::bigint, 0)"
CHIFFRES = ("minutes_suivies", "minutes_donnees", "seances", "absences", "taux", "dernier_jour", "empreinte")


class ParcoursAssiduite(models.Model):
    """What one person followed of one module, and at what rate, as the last night counted it (droit/presences.py).

    Nobody writes it: the night counts again those of whom something was noted, cancelled or corrected since, and who
    seems to have dropped out (`parcours.decrochage`).
    """

    _name = "parcours.assiduite"
    _description = "Attendance of a module"
    _inherit = ["reference.lisible", "lecture.tracee", "nom.lisible", "nom.reserve"]
    # leads to a person, and shows nothing of what the register says
    _montre = {"dossier_id": {}}
    _motif_lecture = "dossier"
    _lisibles = ("dossier_id",)
    _noms = ("module_id", "taux_dit")
    _order = "module_id, id"

    dossier_id = fields.Many2one("parcours.dossier", "File", required=True, readonly=True, ondelete="cascade")
    module_id = fields.Many2one("parcours.module", required=True, readonly=True, ondelete="restrict")
    minutes_suivies = fields.Integer("Minutes followed", readonly=True)
    minutes_donnees = fields.Integer("Minutes given", readonly=True)
    heures = fields.Float("Hours followed", compute="_compute_heures")
    seances = fields.Integer("Sessions", readonly=True)
    absences = fields.Integer(readonly=True, help="Without justification.")
    taux = fields.Integer(
        "Rate of attendance",
        readonly=True,
        aggregator=False,
        help="Minutes followed of the minutes given, in percent.",
    )
    taux_dit = fields.Char("Attendance", compute="_compute_heures")
    dernier_jour = fields.Date("Last session", readonly=True)
    compte_le = fields.Datetime("Counted on", readonly=True)
    empreinte = fields.Char(readonly=True, export_string_translation=False)

    _une = models.UniqueIndex("(dossier_id, module_id)", "This module is counted once a person.")

    @api.depends("minutes_suivies", "taux")
    @api.depends_context("lang")
    def _compute_heures(self):
        for assiduite in self:
            assiduite.heures = assiduite.minutes_suivies / 60
            assiduite.taux_dit = self.env._("%s %% of what was given", assiduite.taux)

    # ---- the night --------------------------------------------------------------------------------------------------

    @api.model
    def _cron_compter(self):
        """Count again who changed since the last night, then look again at who dropped out: some left meanwhile."""
        dossiers, decrochages = self.env["parcours.dossier"], self.env["parcours.decrochage"]
        return lots.run(
            self.env,
            lots.Step(dossiers, self._compter, self._changes, size=LOT),
            lots.Step(decrochages, lambda lot: lot._clore_partis(), [("state", "=", "ouvert")]),
        )

    @api.model
    def _changes(self):
        """Return the ids of the files whose presences, or whose version of the law, are not those that were counted."""
        self.env.flush_all()
        # Raw SQL: one pass over all presences, in which the ORM would make a record of each. Nothing but ids comes out,
        # to the night alone; the texts put in it are constants of this file.
        self.env.cr.execute(
            SQL(
                f"""
                WITH comptees AS (
                    SELECT p.dossier_id, s.module_id, sum({VUE}) AS vue
                      FROM parcours_presence p JOIN parcours_seance s ON s.id = p.seance_id
                     WHERE {COMPTE} GROUP BY 1, 2),
                baremes AS (
                    SELECT reglement_id, string_agg(valeur::int::text, '/' ORDER BY code DESC) AS bareme
                      FROM parcours_reglement_valeur WHERE code = ANY(%s) GROUP BY 1)
                SELECT DISTINCT d.id
                  FROM comptees c
             FULL JOIN parcours_assiduite a ON a.dossier_id = c.dossier_id AND a.module_id = c.module_id
                  JOIN parcours_dossier d ON d.id = coalesce(c.dossier_id, a.dossier_id)
             LEFT JOIN baremes b ON b.reglement_id = d.reglement_id
                 WHERE a.empreinte IS DISTINCT FROM c.vue::text || ' ' || coalesce(b.bareme, '')
              ORDER BY 1""",
                [ABSENCES_SUITE, ABSENCES_PART],
            )
        )
        return [identifiant for (identifiant,) in self.env.cr.fetchall()]

    @api.model
    def _compter(self, dossiers):
        """Count these files again: what was followed of each module, and who dropped out."""
        lues, vues = self._lire(dossiers)
        baremes = {version: self._bareme(version) for version in dossiers.reglement_id}
        lignes = []
        for dossier in dossiers:
            bareme = baremes.get(dossier.reglement_id)
            par_module = {}
            for _organisateur, presence in lues.get(dossier.id, ()):
                par_module.setdefault(presence.module, []).append(presence)
            for module, presences in par_module.items():
                empreinte = f"{vues[dossier.id, module]} {'/'.join(map(str, bareme)) if bareme else ''}"
                lignes.append((dossier.id, module, *self._chiffres(module, presences), empreinte))
        self._garder(dossiers, lignes)
        self.env["parcours.decrochage"]._actualiser(dossiers, lues, baremes)

    @api.model
    def _bareme(self, version):
        """Return the figures of a version by which somebody dropped out, those it has."""
        lignes = version._lignes()
        return [lignes[code].nombre for code in (ABSENCES_SUITE, ABSENCES_PART) if code in lignes]

    @staticmethod
    def _chiffres(module, presences):
        """Return the columns of one module of one person."""
        return (
            minutes_suivies(presences).get(module, 0),
            sum(presence.seance.minutes for presence in presences),
            len(presences),
            sum(presence.etat == "absent" for presence in presences),
            taux(presences) or 0,
            max(presence.seance.jour for presence in presences),
        )

    @api.model
    def _lire(self, dossiers):
        """Return what counts of these files: ``({file id: [(organiser id, Presence)]}, {(file id, module id): which
        lines})``."""
        self.env.flush_all()
        # Raw SQL: hundreds of thousands of lines in a night, of which the ORM would make as many records; read for the
        # night alone, by ids that it gave. The texts put in it are constants of this file.
        self.env.cr.execute(
            SQL(
                f"""
                SELECT p.dossier_id, s.id, s.module_id, s.organisateur_id, p.etat, p.retard, {VUE},
                       s.jour, s.heure_debut, s.heure_fin, s.state
                  FROM parcours_presence p JOIN parcours_seance s ON s.id = p.seance_id
                 WHERE p.dossier_id = ANY(%s) AND {COMPTE}""",
                list(dossiers.ids),
            )
        )
        lues, vues, seances = {}, {}, {}
        for dossier, seance, module, organisateur, etat, retard, vue, *quand in self.env.cr.fetchall():
            if seance not in seances:
                jour, debut, fin, state = quand
                seances[seance] = Seance(jour, round(60 * debut), round(60 * fin), state)
            presence = Presence(module, seances[seance], etat, retard or 0)
            lues.setdefault(dossier, []).append((organisateur, presence))
            vues[dossier, module] = vues.get((dossier, module), 0) + vue
        return lues, vues

    @api.model
    def _garder(self, dossiers, lignes):
        """Keep what was counted of these files, and nothing else."""
        cles = {ligne[:2] for ligne in lignes}
        connues = self.search([("dossier_id", "in", dossiers.ids)])
        connues.filtered(lambda une: (une.dossier_id.id, une.module_id.id) not in cles).unlink()
        if not lignes:
            return
        colonnes, instant = ("dossier_id", "module_id", *CHIFFRES), maintenant()
        suite = ("compte_le", "create_uid", "create_date", "write_uid", "write_date")
        # Raw SQL: one upsert a batch instead of a write a line. Columns are those of this file, values are ours and are
        # passed as parameters; nobody reads this table but by its record rules.
        self.env.cr.execute_values(
            f"INSERT INTO parcours_assiduite ({', '.join((*colonnes, *suite))}) VALUES %s"
            " ON CONFLICT (dossier_id, module_id) DO UPDATE SET "
            + ", ".join(f"{nom} = EXCLUDED.{nom}" for nom in (*CHIFFRES, "compte_le", "write_uid", "write_date")),
            [(*ligne, instant, self.env.uid, instant, self.env.uid, instant) for ligne in lignes],
            page_size=1_000,
        )
        self.invalidate_model()
        self.env["parcours.dossier"].invalidate_model(["assiduite_ids"])
