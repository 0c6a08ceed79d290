# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import os
from datetime import UTC, datetime
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_datetime
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import BRUXELLES, moment

from ...soap.appels import DEMI_OUVERT, FERME, OUVERT, ouvrir
from ...soap.client import FOURNISSEURS, Configuration, reference_valide
from ...soap.erreurs import ErreurRegistre, ErreurTransport
from ...soap.hotes import hotes_permis, refusee
from .messages import cause_transport
from .registre_notification import NATURES

_lt = LazyTranslate(__name__)

#: The providers that we ship, for who reads the screen; another one is called as its class says.
NOMS = {"cbss_tigroups_v2": _lt("Crossroads Bank, RetrieveTIGroups v2")}

ETATS = [(FERME, "Calls go through"), (OUVERT, "Calls suspended"), (DEMI_OUVERT, "One call will try")]
#: What a service needs before it can be called.
OBLIGATOIRES = ("url_consultation", "url_notifications", "url_abonnements", "cbe_number", "legal_context")
REFERENCES = ("client_certificate", "client_key", "client_key_passphrase", "authority")
ADRESSES = ("url_consultation", "url_notifications", "url_abonnements")
#: What decides where the register is, who asks, and from where on: two technical administrators change it.
CONNEXION = (
    "active",
    "sequence",
    "provider",
    "environment",
    "mode_test",
    *ADRESSES,
    "wsdl_path",
    "cbe_number",
    "legal_context",
    *REFERENCES,
    "sign_requests",
    "validate_answers",
    "receipt",
    "pool_size",
    "connect_timeout",
    "read_timeout",
    "total_timeout",
    "answer_size_max",
    "calls_per_second",
    "breaker_threshold",
    "breaker_pause",
    "attempts_max",
    "duree_abonnement",
)
#: Who may start a collection; what the connection is made of is for the technical administrators.
GROUPES_COLLECTE = "registre_national.group_registre_gestion,registre_national.group_registre_technique"
LOCALES = ("127.0.0.1", "::1", "localhost")
AIDE = "Path of a file on the server, or name of a variable of its environment that begins with REGISTRE_"
#: Seconds "Collect now" works before it leaves the rest to the automatic collection.
DUREE_BOUTON = 60


