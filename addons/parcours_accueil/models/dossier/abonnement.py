# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import models

#: Reasons of closure after which nothing that the register could announce would change the answer of the law.
MOTIFS_SANS_SUIVI = frozenset({"acheve", "decede", "belge", "age", "erreur"})


class DossierAbonnement(models.AbstractModel):
    """Whom the register must go on announcing the changes of: following ends with the file, when the file truly ends.

    Following somebody is processing personal data, so it lasts as long as the law can ask something of the person
    (act of 8 August 1983: no more than the purpose needs), and no longer:

    - completed, upper age reached, became Belgian, deceased, created by mistake: **ends**. These do not come undone by
      an ordinary change. A death or a naturalisation struck out by mistake re-opens the file when it is read again,
      and the subscription with it; a person nobody follows who registers in a commune anew is announced as a newcomer;
    - left the country or the Region, struck off ex officio, right of residence lost: **goes on**. The file re-opens
      with its history when the reason disappears (loi.md §6), and only the register can tell us that it did;
    - exempted, outside the target group: **goes on**, for a closed file as for a pre-file. An exemption may end (with
      the permit), an age or a nationality be corrected, and the obligation begins then.
    """

    _name = "parcours.dossier.abonnement"
    _description = "Pathway file: whom the register follows"

    def _ajuster_abonnements(self):
        """Say to the floor below whom of these files' people it must follow; it does so at its next collection."""
        # sudo: the wish follows from the closure, which the user was allowed to record; people are not users' to write.
        dossiers = self.sudo()
        finis = dossiers.filtered(lambda d: d.phase == "cloture" and d.motif_cloture in MOTIFS_SANS_SUIVI)
        finis.personne_id._fermer_abonnement()
        (dossiers - finis).personne_id._rouvrir_abonnement()
