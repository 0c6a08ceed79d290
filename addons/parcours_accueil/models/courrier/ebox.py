# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A letter sent by eBox: put in the queue by an agent, sent by a job of its own, once whatever the wire does."""

import base64
import os
from urllib.parse import urlsplit
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import aujourdhui, jour_du_moment, maintenant
from odoo.addons.registre_national.soap.client import lire_secret
from odoo.addons.registre_national.soap.erreurs import ErreurTransport
from odoo.addons.registre_national.soap.hotes import hotes_permis, refusee

from ...droit.canaux import EBOX, PAS_INSTALLE, SANS_ACCORD, Depart, obstacle
from ...droit.courriers import IMPRIME, PERSONNE
from ...ebox.client import Client, Settings
from ...ebox.errors import EboxError, NoEbox, Refused, Unreachable
from ...ebox.message import Attachment, Message
from .libelles import EBOX_DITS, ETATS_EBOX, OBSTACLES_DITS
from .regard import DITS_AILLEURS

CRON = "parcours_accueil.cron_ebox"
ATTENTE, EN_COURS, ENVOYE, REFUSE, DOUTE = (etat for etat, _libelle in ETATS_EBOX)
#: Why one that was printed is not sent: its file is not what it was.
CHANGE = "change"
#: A letter that is there moves by the queue alone.
EN_FILE = (ATTENTE, EN_COURS)
#: What is in the queue, or arrived: not to be printed for the post.
PAR_EBOX = (*EN_FILE, ENVOYE)
#: Messages in a row that nobody answers, after which the others wait for the next run.
PANNES = 3
#: Settings of the channel (system parameters): those it needs, and one that it may have.
PREFIXE = "parcours_accueil.ebox_"
OBLIGATOIRES = ("url", "token_url", "client_id", "secret", "sender", "application", "message_type")
FACULTATIFS = ("scope",)
#: Variable of the server with the machines that may be called.
HOTES = "EBOX_HOTES"
LOCALES = ("127.0.0.1", "::1", "localhost")
#: What the person's screen shows before the message is opened: nothing of what it is about.
OBJETS = {"fr": "Une lettre de la commune : {commune}", "nl": "Een brief van de gemeente: {commune}"}


def _refusee(adresse, permis):
    """Whether an address may not be called: another machine needs https, and its name in the list of the server."""
    try:
        local = urlsplit(adresse).hostname in LOCALES
    except ValueError:
        return True
    return not local and bool(refusee(adresse, permis, production=True))


class _Envoi:
    """One run of the queue: what calls the eBox, and how many messages in a row it did not take.

    :param client: None: the channel is not set up, or its secret cannot be read
    """

    def __init__(self, client):
        self.client, self.pannes = client, 0

    def marquer(self, courrier):
        """Take a letter (superuser) to send it."""
        if self.client is None:
            courrier._attendre("reglages" if courrier._reglages_ebox() else PAS_INSTALLE)
        elif self.pannes < PANNES:
            courrier._marquer()

    def envoyer(self, courrier):
        """Send a letter (superuser) that was taken, and keep what became of it."""
        if self.client is None or self.pannes >= PANNES or courrier.ebox_etat != EN_COURS:
            return
        try:
            recu = self.client.publish(courrier._message_ebox())
        except Refused as erreur:
            # an answer: whatever was tried before, it is not there
            courrier.ebox_essais = 0
            courrier._rendre_au_papier("pas_d_ebox" if isinstance(erreur, NoEbox) else "refuse")
        except EboxError as erreur:
            # an answer may come later, whatever it is; settings that are refused are refused for all
            passager = isinstance(erreur, Unreachable) and erreur.retry
            self.pannes += 1 if passager else PANNES
            courrier._attendre("injoignable" if passager else "reglages")
        else:
            self.pannes = 0
            courrier._recue_par_ebox(recu)


