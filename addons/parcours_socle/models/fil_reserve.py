# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who is told what happens on a record: those who may read it, and nobody else.

Odoo lets anybody be a follower of a record, be mentioned on it or be given a task on it, and lets them read for ever
what they were told. A model that inherits `fil.reserve` (before mail.thread) says who may be told; everybody else is
refused with a sentence where a person names them, and left out where Odoo or an automatic process does.
"""

from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError


class FilReserve(models.AbstractModel):
    """A record whose followers, tasks, messages, mails and person in charge are among those who may read it."""

    _name = "fil.reserve"
    _description = "What is told only to who may read it"

    #: Groups of those who are told, as in `groups=` of a field; empty: whoever may read the record.
    _fil_lecteurs = ""
    #: Fields of the users in charge, who must be able to write the record.
    _fil_charges = ()

    # ---- who --------------------------------------------------------------------------------------------------------

    def _ouverts_a(self, user, operation="read"):
        """Return those of these records that this user works with, in any of their communes.

        :param user: res.users, one
        :param operation: as in `check_access`
        """
        # sudo: what somebody is, not what they may do
        user = user.sudo()
        if not user.active or (self._fil_lecteurs and not user.has_groups(self._fil_lecteurs)):
            return self.browse()
        lus = self.with_user(user).with_context(allowed_company_ids=list(user._get_company_ids()))
        return self.browse(lus._filtered_access(operation)._ids)

    def _partenaires_admis(self, partenaires):
        """Return ``{record id: those of these partners who may be told of it}``; nobody outside may."""
        admis = dict.fromkeys(self._ids, partenaires.browse())
        # sudo: whose partner it is
        for partenaire in partenaires.sudo():
            for user in partenaire.user_ids:
                for identifiant in self._ouverts_a(user)._ids:
                    admis[identifiant] |= partenaires.browse(partenaire.id)
        return admis

    def _refuser_destinataires(self, ids):
        """Refuse to tell these partners of these records.

        :raise UserError: some may not read them
        """
        partenaires = self.env["res.partner"].browse(ids or ())
        admis = self._partenaires_admis(partenaires)
        exclus = partenaires.browse().union(*(partenaires - admis[identifiant] for identifiant in self._ids))
        if exclus:
            # sudo: colleagues whom the user has just named
            noms = ", ".join(exclus.sudo().mapped("name"))
            raise UserError(
                self.env._(
                    "This is not for %s to read: only who may open it can be told of it, or follow it. Nothing was "
                    "saved or sent. Take this name out, and tell a colleague of the commune in charge.",
                    noms,
                )
            )

    @api.constrains(lambda self: self._fil_charges)
    def _verifier_charges(self):
        """Refuse as person in charge somebody who may not handle the record, whoever writes it.

        :raise UserError: in the user's words
        """
        for nom in self._fil_charges:
            # sudo: who is in charge, whoever asks
            for user, records in self.sudo().grouped(nom).items():
                if user and records - records._ouverts_a(user, "write"):
                    raise UserError(
                        self.env._(
                            "%s cannot be in charge of this: it takes somebody who may open and handle it, of the "
                            "commune in charge or of Vivalis. Nothing was saved.",
                            user.name,
                        )
                    )

    # ---- what is told -----------------------------------------------------------------------------------------------

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        if not self.env.su:
            self._refuser_destinataires(partner_ids)
        return super().message_subscribe(partner_ids, subtype_ids)

    def message_post(self, **kwargs):
        self._refuser_destinataires(kwargs.get("partner_ids"))
        self._refuser_adresses(kwargs)
        return super().message_post(**kwargs)

    def message_notify(self, **kwargs):
        self._refuser_destinataires(kwargs.get("partner_ids"))
        self._refuser_adresses(kwargs)
        return super().message_notify(**kwargs)

    def _refuser_adresses(self, valeurs):
        """Refuse a plain address: nobody knows who reads there.

        :raise UserError: there is one
        """
        if self and valeurs.get("outgoing_email_to"):
            self._refuser_courriel()

    @api.model
    def _refuser_courriel(self):
        """:raise UserError: always"""
        raise UserError(
            self.env._(
                "What stands here is not sent by e-mail: a person gets letters, and colleagues read it here. Nothing "
                "was sent."
            )
        )

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """The last look, before anything leaves: who lost access since they began to follow is left out."""
        destinataires = super()._notify_get_recipients(message, msg_vals, **kwargs)
        if not self or not destinataires:
            return destinataires
        partenaires = self.env["res.partner"].browse([d["id"] for d in destinataires if d["id"]])
        admis = self._partenaires_admis(partenaires)[self.id]._ids
        return [destinataire for destinataire in destinataires if destinataire["id"] in admis]

    # ---- when it becomes another's ----------------------------------------------------------------------------------

    def _fermer_le_fil(self):
        """Take these records from those who may not read them any more: followers, tasks (they are then nobody's in
        particular), messages to come, notifications that wait to be read. A few queries for all."""
        if not self:
            return
        # sudo: whoever they are; what they lose follows from the rules
        env = self.sudo().env
        ouverts = {}

        def ferme(user, identifiant):
            if user not in ouverts:
                ouverts[user] = frozenset(self._ouverts_a(user)._ids)
            return identifiant not in ouverts[user]

        domaine = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        abonnes = env["mail.followers"].search(domaine)
        abonnes.filtered(lambda abonne: all(ferme(user, abonne.res_id) for user in abonne.partner_id.user_ids)).unlink()
        taches = env["mail.activity"].search([*domaine, ("user_id", "!=", False)])
        taches.filtered(lambda tache: ferme(tache.user_id, tache.res_id)).with_context(
            mail_activity_quick_update=True
        ).user_id = False
        a_venir = env["mail.scheduled.message"].search([("model", "=", self._name), ("res_id", "in", self.ids)])
        a_venir.filtered(lambda message: ferme(message.create_uid, message.res_id)).unlink()
        avis = env["mail.notification"].search(
            [("mail_message_id.model", "=", self._name), ("mail_message_id.res_id", "in", self.ids)]
        )
        avis.filtered(
            lambda un: all(ferme(user, un.mail_message_id.res_id) for user in un.res_partner_id.user_ids)
        ).unlink()


def reserves(env, lignes):
    """Return ``{name of a model with a reserved thread: ids of its records}`` among pairs (name, id)."""
    par_modele = defaultdict(set)
    for modele, identifiant in lignes:
        if modele in env and isinstance(env[modele], env.registry["fil.reserve"]):
            par_modele[modele].add(identifiant)
    return par_modele


def hors_de_vue(records, champ_modele):
    """Return those of these messages or tasks whose record the user may not read, however they got them.

    :param records: mail.message or mail.activity
    :param champ_modele: the field that names the model; ``res_id`` names the record
    """
    # sudo: what they are about, to ask whether the user may read that
    sujets = {un.id: (un[champ_modele], un.res_id) for un in records.sudo()}
    env, permis = records.env, {}
    for modele, ids in reserves(env, sujets.values()).items():
        permis[modele] = frozenset()
        if env[modele].has_access("read"):
            lus = env["mail.message"]._filter_records_for_message_operation(modele, list(ids), "read")
            permis[modele] = frozenset(lus._ids)
    return records.filtered(lambda un: sujets[un.id][0] in permis and sujets[un.id][1] not in permis[sujets[un.id][0]])


class MailFollowers(models.Model):
    _inherit = "mail.followers"

    @api.model_create_multi
    def create(self, vals_list):
        """Whoever Odoo would have follow a record by itself: those who may read it."""
        admis = {}
        for modele, ids in reserves(self.env, ((v.get("res_model"), v.get("res_id")) for v in vals_list)).items():
            partenaires = self.env["res.partner"].browse(
                {v["partner_id"] for v in vals_list if v["res_model"] == modele}
            )
            par_record = self.env[modele].browse(ids)._partenaires_admis(partenaires)
            admis |= {(modele, identifiant): qui._ids for identifiant, qui in par_record.items()}
        return super().create(
            [
                vals
                for vals in vals_list
                if vals["partner_id"] in admis.get((vals.get("res_model"), vals.get("res_id")), (vals["partner_id"],))
            ]
        )


class MailTemplate(models.Model):
    _inherit = "mail.template"

    def send_mail_batch(self, res_ids, **kwargs):
        # sudo: only the name of the model that it is about
        if reserves(self.env, [(modele.model, 0) for modele in self.sudo().model_id]):
            self.env["fil.reserve"]._refuser_courriel()
        return super().send_mail_batch(res_ids, **kwargs)
