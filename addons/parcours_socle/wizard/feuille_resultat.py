# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The result sheet: what an action over several records did, and why not for the others.

::

    records ──> may the user? ──> would the action refuse? ──> done at once ──an error──> one by one ──> sheet
                 │ in one query     │ in a few queries            (a savepoint)     (a savepoint each)     ▲
                 └──────────────────┴──────────── left out, with the reason ──────────────────────────────┘

Nothing is lost: what could be done is done, and the sheet names the rest. One record alone is as ever: its refusal is
an error, and there is no sheet.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import lots

#: Records done that a sheet lists by name; all are counted, and all that were not done are listed.
LISTES_MAX = 200
#: Records from which the word that all was done stays until it is closed.
BEAUCOUP = 20


class FeuilleResultat(models.TransientModel):
    """What was done of an action over several records, and what was not; read by who asked for it."""

    _name = "feuille.resultat"
    _description = "Result of an action over several records"
    _rec_name = "geste"

    geste = fields.Char("Action", readonly=True)
    modele = fields.Char("Kind", readonly=True)
    faits = fields.Integer("Done", readonly=True)
    non_faits = fields.Integer("Not done", readonly=True)
    refus_ids = fields.One2many(
        "feuille.resultat.ligne", "feuille_id", "Not done, and why", domain=[("faite", "=", False)], readonly=True
    )
    fait_ids = fields.One2many(
        "feuille.resultat.ligne", "feuille_id", "Done", domain=[("faite", "=", True)], readonly=True
    )
    tus = fields.Integer("Done and not listed", compute="_compute_tus")

    @api.depends("faits", "fait_ids")
    def _compute_tus(self):
        for feuille in self:
            feuille.tus = feuille.faits - len(feuille.fait_ids)

    @api.model
    def _faire(self, geste, records, travail, refus=None, operation="write"):
        """Do what a button does, on as many of these records as possible.

        :param str geste: the words of the button, in the user's language
        :param travail: ``f(records)``, the action with its own checks; it raises, and commits nothing itself
        :param refus: ``f(records) -> {record id: why not}``, the checks of the action read for all records at once
        :param operation: what the user must be allowed to do with them, as in `check_access`
        :return: an action that shows the sheet, or tells that all was done; False for one record
        :raise UserError: that of the action, for one record
        """
        if len(records) <= 1:
            travail(records)
            return False
        permis = records._filtered_access(operation)
        raisons = dict.fromkeys((records - permis)._ids, self.env._("Your role does not allow it on this one."))
        if refus:
            raisons |= refus(permis)
        if possibles := permis.filtered(lambda record: record.id not in raisons):
            # somebody else in the way of the whole transaction passes: Odoo does the request again
            _faits, echecs = lots.attempt(self.env, possibles, travail, told=(UserError,))
            raisons |= {record.id: self._dire(panne) for record, panne in echecs}
        return self._rendre(geste, records, raisons)

    @api.model
    def _dire(self, panne):
        if isinstance(panne, UserError):
            return str(panne)
        return self.env._("Something unexpected happened, and nothing of this one was saved. Try it alone.")

    @api.model
    def _rendre(self, geste, records, raisons):
        """Return the action that tells what came of an action over these records.

        :param dict raisons: record id -> why it was not done, in the user's language; all others were done
        """
        faits = records.filtered(lambda record: record.id not in raisons)
        if not raisons:
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "type": "success",
                    # who did it for many may look elsewhere when it is done
                    "sticky": len(faits) >= BEAUCOUP,
                    "title": geste,
                    "message": self.env._("Done: %s", len(faits)),
                    "next": {"type": "ir.actions.act_window_close"},
                },
            }
        lignes = [{"res_id": i, "raison": raisons[i]} for i in records._ids if i in raisons]
        # what the action itself removed has no name any more
        lignes += [{"res_id": i, "faite": True} for i in faits[:LISTES_MAX].exists()._ids]
        # sudo: nobody writes a sheet by hand; create_uid is the user, to whom its rule shows it
        feuille = self.sudo().create(
            {
                "geste": geste,
                "modele": records._name,
                "faits": len(faits),
                "non_faits": len(raisons),
                "refus_ids": [fields.Command.create(ligne) for ligne in lignes],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": geste,
            "res_model": self._name,
            "res_id": feuille.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    def action_voir_refus(self):
        """Open the list of those that were not done."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Not done: %s", self.geste),
            "res_model": self.modele,
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self.refus_ids.mapped("res_id"))],
        }


class FeuilleResultatLigne(models.TransientModel):
    """One record of a result sheet: done, or why not. What it is called is read when the sheet is, as its reader."""

    _name = "feuille.resultat.ligne"
    _description = "Record of a result sheet"
    _order = "id"

    feuille_id = fields.Many2one(
        "feuille.resultat", "Result sheet", required=True, readonly=True, ondelete="cascade", index=True
    )
    res_id = fields.Integer("Record", readonly=True)
    modele = fields.Char(related="feuille_id.modele", string="Kind")
    nom = fields.Char("Which", compute="_compute_nom")
    faite = fields.Boolean("Done", readonly=True)
    raison = fields.Text("Why not", readonly=True)

    @api.depends("res_id", "feuille_id.modele")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_nom(self):
        for modele, lignes in self.grouped("modele").items():
            noms = {}
            if modele in self.env:
                # `sudo(False)` gives rights back, and gives none: the sheet itself says only what its reader may know
                records = self.env[modele].sudo(False).browse(lignes.mapped("res_id"))
                noms = {record.id: record.display_name for record in records._filtered_access("read")}
            for ligne in lignes:
                ligne.nom = noms.get(ligne.res_id) or self.env._("Not shown to you")

    def action_ouvrir(self):
        """Open this record."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.modele,
            "res_id": self.res_id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
