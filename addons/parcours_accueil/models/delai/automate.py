# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What happens by itself when a term is near its end or over: the nightly cron, the server action of each kind of term,
the tasks it gives, and the review of what was learnt too late (loi.md §7)."""

import logging

from psycopg2 import OperationalError

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit import vie_terme
from ...droit.delais import SOMMATION
from ...droit.etapes import SOMMATION_ENVOYEE
from ...droit.vie_terme import PROPOSER, RAPPELER, REVOIR

_logger = logging.getLogger(__name__)

TAILLE_LOT = 500
#: What is to be done -> "near" or "over", as the kinds of term name their server actions.
MOMENTS = {RAPPELER: "proche", PROPOSER: "echue"}


class DelaiAutomate(models.AbstractModel):
    _name = "parcours.delai.automate"
    _description = "Legal term: what happens by itself"

    @api.model
    def _cron_delais(self):
        """Do what is due today: stages where a suspension begins or ends, then the steps of the terms.

        Takes only what is due, by indexes: the cost grows with what is due, not with the files. Commits every batch,
        resumes where it stopped, and does nothing more when run twice.
        """
        jour = aujourdhui()
        # sudo: nightly automatic process over every commune
        dossiers, delais = self.env["parcours.dossier"].sudo(), self.sudo()
        lots.run(
            self.env,
            lots.Step(
                dossiers,
                lambda lot: lot._recalculer(),
                [("date_bascule", "<=", jour)],
                size=TAILLE_LOT,
                order="date_bascule, id",
            ),
            lots.Step(
                delais,
                lambda lot: lot._executer(jour),
                [("date_action", "<=", jour)],
                size=TAILLE_LOT,
                order="date_action, id",
            ),
        )

    def _executer(self, jour):
        """Do the step of each term of a batch that is due; afterwards none of them is due on that day any more."""
        # The last look: what was due yesterday may have been met, moved or stopped since.
        for proprietaires in self._proprietaires():
            proprietaires._recompter_delais()
        lots = {}
        for delai in self:
            if quoi := vie_terme.a_faire(delai._suivi(), delai._regime(), jour, delai._entourage()):
                lots.setdefault(quoi, []).append(delai.id)
        for (action, motif), ids in lots.items():
            if action == REVOIR:
                self.browse(ids)._ouvrir_revue(motif)
            else:
                self.browse(ids)._lancer(action, jour)

    def _proprietaires(self):
        """Return the owners of these terms, a recordset a model; a floor above adds its own."""
        return [self.filtered(lambda delai: not delai.objet).dossier_id]

    def _proprietaire(self):
        """Return the owner of these terms, all of one model."""
        return self.dossier_id

    def _entourage(self):
        """Return what is pending around a term, as its owner says."""
        return self._proprietaire()._entourage(self)

    def _sommation_fondee(self):
        """Whether this term is no summons, or one sent when the term that it follows was over (`droit.delais`)."""
        self.ensure_one()
        if self.type_id.code != SOMMATION:
            return True
        suivis = self.dossier_id.delai_ids.filtered(
            lambda delai: delai.type_id.code != SOMMATION and delai.date_suite and delai.state != "sans_objet"
        )
        suivi = suivis.sorted("date_suite")[-1:]
        return bool(suivi) and suivi.date_suite > suivi.date_echeance

    def _lancer(self, quoi, jour):
        """Call on these terms the server action of their kind, and write that it was done or why it was not.

        :param str quoi: `RAPPELER` (near its end) or `PROPOSER` (over)
        """
        for genre, delais in self.grouped("type_id").items():
            action = genre[f"action_{MOMENTS[quoi]}_id"]
            echecs = {}
            if action and delais._tenter(action):
                # one of them does not pass: each on its own, so that the others go on
                echecs = {delai: erreur for delai in delais if (erreur := delai._tenter(action))}
            (delais - delais.browse().union(*echecs))._noter_fait(quoi, jour)
            for delai, erreur in echecs.items():
                delai._noter_fait(quoi, jour, erreur=self._texte_erreur(action, erreur))

    def _noter_fait(self, quoi, jour, motif=None, erreur=False):
        """Write what is kept of these terms once that was done on them, or has failed; one write for equal values."""
        lots = {}
        for delai in self:
            avant = delai._suivi()
            suivi = vie_terme.fait(avant, quoi, jour, motif, bool(erreur))
            valeurs = self._valeurs_suivi(suivi, vie_terme.prochaine(suivi, delai._regime(), jour))
            change = {nom: valeur for nom, valeur in valeurs.items() if delai[nom] != valeur}
            lots.setdefault(tuple(change.items()), []).append(delai.id)
        for change, ids in lots.items():
            self.browse(ids).write({**dict(change), "erreur": erreur})

    def _tenter(self, action):
        """Call a server action on these terms; return the exception it raised, after undoing all it did, or None."""
        try:
            with self.env.cr.savepoint():
                # sudo: the action was written by an administrator and chosen by a head of Vivalis
                action.sudo().with_context(active_model=self._name, active_ids=self.ids, active_id=self.ids[0]).run()
        except OperationalError:
            # the database asks for the whole transaction again (another user wrote the same file)
            raise
        except Exception as erreur:  # noqa: BLE001 (whatever it is, it must not take the other terms with it)
            # Not the message: it may name somebody.
            _logger.warning("Server action %s failed on %d terms: %s", action.id, len(self), type(erreur).__name__)
            return erreur
        return None

    @api.model
    def _texte_erreur(self, action, erreur):
        """Return what a person reads of an action that failed, in the language of the communes' software."""
        env = self.with_context(lang=self.env["mail.activity"]._langue_commune()).env
        # sudo: only the name of the action is read
        nom = action.sudo().with_context(lang=env.lang).name
        cause = str(erreur) if isinstance(erreur, UserError) else env._("a technical error")
        return env._(
            "The action “%(action)s” did not pass: %(cause)s. Nothing of it was kept; the other files went on. "
            "It is tried again tomorrow. If it happens again, tell the administrator.",
            action=nom,
            cause=cause.rstrip("."),
        )

    # ---- what the shipped server actions do ---------------------------------------------------------------------

    def _rappeler(self):
        """Near its end: somebody of the commune is told, while the person can still be reached."""
        self._donner_taches(
            "proche",
            lambda env, delai: env._("Term near its end: %s", delai.display_name),
            lambda env, delai: env._(
                "This term ends on %s. Contact the person; record what was done, or a suspension if there is a ground.",
                format_date(env, delai.date_echeance),
            ),
        )

    def _proposer_sommation(self):
        """A term of registration or completion ended unmet: propose the summons (art. 14 §2). Nothing is sent."""

        def note(env, delai):
            jour = format_date(env, delai.date_echeance)
            if delai.dossier_id.volontaire:
                return env._(
                    "The term of this volunteer ended on %s. No sanction applies: see with the person, then go on or "
                    "close the file.",
                    jour,
                )
            return env._(
                "This term ended on %s without proof. Check with the organiser that there is none; then send the "
                "summons and record it with the button “Summons sent”.",
                jour,
            )

        self._donner_taches(
            "echu",
            lambda env, delai: (
                env._("Term ended: see with the volunteer")
                if delai.dossier_id.volontaire
                else env._("Term ended unmet: summons to send")
            ),
            note,
        )

    def _proposer_constat(self):
        """A summons ended unmet: propose the finding of refusal, which transfers the file (art. 14 §3-4)."""

        def note(env, delai):
            jour = format_date(env, delai.date_echeance)
            if delai.depart == SOMMATION_ENVOYEE:
                return env._(
                    "The term of the summons ended on %s, counted from its presumed receipt. Look for the proof of "
                    "receipt and record it: a refusal can be found only then.",
                    jour,
                )
            return env._(
                "The term of the summons ended on %s without proof. Check with the organiser that there is none; then "
                "record “Refusal found”: the file is transferred to Vivalis at once.",
                jour,
            )

        self._donner_taches(
            "echu",
            lambda env, delai: env._("Summons unanswered: finding of refusal to decide"),
            note,
        )

    # ---- reviews ------------------------------------------------------------------------------------------------

    def _ouvrir_revue(self, motif):
        """Ask a person to look, instead of acting (loi.md §7: late discovery)."""
        if not self:
            return
        # what else was proposed for the same term waits for that person too
        self._retirer_taches()
        self._noter_fait(REVOIR, aujourdhui(), motif)
        textes = {
            "connue_tard": lambda env: env._("We learnt of it when it was already past."),
            "issue_contredite": lambda env: env._(
                "The last examination contradicts this file: apply its outcome first."
            ),
            "suite_prematuree": lambda env: env._(
                "A fact entered later moved the date: the summons or the refusal came too early."
            ),
            "exemption_demandee": lambda env: env._("An exemption was asked for: decide on it first."),
            "refus_contredit": lambda env: env._(
                "A proof entered later is older than the refusal: Vivalis must know before a fine."
            ),
        }
        self._donner_taches(
            "revue",
            lambda env, delai: env._("Term to review: %s", delai.display_name),
            lambda env, delai: env._(
                "Due on %(day)s. %(why)s Nothing was done by itself. Decide what must follow, then use the button "
                "“Reviewed” in the tab “Terms”.",
                day=format_date(env, delai.date_echeance),
                why=textes[motif](env),
            ),
        )

    def _marquer_revue(self, raison):
        """Record that a person looked at this term, and what was decided; its task is done.

        :raise UserError: when there is nothing to review (somebody else may have done it)
        """
        self.ensure_one()
        proprietaire = self._proprietaire()
        proprietaire.check_access("write")
        proprietaire._seul()
        delai = self.sudo()  # sudo: access to the owner was checked; terms are written by the engine only
        if not delai.revue:
            raise UserError(self.env._("There is nothing to review here any more: see the events of the file."))
        proprietaire._enregistrer(proprietaire._etape_revue, note_reservee=raison, delai_id=self.id)

    def action_revue(self):
        """Open the small window that asks what was decided."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Term reviewed"),
            "res_model": "parcours.delai.revue",
            "view_mode": "form",
            "target": "new",
            "context": {"default_delai_id": self.id},
        }

    def action_executer(self):
        """Do now what follows the end of a term: what the cron would do tonight, or after a review.

        :raise UserError: when the term is not over, waits for its review, or was acted upon already
        """
        self.ensure_one()
        proprietaire = self._proprietaire()
        proprietaire.check_access("write")
        proprietaire._seul()
        delai = self.sudo()  # sudo: access to the owner was checked; terms are written by the engine only
        delai._proprietaire()._recompter_delais()
        empeche = vie_terme.a_la_main(delai._suivi(), delai._entourage())
        if empeche == "infondee":
            raise UserError(
                self.env._("This summons was sent before the end of the term that it follows: no refusal can follow.")
            )
        if empeche == "rien":
            raise UserError(self.env._("Nothing is to be done for this term: it is not over, or it was acted upon."))
        delai.dossier_id._verifier_sans_doute()
        if empeche:
            raise UserError(self.env._("This term must be reviewed first: we learnt of it when it was already past."))
        delai._lancer(PROPOSER, aujourdhui())
        if delai.erreur:
            raise UserError(delai.erreur)

    # ---- tasks --------------------------------------------------------------------------------------------------

    def _donner_taches(self, genre, resume, note):
        """Put a task for each term on its owner, for whoever has it when there is one, in that person's language.

        :param str genre: what it is about, a key of `_taches_delai` of the owner
        :param resume: ``f(env, term) -> summary``
        :param note: ``f(env, term) -> text``
        """
        par_modele = {}
        for delai in self:
            par_modele.setdefault(delai._proprietaire()._name, []).append(delai.id)
        for modele, ids in par_modele.items():
            self.env["mail.activity"]._donner(
                self.env[modele]._taches_delai[genre],
                self.browse(ids),
                resume,
                note,
                sur=lambda delais: delais._proprietaire(),
                valeurs=lambda delai: {"delai_id": delai.id},
            )

    def _retirer_taches(self):
        """Take back the open tasks of these terms: what they asked for has no reason any more."""
        self.env["mail.activity"]._retirer(self, lien="delai_id")
