# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import format_duration
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.saisie import refuser_champs, sans_defauts

from ...droit.presences import ANNULEE, ATTENDU, PRESENT, PREVUE, TENUE, Seance, se_chevauchent
from ..vocabulaire import GROUPES_IDENTITE

_lt = LazyTranslate(__name__)

ETATS = [("prevue", "Planned"), ("tenue", "Took place"), ("annulee", "Called off")]
LANGUES_COURS = [("fr", "French"), ("nl", "Dutch"), ("contact", "The contact language")]
#: What the hours of somebody rest on, once presences were noted.
FIGES = ("organisateur_id", "module_id", "jour", "heure_debut", "heure_fin")
PAR_LES_BOUTONS = _lt("These values are written by the buttons only: %s. Nothing was saved.")


class ParcoursSeance(models.Model):
    """One session of a module: when, where, by whom, for how many; who is expected, and who came.

    ::

        prevue ──somebody is noted present or absent──> tenue
          └────────cancelled, with the reason────────┴──> annulee ──taken back──> as before

    A session in which somebody was noted keeps its module, its day and its hours: cancelled, what was noted stays, and
    counts no more.
    """

    _name = "parcours.seance"
    _description = "Session of a module"
    _inherit = ["parcours.cours.chez", "parcours.seance.feuille", "liste.ordonnable", "nom.lisible", "nom.reserve"]
    _order = "jour desc, heure_debut, id"
    _noms = ("module_id", "jour", "salle")

    module_id = fields.Many2one("parcours.module", required=True, ondelete="restrict")
    langue = fields.Selection(LANGUES_COURS, "Taught in", required=True, default="fr")
    jour = fields.Date("Day", required=True, default=aujourdhui)
    heure_debut = fields.Float("Begins at", required=True, default=9.0, help="Hour in Brussels.")
    heure_fin = fields.Float("Ends at", required=True, default=12.0, help="Hour in Brussels.")
    horaire = fields.Char("Hours", compute="_compute_horaire")
    salle = fields.Char("Room")
    enseignant_id = fields.Many2one(
        "res.users",
        "Teacher",
        ondelete="restrict",
        domain="[('organisateur_id', '=', organisateur_id), ('organisateur_id', '!=', False)]",
        help="Sees the people of this session, and notes who came.",
    )
    places = fields.Integer(help="0: not known.")
    state = fields.Selection(ETATS, "Status", required=True, readonly=True, default=PREVUE, copy=False)
    motif_annulation = fields.Char("Why it is cancelled", copy=False)
    presence_ids = fields.One2many(
        "parcours.presence", "seance_id", "Presences", readonly=True, groups=GROUPES_IDENTITE
    )
    dossier_ids = fields.Many2many(
        "parcours.dossier",
        string="People",
        compute="_compute_dossier_ids",
        inverse="_inverse_dossier_ids",
        groups="parcours_accueil.group_organisateur",
    )
    nombre = fields.Integer("On the list", compute="_compute_nombres")
    nombre_presents = fields.Integer("Came", compute="_compute_nombres")

    _jour_organisateur_idx = models.Index("(organisateur_id, jour)")
    _jour_enseignant_idx = models.Index("(enseignant_id, jour) WHERE enseignant_id IS NOT NULL")
    _heures = models.Constraint(
        "CHECK(heure_debut >= 0 AND heure_fin <= 24 AND heure_fin > heure_debut)",
        "A session ends after it begins, on the same day. Nothing was saved. Look at its hours.",
    )
    _places_positives = models.Constraint("CHECK(places >= 0)", "Places cannot be fewer than none.")
    _annulee_motivee = models.Constraint(
        "CHECK(state <> 'annulee' OR motif_annulation IS NOT NULL)", "A session is cancelled with a reason."
    )

    # ---- who is on the list -----------------------------------------------------------------------------------------

    def _actuelles(self):
        """Return what holds now of these sessions, whoever asks: one line a person."""
        # sudo: who may read or write these sessions was checked where they come in
        return (
            self.env["parcours.presence"]
            .sudo()
            .search([("seance_id", "in", self.ids), ("remplacee_le", "=", False)], order="id")
        )

    @api.depends("heure_debut", "heure_fin")
    def _compute_horaire(self):
        for seance in self:
            seance.horaire = f"{format_duration(seance.heure_debut)} – {format_duration(seance.heure_fin)}"

    @api.depends("presence_ids")
    def _compute_nombres(self):
        # sudo: numbers only, of sessions that the reader may read
        groupes = (
            self.env["parcours.presence"]
            .sudo()
            ._read_group(
                [("seance_id", "in", self.ids), ("remplacee_le", "=", False)], ["seance_id", "etat"], ["__count"]
            )
        )
        comptes = {}
        for seance, etat, nombre in groupes:
            comptes.setdefault(seance.id, {})[etat] = nombre
        for seance in self:
            lus = comptes.get(seance._origin.id, {})
            seance.nombre, seance.nombre_presents = sum(lus.values()), lus.get("present", 0)

    @api.depends("presence_ids")
    def _compute_dossier_ids(self):
        """Those whose files the reader reads: who has left since is on the presence sheet only."""
        par_seance = self._actuelles().grouped("seance_id")
        for seance in self:
            # sudo: the same session, by which what is on its list was grouped
            presences = par_seance.get(seance._origin.sudo(), self.env["parcours.presence"])
            seance.dossier_ids = self._lisibles(presences.dossier_id)

    def _lisibles(self, dossiers):
        """Return those of these files that the user reads."""
        return self.env["parcours.dossier"].browse(dossiers.with_env(self.env)._filtered_access("read")._ids)

    def _inverse_dossier_ids(self):
        """Put on the list who is new, and take off it who is not there any more, unless something was noted of them."""
        self.check_access("write")
        actuelles = self._actuelles().grouped("seance_id")
        # sudo: users write no presence; the right on the session was checked just above, that on each file is below
        nouvelles, retirees = [], self.env["parcours.presence"].sudo()
        for seance in self:
            # sudo: the same session, by which what is on its list was grouped
            presences = actuelles.get(seance.sudo(), retirees)
            voulus, connus = set(seance.dossier_ids.ids), set(presences.dossier_id.ids)
            # who has left since is not shown in the form, and stays on the list
            voulus |= connus - set(self._lisibles(presences.dossier_id)._ids)
            nouvelles += [{"seance_id": seance.id, "dossier_id": dossier} for dossier in voulus - connus]
            retirees |= presences.filtered(lambda presence, voulus=voulus: presence.dossier_id.id not in voulus)
            seance._refuser_trop(len(voulus))
        self.env["parcours.dossier"].browse({ligne["dossier_id"] for ligne in nouvelles}).check_access("read")
        if notees := retirees.filtered(lambda presence: presence.etat != ATTENDU):
            raise UserError(
                self.env._(
                    "Something was already noted of %s in this session: they stay on its list. Nothing was saved. Note "
                    "them otherwise on the presence sheet.",
                    ", ".join(notees.mapped("nom")),
                )
            )
        retirees.unlink()
        retirees.create(nouvelles)

    def _refuser_trop(self, nombre):
        """Refuse more people than places, where these are known.

        :raise UserError: how many may come
        """
        if self.places and nombre > self.places:
            raise UserError(
                self.env._(
                    "This session has %(places)s places, and %(people)s people would be on its list. Nothing was "
                    "saved. Take somebody off the list, or correct the places.",
                    places=self.places,
                    people=nombre,
                )
            )

    # ---- what is kept -----------------------------------------------------------------------------------------------

    @api.constrains("enseignant_id", "organisateur_id")
    def _check_enseignant(self):
        # sudo: for whom the teacher works; whoever writes the session works there too
        for seance in self.sudo():
            if seance.enseignant_id and seance.enseignant_id.organisateur_id != seance.organisateur_id:
                raise ValidationError(
                    self.env._(
                        "%s does not work for the organiser of this session. Nothing was saved. Choose somebody of "
                        "your own team.",
                        seance.enseignant_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            refuser_champs(self, set().union(*vals_list) & {"state", "presence_ids"}, PAR_LES_BOUTONS)
        return super(ParcoursSeance, self if self.env.su else sans_defauts(self)).create(
            [{"organisateur_id": self.env.user.organisateur_id.id} | vals for vals in vals_list]
        )

    def write(self, vals):
        if not self.env.su:
            refuser_champs(self, vals.keys() & {"state", "presence_ids", "organisateur_id"}, PAR_LES_BOUTONS)
        avant = {seance: seance._fige() for seance in self} if vals.keys() & set(FIGES) else {}
        resultat = super().write(vals)
        self.browse().union(*(s for s, fige in avant.items() if s._fige() != fige))._refuser_deplacement()
        if "places" in vals:
            for seance in self:
                seance._refuser_trop(seance.nombre)
        return resultat

    def _fige(self):
        return tuple(self[nom] for nom in FIGES)

    def _refuser_deplacement(self):
        """Refuse that sessions in which somebody was noted were moved: the hours of their people rest on them.

        :raise UserError: what to do instead
        """
        if self and any(presence.etat != ATTENDU for presence in self._actuelles()):
            raise UserError(
                self.env._(
                    "Presences were noted in this session: its module, its day and its hours stay. Nothing was saved. "
                    "If they are wrong, cancel it with the reason (what was noted is kept, and counts no more), and "
                    "plan another one."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_sans_presence(self):
        presences = self._actuelles()
        if any(presence.etat != ATTENDU for presence in presences):
            raise UserError(
                self.env._(
                    "Presences were noted in this session: it is not deleted. Nothing was changed. Cancel it with the "
                    "reason: what was noted is kept, and counts no more."
                )
            )
        presences.unlink()

    # ---- what becomes of it -----------------------------------------------------------------------------------------

    def action_annuler(self):
        """It does not take place, or did not: what was noted stays, and counts no more."""
        self.check_access("write")
        for seance in self:
            if not (seance.motif_annulation or "").strip():
                raise UserError(
                    self.env._(
                        "Write first why this session is cancelled. Nothing was changed. The people on its list, and "
                        "what was noted of them, are kept."
                    )
                )
        # sudo: the status is written by this step alone; the right on the session was checked above
        self.sudo().state = ANNULEE

    def action_retablir(self):
        """It takes place after all: what was noted before counts again.

        :raise UserError: somebody was noted present elsewhere at these hours meanwhile
        """
        self.check_access("write")
        presences = self._actuelles()
        # who notes these people in another session waits, or is waited for
        presences.dossier_id._seul()
        for seance in self.filtered(lambda seance: seance.state == ANNULEE):
            seance._refuser_deux_cours(presences.filtered(lambda p, s=seance: p.seance_id.id == s.id))
        notees = presences.filtered(lambda p: p.etat in ("present", "absent")).seance_id
        # sudo: as above
        (self.sudo() & notees).state = TENUE
        (self.sudo() - notees).state = PREVUE

    def _refuser_deux_cours(self, presences):
        """Refuse hours that somebody noted present here followed in another session meanwhile.

        :raise UserError: naming them
        """
        presents = presences.filtered(lambda presence: presence.etat == PRESENT)
        ailleurs = self._presents_ailleurs(presents.dossier_id)
        ici = self._lue()
        doubles = presents.filtered(
            lambda p: any(se_chevauchent(ici, autre) for autre in ailleurs.get(p.dossier_id.id, ()))
        )
        if doubles:
            raise UserError(
                self.env._(
                    "Meanwhile these people were noted present in another session at the same hours: %s. Their hours "
                    "would count twice, so nothing was changed. Plan another session for who came to this one.",
                    ", ".join(doubles.mapped("nom")),
                )
            )

    def _presents_ailleurs(self, dossiers):
        """Return the other sessions of that day in which these people were noted present, of any organiser, as the law
        counts them: ``{file id: [Seance]}``."""
        # sudo: hours in which somebody was elsewhere, whoever asks; nothing else of these sessions comes out
        presences = (
            self.env["parcours.presence"]
            .sudo()
            .search(
                [
                    ("dossier_id", "in", dossiers.ids),
                    ("jour", "=", self.jour),
                    ("etat", "=", PRESENT),
                    ("remplacee_le", "=", False),
                    ("seance_id", "!=", self.id),
                    ("seance_etat", "!=", ANNULEE),
                ]
            )
        )
        autres = {}
        for presence in presences:
            autres.setdefault(presence.dossier_id.id, []).append(presence.seance_id._lue())
        return autres

    def action_repeter(self):
        """Plan it again a week later, with those who are still enrolled, and open it."""
        self.ensure_one()
        self.check_access("write")
        copie = self.copy({"jour": self.jour + timedelta(days=7)})
        inscrits = self._inscriptions(self.dossier_ids)
        copie.dossier_ids = self.dossier_ids.filtered(lambda d: any(not fin for _debut, fin in inscrits.get(d.id, ())))
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": copie.id,
            "views": [(False, "form")],
            "name": copie.display_name,
        }

    def action_feuille(self):
        """Open the presence sheet."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "parcours_feuille",
            "name": self.display_name,
            "context": {"active_id": self.id},
            "params": {"seance_id": self.id},
        }

    # ---- as the law counts it ---------------------------------------------------------------------------------------

    def _lue(self):
        """Return this session as the law counts it (droit/presences.py)."""
        return Seance(self.jour, round(60 * self.heure_debut), round(60 * self.heure_fin), self.state)

    def _inscriptions(self, dossiers):
        """Return the enrolments of those files with the organiser of this session: ``{file id: [(first, last)]}``."""
        # sudo: days of enrolments with the organiser of the session, which the caller may write
        lues = (
            self.env["parcours.inscription"]
            .sudo()
            .search([("dossier_id", "in", dossiers.ids), ("organisateur_id", "=", self.organisateur_id.id)])
        )
        inscriptions = {}
        for inscription in lues:
            jours = (inscription.date_debut, inscription.date_fin or None)
            inscriptions.setdefault(inscription.dossier_id.id, []).append(jours)
        return inscriptions
