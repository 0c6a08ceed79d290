# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from collections import defaultdict

from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain

from ..jour import aujourdhui


class MailActivity(models.Model):
    """The tasks that automatic processes give and take back: one way for all of them."""

    _inherit = "mail.activity"

    @api.model
    def _donner(self, genre, records, resume, note=None, sur=None, a=None, valeurs=None):
        """Give a task for each of these records, due today, in the language of who gets it; one create, no mail and no
        message.

        :param str genre: xml id of the type of the tasks
        :param resume: ``f(env, record) -> summary``; the record and the environment are in that language
        :param note: ``f(env, record) -> text``, or HTML as Markup
        :param sur: ``f(record) -> record`` the task is on; the record itself when not given. All of one model.
        :param a: ``f(record) -> users``, a task for each of them, or one for whoever comes when there are none; who is
            in charge of the record it is on (``user_id``) when not given
        :param valeurs: ``f(record) -> dict`` of other values of the task
        :return: the tasks
        """
        sur = sur or (lambda record: record)
        a = a or (lambda record: sur(record).user_id)
        commune, par_langue = self._langue_commune(), defaultdict(list)
        for record in records:
            for agent in a(record) or [self.env["res.users"]]:
                par_langue[agent.lang or commune].append((record, agent))
        lignes = []
        for langue, paires in par_langue.items():
            for record, agent in paires:
                lu = record.with_context(lang=langue)
                texte = note and note(lu.env, lu)
                lignes.append(
                    {
                        "res_id": sur(record).id,
                        "user_id": agent.id,
                        "summary": resume(lu.env, lu),
                        "note": Markup("<p>%s</p>") % texte if texte and not isinstance(texte, Markup) else texte,
                        **(valeurs(record) if valeurs else {}),
                    }
                )
        commun = {
            "res_model_id": self.env["ir.model"]._get_id(sur(records)._name),
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(genre),
            "date_deadline": aujourdhui(),
            "automated": True,
        }
        # sudo: tasks are given by automatic processes, whoever's action they follow from
        taches = self.sudo().with_context(mail_activity_quick_update=True)
        return taches.create([commun | ligne for ligne in lignes])

    @api.model
    def _retirer(self, records, *genres, lien=None):
        """Take back the open tasks that were given for these records, whoever has them: what they asked for has no
        reason any more.

        :param genres: xml ids of the types of the tasks; all those given when there are none
        :param str lien: name of the field of the task that refers to the records, when it is not on them
        """
        domaine = Domain("automated", "=", True)
        if lien:
            domaine &= Domain(lien, "in", records.ids)
        else:
            domaine &= Domain("res_model", "=", records._name) & Domain("res_id", "in", records.ids)
        if genres:
            types = [self.env["ir.model.data"]._xmlid_to_res_id(genre) for genre in genres]
            domaine &= Domain("activity_type_id", "in", types)
        if records:
            # sudo: a task may belong to a colleague
            self.sudo().search(domaine).unlink()

    @api.model
    def _langue_commune(self):
        """Return the language of what is written for nobody in particular: the working language of the communes'
        software.
        """
        return self.env["res.lang"]._get_data(code="fr_BE").code or self.env.lang
