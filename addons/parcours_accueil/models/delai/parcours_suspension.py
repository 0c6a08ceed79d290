# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Suspensions of the term (loi.md §4). Their dates follow from events; the steps are in dossier/suspensions.py."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.parcours_socle.jour import jour_du_moment

from ...droit.courriers import ACCUSE, FINS, SANS_SUITE, SUSPENSION, Acte
from ...droit.etapes import SUSPENSION_ANNULEE, SUSPENSION_FIN_ANTICIPEE
from ..vocabulaire import GROUPES_IDENTITE, GROUPES_MOTIF, GROUPES_REGISTRE

ETATS = [
    ("demandee", "Asked"),
    ("accordee", "Granted"),
    ("refusee", "Refused"),
    ("abregee", "Ended early"),
    ("annulee", "Cancelled"),
]


class ParcoursSuspension(models.Model):
    """One suspension of the term of one file, with its ground and its proof.

    Asked first, or granted or refused at once; asked and refused are no entries of the file, and move no term.
    Never edited: granted, prolonged, ended early and cancelled are events of the file (parcours.evenement), and the
    dates here are those of the last of them.
    """

    _name = "parcours.suspension"
    _description = "Suspension of the term"
    _inherit = [
        "parcours.ligne.dossier",
        "lecture.tracee",
        "parcours.document.porteur",
        "documents.gardes.champ",
        "liste.ordonnable",
        "nom.reserve",
    ]
    # leads to a person, and shows nothing of what the register says
    _montre = {"dossier_id": {}}
    _motif_lecture = "dossier"
    _liste_fiches = ("dossier_id",)
    _order = "date_debut desc, id desc"
    _rec_name = "libelle"
    # What proves a confidential ground is for the commune only (loi.md §4).
    _documents_lecteurs = GROUPES_REGISTRE
    _documents_gardiens = "parcours_accueil.group_agent"
    _documents_leveurs = "parcours_accueil.group_chef"
    _document_champ = "suspension_id"
    _rapport_liste = "parcours_accueil.parcours_suspension_liste_report"

    dossier_id = fields.Many2one("parcours.dossier", "File", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="dossier_id.company_id")
    motif_id = fields.Many2one(
        "parcours.suspension.motif", "Ground", required=True, ondelete="restrict", groups=GROUPES_MOTIF
    )
    supplement = fields.Boolean("Longer case", groups=GROUPES_MOTIF, help="The case in which the ground is longer.")
    libelle = fields.Char("Suspension", compute="_compute_libelle")
    date_demande = fields.Date("Asked on", readonly=True)
    date_accuse = fields.Date("Acknowledged on", compute="_compute_date_accuse")
    refuse_le = fields.Date("Refused on", readonly=True)
    refuse_par_id = fields.Many2one("res.users", "Refused by", readonly=True, ondelete="restrict")
    motif_refus = fields.Text("Reason of the refusal", readonly=True, groups=GROUPES_MOTIF)
    date_debut = fields.Date("From")
    date_fin = fields.Date("Until", help="Last day suspended.")
    state = fields.Selection(ETATS, "Status", default="accordee", required=True)
    document_ids = fields.Many2many(groups=GROUPES_REGISTRE)
    document_count = fields.Integer(groups=GROUPES_REGISTRE)
    preuve_ids = fields.One2many(
        "parcours.document", "suspension_id", "Documents checked", readonly=True, groups=GROUPES_REGISTRE
    )
    evenement_ids = fields.One2many("parcours.evenement", "suspension_id", "Decisions")
    courrier_ids = fields.One2many(
        "parcours.courrier", "suspension_id", "Letters", readonly=True, groups=GROUPES_REGISTRE
    )
    lettre_a_ecrire = fields.Boolean(
        "Letter to write",
        compute="_compute_lettre_a_ecrire",
        help="No letter tells what was decided last: there is none yet, or it never left.",
    )

    @api.depends("motif_id")
    @api.depends_context("lang", "uid", "allowed_company_ids")
    def _compute_libelle(self):
        """The ground in words; only "Suspension" when it is medical and the file is not of the reader's own communes,
        or when the reader sees no identity at all."""
        agent = self.env.user.has_groups(GROUPES_MOTIF)
        entier = self.env.user.has_groups(GROUPES_REGISTRE)
        connu = self.env.user.has_groups(GROUPES_IDENTITE)
        # sudo: the name of the ground is shown to who may know it, as said above
        for suspension, complete in zip(self, self.sudo(), strict=True):
            motif = complete.motif_id
            tu = motif.confidentiel and not (agent and complete.company_id in self.env.companies)
            dit = connu and not tu
            suspension.libelle = motif.name if dit else self.env._("Suspension")
            if entier and dit and complete.supplement and motif.supplement:
                suspension.libelle = f"{motif.name}, {motif.supplement}"

    # ---- its letters ------------------------------------------------------------------------------------------------

    def _est_tranche(self):
        """Whether it was decided on."""
        return self.state != "demandee"

    def _est_fini(self):
        """Whether another decision ended it before its last day, or cancelled it."""
        return self.state in ("abregee", "annulee")

    def _avec_recours(self):
        """Whether the letter of the decision must bear the block of remedies (loi.md §3)."""
        return self.state == "refusee"

    def _acte(self, fini=False):
        """Return the act that a letter tells (`droit.courriers.Acte`): the last decision, whose reason is the ground as
        long as it gives days."""
        self.ensure_one()
        if self.state == "refusee":
            return Acte(self.refuse_le, self.motif_refus, self.refuse_par_id)
        decision = self.evenement_ids.filtered(lambda e: not e.annule).sorted("id")[-1:]
        mots = decision.note_medicale or decision.note_reservee or "" if fini else self.motif_id.name
        return Acte(jour_du_moment((decision or self).create_date), mots, decision.user_id or self.create_uid)

    def _genre_acte(self):
        """Return the kind of letter that tells the last decision."""
        return FINS[SUSPENSION] if self._est_fini() else "decision_suspension"

    @api.depends("state", "date_fin", "courrier_ids.state")
    def _compute_lettre_a_ecrire(self):
        for suspension in self:
            # sudo: whether there is a letter of the last decision, nothing of it
            complete = suspension.sudo()
            decidee = max(complete.evenement_ids.mapped("create_date"), default=complete.create_date)
            suspension.lettre_a_ecrire = complete._est_tranche() and not any(
                c.genre == complete._genre_acte() and c.state not in SANS_SUITE and c.create_date >= decidee
                for c in complete.courrier_ids
            )

    def _lettre_suit(self, courrier):
        """Nothing of its letter is kept here."""

    def _annuler_lettres(self):
        """Cancel the letters that did not leave and tell what was decided before."""
        decisions = ("decision_suspension", FINS[SUSPENSION])
        # sudo: what follows from a decision that was allowed; what was printed stays
        lettres = self.env["parcours.courrier"].sudo().search([("suspension_id", "in", self.ids)])
        lettres.filtered(lambda c: c.genre in decisions)._annuler_en_route()

    def action_accuser(self):
        """Acknowledge today the receipt of this request: open the window that makes its letter."""
        self.ensure_one()
        if self._est_tranche():
            raise UserError(self.env._("It is decided already. Nothing was saved. Write the letter of the decision."))
        return self.dossier_id.with_context(
            parcours_courrier=ACCUSE, parcours_objet=("suspension_id", self.id)
        ).action_ecrire()

    @api.depends("courrier_ids.state")
    def _compute_date_accuse(self):
        for suspension in self:
            # sudo: the day of a letter, nothing else of it
            lettres = suspension.sudo().courrier_ids
            accuses = lettres.filtered(lambda c: c.genre == ACCUSE and c.state not in SANS_SUITE)
            faits = [courrier.imprime_le or courrier.create_date for courrier in accuses]
            suspension.date_accuse = bool(faits) and jour_du_moment(min(faits))

    def _reprendre_accuse(self):
        """Nothing: the day of an acknowledgment is that of its letter."""

    def action_ecrire_lettre(self):
        """Open the window that makes the letter of the last decision."""
        self.ensure_one()
        return self.dossier_id.with_context(
            parcours_courrier=self._genre_acte(), parcours_objet=("suspension_id", self.id)
        ).action_ecrire()

    def _titre_imprime(self):
        return self.env._("List of suspensions")

    def _colonnes_propres(self):
        return [
            (self.env._("Suspension"), False),
            (self.env._("From"), True),
            (self.env._("Until"), True),
            (self.env._("Status"), False),
        ]

    def _cases_propres(self):
        jours = (self._jour_imprime(jour) for jour in (self.date_debut, self.date_fin))
        return self.libelle, *jours, self._mot_imprime("state")

    def _documents_confidentiels(self):
        # sudo: the ground is asked for the mark of the documents, whoever attaches them
        return self.sudo().filtered("motif_id.confidentiel").sudo(self.env.su)

    def _documents_figes(self):
        return self

    def _documents_leves(self, documents, motif):
        self.dossier_id._dire_documents_leves(documents, motif)

    def _type_document(self):
        # sudo: the ground is asked what proves it
        return self.env["parcours.document.type"]._demande_par("suspension", self.sudo().motif_id.code)[:1]

    def _joindre(self, pieces, preuves=(), type_document=None, date_document=False):
        """Keep documents with these suspensions: those dropped here, which the user has checked, and documents of the
        file that were accepted.

        :param pieces: pairs ``(name, content in base64)``
        :param preuves: parcours.document
        :param type_document: kind of the former; what the ground asks for, when it is not given
        """
        # sudo: the caller checked access to the file; users attach through the steps of a suspension only
        self.env["ir.attachment"].sudo().create(
            [
                {"name": nom, "datas": contenu, "res_model": self._name, "res_id": suspension.id}
                for suspension in self
                for nom, contenu in pieces
            ]
        )
        self._recevoir_documents()
        for suspension in self:
            # sudo: as above; users write documents through steps only
            complete = suspension.sudo()
            recus = complete.preuve_ids.filtered(lambda document: document.state == "recu")
            if recus:
                recus.write(
                    {
                        "type_id": (type_document or suspension._type_document()).id,
                        "date_document": date_document,
                    }
                )
                recus._noter_controle("accepte")
            if preuves:
                preuves.sudo().write({"suspension_id": suspension.id})

    @api.model
    def _actualiser(self, evenements):
        """Give suspensions the dates of the decisions on them; only differences are written, and no letter that did not
        leave tells what was before.

        :param evenements: the valid events of their files that decide on a suspension
        """
        decisions, changees = {}, self.browse()
        for evenement in evenements:
            if evenement.suspension_id:
                decisions.setdefault(evenement.suspension_id, []).append(evenement)
        for suspension, suite in decisions.items():
            suite.sort(key=lambda evenement: evenement.id)
            etats = {SUSPENSION_FIN_ANTICIPEE: "abregee", SUSPENSION_ANNULEE: "annulee"}
            valeurs = {
                "date_debut": suite[0].date_effective,
                "date_fin": suite[-1].date_fin or suspension.date_fin,
                "state": etats.get(suite[-1].type, "accordee"),
            }
            if ecarts := {nom: valeur for nom, valeur in valeurs.items() if suspension[nom] != valeur}:
                suspension.write(ecarts)
                changees |= suspension
        if changees:
            # whoever decided: a person, or a place that was found
            changees._annuler_lettres()

    def action_decider(self):
        """Open the small window that grants or refuses what was asked."""
        return self._fenetre("accorder", self.env._("Suspend the term"))

    def action_prolonger(self):
        """Open the small window that prolongs this suspension."""
        return self._fenetre("prolonger", self.env._("Prolong the suspension"))

    def action_terminer(self):
        """Open the small window that ends this suspension early."""
        return self._fenetre("terminer", self.env._("End the suspension early"))

    def action_annuler(self):
        """Open the small window that cancels this suspension."""
        return self._fenetre("annuler", self.env._("Cancel the suspension"))

    def _fenetre(self, operation, titre):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": titre,
            "res_model": "parcours.suspension.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_operation": operation,
                "default_suspension_id": self.id,
                "default_dossier_id": self.dossier_id.id,
            },
        }
