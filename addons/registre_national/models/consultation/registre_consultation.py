# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import json
from contextlib import contextmanager
from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ...soap.modele import IT_PERMIS

#: Outcome of an attempt; the keys are the natures of `soap.erreurs` and "ok".
NATURES = [
    ("ok", "File received"),
    ("transport", "Not reached"),
    ("fault", "Refused by the register"),
    ("statut", "No file given"),
    ("donnee", "Unreadable answer"),
]

#: What was done. The application only ever reads the register's data: nothing in it can modify them.
OPERATIONS = [
    ("registre", "Read in the register"),
    ("copie", "Stored data read"),
    ("export", "Stored data exported"),
    ("extrait", "Extract of the log given"),
    ("lecteurs", "Asked who had looked"),
    ("recherche", "Searched in the top bar"),
    ("ailleurs", "Searched in the other communes"),
]

#: Why a person consults; an automatic process says it by its name and the legal context.
MOTIFS = [
    ("dossier", "Handling of the file"),
    ("courrier", "Check before a letter or a decision"),
    ("guichet", "The person is at the counter"),
    ("anomalie", "A difference was reported"),
    ("recherche", "Found in the list of people"),
    ("droit_acces", "The person asks who consulted their data"),
    ("controle", "Control by the auditor"),
    ("autre", "Other, as explained"),
]

#: What the seal of an entry covers, in this order.
SCELLES = (
    "sequence",
    "date",
    "user_id",
    "processus",
    "niss",
    "its",
    "finalite",
    "reference",
    "tentative",
    "nature",
    "code",
    "duree_ms",
    "operation",
    "motif",
    "precision",
    "service_id",
)
#: How many of `SCELLES` there were at each version of the log. A seal covers the columns of the first version that has
#: all the values of the entry, so that a column added later leaves the seals of the entries of before as they were.
VERSIONS = (12, 15, 16)

#: Key of the lock under which the chain grows (any number that is ours).
VERROU = 8_081_983

VERIFICATION_LOT = 10_000
#: Milliseconds after which an entry that cannot be written is an error, instead of somebody who waits for ever.
ATTENTE_MAX_MS = 60_000
#: Entries sealed in one transaction: what others wait for is a few dozen milliseconds, however much is read at once.
SCELLEMENT_LOT = 1000


