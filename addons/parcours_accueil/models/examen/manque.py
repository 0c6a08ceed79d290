# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What is missing to decide, by its name alone: it may stand in a list, and costs a list nothing (loi.md §8)."""

from odoo import models

from ..vocabulaire import INCONNU
from .explication import INTERVALLES

SANS_REFERENCE = "sans_date_reference"
#: A fact on the day of the examination, and on the reference date.
JOUR, REFERENCE = "jour_", "ref_"


class ExamenManque(models.AbstractModel):
    _name = "parcours.examen.manque"
    _description = "Examination: what is missing"

    def _manquants(self):
        """Return the names of the facts and documents that an examination lacks, each once, in the reader's language;
        a medical ground is named to those only who may know it."""
        self.ensure_one()
        # sudo: what was looked at, of which names come out, to whoever may read the file
        trace, dossier = self.sudo().trace, self.sudo().dossier_id.sudo(False)
        # sudo: the rules are public law
        regles = self.env["parcours.regle"].sudo().with_context(active_test=False).browse(trace["decisif"]).exists()
        dits = self.env.su or dossier._dit_les_motifs()
        documents, manquent = [], {}
        for regle in regles.sorted():
            if trace["regles"][str(regle.id)] != INCONNU or (regle.medical and not dits):
                continue
            lus = [nom for nom in regle._faits_lus() if self._manque_a(trace, nom)]
            if not lus or (regle.examen_document and not {*lus} & {*regle._faits_requis()}):
                documents.append(regle.name)
            else:
                manquent |= dict.fromkeys(lus)
        return [*self._noms_faits(trace, manquent), *documents]

    def _noms_faits(self, trace, manquent):
        """Return the names of these facts, each once: not today's beside that of the reference date, nor two that are
        unknown for the same reason, nor what is measured at the reference date while that is not known."""
        champs, noms, causes = self.env["parcours.dossier"]._fields, {}, set()
        for nom in manquent:
            note, origine = trace["faits"][nom][1:]
            cause = (note, tuple(origine)) if note else (nom,)
            if cause in causes or (nom.startswith(JOUR) and nom.replace(JOUR, REFERENCE, 1) in manquent):
                continue
            maximum, libelle = INTERVALLES.get(nom, (None, ""))
            causes |= {cause, (maximum,)}
            dit = self.env._(libelle) if maximum in manquent else champs[nom]._description_string(self.env)
            noms[dit] = note == SANS_REFERENCE
        return [nom for nom, suit in noms.items() if not suit] or list(noms)

    def _manque_a(self, trace, nom):
        return nom in trace["faits"] and trace["faits"][nom][0] in (None, False)
