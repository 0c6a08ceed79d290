# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The welcome agreement that a person signs with an organiser (art. 5 §1; loi.md §5)."""

import base64
import hashlib
from itertools import pairwise

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.papier import gabarit, page, pdf

from ...droit.courriers import CONVENTION
from ..vocabulaire import LANGUES_PARCOURS

SIGNEE, A_VERIFIER, REFUSEE, REMPLACEE = ("signee", "a_verifier", "refusee", "remplacee")
ETATS = [
    (SIGNEE, "Signed"),
    (A_VERIFIER, "Signed on paper: to be checked"),
    (REFUSEE, "The scan was refused"),
    (REMPLACEE, "Replaced by another one"),
]
#: Those that stand: nobody is asked to sign again.
TENUES = (SIGNEE, A_VERIFIER)
ECRAN, PAPIER = ("ecran", "papier")
MANIERES = [(ECRAN, "On the screen"), (PAPIER, "On paper")]
#: The letter's language of a language of the pathway.
CODES = {"fr": "fr_BE", "nl": "nl_BE"}


class ParcoursConvention(models.Model):
    """One welcome agreement, of one registration: in which language the pathway is followed, what was agreed, how and
    before whom it was signed. It starts and ends no term: the registration does (loi.md §5).

    Signed on the screen, it is kept as it was signed; on paper, its scan is a document of the file, which the commune
    checks as any other. Nobody changes one: another one, with the reason, takes its place.
    """

    _name = "parcours.convention"
    _description = "Welcome agreement"
    _inherit = ["lecture.tracee", "liste.ordonnable", "nom.lisible", "nom.reserve"]
    # leads to a person, and shows nothing of what the register says
    _montre = {"dossier_id": {}}
    _motif_lecture = "dossier"
    _liste_fiches = ("dossier_id",)
    _order = "date_signature desc, id desc"
    _noms = ("organisateur_id", "date_signature")

    dossier_id = fields.Many2one(
        "parcours.dossier", "File", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="dossier_id.company_id")
    organisateur_id = fields.Many2one(
        "parcours.organisateur", "Organiser", required=True, readonly=True, ondelete="restrict", index=True
    )
    inscrit_le = fields.Date("Registered on", required=True, readonly=True, help="The registration it was signed for.")
    langue = fields.Selection(LANGUES_PARCOURS, "Followed in", required=True, readonly=True)
    convenu = fields.Text("What is agreed besides", readonly=True)
    maniere = fields.Selection(MANIERES, "Signed", required=True, readonly=True)
    date_signature = fields.Date("Signed on", required=True, readonly=True)
    presents = fields.Char("In the presence of", required=True, readonly=True)
    fait_par_id = fields.Many2one(
        "res.users", "Recorded by", required=True, readonly=True, default=lambda self: self.env.uid, ondelete="restrict"
    )
    modele_id = fields.Many2one("parcours.courrier.modele", "Text", readonly=True, ondelete="restrict")
    pdf = fields.Binary("Agreement, as signed", attachment=True, readonly=True, copy=False)
    empreinte = fields.Char(
        "Fingerprint", readonly=True, copy=False, help="SHA-256 of the file as it was signed: it was not changed since."
    )
    document_id = fields.Many2one(
        "parcours.document", "Scan", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    remplace_id = fields.Many2one(
        "parcours.convention", "Replaces", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    remplacee_par_ids = fields.One2many("parcours.convention", "remplace_id", "Replaced by")
    motif = fields.Char("Why the one before was replaced", readonly=True)
    state = fields.Selection(ETATS, "Status", compute="_compute_state", compute_sudo=True, store=True)

    _une_seule = models.UniqueIndex(
        "(dossier_id, organisateur_id, inscrit_le) WHERE state IN ('signee', 'a_verifier')",
        "An agreement of this registration was signed at that moment. Nothing was saved. Open the person again.",
    )
    _remplacee_une_fois = models.UniqueIndex(
        "(remplace_id) WHERE remplace_id IS NOT NULL", "This agreement was replaced already. Nothing was saved."
    )
    _papier_ou_ecran = models.Constraint(
        "CHECK((maniere = 'papier') = (document_id IS NOT NULL))", "An agreement on paper is kept with its scan."
    )

    @api.depends("maniere", "document_id.state", "remplacee_par_ids")
    def _compute_state(self):
        for convention in self:
            etat = {"recu": A_VERIFIER, "refuse": REFUSEE}.get(convention.document_id.state, SIGNEE)
            convention.state = REMPLACEE if convention.remplacee_par_ids else etat

    def write(self, vals):
        if not self.env.su:
            raise UserError(self._phrase_gardee())
        return super().write(vals)

    def unlink(self):
        if not self.env.su:
            raise UserError(self._phrase_gardee())
        return super().unlink()

    def _phrase_gardee(self):
        return self.env._(
            "What was signed is kept as it was signed. Nothing was changed. Sign another agreement, with the reason."
        )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("An agreement is signed in its window only. Nothing was saved."))
        return super().create(vals_list)

    # ---- which one stands -------------------------------------------------------------------------------------------

    @api.model
    def _siennes(self, inscriptions):
        """Return ``{enrolment: its agreements, the last one first}``; one query for all."""
        # searched, not read from the list of the file: that one may hold what another reader may read
        trouvees = self.search([("dossier_id", "in", inscriptions.dossier_id.ids)], order="id desc")
        par_cle = trouvees.grouped(lambda une: (une.dossier_id.id, une.organisateur_id.id, une.inscrit_le))
        return {
            une: par_cle.get((une.dossier_id.id, une.organisateur_id.id, une.date_debut), self.browse())
            for une in inscriptions
        }

    def _tenue(self):
        """Return the one of these agreements that stands, or none."""
        return self.filtered(lambda une: une.state in TENUES)[:1]

    @api.model
    def _reunir(self, dossier, autre):
        """Before two files become one: of two agreements of one registration, the last one signed stands."""
        toutes = self.search(
            [("dossier_id", "in", (dossier | autre).ids), ("state", "in", TENUES)], order="date_signature, id"
        )
        for siennes in toutes.grouped(lambda une: (une.organisateur_id, une.inscrit_le)).values():
            for avant, apres in pairwise(siennes):
                apres.remplace_id = apres.remplace_id or avant

    # ---- signed -----------------------------------------------------------------------------------------------------

    @api.model
    def _signer(self, inscription, langue, presents, jour, signature=False, pieces=(), convenu=False, motif=False):
        """Keep an agreement of that enrolment, signed on the screen, or on paper with its scan. Another one that stands
        is replaced when a reason is given.

        :param signature: the drawing, PNG in base64
        :param pieces: the scan, pairs ``(name, content in base64)``
        :raise AccessError: for anybody but the organiser of that enrolment
        :raise UserError: it cannot be signed now; says what to do; nothing is saved
        """
        inscription.ensure_one()
        inscription._verifier_signataire()
        # two people at once: the second one waits here, and then finds it signed
        inscription.dossier_id._seul()
        inscription.invalidate_recordset()
        self._verifier_signature(inscription, langue, presents, jour, signature, pieces)
        tenue = self._siennes(inscription)[inscription]._tenue()
        if tenue and not (motif or "").strip():
            raise UserError(
                self.env._(
                    "The agreement of this registration was signed already, on %s. Nothing was saved. To correct it, "
                    "sign another one and say why.",
                    tenue._mot("date_signature"),
                )
            )
        # sudo: who signs with whom was checked; users may not write agreements. sudo keeps who records it
        convention = self.sudo()
        valeurs = {
            "dossier_id": inscription.dossier_id.id,
            "organisateur_id": inscription.organisateur_id.id,
            "inscrit_le": inscription.date_debut,
            "langue": langue,
            "convenu": (convenu or "").strip() or False,
            "presents": presents.strip(),
            "date_signature": jour,
            "remplace_id": tenue.id,
            "motif": tenue and motif.strip(),
        }
        # the unique index must see the one before replaced: its status follows from the reference
        if tenue:
            tenue.sudo().state = REMPLACEE  # sudo: as above
            tenue.flush_recordset(["state"])
        if signature:
            return convention._signer_ecran(inscription.sudo(), valeurs, base64.b64decode(signature))
        return convention._signer_papier(inscription, valeurs, pieces, jour)

    def _verifier_signature(self, inscription, langue, presents, jour, signature, pieces):
        """:raise UserError: naming what is missing or cannot be"""
        if inscription.date_fin:
            raise UserError(
                self.env._(
                    "This person is not registered with you any more: there is nothing to sign. Nothing was saved."
                )
            )
        if not langue:
            raise UserError(self.env._("Say in which language the pathway is followed. Nothing was saved."))
        inscription.organisateur_id._verifier_langue(langue)
        if not (presents or "").strip():
            raise UserError(self.env._("Say who was present when it was signed. Nothing was saved."))
        if bool(signature) == bool(pieces):
            raise UserError(
                self.env._(
                    "The person signs on the screen, or the scan of the paper is added: one of both. Nothing was saved."
                )
            )
        if not jour or not inscription.date_debut <= jour <= aujourdhui():
            raise UserError(
                self.env._(
                    "An agreement is signed from the day of the registration on, and not on a day to come. Nothing was "
                    "saved."
                )
            )
        if signature and jour != aujourdhui():
            raise UserError(self.env._("What is signed on the screen is signed today. Nothing was saved."))

    def _signer_ecran(self, inscription, valeurs, signature):
        """Print the agreement with what was drawn (superuser), and keep both in one file.

        :raise UserError: what was drawn is no picture
        """
        try:
            lettre, modele = self._composer(inscription, valeurs, signature)
            octets = pdf.imprimer(lettre)
        except page.LogoIllisible:
            raise UserError(self.env._("The signature cannot be read. Nothing was saved. Draw it again.")) from None
        return self.create(
            {
                **valeurs,
                "maniere": ECRAN,
                "modele_id": modele.id,
                "pdf": base64.b64encode(octets),
                "empreinte": hashlib.sha256(octets).hexdigest(),
            }
        )

    def _signer_papier(self, inscription, valeurs, pieces, jour):
        """File the scan (superuser): a document of the file, which the commune checks."""
        if len(pieces) != 1:
            raise UserError(self.env._("An agreement has one scan: join its pages in one file. Nothing was saved."))
        genre = self.env["parcours.document.type"]._par_code(CONVENTION)
        # as the user, whom the documents of the file ask who brings it
        [document] = self.env(su=False)["parcours.document"]._deposer(
            inscription.dossier_id, pieces, genre, jour, date_reception=aujourdhui()
        )
        empreinte = hashlib.sha256(base64.b64decode(pieces[0][1])).hexdigest()
        return self.create({**valeurs, "maniere": PAPIER, "document_id": document.id, "empreinte": empreinte})

    # ---- on paper ---------------------------------------------------------------------------------------------------

    def _composer(self, inscription, valeurs, signature=b""):
        """Return the agreement as it is printed (`page.Lettre`), and its text.

        :param inscription: parcours.inscription, as superuser: what it says is fixed by the text in force
        :param valeurs: those of the agreement
        :raise UserError: no text is in force, or it names what nobody said
        """
        langue = CODES[valeurs["langue"]]
        ici = self.with_context(lang=langue)
        modele = ici.env["parcours.courrier.modele"]._en_vigueur(
            CONVENTION, inscription.company_id, aujourdhui(), [langue]
        )
        objet, corps = modele._objet_et_corps(langue)
        dites = ici._valeurs(inscription, valeurs)
        corps = gabarit.nettoyer(corps)
        self.env["parcours.courrier"]._verifier_valeurs(objet, corps, dites)
        organisateur = inscription.organisateur_id
        joindre = " · ".join(filter(None, (organisateur.phone, organisateur.email)))
        nom = dites["personne.nom"]
        vu = ici.env._("Signed on the screen, in the presence of %s", valeurs["presents"]) if signature else ""
        volet = page.Volet(
            langue=langue[:2],
            expediteur=organisateur.name,
            coordonnees=tuple(filter(None, (joindre,))),
            lieu=ici.env._("Brussels"),
            objet=gabarit.remplir_ligne(objet, dites),
            corps=gabarit.remplir(corps, dites),
            contact=tuple(dict.fromkeys(filter(None, (self.env.user.name, organisateur.name, joindre)))),
            signature=(ici.env._("For the organiser,"), self.env.user.name),
            paraphe=tuple(filter(None, (nom, vu))),
        )
        lettre = page.Lettre(
            numero=inscription.dossier_id.reference,
            reference=inscription.dossier_id.reference,
            jour=valeurs["date_signature"],
            destinataire=page.Destinataire(nom),
            volets=(volet,),
            paraphe=signature,
        )
        return lettre, modele

    def _valeurs(self, inscription, valeurs):
        """Return what the text may name, ``{place: words}``, in the language of the environment."""
        langue = self.env.lang[:2]
        choisie = inscription.organisateur_id.with_context(lang=self.env.lang)._mot_langue(valeurs["langue"])
        return {
            # the comma is that of our lists
            "personne.nom": (inscription.dossier_id.name or "").replace(", ", " ", 1),
            "dossier.reference": inscription.dossier_id.reference,
            "lettre.date": page.jour_en_lettres(valeurs["date_signature"], langue),
            "organisateur.nom": inscription.organisateur_id.name,
            "inscription.date": page.jour_en_lettres(inscription.date_debut, langue),
            # a language has a small letter in French
            "parcours.langue": choisie.lower() if langue == "fr" else choisie,
            "convention.convenu": valeurs["convenu"] or self.env._("nothing else"),
            "convention.presents": valeurs["presents"],
        }

    def action_ouvrir(self):
        """Open what was signed: the file, or the scan."""
        self.ensure_one()
        self.check_access("read")
        if self.document_id:
            return self.document_id.action_telecharger()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/pdf/{self.env._('agreement')}.pdf",
            "target": "new",
        }
