# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a letter of a sanction says: what was found, the hearing, the decision, the payment; and who writes it."""

from dataclasses import replace

from odoo import api, models
from odoo.fields import Datetime
from odoo.tools import format_amount

from odoo.addons.parcours_accueil.droit.delais import Parametres, derniere_lettre
from odoo.addons.parcours_accueil.droit.etapes import SOMMATION
from odoo.addons.parcours_socle.jour import BRUXELLES
from odoo.addons.parcours_socle.papier import page

from ...banque.compte import en_groupes
from ...droit.courriers import CONTRAINTE, DECISIONS, REFUS
from .libelles import PLACES

#: What was found, what came of the hearing, and how an hour is written, in the languages of the letters.
CONSTATS = {
    "fr": {
        "refus": "le {constat}, votre commune a constaté que vous refusez de suivre le parcours d’accueil : vous "
        "n’avez pas répondu à la sommation du {sommation}, reçue le {reception}.",
        "sans_preuve": "le {constat}, il a été constaté que vous n’avez pas apporté, au plus tard le {preuve}, la "
        "preuve que vous suivez le parcours d’accueil, après l’amende de {montant} du {amende}, notifiée le "
        "{notifiee}.",
    },
    "nl": {
        "refus": "op {constat} heeft uw gemeente vastgesteld dat u weigert het inburgeringstraject te volgen: u hebt "
        "niet geantwoord op de aanmaning van {sommation}, ontvangen op {reception}.",
        "sans_preuve": "op {constat} is vastgesteld dat u niet uiterlijk op {preuve} hebt bewezen dat u het "
        "inburgeringstraject volgt, na de geldboete van {montant} van {amende}, ter kennis gebracht op {notifiee}.",
    },
}
ISSUES = {
    "fr": {
        "tenue": "vous avez été entendu(e) le {jour}.",
        "declinee": "vous avez renoncé par écrit à être entendu(e), le {jour}.",
        "absence": "vous avez été invité(e) à être entendu(e) et n’êtes pas venu(e).",
    },
    "nl": {
        "tenue": "u werd gehoord op {jour}.",
        "declinee": "u hebt er op {jour} schriftelijk van afgezien gehoord te worden.",
        "absence": "u werd uitgenodigd om gehoord te worden en bent niet gekomen.",
    },
}
HEURES = {"fr": "%H h %M", "nl": "%H.%M uur"}
#: The town of the authority, before the day of its letters.
VILLES = {"fr": "Bruxelles", "nl": "Brussel"}
#: Somebody who does not exist, for the preview of a text; in both languages, or by language.
EXEMPLES = {
    "fr": {
        "constat.date": "20 octobre 2026",
        "constat.texte": CONSTATS["fr"]["refus"].format(
            constat="20 octobre 2026", sommation="5 août 2026", reception="10 août 2026"
        ),
        "audience.date": "14 décembre 2026",
        "audience.heure": "10 h 30",
        "audience.lieu": "rue de l’Exemple 1, 1000 Exemple, local 4",
        "duree.audition": "30 jours",
        "duree.paiement": "30 jours",
        "duree.preuve_amende": "2 mois",
        "audition.issue": ISSUES["fr"]["tenue"].format(jour="14 décembre 2026"),
        "amende.montant": "100,00 €",
        "amende.date": "4 janvier 2027",
        "amende.reception": "8 janvier 2027",
        "paiement.solde": "100,00 €",
        "paiement.fin": "8 février 2027",
    },
    "nl": {
        "constat.date": "20 oktober 2026",
        "constat.texte": CONSTATS["nl"]["refus"].format(
            constat="20 oktober 2026", sommation="5 augustus 2026", reception="10 augustus 2026"
        ),
        "audience.date": "14 december 2026",
        "audience.heure": "10.30 uur",
        "audience.lieu": "Voorbeeldstraat 1, 1000 Voorbeeld, lokaal 4",
        "duree.audition": "30 dagen",
        "duree.paiement": "30 dagen",
        "duree.preuve_amende": "2 maanden",
        "audition.issue": ISSUES["nl"]["tenue"].format(jour="14 december 2026"),
        "amende.montant": "€ 100,00",
        "amende.date": "4 januari 2027",
        "amende.reception": "8 januari 2027",
        "paiement.solde": "€ 100,00",
        "paiement.fin": "8 februari 2027",
    },
}
#: The same in both.
EXEMPLE = {
    "sanction.reference": "SA/2026/00000",
    "paiement.compte": "BE00 0000 0000 0000",
    "paiement.titulaire": "Vivalis",
    "paiement.communication": "+++000/0000/00101+++",
}


