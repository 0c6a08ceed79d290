# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""From a draft of the law to the law in force: replayed, proposed by one head, published by another, applied to all."""

from hashlib import blake2b

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import aujourdhui, maintenant
from odoo.addons.parcours_socle.paroles import dire

from ...droit.versions import en_vigueur, etendue
from ..vocabulaire import GROUPES_REJEU

# Files examined between two commits of a run in the background: what a crash makes it do again.
TAILLE_LOT_COMMIT = 2_000
# … and when their facts are read again too.
TAILLE_LOT_RELECTURE = 500
# A replay older than this says too little of the files of today: it is to be run again before publishing.
JOURS_REJEU = 7
#: What only the steps of publication write, never a user, on screen or through RPC.
CHAMPS_PUBLICATION = {
    "state",
    "propose_par",
    "propose_le",
    "publie_par",
    "publie_le",
    "reexamen_en_cours",
    "reexamen_curseur",
    "contenu_applique",
    "codes_appliques",
    "relecture",
}


class ReglementPublication(models.AbstractModel):
    """How a draft becomes the law, by two people::

        replay of exactly this draft ──> proposed by one head ──> published by another ──> files examined again

    Any change of the draft withdraws the proposal, and asks for a new replay when it can change an outcome, a length
    or an amount (:meth:`_empreinte`).
    """

    _name = "parcours.reglement.publication"
    _description = "Regulation: from draft to law"

    rejeu_ids = fields.One2many("parcours.rejeu", "reglement_id", "Replays", groups=GROUPES_REJEU)
    # as superuser: whether a version may be published is no secret, its replays are not for everybody
    rejeu_id = fields.Many2one(
        "parcours.rejeu", "Last replay", compute="_compute_rejeu_id", compute_sudo=True, groups=GROUPES_REJEU
    )
    rejeu_valable = fields.Boolean("Replay up to date", compute="_compute_rejeu_id", compute_sudo=True)
    propose_par = fields.Many2one("res.users", "Proposed by", readonly=True, copy=False)
    propose_le = fields.Datetime("Proposed on", readonly=True, copy=False)
    publie_par = fields.Many2one("res.users", "Published by", readonly=True, copy=False)
    publie_le = fields.Datetime("Published on", readonly=True, copy=False)
    reexamen_en_cours = fields.Boolean(
        "Files being examined again", readonly=True, copy=False, help="Until every file it concerns has been."
    )
    reexamen_curseur = fields.Integer(readonly=True, copy=False, help="Id of the last file examined again.")
    contenu_applique = fields.Char(
        "Content applied",
        readonly=True,
        copy=False,
        help="Digest of the rules and values that files are examined and counted with.",
    )

    codes_appliques = fields.Char(
        "Codes applied",
        readonly=True,
        copy=False,
        help="Digest of what this version makes of the codes, which the facts of files are read with.",
    )
    relecture = fields.Boolean(
        "Facts read again",
        readonly=True,
        copy=False,
        help="The files are examined again with facts that are read again: codes mean something else.",
    )

    @api.depends("rejeu_ids.state", "rejeu_ids.empreinte")
    def _compute_rejeu_id(self):
        for reglement in self:
            reglement.rejeu_id = reglement.rejeu_ids.sorted("id")[-1:]
            reglement.rejeu_valable = reglement.rejeu_id._valable()

    def _refuser_champs_publication(self, noms):
        """Refuse a user's write on what only the steps of publication write: the law is not published by RPC.

        :raise AccessError: saying which buttons to use
        """
        if not self.env.su and CHAMPS_PUBLICATION.intersection(noms):
            raise AccessError(
                self.env._(
                    "A version of the law is published by two people, with the buttons “Propose for publication” and "
                    "“Publish”. Nothing was saved."
                )
            )

    def _retirer_proposition(self):
        """Withdraw the proposal of drafts that changed: somebody else proposed something else."""
        # sudo: users do not write these fields; taking a proposal back gives nobody a right
        propositions = self.sudo().filtered(lambda version: version.state == "brouillon" and version.propose_par)
        propositions.write({"propose_par": False, "propose_le": False})

    def _empreinte(self):
        """Return the digest of all that can change an outcome, a length or an amount; not of the words.

        The law in force is part of it: another version published meanwhile changes what this one would give.
        """
        self.ensure_one()
        motifs = [motif._contenu() for motif in self.motif_suspension_ids]
        return _condense(self._contenu(), self._contenu_codes(), self.date_from, self.date_to, motifs, self._periodes())

    def _contenu_codes(self):
        """Return the digest of what this version makes of the codes of the register."""
        self.ensure_one()
        return _condense(sorted(ligne._contenu() for ligne in self.code_ids))

    def _contenu(self):
        """Return the digest of what decides the outcome and the terms of a file: its rules and its values."""
        self.ensure_one()
        regles = [regle._contenu() for regle in self._regles()]
        return _condense(regles, sorted(valeur._contenu() for valeur in self.valeur_ids))

    def action_rejouer(self):
        """Run this draft over the whole population, touching no file, and show what it would change."""
        self.ensure_one()
        self.check_access("write")
        self._verifier_publiable()
        # sudo: only the engine writes replays; access to the draft was checked above
        rejeu = self.env["parcours.rejeu"].sudo()._creer(self)
        rejeu._rejouer_maintenant()
        return rejeu.sudo(False)._action_ouvrir()

    def action_proposer(self):
        """Propose a replayed draft: another head at Vivalis may now publish it."""
        self.ensure_one()
        self.check_access("write")
        self._verifier_publiable()
        self._verifier_rejeu()
        # sudo: users do not write these fields themselves; access to the draft was checked above
        self.sudo().write({"propose_par": self.env.uid, "propose_le": maintenant()})

    def action_retirer(self):
        """Take a proposal back: the draft stays as it is."""
        self.check_access("write")
        self._verifier_brouillon()
        self._retirer_proposition()

    def action_publier(self):
        """Publish a draft: it replaces the version of the same first day, or ends the one that runs before it; the
        files it concerns are examined again at once, in the background.

        :raise UserError: when it is no draft, has no rule, was not replayed as it is now, was not proposed, or was
            proposed by the same person
        """
        self.ensure_one()
        self.check_access("write")
        self._verifier_publiable()
        if not self.env.su:
            self._verifier_rejeu()
            self._verifier_seconde_personne()
        # sudo: published versions are frozen for users; access to this one was checked above
        self.sudo()._publier(self.env.uid)

    def _verifier_publiable(self):
        """Refuse what could not be published whoever asks: no draft, no rule, a figure missing, dates that collide.

        :raise UserError: saying which
        """
        if self.state != "brouillon":
            raise UserError(self.env._("Only a draft can be published."))
        if not self._regles():
            raise UserError(self.env._("This draft has no rule. Add its rules before publishing it."))
        self._refuser_valeurs_incompletes()
        self._refuser_chevauchement(self._periodes(self))
        self._refuser_delaissement()

    def _verifier_rejeu(self):
        """Refuse a draft that was not replayed exactly as it is now, a few days ago at most."""
        if not self.rejeu_ids.sorted("id")[-1:]._valable():
            raise UserError(
                self.env._(
                    "Nobody has seen yet what this version changes: it needs a finished replay of exactly this draft, "
                    "not older than %s days. Nothing was published. Use the button “Replay on all files”.",
                    JOURS_REJEU,
                )
            )

    def _verifier_seconde_personne(self):
        """Refuse to let one person change the law alone."""
        if not self.propose_par:
            raise UserError(
                self.env._(
                    "This version has not been proposed, or was changed since. Nothing was published. One head at "
                    "Vivalis proposes it, another one publishes it."
                )
            )
        if self.propose_par == self.env.user:
            raise UserError(
                self.env._(
                    "You proposed this version yourself: another head at Vivalis must publish it. Nothing was "
                    "published, the proposal stays."
                )
            )

    def _publier(self, uid):
        """Take the place of this version among the published ones and have its files examined again (superuser)."""
        publiees = self._publies()
        # Raw SQL: rewrites these rows as they are, so that two publications at once meet in the database: the second
        # is refused, tried again by Odoo, and then sees what the first one published. Ids come from a recordset.
        self.env.cr.execute("UPDATE parcours_reglement SET state = state WHERE id = ANY(%s)", [publiees.ids])
        communes = self.env["res.company"]._par_code_nis()
        relecture = not self._lectures(communes).memes(self._lectures(communes, self))
        fins = {periode.version: periode.fin for periode in self._periodes(self)}
        publiees.filtered(lambda version: version.id not in fins).state = "remplace"
        for version in publiees.filtered(lambda version: version.id in fins):
            if (version.date_to or None) != fins[version.id]:
                version.date_to = fins[version.id]
        self.write(
            {
                "state": "publie",
                "publie_par": uid,
                "publie_le": maintenant(),
                "reexamen_en_cours": True,
                "reexamen_curseur": 0,
                "contenu_applique": self._contenu(),
                "codes_appliques": self._contenu_codes(),
                "relecture": relecture,
            }
        )
        self.rejeu_ids._effacer_personnes()
        lots.ask(self.env, "parcours_accueil.cron_reexaminer_loi")

    @api.model
    def _cron_reexaminer_loi(self):
        """Examine again, batch after batch, the files of the versions published or corrected since; resumes where it
        stopped.

        Then those left behind: a file examined by a collection that had begun before the publication; one without a
        sure date, on the day another version comes into force.
        """
        # sudo: automatic process over every commune
        publiees = self.sudo()._publies()
        publiees._reprendre_corrigees()
        en_cours = self.sudo().search([("reexamen_en_cours", "=", True)], order="id")
        lots.run(
            self.env,
            *(version._etape_reexamen() for version in en_cours),
            *(version._etape_retard() for version in publiees),
        )
        dossiers = self.env["parcours.dossier"].sudo().with_context(active_test=False)
        en_cours.filtered(
            lambda version: not dossiers.search_count(version._domaine_a_reexaminer(), limit=1)
        ).reexamen_en_cours = False

    def _etape_reexamen(self):
        """Return the step of a long job that examines again the files this version concerns."""
        dossiers = self.env["parcours.dossier"].with_context(active_test=False)
        motif = dire(self, lambda lu: lu.env._("New version of the law: %s", lu.name))

        def examiner(lot):
            if self.relecture:
                avec = lot.filtered("personne_id")
                dossiers._recevoir_personnes(avec.personne_id, motif)
                (lot - avec)._examiner(motif)
            else:
                lot._examiner(motif)
            lot._prevoir_anniversaire(self._valeur("age_cloture"))
            lot._prevoir_limites(self._regles()._limites())

        def noter(ids, ecartes):
            self.reexamen_curseur = ids[-1]
            # tried again every night, and meanwhile among the files forgotten
            dossiers.browse(ecartes).date_reexamen = aujourdhui()

        taille = TAILLE_LOT_RELECTURE if self.relecture else TAILLE_LOT_COMMIT
        return lots.Step(dossiers, examiner, self._domaine_a_reexaminer(), size=taille, settle=noter)

    def _etape_retard(self):
        """Return the step of a long job that examines the files another version was applied to although this one
        applies."""
        motif = dire(self, lambda lu: lu.env._("Version of the law in force: %s", lu.name))
        return lots.Step(
            self.env["parcours.dossier"].with_context(active_test=False),
            lambda lot: lot._examiner(motif),
            self._domaine_retard(),
            size=TAILLE_LOT_COMMIT,
        )

    def _reprendre_corrigees(self):
        """Have the files of published versions that an update corrected examined and counted again, from the first."""
        for version in self:
            contenu = version._contenu()
            if version.contenu_applique and version.contenu_applique != contenu:
                version.write({"reexamen_en_cours": True, "reexamen_curseur": 0})
                dossiers = self.env["parcours.dossier"].with_context(active_test=False, tracking_disable=True)
                # forgotten: the examination counts again what was not counted with its version
                dossiers.search([("reglement_compte_id", "=", version.id)]).reglement_compte_id = False
            if version.contenu_applique != contenu:
                version.contenu_applique = contenu
            codes = version._contenu_codes()
            if version.codes_appliques and version.codes_appliques != codes:
                version.write({"reexamen_en_cours": True, "reexamen_curseur": 0, "relecture": True})
            if version.codes_appliques != codes:
                version.codes_appliques = codes

    def _domaine_a_reexaminer(self):
        """Return the files still to be examined again because this version was published."""
        if self.state != "publie":
            return Domain.FALSE  # replaced meanwhile: the version that replaced it does the work
        if self.relecture:
            return Domain("id", ">", self.reexamen_curseur)  # another reading may move anybody's reference date
        concernes = self._domaine_etendue() | Domain("date_reference", "=", False)
        return Domain("id", ">", self.reexamen_curseur) & concernes

    def _domaine_retard(self):
        """Return the files that another version was applied to although this one applies."""
        autres = Domain("reglement_id", "!=", self.id) & Domain("reglement_id", "!=", False)
        return (self._domaine_etendue() | self._domaine_incertain()) & autres

    def _domaine_incertain(self):
        """Return the files without a sure reference date this published version applies to, as
        `droit.versions.choisir` says: both possible dates are of this version; or it is in force today, and the dates
        are not known or of two versions."""
        self.ensure_one()
        if self.state != "publie":
            return Domain.FALSE
        periodes = self._periodes()
        tot, tard = "date_reference_min", "date_reference_max"
        premier, dernier = etendue(periodes, self.id)
        domaine = Domain(tot, "!=", False) & Domain(tard, "!=", False)
        if premier:
            domaine &= Domain(tot, ">=", premier)
        if dernier:
            domaine &= Domain(tard, "<=", dernier)
        if en_vigueur(periodes, aujourdhui()) == self.id:
            domaine |= Domain(tot, "=", False) | Domain(tard, "=", False)
            for periode in periodes[1:]:
                domaine |= Domain(tot, "<", periode.debut) & Domain(tard, ">=", periode.debut)
        return Domain("date_reference", "=", False) & domaine

    def _domaine_etendue(self):
        """Return the files whose reference date is sure and one of this published version."""
        self.ensure_one()
        if self.state != "publie":
            return Domain.FALSE
        premier, dernier = etendue(self._periodes(), self.id)
        domaine = Domain("date_reference", "!=", False)
        if premier:
            domaine &= Domain("date_reference", ">=", premier)
        if dernier:
            domaine &= Domain("date_reference", "<=", dernier)
        return domaine


def _condense(*contenu):
    """Return a digest of plain values."""
    return blake2b(repr(contenu).encode(), digest_size=16).hexdigest()
