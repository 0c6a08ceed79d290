# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What is printed of an attestation: who gives it, what it says, and the number by which anybody verifies it."""

from dataclasses import replace

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.papier import numero, pdf

from ...droit.attestations import ATTESTATIONS, ORGANISATEUR, VIVALIS
from ...droit.canaux import REMISE
from ...droit.places import ATTEND, PARCOURS
from ..courrier.valeurs import Entete
from .libelles import LANGUES_SUIVIES, LISTES, SITUATIONS

#: Where anybody verifies a number (controllers/verification.py).
PAGE = "/verifier"


class AttestationPapier(models.AbstractModel):
    _name = "parcours.attestation.papier"
    _description = "Attestation: what is printed"

    def _imprimer(self, langue):
        """Print this attestation (superuser) and keep the letter; it is handed over there and then.

        :param langue: a key of ``LANGUES``
        :return: the number by which it is verified, which is on the paper and nowhere here
        :raise UserError: the person died, or the text of the letter is missing, or names what nobody told
        """
        self.ensure_one()
        tire = numero.tirer()
        ligne = ATTESTATIONS[self.genre]
        courrier = self.env["parcours.courrier"]._brouillons(
            self.dossier_id, ligne.lettre, {self.dossier_id.id: langue}, attestation_id=self.id
        )
        if trouve := courrier._ecart():
            raise UserError(courrier._phrase_ecart(*trouve))
        lettre, garde = courrier._composer()
        lettre = replace(lettre, verification=tire, page_verification=f"{self.get_base_url()}{PAGE}")
        jour = aujourdhui()
        courrier._avancer("regarder")
        courrier._garder(lettre, garde, pdf.imprimer(lettre))
        courrier._avancer("remettre", canal=REMISE, date_envoi=jour, date_reception=jour)
        self.courrier_id = courrier
        return tire

    def _est_tranche(self):
        """Whether what the letter is about was decided on: it is given there and then."""
        return True

    def _est_fini(self):
        """Whether another decision, with a letter of its own, ended it: one that is withdrawn has none."""
        return False

    def _entete_lettre(self):
        """Return who gives it, as the letterhead says it (`Entete`)."""
        if self.emetteur == ORGANISATEUR:
            qui = self.organisateur_id
            rue, ville = qui.street or "", f"{qui.zip or ''} {qui.city or ''}".strip()
            return Entete(qui.name, ", ".join(filter(None, (rue, ville))), qui.city or "", qui.phone, qui.email)
        if self.emetteur == VIVALIS:
            qui = self.env.ref("base.main_company")
            ville = f"{qui.zip or ''} {qui.city or ''}".strip()
            adresse = ", ".join(filter(None, (qui.street, ville)))
            return Entete(qui.name, adresse, qui.city or "", qui.phone, qui.email)
        return None

    def _valeurs_lettre(self, courrier):
        """Return what its text may name (superuser), in the language of the environment of the letter.

        :param courrier: the letter, which writes days in words
        """
        langue = courrier.env.lang[:2]
        dossier, inscription, attente = self.dossier_id, self._inscription(), self._attente()
        valeurs = {
            "personne.naissance": self._naissance(courrier),
            "personne.numero": self.env["registre.recherche"]._numero_lisible(dossier.niss),
            "emetteur.nom": courrier._entete().nom,
            "suspension.debut": courrier._en_lettres(self.suspension_id.date_debut),
            "suspension.fin": courrier._en_lettres(self.suspension_id.date_fin),
            "suspension.motif": self.suspension_id.motif_id.with_context(lang=courrier.env.lang).name or "",
            "fin.date": courrier._en_lettres(self.jour),
            "inscription.organisateur": inscription.organisateur_id.name or "",
            "inscription.date": courrier._en_lettres(inscription.date_debut),
            "inscription.langue": LANGUES_SUIVIES[langue][inscription.langue or ""],
        }
        if attente and self.suspension_id:
            # certified for want of a place: the person stands on a list, and is registered nowhere
            valeurs["inscription.organisateur"] = LISTES[langue].format(organisateur=attente.organisateur_id.name)
            valeurs["inscription.date"] = courrier._en_lettres(attente.demandee)
        return valeurs | {"situation.texte": self._situation(courrier, inscription, attente)}

    def _inscription(self):
        """Return the enrolment that it speaks of: the last one, with its organiser when it has one."""
        inscriptions = self.dossier_id.inscription_ids.sorted("date_debut", reverse=True)
        return inscriptions.filtered(lambda i: not self.organisateur_id or i.organisateur_id == self.organisateur_id)[
            :1
        ]

    def _attente(self):
        """Return the wait for a place that it speaks of, of who is registered nowhere: the one for which the term is
        suspended, else the first one; none."""
        dossier = self.dossier_id
        if dossier._inscription_ouverte():
            return dossier.attente_ids.browse()
        attentes = dossier.attente_ids.filtered(lambda a: a.state == ATTEND and a.module == PARCOURS)
        if self.suspension_id:
            return attentes.filtered(lambda a: a.suspension_id == self.suspension_id)
        return attentes.sorted(lambda a: (not a._suspendue(), a.demandee, a.id))[:1]

    def _naissance(self, courrier):
        """Return the birth date, in words, or as the register has it when it is not whole."""
        dossier = self.dossier_id
        entiere = dossier.naissance_min == dossier.naissance_max
        lue = dossier.personne_id.with_context(lang=courrier.env.lang).naissance
        return (entiere and courrier._en_lettres(dossier.naissance_min)) or lue or "–"

    def _situation(self, courrier, inscription, attente):
        """Return in a sentence where the pathway stands, as organisers are told: no summons, and no refusal."""
        dossier = self.dossier_id
        phrases = SITUATIONS[courrier.env.lang[:2]]
        if dossier.motif_cloture == "acheve":
            return phrases["acheve"]
        if attente:
            suspension = attente.suspension_id
            return phrases["attend_suspendu" if attente._suspendue() else "attend"].format(
                organisateur=attente.organisateur_id.name,
                jour=courrier._en_lettres(attente.demandee),
                debut=courrier._en_lettres(suspension.date_debut),
                fin=courrier._en_lettres(suspension.date_fin),
            )
        courante = inscription if inscription and not inscription.date_fin else None
        mot = dossier.etape_organisateur if courante else ""
        phrase = phrases.get(mot or "", phrases["inscrit" if courante else ""])
        return phrase.format(
            organisateur=inscription.organisateur_id.name or "", jour=courrier._en_lettres(inscription.date_debut)
        )
