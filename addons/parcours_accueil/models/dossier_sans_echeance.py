# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models

from .dossier_termes import derniere

MOTIFS_SANS_ECHEANCE = [
    ("attestation", "The attestation of obligation was not handed over"),
    ("volontaire", "Volunteer, not registered with an organiser yet"),
    ("refus", "A refusal was found: Vivalis has the file"),
]


class DossierSansEcheance(models.Model):
    """Why no legal term runs in an open file; empty where one runs, and where nothing explains that none does."""

    _inherit = "parcours.dossier"

    motif_sans_echeance = fields.Selection(MOTIFS_SANS_ECHEANCE, "No legal date because", readonly=True)

    def _recalculer(self):
        resultat = super()._recalculer()
        # sudo: the reason follows from the events alone, and users may not write it
        dossiers = self.sudo().with_context(tracking_disable=True)
        evenements = dossiers._evenements_valides()
        for motif, lot in dossiers.grouped(lambda d: d._sans_echeance(evenements.get(d.id, ()))).items():
            lot.filtered(lambda d, motif=motif: d.motif_sans_echeance != motif).motif_sans_echeance = motif
        return resultat

    def _sans_echeance(self, evenements):
        self.ensure_one()
        if self.phase != "dossier" or self.date_echeance:
            return False
        if derniere(evenements, "constat_refus", "transfert_vivalis"):
            return "refus"
        if self.volontaire:
            return "volontaire"
        return False if derniere(evenements, "attestation_remise") else "attestation"
