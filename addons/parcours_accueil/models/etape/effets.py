# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the steps do besides stage and terms: the methods that the table of steps names, each with what undoes it.

``_effet_<name>`` works on events just created, of one type, and returns the values of the events that follow from them
(or None). ``_defait_<name>`` works on events just cancelled; it reads the course of the file again from the events that
still hold.
"""

from odoo import models

from ...droit.etapes import TRANSFERT_VIVALIS


class EvenementEffets(models.AbstractModel):
    _name = "parcours.evenement.effets"
    _description = "Event of a file: what it does"

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
        self.dossier_id._reprendre_cours()

    def _effet_clore(self):
        """Close the files, each with the reason and the date of its event; nothing is left to apply or acknowledge."""
        self.env["mail.activity"]._retirer(
            self.dossier_id, "parcours_accueil.activite_issue", "parcours_accueil.activite_commune"
        )
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
        return suites

    def _defait_rouvrir(self):
        self.dossier_id._reprendre_cours()

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

    # ---- enrolment, completion --------------------------------------------------------------------------------------

    def _effet_inscrire(self):
        self.env["parcours.inscription"]._actualiser(self.dossier_id)

    _defait_inscrire = _effet_inscrire

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
        """Cancel what the entries had made too, undo what they did, and tell who handles what rests on them."""
        annules = self.annule_id
        derives = self.search([("cause_id", "in", annules.ids), ("annulation_ids", "=", False)])
        causes = {annulation.annule_id: annulation for annulation in self}
        suites = [
            causes[derive.cause_id]._suite("annulation", annule_id=derive.id, note=causes[derive.cause_id].note)
            for derive in derives
            if derive.type != "annulation"
        ]
        etapes = self._etapes()
        for genre, evenements in annules.grouped("type").items():
            if defait := getattr(evenements, f"_defait_{etapes[genre].effet}", None):
                defait()
        self.dossier_id._apres_annulation(annules)
        return suites
