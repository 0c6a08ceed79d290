# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.parcours_socle.jour import aujourdhui, jour_du_moment, maintenant
from odoo.addons.parcours_socle.papier import numero
from odoo.addons.parcours_socle.paroles import Parole, dire

from ...droit.attestations import (
    ATTESTATIONS,
    DELIVREE,
    DEMANDEE,
    NULLE_PART,
    ORGANISATEUR,
    RENVOYEE,
    RETIREE,
    SITUATION,
    SITUENT,
    VIVALIS,
    suivant,
)
from ...droit.etapes import INSCRIPTIONS, SUSPENSION_ACCORDEE, SUSPENSIONS
from ..lectures import ITS_LETTRE
from .libelles import EMETTEURS_DITS, ETATS_DITS, GENRES_DITS


class ParcoursAttestation(models.Model):
    """One attestation of the pathway (loi.md §6.3). Who gives which stands in the table (droit/attestations.py)::

        demandee ──checked──> delivree ──wrong, or what it rests on was cancelled──> retiree
            └──────something lacks──> renvoyee ──asked for again──> (another one)

    Most are given at once, by who attests; that of completion is asked for where another one gives it. Users write none
    of it: the windows do, after their checks. What is kept of its number is a digest.
    """

    _name = "parcours.attestation"
    _description = "Attestation of the pathway"
    _inherit = [
        "parcours.attestation.papier",
        "parcours.attestation.verification",
        "lecture.tracee",
        "liste.ordonnable",
        "nom.lisible",
        "nom.reserve",
    ]
    _montre = {"dossier_id": {"pdf": ITS_LETTRE}}
    _motif_lecture = "courrier"
    _papiers = frozenset({"pdf"})
    # a line of a card is of the attestation itself: an organiser may not read the file of who ended
    _liste_fiches = ()
    _order = "id desc"
    _noms = ("nom", "genre")
    _rec_name = "nom"
    _rec_names_search = ["organisateur_id"]

    dossier_id = fields.Many2one(
        "parcours.dossier", "File", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="dossier_id.company_id")
    nom = fields.Char("Name", compute="_compute_nom", help="What finds the person; the file is of who follows it.")
    genre = fields.Selection(GENRES_DITS, "Kind", required=True, readonly=True)
    organisateur_id = fields.Many2one(
        "parcours.organisateur", "Organiser", readonly=True, ondelete="restrict", index="btree_not_null",
        help="With whom the person was when it was asked for or given.",
    )  # fmt: skip
    emetteur = fields.Selection(EMETTEURS_DITS, "Given by", readonly=True)
    suspension_id = fields.Many2one("parcours.suspension", readonly=True, ondelete="restrict", index="btree_not_null")
    jour = fields.Date("Day that it attests", readonly=True, help="Of completion: the day it was completed.")
    state = fields.Selection(ETATS_DITS, "Status", required=True, readonly=True, default=DEMANDEE)
    demandee_le = fields.Date("Asked for on", readonly=True)
    demandee_par_id = fields.Many2one("res.users", "Asked for by", readonly=True, ondelete="restrict")
    manque = fields.Text(compute="_compute_manque", string="Still missing")
    renvoyee_le = fields.Date("Sent back on", readonly=True)
    motif_renvoi = Parole("Why it was sent back", readonly=True)
    remplacee_par_id = fields.Many2one("parcours.attestation", "Asked for again", readonly=True, ondelete="set null")
    delivree_le = fields.Date("Issued on", readonly=True)
    delivree_par_id = fields.Many2one("res.users", "Given by the user", readonly=True, ondelete="restrict")
    evenement_id = fields.Many2one(
        "parcours.evenement", "Entry", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    courrier_id = fields.Many2one(
        "parcours.courrier", "Letter", readonly=True, ondelete="set null", groups="parcours_accueil.group_agent"
    )
    pdf = fields.Binary("As printed", compute="_compute_pdf")
    empreinte = fields.Char("Digest of its number", readonly=True, copy=False, groups="base.group_system")
    retiree_le = fields.Datetime("Withdrawn on", readonly=True)
    motif_retrait = Parole("Why it was withdrawn", readonly=True)
    verifiable = fields.Boolean(compute="_compute_gestes", export_string_translation=False)
    reprenable = fields.Boolean(compute="_compute_gestes", export_string_translation=False)
    retirable = fields.Boolean(compute="_compute_gestes", export_string_translation=False)

    _empreinte_unique = models.UniqueIndex("(empreinte) WHERE empreinte IS NOT NULL")
    _a_verifier_idx = models.Index("(demandee_le) WHERE state = 'demandee'")
    _renvoyee_idx = models.Index("(organisateur_id) WHERE state = 'renvoyee'")
    _delivree_complete = models.Constraint(
        "CHECK(state != 'delivree' OR (delivree_le IS NOT NULL AND empreinte IS NOT NULL))",
        "An attestation that was given has its day and its number.",
    )

    # ---- read -------------------------------------------------------------------------------------------------------

    @api.depends("dossier_id.name")
    def _compute_nom(self):
        # sudo: the names are what finds a person, for who reads this list (loi.md §8); the file stays closed
        for attestation, complete in zip(self, self.sudo(), strict=True):
            attestation.nom = complete.dossier_id.name

    @api.depends("state", "dossier_id")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_manque(self):
        for attestation in self:
            attendue = attestation.state == DEMANDEE and ATTESTATIONS[attestation.genre].complet
            # what lacks today is of the file: nothing of it for the organiser that the person left
            attendue = attendue and bool(attestation.dossier_id._qui_atteste())
            attestation.manque = attendue and attestation.dossier_id._manque_pour_finir(attestation.jour)

    @api.depends("courrier_id.pdf")
    def _compute_pdf(self):
        # sudo: who may read the attestation opens what was printed of it
        for attestation, complete in zip(self, self.sudo(), strict=True):
            attestation.pdf = complete.courrier_id.pdf

    @api.depends("state", "genre", "emetteur")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_gestes(self):
        vivalis = self.env.user.has_group("parcours_accueil.group_gestionnaire")
        for attestation in self:
            attestation.verifiable = vivalis and attestation.state == DEMANDEE
            permise = attestation._peut_retirer()
            attestation.reprenable = permise and attestation.state in (DEMANDEE, RENVOYEE)
            attestation.retirable = permise and attestation.state == DELIVREE

    # ---- what nobody does -------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self._phrase_boutons())
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self._phrase_boutons())
        return super().write(vals)

    def unlink(self):
        if not self.env.su:
            raise UserError(self.env._("An attestation is kept. Nothing was deleted. Withdraw it instead."))
        return super().unlink()

    def _phrase_boutons(self):
        return self.env._("An attestation is written by its buttons only. Nothing was saved.")

    def _phrase_etat(self):
        return self.env._(
            "This cannot be done with this attestation any more: it is “%s”. Nothing was saved. Look at it again.",
            self._mot("state"),
        )

    def _avancer(self, geste, **valeurs):
        """Do something with this attestation (superuser): it goes where the table says.

        :raise UserError: when that cannot be done with it as it is
        """
        self.ensure_one()
        if not (voulu := suivant(self.state, geste)):
            raise UserError(self._phrase_etat())
        self.write({**valeurs, "state": voulu})

    # ---- given ------------------------------------------------------------------------------------------------------

    def _donner(self, langue):
        """Give this attestation (superuser), whose checks were made: its event, its paper, its number."""
        self.ensure_one()
        tire = self._imprimer(langue)
        self._avancer(
            "delivrer",
            empreinte=numero.empreinte(tire),
            delivree_le=aujourdhui(),
            delivree_par_id=self.env.uid,
        )

    def action_ouvrir(self):
        """Open what was printed."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/pdf/attestation.pdf",
            "target": "new",
            "close": True,
        }

    def action_delivrer(self):
        """Open the window that gives what was asked for."""
        return self._fenetre("delivrer", self.env._("Give the attestation"))

    def action_renvoyer(self):
        """Open the window that asks why this is sent back."""
        return self._fenetre("renvoyer", self.env._("Send back"))

    def action_redemander(self):
        """Open the window that asks for it again.

        :raise UserError: the person is with another organiser by now, who asks for its own
        """
        self.ensure_one()
        self.check_access("read")
        if ORGANISATEUR not in self.dossier_id._qui_atteste():
            raise UserError(
                self.env._("This person is not with you any more. Nothing was asked for. Take this request back.")
            )
        return self._fenetre("demander", self.env._("Ask for it again"))

    def action_reprendre(self):
        """Take back what was asked for: who asked may not read the file any more, once the person left."""
        self.ensure_one()
        if self.state not in (DEMANDEE, RENVOYEE):
            raise UserError(self._phrase_etat())
        self._retirer(dire(self, lambda lu: lu.env._("Taken back by who asked for it.")))

    def action_retirer(self):
        """Open the window that asks why this is withdrawn."""
        return self._fenetre("retirer", self.env._("Withdraw"))

    def _fenetre(self, geste, titre):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": titre,
            "res_model": "parcours.attestation.fenetre",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_dossier_id": self.dossier_id.id,
                "default_attestation_id": self.id,
                "default_genre": self.genre,
                "default_geste": geste,
            },
        }

    def _renvoyer(self, motif):
        """Send a request back to who asked, with the reasons.

        :raise AccessError: for anybody but Vivalis
        :raise UserError: no reason, or it was answered meanwhile
        """
        self.check_access("read")
        if VIVALIS not in self.dossier_id._qui_atteste():
            raise AccessError(self.env._("Only Vivalis answers what was asked of it. Nothing was saved."))
        self._exiger_motif(motif)
        self.dossier_id._seul()
        self.invalidate_recordset()
        # sudo: who answers was checked above; users may not write attestations
        self.sudo()._avancer("renvoyer", motif_renvoi=motif.strip(), renvoyee_le=aujourdhui())

    # ---- withdrawn --------------------------------------------------------------------------------------------------

    def _peut_retirer(self):
        """Whether the user may withdraw this one: its organiser what it asked for or attests without an entry, the
        commune what it attested, Vivalis all. An entry of the ledger is cancelled by who cancels entries: the
        attestation goes with it."""
        roles = self.dossier_id._qui_atteste(self.organisateur_id)
        if VIVALIS in roles:
            return True
        if ORGANISATEUR in roles and self.state in (DEMANDEE, RENVOYEE):
            return True
        return self.genre == SITUATION and self.emetteur in roles

    def _retirer(self, motif):
        """Withdraw this attestation, and cancel the entry that it is.

        :raise AccessError: it is not the user's to withdraw
        :raise UserError: no reason, or it was withdrawn already
        """
        self.check_access("read")
        if not self._peut_retirer():
            raise AccessError(
                self.env._(
                    "This attestation is an entry of the file: the commune or Vivalis cancels that entry, and the "
                    "attestation is withdrawn with it. Nothing was saved."
                )
            )
        self._exiger_motif(motif)
        # sudo: who withdraws was checked above; whose file it is may be closed to an organiser by now
        complete = self.sudo()
        complete.dossier_id._seul()
        self.invalidate_recordset()
        if complete.evenement_id and not complete.evenement_id.annule:
            # as the user: who may cancel that entry stands in the table of steps
            self.dossier_id._enregistrer("annulation", annule_id=complete.evenement_id.id, note=motif)
        if complete.state != RETIREE:
            complete._avancer("retirer", motif_retrait=motif, retiree_le=maintenant())

    def _exiger_motif(self, motif):
        if not (motif or "").strip():
            raise UserError(self.env._("Give the reason. Nothing was saved."))

    @api.model
    def _suivre_evenements(self, evenements):
        """Do what those entries (superuser) entail, which were just made: withdraw what rests on one that they cancel,
        and what attests a suspension that was decided on again; send back what another organiser asked for."""
        self._retirer_tombees(evenements)
        self._renvoyer_quittees(evenements.filtered(lambda e: e.type in INSCRIPTIONS).dossier_id)

    @api.model
    def _retirer_tombees(self, evenements):
        annules = evenements.annule_id
        decides = evenements.filtered(lambda e: e.type in SUSPENSIONS and e.type != SUSPENSION_ACCORDEE)
        tombees = self.search(
            [
                ("state", "=", DELIVREE),
                "|",
                ("evenement_id", "in", annules.ids),
                ("suspension_id", "in", decides.suspension_id.ids),
            ]
        )
        for tombee in tombees | self._situations_fausses(annules):
            tombee._avancer(
                "retirer",
                retiree_le=maintenant(),
                motif_retrait=dire(tombee, lambda lu: lu.env._("What it attests was cancelled, or changed since.")),
            )

    @api.model
    def _situations_fausses(self, annules):
        """Return what told where a pathway stands, given since those cancelled entries (superuser) were known."""
        situent = annules.filtered(lambda e: e.type in SITUENT)
        if not situent:
            return self.browse()
        depuis = {
            dossier: min(map(jour_du_moment, siens.mapped("date_connue")))
            for dossier, siens in situent.grouped("dossier_id").items()
        }
        donnees = self.search(
            [("genre", "=", SITUATION), ("state", "=", DELIVREE), ("dossier_id", "in", situent.dossier_id.ids)]
        )
        return donnees.filtered(lambda une: une.delivree_le >= depuis[une.dossier_id])

    @api.model
    def _renvoyer_quittees(self, dossiers):
        """Send back what an organiser asked for of these people, who are with another one now."""
        demandes = (
            self.search([("state", "=", DEMANDEE), ("dossier_id", "in", dossiers.ids)]) if dossiers else self.browse()
        )
        for demande in demandes:
            chez = demande.dossier_id._inscription_ouverte().organisateur_id
            if chez and chez != demande.organisateur_id:
                demande._avancer(
                    "renvoyer",
                    renvoyee_le=aujourdhui(),
                    motif_renvoi=dire(
                        demande,
                        lambda lu: lu.env._(
                            "The person is with another organiser since, who asks for its own. Take this one back."
                        ),
                    ),
                )

    # ---- what the conditions see ------------------------------------------------------------------------------------

    @api.model
    def _genre_de(self, organisateur):
        return organisateur.genre or NULLE_PART
