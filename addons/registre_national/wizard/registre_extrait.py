# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import base64
import io

import xlsxwriter

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_datetime

from odoo.addons.parcours_socle import cellules
from odoo.addons.parcours_socle.jour import BRUXELLES, maintenant

from ..models.personne.lecture import ITS

MOTIFS = ("droit_acces", "controle", "autre")
#: Outcomes whose code is the register's.
CODES_DU_REGISTRE = ("fault", "statut")


class RegistreExtrait(models.TransientModel):
    """Every consultation of one person, under every number they have had, as a PDF or a spreadsheet.

    Making the extract is itself a consultation of the log about that person: it is written there first.
    """

    _name = "registre.extrait"
    _inherit = ["reference.lisible"]
    _description = "Extract of the consultation log"
    _lisibles = ("personne_id",)

    personne_id = fields.Many2one("registre.personne", string="Person", required=True, readonly=True)
    format = fields.Selection([("pdf", "PDF"), ("xlsx", "Spreadsheet")], string="As", required=True, default="pdf")
    langue = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        required=True,
        default=lambda self: self.env.lang,
        help="The language of the person who will read it.",
    )
    motif = fields.Selection(selection="_motifs", string="Why", required=True, default="droit_acces")
    precision = fields.Char(string="In your own words")
    reference = fields.Char(string="In which file", required=True, help="Reference of the request or of the control.")
    fichier = fields.Binary(readonly=True, attachment=False)
    nom_fichier = fields.Char(readonly=True)

    def _motifs(self):
        libelles = dict(self.env["registre.consultation"]._fields["motif"]._description_selection(self.env))
        return [(motif, libelles[motif]) for motif in MOTIFS]

    @api.model
    def _autoriser(self):
        if not (
            self.env.user.has_group("registre_national.group_registre_auditeur")
            or self.env.user.has_group("registre_national.group_registre_gestion")
        ):
            raise AccessError(self.env._("Extracts are made by the auditor and the managers of the connection."))

    def action_extraire(self):
        """Log the extract, make it, and give it to download."""
        self.ensure_one()
        self._autoriser()
        self.personne_id.check_access("read")
        self._journaliser()
        document = self.with_context(lang=self.langue)
        contenu = document._pdf() if self.format == "pdf" else document._xlsx()
        # No number and no name in a file name: it ends in download folders and logs.
        self.write({"fichier": base64.b64encode(contenu), "nom_fichier": f"extrait.{self.format}"})
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/fichier/{self.nom_fichier}?download=true",
            "target": "download",
        }

    def _journaliser(self):
        # The manager of the connection makes extracts without reading the log otherwise.
        Consultation = self.env["registre.consultation"].sudo()
        Consultation._journaliser(
            [
                Consultation._ligne_interne(maintenant(), ITS)
                | {
                    "user_id": self.env.uid,
                    "niss": self.personne_id.niss,
                    "operation": "extrait",
                    "motif": self.motif,
                    "precision": (self.precision or "").strip(),
                    "reference": self.reference.strip(),
                }
            ]
        )

    def _entetes(self):
        return [
            self.env._("Number"),
            self.env._("Date and time"),
            self.env._("By whom"),
            self.env._("National number"),
            self.env._("What was done"),
            self.env._("Information"),
            self.env._("Legal context"),
            self.env._("Why"),
            self.env._("In which file"),
            self.env._("Attempt"),
            self.env._("Outcome"),
        ]

    def _lignes(self):
        """The rows of the extract, oldest first: texts in the language of the context, in the order of `_entetes`."""
        # sudo: the extract is a right of the person; whoever may make it (`_autoriser`) sees these entries only, and
        # the names of the users in them.
        numeros = self.personne_id.sudo().niss_ids.mapped("niss") + [self.personne_id.niss]
        Consultation = self.env["registre.consultation"].sudo()
        entrees = Consultation.search([("niss", "in", numeros)], order="sequence")

        def libelles(modele, champ):
            return dict(self.env[modele]._fields[champ]._description_selection(self.env))

        operations, motifs = libelles(Consultation._name, "operation"), libelles(Consultation._name, "motif")
        natures, tout = libelles(Consultation._name, "nature"), self.env._("Everything kept")
        return [
            [
                entree.sequence,
                format_datetime(self.env, entree.date, tz=BRUXELLES.key, dt_format="dd/MM/yyyy HH:mm:ss"),
                self.env._("Automatic collection") if entree.processus else entree.user_id.name,
                entree.niss,
                operations.get(entree.operation, operations["registre"]),
                entree._dire_its(tout),
                entree.finalite,
                ": ".join(filter(None, (motifs.get(entree.motif or entree.motif_recherche), entree.precision))),
                entree.reference,
                entree.tentative,
                # The register's own codes can be asked about there; ours say nothing to the person.
                " ".join(filter(None, (natures[entree.nature], entree.nature in CODES_DU_REGISTRE and entree.code))),
            ]
            for entree in entrees
        ]

    def _tout(self):
        """What "Everything kept" stands for, in words."""
        types = dict(self.env["registre.information"]._fields["it"]._description_selection(self.env))
        return ", ".join(types.values())

    def _fait_le(self):
        return format_datetime(self.env, maintenant(), tz=BRUXELLES.key, dt_format="dd/MM/yyyy HH:mm")

    def _pdf(self):
        return self.env["ir.actions.report"]._render_qweb_pdf("registre_national.registre_extrait_report", self.ids)[0]

    def _xlsx(self):
        tampon = io.BytesIO()
        # Texts stay texts: nothing that was typed in a file's reference becomes a formula or a link.
        classeur = xlsxwriter.Workbook(
            tampon, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        feuille = classeur.add_worksheet()
        feuille.write_row(0, 0, self._entetes(), classeur.add_format({"bold": True}))
        for rang, ligne in enumerate(self._lignes(), 1):
            feuille.write_row(rang, 0, cellules.ligne(ligne))
        feuille.freeze_panes(1, 0)
        feuille.autofit()
        classeur.close()
        return tampon.getvalue()
