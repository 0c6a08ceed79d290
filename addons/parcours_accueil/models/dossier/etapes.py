# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The steps of a file: which are possible, their buttons, their checks, and the event that each leaves. What a step is
stands in the table of steps (droit/etapes.py); nothing here knows one by its name."""

from lxml import etree

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit import cours
from ...droit.conditions import Saisie, Situation, possible, premier_refus, refus

#: Who works on files, whose buttons these are.
GROUPES_ETAPES = "parcours_accueil.group_agent,parcours_accueil.group_gestionnaire"


class DossierEtapes(models.AbstractModel):
    _name = "parcours.dossier.etapes"
    _description = "Pathway file: its steps"

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

    @api.depends("phase", "volontaire", "stage_id", "evenement_ids", "inscription_ids", "delai_ids.state")
    @api.depends("issue_a_appliquer", "exemption_ids.state", "commune_a_acquitter")
    @api.depends_context("uid")
    def _compute_etapes_possibles(self):
        evenement = self.env["parcours.evenement"]
        etapes, conditions, jour = evenement._etapes(), evenement._conditions(), aujourdhui()
        situations = self._origin._situations()
        for dossier in self:
            situation = situations.get(dossier._origin)
            codes = [c for c, e in etapes.items() if situation and possible(e, situation, jour, conditions)]
            dossier.etapes_possibles = f",{','.join(codes)},"

    def _situations(self):
        """Return ``{file: droit.conditions.Situation}`` for the user, in a few queries for all."""
        roles = self._roles()
        # sudo: what stands in the way of a step follows from the whole file, whoever asks; sentences come out, and only
        # for those who may write the file
        dossiers = self.sudo()
        faits, jour = dossiers._faits(), aujourdhui()
        suspendables = dossiers.env["parcours.delai.type"]._suspendables()
        situations = {}
        for dossier, complet in zip(self, dossiers, strict=True):
            evenements = faits.get(dossier.id, [])
            inscrit = next(iter(cours.inscriptions(evenements)), None)
            situations[dossier] = Situation(
                phase=complet.phase,
                volontaire=complet.volontaire,
                evenements=tuple(evenements),
                termes=tuple(complet._calculer(evenements, suspendables, jour).termes),
                organisateur=complet.organisateur_id.name or "",
                inscrit_depuis=inscrit and inscrit.debut,
                issue_a_appliquer=complet.issue_a_appliquer,
                exemption_a_decider=bool(complet.exemption_a_decider),
                commune_a_acquitter=complet.commune_a_acquitter,
                belge=complet.jour_belge == "oui",
                sans_permis=complet.jour_permis_valide == "non",
                motif_registre=complet._motif_registre(jour),
                commune=complet.company_id.name,
                roles=roles[dossier],
            )
        return situations

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
            for etape in evenement._etapes().values()
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
            "context": {**defauts, "default_dossier_id": self.id, "default_type": genre},
        }

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
                [{**valeurs, "dossier_id": d.id, "type": genre, "date_effective": jour or aujourdhui()} for d in self]
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
                "UPDATE parcours_dossier SET write_date = now() AT TIME ZONE 'UTC' WHERE id = ANY(%s)",
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

    def _verifier_sans_doute(self):
        """Refuse a step towards a sanction while somebody's answer could make it unjust.

        :raise UserError: in the user's words
        """
        evenement, jour = self.env["parcours.evenement"], aujourdhui()
        for situation in self._situations().values():
            doutes = ("issue_en_attente", "exemption_en_attente")
            if refuse := premier_refus(doutes, situation, Saisie(jour, jour), evenement._conditions()):
                raise UserError(evenement._phrase_refus(*refuse))

    # ---- the course of the file, from its events --------------------------------------------------------------------

    def _reprendre_cours(self):
        """Give these files the phase, the closure and the opening that their events give, without the cancelled ones.

        A file opened before openings were events began as a file, on the day it has.
        """
        faits = self._faits()
        # sudo comes from the caller, the engine
        notees = self.env["parcours.evenement"].search([("dossier_id", "in", self.ids), ("type", "=", "ouverture")])
        for dossier in self:
            notee = dossier in notees.dossier_id
            depart = "dossier" if dossier.date_ouverture and not notee else "predossier"
            lu = cours.cours(faits.get(dossier.id, ()), depart)
            dossier.write(
                {
                    "phase": lu.phase,
                    "motif_cloture": lu.motif or False,
                    "date_cloture": lu.date_cloture or False,
                    "date_ouverture": lu.ouverture or (not notee and dossier.date_ouverture),
                }
            )

    def _reprendre_acquittement(self):
        """Say again whether the commune has a move to acknowledge: the last move came after the last acknowledgement.
        A move of before moves were events is known by nothing else than the acknowledgement that is cancelled."""
        faits = self._faits()
        for dossier in self:
            suite = [e for e in faits.get(dossier.id, ()) if e.type in ("demenagement", "acquittement_commune")]
            dernier = max(suite, key=lambda e: e.rang, default=None)
            dossier.commune_a_acquitter = bool(dernier) and dernier.type == "demenagement"

    def _suivi(self):
        """Whether the pathway is followed: a closed file of such a person opens again as a file, else as a pre-file."""
        self.ensure_one()
        return self.resultat == "oblige" or self.volontaire

    def _valeurs_ouverture(self, causes=None):
        """Return the values of the events that turn these pre-files into files. One that was a file before goes on
        where it was: the days on which it was a pre-file do not run.

        :param causes: ``{file: the event that opens it}``
        """
        jour = aujourdhui()
        return [
            {
                "dossier_id": dossier.id,
                "type": "reouverture" if dossier.date_ouverture else "ouverture",
                "date_effective": jour,
                "phase": "dossier",
                "cause_id": causes[dossier].id if causes else False,
            }
            for dossier in self
        ]

    def _noter_affectation(self):
        """Record who has these files now."""
        jour = aujourdhui()
        # sudo: the assignment was just written by the user, who may not create events; user_id stays the user's
        self.env["parcours.evenement"].sudo().create(
            [
                {"dossier_id": d.id, "type": "affectation", "date_effective": jour, "agent_id": d.user_id.id}
                for d in self
            ]
        )

    # ---- doors of the floor above -----------------------------------------------------------------------------------

    def _apres_constat_refus(self, evenements):
        """Door of the floor above: refusals were just found, and the files go to the designated official (art. 14 §4).

        :param evenements: the events that found them
        """

    def _apres_annulation(self, annules):
        """Door of the floor above: entries of these files were just cancelled.

        :param annules: the cancelled events
        """
