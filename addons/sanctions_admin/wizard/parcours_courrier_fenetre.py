# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.parcours_accueil.models.lectures import ITS_EXPLICATION
from odoo.addons.parcours_accueil.wizard.courrier.parcours_courrier_fenetre import ParcoursCourrierFenetre as Dessous
from odoo.addons.parcours_socle.jour import aujourdhui

from ..droit.courriers import DECISIONS, INVITATIONS
from ..models.courrier.libelles import GENRES_DITS


class ParcoursCourrierFenetre(models.TransientModel):
    """The window of the letters of a sanction: where and when the person is heard, and what a decision rests on."""

    _inherit = "parcours.courrier.fenetre"
    _lisibles = (*Dessous._lisibles, "sanction_id", "infraction_id", "decision_id")
    _exige_selon = (*Dessous._exige_selon, "audience_le", "audience_lieu")
    _montre = {"dossier_id": {"motivation": ITS_EXPLICATION}}

    genre = fields.Selection(selection_add=GENRES_DITS, ondelete={code: "cascade" for code, _nom in GENRES_DITS})
    sanction_id = fields.Many2one("sanction.dossier", "Sanction file", readonly=True)
    infraction_id = fields.Many2one("sanction.infraction", "Infringement", readonly=True)
    decision_id = fields.Many2one("sanction.decision", readonly=True)
    invite = fields.Boolean(compute="_compute_invite", export_string_translation=False)
    notifie = fields.Boolean(compute="_compute_invite", export_string_translation=False)
    audience_le = fields.Datetime("Hearing fixed on", help="Day and hour at which the person is invited to come.")
    audience_lieu = fields.Char("Place of the hearing", help="As it is printed: street, number, town, room.")
    chaine_decision = fields.Html(related="decision_id.chaine", related_sudo=False, string="The decision rests on")
    motivation = fields.Text(
        related="decision_id.motivation", related_sudo=False, string="Reasons, as they are printed"
    )

    @api.depends("genre")
    def _compute_invite(self):
        for fenetre in self:
            fenetre.invite = fenetre.genre in INVITATIONS.values()
            fenetre.notifie = fenetre.genre in DECISIONS.values()

    def _genres_possibles(self):
        return f",{self.genre or ''}," if self.sanction_id else super()._genres_possibles()

    def _qui_ecrit(self):
        if not self.sanction_id:
            return super()._qui_ecrit()
        return self.env.ref("base.main_company"), self.sanction_id.user_id or self.env.user

    def _exigences(self):
        exigences = super()._exigences()
        if self.geste == "faire" and self.genre in INVITATIONS.values():
            exigences += [
                (self.env._("When the person is heard"), bool(self.audience_le)),
                (self.env._("The place of the hearing"), bool((self.audience_lieu or "").strip())),
            ]
        return exigences

    def _objets(self):
        noms = ("sanction_id", "infraction_id", "decision_id")
        objets = super()._objets() | {nom: self[nom].id for nom in noms if self[nom]}
        if self.genre not in INVITATIONS.values():
            return objets
        if self.audience_le.date() <= aujourdhui():
            raise UserError(
                self.env._("The hearing is to come: the person must receive the letter before. Nothing was printed.")
            )
        return objets | {"audience_le": self.audience_le, "audience_lieu": self.audience_lieu.strip()}
