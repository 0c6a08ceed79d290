# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What stands in the ledger because a record says it: infringements, hearings, decisions, appeals, movements; and the
one guard of all of them: what a person may enter, until when it may be corrected, and in which order it can have
happened."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.parcours_accueil.models.vocabulaire import GROUPES_REGISTRE
from odoo.addons.parcours_socle.paroles import Parole
from odoo.addons.parcours_socle.saisie import refuser_champs, sans_defauts

from .libelles import PAR_LES_ETAPES


class SanctionInscrit(models.AbstractModel):
    """A record whose steps the ledger follows. Its model says which events it stands for (:meth:`_faits_inscrits`) and
    by which field an event names it (`_champ_evenement`).

    What a record no longer says is cancelled in the ledger, and stays visible there. A person enters what its model
    lists and nothing else, one person at a time for one person fined, and only what leaves no fault in the course of
    the infringement (droit/ordre.py) that was not there before. The superuser's values are not listed, its faults are.
    """

    _name = "sanction.inscrit"
    _description = "Record that the ledger follows"
    _inherit = ["documents.gardes"]
    _documents_lecteurs = GROUPES_REGISTRE

    _champ_evenement = None
    #: What its types begin with: others name it too (an appeal names its decision).
    _types_evenement = ""
    #: What a person gives when entering one, besides the sanction.
    _saisis = frozenset()
    #: The field whose words go into the ledger with the first event that the record stands for.
    _champ_mots = None
    #: ``{type: field of a day}``: an event of that day or before stays when it happens again (a letter sent again).
    _restent = {}
    #: Whether it goes by a letter: says how (`_details_inscrits`): ``{type: {field of parcours.evenement: value}}``.
    _par_lettre = False
    #: Of these details, what is corrected without undoing the event.
    _details_a_part = frozenset()

    doublon = fields.Boolean(
        "One too many", readonly=True, copy=False, help="From before the update, when several were possible for one."
    )

    def _faits_inscrits(self):
        """Return the events that the record stands for: ``{type: day}``."""
        raise NotImplementedError

    def _liens_inscrits(self):
        """Return what an event says besides of what it is about: ``{field of parcours.evenement: id}``."""
        raise NotImplementedError

    def _verifier_saisie(self):
        """Refuse records just entered that the sanction does not allow now, besides the faults of their course."""
        raise NotImplementedError

    def _completer_saisie(self, vals_list):
        """Return the values of records that go by a letter with what their letter says."""
        raise NotImplementedError

    def _apres_saisie(self):
        """What follows for the letters from records that were just entered."""
        raise NotImplementedError

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # a default in the context must not say what only a step says
            self = sans_defauts(self)
            for vals in vals_list:
                self._refuser_champs(vals.keys() - self._saisis - {"sanction_id", "textes_vus"})
        sanctions = self.env["sanction.dossier"].browse({v["sanction_id"] for v in vals_list if v.get("sanction_id")})
        avant = sanctions._prendre()
        if self._par_lettre:
            vals_list = self._completer_saisie(vals_list)
        enregistrements = super().create(vals_list)
        if not self.env.su:
            enregistrements._refuser_clos()
        enregistrements._verifier_saisie()
        sanctions._verifier(avant)
        enregistrements._inscrire_au_registre()
        if self._par_lettre:
            enregistrements._apres_saisie()
        return enregistrements

    def copy_data(self, default=None):
        raise UserError(self.env._("What was done once is not duplicated. Nothing was saved. Enter a new one."))

    def _refuser_champs(self, noms):
        """Refuse a user's write on what steps write.

        :raise AccessError: naming the fields in the user's words
        """
        refuser_champs(self, noms, PAR_LES_ETAPES)

    def _refuser_clos(self):
        """:raise UserError: when the sanction of one of these is closed"""
        # sudo: only whether the sanction is closed is read, of records that the user is writing
        self.sudo().sanction_id._refuser_clos()

    @api.constrains(
        lambda self: [nom for nom in ("sanction_id", "infraction_id", "decision_id") if nom in self._fields]
    )
    def _check_sanction(self):
        for nom in ("infraction_id", "decision_id"):
            if nom in self._fields and any(un[nom] and un[nom].sanction_id != un.sanction_id for un in self):
                raise ValidationError(self.env._("“%s” is of another sanction.", self._fields[nom].string))

    def _inscrire_au_registre(self, efface=False):
        """Make the ledger say what these records say: a few queries for all.

        :param bool efface: the records are about to be deleted, and say nothing any more
        """
        # sudo: the ledger follows from the record, which the user was allowed to write; user_id stays the user's
        registre = self.env["parcours.evenement"].sudo()
        champ = self._champ_evenement
        inscrits = registre.search(
            [(champ, "in", self.ids), ("annulation_ids", "=", False), ("type", "=like", f"{self._types_evenement}%")]
        )
        suites = []
        for enregistrement in self.sudo():
            dits = {} if efface else enregistrement._faits_inscrits()
            commun = {
                **enregistrement.sanction_id._valeurs_evenement(),
                **enregistrement._liens_inscrits(),
                champ: enregistrement.id,
            }
            details = enregistrement._details_inscrits() if self._par_lettre else {}
            for evenement in inscrits.filtered(lambda e, un=enregistrement: e[champ] == un):
                if not efface and enregistrement._reste_inscrit(evenement):
                    continue
                liens = {nom: evenement[nom].id for nom in commun}
                meme = all(evenement[nom] == mot for nom, mot in details.get(evenement.type, {}).items())
                if evenement.date_effective == dits.get(evenement.type) and liens == commun and meme:
                    dits.pop(evenement.type)
                else:
                    suites.append(evenement._valeurs_correction())
            mots = enregistrement._mots_inscrits()
            premier = next(iter(enregistrement._faits_inscrits()), None)
            suites += [
                {
                    **commun,
                    **details.get(genre, {}),
                    "type": genre,
                    "date_effective": jour,
                    "note_reservee": genre == premier and mots,
                }
                for genre, jour in dits.items()
            ]
        registre.create(suites)
        if self._par_lettre:
            self.env["parcours.courrier"]._suivre_inscrits(self.sudo())

    def _mots_inscrits(self):
        """Return what the entry says in words: in each language when they are ours."""
        champ = self._fields[self._champ_mots] if self._champ_mots else None
        return champ.dit(self) if isinstance(champ, Parole) else champ and self[champ.name]

    def _reste_inscrit(self, evenement):
        """Whether an event of before stays true, whatever the record says since: nothing cancels it."""
        jour = self[self._restent[evenement.type]] if evenement.type in self._restent else False
        return bool(jour) and evenement.date_effective <= jour

    def _dit(self, evenement):
        """Whether the record still says that event: its entry was cancelled in the ledger, not by the record."""
        liens = self._liens_inscrits() if self else {}
        details = self._details_inscrits().get(evenement.type, {}) if self and self._details_a_part else {}
        return (
            bool(self)
            and all(evenement[nom] == details[nom] for nom in self._details_a_part if nom in details)
            and self._faits_inscrits().get(evenement.type) == evenement.date_effective
            and all(evenement[nom].id == valeur for nom, valeur in liens.items())
        )


