# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Whether a paper is ours: what whoever holds its number is told, and nothing more (docs/securite.md)."""

from typing import NamedTuple

from odoo import api, models

from odoo.addons.parcours_socle.papier import numero

from ...droit.attestations import INCONNUE, initiales, verifiee


class Verdict(NamedTuple):
    """What the public page says: whether it is valid, withdrawn or not known; of the first two, which kind, the day it
    was given and the initials of the person."""

    etat: str = INCONNUE
    genre: str = ""
    jour: object = None
    initiales: str = ""


class AttestationVerification(models.AbstractModel):
    _name = "parcours.attestation.verification"
    _description = "Attestation: verified by its number"

    @api.model
    def _verifier(self, texte):
        """Return the `Verdict` on a number that somebody typed or scanned. One that is malformed is looked for all the
        same, under a digest that nothing has: it takes as long, and the answer has the same shape.
        """
        cle = numero.empreinte(numero.lire(texte) or "-")
        # sudo: who holds the paper has its number, which nobody guesses; kind, day and initials come out
        trouvee = self.env["parcours.attestation"].sudo().search([("empreinte", "=", cle)])
        if not trouvee:
            return Verdict()
        return Verdict(
            verifiee(trouvee.state), trouvee.genre, trouvee.delivree_le, initiales(trouvee.dossier_id.name or "")
        )
