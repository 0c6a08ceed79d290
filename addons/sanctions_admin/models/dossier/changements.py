# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What happens in the pathway file after the finding: told to the official the same day, and answered (loi.md §7)."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.parcours_socle.paroles import dire_chacun

from ...droit.conditions import sans_reponse
from ...droit.etapes import FONDEMENT_TOMBE, SANCTION_AVERTIE, SANCTION_RECUE


class SanctionDossierChangements(models.AbstractModel):
    _name = "sanction.dossier.changements"
    _description = "Sanction file: what happens in the pathway file"

    a_repondre = fields.Boolean(
        "Change to answer",
        readonly=True,
        help="Something happened in the pathway file that nobody has answered yet: no fine is decided meanwhile.",
    )
    changements = fields.Text(
        "What happened since", compute="_compute_changements", help="In the pathway file, and is not answered."
    )

    @api.depends("a_repondre", "evenement_ids")
    @api.depends_context("lang")
    def _compute_changements(self):
        # sudo: events of these sanctions, which the user reads
        attendent = self.sudo().filtered("a_repondre")
        faits = attendent._faits() if attendent else {}
        for sanction in self:
            rangs = [e.rang for e in sans_reponse(faits.get(sanction._origin.id, ()))]
            dits = self.env["parcours.evenement"].sudo().browse(rangs)
            mots = [
                f"{format_date(self.env, dit.date_effective)} · {dit.note_reservee or ''}".strip(" ·") for dit in dits
            ]
            sanction.changements = "\n".join(mots) or False

    def _avertir(self, quoi):
        """Record on these sanctions that something happened in the pathway file, and call their official: no fine is
        decided until it is answered.

        :param quoi: ``f(env, sanction) -> what happened``, in words
        """
        dits = dire_chacun(self, lambda lues: {lue.id: quoi(lue.env, lue) for lue in lues})
        for phrase, sanctions in self.grouped(lambda sanction: dits.get(sanction.id, "")).items():
            sanctions._noter(SANCTION_AVERTIE, note_reservee=phrase)
        self._prevenir(lambda env, _sanction: env._("The pathway file changed: look before going on"))

    def _verifier_reponses(self):
        """Refuse a fine while something that happened in the pathway file is unanswered.

        :raise UserError: says what
        """
        for sanction in self:
            if sanction.a_repondre:
                raise UserError(
                    self.env._(
                        "Something happened in the pathway file since, and nobody has answered it: no fine "
                        "can be decided or notified. Nothing was saved. Look at it, then use the button "
                        "“Answer the change”.\n%s",
                        sanction.changements or "",
                    )
                )

    # ---- what happened, in words -------------------------------------------------------------------------------------

    def _changements(self):
        """Return ``{sanction id: the entries of its pathway file that nobody was told of}``: those of the column `dite`
        of the table of steps, entered since the sanction arrived, or since the last telling; in two queries."""
        registre = self.env["parcours.evenement"].with_context(active_test=False)
        dites = [code for code, etape in registre._tables().etapes.items() if etape.dite]
        vus = dict(
            registre._read_group(
                [("sanction_id", "in", self.ids), ("type", "in", (SANCTION_RECUE, SANCTION_AVERTIE))],
                ["sanction_id"],
                ["id:max"],
            )
        )
        domaine = Domain("dossier_id", "in", self.dossier_id.ids) & Domain("sanction_id", "=", False)
        entrees = registre.search(domaine & Domain("type", "in", dites), order="id")
        return {
            sanction.id: entrees.filtered(
                lambda e, un=sanction: e.dossier_id == un.dossier_id and e.id > max(vus.get(un, 0), un.evenement_id.id)
            )
            for sanction in self
        }

    @api.model
    def _phrase_changements(self, entrees):
        """Return in words what was entered in the pathway file, or ""."""
        noms = {entree: (entree.annule_id or entree).with_env(self.env).display_name for entree in entrees}
        return "; ".join(self.env._("cancelled: %s", nom) if entree.annule_id else nom for entree, nom in noms.items())

    def _faire_tomber(self):
        """Record that the refusal of these sanctions rests on nothing, when the finding that it is was cancelled, and
        return those that it was recorded of."""
        tombees = self.browse()
        for sanction in self.filtered(lambda sanction: sanction.evenement_id.annule):
            for infraction in sanction.infraction_ids.filtered(lambda i: i.type == "refus" and not i.tombee):
                sanction._noter(FONDEMENT_TOMBE, infraction_id=infraction.id)
                tombees |= sanction
        return tombees
