# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Two numbers that the register says are one person, and that are two people here (loi.md §6)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

from odoo.addons.parcours_socle.jour import maintenant


class RegistreJonction(models.Model):
    """Two people to be joined, because the register says that the number of one replaced the number of the other.

    Made by a reading that could not be stored, never by a name or a birth date. Somebody decides; then the entries and
    the numbers of the former person are those of the other, nothing of them is lost, and what could not be stored is
    read again. The floor above says who decides, and joins the files.
    """

    _name = "registre.jonction"
    _description = "Two people to be joined"
    _inherit = ["lecture.tracee", "registre.par.numero", "nom.reserve"]
    # leads to a person, and shows nothing of what the register says on this floor
    _montre = {"personne_id": {}}
    _order = "state, create_date desc, id desc"
    _rec_name = "niss"
    _numeros = ("niss", "niss_ancien")

    personne_id = fields.Many2one(
        "registre.personne", string="Person", required=True, readonly=True, index=True, ondelete="cascade"
    )
    ancienne_id = fields.Many2one(
        "registre.personne",
        string="Person under the former number",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    niss = fields.Char(string="Current number", required=True, readonly=True)
    niss_ancien = fields.Char(string="Former number", required=True, readonly=True)
    notification_ids = fields.Many2many("registre.notification", string="Notifications", readonly=True)
    state = fields.Selection(
        [("a_faire", "To be joined"), ("faite", "Joined")],
        string="Status",
        required=True,
        default="a_faire",
        readonly=True,
    )
    date_jonction = fields.Datetime(string="Joined on", readonly=True)
    user_id = fields.Many2one("res.users", string="Joined by", readonly=True, ondelete="restrict")
    joignable = fields.Boolean(string="Mine to join", compute="_compute_joignable")

    _paire_uniq = models.UniqueIndex(
        "(ancienne_id, personne_id) WHERE state = 'a_faire'", "These two people are already to be joined."
    )

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_joignable(self):
        decideurs = self._decidables()
        for jonction in self:
            jonction.joignable = jonction.state == "a_faire" and jonction in decideurs

    def _decidables(self):
        """Return those that the user may decide on; the floor above says who, with the files."""
        officier = self.env.su or self.env.user.has_group("registre_national.group_registre_gestion")
        return self if officier else self.browse()

    @api.model
    def _demander(self, cas):
        """Note who is to be joined, once a pair.

        :param cas: list of (numbers of one person for the register, oldest first; the notifications that wait for it)
        :return: the pairs that were not known yet
        """
        connus = self.env["registre.personne"]._proprietaires({niss for numeros, _n in cas for niss in numeros})
        ouvertes = {
            (jonction.ancienne_id, jonction.personne_id): jonction
            for jonction in self.search(
                [("state", "=", "a_faire"), ("personne_id", "in", [personne.id for personne in connus.values()])]
            )
        }
        a_creer = {}
        for numeros, notifications in cas:
            gens = list(dict.fromkeys(connus[niss] for niss in reversed(numeros) if niss in connus))
            # who has the last number is the person of today
            actuelle, *anciennes = gens
            for ancienne in anciennes:
                paire = ancienne, actuelle
                if paire in ouvertes:
                    ouvertes[paire].notification_ids |= notifications
                    continue
                vals = a_creer.setdefault(
                    paire,
                    {
                        "personne_id": actuelle.id,
                        "ancienne_id": ancienne.id,
                        "niss": actuelle.niss,
                        "niss_ancien": ancienne.niss,
                        "notification_ids": [],
                    },
                )
                vals["notification_ids"] += [fields.Command.link(identifiant) for identifiant in notifications.ids]
        return self.create(list(a_creer.values()))

    def action_joindre(self):
        """Join the two people; what the register had said of them is read again by the next collection.

        :raise AccessError: somebody else decides
        :raise UserError: they were joined already
        """
        self.ensure_one()
        self.check_access("read")
        self._seul()
        if self.state == "faite":
            raise UserError(
                self.env._(
                    "These two were already joined, on %(date)s by %(name)s. Nothing more is to be done.",
                    date=format_date(self.env, self.date_jonction),
                    # sudo: the name of a colleague who did it
                    name=self.user_id.sudo().name,
                )
            )
        if not self.joignable:
            raise AccessError(self._phrase_pas_a_vous())
        # sudo: who decides was checked just above; people and their entries are written by the engine only. `user_id`
        # stays the user's.
        self.sudo()._joindre()
        return self._apres_jonction()

    def _phrase_pas_a_vous(self):
        return self.env._("It is not yours to join these two people. Nothing was changed: ask an officer.")

    def _apres_jonction(self):
        """Return what the screen does once they are joined."""
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _seul(self):
        """Let one person at a time decide: another one waits here, and then finds it done."""
        self.flush_recordset()
        # Raw SQL: the row must be written before the checks; PostgreSQL refuses the second transaction, Odoo plays it
        # again, and it then sees what the first one did. The id is of a record whose access was checked.
        self.env.cr.execute(
            SQL("UPDATE registre_jonction SET write_date = %s WHERE id = ANY(%s)", maintenant(), list(self.ids))
        )
        self.invalidate_recordset(flush=False)

    def _joindre(self):
        """Make one person of the two, and put the notifications that waited for it back in the queue."""
        for jonction in self:
            personne, ancienne = jonction.personne_id, jonction.ancienne_id
            jonction.write({"state": "faite", "date_jonction": maintenant(), "user_id": self.env.uid})
            jonction._reporter()
            personne._reprendre(ancienne)
            jonction.notification_ids.filtered(lambda n: n.state in ("erreur", "ecartee"))._remettre()

    def _reporter(self):
        """Say of the person who goes on what is still to be done for the one who does not."""
        ancienne, personne = self.ancienne_id, self.personne_id
        autres = self.search(
            [
                ("state", "=", "a_faire"),
                "|",
                ("personne_id", "=", ancienne.id),
                ("ancienne_id", "=", ancienne.id),
            ]
        )
        for autre in autres:
            paire = {
                champ: personne.id if autre[champ] == ancienne else autre[champ].id
                for champ in ("personne_id", "ancienne_id")
            }
            deja = self.search_count(
                [("state", "=", "a_faire"), *((champ, "=", identifiant) for champ, identifiant in paire.items())]
            )
            if deja or paire["personne_id"] == paire["ancienne_id"]:
                self.notification_ids |= autre.notification_ids
                autre.unlink()
            else:
                autre.write(paire)


class RegistrePersonneJonction(models.AbstractModel):
    """What a person takes over from the one that the register says is the same."""

    _name = "registre.personne.jonction"
    _description = "Person: what comes from a former number"

    jonction_ids = fields.One2many("registre.jonction", "personne_id", string="Joined with", readonly=True)

    @api.private
    def _reprendre(self, ancienne):
        """Take over the entries, numbers, notifications and reported differences of another person, who is then gone.

        What the register said under the former number stays as it was believed, until now: the current number says what
        holds. Consultations follow by themselves: the log knows numbers, and the numbers are this person's now.
        """
        self.ensure_one()
        self.env.flush_all()
        # Raw SQL: entries and reports are not rewritten by anybody; here only whose they are changes, and until when
        # the former ones were believed. Both ids come from a record that was checked by who joins them.
        self.env.cr.execute(
            SQL(
                "UPDATE registre_information SET known_until = %s WHERE personne_id = %s AND known_until IS NULL",
                maintenant(),
                ancienne.id,
            )
        )
        for table in ("registre_information", "registre_niss", "registre_notification", "registre_anomalie"):
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET personne_id = %s WHERE personne_id = %s",
                    SQL.identifier(table),
                    self.id,
                    ancienne.id,
                )
            )
        self.env.invalidate_all(flush=False)
        # both numbers find the person
        self.niss_ids.modified(["niss"])
        # what was reported under the former one follows whoever goes on
        self.anomalie_ids.modified(["personne_id"])
        self.anomalie_ids._fermer_le_fil()
        # a projection of entries that are another person's now: nothing that was stored goes with it
        ancienne.unlink()
