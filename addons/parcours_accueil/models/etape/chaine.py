# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The window of a step that nobody takes back lightly: what it rests on, before it is recorded."""

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from ...droit.chaine import ENTREE, LETTRE, REFERENCE, chaine
from ...droit.delais import ACCESSIBLE, EN_MAIN, PRESUMEE, PROUVEE, Parametres

_lt = LazyTranslate(__name__)

#: What the day of a receipt rests on, in words; ``%s``: that day.
RECEPTIONS = {
    EN_MAIN: _lt("received that day"),
    PROUVEE: _lt("received on %s"),
    PRESUMEE: _lt("presumed received on %s"),
    ACCESSIBLE: _lt("counted from %s"),
}


class EvenementChaine(models.AbstractModel):
    """A part of the window of steps: shown for the steps of the column `confirme` (droit/etapes.py)."""

    _name = "parcours.evenement.chaine"
    _description = "Window of a step: what it rests on"

    confirme = fields.Boolean(
        "To be confirmed", compute="_compute_chaine", help="Whether it is confirmed on what it rests on."
    )
    chaine = fields.Html("It rests on", compute="_compute_chaine", sanitize=False)

    @api.depends("type", "dossier_id")
    @api.depends_context("lang", "uid")
    def _compute_chaine(self):
        etapes = self.env["parcours.evenement"]._tables().etapes
        for fenetre in self:
            etape = fenetre.type and etapes[fenetre.type]
            fenetre.confirme = bool(etape) and etape.confirme
            # the window is opened on a file that its user may write; whoever may not read it is told nothing
            dossier = fenetre.dossier_id._origin
            maillons = dossier._chaine(fenetre.type) if fenetre.confirme and dossier.has_access("write") else []
            fenetre.chaine = dossier._rendre_chaine(maillons)


class DossierChaine(models.AbstractModel):
    _name = "parcours.dossier.chaine"
    _description = "Pathway file: what a summons or a refusal rests on"

    def _chaine(self, genre):
        """Return the links of that step, in the reader's language: ``[{"quoi", "le", "dit", "preuve", "par",
        "article", "documents"}]``."""
        self.ensure_one()
        # sudo: the caller may write the file; days, ways of letters and names of colleagues come out
        dossier = self.sudo()
        lignes = dossier.reglement_id._lignes() if dossier.reglement_id else {}
        if not lignes:
            return []
        situation = dossier._situations(dossier._roles())[dossier]
        maillons = chaine(
            *(genre, situation.evenements, situation.termes, Parametres(lignes).jours_presomption),
            dossier.date_reference or None,
        )
        return dossier._maillons_lisibles(maillons, lignes)

    def _maillons_lisibles(self, maillons, lignes):
        """Return links in words, as :meth:`_chaine`; a floor above has links of its own.

        :param lignes: the lines of the version of the law, by code
        """
        self.ensure_one()
        # sudo: of entries of this file, whose access the caller checked, come out days, proofs and names of colleagues
        entrees = self.env["parcours.evenement"].sudo().browse(m.evenement.rang for m in maillons if m.evenement)
        entrees = {entree.id: entree for entree in entrees}
        documents = self._documents_lisibles()
        return [self._maillon_lisible(maillon, entrees, lignes, documents) for maillon in maillons]

    def _rendre_chaine(self, maillons):
        """Return links in words as a table, with what still waits to be checked in this file; False without any."""
        if not maillons:
            return False
        # sudo: the caller may write the file; a number of documents comes out
        attendent = len(self.sudo().preuve_ids.filtered(lambda document: document.state == "recu"))
        return self.env["ir.qweb"]._render("parcours_accueil.chaine", {"maillons": maillons, "attendent": attendent})

    def _documents_lisibles(self):
        """Return ``{"evenement_id" or "suspension_id": {id: [document in words]}}``: what was accepted for each step
        and each suspension. A medical one is a document, no more, for who may not know it."""
        # `sudo(False)`: as who asks, whoever reads the links
        medicaux = self.sudo(False)._dit_les_motifs()
        lisibles = {"evenement_id": {}, "suspension_id": {}}
        # sudo: the caller may write the file; kinds, days and names of colleagues come out
        for document in self.sudo().preuve_ids.filtered(lambda document: document.state == "accepte"):
            tu = document.medical and not medicaux
            nom = self.env._("Document for the commune") if tu else document.display_name
            dit = f"{nom} · {document._controle_dit(document.verifie_par_id.name)}"
            for champ, par_objet in lisibles.items():
                par_objet.setdefault(document[champ].id, []).append(dit)
        return lisibles

    def _maillon_lisible(self, maillon, entrees, lignes, documents):
        """Return one link in words.

        :param entrees: the events by their id, as superuser: their proof, and who entered them
        :param documents: as :meth:`_documents_lisibles`
        """
        entree = maillon.evenement and entrees[maillon.evenement.rang]
        types = dict(self.env["parcours.evenement"]._fields["type"]._description_selection(self.env))
        canaux = dict(self.env["parcours.evenement"]._fields["canal"]._description_selection(self.env))
        lu = {
            "le": format_date(self.env, maillon.jour),
            "article": lignes[maillon.code].article if maillon.code in lignes else "",
            "preuve": entree and entree.preuve_envoi or "",
            "par": entree and entree._auteur() or "",
            "dit": "",
            "documents": documents["evenement_id"].get(entree.id, []) if entree else [],
        }
        match maillon.genre:
            case genre if genre == REFERENCE:
                quoi = self._fields["date_reference"]._description_string(self.env)
                # sudo: public law
                return lu | {"quoi": quoi, "article": self.sudo().reglement_id.article_obligation}
            case genre if genre == LETTRE:
                recue = maillon.reception
                mot = self.env._(RECEPTIONS[recue.mot])
                dit = mot % format_date(self.env, recue.jour) if "%s" in mot else mot
                if recue.doutes:
                    dit = self.env._("%s; nothing proves that it was posted", dit)
                return lu | {
                    "quoi": types[entree.type],
                    "dit": " · ".join(filter(None, (canaux.get(maillon.lettre.canal), dit))),
                }
            case genre if genre == ENTREE:
                return lu | {
                    "quoi": types[entree.type],
                    "dit": entree.organisateur_id.name or canaux.get(entree.canal, ""),
                }
        terme = maillon.terme
        suspensions = [ligne for ligne in terme.delai.lignes if ligne.genre == "suspension"]
        suspendus = sum(ligne.jours for ligne in suspensions)
        fondent = {reference for ligne in suspensions for reference in ligne.references}
        lu["documents"] = [d for s, dits in documents["suspension_id"].items() if s in fondent for d in dits]
        dit = self.env._("counted from %s", format_date(self.env, terme.delai.depart))
        if suspendus:
            dit = self.env._("%(counted)s; days that do not count: %(days)s", counted=dit, days=suspendus)
        # sudo: the name of a kind of term is the same for everybody
        genres = self.env["parcours.delai.type"].sudo().search([("code", "=", terme.type)])
        return lu | {"quoi": self.env._("End of the term: %s", genres.name), "dit": dit}
