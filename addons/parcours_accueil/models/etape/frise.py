# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A timeline: terms, suspensions, events and documents of a record, each reader's own, with words and places."""

from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit.etapes import DOSSIER, INSCRIPTIONS
from ...droit.frise import Barre, Marque, disposer
from ..vocabulaire import GROUPES_IDENTITE, GROUPES_REGISTRE

#: What a timeline says of a mark: a letter, what was done with an organiser, a suspension, a document, a refusal and
#: what follows it; anything else is of the file. Shape and colour follow, and the word goes with them.
LETTRE, ORGANISATEUR, SUSPENSION = "lettre", "organisateur", "suspension"
DOCUMENT, REFUS, FICHE = "document", "refus", "dossier"


class Frise(models.AbstractModel):
    """One JSON, from the lists that the page reads anyway, as its reader may read them: an organiser has its own events
    and terms, and no state of them; of a medical suspension Vivalis reads the word “Suspension”.

    ``{"debut", "fin", "aujourdhui", "graduations": [[ISO day, x]], "familles": [[code, word, shape]],
    "termes": [{"cle", "x", "largeur", "rang", "coupe", "mot", "debut", "fin", "etat", "etat_dit"}],
    "suspensions": [{"cle", "mot", "debut", "fin"}], "hachures": [{"cle", "x", "largeur", "rang"}],
    "evenements": [{"cle", "x", "niveau", "jour", "mot", "detail", "qui", "famille"}]}``;
    places in thousandths of the width (droit/frise.py), days as ISO texts; shapes are
    those of frise.js.

    Whoever inherits it says which suspensions are hatched on its terms (`_frise_suspensions`), and which documents are
    on it (`_frise_documents`).
    """

    _name = "parcours.frise"
    _description = "Timeline"

    #: The lists that it is made of.
    _frise_lue = ("evenement_ids", "delai_ids")
    #: Entries that say who works on a file, and nothing of the person.
    _frise_tait = frozenset({"affectation", "annulation"})

    frise = fields.Json("Timeline", compute="_compute_frise", groups=GROUPES_IDENTITE)

    @api.depends(lambda self: self._frise_lue)
    @api.depends_context("lang", "uid", "allowed_company_ids")
    def _compute_frise(self):
        for record in self:
            record.frise = record._frise(aujourdhui())

    def _frise_delais(self):
        """Return the terms that are on the timeline: those that its reader reads."""
        return self.delai_ids

    def _frise_evenements(self):
        """Return the entries that are on it, in the order of the ledger."""
        return self.evenement_ids

    def _frise(self, jour):
        """Return the timeline of one record for its reader, or False when nothing happened yet."""
        self.ensure_one()
        entier = self.env.user.has_groups(GROUPES_REGISTRE)
        delais = self._frise_delais().filtered(lambda delai: not entier or delai.state != "sans_objet")
        suspensions = self._frise_suspensions().filtered(lambda s: s.date_debut and s.date_fin)
        evenements = self._frise_evenements().filtered(lambda e: not e.annule and e.type not in self._frise_tait)
        documents = self._frise_documents()
        marques = {f"e{e.id}": self._evenement_dit(e) for e in evenements}
        marques |= {f"d{d.id}": self._document_dit(d) for d in documents}
        suspendables = self.env["parcours.evenement"]._tables().suspendables
        disposee = disposer(
            [Barre(d.id, d.date_depart, max(d.date_depart, d.date_echeance)) for d in delais],
            [Barre(s.id, s.date_debut, s.date_fin) for s in suspensions],
            [Marque(cle, fields.Date.to_date(dite["jour"])) for cle, dite in marques.items()],
            jour,
            {d.id for d in delais if d.type_id.code in suspendables},
        )
        if not disposee:
            return False
        etats = dict(delais._fields["state"]._description_selection(self.env)) if entier else {}
        par_delai = {delai.id: delai for delai in delais}
        familles = {dite["famille"] for dite in marques.values()}
        return {
            "debut": disposee.debut.isoformat(),
            "fin": disposee.fin.isoformat(),
            "aujourdhui": disposee.aujourdhui,
            "graduations": [[quand.isoformat(), x] for quand, x in disposee.graduations],
            "familles": [[code, *dite] for code, dite in self._familles().items() if code in familles],
            "termes": [t._asdict() | self._terme_dit(par_delai[t.cle], etats) for t in disposee.barres],
            "hachures": [hachure._asdict() for hachure in disposee.hachures],
            "suspensions": [
                {"cle": s.id, "mot": s.libelle, "debut": s.date_debut.isoformat(), "fin": s.date_fin.isoformat()}
                for s in suspensions
            ],
            "evenements": [p._asdict() | marques[p.cle] for p in disposee.marques],
        }

    @api.model
    def _familles(self):
        """Return ``{family of marks: (word, shape)}``, in the order of the legend."""
        return {
            LETTRE: (self.env._("Letter"), "rectangle"),
            ORGANISATEUR: (self.env._("With an organiser"), "cercle"),
            SUSPENSION: (self.env._("Decision on a suspension"), "barres"),
            DOCUMENT: (self.env._("Document"), "page"),
            REFUS: (self.env._("Refusal, and what follows it"), "triangle"),
            FICHE: (self.env._("Course of the file"), "losange"),
        }

    @api.model
    def _famille(self, genre):
        """Return the family of a type of entry."""
        etape = self.env["parcours.evenement"]._tables().etapes[genre]
        if etape.proprietaire != DOSSIER or etape.arrete:
            return REFUS
        if etape.envoie or etape.repond:
            return LETTRE
        if genre.startswith("suspension_"):
            return SUSPENSION
        organise = genre in INSCRIPTIONS or set(etape.apres) & INSCRIPTIONS
        return ORGANISATEUR if organise else FICHE

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
    def _evenement_dit(self, evenement):
        """Return what an entry says: what, when, with what proof, who entered it and when."""
        # sudo: the name of the colleague who entered it, for whoever reads the entry
        qui = evenement.sudo()._auteur()
        return {
            "jour": evenement.date_effective.isoformat(),
            "mot": dict(evenement._fields["type"]._description_selection(self.env))[evenement.type],
            "detail": evenement.details or "",
            "qui": self.env._(
                "entered by %(who)s on %(day)s", who=qui, day=format_date(self.env, evenement.date_connue.date())
            ),
            "famille": self._famille(evenement.type),
        }

    @api.model
    def _document_dit(self, document):
        """Return what a document says: its kind, the day that it bears, who brought it, and whether it counts."""
        # sudo: names of colleagues, for whoever reads the document
        noms = document.sudo()
        jour = document.date_document and self.env._("of %s", format_date(self.env, document.date_document))
        return {
            "jour": document.date_reception.isoformat(),
            "mot": document.type_id.display_name,
            "detail": " · ".join(filter(None, (jour, document._controle_dit(noms.verifie_par_id.name)))),
            "qui": self.env._(
                "brought by: %(who)s; uploaded by %(colleague)s",
                who=dict(document._fields["apporte_par"]._description_selection(self.env))[document.apporte_par],
                colleague=noms.depose_par_id.name,
            ),
            "famille": DOCUMENT,
        }
