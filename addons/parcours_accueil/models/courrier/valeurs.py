# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a letter says of a file, in the language of the letter: the values of its places, who can tell more, where it
goes, and the block of remedies."""

import base64
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.parcours_socle.jour import aujourdhui, jour_du_moment
from odoo.addons.parcours_socle.papier import gabarit, page, pdf

from ...droit.courriers import CONTESTATION, DECISIONS, EXEMPTION, FINS, MEDIATEUR, SUSPENSION, VIVALIS, Acte
from ...droit.delais import Parametres, derniere, derniere_lettre
from ...droit.etapes import CONSTAT_REFUS, SOMMATION
from ..vocabulaire import DEUX, LANGUES
from .libelles import PLACES

#: One of a unit, and several, in the languages of the letters.
UNITES = {
    "fr": {"mois": ("mois", "mois"), "jours": ("jour", "jours"), "annees": ("an", "ans")},
    "nl": {"mois": ("maand", "maanden"), "jours": ("dag", "dagen"), "annees": ("jaar", "jaar")},
}
#: What a commune is called on its letters; French elides before a vowel.
ADMINISTRATIONS = {"fr": "Administration communale {de}{nom}", "nl": "Gemeentebestuur van {nom}"}
VOYELLES = frozenset("AEÉÈIOUY")
#: What is decided on a request; or the state in which another decision left what was given.
REFUSE, DONNE, JUSQU_AU = ("refusee", "donnee", "jusqu_au")
#: A decision in a sentence, by what is decided on and what is decided.
ISSUES = {
    "fr": {
        ("exemption", DONNE): "l’exemption est accordée à partir du {debut}, sans date de fin.",
        ("exemption", JUSQU_AU): "l’exemption est accordée du {debut} au {fin} inclus.",
        ("exemption", REFUSE): "l’exemption est refusée.",
        ("exemption", "revoquee"): "il est mis fin à l’exemption à partir du {debut}.",
        ("contestation", DONNE): "votre contestation est acceptée.",
        ("contestation", REFUSE): "votre contestation est refusée.",
        ("suspension", REFUSE): "la suspension est refusée : votre délai continue à courir.",
        ("suspension", JUSQU_AU): "votre délai est suspendu du {debut} au {fin} inclus.",
        ("suspension", "abregee"): "la suspension de votre délai prend fin le {fin} au soir.",
        ("suspension", "annulee"): "la suspension de votre délai du {debut} au {fin} est annulée.",
    },
    "nl": {
        ("exemption", DONNE): "de vrijstelling wordt toegekend vanaf {debut}, zonder einddatum.",
        ("exemption", JUSQU_AU): "de vrijstelling wordt toegekend van {debut} tot en met {fin}.",
        ("exemption", REFUSE): "de vrijstelling wordt geweigerd.",
        ("exemption", "revoquee"): "er wordt een einde gemaakt aan de vrijstelling vanaf {debut}.",
        ("contestation", DONNE): "uw betwisting wordt aanvaard.",
        ("contestation", REFUSE): "uw betwisting wordt geweigerd.",
        ("suspension", REFUSE): "de opschorting wordt geweigerd: uw termijn loopt door.",
        ("suspension", JUSQU_AU): "uw termijn wordt opgeschort van {debut} tot en met {fin}.",
        ("suspension", "abregee"): "de opschorting van uw termijn eindigt op {fin} ’s avonds.",
        ("suspension", "annulee"): "de opschorting van uw termijn van {debut} tot en met {fin} wordt geannuleerd.",
    },
}
#: Title and text of what stands for a brochure that is not there.
SANS_BROCHURE = {
    "fr": (
        "Brochure du parcours d’accueil",
        "La brochure n’a pas encore été déposée par Vivalis. Cette feuille en tient lieu : demandez la brochure au "
        "guichet de votre commune ou auprès d’un organisateur.",
    ),
    "nl": (
        "Brochure van het inburgeringstraject",
        "De brochure is nog niet door Vivalis geüpload. Dit blad vervangt ze: vraag de brochure aan het loket van uw "
        "gemeente of bij een inrichter.",
    ),
}
#: Somebody who does not exist, for the preview of a text.
EXEMPLE = {
    "fr_BE": {
        "personne.nom": "EXEMPLE Nadia",
        "dossier.reference": "PA/2026/00000",
        "lettre.date": "3 mars 2026",
        "lettre.precision": "une copie de votre carte de séjour",
        "commune.nom": "Commune d’exemple",
        "commune.adresse": "place de l’Exemple 1, 1000 Exemple",
        "commune.telephone": "02 000 00 00",
        "commune.courriel": "parcours@exemple.invalid",
        "commune.texte": "Guichet 4, le matin.",
        "agent.nom": "Camille Exemple",
        "duree.inscription": "6 mois",
        "duree.achevement": "18 mois",
        "duree.sommation": "2 mois",
        "organisateurs": "BAPA BXL, BAPA VIA, BAPA Convivial, BON",
        "obligation.date": "2 février 2026",
        "terme.nom": "s’inscrire auprès d’un organisateur",
        "terme.fin": "2 août 2026",
        "demande.objet": "Certificat ou diplôme d’une école belge",
        "demande.article": "art. 5 §2",
        "demande.explication": "Un diplôme d’une école financée par l’une des trois Communautés.",
        "demande.date": "20 février 2026",
        "demande.texte": "J’ai suivi l’école en Belgique.",
        "decision.date": "2 mars 2026",
        "decision.issue": "la demande est refusée.",
        "decision.motif": "Le document n’est pas un diplôme.",
        "decision.auteur": "Camille Exemple",
        "decision.fin": "28 février 2027",
        "suspension.debut": "1er mars 2026",
        "suspension.fin": "31 août 2026",
        "sommation.date": "5 août 2026",
        "sommation.reception": "10 août 2026",
        "refus.date": "20 octobre 2026",
        "cloture.date": "1er mars 2026",
        "cloture.motif": "Parcours achevé",
        "personne.naissance": "12 mai 1990",
        "personne.numero": "90.65.12-001.00",
        "emetteur.nom": "BAPA Exemple",
        "inscription.organisateur": "BAPA Exemple",
        "inscription.date": "9 mars 2026",
        "inscription.langue": "français",
        "suspension.motif": "Autre raison certifiée par un organisateur",
        "fin.date": "1er septembre 2026",
        "situation.texte": "suit le parcours auprès de BAPA Exemple, où elle est inscrite depuis le 9 mars 2026",
        "organisateur.nom": "Organisateur d’exemple",
        "parcours.langue": "français",
        "convention.convenu": "Cours du soir, deux fois par semaine.",
        "convention.presents": "Nadia EXEMPLE et Camille Exemple",
    },
    "nl_BE": {
        "personne.nom": "EXEMPLE Nadia",
        "dossier.reference": "PA/2026/00000",
        "lettre.date": "3 maart 2026",
        "lettre.precision": "een kopie van uw verblijfskaart",
        "commune.nom": "Voorbeeldgemeente",
        "commune.adresse": "Voorbeeldplein 1, 1000 Voorbeeld",
        "commune.telephone": "02 000 00 00",
        "commune.courriel": "inburgering@exemple.invalid",
        "commune.texte": "Loket 4, in de voormiddag.",
        "agent.nom": "Camille Voorbeeld",
        "duree.inscription": "6 maanden",
        "duree.achevement": "18 maanden",
        "duree.sommation": "2 maanden",
        "organisateurs": "BAPA BXL, BAPA VIA, BAPA Convivial, BON",
        "obligation.date": "2 februari 2026",
        "terme.nom": "zich aanmelden bij een inrichter",
        "terme.fin": "2 augustus 2026",
        "demande.objet": "Getuigschrift of diploma van een Belgische school",
        "demande.article": "art. 5 §2",
        "demande.explication": "Een diploma van een school die door een van de drie Gemeenschappen wordt gefinancierd.",
        "demande.date": "20 februari 2026",
        "demande.texte": "Ik heb school gelopen in België.",
        "decision.date": "2 maart 2026",
        "decision.issue": "de aanvraag wordt geweigerd.",
        "decision.motif": "Het document is geen diploma.",
        "decision.auteur": "Camille Voorbeeld",
        "decision.fin": "28 februari 2027",
        "suspension.debut": "1 maart 2026",
        "suspension.fin": "31 augustus 2026",
        "sommation.date": "5 augustus 2026",
        "sommation.reception": "10 augustus 2026",
        "refus.date": "20 oktober 2026",
        "cloture.date": "1 maart 2026",
        "cloture.motif": "Traject voltooid",
        "personne.naissance": "12 mei 1990",
        "personne.numero": "90.65.12-001.00",
        "emetteur.nom": "BAPA Voorbeeld",
        "inscription.organisateur": "BAPA Voorbeeld",
        "inscription.date": "9 maart 2026",
        "inscription.langue": "Frans",
        "suspension.motif": "Andere reden, bevestigd door een inrichter",
        "fin.date": "1 september 2026",
        "situation.texte": "volgt het traject bij BAPA Voorbeeld, waar de aanmelding dateert van 9 maart 2026",
        "organisateur.nom": "Voorbeeldinrichter",
        "parcours.langue": "Nederlands",
        "convention.convenu": "Avondlessen, twee keer per week.",
        "convention.presents": "Nadia EXEMPLE en Camille Voorbeeld",
    },
}


class Entete(NamedTuple):
    """Who writes, as the letterhead says it."""

    nom: str
    adresse: str = ""
    lieu: str = ""
    telephone: str = ""
    courriel: str = ""

    @property
    def joindre(self):
        """Telephone and e-mail, as one line."""
        return " · ".join(filter(None, (self.telephone, self.courriel)))


def administration(nom, langue):
    """Return what a commune is called as an authority, in that language.

    >>> administration("Ixelles", "fr_BE"), administration("Schaerbeek", "fr_BE"), administration("Elsene", "nl_BE")
    ('Administration communale d’Ixelles', 'Administration communale de Schaerbeek', 'Gemeentebestuur van Elsene')
    """
    return ADMINISTRATIONS[langue[:2]].format(nom=nom, de="d’" if nom[:1].upper() in VOYELLES else "de ")


def langues_de(langue):
    """Return the codes of the languages of a letter: one, or both.

    >>> langues_de("deux")
    ['fr_BE', 'nl_BE']
    """
    return [code for code, _nom in LANGUES] if langue == DEUX else [langue]


class CourrierValeurs(models.AbstractModel):
    _name = "parcours.courrier.valeurs"
    _description = "Letter: what it says"

    @api.model
    def _places(self):
        """Return what a text may name, in words, ``{place: words}``; a floor above adds its own."""
        return PLACES

    @api.model
    def _exemple(self, langue):
        """Return the values of an invented person in that language; a floor above adds those of its places."""
        return EXEMPLE[langue]

    def _valeurs(self):
        """Return what the text of this letter may name, ``{place: words, "" when there are none}``, in the language of
        the environment."""
        self.ensure_one()
        # sudo: a letter that was allowed, of one file; what it says is fixed by the table of letters
        courrier = self.sudo()
        dossier, commune = courrier.dossier_id, courrier.company_id
        valeurs = {
            "personne.nom": courrier._nom_ecrit(),
            "dossier.reference": dossier.reference,
            "lettre.date": courrier._en_lettres(aujourdhui()),
            "lettre.precision": courrier.precision or "",
            "commune.nom": commune.display_name,
            "commune.adresse": courrier._adresse(commune),
            "commune.telephone": commune.phone or "",
            "commune.courriel": commune.email or "",
            "commune.texte": commune.exemption_texte or "",
            "agent.nom": courrier._agent().name,
            "organisateurs": courrier._organisateurs(),
            "obligation.date": courrier._en_lettres(dossier.date_reference),
        }
        parts = [courrier._durees, courrier._terme, courrier._cloture, courrier._demande]
        if "refus.date" in self._genre().permis:
            parts.append(courrier._refus)
        if courrier.attestation_id:
            parts.append(lambda: courrier.attestation_id._valeurs_lettre(courrier))
        for part in parts:
            valeurs |= part()
        return {nom: valeurs.get(nom, "") for nom in self._genre().permis}

    def _nom_ecrit(self):
        """Return the name of the person as it is written on paper: the comma is that of our lists."""
        return (self.dossier_id.name or "").replace(", ", " ", 1)

    def _en_lettres(self, jour):
        """Return a day in words of the letter's language, as its head says that of the letter, "" for none."""
        return page.jour_en_lettres(jour, self.env.lang[:2]) if jour else ""

    def _durees(self):
        """Return the lengths of the terms, as the version of the law that applies sets them."""
        unites = UNITES[self.env.lang[:2]]
        lignes = self.dossier_id.reglement_id._lignes() if self.dossier_id.reglement_id else {}
        codes = [nom.removeprefix("duree.") for nom in self._genre().permis if nom.startswith("duree.")]
        durees = {f"duree.{code}": lignes.get(code) for code in codes}
        return {
            nom: f"{ligne.nombre:g} {unites[ligne.unite][ligne.nombre > 1]}" if ligne else ""
            for nom, ligne in durees.items()
        }

    def _terme(self):
        dossier = self.dossier_id
        termes = dict(dossier._fields["echeance_type"]._description_selection(self.env))
        return {
            "terme.nom": termes.get(dossier.echeance_type, ""),
            "terme.fin": self._en_lettres(dossier.date_echeance),
        }

    def _refus(self):
        """Return the days of the summons and of the finding of refusal."""
        dossier = self.dossier_id
        faits = dossier._faits().get(dossier.id, ())
        lettre, constat = derniere_lettre(faits, SOMMATION), derniere(faits, CONSTAT_REFUS)
        recue = None
        if lettre and dossier.reglement_id:
            recue = lettre.reception(Parametres(dossier.reglement_id._lignes()).jours_presomption)
        return {
            "sommation.date": self._en_lettres(lettre and lettre.jour),
            "sommation.reception": self._en_lettres(recue and recue.jour),
            "refus.date": self._en_lettres(constat and constat.date_effective),
        }

    def _cloture(self):
        dossier = self.dossier_id
        motifs = dict(dossier._fields["motif_cloture"]._description_selection(self.env))
        return {
            "cloture.date": self._en_lettres(dossier.date_cloture),
            "cloture.motif": motifs.get(dossier.motif_cloture, ""),
        }

    def _demande(self):
        """Return what the letter says of what it answers, and of what was decided on it."""
        objet = self._objet()
        if not objet:
            return {}
        match objet._name.rpartition(".")[2]:
            case genre if genre == SUSPENSION:
                dits = {"demande.objet": objet.motif_id.name}
                dits["demande.date"] = objet.date_demande or jour_du_moment(objet.create_date)
                dits |= {"suspension.debut": objet.date_debut, "suspension.fin": objet.date_fin}
            case genre if genre in (EXEMPTION, CONTESTATION):
                dits = {"demande.objet": objet.name, "demande.date": objet.date_demande}
                if genre == EXEMPTION:
                    dits["demande.objet"] = objet.regle_id.name
                    dits |= {"demande.article": objet.article, "demande.explication": objet.explication}
                    dits["decision.fin"] = objet.date_fin
                else:
                    dits["demande.texte"] = objet.texte
            case _:
                return {}
        acte = self._acte() or Acte()
        dits |= {"decision.date": acte.jour, "decision.motif": acte.motif}
        dits["decision.auteur"] = acte.auteur.name if acte.auteur else ""
        lus = {nom: self._en_lettres(dit) if isinstance(dit, date) else dit or "" for nom, dit in dits.items()}
        return lus | {"decision.issue": self._issue(objet, lus)}

    def _issue(self, objet, lus):
        """Return what was decided, in a sentence: what the letter tells, whatever the state of the request is now."""
        if not self._acte() or not objet._est_tranche():
            return ""
        genre, fin = objet._name.rpartition(".")[2], lus.get("decision.fin") or lus.get("suspension.fin")
        donne = JUSQU_AU if fin else DONNE
        mot = objet.state if self._finit() else REFUSE if objet.state == REFUSE else donne
        dite = ISSUES[self.env.lang[:2]][genre, mot]
        return dite.format(debut=lus.get("suspension.debut") or lus.get("decision.date"), fin=fin)

    def _finit(self):
        """Whether this letter tells that what was given was taken back."""
        return self.genre in FINS.values()

    def _acte(self):
        """Return the act that this letter states (`droit.courriers.Acte`), or None."""
        objet = self._objet()
        return objet._acte(self._finit()) if objet and self.genre in DECISIONS else None

    def _organisateurs(self):
        return self.env["parcours.organisateur"]._noms_publics()

    def _agent(self):
        """Return who can tell more: the agent of the file, else who makes the letter."""
        # an attestation is of who gives it, who may be no agent of the file
        return (not self.attestation_id and self.dossier_id.user_id) or self.fait_par_id or self.env.user

    def _emetteur(self):
        """Return the authority that writes this letter; a floor above may have another one."""
        return self.company_id

    def _entete(self):
        """Return the `Entete` of this letter: the organiser's of its attestations, else the authority's."""
        autorite = self._emetteur()
        return (self.attestation_id and self.attestation_id._entete_lettre()) or Entete(
            self._nom_emetteur(), self._adresse(autorite), self._lieu(), autorite.phone, autorite.email
        )

    def _adresse(self, autorite):
        lieu = f"{autorite.zip or ''} {autorite.display_name}".strip()
        return ", ".join(filter(None, (autorite.street, lieu)))

    def _nom_emetteur(self):
        """Return the name of the authority, as the letterhead says it."""
        return administration(self._emetteur().display_name, self.env.lang)

    def _lieu(self):
        """Return the place before the day of the letter."""
        return self._emetteur().display_name

    def _qualite(self):
        """Return the capacity of who can tell more, when nothing says it."""
        return (
            self.env._("newcomers' pathway") if self.attestation_id else self.env._("agent of the newcomers' pathway")
        )

    def _signature(self):
        """Return in whose name the letter is signed, and by whom."""
        if self.attestation_id:
            return (self.env._("For %s,", self._entete().nom), self._signataire().name)
        return (self.env._("For the commune,"), self._signataire().name)

    def _lignes_contact(self):
        """Return who can tell more (loi.md §7b), in lines: name and capacity, unit, address, telephone, e-mail."""
        agent, entete = self._agent(), self._entete()
        joindre = entete._replace(telephone=agent.phone or entete.telephone, courriel=agent.email or entete.courriel)
        nom = f"{agent.name}, {agent.function or self._qualite()}"
        return [ligne for ligne in (nom, entete.nom, entete.adresse, joindre.joindre) if ligne]

    def _mention(self, langues):
        """Return the block of remedies that this letter must bear, or none.

        :raise UserError: when it is missing: no such letter leaves without it
        """
        genre, mention = self._genre(), self.env["parcours.mention"]
        if not genre.acte or not (genre.toujours or self._objet()._avec_recours()):
            return mention
        return mention._en_vigueur(genre.acte, self._emetteur(), self._jour_acte(), langues)

    def _jour_acte(self):
        """Return the day of the act that this letter states: that of the decision, which may be earlier than its
        letter."""
        acte = self._acte()
        return (acte and acte.jour) or aujourdhui()

    def _textes_imprimes(self, langues, connus):
        """Return the text of this letter and its block of remedies; those of letters like it are looked up once."""
        # what a decision gives has no remedies: only letters about the file are all alike
        cle = (self.genre, self.company_id, self.langue, self._objet())
        if cle not in connus:
            modeles = self.env["parcours.courrier.modele"]
            modele = modeles._en_vigueur(self.genre, self._emetteur(), aujourdhui(), langues)
            connus[cle] = modele, self._mention(langues)
        return connus[cle]

    def _verifier_textes(self):
        """:raise UserError: the text of this letter or its block of remedies is missing"""
        # sudo: public text of the letters
        self.sudo()._textes_imprimes(langues_de(self.langue), {})

    def _composer(self, textes=None):
        """Return the letter as it is printed (`page.Lettre`), and what is kept of it beside: its text, its block of
        remedies, contact and address as printed.

        :param dict textes: texts and blocks found for other letters, kept for these
        :raise UserError: when the text or the block of remedies is missing, or a place has nothing to say
        """
        self.ensure_one()
        langues = langues_de(self.langue)
        # sudo: a letter that was allowed; the address of the person is the register's, and is for letters
        courrier = self.sudo()
        modele, mention = courrier._textes_imprimes(langues, {} if textes is None else textes)
        lettre = page.Lettre(
            numero=courrier.name,
            reference=courrier.dossier_id.reference,
            jour=aujourdhui(),
            destinataire=courrier._destinataire(),
            volets=tuple(courrier._volet(modele, mention, langue) for langue in langues),
            jeton=courrier.jeton,
        )
        return lettre, {
            "modele_id": modele.id,
            "mention_id": mention.id,
            "objet": lettre.titre,
            "contact": "\n\n".join("\n".join(volet.contact) for volet in lettre.volets),
            "adresse": "\n".join(filter(None, (*lettre.destinataire.lignes, lettre.destinataire.pays))) or False,
            "mention_texte": "\n\n".join(
                "\n".join(filter(None, (volet.mediateur, volet.recours))) for volet in lettre.volets
            ).strip()
            or False,
        }

    def _destinataire(self):
        """Return to whom it goes; without an address when the register forbids to communicate it: it is handed over."""
        if self._genre().destinataire == VIVALIS:
            return self._destinataire_vivalis()
        if self.attestation_id:
            # given there and then, in the person's hand
            return page.Destinataire(self._nom_ecrit())
        langue = langues_de(self.langue)[0]
        dossier = self.dossier_id.with_context(lang=langue)
        lignes = tuple(dossier._adresse_courrier())
        if dossier._est_a_l_etranger():
            # the last address here is nobody's any more; one that is protected is written on nothing
            saisie = "" if dossier.personne_id.adresse_non_communicable else self.adresse_saisie or ""
            lignes = tuple(ligne.strip() for ligne in saisie.splitlines() if ligne.strip())
        pays = self.pays_id.with_context(lang=langue).name if lignes and dossier._est_a_l_etranger() else ""
        return page.Destinataire(self._nom_ecrit(), lignes, pays or "")

    def _destinataire_vivalis(self):
        """Return the address of Vivalis, as its company has it.

        :raise UserError: it is not filled in: a letter to nowhere is not printed
        """
        vivalis = self.env.ref("base.main_company")
        adresse = [(nom or "").strip() for nom in (vivalis.street, vivalis.zip, vivalis.city)]
        if not all(adresse):
            raise UserError(
                self.env._(
                    "The address of Vivalis is not known here: street, postcode and town. Nothing was printed. Ask the "
                    "administrator to fill it in on the company “%s” (Settings, Companies), then print this again.",
                    vivalis.name,
                )
            )
        rue, code, ville = adresse
        return page.Destinataire(
            vivalis.name, tuple(filter(None, (rue, (vivalis.street2 or "").strip(), f"{code} {ville}")))
        )

    def _volet(self, modele, mention, langue):
        """Return one part of the letter, in one language."""
        courrier, mention = self.with_context(lang=langue), mention.with_context(lang=langue)
        objet, corps = modele._objet_et_corps(langue)
        corps = gabarit.nettoyer(corps)
        valeurs = courrier._valeurs()
        self._verifier_valeurs(objet, corps, valeurs)
        entete = courrier._entete()
        return page.Volet(
            langue=langue[:2],
            expediteur=entete.nom,
            coordonnees=tuple(filter(None, (entete.adresse, entete.joindre))),
            lieu=entete.lieu,
            objet=gabarit.remplir_ligne(objet, valeurs),
            corps=gabarit.remplir(corps, valeurs) + courrier._paragraphe_commune(),
            contact=tuple(courrier._lignes_contact()),
            signature=courrier._signature(),
            mediateur=mention.mediateur or "",
            recours=(courrier._genre().recours != MEDIATEUR and mention.recours) or "",
        )

    def _brochures(self):
        """Return the brochures that go with this letter, as PDF: that of the language in which the person is best
        spoken to, else one a language of the letter; a sheet that says so stands for one that is not there."""
        # sudo: public brochures; the letter was printed for that file
        courrier = self.sudo()
        jour = jour_du_moment(courrier.imprime_le) if courrier.imprime_le else aujourdhui()
        trouvees = self.env["parcours.brochure"]._pour(courrier.dossier_id, langues_de(self.langue), jour)
        return [
            base64.b64decode(brochure.with_context(bin_size=False).fichier)
            if brochure
            else pdf.feuille(*SANS_BROCHURE[langue], langue)
            for langue, brochure in trouvees.items()
        ]

    def _signataire(self):
        """Return who signs: who decided on a request, else who can tell more."""
        acte = "decideur_id" in self._objet()._fields and self._acte()
        return (acte and acte.auteur) or self._agent()

    def _paragraphe_commune(self):
        """Return what the commune adds to each decision on an exemption, as a paragraph, or nothing."""
        texte = self.genre == f"decision_{EXEMPTION}" and (self.company_id.exemption_texte or "").strip()
        return str(Markup("<p>%s</p>") % texte) if texte else ""

    def _verifier_valeurs(self, objet, corps, valeurs):
        """:raise UserError: naming what a place of the text should say, and that the file does not tell"""
        if vides := [nom for nom in gabarit.champs(f"{objet} {corps}") if not (valeurs.get(nom) or "").strip()]:
            raise UserError(
                self.env._(
                    "The text of this letter names what the file does not tell: %s. Nothing was printed. Complete the "
                    "file first, or ask a head at Vivalis to change the text.",
                    ", ".join(self.env._(self._places()[nom]) for nom in vides),
                )
            )
