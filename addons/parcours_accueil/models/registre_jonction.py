# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who joins two files, what they see before, and whom it is asked of (loi.md §6)."""

from markupsafe import Markup

from odoo import api, fields, models

from .lectures import ITS_EXPLICATION


class RegistreJonction(models.Model):
    """Second floor's part: the two files of the two people.

    A head of the commune joins when both files are theirs, else a head at Vivalis.
    """

    _name = "registre.jonction"
    _inherit = ["registre.jonction", "liste.ordonnable"]
    _liste_fiches = ("dossier_id",)
    # what is compared is what is known of both
    _montre = {
        chemin: dict.fromkeys(("comparaison", "suites"), ITS_EXPLICATION) for chemin in ("personne_id", "ancienne_id")
    }

    # written by the engine: when the pair is made, and when one of the two was joined to a third one meanwhile
    dossier_id = fields.Many2one(
        "parcours.dossier", "File that goes on", readonly=True, index="btree_not_null", ondelete="set null"
    )
    dossier_joint_id = fields.Many2one(
        "parcours.dossier", "File to be joined to it", readonly=True, index="btree_not_null", ondelete="set null"
    )
    comparaison = fields.Html("Both files", compute="_compute_comparaison", sanitize=False)
    suites = fields.Html("What will follow", compute="_compute_comparaison", sanitize=False)

    def _designer_dossiers(self):
        """Say which of the two files goes on."""
        # sudo comes from the caller, the engine
        for jonction in self:
            dossiers = jonction.personne_id.dossier_ids | jonction.ancienne_id.dossier_ids
            garde = dossiers._plus_ancienne_obligation()
            jonction.write({"dossier_id": garde.id, "dossier_joint_id": (dossiers - garde).id})

    def _joindre(self):
        resultat = super()._joindre()
        autres = self.search([("state", "=", "a_faire"), ("personne_id", "in", self.personne_id.ids)])
        (
            autres | self.search([("state", "=", "a_faire"), ("ancienne_id", "in", self.personne_id.ids)])
        )._designer_dossiers()
        return resultat

    @api.depends("dossier_id.company_id", "dossier_joint_id.company_id")
    def _compute_joignable(self):
        return super()._compute_joignable()

    def _decidables(self):
        utilisateur = self.env.user
        if self.env.su or utilisateur.has_group("parcours_accueil.group_direction"):
            return self
        if not utilisateur.has_group("parcours_accueil.group_chef"):
            return self.browse()
        # sudo: only whether both files are of the head's communes
        return self.filtered(
            lambda jonction: (
                (j := jonction.sudo()).dossier_id
                and (j.dossier_id | j.dossier_joint_id).company_id <= utilisateur.company_ids
            )
        )

    def _phrase_pas_a_vous(self):
        return self.env._(
            "Two files are joined by a head of the commune when both are of that commune, else by a head at Vivalis. "
            "Nothing was changed: ask one of them, the two files are in their list “To be joined”."
        )

    @api.depends_context("lang", "uid")
    @api.depends("dossier_id", "dossier_joint_id", "state")
    def _compute_comparaison(self):
        for jonction in self:
            # sudo: whoever may read the pair has both files in their communes, or every commune (record rules)
            garde, joint = jonction.sudo().dossier_id, jonction.sudo().dossier_joint_id
            if jonction.state != "a_faire" or not (garde and joint):
                jonction.comparaison = jonction.suites = False
                continue
            jonction.comparaison = Markup(
                "<table class='table table-sm o_parcours_jonction'><thead><tr><th></th><th>%s</th><th>%s</th></tr>"
                "</thead><tbody>%s</tbody></table>"
            ) % (
                self.env._("Goes on"),
                self.env._("Is joined to it"),
                Markup("").join(
                    Markup("<tr><th scope='row'>%s</th><td>%s</td><td>%s</td></tr>") % ligne
                    for ligne in zip(
                        garde._titres_comparaison(),
                        garde._valeurs_comparaison(),
                        joint._valeurs_comparaison(),
                        strict=True,
                    )
                ),
            )
            jonction.suites = Markup("<ul>%s</ul>") % Markup("").join(
                Markup("<li>%s</li>") % phrase for phrase in garde._suites_jonction(joint)
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Put a task on both files: two who are one are to be joined."""
        jonctions = super().create(vals_list)
        # sudo: an automatic process, the register's door
        jonctions.sudo()._designer_dossiers()
        dossiers = jonctions.sudo().dossier_id | jonctions.sudo().dossier_joint_id
        dossiers._prevenir(
            "parcours_accueil.activite_jonction",
            lambda env: env._("Two files, one person: to be joined"),
            lambda env, _dossier: env._(
                "The register says that the number of this file and another one are one person. A head of the commune "
                "joins the two files when both are here, else a head at Vivalis: list “To be joined”."
            ),
        )
        return jonctions

    def _apres_jonction(self):
        self.ensure_one()
        return self.dossier_id._ouvrir_fiche()

    def action_comparer(self):
        """Open the window in which both files are compared, then joined."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Join two files"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }
