# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""An announced maintenance: everybody sees it from a day before, on every page, without loading it again."""

from datetime import UTC, timedelta

from odoo import api, fields, models

from ..jour import BRUXELLES, maintenant

#: How long before it is shown, and from when on in red.
AVANCE, PROCHE = timedelta(days=1), timedelta(minutes=15)
LANGUES = ("fr", "nl", "en")
CANAL = "parcours_socle.maintenance"


class Maintenance(models.Model):
    """When the platform will not answer, and what is to be said of it. Public: the login page shows it too."""

    _name = "parcours.maintenance"
    _inherit = ["nom.lisible"]
    _description = "Announced maintenance"
    _order = "debut desc, id desc"
    _noms = ("", "debut")

    debut = fields.Datetime("From", required=True, help="Brussels time.")
    fin = fields.Datetime("Until", required=True, help="Brussels time.")
    texte_fr = fields.Char("Text in French", help="Added to the sentence that says when. No name of a person.")
    texte_nl = fields.Char("Text in Dutch")
    texte_en = fields.Char("Text in English")

    _apres_le_debut = models.Constraint("CHECK (fin > debut)", "A maintenance ends after it begins.")

    @api.model_create_multi
    def create(self, vals_list):
        annonces = super().create(vals_list)
        self._diffuser()
        return annonces

    def write(self, vals):
        resultat = super().write(vals)
        self._diffuser()
        return resultat

    @api.ondelete(at_uninstall=False)
    def _unlink_diffuser(self):
        self._diffuser(self)

    @api.model
    def _diffuser(self, sauf=None):
        """Tell every page that is open what is announced now."""
        annonces = [a for a in self._a_venir() if not sauf or a["id"] not in sauf.ids]
        self.env["bus.bus"]._sendone("broadcast", CANAL, {"annonces": annonces})

    @api.model
    def _a_venir(self):
        """Return what is announced and not over: ``[{id, debut, fin, textes}]``, moments in seconds since 1970."""
        # sudo: what is announced to everybody, before they log in too
        annonces = self.sudo().search([("fin", ">", maintenant())], order="debut, id")
        return [
            {
                "id": annonce.id,
                "debut": int(annonce.debut.replace(tzinfo=UTC).timestamp()),
                "fin": int(annonce.fin.replace(tzinfo=UTC).timestamp()),
                "textes": {langue: annonce[f"texte_{langue}"] or "" for langue in LANGUES},
            }
            for annonce in annonces
        ]

    @api.model
    def _pour_connexion(self):
        """Return what the login page says: ``[(whether it is near, sentence)]``, in the language of that page."""
        instant, dits = maintenant(), []
        langue = (self.env.lang or "en")[:2]
        # sudo: what is announced to everybody, before they log in too
        for annonce in self.sudo().search([("fin", ">", instant), ("debut", "<=", instant + AVANCE)], order="debut"):
            debut, fin = (m.replace(tzinfo=UTC).astimezone(BRUXELLES) for m in (annonce.debut, annonce.fin))
            jusque = fin.strftime("%H:%M" if fin.date() == debut.date() else "%d/%m/%Y %H:%M")
            phrase = self.env._(
                "Maintenance on %(jour)s from %(debut)s to %(fin)s (Brussels time): the platform will not answer.",
                jour=debut.strftime("%d/%m/%Y"),
                debut=debut.strftime("%H:%M"),
                fin=jusque,
            )
            texte = annonce[f"texte_{langue}"] if langue in LANGUES else ""
            dits.append((instant >= annonce.debut - PROCHE, f"{phrase} {texte or ''}".strip()))
        return dits
