# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The letters of a file: which it can be sent now, and where they go."""

from odoo import fields, models

from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit.courriers import ATTESTATION_OBLIGATION, IMPRIME, RETOURNE, SOMMATION, Vue, ecart
from ...droit.etapes import DOSSIER
from ..vocabulaire import GROUPES_REGISTRE


class DossierCourriers(models.AbstractModel):
    _name = "parcours.dossier.courriers"
    _inherit = ["parcours.etape.proprietaire"]
    _description = "Pathway file: its letters"

    courrier_ids = fields.One2many("parcours.courrier", "dossier_id", "Letters", readonly=True, groups=GROUPES_REGISTRE)
    courrier_count = fields.Integer("Number of letters", compute="_compute_courrier_count", groups=GROUPES_REGISTRE)
    courriers_possibles = fields.Char(
        compute="_compute_etapes_possibles",
        groups="parcours_accueil.group_agent",
        export_string_translation=False,
        help="Kinds of the letters that can be made now: ,a,b,",
    )
    courriers_a_poster = fields.Char(
        compute="_compute_courriers_a_poster",
        groups="parcours_accueil.group_agent",
        export_string_translation=False,
        help="Kinds of the letters that were printed and have not left: ,a,b,",
    )

    def _compute_courrier_count(self):
        comptes = dict(
            self.env["parcours.courrier"]._read_group([("dossier_id", "in", self.ids)], ["dossier_id"], ["__count"])
        )
        for dossier in self:
            dossier.courrier_count = comptes.get(dossier._origin, 0)

    def _compute_courriers_a_poster(self):
        lus = self.env["parcours.courrier"]._read_group(
            [("dossier_id", "in", self.ids), ("state", "=", IMPRIME)], ["dossier_id"], ["genre:array_agg"]
        )
        genres = dict(lus)
        for dossier in self:
            dossier.courriers_a_poster = f",{','.join(genres.get(dossier._origin, ()))},"

    def _suivre_situation(self, situation, offertes):
        """Say which letters can be made now; who writes them is an agent of the commune."""
        genres = self.env["parcours.courrier"]._genres() if situation and "commune" in situation.roles else {}
        vue = Vue(jour=aujourdhui())
        possibles = [
            code
            for code, genre in genres.items()
            if DOSSIER in genre.proprietaires
            and not ecart(genre, situation, vue)
            and (not genre.etape or genre.etape in offertes)
        ]
        self.courriers_possibles = f",{','.join(possibles)},"

    def action_ecrire(self):
        """Open the window that makes a letter: of the kind that the context names (``parcours_courrier``), or one to
        choose; about what ``parcours_objet`` names, ``(field of the letter, id)``."""
        self.ensure_one()
        self.check_access("write")
        genre = self.env.context.get("parcours_courrier")
        genres = dict(self.env["parcours.courrier"]._fields["genre"]._description_selection(self.env))
        champ, objet = self.env.context.get("parcours_objet") or ("", False)
        return {
            "type": "ir.actions.act_window",
            "name": genres.get(genre) or self.env._("Write a letter"),
            "res_model": "parcours.courrier.fenetre",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_dossier_id": self.id,
                "default_geste": "faire",
                "default_genre": genre or False,
                **({f"default_{champ}": objet} if champ else {}),
            },
        }

    def _fenetre_lettre(self, code):
        """Return the action that makes the letter of that step, again when the last one came back, as the button of the
        file does; None when none can be made now, or one that was printed waits to be posted: its step records that."""
        genre = next((nom for nom, un in self.env["parcours.courrier"]._genres().items() if un.etape == code), "")
        ecrit = genre and "commune" in self._roles()[self] and f",{genre}," in self.courriers_possibles
        if not ecrit or f",{genre}," in self.courriers_a_poster:
            return None
        revenu = self.courrier_ids.filtered(lambda c: c.genre == genre and c.state == RETOURNE)[:1]
        if revenu and not revenu.remplacant_ids:
            return revenu.action_renvoyer()
        return self.with_context(parcours_courrier=genre).action_ecrire()

    def action_ecrire_en_nombre(self):
        """Open the window that makes a letter for each of these files."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Letters for the files chosen"),
            "res_model": "parcours.courrier.envoi",
            "view_mode": "form",
            "target": "new",
            "context": {"default_dossier_ids": self.ids},
        }

    def action_remettre(self):
        """Open the window that prints the attestation of obligation and hands it over."""
        return self.with_context(parcours_courrier=ATTESTATION_OBLIGATION).action_ecrire()

    def action_sommer(self):
        """Open the window that prints the summons."""
        return self.with_context(parcours_courrier=SOMMATION).action_ecrire()

    def _adresse_courrier(self):
        """Return the lines of the address, none when the register forbids to communicate it: such a letter is handed
        over, so that no screen and no file shows the address."""
        # sudo: the address is for letters written by the application (registre.personne.adresse_registre)
        personne = self.sudo().personne_id
        if not personne or personne.adresse_non_communicable:
            return []
        lignes = [ligne.strip() for ligne in (personne.adresse_registre or "").split(",") if ligne.strip()]
        if lignes and lignes[-1].isdecimal() and not personne.commune_incertaine:
            # the register gives the postcode alone, and the commune as a code; one that is not certain is not written
            lignes[-1] = f"{lignes[-1]} {personne.company_id.display_name or ''}".strip()
        return lignes

    def _est_a_l_etranger(self):
        """Whether the register says that this person left the country: it gives no address of there."""
        # sudo: a fact that letters follow, whoever writes them
        return self.sudo().jour_situation == "parti"
