# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What takes steps: a pathway file, and whatever a floor above gives steps to. A part of its model: which steps are
possible, their buttons, their checks, and the event that each leaves. What a step is stands in the table of steps
(droit/etapes.py); nothing here knows one by its name."""

from lxml import etree

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.parcours_socle.jour import aujourdhui, maintenant

from ...droit.conditions import Saisie, possible, refus

#: Who works on files, whose buttons these are.
GROUPES_ETAPES = "parcours_accueil.group_agent,parcours_accueil.group_gestionnaire"


class EtapeProprietaire(models.AbstractModel):
    """Its model says what it is called in the table of steps (`_etapes_de`), and the situation of its records
    (:meth:`_situations`); it has `company_id` and `evenement_ids`."""

    _name = "parcours.etape.proprietaire"
    _description = "What takes steps"

    #: Its word in the column `proprietaire` of the table of steps.
    _etapes_de = "dossier"
    #: The fields that the situation of a record is read from.
    _etapes_lues = ()

    etapes_possibles = fields.Char(
        compute="_compute_etapes_possibles", groups=GROUPES_ETAPES, help="Types of the steps possible now: ,a,b,"
    )

    # ---- who, and what is possible ----------------------------------------------------------------------------------

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

    def _roles(self):
        """Return ``{file: who the user is for it}``, in the words of the table of steps; the superuser is everybody."""
        groupes = self._groupes_acteurs()
        if self.env.su:
            return dict.fromkeys(self, frozenset(groupes))
        tous = frozenset(mot for mot, groupe in groupes.items() if self.env.user.has_group(groupe))
        ailleurs = tous - {"commune"}
        return {d: tous if d.company_id in self.env.user.company_ids else ailleurs for d in self}

    @api.depends(lambda self: self._etapes_lues)
    @api.depends_context("uid")
    def _compute_etapes_possibles(self):
        evenement = self.env["parcours.evenement"]
        etapes, conditions, jour = self._mes_etapes(), evenement._conditions(), aujourdhui()
        situations = self._origin._situations()
        for dossier in self:
            situation = situations.get(dossier._origin)
            codes = [c for c, e in etapes.items() if situation and possible(e, situation, jour, conditions)]
            dossier.etapes_possibles = f",{','.join(codes)},"

    @api.model
    def _mes_etapes(self):
        """Return the rows of the table of steps that are of this model."""
        etapes = self.env["parcours.evenement"]._etapes()
        return {code: etape for code, etape in etapes.items() if etape.proprietaire == self._etapes_de}

    def _situations(self):
        """Return ``{record: the situation that the conditions look at}`` for the user, in a few queries for all."""
        raise NotImplementedError

    def _valeurs_evenement(self):
        """Return the values by which an event names its owner."""
        raise NotImplementedError

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
        """Return the buttons of the steps, in the order of the table: each shown when its step is possible."""
        evenement, groupes = self.env["parcours.evenement"], self._groupes_acteurs()
        libelles = evenement._libelles()
        return [
            etree.Element(
                "button",
                {
                    "name": "action_etape",
                    "type": "object",
                    "string": self.env._(libelles[etape.code].bouton),
                    "class": f"btn-{etape.bouton}",
                    "context": str({"parcours_evenement_type": etape.code}),
                    "invisible": f"',{etape.code},' not in (etapes_possibles or '')",
                    "groups": ",".join(dict.fromkeys(groupes[mot] for mot in etape.qui)),
                },
            )
            for etape in self._mes_etapes().values()
            if etape.bouton
        ]

    def action_etape(self):
        """Open the small window that records the event named in the context (``parcours_evenement_type``), or record it
        at once when its step has no window."""
        self.ensure_one()
        genre = self.env.context["parcours_evenement_type"]
        evenement = self.env["parcours.evenement"]
        if not evenement._etapes()[genre].fenetre:
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

    def _noter(self, genre, jour=None, **valeurs):
        """Record one event on each file of self, without a check: what the engine sees is not discussed."""
        # sudo: users record events through `_enregistrer` only, which has checked their access and the step; user_id is
        # theirs because sudo keeps the user
        return (
            self.env["parcours.evenement"]
            .sudo()
            .create(
                [
                    {**valeurs, **d._valeurs_evenement(), "type": genre, "date_effective": jour or aujourdhui()}
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

    def _verifier_etape(self, genre, jour, valeurs):
        """Refuse a step that the table of steps does not allow on one of these files.

        :raise UserError: in the user's words
        """
        evenement = self.env["parcours.evenement"]
        etapes = evenement._etapes()
        saisie = Saisie(jour, aujourdhui(), valeurs, etapes=etapes)
        for situation in self._situations().values():
            annule = next((e for e in situation.evenements if e.rang == valeurs.get("annule_id")), None)
            complete = saisie._replace(annule=annule)
            if refuse := refus(etapes[genre], situation, complete, evenement._conditions()):
                raise UserError(evenement._phrase_refus(*refuse))
