# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Places, active files and queues of organisers, live: figures, and nobody's name."""

from typing import NamedTuple

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit.places import PARCOURS, PART_OBLIGES, Places, actif, au_bout, part_obliges
from ..vocabulaire import SANS_JOURS


class EtatLangue(NamedTuple):
    """What an organiser has in one language: its `droit.places.Places`, how many wait for the whole pathway, and the
    day that who comes now may expect, or None."""

    places: Places
    attendent: int = 0
    prevue: object = None


class OrganisateurPlaces(models.AbstractModel):
    _name = "parcours.organisateur.places"
    _description = "Organiser: places and queues"

    capacite_ids = fields.One2many("parcours.capacite", "organisateur_id", "Capacity", readonly=True)
    nombre_inscrits = fields.Integer("Enrolled now", compute="_compute_places")
    actifs = fields.Integer("Active files", compute="_compute_places", help="Neither suspended nor closed.")
    actifs_r1 = fields.Integer(
        "Active files, first ordinance",
        compute="_compute_places",
        help="Not closed, and not suspended for more than three months in a row.",
    )
    part_obliges = fields.Char(
        "Share of obliged people",
        compute="_compute_places",
        help="Of the people enrolled now. Obliged people come first; under the first ordinance a share of the places "
        "was theirs.",
    )
    places_dites = fields.Char("Free places", compute="_compute_places")
    attente_dite = fields.Char("People waiting", compute="_compute_places")

    @api.depends("francais", "neerlandais", "inscription_ids.date_fin", "capacite_ids")
    @api.depends_context("lang")
    def _compute_places(self):
        comptes, etats = self._origin._compter_inscrits(), self._origin._etats()
        # sudo: the law is the same for everybody
        versions = self.env["parcours.reglement"].sudo().search([("state", "=", "publie")])
        au_moins = max((version._nombre(PART_OBLIGES) for version in versions), default=0)
        for organisateur in self:
            inscrits, actifs, actifs_r1, obliges = comptes.get(organisateur._origin.id, (0, 0, 0, 0))
            part = part_obliges(obliges, inscrits)
            organisateur.nombre_inscrits = inscrits
            organisateur.actifs, organisateur.actifs_r1 = actifs, actifs_r1
            organisateur.part_obliges = (
                self.env._("Nobody is enrolled")
                if part is None
                else self.env._(
                    "%(share)s %% (at least %(least)s %% under the first ordinance)", share=part, least=au_moins
                )
            )
            lus = etats.get(organisateur._origin.id, {})
            organisateur.places_dites = organisateur._par_langue(lus, self._dire_places)
            organisateur.attente_dite = organisateur._par_langue(lus, self._dire_attente)

    # ---- in words ---------------------------------------------------------------------------------------------------

    def _mot_langue(self, langue):
        """A language of the pathway in the reader's words."""
        libelles = self.env["parcours.capacite"]._fields["langue"]._description_selection(self.env)
        return dict(libelles).get(langue, "")

    def _par_langue(self, etats, dire):
        """Return "French: … · Dutch: …" """
        return " · ".join(
            self.env._("%(label)s: %(value)s", label=self._mot_langue(langue), value=dire(etat))
            for langue, etat in etats.items()
        )

    def _dire_places(self, etat):
        places = etat.places
        if places.libres is None:
            return self.env._("not known")
        if places.incertains:
            return self.env._("at most %(free)s of %(all)s", free=places.libres, all=places.capacite)
        return self.env._("%(free)s of %(all)s", free=places.libres, all=places.capacite)

    def _dire_attente(self, etat):
        if not etat.attendent:
            return self.env._("nobody")
        return self.env._("%(number)s, %(day)s", number=etat.attendent, day=self._dire_prevue(etat.prevue))

    def _dire_prevue(self, jour):
        """The day on which a place may be expected, in words."""
        if not jour:
            return self.env._("no wait measured within 90 days")
        return self.env._("a place about %s", format_date(self.env, jour))

    def _tableau_choix(self):
        """Return what a person may choose from, as a table: languages, free places, people waiting, expected day."""
        etats = self._etats()
        titres = (self.env._("Organiser"), self.env._("Language"), self.env._("Free places"), self.env._("Waiting"))
        titres += (self.env._("A place about"),)
        lignes = []
        for organisateur in self:
            for rang, (langue, etat) in enumerate(etats[organisateur.id].items()):
                prevue = format_date(self.env, etat.prevue) if etat.prevue else self.env._("not measured yet")
                lignes.append(
                    (
                        "" if rang else organisateur.name,
                        self._mot_langue(langue),
                        self._dire_places(etat),
                        str(etat.attendent),
                        prevue,
                    )
                )
        cases = Markup().join(
            Markup("<tr>%s</tr>") % Markup().join(Markup("<td>%s</td>") % case for case in ligne) for ligne in lignes
        )
        tetes = Markup().join(Markup('<th scope="col">%s</th>') % titre for titre in titres)
        return Markup('<table class="table table-sm mb-0"><thead><tr>%s</tr></thead><tbody>%s</tbody></table>') % (
            tetes,
            cases,
        )

    # ---- counted ----------------------------------------------------------------------------------------------------

    def _etats(self):
        """Return ``{organiser id: {language: EtatLangue}}``, in a few queries for all."""
        jour = aujourdhui()
        capacites = self.env["parcours.capacite"]._du_jour(self, jour)
        actifs = self._actifs_par_langue(jour)
        attendent, medianes = self.env["parcours.attente"]._mesures(self, jour)
        etats = {}
        for organisateur in self:
            langues = organisateur._langues()
            siens = {langue: actifs.get((organisateur.id, langue), 0) for langue in (*langues, False)}
            commune = capacites.get((organisateur.id, False))
            etats[organisateur.id] = lus = {}
            for langue in langues:
                capacite = capacites.get((organisateur.id, langue))
                if capacite is not None and len(langues) == 1:
                    # who has no language recorded follows in the only one
                    places = Places(capacite, sum(siens.values()))
                elif capacite is not None:
                    places = Places(capacite, siens[langue], siens[False])
                else:
                    # told of both languages together: what is free is free in either
                    places = Places(commune, sum(siens.values()))
                cle = (organisateur.id, langue, PARCOURS)
                nombre, mediane = attendent.get(cle, 0), medianes.get(cle)
                lus[langue] = EtatLangue(places, nombre, au_bout(nombre, mediane, jour, places.libres))
        return etats

    def _inscrits(self):
        """Return the enrolments that go on, as superuser: to be counted."""
        # sudo: figures of a queue are for everybody who chooses an organiser; nothing of a person comes out
        return self.env["parcours.inscription"].sudo(), [
            ("organisateur_id", "in", self.ids),
            ("date_fin", "=", False),
            ("dossier_id.phase", "=", "dossier"),
        ]

    def _actifs_par_langue(self, jour):
        """Return ``{(organiser id, language or False): active files}``."""
        inscriptions, domaine = self._inscrits()
        comptes = {
            (organisateur.id, langue or False): nombre
            for organisateur, langue, nombre in inscriptions._read_group(
                domaine, ["organisateur_id", "langue"], ["__count"]
            )
        }
        for une, suspensions in self._suspendus(jour):
            if not actif(suspensions, jour):
                comptes[une.organisateur_id.id, une.langue] -= 1
        return comptes

    def _suspendus(self, jour):
        """Return ``[(enrolment that goes on, its suspensions)]`` of who is suspended that day."""
        inscriptions, domaine = self._inscrits()
        # sudo: days, to be counted; no ground
        suspensions = self.env["parcours.suspension"].sudo()
        courantes = suspensions.search(
            [
                ("state", "not in", SANS_JOURS),
                ("date_debut", "<=", jour),
                ("date_fin", ">=", jour),
                ("dossier_id.inscription_ids", "any", domaine[:2]),
            ]
        )
        if not courantes:
            return []
        dossiers = courantes.dossier_id
        toutes = suspensions.search([("dossier_id", "in", dossiers.ids), ("state", "not in", SANS_JOURS)])
        jours = {
            dossier: [(une.date_debut, une.date_fin) for une in siennes if une.date_debut and une.date_fin]
            for dossier, siennes in toutes.grouped("dossier_id").items()
        }
        lues = inscriptions.search([*domaine, ("dossier_id", "in", dossiers.ids)])
        return [(une, jours[une.dossier_id]) for une in lues]

    def _compter_inscrits(self):
        """Return ``{organiser id: (enrolled, active, active under the first ordinance, obliged)}``."""
        jour = aujourdhui()
        inscriptions, domaine = self._inscrits()
        tous = dict(inscriptions._read_group(domaine, ["organisateur_id"], ["__count"]))
        domaine = [*domaine, ("dossier_id.resultat", "=", "oblige")]
        obliges = dict(inscriptions._read_group(domaine, ["organisateur_id"], ["__count"]))
        suspendus, longtemps = {}, {}
        for une, suspensions in self._suspendus(jour):
            for compte, premiere in ((suspendus, False), (longtemps, True)):
                if not actif(suspensions, jour, premiere):
                    compte[une.organisateur_id] = compte.get(une.organisateur_id, 0) + 1
        return {
            organisateur.id: (
                nombre,
                nombre - suspendus.get(organisateur, 0),
                nombre - longtemps.get(organisateur, 0),
                obliges.get(organisateur, 0),
            )
            for organisateur, nombre in tous.items()
        }
