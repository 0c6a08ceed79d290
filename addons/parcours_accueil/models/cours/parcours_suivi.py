# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.saisie import refuser_champs, sans_defauts

_lt = LazyTranslate(__name__)

A_LA_CREATION = _lt("Of whom, and of which organiser, a follow-up is cannot be changed: %s. Nothing was saved.")
INCONNU = ("inconnu", "Unknown")
ETUDES = [
    ("aucune", "No schooling"),
    ("primaire", "Primary"),
    ("secondaire_1", "Lower secondary"),
    ("secondaire_2", "Upper secondary"),
    ("superieur", "Higher education"),
    INCONNU,
]
DIPLOMES = [
    ("reconnu", "Recognised in Belgium"),
    ("demande", "Recognition asked for"),
    ("non_reconnu", "Not recognised"),
    ("aucun", "None"),
    INCONNU,
]
OCCUPATIONS = [
    ("emploi", "At work"),
    ("recherche", "Looking for work"),
    ("formation", "Studies or training"),
    ("foyer", "At home"),
    ("autre", "Other"),
    INCONNU,
]
#: What a social assessment asks besides the contact language, which the file may know: each may be unknown, and none is
#: left out.
BILAN = ("etudes", "diplome", "occupation")


class ParcoursSuivi(models.Model):
    """How an organiser follows somebody: the social assessment, the coach, the interpreter, the last interview.

    It is of the file: another organiser reads what the one before wrote, and writes its own; the last one holds.
    """

    _name = "parcours.suivi"
    _description = "Follow-up of a person"
    _inherit = [
        "parcours.cours.chez",
        "reference.lisible",
        "lecture.tracee",
        "liste.ordonnable",
        "nom.lisible",
        "nom.reserve",
    ]
    _montre = {"dossier_id": {}}
    _motif_lecture = "dossier"
    _liste_fiches = ("dossier_id",)
    _lisibles = ("dossier_id",)
    _noms = ("organisateur_id", "bilan_le")
    _order = "id desc"

    dossier_id = fields.Many2one("parcours.dossier", "File", required=True, ondelete="cascade", index=True)
    responsable_id = fields.Many2one(
        "res.users",
        "Coach in charge",
        ondelete="restrict",
        index="btree_not_null",
        default=lambda self: self.env.user.organisateur_id and self.env.uid,
        domain="[('organisateur_id', '=', organisateur_id), ('organisateur_id', '!=', False)]",
    )
    bilan_le = fields.Date("Social assessment of", default=aujourdhui)
    etudes = fields.Selection(ETUDES, "Education")
    diplome = fields.Selection(DIPLOMES, "Diploma")
    occupation = fields.Selection(OCCUPATIONS)
    langue_contact = fields.Selection(related="dossier_id.langue_contact", string="Contact language")
    langue_contact_demandee = fields.Selection(
        "_langues_demandees",
        "Contact language, as the person says",
        help="The file has it from then on; “Unknown” is an answer too.",
    )
    interprete = fields.Boolean("Interpreter needed")
    entretien_le = fields.Date("Last interview of")
    bilan_fait = fields.Boolean(
        compute="_compute_bilan_fait", store=True, string="Social assessment made", help="Each answer may be: unknown."
    )

    @api.model
    def _langues_demandees(self):
        return [*self.env["parcours.dossier"]._langues_contact(), (INCONNU[0], self.env._("Unknown"))]

    @api.depends("bilan_le", "langue_contact_demandee", "dossier_id.langue_contact", *BILAN)
    def _compute_bilan_fait(self):
        for suivi in self:
            dite = suivi.langue_contact_demandee or suivi.langue_contact
            suivi.bilan_fait = bool(suivi.bilan_le and dite) and all(suivi[nom] for nom in BILAN)

    @api.constrains("responsable_id", "organisateur_id")
    def _check_responsable(self):
        # sudo: for whom the coach works; whoever writes the follow-up works there too
        for suivi in self.sudo():
            if suivi.responsable_id and suivi.responsable_id.organisateur_id != suivi.organisateur_id:
                raise ValidationError(
                    self.env._(
                        "%s does not work for this organiser. Nothing was saved. Choose somebody of your own team.",
                        suivi.responsable_id.name,
                    )
                )

    @api.constrains("bilan_le", "entretien_le")
    def _check_jours(self):
        jours = [suivi[nom] for suivi in self for nom in ("bilan_le", "entretien_le") if suivi[nom]]
        if any(jour > aujourdhui() for jour in jours):
            raise ValidationError(self.env._("This day is still to come. Nothing was saved. Look at the dates."))

    @api.model_create_multi
    def create(self, vals_list):
        siens = {"organisateur_id": self.env.user.organisateur_id.id}
        suivis = super(ParcoursSuivi, sans_defauts(self)).create([siens | vals for vals in vals_list])
        suivis.filtered("langue_contact_demandee")._dire_langue_contact()
        return suivis

    def write(self, vals):
        if not self.env.su:
            refuser_champs(self, vals.keys() & {"dossier_id", "organisateur_id"}, A_LA_CREATION)
        resultat = super().write(vals)
        if "langue_contact_demandee" in vals:
            self._dire_langue_contact()
        return resultat

    @api.model
    def _charges(self, dossiers):
        """Return ``{(file id, organiser id): the coach in charge}``, of the last follow-up that has one."""
        suivis = self.search([("dossier_id", "in", dossiers.ids), ("responsable_id", "!=", False)], order="id")
        return {(suivi.dossier_id.id, suivi.organisateur_id.id): suivi.responsable_id for suivi in suivis}

    def _dire_langue_contact(self):
        """Have the file speak to the person as they just said; “Unknown” takes nothing away that is known."""
        for suivi in self:
            dite = suivi.langue_contact_demandee
            # sudo: how the person is best spoken to, told to their organiser, who may write this follow-up; the file
            # signs it with who asked
            dossier = suivi.sudo().dossier_id
            if dite and dite != "inconnu" and dossier.langue_contact != dite:
                dossier.langue_contact = dite
