# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import Command, api, fields, models
from odoo.fields import Domain
from odoo.tools import format_amount, format_date

from odoo.addons.parcours_accueil.droit.delais import Parametres, compter
from odoo.addons.parcours_accueil.models.lectures import ITS_CLOTURE, ITS_PROTECTION
from odoo.addons.parcours_accueil.models.vocabulaire import GROUPES_REGISTRE
from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.recherche import mots
from odoo.addons.registre_national.models.registre_trouvable import CHERCHE, EXCLUT

from ...droit.etapes import SANCTION_PRISE, SANCTION_RECUE


class SanctionDossier(models.Model):
    """The procedure that follows one finding of refusal, from its receipt at Vivalis to its end (art. 14-15).

    Infractions, hearings, decisions, appeals and movements are its lines; the account is the sum of the movements. What
    they say stands in the ledger of the pathway file; the stage and the terms follow from there (etapes.py). What
    happens in the pathway file after the finding is told here, and blocks a fine until it is answered.
    """

    _name = "sanction.dossier"
    _description = "Sanction file"
    _inherit = [
        "parcours.liste.imprimable",
        "presence.partagee",
        "registre.trouvable",
        "sanction.dossier.garde",
        "sanction.dossier.changements",
        "sanction.dossier.etapes",
        "sanction.dossier.courriers",
        "sanction.dossier.frise",
        "lecture.tracee",
        "documents.gardes",
        "liste.ordonnable",
        "tableau.plie",
        "nom.reserve",
        "fil.reserve",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "priority desc, date_limite_amende, id desc"
    _rec_name = "reference"
    _fil_lecteurs = GROUPES_REGISTRE
    _fil_charges = ("user_id",)
    _montre = {"dossier_id": {"protection_internationale": ITS_PROTECTION, "changements": ITS_CLOTURE}}
    _motif_lecture = "dossier"
    _documents_lecteurs = GROUPES_REGISTRE
    _rapport_liste = "sanctions_admin.sanction_dossier_liste_report"

    reference = fields.Char(required=True, readonly=True, copy=False, default="/")
    dossier_id = fields.Many2one(
        "parcours.dossier", "Pathway file", required=True, readonly=True, ondelete="restrict", index=True
    )
    evenement_id = fields.Many2one("parcours.evenement", "Finding", readonly=True, ondelete="restrict")
    personne_id = fields.Many2one(related="dossier_id.personne_id")
    name = fields.Char(related="dossier_id.name", groups=GROUPES_REGISTRE)
    niss = fields.Char(related="dossier_id.niss", groups=GROUPES_REGISTRE)
    company_id = fields.Many2one(related="dossier_id.company_id", string="Commune", store=True, index=True)
    commune_mention = fields.Char(related="dossier_id.commune_mention")
    commune_incertaine = fields.Boolean(related="dossier_id.commune_incertaine")
    doublon_possible = fields.Boolean(
        "Possible duplicate", compute="_compute_doublon_possible", groups=GROUPES_REGISTRE
    )
    reglement_id = fields.Many2one(related="dossier_id.reglement_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one("res.users", "Official", readonly=True, tracking=True, index="btree_not_null")
    stage_id = fields.Many2one(
        "sanction.stage",
        default=lambda self: self.env["sanction.stage"].search([], limit=1),
        group_expand="_group_expand_stage",
        readonly=True,
        ondelete="restrict",
        index=True,
        tracking=True,
    )
    stage_code = fields.Char(related="stage_id.code")
    active = fields.Boolean(default=True)
    priority = fields.Selection([("0", "Normal"), ("1", "Urgent")], default="0")
    color = fields.Integer()
    protection_saisie = fields.Boolean(
        "Protection retained by hand",
        readonly=True,
        help="By a step, with its author and reason, where the register does not say it.",
    )
    protection_internationale = fields.Boolean(
        "International protection",
        compute="_compute_protection_internationale",
        store=True,
        tracking=True,
        help="A beneficiary of international protection is fined only exceptionally, with reasons (CJEU C-158/23).",
    )

    date_constat = fields.Date("Refusal found on", required=True, readonly=True)
    date_reception = fields.Date("Received on", required=True, readonly=True, default=aujourdhui)
    date_complet = fields.Date("Found complete on", readonly=True, tracking=True)
    date_limite_amende = fields.Date(
        "Fine at the latest on",
        compute="_compute_date_limite_amende",
        store=True,
        help="No fine can be imposed after that day (art. 15 §2): of the infringement not decided yet.",
    )

    infraction_ids = fields.One2many("sanction.infraction", "sanction_id", "Infringements")
    audition_ids = fields.One2many("sanction.audition", "sanction_id", "Hearings")
    decision_ids = fields.One2many("sanction.decision", "sanction_id", "Decisions")
    recours_ids = fields.One2many("sanction.recours", "sanction_id", "Appeals")
    mouvement_ids = fields.One2many("sanction.mouvement", "sanction_id", "Account")
    montant_amendes = fields.Monetary("Fines", compute="_compute_montants")
    solde = fields.Monetary("Still to pay", compute="_compute_montants")

    _evenement_unique = models.UniqueIndex(
        "(evenement_id) WHERE evenement_id IS NOT NULL", "This finding already has its sanction file."
    )

    @api.depends(
        "infraction_ids.date_constat",
        "infraction_ids.tombee",
        "infraction_ids.decision_ids.user_id",
        "stage_id",
        "reglement_id.valeur_ids.valeur",
        "reglement_id.valeur_ids.unite",
    )
    def _compute_date_limite_amende(self):
        """The first limit of those still to come to a decision: none once all was decided, or closed."""
        for sanction in self:
            ouvertes = sanction.infraction_ids if sanction.stage_code != "cloture" else sanction.infraction_ids.browse()
            jours = ouvertes.filtered(lambda un: not un.tombee and not un.decision_ids.user_id).mapped("date_constat")
            sanction.date_limite_amende = sanction._echeance(min(filter(None, jours), default=False), "amende")

    @api.depends("decision_ids.montant", "decision_ids.annulee", "decision_ids.user_id", "mouvement_ids.montant_signe")
    def _compute_montants(self):
        for sanction in self:
            sanction.montant_amendes = sum(d.montant for d in sanction.decision_ids if d.user_id and not d.annulee)
            sanction.solde = sum(sanction.mouvement_ids.mapped("montant_signe"))

    @api.depends("dossier_id.jour_protection", "protection_saisie")
    def _compute_protection_internationale(self):
        """From the register; by hand as well, where the register does not say it: more is then asked of the
        official."""
        for sanction in self:
            registre = sanction.dossier_id.jour_protection == "oui"
            sanction.protection_internationale = registre or sanction.protection_saisie

    @api.depends("dossier_id.doublon_possible")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_doublon_possible(self):
        """Whether the person may have another file, which the reader may see: its fines are not counted here."""
        for sanction in self:
            sanction.doublon_possible = sanction.dossier_id.doublon_possible

    @api.model
    @api.private
    def _domaine_recherche(self, texte, debuts=True):
        """The domain of the sanctions that a text finds: as their person is found, and by their own reference."""
        if not mots(texte):
            return Domain.FALSE
        dossiers = self.env["parcours.dossier"]._domaine_recherche(texte, debuts)
        return Domain("reference", "ilike", texte.strip()) | Domain("dossier_id", "any", dossiers)

    @api.model
    def _search_display_name(self, operator, value):
        """What completion and the search boxes of every list ask."""
        if not isinstance(value, str) or not value.strip() or operator not in CHERCHE + EXCLUT:
            return super()._search_display_name(operator, value)
        trouves = self._domaine_recherche(value)
        return ~trouves if operator in EXCLUT else trouves

    @api.model
    def _group_expand_stage(self, stages, domain):
        # every stage, the empty ones too: the pipeline is a handful of columns
        return stages.search([])  # pylint: disable=no-search-all

    @api.model_create_multi
    def create(self, vals_list):
        sans_reference = [vals for vals in vals_list if vals.get("reference", "/") == "/"]
        references = lots.numbers(self.env, "sanction.dossier", len(sans_reference))
        for vals, reference in zip(sans_reference, references, strict=True):
            vals["reference"] = reference
        sanctions = super().create(vals_list)
        for jour, recues in sanctions.grouped("date_reception").items():
            recues._noter(SANCTION_RECUE, jour)
        return sanctions

    @api.model
    def _recevoir(self, evenements):
        """Open a sanction file, with its first infringement, for each finding of refusal that has none yet.

        :param evenements: parcours.evenement of the type constat_refus
        :return: the sanction files of those findings, old and new
        """
        existantes = self.search([("evenement_id", "in", evenements.ids)])
        nouveaux = evenements - existantes.evenement_id
        creees = self.create(
            [
                {
                    "dossier_id": evenement.dossier_id.id,
                    "evenement_id": evenement.id,
                    "date_constat": evenement.date_effective,
                    "infraction_ids": [Command.create({"type": "refus", "date_constat": evenement.date_effective})],
                }
                for evenement in nouveaux
            ]
        )
        return existantes | creees

    def _phrases_consequences(self):
        """Return what is pending in this sanction, one sentence each, in the reader's language."""
        self.ensure_one()
        phrases = []
        if self.stage_code != "cloture":
            phrases.append(
                self.env._(
                    "Sanction file %(reference)s open since %(date)s (%(stage)s).",
                    reference=self.reference,
                    date=format_date(self.env, self.date_reception),
                    stage=self.stage_id.name,
                )
            )
        phrases += [
            self.env._(
                "Fine of %(amount)s decided on %(date)s.",
                amount=format_amount(self.env, decision.montant, self.currency_id),
                date=format_date(self.env, decision.date),
            )
            for decision in self.decision_ids.sorted("date")
            if decision.decision == "amende" and decision.user_id and not decision.annulee
        ]
        phrases += [
            self.env._("Appeal of %s pending.", format_date(self.env, recours.date))
            for recours in self.recours_ids
            if recours.issue == "en_cours"
        ]
        if self.solde:
            phrases.append(self.env._("Still to pay: %s.", format_amount(self.env, self.solde, self.currency_id)))
        return phrases

    def _echeance(self, depart, code):
        """Return the last day of a term of loi.md §5, or False without a start or a version of the law.

        :param str code: of the length of that term in the version of the law of the file
        """
        if not depart or not self.reglement_id or code not in self.reglement_id._lignes():
            return False
        genre = self.env["parcours.evenement"]._tables().genres[code]
        return compter(depart, **Parametres(self.reglement_id._lignes()).regles(genre)).echeance

    def _prevenir(self, resume):
        """Put a task on these sanctions for their official, in the official's language: one, whatever happened since.

        :param resume: ``f(env, sanction) -> summary``
        """
        taches, genre = self.env["mail.activity"], "sanctions_admin.activite_dossier"
        taches._retirer(self, genre)
        taches._donner(genre, self, resume)

    def action_me_charger(self):
        """Take charge of the files."""
        return self.env["feuille.resultat"]._faire(
            self.env._("Take charge"),
            self,
            lambda sanctions: sanctions._enregistrer(SANCTION_PRISE),
            lambda sanctions: sanctions._refus_etape(SANCTION_PRISE, aujourdhui(), {}),
        )

    def _titre_imprime(self):
        return self.env._("List of sanction files")

    def _colonnes_imprimees(self):
        return [
            (self.env._("Name"), False),
            (self.env._("File"), True),
            (self.env._("Commune"), False),
            (self.env._("To do"), False),
            (self.env._("Fine at the latest on"), True),
            (self.env._("Official"), False),
        ]

    def _lignes_imprimees(self):
        return [
            (
                sanction.name,
                sanction.reference,
                sanction.company_id.display_name,
                sanction.activity_ids[:1].summary or sanction.stage_id.name,
                sanction._jour_imprime(sanction.date_limite_amende),
                sanction.user_id.name or "",
            )
            for sanction in self
        ]

    def action_doublons(self):
        """Open the files that may be of the same person."""
        self.ensure_one()
        return self.dossier_id.action_doublons()

    def action_dossier(self):
        """Open the pathway file."""
        self.ensure_one()
        return self.dossier_id._ouvrir_fiche()
