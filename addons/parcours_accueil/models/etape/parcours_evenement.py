# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The ledger: what takes steps, the events that they leave, and what follows from each."""

from typing import NamedTuple

from lxml import etree

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date, frozendict, ormcache

from odoo.addons.parcours_socle.jour import aujourdhui, maintenant
from odoo.addons.parcours_socle.paroles import Parole

from ...droit.attendue import ouvertes
from ...droit.canaux import CANAUX as CANAUX_LUS
from ...droit.canaux import INCONNU
from ...droit.conditions import CONDITIONS, Saisie, fermee, possible, refus
from ...droit.etapes import (
    ANNULATION,
    BOUTONS,
    CLOTURE,
    COMPTEES,
    DOSSIER,
    ETAPES,
    IMMEDIATE,
    INSCRIPTIONS,
    REVUE_DELAI,
    TRANSFERT_VIVALIS,
    Evenement,
)
from ..lectures import ITS_CLOTURE
from ..vocabulaire import (
    CANAUX,
    GROUPES_MOTIF,
    GROUPES_REGISTRE,
    LANGUES_PARCOURS,
    MOTIFS_CLOTURE,
    PHASES,
    RECEPTIONS,
    RETOURS,
)
from .libelles import LIBELLES, RAISONS, REFUS, TYPES, VOLONTARIAT

#: Who works on files, whose buttons these are.
GROUPES_ETAPES = "parcours_accueil.group_agent,parcours_accueil.group_gestionnaire"
#: Who takes steps otherwise than by the buttons of a file.
SANS_BOUTON = "organisateur"
#: What an entry carries that its details say by a name, or by the word of a choice.
DITS_PAR_UN_NOM = ("organisateur_id", "vers_company_id", "agent_id")
DITS_PAR_UN_CHOIX = ("langue", "motif_cloture", "canal", "reception", "retour")


class Proprietaire(NamedTuple):
    """One kind of owner of events and of terms.

    `champ`: the field of both that names it; `liens`: the fields by which both say whose they are, and where the owner
    has each value, ``{"dossier_id": "id"}``; `compte_avec`: what is counted again after an event, as paths from the
    event, ``{path: types of events, or None for all}``.
    """

    champ: str
    liens: dict
    compte_avec: dict


class Tables(NamedTuple):
    """The tables of every floor. `etapes`, `conditions`, `genres`: rows of droit/ by their code; `acteurs`: word -> xml
    id of its group; `proprietaires`: word -> `Proprietaire`; and as the screen sets the kinds of terms: what their life
    depends on, their ids (parcours.delai.type), and those that suspensions move."""

    etapes: dict
    conditions: dict
    acteurs: dict
    proprietaires: dict
    genres: dict
    regimes: dict
    types: dict
    suspendables: frozenset


