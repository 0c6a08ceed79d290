# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The block of remedies that a letter must bear: who hears a complaint, and where and until when to appeal."""

from odoo import fields, models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

#: What a block is for; a floor above adds its own.
ACTES = [("refus", "Decision on a request: exemption, contestation")]
#: What is printed of a block.
TEXTES = ("mediateur", "recours")


class ParcoursMention(models.Model):
    """One block of remedies, from one day on, for one kind of letter (decree-ordinance of 16 May 2019, art. 8 §2;
    loi.md §7b): of one commune, or of all those that have none of their own. Two heads put it in force
    (`parcours.texte.publie`)."""

    _name = "parcours.mention"
    _description = "Block of remedies of a letter"
    _inherit = ["parcours.texte.publie", "mail.thread"]
    _order = "acte, date_debut desc, id desc"
    _usage = "acte"
    _phrases = {
        "chevauche": _lt(
            "Another block is in force on some of these days. Nothing was saved. Give that one a last day."
        ),
        "par_l_etape": _lt(
            "A block of remedies is put in force by another head than the one who wrote it, with the button "
            "“Put in force”. Nothing was saved."
        ),
        "fige": _lt(
            "A block of remedies in force is frozen: letters are printed with it. Nothing was saved. Add "
            "another block: putting it in force ends this one."
        ),
        "deja": _lt("This block is in force already. Nothing was changed."),
        "soi_meme": _lt(
            "You wrote this block yourself: another head at Vivalis must put it in force. Nothing was changed."
        ),
        "garde": _lt("A block of remedies is kept: letters were printed with it. Give it a last day instead."),
        "aucun": _lt(
            "This letter must state the ombudsman and the appeals, and no block of remedies is in force for "
            "%s. Nothing was saved. Ask a head at Vivalis to add one."
        ),
        "pas_ecrit": _lt(
            "The block of remedies of this letter is not written in: %s. Nothing was saved. Ask a head at "
            "Vivalis to complete it."
        ),
    }

    name = fields.Char(required=True, translate=True)
    acte = fields.Selection(ACTES, "For", required=True, default="refus", tracking=True)
    mediateur = fields.Text("Ombudsman", required=True, translate=True, help="To whom to complain, and how.")
    recours = fields.Text(
        "Appeals", required=True, translate=True, help="Before whom, in what form and within what term."
    )
    article = fields.Char()

    def _ecrit_en(self, langue):
        self.ensure_one()
        return all(self._fields[nom]._get_stored_translations(self).get(langue) for nom in TEXTES)
