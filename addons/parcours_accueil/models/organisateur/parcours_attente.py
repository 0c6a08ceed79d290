# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.saisie import refuser_champs, sans_defauts

from ...droit.delais import periodes_fermees
from ...droit.etapes import inscriptions
from ...droit.places import (
    ATTEND,
    DEMANDE,
    DESISTEMENT,
    MESURE,
    PARCOURS,
    PLACEE,
    RETIREE,
    Attente,
    attendue,
    mesurer,
    ordonner,
    suite,
)
from ..vocabulaire import LANGUES_PARCOURS, MODULES_PARCOURS

_lt = LazyTranslate(__name__)

ETATS = [(ATTEND, "Waits"), (PLACEE, "Placed"), (RETIREE, "Taken off")]
#: Why somebody waits no more. Why the file was closed is not said: it may be a fact of the register.
MOTIFS = [
    ("ailleurs", "Registered with another organiser"),
    ("cloture", "File closed"),
    ("demande", "At own request"),
    ("desistement", "Did not answer when called"),
    ("double", "Waits in the file that this one was joined to"),
]
#: Who comes first in a queue; in the order of the words, the others after.
OBLIGE = "oblige"
#: What a person gives; everything else follows.
SAISIS = frozenset({"dossier_id", "organisateur_id", "langue", "module", "demandee"})
#: What follows from the events, or from somebody who takes it off.
SORTIE = ("state", "date_sortie", "motif_sortie")
PAR_SUITE = _lt("These values follow from the queue, and cannot be changed by hand: %s. Nothing was saved.")


