# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The timeline of a file: its terms, suspensions and events, each reader's own, with words and places."""

from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit.etapes import DOSSIER, INSCRIPTIONS
from ...droit.frise import Barre, Marque, disposer
from ..lectures import ITS_CLOTURE, ITS_REFERENCE
from ..vocabulaire import GROUPES_IDENTITE, GROUPES_REGISTRE

#: What a timeline says of an event: a letter, what was done with an organiser, a suspension, a refusal and what follows
#: it; anything else is of the file. Shape and colour follow, and the word goes with them.
LETTRE, ORGANISATEUR, SUSPENSION, REFUS, FICHE = "lettre", "organisateur", "suspension", "refus", "dossier"
#: Entries that say who works on a file, and nothing of the person.
MUETTES = frozenset({"affectation", "annulation"})


class DossierFrise(models.AbstractModel):
    """One JSON, from the lists that the page of the file reads anyway, as its reader may read them: an organiser has
    its own events and terms, and no state of them; of a medical suspension Vivalis reads the word “Suspension”.

    ``{"debut", "fin", "aujourdhui", "graduations": [[ISO day, x]], "termes": [{"id", "x", "largeur", "rang", "mot",
    "debut", "fin", "etat", "etat_dit", "jours"}], "suspensions": [{…, "mot", "debut", "fin"}], "hachures": [{"id", "x",
    "largeur", "rang"}], "evenements": [{"id", "x", "niveau", "jour", "mot", "detail", "qui", "famille"}]}``; places in
    thousandths of the width (droit/frise.py), days as ISO texts.
    """

    _name = "parcours.dossier.frise"
    _inherit = "lecture.tracee"
    _description = "Pathway file: its timeline"

    _montre = {"": {"frise": ITS_REFERENCE | ITS_CLOTURE}}

    frise = fields.Json("Timeline", compute="_compute_frise", groups=GROUPES_IDENTITE)

    @api.depends("evenement_ids", "delai_ids", "suspension_ids")
    @api.depends_context("lang", "uid", "allowed_company_ids")
    def _compute_frise(self):
        for dossier in self:
            dossier.frise = dossier._frise(aujourdhui())

    def _frise(self, jour):
        """Return the timeline of one file for its reader, or False when nothing happened yet."""
        self.ensure_one()
        entier = self.env.user.has_groups(GROUPES_REGISTRE)
        delais = self.delai_ids.filtered(lambda delai: not entier or delai.state != "sans_objet")
        suspensions = self.suspension_ids.filtered(lambda suspension: suspension.state != "annulee")
        evenements = self.evenement_ids.filtered(lambda e: not e.annule and e.type not in MUETTES)
        suspendables = self.env["parcours.evenement"]._tables().suspendables
        disposee = disposer(
            [Barre(d.id, d.date_depart, max(d.date_depart, d.date_echeance)) for d in delais],
            [Barre(s.id, s.date_debut, s.date_fin) for s in suspensions if s.date_debut and s.date_fin],
            [Marque(e.id, e.date_effective) for e in evenements],
            jour,
            {d.id for d in delais if d.type_id.code in suspendables},
        )
        if not disposee:
            return False
        etats = dict(delais._fields["state"]._description_selection(self.env)) if entier else {}
        types = dict(evenements._fields["type"]._description_selection(self.env))
        par_delai, par_evenement = ({r.id: r for r in records} for records in (delais, evenements))
        return {
            "debut": disposee.debut.isoformat(),
            "fin": disposee.fin.isoformat(),
            "aujourdhui": disposee.aujourdhui,
            "graduations": [[quand.isoformat(), x] for quand, x in disposee.graduations],
            "termes": [t._asdict() | self._terme_dit(par_delai[t.cle], etats) for t in disposee.barres],
            "hachures": [hachure._asdict() for hachure in disposee.hachures],
            "suspensions": [
                {"cle": s.id, "mot": s.libelle, "debut": s.date_debut.isoformat(), "fin": s.date_fin.isoformat()}
                for s in suspensions
                if s.date_debut and s.date_fin
            ],
            "evenements": [p._asdict() | self._evenement_dit(par_evenement[p.cle], types) for p in disposee.marques],
        }

    @api.model
    def _terme_dit(self, delai, etats):
        """Return what a term says. Its state is for those who work on the whole file."""
        etat = delai.state if etats else False
        return {
            "mot": delai.display_name,
            "debut": delai.date_depart.isoformat(),
            "fin": delai.date_echeance.isoformat(),
            "etat": etat,
            "etat_dit": etats.get(etat, ""),
        }

    @api.model
    def _evenement_dit(self, evenement, types):
        """Return what an event says: what, when, with what proof, who entered it and when."""
        # sudo: the name of the colleague who entered it, for whoever reads the entry
        qui = evenement.sudo()._auteur()
        return {
            "jour": evenement.date_effective.isoformat(),
            "mot": types[evenement.type],
            "detail": evenement.details or "",
            "qui": self.env._(
                "entered by %(who)s on %(day)s", who=qui, day=format_date(self.env, evenement.date_connue.date())
            ),
            "famille": self._famille(evenement.type),
        }

    @api.model
    @api.private
    def _famille(self, genre):
        etape = self.env["parcours.evenement"]._tables().etapes[genre]
        if etape.proprietaire != DOSSIER or etape.arrete:
            return REFUS
        if etape.envoie or etape.repond:
            return LETTRE
        if genre.startswith("suspension_"):
            return SUSPENSION
        organise = genre in INSCRIPTIONS or set(etape.apres) & INSCRIPTIONS
        return ORGANISATEUR if organise else FICHE
