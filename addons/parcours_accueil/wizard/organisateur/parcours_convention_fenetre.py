# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.papier import pdf

from ...models.organisateur.parcours_convention import MANIERES
from ...models.vocabulaire import LANGUES_PARCOURS


class ParcoursConventionFenetre(models.TransientModel):
    """The small window in which a person signs the welcome agreement with the organiser: on the screen, or on a paper
    that is printed from here, signed and scanned."""

    _name = "parcours.convention.fenetre"
    _inherit = ["fenetre.exigeante", "reference.lisible", "documents.fenetre"]
    _description = "Sign the welcome agreement"
    _lisibles = ("inscription_id", "dossier_id")
    _documents_sujet = "dossier_id"
    _exige_selon = ("langue", "maniere", "presents", "date_signature", "signature", "piece_ids", "motif", "deja")

    inscription_id = fields.Many2one("parcours.inscription", "Registration", required=True, readonly=True)
    dossier_id = fields.Many2one("parcours.dossier", "File", compute="_compute_dossier_id", store=True)
    organisateur_id = fields.Many2one(related="inscription_id.organisateur_id", related_sudo=False)
    inscrit_le = fields.Date(related="inscription_id.date_debut", related_sudo=False)
    langues = fields.Char(compute="_compute_langues", export_string_translation=False)
    langue = fields.Selection(LANGUES_PARCOURS, "Followed in", compute="_compute_langue", store=True, readonly=False)
    convenu = fields.Text("What is agreed besides", help="Printed in the agreement, in the language of the pathway.")
    maniere = fields.Selection(MANIERES, "Signed", required=True, default="ecran")
    presents = fields.Char("In the presence of", default=lambda self: self.env.user.name)
    date_signature = fields.Date("Signed on", default=aujourdhui)
    signature = fields.Binary("Signature of the person", attachment=False)
    deja = fields.Char("Signed already", compute="_compute_deja")
    motif = fields.Char("Why another one is signed")
    papier = fields.Binary("To sign on paper", attachment=False, readonly=True)

    @api.depends("inscription_id")
    def _compute_dossier_id(self):
        for fenetre in self:
            fenetre.dossier_id = fenetre.inscription_id.dossier_id

    @api.depends("inscription_id")
    def _compute_langues(self):
        for fenetre in self:
            fenetre.langues = f",{','.join(fenetre.organisateur_id._langues() if fenetre.organisateur_id else [])},"

    @api.depends("inscription_id")
    def _compute_langue(self):
        for fenetre in self:
            offertes = fenetre.organisateur_id._langues() if fenetre.organisateur_id else []
            connue = fenetre.langue or fenetre.inscription_id.langue
            fenetre.langue = connue or (offertes[0] if len(offertes) == 1 else False)

    @api.depends("inscription_id")
    @api.depends_context("lang")
    def _compute_deja(self):
        for fenetre in self:
            inscription = fenetre.inscription_id._origin
            tenue = self.env["parcours.convention"]._siennes(inscription).get(inscription)
            tenue = tenue and tenue._tenue()
            fenetre.deja = bool(tenue) and self.env._(
                "On %s. Signing another one replaces it.", tenue._mot("date_signature")
            )

    def _exigences(self):
        exigences = [
            (self.env._("The language of the pathway"), bool(self.langue)),
            (self.env._("Who was present"), bool((self.presents or "").strip())),
        ]
        if self.deja:
            exigences.append((self.env._("Why another one is signed"), bool((self.motif or "").strip())))
        if self.maniere == "papier":
            exigences.append((self.env._("The day on which it was signed"), bool(self.date_signature)))
            return [*exigences, (self.env._("The scan, in one file"), bool(self.piece_ids))]
        return [*exigences, (self.env._("The signature of the person"), bool(self.signature))]

    def action_signer(self):
        """Keep the agreement.

        :raise AccessError, UserError: in the user's words; nothing typed is lost
        """
        self.ensure_one()
        sur_papier = self.maniere == "papier"
        self.env["parcours.convention"]._signer(
            self.inscription_id,
            self.langue,
            self.presents,
            self.date_signature if sur_papier else aujourdhui(),
            signature=False if sur_papier else self.with_context(bin_size=False).signature,
            pieces=self._pieces() if sur_papier else (),
            convenu=self.convenu,
            motif=self.motif,
        )
        self._retirer_pieces()
        # what was drawn is in the agreement now, and nowhere else
        self.write({"signature": False, "papier": False})
        return {"type": "ir.actions.act_window_close"}

    def action_imprimer(self):
        """Print the agreement, to be signed on paper.

        :raise UserError: the text is missing, or names what nobody said
        """
        self.ensure_one()
        self.check_access("write")
        self.inscription_id._verifier_signataire()
        if not self.langue or not (self.presents or "").strip():
            raise UserError(
                self.env._("Say in which language the pathway is followed, and who is present. Nothing was printed.")
            )
        self.organisateur_id._verifier_langue(self.langue)
        # sudo: one enrolment with the user's organiser, as just checked; the text in force fixes what it says
        lettre, _modele = self.env["parcours.convention"]._composer(
            self.inscription_id.sudo(),
            {
                "langue": self.langue,
                "date_signature": self.date_signature or aujourdhui(),
                "convenu": (self.convenu or "").strip(),
                "presents": self.presents.strip(),
            },
        )
        self.papier = base64.b64encode(pdf.imprimer(lettre))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/papier/{self.env._('agreement')}.pdf",
            "target": "new",
        }
