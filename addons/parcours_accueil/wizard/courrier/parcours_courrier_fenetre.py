# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit.canaux import MAIN, PROUVE, REMISE
from ...models.courrier.libelles import GENRES_DITS
from ...models.courrier.valeurs import langues_de
from ...models.vocabulaire import CANAUX, LANGUES_LETTRE, RECEPTIONS, RETOURS

#: What is done in this window.
GESTES = [
    ("faire", "Make and print"),
    ("poster", "Posted"),
    ("recevoir", "Received"),
    ("retourner", "Came back"),
    ("annuler", "Cancel"),
    ("corriger", "Correct"),
]
#: What is asked a reason.
DEFAIRE = ("annuler", "corriger")


class ParcoursCourrierFenetre(models.TransientModel):
    """The small window of a letter: made and printed, and sent there and then when who makes it says how; or, of one
    whose posting is no step, sent, received, come back, corrected; or cancelled."""

    _name = "parcours.courrier.fenetre"
    _inherit = ["fenetre.exigeante", "lecture.tracee", "parcours.evenement.chaine", "reference.lisible"] + [
        "document.apporte"
    ]
    _description = "Window of a letter"
    _montre = {"dossier_id": {}}
    _motif_lecture = "courrier"
    _etape_selon = ("geste", "genre")
    _lisibles = ("dossier_id", "courrier_id", "remplace_id", "exemption_id", "contestation_id", "suspension_id")
    _exige_selon = ("geste", "genre", "langue", "canal", "preuve_envoi", "date", "precision", "motif", "retour") + (
        "adresse_saisie",
        "pays_id",
        "reception",
        "piece_ids",
        "preuve_ids",
        "verifie",
        "date_document",
    )
    _documents_sujet = "dossier_id"

    dossier_id = fields.Many2one("parcours.dossier", "File", required=True, readonly=True)
    courrier_id = fields.Many2one("parcours.courrier", "This letter", readonly=True)
    remplace_id = fields.Many2one("parcours.courrier", "Sent again for", readonly=True)
    exemption_id = fields.Many2one("parcours.exemption", readonly=True)
    contestation_id = fields.Many2one("parcours.contestation", readonly=True)
    suspension_id = fields.Many2one("parcours.suspension", readonly=True)
    geste = fields.Selection(GESTES, "What is done", required=True, readonly=True, default="faire")
    genre = fields.Selection(GENRES_DITS, "Kind of letter")
    genres_possibles = fields.Char(compute="_compute_genres_possibles", export_string_translation=False)
    genre_donne = fields.Boolean(compute="_compute_genres_possibles", export_string_translation=False)
    precise = fields.Boolean(compute="_compute_genre", export_string_translation=False)
    brochure = fields.Char(compute="_compute_brochure", export_string_translation=False)
    langue = fields.Selection(
        LANGUES_LETTRE,
        "Language that the person wishes",
        compute="_compute_langue",
        store=True,
        readonly=False,
        help="Ask before the first letter; it is kept on the file, with your name and the day.",
    )
    langue_connue = fields.Boolean(compute="_compute_langue_connue", export_string_translation=False)
    protegee = fields.Boolean(compute="_compute_langue_connue", export_string_translation=False)
    a_l_etranger = fields.Boolean(compute="_compute_langue_connue", export_string_translation=False)
    sans_contact = fields.Boolean(compute="_compute_langue_connue", export_string_translation=False)
    adresse_saisie = fields.Text("Address abroad", help="In the lines of the envelope, without the country.")
    pays_id = fields.Many2one("res.country", "Country")
    precision = fields.Text("What is asked", help="In the words of the letter, in the language of the person.")
    canal = fields.Selection(CANAUX, "Sent by", compute="_compute_canal", store=True, readonly=False)
    preuve_envoi = fields.Char(
        "Proof of posting", help="Number of the registered letter, or of the list stamped by the post."
    )
    date = fields.Date("On", default=aujourdhui)
    reception = fields.Selection(RECEPTIONS, "How it was received")
    receptions = fields.Char(compute="_compute_receptions", help="What can be known of its receipt: ,word,word,")
    document_demande = fields.Boolean(compute="_compute_document_demande", export_string_translation=False)
    type_document_id = fields.Many2one(
        "parcours.document.type", "Kind of document", compute="_compute_document_demande"
    )
    preuve_ids = fields.Many2many(
        "parcours.document",
        string="Documents of the file",
        domain="[('dossier_id', '=', dossier_id), ('state', '=', 'accepte')]",
        help="Those that were accepted.",
    )
    retour = fields.Selection(RETOURS, "Why it came back")
    dit = fields.Text("Entered before", compute="_compute_dit")
    etat_vu = fields.Char(readonly=True, export_string_translation=False)
    motif = fields.Text("Reason")
    suite = fields.Char("What follows", compute="_compute_suite")

    @api.depends("dossier_id")
    @api.depends_context("uid", "default_genre")
    def _compute_genres_possibles(self):
        for fenetre in self:
            fenetre.genres_possibles = fenetre._genres_possibles()
            fenetre.genre_donne = bool(self.env.context.get("default_genre") or fenetre.courrier_id)

    def _genres_possibles(self):
        """Return the kinds of letters that can be made now: ",a,b,"."""
        return self.dossier_id._origin.courriers_possibles or ",,"

    @api.depends("genre")
    def _compute_genre(self):
        genres = self.env["parcours.courrier"]._genres()
        for fenetre in self:
            genre = genres.get(fenetre.genre)
            fenetre.precise = bool(genre) and genre.precise

    @api.depends("genre", "langue", "dossier_id")
    @api.depends_context("lang", "uid")
    def _compute_brochure(self):
        for fenetre in self:
            genre = self.env["parcours.courrier"]._genres().get(fenetre.genre)
            fenetre.brochure = bool(genre and genre.brochure and fenetre.langue) and fenetre._dire_brochure()

    def _dire_brochure(self):
        """Return which brochure is printed with this letter, or that a sheet of ours stands for it."""
        Brochure, dossier = self.env["parcours.brochure"], self.dossier_id._origin
        if not dossier.has_access("write"):
            return False
        noms = dict(Brochure._langues())
        trouvees = Brochure._pour(dossier, langues_de(self.langue), aujourdhui())
        la = ", ".join(noms[langue] for langue, brochure in trouvees.items() if brochure)
        if not la:
            return self.env._(
                "Vivalis has uploaded no brochure for newcomers in this language yet: a sheet that says so is printed "
                "with the letter. Give both."
            )
        return self.env._("The brochure for newcomers is printed with the letter, in: %s. Give both.", la)

    @api.depends("dossier_id")
    def _compute_langue(self):
        for fenetre in self:
            # never guessed: who does not know asks first
            fenetre.langue = fenetre.dossier_id.langue

    @api.depends("dossier_id")
    def _compute_langue_connue(self):
        for fenetre in self:
            fenetre.langue_connue = bool(fenetre.dossier_id.langue)
            # sudo: whether the address is protected, which the letter shows by bearing none
            fenetre.protegee = fenetre.dossier_id.sudo().personne_id.adresse_non_communicable
            fenetre.a_l_etranger = fenetre.dossier_id._est_a_l_etranger() and not fenetre.protegee
            # sudo: whether who is named in it, and the authority, can be reached: what each letter says of them
            autorite, qui = fenetre.sudo()._qui_ecrit()
            fenetre.sans_contact = not (autorite.phone or autorite.email or qui.phone or qui.email)

    def _qui_ecrit(self):
        """Return the authority that writes the letter, and who is named in it; a floor above may have others."""
        return self.dossier_id.company_id, self.dossier_id.user_id or self.env.user

    @api.depends("genre")
    def _compute_canal(self):
        for fenetre in self:
            # an attestation is handed over at the counter as a rule; a summons is registered
            fenetre.canal = fenetre.canal or {"attestation_obligation": REMISE, "sommation": "accuse"}.get(
                fenetre.genre, False
            )

    @api.depends("courrier_id")
    def _compute_receptions(self):
        for fenetre in self:
            fenetre.receptions = f",{','.join(fenetre.courrier_id._receptions())}," if fenetre.courrier_id else ""

    @api.depends("geste", "reception")
    def _compute_document_demande(self):
        """Only the person proves a receipt later than presumed: with a document, as of the letters that are steps."""
        for fenetre in self:
            fenetre.document_demande = fenetre.geste == "recevoir" and fenetre.reception == PROUVE
            fenetre.type_document_id = fenetre.document_demande and self.env["parcours.document.type"]._par_code(
                "reception"
            )

    @api.depends("geste", "courrier_id")
    @api.depends_context("lang")
    def _compute_dit(self):
        for fenetre in self:
            fenetre.dit = fenetre.geste == "corriger" and fenetre.courrier_id._dit_en_dernier()

    @api.depends("geste", "genre", "canal", "preuve_envoi", "dossier_id")
    @api.depends_context("lang")
    def _compute_suite(self):
        for fenetre in self:
            fenetre.suite = fenetre._suite() if fenetre.geste == "faire" and fenetre.genre else False

    def _etape(self):
        genre = self.env["parcours.courrier"]._genres().get(self.genre) if self.geste == "faire" else None
        return self.env["parcours.evenement"]._tables().etapes.get(genre.etape) if genre else None

    def _suite(self):
        """Return what this window does, and what follows from it in law, as the window of its step says it."""
        if not self._part_maintenant():
            if self._canal().envoie:
                return self.env._("Printed, and put in the queue of the eBox: it leaves by itself, within minutes.")
            return self.env._("Printed: it then waits to be posted, under “Letters”.")
        fait = (
            self.env._("Printed, and recorded as handed over: have the person sign the receipt.")
            if self._canal().preuve == MAIN
            else self.env._("Printed, and recorded as posted.")
        )
        en_droit = self._dire_suite(
            *self._suite_envoi(self._etape(), self.date or aujourdhui(), self.canal, self.preuve_envoi)
        )
        return " ".join(filter(None, (fait, en_droit)))

    def _part_maintenant(self):
        """Whether the letter is sent as soon as it is printed: handed over, or its posting is proved."""
        canal = self._canal()
        return canal.preuve == MAIN or (bool(self.canal) and canal.adresse and bool((self.preuve_envoi or "").strip()))

    def _exigences(self):
        exigences = []
        if self.geste == "faire":
            exigences += [
                (self.env._("Which letter"), bool(self.genre)),
                (self.env._("The language that the person wishes"), bool(self.langue)),
            ]
            if self.precise:
                exigences.append((self.env._("What is asked"), bool((self.precision or "").strip())))
            if self.a_l_etranger and ((self.adresse_saisie or "").strip() or self.pays_id):
                exigences.append((self.env._("Address abroad"), bool((self.adresse_saisie or "").strip())))
                exigences.append((self.env._("Country"), bool(self.pays_id)))
        elif self.geste in DEFAIRE:
            exigences.append((self.env._("The reason"), bool((self.motif or "").strip())))
        else:
            exigences.append((self.env._("The day"), bool(self.date)))
            if self.geste == "poster":
                exigences.append((self.env._("How the letter was sent"), bool(self.canal)))
                if self._canal().numerote:
                    exigences.append((self.env._("Proof of posting"), bool((self.preuve_envoi or "").strip())))
            if self.geste == "recevoir":
                exigences.append((self.env._("How it was received"), bool(self.reception)))
                if self.document_demande:
                    exigences += self._exigences_apport(self.type_document_id)
            if self.geste == "retourner":
                exigences.append((self.env._("Why it came back"), bool(self.retour)))
        return exigences

    def action_confirmer(self):
        """Do what the window is for."""
        self.ensure_one()
        if manques := [phrase for phrase, la in self._exigences() if not la]:
            raise UserError(self.env._("Still missing: %s. Nothing was saved.", ", ".join(manques)))
        courrier = self.courrier_id
        match self.geste:
            case "faire":
                return self._faire()
            case "poster":
                courrier._poster(self.date, self.canal, self.preuve_envoi)
            case "recevoir":
                courrier._recevoir(self.date, self.reception)
                self._garder_la_preuve()
            case "retourner":
                courrier._retourner(self.date, self.retour)
            case "annuler":
                courrier._annuler(self.motif)
            case "corriger":
                courrier._corriger(self.motif, self.etat_vu)
        return {"type": "ir.actions.act_window_close"}

    def _garder_la_preuve(self):
        """Keep on the file the document by which the person proves the receipt, checked now.

        :raise UserError: one that was chosen is of another file, or was not accepted
        """
        if any(d.dossier_id != self.dossier_id or d.state != "accepte" for d in self.preuve_ids):
            raise UserError(self.env._("This rests on a document of this file that was accepted. Nothing was saved."))
        if self.document_demande and self.piece_ids:
            self.env["parcours.document"]._deposer(
                self.dossier_id, self._pieces(), self.type_document_id, self.date_document
            )._accepter()
            self._retirer_pieces()

    def _objets(self):
        """Return what the letter is about, and where it goes when the register does not tell: values of the letter."""
        noms = ("exemption_id", "contestation_id", "suspension_id", "remplace_id")
        objets = {nom: self[nom].id for nom in noms if self[nom]}
        if self.a_l_etranger:
            objets |= {"adresse_saisie": self.adresse_saisie, "pays_id": self.pays_id.id}
        return objets

    def _faire(self):
        """Make the letter, take the last look, print it, and record that it left when the window says how. A second
        click gives what the first one printed."""
        self.dossier_id.check_access("write")
        self.dossier_id._seul()
        self.invalidate_recordset(["courrier_id"])
        if self.courrier_id:
            return self.courrier_id.action_imprimer()
        par_ebox = self._canal().envoie
        if par_ebox and (mot := self.env["parcours.courrier"]._canal_ferme(self.dossier_id)):
            raise UserError(self.env["parcours.courrier"]._phrase_obstacle(mot))
        courrier = self.env["parcours.courrier"]._faire(
            self.dossier_id, self.genre, self.langue, precision=self.precision, **self._objets()
        )
        self.courrier_id = courrier
        if not courrier._imprimer():
            return courrier._dire_ecart()
        if self._part_maintenant():
            courrier._poster(self.date or aujourdhui(), self.canal, self.preuve_envoi)
        elif par_ebox:
            courrier.action_envoyer_ebox()
        return courrier._donner()
