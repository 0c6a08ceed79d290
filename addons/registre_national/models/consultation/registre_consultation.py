# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import json
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, config, ormcache, split_every

from ...journal import cles, garde, reglages
from ...journal.sceau import TOUTES, Chaine, sceller
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

#: Those that look for people; what is then read of them is another entry.
RECHERCHES = ("recherche", "ailleurs")

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

#: The columns of an entry that are nobody's but its own.
PROPRES = (*(colonne for colonne in TOUTES if colonne not in ("user_id", "service_id")), "previous_hash", "hash")

#: The table under whose lock the chain grows: it has no row, and nothing else ever takes it.
VERROU = "registre_consultation_verrou"

VERIFICATION_LOT = 10_000
#: Milliseconds after which an entry that cannot be written is an error, instead of somebody who waits for ever.
ATTENTE_MAX_MS = 60_000
#: Entries sealed in one transaction: what others wait for is a few dozen milliseconds, however much is read at once.
SCELLEMENT_LOT = 1000


class RegistreConsultation(models.Model):
    """One attempt to consult the register: who, whom, what, why, with which outcome (act of 8 August 1983, art. 17;
    kept ten years).

    Append-only. The entries are in a schema of another role of PostgreSQL (config/journal/): Odoo's role reads a view
    of them and adds to them by one function, and may neither change, remove nor hide them. The only way in is
    `_journaliser`. Each entry is sealed with the seal before it and a key that is not in the database
    (`journal.sceau`): `_verifier` finds the first one that was touched, removed or slipped in.
    """

    _name = "registre.consultation"
    _description = "Consultation of the National Register"
    _inherit = ["registre.par.numero"]
    _order = "sequence desc"
    _rec_name = "sequence"
    _auto = False
    _log_access = False
    # By its schema's name: what else is called so, wherever it is looked for first, is not read. A user or a service
    # that is no more leads nowhere.
    _table_query = f"""
        SELECT c.id, u.id AS user_id, s.id AS service_id, {", ".join(f"c.{colonne}" for colonne in PROPRES)}
          FROM journal.consultation AS c
          LEFT JOIN res_users AS u ON u.id = c.user_id
          LEFT JOIN registre_service AS s ON s.id = c.service_id
    """

    sequence = fields.Integer(string="Number", required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True)
    # Nothing in the log hangs on a user or a service: it outlives both, and says itself who it was.
    user_id = fields.Many2one("res.users", required=True, readonly=True)
    login = fields.Char(readonly=True)
    nom = fields.Char(string="By whom", readonly=True, help="Their name when they consulted.")
    role = fields.Char(string="As", readonly=True, help="Their role when they consulted.")
    processus = fields.Char(
        string="Process", readonly=True, help="The automatic process that asked; empty when a person did."
    )
    niss = fields.Char(string="Number consulted", required=True, readonly=True)
    its = fields.Char(string="Information asked", required=True, readonly=True)
    informations = fields.Char(string="Information", compute="_compute_informations")
    finalite = fields.Char(string="Purpose", required=True, readonly=True, help="Legal context sent with the request.")
    motif = fields.Selection(MOTIFS, string="Reason given", readonly=True, help="When a person read.")
    motif_recherche = fields.Selection(MOTIFS, string="Reason of the search", readonly=True)
    precision = fields.Char(string="Explanation", readonly=True)
    reference = fields.Char(string="In which file", required=True, readonly=True)
    operation = fields.Selection(OPERATIONS, string="What was done", readonly=True)
    service_id = fields.Many2one(
        "registre.service",
        string="Asked through",
        readonly=True,
        help="Empty when stored data were read, and in the entries of before this was kept.",
    )
    tentative = fields.Integer(string="Attempt", required=True, readonly=True)
    nature = fields.Selection(NATURES, string="Outcome", required=True, readonly=True)
    code = fields.Char(readonly=True)
    resultat = fields.Char(string="Found", readonly=True, help="How many people a search found.")
    duree_ms = fields.Integer(string="Duration (ms)", readonly=True)
    previous_hash = fields.Char(string="Seal of the entry before", required=True, readonly=True)
    hash = fields.Char(string="Seal", required=True, readonly=True)
    version = fields.Integer(readonly=True)
    cle = fields.Char(string="Key of the seal", readonly=True, help="Empty in the entries of before seals had a key.")

    def _register_hook(self):
        """Refuse to serve a database where Odoo's role could rewrite the log, or where it cannot be sealed."""
        super()._register_hook()
        if reason := garde.refusal(self.env.cr):
            raise UserError(reason)

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

    def init(self):
        """Make the table whose lock orders those who add to the log."""
        # Raw SQL: a table without a column, of no model; no row is read or written.
        self.env.cr.execute(SQL("CREATE TABLE IF NOT EXISTS %s ()", SQL.identifier(VERROU)))

    @contextmanager
    def _transaction_propre(self):
        """Yield this model in a transaction of its own, committed at the end, and the number and seal of the last entry
        (0 and "" when there is none): the log survives what its consultation caused. Nobody else adds to the log
        meanwhile.
        """
        with self.env.registry.cursor() as cr:
            # Raw SQL, in one exchange with the database: what others wait for is as short as can be. LOCK TABLE is the
            # one statement that waits before the transaction sees anything: what is read after it is what the one
            # before committed. The end of the transaction, whatever it is, gives the lock back.
            cr.execute(
                SQL(
                    "SET LOCAL lock_timeout = %s; LOCK TABLE %s IN EXCLUSIVE MODE; "
                    "SELECT sequence, hash FROM journal.consultation ORDER BY sequence DESC LIMIT 1",
                    ATTENTE_MAX_MS,
                    SQL.identifier(VERROU),
                )
            )
            yield self.with_env(self.env(cr=cr)), *(cr.fetchone() or (0, ""))
            # A transaction of nobody else: nothing of the caller is committed.
            cr.commit()  # pylint: disable=invalid-commit

    @api.model
    @api.private
    def _journaliser(self, lignes):
        """Add a batch of attempts and seal it.

        :param lignes: list of dicts with the columns of the model that the caller knows; `finalite` and `reference` are
            mandatory, `motif` too when a person asks (no `processus`). Number, seal and who the user is now are added.
        :raise UserError: something mandatory is missing, or the log cannot be sealed: nothing may then be read
        """
        if not lignes:
            return
        if not all(ligne["finalite"] and ligne["reference"] for ligne in lignes):
            raise UserError(self.env._("A consultation needs a purpose and a file."))
        if not all(ligne.get("processus") or ligne.get("motif") for ligne in lignes):
            raise UserError(self.env._("Say why you consult the register."))
        # Before the keys are asked for and in the caller's transaction, where the user is known already.
        temoins = {uid: self._temoin(uid) for uid in {ligne["user_id"] for ligne in lignes}}
        self._trousseau()
        completes = [ligne | temoins[ligne["user_id"]] | self._motifs(ligne) for ligne in lignes]
        for lot in split_every(SCELLEMENT_LOT, completes):
            with self._transaction_propre() as (journal, derniere, precedent):
                journal._sceller(lot, derniere, precedent)

    @api.model
    def _ligne_interne(self, moment, its):
        """What is the same in every entry about data already here: nobody was called, so it worked at once."""
        # The legal context is that of the service the data came from; no user needs a right on the service for it.
        service = (
            self.env["registre.service"]
            .sudo()
            .search_fetch([("legal_context", "!=", False)], ["legal_context"], limit=1)
        )
        return {
            "date": moment,
            "its": its,
            "finalite": service.legal_context or self.env._("Stored data of the register"),
            "tentative": 1,
            "nature": "ok",
        }

    @staticmethod
    def _motifs(ligne):
        """The purpose of a search and that of a reading, each in its column."""
        if ligne.get("operation") not in RECHERCHES:
            return {}
        return {"motif_recherche": ligne.get("motif"), "motif": None}

    def _temoin(self, uid):
        """{login, nom, role} of a user, as they are now: whoever renames themselves later read under this name."""
        # sudo: who reads is written down whether or not the reader may see their own record.
        # Two of their hundred columns, at each reading.
        user = self.env["res.users"].sudo().with_context(prefetch_fields=False).browse(uid)
        return {"login": user.login, "nom": user.name, "role": self._role(uid)}

    @ormcache("uid")
    def _role(self, uid):
        """The words of the main groups of a user: those given to them, but what others of them imply and what everybody
        has. In French, whoever reads: it is written once."""
        # sudo: as above
        groupes = self.env["res.users"].sudo().browse(uid).group_ids.filtered("privilege_id")
        impliques = groupes.browse().union(*(groupe.all_implied_ids - groupe for groupe in groupes))
        return ", ".join((groupes - impliques).with_context(lang="fr_BE").mapped("name"))

    @api.model
    def _reglages(self):
        """{option: text} of the section [journal] of odoo.conf."""
        return reglages.lire(config["config"])

    @api.model
    def _trousseau(self):
        """{name: bytes} of the keys, the one that seals last.

        :raise UserError: there is none
        """
        try:
            return cles.trousseau(self._reglages().get("cles"))
        except cles.CleIllisible as erreur:
            raise UserError(
                self.env._("The consultation log cannot be sealed, so that nothing can be consulted. %s", erreur)
            ) from erreur

    def _sceller(self, lignes, derniere, precedent):
        """Chain the batch to the last entry and add it, in a transaction made for it by `_transaction_propre`.

        :param int derniere: the number of the last entry
        :param str precedent: its seal
        """
        cr = self.env.cr
        cle, octets = list(self._trousseau().items())[-1]
        # Raw SQL: the ORM's door is closed. The function takes what follows the last entry and nothing else; the
        # entries are a parameter.
        entrees = sceller([{"operation": "registre"} | ligne for ligne in lignes], derniere, precedent, cle, octets)
        cr.execute("SELECT journal.ajouter(%s)", [json.dumps(entrees, ensure_ascii=False)])
        self.invalidate_model()

    @api.model
    @api.private
    def _verifier(self):
        """Read the whole log and return its first broken entry (empty when it is whole)."""
        premiere, _derniere, _nombre = self._ruptures()
        return self.browse(premiere or ())

    def _ruptures(self):
        """Read the whole log; return the numbers of its first and of its last broken entry, and how many there are: 0
        each when it is whole.

        An entry is broken when its seal does not match its content, when it does not follow the one before, or when
        the entry before it is missing.
        """
        chaine, premiere, derniere, nombre = Chaine(self._trousseau()), 0, 0, 0
        while True:
            lignes = self._lire(chaine.derniere)
            for avant, sceau, *valeurs in lignes:
                if not chaine.suit(avant, sceau, valeurs):
                    premiere, derniere, nombre = premiere or valeurs[0], valeurs[0], nombre + 1
            if len(lignes) < VERIFICATION_LOT:
                return premiere, derniere, nombre

    def _lire(self, derniere):
        """The entries after that number, at most `VERIFICATION_LOT`: [(seal before, seal, *values of `TOUTES`)]."""
        # Raw and by batches: ten years of entries; reads only. Columns are constants of the addon.
        self.env.cr.execute(
            f"SELECT previous_hash, hash, {', '.join(TOUTES)} FROM journal.consultation"
            " WHERE sequence > %s ORDER BY sequence LIMIT %s",
            [derniere, VERIFICATION_LOT],
        )
        return self.env.cr.fetchall()

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
