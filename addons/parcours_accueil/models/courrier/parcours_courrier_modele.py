# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The text of a kind of letter, in French and in Dutch, from one day on."""

from datetime import date

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import html2plaintext
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.papier import gabarit, page, pdf

from ...droit.courriers import ATTESTATION, MEDIATEUR, PAPIERS
from .libelles import GENRES_DITS, PAPIERS_DITS
from .valeurs import administration

_lt = LazyTranslate(__name__)

#: The paper on a screen: its margins, and small enough to stand beside the text.
STYLE_APERCU = "html { zoom: 0.48; width: 210mm; } body { padding: 20mm 20mm 24mm 25mm; width: 165mm; }"
#: The two languages of the texts, as their columns end.
SUFFIXES = {"fr_BE": "fr", "nl_BE": "nl"}


class ParcoursCourrierModele(models.Model):
    """What a letter of one kind says from one day on, in the language of the person and not of its reader: both are
    columns of their own. Two heads put it in force (`parcours.texte.publie`); what it may name stands in the table of
    letters (droit/courriers.py), and nothing in it is evaluated."""

    _name = "parcours.courrier.modele"
    _description = "Text of a letter"
    _inherit = ["parcours.texte.publie", "mail.thread"]
    _order = "genre, date_debut desc, id desc"
    _usage = "genre"
    _phrases = {
        "chevauche": _lt(
            "Another text of this letter is in force on some of these days. Nothing was saved. Give that one a last "
            "day."
        ),
        "par_l_etape": _lt(
            "The text of a letter is put in force by another head than the one who wrote it, with the button “Put in "
            "force”. Nothing was saved."
        ),
        "fige": _lt(
            "The text of a letter in force is frozen: letters are printed with it. Nothing was saved. Add another "
            "text: putting it in force ends this one."
        ),
        "deja": _lt("This text is in force already. Nothing was changed."),
        "soi_meme": _lt(
            "You wrote this text yourself: another head at Vivalis must put it in force. Nothing was changed."
        ),
        "garde": _lt("The text of a letter is kept: letters were printed with it. Give it a last day instead."),
        "aucun": _lt(
            "No text of this letter is in force for %s. Nothing was printed. Ask a head at Vivalis to put one in force."
        ),
        "pas_ecrit": _lt(
            "The text of this letter is not written in: %s. Nothing was printed. Ask a head at Vivalis to complete it."
        ),
    }

    genre = fields.Selection([*GENRES_DITS, *PAPIERS_DITS], "Kind of letter", required=True, tracking=True)
    objet_fr = fields.Char("Subject in French", tracking=True)
    corps_fr = fields.Html("Text in French", sanitize_attributes=True, sanitize_style=True, strip_classes=True)
    objet_nl = fields.Char("Subject in Dutch", tracking=True)
    corps_nl = fields.Html("Text in Dutch", sanitize_attributes=True, sanitize_style=True, strip_classes=True)
    places = fields.Html("What the text may name", compute="_compute_places", sanitize=False)
    apercu_fr = fields.Html("As it is printed, in French", compute="_compute_apercus", sanitize=False)
    apercu_nl = fields.Html("As it is printed, in Dutch", compute="_compute_apercus", sanitize=False)
    place_fausse = fields.Char("Not known", compute="_compute_apercus")

    @api.depends("genre", "date_debut")
    @api.depends_context("lang")
    def _compute_display_name(self):
        genres = dict(self._fields["genre"]._description_selection(self.env))
        for modele in self:
            modele.display_name = genres.get(modele.genre, "")

    def _genre(self):
        """Return the row of the table of letters of this text, or None."""
        return self.env["parcours.courrier"]._genres().get(self.genre) or PAPIERS.get(self.genre)

    @api.depends("genre")
    @api.depends_context("lang")
    def _compute_places(self):
        places = self.env["parcours.courrier"]._places()
        for modele in self:
            genre = modele._genre()
            lignes = Markup().join(
                Markup("<li><code>{{ %s }}</code> %s</li>") % (nom, self.env._(places[nom]))
                for nom in sorted(genre.permis if genre else ())
            )
            modele.places = Markup('<ul class="list-unstyled small mb-0">%s</ul>') % lignes

    @api.depends("genre", "objet_fr", "corps_fr", "objet_nl", "corps_nl")
    def _compute_apercus(self):
        for modele in self:
            modele.apercu_fr = modele._apercu("fr_BE")
            modele.apercu_nl = modele._apercu("nl_BE")
            modele.place_fausse = ", ".join(modele._places_fausses()) or False

    def _apercu(self, langue):
        """Return the whole page as it reads with an invented person; a wrong place stays as it was written. In a frame
        of its own, where nothing runs, the paper looks as it is printed."""
        feuille = page.html(self._lettre_exemple(langue), style=f"{pdf.STYLE}{STYLE_APERCU}")
        return Markup('<iframe class="o_parcours_papier" sandbox="" title="%s" srcdoc="%s"></iframe>') % (
            self.env._("As it is printed"),
            feuille,
        )

    def _lettre_exemple(self, langue):
        """Return a letter (`page.Lettre`) with this text, to somebody who does not exist."""
        courrier = self.env["parcours.courrier"].with_context(lang=langue)
        valeurs = courrier._exemple(langue)
        objet, corps = self._texte_exemple(langue)
        mention = self._mention_exemple().with_context(lang=langue)
        rue, _virgule, lieu = valeurs["commune.adresse"].partition(", ")
        volet = page.Volet(
            langue=langue[:2],
            objet=objet,
            corps=corps,
            **self._entete_exemple(courrier, valeurs),
            mediateur=mention.mediateur or "",
            recours=(self._genre() and self._genre().recours != MEDIATEUR and mention.recours) or "",
        )
        return page.Lettre(
            numero="L-0000-00000",
            reference=valeurs["dossier.reference"],
            jour=date(2026, 3, 3),
            destinataire=page.Destinataire(valeurs["personne.nom"], (rue, lieu)),
            volets=(volet,),
        )

    def _entete_exemple(self, courrier, valeurs):
        """Return who writes such a letter, as the parts of a `page.Volet` that say it."""
        joindre = (valeurs["commune.telephone"], valeurs["commune.courriel"])
        genre = self._genre()
        if genre and ATTESTATION in genre.objets:
            qui = valeurs["emetteur.nom"]
            return {
                "expediteur": qui,
                "lieu": valeurs["commune.nom"],
                "contact": (valeurs["agent.nom"], *joindre),
                "signature": (courrier.env._("For %s,", qui), valeurs["agent.nom"]),
            }
        if self.genre in PAPIERS:
            lieu, pour = courrier.env._("Brussels"), courrier.env._("For the organiser,")
            return {
                "expediteur": valeurs["organisateur.nom"],
                "coordonnees": (" · ".join(joindre),),
                "lieu": lieu,
                "contact": (valeurs["agent.nom"], valeurs["organisateur.nom"], *joindre),
                "signature": (pour, valeurs["agent.nom"]),
                "paraphe": (valeurs["personne.nom"],),
            }
        return {
            "expediteur": administration(valeurs["commune.nom"], courrier.env.lang),
            "coordonnees": (valeurs["commune.adresse"], " · ".join(joindre)),
            "lieu": valeurs["commune.nom"],
            "contact": (valeurs["agent.nom"], *joindre),
            "signature": (courrier.env._("For the commune,"), valeurs["agent.nom"]),
        }

    def _mention_exemple(self):
        """Return the block of remedies in force that such a letter bears, or none."""
        genre, mention = self._genre(), self.env["parcours.mention"]
        if not genre or not genre.acte:
            return mention
        try:
            return mention._en_vigueur(genre.acte, self.company_id, aujourdhui())
        except UserError:
            return mention

    def _texte_exemple(self, langue):
        """Return subject and text, filled in for an invented person."""
        objet, corps = self._objet_et_corps(langue)
        valeurs = self.env["parcours.courrier"]._exemple(langue)
        try:
            connues = {nom: valeurs.get(nom, "…") for nom in gabarit.champs(f"{objet} {corps}")}
            connues |= {nom: f"{{{{ {nom} }}}}" for nom in self._places_fausses()}
            titre = gabarit.remplir_ligne(objet, connues)
            return titre, gabarit.remplir(gabarit.nettoyer(corps), connues)
        except gabarit.ErreurGabarit:
            return objet, gabarit.nettoyer(corps)

    def _objet_et_corps(self, langue):
        """Return subject and text in that language, "" for what is not written."""
        suffixe = SUFFIXES[langue]
        return self[f"objet_{suffixe}"] or "", self[f"corps_{suffixe}"] or ""

    def _places_fausses(self):
        """Return the names that the text uses and that a letter of its kind does not know."""
        genre = self._genre()
        texte = " ".join(filter(None, (self.objet_fr, self.corps_fr, self.objet_nl, self.corps_nl)))
        try:
            noms = gabarit.champs(texte)
        except gabarit.PlaceMalEcrite as erreur:
            return [erreur.champ]
        return [nom for nom in noms if not genre or nom not in genre.permis]

    @api.constrains("genre", "objet_fr", "corps_fr", "objet_nl", "corps_nl")
    def _check_places(self):
        for modele in self:
            if fausses := modele._places_fausses():
                raise ValidationError(
                    self.env._(
                        "A letter of this kind knows nothing called: %s. Nothing was saved. Use the names of the list "
                        "beside the text.",
                        ", ".join(fausses),
                    )
                )

    def _ecrit_en(self, langue):
        self.ensure_one()
        objet, corps = self._objet_et_corps(langue)
        return bool(objet.strip() and html2plaintext(corps).strip())
