# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Posting numbers, receipts and returns of many letters, typed in a grid or taken back from the table that the franking
service filled in: looked at first, then recorded through the steps that one letter has. There is no second way."""

from collections import defaultdict
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date, split_every

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import aujourdhui, jour_du_moment
from odoo.addons.parcours_socle.paroles import Parole, dire

from ...bordereau import lecture
from ...bordereau.cellules import nomme
from ...bordereau.modele import GrilleIllisible
from ...droit.canaux import CANAUX as CANAUX_LUS
from ...droit.canaux import INCONNU, PROUVE, REMISE
from ...droit.canaux import RETOURS as CODES_RETOUR
from ...droit.courriers import IMPRIME, IMPRIMES, POSTE, RECU, RETOURNE
from ..vocabulaire import CANAUX, RECEPTIONS, RETOURS
from .bordereau_libelles import ILLISIBLES, PHRASES

CRON = "parcours_accueil.cron_bordereaux"
#: Lines recorded together: nobody else can record anything on their files meanwhile, a second or so.
TAILLE = 250
#: Lines that are recorded alike come together: they take few queries.
ORDRE = "canal, date_envoi, issue, date_issue, ligne, id"
ETATS = [("brouillon", "To be looked at"), ("en_cours", "Being recorded"), ("fini", "Dealt with")]
#: What the person proves is recorded with the proof, on the file.
ISSUES = [*(issue for issue in RECEPTIONS if issue[0] != PROUVE), *RETOURS]
#: Ways in which each letter has a number of its own.
NUMEROTES = [code for code, canal in CANAUX_LUS.items() if canal.numerote]
#: What is typed in the grid; the rest follows.
SAISIS = frozenset({"canal", "preuve_envoi", "date_envoi", "issue", "date_issue"})
SUITES = [
    ("a_prendre", "To be recorded"),
    ("prise", "Recorded"),
    ("deja", "Known already"),
    ("refusee", "Not recorded"),
]


class ParcoursCourrierBordereau(models.Model):
    """One table that came back, or one grid: what each of its lines says of a letter, and what came of it. Nothing is
    recorded before an agent said so; lines that cannot be are named, and the others are taken."""

    _name = "parcours.courrier.bordereau"
    _description = "Posting numbers and receipts"
    _inherit = ["nom.reserve"]
    _order = "id desc"

    name = fields.Char("Table or batch", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Agent", required=True, readonly=True, default=lambda self: self.env.uid, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", "Commune", required=True, readonly=True, ondelete="restrict")
    lot_id = fields.Many2one("parcours.courrier.lot", "Letters made together", readonly=True, ondelete="restrict")
    state = fields.Selection(ETATS, "Status", required=True, readonly=True, default="brouillon")
    ligne_ids = fields.One2many("parcours.courrier.bordereau.ligne", "bordereau_id", "Lines")
    refusee_ids = fields.One2many(
        "parcours.courrier.bordereau.ligne", "bordereau_id", "Not recorded, and why", readonly=True,
        domain=[("suite", "=", "refusee")],
    )  # fmt: skip
    nombre = fields.Integer("Lines", compute="_compute_nombres")
    nombre_a_prendre = fields.Integer("To be recorded", compute="_compute_nombres")
    nombre_prises = fields.Integer("Recorded", compute="_compute_nombres")
    nombre_deja = fields.Integer("Known already", compute="_compute_nombres")
    nombre_refusees = fields.Integer("Not recorded", compute="_compute_nombres")
    ignorees = fields.Char("Columns that nothing was done with", readonly=True)

    @api.depends("ligne_ids.suite")
    def _compute_nombres(self):
        groupes = self.env["parcours.courrier.bordereau.ligne"]._read_group(
            [("bordereau_id", "in", self.ids)], ["bordereau_id", "suite"], ["__count"]
        )
        comptes = defaultdict(dict)
        for bordereau, suite, nombre in groupes:
            comptes[bordereau][suite] = nombre
        for bordereau in self:
            compte = comptes[bordereau._origin]
            bordereau.nombre = sum(compte.values())
            bordereau.nombre_a_prendre = compte.get("a_prendre", 0)
            bordereau.nombre_prises = compte.get("prise", 0)
            bordereau.nombre_deja = compte.get("deja", 0)
            bordereau.nombre_refusees = compte.get("refusee", 0)

    def write(self, vals):
        # what is typed in the grid comes through its page
        if not self.env.su and set(vals) != {"ligne_ids"}:
            raise AccessError(self.env._("Only what became of the letters is typed here. Nothing was saved."))
        return super().write(vals)

    # ---- filled in --------------------------------------------------------------------------------------------------

    @api.model
    def _lire(self, nom, octets):
        """Read a file, look at each line, and record nothing.

        :raise UserError: nothing of the file can be read; says what to do
        """
        self._autoriser()
        try:
            grille = lecture.lire(octets, aujourdhui())
        except GrilleIllisible as erreur:
            phrase = self.env._(ILLISIBLES[erreur.code])
            raise UserError(phrase % {"valeur": erreur.valeur} if erreur.valeur else phrase) from None
        bordereau = self._creer(nom, ignorees=", ".join(grille.ignorees))
        par_ligne = defaultdict(list)
        for erreur in grille.erreurs:
            par_ligne[erreur.ligne].append(erreur)
        lignes = self.env["parcours.courrier.bordereau.ligne"]._valeurs_lues(grille.entrees)
        lignes += [
            {"ligne": ligne, "fausse": True, "suite": "refusee", "raison": self._dire_erreurs(erreurs)}
            for ligne, erreurs in par_ligne.items()
        ]
        # sudo: users do not write lines that were read; who reads the file was checked
        bordereau.sudo().write({"ligne_ids": [fields.Command.create(ligne) for ligne in lignes]})
        bordereau._examiner()
        return bordereau

    def _dire_erreurs(self, erreurs):
        """Return what is wrong with a line, in each language."""

        def phrase(lu):
            phrases = [(lu.env._(PHRASES[erreur.code]), erreur) for erreur in erreurs]
            return " ".join(texte % {"colonne": e.colonne, "valeur": e.valeur} for texte, e in phrases)

        return dire(self, phrase)

    @api.model
    def _creer(self, nom, **valeurs):
        # sudo: users make none by hand; who does is checked by the caller
        neuf = self.sudo().create({"name": nom, "company_id": self.env.company.id, "user_id": self.env.uid, **valeurs})
        return neuf.with_env(self.env)

    @api.model
    def _autoriser(self):
        """:raise AccessError: for anybody but an agent of a commune"""
        if not self.env.user.has_group("parcours_accueil.group_agent"):
            raise AccessError(self.env._("Only an agent of the commune records what becomes of its letters."))

    @api.model
    def _grille(self, lot):
        """Return a grid with a line for each letter of this lot that was printed and not answered yet."""
        self._autoriser()
        lot.check_access("read")
        bordereau = self._creer(lot.name, lot_id=lot.id, company_id=lot.commune_id.id)
        # in the order of the file that was printed
        lignes = [
            {
                "ligne": rang,
                "nom_lu": courrier.name,
                "courrier_id": courrier.id,
                "canal": courrier.canal or (REMISE if courrier.remis else lot.canal),
            }
            for rang, courrier in enumerate(lot._a_poster().filtered(lambda c: c.state in (IMPRIME, POSTE)), 1)
        ]
        # sudo: users make no line by hand; they may read these letters
        bordereau.sudo().write({"ligne_ids": [fields.Command.create(ligne) for ligne in lignes]})
        return bordereau

    # ---- looked at --------------------------------------------------------------------------------------------------

    def action_examiner(self):
        """Look at each line again, and record nothing."""
        self.ensure_one()
        self.check_access("read")
        self._examiner()

    def _examiner(self):
        """Say of each line what would come of it: recorded, known already, or not, and why. Those that would be
        recorded are, through the same steps, and all of it is undone: what is said here is what comes."""
        lignes = self.ligne_ids.filtered(lambda ligne: not ligne.fausse and ligne.suite != "prise")
        lignes._dire_suites(lignes._suites())
        lignes.filtered(lambda ligne: ligne.suite == "a_prendre")._essayer()

    # ---- recorded ---------------------------------------------------------------------------------------------------

    def action_prendre(self):
        """Record the lines that can be; a few at once, many in the background."""
        self.ensure_one()
        self._autoriser()
        self.check_access("read")
        self._examiner()
        if not self.nombre_a_prendre:
            raise UserError(self.env._("No line of this table can be recorded: see why on each. Nothing was saved."))
        # sudo: what follows from the button; what is recorded is signed by who records it, whoever read the table
        self.sudo().write({"state": "en_cours", "user_id": self.env.uid})
        lots.ask(self.env, CRON)

    @api.model
    def _cron_prendre(self):
        """Go on with the tables that an agent had recorded, in their name; a batch and a commit at a time."""
        # sudo: automatic process over every commune
        for bordereau in self.sudo().search([("state", "=", "en_cours")], order="id"):
            auteur = bordereau.user_id
            lignes = self.env["parcours.courrier.bordereau.ligne"].with_user(auteur)
            lignes = lignes.with_context(allowed_company_ids=auteur.company_ids.ids, lang=auteur.lang)
            restes = [("bordereau_id", "=", bordereau.id), ("suite", "=", "a_prendre")]
            suite = lots.run(self.env, lots.Step(lignes, lambda lot: lot._prendre(), restes, size=TAILLE, order=ORDRE))
            if not suite.finished:
                return
            # sudo: what an unforeseen error left
            lignes.browse(suite.aside).sudo()._refuser("imprevu")
            bordereau.state = "fini"
            lots.commit(self.env)

    def _ouvrir(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Posting numbers and receipts"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_actualiser(self):
        """Show how far it is: a button reloads its page."""


class ParcoursCourrierBordereauLigne(models.Model):
    """What a line says of one letter, and what came of it."""

    _name = "parcours.courrier.bordereau.ligne"
    _description = "Line of posting numbers and receipts"
    _inherit = ["lecture.tracee", "nom.reserve"]
    # leads to a person, and shows nothing of what the register says
    _montre = {"courrier_id.dossier_id": {}}
    _motif_lecture = "courrier"
    _order = "ligne, id"
    _rec_name = "nom_lu"

    bordereau_id = fields.Many2one(
        "parcours.courrier.bordereau", "Table", required=True, readonly=True, ondelete="cascade", index=True
    )
    ligne = fields.Integer("Line", readonly=True)
    nom_lu = fields.Char("Letter, as written", readonly=True)
    courrier_id = fields.Many2one("parcours.courrier", "Letter", readonly=True, ondelete="restrict", index=True)
    dossier_id = fields.Many2one(related="courrier_id.dossier_id")
    fausse = fields.Boolean("Cannot be read", readonly=True)
    contredit = fields.Char("What on it is of another letter", readonly=True, export_string_translation=False)
    canal = fields.Selection(CANAUX, "Sent by")
    preuve_envoi = fields.Char("Posting number")
    date_envoi = fields.Date("Posted on")
    issue = fields.Selection(ISSUES, "What became of it")
    date_issue = fields.Date("Received or back on")
    suite = fields.Selection(SUITES, "Result", required=True, readonly=True, default="a_prendre")
    raison = Parole("Why not", readonly=True)

    def write(self, vals):
        if not self.env.su:
            if not SAISIS.issuperset(vals):
                raise AccessError(self.env._("Only what became of the letters is typed here. Nothing was saved."))
            if any(ligne.bordereau_id.state != "brouillon" or ligne.suite == "prise" for ligne in self):
                raise UserError(self.env._("This table was recorded: it stays as it is. Nothing was saved."))
        return super().write(vals)

    @api.model
    def _valeurs_lues(self, entrees):
        """Return the values of the lines that a table says, each with the one letter that it names."""
        noms = {nom for entree in entrees for nom in (entree.lettre, entree.jeton) if nom}
        lettres, aucune = self._lettres(noms), self.env["parcours.courrier"]
        # sudo: the names of people whose letters the user's communes made, compared with what the file says
        connus = {courrier: courrier.sudo().dossier_id.name or "" for courrier in lettres.values()}
        lignes = []
        for entree in entrees:
            trouvees = {lettres.get(nom, aucune) for nom in (entree.lettre, entree.jeton) if nom}
            courrier, contredit = trouvees.pop(), ""
            if trouvees:
                courrier, contredit = aucune, "deux_noms"
            elif courrier and entree.nom and not nomme(entree.nom, connus[courrier]):
                contredit = "autre_nom"
            lignes.append(
                {
                    "ligne": entree.ligne,
                    "nom_lu": entree.lettre or entree.jeton,
                    "courrier_id": courrier.id,
                    "contredit": contredit,
                    "canal": entree.canal or False,
                    "preuve_envoi": entree.preuve,
                    "date_envoi": entree.envoi,
                    "issue": entree.issue or False,
                    "date_issue": entree.jour,
                }
            )
        return lignes

    @api.model
    def _lettres(self, noms):
        """Return ``{name: letter}`` of the letters that bear these numbers or codes: those that the user may read, and
        those that the user's communes made, of files that are elsewhere by now."""
        noms = list(noms)
        domaine = Domain("name", "in", noms) | Domain("jeton", "in", noms)
        lisibles = self.env["parcours.courrier"].search(domaine)
        # sudo: letters of the user's own communes; that the file is elsewhere is all that is told of them
        miennes = lisibles.sudo().search(domaine & Domain("commune_id", "in", self.env.companies.ids))
        # sudo: the code of these letters
        courriers = lisibles.sudo() | miennes
        return {nom: courrier.sudo(False) for courrier in courriers for nom in (courrier.name, courrier.jeton)}

    def _suites(self):
        """Return ``{line: (a key of SUITES, why not: a word of PHRASES or "", what its sentence tells besides)}``, of
        what would come of these lines as far as they tell themselves; a few queries for all."""
        # sudo: which letters; which of them the user may read is asked just here
        lisibles = self.sudo().courrier_id.sudo(False)._filtered_access("read")
        lus = set(lisibles.ids)
        ailleurs = self.filtered(lambda ligne: ligne.sudo().courrier_id and ligne.sudo().courrier_id.id not in lus)
        doubles = (self - ailleurs)._numeros_d_autres()
        suites = ailleurs._dire_ailleurs()
        for ligne in self - ailleurs:
            suite, mot = ("refusee", "autre_numero") if ligne in doubles else ligne._prevoir()
            suites[ligne] = suite, mot, ()
        return suites

    def _dire_ailleurs(self):
        """Return, as `_suites`, that the files of these lines are in charge of another commune: which one, and since
        which day here; of one that is not, that there is no such letter."""
        miennes, suites = self.env.user.company_ids, {}
        # sudo: the commune in charge, and the day on which the file went to it here, no more (loi.md §8)
        lignes = self.sudo()
        moves = (
            self.env["parcours.evenement"]
            .sudo()
            .search([("dossier_id", "in", lignes.dossier_id.ids), ("type", "=", "demenagement")], order="id")
        )
        derniers = {move.dossier_id: move for move in moves if not move.annule}
        for ligne in lignes:
            commune, move = ligne.dossier_id.company_id, derniers.get(ligne.dossier_id)
            if commune in miennes:
                suites[ligne.sudo(False)] = "refusee", "inconnue", ()
            elif move and move.vers_company_id == commune:
                jour = jour_du_moment(move.date_connue)
                suites[ligne.sudo(False)] = "refusee", "ailleurs_depuis", (commune, jour)
            else:
                suites[ligne.sudo(False)] = "refusee", "ailleurs", (commune,)
        return suites

    def _numeros_d_autres(self):
        """Return those of these lines whose registered number is that of another letter, posted or on another line:
        one number is one letter."""
        numerotees = self.filtered(
            lambda ligne: (
                ligne.preuve_envoi and ligne.courrier_id and CANAUX_LUS.get(ligne._canal_de_l_envoi(), INCONNU).numerote
            )
        )
        par_numero = numerotees.grouped("preuve_envoi")
        lettres = self.env["parcours.courrier"]
        domaine = Domain("preuve_envoi", "in", list(par_numero)) & Domain("canal", "in", NUMEROTES)
        postees = lettres.search(domaine).grouped("preuve_envoi")
        return numerotees.filtered(
            lambda ligne: (
                (postees.get(ligne.preuve_envoi, lettres) | par_numero[ligne.preuve_envoi].courrier_id)
                - ligne.courrier_id
            )
        )

    def _prevoir(self):
        """Return what would come of this line, and why not: ``(a key of SUITES, a word of PHRASES or "")``."""
        courrier = self.courrier_id
        if self.contredit:
            return "refusee", self.contredit
        if not courrier:
            return "refusee", "inconnue"
        if not (self.date_envoi or self.issue):
            return "refusee", "rien"
        if bool(self.issue) != bool(self.date_issue):
            return "refusee", "sans_jour" if self.issue else "sans_issue"
        if courrier.state not in IMPRIMES:
            return "refusee", "pas_imprimee"
        a_poster, a_repondre = self._a_faire()
        if not a_poster and not self._meme_envoi():
            return "refusee", "autre_envoi"
        if self.issue and not a_repondre and not self._meme_issue():
            return "refusee", "autre_issue"
        if not (a_poster or a_repondre):
            return "deja", ""
        if self.issue and courrier.state == IMPRIME and not self.date_envoi:
            return "refusee", "pas_postee"
        return "a_prendre", ""

    def _a_faire(self):
        """Return whether this line posts its letter, and whether it says what became of it."""
        etat = self.courrier_id.state
        return bool(self.date_envoi) and etat == IMPRIME, bool(self.issue) and etat in (IMPRIME, POSTE)

    def _meme_envoi(self):
        """Whether what this line says of the posting, if anything, is what is known of it."""
        courrier = self.courrier_id
        if courrier.state == IMPRIME:
            return True
        if self.date_envoi and (courrier.preuve_envoi or "") != (self.preuve_envoi or ""):
            return False
        memes = (
            (self.date_envoi, courrier.date_envoi),
            (self.canal, courrier.canal),
            (self.preuve_envoi, courrier.preuve_envoi),
        )
        return all(not dit or dit == connu for dit, connu in memes)

    def _meme_issue(self):
        courrier = self.courrier_id
        if self.issue in CODES_RETOUR:
            return (courrier.state, courrier.retour, courrier.date_retour) == (RETOURNE, self.issue, self.date_issue)
        if courrier.reception and courrier.reception != self.issue:
            return False
        return courrier.state == RECU and courrier.date_reception == self.date_issue

    def _dire_suites(self, suites):
        """Say on these lines what comes of them, and why not; a write for those of whom the same is said.

        :param suites: as `_suites`
        """
        # sudo: what follows from the line is not the user's to write
        for (suite, mot, details), lignes in self.sudo().grouped(lambda ligne: suites[ligne]).items():
            lignes.write({"suite": suite, "raison": mot and self._phrase(mot, details)})

    def _phrase(self, mot, details=()):
        """Return that sentence in each language.

        :param details: a commune, a day
        """

        def dite(lu):
            mots = {
                "jour" if isinstance(detail, date) else "commune": (
                    format_date(lu.env, detail) if isinstance(detail, date) else detail.with_env(lu.env).display_name
                )
                for detail in details
            }
            phrase = lu.env._(PHRASES[mot])
            return phrase % mots if mots else phrase

        return dire(self, dite)

    def _essayer(self):
        """Say on those of these lines that recording would refuse why it would: each batch is recorded as it will be,
        and all of it is undone."""
        for ids in split_every(TAILLE, self.search([("id", "in", self.ids)], order=ORDRE).ids, list):
            lignes = self.browse(ids)
            with self.env.cr.savepoint() as point:
                _faits, rates = lots.attempt(self.env, lignes, lambda lot: lot._prendre())
                dits = {ligne.id: ligne.raison for ligne in lignes if ligne.suite == "refusee"}
                imprevues = self.browse().concat(*(ligne for ligne, _erreur in rates))
                point.rollback()
            # sudo: what would come of a line follows from it
            self.browse(dits).sudo()._refuser_chacune(dits)
            imprevues.sudo()._refuser("imprevu")

    def _prendre(self):
        """Record what these lines say, through the steps of their letters, all together: those that a step refuses are
        not recorded, with the step's reason, and the others are. A second line about a file comes after the first."""
        suites = self._suites()
        restes = self.filtered(lambda ligne: suites[ligne][0] == "a_prendre")
        (self - restes)._dire_suites(suites)
        if not restes:
            return
        par_dossier = restes.grouped(lambda ligne: ligne.courrier_id.dossier_id)
        premieres = self.browse(lignes[0].id for lignes in par_dossier.values())
        premieres._prendre_ensemble()
        (restes - premieres)._prendre()

    def _prendre_ensemble(self):
        """Record what these lines say, of one file each. What a step refuses of one line undoes the whole, which is
        then done again without that line: nothing of it may stay."""
        restes, refus = self, {}
        while restes:
            with self.env.cr.savepoint() as point:
                nouveaux = restes._enregistrer()
                if not nouveaux:
                    break
                point.rollback()
            refus |= nouveaux
            restes -= self.browse(nouveaux)
        # sudo: what follows from the lines; the steps speak the language of who records
        lignes = self.sudo()
        lignes.browse(refus)._refuser_chacune(refus)
        lignes.browse(restes.ids).write({"suite": "prise", "raison": False})

    def _refuser_chacune(self, refus):
        """Say on these lines (superuser) that they are not recorded, and why: a sentence each."""
        for phrase, pareilles in self.grouped(lambda ligne: refus[ligne.id]).items():
            pareilles.write({"suite": "refusee", "raison": phrase})

    def _enregistrer(self):
        """Post the letters, then say what became of them, as their own windows do.

        :return: ``{line id: why not}``, in the words of the step
        """
        faire = {ligne: ligne._a_faire() for ligne in self}
        try:
            refus = self.filtered(lambda ligne: faire[ligne][0])._poster()
            return refus or self.filtered(lambda ligne: faire[ligne][1])._repondre()
        except AccessError as erreur:
            if len(self) > 1:
                # a right of some of them is gone: each by itself says which
                raise
            return {self.id: str(erreur)}

    def _poster(self):
        """Say that the letters of these lines left; return as `_enregistrer`."""
        refus = {}
        for (jour, canal), lignes in self.grouped(lambda ligne: (ligne.date_envoi, ligne._canal_de_l_envoi())).items():
            preuves = {ligne.courrier_id.id: ligne.preuve_envoi or False for ligne in lignes}
            refus |= lignes._par_ligne(lignes.courrier_id._poster_chacun(jour, canal, preuves))
        return refus

    def _repondre(self):
        """Say what became of the letters of these lines; return as `_enregistrer`."""
        refus = {}
        for (jour, issue), lignes in self.grouped(lambda ligne: (ligne.date_issue, ligne.issue)).items():
            refus |= lignes._par_ligne(lignes.courrier_id._repondre_chacun(jour, issue))
        return refus

    def _canal_de_l_envoi(self):
        """Return by which channel this letter left: the line's, else that of its batch."""
        return self.canal or (REMISE if self.courrier_id.remis else self.courrier_id.lot_id.canal)

    def _par_ligne(self, refus):
        return {ligne.id: refus[ligne.courrier_id.id] for ligne in self if ligne.courrier_id.id in refus}

    def _refuser(self, mot):
        """Say that these lines (superuser) were not recorded, and why."""
        self.write({"suite": "refusee", "raison": self._phrase(mot)})
