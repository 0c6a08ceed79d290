# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The legal terms of the files, as the pure ledger counts them. What happens when they end: delai_automate.py."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from ...droit.delais import ACHEVEMENT, ARRETE, EN_COURS, FERMETURE, SOMMATION, TENU
from ..vocabulaire import VIVANTS
from .automate import SUIVI

_lt = LazyTranslate(__name__)

ETATS = [
    ("en_cours", "Running"),
    ("echu", "Ended unmet"),
    ("tenu", "Met"),
    ("arrete", "Stopped"),
    ("sans_objet", "No longer applies"),
]
# What a term starts from, in words.
DEPARTS = [
    ("attestation_remise", "The attestation of obligation was handed over"),
    ("date_reference", "Reference date, later than the attestation of obligation"),
    ("inscription_organisateur", "Registration with the organiser"),
    ("sommation_recue", "Receipt of the summons"),
    ("sommation_envoyee", "Presumed receipt of the summons"),
]
DEPARTS_PHRASE = {
    "attestation_remise": _lt("the attestation of obligation was handed over"),
    "date_reference": _lt("reference date, later than the attestation of obligation"),
    "inscription_organisateur": _lt("registration with the organiser"),
    "sommation_recue": _lt("receipt of the summons"),
    "sommation_envoyee": _lt("presumed receipt of the summons, working days after it was sent: %s"),
}
REVUES = [
    ("connue_tard", "The date became known when it was already past"),
    ("issue_contredite", "The last examination contradicts the file"),
    ("suite_prematuree", "A late fact moved the date after the summons or the refusal"),
    ("exemption_demandee", "An exemption is asked for and not decided"),
    ("refus_contredit", "A proof entered later is older than the refusal"),
]


