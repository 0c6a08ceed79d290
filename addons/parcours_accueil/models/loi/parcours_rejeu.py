# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The replay of a draft of the law: what it would change for everybody, without touching a file."""

import json
import time
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import maintenant

from ..dossier.examen import COLONNES_ISSUE, TAILLE_LOT
from ..vocabulaire import COULEURS, RESULTATS
from .publication import JOURS_REJEU

# Seconds a replay may take while somebody waits for it; the rest is done in the background.
SECONDES_ATTENTE = 20
EN_ATTENTE = ("attente", "en_cours")
RANGS = {resultat: rang for rang, (resultat, _mot) in enumerate(RESULTATS)}


class ParcoursRejeu(models.Model):
    """One run of a draft over the whole population, by the very code of the examination::

        attente ──first batch──> en_cours ──last file──> fini
                                     └──the draft changed meanwhile──> perime

    Counts are kept on the lines of the matrix (outcome and ground before, after); who is behind a line is kept for the
    files that change only (parcours.rejeu.changement), until the draft is published or replayed anew. Written by the
    engine alone.
    """

    _name = "parcours.rejeu"
    _description = "Replay of a draft regulation"
    _inherit = "parcours.rejeu.export"
    _order = "id desc"
    _rec_name = "reglement_id"

    reglement_id = fields.Many2one(
        "parcours.reglement", "Draft", required=True, readonly=True, ondelete="cascade", index=True
    )
    user_id = fields.Many2one("res.users", "Asked by", required=True, readonly=True)
    state = fields.Selection(
        [
            ("attente", "Waiting"),
            ("en_cours", "Running"),
            ("fini", "Finished"),
            ("perime", "Stopped: the draft changed"),
        ],
        "Status",
        required=True,
        default="attente",
        readonly=True,
    )
    date_debut = fields.Datetime("Asked on", required=True, default=maintenant, readonly=True)
    date_fin = fields.Datetime("Finished on", readonly=True)
    secondes = fields.Float("Seconds of work", readonly=True)
    nombre = fields.Integer("Files", readonly=True, help="All files there were when the replay was asked for.")
    nombre_faits = fields.Integer("Files done", readonly=True)
    nombre_changes = fields.Integer("Files that change", compute="_compute_matrice")
    dernier_id = fields.Integer(readonly=True, help="Id of the last file done: where to resume.")
    limite_id = fields.Integer(readonly=True, help="Id of the last file there was when the replay was asked for.")
    empreinte = fields.Char(readonly=True, help="Digest of the draft that was replayed.")
    personnes_effacees = fields.Boolean(readonly=True, help="Who was behind the numbers is no longer kept.")
    ligne_ids = fields.One2many("parcours.rejeu.ligne", "rejeu_id", "Outcomes", readonly=True)
    matrice = fields.Json("Before and after", compute="_compute_matrice")

    @api.depends("reglement_id", "date_debut")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for rejeu in self:
            rejeu.display_name = self.env._("Replay of %s", rejeu.reglement_id.name)

    @api.depends("ligne_ids.nombre")
    @api.depends_context("lang")
    def _compute_matrice(self):
        for rejeu in self:
            rejeu.nombre_changes = sum(ligne.nombre for ligne in rejeu.ligne_ids if ligne.change)
            rejeu.matrice = rejeu._matrice()

    @api.autovacuum
    def _gc_personnes(self):
        """Erase who was behind the replays that may no longer serve."""
        limite = fields.Datetime.subtract(maintenant(), days=JOURS_REJEU)
        self.search([("date_debut", "<", limite), ("personnes_effacees", "=", False)])._effacer_personnes()

    def action_actualiser(self):
        """Show how far the replay is: a button reloads its page."""

    def action_exporter(self):
        """Download the matrix and the files that change as a workbook."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/parcours/rejeu/{self.id}.xlsx", "target": "download"}

    def _action_ouvrir(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    @api.model
    def _creer(self, reglement):
        """Return a new replay of that draft over all present files; only the last replay keeps who is behind it."""
        reglement.rejeu_ids._effacer_personnes()
        dossiers = self.env["parcours.dossier"].with_context(active_test=False)
        return self.create(
            {
                "reglement_id": reglement.id,
                "user_id": self.env.uid,
                "empreinte": reglement._empreinte(),
                "nombre": dossiers.search_count([]),
                "limite_id": dossiers.search([], order="id desc", limit=1).id,
            }
        )

    def _valable(self):
        """Whether this replay may serve to publish: finished, of exactly the draft as it is now, recent."""
        limite = fields.Datetime.subtract(maintenant(), days=JOURS_REJEU)
        return bool(
            self
            and self.state == "fini"
            and self.date_debut >= limite
            and self.empreinte == self.reglement_id._empreinte()
        )

    def _rejouer_maintenant(self, secondes=SECONDES_ATTENTE):
        """Run what fits in that many seconds, and leave the rest to the scheduled action, started at once."""
        limite = time.monotonic() + secondes
        while self.state in EN_ATTENTE and time.monotonic() < limite:
            self._rejouer_lot()
        if self.state in EN_ATTENTE:
            lots.ask(self.env, "parcours_accueil.cron_rejouer")

    @api.model
    def _cron_rejouer(self):
        """Go on with the replays that are not finished; commits every batch, and resumes where it stopped."""
        # sudo: automatic process over every commune
        rejeux = self.sudo().search([("state", "in", EN_ATTENTE)], order="id")
        # each of them as often as it has batches left, the last of which may be empty
        ids = [rejeu.id for rejeu in rejeux for _lot in range((rejeu.nombre - rejeu.nombre_faits) // TAILLE_LOT + 1)]
        lots.run(self.env, lots.Step(rejeux.browse(), lambda rejeu: rejeu._rejouer_lot(), lambda: ids, size=1))

    def _rejouer_lot(self):
        """Replay the next batch of files (superuser), if there is one."""
        self.ensure_one()
        if self.state not in EN_ATTENTE:
            return
        debut = time.perf_counter()
        if self.reglement_id.state != "brouillon" or self.empreinte != self.reglement_id._empreinte():
            self.state = "perime"
            return
        dossiers = self.env["parcours.dossier"].with_context(active_test=False)
        lot = dossiers.search(
            [("id", ">", self.dernier_id), ("id", "<=", self.limite_id)], order="id", limit=TAILLE_LOT
        )
        if lot:
            self._compter(lot)
        fini = len(lot) < TAILLE_LOT
        self.write(
            {
                "state": "fini" if fini else "en_cours",
                "date_fin": maintenant() if fini else False,
                "nombre_faits": self.nombre_faits + len(lot),
                "dernier_id": lot[-1:].id or self.dernier_id,
                "secondes": self.secondes + time.perf_counter() - debut,
            }
        )

    def _compter(self, lot):
        """Compare the present outcomes of those files with what the draft gives, and add them to the matrix."""
        issues = lot._lignes(COLONNES_ISSUE)
        faits = lot._faits_du_brouillon(lot, self.reglement_id)
        for issue in issues:
            issue.update((nom, v) for nom, v in faits.get(issue["id"], {}).items() if nom in issue)
        verdicts = self.env["parcours.reglement"]._verdicts(issues, self.reglement_id, faits)
        groupes = defaultdict(list)
        for issue in issues:
            verdict = verdicts[issue["id"]].verdict
            apres = verdict.resultat, verdict.exemption_code or False
            groupes[issue["resultat"] or False, issue["exemption_code"] or False, *apres].append(
                (issue["id"], verdict.decisif_json)
            )
        lignes = {ligne._cle(): ligne for ligne in self.ligne_ids}
        nouvelles = self.env["parcours.rejeu.ligne"].create(
            [self._valeurs_ligne(cle) for cle in groupes if cle not in lignes]
        )
        lignes |= {ligne._cle(): ligne for ligne in nouvelles}
        changements, medicaux = [], self.env["parcours.dossier"]._codes_medicaux()
        for cle, dossiers in groupes.items():
            lignes[cle].nombre += len(dossiers)
            # a number says nobody's ground; who is behind one of a medical ground is not kept
            if lignes[cle].change and medicaux.isdisjoint(cle):
                changements += [(lignes[cle].id, *dossier) for dossier in dossiers]
        self.env["parcours.rejeu.changement"]._inserer(self._avec_codes(changements))

    def _valeurs_ligne(self, cle):
        """Return the values of a new line of the matrix."""
        noms = "resultat_avant", "exemption_avant", "resultat_apres", "exemption_apres"
        return {"rejeu_id": self.id, "change": cle[:2] != cle[2:], **dict(zip(noms, cle, strict=True))}

    def _avec_codes(self, changements):
        """Turn ``(line, file, ids of the deciding rules as JSON)`` into ``(line, file, their codes as text)``."""
        decisifs = {decisif for _ligne, _dossier, decisif in changements}
        regles = self.env["parcours.regle"].with_context(active_test=False)
        textes = {}
        for decisif in decisifs:
            codes = dict.fromkeys(regles.browse(json.loads(decisif)).mapped("code"))
            textes[decisif] = ", ".join(codes)
        return [(ligne, dossier, textes[decisif]) for ligne, dossier, decisif in changements]

    def _effacer_personnes(self):
        """Forget who was behind the numbers of those replays; the numbers stay."""
        rejeux = self.sudo().filtered(lambda rejeu: not rejeu.personnes_effacees)  # sudo: users write no replay
        self.env["parcours.rejeu.changement"]._effacer(rejeux)
        rejeux.personnes_effacees = True

    def _matrice(self):
        """Return what the screen shows: ``{"colonnes": [issue], "lignes": [issue + {"cellules": […]}]}``.

        An issue is ``{"mot", "couleur", "total"}``; a cell is None or ``{"id", "nombre", "change"}``.
        """
        self.ensure_one()
        avant = sorted({ligne._cle()[:2] for ligne in self.ligne_ids}, key=_rang)
        apres = sorted({ligne._cle()[2:] for ligne in self.ligne_ids}, key=_rang)
        cellules = {
            ligne._cle(): {"id": ligne.id, "nombre": ligne.nombre, "change": ligne.change} for ligne in self.ligne_ids
        }

        def total(debut=None, fin=None):
            dedans = (cle for cle in cellules if debut in (None, cle[:2]) and fin in (None, cle[2:]))
            return sum(cellules[cle]["nombre"] for cle in dedans)

        return {
            "colonnes": [self._issue(*fin) | {"total": total(fin=fin)} for fin in apres],
            "lignes": [
                self._issue(*debut)
                | {"total": total(debut=debut), "cellules": [cellules.get((*debut, *fin)) for fin in apres]}
                for debut in avant
            ],
            "total": total(),
        }

    @api.model
    def _issue(self, resultat, exemption_code):
        """Return an outcome as the screen names it."""
        if not resultat:
            return {"mot": self.env._("Not examined yet"), "couleur": "light"}
        mot = dict(self.env["parcours.dossier"]._fields["resultat"]._description_selection(self.env))[resultat]
        if exemption_code:
            mot = self.env._("%(outcome)s (ground %(code)s)", outcome=mot, code=exemption_code)
        return {"mot": mot, "couleur": COULEURS[resultat]}

    def _verifier_personnes(self):
        """Refuse to look for people that are no longer kept.

        :raise UserError: saying what to do
        """
        if self.personnes_effacees:
            raise UserError(
                self.env._(
                    "Who was behind this number is no longer kept: the draft was published, replayed again, or this "
                    "replay is too old. The numbers were kept. Replay the draft to see the people."
                )
            )


def _rang(issue):
    """Sort outcomes as everywhere on screen, grounds in the order of the law (1, 2, 3, 3b, 4 … 10)."""
    resultat, code = issue
    chiffres = "".join(lettre for lettre in code or "" if lettre.isdigit())
    return RANGS.get(resultat, -1), int(chiffres or 0), code or ""
