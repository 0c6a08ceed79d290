# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The courses of an organiser: who follows them, who does not come any more, who comes again, who need not follow."""

from ..pas import ATTESTATION, Situation, p

CHEZ = "organisateur"
AU_BAPA = (
    *ATTESTATION,
    p("inscription_organisateur", 40, organisateur="bapa_bxl"),
    p("attestation_organisateur", 20),
    p("bilans", 7, par=CHEZ),
)
AU_BON = (*ATTESTATION, p("inscription_organisateur", 40, organisateur="bon"), p("bilans", 14, par=CHEZ))


def cours(apres, etat="present", **valeurs):
    """A session so many days after the step before, and what is noted of the person in it."""
    return p("cours", apres, par=CHEZ, etat=etat, **valeurs)


SITUATIONS = (
    Situation(
        "suit les cours",
        180,
        (*AU_BAPA, cours(14, module="droits_devoirs"), cours(14), cours(14)),
        {"stage": "en_cours", "cours": "present 3", "decrochage": False, "bilan": True},
    ),
    Situation(
        "ne vient plus",
        190,
        (*AU_BON, cours(14), *(cours(7, "absent") for _fois in range(3))),
        {"stage": "inscrit", "cours": "absent 3, present 1", "decrochage": "ouvert"},
    ),
    Situation(
        "est revenu aux cours",
        220,
        (*AU_BAPA, *(cours(7, "absent") for _fois in range(3)), cours(50)),
        {"stage": "en_cours", "cours": "absent 3, present 1", "decrochage": "revenu"},
    ),
    Situation(
        "dispensé d'un module",
        150,
        (*AU_BAPA, p("dispenser", 14, par=CHEZ, module="citoyennete"), p("accepter_document", 7)),
        {"stage": "en_cours", "dispenses": 1},
    ),
    Situation(
        "a changé d'organisateur avec ses heures",
        220,
        (*AU_BAPA, cours(14), p("changement_organisateur", 30, organisateur="bon"), cours(21)),
        {"stage": "inscrit", "cours": "present 2", "bilan": True},
    ),
)
