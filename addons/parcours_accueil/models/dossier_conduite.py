# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What an examination does to the course of a file: open it, close it, re-open it, or call somebody (law.md §6)."""

from collections import defaultdict

from markupsafe import Markup

from odoo import fields, models

# Situation in the register -> reason of closure.
FERMETURES = {
    "decede": "decede",
    "parti": "parti",
    "autre_region": "autre_region",
    "radie": "radie",
    "sans_droit": "permis_perdu",
}
# Reasons that come from the register, and disappear with it.
MOTIFS_REGISTRE = {*FERMETURES.values(), "belge"}
# Reasons that an outcome gave, and that another outcome takes away.
MOTIFS_RESULTAT = {"exempte", "hors_public"}
# What the decision is taken from.
CHAMPS_CONDUITE = (
    "phase",
    "motif_cloture",
    "resultat",
    "volontaire",
    "issue_a_appliquer",
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


def decider(phase, motif_cloture, motif_registre, resultat, volontaire, signale):
    """Return what to do with a file after its examination: one of the five words above, or None.

    A file is never closed because its outcome changed: that calls somebody (``signaler``), who applies it.

    >>> decider("predossier", None, None, "oblige", False, False)
    'ouvrir'
    >>> decider("dossier", None, None, "exempte", False, False)
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
            return None if signale else SIGNALER
    return None


class DossierConduite(models.Model):
    _inherit = "parcours.dossier"

    def _conduire(self):
        """Act on the outcome of each file of self; a few queries for the whole batch."""
        # only these: without it each thousand files would be read with all their columns
        self.fetch(CHAMPS_CONDUITE)
        lots = defaultdict(list)
        for dossier in self:
            motif = motif_du_registre(dossier.jour_situation, dossier.ref_belge, dossier.jour_belge)
            action = decider(
                dossier.phase,
                dossier.motif_cloture or None,
                motif,
                dossier.resultat,
                dossier.volontaire,
                dossier.issue_a_appliquer,
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
                    dossiers.issue_a_appliquer = True
                    dossiers._signaler_issue()
                case "lever":
                    dossiers.issue_a_appliquer = False
                    dossiers.activity_unlink(["parcours_accueil.activite_issue"])

    def _ouvrir(self):
        """Turn pre-files into files: the person is to be informed."""
        self.write({"phase": "dossier", "date_ouverture": fields.Date.today()})
        self._recalculer()

    def _clore_par_registre(self, motif):
        """Close files because of what the register says, on the day it says; whoever works on one is told."""
        ouverts = self.filtered(lambda dossier: dossier.phase == "dossier")
        jour = fields.Date.today()
        self.env["parcours.evenement"].create(
            [
                {
                    "dossier_id": dossier.id,
                    "type": "cloture",
                    "motif_cloture": motif,
                    "date_effective": min(dossier.jour_situation_depuis or jour, jour) if motif != "belge" else jour,
                }
                for dossier in self
            ]
        )
        ouverts._prevenir(
            "parcours_accueil.activite_cloture",
            lambda env: env._("File closed by the register: check"),
            lambda env, dossier: env._("The register gave a reason to close this file. Check that nothing is pending."),
        )

    def _rouvrir_par_registre(self):
        """Open again the files whose reason of closure disappeared, with their history."""
        jour = fields.Date.today()
        self.env["parcours.evenement"].create(
            [{"dossier_id": dossier.id, "type": "reouverture", "date_effective": jour} for dossier in self]
        )

    def _signaler_issue(self):
        """Call somebody to every open file that its last examination contradicts."""

        def note(env, dossier):
            libelles = dict(dossier._fields["resultat"]._description_selection(env))
            return env._("The outcome is now: %s. The file stays open until you apply it.", libelles[dossier.resultat])

        self._prevenir(
            "parcours_accueil.activite_issue", lambda env: env._("Outcome changed: check the file"), note
        )

    def _prevenir(self, genre, resume, note):
        """Put a task on each file, for its agent when there is one, in the agent's language.

        :param str genre: xml id of the type of the task
        :param resume: ``f(env) -> summary``
        :param note: ``f(env, file) -> text``
        """
        type_id = self.env["ir.model.data"]._xmlid_to_res_id(genre)
        modele_id = self.env["ir.model"]._get_id(self._name)
        valeurs = []
        for agent, dossiers in self.grouped("user_id").items():
            env = self.with_context(lang=agent.lang or self._langue_commune()).env
            valeurs += [
                {
                    "res_model_id": modele_id,
                    "res_id": dossier.id,
                    "activity_type_id": type_id,
                    "summary": resume(env),
                    "note": Markup("<p>%s</p>") % note(env, dossier),
                    "date_deadline": fields.Date.today(),
                    "user_id": agent.id,
                    "automated": True,
                }
                for dossier in dossiers
            ]
        # sudo comes from the caller, the engine; quick: no message or follower for each of a possibly long list
        return self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(valeurs)

    def _langue_commune(self):
        """Return the language of tasks that nobody owns yet: the working language of the communes' software."""
        return self.env["res.lang"]._get_data(code="fr_BE").code or self.env.lang