class CourrierEbox(models.AbstractModel):
    """::

        (printed) ──an agent──> attente ──marked, committed──> en_cours ──201 or 409──> envoye, and posted by its step
                       ▲   └──taken back──> (printed)             │
                       └────────no answer, settings refused───────┤
                                                                  └──refused, no eBox──> refuse: to be posted, a task
        what may not go any more after an attempt without an answer ──> doute: it is not known, a task

    The key is the letter's, kept before the first attempt: killed between the answer and its record, the same key is
    sent again, and the eBox says that it has the message. `ebox_essais` counts the attempts without an answer: once it
    is refused, it is there for sure not.
    """

    _name = "parcours.courrier.ebox"
    _description = "Letter: sent by eBox"

    ebox_etat = fields.Selection(ETATS_EBOX, "By eBox", readonly=True, copy=False)
    ebox_cle = fields.Char(
        "Key of the message", readonly=True, copy=False, groups="base.group_system", export_string_translation=False
    )
    ebox_par_id = fields.Many2one("res.users", "Sent by eBox by", readonly=True, copy=False, ondelete="restrict")
    ebox_essais = fields.Integer("Attempts", readonly=True, copy=False, default=0)
    ebox_essai_le = fields.Datetime("Last attempt", readonly=True, copy=False)
    ebox_motif = fields.Char(readonly=True, copy=False, export_string_translation=False)
    ebox_identifiant = fields.Char("Identifier of the eBox", readonly=True, copy=False)
    ebox_le = fields.Datetime("Accessible in the eBox from", readonly=True, copy=False)
    ebox_dit = fields.Char("What the eBox says", compute="_compute_ebox_dit")
    ebox_possible = fields.Boolean(compute="_compute_ebox_possible", export_string_translation=False)

    _ebox_file_idx = models.Index("(ebox_essais, id) WHERE ebox_etat IN ('attente', 'en_cours')")

    @api.depends("ebox_etat", "ebox_motif")
    @api.depends_context("lang")
    def _compute_ebox_dit(self):
        for courrier in self:
            phrase = EBOX_DITS.get(courrier.ebox_motif) or OBSTACLES_DITS.get(courrier.ebox_motif)
            courrier.ebox_dit = phrase and self.env._(phrase)

    @api.depends("state", "ebox_etat")
    def _compute_ebox_possible(self):
        accordes = self.env["parcours.accord"]._en_vigueur(EBOX, None, self.dossier_id.ids)
        for courrier in self:
            possible = courrier.state == IMPRIME and courrier.ebox_etat not in EN_FILE
            accord = courrier.dossier_id.id in accordes
            courrier.ebox_possible = possible and (accord or courrier.ebox_etat == ENVOYE)

    # ---- asked for --------------------------------------------------------------------------------------------------

    def action_envoyer_ebox(self):
        """Put these printed letters in the queue of the eBox; of one that is there already, record that it left.

        :raise AccessError: for anybody but an agent of the commune of the file
        :raise UserError: in the user's words
        """
        self._autoriser()
        self.dossier_id._seul()
        self.invalidate_recordset()
        for courrier in self.filtered(lambda c: c.ebox_etat == ENVOYE and c.state == IMPRIME):
            courrier._noter_depart_ebox()
        neufs = self.filtered(lambda c: c.ebox_etat != ENVOYE)
        for phrase in neufs._refus_ebox().values():
            raise UserError(phrase)
        neufs._mettre_en_file()

    def _envoyer_ebox_ceux_qui_acceptent(self):
        """Put those of these letters that may go by eBox in its queue, and return them; the others go by post.

        :raise AccessError: for anybody but an agent of the commune of the files
        """
        self._autoriser()
        self.dossier_id._seul()
        self.invalidate_recordset()
        refus = self._refus_ebox()
        partent = self.filtered(lambda c: c.id not in refus and c.ebox_etat != ENVOYE)
        partent._mettre_en_file()
        return partent

    def _mettre_en_file(self):
        """Put these letters, that may go, in the queue in the user's name."""
        for courrier in self:
            # sudo: access and what stands in the way were looked at; users may not write letters
            lettre = courrier.sudo()
            lettre.write(
                {
                    "ebox_etat": ATTENTE,
                    "ebox_motif": False,
                    "ebox_par_id": self.env.uid,
                    "ebox_cle": lettre.ebox_cle or str(uuid4()),
                }
            )
        if self:
            lots.ask(self.env, CRON)

    def action_reprendre_ebox(self):
        """Take these letters out of the queue: they go another way.

        :raise UserError: one is being sent, or is not in the queue
        """
        self._autoriser()
        self.dossier_id._seul()
        self.invalidate_recordset()
        if any(courrier.ebox_etat != ATTENTE for courrier in self):
            raise UserError(
                self.env._(
                    "This letter does not wait for the eBox any more, or is being sent now. Nothing was changed. Look "
                    "at it again in a moment."
                )
            )
        for courrier in self:
            # sudo: access and state were checked; users may not write letters
            essaye = bool(courrier.ebox_essais)
            courrier.sudo().write({"ebox_etat": essaye and DOUTE, "ebox_motif": essaye and "repris"})

    def _refus_ebox(self):
        """Return ``{letter id: why it cannot be put in the queue}``, in the user's words; a few queries for all."""
        phrases = self._refus_canal(aujourdhui(), EBOX, {}, en_file=True)
        restes = self.filtered(lambda c: c.id not in phrases)
        # what would not be recorded is not sent, nor what is not true any more
        ecarts = restes._ecarts()
        for courrier in restes:
            if phrase := courrier._refus_ebox_propre() or courrier._refus_ebox_change(ecarts.get(courrier.id)):
                phrases[courrier.id] = phrase
        return phrases

    def _refus_ebox_propre(self):
        """Return what in this letter itself keeps it from the queue, in the user's words, or None."""
        if self.attestation_id:
            return self._phrase_attestation()
        if self.ebox_etat in EN_FILE:
            return self.env._("Only a printed letter that does not wait already is sent by eBox. Nothing was changed.")
        # sudo: whether the person has a number, of a file that the user was found to write
        if self._genre().destinataire != PERSONNE or not self.sudo().dossier_id.niss:
            return self.env._("This letter does not go to a person of the register. Nothing was changed. Post it.")
        mot = self._obstacle_ebox()
        return mot and self._phrase_obstacle(mot)

    def _refus_ebox_change(self, ecart):
        """Return what changed since this letter was printed and keeps it from the queue, in the user's words, or None.

        :param ecart: as `_ecarts`
        """
        if not ecart:
            return None
        mot, details = ecart
        return self._phrase_ecart(mot, details) if mot in DITS_AILLEURS else self.env._(EBOX_DITS[CHANGE])

    def _obstacle_ebox(self):
        """Return the word of what its channel is missing for this letter to be sent now, or None."""
        return self._canal_ferme(self.dossier_id, self.medical)

    @api.model
    def _canal_ferme(self, dossier, medical=False):
        """Return the word of what the eBox is missing for a letter to the person of a file, now, or None."""
        accord = dossier.id in self.env["parcours.accord"]._en_vigueur(EBOX, None, dossier.ids)
        return obstacle(EBOX, Depart(accord=accord, installe=self._reglages_ebox() is not None, medical=medical))

    def _jour_ebox(self):
        """Return the day in Brussels from which this letter is accessible in the eBox."""
        return jour_du_moment(self.ebox_le)

    def _est_depose(self, jour):
        """Whether the eBox has this letter since that day, as it answered itself."""
        return self.ebox_etat == ENVOYE and self._jour_ebox() == jour

    @api.model
    def _deposes(self, etape, jour, fiches):
        """Return the ids of those of these files of which the eBox has the letter of that step since that day, and
        nothing records it yet.

        :param fiches: ids of files
        """
        genres = [code for code, genre in self._genres().items() if genre.etape == etape]
        domaine = [("dossier_id", "in", list(fiches)), ("genre", "in", genres), ("state", "=", IMPRIME)]
        # sudo: what the eBox answered, of files whose step the caller takes; ids that the caller gave come out
        courriers = self.sudo().search([*domaine, ("ebox_etat", "=", ENVOYE)])
        return set(courriers.filtered(lambda c: c._est_depose(jour)).dossier_id.ids)

    def _verifier_hors_file(self, geste, valeurs):
        """Refuse that a letter in the queue moves otherwise than by the queue, and one that the eBox has otherwise than
        as it says itself.

        :param valeurs: what is about to be written
        :raise UserError: says what to do
        """
        if geste not in ("poster", "remettre", "annuler"):
            return
        par_ebox = geste == "poster" and valeurs.get("canal") == EBOX
        if not par_ebox and any(courrier.ebox_etat == ENVOYE for courrier in self):
            raise UserError(self._phrase_deposee())
        if any(courrier.ebox_etat in EN_FILE for courrier in self):
            raise UserError(
                self.env._(
                    "This letter waits to be put in the eBox of the person. Nothing was saved. Take it back first, on "
                    "the letter itself, if it is to go another way."
                )
            )

    def _phrase_deposee(self):
        return self.env._(
            "The person has this letter in the eBox: it is neither cancelled nor sent another way. Nothing was saved. "
            "Press “Record that it left” on the letter itself."
        )

    @api.model
    def _accord_retire(self, dossiers):
        """The people of these files took back their agreement: what waits for the eBox goes by post."""
        # sudo: what follows from a tick of the file, whoever may write it
        self.sudo().search(
            [("dossier_id", "in", dossiers.ids), ("state", "=", IMPRIME), ("ebox_etat", "=", ATTENTE)]
        )._rendre_au_papier(SANS_ACCORD)

    # ---- sent -------------------------------------------------------------------------------------------------------

    @api.model
    def _cron_ebox(self):
        """Send the letters that wait, the least tried first: marked and committed, then sent and recorded, one at a
        time. Nobody else is kept from a file while the eBox is called."""
        # sudo: automatic process over every commune; what is recorded is in the agent's name
        courriers = self.sudo()
        attente = courriers.search([("ebox_etat", "in", EN_FILE), ("state", "=", IMPRIME)], order="ebox_essais, id")
        if not attente:
            return
        envoi = _Envoi(self._client_ebox())
        etapes = []
        for courrier_id in attente.ids:
            etapes.append(lots.Step(courriers, envoi.marquer, lambda un=courrier_id: [un], size=1))
            etapes.append(lots.Step(courriers, envoi.envoyer, lambda un=courrier_id: [un], size=1))
        suite = lots.run(self.env, *etapes)
        courriers.browse(set(suite.aside))._attendre("imprevu")
        lots.commit(self.env)

    def _marquer(self):
        """Take this letter (superuser) to send it, if it may still go; else say why on it."""
        self.dossier_id._seul()
        self.invalidate_recordset()
        if self.state != IMPRIME or self.ebox_etat not in EN_FILE:
            return
        if mot := self._obstacle_ebox():
            (self._attendre if mot == PAS_INSTALLE else self._rendre_au_papier)(mot)
            return
        # what happened since it was put in the queue: who moved, enrolled or died gets no message
        # but killed between the answer and its record, only the same message says whether the person has it
        if self.ebox_etat != EN_COURS and self._ecart():
            self._rendre_au_papier(CHANGE)
            return
        self.write({"ebox_etat": EN_COURS, "ebox_essais": self.ebox_essais + 1, "ebox_essai_le": maintenant()})

    def _message_ebox(self):
        """Return what is sent of this letter (superuser)."""
        courrier = self.with_context(bin_size=False)
        pieces = [Attachment(courrier.pdf_nom, base64.b64decode(courrier.pdf))]
        if courrier._genre().brochure:
            pieces += [Attachment(f"brochure-{rang}.pdf", b) for rang, b in enumerate(courrier._brochures(), 1)]
        return Message(
            key=courrier.ebox_cle,
            niss=courrier.dossier_id.niss,
            subject={code: self._objet_ebox(code) for code in OBJETS},
            attachments=tuple(pieces),
            registered=True,
        )

    def _objet_ebox(self, code):
        """Return what the screen of the person shows before the message is opened.

        :param code: a key of ``OBJETS``
        """
        return OBJETS[code].format(commune=self.commune_id.with_context(lang=f"{code}_BE").display_name)

    def _recue_par_ebox(self, recu):
        """The eBox has this letter (superuser): keep it, then record that it left."""
        self.write(
            {
                "ebox_etat": ENVOYE,
                "ebox_motif": False,
                "ebox_identifiant": recu.identifier or False,
                "ebox_le": recu.moment.replace(tzinfo=None, microsecond=0),
            }
        )
        auteur = self.ebox_par_id
        try:
            with self.env.cr.savepoint():
                # who works for no commune works in the own company
                siennes = self.company_id & auteur.company_ids or auteur.company_ids
                en_son_nom = self.with_user(auteur).with_context(allowed_company_ids=siennes.ids, lang=auteur.lang)
                en_son_nom._noter_depart_ebox()
        except UserError:
            self.invalidate_recordset()
            self.ebox_motif = "pas_note"
            self._appeler_agent(lambda env: env._("In the eBox, and not recorded: look at the letter"))

    def _noter_depart_ebox(self):
        """Record that this letter left, on the day from which it was accessible.

        :raise UserError: in the words of the step, or of the letter
        """
        # sudo: what the eBox answered of a letter that the user writes
        courrier = self.sudo()
        self._poster(courrier._jour_ebox(), EBOX, courrier.ebox_identifiant)
        courrier.ebox_motif = False

    def _attendre(self, motif):
        """Have these letters (superuser) wait for the next run, and say why."""
        self.filtered(lambda c: c.ebox_etat in EN_FILE).write({"ebox_etat": ATTENTE, "ebox_motif": motif})

    def _rendre_au_papier(self, motif):
        """Say why these letters (superuser) do not go by eBox, and call the agent to post them; of one that was tried
        without an answer, that it is not known whether the person has it."""
        for courrier in self:
            if courrier.ebox_essais:
                courrier.write({"ebox_etat": DOUTE, "ebox_motif": DOUTE})
                courrier._appeler_agent(lambda env: env._("Not known whether it is in the eBox: look at this letter"))
                continue
            courrier.write({"ebox_etat": REFUSE, "ebox_motif": motif})
            courrier._appeler_agent(lambda env: env._("Not taken by the eBox: send this letter by post"))

    def _appeler_agent(self, resume):
        self.env["mail.activity"]._donner(
            "parcours_accueil.activite_ebox", self, lambda env, _courrier: resume(env), sur=lambda c: c.dossier_id
        )

    # ---- settings ---------------------------------------------------------------------------------------------------

    @api.model
    def _reglages_ebox(self):
        """Return the settings of the channel, ``{name: text}``; None when it is not set up, or with an address that
        this server does not allow."""
        # sudo: parameters that no user reads; whether they are there is all that users are told
        lire = self.env["ir.config_parameter"].sudo().get_param
        reglages = {nom: lire(f"{PREFIXE}{nom}") or "" for nom in (*OBLIGATOIRES, *FACULTATIFS)}
        if not all(reglages[nom] for nom in OBLIGATOIRES):
            return None
        permis = hotes_permis(os.environ, HOTES)
        if any(_refusee(reglages[nom], permis) for nom in ("url", "token_url")):
            return None
        return reglages

    @api.model
    def _client_ebox(self):
        """Return what calls the eBox; None when the channel is not set up, or its secret cannot be read."""
        reglages = self._reglages_ebox()
        try:
            return reglages and Client(Settings(**reglages | {"secret": lire_secret(reglages["secret"])}))
        except ErreurTransport:
            return None
