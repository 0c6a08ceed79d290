# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models

from .mail_message import COMPLETE, SUIVI, permis

#: What Odoo writes when a field goes with its module: what it was called, kept in its place.
CHAMP_DISPARU = frozenset({"field_id", "field_info"})


class MailTrackingValue(models.Model):
    """What changed, as the tracking of the record found it: written by that, and by nobody else."""

    _inherit = "mail.tracking.value"

    @api.model_create_multi
    def create(self, vals_list):
        if not (permis(self.env, SUIVI) or self.env["mail.message"]._est_le_robot()):
            raise self.env["mail.message"]._refus_signature()
        return super().create(vals_list)

    def write(self, vals):
        if not (permis(self.env, COMPLETE) or (self.env.su and vals.keys() <= CHAMP_DISPARU)):
            raise self.env["mail.message"]._refus_append()
        return super().write(vals)

    def _format_display_value(self, field_type, new=True):
        """A stage, a commune, a choice: in the words of the reader, not in those of who changed it. Odoo keeps the
        words only; of a record it keeps the id too, and of a choice its word leads back to it."""
        valeurs = super()._format_display_value(field_type, new)
        return [
            suivi._dans_la_langue(field_type, valeur, new) or valeur
            for suivi, valeur in zip(self, valeurs, strict=True)
        ]

    def _dans_la_langue(self, genre, valeur, new):
        """Return a tracked value in the reader's words, or nothing where its words have no language."""
        modele = self.env.get(self.field_id.model)
        champ = modele is not None and modele._fields.get(self.field_id.name)
        if not valeur or not champ or champ.type != genre:
            return None
        if genre == "many2one" and self._nomme_en_langues(champ.comodel_name):
            return (
                self.env[champ.comodel_name]
                .browse(self[f"{'new' if new else 'old'}_value_integer"])
                .exists()
                .display_name
            )
        if genre == "selection":
            for code, _nom in self.env["res.lang"].get_installed():
                mots = dict(champ._description_selection(self.with_context(lang=code).env))
                for cle, mot in mots.items():
                    if mot == valeur:
                        return dict(champ._description_selection(self.env)).get(cle)
        return None

    def _nomme_en_langues(self, modele):
        """Whether the records of a model are called by words that have a language; people are not."""
        nom = self.env[modele]._rec_name
        return modele == "res.company" or bool(nom and self.env[modele]._fields[nom].translate)

    @api.ondelete(at_uninstall=True)
    def _unlink_suivi(self):
        if not permis(self.env, COMPLETE):
            raise self.env["mail.message"]._refus_append()
