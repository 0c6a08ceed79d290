# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The letters of a sanction: which its official can make now, and the window that makes them."""

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit.attendue import ENVOYER, INVITER
from ...droit.courriers import CONTRAINTE, DECISIONS, INVITATIONS, RAPPEL, a_reclamer


class SanctionDossierCourriers(models.AbstractModel):
    _name = "sanction.dossier.courriers"
    _inherit = ["parcours.etape.proprietaire"]
    _description = "Sanction file: its letters"

    courrier_ids = fields.One2many(
        "parcours.courrier", "sanction_id", "Letters", readonly=True, groups="parcours_accueil.group_gestionnaire"
    )
    courriers_possibles = fields.Char(
        compute="_compute_etapes_possibles",
        groups="sanctions_admin.group_fonctionnaire",
        export_string_translation=False,
        help="Kinds of the letters that claim what is owed, and can be made now: ,a,b,",
    )

    def action_inviter_et_imprimer(self):
        """Open the window that prints the invitation to be heard on the last infringement."""
        mot, infraction, _inscrit = self._attendu()
        if mot != INVITER:
            raise UserError(self.env._("Nobody is to be invited: somebody recorded it meanwhile."))
        nature = self.env["sanction.infraction"].browse(infraction).type
        return self._fenetre_courrier(INVITATIONS[nature], infraction_id=infraction)

    def action_notifier_et_imprimer(self):
        """Open the window that prints the decision that awaits its notification."""
        mot, infraction, decision = self._attendu()
        if mot != ENVOYER:
            raise UserError(self.env._("No decision awaits its sending: somebody recorded it meanwhile."))
        genre = DECISIONS[self.env["sanction.decision"].browse(decision).decision]
        return self._fenetre_courrier(genre, infraction_id=infraction, decision_id=decision)

    def action_rappeler(self):
        """Open the window that prints a reminder of payment."""
        return self._reclamer(RAPPEL)

    def action_contraindre(self):
        """Open the window that prints the writ of compulsion."""
        return self._reclamer(CONTRAINTE)

    def _reclamer(self, genre):
        """Open the window of a letter that claims what is owed for a fine.

        :raise UserError: nothing can be claimed now
        """
        self.ensure_one()
        self.check_access("write")
        situation = self._situations(self._roles())[self]
        decision = self.env["sanction.decision"].browse(a_reclamer(genre, situation, aujourdhui()))
        if not decision:
            raise UserError(
                self.env._(
                    "Nothing can be claimed now: it is paid, or still to be paid in time, or an appeal is pending. "
                    "Look at the account again."
                )
            )
        return self._fenetre_courrier(genre, infraction_id=decision.infraction_id.id, decision_id=decision.id)

    def _fenetre_courrier(self, genre, **objets):
        """Open the window that makes a letter of that kind, about those records."""
        self.check_access("write")
        genres = dict(self.env["parcours.courrier"]._fields["genre"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": genres[genre],
            "res_model": "parcours.courrier.fenetre",
            "views": [(self.env.ref("sanctions_admin.parcours_courrier_fenetre_view_form").id, "form")],
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_dossier_id": self.dossier_id.id,
                "default_sanction_id": self.id,
                "default_geste": "faire",
                "default_genre": genre,
                **{f"default_{nom}": valeur for nom, valeur in objets.items()},
            },
        }
