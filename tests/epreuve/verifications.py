# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The check before each place of docs/securite_acces.md: what `./parcours epreuve gardes` takes away.

A place that is not here is guarded by the calls in it whose name says so (`GUARDS`): each is taken away.
"""

import re
from typing import NamedTuple

#: Names of the calls that check something, by the words of the house.
GUARDS = re.compile(r"check_access|_(autoriser|verifier|exiger|refuser)\w*")


class Code(NamedTuple):
    """A check in a function. `what`: "raise" (nothing is raised), a name (calls of that name alone are not made), or
    "a -> b" (the expression or statement a is b)."""

    place: str
    what: str

    def __str__(self):
        return f"`{self.what}` in {self.place.rpartition('::')[2]}"


class Rules(NamedTuple):
    """The record rules of a model."""

    model: str

    def __str__(self):
        return f"the record rules of {self.model}"


class Access(NamedTuple):
    """The rights of roles on a model."""

    model: str

    def __str__(self):
        return f"the rights on {self.model}"


class Groups(NamedTuple):
    """The groups that may read a field."""

    model: str
    field: str

    def __str__(self):
        return f"the groups of {self.model}.{self.field}"


class Together(NamedTuple):
    """Checks of which each stops what the other one lets pass: they go at once."""

    checks: tuple

    def __str__(self):
        return " with ".join(map(str, self.checks))


class Base(NamedTuple):
    """A check of the database, whose functions and tables are another role's: nothing that runs as ours can drop it."""

    where: str


SOCLE, REGISTRE = "parcours_socle/models", "registre_national/models"
ACCUEIL, SANCTIONS = "parcours_accueil/models", "sanctions_admin/models"
RELEVE_LIGNE = f"{SANCTIONS}/compte/sanction_releve_ligne.py::SanctionReleveLigne"

CONNEXION = f"{SOCLE}/connexion_echec.py::ConnexionEchec"
DEUX = f"{SOCLE}/deux_personnes.py::DeuxPersonnes"
GARDES = f"{SOCLE}/documents_gardes.py::DocumentsGardes"
FIL = f"{SOCLE}/fil_reserve.py::FilReserve"
HORS_DE_VUE = f"{SOCLE}/fil_reserve.py::hors_de_vue"
PIECE = f"{SOCLE}/ir_attachment.py::IrAttachment"
TACHE = f"{SOCLE}/mail_activity.py::MailActivity"
MESSAGE = f"{SOCLE}/mail_message.py::MailMessage"
PRESENCE = f"{SOCLE}/presence_fiche.py"
USERS = f"{SOCLE}/res_users.py::ResUsers._assert_can_auth"

LECTURE = f"{REGISTRE}/consultation/lecture_tracee.py::LectureTracee"
CONSULTATION = f"{REGISTRE}/consultation/registre_consultation.py::RegistreConsultation"
HABILITATION = f"{REGISTRE}/habilitation/registre_habilitation.py::RegistreHabilitation"
PERSONNE = f"{REGISTRE}/personne"
JONCTION = f"{PERSONNE}/registre_jonction.py"
RECHERCHE = f"{REGISTRE}/recherche"
EXTRAIT = "registre_national/wizard/registre_extrait.py::RegistreExtrait"

DEMANDE = f"{ACCUEIL}/demande/parcours_demande.py::Demande"
LETTRE = f"{ACCUEIL}/demande/lettre.py::DemandeLettre"
ETAPE = f"{ACCUEIL}/etape/parcours_evenement.py::EtapeProprietaire"
EVENEMENT = f"{ACCUEIL}/etape/parcours_evenement.py::ParcoursEvenement"
DOSSIER = f"{ACCUEIL}/dossier"
SUSPENSIONS = f"{DOSSIER}/suspensions.py::DossierSuspensions"
TERMES = f"{DOSSIER}/termes.py::DossierTermes"
DOCUMENT = f"{ACCUEIL}/document/parcours_document.py::ParcoursDocument"
EQUIPE = f"{ACCUEIL}/equipe/parcours_equipe.py::ParcoursEquipe"
LOI = f"{ACCUEIL}/loi"
PUBLICATION = f"{LOI}/publication.py::ReglementPublication"
LISTE = f"{ACCUEIL}/liste"
FILTRES = f"{LISTE}/ir_filters.py::IrFilters"
FEUILLE = f"{ACCUEIL}/cours/parcours_seance_feuille.py::SeanceFeuille"
COURS_PRESENCE = f"{ACCUEIL}/cours/parcours_presence.py::ParcoursPresence"
CHIFFRES = f"{ACCUEIL}/organisateur/chiffres.py::OrganisateurChiffres"
SUSPENSION_FENETRE = "parcours_accueil/wizard/delai/parcours_suspension_wizard.py::ParcoursSuspensionWizard"
INSCRIT = f"{SANCTIONS}/etape/inscrit.py"

#: Who may take a step of a file: before every event of it.
ETAPE_PERMISE = (Code(f"{ETAPE}._enregistrer", "check_access"),)
#: Who may decide on a request: before everything that a decision writes.
DECISION_PERMISE = (Code(f"{DEMANDE}._prendre", "_autoriser"),)

#: What a person agrees to: Odoo asks for the file again.
ACCORD_PERMIS = Together(
    (
        Code(f"{ACCUEIL}/dossier/accords.py::DossierAccords._signer_accord", "check_access"),
        Rules("parcours.dossier"),
    )
)
EBOX = f"{ACCUEIL}/courrier/ebox.py::CourrierEbox"
ATTESTATION = f"{ACCUEIL}/attestation/parcours_attestation.py::ParcoursAttestation"
ATTESTE = f"{DOSSIER}/attestations.py::DossierAttestations"

