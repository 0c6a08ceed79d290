# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A person's file, from pre-file to closure. The facts, the examination, the terms… are its parts."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..vocabulaire import ECHEANCES, GROUPES_FAITS, GROUPES_IDENTITE, GROUPES_REGISTRE, MOTIFS_CLOTURE, PHASES


class ParcoursDossier(models.Model):
    """One person's file.

    ::

        register ──> predossier ──(obliged, or a volunteer asks)──> dossier ──(completed, left, died…)──> cloture
                         └──────────────(died, left… before any decision)──────────────────────────────────┘
                     cloture ──(the reason disappears)──> predossier or dossier, with its history

    Facts come from the register, the outcome from the rules, stage and terms from the events: users write none of
    them, on screen or through RPC (`write`).
    """

    _name = "parcours.dossier"
    _description = "Pathway file"
    # Parts first: what they override of Odoo's own must win.
    _inherit = [
        "textes.partages",
        "presence.partagee",
        "parcours.dossier.faits",
        "parcours.dossier.examen",
        "parcours.dossier.exemptions",
        "parcours.dossier.contestations",
        "parcours.dossier.langue",
        "parcours.dossier.accords",
        "parcours.dossier.termes",
        "parcours.dossier.suspensions",
        "parcours.dossier.chaine",
        "parcours.dossier.documents",
        "parcours.dossier.courriers",
        "parcours.dossier.cours",
        "parcours.dossier.attestations",
        "parcours.dossier.actions",
        "parcours.dossier.affectation",
        "parcours.dossier.consequences",
        "parcours.dossier.demenagement",
        "parcours.dossier.jonction",
        "parcours.dossier.doublons",
        "parcours.dossier.abonnement",
        "parcours.dossier.controle",
        "parcours.dossier.recherche",
        "parcours.dossier.entete",
        "parcours.dossier.frise",
        "parcours.dossier.impression",
        "parcours.dossier.inscription",
        "parcours.dossier.lecture",
        "parcours.dossier.manque",
        "documents.gardes",
        "liste.ordonnable",
        "tableau.plie",
        "nom.reserve",
        "fil.reserve",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "priority desc, date_echeance, id desc"
    _rec_names_search = ["name", "reference", "niss"]
    _check_company_auto = True
    # Documents of a file follow its messages: only those who work on the whole file open them.
    _documents_lecteurs = GROUPES_REGISTRE
    _documents_gardiens = "parcours_accueil.group_agent"
    _documents_leveurs = "parcours_accueil.group_chef"
    _textes = ("note",)
    _fil_lecteurs = GROUPES_REGISTRE
    _fil_charges = ("user_id",)

    reference = fields.Char(required=True, readonly=True, copy=False, default="/")
    name = fields.Char(readonly=True, index="trigram", groups=GROUPES_IDENTITE)
    niss = fields.Char("National number", readonly=True, index=True, groups=GROUPES_IDENTITE)
    active = fields.Boolean(default=True, readonly=True)

    personne_id = fields.Many2one(
        "registre.personne", "Person", readonly=True, ondelete="restrict", groups=GROUPES_REGISTRE
    )
    company_id = fields.Many2one(
        "res.company", "Commune", required=True, readonly=True, index=True, help="Commune in charge of the file."
    )
    company_origine_id = fields.Many2one(
        "res.company", "Commune of first registration", readonly=True, help="Stays the same when the person moves."
    )
    user_id = fields.Many2one(
        "res.users", "Agent", index="btree_not_null", domain="[('company_ids', 'in', company_id)]"
    )
    # Organisers are told `etape_organisateur` of it: not a summons, a refusal or a transfer (loi.md §8).
    stage_id = fields.Many2one(
        "parcours.stage",
        readonly=True,
        ondelete="restrict",
        group_expand="_group_expand_stage",
        groups=GROUPES_FAITS,
    )
    stage_code = fields.Char(related="stage_id.code", groups=GROUPES_FAITS)
    etape_laterale = fields.Boolean(related="stage_id.lateral", groups=GROUPES_FAITS)
    rejeu_changement_ids = fields.One2many(
        "parcours.rejeu.changement",
        "dossier_id",
        "Changes in replays",
        readonly=True,
        groups="parcours_accueil.group_gestionnaire",
    )

    phase = fields.Selection(PHASES, required=True, default="predossier", readonly=True)
    volontaire = fields.Boolean("Volunteer", readonly=True, help="Follows the pathway without being obliged to.")
    motif_cloture = fields.Selection(MOTIFS_CLOTURE, "Reason of closure", readonly=True, groups=GROUPES_FAITS)
    commune_a_acquitter = fields.Boolean(
        "Move to acknowledge", readonly=True, help="The person moved here: the new commune has not yet acknowledged."
    )
    priority = fields.Selection([("0", "Normal"), ("1", "Urgent")], default="0")
    color = fields.Integer()
    note = fields.Html("Notes", groups=GROUPES_REGISTRE)

    # They name the person, and Odoo searches in them without the reader's rights (bypass_search_access).
    message_ids = fields.One2many(groups=GROUPES_REGISTRE)
    activity_ids = fields.One2many(groups=GROUPES_REGISTRE)
    activity_summary = fields.Char(groups=GROUPES_REGISTRE)
    # as superuser: the bar of the board reads it for everybody, and only whether a task is late comes out
    activity_state = fields.Selection(compute_sudo=True)

    date_ouverture = fields.Date("Opened on", readonly=True)
    date_cloture = fields.Date("Closed on", readonly=True)
    date_echeance = fields.Date("Next legal date", readonly=True, groups=GROUPES_FAITS)
    echeance_type = fields.Selection(ECHEANCES, "Next legal term", readonly=True, groups=GROUPES_FAITS)

    _personne_unique = models.UniqueIndex(
        "(personne_id) WHERE personne_id IS NOT NULL", "This person already has a file."
    )
    _reference_unique = models.UniqueIndex(
        "(reference) WHERE reference <> '/'", "Two files cannot have the same reference."
    )
    _commune_etape_idx = models.Index("(company_id, phase, stage_id)")
    _echeance_idx = models.Index("(date_echeance) WHERE date_echeance IS NOT NULL")
    # the lists of the landing page, for a whole Region; "IS TRUE" is what the ORM writes, and what must match
    # in the order of the board too: its forty first cards of a stage are read, not chosen among thousands
    _ouverts_idx = models.Index(
        "(stage_id, company_id, priority DESC, date_echeance, id DESC) WHERE phase = 'dossier' AND active IS TRUE"
    )
    # … and for one commune, in the order of their lines, with what tells whether a past term is to be summoned
    _echeances_commune_idx = models.Index(
        "(company_id, date_echeance, id) INCLUDE (echeance_type, volontaire, a_informer, issue_a_appliquer)"
        " WHERE phase = 'dossier' AND active IS TRUE"
    )
    _sans_agent_idx = models.Index(
        "(company_id, date_echeance, id) WHERE user_id IS NULL AND phase = 'dossier' AND active IS TRUE"
    )
    _miens_idx = models.Index(
        "(user_id, date_echeance, id, company_id) WHERE user_id IS NOT NULL AND phase = 'dossier' AND active IS TRUE"
    )
    _acquitter_idx = models.Index(
        "(company_id, date_echeance, id) WHERE commune_a_acquitter IS TRUE AND phase = 'dossier' AND active IS TRUE"
    )
    _urgent_idx = models.Index(
        "(company_id, date_echeance, id) INCLUDE (phase) WHERE priority = '1' AND active IS TRUE"
    )

    def init(self):
        """Have PostgreSQL vacuum after one file in a hundred changed, not one in five: a count is read from its index
        alone where nothing changed since, and from the files, which are wide, everywhere else."""
        # Raw SQL: a setting of the table; no row is read or written.
        self.env.cr.execute(
            "ALTER TABLE parcours_dossier SET (autovacuum_vacuum_scale_factor = 0.01,"
            " autovacuum_vacuum_insert_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.02)"
        )

    @api.depends("reference", "name")
    @api.depends_context("uid")
    def _compute_display_name(self):
        # completion and the columns that lead to a file ask for its words as superuser, to show them to the user
        avec_nom = self.sudo(False)._has_field_access(self._fields["name"], "read")
        for dossier in self:
            dossier.display_name = (
                f"{dossier.name} ({dossier.reference})" if avec_nom and dossier.name else dossier.reference
            )

    @api.model
    def _group_expand_stage(self, stages, domain):
        # side roads appear when somebody is on them, the ordinary stages always but where the list is of side roads
        if self.env.context.get("parcours_lateral"):
            return stages
        return stages | stages.search([("lateral", "=", False)])

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Files are in the order of their dates for who may read these, and in another one for the others."""
        champ = self._fields.get(field_name.partition(".")[0])
        if champ and not self._has_field_access(champ, "read"):
            return SQL()
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    @api.model
    def get_view(self, view_id=None, view_type="form", **options):
        """The board of who may not read the stages has a column for each stage of the organiser."""
        vue = super().get_view(view_id, view_type, **options)
        if view_type == "kanban" and not self._has_field_access(self._fields["stage_id"], "read"):
            vue["arch"] = vue["arch"].replace('default_group_by="stage_id"', 'default_group_by="etape_organisateur"')
        return vue

    def copy_data(self, default=None):
        raise AccessError(self.env._("A file cannot be duplicated: each person has one file."))

    def _ouvrir_fiche(self):
        """Return the action that opens the page of this file."""
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        # Messages can name the person: only those who work on the file read them, not statisticians or organisers.
        if message_operation == "read" and not self.env.su and not self.env.user.has_groups(GROUPES_REGISTRE):
            return dict.fromkeys(self, "write")
        return super()._mail_get_operation_for_mail_message_operation(message_operation)
