# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle.jour import maintenant
from odoo.addons.parcours_socle.paroles import Parole, dire, dire_chacun
from odoo.addons.parcours_socle.saisie import sans_defauts

from ..soap.modele import DATES_ILLISIBLES, IT_PERMIS
from ..soap.niss import CONTROLE, DATE, SERIE

_lt = LazyTranslate(__name__)

ETATS = [
    ("brouillon", "Draft"),
    ("signalee", "Reported"),
    ("acceptee", "Accepted by the register"),
    ("refusee", "Refused by the register"),
    ("close", "Closed"),
]
#: What is reported; it stays as it was reported.
CONTENU = {"personne_id", "information_id", "verite", "preuve", "preuve_nom"}
#: What the register answered: written while an answer is waited for, and then it stays.
REPONSE = {"reference_reponse", "reponse"}
#: What only the buttons write.
SUIVI = {"state", "user_id", "company_id", "constat", "date_signalement", "date_reponse"}
#: What is said of a number that the register gave and that is odd (soap/niss.py).
NUMEROS = {
    CONTROLE: _lt(
        "The two check digits of this number are not those of its first nine digits. The register gave it: it was kept "
        "and is used as it is. Compare it with a document of the person; report it to the register, or delete this "
        "draft when nothing is wrong."
    ),
    DATE: _lt(
        "The month or the day in this number is none. The register gave it: it was kept and is used as it is. Compare "
        "it with a document of the person; report it to the register, or delete this draft when nothing is wrong."
    ),
    SERIE: _lt(
        "The serial of this number is 000, which nobody has. The register gave it: it was kept and is used as it is. "
        "Compare it with a document of the person; report it to the register, or delete this draft when nothing is "
        "wrong."
    ),
}


