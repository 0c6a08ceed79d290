# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from datetime import UTC, datetime

from odoo import api, fields, models
from odoo.tools import format_datetime

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import moment

from ...soap.disjoncteur import DEMI_OUVERT, FERME, OUVERT
from ...soap.garde import garde_de

ETATS = [(FERME, "Calls go through"), (OUVERT, "Calls suspended"), (DEMI_OUVERT, "One call will try")]


class RegistreServiceDisjoncteur(models.AbstractModel):
    """The circuit breaker of a service, from one run to the next, and what was counted while it called.

    The state lives in the process, shared by the threads of a run; the moment it last changed is stored at the end of
    each run, so that the next one, in any process, begins where the last one stopped.
    """

    _name = "registre.service.disjoncteur"
    _description = "Register access: the circuit breaker"

    breaker_threshold = fields.Integer(
        string="Failures before a pause",
        default=10,
        required=True,
        help="Calls in a row that do not reach the register, after which it is left alone.",
    )
    breaker_pause = fields.Integer(string="Seconds of pause", default=60, required=True)
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

    _disjoncteur_positif = models.Constraint(
        "CHECK(breaker_threshold > 0 AND breaker_pause > 0)",
        "The circuit breaker needs at least one failure and one second of pause.",
    )

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
                        format_datetime(self.env, _instant(fin), dt_format="short"),
                    )
                case "demi_ouvert":
                    service.breaker_text = self.env._(
                        "The register did not answer several times in a row. The pause is over: the next collection "
                        "tries one call, and goes on if it is answered."
                    )
                case _:
                    service.breaker_text = self.env._("The register answers.")

    def _garde(self):
        """Return the limits of this service in this process, no older than what the last run stored."""
        self.ensure_one()
        cle = (self.env.cr.dbname, self.id)
        garde = garde_de(cle, self.breaker_threshold, self.breaker_pause, self.calls_per_second)
        garde.disjoncteur.adopter(self.breaker_stored or FERME, self.breaker_since)
        return garde

    def _suspendu(self):
        """Whether the breaker is open: the register is left alone for a while."""
        return self._garde().disjoncteur.etat == OUVERT

    def _noter_appels(self):
        """Store the state of the breaker and the deviations counted, when they changed."""
        garde = self._garde()
        etat, depuis = garde.disjoncteur.garder()
        ecarts, lieu = garde.relever_ecarts()
        valeurs = {}
        if depuis > self.breaker_since:
            valeurs |= {"breaker_stored": etat, "breaker_since": depuis}
        if ecarts:
            valeurs |= {"deviation_count": self.deviation_count + ecarts, "deviation_place": lieu}
        # sudo: who may start a collection may not write the state that it leaves behind.
        service = self.sudo()
        # A run that began meanwhile in another process holds the row: it stores the state at its own end.
        if valeurs and service.try_lock_for_update():
            service.write(valeurs)
            lots.commit(self.env)


def _instant(secondes):
    """Odoo's naive UTC value of a moment in seconds since 1970."""
    return datetime.fromtimestamp(secondes, UTC).replace(tzinfo=None, microsecond=0)
