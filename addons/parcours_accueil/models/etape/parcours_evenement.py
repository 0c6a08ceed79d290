# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.parcours_socle.jour import maintenant

from ...droit.conditions import CONDITIONS
from ...droit.etapes import DOSSIER, ETAPES
from ..vocabulaire import GROUPES_REGISTRE, MOTIFS_CLOTURE, PHASES
from .libelles import LIBELLES, REFUS, TYPES


class ParcoursEvenement(models.Model):
    """One thing that happened in a file, with the day it happened and the moment we learnt of it. Append-only.

    Users do not create events: the buttons of the file do, after the checks of the table of steps (droit/etapes.py).
    What follows from an event (stage, terms, phase, enrolment) is done once, when it is created; a correcting entry
    undoes it. A floor above adds its steps by extending `_etapes`, `_conditions`, `_libelles` and `_refus`.
    """

    _name = "parcours.evenement"
    _description = "Event of a file"
    _inherit = ["parcours.evenement.effets"]
    _order = "date_effective desc, id desc"
    _rec_name = "type"

    dossier_id = fields.Many2one(
        "parcours.dossier", "File", required=True, ondelete="cascade", index=True, readonly=True
    )
    type = fields.Selection(TYPES, "Event", required=True, readonly=True)
    date_effective = fields.Date("Happened on", required=True, readonly=True)
    date_connue = fields.Datetime(
        "Known on", required=True, readonly=True, default=maintenant, help="When it was entered here."
    )
    user_id = fields.Many2one(
        "res.users", "Entered by", required=True, readonly=True, default=lambda self: self.env.uid, ondelete="restrict"
    )
    organisateur_id = fields.Many2one("parcours.organisateur", "Organiser", readonly=True, ondelete="restrict")
    motif_cloture = fields.Selection(MOTIFS_CLOTURE, "Reason of closure", readonly=True)
    phase = fields.Selection(PHASES, "The file is then", readonly=True)
    agent_id = fields.Many2one("res.users", "Assigned to", readonly=True, ondelete="restrict")
    depuis_company_id = fields.Many2one("res.company", "From the commune", readonly=True, ondelete="restrict")
    vers_company_id = fields.Many2one("res.company", "To the commune", readonly=True, ondelete="restrict")
    cause_id = fields.Many2one(
        "parcours.evenement",
        "Follows from",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="The entry that made this one: it is cancelled with it.",
    )
    annule_id = fields.Many2one("parcours.evenement", "Cancelled entry", readonly=True, ondelete="restrict")
    annulation_ids = fields.One2many("parcours.evenement", "annule_id", "Cancelled by")
    annule = fields.Boolean("Cancelled", compute="_compute_annule")
    annulable = fields.Boolean(compute="_compute_annule")
    suspension_id = fields.Many2one("parcours.suspension", readonly=True, ondelete="cascade", index="btree_not_null")
    date_fin = fields.Date("Until", readonly=True, help="Last day suspended, as this decision sets it.")
    delai_id = fields.Many2one("parcours.delai", "Term", readonly=True, ondelete="cascade", index="btree_not_null")
    note = fields.Text(readonly=True)
    note_reservee = fields.Text("Note for those who work on the file", readonly=True, groups=GROUPES_REGISTRE)

    _annulation_unique = models.UniqueIndex(
        "(annule_id) WHERE annule_id IS NOT NULL", "This entry is already cancelled."
    )

    # ---- the table of steps -----------------------------------------------------------------------------------------

    @api.model
    def _etapes(self):
        """Return the table of steps, ``{type: droit.etapes.Etape}``; a floor above adds its rows."""
        return ETAPES

    @api.model
    def _conditions(self):
        """Return the conditions of the steps, ``{name: predicate}``; a floor above adds its own."""
        return CONDITIONS

    @api.model
    def _libelles(self):
        """Return the words of the steps, ``{type: Libelle}``; the label of the event is in the selection."""
        return LIBELLES

    @api.model
    def _refus(self):
        """Return the sentences of refusal, ``{word: sentence}``."""
        return REFUS

    @api.model
    def _phrase_refus(self, mot, details):
        """Return a refusal in the user's words.

        :param details: what the condition tells besides: a day, a name, or types of events
        """
        types = dict(self._fields["type"]._description_selection(self.env))
        phrase = self.env._(self._refus()[mot])
        if not details:
            return phrase
        mots = [d if isinstance(d, str) else format_date(self.env, d) for d in details]
        return phrase % ", ".join(types.get(mot, mot) for mot in mots)

    @api.depends("annulation_ids", "type")
    def _compute_annule(self):
        etapes = self._etapes()
        for evenement in self:
            evenement.annule = bool(evenement.annulation_ids)
            etape = etapes.get(evenement.type)
            evenement.annulable = bool(etape and etape.annulable) and not evenement.annule

    @api.model_create_multi
    def create(self, vals_list):
        self._dire_la_phase(vals_list)
        evenements = super().create(vals_list)
        evenements._appliquer()
        return evenements

    @api.model
    def _dire_la_phase(self, vals_list):
        """Write in events to be created the phase that they lead to."""
        etapes = self._etapes()
        rouverts = [vals["dossier_id"] for vals in vals_list if vals["type"] == "reouverture" and not vals.get("phase")]
        # sudo: the outcome of the file decides the phase, whoever opens it again
        suivis = self.env["parcours.dossier"].sudo().browse(rouverts).filtered(lambda dossier: dossier._suivi())
        for vals in vals_list:
            if vals["type"] == "reouverture" and not vals.get("phase"):
                vals["phase"] = "dossier" if vals["dossier_id"] in suivis._ids else "predossier"
            elif mene_a := etapes[vals["type"]].mene_a:
                vals.setdefault("phase", mene_a)

    def write(self, vals):
        raise UserError(
            self.env._("What happened cannot be rewritten. Nothing was saved. Cancel the entry and enter it again.")
        )

    def unlink(self):
        raise UserError(self.env._("What happened cannot be deleted. Nothing was deleted. Cancel the entry instead."))

    def action_annuler(self):
        """Open the window that asks why this entry is cancelled."""
        self.ensure_one()
        return self.dossier_id.with_context(
            parcours_evenement_type="annulation", default_annule_id=self.id
        ).action_etape()

    def _annuler(self, raison):
        """Cancel mistaken entries: they stay visible; stage, dates and what they did are computed again without them.

        :raise UserError: when something else rests on one of them, or the user may not
        """
        for evenement in self:
            evenement.dossier_id._enregistrer("annulation", annule_id=evenement.id, note=raison)

    def _appliquer(self):
        """Do what follows from events just created, by type: a few queries a type, not a file."""
        etapes = self._etapes()
        suites = []
        # sudo: phase, enrolments and dates follow from events, and users may not write them
        bot = self.sudo().with_context(tracking_disable=True)
        for genre, evenements in bot.grouped("type").items():
            if effet := etapes[genre].effet:
                suites += getattr(evenements, f"_effet_{effet}")() or []
        # what follows counts its files itself
        comptes = self.sudo().create(suites).dossier_id if suites else self.env["parcours.dossier"]
        touches = bot.filtered(lambda e: etapes[e.type].compte and etapes[e.type].proprietaire == DOSSIER).dossier_id
        (touches - comptes)._recalculer()
