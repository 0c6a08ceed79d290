# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A list of files on paper, for the counter."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime

from odoo.addons.parcours_socle.jour import BRUXELLES, maintenant

#: More would be no list that somebody holds in the hand.
FICHES_MAX = 500


class DossierImpression(models.AbstractModel):
    """Who, under which reference, of which commune, what is to be done and by when, with whom: no national number and
    nothing of the register, which stay on the file. Each person printed is a reading, as in an export."""

    _name = "parcours.dossier.impression"
    _description = "Pathway file: printed lists"

    def action_imprimer_liste(self):
        """Return the PDF of these files, in the order of the screen.

        :raise UserError: when there are too many of them
        """
        self.check_access("read")
        if len(self) > FICHES_MAX:
            raise UserError(
                self.env._(
                    "A printed list has at most %(max)s files; %(number)s are chosen. Nothing was printed. Choose "
                    "fewer, with a filter.",
                    max=FICHES_MAX,
                    number=len(self),
                )
            )
        return self.env.ref("parcours_accueil.parcours_dossier_liste_report").report_action(self)

    def _lignes_imprimees(self):
        """Return the rows of the list: ``[(who, reference, commune, what to do, date, agent)]``."""
        termes = dict(self._fields["echeance_type"]._description_selection(self.env))
        sans = dict(self._fields["motif_sans_echeance"]._description_selection(self.env))
        lignes = []
        for dossier in self:
            tache = dossier.activity_ids[:1]
            a_faire = tache.summary or tache.activity_type_id.name or termes.get(dossier.echeance_type)
            lignes.append(
                (
                    dossier.name,
                    dossier.reference,
                    dossier.company_id.display_name,
                    a_faire or sans.get(dossier.motif_sans_echeance) or dossier.stage_id.name or "",
                    format_date(self.env, dossier.date_echeance) if dossier.date_echeance else "",
                    dossier.user_id.name or "",
                )
            )
        return lignes

    def _imprimee_le(self):
        return format_datetime(self.env, maintenant(), tz=BRUXELLES.key, dt_format="dd/MM/yyyy HH:mm")
