# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import models

from odoo.addons.registre_national.models.recherche.registre_recherche import LIGNES


class RegistreRecherche(models.AbstractModel):
    """Second floor's doors: files are found before people, and say where they stand."""

    _inherit = "registre.recherche"

    def _peut_chercher(self):
        dossiers = self.env["parcours.dossier"]
        nomme = dossiers.has_access("read") and dossiers._has_field_access(dossiers._fields["name"], "read")
        habilite = self.env.user.habilite
        return super()._peut_chercher() or (habilite and nomme and not self._ne_fait_que_controler())

    def _peut_chercher_ailleurs(self):
        """Organisers too: they read their own enrolments only."""
        user = self.env.user
        if user.has_group("parcours_accueil.group_organisateur"):
            return user.habilite and not user.has_group("registre_national.group_registre_regional")
        return super()._peut_chercher_ailleurs()

    def _fiches(self, texte, debuts):
        dossiers = self.env["parcours.dossier"]
        if not dossiers.has_access("read"):
            return super()._fiches(texte, debuts)
        # an envelope that came back: its code is read by a machine or typed, its number stands beside
        if self.env["parcours.courrier"].has_access("read") and (
            courrier := self.env["parcours.courrier"]._par_reference(texte)
        ):
            return [courrier.dossier_id]
        trouves = dossiers._candidats(texte, debuts)
        if len(trouves) > LIGNES:
            return list(trouves)
        # sudo: who of the people found has one of these very files
        avec = set(trouves.sudo().personne_id.ids)
        return [*trouves, *(personne for personne in super()._fiches(texte, debuts) if personne.id not in avec)]

    def _ligne(self, fiche):
        if fiche._name != "parcours.dossier":
            return super()._ligne(fiche)
        return {
            "model": fiche._name,
            "id": fiche.id,
            "nom": fiche.name or fiche.reference,
            "numero": self._numero_lisible(fiche.niss),
            "commune": fiche.company_id.display_name or "",
            "etat": self._etat(fiche),
            "detail": fiche.reference,
        }

    def _etat(self, dossier):
        """Where a file stands, to who may read it: its stage, its outcome before it is opened, or that it is closed."""

        if not dossier._has_field_access(dossier._fields["stage_id"], "read"):
            return self._statut(dossier)

        def mot(champ):
            return dict(dossier._fields[champ]._description_selection(self.env)).get(dossier[champ], "")

        if dossier.phase == "dossier" and dossier.stage_id:
            return dossier.stage_id.name
        if dossier.phase == "predossier" and dossier.resultat:
            return f"{mot('phase')} · {mot('resultat')}"
        return mot("phase")

    def _portee(self, personnes):
        dossiers = self.env["parcours.dossier"]
        siens = super()._portee(personnes)
        if not dossiers.has_access("read"):
            return siens
        # sudo: which files these people have, of which the reader's own rules keep some; and whose those are
        tous = dossiers.sudo().search([("personne_id", "in", personnes.ids)])
        return siens | dossiers.search([("id", "in", tous.ids)]).sudo().personne_id

    def _traces(self, personnes):
        # sudo: status and organiser are what anybody who may search is told (loi.md §8)
        dossiers = self.env["parcours.dossier"].sudo().search([("personne_id", "in", personnes.ids)])
        par_personne = {dossier.personne_id: dossier for dossier in dossiers}
        traces = super()._traces(personnes)
        for personne, trace in traces.items():
            if dossier := par_personne.get(personne):
                trace |= {"etat": self._statut(dossier), "detail": dossier.organisateur_id.name or ""}
            else:
                trace["etat"] = self._statut(dossiers.browse())
        return traces

    def _statut(self, dossier):
        """The status of a file to anybody else, in words: a summons, a refusal or a sanction does not show."""
        mots = dict(dossier._fields["etape_organisateur"]._description_selection(self.env))
        return mots.get(dossier.etape_organisateur) or self.env._("No pathway under way")
