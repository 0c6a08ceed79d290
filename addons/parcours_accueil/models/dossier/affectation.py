# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who has a file: taken, handed out by a head, or handed over while somebody is absent."""

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain


class DossierAffectation(models.AbstractModel):
    _name = "parcours.dossier.affectation"
    _description = "Pathway file: who has it"

    def action_repartir(self):
        """Open the small window by which a head hands these files out."""
        if not self:
            raise UserError(self.env._("There is no file here to hand out."))
        fenetre = self.env["parcours.repartition"].create({"dossier_ids": [(6, 0, self.ids)]})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand out"),
            "res_model": fenetre._name,
            "res_id": fenetre.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    def _confier(self, agents):
        """Give these files, and the open tasks of who had them or of nobody, to their new agents; one write an agent.

        :param dict agents: file id -> res.users
        :raise AccessError: when the user may not write the files
        :raise UserError: an agent may not handle one of them
        """
        self.check_access("write")
        for phrase in self._refus_confier(agents).values():
            raise UserError(phrase)
        avant = {dossier.id: dossier.user_id for dossier in self}
        taches = self._taches_a_suivre(avant)
        for agent, dossiers in self.grouped(lambda dossier: agents[dossier.id]).items():
            dossiers.write({"user_id": agent.id})
            siennes = [taches[identifiant] for identifiant in dossiers._ids if identifiant in taches]
            # as for the files, whoever stands for an agent who is absent has them
            # sudo: a task may belong to a colleague; the files are the user's, who was checked above
            lot = self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True)
            lot.union(*siennes).write({"user_id": agent.id})

    def _refus_confier(self, agents):
        """Return ``{file id: why it cannot be given to its new agent}``; a few queries an agent."""
        refus = {}
        for agent, dossiers in self.grouped(lambda dossier: agents.get(dossier.id)).items():
            # sudo: the name of a colleague
            phrase = agent and self.env._("%s may not handle it: it takes an agent of its commune.", agent.sudo().name)
            phrase = phrase or self.env._("Nobody of its commune is there to have it.")
            ouverts = dossiers._ouverts_a(agent, "write") if agent else self.browse()
            refus |= dict.fromkeys((dossiers - ouverts)._ids, phrase)
        return refus

    def _taches_a_suivre(self, avant):
        """Return ``{file id: its open tasks that go with it}``: those of who has the file, or of nobody; those of the
        file, and of what is asked in it. Tasks given to another colleague stay with them.

        :param dict avant: file id -> res.users, who has it
        """
        # sudo: a task may belong to a colleague; the files are the user's, who was checked above
        dossiers = self.sudo()
        du_dossier = {(dossier._name, dossier.id): dossier.id for dossier in dossiers}
        for demandes in (dossiers.exemption_ids, dossiers.contestation_ids):
            du_dossier |= {(demande._name, demande.id): demande.dossier_id.id for demande in demandes}
        par_modele = {}
        for modele, identifiant in du_dossier:
            par_modele.setdefault(modele, []).append(identifiant)
        lues = dossiers.env["mail.activity"].search(
            Domain.OR(Domain("res_model", "=", m) & Domain("res_id", "in", ids) for m, ids in par_modele.items())
        )
        suivies = lues.filtered(
            lambda tache: not tache.user_id or tache.user_id == avant[du_dossier[tache.res_model, tache.res_id]]
        )
        return suivies.grouped(lambda tache: du_dossier[tache.res_model, tache.res_id])

    # ---- while somebody is absent -----------------------------------------------------------------------------------

    def _pour_qui_est_present(self, vals):
        """Return those values with whoever stands today for the new agent."""
        if not vals["user_id"] or not self.env["parcours.absence.releve"]._d_une_personne():
            return vals
        return vals | {"user_id": self.env["parcours.absence"]._remplacant(vals["user_id"])}

    def _suivre_affectation(self, demande):
        """Somebody gave these files: they do not come back from an absence, unless they were given to who is absent.

        :param demande: the id of the agent that was asked for
        """
        releves = self.env["parcours.absence.releve"]
        if not releves._d_une_personne():
            return
        releves._oublier("dossier_id", self)
        if demande and (pour := self.filtered(lambda dossier: dossier.user_id.id != demande)):
            releves._noter("dossier_id", pour, demande)