class CourrierValeurs(models.AbstractModel):
    _inherit = "parcours.courrier.valeurs"

    @api.model
    def _places(self):
        return super()._places() | PLACES

    @api.model
    def _exemple(self, langue):
        return super()._exemple(langue) | EXEMPLE | EXEMPLES[langue[:2]]

    def _valeurs(self):
        valeurs = super()._valeurs()
        # sudo: a letter that was allowed, of one sanction; what it says is fixed by the table of letters
        courrier = self.sudo()
        if not courrier.sanction_id:
            return valeurs
        dits = courrier._valeurs_sanction()
        return valeurs | {nom: dits[nom] or "" for nom in valeurs.keys() & dits.keys()}

    def _composer(self, textes=None):
        """It bears the reference of the sanction, and says that it is registered when it must be."""
        lettre, garde = super()._composer(textes)
        # sudo: as above
        courrier = self.sudo()
        if courrier.sanction_id:
            canal = page.RECOMMANDE if self.genre == CONTRAINTE else lettre.canal
            lettre = replace(lettre, reference=courrier.sanction_id.reference, canal=canal)
        return lettre, garde

    def _textes_imprimes(self, langues, connus):
        """The day and the reasons of a decision are in its text: no two are alike, and what is looked up is not."""
        return super()._textes_imprimes(langues, {} if self.sanction_id else connus)

    def _emetteur(self):
        return self.env.ref("base.main_company") if self.sanction_id else super()._emetteur()

    def _nom_emetteur(self):
        return self._emetteur().display_name if self.sanction_id else super()._nom_emetteur()

    def _adresse(self, autorite):
        if not self.sanction_id or autorite != self._emetteur():
            return super()._adresse(autorite)
        lieu = f"{autorite.zip or ''} {self._ville(autorite)}".strip()
        return ", ".join(filter(None, (autorite.street, lieu)))

    def _lieu(self):
        return self._ville(self._emetteur()) if self.sanction_id else super()._lieu()

    def _qualite(self):
        return self.env._("designated official") if self.sanction_id else super()._qualite()

    def _agent(self):
        """Who has the sanction can tell more, else who makes the letter."""
        return (self.sanction_id.user_id or self.fait_par_id) if self.sanction_id else super()._agent()

    def _signataire(self):
        """Who decided signs the decision."""
        return (self.genre in DECISIONS.values() and self.decision_id.user_id) or super()._signataire()

    def _signature(self):
        if not self.sanction_id:
            return super()._signature()
        return (self.env._("The designated official,"), self._signataire().name)

    def _valeurs_sanction(self):
        """Return the values of the places of this letter (superuser) that are of its sanction."""
        sanction, infraction, decision = self.sanction_id, self.infraction_id, self.decision_id
        autorite = self.env.ref("base.main_company")
        valeurs = {
            "sanction.reference": sanction.reference,
            "constat.date": self._en_lettres(infraction.date_constat),
            "constat.texte": self._constat(),
            "audition.issue": self._issue_audition(),
            **self._audience(),
            "paiement.compte": en_groupes(autorite.compte_amendes),
            "paiement.titulaire": autorite.compte_titulaire or autorite.name,
        }
        if decision:
            motifs = (decision.motivation, decision.motivation_protection)
            du = sum(decision.mouvement_ids.mapped("montant_signe"))
            valeurs |= {
                "decision.date": self._en_lettres(decision.date),
                "decision.motif": "\n".join(filter(None, map(str.strip, filter(None, motifs)))),
                "decision.auteur": decision.user_id.name,
                "amende.date": self._en_lettres(decision.date),
                "amende.montant": self._en_euros(decision.montant),
                "amende.reception": self._en_lettres(decision.date_notification),
                "paiement.solde": self._en_euros(du),
                "paiement.fin": self._en_lettres(decision.date_limite_paiement),
                "paiement.communication": decision.communication,
            }
        return valeurs

    def _en_euros(self, montant):
        return format_amount(self.env, montant, self.sanction_id.currency_id)

    def _constat(self):
        """Return what was found, in a sentence."""
        infraction, sanction = self.infraction_id, self.sanction_id
        if not infraction:
            return ""
        dits = {"constat": infraction.date_constat}
        montant = ""
        if infraction.type == REFUS:
            rang = sanction.evenement_id.id
            # of the summons that this finding rests on: the commune may have summoned again since
            faits = [e for e in self.dossier_id._faits().get(self.dossier_id.id, ()) if not rang or e.rang <= rang]
            lettre = derniere_lettre(faits, SOMMATION)
            jours = Parametres(sanction.reglement_id._lignes()).jours_presomption if sanction.reglement_id else None
            recue = lettre.reception(jours) if lettre and jours else None
            dits |= {"sommation": lettre and lettre.jour, "reception": recue and recue.jour}
        else:
            amende = infraction.fondement_id
            montant = self._en_euros(amende.montant)
            dits |= {
                "preuve": amende.date_limite_preuve,
                "amende": amende.date,
                "notifiee": amende.date_notification,
            }
        if not all(dits.values()):
            return ""
        lus = {nom: self._en_lettres(jour) for nom, jour in dits.items()}
        return CONSTATS[self.env.lang[:2]][infraction.type].format(**lus, montant=montant)

    def _issue_audition(self):
        """Return what came of the hearing of the infringement, in a sentence."""
        audition = self.infraction_id.audition_ids.filtered("resultat")[:1]
        if not audition:
            return ""
        jour = self._en_lettres(audition._jour_issue())
        return ISSUES[self.env.lang[:2]][audition.resultat].format(jour=jour)

    def _audience(self):
        """Return when and where the person is heard, by the clock of Brussels."""
        if not self.audience_le:
            return {}
        # Odoo keeps moments in UTC, without a time zone
        local = Datetime.context_timestamp(self.with_context(tz=BRUXELLES.key), self.audience_le)
        return {
            "audience.date": self._en_lettres(local.date()),
            "audience.heure": local.strftime(HEURES[self.env.lang[:2]]),
            "audience.lieu": self.audience_lieu,
        }

    def _ville(self, autorite):
        """Return the town of the authority, in the language of the letter."""
        ville = (autorite.city or "").strip()
        connue = ville if ville.casefold() not in {nom.casefold() for nom in VILLES.values()} else ""
        return connue or VILLES[self.env.lang[:2]]
