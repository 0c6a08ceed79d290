# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The exemptions asked for in a file, and those that can be."""

from odoo import api, fields, models

from ..vocabulaire import CLOTURES_ADMISES, GROUPES_REGISTRE


class DossierExemptions(models.AbstractModel):
    """A rule ``sur_demande`` is true when an exemption on its ground is granted and in force, else false: a request
    that waits obliges nobody to wait, and is shown on the file. A rule ``examen_document`` that the facts make true is
    true when granted, false when refused or revoked, unknown as long as nothing is decided.
    """

    _name = "parcours.dossier.exemptions"
    _description = "Pathway file: exemptions decided"

    exemption_ids = fields.One2many(
        "parcours.exemption", "dossier_id", "Requested exemptions", readonly=True, groups=GROUPES_REGISTRE
    )
    exemption_count = fields.Integer(
        "Number of requested exemptions", compute="_compute_exemption_count", groups=GROUPES_REGISTRE
    )
    exemption_a_decider = fields.Integer(
        "Exemptions to decide", compute="_compute_exemption_count", groups=GROUPES_REGISTRE
    )
    exemption_possible = fields.Boolean(compute="_compute_exemption_possible", groups=GROUPES_REGISTRE)

    @api.depends("exemption_ids.state")
    def _compute_exemption_count(self):
        comptes = {}
        for dossier, etat, nombre in self.env["parcours.exemption"]._read_group(
            [("dossier_id", "in", self.ids)], ["dossier_id", "state"], ["__count"]
        ):
            comptes.setdefault(dossier.id, {})[etat] = nombre
        for dossier in self:
            par_etat = comptes.get(dossier.id, {})
            dossier.exemption_count = sum(par_etat.values())
            dossier.exemption_a_decider = par_etat.get("demandee", 0)

    @api.depends("phase", "motif_cloture", "reglement_id")
    def _compute_exemption_possible(self):
        for dossier in self:
            ouvert = dossier.phase != "cloture" or dossier.motif_cloture in CLOTURES_ADMISES
            dossier.exemption_possible = ouvert and bool(dossier.reglement_id)

    def action_demander_exemption(self):
        """Open a new request of an exemption, with the ground that the last examination waits for, if there is one.

        :raise AccessError: for who records no request: the ground may be an illness
        """
        self.ensure_one()
        self.env["parcours.exemption"].check_access("create")
        self.check_access("write")
        attendues = self._regles_a_demander().filtered(lambda regle: regle in self._regles_decisives())
        contexte = {"default_dossier_id": self.id}
        if len(attendues) == 1:
            contexte["default_regle_id"] = attendues.id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Request an exemption"),
            "res_model": "parcours.exemption",
            "view_mode": "form",
            "context": contexte,
        }

    def action_exemptions(self):
        """Open the requests of this file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Exemptions"),
            "res_model": "parcours.exemption",
            "view_mode": "list,form",
            "domain": [("dossier_id", "=", self.id)],
            "context": {"default_dossier_id": self.id},
        }

    def _regles_a_decider(self):
        """Return the rules of the version that applies which the commune decides on, in the order of the law."""
        # sudo: the published law is the same for everybody
        return self.sudo().reglement_id.regle_ids.filtered(lambda regle: regle._se_decide())

    def _regles_decisives(self):
        """Return the rules that decided in the last examination."""
        self.ensure_one()
        # sudo: ids of rules, which are public law
        trace = self.sudo().examen_id.trace or {}
        return self.env["parcours.regle"].browse(map(int, trace.get("decisif", ())))

    def _regles_a_demander(self):
        """Return one rule for each ground that can be asked for in this file: the one that decided, else the first.

        A ground can have a rule at the reference date and another today; a decision is on the ground.
        """
        if not self:
            return self.env["parcours.regle"]
        decisives = self._regles_decisives()
        choisies = {}
        for regle in self._regles_a_decider():
            if regle.code not in choisies or (regle in decisives and choisies[regle.code] not in decisives):
                choisies[regle.code] = regle
        return self.env["parcours.regle"].browse(regle.id for regle in choisies.values())

    def _faits_confirment(self, regle):
        """Whether the facts of this file make that rule true, a document set apart."""
        self.ensure_one()
        inconnu, vrai = regle._domaines()
        return bool(self.filtered_domain(vrai)) and not self.filtered_domain(inconnu)
