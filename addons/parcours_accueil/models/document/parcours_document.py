# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A document of a file: of a kind, of a day, brought by somebody, and checked before it counts (droit/documents.py)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import clean_context
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle.jour import aujourdhui, maintenant
from odoo.addons.parcours_socle.saisie import refuser_champs

from ...droit.documents import jour_impossible
from ..vocabulaire import GROUPES_IDENTITE, GROUPES_REGISTRE

_lt = LazyTranslate(__name__)

ETATS = [("recu", "To check"), ("accepte", "Checked: accepted"), ("refuse", "Checked: refused")]
APPORTE_PAR = [
    ("personne", "The person"),
    ("representant", "A representative"),
    ("organisateur", "The organiser"),
    ("commune", "The commune itself"),
]
#: What who checks it may still say of it.
CHAMPS_LIBRES = frozenset({"type_id", "date_document", "date_reception", "apporte_par", "note"})
#: What a document is for, besides its file.
OBJETS = ("exemption_id", "contestation_id", "suspension_id", "evenement_id")
PAR_LE_CONTROLE = _lt("These values are written by the buttons only: %s. Nothing was saved.")


class ParcoursDocument(models.Model):
    """One document of a file.

    ::

        recu ──an agent of the commune has checked it──> accepte
          └──the agent refuses it, with the reason──> refuse

    Nothing rests on one that waits, or was refused. Its file is an attachment, once: of what it was dropped on
    (a request, a suspension), else of the document itself, under the guard of that (documents_gardes.py).
    """

    _name = "parcours.document"
    _description = "Document of a file"
    _inherit = [
        "parcours.ligne.dossier",
        "lecture.tracee",
        "documents.gardes",
        "liste.ordonnable",
        "nom.lisible",
        "nom.reserve",
    ]
    _rapport_liste = "parcours_accueil.parcours_document_liste_report"
    _liste_fiches = ("dossier_id",)
    # leads to a person, and shows nothing of what the register says
    _montre = {"dossier_id": {}}
    _motif_lecture = "dossier"
    _order = "date_reception desc, id desc"
    _noms = ("type_id", "date_document")
    _documents_lecteurs = GROUPES_IDENTITE
    _documents_gardiens = "parcours_accueil.group_agent"
    _documents_leveurs = "parcours_accueil.group_chef"

    dossier_id = fields.Many2one(
        "parcours.dossier", "File", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="dossier_id.company_id")
    user_id = fields.Many2one(related="dossier_id.user_id", string="Agent")
    type_id = fields.Many2one("parcours.document.type", "Kind", required=True, ondelete="restrict")
    date_requise = fields.Boolean(related="type_id.date_requise")
    prouve = fields.Text(related="type_id.prouve")
    date_document = fields.Date("Day of the document")
    date_reception = fields.Date("Brought on", required=True, default=aujourdhui)
    apporte_par = fields.Selection(APPORTE_PAR, "Brought by", required=True, default="personne")
    organisateur_id = fields.Many2one(
        "parcours.organisateur", "Organiser", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    depose_par_id = fields.Many2one(
        "res.users", "Uploaded by", required=True, readonly=True, default=lambda self: self.env.uid, ondelete="restrict"
    )
    note = fields.Text("Notes", groups=GROUPES_REGISTRE)

    piece_id = fields.Many2one("ir.attachment", "Document", required=True, readonly=True, ondelete="cascade")
    nom = fields.Char(related="piece_id.name", string="Name of the document")
    medical = fields.Boolean(related="piece_id.confidentiel", store=True, string="Medical")
    genre_contenu = fields.Selection(
        [("pdf", "PDF"), ("image", "Picture"), ("autre", "Another format")],
        compute="_compute_genre_contenu",
        export_string_translation=False,
    )
    contenu = fields.Binary("Content", compute="_compute_contenu", compute_sudo=False)

    exemption_id = fields.Many2one(
        "parcours.exemption", readonly=True, ondelete="restrict", index="btree_not_null", groups=GROUPES_REGISTRE
    )
    contestation_id = fields.Many2one(
        "parcours.contestation", readonly=True, ondelete="restrict", index="btree_not_null", groups=GROUPES_REGISTRE
    )
    suspension_id = fields.Many2one(
        "parcours.suspension", readonly=True, ondelete="restrict", index="btree_not_null", groups=GROUPES_REGISTRE
    )
    evenement_id = fields.Many2one(
        "parcours.evenement",
        "Event",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        groups=GROUPES_REGISTRE,
    )
    pour = fields.Char("Given for", compute="_compute_pour", groups=GROUPES_REGISTRE)

    state = fields.Selection(ETATS, "Status", required=True, default="recu", readonly=True)
    verifie_par_id = fields.Many2one("res.users", "Checked by", readonly=True, ondelete="restrict")
    verifie_le = fields.Datetime("Checked on", readonly=True)
    motif_refus = fields.Text("Why it was refused", readonly=True)
    controlable = fields.Boolean(compute="_compute_controlable", export_string_translation=False)
    reprenable = fields.Boolean(compute="_compute_controlable", export_string_translation=False)

    _piece_unique = models.Constraint(
        "UNIQUE(piece_id)",
        "Somebody decided on it, or brought the same file, at that moment. Nothing was saved. Open it again.",
    )
    _a_controler_idx = models.Index("(date_reception) WHERE state = 'recu'")
    _refus_motive = models.Constraint(
        "CHECK(state <> 'refuse' OR motif_refus IS NOT NULL)", "A document is refused with a reason."
    )
    _verifie_par_quelqu_un = models.Constraint(
        "CHECK(state = 'recu' OR verifie_par_id IS NOT NULL)", "Somebody checks a document."
    )

    @api.depends("piece_id.mimetype")
    def _compute_genre_contenu(self):
        for document in self:
            # sudo: only its format
            genre = document.sudo().piece_id.mimetype or ""
            image = genre.startswith("image/") and "svg" not in genre
            document.genre_contenu = "pdf" if genre == "application/pdf" else "image" if image else "autre"

    @api.depends("piece_id")
    @api.depends_context("uid", "allowed_company_ids", "bin_size")
    def _compute_contenu(self):
        """The file itself, as far as the reader opens it: by its own guard, and not by that of this record."""
        # `sudo(False)`: as the reader, whoever asks
        ouvrables = self.piece_id.sudo(False)._filtered_access("read")
        for document in self:
            document.contenu = (ouvrables & document.piece_id).datas

    @api.depends(*OBJETS)
    @api.depends_context("lang", "uid", "allowed_company_ids")
    def _compute_pour(self):
        """What it was given for, in words that its reader may read."""
        for document in self:
            objets = [document[nom] for nom in OBJETS if document[nom]]
            document.pour = objets and self._dire_objet(objets[0]) or False

    def _dire_objet(self, objet):
        if objet._name in ("parcours.exemption", "parcours.contestation"):
            # as the reader, whoever asks: a request of a medical ground is the commune's
            return objet.name if objet.with_user(self.env.user).has_access("read") else ""
        return objet.display_name

    @api.depends("state", *OBJETS)
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_controlable(self):
        agent = self.env.su or self.env.user.has_group("parcours_accueil.group_agent")
        for document in self:
            sien = agent and document.company_id in self.env.companies
            document.controlable = sien and document.state == "recu"
            document.reprenable = sien and document.state != "recu" and not document._fonde()

    # ---- what users write -------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Keep documents, whose callers checked who brings them (:meth:`_deposer`, the windows)."""
        documents = super().create(vals_list)
        documents._verifier_jours()
        documents._marquer_medicaux()
        self.env["parcours.courrier"]._noter_apport(documents)
        return documents

    def write(self, vals):
        if not self.env.su:
            refuser_champs(self, vals.keys() - CHAMPS_LIBRES, PAR_LE_CONTROLE)
            self._verifier_controleur()
            if any(document.state != "recu" for document in self):
                raise UserError(self.env._("This document was checked: it stays as it was. Nothing was saved."))
        resultat = super().write(vals)
        if vals.keys() & {"date_document", "date_reception"}:
            self._verifier_jours()
        if "type_id" in vals:
            self._marquer_medicaux()
        return resultat

    def unlink(self):
        if not self.env.su:
            raise UserError(
                self.env._("A document cannot be deleted. Nothing was deleted. Refuse it instead, with the reason.")
            )
        return super().unlink()

    def copy_data(self, default=None):
        raise UserError(self.env._("A document cannot be duplicated. Bring it again from the file."))

    def _verifier_jours(self):
        jour = aujourdhui()
        if any(jour_impossible(d.date_document, d.date_reception, jour) for d in self):
            raise UserError(
                self.env._(
                    "A document is not of a day to come, nor later than the day on which it was brought. Nothing was "
                    "saved. Correct the day."
                )
            )

    # ---- guard of the file ------------------------------------------------------------------------------------------

    def _documents_confidentiels(self):
        return self.filtered("type_id.medical")

    def _documents_figes(self):
        return self

    def _documents_leves(self, documents, motif):
        self.dossier_id._dire_documents_leves(documents, motif)

    def _marquer_medicaux(self):
        """A document of a medical kind is for the commune, whatever it was dropped on, also when its kind changes."""
        # sudo: users may not change the mark, which follows from the kind
        pieces = self.sudo().filtered("type_id.medical").piece_id
        pieces._fermer_liens()
        pieces._marquer()

    # ---- brought ----------------------------------------------------------------------------------------------------

    @api.model
    def _deposer(self, dossier, pieces, type_document, date_document=False, **valeurs):
        """Keep files brought for a file of somebody: each is a document that waits to be checked.

        :param pieces: pairs ``(name, content in base64)``
        :param type_document: parcours.document.type
        :param valeurs: other values: date_reception, apporte_par, what it is for, note
        :return: the documents
        :raise AccessError: when the user may not read the file, or brings something medical from outside the commune
        :raise UserError: when the day cannot be
        """
        dossier.ensure_one()
        dossier.check_access("read")
        user = self.env.user
        if not self.env.su and not user.has_groups(GROUPES_IDENTITE):
            raise AccessError(self.env._("Only those who work on the file bring documents. Nothing was saved."))
        organisateur = user.organisateur_id if not (self.env.su or user.has_groups(GROUPES_REGISTRE)) else False
        if type_document.medical and not self.env.su and not dossier._dit_les_motifs():
            raise AccessError(
                self.env._(
                    "A medical document is brought to the commune only: at its counter or by e-mail (art. 7 §4). "
                    "Nothing was saved. Send the person to the agent of the file."
                )
            )
        if not pieces:
            raise UserError(self.env._("Add the document. Nothing was saved."))
        if organisateur:
            valeurs |= {"organisateur_id": organisateur.id, "apporte_par": "organisateur"}
        # the defaults of the window that it was brought in are not those of a document
        self = self.with_env(self.env(context=clean_context(self.env.context)))
        # sudo: who brings it was checked; users may not write documents otherwise
        fichiers = self.env["ir.attachment"].sudo().create([{"name": nom, "datas": lu} for nom, lu in pieces])
        documents = self.sudo().create(
            [
                {
                    "dossier_id": dossier.id,
                    "type_id": type_document.id,
                    "date_document": date_document,
                    "piece_id": fichier.id,
                    **valeurs,
                }
                for fichier in fichiers
            ]
        )
        for document, fichier in zip(documents, fichiers, strict=True):
            fichier.write({"res_model": self._name, "res_id": document.id})
        return documents.sudo(self.env.su)

    # ---- on paper ---------------------------------------------------------------------------------------------------

    def _titre_imprime(self):
        return self.env._("List of documents")

    def _colonnes_propres(self):
        return [(self.env._("Kind"), False), (self.env._("Brought on"), True), (self.env._("Status"), False)]

    def _cases_propres(self):
        return self.type_id.display_name, self._jour_imprime(self.date_reception), self._mot_imprime("state")

    # ---- checked ----------------------------------------------------------------------------------------------------

    def _verifier_controleur(self):
        """The commune of the file checks, not who only brings (an organiser), nor Vivalis.

        :raise AccessError: for anybody else
        """
        if self.env.su:
            return
        self.check_access("write")
        ici = all(document.company_id in self.env.companies for document in self)
        if not ici or not self.env.user.has_group("parcours_accueil.group_agent"):
            raise AccessError(
                self.env._(
                    "Only an agent of the commune in charge of the file checks its documents. Nothing was saved."
                )
            )

    def _accepter(self):
        """Say that the user has looked at these documents and that they count.

        :raise AccessError: for anybody but an agent of the commune of the file
        :raise UserError: when one is checked already, or bears no day though its kind must
        """
        self._verifier_controleur()
        self._verifier_recus()
        if sans_jour := self.filtered(lambda d: d.date_requise and not d.date_document):
            raise UserError(
                self.env._(
                    "Enter the day that the document bears: %s. Nothing was saved.", sans_jour[0].type_id.display_name
                )
            )
        self._noter_controle("accepte")

    def _refuser(self, motif):
        """Say that these documents do not count, and why. Parameters and errors as :meth:`_accepter`.

        :raise UserError: no reason
        """
        motif = (motif or "").strip()
        if not motif:
            raise UserError(self.env._("Give the reason. Nothing was saved."))
        self._verifier_controleur()
        self._verifier_recus()
        self._noter_controle("refuse", motif_refus=motif)

    def _verifier_recus(self):
        self.dossier_id._seul()
        self.invalidate_recordset(["state"])
        if any(document.state != "recu" for document in self):
            raise UserError(
                self.env._("Somebody has checked this document already. Nothing was saved. Look at it again.")
            )

    def _noter_controle(self, etat, **valeurs):
        # sudo: access and state were checked; users may not write this otherwise. sudo keeps who checks.
        self.sudo().write({"state": etat, "verifie_par_id": self.env.uid, "verifie_le": maintenant(), **valeurs})

    def _controle_dit(self, qui):
        """Return whether the document counts, in words, with who said so and when.

        :param str qui: the name of who checked it
        """
        self.ensure_one()
        if self.state == "recu":
            return self._mot("state")
        dit = self.env._(
            "%(state)s by %(who)s on %(day)s", state=self._mot("state"), who=qui, day=self._mot("verifie_le")
        )
        return f"{dit}: {self.motif_refus}" if self.motif_refus else dit

    def _fonde(self):
        """Whether something that holds rests on this document."""
        self.ensure_one()
        # sudo: only the states of what it was given for
        document = self.sudo()
        return bool(
            (document.exemption_id and document.exemption_id.state != "demandee")
            or (document.contestation_id and document.contestation_id.state != "demandee")
            or (document.suspension_id and document.suspension_id.state != "annulee")
            or (document.evenement_id and not document.evenement_id.annulation_ids)
        )

    def action_accepter(self):
        """I have checked it: accepted."""
        self._accepter()

    def action_refuser(self):
        """Open the window that asks why."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse the document"),
            "res_model": "parcours.document.refus",
            "view_mode": "form",
            "target": "new",
            "context": {"default_document_ids": self.ids},
        }

    def action_reprendre(self):
        """Take the check back: nothing rests on it yet.

        :raise UserError: when something does
        """
        self._verifier_controleur()
        if any(document._fonde() for document in self):
            raise UserError(self.env._("A decision rests on this document: it is kept as it was. Nothing was saved."))
        # sudo: access and state were checked; users may not write this otherwise
        self.sudo().write({"state": "recu", "verifie_par_id": False, "verifie_le": False, "motif_refus": False})

    def action_telecharger(self):
        """Open the file by itself: to print a picture, or to save another format."""
        self.ensure_one()
        self.piece_id.check_access("read")
        return {"type": "ir.actions.act_url", "url": f"/web/content/{self.piece_id.id}", "target": "new"}