class RegistreConsultation(models.Model):
    """One attempt to consult the register: who, whom, what, why, with which outcome (act of 8 August 1983, art. 17;
    kept ten years).

    Append-only. The only way in is `_journaliser`; the ORM refuses everything else and so does the database (trigger),
    the owner of the database being the only one who could lift it. Each entry carries the SHA-256 of itself and of the
    entry before: `_verifier` finds the first one that was touched, removed or slipped in.
    """

    _name = "registre.consultation"
    _description = "Consultation of the National Register"
    _inherit = ["registre.par.numero"]
    _order = "sequence desc"
    _rec_name = "sequence"
    _log_access = False

    sequence = fields.Integer(string="Number", required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict")
    processus = fields.Char(
        string="Process", readonly=True, help="The automatic process that asked; empty when a person did."
    )
    niss = fields.Char(string="Number consulted", required=True, readonly=True, index=True)
    its = fields.Char(string="Information asked", required=True, readonly=True)
    informations = fields.Char(string="Information", compute="_compute_informations")
    finalite = fields.Char(string="Purpose", required=True, readonly=True, help="Legal context sent with the request.")
    motif = fields.Selection(MOTIFS, string="Reason given", readonly=True, help="When a person asked.")
    precision = fields.Char(string="Explanation", readonly=True)
    reference = fields.Char(string="In which file", required=True, readonly=True)
    operation = fields.Selection(OPERATIONS, string="What was done", readonly=True)
    service_id = fields.Many2one(
        "registre.service",
        string="Asked through",
        readonly=True,
        ondelete="restrict",
        help="Empty when stored data were read, and in the entries of before this was kept.",
    )
    tentative = fields.Integer(string="Attempt", required=True, readonly=True)
    nature = fields.Selection(NATURES, string="Outcome", required=True, readonly=True)
    code = fields.Char(readonly=True)
    duree_ms = fields.Integer(string="Duration (ms)", readonly=True)
    previous_hash = fields.Char(string="Seal of the entry before", required=True, readonly=True)
    hash = fields.Char(string="Seal", required=True, readonly=True)

    _sequence_uniq = models.UniqueIndex("(sequence)", "Two entries of the consultation log have one number.")
    _date_idx = models.Index("(date)")

    def init(self):
        """Forbid in the database itself to change or delete an entry."""
        # Definition of a trigger on this model's own table; constant text.
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION registre_consultation_immuable() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'registre_consultation is append-only: % is not allowed', TG_OP;
            END $$;
            CREATE OR REPLACE TRIGGER registre_consultation_ligne BEFORE UPDATE OR DELETE ON registre_consultation
                FOR EACH ROW EXECUTE FUNCTION registre_consultation_immuable();
            CREATE OR REPLACE TRIGGER registre_consultation_table BEFORE TRUNCATE ON registre_consultation
                FOR EACH STATEMENT EXECUTE FUNCTION registre_consultation_immuable();
            """
        )

    @api.depends("its")
    @api.depends_context("lang")
    def _compute_informations(self):
        for entree in self:
            entree.informations = entree._dire_its()

    def _dire_its(self, tout=""):
        """The information types in words.

        :param tout: said instead of all of them, when the entry is about everything we may keep.
        """
        its = (self.its or "").split()
        if tout and IT_PERMIS <= set(its):
            return tout
        types = dict(self.env["registre.information"]._fields["it"]._description_selection(self.env))
        return ", ".join(types.get(it, it) for it in its)

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(self.env._("The consultation log is written by the consultations themselves only."))

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("The consultation log cannot be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_interdit(self):
        raise UserError(self.env._("The consultation log cannot be deleted."))

    @contextmanager
    def _transaction_propre(self):
        """Yield this model in a transaction of its own, committed at the end: the log survives what its consultation
        caused. Nobody else adds to the log meanwhile.
        """
        with self.env.registry.cursor() as cr:
            # Raw SQL, which reads and writes no table: a lock of the session, because the last seal must be read by a
            # transaction that begins once the lock is obtained.
            cr.execute("SET LOCAL lock_timeout = %s", [ATTENTE_MAX_MS])
            cr.execute("SELECT pg_advisory_lock(%s)", [VERROU])
            try:
                # A transaction of nobody else: nothing of the caller is committed.
                cr.commit()  # pylint: disable=invalid-commit
                yield self.with_env(self.env(cr=cr))
                cr.commit()  # pylint: disable=invalid-commit
            finally:
                # An aborted transaction could not release the lock.
                cr.rollback()
                cr.execute("SELECT pg_advisory_unlock(%s)", [VERROU])

    @api.model
    @api.private
    def _journaliser(self, lignes):
        """Add a batch of attempts and seal it.

        :param lignes: list of dicts with the columns of `SCELLES` but `sequence`; `finalite` and `reference` are
            mandatory, `motif` too when a person asks (no `processus`).
        """
        if not lignes:
            return
        if not all(ligne["finalite"] and ligne["reference"] for ligne in lignes):
            raise UserError(self.env._("A consultation needs a purpose and a file."))
        if not all(ligne.get("processus") or ligne.get("motif") for ligne in lignes):
            raise UserError(self.env._("Say why you consult the register."))
        for lot in split_every(SCELLEMENT_LOT, lignes):
            with self._transaction_propre() as journal:
                journal._sceller(lot)

    @api.model
    def _ligne_interne(self, moment, its):
        """What is the same in every entry about data already here: nobody was called, so it worked at once."""
        # The legal context is that of the service the data came from; no user needs a right on the service for it.
        service = self.env["registre.service"].sudo().search([("legal_context", "!=", False)], limit=1)
        return {
            "date": moment,
            "its": its,
            "finalite": service.legal_context or self.env._("Stored data of the register"),
            "tentative": 1,
            "nature": "ok",
        }

    def _sceller(self, lignes):
        """Chain the batch to the last entry and insert it, in a transaction made for it by `_transaction_propre`."""
        cr = self.env.cr
        # Raw INSERT with parameters into this model's own append-only table, the only place that writes it: the ORM's
        # door is closed.
        cr.execute("SELECT sequence, hash FROM registre_consultation ORDER BY sequence DESC LIMIT 1")
        derniere, precedent = cr.fetchone() or (0, "")
        valeurs = []
        for sequence, ligne in enumerate(lignes, derniere + 1):
            ligne = {"operation": "registre", **ligne}
            complet = [sequence, *(ligne.get(champ) for champ in SCELLES[1:])]
            sceau = self._sceau(precedent, complet)
            valeurs.append((*complet, precedent, sceau))
            precedent = sceau
        cr.execute_values(
            f"INSERT INTO registre_consultation ({', '.join(SCELLES)}, previous_hash, hash) VALUES %s",
            valeurs,
            page_size=1000,
        )
        self.invalidate_model()

    @staticmethod
    def _sceau(precedent, valeurs):
        """The seal of an entry: SHA-256 of the seal before and of its own values (`SCELLES`, as of `VERSIONS`)."""
        version = next(nombre for nombre in VERSIONS if not any(valeurs[nombre:]))
        valeurs = valeurs[:version]
        textes = [
            valeur.isoformat(" ", "seconds") if hasattr(valeur, "isoformat") else valeur or "" for valeur in valeurs
        ]
        return sha256(f"{precedent}{json.dumps(textes, ensure_ascii=False)}".encode()).hexdigest()

    @api.model
    @api.private
    def _verifier(self):
        """Read the whole log and return its first broken entry (empty when it is whole).

        An entry is broken when its seal does not match its content, when it does not follow the one before, or when
        the entry before it is missing.
        """
        precedent, attendu = "", 1
        while True:
            # Raw and by batches: ten years of entries; reads only, own table.
            self.env.cr.execute(
                f"SELECT id, previous_hash, hash, {', '.join(SCELLES)} FROM registre_consultation"
                " WHERE sequence >= %s ORDER BY sequence LIMIT %s",
                [attendu, VERIFICATION_LOT],
            )
            lignes = self.env.cr.fetchall()
            for ligne, avant, sceau, *valeurs in lignes:
                if valeurs[0] != attendu or avant != precedent or sceau != self._sceau(avant, valeurs):
                    return self.browse(ligne)
                precedent, attendu = sceau, attendu + 1
            if len(lignes) < VERIFICATION_LOT:
                return self.browse()

    def action_verifier(self):
        """Button of the auditor: verify now, keep the result, and open it when something is wrong."""
        self.browse().check_access("read")
        # The auditor may start a verification, not write its result.
        verification = self.env["registre.verification"].sudo()._verifier()
        if verification.state == "rompu":
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("The consultation log is broken"),
                "res_model": verification._name,
                "res_id": verification.id,
                "view_mode": "form",
                "views": [(False, "form")],
                "target": "new",
            }
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "title": self.env._("The consultation log is whole"),
                "message": self.env._("%s entries checked, none was changed, removed or added.", verification.nombre),
            },
        }