class EtapeProprietaire(models.AbstractModel):
    """What takes steps and has terms: a pathway file, and whatever a floor above gives some to. A part of its model:
    which steps are possible, their buttons, their checks, and the event that each leaves. What a step is stands in the
    table of steps (droit/etapes.py); nothing here knows one by its name.

    Its model says what it is called in the tables (`_etapes_de`), the situation of its records (:meth:`_situations`),
    and how they are counted again (`_recalculer`); it has `company_id`, `evenement_ids` and `delai_ids`.
    """

    _name = "parcours.etape.proprietaire"
    _description = "What takes steps and has terms"

    #: Its word in the column `proprietaire` of the tables of steps and of terms.
    _etapes_de = DOSSIER
    #: The fields that the situation of a record is read from.
    _etapes_lues = ()
    #: What makes the end of a term a review: word of `droit.delais.Entourage` -> domain of its records.
    _doutes = {}
    #: The step that records the review of one of its terms, and the types of its tasks.
    _etape_revue = REVUE_DELAI
    _taches_delai = {
        "proche": "parcours_accueil.activite_delai_proche",
        "echu": "parcours_accueil.activite_delai_echu",
        "revue": "parcours_accueil.activite_delai_revue",
    }

    etapes_possibles = fields.Char(
        compute="_compute_etapes_possibles", groups=GROUPES_ETAPES, help="Types of the steps possible now: ,a,b,"
    )
    etapes_ouvertes = fields.Char(
        "Steps that can be taken",
        compute="_compute_etapes_possibles",
        groups=GROUPES_ETAPES,
        help="Those of them that nothing stands in the way of: ,a,b,",
    )
    etapes_fermees = fields.Json(
        "Steps to come",
        compute="_compute_etapes_possibles",
        groups=GROUPES_ETAPES,
        help="The steps that are not possible yet, with why, and from which day on when that is known.",
    )
    etape_attendue = fields.Char(
        "Expected now", compute="_compute_etapes_possibles", groups=GROUPES_ETAPES, help="What the law expects now."
    )

    # ---- who, and what is possible ----------------------------------------------------------------------------------

    def _roles(self):
        """Return ``{file: who the user is for it}``, in the words of the table of steps; the superuser is everybody."""
        tous = self._roles_de_l_utilisateur()
        if self.env.su:
            return dict.fromkeys(self, tous)
        ailleurs = tous - {"commune"}
        siennes = self.env.user._get_company_ids()
        return {d: tous if d.company_id.id in siennes else ailleurs for d in self}

    @api.model
    def _roles_de_l_utilisateur(self):
        """Return who the user is, in the words of the table of steps, for a file of the own commune."""
        groupes = self.env["parcours.evenement"]._tables().acteurs
        if self.env.su:
            return frozenset(groupes)
        return frozenset(mot for mot, groupe in groupes.items() if self.env.user.has_group(groupe))

    @api.depends(lambda self: self._etapes_lues)
    @api.depends_context("uid", "lang")
    def _compute_etapes_possibles(self):
        etapes, jour = self._mes_etapes(), aujourdhui()
        conditions = self.env["parcours.evenement"]._tables().conditions
        situations = self._origin._situations(self._origin._roles())
        for dossier in self:
            situation = situations.get(dossier._origin)
            possibles = [c for c, e in etapes.items() if situation and possible(e, situation, jour, conditions)]
            offertes = ouvertes(etapes, situation, jour, conditions) if situation else []
            dossier.etapes_possibles = f",{','.join(possibles)},"
            dossier.etapes_ouvertes = f",{','.join(offertes)},"
            dossier.etape_attendue = situation and dossier._attendue(situation, offertes, jour)
            dossier.etapes_fermees = situation and dossier._fermees(situation, jour)
            dossier._suivre_situation(situation, offertes)

    def _suivre_situation(self, situation, offertes):
        """Compute what else follows from the situation of this record, which is read once for all: fields of the same
        compute.

        :param situation: None for a record that is not saved yet
        :param offertes: the codes of the steps that can be taken
        """
        raise NotImplementedError

    def _attendue(self, situation, offertes, jour):
        """Return the word of what is expected now, the mark `data-attendu` of one button of the form, or a false value.

        :param offertes: the codes of the steps that can be taken
        """
        raise NotImplementedError

    def _fermees(self, situation, jour):
        """Return the steps that are not possible yet, ``[{"code", "bouton", "raison", "jour"}]``, in the reader's
        language; the first day on which each will be is an ISO text, or False when it does not come by itself."""
        evenement = self.env["parcours.evenement"]
        libelles, conditions = evenement._libelles(), evenement._tables().conditions
        lues = {code: fermee(etape, situation, jour, conditions) for code, etape in self._mes_etapes().items()}
        return [
            {
                "code": code,
                "bouton": self.env._(libelles[code].bouton),
                "raison": evenement._phrase_raison(pourquoi.mot, pourquoi.details),
                "jour": pourquoi.possible_le.isoformat() if pourquoi.possible_le else False,
            }
            for code, pourquoi in lues.items()
            if pourquoi
        ]

    @api.model
    def _mes_etapes(self):
        """Return the rows of the table of steps that are of this model."""
        etapes = self.env["parcours.evenement"]._tables().etapes
        return {code: etape for code, etape in etapes.items() if etape.proprietaire == self._etapes_de}

    def _situations(self, roles):
        """Return ``{record: the situation that the conditions look at}``, in a few queries for all.

        :param roles: who the user is for each record, as :meth:`_roles` gives it
        """
        raise NotImplementedError

    def _valeurs_evenement(self):
        """Return the values by which an event names its owner."""
        self.ensure_one()
        liens = self.env["parcours.evenement"]._tables().proprietaires[self._etapes_de].liens
        return {champ: int(self[source]) for champ, source in liens.items()}

    # ---- the buttons ------------------------------------------------------------------------------------------------

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        ancre = arch.find(".//header/field[@name='etapes_possibles']") if view_type == "form" else None
        for bouton in reversed(self._boutons() if ancre is not None else ()):
            ancre.addnext(bouton)
        return arch, view

    @api.model
    def _boutons(self):
        """Return the buttons of the steps, in the order of the table: each shown when its step can be taken."""
        evenement = self.env["parcours.evenement"]
        libelles, groupes = evenement._libelles(), evenement._tables().acteurs
        return [
            etree.Element(
                "button",
                {
                    "name": "action_etape",
                    "type": "object",
                    "string": self.env._(libelles[etape.code].bouton),
                    "class": f"o_etape_{etape.bouton}",
                    "context": str({"parcours_evenement_type": etape.code}),
                    "data-attendu": etape.code,
                    "invisible": f"',{etape.code},' not in (etapes_ouvertes or '')",
                    "groups": ",".join(dict.fromkeys(groupes[mot] for mot in etape.qui if mot != SANS_BOUTON)),
                },
            )
            for etape in self._mes_etapes().values()
            if etape.bouton
        ]

    def action_etape(self):
        """Open the small window that records the event named in the context (``parcours_evenement_type``), or record it
        at once when its step has no window.

        :raise UserError: when the context names no step of the buttons
        """
        self.ensure_one()
        genre, evenement = self.env.context.get("parcours_evenement_type"), self.env["parcours.evenement"]
        etape = self._mes_etapes().get(genre)
        if not etape or not etape.qui or etape.voie not in BOUTONS:
            raise UserError(evenement._phrase_refus("autre_voie", ()))
        if etape.voie == IMMEDIATE:
            return self._enregistrer(genre) and None
        types = evenement._fields["type"]._description_selection(self.env)
        defauts = {nom: valeur for nom, valeur in self.env.context.items() if nom.startswith("default_")}
        return {
            "type": "ir.actions.act_window",
            "name": dict(types)[genre],
            "res_model": "parcours.evenement.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {**defauts, **self._contexte_fenetre(), "default_type": genre},
        }

    def action_etape_du_jour(self):
        """Open the window of the first of the steps that the context names (``parcours_etapes``: "a,b") and that is
        possible now, or of its letter when it is made here; of the first one when none is: it says why. The button of a
        line of the landing page."""
        self.ensure_one()
        voulues = (self.env.context.get("parcours_etapes") or "").split(",")
        possibles = (self.etapes_possibles or "").split(",")
        etape = next((code for code in voulues if code in possibles), voulues[0])
        return self._fenetre_lettre(etape) or self.with_context(parcours_evenement_type=etape).action_etape()

    def _fenetre_lettre(self, code):
        """Return the action that makes the letter of that step, or None when none is made here now."""
        raise NotImplementedError

    def _contexte_fenetre(self):
        """Return the context by which the window of a step names its owner."""
        return {f"default_{nom}": valeur for nom, valeur in self._valeurs_evenement().items()}

    # ---- checks and recording ---------------------------------------------------------------------------------------

    def _enregistrer(self, genre, date_effective=None, **valeurs):
        """Check and record one event on each file of self, with everything that follows from it.

        :param str genre: a type of parcours.evenement
        :param date_effective: the day it happened; today when empty
        :param valeurs: other values of the event: organisateur_id, motif_cloture, note, annule_id
        :return: the events
        :raise AccessError: when the user may not write the files
        :raise UserError: when the step cannot be done now; says what to do
        """
        self.check_access("write")
        self._seul()
        jour = date_effective or aujourdhui()
        self._verifier_etape(genre, jour, valeurs)
        return self._noter(genre, jour, **valeurs)

    def _enregistrer_chacun(self, genre, jour, propres, **valeurs):
        """Check and record one event, with values of its own besides, on each file of self that can take it now: as
        `_enregistrer`, in as many queries for a thousand files as for one.

        :param propres: ``{file id: values of its event}``: the same columns for all, all filled in or all empty
        :return: ``{file id: why it cannot take it}``, in the user's words: nothing was recorded there
        :raise AccessError: when the user may not write one of the files
        """
        self.check_access("write")
        self._seul()
        refus = self._refus_etape(genre, jour, {**valeurs, **propres[self[:1].id]}) if self else {}
        self.filtered(lambda d: d.id not in refus)._noter(genre, jour, propres=propres, **valeurs)
        return refus

    def _noter(self, genre, jour=None, propres=None, **valeurs):
        """Record one event on each file of self, without a check: what the engine sees is not discussed.

        :param propres: as `_enregistrer_chacun`
        """
        propres = propres or {}
        # sudo: users record events through `_enregistrer` only, which has checked their access and the step; user_id is
        # theirs because sudo keeps the user
        return (
            self.env["parcours.evenement"]
            .sudo()
            .create(
                [
                    {
                        **valeurs,
                        **propres.get(d.id, {}),
                        **d._valeurs_evenement(),
                        "type": genre,
                        "date_effective": jour or aujourdhui(),
                    }
                    for d in self
                ]
            )
        )

    def _seul(self):
        """Let one person at a time record something on these files: another one waits here, then finds it recorded.

        PostgreSQL refuses to write a row that somebody else changed since this transaction began; Odoo then plays the
        whole request again, and its checks see what the first one did.
        """
        # Raw SQL: the row must be written now, before the checks, and not when the ORM thinks fit. Ids come from a
        # recordset whose access was checked; only the date of the last change is written.
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET write_date = %s WHERE id = ANY(%s)",
                SQL.identifier(self._table),
                maintenant(),
                list(self.ids),
            )
        )

    def _verifier_etape(self, genre, jour, valeurs, voies=BOUTONS):
        """Refuse a step that the table of steps does not allow on one of these files.

        :param voies: the way it is recorded, one of these (the column `voie`)
        :raise UserError: in the user's words
        """
        for phrase in self._refus_etape(genre, jour, valeurs, voies).values():
            raise UserError(phrase)

    def _refus_etape(self, genre, jour, valeurs, voies=BOUTONS):
        """Return ``{file id: why the table of steps does not allow the step}``, in the user's words; a few queries for
        all. See :meth:`_verifier_etape`."""
        evenement = self.env["parcours.evenement"]
        tables = evenement._tables()
        saisie = Saisie(jour, aujourdhui(), valeurs, etapes=tables.etapes, voies=voies)
        situations = self._situations(self._roles())
        if tables.etapes[genre].au_jour:
            situations = self._situations_au_jour(situations, jour)
        accordes = self._accordes(valeurs.get("canal"), jour)
        deposes = self._deposes(genre, valeurs.get("canal"), jour)
        phrases = {}
        for proprietaire, situation in situations.items():
            complete = saisie._replace(**proprietaire._a_annuler(situation, valeurs.get("annule_id")))
            complete = complete._replace(accord=proprietaire in accordes, depose=proprietaire in deposes)
            if refuse := refus(tables.etapes[genre], situation, complete, tables.conditions):
                phrases[proprietaire.id] = evenement._phrase_refus(*refuse)
        return phrases

    def _accordes(self, canal, jour):
        """Return those of self whose person agreed to that channel, by that day; all of them when it asks nothing."""
        if not CANAUX_LUS.get(canal, INCONNU).accord:
            return self
        fiches = {proprietaire: proprietaire._valeurs_evenement()["dossier_id"] for proprietaire in self}
        d_accord = self.env["parcours.accord"]._en_vigueur(canal, jour, fiches.values())
        return self.filtered(lambda proprietaire: fiches[proprietaire] in d_accord)

    def _deposes(self, genre, canal, jour):
        """Return those of self whose letter of that step a channel that carries letters itself has, since that day."""
        if not CANAUX_LUS.get(canal, INCONNU).envoie:
            return self.browse()
        fiches = {proprietaire: proprietaire._valeurs_evenement()["dossier_id"] for proprietaire in self}
        deposes = self.env["parcours.courrier"]._deposes(genre, jour, fiches.values())
        return self.filtered(lambda proprietaire: fiches[proprietaire] in deposes)

    def _a_annuler(self, situation, cle):
        """Return what the conditions see of the entry to cancel: ``{"annule": its event, "etrangere": bool}``."""
        self.ensure_one()
        annule = next((e for e in situation.evenements if cle and e.rang == cle), None)
        if annule or not cle:
            return {"annule": annule}
        # sudo: whether it is an entry of this file, and of which type; nothing else comes out
        entree = self.env["parcours.evenement"].sudo().search([("id", "=", cle)])
        liens = self._valeurs_evenement()
        if not entree or any(entree[champ].id != valeur for champ, valeur in liens.items()):
            return {"etrangere": True}
        # a correcting entry is no valid event, and is not cancelled either
        corrige = entree.type == ANNULATION and not entree.annulation_ids
        return {"annule": Evenement(entree.type, entree.date_effective, entree.id) if corrige else None}


