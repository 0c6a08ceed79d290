# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from itertools import pairwise

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...soap.niss import masquer
from .messages import message_erreur

ETATS = [("recue", "Waiting"), ("traitee", "Done"), ("erreur", "Error"), ("ecartee", "Set aside")]

NATURES = [
    ("transport", "Register not reached"),
    ("fault", "Refused by the register"),
    ("statut", "No file given"),
    ("donnee", "Wrong data"),
    ("interne", "Not stored"),
]

CATEGORIES = [
    ("NEWCOMER", "Newcomer"),
    ("MUTATION", "Change"),
    ("REPLACED", "Number replaced"),
    ("CANCELLED", "Number cancelled"),
]

#: Renumbering and cancellation come first: what follows must find the person under the new number.
PRIORITAIRES = ("REPLACED", "CANCELLED")

#: Somebody just registered in a commune: legal terms run from that day.
ARRIVEE = "NEWCOMER"

#: States in which a notification waits for a person, or for its error to pass.
EN_ERREUR = ("erreur", "ecartee")

#: Beginning of the error codes that say that the notification itself is wrong.
FAUTES_NOTIFICATION = ("niss_", "commune_inconnue")


class RegistreNotification(models.Model):
    """One announced change, kept from its arrival on.

    recue --> traitee      the file was read and stored
    recue --> erreur       what happened is in `error_kind` and `error_code`, said in plain words by `error`
    erreur --> recue       "Try again"; by itself when trying again may help
    recue --> ecartee      the error of the last attempt allowed (`registre.service.attempts_max`)
    ecartee --> recue      "Try again"

    One that fails never holds up the others.
    """

    _name = "registre.notification"
    _description = "Notification of the National Register"
    _inherit = ["lecture.tracee", "registre.par.numero", "nom.reserve"]
    # leads to a person, and shows nothing of what the register says
    _montre = {"personne_id": {}}
    _order = "sequence desc, id desc"
    _rec_name = "sequence"

    service_id = fields.Many2one("registre.service", required=True, readonly=True, ondelete="restrict")
    sequence = fields.Float(string="Number", digits=(15, 0), required=True, readonly=True)
    niss = fields.Char(string="National number", readonly=True)
    niss_remplace = fields.Char(string="Number replaced", readonly=True)
    personne_id = fields.Many2one("registre.personne", string="Person", readonly=True, index=True, ondelete="set null")
    category = fields.Selection(CATEGORIES, string="Kind", readonly=True)
    commune_nis = fields.Char(string="Commune code", readonly=True)
    date_effective = fields.Date(string="Effective on", readonly=True)
    date_illisible = fields.Char(
        string="Effective date as written",
        readonly=True,
        help="The register announced this date in a way that can be read in two manners, or in none: it was not "
        "guessed. The file itself gives the dates; report this to the register.",
    )
    date_creation = fields.Datetime(string="Announced on", readonly=True)
    mutations = fields.Json(readonly=True)
    state = fields.Selection(ETATS, string="Status", default="recue", required=True, readonly=True)
    error_kind = fields.Selection(NATURES, string="Kind of error", readonly=True)
    error_code = fields.Char(string="Error code", readonly=True)
    error = fields.Text(string="What happened", compute="_compute_error")
    receipt = fields.Char(readonly=True, help="Cursor with which the page that held this notification was asked for.")
    a_redemander = fields.Boolean(
        readonly=True, help="The notification itself was wrong: it is asked for again before it is processed."
    )
    reprise = fields.Boolean(readonly=True, help="Trying again by itself may help.")
    attempts = fields.Integer(readonly=True)

    _sequence_uniq = models.UniqueIndex("(service_id, sequence)", "This notification was already received.")
    _attente_idx = models.Index("(service_id, sequence) WHERE state = 'recue'")
    _attente_niss_idx = models.Index("(service_id, niss) WHERE state = 'recue'")
    _erreur_idx = models.Index("(service_id, sequence) WHERE state IN ('erreur', 'ecartee')")

    @api.depends("state", "error_kind", "error_code", "commune_nis", "niss", "attempts")
    @api.depends_context("lang")
    def _compute_error(self):
        """Said when it is read, so in the reader's language: what happened, what was kept, what to do."""
        for notification in self:
            if notification.state not in EN_ERREUR:
                notification.error = False
                continue
            code = notification.error_code or ""
            texte = message_erreur(self.env, notification.error_kind, code, notification.commune_nis)
            if notification.state == "ecartee":
                ecartee = self.env._(
                    "Set aside after %s attempts: it is not tried by itself any more, until you choose Try again.",
                    notification.attempts,
                )
                texte = f"{texte} {ecartee}"
            notification.error = texte

    @api.depends("sequence", "niss")
    def _compute_display_name(self):
        for notification in self:
            notification.display_name = f"{notification.sequence:.0f} {masquer(notification.niss)}"

    def action_reessayer(self):
        """Put the notifications in error or set aside back in the queue; the next collection takes them."""
        return self.env["feuille.resultat"]._faire(
            self.env._("Try again"), self, lambda notifications: notifications._reessayer(), self._refus_reessayer
        )

    @staticmethod
    def _refus_reessayer(notifications):
        autres = notifications.filtered(lambda n: n.state not in EN_ERREUR)
        return dict.fromkeys(autres._ids, notifications.env._("It is neither in error nor set aside."))

    def _reessayer(self):
        self.check_access("write")
        # superuser: only this step writes what was announced, and who may take it was checked above
        erreurs = self.sudo().filtered(lambda n: n.state in EN_ERREUR)
        erreurs.filtered(lambda n: (n.error_code or "").startswith(FAUTES_NOTIFICATION)).a_redemander = True
        erreurs._remettre()

    def write(self, vals):
        if not self.env.su:
            raise AccessError(
                self.env._(
                    "What the register announced is written by nobody. Nothing was saved. Use the button “Try again”."
                )
            )
        return super().write(vals)

    def _remettre(self):
        self.write({"state": "recue", "error_kind": False, "error_code": False, "reprise": False})

    def _corriger(self, notifications):
        """Take over what these notifications say now that the register was asked for them again."""
        par_sequence = {n.sequence: n for n in notifications}
        for record in self:
            nouvelle = par_sequence.get(int(record.sequence))
            if nouvelle:
                record.write({**self._valeurs(nouvelle), "a_redemander": False})

    @api.model
    def _valeurs(self, notification):
        """The columns that come from a `soap.modele.Notification`."""
        categories = dict(CATEGORIES)
        return {
            "niss": notification.niss,
            "niss_remplace": notification.niss_remplace or False,
            "category": notification.categorie if notification.categorie in categories else "MUTATION",
            "commune_nis": notification.commune_nis or False,
            "date_effective": notification.date_effet,
            "date_illisible": notification.date_illisible or False,
            "date_creation": notification.date_creation,
            "mutations": [{"it": m.it, "nature": m.nature} for m in notification.mutations],
        }

    @api.model
    def _recevoir(self, service, notifications, receipt):
        """Keep a page of notifications; those already received are left alone. Return how many are new.

        Numbers that should be in between and are not become a `registre.lacune`; one that is now full is closed.
        :param notifications: iterable of `soap.modele.Notification`.
        :param receipt: the cursor the page was asked for with.
        """
        par_sequence = {n.sequence: n for n in notifications}
        deja = self.search_fetch(
            [("service_id", "=", service.id), ("sequence", "in", list(par_sequence))], ["sequence"]
        )
        connues = {int(n.sequence) for n in deja}
        origine = {"service_id": service.id, "receipt": receipt}
        nouvelles = self.create(
            [
                {**origine, "sequence": n.sequence, **self._valeurs(n)}
                for n in par_sequence.values()
                if n.sequence not in connues
            ]
        )
        trous = nouvelles._trous(service, receipt)
        ouvertes = self.env["registre.lacune"].search([("service_id", "=", service.id), ("state", "!=", "comblee")])
        if trous or ouvertes:
            ouvertes._constater(trous)
        return len(nouvelles)

    def _trous(self, service, receipt):
        """Return the holes (values of `registre.lacune`) between the last notification kept before and those of self, a
        page just kept. A source may begin anywhere: nothing is missing before.

        :param receipt: the cursor of the page.
        """
        avant = self.search_fetch(
            [("service_id", "=", service.id), ("id", "not in", self.ids)],
            ["sequence", "receipt"],
            limit=1,
            order="sequence desc",
        )
        derniere = int(avant.sequence) if avant else None
        suite = sorted(s for s in map(int, self.mapped("sequence")) if derniere is None or s > derniere)
        if derniere is not None:
            suite.insert(0, derniere)
        return [
            {
                "service_id": service.id,
                "premiere": un + 1,
                "derniere": deux - 1,
                "receipt": avant.receipt if un == derniere else receipt,
            }
            for un, deux in pairwise(suite)
            if deux > un + 1
        ]

    def _echouer(self, erreur, compter=True):
        """Set aside with the error (`ErreurRegistre`): the others go on.

        :param compter: false when the register as a whole was down: an outage makes nothing poisonous.
        """
        self._noter_echec(erreur.nature, erreur.code, erreur.reprise, compter)

    def _noter_echec(self, nature, code, reprise=False, compter=True):
        for notification in self:
            essais = notification.attempts + int(compter)
            notification.write(
                {
                    "state": "ecartee" if essais >= notification.service_id.attempts_max else "erreur",
                    "error_kind": nature,
                    "error_code": code,
                    "reprise": reprise,
                    "attempts": essais,
                }
            )

    def _reussir(self, personne):
        """Done: the file of this person was stored."""
        for notification in self:
            notification.write({"state": "traitee", "personne_id": personne.id, "attempts": notification.attempts + 1})
