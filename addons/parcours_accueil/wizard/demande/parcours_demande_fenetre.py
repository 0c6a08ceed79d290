# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models

from odoo.addons.parcours_socle.jour import aujourdhui

from ...models.demande.lettre import CANAUX, DEUX, LANGUES_LETTRE

#: What is done with any request besides deciding on it.
SUITES = [("accuser", "Acknowledge receipt"), ("notifier", "Record the notification")]


class ParcoursDemandeFenetre(models.AbstractModel):
    """The part that the small windows of requests have in common: when, why, in which language, and what is the same
    for all of them. The window names its request (`_demande`), what can be decided, and does that."""

    _name = "parcours.demande.fenetre"
    _inherit = ["reference.lisible"]
    _description = "Window of a request"

    #: The field of the request.
    _demande = ""

    date = fields.Date("On", required=True, default=aujourdhui)
    motif = fields.Text("Reason")
    langue = fields.Selection(
        LANGUES_LETTRE,
        "Language that the person wishes",
        compute="_compute_langue",
        store=True,
        readonly=False,
        help="Ask before the first letter; it is kept on the file. Not known: the letter goes out in both languages.",
    )
    canal = fields.Selection(CANAUX, "Sent by")
    preuve = fields.Binary("Proof", attachment=False)
    preuve_nom = fields.Char("File name of the proof")

    @api.depends(lambda self: [f"{self._demande}.dossier_id.langue"] if self._demande else [])
    def _compute_langue(self):
        for fenetre in self:
            fenetre.langue = fenetre[self._demande].dossier_id.langue or DEUX

    def action_confirmer(self):
        """Do what the window is for, with the checks of the request; the window closes."""
        self.ensure_one()
        demande = self[self._demande]
        match self.decision:
            case "accuser":
                demande._accuser(self.date, self.langue)
            case "notifier":
                demande._notifier(self.date, self.canal, self.preuve, self.preuve_nom)
            case _:
                self._confirmer(demande)
        dossier = demande.dossier_id
        if self.decision != "notifier" and self.langue not in (False, DEUX, dossier.langue):
            # it was asked for this letter
            dossier.langue = self.langue
        return {"type": "ir.actions.act_window_close"}

    def _confirmer(self, demande):
        """Take the decision of this window on its request."""
        raise NotImplementedError
