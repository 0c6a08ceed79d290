# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The windows of a step, the one that records it and the one that prints its letter: what it rests on, before it is
recorded when nobody takes it back lightly, and what follows from its letter."""

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from ...droit.canaux import CANAUX, INCONNU, MAIN
from ...droit.chaine import ENTREE, LETTRE, REFERENCE, chaine
from ...droit.delais import ACCESSIBLE, EN_MAIN, PRESUMEE, PROUVEE, Lettre, Parametres
from ...droit.etapes import Evenement

_lt = LazyTranslate(__name__)

#: What the day of a receipt rests on, in words; ``%s``: that day.
RECEPTIONS = {
    EN_MAIN: _lt("received that day"),
    PROUVEE: _lt("received on %s"),
    PRESUMEE: _lt("presumed received on %s"),
    ACCESSIBLE: _lt("counted from %s"),
}
#: What follows from a letter that leaves, by what its receipt rests on (``%s``: the day that its term is counted from).
SUITES_ENVOI = {
    EN_MAIN: _lt("Received on that day: %s. Keep the receipt that the person signed with the documents of the file."),
    ACCESSIBLE: _lt(
        "The first working day after the message was accessible is the first day of the term, which is counted from "
        "its eve: %s. The person must have consented to the eBox, and the message must say that it is a registered "
        "sending."
    ),
    PRESUMEE: _lt("Presumed received on %s, unless the person proves a later day."),
}
SUITE_ACCUSE = _lt("Presumed received on %s, until the card is back: record then the day that it says.")
SUITE_SANS_PREUVE = _lt(
    "Without a proof of posting the term is counted from %s all the same, but its end is only reviewed, and no refusal "
    "can be found on this letter. If the post stamped a list, enter its number."
)


class EvenementChaine(models.AbstractModel):
    """A part of the windows of a file that record a step or print its letter (:meth:`_etape`): what it rests on is
    shown for the steps of the column `confirme` (droit/etapes.py)."""

    _name = "parcours.evenement.chaine"
    _description = "Window of a step: what it rests on"

    #: The fields that say which step it is.
    _etape_selon = ()

    confirme = fields.Boolean(
        "To be confirmed", compute="_compute_chaine", help="Whether it is confirmed on what it rests on."
    )
    chaine = fields.Html("It rests on", compute="_compute_chaine", sanitize=False)
    en_main = fields.Boolean(compute="_compute_ce_canal", export_string_translation=False)
    par_la_poste = fields.Boolean(compute="_compute_ce_canal", export_string_translation=False)
    numerote = fields.Boolean(compute="_compute_ce_canal", export_string_translation=False)

    @api.depends(lambda self: (*self._etape_selon, "dossier_id"))
    @api.depends_context("lang", "uid")
    def _compute_chaine(self):
        for fenetre in self:
            etape = fenetre._etape()
            fenetre.confirme = bool(etape) and etape.confirme
            # the window is opened on a file that its user may write; whoever may not read it is told nothing
            dossier = fenetre.dossier_id._origin
            montree = fenetre.confirme and dossier.has_access("write")
            fenetre.chaine = montree and dossier._rendre_chaine(dossier._chaine(etape.code), etape.code)

    @api.depends("canal")
    def _compute_ce_canal(self):
        for fenetre in self:
            canal = fenetre._canal()
            fenetre.en_main = canal.preuve == MAIN
            fenetre.par_la_poste = bool(fenetre.canal) and canal.adresse
            fenetre.numerote = canal.numerote

    def _canal(self):
        """Return the row of the channel that is chosen."""
        return CANAUX.get(self.canal, INCONNU)

    def _etape(self):
        """Return the row of the step that this window is about, or None."""
        raise NotImplementedError

    def _suite_envoi(self, etape, jour, canal, preuve):
        """Return what follows when the letter of that step leaves so: its sentence, and the day that it tells."""
        reglement = self.dossier_id.reglement_id
        if not (etape and etape.envoie and jour and canal and reglement):
            return None, None
        envoi = Evenement(etape.code, jour, canal=canal, depot_prouve=bool((preuve or "").strip()))
        recue = Lettre(envoi, None, etape.envoie).reception(Parametres(reglement._lignes()).jours_presomption)
        particulier = SUITE_SANS_PREUVE if recue.doutes else SUITE_ACCUSE if recue.attendue else None
        return particulier or SUITES_ENVOI[recue.mot], recue.jour

    def _dire_suite(self, phrase, jour):
        """Return such a sentence in the user's words, or False."""
        texte = self.env._(phrase) if phrase else False
        return texte % format_date(self.env, jour) if jour else texte


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

    def _rendre_chaine(self, maillons, etape=""):
        """Return links in words as a table, with what still waits to be checked in this file and what that step leads
        to; False without any."""
        if not (maillons or etape):
            return False
        # sudo: the caller may write the file; a number of documents comes out
        attendent = len(self.sudo().preuve_ids.filtered(lambda document: document.state == "recu"))
        valeurs = {"maillons": maillons, "attendent": attendent, "etape": etape}
        return self.env["ir.qweb"]._render("parcours_accueil.chaine", valeurs)

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