class ParcoursDelai(models.Model):
    """One legal term of one file: registration, completion, or the nth summons.

    ::

        en_cours ──(day after the due date)──> echu
            └──(proof)──> tenu   └──(refusal, closure)──> arrete   └──(its start was cancelled)──> sans_objet

    Written by the engine only (:meth:`_enregistrer`), from the events of the file: nobody types a due date.
    """

    _name = "parcours.delai"
    _description = "Legal term of a file"
    _inherit = ["parcours.delai.automate", "liste.ordonnable"]
    _order = "dossier_id, date_depart, id"
    _rec_name = "type_id"

    dossier_id = fields.Many2one("parcours.dossier", "File", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="dossier_id.company_id")
    type_id = fields.Many2one("parcours.delai.type", "Term", required=True, ondelete="restrict")
    rang = fields.Integer("No.", required=True, default=1, help="Which summons it is, counted from the first.")
    depart = fields.Selection(DEPARTS, "Starts with", required=True)
    date_depart = fields.Date("Starts on", required=True)
    date_echeance = fields.Date("Due date", required=True, help="Last day to meet the term.")
    compte = fields.Json("Count", help="How the due date was counted: length, suspensions, closed days, working day.")
    explication = fields.Text("Why this date", compute="_compute_explication")
    state = fields.Selection(ETATS, "Status", required=True)
    date_etat = fields.Date("Met or stopped on")
    date_suite = fields.Date("Followed up on", help="Day the summons was sent, or the refusal found.")
    date_connue = fields.Date("Due date known on", required=True, help="Since when we know that due date.")

    date_action = fields.Date("Next automatic step", help="The night on which something is to be done.")
    date_proche_faite = fields.Date("Reminded on")
    date_echue_faite = fields.Date("Acted upon on")
    revue = fields.Boolean("Review", help="A person must look before anything follows from the end of this term.")
    revue_motif = fields.Selection(REVUES, "Why a review")
    date_revue = fields.Date("Reviewed on")
    erreur = fields.Char("What went wrong")
    date_essai = fields.Date("Tried on")

    _unique = models.UniqueIndex("(dossier_id, type_id, rang)", "A file has one term of each kind and number.")
    _action_idx = models.Index("(date_action) WHERE date_action IS NOT NULL")
    _revue_idx = models.Index("(dossier_id) WHERE revue")
    _erreur_idx = models.Index("(dossier_id) WHERE erreur IS NOT NULL")

    def init(self):
        """Have the term cron count the open files that were never counted (opened before terms were records)."""
        # Raw SQL: one statement at installation and upgrade, whatever the number of files; column names are ours.
        self.env.cr.execute(
            """UPDATE parcours_dossier d SET date_bascule = CURRENT_DATE
                WHERE phase = 'dossier' AND motif_sans_echeance IS NULL AND date_bascule IS NULL
                      AND NOT EXISTS (SELECT 1 FROM parcours_delai t WHERE t.dossier_id = d.id)"""
        )

    @api.depends("compte")
    @api.depends_context("lang", "uid")
    def _compute_explication(self):
        # every ground of the batch in one query
        references = {r for delai in self for ligne in (delai.compte or {}).get("lignes", ()) for r in ligne[3]}
        # sudo: `libelle` says to each reader what that reader may know of the ground, and only it is used
        suspensions = self.env["parcours.suspension"].sudo().browse(r for r in references if r != FERMETURE).exists()
        motifs = {suspension.id: suspension.libelle for suspension in suspensions}
        motifs[FERMETURE] = self.env._("file closed")
        for delai in self:
            delai.explication = delai._phrase(delai.compte, motifs) if delai.compte else False

    @api.depends("type_id", "rang")
    def _compute_display_name(self):
        for delai in self:
            delai.display_name = delai.type_id.name if delai.rang == 1 else f"{delai.type_id.name} ({delai.rang})"

    @api.model
    def _phrase(self, compte, motifs):
        """Return a count in one sentence of the reader's language.

        :param dict compte: as :meth:`_compte` makes it
        :param dict motifs: id of a suspension (or `FERMETURE`) -> its word
        """
        jours = {ligne[0]: format_date(self.env, ligne[1]) for ligne in compte["lignes"]}
        evenement = self.env._(DEPARTS_PHRASE[compte["depart"]])
        if compte["depart"] == "sommation_envoyee":
            evenement = evenement % compte["presomption"]
        phrase = self.env._(
            "%(months)s months from %(start)s (%(event)s): %(end)s",
            months=compte["mois"],
            start=jours["depart"],
            event=evenement,
            end=jours["longueur"],
        )
        for genre, jour, nombre, references in compte["lignes"]:
            if genre == "suspension":
                mots = dict.fromkeys(motifs.get(reference, "?") for reference in references)
                phrase += "; " + self.env._(
                    "days that do not count: %(days)s (%(grounds)s): %(end)s",
                    days=nombre,
                    grounds=", ".join(mots),
                    end=format_date(self.env, jour),
                )
        if "ouvrable" in jours:
            fin = jours["ouvrable"]
            phrase = self.env._("%(count)s; moved to the next working day: %(end)s", count=phrase, end=fin)
        return f"{phrase} ({compte['article']})." if compte["article"] else f"{phrase}."

    @api.model
    def _compte(self, terme, reglement):
        """Return the count of a `droit.delais.Terme` as the JSON that is stored: all that the sentence needs."""
        lignes = [[li.genre, li.date.isoformat(), li.jours, list(li.references)] for li in terme.delai.lignes]
        return {
            "depart": terme.depart,
            "mois": reglement._valeur(terme.type),
            "article": reglement._article(terme.type),
            "presomption": reglement._valeur("presomption"),
            "lignes": lignes,
        }

    @api.model
    def _valeurs(self, terme, reglement, ouvert, jour):
        """Return what a term stores that follows from the events and the day alone."""
        etat = ARRETE if terme.etat == EN_COURS and not ouvert else terme.etat
        if etat == EN_COURS and jour > terme.delai.echeance:
            etat = "echu"
        return {
            "depart": terme.depart,
            "date_depart": terme.delai.depart,
            "date_echeance": terme.delai.echeance,
            "compte": self._compte(terme, reglement),
            "state": etat,
            "date_etat": terme.date_etat or False,
            "date_suite": terme.date_suite or False,
        }

    @api.model
    def _enregistrer(self, termes, jour):
        """Make the stored terms of some files those given: create, write the differences, end what no longer applies.

        :param dict termes: file -> list of `droit.delais.Terme`
        """
        types = {genre.code: genre for genre in self.env["parcours.delai.type"].search([])}
        dossiers = self.env["parcours.dossier"].union(*termes)
        existants = {
            (delai.dossier_id.id, delai.type_id.code, delai.rang): delai
            for delai in self.search([("dossier_id", "in", dossiers.ids)])
        }
        nouveaux, a_retirer = [], self.browse()
        for dossier, liste in termes.items():
            for terme in liste:
                valeurs = self._valeurs(terme, dossier.reglement_id, dossier.phase == "dossier", jour)
                genre = types[terme.type]
                ouvert = dossier.phase == "dossier"
                if delai := existants.pop((dossier.id, terme.type, terme.rang), None):
                    if delai._mettre_a_jour(valeurs, genre, jour, ouvert):
                        a_retirer |= delai
                    continue
                valeurs |= {"dossier_id": dossier.id, "type_id": genre.id, "rang": terme.rang, "date_connue": jour}
                nouveaux.append(valeurs | {"date_action": self._date_action(valeurs, genre, jour, ouvert)})
        disparus = self.browse().union(*existants.values()).filtered(lambda delai: delai.state != "sans_objet")
        disparus.write({"state": "sans_objet", "date_action": False, "revue": False, "erreur": False})
        (a_retirer | disparus)._retirer_taches()
        return self.create(nouveaux)

    def _mettre_a_jour(self, valeurs, genre, jour, ouvert):
        """Write what differs on one term; return whether its open tasks have lost their reason.

        :param bool ouvert: whether the file is open
        """
        deplace = valeurs["date_echeance"] != self.date_echeance or self.state == "sans_objet"
        if deplace:
            # what was decided about the former date does not hold for the new one
            valeurs |= {"date_connue": jour, "revue": False, "revue_motif": False, "date_revue": False}
        elif self.state == TENU and valeurs["state"] in VIVANTS:
            # its proof was cancelled: that it is unmet is learnt today
            valeurs |= {"date_connue": jour, "date_revue": False}
        repousse = deplace and valeurs["date_echeance"] >= jour
        if repousse:
            valeurs |= {"date_proche_faite": False, "date_echue_faite": False, "erreur": False}
        refait = self.date_echue_faite and not repousse and self._autre_terme(valeurs)
        reprend = self.state not in VIVANTS and valeurs["state"] in VIVANTS
        if refait or reprend or (self.date_suite and not valeurs["date_suite"]):
            # the file was opened again, or the summons was cancelled: what follows is to be proposed again
            valeurs |= {"date_echue_faite": False}
        contredit = ouvert and self._suite_contredite(valeurs, genre)
        etait = self._suite_contredite(self, genre)
        leve = etait and not contredit
        if contredit and not etait:
            valeurs |= {"date_revue": False}
        if leve:
            # the summons was cancelled, or the late fact was: there is nothing to review any more
            valeurs |= {"revue": False, "date_revue": False}
        fini = not contredit and (valeurs["state"] not in VIVANTS or (valeurs["date_suite"] and not self.date_suite))
        if fini:
            valeurs |= {"revue": False, "erreur": False}
        actuelles = {nom: self[nom] for nom in (*valeurs, *SUIVI)}
        valeurs["date_action"] = self._date_action(actuelles | valeurs, genre, jour, ouvert)
        if ecarts := {nom: valeur for nom, valeur in valeurs.items() if self[nom] != valeur}:
            self.write(ecarts)
        return bool(fini or repousse or refait or leve)

    def _autre_terme(self, valeurs):
        """Whether what was done at the end of this term was about another one: it ended later than was known, or a
        summons was received where a receipt was only presumed."""
        plus_tard = valeurs["date_echeance"] > self.date_echeance
        return plus_tard or (valeurs["depart"] != self.depart and self.depart == "sommation_envoyee")

    @api.model
    def _suite_contredite(self, valeurs, genre):
        """Whether a fact entered later contradicts the summons or the refusal that followed a term: it was not over, or
        it was met."""
        if not valeurs["date_suite"]:
            return False
        if valeurs["state"] == TENU:
            return genre.code == SOMMATION
        return valeurs["state"] != "sans_objet" and valeurs["date_suite"] <= valeurs["date_echeance"]

    @api.model
    def _date_action(self, valeurs, genre, jour, ouvert=True):
        """Return the next day on which the term cron must look at a term with those values, or False."""
        echeance = valeurs["date_echeance"]
        if valeurs.get("revue"):
            return False
        if ouvert and self._suite_contredite(valeurs, genre):
            # only a late fact does that, and a person must look
            if not valeurs.get("date_revue"):
                return jour
            # the summons had no effect, a person saw it, and the pathway goes on
            if valeurs["state"] not in VIVANTS or genre.code != ACHEVEMENT:
                return False
        elif valeurs["state"] not in VIVANTS or valeurs["date_suite"] or valeurs.get("date_revue"):
            return False
        if valeurs.get("date_echue_faite"):
            return False
        if valeurs.get("erreur") and valeurs.get("date_essai") == jour:
            return jour + timedelta(days=1)
        if genre.jours_proche and jour <= echeance and not valeurs.get("date_proche_faite"):
            return echeance - timedelta(days=genre.jours_proche)
        return echeance + timedelta(days=1)

    def _constat(self, jour):
        """Return what is stored of one term in a form that can be compared with a new count; on a day that the cron
        has not seen yet, *running* and *ended unmet* are told apart by the day."""
        self.ensure_one()
        etat = self.state
        if etat == EN_COURS and jour > self.date_echeance:
            etat = "echu"
        return (
            self.type_id.code,
            self.rang,
            self.depart,
            self.date_depart,
            self.date_echeance,
            etat,
            self.date_etat,
            self.date_suite,
        )
