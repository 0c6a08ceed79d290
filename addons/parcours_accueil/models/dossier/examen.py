# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The examination of files, a whole batch at once: what the law makes of the facts, the days on which the person was
obliged to nothing, and what that does to the course of the file: open it, close it, re-open it, or call somebody
(loi.md §4, §6)."""

import json
from collections import defaultdict
from datetime import date

from odoo import api, fields, models
from odoo.tools import SQL, ormcache

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.paroles import dire_chacun
from odoo.addons.registre_national.histoire.dates import FUTUR, lire_partielle

from ...droit.delais import EXEMPTE, FERMETURE, HORS_PUBLIC
from ...droit.faits import age, anniversaire
from ...droit.obligation import Moment, fin_de_la_derniere, moments, periodes
from ..examen.parcours_examen import ORIGINE_SQL
from ..vocabulaire import FAITS, GROUPES_CODE, GROUPES_FAITS, GROUPES_MOTIF, GROUPES_REGISTRE, MOTIF_TU, RESULTATS

# Files examined together: bounds the memory of a run over the whole population.
TAILLE_LOT = 10_000
#: What the choice of a version and the outcome before an examination are read from.
COLONNES_ISSUE = (
    "date_reference",
    "date_reference_min",
    "date_reference_max",
    "resultat",
    "exemption_code",
    "reglement_id",
)
#: What the days without obligation are read from, beside the facts.
COLONNES_JOURS = ("date_ouverture", "volontaire", "personne_id", "sans_obligation")
# … and the facts of past days, as JSON text: most files are asked nothing about them.
JOURS_SQL = SQL("faits_jours::text AS faits_jours")

# Situation in the register -> reason of closure.
FERMETURES = {
    "decede": "decede",
    "parti": "parti",
    "autre_region": "autre_region",
    "radie": "radie",
    "sans_droit": "permis_perdu",
}
# Reasons that come from the register or from the passing of time, and disappear with them.
MOTIFS_REGISTRE = {*FERMETURES.values(), "belge", "age"}
# Reasons that an outcome gave, and that another outcome takes away.
MOTIFS_RESULTAT = {"exempte", "hors_public"}
# … and so does a volunteer's stop: who is obliged does not stop at will.
MOTIFS_CONTREDITS = {*MOTIFS_RESULTAT, "renonce"}
# What the decision is taken from.
CHAMPS_CONDUITE = (
    "phase",
    "motif_cloture",
    "resultat",
    "volontaire",
    "issue_a_appliquer",
    "issue_signalee",
    "reglement_id",
    "naissance_max",
    "ref_belge",
    "jour_belge",
    "jour_situation",
)
OUVRIR, CLORE, ROUVRIR, SIGNALER, LEVER = "ouvrir", "clore", "rouvrir", "signaler", "lever"


def motif_du_registre(situation, ref_belge, jour_belge):
    """Return the reason of closure that the facts of today give, or None.

    >>> motif_du_registre("parti", "non", "non"), motif_du_registre("present", "non", "oui")
    ('parti', 'belge')
    """
    if situation in FERMETURES:
        return FERMETURES[situation]
    return "belge" if jour_belge == "oui" and ref_belge == "non" else None


def age_atteint(naissance_max, age_cloture, jour):
    """Whether somebody surely has that age, in completed years, on that day: whoever was born later has not.

    >>> from datetime import date
    >>> age_atteint(date(1960, 12, 31), 65, date(2025, 12, 30)), age_atteint(None, 65, date(2025, 12, 30))
    (False, False)
    """
    return bool(naissance_max and age_cloture) and age(naissance_max, jour) >= age_cloture


def _en_lignes(phrases):
    """Return each list of sentences as one text."""
    return {identifiant: "\n".join(dites) for identifiant, dites in phrases.items()}


def decider(phase, motif_cloture, motif_registre, resultat, volontaire, signale):
    """Return what to do with a file after its examination: one of the five words above, or None.

    A file is never closed because its outcome changed: that calls somebody (``signaler``), who applies it.

    :param signale: the outcome somebody was already called for, or None

    >>> decider("predossier", None, None, "oblige", False, None)
    'ouvrir'
    >>> decider("dossier", None, None, "exempte", False, None)
    'signaler'
    """
    match phase:
        case "cloture" if motif_registre:
            return CLORE if motif_cloture in MOTIFS_REGISTRE and motif_cloture != motif_registre else None
        case _ if motif_registre:
            return CLORE
        case "cloture":
            disparu = motif_cloture in MOTIFS_REGISTRE
            contredit = motif_cloture in MOTIFS_CONTREDITS and resultat == "oblige"
            return ROUVRIR if disparu or contredit else None
        case "predossier":
            return OUVRIR if resultat == "oblige" or volontaire else None
        case "dossier":
            # somebody obliged is not a volunteer, and the other way round
            coherent = (resultat == "oblige") != volontaire
            if coherent:
                return LEVER if signale else None
            return None if signale == resultat else SIGNALER
    return None


class DossierExamen(models.AbstractModel):
    _name = "parcours.dossier.examen"
    _description = "Pathway file: its examination, and what that does to its course"

    resultat = fields.Selection(RESULTATS, "Outcome", readonly=True, index=True, groups=GROUPES_FAITS)
    exemption_code = fields.Char("Ground of exemption", readonly=True, groups=GROUPES_CODE)
    exemption_dite = fields.Char(
        "Ground of the exemption",
        readonly=True,
        groups=GROUPES_FAITS,
        help="A medical ground is known in the commune of the file only.",
    )
    reglement_id = fields.Many2one("parcours.reglement", "Regulation", readonly=True, ondelete="restrict")
    examen_ids = fields.One2many("parcours.examen", "dossier_id", "Examinations", groups=GROUPES_REGISTRE)
    examen_id = fields.Many2one(
        "parcours.examen", "Last examination", compute="_compute_examen_id", groups=GROUPES_REGISTRE
    )
    explication = fields.Html(compute="_compute_explication", sanitize=False, groups=GROUPES_REGISTRE)
    explication_phrase = fields.Char("Outcome in words", compute="_compute_explication", groups=GROUPES_REGISTRE)
    faits_html = fields.Html("Facts", compute="_compute_explication", sanitize=False, groups=GROUPES_REGISTRE)
    sans_obligation = fields.Json(
        "Days without obligation",
        readonly=True,
        groups=GROUPES_MOTIF,
        help="Days on which the person was exempt, outside the target group, or had a reason of the register to have "
        "the file closed: no term that the person must meet runs on them.",
    )
    issue_a_appliquer = fields.Boolean(
        "New outcome to apply",
        readonly=True,
        groups=GROUPES_FAITS,
        help="The last examination contradicts this open file; somebody must look and apply the new outcome.",
    )
    issue_signalee = fields.Selection(
        RESULTATS,
        "Outcome somebody was called for",
        readonly=True,
        groups=GROUPES_FAITS,
        help="Empty: nothing to apply.",
    )
    cloture_a_verifier = fields.Boolean(
        "Closure to check",
        readonly=True,
        groups=GROUPES_FAITS,
        help="The register closed this file while it was open: somebody checks that nothing is pending.",
    )

    _issue_idx = models.Index("(company_id, date_echeance, id) WHERE issue_a_appliquer IS TRUE AND active IS TRUE")
    # with the day that its card shows, and the condition that every search has: its thousands are counted in the index
    _a_examiner_idx = models.Index(
        "(company_id, phase, id) INCLUDE (create_date) WHERE resultat = 'a_examiner' AND active IS TRUE"
    )
    _cloture_a_verifier_idx = models.Index(
        "(company_id, date_cloture, id) WHERE cloture_a_verifier IS TRUE AND active IS TRUE"
    )

    @api.depends("examen_ids")
    def _compute_examen_id(self):
        derniers = {
            dossier.id: dernier
            for dossier, dernier in self.env["parcours.examen"]._read_group(
                [("dossier_id", "in", self.ids)], ["dossier_id"], ["id:max"]
            )
        }
        for dossier in self:
            dossier.examen_id = derniers.get(dossier.id, False)

    @api.depends("examen_ids")
    @api.depends_context("lang", "uid", "allowed_company_ids")
    def _compute_explication(self):
        for dossier in self:
            dossier.explication = dossier.examen_id.explication
            dossier.explication_phrase = dossier.examen_id.phrase
            dossier.faits_html = dossier.examen_id.faits_html

    def _examiner(self, motif=""):
        """Apply the law to the files of self, write the examinations that differ from the last one, act on the outcome.

        The same result for one file and for 600,000.

        :param motif: why the examination was run, kept with it in each language (`dire`)
        :return: the examinations written (parcours.examen); none for the files where nothing changed
        """
        if not self:
            return self.env["parcours.examen"]
        if len(self) > TAILLE_LOT:
            examens = [lot._examiner(motif) for lot in lots.each(self, TAILLE_LOT)]
            return self.env["parcours.examen"].concat(*examens)
        # sudo: the outcome follows from the rules alone, whoever asks for it, and users may not write it
        dossiers = self.sudo().with_context(active_test=False, tracking_disable=True)
        lignes = dossiers._lignes((*FAITS, *COLONNES_ISSUE[3:], *COLONNES_JOURS), ORIGINE_SQL, JOURS_SQL)
        issues = dossiers.env["parcours.reglement"]._verdicts(lignes)
        examens = dossiers.env["parcours.examen"]._ecrire(lignes, issues, motif)
        dossiers._ecrire_resultats(lignes, issues)
        # before their course follows: a closure and a re-opening have the days of their facts
        deplaces = dossiers._ecrire_sans_obligation(lignes, issues)
        dossiers._conduire()
        # the terms of open files follow the reference date, the version of the law and the days without obligation
        if a_recompter := self._a_recompter() | deplaces:
            a_recompter._recalculer()
        if deplaces:
            deplaces._apres_sans_obligation()
        return self.env["parcours.examen"].browse(examens._ids)

    def _lignes(self, colonnes, *expressions):
        """Return those columns, and those SQL expressions over facts, of each file, as plain rows (dicts with ``id``),
        in one query."""
        self.flush_recordset({*colonnes, "faits_origine", "faits_jours"})
        # Raw SQL: ten thousand rows of thirty columns as plain tuples, without a record, a cache entry or a copy of
        # the JSON each. Column names are constants of ours; ids come from a recordset; the caller is superuser.
        requete = SQL(
            "SELECT id, %s FROM parcours_dossier WHERE id = ANY(%s)",
            SQL(", ").join([*(SQL.identifier(colonne) for colonne in colonnes), *expressions]),
            list(self.ids),
        )
        self.env.cr.execute(requete)
        return self.env.cr.dictfetchall()

    def _ecrire_resultats(self, lignes, issues):
        """Write outcome, ground and version on the files where they changed: one write for each combination."""
        par_issue = defaultdict(list)
        for ligne in lignes:
            issue = issues[ligne["id"]]
            nouveau = issue.verdict.resultat, issue.verdict.exemption_code, issue.reglement_id
            if nouveau != (ligne["resultat"], ligne["exemption_code"] or False, ligne["reglement_id"]):
                par_issue[nouveau].append(ligne["id"])
        for (resultat, exemption_code, reglement_id), ids in par_issue.items():
            self.browse(ids).write(
                {
                    "resultat": resultat,
                    "exemption_code": exemption_code,
                    "exemption_dite": self._motif_dit(exemption_code),
                    "reglement_id": reglement_id,
                }
            )

    def _motif_dit(self, code):
        """Return what everybody reads of the ground of an exemption."""
        return MOTIF_TU if code and code in self._codes_medicaux() else code

    @api.model
    @ormcache()
    def _codes_medicaux(self):
        """Return the grounds of exemption that are medical in some version of the law."""
        # sudo: the law is the same for everybody
        regles = self.env["parcours.regle"].sudo().with_context(active_test=False)
        return frozenset(regles.search([("medical", "=", True)]).mapped("code"))

    # ---- the days without obligation --------------------------------------------------------------------------------

    def _ecrire_sans_obligation(self, lignes, issues):
        """Write on the files that were opened, or are about to be, the days on which the person was obliged to nothing:
        one write for each value that changed.

        They are kept as ``{"periodes": [[first day, last day or None, word], …], "registre": bool}`` (dates as ISO;
        `droit.delais.SansObligation`), once there is something to keep.

        :return: the files of which they changed
        """
        suites, jour = self._moments(lignes, issues), aujourdhui()
        # one moment only: what holds today held all the time
        plusieurs = [moment for suite in suites.values() if len(suite) > 1 for moment in suite]
        verdicts = iter(self.env["parcours.reglement"]._verdicts_passes(plusieurs) if plusieurs else ())
        par_valeur, ages = defaultdict(list), {}
        for ligne in lignes:
            if (suite := suites.get(ligne["id"])) is None:
                continue
            rendus = [next(verdicts) for _moment in suite] if len(suite) > 1 else [issues[ligne["id"]].verdict]
            reponses = [(moment.jour, _mot(moment, rendu)) for moment, rendu in zip(suite, rendus, strict=False)]
            age_cloture = self._age_de_cloture(issues[ligne["id"]].reglement_id, ages)
            if ligne["naissance_max"] and age_cloture:
                reponses = _jusqu_a_l_age(reponses, ligne, anniversaire(ligne["naissance_max"], age_cloture), jour)
            trouvees = periodes(reponses, jour)
            gardees = ligne["sans_obligation"] or {}
            textes = [[debut.isoformat(), fin and fin.isoformat(), mot] for debut, fin, mot in trouvees]
            if textes != gardees.get("periodes", []):
                valeur = {"periodes": textes, "registre": bool(ligne["personne_id"])}
                par_valeur[json.dumps(valeur)].append(ligne["id"])
        for texte, ids in par_valeur.items():
            self.browse(ids).sans_obligation = json.loads(texte)
        return self.browse(identifiant for ids in par_valeur.values() for identifiant in ids)

    def _moments(self, lignes, issues):
        """Return ``{file id: [Moment, …]}``: the days on which the law may say something else than on the day before,
        of each file that was opened or is about to be; none: the person is obliged, and always was."""
        limites, suites, jour = {}, {}, aujourdhui()
        for ligne in lignes:
            issue, lus = issues[ligne["id"]], ligne["faits_jours"]
            oblige = issue.verdict.resultat == "oblige"
            if not (lus or issue.decidees):
                if ligne["date_ouverture"] and oblige:
                    suites[ligne["id"]] = ()
                    continue
                if not ligne["date_ouverture"]:
                    continue
            elif not (ligne["date_ouverture"] or oblige or ligne["volontaire"]):
                continue
            if issue.reglement_id not in limites:
                limites[issue.reglement_id] = self.env["parcours.reglement"]._limites_de(issue.reglement_id)
            decides = issue.decidees._jours_decides() if issue.decidees else ()
            depuis, lus = ligne["date_reference_min"] or date.min, json.loads(lus or "[]")
            suites[ligne["id"]] = [
                Moment(ligne, quand, faits, issue)
                for quand, faits in moments(lus, depuis, ligne, limites[issue.reglement_id], decides, jour)
            ]
        return suites

    @api.model
    def _age_de_cloture(self, reglement_id, connus):
        """Return the age at which a version of the law closes a file, or 0.

        :param dict connus: those already looked up
        """
        if reglement_id not in connus:
            ligne = self.env["parcours.reglement"].browse(reglement_id)._lignes().get("age_cloture")
            connus[reglement_id] = int(ligne.nombre) if ligne else 0
        return connus[reglement_id]

    def _periodes_sans_obligation(self):
        """Return what is kept of the days of one file, ``[(first day, last day or None, word)]``, oldest first."""
        faits = self._faits_sans_obligation()
        return [(p.debut, p.fin if p.fin < FUTUR else None, p.reference) for p in faits.periodes] if faits else []

    def _apres_sans_obligation(self):
        """Door of the floor above: the days without obligation of these files have just changed."""

    # ---- what the outcome does to the course of the file -----------------------------------------------------------

    def _conduire(self):
        """Act on the outcome of each file of self; a few queries for the whole batch."""
        # only these: without it each thousand files would be read with all their columns
        self.fetch(CHAMPS_CONDUITE)
        lots = defaultdict(list)
        jour = aujourdhui()
        for dossier in self:
            motif = dossier._motif_registre(jour)
            action = decider(
                dossier.phase,
                dossier.motif_cloture or None,
                motif,
                dossier.resultat,
                dossier.volontaire,
                (dossier.issue_signalee or True) if dossier.issue_a_appliquer else None,
            )
            if action:
                lots[action, motif].append(dossier.id)
        for (action, motif), ids in lots.items():
            dossiers = self.browse(ids)
            match action:
                case "ouvrir":
                    dossiers._ouvrir()
                case "clore":
                    dossiers._clore_par_registre(motif)
                case "rouvrir":
                    dossiers._rouvrir_par_registre()
                    # a volunteer's file comes back as one: that this person is obliged now is told at once
                    obliges = dossiers.filtered(lambda dossier: dossier.volontaire and dossier.resultat == "oblige")
                    obliges.filtered(lambda dossier: dossier.phase == "dossier")._signaler_issue()
                case "signaler":
                    dossiers._signaler_issue()
                case "lever":
                    dossiers.write({"issue_a_appliquer": False, "issue_signalee": False})
                    self.env["mail.activity"]._retirer(dossiers, "parcours_accueil.activite_issue")

    def _motif_registre(self, jour):
        """Return the reason of closure that the register, or the age on that day, gives, or None."""
        self.ensure_one()
        motif = motif_du_registre(self.jour_situation, self.ref_belge, self.jour_belge)
        return motif or ("age" if self._clos_par_l_age(jour) else None)

    def _clos_par_l_age(self, jour):
        """Whether the age of closure of the file's version of the law is surely reached (loi.md §6). Only the obliged
        have an upper age: a volunteer goes on, and a pre-file that nobody is obliged by has nothing to close."""
        self.ensure_one()
        concerne = self.phase == "dossier" or self.motif_cloture == "age" or self.resultat == "oblige"
        if not concerne or self.volontaire or not self.reglement_id:
            return False
        return age_atteint(self.naissance_max, self.reglement_id._valeur("age_cloture"), jour)

    def _ouvrir(self):
        """Turn pre-files into files: the person is to be informed."""
        self.fetch(["date_ouverture"])
        self.env["parcours.evenement"].create(self._valeurs_ouverture())

    def _clore_par_registre(self, motif):
        """Close files because of what the register says, on the day it says; whoever works on one is told what was
        pending in it, and the closure keeps that list."""
        ouverts = self.filtered(lambda dossier: dossier.phase == "dossier")
        # before the closure: afterwards no term runs any more
        suites = dire_chacun(ouverts, lambda lus: _en_lignes(lus._consequences_issue()))
        ouverts._prevenir(
            "parcours_accueil.activite_cloture",
            lambda env: env._("File closed by the register: check"),
            lambda env, dossier: env._(
                "Reason: %s. Check that nothing is pending.",
                dict(dossier._fields["motif_cloture"]._description_selection(env))[motif],
            ),
            suites=True,
        )
        ouverts.cloture_a_verifier = True
        self.env["parcours.evenement"].create(
            [
                {
                    "dossier_id": dossier.id,
                    "type": "cloture",
                    "motif_cloture": motif,
                    "date_effective": dossier._jour_de_cloture(motif),
                    # what is pending may be of a sanction: not for organisers
                    "note_reservee": suites.get(dossier.id, False),
                }
                for dossier in self
            ]
        )

    def _jour_de_cloture(self, motif):
        """Return the day on which that reason of the register took effect, not before the file was opened; today when
        the register does not tell."""
        self.ensure_one()
        jour = aujourdhui()
        match motif:
            case "age":
                depuis = anniversaire(self.naissance_max, self.reglement_id._valeur("age_cloture"))
            case "belge":
                depuis = self._belge_depuis()
            case _:
                depuis = self.jour_situation_depuis
        return min(max(depuis, self.date_ouverture or depuis), jour) if depuis else jour

    def _jour_de_reouverture(self):
        """Return the day on which the reason of the closure of this file was over: of a reason that the register does
        not know any more, the day of the closure, since it never was; today when nothing tells."""
        self.ensure_one()
        jour = aujourdhui()
        mots = {FERMETURE} if self.motif_cloture in MOTIFS_REGISTRE else {FERMETURE, EXEMPTE, HORS_PUBLIC}
        fin = fin_de_la_derniere(self._periodes_sans_obligation(), mots, jour)
        if not fin and not (self.personne_id and self.sans_obligation):
            return jour
        return min(max(filter(None, (fin, self.date_cloture)), default=jour), jour)

    def _jour_de_l_issue(self):
        """Return the day since which the outcome to apply to this open file holds, not before it was opened; today when
        nothing tells."""
        self.ensure_one()
        jour = aujourdhui()
        mots = [
            debut
            for debut, fin, mot in self._periodes_sans_obligation()
            if mot.partition(":")[0] == self.resultat and (not fin or fin >= jour)
        ]
        return max(mots[-1], self.date_ouverture or jour) if mots else jour

    def _belge_depuis(self):
        """Return the first day, at the latest, of the Belgian nationality the file was read with, or False."""
        return self._jour_origine("jour_belge", "150")

    def _jour_origine(self, fait, code=None):
        """Return the first day, at the latest, of the register entries that a fact was read from, or False.

        :param code: look at the entries of that code only
        """
        origine = self.faits_origine or {}
        entrees = origine.get("entrees") or {}
        lues = [entrees.get(str(source)) or {} for source in (origine.get("sources") or {}).get(fait, ())]
        jours = [lire_partielle(e.get("date")).au_plus_tard for e in lues if code in (None, e.get("code"))]
        return min(filter(None, jours), default=False)

    def _rouvrir_par_registre(self):
        """Open again the files whose reason of closure disappeared, on the day it did, with their history; the commune
        is told."""
        for jour, dossiers in self.grouped(lambda dossier: dossier._jour_de_reouverture()).items():
            dossiers._noter("reouverture", jour)
        self.env["mail.activity"]._retirer(self, "parcours_accueil.activite_cloture")
        self.filtered("cloture_a_verifier").cloture_a_verifier = False

        def note(env, dossier):
            if dossier.commune_a_acquitter:
                return env._("Its reason of closure disappeared, and the person now lives in your commune.")
            return env._("Its reason of closure disappeared. The file goes on where it was.")

        self.filtered(lambda dossier: dossier.phase == "dossier")._prevenir(
            "parcours_accueil.activite_reouverture", lambda env: env._("File opened again: check"), note, suites=True
        )

    def _signaler_issue(self):
        """Call somebody to every open file that its last examination contradicts, once an outcome."""
        for resultat, dossiers in self.grouped("resultat").items():
            dossiers.write({"issue_a_appliquer": True, "issue_signalee": resultat})
        # a task about another outcome is of no use any more
        self.env["mail.activity"]._retirer(self, "parcours_accueil.activite_issue")

        def note(env, dossier):
            libelles = dict(dossier._fields["resultat"]._description_selection(env))
            return env._("The outcome is now: %s. The file stays open until you apply it.", libelles[dossier.resultat])

        self._prevenir(
            "parcours_accueil.activite_issue",
            lambda env: env._("Outcome changed: check the file"),
            note,
            suites=True,
        )


def _mot(moment, verdict):
    """Return in one word why the person was obliged to nothing that day, as the lines of a term call it, or None."""
    faits, ligne = moment.faits, moment.ligne
    if not ligne["personne_id"]:
        # no history: since when the facts of today hold is not known, and the closures are those of the ledger
        decidees = moment.issue.decidees
        dite = decidees and decidees._en_vigueur(moment.jour).get(verdict.exemption_code)
        return f"{EXEMPTE}:{verdict.exemption_code}" if dite and verdict.resultat == "exempte" else None
    situation, belge = (faits.get(nom, ligne[nom]) for nom in ("jour_situation", "jour_belge"))
    if motif_du_registre(situation, ligne["ref_belge"], belge):
        return FERMETURE
    if verdict.resultat == "exempte":
        return f"{EXEMPTE}:{verdict.exemption_code}"
    return HORS_PUBLIC if verdict.resultat == "hors_public" else None


def _jusqu_a_l_age(reponses, ligne, anniv, jour):
    """Return those answers, and the closure of the file from the birthday on which the upper age is surely reached."""
    if not ligne["personne_id"] or ligne["volontaire"] or anniv > jour:
        return reponses
    return [*(reponse for reponse in reponses if reponse[0] < anniv), (anniv, FERMETURE)]