#: Who may hand files out: Odoo asks again when they are written.
CONFIER_PERMIS = (
    Together(
        (
            Code(f"{DOSSIER}/affectation.py::DossierAffectation._confier", "check_access"),
            Access("parcours.dossier"),
            Rules("parcours.dossier"),
        )
    ),
)

#: Who may note presences: who gives the session is asked, and Odoo whether the session may be read.
NOTER_PERMIS = (
    Together(
        (
            Code(f"{FEUILLE}.noter", "check_access"),
            Code(f"{FEUILLE}.noter", "not self._peut_noter() -> False"),
            Access("parcours.seance"),
            Rules("parcours.seance"),
        )
    ),
)

#: Who may ask the register about somebody: whoever has no right on the question is not on the list either.
DEMANDE_PERMISE = Together(
    (
        Code(f"{RECHERCHE}/demande.py::RegistreRechercheDemande.demander_au_registre", "check_access"),
        Code(
            f"{RECHERCHE}/demande.py::RegistreRechercheDemande.demander_au_registre",
            "not self._peut_demander() -> False",
        ),
    )
)
#: Who may ask who looked: nobody else has a right on the window.
EXTRAIT_PERMIS = Together(
    (Code(f"{EXTRAIT}._demander", "_autoriser"), Access("registre.extrait"), Rules("registre.extrait"))
)
#: Who may know a medical ground: asked when it is suspended for, and again when it is decided.
MEDICAL_PERMIS = tuple(
    Code(f"{SUSPENSIONS}.{nom}", "_verifier_medical") for nom in ("_suspendre", "_decider_suspension")
)
#: What a record is called is told to who may read it.
NOM_DU_LECTEUR = Code(
    f"{SOCLE}/nom_reserve.py::NomReserve._lus_par_le_lecteur",
    "existants.sudo(False)._filtered_access('read') -> existants",
)
#: A window is read by who may read what it is about.
FENETRE_FERMEE = Code(
    f"{SOCLE}/reference_lisible.py::ReferenceLisible._fermees", "lus._filtered_access('read')._ids -> lus._ids"
)
#: Who may confirm or withdraw a change of the connection.
PROPOSITION_PERMISE = (Access("registre.service"), Rules("registre.service"))

