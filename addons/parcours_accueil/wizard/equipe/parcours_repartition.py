# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Hand out in bulk: a head gives files, and what is to be done in them, to one agent or evenly to several."""

from datetime import date

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.equipe.parts import repartir


class ParcoursRepartition(models.TransientModel):
    """The small window of a head who hands files out: to whom, and what each will have then."""

    _name = "parcours.repartition"
    _description = "Handing out of files"

    dossier_ids = fields.Many2many("parcours.dossier", string="Files", readonly=True)
    avant = fields.Json(readonly=True, export_string_translation=False)
    nombre = fields.Integer("Files to hand out", compute="_compute_nombre")
    mode = fields.Selection(
        [("egal", "Evenly: who has the fewest open files gets the next one"), ("un", "All to one agent")],
        "How",
        required=True,
        default="egal",
    )
    agents_ids = fields.Many2many("res.users", compute="_compute_agents_ids")
    entre_ids = fields.Many2many(
        "res.users",
        string="Among",
        compute="_compute_entre_ids",
        store=True,
        readonly=False,
        domain="[('id', 'in', agents_ids)]",
        help="Those present today, without the heads, until you choose others.",
    )
    agent_id = fields.Many2one("res.users", "To", domain="[('id', 'in', agents_ids)]")
    apercu = fields.Html("What each will have", compute="_compute_apercu", sanitize=False)

    @api.model_create_multi
    def create(self, vals_list):
        """Remember who has each file now: another head may hand them out before this window is confirmed."""
        fenetres = super().create([vals | {"avant": False} for vals in vals_list])
        for fenetre in fenetres:
            fenetre.avant = {str(dossier.id): dossier.user_id.id for dossier in fenetre._dossiers()}
        return fenetres

    @api.depends("dossier_ids")
    def _compute_nombre(self):
        for fenetre in self:
            fenetre.nombre = len(fenetre._dossiers())

    @api.depends("dossier_ids")
    def _compute_agents_ids(self):
        for fenetre in self:
            fenetre.agents_ids = self.env["parcours.equipe"]._agents(fenetre._dossiers().company_id)

    @api.depends("agents_ids")
    def _compute_entre_ids(self):
        absents = self.env["parcours.absence"]._absents_du_jour()
        # sudo: who is a head, and who may see files at all
        chefs = self.env.ref("parcours_accueil.group_chef").sudo().all_user_ids
        for fenetre in self:
            presents = fenetre.agents_ids.filtered(lambda agent: agent.id not in absents and agent.sudo().habilite)
            fenetre.entre_ids = presents - chefs or presents

    @api.depends("mode", "entre_ids", "agent_id", "dossier_ids")
    def _compute_apercu(self):
        for fenetre in self:
            fenetre.apercu = fenetre._dire_apercu()

    def _choisis(self):
        """Return the files of this window, also those that went to another commune since it was opened."""
        # sudo: which ones its author chose; `sudo(False)` gives the rights back
        return self.sudo().dossier_ids._origin.sudo(False)

    def _dossiers(self):
        """Return the files to hand out that the user may read, the most pressing first."""
        dossiers = self._choisis()._filtered_access("read")
        return dossiers.sorted(lambda dossier: (dossier.date_echeance or date.max, dossier.id))

    def _parts(self):
        """Return ``{file id: its new agent}``; a file of a commune where nobody was chosen is not in it."""
        self.ensure_one()
        dossiers = self._dossiers()
        if self.mode == "un":
            return dict.fromkeys(dossiers._ids, self.agent_id._origin) if self.agent_id else {}
        agents = self.entre_ids._origin
        charges = self._charges_sans(dossiers, agents)
        parts = {}
        for commune, lot in dossiers.grouped("company_id").items():
            # sudo: in which communes a colleague works
            siens = {agent: charges[agent] for agent in agents if commune in agent.sudo().company_ids}
            for agent, files in (repartir(siens, lot.ids) if siens else {}).items():
                parts |= dict.fromkeys(files, agent)
                charges[agent] += len(files)
        return parts

    def _charges_sans(self, dossiers, agents):
        """Return ``{agent: open files}`` without those that are about to be handed out."""
        charges = self.env["parcours.equipe"]._charges(agents)
        for agent, siens in dossiers.filtered(lambda d: d.phase == "dossier").grouped("user_id").items():
            if agent in charges:
                charges[agent] -= len(siens)
        return charges

    def _dire_apercu(self):
        """Return, as a table, what each agent has now, gives, gets, and will have: the open files."""
        parts = self._parts()
        if not parts:
            return False
        dossiers = self._dossiers()
        recus = dossiers.filtered(lambda d: d.id in parts).grouped(lambda d: parts[d.id])
        agents = self.entre_ids._origin if self.mode == "egal" else self.agent_id._origin
        avant, reste = self.env["parcours.equipe"]._charges(agents), self._charges_sans(dossiers, agents)
        titres = (
            self.env._("Agent"),
            self.env._("Has now"),
            self.env._("Gives"),
            self.env._("Gets"),
            self.env._("Will have"),
        )
        tete = Markup("").join(
            Markup('<th scope="col" class="%s">%s</th>') % ("text-end" if rang else "", titre)
            for rang, titre in enumerate(titres)
        )
        corps = Markup("").join(
            Markup(
                '<tr><td>%s</td><td class="text-end">%d</td><td class="text-end">%d</td>'
                '<td class="text-end fw-bold">%d</td><td class="text-end">%d</td></tr>'
            )
            % (
                # sudo: the name of a colleague
                agent.sudo().name,
                avant[agent],
                avant[agent] - reste[agent],
                len(recus.get(agent, ())),
                reste[agent] + len(recus.get(agent, ())),
            )
            for agent in agents
        )
        return Markup('<table class="table table-sm w-auto"><thead><tr>%s</tr></thead><tbody>%s</tbody></table>') % (
            tete,
            corps,
        )

    def action_confier(self):
        """Hand the files out, and say which ones were not."""
        self.ensure_one()
        if self.mode == "un" and not self.agent_id:
            raise UserError(self.env._("Choose the agent who gets the files. Nothing was handed out."))
        if self.mode == "egal" and not self.entre_ids:
            raise UserError(self.env._("Choose those who get the files. Nothing was handed out."))
        parts = self._parts()
        return self.env["feuille.resultat"]._faire(
            self.env._("Hand out"),
            self._choisis(),
            lambda dossiers: self._confier(dossiers, parts),
            lambda dossiers: self._refus(dossiers, parts),
        ) or {"type": "ir.actions.act_window_close"}

    def _confier(self, dossiers, parts):
        for phrase in self._refus(dossiers, parts).values():
            raise UserError(phrase)
        dossiers._confier(parts)

    def _refus(self, dossiers, parts):
        """Return ``{file id: why it is not handed out}``: its new agent may not have it, or it was handed out since the
        window was opened. Two heads at once write the same rows: PostgreSQL refuses the second, Odoo plays it again."""
        refus, avant = dossiers._refus_confier(parts), self.avant or {}
        for dossier in dossiers:
            if avant.get(str(dossier.id), dossier.user_id.id) != dossier.user_id.id:
                # sudo: the name of a colleague
                qui = dossier.user_id.sudo().name or self.env._("nobody")
                refus[dossier.id] = self.env._(
                    "Somebody else handed it out meanwhile: it is with %s now. Open the window again to give it to "
                    "another agent.",
                    qui,
                )
        return refus
