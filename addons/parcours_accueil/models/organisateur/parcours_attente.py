# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.paroles import dire
from odoo.addons.parcours_socle.saisie import refuser_champs, sans_defauts

from ...droit.delais import periodes_fermees
from ...droit.etapes import SUSPENSION_ANNULEE, SUSPENSION_FIN_ANTICIPEE, inscriptions
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
from ..registre_recherche import PRESENT
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
#: The ground of who finds no place, in each version of the law.
SANS_PLACE = "organisateur"
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
    suspension_id = fields.Many2one(
        "parcours.suspension",
        "Suspended meanwhile",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="The suspension that was certified because there is no place; a place that is given ends it.",
    )
    sans_suspension = fields.Boolean(
        compute="_compute_sans_suspension", export_string_translation=False, help="No place, and the term runs."
    )
    proposee_le = fields.Date(
        "Place offered on", readonly=True, help="The person was called for a place, and is not registered yet."
    )
    placee_le = fields.Date("Place in the module since", readonly=True, help="As the organiser says it.")
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
    pourquoi = fields.Char("Why there", compute="_compute_rang", help="Why this person stands before or after others.")

    _file_idx = models.Index("(organisateur_id, priorite DESC, demandee, id) WHERE state = 'attend'")
    _proposee_idx = models.Index("(organisateur_id, proposee_le) WHERE state = 'attend' AND proposee_le IS NOT NULL")
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
        obliges = Counter(une._cle() for une in files if une.priorite == OBLIGE)
        medianes = self._medianes(self.organisateur_id, jour)
        for attente in self:
            rang = rangs.get(attente._origin.id) if attente.state == ATTEND else None
            attente.position, attente.sur = rang or (0, 0)
            attente.attendue = rang and attendue(rang, medianes.get(attente._cle()), jour)
            pas_mesuree = self.env._("not measured yet") if rang else False
            attente.pourquoi = rang and attente._dire_rang(obliges[attente._cle()])
            attente.attendue_dite = format_date(self.env, attente.attendue) if attente.attendue else pas_mesuree

    def _dire_rang(self, obliges):
        """Say why somebody stands there, of a queue in which so many obliged people wait."""
        if self.priorite == OBLIGE:
            return self.env._("Obliged, asked on %s", format_date(self.env, self.demandee))
        if not obliges:
            return self.env._(
                "Voluntary, asked on %s; nobody who is obliged waits", format_date(self.env, self.demandee)
            )
        return self.env._(
            "Voluntary: after those who are obliged (%(number)s); asked on %(day)s",
            number=obliges,
            day=format_date(self.env, self.demandee),
        )

    @api.depends("state", "module", "suspension_id.state", "suspension_id.date_fin")
    def _compute_sans_suspension(self):
        for attente in self:
            attente.sans_suspension = (
                attente.state == ATTEND and attente.module == PARCOURS and not attente._suspendue()
            )

    def _suspendue(self):
        """Whether the term is suspended, today or from a day to come, because this person waits."""
        # sudo: whether the suspension of this wait holds, for who reads the wait
        suspension = self.sudo().suspension_id
        return bool(suspension) and suspension.state == "accordee" and suspension.date_fin >= aujourdhui()

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

    @api.model
    def _obliges(self, organisateur, langue):
        """Return how many obliged people wait for the whole pathway there, in that language."""
        # sudo: a figure of the queue of who asks
        return self.sudo().search_count(
            [
                ("organisateur_id", "=", organisateur.id),
                ("langue", "=", langue),
                ("module", "=", PARCOURS),
                ("state", "=", ATTEND),
                ("priorite", "=", OBLIGE),
            ]
        )

    # ---- entered, taken off -----------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: when that person cannot wait for that place; says why"""
        if not self.env.su:
            for vals in vals_list:
                refuser_champs(self, vals.keys() - SAISIS, PAR_SUITE)
            # an organiser puts its own people on a list, an agent those of the commune: what is refused below tells
            # something of the file
            ids = {vals["dossier_id"] for vals in vals_list if vals.get("dossier_id")}
            self.env["parcours.dossier"].browse(ids).check_access("read")
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

    # ---- no place: the term is suspended ----------------------------------------------------------------------------

    def _verifier_sans_place(self):
        """Refuse to say that there is no place for who waits no more, waits for a module or follows with another
        organiser, or where a place is free for that person.

        :raise UserError: in the user's words
        """
        self.ensure_one()
        if not self.sans_suspension:
            raise UserError(
                self.env._(
                    "Nothing is suspended here: this person waits no more, waits for a module only, or is suspended "
                    "for this wait already. Nothing was saved."
                )
            )
        # sudo: whether the person is with another organiser, which everybody who searches is told
        if self.sudo().dossier_id._inscription_ouverte().organisateur_id - self.organisateur_id:
            raise UserError(
                self.env._(
                    "Registered elsewhere? This person follows the pathway with another organiser, who certifies what "
                    "suspends the term. Nothing was saved. Put the person on the waiting list only, or record the "
                    "change of organiser once there is a place."
                )
            )
        # a language that is offered no more has no places to give
        etat = self.organisateur_id._etats()[self.organisateur_id.id].get(self.langue)
        if etat and etat.places.pour(self.position):
            raise UserError(
                self.env._(
                    "%(organiser)s has free places in %(language)s (%(free)s), as it told us, and fewer people come "
                    "first: the term is suspended only where there is none. Nothing was saved. Register the person, or "
                    "have the capacity told again.",
                    organiser=self.organisateur_id.name,
                    language=self.organisateur_id._mot_langue(self.langue),
                    free=etat.places.libres,
                )
            )

    def _est_ici(self):
        """Whether the user registers people with the organiser of this wait."""
        ici = self.organisateur_id == self.env.user.organisateur_id
        return ici and self.env["registre.recherche"]._peut_inscrire()

    # ---- a place is offered -----------------------------------------------------------------------------------------

    def action_proposer(self):
        """Say that a place is there for this person, who is called: what is left is to register them."""
        self.check_access("write")
        if any(attente.state != ATTEND or attente.module != PARCOURS for attente in self):
            raise UserError(
                self.env._("This person waits no more, or waits for a module of the pathway. Nothing was changed.")
            )
        # sudo: users write this through this step only, which has checked their access
        self.sudo().filtered(lambda une: not une.proposee_le).proposee_le = aujourdhui()

    def action_placer(self):
        """Say that these people have their place in the module that they waited for: the wait ends, and is measured.

        :raise UserError: they wait no more, or for the whole pathway, which a registration gives; or elsewhere
        """
        self.check_access("write")
        if any(une.state != ATTEND or une.module == PARCOURS or not une._est_ici() for une in self):
            raise UserError(
                self.env._(
                    "This person waits no more, or not for a module of the pathway with you. Nothing was changed. Look "
                    "at the list again."
                )
            )
        jour = aujourdhui()
        # sudo: users write these through this step only, which has checked their access
        self.sudo().write({"state": PLACEE, "date_sortie": jour, "placee_le": jour})

    def action_inscrire(self):
        """Open the window that registers this person with the own organiser; counted and logged as any look.

        :raise UserError: the person waits no more, or elsewhere
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != ATTEND or not self._est_ici():
            raise UserError(
                self.env._("This person waits no more, or not with you. Nothing was opened. Look at the list again.")
            )
        return self.env["registre.recherche"].ouvrir_trace(self.numero, PRESENT)

    def action_suspendre(self):
        """No place: certify it, which suspends the term, and open the paper that proves it (organiser); or record what
        the organiser certified (agent)."""
        self.ensure_one()
        self.check_access("write")
        if not self._est_ici():
            return self.dossier_id._fenetre_sans_place(self.organisateur_id, self.langue)
        # sudo: the wait is the user's organiser's, as just checked; what follows asks the table of steps
        attente = self.sudo()
        return attente.dossier_id._certifier_sans_place(attente, aujourdhui()).sudo(False).action_ouvrir()

    def _finir_suspensions(self, inscription):
        """Return the values of the events that end what was suspended for want of a place, once that registration
        gives one: its last day is the day before; what was to begin later never was (loi.md §4).

        :param inscription: the parcours.evenement of the registration
        """
        suites, jour = [], inscription.date_effective
        en_cours = self.suspension_id.filtered(lambda s: s.state == "accordee" and s.date_fin >= jour)
        # of another ground, which somebody linked to the wait, a place says nothing
        finies = en_cours.filtered(lambda s: s.motif_id.code == SANS_PLACE)
        # the letter of that end gives it as its reason; most registrations end none
        raison = finies and dire(
            self, lambda lues: lues.env._("A place was found with an organiser: the wait is over.")
        )
        for suspension in finies:
            if suspension.date_debut >= jour:
                genre, debut, fin = SUSPENSION_ANNULEE, suspension.date_debut, suspension.date_fin
            else:
                genre, debut = SUSPENSION_FIN_ANTICIPEE, jour - timedelta(days=1)
                fin = debut
            valeurs = {"suspension_id": suspension.id, "date_effective": debut, "date_fin": fin}
            suites.append(inscription._suite(genre, note_reservee=raison, **valeurs))
        return suites

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
        retirees = self.sudo()
        retirees.write({"state": RETIREE, "date_sortie": aujourdhui(), "motif_sortie": motif})
        retirees.filtered(lambda une: une._suspendue())._prevenir_commune()

    def _prevenir_commune(self):
        """Ask the communes of these people (superuser), who wait no more and got no place, to look at the suspension of
        their term: it outlives its ground."""
        self.dossier_id._prevenir(
            "mail.mail_activity_data_todo",
            lambda env: env._("Waits no more for a place: look at the suspension"),
            lambda env, _dossier: env._(
                "The term of this person was suspended because there was no place. The person waits no more, without a "
                "place: end the suspension on the day on which the wait ended, or say why it goes on."
            ),
        )

    # ---- what the events give ---------------------------------------------------------------------------------------

    def _suite(self, faits):
        """Return the `droit.places.Suite` that the events of the file give."""
        fermees = periodes_fermees(faits)
        chez, lues = self.organisateur_id.id, inscriptions(faits, fermees)
        return suite(chez, self.module, self.demandee, lues, fermees, self.placee_le or None)

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
