# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What was handed over during an absence, and with whom it is since: what comes back after."""

from odoo import api, fields, models

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.models.mail_message import PERMIS, permis

#: Key of the context of what moves a file or a task from an absence or back: no person gave it.
RELEVE = "parcours_releve"


class ParcoursAbsenceReleve(models.Model):
    """One file or one task of one absence.

    When who has it becomes absent too, it moves on and stands in both absences, the later one inside the earlier: who
    comes back first takes back what is still there, and ends what was inside.
    """

    _name = "parcours.absence.releve"
    _description = "What was handed over during an absence"
    _inherit = ["lecture.tracee", "nom.lisible", "nom.reserve"]
    # leads to a person, and shows nothing of what the register says
    _montre = {"dossier_id": {}}
    _motif_lecture = "dossier"
    _order = "id"
    _noms = ("absence_id",)

    absence_id = fields.Many2one("parcours.absence", required=True, readonly=True, ondelete="cascade", index=True)
    dossier_id = fields.Many2one("parcours.dossier", "File", readonly=True, ondelete="cascade", index="btree_not_null")
    tache_id = fields.Many2one("mail.activity", "Task", readonly=True, ondelete="cascade", index="btree_not_null")
    chez_id = fields.Many2one("res.users", "With", required=True, readonly=True, ondelete="cascade")

    @api.model
    def _remettre(self, absence, present):
        """Give the open files and tasks of who is absent to who is present."""
        # sudo comes from the caller, the engine
        commun = [("user_id", "=", absence.user_id.id)]
        dossiers = self.env["parcours.dossier"].search(
            [*commun, ("company_id", "=", absence.company_id.id), ("phase", "!=", "cloture")]
        )
        dossiers = dossiers._ouverts_a(present, "write")
        taches = self._lisibles(
            self.env["mail.activity"].search([*commun, ("res_model", "in", self._modeles())]), present
        )
        self._deplacer(dossiers, taches, present)
        self._suivre(absence, dossiers, taches, present)

    @api.model
    def _suivre(self, absence, dossiers, taches, present):
        """Remember that these are with who is present, for that absence and for those that gave them to the absent."""
        avant = self.search(["|", ("dossier_id", "in", dossiers.ids), ("tache_id", "in", taches.ids)])
        avant.filtered(lambda releve: releve.chez_id == absence.user_id).chez_id = present
        commun = {"absence_id": absence.id, "chez_id": present.id}
        self.create(
            [{**commun, "dossier_id": dossier.id} for dossier in dossiers]
            + [{**commun, "tache_id": tache.id} for tache in taches]
        )

    def _rendre(self, present):
        """Give back what is still open and where it was left; what is not stays with whoever has it.

        :param present: who stands today for whoever was absent
        """
        if not self:
            return
        dossiers = self.dossier_id.filtered(lambda dossier: dossier.phase != "cloture")._ouverts_a(present, "write")
        encore = {(releve.dossier_id, releve.chez_id) for releve in self}
        dossiers = dossiers.filtered(lambda dossier: (dossier, dossier.user_id) in encore)
        chez = {dossier.id: dossier.user_id for dossier in dossiers}
        siennes = {(releve.tache_id, releve.chez_id) for releve in self}
        taches = self.tache_id.filtered(lambda tache: tache.active and (tache, tache.user_id) in siennes)
        # who has a file has its tasks: also those that came with it meanwhile
        domaine = [("res_model", "=", dossiers._name), ("res_id", "in", dossiers.ids)]
        neuves = self.env["mail.activity"].search(domaine)
        taches |= neuves.filtered(lambda tache: tache.user_id == chez[tache.res_id])
        taches = self._lisibles(taches, present)
        self._deplacer(dossiers, taches, present)
        self._sortir(dossiers, taches, present)
        self.exists().unlink()

    def _sortir(self, dossiers, taches, present):
        """What went out of these absences is out of those inside them, and with who has it now in those around."""
        debut = {(releve.dossier_id, releve.tache_id): releve.id for releve in self}
        domaine = ["|", ("dossier_id", "in", dossiers.ids), ("tache_id", "in", taches.ids), ("id", "not in", self.ids)]
        autres = self.search(domaine)
        dedans = autres.filtered(lambda autre: autre.id > debut.get((autre.dossier_id, autre.tache_id), 0))
        (autres - dedans).chez_id = present
        dedans.unlink()

    @api.model
    def _deplacer(self, dossiers, taches, present):
        marque = {RELEVE: PERMIS, "mail_activity_quick_update": True}
        dossiers.with_context(**marque).write({"user_id": present.id})
        taches.with_context(**marque).write({"user_id": present.id})

    @api.model
    def _modeles(self):
        """Return the models whose tasks a replacement has: the files, and what is asked in them."""
        return ("parcours.dossier", "parcours.exemption", "parcours.contestation")

    @api.model
    def _lisibles(self, taches, user):
        """Return those of these tasks whose record that user may read."""
        ouverts = {
            modele: set(self.env[modele].browse(lot.mapped("res_id"))._ouverts_a(user)._ids)
            for modele, lot in taches.grouped("res_model").items()
        }
        return taches.filtered(lambda tache: tache.res_id in ouverts[tache.res_model])

    # ---- what a person gives ----------------------------------------------------------------------------------------

    @api.model
    def _d_une_personne(self):
        """Whether who has a file or a task is being changed by somebody, and not by an absence."""
        return not permis(self.env, RELEVE)

    @api.model
    def _oublier(self, champ, records):
        """Somebody gave or took these: they do not come back by themselves any more.

        :param champ: "dossier_id" or "tache_id"
        """
        # sudo: what follows from a change whose access is checked where it is made; nothing comes out
        self.sudo().search([(champ, "in", records.ids)]).unlink()

    @api.model
    def _noter(self, champ, records, absent_id):
        """These were given to somebody who is absent, and went to who stands for them: they are theirs after."""
        # sudo: as above
        absence = (
            self.env["parcours.absence"]
            .sudo()
            .search(
                [
                    ("user_id", "=", absent_id),
                    ("state", "!=", "finie"),
                    ("date_debut", "<=", aujourdhui()),
                    ("date_fin", ">=", aujourdhui()),
                ],
                limit=1,
            )
        )
        if absence:
            self.sudo().create(
                [
                    {"absence_id": absence.id, champ: record.id, "chez_id": record.user_id.id}
                    for record in records.sudo()
                    if record.user_id
                ]
            )
