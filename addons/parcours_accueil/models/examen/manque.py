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
        """Return ``{id: the names of the facts and documents that an examination lacks}``, each once, in the reader's
        language; a medical ground is named to those only who may know it."""
        # sudo: what was looked at, of which names come out, to whoever may read the file
        traces = {examen.id: examen.trace for examen in self.sudo()}
        # sudo: the rules are public law
        regles = self.env["parcours.regle"].sudo().with_context(active_test=False)
        toutes = regles.browse(dict.fromkeys(i for trace in traces.values() for i in trace["decisif"])).exists()
        lus = {regle: (regle._faits_lus(), {*regle._faits_requis()}) for regle in toutes.sorted()}
        # sudo: of which file each is, to ask whether the reader may know its medical grounds
        dossiers = {examen.id: examen.dossier_id.sudo(False) for examen in self.sudo()}
        dits = {i: self.env.su or dossier._dit_les_motifs() for i, dossier in dossiers.items()}
        return {examen.id: examen._manque_de(traces[examen.id], lus, dits[examen.id]) for examen in self}

    def _manque_de(self, trace, regles, dits):
        """Return the names of one examination.

        :param dict regles: rule -> (the facts that it looks at, those that it needs), in the order of the rules
        :param bool dits: whether a medical ground is named
        """
        decisives, documents, manquent = {*trace["decisif"]}, [], {}
        for regle, (faits, requis) in regles.items():
            if regle.id not in decisives or trace["regles"][str(regle.id)] != INCONNU or (regle.medical and not dits):
                continue
            lus = [nom for nom in faits if self._manque_a(trace, nom)]
            if not lus or (regle.examen_document and not {*lus} & requis):
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