class ParcoursEvenement(models.Model):
    """One thing that happened in a file, with the day it happened and the moment we learnt of it. Append-only.

    Users do not create events: the buttons of the file do, after the checks of the table of steps (droit/etapes.py).
    What follows from an event (stage, terms, phase, enrolment) is done once, when it is created; a correcting entry
    undoes it. A floor above adds its steps by extending `_etapes`, `_conditions`, `_groupes_acteurs`, `_proprietaires`,
    `_libelles` and `_refus`.
    """

    _name = "parcours.evenement"
    _description = "Event of a file"
    _inherit = ["lecture.tracee", "nom.lisible", "nom.reserve"]
    _montre = {
        "dossier_id": {
            **dict.fromkeys(("motif_cloture", "details", "note", "note_reservee"), ITS_CLOTURE),
            **dict.fromkeys(("depuis_company_id", "vers_company_id"), {"001"}),
        }
    }
    _motif_lecture = "dossier"
    _order = "date_effective desc, id desc"
    _rec_name = "type"
    _noms = ("type", "date_effective")

    dossier_id = fields.Many2one(
        "parcours.dossier", "File", required=True, ondelete="cascade", index=True, readonly=True
    )
    type = fields.Selection(TYPES, "Event", required=True, readonly=True)
    date_effective = fields.Date("Happened on", required=True, readonly=True)
    date_connue = fields.Datetime(
        "Known on", required=True, readonly=True, default=maintenant, help="When it was entered here."
    )
    user_id = fields.Many2one(
        "res.users", "Entered by", required=True, readonly=True, default=lambda self: self.env.uid, ondelete="restrict"
    )
    organisateur_id = fields.Many2one("parcours.organisateur", "Organiser", readonly=True, ondelete="restrict")
    langue = fields.Selection(LANGUES_PARCOURS, "Followed in", readonly=True)
    motif_cloture = fields.Selection(MOTIFS_CLOTURE, "Reason of closure", readonly=True)
    phase = fields.Selection(PHASES, "The file is then", readonly=True)
    agent_id = fields.Many2one("res.users", "Assigned to", readonly=True, ondelete="restrict")
    depuis_company_id = fields.Many2one("res.company", "From the commune", readonly=True, ondelete="restrict")
    vers_company_id = fields.Many2one("res.company", "To the commune", readonly=True, ondelete="restrict")
    provenance_id = fields.Many2one(
        "parcours.dossier",
        "Came from the file",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="The file in which it was entered, when that one was joined to this one.",
    )
    cause_id = fields.Many2one(
        "parcours.evenement",
        "Follows from",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="The entry that made this one: it is cancelled with it.",
    )
    annule_id = fields.Many2one("parcours.evenement", "Cancelled entry", readonly=True, ondelete="restrict")
    annulation_ids = fields.One2many("parcours.evenement", "annule_id", "Cancelled by")
    annule = fields.Boolean("Cancelled", compute="_compute_annule")
    annulable = fields.Boolean(compute="_compute_annule")
    suspension_id = fields.Many2one("parcours.suspension", readonly=True, ondelete="cascade", index="btree_not_null")
    contestation_id = fields.Many2one(
        "parcours.contestation", readonly=True, ondelete="cascade", index="btree_not_null", groups=GROUPES_REGISTRE
    )
    date_fin = fields.Date("Until", readonly=True, help="Last day suspended, as this decision sets it.")
    delai_id = fields.Many2one("parcours.delai", "Term", readonly=True, ondelete="cascade", index="btree_not_null")
    canal = fields.Selection(CANAUX, "Sent by", readonly=True)
    preuve_envoi = fields.Char(
        "Proof of posting", readonly=True, help="Number of the registered letter, or of the list stamped by the post."
    )
    reception = fields.Selection(RECEPTIONS, "How it was received", readonly=True)
    retour = fields.Selection(RETOURS, "Why it came back", readonly=True)
    note = Parole(readonly=True)
    note_reservee = Parole("Note for those who work on the file", readonly=True, groups=GROUPES_REGISTRE)
    note_medicale = fields.Text("Note for the commune", readonly=True, groups=GROUPES_MOTIF)
    details = fields.Text(compute="_compute_details", help="With whom, how, why, until when; then what was noted.")

    _annulation_unique = models.UniqueIndex(
        "(annule_id) WHERE annule_id IS NOT NULL", "This entry is already cancelled."
    )

    # ---- the tables -------------------------------------------------------------------------------------------------

    @api.model
    @ormcache()
    def _tables(self):
        """Return the `Tables` of every floor, put together once by each process until a kind of term changes."""
        genres = self.env["parcours.delai"]._genres()
        # sudo: how the house works with each kind of term is the same for everybody, and so is this cache
        reglages = self.env["parcours.delai.type"].sudo().search([("code", "in", list(genres))])
        return Tables(
            frozendict(self._etapes()),
            frozendict(self._conditions()),
            frozendict(self._groupes_acteurs()),
            frozendict(self._proprietaires()),
            frozendict(genres),
            frozendict({reglage.code: genres[reglage.code].regime(reglage.jours_proche) for reglage in reglages}),
            frozendict({reglage.code: reglage.id for reglage in reglages}),
            frozenset(reglages.filtered("suspendable").mapped("code")),
        )

    @api.model
    def _etapes(self):
        """Return the table of steps, ``{type: droit.etapes.Etape}``; a floor above adds its rows."""
        return ETAPES

    @api.model
    def _conditions(self):
        """Return the conditions of the steps, ``{name: predicate}``; a floor above adds its own."""
        return CONDITIONS

    @api.model
    def _groupes_acteurs(self):
        """Return ``{word of the table of steps: xml id of the group}``; a floor above adds its roles."""
        return {
            "agent": "parcours_accueil.group_agent",
            "commune": "parcours_accueil.group_agent",
            "chef": "parcours_accueil.group_chef",
            "gestionnaire": "parcours_accueil.group_gestionnaire",
            "direction": "parcours_accueil.group_direction",
            "organisateur": "parcours_accueil.group_organisateur",
        }

    @api.model
    def _proprietaires(self):
        """Return ``{word of the tables of steps and terms: Proprietaire}``; a floor above adds its own."""
        return {DOSSIER: Proprietaire("dossier_id", {"dossier_id": "id"}, {"dossier_id": COMPTEES})}

    @api.model
    def _libelles(self):
        """Return the words of the steps, ``{type: Libelle}``; the label of the event is in the selection."""
        return LIBELLES

    @api.model
    def _refus(self):
        """Return the sentences of refusal, ``{word: sentence}``."""
        return REFUS

    @api.model
    def _phrase_refus(self, mot, details):
        """Return a refusal in the user's words.

        :param details: what the condition tells besides: a day, a name, types of events, or facts
        """
        libelles = dict(self._fields["type"]._description_selection(self.env))
        libelles |= {nom: self.env._(texte) for nom, texte in VOLONTARIAT.items()}
        phrase = self.env._(self._refus()[mot])
        if not details:
            return phrase
        mots = [d if isinstance(d, str) else format_date(self.env, d) for d in details]
        return phrase % ", ".join(libelles.get(mot, mot) for mot in mots)

    @api.model
    def _phrase_raison(self, mot, details):
        """Return in the user's words why a step is not possible yet."""
        return self.env._(RAISONS[mot]) if mot in RAISONS else self._phrase_refus(mot, details)

    @api.depends("type")
    @api.depends_context("lang", "uid")
    def _compute_details(self):
        """Say all that an entry carries in one cell: most of it is empty on most entries, too much for columns."""
        choix = {nom: dict(self._fields[nom]._description_selection(self.env)) for nom in DITS_PAR_UN_CHOIX}
        entier, agent = (self.env.user.has_groups(groupes) for groupes in (GROUPES_REGISTRE, GROUPES_MOTIF))
        notes = ("note", *["note_reservee"] * entier, *["note_medicale"] * agent)
        for evenement in self:
            # sudo: the name of a commune or of a colleague, no more, for whoever reads the entry
            nommes = [evenement[nom].sudo().display_name for nom in DITS_PAR_UN_NOM]
            dits = [choix[nom].get(evenement[nom]) for nom in DITS_PAR_UN_CHOIX]
            fin = evenement.date_fin and self.env._("until %s", format_date(self.env, evenement.date_fin))
            mots = " · ".join(mot for mot in (*nommes, *dits, evenement.preuve_envoi, fin) if mot)
            lignes = (mots, *(evenement[nom] for nom in notes))
            evenement.details = "\n".join(ligne for ligne in lignes if ligne) or False

    @api.depends("annulation_ids", "type", "cause_id.annulation_ids")
    def _compute_annule(self):
        etapes = self._tables().etapes
        for evenement in self:
            evenement.annule = bool(evenement.annulation_ids)
            etape = etapes.get(evenement.type)
            objet = etape and etape.objet and evenement[f"{etape.objet}_id"]
            # what another entry made goes with that one
            suite = evenement.cause_id and not evenement.cause_id.annulation_ids
            evenement.annulable = bool(etape and etape.annulable_par(objet)) and not (evenement.annule or suite)

    @api.model_create_multi
    def create(self, vals_list):
        self._dire_la_phase(vals_list)
        self._dire_le_proprietaire([vals for vals in vals_list if vals.get("annule_id")])
        evenements = super().create(vals_list)
        evenements._appliquer()
        return evenements

    @api.model
    def _dire_la_phase(self, vals_list):
        """Write in events to be created the phase that they lead to."""
        etapes = self._tables().etapes
        rouverts = [vals["dossier_id"] for vals in vals_list if vals["type"] == "reouverture" and not vals.get("phase")]
        # sudo: the outcome of the file decides the phase, whoever opens it again
        suivis = self.env["parcours.dossier"].sudo().browse(rouverts).filtered(lambda dossier: dossier._suivi())
        for vals in vals_list:
            if vals["type"] == "reouverture" and not vals.get("phase"):
                vals["phase"] = "dossier" if vals["dossier_id"] in suivis._ids else "predossier"
            elif mene_a := etapes[vals["type"]].mene_a:
                vals.setdefault("phase", mene_a)

    @api.model
    def _dire_le_proprietaire(self, corrections):
        """Write in correcting entries to be created whose they are: the owner's of what they correct, so that the same
        people read both."""
        champs = {champ for proprietaire in self._tables().proprietaires.values() for champ in proprietaire.liens}
        # sudo: whose the entry is does not depend on who corrects it
        annules = self.sudo().browse(vals["annule_id"] for vals in corrections)
        for vals, annule in zip(corrections, annules, strict=True):
            vals.update({champ: annule[champ].id for champ in champs})

    def write(self, vals):
        raise UserError(
            self.env._("What happened cannot be rewritten. Nothing was saved. Cancel the entry and enter it again.")
        )

    def unlink(self):
        raise UserError(self.env._("What happened cannot be deleted. Nothing was deleted. Cancel the entry instead."))

    def _auteur(self):
        """Return who entered it, in words: the platform itself is no colleague."""
        self.ensure_one()
        return self.env._("the platform") if self.user_id.id == SUPERUSER_ID else self.user_id.name

    def action_annuler(self):
        """Open the window that asks why this entry is cancelled."""
        self.ensure_one()
        return self.dossier_id.with_context(
            parcours_evenement_type="annulation", default_annule_id=self.id
        ).action_etape()

    def _annuler(self, raison):
        """Cancel mistaken entries: they stay visible; stage, dates and what they did are computed again without them.

        :raise UserError: when something else rests on one of them, or the user may not
        """
        for evenement in self:
            evenement.dossier_id._enregistrer("annulation", annule_id=evenement.id, note=raison)

    def _appliquer(self):
        """Do what follows from events just created, by type, then count again what they are of: a few queries a type,
        not a file."""
        tables = self._tables()
        suites = []
        # sudo: phase, enrolments and dates follow from events, and users may not write them
        bot = self.sudo().with_context(tracking_disable=True)
        for genre, evenements in bot.grouped("type").items():
            if effet := tables.etapes[genre].effet:
                suites += getattr(evenements, f"_effet_{effet}")() or []
        # what follows counts its files itself
        comptes = self.sudo().create(suites).dossier_id if suites else self.env["parcours.dossier"]
        touches = bot | bot.annule_id
        for proprietaire in tables.proprietaires.values():
            for chemin, types in proprietaire.compte_avec.items():
                lus = touches.filtered(lambda e, types=types: types is None or e.type in types).mapped(chemin)
                if lus := lus - comptes if lus._name == comptes._name else lus:
                    lus._recalculer()
        ailleurs = [proprietaire.champ for mot, proprietaire in tables.proprietaires.items() if mot != DOSSIER]
        if dits := bot.filtered(lambda e: tables.etapes[e.type].dite and not any(e[champ] for champ in ailleurs)):
            dits.dossier_id._dire_le_changement()
        self.env["parcours.courrier"]._suivre_evenements(bot)
        if bot.annule_id or bot.suspension_id or any(e.type in INSCRIPTIONS for e in bot):
            bot.env["parcours.attestation"]._suivre_evenements(bot)

    # ---- what the steps do besides stage and terms, by the column `effet` -------------------------------------------
    # ``_effet_<name>`` works on events just created, of one type, and returns the values of the events that follow from
    # them (or None). ``_defait_<name>`` works on events just cancelled; it reads the course of the file again from the
    # events that still hold, and may return such values too.

    def _suite(self, genre, **valeurs):
        """Return the values of an event that follows from this one, on the same day."""
        self.ensure_one()
        return {
            "dossier_id": self.dossier_id.id,
            "type": genre,
            "date_effective": self.date_effective,
            "cause_id": self.id,
            **valeurs,
        }

    # ---- opened, closed, opened again -------------------------------------------------------------------------------

    def _effet_ouvrir(self):
        """Turn pre-files into files. The day of the first opening stays, whatever comes after."""
        self.dossier_id.fetch(["phase", "date_ouverture"])
        for jour, evenements in self.grouped("date_effective").items():
            dossiers = evenements.dossier_id
            dossiers.filtered(lambda dossier: dossier.phase != "dossier").phase = "dossier"
            dossiers.filtered(lambda dossier: not dossier.date_ouverture).date_ouverture = jour

    def _defait_ouvrir(self):
        """A pre-file again; who is obliged meanwhile gets a file all the same."""
        self.dossier_id._reprendre_cours()
        self.dossier_id._conduire()

    def _effet_clore(self):
        """Close the files, each with the reason and the date of its event; nothing is left to apply or acknowledge."""
        self.env["mail.activity"]._retirer(
            self.dossier_id, "parcours_accueil.activite_issue", "parcours_accueil.activite_commune"
        )
        self.env["parcours.inscription"]._suivre_cours(self.dossier_id)
        for (motif, jour), evenements in self.grouped(lambda e: (e.motif_cloture, e.date_effective)).items():
            evenements.dossier_id.write(
                {
                    "phase": "cloture",
                    "motif_cloture": motif,
                    "date_cloture": jour,
                    "issue_a_appliquer": False,
                    "issue_signalee": False,
                    "commune_a_acquitter": False,
                }
            )

    def _defait_clore(self):
        """Open as they were, then look at the outcome again: somebody is called when it contradicts the open file."""
        dossiers = self.dossier_id
        self.env["mail.activity"]._retirer(dossiers, "parcours_accueil.activite_cloture")
        dossiers.filtered("cloture_a_verifier").cloture_a_verifier = False
        dossiers._reprendre_cours()
        self.env["parcours.inscription"]._suivre_cours(dossiers)
        dossiers._reprendre_acquittement()
        dossiers._conduire()

    def _effet_rouvrir(self):
        """Open closed files again: as files when the pathway is followed, else as pre-files; history is kept."""
        suites = []
        for phase, evenements in self.grouped("phase").items():
            dossiers = evenements.dossier_id
            dossiers.write({"motif_cloture": False, "date_cloture": False, "phase": phase})
            if phase == "dossier":
                jamais = dossiers.filtered(lambda dossier: not dossier.date_ouverture)
                suites += [e._suite("ouverture") for e in evenements if e.dossier_id in jamais]
                # who moved while the file was closed
                dossiers._appeler_commune()
        self.env["parcours.inscription"]._suivre_cours(self.dossier_id)
        self.env["parcours.courrier"]._annuler_ce_qui_tient_a(self.dossier_id, {CLOTURE})
        return suites

    def _defait_rouvrir(self):
        self.dossier_id._reprendre_cours()
        self.env["parcours.inscription"]._suivre_cours(self.dossier_id)
        self.dossier_id._conduire()

    def _effet_volontaire(self):
        """Open the files of those who ask to follow."""
        self.dossier_id.volontaire = True
        return self.dossier_id._valeurs_ouverture({e.dossier_id: e for e in self})

    def _defait_volontaire(self):
        self.dossier_id.volontaire = False
        self.dossier_id._reprendre_cours()

    # ---- moves, reviews ---------------------------------------------------------------------------------------------

    def _effet_acquitter(self):
        self.dossier_id.commune_a_acquitter = False
        self.dossier_id.activity_feedback(["parcours_accueil.activite_commune"])

    def _defait_acquitter(self):
        self.dossier_id._reprendre_acquittement()

    def _effet_revoir(self):
        """A person looked at these terms: their tasks are done."""
        for jour, evenements in self.grouped("date_effective").items():
            evenements.delai_id.write({"revue": False, "date_revue": jour})
        self.delai_id._retirer_taches()

    def _defait_revoir(self):
        """Nobody looked, after all: the night asks again."""
        self.delai_id.date_revue = False

    # ---- contestations ----------------------------------------------------------------------------------------------

    def _effet_contester(self):
        """The contestation was written by its own buttons: whoever works on the file is told."""
        self.contestation_id._prevenir_agents()

    _effet_accuser = _effet_trancher = _effet_renoncer = _effet_contester

    def _defait_contester(self):
        self.contestation_id._defaire("demande")

    def _defait_accuser(self):
        self.contestation_id._defaire("accuse")

    def _defait_trancher(self):
        self.contestation_id._defaire("decision")

    def _defait_renoncer(self):
        self.contestation_id._defaire("retrait")

    # ---- enrolment, completion --------------------------------------------------------------------------------------

    def _effet_inscrire(self):
        """Enrolments and waits follow; a place ends what was suspended for want of one, and comes back without it."""
        self.env["parcours.inscription"]._actualiser(self.dossier_id)
        attentes = self.env["parcours.attente"].search(
            [("dossier_id", "in", self.dossier_id.ids), ("suspension_id", "!=", False)]
        )
        return [
            suite
            for inscription in self
            for suite in attentes.filtered(
                lambda une, dossier=inscription.dossier_id: une.dossier_id == dossier
            )._finir_suspensions(inscription)
        ]

    def _defait_inscrire(self):
        self.env["parcours.inscription"]._actualiser(self.dossier_id)

    def _effet_achever(self):
        """The attestation of completion closes the file; cancelled, its closure goes with it."""
        return [fin._suite("cloture", motif_cloture="acheve") for fin in self]

    # ---- refusal ----------------------------------------------------------------------------------------------------

    def _effet_transferer(self):
        """Transfer the files at once to Vivalis' designated official (art. 14 §4); the floor above receives them."""
        self.dossier_id._apres_constat_refus(self)
        return [refus._suite(TRANSFERT_VIVALIS) for refus in self]

    # ---- corrections ------------------------------------------------------------------------------------------------

    def _effet_annuler(self):
        """Cancel what the entries had made too, and undo what they did."""
        annules = self.annule_id
        derives = self.search([("cause_id", "in", annules.ids), ("annulation_ids", "=", False)])
        causes = {annulation.annule_id: annulation for annulation in self}
        suites = [
            causes[derive.cause_id]._suite(
                "annulation", annule_id=derive.id, note=self._fields["note"].dit(causes[derive.cause_id])
            )
            for derive in derives
            if derive.type != "annulation"
        ]
        etapes = self._tables().etapes
        for genre, evenements in annules.grouped("type").items():
            if defait := getattr(evenements, f"_defait_{etapes[genre].effet}", None):
                suites += defait() or []
        self.env["parcours.courrier"]._annuler_ce_qui_tient_a(annules.dossier_id, set(annules.mapped("type")))
        return suites
