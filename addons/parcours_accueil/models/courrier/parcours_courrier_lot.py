# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Letters made for many files at once: looked at together, printed side by side, kept each on its file; one file to
print in the order in which they are posted, and one for the franking service."""

import base64
import io
import re
from datetime import timedelta

import xlsxwriter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from odoo.addons.parcours_socle import cellules, lots
from odoo.addons.parcours_socle.jour import aujourdhui, maintenant
from odoo.addons.parcours_socle.papier.atelier import Atelier
from odoo.addons.parcours_socle.papier.pdf import fusionner

from ...bordereau import affranchissement
from ...droit.canaux import CANAUX as CANAUX_LUS
from ...droit.courriers import BROUILLON, ECARTE, IMPRIME, IMPRIMES, PRET
from ..lectures import ITS_EXPLICATION, ITS_IDENTITE
from ..vocabulaire import CANAUX, DEUX
from .ebox import PAR_EBOX
from .libelles import GENRES_DITS

CRON = "parcours_accueil.cron_courriers"
#: Letters looked at together: the register answers several at a time; and printed together: nobody else can record
#: anything on their files meanwhile, two seconds or so.
TAILLE_REGARD, TAILLE_IMPRESSION = 200, 40
#: Lots that nobody goes on with by themselves.
IMMOBILES = ("arrete", "fini")
#: After which a register that did not answer is asked again.
REPRISE = timedelta(minutes=10)
#: What the result sheet says of each letter, besides the name: which one, then what became of it; what is a choice.
COLONNES = ("name", "dossier_id")
SUIVIE = ("state", "motif_ecart", "canal", "preuve_envoi", "date_envoi", "date_reception", "reception", "date_retour")
SUIVIE += ("retour",)
CHOIX = frozenset({"state", "canal", "reception", "retour"})
ETATS = [
    ("en_cours", "Being printed"),
    ("attente", "The register does not answer: goes on by itself"),
    ("arrete", "Stopped"),
    ("fini", "Dealt with"),
]


def _rang_postal(adresse):
    """Return where an address comes in the order of the post: its postcode, its street, the number in its order.

    >>> _rang_postal("Rue X 9\\n1030 Y") < _rang_postal("Rue X 10\\n1030 Y") < _rang_postal("Avenue X 1\\n1040 Y")
    True
    """
    *rue, localite = adresse.splitlines() or [""]
    morceaux = re.split(r"(\d+)", " ".join(rue).casefold())
    return localite.split(" ")[0], [int(mot) if rang % 2 else mot for rang, mot in enumerate(morceaux)]


class ParcoursCourrierLot(models.Model):
    """One kind of letter, for the files that an agent chose; a letter a file, a draft from the first moment: what
    became of each is said on each. Killed anywhere, the next run goes on with the drafts that are left::

        en_cours <──> attente          (the register does not answer: asked again by itself)
            │ ^
       stop │ │ go on
            v │
          arrete ──the drafts left drop out──> fini
    """

    _name = "parcours.courrier.lot"
    _description = "Letters made together"
    _inherit = ["nom.lisible", "nom.reserve"]
    _order = "id desc"
    _noms = ("genre", "name")

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/")
    genre = fields.Selection(GENRES_DITS, "Kind of letter", required=True, readonly=True)
    canal = fields.Selection(CANAUX, "Sent by", required=True, readonly=True)
    commune_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    user_id = fields.Many2one(
        "res.users", "Asked for by", required=True, readonly=True, default=lambda self: self.env.uid,
        ondelete="restrict",
    )  # fmt: skip
    state = fields.Selection(ETATS, "Status", required=True, readonly=True, default="en_cours")
    message = fields.Char("What the register said", readonly=True)
    arrete_par_id = fields.Many2one("res.users", "Stopped by", readonly=True, ondelete="restrict")
    fini_le = fields.Datetime("Done on", readonly=True)
    courrier_ids = fields.One2many("parcours.courrier", "lot_id", "Letters", readonly=True)
    ecarte_ids = fields.One2many(
        "parcours.courrier", "lot_id", "Not printed, and why", readonly=True, domain=[("state", "=", ECARTE)]
    )
    ailleurs = fields.Text("With another commune by now", compute="_compute_ailleurs")
    nombre = fields.Integer("Files chosen", readonly=True)
    nombre_restants = fields.Integer("Still to do", compute="_compute_nombres")
    nombre_imprimes = fields.Integer("Printed", compute="_compute_nombres")
    nombre_ecartes = fields.Integer("Not printed", compute="_compute_nombres")
    nombre_remis = fields.Integer("To be handed over", compute="_compute_nombres", help="They bear no address.")

    brochures = fields.Char(
        "Brochures to enclose",
        compute="_compute_brochures",
        help="One in each envelope, in the language in which the person is best spoken to, else in that of the letter.",
    )

    _en_cours_idx = models.Index("(id) WHERE state NOT IN ('arrete', 'fini')")

    @api.depends("courrier_ids.state", "courrier_ids.remis")
    def _compute_nombres(self):
        groupes = self.env["parcours.courrier"]._read_group(
            [("lot_id", "in", self.ids)], ["lot_id", "state", "remis"], ["__count"]
        )
        comptes = {}
        for lot, etat, remis, nombre in groupes:
            compte = comptes.setdefault(lot, {"restants": 0, "imprimes": 0, "ecartes": 0, "remis": 0})
            sorte = "restants" if etat in (BROUILLON, PRET) else "imprimes" if etat in IMPRIMES else "ecartes"
            compte[sorte] += nombre
            compte["remis"] += nombre if remis else 0
        for lot in self:
            for sorte in ("restants", "imprimes", "ecartes", "remis"):
                lot[f"nombre_{sorte}"] = comptes.get(lot._origin, {}).get(sorte, 0)

    @api.depends("genre", "courrier_ids.state", "courrier_ids.ebox_etat")
    @api.depends_context("lang")
    def _compute_brochures(self):
        brochures, genres = self.env["parcours.brochure"], self.env["parcours.courrier"]._genres()
        langues = dict(brochures._langues())
        for lot in self:
            avec = lot.genre and genres[lot.genre].brochure
            comptes = brochures._compter(lot._par_la_poste(), lot.commune_id, aujourdhui()) if avec else {}
            lot.brochures = " · ".join(f"{langues[langue]}: {nombre}" for langue, nombre in sorted(comptes.items()))

    @api.depends("courrier_ids.state")
    @api.depends_context("lang", "uid", "allowed_company_ids")
    def _compute_ailleurs(self):
        for lot in self:
            lot.ailleurs = "\n".join(" · ".join(ligne) for ligne in lot._lignes_ailleurs()) or False

    def _lignes_ailleurs(self):
        """Return, of the letters of this lot whose file is another commune's by now, the number, the name and that
        commune: no more (loi.md §8)."""
        # sudo: number, name and commune of people to whom the reader's commune wrote
        tous = self.sudo().courrier_ids
        ailleurs = tous.filtered(lambda c: c.company_id != c.commune_id)
        return [(c.name, c.dossier_id.name or "", c.company_id.display_name) for c in ailleurs.sorted("id")]

    # ---- asked for --------------------------------------------------------------------------------------------------

    @api.model
    def _creer(self, dossiers, genre, canal):
        """Make the drafts of a kind of letter for these files, a lot a commune, and have them printed soon.

        :return: the lots
        :raise AccessError: for anybody but an agent of the commune of each file
        :raise UserError: this letter is not made for many, or its text or block of remedies is missing
        """
        ligne = self.env["parcours.courrier"]._genres()[genre]
        if not ligne.en_nombre:
            raise UserError(self.env._("This letter is made one at a time. Nothing was printed."))
        if CANAUX_LUS[canal].envoie:
            raise UserError(
                self.env._(
                    "Letters for many files are made for the post. Nothing was printed. Once they are printed, “By "
                    "eBox” sends those of the people who agree, and the others stay in the file to print."
                )
            )
        dossiers.check_access("write")
        dossiers._seul()
        lots_faits, par_commune = self.browse(), dossiers.grouped("company_id")
        numeros = lots.numbers(self.env, "parcours.courrier.lot", len(par_commune))
        for numero, (commune, siens) in zip(numeros, par_commune.items(), strict=True):
            # sudo: users may not write lots; access to each file was checked, and each letter asks again
            lot = self.sudo().create(
                {
                    "name": numero,
                    "genre": genre,
                    "canal": canal,
                    "commune_id": commune.id,
                    "user_id": self.env.uid,
                    "nombre": len(siens),
                }
            )
            langues = {dossier.id: dossier.langue or DEUX for dossier in siens}
            courriers = self.env["parcours.courrier"]._brouillons(siens, genre, langues, lot_id=lot.id)
            courriers._autoriser()
            for pareils in courriers.grouped("langue").values():
                pareils[:1]._verifier_textes()
            lots_faits += lot.with_env(self.env)
        lots.ask(self.env, CRON)
        return lots_faits

    # ---- printed ----------------------------------------------------------------------------------------------------

    @api.model
    def _cron_imprimer(self):
        """Go on with the lots that are not done, in the name of who asked for them; a batch and a commit at a time."""
        with Atelier() as atelier:
            # sudo: automatic process over every commune
            for lot in self.sudo().search([("state", "not in", IMMOBILES)], order="id"):
                if not lot._imprimer(atelier):
                    return

    def _imprimer(self, atelier):
        """Print what is left of this lot (superuser); return whether there may be time for another one."""
        self.ensure_one()
        auteur = self.user_id
        contexte = {"allowed_company_ids": self.commune_id.ids, "lang": auteur.lang}
        courriers = self.env["parcours.courrier"].with_user(auteur).with_context(**contexte)
        pannes = []

        # whoever stops the lot is heard before each batch
        def regarder(lot):
            if self.state not in IMMOBILES:
                pannes.append(lot._regarder())

        def imprimer(lot):
            if self.state not in IMMOBILES:
                pannes.append(lot._imprimer_ensemble(atelier.imprimer))

        etapes = []
        for ids in split_every(TAILLE_REGARD, self._restes().ids, list):
            etapes.append(lots.Step(courriers, regarder, lambda ids=ids: ids, size=TAILLE_REGARD))
            etapes.append(lots.Step(courriers, imprimer, lambda ids=ids: ids, size=TAILLE_IMPRESSION))
        suite = lots.run(self.env, *etapes)
        self.invalidate_recordset()
        # sudo: what failed for a reason nobody foresaw drops out, whoever asked for it
        courriers.browse(set(suite.aside)).sudo().filtered(lambda c: c.state in (BROUILLON, PRET))._ecarter_chacun(
            dict.fromkeys(suite.aside, ("imprevu", ()))
        )
        lots.commit(self.env)
        lots.retrying(self.env, lambda: self._conclure(suite.finished, next(filter(None, pannes), "")))
        lots.commit(self.env)
        return suite.finished

    def _restes(self):
        """Return the letters of this lot that are neither printed nor dropped out (superuser)."""
        return self.env["parcours.courrier"].search(
            [("lot_id", "=", self.id), ("state", "in", (BROUILLON, PRET))], order="id"
        )

    def _conclure(self, parcouru, panne):
        """Say where this lot (superuser) is: done, or waiting for the register, which is asked again later; one that
        was stopped meanwhile stays so."""
        if not self._restes():
            self.write({"state": "fini", "message": False, "fini_le": maintenant()})
        elif self.state in IMMOBILES:
            return
        elif parcouru:
            self.write({"state": "attente", "message": panne})
            lots.ask(self.env, CRON, maintenant() + REPRISE)
        else:
            lots.ask(self.env, CRON)

    # ---- stopped, gone on with --------------------------------------------------------------------------------------

    def action_arreter(self):
        """Stop here: what is printed stays, the others wait until somebody goes on, or drops them."""
        self._changer(("en_cours", "attente"))
        # sudo: users may not write lots; access and state were checked
        self.sudo().write({"state": "arrete", "message": False, "arrete_par_id": self.env.uid})

    def action_continuer(self):
        """Go on with the letters that are left; the register is asked again for those looked at too long ago."""
        self._changer(("arrete",))
        # sudo: as above; from here on the register is asked in the name of who goes on
        self.sudo().write({"state": "en_cours", "arrete_par_id": False, "user_id": self.env.uid})
        lots.ask(self.env, CRON)

    def action_abandonner(self):
        """Drop the letters that are left: none of them is printed, and each says why."""
        self._changer(("arrete",))
        # sudo: as above; the letters are those of this lot, and none of them was printed
        lot = self.sudo()
        restes = lot._restes()
        restes._ecarter_chacun(dict.fromkeys(restes.ids, ("lot_arrete", (lot.name,))))
        lot._conclure(True, "")

    def _changer(self, etats):
        """Let an agent of the commune change where this lot is; a second click is done again once the first one is.

        :raise UserError: it is not in one of these states any more
        """
        self.ensure_one()
        self.check_access("read")
        if self.state not in etats:
            dits = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._("These letters are “%s” now: look at them again. Nothing was changed.", dits[self.state])
            )

    # ---- what comes of it -------------------------------------------------------------------------------------------

    def action_actualiser(self):
        """Show how far it is: a button reloads its page."""

    def action_fusion(self):
        """Download the letters as one file, in the order in which they are posted."""
        return self._telecharger("pdf")

    def action_affranchir(self):
        """Download the table for the franking service."""
        return self._telecharger("csv")

    def action_resultat(self):
        """Download what became of each letter, as a workbook."""
        return self._telecharger("xlsx")

    def _telecharger(self, sorte):
        self.ensure_one()
        self.check_access("read")
        if sorte != "xlsx" and not self.nombre_imprimes:
            raise UserError(self.env._("No letter is printed yet."))
        # what became of each letter is known best once they all left
        if sorte != "xlsx" and not self._par_la_poste():
            raise UserError(
                self.env._(
                    "None of these letters waits to be posted any more: they left, or go by eBox. Each one is kept: "
                    "open it under “See the letters”."
                )
            )
        return {"type": "ir.actions.act_url", "url": f"/parcours/courriers/{self.id}.{sorte}", "target": "download"}

    def action_envoyer_ebox(self):
        """Send by eBox those of these letters whose person agrees; the others stay in the file to print."""
        self.ensure_one()
        self.check_access("read")
        partent = self.courrier_ids.filtered(lambda c: c.state == IMPRIME)._envoyer_ebox_ceux_qui_acceptent()
        if not partent:
            raise UserError(
                self.env._(
                    "None of these letters can go by eBox: nobody agreed, it is not set up, or they left. Nothing was "
                    "changed."
                )
            )

    def action_saisir(self):
        """Open a grid for the numbers, receipts and returns of these letters."""
        self.ensure_one()
        return self.env["parcours.courrier.bordereau"]._grille(self)._ouvrir()

    def action_ecartes(self):
        """Open the letters that were not printed, with why."""
        domaine = [("state", "=", ECARTE)]
        return self._voir(self.env._("Not printed, and why"), domaine, avec_motif=1)

    def action_courriers(self):
        """Open the letters of this lot."""
        return self._voir(self.env._("Letters made together"), [])

    def _voir(self, nom, domaine, **contexte):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": nom,
            "res_model": "parcours.courrier",
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("lot_id", "=", self.id), *domaine],
            "context": contexte,
        }

    def _par_la_poste(self, etats=(IMPRIME,)):
        """Return the letters that go into an envelope: what left, or was handed over, is not put in a second one.

        :param etats: where they are
        """
        return self.courrier_ids.filtered(lambda c: c.state in etats and c.ebox_etat not in PAR_EBOX)

    def _a_poster(self, etats=(IMPRIME,)):
        """Return the printed letters that the user may read, in the order in which they are posted: by postcode, street
        and number, those without an address at the end.

        :param etats: as `_par_la_poste`
        """
        self.check_access("read")
        courriers = self._par_la_poste(etats)
        # each of them comes out with the address: kept in the log, of everybody on it
        courriers._retenir_lettre()
        return courriers.sorted(lambda c: (c.remis, *_rang_postal(c.adresse or ""), c.name))

    def _fusion(self):
        """Return the PDF of the letters that wait to be posted, in that order.

        :raise AccessError: the user may not read this lot
        """
        return fusionner(self._pdfs(self._a_poster()))

    @staticmethod
    def _pdfs(courriers):
        # a few at a time: a thousand letters are a hundred megabytes
        # sudo: letters that the user was found to read, and their content by the same right
        for courrier in courriers.sudo().with_context(bin_size=False):
            yield base64.b64decode(courrier.pdf)
            courrier.invalidate_recordset(["pdf"])

    def _bordereau(self):
        """Return the CSV for the franking service of the letters that wait to be posted, in the order of that file.

        :raise AccessError: the user may not read this lot
        """
        envois = []
        for courrier in self._a_poster():
            # the letter goes to the printed address; nothing else of the register is in this table
            *rue, localite = (courrier.adresse or "").splitlines() or [""]
            envois.append(
                affranchissement.Envoi(
                    lettre=courrier.name,
                    canal="remise" if courrier.remis else self.canal,
                    nom=courrier.dossier_id.name or "",
                    rue=" ".join(rue),
                    localite=localite,
                    pays="",
                    pages=courrier.pages,
                )
            )
        return affranchissement.ecrire(envois, "nl" if (self.env.lang or "").startswith("nl") else "fr")

    def _resultat(self):
        """Return what became of each letter as a workbook (bytes, xlsx): a row each, in the user's language; an export,
        kept in the log of everybody on it.

        :raise AccessError: the user may not read this lot
        """
        self.check_access("read")
        courriers = self.env["parcours.courrier"].search([("lot_id", "=", self.id)], order="id")
        self.env["registre.lecture"]._retenir(
            dict.fromkeys(courriers.dossier_id, ITS_EXPLICATION | ITS_IDENTITE), "courrier", "export"
        )
        titres = courriers.fields_get([*COLONNES, *SUIVIE], ["string"])
        choix = {nom: dict(courriers._fields[nom]._description_selection(self.env)) for nom in CHOIX}
        sortie = io.BytesIO()
        # names are written as text, never as formulas
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        options["default_date_format"] = "dd/mm/yyyy"
        with xlsxwriter.Workbook(sortie, options) as classeur:
            feuille = classeur.add_worksheet()
            feuille.set_column(0, len(titres), 24)
            entete = [titres[nom]["string"] for nom in (*COLONNES, *SUIVIE)]
            feuille.write_row(0, 0, [*entete[:1], self.env._("Name"), *entete[1:]], classeur.add_format({"bold": True}))
            for rang, courrier in enumerate(courriers, 1):
                lus = [choix[nom].get(courrier[nom], "") if nom in CHOIX else courrier[nom] for nom in SUIVIE]
                identite = (courrier.name, courrier.dossier_id.name, courrier.dossier_id.reference)
                feuille.write_row(rang, 0, cellules.ligne([lu or "" for lu in (*identite, *lus)]))
            for rang, (numero, nom, commune) in enumerate(self._lignes_ailleurs(), len(courriers) + 1):
                dit = self.env._("With another commune by now: %s", commune)
                feuille.write_row(rang, 0, cellules.ligne([numero, nom, "", "", dit]))
        return sortie.getvalue()
