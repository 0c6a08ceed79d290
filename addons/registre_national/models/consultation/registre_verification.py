# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.parcours_socle.jour import maintenant

from ...journal import ancres

ETATS = [("entier", "Whole"), ("rompu", "Broken")]


class RegistreVerification(models.Model):
    """One verification of the consultation log, and what it found.

    It also remembers the last entry there was: the seals of a chain say nothing about entries cut off at its end, so
    the next verification looks for that entry again.
    """

    _name = "registre.verification"
    _description = "Verification of the consultation log"
    _inherit = ["nom.lisible", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "date"
    _noms = ("", "date")

    date = fields.Datetime(required=True, readonly=True)
    state = fields.Selection(ETATS, string="The log is", required=True, readonly=True)
    nombre = fields.Integer(string="Entries", readonly=True)
    derniere_sequence = fields.Integer(string="Last entry", readonly=True)
    dernier_sceau = fields.Char(string="Its seal", readonly=True)
    # Not stored: nothing may hang on a row of the log.
    consultation_id = fields.Many2one(
        "registre.consultation", string="First broken entry", compute="_compute_consultation_id"
    )
    sequence_rompue = fields.Integer(
        string="Broken from entry", readonly=True, help="Number of the first entry that was changed, removed or added."
    )
    derniere_rompue = fields.Integer(string="Last broken entry", readonly=True)
    ruptures = fields.Integer(
        string="Breaks",
        readonly=True,
        help="Entries that do not follow, ends that were cut off, anchors that say something else: a new one is told.",
    )
    ancres_lues = fields.Integer(string="Anchors read", readonly=True)
    reecrit = fields.Boolean(
        string="Not as anchored",
        readonly=True,
        help="The seals follow each other, and that entry is not the one that was written down outside the database.",
    )
    ancrage = fields.Char(
        string="Not anchored", readonly=True, help="Why the end of the log could not be written down, or read again."
    )
    explication = fields.Char(string="What was found", compute="_compute_explication")

    @api.depends("sequence_rompue")
    def _compute_consultation_id(self):
        entrees = self.env["registre.consultation"].search([("sequence", "in", self.mapped("sequence_rompue"))])
        par_sequence = {entree.sequence: entree.id for entree in entrees}
        for verification in self:
            verification.consultation_id = par_sequence.get(verification.sequence_rompue)

    @api.depends("state", "sequence_rompue", "consultation_id", "nombre", "reecrit", "ruptures", "derniere_rompue")
    @api.depends_context("lang")
    def _compute_explication(self):
        for verification in self:
            if verification.state == "entier":
                verification.explication = self.env._(
                    "%s entries checked, none was changed, removed or added.", verification.nombre
                )
            elif verification.reecrit and verification.consultation_id:
                verification.explication = self.env._(
                    "Entry %s is not the one that was written down outside the database: the log was written anew.",
                    verification.sequence_rompue,
                )
            elif verification.consultation_id:
                verification.explication = self.env._(
                    "Entry %s does not follow the one before it, or is not what was sealed: it was changed, or an "
                    "entry before it was removed or added.",
                    verification.sequence_rompue,
                )
            else:
                verification.explication = self.env._(
                    "Entry %s, which was the last one at an earlier verification, is not there any more: the end of "
                    "the log was cut off.",
                    verification.sequence_rompue,
                )
            if verification.ruptures > 1:
                verification.explication += " " + self.env._(
                    "There are %(number)s breaks in all, the last one at entry %(last)s.",
                    number=verification.ruptures,
                    last=verification.derniere_rompue,
                )

    @api.model
    def _cron_verifier(self):
        """Every night: verify, and call the auditors when the log is broken."""
        self._verifier()

    @api.model
    @api.private
    def _verifier(self):
        """Verify the whole log, keep what was found and return it.

        The auditors get one activity for one break: nothing more every night for a break that is already known.
        """
        Consultation = self.env["registre.consultation"]
        rompue, derniere_rompue, ruptures = Consultation._ruptures()
        derniere = Consultation.search([], limit=1)
        # Asked of a broken log too: who broke an entry on purpose must not hide what is done afterwards.
        coupee = self._coupee(Consultation)
        autres, ancres_lues, illisible = self._autres_que_les_ancres(Consultation)
        fautes = [numero for numero in (rompue, coupee, *autres) if numero]
        garde = not (coupee or autres)
        verification = self.create(
            {
                "date": maintenant(),
                "state": "rompu" if fautes else "entier",
                "nombre": Consultation.search_count([]),
                # What is cut off stays asked for: the end of a log without it is nothing to compare with.
                "derniere_sequence": derniere.sequence if garde else 0,
                "dernier_sceau": derniere.hash if garde else "",
                "sequence_rompue": rompue or coupee or min(autres, default=0),
                "derniere_rompue": max(derniere_rompue, coupee, *autres),
                "ruptures": ruptures + bool(coupee) + len(autres),
                "ancres_lues": ancres_lues,
                "reecrit": bool(autres) and not (rompue or coupee),
            }
        )
        verification._avertir()
        verification._dire_ancrage(illisible or ("" if fautes else self._ancrer()))
        return verification

    @api.model
    def _cron_ancrer(self):
        """Every hour: write down the end of the log outside the database."""
        (self.search([], limit=1) or self._verifier())._dire_ancrage(self._ancrer())

    def _autres_que_les_ancres(self, Consultation):
        """Compare the log with what was written down of it.

        :return: (numbers of the entries that are not there, or are other ones; how many anchors were read; why the
            anchors cannot be trusted or read, "" when they can)
        """
        dossier = Consultation._reglages().get("ancres")
        if not dossier:
            return [], 0, ""
        try:
            lues, etrangeres = ancres.lire(dossier, self.env.cr.dbname, Consultation._trousseau())
        except OSError as erreur:
            return [], 0, self.env._("The anchors of the log cannot be read: %s", erreur)
        # Raw SQL, which only reads: the seals of those numbers, which are parameters, and no more.
        self.env.cr.execute(
            "SELECT sequence, hash FROM journal.consultation WHERE sequence = ANY(%s)",
            [[numero for numero, _sceau in lues]],
        )
        sceaux = dict(self.env.cr.fetchall())
        autres = {numero for numero, sceau in lues if numero and sceaux.get(numero) != sceau}
        return sorted(autres), len(lues), self._dire_ancres(Consultation, len(lues), etrangeres)

    def _dire_ancres(self, Consultation, lues, etrangeres):
        """Say what is wrong with the anchors themselves, or "": a file that was taken away, shortened or added to."""
        if etrangeres:
            return self.env._("Lines among the anchors that nobody signed: %s", etrangeres)
        avant = self.search([], limit=1).ancres_lues
        if lues < avant:
            return self.env._(
                "Anchors of the log were taken away: %(now)s were read, %(before)s the time before.",
                now=lues,
                before=avant,
            )
        # Every hour writes one: a log of yesterday without any was never anchored here, or is under another name.
        hier = maintenant() - timedelta(days=1)
        if not lues and Consultation.search_count([("date", "<", hier)], limit=1):
            return self.env._(
                "The log has entries of before yesterday, and no anchor says so: the file was taken away."
            )
        return ""

    def _ancrer(self):
        """Write down the last entry in the folder and send it by syslog.

        Nothing stops for it: who consults does not wait for another machine.
        :return: "", or what could not be done in a sentence
        """
        Consultation = self.env["registre.consultation"]
        reglage = Consultation._reglages()
        dossier, adresse = reglage.get("ancres"), reglage.get("syslog")
        if not (dossier or adresse):
            return ""
        # Raw SQL, which only reads: one query for both.
        self.env.cr.execute(
            "SELECT sequence, hash, (SELECT count(*) FROM journal.consultation) FROM journal.consultation"
            " ORDER BY sequence DESC LIMIT 1"
        )
        sequence, sceau, nombre = self.env.cr.fetchone() or (0, "0" * 64, 0)
        base, (cle, octets) = self.env.cr.dbname, list(Consultation._trousseau().items())[-1]
        ligne = ancres.ligne(maintenant(), base, sequence, nombre, sceau, cle, octets)
        manques = []
        for voulu, faire in (
            (dossier, lambda: ancres.ecrire(dossier, base, ligne)),
            (adresse, lambda: ancres.envoyer(adresse, ligne)),
        ):
            try:
                if voulu:
                    faire()
            except (OSError, ValueError) as erreur:
                manques.append(f"{voulu}: {erreur}")
        if not manques:
            return ""
        return self.env._("The end of the log could not be written down outside the database. %s", "; ".join(manques))

    def _dire_ancrage(self, phrase):
        """Keep what is wrong with the anchors on this verification, the last one; the auditors are told when it was not
        so before.
        """
        self.ensure_one()
        avant = self.ancrage or self.search([("id", "<", self.id)], limit=1).ancrage
        if self.ancrage != (phrase or False):
            self.ancrage = phrase
        if phrase and not avant:
            self._appeler(lambda env, _verification: env._("The consultation log is not anchored"), "ancrage")

    def _coupee(self, Consultation):
        """Number of the entry that was the last one at the last whole verification and is not the same any more; 0 when
        it is.
        """
        repere = self.search([("derniere_sequence", ">", 0)], limit=1)
        if not repere or Consultation.search_count(
            [("sequence", "=", repere.derniere_sequence), ("hash", "=", repere.dernier_sceau)], limit=1
        ):
            return 0
        return repere.derniere_sequence

    def _avertir(self):
        """An activity for each auditor, unless this break was already told."""
        self.ensure_one()
        deja = [("id", "<", self.id), ("state", "=", "rompu"), ("sequence_rompue", "=", self.sequence_rompue)]
        deja += [("derniere_rompue", "=", self.derniere_rompue), ("ruptures", "=", self.ruptures)]
        if self.state == "entier" or self.search_count(deja, limit=1):
            return
        self._appeler(
            lambda env, rompue: env._("The consultation log is broken at entry %s", rompue.sequence_rompue),
            "explication",
        )

    def _appeler(self, resume, champ):
        """Give each auditor an activity on this verification.

        :param resume: (environment, verification) -> its summary
        :param champ: the field that says more
        """
        auditeurs = self.env.ref("registre_national.group_registre_auditeur").all_user_ids
        if auditeurs:
            self.env["mail.activity"]._donner(
                "mail.mail_activity_data_todo",
                self,
                resume,
                lambda _env, verification: verification[champ],
                a=lambda _verification: auditeurs,
            )
