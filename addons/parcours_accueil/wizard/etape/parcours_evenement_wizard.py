# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from copy import deepcopy

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit.canaux import CANAUX as CANAUX_LUS
from ...droit.clotures import motifs_offerts
from ...droit.delais import CANAUX_ANCIENS, EN_MAIN, PRESUMEE, PROUVEE, Parametres, derniere_lettre
from ...droit.documents import document_demande
from ...droit.etapes import FENETRE, Evenement
from ...models.vocabulaire import CANAUX, LANGUES_PARCOURS, MOTIFS_CLOTURE, RECEPTIONS, RETOURS

_lt = LazyTranslate(__name__)

#: What follows from what came back of a letter (``%s``: the day that its term is counted from).
SUITES_REPONSE = {
    EN_MAIN: _lt("The term is counted from %s."),
    PROUVEE: _lt("The term is counted from %s."),
    PRESUMEE: _lt("This day moves nothing: the term is counted from %s, the day of the presumed receipt."),
}
SUITE_RETOUR = _lt(
    "Not received: no term starts with this letter, and what was counted from it falls. Look for another address, and "
    "send it again."
)


class ParcoursEvenementWizard(models.TransientModel):
    """The small window behind the buttons of a file: when it happened, and what the row of the step asks."""

    _name = "parcours.evenement.wizard"
    _inherit = ["fenetre.exigeante", "parcours.evenement.chaine", "reference.lisible", "document.apporte"]
    _description = "Record an event of a file"
    _lisibles = ("dossier_id", "annule_id")
    _documents_sujet = "dossier_id"
    _etape_selon = ("type",)
    _exige_selon = ("type", "date_effective", "organisateur_id", "motif_cloture", "canal", "preuve_envoi", "reception")
    _exige_selon += ("retour", "note", "piece_ids", "preuve_ids", "verifie", "type_document_id", "date_document")

    dossier_id = fields.Many2one("parcours.dossier", "File", required=True, readonly=True)
    type = fields.Selection("_selection_type", "Event", required=True, readonly=True)
    demande = fields.Char(compute="_compute_demande", help="What the step asks: ,field,field,")
    date_effective = fields.Date("Happened on", required=True, default=aujourdhui)
    organisateur_id = fields.Many2one("parcours.organisateur", "Organiser")
    langue = fields.Selection(LANGUES_PARCOURS, "Followed in", compute="_compute_langue", store=True, readonly=False)
    choix = fields.Html("To choose from", compute="_compute_choix", sanitize=False)
    motif_cloture = fields.Selection(MOTIFS_CLOTURE, "Reason of closure")
    annule_id = fields.Many2one("parcours.evenement", "Cancelled entry", readonly=True)
    canal = fields.Selection(CANAUX, "Sent by", compute="_compute_canal", store=True, readonly=False)
    preuve_envoi = fields.Char(
        "Proof of posting", help="Number of the registered letter, or of the list stamped by the post."
    )
    reception = fields.Selection(RECEPTIONS, "How it was received")
    retour = fields.Selection(RETOURS, "Why it came back")
    courrier_id = fields.Many2one(
        "parcours.courrier",
        "This letter",
        compute="_compute_courrier_id",
        help="The letter of the file that this entry moves: printed, then posted, then received or come back.",
    )
    lettre = fields.Char("Letter", compute="_compute_lettre", help="The letter of which something came back.")
    receptions = fields.Char(compute="_compute_lettre", help="What can be known of its receipt: ,word,word,")
    suite = fields.Char("What follows", compute="_compute_suite")
    note = fields.Text()
    document_demande = fields.Boolean(compute="_compute_document_demande", export_string_translation=False)
    preuve_ids = fields.Many2many(
        "parcours.document",
        string="Documents of the file",
        domain="[('dossier_id', '=', dossier_id), ('state', '=', 'accepte'), ('evenement_id', '=', False)]",
        help="Those that were accepted, and that no step rests on yet.",
    )
    type_document_id = fields.Many2one(
        "parcours.document.type", "Kind of document", compute="_compute_type_document_id", store=True, readonly=False
    )

    @api.depends("type", "reception")
    def _compute_document_demande(self):
        for fenetre in self:
            fenetre.document_demande = bool(fenetre._code_document())

    @api.depends("type", "reception")
    def _compute_type_document_id(self):
        Type = self.env["parcours.document.type"]
        for fenetre in self:
            code = fenetre._code_document()
            fenetre.type_document_id = code and Type._par_code(code)

    def _code_document(self):
        etapes = self.env["parcours.evenement"]._tables().etapes
        return document_demande(etapes[self.type], self.reception) if self.type else ""

    def _exigences(self):
        if not self.type:
            return []
        etape = self.env["parcours.evenement"]._tables().etapes[self.type]
        exigences = [] if "annule_id" in etape.demande else [(self.env._("The day"), bool(self.date_effective))]
        champs = self.fields_get(allfields=[*etape.demande, *etape.accepte], attributes=["string"])
        libres = ("annule_id", "preuve_envoi", "langue")
        requis = [nom for nom in (*etape.demande, *etape.accepte) if nom not in libres]
        exigences += [(champs[nom]["string"], bool(self[nom])) for nom in requis if nom in champs]
        if "preuve_envoi" in etape.accepte and self._canal().numerote:
            exigences.append((champs["preuve_envoi"]["string"], bool((self.preuve_envoi or "").strip())))
        return [*exigences, *self._exigences_du_document()]

    def _exigences_du_document(self):
        if not (self.document_demande or self.piece_ids):
            return []
        return self._exigences_apport(self.type_document_id)

    def _verifier_document(self):
        """Refuse a step without the document that it is recorded on, or with one that nobody has checked.

        :raise UserError: naming what is missing
        """
        if any(d.dossier_id != self.dossier_id or d.state != "accepte" for d in self.preuve_ids):
            raise UserError(
                self.env._("This step rests on a document of this file that was accepted. Nothing was saved.")
            )
        if manques := [phrase for phrase, la in self._exigences_du_document() if not la]:
            raise UserError(self.env._("Still missing: %s. Nothing was saved.", ", ".join(manques)))

    def _garder_documents(self, evenements):
        """Keep with the entry the documents it rests on: those brought here, checked now, and those of the file."""
        preuves = self.preuve_ids
        if self.piece_ids:
            nouveaux = self.env["parcours.document"]._deposer(
                self.dossier_id, self._pieces(), self.type_document_id, self.date_document
            )
            nouveaux._accepter()
            preuves += nouveaux
            self._retirer_pieces()
        if preuves:
            # sudo: the step was allowed, and its documents checked; users write documents through steps only
            preuves.sudo().write({"evenement_id": evenements[:1].id})

    @api.model
    def _selection_type(self):
        """The steps that the table gives to this window."""
        evenement = self.env["parcours.evenement"]
        offertes = {code for code, etape in evenement._etapes().items() if etape.qui and etape.voie == FENETRE}
        types = evenement._fields["type"]._description_selection(self.env)
        return [(code, libelle) for code, libelle in types if code in offertes]

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """The button says what it records: one for each step. Those that are confirmed have their own, and no other."""
        arch, view = super()._get_view(view_id, view_type, **options)
        boutons = arch.xpath("//footer/button[@name='action_enregistrer']") if view_type == "form" else []
        etapes = self.env["parcours.evenement"]._tables().etapes
        offertes = [(code, libelle) for code, libelle in self._selection_type() if not etapes[code].confirme]
        for bouton in (un for un in boutons if not un.get("confirm")):
            for code, libelle in reversed(offertes):
                copie = deepcopy(bouton)
                copie.set("string", self.env._("Record: %s", libelle))
                copie.set("invisible", f"type != '{code}'")
                bouton.addnext(copie)
            bouton.getparent().remove(bouton)
        return arch, view

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Offer the reasons of closure that the reader may give, and the channels of which somebody says by hand that a
        letter went that way; the step itself checks them, for that file."""
        champs = super().fields_get(allfields, attributes)
        if "selection" in champs.get("canal", {}):
            champs["canal"]["selection"] = [
                mot for mot in champs["canal"]["selection"] if not CANAUX_LUS[mot[0]].envoie
            ]
        if "selection" in champs.get("motif_cloture", {}):
            roles = self.env["parcours.dossier"]._roles_de_l_utilisateur()
            offerts = motifs_offerts(roles)
            lus = champs["motif_cloture"]["selection"]
            champs["motif_cloture"]["selection"] = [motif for motif in lus if motif[0] in offerts]
        return champs

    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: for a step that is not recorded here (only a program asks for one)"""
        offertes = dict(self._selection_type())
        if any(vals.get("type", next(iter(offertes))) not in offertes for vals in vals_list):
            raise UserError(self.env["parcours.evenement"]._phrase_refus("autre_voie", ()))
        return super().create(vals_list)

    @api.depends("type")
    def _compute_demande(self):
        etapes = self.env["parcours.evenement"]._tables().etapes
        for fenetre in self:
            demande = etapes[fenetre.type].demande + etapes[fenetre.type].accepte if fenetre.type else ()
            fenetre.demande = f",{','.join(demande)},"

    # ---- the organiser ----------------------------------------------------------------------------------------------

    @api.depends("organisateur_id")
    def _compute_langue(self):
        """The only one that is offered, else that of the letters of the person, who says so at the counter."""
        for fenetre in self:
            offertes = fenetre.organisateur_id._langues() if fenetre.organisateur_id else []
            souhaitee = (fenetre.dossier_id.langue or "")[:2]
            proposees = offertes if len(offertes) == 1 else [langue for langue in offertes if langue == souhaitee]
            garde = fenetre.langue if fenetre.langue in offertes else False
            fenetre.langue = garde or next(iter(proposees), False)

    @api.depends("type")
    @api.depends_context("lang")
    def _compute_choix(self):
        choisissent = self.filtered(lambda fenetre: "organisateur_id" in (fenetre.demande or ""))
        (self - choisissent).choix = False
        if choisissent:
            organisateurs = self.env["parcours.organisateur"].search([])  # pylint: disable=no-search-all
            choisissent.choix = organisateurs._tableau_choix()

    def action_attendre(self):
        """Put the person on the waiting list of the organiser that was chosen, in place of the registration."""
        self.ensure_one()
        self.dossier_id.check_access("write")
        self.env["parcours.attente"].create(
            {
                "dossier_id": self.dossier_id.id,
                "organisateur_id": self.organisateur_id.id,
                "langue": self.langue,
                "demandee": self.date_effective,
            }
        )
        return {"type": "ir.actions.act_window_close"}

    def action_suspendre(self):
        """Open the window that suspends the term, as the organiser certified, and puts the person on its list."""
        self.ensure_one()
        self.organisateur_id._verifier_langue(self.langue)
        return self.dossier_id._fenetre_sans_place(self.organisateur_id, self.langue)

    # ---- letters ----------------------------------------------------------------------------------------------------

    @api.depends("type")
    def _compute_canal(self):
        etapes = self.env["parcours.evenement"]._tables().etapes
        for fenetre in self:
            # what was only handed over before channels is handed over at the counter as a rule
            lettre = etapes[fenetre.type].envoie if fenetre.type else ""
            fenetre.canal = fenetre.canal or CANAUX_ANCIENS.get(lettre, False)

    def _verifier_lettre(self, etape):
        """Refuse to say that the printed letter of the file left in a way in which it cannot.

        :raise UserError: in the words of the letter
        """
        courrier = self.courrier_id
        if not etape.envoie or not courrier:
            return
        preuves = {courrier.id: self.preuve_envoi}
        for phrase in courrier._refus_canal(self.date_effective, self.canal, preuves).values():
            raise UserError(phrase)

    def _lettre_attendue(self):
        """Return the `Lettre` of which this window says what came back, or None."""
        self.ensure_one()
        etapes, dossier = self.env["parcours.evenement"]._tables().etapes, self.dossier_id._origin
        nom = etapes[self.type].repond if self.type else ""
        return derniere_lettre(dossier._faits().get(dossier.id, ()), nom) if nom and dossier else None

    @api.depends("type", "dossier_id")
    def _compute_courrier_id(self):
        Courrier = self.env["parcours.courrier"]
        for fenetre in self:
            lit = Courrier.has_access("read")
            fenetre.courrier_id = lit and Courrier._lettre_visee(fenetre.dossier_id._origin, fenetre.type)

    @api.depends("type", "dossier_id")
    @api.depends_context("lang")
    def _compute_lettre(self):
        canaux = dict(self._fields["canal"]._description_selection(self.env))
        for fenetre in self:
            lettre = fenetre._lettre_attendue()
            mots = [format_date(self.env, lettre.jour), canaux.get(lettre.canal)] if lettre else []
            fenetre.lettre = ", ".join(filter(None, mots))
            fenetre.receptions = f",{','.join(lettre.receptions)}," if lettre else ""

    @api.depends("type", "dossier_id", "date_effective", "canal", "preuve_envoi", "reception", "retour")
    @api.depends_context("lang")
    def _compute_suite(self):
        for fenetre in self:
            fenetre.suite = fenetre._dire_suite(*fenetre._suite_lettre())

    def _suite_lettre(self):
        """Return what follows from the letter, as it would be recorded: its sentence, and the day that it tells."""
        self.ensure_one()
        etape, reglement = self._etape(), self.dossier_id.reglement_id
        if not etape or not self.date_effective or not reglement or not (etape.envoie or etape.repond):
            return None, None
        if etape.envoie:
            return self._suite_envoi(etape, self.date_effective, self.canal, self.preuve_envoi)
        if issue := self.retour or self.reception:
            reponse = Evenement(self.type, self.date_effective, issue=issue)
            lettre = self._lettre_attendue()
            jours = Parametres(reglement._lignes()).jours_presomption
            recue = lettre and lettre._replace(reponse=reponse).reception(jours)
            if recue:
                return SUITES_REPONSE.get(recue.mot, SUITE_RETOUR), recue.jour
        return None, None

    def _etape(self):
        return self.env["parcours.evenement"]._tables().etapes[self.type] if self.type else None

    def _proprietaire(self):
        """Return what takes the step; a floor above has others than files."""
        return self.dossier_id

    def action_enregistrer(self):
        """Record the event on the file, after the checks of that step."""
        self.ensure_one()
        valeurs = {"note": self.note}
        etape = self.env["parcours.evenement"]._tables().etapes[self.type]
        for champ in etape.demande + etape.accepte:
            valeurs[champ] = self[champ].id if self._fields[champ].relational else self[champ]
        self.organisateur_id._verifier_langue(valeurs.get("langue"))
        self._verifier_document()
        self._verifier_lettre(etape)
        evenements = self._proprietaire()._enregistrer(self.type, self.date_effective, **valeurs)
        self._garder_documents(evenements)
        return {"type": "ir.actions.act_window_close"}
