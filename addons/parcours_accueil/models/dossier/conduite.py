# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What an examination does to the course of a file: open it, close it, re-open it, or call somebody (loi.md §6)."""

from collections import defaultdict

from markupsafe import Markup

from odoo import fields, models

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.registre_national.histoire.dates import lire_partielle

from ...droit.faits import age, anniversaire
from ..vocabulaire import RESULTATS

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
            contredit = motif_cloture in MOTIFS_RESULTAT and resultat == "oblige"
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


class DossierConduite(models.AbstractModel):
    _name = "parcours.dossier.conduite"
    _description = "Pathway file: what an examination does to its course"

    issue_signalee = fields.Selection(
        RESULTATS, "Outcome somebody was called for", readonly=True, help="Empty: nothing to apply."
    )
    cloture_a_verifier = fields.Boolean(
        "Closure to check",
        readonly=True,
        help="The register closed this file while it was open: somebody checks that nothing is pending.",
    )

    _issue_idx = models.Index("(company_id) WHERE issue_a_appliquer IS TRUE")
    _cloture_a_verifier_idx = models.Index("(company_id) WHERE cloture_a_verifier IS TRUE")

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
        suites = ouverts.with_context(lang=self.env["mail.activity"]._langue_commune())._consequences_issue()
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
                    "note": "\n".join(suites.get(dossier.id, ())) or False,
                }
                for dossier in self
            ]
        )

    def _jour_de_cloture(self, motif):
        """Return the day on which that reason of the register took effect; today when the register does not tell."""
        self.ensure_one()
        jour = aujourdhui()
        match motif:
            case "age":
                depuis = anniversaire(self.naissance_max, self.reglement_id._valeur("age_cloture"))
            case "belge":
                depuis = self._belge_depuis()
            case _:
                depuis = self.jour_situation_depuis
        return min(depuis or jour, jour)

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
        """Open again the files whose reason of closure disappeared, with their history; the commune is told."""
        self._noter("reouverture")
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

    def _prevenir(self, genre, resume, note, suites=False):
        """Put a task on each file, for its agent when there is one, in the agent's language.

        :param str genre: xml id of the type of the task
        :param resume: ``f(env) -> summary``
        :param note: ``f(env, file) -> text``
        :param bool suites: list under the text what is pending in the file
        """
        pendantes = {}

        def texte(env, dossier):
            corps = Markup("<p>%s</p>") % note(env, dossier)
            if suites:
                # one reading a language, of all the files
                if env.lang not in pendantes:
                    pendantes[env.lang] = self.with_context(lang=env.lang)._consequences_issue()
                corps += dossier._liste_consequences(pendantes[env.lang][dossier.id])
            return corps

        return self.env["mail.activity"]._donner(genre, self, lambda env, _dossier: resume(env), texte)
