# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The legal terms, as the pure ledger counts them. What happens when they end: automate.py."""

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from ...droit import vie_terme
from ...droit.delais import TERMES
from ...droit.etapes import ATTESTATION_REMISE, INSCRIPTION_ORGANISATEUR, SOMMATION_ENVOYEE, SOMMATION_RECUE
from ...droit.periodes import FERMETURE
from ...droit.vie_terme import ARRETE, EN_COURS, SANS_OBJET, Constat, Suivi, etat_du_jour

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
    (ATTESTATION_REMISE, "The attestation of obligation was handed over"),
    ("date_reference", "Reference date, later than the attestation of obligation"),
    (INSCRIPTION_ORGANISATEUR, "Registration with the organiser"),
    (SOMMATION_RECUE, "Receipt of the summons"),
    (SOMMATION_ENVOYEE, "Presumed receipt of the summons"),
]
DEPARTS_PHRASE = {
    ATTESTATION_REMISE: _lt("the attestation of obligation was handed over"),
    "date_reference": _lt("reference date, later than the attestation of obligation"),
    INSCRIPTION_ORGANISATEUR: _lt("registration with the organiser"),
    SOMMATION_RECUE: _lt("receipt of the summons"),
    SOMMATION_ENVOYEE: _lt("presumed receipt of the summons, working days after it was sent: %s"),
}
LONGUEURS = {"mois": _lt("%s months"), "jours": _lt("%s days"), "annees": _lt("%s years")}
REVUES = [
    ("connue_tard", "The date became known when it was already past"),
    ("issue_contredite", "The last examination contradicts the file"),
    ("suite_prematuree", "A late fact moved the date after the summons or the refusal"),
    ("exemption_demandee", "An exemption is asked for and not decided"),
    ("refus_contredit", "A proof entered later is older than the refusal"),
]
#: Column of a term -> what the pure follow-up of a term calls it.
COLONNES_SUIVI = {
    "depart": "depart",
    "date_echeance": "echeance",
    "state": "etat",
    "date_suite": "date_suite",
    "date_connue": "date_connue",
    "revue": "revue",
    "revue_motif": "revue_motif",
    "date_revue": "date_revue",
    "date_proche_faite": "proche_faite",
    "date_echue_faite": "echue_faite",
    "date_essai": "date_essai",
}


