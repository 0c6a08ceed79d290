# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A letter to a person: made from a text, looked at, printed once and kept, posted, received or come back."""

import base64
import re
from collections import deque

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import maintenant
from odoo.addons.parcours_socle.papier import pdf, qr
from odoo.addons.parcours_socle.paroles import dire
from odoo.addons.parcours_socle.saisie import sans_defauts

from ...droit.canaux import REMISE
from ...droit.courriers import (
    ACCUSE,
    BROUILLON,
    DECISIONS,
    ECARTE,
    GENRES,
    IMPRIMES,
    PRET,
    RETOURNE,
    SANS_SUITE,
    suivant,
)
from ..lectures import ITS_EXPLICATION, ITS_LETTRE
from ..vocabulaire import CANAUX, DEUX, GROUPES_REGISTRE, LANGUES_LETTRE, RECEPTIONS, RETOURS
from .libelles import ETATS_DITS, GENRES_DITS

#: What of a letter says when it was received.
SUIVIS = frozenset({"date_envoi", "date_reception", "date_retour"})
#: As the sequence writes the number of a letter.
NUMERO = re.compile(r"LET/\d{4}/\d{6,}")


class ParcoursCourrier(models.Model):
    """One letter (loi.md §7b, §5). What it is stands in the table of letters (droit/courriers.py)::

        brouillon ──the last look──> pret ──> imprime ──> poste ──> recu
            └──────────────────────────┴──> ecarte          └────> retourne ──sent again──> (another letter)

    Users write none of it: its buttons and the windows do, after their checks. What was printed is kept as it was.
    """

    _name = "parcours.courrier"
    _description = "Letter"
    _inherit = [
        "parcours.courrier.valeurs",
        "parcours.courrier.regard",
        "parcours.courrier.suite",
        "parcours.courrier.correction",
        "parcours.courrier.ebox",
        "parcours.courrier.avis",
        "lecture.tracee",
        "documents.gardes",
        "liste.ordonnable",
        "nom.lisible",
        "nom.reserve",
    ]
    # why it dropped out tells what the register said
    _montre = {
        "dossier_id": {
            **dict.fromkeys(("pdf", "a_imprimer"), ITS_LETTRE),
            **dict.fromkeys(("adresse", "adresse_saisie"), {"020"}),
            "motif_ecart": ITS_EXPLICATION,
        }
    }
    _motif_lecture = "courrier"
    _papiers = frozenset({"pdf", "a_imprimer"})
    _liste_fiches = ("dossier_id",)
    _order = "id desc"
    _noms = ("genre", "name")
    _documents_lecteurs = GROUPES_REGISTRE

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/")
    dossier_id = fields.Many2one(
        "parcours.dossier", "File", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="dossier_id.company_id")
    user_id = fields.Many2one(related="dossier_id.user_id", string="Agent")
    commune_id = fields.Many2one(
        "res.company", "Made by the commune", required=True, readonly=True, ondelete="restrict",
        help="The one that was in charge of the file when the letter was made.",
    )  # fmt: skip
    fait_par_id = fields.Many2one(
        "res.users", "Made by", required=True, readonly=True, default=lambda self: self.env.uid, ondelete="restrict"
    )
    genre = fields.Selection(GENRES_DITS, "Kind of letter", required=True, readonly=True)
    exemption_id = fields.Many2one("parcours.exemption", readonly=True, ondelete="restrict", index="btree_not_null")
    contestation_id = fields.Many2one(
        "parcours.contestation", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    suspension_id = fields.Many2one("parcours.suspension", readonly=True, ondelete="restrict", index="btree_not_null")
    attestation_id = fields.Many2one("parcours.attestation", readonly=True, ondelete="restrict", index="btree_not_null")
    medical = fields.Boolean(
        "Medical ground", readonly=True, help="What it answers rests on a medical ground: for the commune only."
    )
    langue = fields.Selection(LANGUES_LETTRE, "Language", required=True, readonly=True)
    precision = fields.Text("What it says besides", readonly=True)
    state = fields.Selection(ETATS_DITS, "Status", required=True, readonly=True, default=BROUILLON, copy=False)

    modele_id = fields.Many2one("parcours.courrier.modele", "Text", readonly=True, ondelete="restrict")
    mention_id = fields.Many2one("parcours.mention", "Block of remedies", readonly=True, ondelete="restrict")
    objet = fields.Char("Subject", readonly=True)
    contact = fields.Text("Contact, as printed", readonly=True)
    mention_texte = fields.Text("Remedies, as printed", readonly=True)
    adresse = fields.Text("Address, as printed", readonly=True)
    adresse_saisie = fields.Text(
        "Address abroad", readonly=True, help="Given by the person: the register knows none of who left the country."
    )
    pays_id = fields.Many2one("res.country", "Country", readonly=True, ondelete="restrict")
    remis = fields.Boolean(
        "No address on it",
        readonly=True,
        help="The register forbids to communicate the address, or gives none: the letter is handed over.",
    )
    jeton = fields.Char(
        "Code", readonly=True, copy=False, index=True, help="Printed on it: it finds the file when it comes back."
    )
    pdf = fields.Binary("Letter, as printed", attachment=True, readonly=True, copy=False)
    pdf_nom = fields.Char("File name", readonly=True, copy=False)
    pages = fields.Integer(readonly=True, copy=False)
    a_imprimer = fields.Binary(
        "To print", compute="_compute_a_imprimer", help="The letter, and the brochure that goes with it."
    )
    imprime_le = fields.Datetime("Printed on", readonly=True, copy=False)
    imprime_par_id = fields.Many2one("res.users", "Printed by", readonly=True, copy=False, ondelete="restrict")

    canal = fields.Selection(CANAUX, "Sent by", readonly=True, copy=False)
    preuve_envoi = fields.Char(
        "Proof of posting",
        readonly=True,
        copy=False,
        help="Number of the registered letter, or of the list stamped by the post.",
    )
    date_envoi = fields.Date("Left on", readonly=True, copy=False)
    date_reception = fields.Date("Received on", readonly=True, copy=False)
    reception = fields.Selection(RECEPTIONS, "How it was received", readonly=True, copy=False)
    date_retour = fields.Date("Came back on", readonly=True, copy=False)
    retour = fields.Selection(RETOURS, "Why it came back", readonly=True, copy=False)
    evenement_id = fields.Many2one(
        "parcours.evenement", "Entry of its posting", readonly=True, copy=False, ondelete="restrict",
        index="btree_not_null",
    )  # fmt: skip
    reponse_id = fields.Many2one(
        "parcours.evenement", "Entry of what came back", readonly=True, copy=False, ondelete="restrict",
        index="btree_not_null",
    )  # fmt: skip
    remplace_id = fields.Many2one(
        "parcours.courrier", "Sent again for", readonly=True, copy=False, ondelete="restrict", index="btree_not_null"
    )
    remplacant_ids = fields.One2many("parcours.courrier", "remplace_id", "Sent again by")
    lot_id = fields.Many2one(
        "parcours.courrier.lot", "Made with many others", readonly=True, copy=False, ondelete="restrict",
        index="btree_not_null", groups="parcours_accueil.group_agent",
    )  # fmt: skip
    faisable = fields.Boolean(compute="_compute_faisable", export_string_translation=False)

    _jeton_unique = models.UniqueIndex("(jeton) WHERE jeton IS NOT NULL", "Two letters cannot have the same code.")
    _imprime_garde = models.Constraint(
        "CHECK(state NOT IN ('imprime', 'poste', 'recu', 'retourne') OR imprime_le IS NOT NULL)",
        "A letter leaves once it was printed.",
    )
    _en_route_idx = models.Index("(dossier_id, genre) WHERE state IN ('brouillon', 'pret', 'imprime')")
    _deux_idx = models.Index("(dossier_id) WHERE langue = 'deux'")
    _retourne_idx = models.Index("(dossier_id) WHERE state = 'retourne'")

    # ---- the table --------------------------------------------------------------------------------------------------

    @api.model
    def _genres(self):
        """Return the table of letters, ``{code: droit.courriers.Genre}``; a floor above adds its rows."""
        return GENRES

    def _genre(self):
        """Return the row of this letter."""
        return self._genres()[self.genre]

    def _objet(self):
        """Return what this letter answers, or its file."""
        self.ensure_one()
        objets = (self[f"{mot}_id"] for mot in self._genre().objets)
        return next(filter(None, objets), self.env["parcours.exemption"])

    @api.depends("state", "dossier_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_faisable(self):
        agent = self.env.su or self.env.user.has_group("parcours_accueil.group_agent")
        for courrier in self:
            courrier.faisable = agent and courrier.company_id in self.env.companies

    @api.depends("pdf")
    def _compute_a_imprimer(self):
        for courrier in self.with_context(bin_size=False):
            morceaux = [base64.b64decode(courrier.pdf)] if courrier.pdf else []
            if morceaux and courrier._genre().brochure:
                morceaux += courrier._brochures()
            courrier.a_imprimer = base64.b64encode(
                pdf.fusionner(morceaux, recto_verso=True) if len(morceaux) > 1 else b"".join(morceaux)
            )

    # ---- what nobody does -------------------------------------------------------------------------------------------

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("A letter is written by its buttons only. Nothing was saved."))
        return super().write(vals)

    def unlink(self):
        if not self.env.su:
            raise UserError(self.env._("A letter is kept. Nothing was deleted. Cancel it instead, with the reason."))
        return super().unlink()

    def _autoriser(self):
        """The commune in charge of the file writes to the person; Vivalis and the others read.

        :raise AccessError: for anybody else
        """
        if self.env.su:
            return
        self.check_access("read")
        self.dossier_id.check_access("write")
        if any("commune" not in roles for roles in self.dossier_id._roles().values()):
            raise AccessError(
                self.env._(
                    "Only an agent of the commune in charge of the file writes to the person. Nothing was saved."
                )
            )

    def _phrase_etat(self):
        """Return in the user's words that a letter is not where it should be for what is asked."""
        etats = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "This cannot be done with this letter any more: it is “%s”. Nothing was saved. Look at it again.",
            etats[self.state],
        )

    def _avancer(self, geste, **valeurs):
        """Do something with these letters (superuser): they go to the state that the table of their life says.

        :raise UserError: when that cannot be done with one of them as it is
        """
        for etat, courriers in self.grouped("state").items():
            if not (voulu := suivant(etat, geste)):
                raise UserError(courriers[:1]._phrase_etat())
            courriers._verifier_attestation(geste)
            courriers._verifier_hors_file(geste, valeurs)
            courriers.write({**valeurs, "state": voulu})
            for courrier in courriers:
                if courrier.genre in DECISIONS and not SUIVIS.isdisjoint(valeurs):
                    courrier._objet()._lettre_suit(courrier)
                if courrier.genre == ACCUSE and voulu in SANS_SUITE:
                    courrier._objet()._reprendre_accuse()

    # ---- made -------------------------------------------------------------------------------------------------------

    @api.model
    def _faire(self, dossier, genre, langue, **valeurs):
        """Make the draft of a letter, and return it.

        :param str genre: a row of the table of letters
        :param langue: a key of ``LANGUES_LETTRE``: a single letter asks first when nobody knows the wish
        :param valeurs: what it answers, what it says besides, what it replaces
        :raise AccessError: for anybody but an agent of the commune of the file
        :raise UserError: when the language is missing, or such a letter cannot be made now: says why
        """
        dossier.ensure_one()
        dossier.check_access("write")
        # two people at once: the second one waits here, and then finds the first one's letter
        dossier._seul()
        if not langue:
            raise UserError(
                self.env._(
                    "Ask the person first in which language the letter is written, French or Dutch: it is kept on the "
                    "file. Nothing was printed."
                )
            )
        if langue not in (DEUX, dossier.langue):
            # it was asked for this letter: signed and dated
            dossier.langue = langue
        courrier = self._brouillons(dossier, genre, {dossier.id: langue}, **valeurs)
        courrier._autoriser()
        if trouve := courrier._ecart():
            raise UserError(courrier._phrase_ecart(*trouve))
        return courrier

    def _brouillons(self, dossiers, genre, langues, **valeurs):
        """Make the drafts of letters that the caller allows before anything leaves.

        :param dict langues: ``{file id: a key of LANGUES_LETTRE}``
        """
        numeros = lots.numbers(self.env, "parcours.courrier", len(dossiers))
        # sudo: users may not write letters; who may make these is asked by the caller and by the last look
        neufs = self.sudo().create(
            [
                {
                    **valeurs,
                    "dossier_id": dossier.id,
                    "commune_id": dossier.company_id.id,
                    "genre": genre,
                    "langue": langues[dossier.id],
                    "fait_par_id": self.env.uid,
                    "name": numero,
                    "jeton": qr.tirer(),
                }
                for dossier, numero in zip(dossiers, numeros, strict=True)
            ]
        )
        for neuf in neufs:
            neuf.medical = neuf._rest_sur_un_motif_medical()
        return neufs.with_env(self.env)

    def _rest_sur_un_motif_medical(self):
        """Whether what this letter (superuser) answers rests on a medical ground, or what is asked for in it may be a
        certificate: it is then the commune's."""
        suspensions = self.suspension_id | self.attestation_id.suspension_id
        return bool(
            self.exemption_id.regle_id.medical
            or any(suspensions.mapped("motif_id.confidentiel"))
            or (self._genre().precise and self.dossier_id._documents_confidentiels())
        )

    # ---- printed ----------------------------------------------------------------------------------------------------

    def _imprimer(self):
        """Take the last look, then print this letter and keep it, once: one that was printed is given as it was.

        :return: whether there is a letter to give: it may have dropped out
        :raise AccessError: for anybody but an agent of the commune of the file
        :raise UserError: the register gave no answer, or the text or the block of remedies is missing
        """
        self.ensure_one()
        self._autoriser()
        self.dossier_id._seul()
        self.invalidate_recordset()
        if self.state in IMPRIMES:
            return True
        # sudo: access was checked; users may not write letters
        courrier = self.sudo()
        # its conditions each time; the register only when its last answer is too old
        if panne := self._regarder():
            raise UserError(panne)
        if courrier.state == ECARTE:
            return False
        lettre, garde = self._composer()
        courrier._garder(lettre, garde, pdf.imprimer(lettre))
        return True

    def _garder(self, lettre, garde, octets):
        """Keep this letter (superuser) as it was printed."""
        self._avancer(
            "imprimer",
            **garde,
            remis=lettre.destinataire.remis,
            # the ground of what it answers may have changed since it was made
            medical=self._rest_sur_un_motif_medical(),
            # no number and no name in a file name: it ends in download folders and logs
            pdf=base64.b64encode(octets),
            pdf_nom=f"{self.name.replace('/', '-')}.pdf",
            pages=octets.pages,
            imprime_le=maintenant(),
            imprime_par_id=self.env.uid,
        )

    def _imprimer_ensemble(self, imprimer):
        """Print those of these letters that wait for it, each once; one whose text names what its file does not tell
        drops out, with the reason. The last look was taken, and is taken again when it is too old.

        :param imprimer: ``f(page.Lettre, one after the other) -> their PDFs, in that order``
        :return: as `_regarder`
        :raise AccessError: for anybody but an agent of the commune of the files
        """
        # sudo: a file may be another commune's by now, and its letter drops out
        self.sudo().dossier_id._seul()
        self.invalidate_recordset()
        attendus = self.filtered(lambda c: c.sudo().state in (BROUILLON, PRET))
        panne = attendus._regarder()
        prets = attendus.filtered(lambda c: c.sudo().state == PRET)
        prets._autoriser()
        composees, textes = deque(), {}

        def composer():
            for courrier in prets:
                try:
                    lettre, garde = courrier._composer(textes)
                except UserError:
                    phrase = dire(courrier, lambda lu: lu._manque_au_texte())
                    # sudo: access was checked above; users may not write letters
                    courrier.sudo()._ecarter("texte", (phrase,))
                    continue
                composees.append((courrier, lettre, garde))
                yield lettre

        for octets in imprimer(composer()):
            courrier, lettre, garde = composees.popleft()
            # sudo: access was checked; users may not write letters
            courrier.sudo()._garder(lettre, garde, octets)
        return panne

    def _manque_au_texte(self):
        """Return in the user's words why this letter cannot be composed."""
        try:
            self._composer()
        except UserError as erreur:
            return str(erreur)
        return ""

    def _imprimer_ou_dire(self):
        """Print this letter once something was decided that stands whatever becomes of it: return the action that opens
        it, or says why it is still to print. A register that does not answer undoes no decision."""
        try:
            with self.env.cr.savepoint():
                imprime = self._imprimer()
        except UserError as erreur:
            self.invalidate_recordset()
            return self._dire(
                self.env._("Saved. The letter is not printed yet."),
                self.env._("%s It waits under “Letters”: print it there.", erreur.args[0]),
            )
        return self._donner() if imprime else self._dire_ecart()

    def action_imprimer(self):
        """Print this letter, or open what was printed; say why when it dropped out."""
        return self._donner() if self._imprimer() else self._dire_ecart()

    def action_ouvrir(self):
        """Open what was printed."""
        self.ensure_one()
        self.check_access("read")
        return self._donner()

    def _donner(self):
        """Return the action that opens the PDF."""
        # sudo: the name of the file only; who opens it is asked there
        nom = self.sudo().pdf_nom
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/{'a_imprimer' if self._genre().brochure else 'pdf'}/{nom}",
            "target": "new",
            "close": True,
        }

    def _dire_ecart(self):
        """Return the action that says why this letter was not printed."""
        # sudo: the file may be another commune's since the register was asked; its reason is the user's to know
        courrier = self.sudo()
        return self._dire(self.env._("Not printed: %s", courrier._mot("genre")), courrier.motif_ecart)

    def _dire(self, titre, message):
        """Return the action that closes the window and says that."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": titre,
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    # ---- sent: the buttons ------------------------------------------------------------------------------------------

    def action_poster(self):
        """Open the window that says how this letter left: that of its step where it has one."""
        self.ensure_one()
        genre = self._genre()
        if genre.etape:
            contexte = {"parcours_evenement_type": genre.etape}
            if self.remis:
                contexte["default_canal"] = REMISE
            return self._fenetre_etape(**contexte)
        return self._fenetre("poster", self.env._("Posted"))

    def _fenetre_etape(self, **contexte):
        """Return the action of a step of the file of this letter: it moves this one, and no other."""
        action = sans_defauts(self.dossier_id).with_context(**contexte).action_etape()
        if isinstance(action, dict):
            action["context"]["parcours_courriers"] = self.ids
        return action

    def action_recu(self):
        """Open the window that says that this letter was received: that of its step where it has one."""
        if action := self._repondre("recue"):
            return action
        if not self._receptions():
            raise UserError(self.env["parcours.evenement"]._phrase_refus("reception_impossible", ()))
        return self._fenetre("recevoir", self.env._("Received"))

    def action_retourne(self):
        """Open the window that says that this letter came back: that of its step where it has one."""
        return self._repondre("retournee") or self._fenetre("retourner", self.env._("Came back"))

    def _repondre(self, suite):
        """Return the action of the step that says what came back of this letter, or None when it has none."""
        self.ensure_one()
        code = self._etape_reponse("retour" if suite == "retournee" else "reception")
        return code and self._fenetre_etape(parcours_evenement_type=code)

    def action_renvoyer(self):
        """Open the window that makes this letter once more: it came back."""
        self.ensure_one()
        if self.state != RETOURNE:
            raise UserError(self.env._("Only a letter that came back is sent again. Nothing was changed."))
        action = self._fenetre("faire", self.env._("Send again"))
        action["context"] |= {
            "default_courrier_id": False,
            "default_genre": self.genre,
            "default_remplace_id": self.id,
            **{f"default_{mot}_id": self[f"{mot}_id"].id for mot in self._genre().objets},
        }
        return action

    def _fenetre(self, geste, nom):
        return {
            "type": "ir.actions.act_window",
            "name": nom,
            "res_model": "parcours.courrier.fenetre",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_dossier_id": self.dossier_id.id,
                "default_courrier_id": self.id,
                "default_geste": geste,
            },
        }

    # ---- found again ------------------------------------------------------------------------------------------------

    @api.model
    def _par_jeton(self, jeton):
        """Return the letter that bears this code, if the user may read it."""
        code = qr.lire(jeton)
        return self.search([("jeton", "=", code)], limit=1) if code else self.browse()

    @api.model
    def _par_reference(self, texte):
        """Return the letter that bears this code or this number, if the user may read it."""
        courrier = self._par_jeton(texte)
        numero = "".join((texte or "").split()).upper()
        if not courrier and NUMERO.fullmatch(numero):
            courrier = self.search([("name", "=", numero)], limit=1)
        return courrier