class RegistreAnomalie(models.Model):
    """A difference between the register and reality, reported to the register and followed until it is answered.

    brouillon --> signalee --> acceptee | refusee --> close
                     └────────────────────────────────> close (found to be no difference)

    Nothing here changes the register's data: an accepted difference comes back by itself, as a correction.
    """

    _name = "registre.anomalie"
    _description = "Difference with the National Register"
    _inherit = [
        "lecture.tracee",
        "textes.partages.ecriture",
        "reference.lisible",
        "nom.reserve",
        "fil.reserve",
        "documents.gardes",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _lisibles = ("personne_id", "information_id")
    _textes = ("verite", "reponse")
    # what is reported quotes the entry, in a draft and when it is chosen too
    _montre = {
        "information_id": dict.fromkeys(("information_id", "constat", "verite", "reponse"), IT_PERMIS),
        "personne_id": {},
    }
    _motif_lecture = "anomalie"

    # what
    personne_id = fields.Many2one("registre.personne", string="Person", required=True, index=True, ondelete="restrict")
    information_id = fields.Many2one(
        "registre.information",
        string="Entry of the register",
        domain="[('personne_id', '=', personne_id), ('known_until', '=', False)]",
        ondelete="restrict",
        help="Empty when something is missing in the register.",
    )
    constat = Parole(
        string="What the register says", compute="_compute_constat", store=True, readonly=True, compute_sudo=False
    )
    verite = Parole(string="What is true", required=True)
    preuve = fields.Binary(string="Proof", attachment=True)
    preuve_nom = fields.Char(string="Name of the proof")
    # who
    user_id = fields.Many2one(
        "res.users", string="Reported by", required=True, readonly=True, default=lambda self: self.env.uid
    )
    company_id = fields.Many2one(
        "res.company",
        string="Commune",
        compute="_compute_company_id",
        store=True,
        readonly=True,
        index=True,
        help="Commune of the person: the difference follows, as the file does. The last one, when there is none now.",
    )
    # life
    state = fields.Selection(ETATS, string="Status", default="brouillon", required=True, readonly=True, tracking=True)
    date_signalement = fields.Datetime(string="Reported on", readonly=True)
    reference_reponse = fields.Char(string="Reference of the answer")
    reponse = fields.Text(string="Answer of the register")
    date_reponse = fields.Datetime(string="Answered on", readonly=True)

    _state_idx = models.Index("(company_id, state)")

    @api.depends("information_id")
    def _compute_constat(self):
        """Written once: the entry is corrected one day, what was reported stays readable."""
        dits = dire_chacun(self.information_id, lambda entrees: entrees._noms_entiers())
        rien = dire(self, lambda lu: lu.env._("Nothing"))
        for anomalie in self:
            anomalie.constat = dits.get(anomalie.information_id.id) or rien

    @api.depends("personne_id.company_id")
    def _compute_company_id(self):
        """Who left the Region, or is nowhere for sure, stays with the last commune: it may be what is reported."""
        for anomalie in self:
            anomalie.company_id = anomalie.personne_id.company_id or anomalie.company_id

    @api.depends("personne_id.name", "date_signalement")
    def _compute_display_name(self):
        for anomalie in self:
            anomalie.display_name = f"{anomalie.personne_id.name or ''} #{anomalie.id or ''}".strip(" #")

    @api.constrains("personne_id", "information_id")
    def _check_information(self):
        for anomalie in self:
            if anomalie.information_id and anomalie.information_id.personne_id != anomalie.personne_id:
                raise UserError(self.env._("The entry is not one of this person."))

    @api.model_create_multi
    def create(self, vals_list):
        self._refuser_suivi(vals_list)
        if not self.env.su:
            # a default in the context must not say who reported it, or what was answered
            self = sans_defauts(self)
        # Who may not read the person may not report on them: read with the user's own rights.
        communes = {p.id: p.company_id.id for p in self.env["registre.personne"].browse(self._personnes(vals_list))}
        return super().create([{**vals, "company_id": communes.get(vals.get("personne_id"))} for vals in vals_list])

    @api.model
    def _noter_numeros(self, doutes):
        """Draft a report for each of these people, whose number the register gave although it is not formed as a number
        is. It is kept and used as it is; somebody looks at it, and reports it or deletes the draft.

        :param doutes: {person id: what is odd, one of `niss.DOUTES`}
        """
        anomalie = self.with_context(mail_create_nosubscribe=True)
        # sudo comes from the collection: the automatic process that read these people
        entrees = anomalie.env["registre.information"].search(
            [("personne_id", "in", list(doutes)), ("it", "=", "000"), ("known_until", "=", False)]
        )
        par_personne = {entree.personne_id.id: entree.id for entree in entrees}
        anomalie.create(
            [
                {
                    "personne_id": personne_id,
                    "information_id": par_personne.get(personne_id),
                    "verite": dire(anomalie, lambda lu, mot=NUMEROS[doute]: lu.env._(mot)),
                }
                for personne_id, doute in doutes.items()
            ]
        )

    @api.model
    def _noter_dates(self, illisibles):
        """Draft a report for each of these entries, one of whose dates cannot be read as the register wrote it.

        :param illisibles: [(person id, `soap.modele.Entree`)]
        """
        anomalie = self.with_context(mail_create_nosubscribe=True)
        # sudo comes from the collection: the automatic process that read these people
        crues = anomalie.env["registre.information"]._crues(
            anomalie.env["registre.personne"].browse({personne_id for personne_id, _entree in illisibles})
        )
        anomalie.create(
            [
                {
                    "personne_id": personne_id,
                    "information_id": crues[personne_id].get(entree.empreinte),
                    "verite": dire(anomalie, lambda lu, entree=entree: lu._phrase_dates(entree)),
                }
                for personne_id, entree in illisibles
            ]
        )

    @api.model
    def _phrase_dates(self, entree):
        return self.env._(
            "The register wrote a date as %s (century/year/month/day), which cannot be read. What cannot "
            "be read of it counts as unknown: nothing was guessed. Compare it with a document of the "
            "person; report it to the register, or delete this draft when nothing is wrong.",
            ", ".join(entree.contenu[DATES_ILLISIBLES].values()),
        )

    @staticmethod
    def _personnes(vals_list):
        return [vals["personne_id"] for vals in vals_list if vals.get("personne_id")]

    def write(self, vals):
        self._refuser_suivi([vals])
        if CONTENU & set(vals) and any(anomalie.state != "brouillon" for anomalie in self):
            raise UserError(
                self.env._("What was reported cannot be changed. Close this report and make another one if needed.")
            )
        if REPONSE & set(vals) and any(anomalie.state != "signalee" for anomalie in self):
            raise UserError(
                self.env._(
                    "The answer of the register is written while the report waits for it. Nothing was changed: make "
                    "another report if the register answered again."
                )
            )
        return super().write(vals)

    def _refuser_suivi(self, vals_list):
        """Status, dates and author follow from the buttons, on screen and through RPC."""
        if not self.env.su and any(SUIVI & set(vals) for vals in vals_list):
            raise UserError(self.env._("Use the buttons: status, author and dates are not typed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_brouillons(self):
        if any(anomalie.state != "brouillon" for anomalie in self):
            raise UserError(self.env._("Only a draft can be deleted."))

    def _passer(self, depuis, vers, **vals):
        """Move from one of the states `depuis` to `vers`; others are left alone when nothing has to be said.

        :raise UserError: a report is in no such state.
        """
        self.check_access("write")
        if any(anomalie.state not in depuis for anomalie in self):
            raise UserError(self.env._("This report has moved on in the meantime. Reload the page."))
        # The user may write these reports (checked above); the status itself is written by the buttons only.
        self.sudo().write({"state": vers, **vals})

    def action_signaler(self):
        """Button: the draft is complete and goes to the register."""
        self._passer({"brouillon"}, "signalee", date_signalement=maintenant())

    def action_accepter(self):
        """Button: the register says that it will correct."""
        self._repondre("acceptee")

    def action_refuser(self):
        """Button: the register says that it is right."""
        self._repondre("refusee")

    def _repondre(self, vers):
        if not all(anomalie.reponse for anomalie in self):
            raise UserError(self.env._("Write the answer of the register first."))
        self._passer({"signalee"}, vers, date_reponse=maintenant())

    def action_clore(self):
        """Button: nothing more is to be done."""
        self._passer({"signalee", "acceptee", "refusee"}, "close")
