# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import SUPERUSER_ID, api

from odoo.addons.parcours_accueil.models.vocabulaire import MOTIF_TU


def migrate(cr, version):
    """Vivalis sees "suspended" and "exempt", not "illness" (loi.md §8): notes on a medical suspension are the
    commune's, and so are the medical grounds of exemption on files."""
    codes = list(api.Environment(cr, SUPERUSER_ID, {})["parcours.dossier"]._codes_medicaux())
    # Raw SQL: what is written once is moved, not changed, and a column follows from another one; ours, by parameters.
    cr.execute(
        """
        UPDATE parcours_evenement AS event SET note_medicale = event.note_reservee ->> 'en_US', note_reservee = NULL
          FROM parcours_suspension AS suspension
          JOIN parcours_suspension_motif AS ground ON ground.id = suspension.motif_id
         WHERE suspension.id = event.suspension_id AND ground.confidentiel AND event.note_reservee IS NOT NULL
        """
    )
    cr.execute(
        """
        UPDATE parcours_dossier SET exemption_dite = CASE WHEN exemption_code = ANY(%s) THEN %s ELSE exemption_code END
         WHERE exemption_code IS NOT NULL
        """,
        [codes, MOTIF_TU],
    )
    # why an examination was run named the ground that was decided: "Exemption 5: granted"
    cr.execute(
        """
        UPDATE parcours_examen SET motif = jsonb_build_object('en_US', regexp_replace(motif ->> 'en_US', %s, %s))
         WHERE motif ->> 'en_US' ~ %s
        """,
        [f"^(\\w+) ({'|'.join(codes)})(\\s?):", "\\1\\3:", f"^\\w+ ({'|'.join(codes)})\\s?:"],
    )
