# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The words that the wings share: outcomes, phases, facts, values of a rule, and who may see whose file it is."""

from ..droit.modele import CLES

RESULTATS = [
    ("oblige", "Obliged"),
    ("exempte", "Exempted"),
    ("hors_public", "Outside the target group"),
    ("a_examiner", "To be examined"),
]
PHASES = [("predossier", "Pre-file"), ("dossier", "File"), ("cloture", "Closed")]
MOTIFS_CLOTURE = [
    ("acheve", "Pathway completed"),
    ("exempte", "Exempted afterwards"),
    ("hors_public", "Outside the target group after correction"),
    ("decede", "Deceased"),
    ("parti", "Left the country"),
    ("autre_region", "Left the Region"),
    ("radie", "Struck off ex officio"),
    ("permis_perdu", "Right of residence lost"),
    ("belge", "Became Belgian"),
    ("age", "Upper age reached"),
    ("renonce", "Volunteer stopped, at own request"),
    ("erreur", "Created by mistake"),
]
#: States of a suspension none of whose days counts.
SANS_JOURS = ("demandee", "refusee", "annulee")
ECHEANCES = [
    ("inscription", "Register with an organiser"),
    ("achevement", "Complete the pathway"),
    ("sommation", "Answer the summons"),
]
#: Days before its end from which a term shows as near; a summons is short.
JOURS_ALERTE = 30
JOURS_ALERTE_COURTS = {"sommation": 7}
#: How a letter goes, to a person of any floor (droit/delais.py says how one is received by each channel).
CANAUX = [
    ("accuse", "Registered with acknowledgment of receipt"),
    ("recommande", "Registered letter"),
    ("ordinaire", "Ordinary letter"),
    ("remise", "Handed over against receipt"),
    ("ebox", "eBox"),
]
#: What a person may agree to, each apart, and take back at any time: a channel, or a notice.
ACCORDS = [("ebox", "Letters by eBox"), ("avis", "Notices by e-mail that a letter waits")]
#: What is known of its receipt.
RECEPTIONS = [
    ("presente", "Presented at the home, according to the card"),
    ("refuse", "Refused by the addressee"),
    ("non_reclame", "Not collected at the post office: presented on that day"),
    ("prouve", "Received later than presumed: the person proves it"),
]
#: Why it came back without being received.
RETOURS = [
    ("inconnu", "Unknown at this address"),
    ("demenage", "Moved"),
    ("adresse", "Address insufficient"),
]
#: What a letter of a file waits for.
ATTENTES = [
    ("revenue", "It came back, not received: to be sent again"),
    ("sans_preuve", "Nothing proves that it was posted"),
    ("accuse_attendu", "The acknowledgment is not back yet"),
]
#: Where the pathway stands, for organisers and whoever is not in charge of the file (loi.md §8).
ETAPES_ORGANISATEUR = [
    ("inscrit", "Enrolled"),
    ("en_cours", "In progress"),
    ("suspendu", "Suspended"),
    ("termine", "Pathway ended"),
]
#: The languages of an act about a person (laws on languages of 18 July 1966).
LANGUES = [("fr_BE", "French"), ("nl_BE", "Dutch")]
#: Those in which the pathway is followed with an organiser (droit/places.py).
LANGUES_PARCOURS = [("fr", "French"), ("nl", "Dutch")]
#: What somebody waits for.
MODULES_PARCOURS = [
    ("parcours", "Whole pathway"),
    ("langue", "Language course"),
    ("citoyennete", "Citizenship"),
    ("droits", "Rights and duties"),
]
#: Those in which a letter is written: both when the wish is not known.
DEUX = "deux"
LANGUES_LETTRE = [*LANGUES, (DEUX, "Both: not known")]
# Who may see whose file it is; the statistician and the auditor may not (loi.md §8).
GROUPES_IDENTITE = (
    "parcours_accueil.group_agent,parcours_accueil.group_gestionnaire,parcours_accueil.group_organisateur"
)
# Who works on the whole file: the organiser sees it without the facts of the register (loi.md §8).
GROUPES_REGISTRE = "parcours_accueil.group_agent,parcours_accueil.group_gestionnaire"
# Who may know what the register and the law say of a file: organisers may not, statisticians count them.
GROUPES_FAITS = GROUPES_REGISTRE + ",parcours_accueil.group_statisticien"
# Who may know a medical ground, of the files of their own communes: not Vivalis, who sees "suspended" (loi.md §4, §8).
GROUPES_MOTIF = "parcours_accueil.group_agent"
# Who reads the codes of the grounds in columns: the agents of a commune read its own files only, statisticians count.
GROUPES_CODE = GROUPES_MOTIF + ",parcours_accueil.group_statisticien"
#: What everybody else reads of a medical ground of exemption.
MOTIF_TU = "–"
# Who may look at replays, which are part of a version of the law; who is behind the numbers is for Vivalis only.
GROUPES_REJEU = "parcours_accueil.group_gestionnaire,parcours_accueil.group_auditeur"
# Odoo has no empty integer: this value stands for "not known" in the integer facts.
ENTIER_INCONNU = -1
#: The columns that hold a fact, in the order of the screen.
FAITS = CLES
# The three values of a rule.
VRAI, FAUX, INCONNU = "vrai", "faux", "inconnu"
#: How the database writes the value of a rule.
VALEURS = {"v": VRAI, "f": FAUX, "i": INCONNU}
#: Reasons of closure after which an exemption can still be asked for: a temporary one is asked for again.
CLOTURES_ADMISES = {"exempte"}
# Bootstrap colour of an outcome; the word always goes with it.
COULEURS = {"oblige": "primary", "exempte": "info", "hors_public": "secondary", "a_examiner": "warning"}
