# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a person agreed to, and took back: the eBox, notices by e-mail (loi.md §7b)."""

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.parcours_socle.jour import aujourdhui

from ..vocabulaire import ACCORDS


class ParcoursAccord(models.Model):
    """One agreement, from the day it was given to the day it was withdrawn, each with who was told.

    Written by the two ticks of the file alone (accords.py), and never again: a person who agrees once more has another
    line. A letter may go that way as long as a line is open; what was recorded on the day of the withdrawal was sent
    before.
    """

    _name = "parcours.accord"
    _description = "Agreement of the person"
    _inherit = ["lecture.tracee", "nom.lisible", "nom.reserve"]
    # leads to a person, and shows nothing of what the register says
    _montre = {"dossier_id": {}}
    _motif_lecture = "dossier"
    _order = "donne_le desc, id desc"
    _noms = ("objet", "donne_le")

    dossier_id = fields.Many2one(
        "parcours.dossier", "File", required=True, readonly=True, ondelete="cascade", index=True
    )
    objet = fields.Selection(ACCORDS, "Agrees to", required=True, readonly=True)
    donne_le = fields.Date("Given on", required=True, readonly=True)
    donne_par_id = fields.Many2one("res.users", "Told to", required=True, readonly=True, ondelete="restrict")
    retire_le = fields.Date("Withdrawn on", readonly=True)
    retire_par_id = fields.Many2one("res.users", "Withdrawal told to", readonly=True, ondelete="restrict")

    _retrait_apres = models.Constraint(
        "CHECK(retire_le IS NULL OR retire_le >= donne_le)", "An agreement is withdrawn after it was given."
    )
    _retrait_signe = models.Constraint(
        "CHECK((retire_le IS NULL) = (retire_par_id IS NULL))", "A withdrawal says who was told."
    )
    _ouverts_idx = models.Index("(dossier_id, objet) WHERE retire_le IS NULL")

    @api.model
    def _en_vigueur(self, objet, jour, fiches):
        """Return the ids of those of these files whose person agreed to that: the one question, whoever sends.

        :param jour: by that day, for what was sent; None: at this moment, for what is about to be sent
        :param fiches: ids of files
        """
        domaine = Domain("dossier_id", "in", list(fiches)) & Domain("objet", "=", objet)
        tenu = Domain("retire_le", "=", False)
        domaine &= tenu if jour is None else Domain("donne_le", "<=", jour) & (tenu | Domain("retire_le", ">=", jour))
        # sudo: whether, of files that the caller works on; nothing of who and when comes out
        return {dossier.id for (dossier,) in self.sudo()._read_group(domaine, ["dossier_id"])}

    @api.model
    def _dire(self, objet, voulus):
        """Write down what people (superuser) said just now: given, withdrawn, or as it was already.

        :param voulus: ``{file: whether the person agrees}``
        """
        fiches = self.env["parcours.dossier"].union(*voulus)
        domaine = [("dossier_id", "in", fiches.ids), ("objet", "=", objet), ("retire_le", "=", False)]
        ouverts, qui = self.search(domaine), self.env.uid
        ouverts.filtered(lambda accord: not voulus[accord.dossier_id]).write(
            {"retire_le": aujourdhui(), "retire_par_id": qui}
        )
        neufs = fiches.filtered(lambda dossier: voulus[dossier]) - ouverts.dossier_id
        self.create(
            [
                {"dossier_id": dossier.id, "objet": objet, "donne_le": aujourdhui(), "donne_par_id": qui}
                for dossier in neufs
            ]
        )

    @api.model
    def _rejoindre(self, dossier):
        """Two files of one person became one (superuser): of each agreement the later word holds, whichever file it was
        said in. On one day, that of who withdrew: nothing goes that way against a wish. Every line stays; those that
        were open are withdrawn on the day of that word, with who was told."""
        for objet, _nom in ACCORDS:
            siens = dossier.accord_ids.filtered(lambda a, o=objet: a.objet == o)
            ouverts = siens.filtered(lambda a: not a.retire_le)
            retrait = (siens - ouverts).sorted("retire_le")[-1:]
            if ouverts and retrait and retrait.retire_le >= max(ouverts.mapped("donne_le")):
                ouverts.write({"retire_le": retrait.retire_le, "retire_par_id": retrait.retire_par_id.id})
                if objet == "ebox":
                    self.env["parcours.courrier"]._accord_retire(dossier)
