# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A person moves to another commune: the file follows, and is the new commune's from then on."""

from itertools import pairwise

from odoo import models

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.paroles import dire
from odoo.addons.registre_national.histoire.dates import PASSE


class DossierDemenagement(models.AbstractModel):
    _name = "parcours.dossier.demenagement"
    _description = "Pathway file: the move to another commune"

    def _suivre_sejours(self, sejours, deplaces, existants):
        """Write the moves that a reading shows in the ledger, and do what follows for the files that it moved.

        Each passage from one commune in charge to the next is an event, on the day that the register gives, also those
        that were over when it was read. An event that the register does not confirm any more is cancelled by a
        correcting entry. So the commune of any past day is that of the last move that holds on that day.

        :param dict sejours: person id -> ``[(first day, id of the commune), …]`` as the register tells them now
        :param dict deplaces: file that another commune has since this reading -> id of the one that had it
        :param existants: the files of self that were there before
        """
        # sudo comes from the caller, the register's door
        moves = self.env["parcours.evenement"]
        notes = {}
        if existants:
            domaine = [
                ("dossier_id", "in", existants.ids),
                ("type", "=", "demenagement"),
                ("annulation_ids", "=", False),
            ]
            notes = moves.search(domaine).grouped("dossier_id")
        faux, manquants = moves, []
        for dossier in self:
            suite = sejours[dossier.personne_id.id]
            if not suite:
                continue  # the register knows of no commune: nothing moves
            connus = notes.get(dossier, moves)
            dits, nouveaux = dossier._confronter(connus, suite)
            faux |= connus - dits
            if dossier in deplaces and not nouveaux and dits == connus:
                # no move for the register, which corrects where the person always was, or says it at last
                nouveaux = [(suite[-1][0], deplaces[dossier], dossier.company_id.id)]
            manquants += [(dossier, *move) for move in nouveaux]
        self._noter_moves(faux, manquants)
        if deplaces:
            self.browse().union(*deplaces)._demenager()

    @staticmethod
    def _confronter(connus, suite):
        """Return those of the known moves that the register confirms, and the ones it tells and nobody wrote down, as
        ``(day, id of the commune before, id of the commune)``, oldest first."""
        dits = {(debut, avant, apres) for (_debut, avant), (debut, apres) in pairwise(suite)}
        tenus = connus.browse()
        for move in connus:
            dit = (move.date_effective, move.depuis_company_id.id, move.vers_company_id.id)
            if dit in dits:
                dits.remove(dit)
                tenus |= move
            elif move.vers_company_id.id == suite[0][1] and suite[0][0] in (PASSE, move.date_effective):
                tenus |= move
        return tenus, sorted(dits)

    def _noter_moves(self, faux, manquants):
        """Cancel moves that are not confirmed, then record others, ``[(file, day, commune before, commune), …]``."""
        jour = aujourdhui()
        note = dire(self, lambda lu: lu.env._("The register does not confirm this move any more."))
        self.env["parcours.evenement"].create(
            [
                {
                    "dossier_id": move.dossier_id.id,
                    "type": "annulation",
                    "date_effective": jour,
                    "annule_id": move.id,
                    "note": note,
                }
                for move in faux
            ]
            + [
                {
                    "dossier_id": dossier.id,
                    "type": "demenagement",
                    "date_effective": debut if debut > PASSE else jour,
                    "depuis_company_id": avant,
                    "vers_company_id": apres,
                }
                for dossier, debut, avant, apres in manquants
            ]
        )

    def _demenager(self):
        """Do what follows from a move between communes that a reading just wrote on these files: who may not read them
        any more is told nothing more of them; the new commune is called to the open ones."""
        self._fermer_les_fils()
        self._appeler_commune()

    def _fermer_les_fils(self):
        """Close to who may not read them any more the threads of these files, and of all that is theirs."""
        for suivis in (self, self.exemption_ids, self.contestation_ids):
            suivis._fermer_le_fil()

    def _appeler_commune(self):
        """Call the commune that has them now to those of these files that are open and whose move it must acknowledge;
        who moved twice is acknowledged by the last commune only."""
        ouverts = self.filtered(lambda dossier: dossier.phase == "dossier" and dossier.commune_a_acquitter)
        self.env["mail.activity"]._retirer(ouverts, "parcours_accueil.activite_commune")
        ouverts._prevenir(
            "parcours_accueil.activite_commune",
            lambda env: env._("Move: acknowledge the file"),
            lambda env, dossier: env._("This person moved to your commune. The file follows, its terms go on."),
        )
