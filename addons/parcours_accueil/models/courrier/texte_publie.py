# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What is printed on letters and two heads put in force: a block of remedies, the text of a letter."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.parcours_socle.jour import maintenant
from odoo.addons.parcours_socle.saisie import sans_defauts

from ..vocabulaire import LANGUES

#: What only the steps write.
CHAMPS_ETAT = {"state", "ecrit_par", "publie_par", "publie_le"}


class TextePublie(models.AbstractModel):
    """One text, from one day on, for one use (`_usage`): of one commune, or of all those that have none of their own.

    One head writes it, another one puts it in force, which ends the one before; from then on it is frozen::

        brouillon ──another head──> publie

    Its model says what is printed of it (:meth:`_ecrit_en`), and in its own words what it refuses (`_phrases`: lazy
    translations, by word).
    """

    _name = "parcours.texte.publie"
    _description = "Text that two heads put in force"

    #: The field that says what it is for.
    _usage = ""
    #: Sentences: chevauche, par_l_etape, fige, deja, soi_meme, garde, aucun (``%s``: the commune), pas_ecrit (``%s``:
    #: languages).
    _phrases = {}

    company_id = fields.Many2one(
        "res.company",
        "Commune",
        domain=[("nis_code", "!=", False)],
        tracking=True,
        help="Empty: every commune that has none of its own.",
    )
    date_debut = fields.Date("From", required=True, tracking=True)
    date_fin = fields.Date("Until", tracking=True, help="Last day; empty: no end.")
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
    a_confirmer = fields.Boolean("To be confirmed", tracking=True)

    _dates = models.Constraint(
        "CHECK(date_fin IS NULL OR date_fin >= date_debut)", "The last day comes before the first one."
    )

    @api.constrains(lambda self: (self._usage, "company_id", "date_debut", "date_fin", "state"))
    def _check_periode(self):
        usages = [(texte[self._usage], texte.company_id) for texte in self]
        autres = self.search([(self._usage, "in", [usage for usage, _commune in usages]), ("state", "=", "publie")])
        for texte in self.filtered(lambda texte: texte.state == "publie"):
            if any(
                autre != texte
                and (autre[self._usage], autre.company_id) == (texte[self._usage], texte.company_id)
                and autre.date_debut <= (texte.date_fin or autre.date_debut)
                and texte.date_debut <= (autre.date_fin or texte.date_debut)
                for autre in autres
            ):
                raise ValidationError(self._phrase("chevauche"))

    def _phrase(self, mot, *details):
        phrase = self.env._(self._phrases[mot])
        return phrase % details if details else phrase

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        self._refuser_champs_etat(set().union(*vals_list))
        # a default in the context must not say who put it in force, or when
        textes = super(TextePublie, sans_defauts(self))
        return textes.create([{**vals, "state": "brouillon", "ecrit_par": self.env.uid} for vals in vals_list])

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        self.check_access("write")
        self._refuser_champs_etat(vals)
        if set(vals) == {"a_confirmer"}:
            return super().write(vals)  # prints nothing; the thread keeps who said so
        if any(texte.state == "publie" for texte in self):
            raise UserError(self._phrase("fige"))
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
            raise AccessError(self._phrase("par_l_etape"))

    def action_publier(self):
        """Put in force what another head wrote; it ends the one that runs into it.

        :raise UserError: when it is in force, or written by the same person
        """
        self.ensure_one()
        self.check_access("write")
        self.lock_for_update()
        if self.state == "publie":
            raise UserError(self._phrase("deja"))
        if self.ecrit_par == self.env.user:
            raise UserError(self._phrase("soi_meme"))
        # superuser: what is in force is frozen for users; one head wrote this one and another one publishes it
        texte = self.sudo()
        precedent = texte.search(
            Domain(self._usage, "=", texte[self._usage])
            & Domain("company_id", "=", texte.company_id.id)
            & Domain("state", "=", "publie")
            & Domain("date_debut", "<", texte.date_debut)
            & (Domain("date_fin", "=", False) | Domain("date_fin", ">=", texte.date_debut))
        )
        precedent.date_fin = texte.date_debut - timedelta(days=1)
        texte.write({"state": "publie", "publie_par": self.env.uid, "publie_le": maintenant()})

    def unlink(self):
        if not self.env.su:
            raise UserError(self._phrase("garde"))
        return super().unlink()

    @api.model
    def _du_jour(self, usages, commune, jour):
        """Return ``{use: the text in force on a day}`` of those that have one: the commune's own, else that of all."""
        # sudo: public text of the letters
        textes = self.sudo().search(
            Domain(self._usage, "in", usages)
            & Domain("state", "=", "publie")
            & Domain("company_id", "in", (commune.id, False))
            & Domain("date_debut", "<=", jour)
            & (Domain("date_fin", "=", False) | Domain("date_fin", ">=", jour))
        )
        # the commune's own last: it takes the place of that of all
        return {texte[self._usage]: texte for texte in textes.sorted(lambda t: (bool(t.company_id), t.date_debut))}

    @api.model
    def _en_vigueur(self, usage, commune, jour, langues=()):
        """Return the text in force on a day for that use: the commune's own, else that of all.

        :param langues: codes of the languages in which it must be written
        :raise UserError: when there is none, or it is not written in one of them: no such letter leaves without it
        """
        texte = self._du_jour([usage], commune, jour).get(usage)
        if not texte:
            raise UserError(self._phrase("aucun", commune.display_name))
        noms = dict(LANGUES)
        if absentes := [noms.get(langue, langue) for langue in langues if not texte._ecrit_en(langue)]:
            raise UserError(self._phrase("pas_ecrit", ", ".join(absentes)))
        # `sudo(…)`: with the rights of the caller again
        return texte.sudo(self.env.su)

    def _ecrit_en(self, langue):
        """Whether what is printed is written in that language, and not only in another one."""
        raise NotImplementedError
