# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What stands in the ledger because a record says it: infringements, hearings, decisions, appeals, movements."""

from odoo import api, models


class SanctionInscrit(models.AbstractModel):
    """A record whose steps the ledger follows. Its model says which events it stands for (:meth:`_faits_inscrits`) and
    by which field an event names it (`_champ_evenement`).

    What a record no longer says is cancelled in the ledger, and stays visible there.
    """

    _name = "sanction.inscrit"
    _description = "Record that the ledger follows"

    _champ_evenement = None
    #: What its types begin with: others name it too (an appeal names its decision).
    _types_evenement = ""

    def _faits_inscrits(self):
        """Return the events that the record stands for: ``{type: day}``."""
        raise NotImplementedError

    def _liens_inscrits(self):
        """Return what an event says besides of what it is about: ``{field of parcours.evenement: id}``."""
        raise NotImplementedError

    @api.model_create_multi
    def create(self, vals_list):
        enregistrements = super().create(vals_list)
        enregistrements._inscrire_au_registre()
        return enregistrements

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
            for evenement in inscrits.filtered(lambda e, un=enregistrement: e[champ] == un):
                liens = {nom: evenement[nom].id for nom in commun}
                if evenement.date_effective == dits.get(evenement.type) and liens == commun:
                    dits.pop(evenement.type)
                else:
                    suites.append(evenement._valeurs_correction())
            suites += [{**commun, "type": genre, "date_effective": jour} for genre, jour in dits.items()]
        registre.create(suites)


class SanctionCorrigible(models.AbstractModel):
    """A record that the ledger follows, and that can be corrected or deleted: the ledger is corrected with it."""

    _name = "sanction.inscrit.corrigible"
    _description = "Record that the ledger follows, corrections included"
    _inherit = ["sanction.inscrit"]

    def _verifier_correction(self):
        """Refuse to correct what cannot be corrected any more."""
        raise NotImplementedError

    def write(self, vals):
        self._verifier_correction()
        resultat = super().write(vals)
        self._inscrire_au_registre()
        return resultat

    def unlink(self):
        self._inscrire_au_registre(efface=True)
        return super().unlink()
