# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The agents' guide: one page a task, the same in French and in Dutch, and which page belongs to which screen.

Pages are Markdown (`fr/`, `nl/`); their pictures, made by tests/test_navigateur_guide.py, are in `static/guide`. No
Odoo here: tests/test_guide.py reads it as it is.
"""

import re
from functools import cache
from pathlib import Path

from markdown import markdown
from markupsafe import Markup

DOSSIER = Path(__file__).parent
LANGUES = ("fr", "nl")
SOMMAIRE = "index"
#: Page, and the place in it, by action of a screen; where the model alone says it, below.
ACTIONS = {
    "parcours_accueil.parcours_aujourd_hui_action": "aujourdhui",
    "parcours_accueil.parcours_dossier_action_refus": "refus",
    "parcours_accueil.parcours_dossier_action_a_examiner": "dossier#explication",
    "parcours_accueil.parcours_dossier_action_analyse": "vivalis#chiffres",
    "parcours_accueil.parcours_equipe_action": "equipe",
    "parcours_accueil.parcours_equipe_action_communes": "vivalis#communes",
    "parcours_accueil.parcours_organisateur_action_chiffres": "vivalis#organisateurs",
    "registre_national.registre_service_tableau_action": "registre#connexion",
    "registre_national.registre_extrait_action_lecteurs": "registre#journal",
    "parcours_accueil.parcours_delai_action_erreurs": "vivalis#regles",
    # the lists of the landing page, and the files opened from them
    "liste.courriers_a_imprimer": "courriers#ecrire",
    "liste.courriers_a_poster": "courriers#poster",
    "liste.langues_a_demander": "courriers#ecrire",
    "liste.courriers_revenus": "courriers#poster",
    "liste.courriers_sans_reponse": "courriers#poster",
    "liste.a_informer": "informer",
    "liste.a_reinscrire": "inscription",
    "liste.sommations": "sommation",
    "liste.lettres_accuse": "sommation#apres",
    "liste.lettres_revenues": "sommation#apres",
    "liste.lettres_sans_preuve": "sommation#apres",
    "liste.refus_a_constater": "refus",
    "liste.refus": "refus",
    "liste.demenagements": "demenagements",
    "liste.revues": "dossier#delais",
    "liste.a_examiner": "dossier#explication",
    "liste.sans_agent": "equipe#repartir",
    "liste.cours_du_jour": "organisateur#seances",
    "liste.organisateur_modules": "organisateur#attente",
    "liste.organisateur_decrochages": "organisateur#decrochages",
}
#: The same by model: its screens, and the small windows opened there.
MODELES = {
    "parcours.dossier": "dossier",
    "parcours.evenement": "dossier#etapes",
    "parcours.evenement.wizard": "informer",
    "parcours.examen": "dossier#explication",
    "parcours.delai": "dossier#delais",
    "parcours.suspension": "suspensions",
    "parcours.exemption": "suspensions#exemption",
    "parcours.document": "documents",
    "parcours.inscription": "inscription",
    "parcours.inscription.fenetre": "organisateur#inscrire",
    "parcours.attente": "organisateur#attente",
    "parcours.convention": "organisateur#convention",
    "parcours.convention.fenetre": "organisateur#convention",
    "parcours.capacite": "organisateur#places",
    "parcours.attestation": "organisateur#attestations",
    "parcours.attestation.fenetre": "organisateur#attestations",
    "parcours.contestation": "contestations",
    "parcours.absence": "equipe#absence",
    "connexion.echec": "equipe#connexion",
    "parcours.reglement": "vivalis#regles",
    "parcours.regle": "vivalis#regles",
    "parcours.rejeu": "vivalis#regles",
    "parcours.delai.type": "vivalis#regles",
    "parcours.suspension.motif": "vivalis#listes",
    "parcours.organisateur": "vivalis#listes",
    "parcours.module": "vivalis#listes",
    "parcours.seance": "organisateur#seances",
    "parcours.suivi": "organisateur#seances",
    "parcours.niveau": "organisateur#seances",
    "parcours.dispense": "organisateur#seances",
    "parcours.decrochage": "organisateur#decrochages",
    "parcours.justification": "organisateur#seances",
    "parcours.stage": "vivalis#listes",
    "parcours.liste": "vivalis#listes",
    "parcours.mention": "vivalis#listes",
    "parcours.document.type": "vivalis#listes",
    "parcours.courrier": "courriers",
    "parcours.courrier.fenetre": "courriers#ecrire",
    "parcours.courrier.envoi": "courriers#nombre",
    "parcours.courrier.lot": "courriers#nombre",
    "parcours.courrier.bordereau": "courriers#nombre",
    "parcours.courrier.modele": "vivalis#listes",
    "parcours.brochure": "vivalis#listes",
    "parcours.partage": "vivalis#listes",
    "parcours.probleme": "probleme",
    "parcours.maintenance": "vivalis#maintenance",
    "registre.personne": "registre#personne",
    "registre.anomalie": "registre#difference",
    "registre.jonction": "registre#personne",
    "registre.consultation": "registre#journal",
    "registre.consultation.inhabituelle": "registre#journal",
    "registre.verification": "registre#journal",
    "registre.extrait": "registre#journal",
    "registre.habilitation": "registre#connexion",
    "registre.notification": "registre#connexion",
    "registre.lacune": "registre#connexion",
    "registre.abonnement.ecart": "registre#connexion",
    "registre.service": "registre#connexion",
    "registre.code": "registre#connexion",
    "reglage.trace": "registre#connexion",
}
#: Links between pages, and pictures, as they stand in the files.
LIEN, IMAGE = re.compile(r"\((\w+)\.md(#\w+)?\)"), re.compile(r"\(\.\./\.\./(static/guide/\w+/[\w-]+\.png)\)")


def ajouter(actions, modeles):
    """Door of the floor above: the pages of its own screens, by action and by model."""
    ACTIONS.update(actions)
    MODELES.update(modeles)


def page_de(action, modele):
    """Return the page of a screen, with its anchor when it has one.

    >>> page_de("parcours_accueil.parcours_aujourd_hui_action", "")
    'aujourdhui'
    >>> page_de("", "parcours.delai"), page_de("?", "?")
    ('dossier#delais', 'index')
    """
    return ACTIONS.get(action) or MODELES.get(modele) or SOMMAIRE


def langue(code):
    """Return the language of the guide for that of a user: Dutch for Dutch, else French."""
    return "nl" if (code or "").startswith("nl") else "fr"


def texte(code, page):
    """Return one page as it is written."""
    return (DOSSIER / code / f"{page}.md").read_text(encoding="utf-8")


@cache
def sommaire(code):
    """Return ``{page: title}``, the contents first, then in the order of the contents."""
    ordre = [SOMMAIRE, *re.findall(r"^- \[.+?\]\((\w+)\.md\)", texte(code, SOMMAIRE), re.MULTILINE)]
    return {page: texte(code, page).splitlines()[0].removeprefix("# ") for page in ordre}


@cache
def contenu(code, page):
    """Return one page as HTML: our own files, in which nothing is what somebody typed."""
    source = LIEN.sub(r"(/parcours/guide/\1\2)", texte(code, page))
    source = IMAGE.sub(r"(/parcours_accueil/\1)", source)
    return Markup(markdown(source, extensions=["attr_list", "sane_lists"]))
