# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What lists have in common on paper, and what can be done at once with several lines of a list that are of files."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime

from odoo.addons.parcours_socle.jour import BRUXELLES, maintenant

#: More would be no list that somebody holds in the hand.
LIGNES_MAX = 500


class ListeImprimable(models.AbstractModel):
    """A list on paper for the counter, of one model: its report names it (`_rapport_liste`, `_titre_imprime`), and it
    gives its columns and its rows.

    Who, under which reference, of which commune, what is to be done and by when, with whom: no national number and
    nothing of the register, which stay on the file. Each person printed is a reading, as in an export.
    """

    _name = "parcours.liste.imprimable"
    _description = "List that can be printed"

    #: XML id of the report.
    _rapport_liste = ""

    def action_imprimer_liste(self):
        """Return the PDF of these records, in the order of the screen.

        :raise UserError: when there are too many of them
        """
        self.check_access("read")
        if len(self) > LIGNES_MAX:
            raise UserError(
                self.env._(
                    "A printed list has at most %(max)s lines; %(number)s are chosen. Nothing was printed. Choose "
                    "fewer, with a filter.",
                    max=LIGNES_MAX,
                    number=len(self),
                )
            )
        return self.env.ref(self._rapport_liste).report_action(self)

    def _titre_imprime(self):
        """Return what these are, as the title of the page."""
        raise NotImplementedError

    def _colonnes_imprimees(self):
        """Return the titles of the columns, and whether each stays on one line: ``[(title, bool)]``."""
        raise NotImplementedError

    def _lignes_imprimees(self):
        """Return the rows, a text a column."""
        raise NotImplementedError

    def _imprimee_le(self):
        return format_datetime(self.env, maintenant(), tz=BRUXELLES.key, dt_format="dd/MM/yyyy HH:mm")

    def _jour_imprime(self, jour):
        return format_date(self.env, jour) if jour else ""

    def _mot_imprime(self, nom):
        """Return the value of a selection in the reader's words."""
        return dict(self._fields[nom]._description_selection(self.env)).get(self[nom], "")


class LigneDeDossier(models.AbstractModel):
    """A line of a list that is of a file (`dossier_id`): a term, a request, a document. Several files are taken in
    charge or handed out by their lines; the sheet names the files."""

    _name = "parcours.ligne.dossier"
    _description = "Line of a list, of a file"
    _inherit = "parcours.liste.imprimable"

    def action_me_charger(self):
        """Take charge of the files of these lines."""
        return self.dossier_id.action_me_charger()

    def action_repartir(self):
        """Open the small window by which a head hands out the files of these lines."""
        return self.dossier_id.action_repartir()

    def _colonnes_imprimees(self):
        return [
            (self.env._("Name"), False),
            (self.env._("File"), True),
            (self.env._("Commune"), False),
            *self._colonnes_propres(),
            (self.env._("Agent"), False),
        ]

    def _lignes_imprimees(self):
        return [
            (
                ligne.dossier_id.name,
                ligne.dossier_id.reference,
                ligne.dossier_id.company_id.display_name,
                *ligne._cases_propres(),
                ligne.dossier_id.user_id.name or "",
            )
            for ligne in self
        ]

    def _colonnes_propres(self):
        """Return the columns that are not of the file, as `_colonnes_imprimees` does."""
        raise NotImplementedError

    def _cases_propres(self):
        """Return what this line has in them."""
        raise NotImplementedError
