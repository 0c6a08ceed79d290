# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.parcours_socle import lots

from ...soap.client import FOURNISSEURS, Configuration
from ...soap.garde import ClientGarde
from .messages import cause_transport
from .registre_notification import NATURES
from .transport import OBLIGATOIRES

#: Seconds "Collect now" works before it leaves the rest to the automatic collection.
DUREE_BOUTON = 60


class RegistreService(models.Model):
    """One configured access to a register: provider, addresses, who asks and why, and the cursor of its
    notifications.
    """

    _name = "registre.service"
    _description = "Access to the National Register"
    _inherit = [
        "registre.service.transport",
        "registre.service.disjoncteur",
        "registre.service.collecte",
        "registre.service.lot",
        "registre.service.suivi",
        "registre.service.abonnements",
        "registre.service.relecture",
        "registre.service.tableau",
    ]
    _order = "sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    provider = fields.Selection("_selection_provider", required=True, default="cbss_tigroups_v2")
    environment = fields.Selection([("production", "Production"), ("test", "Test")], default="test", required=True)
    mode_test = fields.Boolean(
        string="Test mode",
        help="Accept the numbers of generated people (month + 60). Never in production: such a number is then an "
        "error.",
    )
    url_consultation = fields.Char(string="Address of the files")
    url_notifications = fields.Char(string="Address of the notifications")
    url_abonnements = fields.Char(string="Address of the subscriptions")
    wsdl_path = fields.Char(
        string="WSDL path",
        help="File of the official contract of the consultation; empty: the reduced contract of this module.",
    )
    cbe_number = fields.Char(
        string="Enterprise number", size=10, help="Ten digits of the Crossroads Bank for Enterprises: who asks."
    )
    legal_context = fields.Char(
        string="Legal context", size=64, help="Why: sent with each request and written in the consultation log."
    )
    pool_size = fields.Integer(string="Calls at the same time", default=8)
    connect_timeout = fields.Float(string="Seconds to connect", default=10)
    read_timeout = fields.Float(string="Seconds to answer", default=15)
    calls_per_second = fields.Float(string="Calls a second", help="At most; 0: no limit.")
    validate_answers = fields.Boolean(
        help="Compare each answer with the contract and count those that differ. They are read all the same."
    )
    receipt = fields.Char(
        string="Cursor", readonly=True, copy=False, help="Receipt of the last page of notifications that was kept."
    )
    # state
    last_pull = fields.Datetime(string="Last collection", readonly=True, copy=False)
    last_error_kind = fields.Selection(NATURES, readonly=True, copy=False)
    last_error_code = fields.Char(readonly=True, copy=False)
    last_error = fields.Text(string="Last collection failed", compute="_compute_last_error")
    nombre_attente = fields.Integer(string="Waiting", compute="_compute_nombres")
    nombre_erreurs = fields.Integer(string="Errors", compute="_compute_nombres")
    nombre_traitees = fields.Integer(string="Done", compute="_compute_nombres")
    notification_ids = fields.One2many("registre.notification", "service_id", string="Notifications")

    _pool_positif = models.Constraint(
        "CHECK(pool_size BETWEEN 1 AND 64)", "Between 1 and 64 calls can run at the same time."
    )
    _delais_positifs = models.Constraint(
        "CHECK(connect_timeout > 0 AND read_timeout > 0)", "Timeouts are longer than zero seconds."
    )
    _debit_positif = models.Constraint("CHECK(calls_per_second >= 0)", "The number of calls a second is not negative.")

    @api.constrains("environment", "mode_test")
    def _check_mode_test(self):
        if any(service.mode_test and service.environment == "production" for service in self):
            raise ValidationError(
                self.env._("Test mode is not possible in production: generated people must never mix with real ones.")
            )

    @api.constrains("cbe_number")
    def _check_cbe_number(self):
        for service in self:
            if service.cbe_number and not (len(service.cbe_number) == 10 and service.cbe_number.isdigit()):
                raise ValidationError(self.env._("The enterprise number has ten digits."))

    @api.model
    def _selection_provider(self):
        return [(code, classe.libelle) for code, classe in FOURNISSEURS.items()]

    @api.depends("last_error_kind", "last_error_code")
    @api.depends_context("lang")
    def _compute_last_error(self):
        for service in self:
            service.last_error = service.last_error_kind and service._dire_erreur() or False

    def _dire_erreur(self):
        if self.last_error_kind == "transport":
            cause = cause_transport(self.env, self.last_error_code or "")
        else:
            cause = self.env._("The register refused or its answer could not be read (code %s).", self.last_error_code)
        suite = self.env._(
            "The notifications could not be fetched. Those already received are safe, and the next collection resumes "
            "where this one stopped. Check the addresses if it happens again."
        )
        return f"{cause} {suite}"

    @api.depends("notification_ids.state")
    def _compute_nombres(self):
        groupes = self.env["registre.notification"]._read_group(
            [("service_id", "in", self.ids)], ["service_id", "state"], ["__count"]
        )
        nombres = {(service.id, etat): nombre for service, etat, nombre in groupes}
        for service in self:
            service.nombre_attente = nombres.get((service.id, "recue"), 0)
            service.nombre_erreurs = nombres.get((service.id, "erreur"), 0)
            service.nombre_traitees = nombres.get((service.id, "traitee"), 0)

    def _client(self):
        """Return a client of this service's provider.

        :raise UserError: the service is not filled in enough to be called.
        :raise ErreurTransport: "adresse" when the contract cannot be read, or what `Tls` and `Signataire` say.
        """
        self.ensure_one()
        if not all(self[champ] for champ in OBLIGATOIRES):
            raise UserError(
                self.env._(
                    "Fill in the three addresses, the enterprise number and the legal context of the service first."
                )
            )
        garde = self._garde()
        configuration = Configuration(
            url_consultation=self.url_consultation,
            url_notifications=self.url_notifications,
            url_abonnements=self.url_abonnements,
            cbe=self.cbe_number,
            contexte_legal=self.legal_context,
            wsdl=self.wsdl_path or "",
            delai_connexion=self.connect_timeout,
            delai_lecture=self.read_timeout,
            tls=self._tls(),
            signer=self.sign_requests,
            sur_ecart=garde.noter_ecart if self.validate_answers else None,
        )
        return ClientGarde(FOURNISSEURS[self.provider](configuration), garde)

    def action_collecter(self):
        """Button: collect now, for a minute at most; what remains goes on by itself."""
        self.ensure_one()
        self.check_access("write")
        bilan = self._collecter(duree=DUREE_BOUTON)
        if bilan["occupe"]:
            texte, genre = self.env._("A collection is already running. Look again in a few minutes."), "warning"
        elif bilan.get("suspendu"):
            texte, genre = self.breaker_text, "warning"
        elif self.last_error:
            texte, genre = self.last_error, "danger"
        else:
            texte = self.env._(
                "%(personnes)s people read, %(erreurs)s errors, %(restantes)s notifications waiting.",
                personnes=bilan["personnes"],
                erreurs=bilan["erreurs"],
                restantes=bilan["restantes"],
            )
            genre = "warning" if bilan["erreurs"] else "success"
        if bilan["restantes"] and not bilan["occupe"]:
            lots.ask(self.env, "registre_national.ir_cron_collecter")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": genre,
                "title": self.env._("Collection"),
                "message": texte,
                "sticky": genre == "danger",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_voir_notifications(self):
        """Open the notifications of this service in the state given by the context (`etat`)."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("registre_national.registre_notification_action")
        action["domain"] = [("service_id", "=", self.id), ("state", "=", self.env.context.get("etat", "recue"))]
        action["context"] = {}
        return action
