# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.parcours_socle.jour import maintenant

from ...droit.presences import ABSENT, ANNULEE, ATTENDU, JUSTIFIE, Presence

ETATS = [
    ("attendu", "Not noted yet"),
    ("present", "Was present"),
    ("absent", "Was absent"),
    ("justifie", "Absent, justified"),
]
#: Why an absence is justified: never a medical ground, which is for the commune only (loi.md §4).
MOTIFS = [
    ("piece", "A document was seen"),
    ("travail", "Work or training"),
    ("famille", "Family"),
    ("autre", "Another reason"),
]


class ParcoursPresence(models.Model):
    """What was noted of one person in one session.

    ::

        attendu ──noted──> present, absent, justifie ──noted otherwise──> a new line; this one stays, replaced

    A line that was noted is never changed: what replaces it is another one, so that a figure of a day can be counted
    again as it was. It is of the file, and outlives an enrolment that is corrected. Only a session writes it.
    """

    _name = "parcours.presence"
    _description = "Presence in a session"
    _inherit = ["lecture.tracee", "liste.ordonnable", "nom.lisible", "nom.reserve"]
    # leads to a person, and shows nothing of what the register says
    _montre = {"dossier_id": {}}
    _motif_lecture = "dossier"
    _liste_fiches = ("dossier_id",)
    _order = "jour desc, id desc"
    _noms = ("seance_id", "etat")

    seance_id = fields.Many2one("parcours.seance", "Session", required=True, readonly=True, ondelete="restrict")
    dossier_id = fields.Many2one(
        "parcours.dossier", "File", required=True, readonly=True, ondelete="cascade", index=True
    )
    nom = fields.Char("Name", compute="_compute_nom")
    jour = fields.Date(related="seance_id.jour", store=True)
    module_id = fields.Many2one(related="seance_id.module_id")
    organisateur_id = fields.Many2one(related="seance_id.organisateur_id")
    seance_etat = fields.Selection(related="seance_id.state", string="The session")
    etat = fields.Selection(ETATS, "Noted", required=True, default=ATTENDU, readonly=True)
    motif = fields.Selection(MOTIFS, "Justified by", readonly=True)
    document_id = fields.Many2one(
        "parcours.document", "Proof", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    retard = fields.Integer("Minutes missed", readonly=True, help="Minutes that the person was not there.")
    note_par_id = fields.Many2one("res.users", "Noted by", readonly=True, ondelete="restrict")
    note_le = fields.Datetime("Noted on", readonly=True)
    remplacee_le = fields.Datetime("Replaced on", readonly=True, help="Somebody noted otherwise since.")

    _une_par_seance = models.UniqueIndex(
        "(seance_id, dossier_id) WHERE remplacee_le IS NULL",
        "This person is already on the list of that session. Nothing was saved.",
    )
    _seance_idx = models.Index("(seance_id)")
    _justifiee_par = models.Constraint(
        "CHECK((etat = 'justifie') = (motif IS NOT NULL))", "A justified absence says what justifies it."
    )
    _notee_par = models.Constraint(
        "CHECK((etat = 'attendu') = (note_le IS NULL))", "What is noted says when, and by whom."
    )
    _retard_d_un_present = models.Constraint(
        "CHECK(retard = 0 OR (etat = 'present' AND retard > 0))", "Only somebody who was present missed a part."
    )

    @api.depends("dossier_id")
    def _compute_nom(self):
        # sudo: their names, to who may read what was noted of them: the organiser of the session, whoever gives it, and
        # those who read the file
        for presence in self:
            presence.nom = presence.sudo().dossier_id.name

    @api.ondelete(at_uninstall=False)
    def _unlink_attendues(self):
        if any(presence.etat != ATTENDU for presence in self):
            raise AccessError(self.env._("What was noted of a session is never deleted. Nothing was changed."))

    def action_justifier(self):
        """Open the window that justifies this absence."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Justify an absence"),
            "res_model": "parcours.justification",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_presence_id": self.id},
        }

    def _justifier(self, motif, document):
        """Put a justified absence in the place of this one.

        :raise AccessError: another organiser's session
        :raise UserError: it is no absence any more; the document is of another file
        """
        self.ensure_one()
        self.check_access("read")
        if not (self.seance_id.has_access("read") and self.seance_id._peut_noter()):
            raise AccessError(
                self.env._("This session is another organiser's: only they justify its absences. Nothing was saved.")
            )
        # two people at once: the second one waits here, and finds it justified
        self.dossier_id._seul()
        if self.etat != ABSENT or self.remplacee_le or self.seance_id.state == ANNULEE:
            raise UserError(self.env._("This is no absence any more: look at what was noted since. Nothing was saved."))
        if document and document.dossier_id != self.dossier_id:
            raise UserError(
                self.env._("This document is of another file. Nothing was saved. Bring it on this file first.")
            )
        # sudo: presences are written by sessions only; the right on this one was checked above
        presence = self.sudo()
        presence.remplacee_le = maintenant()
        # the unique index must see the former line replaced before the new one
        presence.flush_recordset()
        presence.create(
            {
                "seance_id": presence.seance_id.id,
                "dossier_id": presence.dossier_id.id,
                "etat": JUSTIFIE,
                "motif": motif,
                "document_id": document.id,
                "note_par_id": self.env.uid,
                "note_le": maintenant(),
            }
        )

    def _dire_autrement(self, phrase):
        """Return in words who noted this one, and what."""
        etats = dict(self._fields["etat"]._description_selection(self.env))
        # sudo: the name of a colleague
        qui, dite = self.sudo().note_par_id.name or "", self.env._(phrase)
        return dite % {"who": qui, "state": etats[self.etat]}

    def _lues(self):
        """Return these presences as the law counts them, by file: ``{file id: [Presence]}``."""
        lues = {}
        for presence in self:
            seance = presence.seance_id
            lue = Presence(seance.module_id.id, seance._lue(), presence.etat, presence.retard)
            lues.setdefault(presence.dossier_id.id, []).append(lue)
        return lues

    @api.model
    def _rejoindre(self, dossier, autre):
        """Before the presences of another file become those of this one, of the same person: who stands twice on the
        list of a session stands there once, with what was noted."""
        # sudo: the joining of the two files was checked; nothing is deleted of what was noted
        siennes = self.sudo().search([("dossier_id", "in", (dossier | autre).ids), ("remplacee_le", "=", False)])
        for doubles in siennes.grouped("seance_id").values():
            if len(doubles) > 1:
                gardee = doubles.sorted(lambda p: (p.etat == ATTENDU, p.id))[0]
                reste = doubles - gardee
                reste.filtered(lambda p: p.etat == ATTENDU).unlink()
                reste.exists().remplacee_le = maintenant()
        self.env.flush_all()