class SanctionCorrigible(models.AbstractModel):
    """A record that the ledger follows, and that can be corrected or deleted until it is locked: the ledger is
    corrected with it. A note is added to at any time, and nothing of it is lost."""

    _name = "sanction.inscrit.corrigible"
    _description = "Record that the ledger follows, corrections included"
    _inherit = ["sanction.inscrit"]

    #: What a person may still correct, until it is locked; the notes, added to at any time; and what an event of the
    #: ledger says of the record, whatever it leaves at fault there.
    _corriges = frozenset()
    _notes = frozenset()
    #: What is learnt once it is locked.
    _suites = frozenset()
    _moteur = frozenset()

    verrouille = fields.Boolean("Locked", compute="_compute_verrouille", help="Not corrected any more, notes apart.")

    def _compute_verrouille(self):
        # sudo: what locks a record stands in records of the same sanction; only whether it is locked comes out
        for enregistrement in self:
            origine = enregistrement.sudo()._origin
            enregistrement.verrouille = bool(origine and origine._verrou())

    def _verrou(self, efface=False):
        """Return why this record cannot be corrected any more, in words, or None.

        :param bool efface: why it cannot be deleted
        """
        raise NotImplementedError

    def _refuser_correction(self, vals):
        """Refuse what a user would write of a record that goes by a letter, which says something else."""
        raise NotImplementedError

    def _verifier_correction(self, vals):
        """Refuse a correction just written that the sanction does not allow now."""
        raise NotImplementedError

    def write(self, vals):
        if not self.env.su:
            self._refuser_champs(vals.keys() - self._corriges - self._notes)
            self.check_access("write")
            if vals.keys() - self._notes - self._suites:
                self._refuser_verrou()
            elif vals.keys() & self._suites:
                self._refuser_clos()
            if self._par_lettre:
                self._refuser_correction(vals)
            vals = self._ajouter_notes(vals)
        elif vals.keys() <= self._moteur:
            return super().write(vals)
        # sudo: the sanction of records that the user may write; only its faults are looked at
        sanctions = self.sudo().sanction_id
        avant = sanctions._prendre()
        resultat = super().write(vals)
        self._verifier_correction(vals)
        sanctions._verifier(avant)
        self._inscrire_au_registre()
        return resultat

    def unlink(self):
        self.check_access("unlink")
        self = self.exists()
        if not self.env.su:
            self._refuser_verrou(efface=True)
        # sudo: as above
        sanctions = self.sudo().sanction_id
        avant = sanctions._prendre()
        self._inscrire_au_registre(efface=True)
        resultat = super(SanctionCorrigible, self.exists()).unlink()
        sanctions._verifier(avant)
        return resultat

    def _refuser_verrou(self, efface=False):
        """:raise UserError: when one of these is locked, or its sanction closed"""
        self._refuser_clos()
        for enregistrement in self:
            # sudo: what locks a record stands in records of the same sanction; only a sentence comes out
            if pourquoi := enregistrement.sudo()._verrou(efface):
                raise UserError(pourquoi)

    def _ajouter_notes(self, vals):
        """Return those values with the notes of what is locked: what stood in them stays, the new text is added."""
        notes = vals.keys() & self._notes
        if not notes or not any(un.sudo()._verrou() for un in self):  # sudo: as in `_refuser_verrou`
            return vals
        self.ensure_one()
        gardes = {}
        for nom in notes:
            ancien, nouveau = (self[nom] or "").strip(), (vals[nom] or "").strip()
            gardes[nom] = nouveau if nouveau.startswith(ancien) else "\n\n".join(filter(None, (ancien, nouveau)))
        return {**vals, **gardes}
