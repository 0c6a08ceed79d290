# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.registre_national.models.recherche.registre_recherche import LIGNES

#: The letter whose code an organiser may read, and why it does: who brings it stands there.
ATTESTATION, PRESENT = "attestation_obligation", "guichet"


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

    def _peut_inscrire(self):
        """Whether the user registers people with an organiser."""
        user = self.env.user
        organise = user.organisateur_id and user.has_group("parcours_accueil.group_organisateur")
        return bool(organise) and user.habilite

    @api.model
    def chercher(self, texte):
        """An organiser reads the code of an attestation of obligation too: who brings the letter is found by it."""
        resultat = super().chercher(texte)
        if not resultat["lignes"] and self._peut_inscrire() and (courrier := self._attestation(texte)):
            # its code has 128 bits: nobody guesses one, and each look is counted all the same
            self._compter_ailleurs()
            personne = courrier.dossier_id.personne_id
            siens = self.env["parcours.dossier"].search([("id", "=", courrier.dossier_id.id)])
            resultat["lignes"] = [self._ligne(siens)] if siens else self._lignes_ailleurs(personne)
            for ligne in resultat["lignes"]:
                ligne.setdefault("motif", PRESENT)
            self._journaliser_recherche(courrier.name, "ailleurs", PRESENT, personne.mapped("niss"), len(personne))
        return resultat

    def _attestation(self, texte):
        """Return the attestation of obligation that bears this code, as superuser."""
        # sudo: who holds the letter shows its code, which nobody guesses; only the minimal trace of whom it was sent to
        # comes out, and it is logged
        courrier = self.env["parcours.courrier"].sudo()._par_jeton(texte)
        return courrier.filtered(lambda un: un.genre == ATTESTATION)

    @api.model
    def ouvrir_trace(self, numero, motif):
        """Open the window by which an organiser registers somebody who is not theirs yet.

        :raise AccessError: the user does not work for an organiser
        :raise UserError: no purpose, no number, or too many looks in a minute
        """
        if not self._peut_inscrire():
            return super().ouvrir_trace(numero, motif)
        if motif not in dict(self.motifs()):
            raise UserError(self.env._("Say why you search in the other communes."))
        niss = self._rien(numero or "")["numero"]
        if not niss:
            raise UserError(self.env._("This is no national number. Search for the person again."))
        self._compter_ailleurs()
        # sudo: what the window shows of this person is what the search shows to anybody (loi.md §8), logged just below
        personne = self.env["registre.personne"].sudo()._proprietaires([niss]).get(niss)
        self._journaliser_recherche(niss, "ailleurs", motif, [niss], int(bool(personne)))
        if not personne:
            raise UserError(self.env._("Nobody here has this number. Nothing was opened."))
        return self._fenetre_inscription(personne)

    def _fenetre_inscription(self, personne):
        """Return the action of the window that registers this person, given as superuser."""
        [trace] = self._lignes_ailleurs(personne)
        dossier = personne.env["parcours.dossier"].search([("personne_id", "=", personne.id)])
        # sudo: the window is made here only, of somebody who was searched for; it is its author's
        fenetre = (
            self.env["parcours.inscription.fenetre"]
            .sudo()
            .create(
                {
                    "numero": personne.niss,
                    "nom": trace["nom"],
                    "commune": trace["commune"],
                    "statut": " · ".join(filter(None, (trace["etat"], trace["detail"]))),
                    "organisateur_id": self.env.user.organisateur_id.id,
                    "libre": dossier.phase == "predossier",
                }
            )
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Register here"),
            "res_model": fenetre._name,
            "res_id": fenetre.id,
            "views": [[False, "form"]],
            "target": "new",
        }

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
        traces, inscrit_ici = super()._traces(personnes), self._peut_inscrire()
        for personne, trace in traces.items():
            if dossier := par_personne.get(personne):
                trace |= {"etat": self._statut(dossier), "detail": dossier.organisateur_id.name or ""}
                if inscrit_ici and not dossier.organisateur_id:
                    trace["geste"] = self.env._("Register here")
            else:
                trace["etat"] = self._statut(dossiers.browse())
        return traces

    def _statut(self, dossier):
        """The status of a file to anybody else, in words: a summons, a refusal or a sanction does not show."""
        mots = dict(dossier._fields["etape_organisateur"]._description_selection(self.env))
        return mots.get(dossier.etape_organisateur) or self.env._("No pathway under way")
