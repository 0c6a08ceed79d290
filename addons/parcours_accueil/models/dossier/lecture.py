# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What is read of a file: its facts and its explanation are the register's, and reading them is a consultation."""

from odoo import models

from ..lectures import ITS_CLOTURE, ITS_EXPLICATION, ITS_FAITS, ITS_IDENTITE, ITS_REFERENCE


class DossierLecture(models.AbstractModel):
    """Number, names, birth date, communes in charge, languages, organiser, status (stage, phase, outcome) and what is
    ours (terms, tasks, who handles it) find a person and are in no table: lists of files show nothing else, and cost
    nothing."""

    _name = "parcours.dossier.lecture"
    _inherit = "lecture.tracee"
    _description = "Pathway file: what is read of it, and logged"

    _montre = {
        "": {
            **ITS_FAITS,
            "company_origine_id": {"001"},
            "reference_comptee": ITS_REFERENCE,
            "echeance_explication": ITS_REFERENCE,
            "exemption_code": ITS_EXPLICATION,
            "exemption_dite": ITS_EXPLICATION,
            "motif_cloture": ITS_CLOTURE,
            "date_reexamen": ITS_EXPLICATION,
            "faits_origine": ITS_EXPLICATION,
            "faits_jours": ITS_EXPLICATION,
            "faits_html": ITS_EXPLICATION,
            "sans_obligation": ITS_EXPLICATION,
            "explication": ITS_EXPLICATION,
            "explication_phrase": ITS_EXPLICATION,
        }
    }
    _motif_lecture = "dossier"
    _identifie = ITS_IDENTITE

    def _de_qui(self):
        return {dossier.id: (dossier.niss, dossier.reference) for dossier in self}
