# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The block of remedies that a letter must bear: who hears a complaint, and where and until when to appeal."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.parcours_socle.jour import maintenant
from odoo.addons.parcours_socle.saisie import sans_defauts

from ..vocabulaire import LANGUES

#: What a block is for; a floor above adds its own.
ACTES = [("refus", "Decision on a request: exemption, contestation")]
#: What is printed of a block.
TEXTES = ("mediateur", "recours")
#: What only the steps write.
CHAMPS_ETAT = {"state", "ecrit_par", "publie_par", "publie_le"}


class ParcoursMention(models.Model):
    """One block of remedies, from one day on, for one kind of letter (decree-ordinance of 16 May 2019, art. 8 §2;
    loi.md §7b): of one commune, or of all those that have none of their own.

    One head writes it, another one puts it in force, which ends the one before; from then on it is frozen::

        brouillon ──another head──> publie
    """

    _name = "parcours.mention"
    _description = "Block of remedies of a letter"
    _inherit = ["mail.thread"]
    _order = "acte, date_debut desc, id desc"

    name = fields.Char(required=True, translate=True)
    acte = fields.Selection(ACTES, "For", required=True, default="refus", tracking=True)
    company_id = fields.Many2one(
        "res.company",
        "Commune",
        domain=[("nis_code", "!=", False)],
        tracking=True,
        help="Empty: every commune that has no block of its own.",
    )
    date_debut = fields.Date("From", required=True, tracking=True)
    date_fin = fields.Date("Until", tracking=True, help="Last day; empty: no end.")
    mediateur = fields.Text("Ombudsman", required=True, translate=True, help="To whom to complain, and how.")
    recours = fields.Text(
        "Appeals", required=True, translate=True, help="Before whom, in what form and within what term."
    )
    state = fields.Selection(
        [("brouillon", "Draft"), ("publie", "In force")],
        "Status",
        required=True,
        default="publie",
        readonly=True,
        copy=False,
        tracking=True,
    )
    ecrit_par = fields.Many2one("res.users", "Written by", readonly=True, copy=False)
    publie_par = fields.Many2one("res.users", "Put in force by", readonly=True, copy=False)
    publie_le = fields.Datetime("Put in force on", readonly=True, copy=False)
    article = fields.Char()
    a_confirmer = fields.Boolean("To be confirmed", tracking=True)

    _dates = models.Constraint(
        "CHECK(date_fin IS NULL OR date_fin >= date_debut)", "The last day comes before the first one."
    )

    @api.constrains("acte", "company_id", "date_debut", "date_fin", "state")
    def _check_periode(self):
        autres = self.search([("acte", "in", self.mapped("acte")), ("state", "=", "publie")])
        for mention in self.filtered(lambda mention: mention.state == "publie"):
            if any(
                autre != mention
                and (autre.acte, autre.company_id) == (mention.acte, mention.company_id)
                and autre.date_debut <= (mention.date_fin or autre.date_debut)
                and mention.date_debut <= (autre.date_fin or mention.date_debut)
                for autre in autres
            ):
                raise ValidationError(
                    self.env._(
                        "Another block is in force on some of these days. Nothing was saved. Give that one a last day."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        self._refuser_champs_etat(set().union(*vals_list))
        # a default in the context must not say who put it in force, or when
        mentions = super(ParcoursMention, sans_defauts(self))
        return mentions.create([{**vals, "state": "brouillon", "ecrit_par": self.env.uid} for vals in vals_list])

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        self.check_access("write")
        self._refuser_champs_etat(vals)
        if set(vals) == {"a_confirmer"}:
            return super().write(vals)  # prints nothing; the thread keeps who said so
        if any(mention.state == "publie" for mention in self):
            raise UserError(
                self.env._(
                    "A block of remedies in force is frozen: letters are printed with it. Nothing was saved. Add "
                    "another block: putting it in force ends this one."
                )
            )
        resultat = super().write(vals)
        # superuser: who wrote it last is written by this step alone
        self.sudo().write({"ecrit_par": self.env.uid})
        return resultat

    @api.model
    def _refuser_champs_etat(self, noms):
        """Refuse a user's write on what only the steps write.

        :raise AccessError: saying which button to use
        """
        if CHAMPS_ETAT.intersection(noms):
            raise AccessError(
                self.env._(
                    "A block of remedies is put in force by another head than the one who wrote it, with the button "
                    "“Put in force”. Nothing was saved."
                )
            )

    def action_publier(self):
        """Put a block that another head wrote in force; it ends the one that runs into it.

        :raise UserError: when it is in force, or written by the same person
        """
        self.ensure_one()
        self.check_access("write")
        self.lock_for_update()
        if self.state == "publie":
            raise UserError(self.env._("This block is in force already. Nothing was changed."))
        if self.ecrit_par == self.env.user:
            raise UserError(
                self.env._(
                    "You wrote this block yourself: another head at Vivalis must put it in force. Nothing was changed."
                )
            )
        # superuser: blocks in force are frozen for users; one head wrote this one and another one publishes it
        bloc = self.sudo()
        precedent = bloc.search(
            Domain("acte", "=", bloc.acte)
            & Domain("company_id", "=", bloc.company_id.id)
            & Domain("state", "=", "publie")
            & Domain("date_debut", "<", bloc.date_debut)
            & (Domain("date_fin", "=", False) | Domain("date_fin", ">=", bloc.date_debut))
        )
        precedent.date_fin = bloc.date_debut - timedelta(days=1)
        bloc.write({"state": "publie", "publie_par": self.env.uid, "publie_le": maintenant()})

    def unlink(self):
        if not self.env.su:
            raise UserError(
                self.env._("A block of remedies is kept: letters were printed with it. Give it a last day instead.")
            )
        return super().unlink()

    @api.model
    def _en_vigueur(self, acte, commune, jour, langues=()):
        """Return the block in force on a day for that kind of letter: the commune's own, else that of all.

        :param langues: codes of the languages in which it must be written
        :raise UserError: when there is none, or it is not written in one of them: no such letter leaves without it
        """
        # sudo: public text of the letters
        mention = self.sudo().search(
            Domain("acte", "=", acte)
            & Domain("state", "=", "publie")
            & Domain("company_id", "in", (commune.id, False))
            & Domain("date_debut", "<=", jour)
            & (Domain("date_fin", "=", False) | Domain("date_fin", ">=", jour)),
            order="company_id, date_debut desc",
            limit=1,
        )
        if not mention:
            raise UserError(
                self.env._(
                    "This letter must state the ombudsman and the appeals, and no block of remedies is in force for "
                    "%s. Nothing was saved. Ask a head at Vivalis to add one.",
                    commune.display_name,
                )
            )
        noms = dict(LANGUES)
        if absentes := [noms.get(langue, langue) for langue in langues if not mention._ecrite_en(langue)]:
            raise UserError(
                self.env._(
                    "The block of remedies of this letter is not written in: %s. Nothing was saved. Ask a head at "
                    "Vivalis to complete it.",
                    ", ".join(absentes),
                )
            )
        return mention.sudo(self.env.su)

    def _ecrite_en(self, langue):
        """Whether what is printed is written in that language, and not only in another one."""
        self.ensure_one()
        return all(self._fields[nom]._get_stored_translations(self).get(langue) for nom in TEXTES)