class ParcoursDelai(models.Model):
    """One legal term: registration, completion or the nth summons of a file; others are of what a floor above adds.

    Its kind is a row of the table of terms (droit/delais.py); its life is a state machine, drawn in droit/vie_terme.py.
    Written by the engine only (:meth:`_enregistrer`), from events: nobody types a due date. Its owner is a record that
    lists `parcours.delai.proprietaire` among its parts; the file is always known.
    """

    _name = "parcours.delai"
    _description = "Legal term of a file"
    _inherit = ["parcours.delai.automate", "liste.ordonnable"]
    _order = "dossier_id, date_depart, id"
    _rec_name = "type_id"

    dossier_id = fields.Many2one("parcours.dossier", "File", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="dossier_id.company_id")
    type_id = fields.Many2one("parcours.delai.type", "Term", required=True, ondelete="restrict")
    objet = fields.Integer("Owner", readonly=True, default=0, help="Id of its owner when that is not the file itself.")
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

    _unique = models.UniqueIndex("(dossier_id, type_id, objet, rang)", "There is one term of each kind and number.")
    _action_idx = models.Index("(date_action) WHERE date_action IS NOT NULL")
    _revue_idx = models.Index("(dossier_id) WHERE revue")
    _erreur_idx = models.Index("(dossier_id) WHERE erreur IS NOT NULL")

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
        evenement = self.env._(self._departs_phrase()[compte["depart"]])
        if compte["depart"] == SOMMATION_ENVOYEE:
            evenement = evenement % compte["presomption"]
        phrase = self.env._(
            "%(length)s from %(start)s (%(event)s): %(end)s",
            length=self._longueur_en_mots(compte["nombre"], compte["unite"]),
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
    def _longueur_en_mots(self, nombre, unite):
        longueur = self.env._(LONGUEURS[unite])
        return longueur % nombre

    @api.model
    def _departs_phrase(self):
        """Return what each start is called inside a sentence, ``{start: words}``; a floor above adds its own."""
        return DEPARTS_PHRASE

    @api.model
    def _genres(self):
        """Return the table of terms, ``{code: droit.delais.Genre}``; a floor above adds its rows."""
        return TERMES

    @api.model
    def _genres_de(self, proprietaire):
        """Return the rows of the table of terms of one kind of owner."""
        return {code: genre for code, genre in self._genres().items() if genre.proprietaire == proprietaire}

    @api.model
    def _compte(self, terme, reglement):
        """Return the count of a `droit.delais.Terme` as the JSON that is stored: all that the sentence needs."""
        lignes = [[li.genre, li.date.isoformat(), li.jours, list(li.references)] for li in terme.delai.lignes]
        nombre, unite = reglement._longueur(terme.type)
        return {
            "depart": terme.depart,
            "nombre": nombre,
            "unite": unite,
            "article": reglement._article(terme.type),
            "presomption": reglement._valeur("presomption"),
            "lignes": lignes,
        }

    # ---- from the count to what is kept -----------------------------------------------------------------------------

    @api.model
    def _enregistrer(self, proprietaires, termes, jour):
        """Make the stored terms of some owners those given: create, write the differences, end what no longer applies.

        :param proprietaires: records that list `parcours.delai.proprietaire` among their parts
        :param dict termes: id of the owner -> list of `droit.delais.Terme`
        """
        types = {genre.code: genre for genre in self.env["parcours.delai.type"].search([])}
        existants = {
            (delai._cle_proprietaire(), delai.type_id.code, delai.rang): delai
            for delai in self.search(proprietaires._domaine_delais())
        }
        nouveaux, a_retirer = [], self.browse()
        for proprietaire in proprietaires:
            ouvert, reglement = proprietaire._delais_ouverts(), proprietaire.reglement_id
            for terme in termes.get(proprietaire.id, ()):
                genre = types[terme.type]
                compte = {
                    "date_depart": terme.delai.depart,
                    "compte": self._compte(terme, reglement),
                    "date_etat": terme.date_etat or False,
                }
                delai = existants.pop((proprietaire.id, terme.type, terme.rang), None)
                constat = self._constater(terme, ouvert, jour)
                regime = self._genres()[terme.type].regime(genre.jours_proche)
                suivi, retire = vie_terme.recompter(delai._suivi() if delai else None, constat, regime, jour, ouvert)
                valeurs = compte | self._valeurs_suivi(suivi, vie_terme.prochaine(suivi, regime, jour, ouvert))
                if not delai:
                    nouveaux.append(valeurs | proprietaire._valeurs_delai() | {"type_id": genre.id, "rang": terme.rang})
                    continue
                if not suivi.erreur:
                    valeurs["erreur"] = False
                if ecarts := {nom: valeur for nom, valeur in valeurs.items() if delai[nom] != valeur}:
                    delai.write(ecarts)
                if retire:
                    a_retirer |= delai
        disparus = self.browse().union(*existants.values()).filtered(lambda delai: delai.state != SANS_OBJET)
        disparus.write({"state": SANS_OBJET, "date_action": False, "revue": False, "erreur": False})
        (a_retirer | disparus)._retirer_taches()
        return self.create(nouveaux)

    @api.model
    def _constater(self, terme, ouvert, jour):
        """Return what the count gives of a `droit.delais.Terme`: a term of a closed owner has stopped."""
        etat = ARRETE if terme.etat == EN_COURS and not ouvert else terme.etat
        return Constat(
            terme.depart, terme.delai.echeance, etat_du_jour(etat, terme.delai.echeance, jour), terme.date_suite
        )

    def _cle_proprietaire(self):
        """Return the id of the owner of a term."""
        self.ensure_one()
        return self.objet or self.dossier_id.id

    def _suivi(self):
        """Return what is kept of a term as the pure package takes it."""
        self.ensure_one()
        return Suivi(
            erreur=bool(self.erreur),
            **{champ: self[colonne] or None for colonne, champ in COLONNES_SUIVI.items() if champ != "revue"},
            revue=self.revue,
        )

    @api.model
    def _valeurs_suivi(self, suivi, prochaine):
        """Return the columns of a follow-up; the text of an error is the caller's."""
        valeurs = {colonne: getattr(suivi, champ) or False for colonne, champ in COLONNES_SUIVI.items()}
        return valeurs | {"date_action": prochaine or False}

    def _regime(self):
        """Return what the life of a term depends on, from its row and its kind."""
        self.ensure_one()
        return self._genres()[self.type_id.code].regime(self.type_id.jours_proche)

    def _compare(self, jour):
        """Return what is stored of one term in a form that can be compared with a new count; on a day that the cron
        has not seen yet, *running* and *ended unmet* are told apart by the day."""
        self.ensure_one()
        return (
            self.type_id.code,
            self.rang,
            self.depart,
            self.date_depart,
            self.date_echeance,
            etat_du_jour(self.state, self.date_echeance, jour),
            self.date_etat,
            self.date_suite,
        )