#: Place -> what is taken away, one after the other.
VERIFICATIONS = {
    # ---- the cellar
    f"{CONNEXION}._compter": (Code(USERS, "Echec._compter(*cle) -> 0"),),
    f"{CONNEXION}._oublier": (
        Code(
            f"{CONNEXION}._oublier",
            "SQL('DELETE FROM connexion_echec WHERE login = %s AND adresse = %s', login, adresse) -> "
            "SQL('DELETE FROM connexion_echec')",
        ),
    ),
    f"{CONNEXION}.action_lever": (
        # reading whose it is asks the same
        Together(
            (
                Code(f"{CONNEXION}.action_lever", "check_access"),
                Code(f"{CONNEXION}.action_lever", "self.user_id == self.env.user -> False"),
            )
        ),
    ),
    f"{DEUX}._essayer": (Code(f"{DEUX}._proposer", "check_access"),),
    f"{DEUX}.action_confirmer_proposition": (
        Together((Code(f"{DEUX}.action_confirmer_proposition", "check_access"), *PROPOSITION_PERMISE)),
        Code(
            f"{DEUX}.action_confirmer_proposition",
            "self.propose_par in (self.env.user, self.env['res.users']) -> False",
        ),
    ),
    f"{DEUX}.action_retirer_proposition": (
        Together((Code(f"{DEUX}.action_retirer_proposition", "check_access"), *PROPOSITION_PERMISE)),
    ),
    f"{GARDES}._documents_remis": (
        Code(
            f"{GARDES}._documents_remis",
            "documents - self.env['mail.message'].sudo().search(fil).attachment_ids -> documents",
        ),
    ),
    f"{GARDES}._marquer_documents": (Code(f"{GARDES}._marquer_documents", "_marquer"),),
    f"{GARDES}._retirer_des_messages": (Code(f"{GARDES}._retirer_des_messages", "_retirer_documents"),),
    f"{GARDES}Champ._inverse_document_ids": (Code(f"{GARDES}Champ._inverse_document_ids", "raise"),),
    f"{SOCLE}/documents_gardes.py::DocumentsFenetre._retirer_pieces": (
        Code(
            f"{SOCLE}/documents_gardes.py::DocumentsFenetre._retirer_pieces",
            "p.res_model == self._name -> True",
        ),
        Code(
            f"{SOCLE}/documents_gardes.py::DocumentsFenetre._retirer_pieces",
            "p.create_uid == self.env.user -> True",
        ),
    ),
    f"{FIL}._partenaires_admis": (Code(f"{FIL}._partenaires_admis", "self._ouverts_a(user)._ids -> self._ids"),),
    f"{FIL}._refuser_destinataires": (Code(f"{FIL}._refuser_destinataires", "raise"),),
    f"{FIL}._verifier_charges": (Code(f"{FIL}._verifier_charges", "raise"),),
    f"{FIL}._fermer_le_fil": (Code(f"{FIL}._fermer_le_fil", "identifiant not in ouverts[user] -> False"),),
    HORS_DE_VUE: (Code(HORS_DE_VUE, "sujets[un.id][1] not in permis[sujets[un.id][0]] -> False"),),
    f"{PIECE}._compute_ouvrable": (Code(f"{PIECE}._compute_ouvrable", "garde or not document.confidentiel -> True"),),
    f"{PIECE}._search_ouvrable": (Code(f"{PIECE}._search_ouvrable", "permis & ouvrables -> permis"),),
    f"{PIECE}.copy": (Code(f"{PIECE}.copy", "raise"), Code(f"{PIECE}.copy", "_marquer")),
    f"{PIECE}._fermer_liens": (Code(f"{PIECE}._fermer_liens", "write"),),
    f"{PIECE}._verifier_fil": (Code(f"{PIECE}._verifier_fil", "raise"),),
    f"{PIECE}._lever": (
        Together((Code(f"{PIECE}._lever", "check_access"), Code(f"{PIECE}._lever", "records - propres -> False"))),
        Code(f"{PIECE}._lever", "self._est(records._documents_leveurs) -> True"),
    ),
    f"{SOCLE}/ir_binary.py::IrBinary._fait_par_le_serveur": (
        Code(f"{SOCLE}/ir_binary.py::IrBinary._fait_par_le_serveur", "document.create_uid.id == 1 -> True"),
        Code(
            f"{SOCLE}/ir_binary.py::IrBinary._fait_par_le_serveur",
            "not record._fields[field_name].store -> True",
        ),
    ),
    f"{TACHE}.write": (Code(f"{TACHE}.write", "_verifier_assignes"),),
    f"{TACHE}._search_res_name": (
        Code(f"{TACHE}._search_res_name", "self.env[modele]._search -> self.env[modele].sudo()._search"),
    ),
    f"{TACHE}._verifier_assignes": (Code(f"{TACHE}._verifier_assignes", "raise"),),
    f"{TACHE}._donner": (Code(f"{TACHE}._verifier_assignes", "vals['user_id'] = False -> None"),),
    f"{TACHE}._retirer": (Code(f"{TACHE}._retirer", "Domain('automated', '=', True) -> Domain.TRUE"),),
    f"{MESSAGE}._verifier_signature": (Code(f"{MESSAGE}._verifier_signature", "raise"),),
    f"{MESSAGE}._sans_confidentiels": (Code(f"{MESSAGE}._sans_confidentiels", "not tus -> True"),),
    f"{SOCLE}/mail_message_reaction.py::MailMessageReaction._verifier_siennes": (
        Code(f"{SOCLE}/mail_message_reaction.py::MailMessageReaction._verifier_siennes", "raise"),
    ),
    f"{SOCLE}/nom_reserve.py::NomReserve._lus_par_le_lecteur": (NOM_DU_LECTEUR,),
    f"{PRESENCE}::PresencePartagee.presence_ouvrir": (
        Code(f"{PRESENCE}::PresencePartagee.presence_ouvrir", "check_access"),
    ),
    f"{PRESENCE}::PresencePartagee._dire_presences": (
        Code(
            f"{PRESENCE}::PresenceFiche._presents",
            "record.with_user(presence.user_id).has_access('read') -> True",
        ),
    ),
    f"{SOCLE}/reference_lisible.py::ReferenceLisible._fermees": (FENETRE_FERMEE,),
    "parcours_socle/wizard/feuille_resultat.py::FeuilleResultat._rendre": (Rules("feuille.resultat"),),
    "parcours_socle/wizard/feuille_resultat.py::FeuilleResultatLigne._compute_nom": (
        # the name of a record is that of its reader, whoever asks
        Together(
            (
                Code(
                    "parcours_socle/wizard/feuille_resultat.py::FeuilleResultatLigne._compute_nom",
                    "records._filtered_access('read') -> records.sudo()",
                ),
                NOM_DU_LECTEUR,
            )
        ),
    ),
    f"{SOCLE}/probleme.py::Probleme.signaler": (
        Code(f"{SOCLE}/probleme.py::Probleme.signaler", "self.search_count(recents) >= PAR_HEURE -> False"),
    ),
    f"{SOCLE}/reglage_trace.py::ReglageTrace._noter": (Access("reglage.trace"),),
    USERS: (Code(USERS, "raise"),),
    f"{SOCLE}/textes_partages.py::TextesPartages._attendre_textes": (
        Code(f"{SOCLE}/textes_partages.py::TextesPartages._attendre_textes", "execute"),
    ),
    # ---- the register
    f"{REGISTRE}/consultation/ir_attachment.py::IrAttachment._retenir_lettres": (
        Code(f"{REGISTRE}/consultation/ir_attachment.py::IrAttachment._retenir_lettres", "_retenir_lettre"),
    ),
    f"{LECTURE}._lus": (
        Code(f"{LECTURE}._lus", "self.sudo()._origin._par_type() -> {}"),
        Code(f"{LECTURE}._lus", "lus[qui] = lus.get(qui, frozenset()) | types -> None"),
    ),
    f"{LECTURE}._journaliser_lecture": (Code(f"{LECTURE}._journaliser_lecture", "_retenir"),),
    f"{LECTURE}._peu_de": (Code(f"{LECTURE}._peu_de", "len(trouves) < PEU -> False"),),
    f"{CONSULTATION}._sceller": Base("config/journal"),
    f"{CONSULTATION}.action_verifier": (Code(f"{CONSULTATION}.action_verifier", "check_access"),),
    f"{REGISTRE}/consultation/registre_lecture.py::RegistreLecture._retenues": (
        Code(f"{REGISTRE}/consultation/registre_lecture.py::RegistreLecture._retenues", "add"),
    ),
    f"{HABILITATION}._autoriser": (
        Code(f"{HABILITATION}._autoriser", "ligne.user_id == self.env.user -> False"),
        Code(f"{HABILITATION}._autoriser", "not self._gere(ligne.sudo().user_id) -> False"),
    ),
    f"{HABILITATION}.create": (Code(f"{HABILITATION}.create", "_autoriser"),),
    f"{HABILITATION}._retirer": (Code(f"{HABILITATION}.action_retirer", "_autoriser"),),
    f"{REGISTRE}/habilitation/res_users.py::ResUsers._retirer_habilitations": (
        Code(f"{REGISTRE}/habilitation/res_users.py::ResUsers.write", "_retirer_habilitations"),
    ),
    f"{PERSONNE}/projection.py::RegistrePersonneProjection.action_reprojeter": (
        Code(f"{PERSONNE}/projection.py::RegistrePersonneProjection.action_reprojeter", "raise"),
    ),
    f"{PERSONNE}/recherche.py::RegistrePersonneRecherche._domaine_recherche": (Rules("registre.personne"),),
    f"{JONCTION}::RegistreJonction.action_joindre": (
        # reading its state asks the same
        Code(f"{JONCTION}::RegistreJonction.action_joindre", "not self.joignable -> False"),
    ),
    f"{JONCTION}::RegistreJonction._seul": (
        Code(f"{JONCTION}::RegistreJonction.action_joindre", "self.state == 'faite' -> False"),
    ),
    f"{JONCTION}::RegistrePersonneJonction._reprendre": (
        Code(f"{JONCTION}::RegistreJonction.action_joindre", "not self.joignable -> False"),
    ),
    f"{RECHERCHE}/demande.py::RegistreRechercheDemande.demander_au_registre": (DEMANDE_PERMISE,),
    f"{RECHERCHE}/registre_recherche.py::RegistreRecherche.chercher_ailleurs": (
        Code(
            f"{RECHERCHE}/registre_recherche.py::RegistreRecherche.chercher_ailleurs",
            "not self._peut_chercher_ailleurs() -> False",
        ),
    ),
    f"{RECHERCHE}/registre_recherche.py::RegistreRecherche._journaliser_recherche": (
        Code(f"{RECHERCHE}/registre_recherche.py::RegistreRecherche._journaliser_recherche", "_journaliser"),
    ),
    f"{RECHERCHE}/registre_recherche_passage.py::RegistreRecherchePassage._passer": (
        Code(f"{RECHERCHE}/registre_recherche.py::RegistreRecherche._compter_ailleurs", "raise"),
    ),
    f"{REGISTRE}/registre_par_numero.py::RegistreParNumero._domaine_des_gens": (Rules("registre.personne"),),
    f"{REGISTRE}/registre_anomalie.py::RegistreAnomalie._passer": (
        Together(
            (
                Code(f"{REGISTRE}/registre_anomalie.py::RegistreAnomalie._passer", "check_access"),
                Rules("registre.anomalie"),
            )
        ),
    ),
    f"{REGISTRE}/registre_trouvable.py::RegistreTrouvable.name_search": (Rules("sanction.dossier"),),
    f"{REGISTRE}/service/registre_service.py::RegistreService._pour_consulter": (
        DEMANDE_PERMISE,
        Code(f"{PERSONNE}/lecture.py::RegistrePersonneLecture._relire", "check_access"),
    ),
    f"{REGISTRE}/service/relecture.py::RegistreServiceRelecture._au_nom_du_registre": (
        DEMANDE_PERMISE,
        Code(f"{PERSONNE}/lecture.py::RegistrePersonneLecture._relire", "check_access"),
    ),
    f"{EXTRAIT}._gens": (
        # reading the window asks the same
        Together(
            (
                Code(f"{SOCLE}/reference_lisible.py::ReferenceLisible._verifier_references", "check_access"),
                FENETRE_FERMEE,
            )
        ),
    ),
    f"{EXTRAIT}._demander": (EXTRAIT_PERMIS,),
    f"{EXTRAIT}._lignes": (EXTRAIT_PERMIS,),
    # ---- the pathway
    f"{ACCUEIL}/contestation/decision.py::ContestationDecision._apres_decision": DECISION_PERMISE,
    f"{ACCUEIL}/contestation/decision.py::ContestationDecision._signaler": DECISION_PERMISE,
    f"{ACCUEIL}/contestation/parcours_contestation.py::ParcoursContestation._verifier_demande": (
        Code(
            f"{ACCUEIL}/contestation/parcours_contestation.py::ParcoursContestation._verifier_demande",
            "contestation.sudo().information_id.personne_id != dossier.personne_id -> False",
        ),
    ),
    f"{ACCUEIL}/contestation/parcours_contestation.py::ParcoursContestation._verifier_seule": (
        Code(f"{ACCUEIL}/contestation/parcours_contestation.py::ParcoursContestation._verifier_seule", "raise"),
    ),
    f"{ACCUEIL}/contestation/parcours_contestation.py::ParcoursContestation._noms_documents": DECISION_PERMISE,
    **{f"{ATTESTATION}.{nom}": (Rules("parcours.attestation"),) for nom in ("_compute_nom", "_compute_pdf")},
    f"{ATTESTATION}._renvoyer": (
        Code(f"{ATTESTATION}._renvoyer", "VIVALIS not in self.dossier_id._qui_atteste() -> False"),
    ),
    f"{ATTESTATION}._retirer": (Code(f"{ATTESTATION}._retirer", "not self._peut_retirer() -> False"),),
    f"{ATTESTE}._manque_pour_finir": (Rules("parcours.attestation"),),
    f"{ATTESTE}._inscrire_attestation": (Code(f"{ATTESTE}._attester", "check_access"),),
    f"{ATTESTE}._attester": (
        Together((Code(f"{ATTESTE}._attester", "check_access"), Code(f"{ATTESTE}._attester", "_verifier_attestation"))),
    ),
    f"{ACCUEIL}/attestation/verification.py::AttestationVerification._verifier": (
        Code(
            "parcours_accueil/controllers/verification.py::Verification.verifier",
            "request.env['parcours.verification.essai']._compter(ADRESSE.get()) -> True",
        ),
    ),
    f"{COURS_PRESENCE}._compute_nom": (Rules("parcours.presence"),),
    f"{COURS_PRESENCE}._justifier": (
        Code(
            f"{COURS_PRESENCE}._justifier",
            "not (self.seance_id.has_access('read') and self.seance_id._peut_noter()) -> False",
        ),
    ),
    f"{ACCUEIL}/cours/parcours_suivi.py::ParcoursSuivi._dire_langue_contact": (Rules("parcours.suivi"),),
    **{
        f"{CHIFFRES}.{methode}": (Groups("parcours.organisateur", champ),)
        for methode, champ in (
            ("_heures", "heures_dites"),
            ("_finies", "acheves_dits"),
            ("_jusqu_au_cours", "premier_cours_dit"),
            ("_sans_nouvelles", "sans_nouvelles_dites"),
        )
    },
    f"{FEUILLE}.feuille": (
        Together((Code(f"{FEUILLE}.feuille", "check_access"), Access("parcours.seance"), Rules("parcours.seance"))),
    ),
    f"{FEUILLE}._ecrire": NOTER_PERMIS,
    f"{ACCUEIL}/dossier/courriers.py::DossierCourriers._adresse_courrier": (
        Code(
            f"{ACCUEIL}/dossier/courriers.py::DossierCourriers._adresse_courrier",
            "personne.adresse_non_communicable -> False",
        ),
    ),
    **{
        f"{EBOX}.{methode}": (Together((Code(f"{EBOX}.{geste}", "_autoriser"), Rules("parcours.courrier"))),)
        for methode, geste in (
            ("_mettre_en_file", "action_envoyer_ebox"),
            ("_noter_depart_ebox", "action_envoyer_ebox"),
            ("action_reprendre_ebox", "action_reprendre_ebox"),
        )
    },
    f"{ACCUEIL}/courrier/avis.py::CourrierAvis.action_avertir": (
        Together(
            (
                Code(f"{ACCUEIL}/courrier/avis.py::CourrierAvis.action_avertir", "_autoriser"),
                Rules("parcours.courrier"),
            )
        ),
    ),
    f"{EBOX}._accord_retire": (ACCORD_PERMIS,),
    f"{ACCUEIL}/dossier/accords.py::DossierAccords._signer_accord": (ACCORD_PERMIS,),
    f"{ACCUEIL}/courrier/texte_publie.py::TextePublie.write": (
        # Odoo asks for it again
        Together(
            (
                Code(f"{ACCUEIL}/courrier/texte_publie.py::TextePublie.write", "check_access"),
                Access("parcours.mention"),
                Rules("parcours.mention"),
            )
        ),
        Code(f"{ACCUEIL}/courrier/texte_publie.py::TextePublie.write", "_refuser_champs_etat"),
        Code(f"{ACCUEIL}/courrier/texte_publie.py::TextePublie.write", "raise"),
    ),
    f"{ACCUEIL}/courrier/texte_publie.py::TextePublie.action_publier": (
        Code(f"{ACCUEIL}/courrier/texte_publie.py::TextePublie.action_publier", "check_access"),
        Code(
            f"{ACCUEIL}/courrier/texte_publie.py::TextePublie.action_publier",
            "self.ecrit_par == self.env.user -> False",
        ),
    ),
    f"{ACCUEIL}/delai/parcours_delai.py::ParcoursDelai._compute_explication": (
        Code(
            f"{ACCUEIL}/delai/parcours_suspension.py::ParcoursSuspension._compute_libelle",
            "motif.confidentiel -> False",
        ),
    ),
    f"{ACCUEIL}/delai/parcours_delai.py::ParcoursDelai._tenter": (Access("parcours.delai.type"),),
    f"{ACCUEIL}/delai/parcours_delai_type.py::ParcoursDelaiType._deplacer_rappels": (Access("parcours.delai.type"),),
    f"{ACCUEIL}/delai/parcours_delai_type.py::ParcoursDelaiType._faire_recompter": (Access("parcours.delai.type"),),
    f"{ACCUEIL}/delai/parcours_suspension.py::ParcoursSuspension._compute_libelle": (
        Code(
            f"{ACCUEIL}/delai/parcours_suspension.py::ParcoursSuspension._compute_libelle",
            "motif.confidentiel -> False",
        ),
    ),
    f"{ACCUEIL}/delai/parcours_suspension.py::ParcoursSuspension._joindre": (
        Code(f"{SUSPENSIONS}._suspendre", "check_access"),
    ),
    f"{LETTRE}._accuser": DECISION_PERMISE,
    f"{LETTRE}._notifier": (Code(f"{LETTRE}._notifier", "_autoriser"),),
    f"{LETTRE}._annuler_lettres": DECISION_PERMISE,
    f"{LETTRE}._verser_au_dossier": DECISION_PERMISE,
    f"{DEMANDE}._decider": DECISION_PERMISE,
    f"{DEMANDE}._mettre_fin": DECISION_PERMISE,
    f"{DEMANDE}._prendre": DECISION_PERMISE,
    f"{DOCUMENT}._compute_contenu": (
        Code(f"{DOCUMENT}._compute_contenu", "self.piece_id.sudo(False)._filtered_access('read') -> self.piece_id"),
    ),
    f"{DOCUMENT}._marquer_medicaux": (Code(f"{DOCUMENT}._marquer_medicaux", "_marquer"),),
    f"{DOCUMENT}._noter_controle": (
        Code(f"{DOCUMENT}._accepter", "_verifier_controleur"),
        Code(f"{DOCUMENT}._refuser", "_verifier_controleur"),
    ),
    f"{ACCUEIL}/document/porteur.py::DocumentPorteur._recevoir_documents": (
        # Odoo's own: who may not write a request hangs nothing on it
        Together((Access("parcours.exemption"), Rules("parcours.exemption"))),
    ),
    f"{DOSSIER}/abonnement.py::DossierAbonnement._ajuster_abonnements": ETAPE_PERMISE,
    f"{DOSSIER}/consequences.py::DossierConsequences._consequences_issue": (
        Code(f"{DOSSIER}/actions.py::DossierActions.action_appliquer_issue", "check_access"),
    ),
    f"{DOSSIER}/affectation.py::DossierAffectation._confier": CONFIER_PERMIS,
    f"{DOSSIER}/affectation.py::DossierAffectation._taches_a_suivre": CONFIER_PERMIS,
    f"{DOSSIER}/entete.py::DossierEntete._compute_entete": (
        Groups("parcours.dossier", "entete"),
        Code(
            f"{DOSSIER}/entete.py::DossierEntete._compute_entete",
            "not masquee and (not entier or dossier.personne_lisible) -> True",
        ),
    ),
    f"{DOSSIER}/examen.py::DossierExamen._examiner": (
        Code(f"{DOSSIER}/actions.py::DossierActions.action_examiner", "check_access"),
    ),
    f"{DOSSIER}/jonction.py::DossierJonction._compute_numeros_anciens": (
        Groups("parcours.dossier", "numeros_anciens"),
    ),
    f"{DOSSIER}/jonction.py::DossierJonction._search_numeros_anciens": (Rules("parcours.dossier"),),
    f"{DOSSIER}/jonction.py::DossierJonction._domaine_joints": (Rules("parcours.dossier"),),
    f"{DOSSIER}/jonction.py::DossierJonction._compute_jonction_id": (Rules("registre.jonction"),),
    f"{DOSSIER}/jonction.py::DossierJonction._reprendre_contenu": (
        Code(f"{JONCTION}::RegistreJonction.action_joindre", "not self.joignable -> False"),
    ),
    f"{DOSSIER}/parcours_dossier.py::ParcoursDossier._compute_display_name": (
        Code(
            f"{DOSSIER}/parcours_dossier.py::ParcoursDossier._compute_display_name",
            "self.sudo(False)._has_field_access(self._fields['name'], 'read') -> True",
        ),
    ),
    f"{SUSPENSIONS}._suspension_demandee": (
        Code(f"{SUSPENSIONS}._suspendre", "check_access"),
        Together(MEDICAL_PERMIS),
    ),
    f"{SUSPENSIONS}._prolonger_suspension": (
        Code(f"{SUSPENSIONS}._decider_suspension", "check_access"),
        Together((Code(f"{SUSPENSIONS}._prolonger_suspension", "_verifier_medical"), MEDICAL_PERMIS[1])),
    ),
    f"{SUSPENSIONS}._verifier_jours_du_terme": (Code(f"{SUSPENSIONS}._suspendre", "check_access"),),
    f"{SUSPENSIONS}._decider_suspension": (
        Code(f"{SUSPENSIONS}._decider_suspension", "check_access"),
        Code(f"{SUSPENSIONS}._decider_suspension", "suspension.dossier_id != self -> False"),
        Code(f"{SUSPENSIONS}._decider_suspension", "_verifier_medical"),
    ),
    f"{TERMES}._compute_echeance_explication": (
        Code(
            f"{ACCUEIL}/delai/parcours_suspension.py::ParcoursSuspension._compute_libelle",
            "motif.confidentiel -> False",
        ),
    ),
    f"{TERMES}._recalculer": (Access("parcours.delai"),),
    f"{TERMES}._situations": ETAPE_PERMISE,
    f"{TERMES}._situations_au_jour": ETAPE_PERMISE,
    f"{TERMES}._noter_affectation": (Rules("parcours.dossier"),),
    f"{ACCUEIL}/equipe/parcours_absence.py::ParcoursAbsence._appliquer": (
        Together((Access("parcours.absence"), Rules("parcours.absence"))),
    ),
    f"{ACCUEIL}/equipe/parcours_absence.py::ParcoursAbsence._check_une_a_la_fois": (
        Code(f"{ACCUEIL}/equipe/parcours_absence.py::ParcoursAbsence._check_une_a_la_fois", "raise"),
    ),
    f"{EQUIPE}._absences": (Code(f"{EQUIPE}.tableau", "_verifier_chef"),),
    f"{EQUIPE}._compter_par_agent": (
        Code(f"{EQUIPE}._compter_par_agent", "self._domaine(cle) & lisibles -> self._domaine(cle)"),
    ),
    f"{EQUIPE}._tableau_agents": (Code(f"{EQUIPE}.tableau", "_verifier_chef"),),
    "parcours_accueil/wizard/equipe/parcours_repartition.py::ParcoursRepartition._choisis": (
        Code(
            "parcours_accueil/wizard/equipe/parcours_repartition.py::ParcoursRepartition._choisis",
            "self.sudo().dossier_ids._origin.sudo(False) -> self.sudo().dossier_ids._origin",
        ),
    ),
    f"{ACCUEIL}/etape/chaine.py::DossierChaine._chaine": (
        # the window is closed to who may not read the file any more
        Together(
            (
                Code(
                    f"{ACCUEIL}/etape/chaine.py::EvenementChaine._compute_chaine",
                    "dossier.has_access('write') -> True",
                ),
                FENETRE_FERMEE,
            )
        ),
    ),
    f"{ACCUEIL}/etape/chaine.py::DossierChaine._maillons_lisibles": (
        # the window is closed to who may not read the file any more
        Together(
            (
                Code(
                    f"{ACCUEIL}/etape/chaine.py::EvenementChaine._compute_chaine",
                    "dossier.has_access('write') -> True",
                ),
                FENETRE_FERMEE,
            )
        ),
    ),
    "parcours_accueil/wizard/etape/parcours_evenement_wizard.py::ParcoursEvenementWizard._garder_documents": (
        Code(
            "parcours_accueil/wizard/etape/parcours_evenement_wizard.py::ParcoursEvenementWizard._verifier_document",
            "raise",
        ),
    ),
    f"{ACCUEIL}/examen/manque.py::ExamenManque._manquants": (
        Code(f"{ACCUEIL}/examen/manque.py::ExamenManque._manque_de", "regle.medical and (not dits) -> False"),
    ),
    f"{ETAPE}._noter": ETAPE_PERMISE,
    f"{ETAPE}._seul": ETAPE_PERMISE,
    f"{ETAPE}._a_annuler": (Code(f"{ETAPE}._a_annuler", "entree[champ].id != valeur -> False"),),
    f"{EVENEMENT}._compute_details": (
        Code(f"{EVENEMENT}._compute_details", "['note_reservee'] * entier -> ['note_reservee']"),
    ),
    f"{EVENEMENT}._dire_le_proprietaire": (Code(f"{EVENEMENT}._dire_le_proprietaire", "update"),),
    f"{EVENEMENT}._appliquer": (Access("parcours.evenement"),),
    f"{ACCUEIL}/examen/explication.py::ExamenExplication._contenu_explication": (
        Code(f"{ACCUEIL}/examen/explication.py::ExamenExplication._contenu_explication", "not dits -> False"),
    ),
    f"{ACCUEIL}/exemption/decision.py::ExemptionDecision._verifier_effet": DECISION_PERMISE,
    f"{ACCUEIL}/exemption/decision.py::ExemptionDecision._apres_decision": DECISION_PERMISE,
    f"{ACCUEIL}/exemption/parcours_exemption.py::ParcoursExemption._verifier_demande": (
        Code(f"{ACCUEIL}/exemption/parcours_exemption.py::ParcoursExemption._verifier_demande", "raise"),
    ),
    f"{LISTE}/domaine_saisi.py::DomaineSaisi._temps_limite": (
        Code(f"{LISTE}/domaine_saisi.py::DomaineSaisi._temps_limite", "execute"),
    ),
    f"{LISTE}/domaine_saisi.py::DomaineSaisi._executer": (Rules("parcours.dossier"),),
    f"{FILTRES}._garder": (
        Code(f"{FILTRES}._garder", "_exiger_chef"),
        Code(f"{FILTRES}._garder", "filtre.sudo().company_id = filtre._commune_du_partage() -> None"),
    ),
    f"{FILTRES}._partages": (Code(f"{FILTRES}._partages", "filtre.sudo().user_ids != self.env.user -> False"),),
    f"{FILTRES}._exiger_chef": (
        Code(f"{FILTRES}._exiger_chef", "not user.has_group('parcours_accueil.group_chef') -> False"),
        Code(f"{FILTRES}._exiger_chef", "not autre.company_ids & user.company_ids -> False"),
    ),
    f"{FILTRES}._dire_a_qui": (Code(f"{FILTRES}._garder", "_exiger_chef"),),
    f"{LISTE}/parcours_liste.py::ParcoursListe._essayer_pour_ses_roles": (
        Code(f"{LISTE}/parcours_liste.py::ParcoursListe._essayer_pour_ses_roles", "raise"),
    ),
    f"{LISTE}/parcours_partage.py::ParcoursPartage._tracer": (Code(f"{FILTRES}._garder", "_exiger_chef"),),
    f"{LOI}/apercu.py::RegleApercu._compter_valeurs": (
        # one method computes the four, and each asks for the same groups
        Together(
            tuple(Groups("parcours.regle", nom) for nom in ("lisible", "nombre_vrai", "nombre_faux", "nombre_inconnu"))
        ),
    ),
    f"{LOI}/parcours_rejeu.py::ParcoursRejeu._effacer_personnes": (
        Code(f"{LOI}/parcours_rejeu.py::ParcoursRejeu._effacer_personnes", "_effacer"),
    ),
    f"{LOI}/parcours_rejeu_changement.py::ParcoursRejeuChangement._effacer": (
        Code(f"{LOI}/parcours_rejeu_changement.py::ParcoursRejeuChangement._effacer", "execute"),
    ),
    f"{PUBLICATION}._retirer_proposition": (Code(f"{PUBLICATION}._retirer_proposition", "write"),),
    f"{PUBLICATION}._publier": (Code(f"{PUBLICATION}.action_publier", "check_access"),),
    f"{ACCUEIL}/mail_activity.py::MailActivity._action_done": (
        Code(HORS_DE_VUE, "sujets[un.id][1] not in permis[sujets[un.id][0]] -> False"),
    ),
    f"{ACCUEIL}/registre_jonction.py::RegistreJonction._decidables": (
        Code(
            f"{ACCUEIL}/registre_jonction.py::RegistreJonction._decidables",
            "(j.dossier_id | j.dossier_joint_id).company_id <= utilisateur.company_ids -> True",
        ),
    ),
    f"{ACCUEIL}/registre_jonction.py::RegistreJonction._compute_comparaison": (Rules("registre.jonction"),),
    f"{ACCUEIL}/registre_recherche.py::RegistreRecherche._fiches": (Rules("parcours.dossier"),),
    f"{ACCUEIL}/registre_recherche.py::RegistreRecherche._portee": (Rules("parcours.dossier"),),
    f"{ACCUEIL}/registre_recherche.py::RegistreRecherche._traces": (
        Code(
            f"{RECHERCHE}/registre_recherche.py::RegistreRecherche.chercher_ailleurs",
            "not self._peut_chercher_ailleurs() -> False",
        ),
    ),
    f"{SUSPENSION_FENETRE}._compute_motif_id": (
        Together(
            (
                Code(f"{SUSPENSION_FENETRE}._compute_motif_id", "check_access"),
                Code(f"{SUSPENSION_FENETRE}._compute_motif_id", "_verifier_medical"),
            )
        ),
    ),
    f"{ACCUEIL}/delai/parcours_delai.py::ParcoursDelai._marquer_revue": (
        Code(f"{ACCUEIL}/delai/parcours_delai.py::ParcoursDelai._marquer_revue", "check_access"),
    ),
    f"{ACCUEIL}/delai/parcours_delai.py::ParcoursDelai.action_executer": (
        Code(f"{ACCUEIL}/delai/parcours_delai.py::ParcoursDelai.action_executer", "check_access"),
    ),
    f"{PUBLICATION}.action_rejouer": (Code(f"{PUBLICATION}.action_rejouer", "check_access"),),
    f"{PUBLICATION}.action_proposer": (Code(f"{PUBLICATION}.action_proposer", "check_access"),),
    f"{PUBLICATION}.action_publier": (
        Code(f"{PUBLICATION}.action_publier", "check_access"),
        Code(f"{PUBLICATION}.action_publier", "_verifier_seconde_personne"),
    ),
    # ---- the sanctions
    f"{SANCTIONS}/dossier/etapes.py::SanctionDossierEtapes._noter": ETAPE_PERMISE,
    f"{SANCTIONS}/dossier/etapes.py::SanctionDossierEtapes._attendu": (
        Code(f"{SANCTIONS}/dossier/etapes.py::SanctionDossierEtapes._attendu", "check_access"),
    ),
    f"{SANCTIONS}/compte/sanction_releve.py::SanctionReleve._compute_lacune": (Access("sanction.releve"),),
    **{
        f"{RELEVE_LIGNE}.{nom}": (
            Together(
                (
                    Code(f"{RELEVE_LIGNE}._verifier_a_traiter", "_autoriser"),
                    Code(f"{RELEVE_LIGNE}._verifier_a_traiter", "check_access"),
                )
            ),
        )
        for nom in ("_dire", "_payer", "_traiter_sortie")
    },
    f"{SANCTIONS}/sanction_decision_chaine.py::SanctionDecisionChaine._chaine": (
        Code(
            f"{SANCTIONS}/sanction_decision_chaine.py::SanctionDecisionChaine._compute_chaine",
            "decision._origin.has_access('write') -> True",
        ),
    ),
    f"{INSCRIT}::SanctionInscrit._inscrire_au_registre": (
        Code(f"{INSCRIT}::SanctionCorrigible.write", "check_access"),
    ),
    f"{INSCRIT}::SanctionCorrigible.write": (Code(f"{INSCRIT}::SanctionCorrigible.write", "check_access"),),
    f"{INSCRIT}::SanctionCorrigible.unlink": (Code(f"{INSCRIT}::SanctionCorrigible.unlink", "check_access"),),
    f"{INSCRIT}::SanctionCorrigible._ajouter_notes": (
        Code(f"{INSCRIT}::SanctionCorrigible._ajouter_notes", "nouveau.startswith(ancien) -> True"),
    ),
    f"{SANCTIONS}/parcours_dossier.py::ParcoursDossier._apres_constat_refus": ETAPE_PERMISE,
    f"{SANCTIONS}/parcours_dossier.py::ParcoursDossier._consequences_issue": (
        Code(f"{DOSSIER}/actions.py::DossierActions.action_appliquer_issue", "check_access"),
    ),
    f"{SANCTIONS}/sanction_decision.py::SanctionDecision._partir": (
        Code(f"{SANCTIONS}/sanction_decision.py::SanctionDecision._partir", "check_access"),
    ),
}