class ParcoursAttente(models.Model):
    """One person who waits for a place with one organiser, in one language, for the whole pathway or a module of it.

    Obliged people come first, then who asked first (droit/places.py). A registration and a closure end it, as their
    events say, and give it back when they are cancelled; somebody may take it off, with the reason.
    """

    _name = "parcours.attente"
    _description = "Wait for a place with an organiser"
    _inherit = ["lecture.tracee", "liste.ordonnable", "nom.reserve"]
    # leads to a person, and shows what finds one (loi.md §8)
    _montre = {"dossier_id": {}}
    _motif_lecture = "dossier"
    # a line of a card is of the wait itself: an organiser may not read the file
    _liste_fiches = ()
    _order = "priorite desc, demandee, id"
    _rec_name = "nom"
    _rec_names_search = ["organisateur_id"]

    dossier_id = fields.Many2one("parcours.dossier", "File", required=True, ondelete="cascade", index=True)
    organisateur_id = fields.Many2one("parcours.organisateur", "Organiser", required=True, ondelete="restrict")
    langue = fields.Selection(LANGUES_PARCOURS, "Language", required=True)
    module = fields.Selection(MODULES_PARCOURS, "Waits for", required=True, default=PARCOURS)
    demandee = fields.Date("Asked on", required=True, default=aujourdhui)
    state = fields.Selection(ETATS, "Status", required=True, default=ATTEND, readonly=True)
    date_sortie = fields.Date("Until", readonly=True)
    motif_sortie = fields.Selection(MOTIFS, "Taken off because", readonly=True)
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    priorite = fields.Selection(
        [("libre", "Voluntary"), (OBLIGE, "Obliged")],
        "Follows",
        compute="_compute_priorite",
        compute_sudo=True,
        store=True,
        help="Obliged people come first.",
    )
    nom = fields.Char("Name", compute="_compute_qui", help="What finds the person; the file is of who follows it.")
    numero = fields.Char("National number", compute="_compute_qui")
    position = fields.Integer(compute="_compute_rang", help="Empty: waits no more.")
    sur = fields.Integer("Of", compute="_compute_rang", help="How many wait for the same.")
    attendue = fields.Date(
        "Place about",
        compute="_compute_rang",
        help="From the median wait of the last 90 days and the position; empty: no wait was measured.",
    )

    attendue_dite = fields.Char("Place about", compute="_compute_rang")

    _file_idx = models.Index("(organisateur_id, priorite DESC, demandee, id) WHERE state = 'attend'")
    _sortie_idx = models.Index("(organisateur_id, date_sortie) WHERE state = 'placee'")
    _une_ouverte = models.UniqueIndex(
        "(dossier_id, organisateur_id, module) WHERE state = 'attend'",
        "This person is on that waiting list already.",
    )

    @api.depends("dossier_id.resultat")
    def _compute_priorite(self):
        for attente in self:
            attente.priorite = OBLIGE if attente.dossier_id.resultat == "oblige" else "libre"

    @api.depends("dossier_id.name", "dossier_id.niss")
    def _compute_qui(self):
        recherche = self.env["registre.recherche"]
        # sudo: number and names are what finds a person, for who reads this list (loi.md §8); the file stays closed
        for attente, complete in zip(self, self.sudo(), strict=True):
            attente.nom = complete.dossier_id.name
            attente.numero = recherche._numero_lisible(complete.dossier_id.niss)

    @api.depends("state", "organisateur_id", "langue", "module", "demandee", "priorite")
    @api.depends_context("lang")
    def _compute_rang(self):
        jour = aujourdhui()
        # sudo: how many others stand before; who they are does not come out
        files = self.sudo().search_fetch(
            [("organisateur_id", "in", self.organisateur_id.ids), ("state", "=", ATTEND)],
            ["organisateur_id", "langue", "module", "demandee", "priorite"],
        )
        rangs = ordonner([une._dans_la_file() for une in files])
        medianes = self._medianes(self.organisateur_id, jour)
        for attente in self:
            rang = rangs.get(attente._origin.id) if attente.state == ATTEND else None
            attente.position, attente.sur = rang or (0, 0)
            attente.attendue = rang and attendue(rang, medianes.get(attente._cle()), jour)
            pas_mesuree = self.env._("not measured yet") if rang else False
            attente.attendue_dite = format_date(self.env, attente.attendue) if attente.attendue else pas_mesuree

    def _cle(self):
        """Return which queue this is, as `droit.places` takes it."""
        return self.organisateur_id.id, self.langue, self.module

    def _dans_la_file(self):
        return Attente(self.id, self._cle(), self.demandee, self.priorite == OBLIGE)

    # ---- figures ----------------------------------------------------------------------------------------------------

    @api.model
    def _medianes(self, organisateurs, jour):
        """Return ``{queue: median wait in days}`` of the queues out of which somebody was placed within 90 days."""
        # sudo: days of who was placed, to be counted; nobody's name comes out
        placees = self.sudo().search_fetch(
            [
                ("organisateur_id", "in", organisateurs.ids),
                ("state", "=", PLACEE),
                ("date_sortie", ">=", jour - timedelta(days=MESURE)),
            ],
            ["organisateur_id", "langue", "module", "demandee", "date_sortie"],
        )
        mesures = placees.grouped(lambda une: une._cle())
        return {cle: mesurer([(une.demandee, une.date_sortie) for une in lues], jour) for cle, lues in mesures.items()}

    @api.model
    def _mesures(self, organisateurs, jour):
        """Return ``({queue: people waiting}, {queue: median wait})``."""
        # sudo: figures of queues, for everybody who chooses an organiser
        comptes = self.sudo()._read_group(
            [("organisateur_id", "in", organisateurs.ids), ("state", "=", ATTEND)],
            ["organisateur_id", "langue", "module"],
            ["__count"],
        )
        attendent = {(organisateur.id, langue, module): nombre for organisateur, langue, module, nombre in comptes}
        return attendent, self._medianes(organisateurs, jour)

    # ---- entered, taken off -----------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: when that person cannot wait for that place; says why"""
        if not self.env.su:
            for vals in vals_list:
                refuser_champs(self, vals.keys() - SAISIS, PAR_SUITE)
            self = sans_defauts(self)
        attentes = super().create(vals_list)
        attentes._verifier_demande()
        return attentes

    def write(self, vals):
        if not self.env.su:
            refuser_champs(self, vals.keys(), PAR_SUITE)
        return super().write(vals)

    def _verifier_demande(self):
        """Refuse a wait that cannot be: the file is not open, its day is to come or before the reference date, the
        language is not offered, or the person is there already.

        :raise UserError: in the user's words
        """
        jour = aujourdhui()
        faits = self.dossier_id._faits()
        # sudo: whether that person may wait there follows from the whole file, whoever asks; a sentence comes out
        for attente in self.sudo():
            dossier = attente.dossier_id
            debut = dossier.date_reference_min or dossier.date_reference
            if dossier.phase != "dossier":
                raise UserError(
                    self.env._(
                        "This file is not open: only who is obliged, or follows voluntarily, waits for a place. "
                        "Nothing was saved."
                    )
                )
            if attente.demandee > jour or (debut and attente.demandee < debut):
                raise UserError(
                    self.env._(
                        "The day of the request is between the reference date of the file and today. Nothing was saved."
                    )
                )
            attente.organisateur_id._verifier_langue(attente.langue)
            lue = attente._suite(faits.get(dossier.id, ()))
            if lue.etat == PLACEE:
                raise UserError(
                    self.env._(
                        "This person is registered with %s already: there is nothing to wait for. Nothing was saved.",
                        attente.organisateur_id.name,
                    )
                )
            if lue.etat == RETIREE:
                raise UserError(
                    self.env._(
                        "Since that day the person was registered elsewhere, or the file was closed. Nothing was "
                        "saved. Enter a later day."
                    )
                )

    def action_retirer(self):
        """Take these people off the list, at their own request."""
        return self._retirer(DEMANDE)

    def action_desister(self):
        """Take these people off the list: they were called and did not answer."""
        return self._retirer(DESISTEMENT)

    def _retirer(self, motif):
        self.check_access("write")
        if any(attente.state != ATTEND for attente in self):
            raise UserError(self.env._("This person waits no more. Nothing was changed."))
        # sudo: users write these through this step only, which has checked their access
        self.sudo().write({"state": RETIREE, "date_sortie": aujourdhui(), "motif_sortie": motif})

    # ---- what the events give ---------------------------------------------------------------------------------------

    def _suite(self, faits):
        """Return the `droit.places.Suite` that the events of the file give."""
        fermees = periodes_fermees(faits)
        return suite(self.organisateur_id.id, self.module, self.demandee, inscriptions(faits, fermees), fermees)

    @api.model
    def _actualiser(self, dossiers, evenements):
        """End, or give back, what people of those files wait for, as their events say; only differences are written.
        What somebody took off stays so, and so does what was asked for again since.

        :param evenements: ``{file id: [droit.etapes.Evenement]}``
        """
        attentes = self.search([("dossier_id", "in", dossiers.ids)])
        if not attentes:
            return
        suivies = attentes.filtered(lambda une: une.motif_sortie not in (DEMANDE, DESISTEMENT, "double"))
        lues = {une: une._suite(evenements.get(une.dossier_id.id, ())) for une in suivies}
        # the partial unique index must see the ended ones before those that are given back
        for une in suivies.sorted(lambda une: lues[une].etat == ATTEND):
            voulue = tuple(valeur or False for valeur in lues[une])
            if tuple(une[nom] for nom in SORTIE) == voulue:
                continue
            if lues[une].etat == ATTEND and une._attend_encore(attentes):
                continue
            une.write(dict(zip(SORTIE, voulue, strict=True)))
            une.flush_recordset(SORTIE)

    def _attend_encore(self, attentes):
        """Whether somebody waits for the same by another line, asked for since."""
        meme = (self.dossier_id, self.organisateur_id, self.module)
        return any(
            une.state == ATTEND and (une.dossier_id, une.organisateur_id, une.module) == meme for une in attentes - self
        )

    @api.model
    def _reunir(self, dossier, autre):
        """Before two files become one: who waits twice for the same waits once, since the earlier day."""
        attentes = self.search([("dossier_id", "in", (dossier | autre).ids), ("state", "=", ATTEND)])
        siennes = {une._cle()[::2]: une for une in attentes if une.dossier_id == dossier}
        for une in attentes.filtered(lambda une: une.dossier_id == autre):
            if gardee := siennes.get(une._cle()[::2]):
                gardee.demandee = min(gardee.demandee, une.demandee)
                une.write({"state": RETIREE, "date_sortie": aujourdhui(), "motif_sortie": "double"})