class RegistreService(models.Model):
    """One configured access to a register: provider, addresses, who asks and why, the cursor of its notifications.

    What it is made of (`CONNEXION`) is changed by two technical administrators: what one proposes is not used until
    another one confirms it, and the connection goes on as it was. The machines that may be called are a list of the
    server. Where the certificates are is kept here, never what is in them. The state of the circuit breaker lives in
    the process, shared by the threads of a run; the moment it last changed is stored at the end of each run, so that
    the next one, in any process, begins where the last one stopped.
    """

    _name = "registre.service"
    _description = "Access to the National Register"
    _inherit = [
        "deux.personnes",
        "registre.service.collecte",
        "registre.service.abonnements",
        "registre.service.relecture",
        "registre.service.tableau",
    ]
    _order = "sequence, id"
    _a_deux = CONNEXION
    _libres = ("name",)

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
    total_timeout = fields.Float(
        string="Seconds to the end of an answer",
        default=45,
        required=True,
        help="However the register spreads an answer, a call is over after so many seconds.",
    )
    answer_size_max = fields.Integer(
        string="Largest answer (MB)",
        default=20,
        required=True,
        help="Once it is opened, when it was sent compressed. A larger one is not read.",
    )
    calls_per_second = fields.Float(string="Calls a second", help="At most; 0: no limit.")
    validate_answers = fields.Boolean(
        help="Compare each answer with the contract and count those that differ. They are read all the same."
    )
    # who we are, whom we trust
    client_certificate = fields.Char(help=f"{AIDE} and holds this path.")
    client_key = fields.Char(
        string="Key of the certificate", help=f"{AIDE} and holds this path; empty: in the file of the certificate."
    )
    client_key_passphrase = fields.Char(
        string="Where the passphrase is", help=f"{AIDE} and holds the passphrase. Never the passphrase itself."
    )
    authority = fields.Char(
        string="Authority of the register",
        help=f"{AIDE} and holds this path. Only certificates of this authority are accepted; empty: those of the "
        "public authorities.",
    )
    sign_requests = fields.Boolean(
        help="WS-Security: a time stamp and the body of each request are signed with the client certificate."
    )
    # when it does not answer
    breaker_threshold = fields.Integer(
        string="Failures before a pause",
        default=10,
        required=True,
        help="Calls in a row that do not reach the register, after which it is left alone.",
    )
    breaker_pause = fields.Integer(string="Seconds of pause", default=60, required=True)
    receipt = fields.Char(
        string="Cursor",
        copy=False,
        help="Receipt of the last page of notifications that was kept: those after it are fetched, again when it is "
        "put back. Empty: from the very first one.",
    )
    # state
    last_pull = fields.Datetime(string="Last collection", readonly=True, copy=False)
    last_error_kind = fields.Selection(NATURES, readonly=True, copy=False)
    last_error_code = fields.Char(readonly=True, copy=False)
    last_error = fields.Text(string="Last collection failed", compute="_compute_last_error")
    breaker_stored = fields.Selection(ETATS, default=FERME, readonly=True, copy=False)
    breaker_since = fields.Float(
        readonly=True, copy=False, digits=(16, 3), help="Seconds since 1970, to be compared between processes."
    )
    breaker_state = fields.Selection(ETATS, string="Circuit breaker", compute="_compute_breaker")
    breaker_date = fields.Datetime(string="Since", compute="_compute_breaker")
    breaker_text = fields.Char(string="In words", compute="_compute_breaker")
    deviation_count = fields.Integer(string="Answers that differ from the contract", readonly=True, copy=False)
    deviation_place = fields.Char(
        string="Where the last one differs", readonly=True, copy=False, help="Name of the element in the contract."
    )
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
    _reponse_bornee = models.Constraint(
        "CHECK(total_timeout > 0 AND total_timeout <= 600 AND answer_size_max BETWEEN 1 AND 200)",
        "An answer takes at most 600 seconds and has between 1 and 200 MB.",
    )
    _disjoncteur_positif = models.Constraint(
        "CHECK(breaker_threshold > 0 AND breaker_pause > 0)",
        "The circuit breaker needs at least one failure and one second of pause.",
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

    @api.constrains(*REFERENCES)
    def _check_references(self):
        for service in self:
            for champ in REFERENCES:
                if service[champ] and not reference_valide(service[champ]):
                    # The value is not repeated: it may be the secret itself.
                    raise ValidationError(
                        self.env._(
                            "%s: give the path of a file on the server (beginning with /), or the name of a variable "
                            "beginning with REGISTRE_. Certificates, keys and passphrases are never kept here.",
                            self._fields[champ]._description_string(self.env),
                        )
                    )

    @api.constrains(*ADRESSES, "mode_test", "environment")
    def _check_adresses(self):
        for service in self:
            for adresse in filter(None, (service[champ] for champ in ADRESSES)):
                try:
                    parties = urlsplit(adresse)
                    hote, secret = parties.hostname, parties.username or parties.password
                except ValueError:
                    parties = hote = secret = None
                if not hote or parties.scheme not in ("https", "http"):
                    raise ValidationError(self.env._("An address begins with https:// and the name of a machine."))
                if secret:
                    raise ValidationError(self.env._("An address holds no user name and no password."))
                if parties.scheme == "http" and not service.mode_test and hote not in LOCALES:
                    raise ValidationError(
                        self.env._(
                            "Outside test mode an address begins with https://: what is exchanged is personal data."
                        )
                    )
                service._verifier_hote(adresse)

    def _verifier_hote(self, adresse):
        """Refuse an address that the server does not allow this service to call.

        :raise ValidationError: saying why
        """
        match refusee(adresse, hotes_permis(os.environ), self.environment == "production"):
            case "https":
                raise ValidationError(
                    self.env._("In production an address begins with https://. Nothing was saved, nothing was called.")
                )
            case "hote":
                raise ValidationError(
                    self.env._(
                        "%s is not among the machines that this server may call. Nothing was saved, nothing was "
                        "called. Who runs the server adds it to REGISTRE_HOTES.",
                        urlsplit(adresse).hostname,
                    )
                )

    @api.model
    def _selection_provider(self):
        return [(code, self.env._(NOMS.get(code, classe.libelle))) for code, classe in FOURNISSEURS.items()]

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

    @api.depends("breaker_stored", "breaker_since", "breaker_pause")
    @api.depends_context("lang", "tz")
    def _compute_breaker(self):
        maintenant = moment().timestamp()
        for service in self:
            fin = service.breaker_since + service.breaker_pause
            etat = service.breaker_stored or FERME
            if etat == OUVERT and maintenant >= fin:
                etat = DEMI_OUVERT
            service.breaker_state = etat
            service.breaker_date = service.breaker_since and _instant(service.breaker_since)
            match etat:
                case "ouvert":
                    service.breaker_text = self.env._(
                        "The register did not answer several times in a row: it is left alone until %s. Everything "
                        "waiting is kept, and the collection resumes by itself.",
                        format_datetime(self.env, _instant(fin), tz=BRUXELLES.key, dt_format="dd/MM/yyyy HH:mm"),
                    )
                case "demi_ouvert":
                    service.breaker_text = self.env._(
                        "The register did not answer several times in a row. The pause is over: the next collection "
                        "tries one call, and goes on if it is answered."
                    )
                case _:
                    service.breaker_text = self.env._("The register answers.")

    @api.model
    def _remplis(self):
        """The services that are filled in enough to be called, in their order."""
        return self.search([(champ, "!=", False) for champ in OBLIGATOIRES])

    @api.model
    def _pour_consulter(self):
        """Return the service by which people are consulted (superuser): the first that is filled in.

        :raise UserError: there is none
        """
        # sudo: the access of the register is no user's to read; callers say in whose name they consult
        service = self.sudo()._remplis()[:1]
        if not service:
            raise UserError(self.env._("No access to the register is set up. Ask the administrator."))
        return service

    def _client(self):
        """Return a client of this service's provider, whose calls keep to the limits of the service.

        :raise UserError: the service is not filled in enough to be called.
        :raise AppelSuspendu: the breaker is open, here or where it was stored: the register is left alone for a while.
        :raise ErreurTransport: "adresse" when the contract cannot be read, or what `Tls` and `Signataire` say.
        """
        self.ensure_one()
        if not all(self[champ] for champ in OBLIGATOIRES):
            raise UserError(
                self.env._(
                    "Fill in the three addresses, the enterprise number and the legal context of the service first."
                )
            )
        return ouvrir(
            FOURNISSEURS[self.provider],
            self._configuration(),
            (self.env.cr.dbname, self.id),
            seuil=self.breaker_threshold,
            pause=self.breaker_pause,
            par_seconde=self.calls_per_second,
            etat=self.breaker_stored or FERME,
            depuis=self.breaker_since,
        )

    def _configuration(self):
        """Return what a client of this service is made of.

        :raise ErreurTransport: "hote_refuse" when the server does not allow one of the addresses, whatever is stored
        """
        permis, production = hotes_permis(os.environ), self.environment == "production"
        if any(refusee(self[champ] or "", permis, production) for champ in ADRESSES):
            raise ErreurTransport("hote_refuse", reprise=False)
        certificat, cle, phrase, autorite = (self[champ] or "" for champ in REFERENCES)
        return Configuration(
            url_consultation=self.url_consultation,
            url_notifications=self.url_notifications,
            url_abonnements=self.url_abonnements,
            cbe=self.cbe_number,
            contexte_legal=self.legal_context,
            wsdl=self.wsdl_path or "",
            delai_connexion=self.connect_timeout,
            delai_lecture=self.read_timeout,
            duree_max=self.total_timeout,
            taille_max=self.answer_size_max * 1_000_000,
            certificat=certificat,
            cle=cle,
            phrase=phrase,
            autorite=autorite,
            signer=self.sign_requests,
            comparer=self.validate_answers,
        )

    def action_essayer(self):
        """Ask for one page of notifications with what is proposed, keeping nothing of it: does it work?

        :raise UserError: when nothing is proposed, or it is not filled in enough to be called
        """
        self.ensure_one()
        self.check_access("write")
        self._verifier_proposition()
        self.env["reglage.trace"]._noter(self, "essaie", {})
        try:
            configuration, fournisseur, curseur = self._essayer(
                self.proposition, lambda service: (service._configuration(), service.provider, service.receipt)
            )
            if not all((configuration.url_consultation, configuration.url_notifications, configuration.cbe)):
                raise UserError(
                    self.env._(
                        "Fill in the three addresses, the enterprise number and the legal context of the service first."
                    )
                )
            FOURNISSEURS[fournisseur](configuration).notifications(curseur or "", 1)
        except ErreurTransport as erreur:
            return self._annoncer(cause_transport(self.env, erreur.code), "danger")
        except ErreurRegistre as erreur:
            return self._annoncer(
                self.env._("The register refused or its answer could not be read (code %s).", erreur.code), "danger"
            )
        return self._annoncer(self.env._("The register answers to what is proposed. Nothing was kept."), "success")

    def _annoncer(self, texte, genre):
        """Return the action that says a sentence at the top of the screen."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": genre,
                "title": self.env._("Trial"),
                "message": texte,
                "sticky": genre == "danger",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_collecter(self):
        """Button: collect now, for a minute at most; what remains goes on by itself."""
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_groups(GROUPES_COLLECTE):
            raise AccessError(self.env._("A connection manager starts a collection. Nothing was done."))
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


def _instant(secondes):
    """Odoo's naive UTC value of a moment in seconds since 1970."""
    return datetime.fromtimestamp(secondes, UTC).replace(tzinfo=None, microsecond=0)
