# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import maintenant
from odoo.addons.parcours_socle.paroles import Parole

from ...banque.communication import numero, proches
from ...banque.rapprochement import PAIEMENT, RIEN_DU, rapprocher
from ...banque.releve import Ligne
from .libelles import A_RAPPROCHER, A_TRAITER, ECARTEE, ETATS, MOTS, PAYEE, REFUSEE, REPRISE

#: Days between the payment that somebody typed and that of the bank, at most.
JOURS_TYPES = 10


class SanctionReleveLigne(models.Model):
    """One line of a statement. Its structured communication says which fine it pays; what is not sure waits for an
    official, who says which fine it pays, or sets it aside with a reason."""

    _name = "sanction.releve.ligne"
    _description = "Line of a bank statement"
    _inherit = ["lecture.tracee", "nom.reserve"]
    # leads to a person once it pays a fine, and shows nothing of what the register says
    _montre = {"sanction_id.dossier_id": {}}
    _motif_lecture = "dossier"
    _order = "jour desc, releve_id desc, rang"
    _rec_name = "reference"

    releve_id = fields.Many2one(
        "sanction.releve", "Statement", required=True, readonly=True, ondelete="restrict", index=True
    )
    currency_id = fields.Many2one(related="releve_id.currency_id")
    rang = fields.Integer("Line", readonly=True)
    reference = fields.Char("Reference of the bank", required=True, readonly=True)
    jour = fields.Date("Day", required=True, readonly=True)
    montant = fields.Monetary("Amount", required=True, readonly=True)
    communication = fields.Char("Structured communication", readonly=True)
    texte = fields.Char("Message", readonly=True)
    nom = fields.Char("Payer", readonly=True)
    compte = fields.Char("Payer's account", readonly=True)
    state = fields.Selection(ETATS, "Status", required=True, readonly=True, default=A_RAPPROCHER)
    mot = fields.Selection(MOTS, "Why", readonly=True)
    paye = fields.Monetary("Pays", compute="_compute_paye", store=True)
    reste = fields.Monetary("Not used", compute="_compute_reste")
    mouvement_ids = fields.Many2many(
        "sanction.mouvement", "sanction_releve_ligne_mouvement", "ligne_id", "mouvement_id", "Payments", readonly=True
    )
    sanction_id = fields.Many2one(
        "sanction.dossier", "Sanction file", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    proposee_id = fields.Many2one("sanction.decision", "Fine that may be meant", compute="_compute_proposee_id")
    raison = Parole("In words", readonly=True)
    traite_par_id = fields.Many2one("res.users", "Dealt with by", readonly=True, ondelete="restrict")
    traite_le = fields.Datetime("Dealt with on", readonly=True)

    _a_rapprocher_idx = models.Index("(releve_id) WHERE state = 'a_rapprocher'")
    _reference_unique = models.UniqueIndex("(releve_id, reference)", "This line stands twice in the statement.")

    @api.depends("mouvement_ids.montant_signe", "mouvement_ids.reprise_ids")
    def _compute_paye(self):
        for ligne in self:
            tenus = ligne.mouvement_ids.filtered(lambda mouvement: not mouvement.reprise_ids)
            # what was refunded left the account
            ligne.paye = -sum(tenus.mapped("montant_signe"))

    @api.depends("montant", "paye")
    def _compute_reste(self):
        for ligne in self:
            ligne.reste = ligne.montant - ligne.paye

    @api.depends("communication", "state", "mot")
    def _compute_proposee_id(self):
        """The one fine for which something is owed and whose communication is nearly that of the line."""
        possibles = {}
        for ligne in self:
            attend = ligne.state == A_TRAITER and ligne.montant > 0 and not ligne.paye
            possibles[ligne] = proches(ligne.communication or "") if attend else set()
        amendes = {amende.id: amende for amende in self._amendes(set().union(*possibles.values()))}
        dus = self._dus(amendes.values())
        for ligne in self:
            dues = [amendes[cle] for cle in sorted(possibles[ligne]) if dus.get(cle, 0) > 0]
            ligne.proposee_id = dues[0] if len(dues) == 1 else False

    # ---- matched ----------------------------------------------------------------------------------------------------

    @api.model
    def _amendes(self, cles):
        """Return the fines among those decisions; what the user may not read is not among them."""
        return self.env["sanction.decision"].search([("id", "in", list(cles)), ("decision", "=", "amende")])

    @api.model
    def _dus(self, amendes):
        """Return ``{id: cents still owed}`` of these fines; of one that was annulled, or not notified, nothing is."""
        decisions = self.env["sanction.decision"].union(*amendes)
        sommes = self.env["sanction.mouvement"]._read_group(
            [("decision_id", "in", decisions.ids)], ["decision_id"], ["montant_signe:sum"]
        )
        dus = dict.fromkeys(decisions.ids, 0)
        dus.update((decision.id, round(somme * 100)) for decision, somme in sommes if not decision.annulee)
        return dus

    def _lue(self):
        """Return this line as the pure package takes it: what of it is not used yet."""
        cents = round(self.reste * 100)
        return Ligne(self.reference, self.jour, cents, self.communication or "", self.texte or "")

    def _rapprocher_chacune(self):
        """Match these lines, a few queries for all; one that the account of its fine refuses waits, with its words."""
        avenir = self.filtered(lambda ligne: ligne.state == A_RAPPROCHER)
        prevues = (UserError, AccessError)
        _faits, refus = lots.attempt(self.env, avenir, lambda lot: lot._rapprocher(), told=prevues)
        for ligne, erreur in refus:
            if not isinstance(erreur, prevues):
                raise erreur
            ligne._dire(state=A_TRAITER, mot=REFUSEE, raison=str(erreur))

    def _rapprocher(self):
        """Record what these lines pay, and what each of them is."""
        cles = {ligne: numero(ligne.communication or "", ligne.texte or "") for ligne in self}
        amendes = self._amendes(set(cles.values()) - {None})
        typees = self._typees(amendes, cles)
        for ligne, mouvement in typees.items():
            ligne._lier(mouvement)
            ligne._dire(mot=PAIEMENT, state=PAYEE)
        ordre = (self - self.browse().concat(*typees)).sorted(
            lambda ligne: (ligne.jour, ligne.releve_id.id, ligne.rang)
        )
        dits = dict(zip(ordre, rapprocher([ligne._lue() for ligne in ordre], self._dus(amendes)), strict=True))
        self._payer({ligne: (self._amende(dit.cle), dit.montant) for ligne, dit in dits.items() if dit.montant})
        for (mot, cle), lignes in ordre.grouped(lambda un: (dits[un].mot, dits[un].cle)).items():
            # of a line that pays nothing, which sanction it is about
            propres = {"sanction_id": self._amende(cle).sanction_id.id} if mot == RIEN_DU else {}
            lignes._dire(mot=mot, state=PAYEE if mot == PAIEMENT else A_TRAITER, **propres)

    @api.model
    def _typees(self, amendes, cles):
        """Return ``{line: payment}`` of the lines whose payment an official typed before the bank told it: of that fine
        and amount, some days around, and of no line yet. Each is told once."""
        paiements = self.env["sanction.mouvement"].search(
            [("decision_id", "in", amendes.ids), ("type", "=", "paiement"), ("ligne_ids", "=", False)], order="date, id"
        )
        libres = paiements.filtered(lambda paiement: not paiement.reprise_ids).grouped("decision_id")
        trouvees = {}
        for ligne in cles:
            siens = libres.get(amendes.browse(cles[ligne]), paiements.browse()) if cles[ligne] else paiements.browse()
            memes = siens.filtered(
                lambda un, ligne=ligne: (
                    not ligne.currency_id.compare_amounts(un.montant, ligne.montant)
                    and abs((un.date - ligne.jour).days) <= JOURS_TYPES
                )
            )
            if memes:
                trouvees[ligne] = memes[0]
                libres[memes[0].decision_id] -= memes[0]
        return trouvees

    def _lier(self, mouvement):
        """Say that this line is that movement."""
        self._dire(mouvement_ids=[fields.Command.link(mouvement.id)], sanction_id=mouvement.sanction_id.id)

    def _dire(self, **valeurs):
        """Write what came of these lines: it follows from them, or from a window that looked at who may; users write
        none."""
        # sudo: users may write no line; who may deal with one was checked, or the bank's words decide
        self.sudo().write(valeurs)

    @api.model
    def _amende(self, cle):
        return self.env["sanction.decision"].browse(cle)

    def _payer(self, payees, a_rendre=False):
        """Record payments, as the account of each fine takes them.

        :param payees: ``{line: (fine, cents)}``
        :param bool a_rendre: an official says that what is not owed is on the account all the same, to be paid back
        """
        comptes = self.env["sanction.mouvement"]
        # sudo: the guard refuses what is not owed, which is what is said here by who may; the author stays the user
        mouvements = (comptes.sudo() if a_rendre else comptes).create(
            [
                {
                    "sanction_id": amende.sanction_id.id,
                    "decision_id": amende.id,
                    "type": "paiement",
                    "date": ligne.jour,
                    "montant": cents / 100,
                    "communication": f"{ligne.releve_id.name} {ligne.reference}",
                }
                for ligne, (amende, cents) in payees.items()
            ]
        )
        for ligne, mouvement in zip(payees, mouvements, strict=True):
            ligne._lier(mouvement)

    def _liberer(self):
        """Have these lines (superuser) wait for a person again: a payment that they made was taken back."""
        self.filtered("reste").write({"state": A_TRAITER, "mot": REPRISE, "raison": False})

    # ---- dealt with by a person -------------------------------------------------------------------------------------

    def action_accepter(self):
        """Record that this line pays the fine that may be meant: one click."""
        self.ensure_one()
        if not self.proposee_id:
            raise UserError(self.env._("No fine is near this communication any more. Nothing was saved. Choose one."))
        self._traiter_paiement(self.proposee_id)

    def action_payer(self):
        """Open the window that asks which fine this line pays, or which refund it is."""
        if self.montant < 0:
            return self._fenetre(self.env._("Is a refund"), "rendre")
        return self._fenetre(self.env._("Pays a fine"), "payer")

    def action_ecarter(self):
        """Open the window that asks why this line pays no fine."""
        return self._fenetre(self.env._("Set aside"), "ecarter")

    def _fenetre(self, titre, geste):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": titre,
            "res_model": "sanction.releve.traitement",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_ligne_id": self.id, "default_geste": geste},
        }

    def _verifier_a_traiter(self):
        """Two people at once: PostgreSQL refuses the second write, Odoo plays the request again, and it finds this.

        :raise UserError: somebody dealt with it
        """
        self.ensure_one()
        self.env["sanction.releve"]._autoriser()
        self.check_access("read")
        if self.state != A_TRAITER:
            raise UserError(self.env._("This line was dealt with meanwhile. Nothing was saved. Open it again."))

    def _traiter_paiement(self, amende, a_rendre=False):
        """Record that this line, as far as it goes, pays a fine.

        :param bool a_rendre: all of it, what is not owed to be paid back
        :raise UserError: it cannot; says why
        """
        self._verifier_a_traiter()
        cents, du = round(self.reste * 100), self._dus([amende]).get(amende.id, 0)
        if self.montant <= 0 or cents <= 0:
            raise UserError(self.env._("This line brings no money to use. Nothing was saved. Set it aside instead."))
        if du <= 0 and not a_rendre:
            raise UserError(
                self.env._(
                    "Nothing is owed for this fine. Nothing was saved. Choose another one, or tick that it is to be "
                    "paid back."
                )
            )
        amende.sanction_id._refuser_clos()
        self._payer({self: (amende, cents if a_rendre else min(cents, du))}, a_rendre)
        self._dire(state=PAYEE if a_rendre or cents <= du else A_TRAITER, **self._signature())

    def _traiter_sortie(self, mouvement):
        """Record that this line is the money of a refund, that left.

        :raise UserError: it is another amount, or that refund left already
        """
        self._verifier_a_traiter()
        # sudo: whether the refund is that of another line; nothing else comes out
        if mouvement.type != "remboursement" or mouvement.reprise_ids or mouvement.sudo().ligne_ids:
            raise UserError(
                self.env._("This is no refund that still had to leave. Nothing was saved. Choose another one.")
            )
        if self.currency_id.compare_amounts(-self.montant, mouvement.montant):
            raise UserError(self.env._("The refund is of another amount. Nothing was saved. Choose another one."))
        self._lier(mouvement)
        self._dire(state=PAYEE, **self._signature())

    def _traiter_ecart(self, raison):
        """Set this line aside, or what it pays too much, with a reason."""
        self._verifier_a_traiter()
        self._dire(state=ECARTEE, raison=raison, **self._signature())

    def action_reprendre(self):
        """Have a line that was set aside by mistake wait for a person again."""
        self.ensure_one()
        self.env["sanction.releve"]._autoriser()
        self.check_access("read")
        if self.state == ECARTEE:
            self._dire(state=A_TRAITER, **self._signature())

    def _signature(self):
        return {"traite_par_id": self.env.uid, "traite_le": maintenant()}
