# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who looked at this person: the answer on screen, and its printed extract."""

import base64
import io
from datetime import UTC, datetime, time, timedelta

import xlsxwriter
from psycopg2.errors import ReadOnlySqlTransaction

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

from odoo.addons.parcours_socle import cellules
from odoo.addons.parcours_socle.jour import BRUXELLES, maintenant
from odoo.addons.parcours_socle.recherche import NUMERO_NATIONAL, lire

from ..models.personne.lecture import ITS

MOTIFS = ("droit_acces", "controle", "autre")
#: Key, in the cache of the transaction, of the questions that it logged.
DEMANDES = "registre_national.demandes"
#: Outcomes whose code is the register's.
CODES_DU_REGISTRE = ("fault", "statut")


class RegistreExtrait(models.TransientModel):
    """Every consultation of one person, under every number they have had, shown in words, as a PDF or a spreadsheet.

    Who asks names the person by any number, however written, or by the reference of a file, and says why; the question
    is itself an entry of the log about that person, written before the answer. Nothing of a file is shown: who asks, an
    auditor, reads none.
    """

    _name = "registre.extrait"
    _inherit = ["reference.lisible"]
    _description = "Who looked at this person"
    _lisibles = ("personne_id",)

    qui = fields.Char(
        string="Number or reference",
        help="A national number, the present one or a former one, however it is written, or the reference of a file.",
    )
    personne_id = fields.Many2one("registre.personne", string="Person", readonly=True)
    du = fields.Date(string="From", help="Empty: since the beginning of the log.")
    au = fields.Date(string="Until", help="Empty: until now.")
    motif = fields.Selection(selection="_motifs", string="Why", required=True, default="droit_acces")
    precision = fields.Char(string="In your own words")
    reference = fields.Char(string="In which file", required=True, help="Reference of the request or of the control.")
    reponse = fields.Html(string="Who looked", readonly=True, sanitize=False)
    format = fields.Selection([("pdf", "PDF"), ("xlsx", "Spreadsheet")], string="As", required=True, default="pdf")
    langue = fields.Selection(
        selection="_langues",
        string="Language",
        required=True,
        default=lambda self: self.env.lang or self.env.user.lang,
        help="The language of the person who will read it.",
    )
    fichier = fields.Binary(readonly=True, attachment=False)
    nom_fichier = fields.Char(readonly=True)

    def _motifs(self):
        libelles = dict(self.env["registre.consultation"]._fields["motif"]._description_selection(self.env))
        return [(motif, libelles[motif]) for motif in MOTIFS]

    def _langues(self):
        noms = {"fr_BE": self.env._("French"), "nl_BE": self.env._("Dutch"), "en_US": self.env._("English")}
        return [(code, noms.get(code, nom)) for code, nom in self.env["res.lang"].get_installed()]

    @api.depends("qui", "personne_id")
    def _compute_display_name(self):
        self.display_name = self.env._("Who looked at this person")

    @api.model
    def _autoriser(self):
        if not (
            self.env.user.has_group("registre_national.group_registre_auditeur")
            or self.env.user.has_group("registre_national.group_registre_gestion")
        ):
            raise AccessError(self.env._("Extracts are made by the auditor and the managers of the connection."))

    def write(self, vals):
        """Another question has no answer yet."""
        if vals.keys() & {"qui", "personne_id", "du", "au"}:
            vals = {"reponse": False, "fichier": False} | vals
        return super().write(vals)

    # ---- whom, and since when ---------------------------------------------------------------------------------------

    def _gens(self):
        """Return the person that is asked about, as superuser; empty when nobody known has that number or reference.

        :raise UserError: two or more do
        """
        self.ensure_one()
        # sudo: as below; it was named on a page that its reader may open (`_verifier_references`)
        if self.personne_id or not self.qui:
            return self.personne_id.sudo()
        # sudo: whose number or reference it is, of which the log is shown and nothing else
        gens = self.sudo()._gens_de(self.qui.strip())
        if len(gens) > 1:
            raise UserError(
                self.env._("Several people answer to that reference. Nothing was shown. Write the whole reference.")
            )
        return gens

    def _gens_de(self, texte):
        """Return who has that number, or is in the file of that reference, as superuser: a floor above adds its files.

        :param str texte: what was typed
        """
        chiffres = lire(texte).chiffres
        personnes = self.env["registre.personne"].with_context(active_test=False)
        return personnes._proprietaires([chiffres]).get(chiffres, personnes) if chiffres else personnes

    def _numeros(self):
        """Return every number under which the log may know the person: the present one first.

        :raise UserError: nobody, and no whole number either
        """
        gens = self._gens()
        if gens:
            return list(dict.fromkeys([gens.niss, *gens.niss_ids.mapped("niss")]))
        chiffres = lire(self.qui or "").chiffres
        if len(chiffres) == NUMERO_NATIONAL:
            # somebody who is not known here, or not any more: searched for, or asked of the register
            return [chiffres]
        raise UserError(
            self.env._(
                "Nobody is known by that number or reference. Nothing was shown. Write a whole national number, or the "
                "reference as it stands on the file."
            )
        )

    def _domaine(self):
        """The entries that are asked for."""
        domaine = Domain("niss", "in", self._numeros())
        if self.du:
            domaine &= Domain("date", ">=", self._minuit(self.du))
        if self.au:
            domaine &= Domain("date", "<", self._minuit(self.au + timedelta(days=1)))
        return domaine

    def _minuit(self, jour):
        """The first moment of a day of Brussels, as the log keeps moments."""
        return datetime.combine(jour, time(), BRUXELLES).astimezone(UTC).replace(tzinfo=None)

    # ---- what the buttons do ----------------------------------------------------------------------------------------

    def action_montrer(self):
        """Log the question, then show every reader in words, on this page."""
        self._demander("lecteurs")
        self.reponse = self.env["ir.qweb"]._render("registre_national.registre_extrait_reponse", {"extrait": self})

    def action_extraire(self):
        """Log the extract, make it, and give it to download."""
        self._demander("extrait")
        document = self.with_context(lang=self.langue)
        contenu = document._pdf() if self.format == "pdf" else document._xlsx()
        # No number and no name in a file name: it ends in download folders and logs.
        self.write({"fichier": base64.b64encode(contenu), "nom_fichier": f"extrait.{self.format}"})
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/fichier/{self.nom_fichier}?download=true",
            "target": "download",
        }

    def _demander(self, operation):
        """Check who asks, and write the question in the log.

        :raise AccessError, UserError: in the user's words
        """
        self.ensure_one()
        self._autoriser()
        self._verifier_references()
        if self.motif == "autre" and not (self.precision or "").strip():
            raise UserError(self.env._("Say in your own words why you ask. Nothing was shown."))
        self.env.cr.cache.setdefault(DEMANDES, set()).add(self.id)
        # sudo: nobody writes the log by right
        Consultation = self.env["registre.consultation"].sudo()
        Consultation._journaliser(
            [
                Consultation._ligne_interne(maintenant(), ITS)
                | {
                    "user_id": self.env.uid,
                    "niss": self._numeros()[0],
                    "operation": operation,
                    "motif": self.motif,
                    "precision": (self.precision or "").strip(),
                    "reference": self.reference.strip(),
                }
            ]
        )

    def _retenir_lettre(self):
        """Called by what prints a page: the address of the print asks the same question as the button."""
        self.check_access("read")
        if self.env.cr.readonly:
            # Odoo then serves the request again on a connection that writes
            raise ReadOnlySqlTransaction("Who asks for readers is logged")
        for extrait in self:
            if extrait.id not in self.env.cr.cache.get(DEMANDES, ()):
                extrait._demander("extrait")

    # ---- the answer, in words ---------------------------------------------------------------------------------------

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
        # the names, roles and communes of the users in them.
        Consultation = self.env["registre.consultation"].sudo()
        entrees = Consultation.search(self._domaine(), order="sequence")

        def libelles(modele, champ):
            return dict(self.env[modele]._fields[champ]._description_selection(self.env))

        operations, motifs = libelles(Consultation._name, "operation"), libelles(Consultation._name, "motif")
        natures, tout = libelles(Consultation._name, "nature"), self.env._("Everything kept")
        return [
            [
                entree.sequence,
                format_datetime(self.env, entree.date, tz=BRUXELLES.key, dt_format="dd/MM/yyyy HH:mm:ss"),
                self.env._("Automatic collection") if entree.processus else self._lecteur(entree),
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

    def _lecteur(self, entree):
        """Return who read, in words: name, login, role and communes, as superuser. Name, login and role are those of
        that moment where the entry has them; the entries of before, and the communes, are said as they are today."""
        user = entree.user_id
        role = entree.role or ", ".join(user.group_ids.filtered("privilege_id").mapped("name"))
        nom, login = entree.nom or user.name, entree.login or user.login
        return ", ".join(filter(None, (f"{nom} ({login})", role, *user.company_ids.mapped("display_name"))))

    def _en_mots(self):
        """Return the answer for the page: numbers, headings, rows, and how many people read, apart from processes."""
        lignes = self._lignes()
        automatique = self.env._("Automatic collection")
        return {
            "numeros": ", ".join(map(self.env["registre.recherche"]._numero_lisible, self._numeros())),
            "entetes": self._entetes(),
            "lignes": lignes,
            "gens": len({ligne[2] for ligne in lignes} - {automatique}),
        }

    def _tout(self):
        """What "Everything kept" stands for, in words."""
        types = dict(self.env["registre.information"]._fields["it"]._description_selection(self.env))
        return ", ".join(types.values())

    def _de_qui(self):
        """Whom a printed extract is about: it is given to that person."""
        gens, numeros = self._gens(), self._numeros()
        return f"{gens.name} ({numeros[0]})" if gens else numeros[0]

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
