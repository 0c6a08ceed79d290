# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models

from ..lectures import ITS_EXPLICATION


class ParcoursRejeuChangement(models.Model):
    """One file whose outcome or ground a draft would change: who is behind a number of the matrix.

    A technical table, filled by the replay and emptied when the draft is published, deleted or replayed again.
    """

    _name = "parcours.rejeu.changement"
    _description = "File changed by a replay"
    _inherit = ["lecture.tracee", "nom.reserve"]
    _order = "id"
    _rec_name = "dossier_id"
    _log_access = False
    # as in a list of files: who changes, and from what status to what, finds them; the rules that decide explain it
    _montre = {"dossier_id": {"regles": ITS_EXPLICATION}}
    _motif_lecture = "controle"

    ligne_id = fields.Many2one(
        "parcours.rejeu.ligne", "Change", required=True, readonly=True, ondelete="cascade", index=True
    )
    dossier_id = fields.Many2one(
        "parcours.dossier", "File", required=True, readonly=True, ondelete="cascade", index=True
    )
    regles = fields.Char("Decided by", readonly=True, help="Codes of the rules that decide the new outcome.")

    @api.model
    def _inserer(self, lignes):
        """Insert tuples ``(line id, file id, codes)``, as superuser."""
        if not lignes:
            return
        # Raw SQL: append-only technical table owned by this model, up to as many rows as
        # there are files; values are parameters, nothing of it waits in the cache.
        self.env.cr.execute_values(
            "INSERT INTO parcours_rejeu_changement (ligne_id, dossier_id, regles) VALUES %s", lignes, page_size=1000
        )
        self.invalidate_model(flush=False)

    @api.model
    def _effacer(self, rejeux):
        """Delete who is behind those replays."""
        # Raw SQL: one statement for up to as many rows as there are files; the table is this model's own and only its
        # rows for these replays go; ids are a parameter.
        self.env.cr.execute(
            """
            DELETE FROM parcours_rejeu_changement c USING parcours_rejeu_ligne l
             WHERE l.id = c.ligne_id AND l.rejeu_id = ANY(%s)
            """,
            [list(rejeux.ids)],
        )
        self.invalidate_model(flush=False)
