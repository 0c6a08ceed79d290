# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models


class RegistrePersonne(models.Model):
    _inherit = "registre.personne"

    _trouvent = {
        "dossier_ids.reference": "reference",
        "dossier_ids.telephone": "telephone",
        "dossier_ids.joint_ids.reference": "reference",
    }

    dossier_ids = fields.One2many("parcours.dossier", "personne_id", "Pathway file")

    @api.private
    def _apres_lecture(self):
        """Second floor's door: the people just read get their file, its facts and its examination."""
        resultat = super()._apres_lecture()
        self.env["parcours.dossier"]._recevoir_personnes(self)
        return resultat

    @api.private
    def _reprendre(self, ancienne):
        """The two files become one, the one of the older obligation, for the person who goes on."""
        dossiers = (self | ancienne).with_context(active_test=False, tracking_disable=True).dossier_ids
        garde = dossiers._plus_ancienne_obligation()
        if autre := dossiers - garde:
            garde._absorber(autre, self)
        elif garde:
            garde.personne_id = self
        return super()._reprendre(ancienne)

    @api.private
    def _apres_numero_annule(self):
        """The commune is told that the number of a file is no number any more; nothing is closed by itself."""
        resultat = super()._apres_numero_annule()
        dossiers = self.dossier_ids.filtered(lambda dossier: dossier.phase != "cloture")
        # one task a file, however often the register says it
        self.env["mail.activity"]._retirer(dossiers, "parcours_accueil.activite_numero_annule")
        dossiers._prevenir(
            "parcours_accueil.activite_numero_annule",
            lambda env: env._("Number cancelled by the register"),
            lambda env, _dossier: env._(
                "The register cancelled the number of this file, without another one. Nothing was changed here. Look "
                "whether the person exists under another number and report the difference; else close the file."
            ),
        )
        return resultat

    def action_dossier(self):
        """Button: the person's file."""
        self.ensure_one()
        return self.dossier_ids[:1]._ouvrir_fiche()

    def _references_dossiers(self):
        """The references of these people's files, for the consultation log: one query."""
        dossiers = self.env["parcours.dossier"].search_fetch(
            [("personne_id", "in", self.ids)], ["personne_id", "reference"]
        )
        # Of several files of one person, the first as they are listed.
        return super()._references_dossiers() | {d.personne_id.id: d.reference for d in reversed(dossiers)}
