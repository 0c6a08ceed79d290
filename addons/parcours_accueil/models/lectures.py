# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Which information types of the register the columns of this floor show: what is read of a person there is logged
(`lecture.tracee`)."""

#: The reference date, and whatever is counted from it.
ITS_REFERENCE = frozenset({"001", "195", "210"})
ITS_NATIONALITE = frozenset({"031", "032"})
ITS_CARTE = frozenset({"195"})
ITS_MOTIF = frozenset({"202"})
ITS_SITUATION = frozenset({"001", "150"})
#: Why a file was closed: deceased, left, struck off, became Belgian, upper age…
ITS_CLOTURE = ITS_SITUATION | ITS_NATIONALITE | {"000"}
ITS_PROTECTION = ITS_NATIONALITE | {"202", "206"}

#: The facts of a file (`droit.modele.CLES`); the birth date finds a person, and is in no table.
ITS_FAITS = {
    "date_reference": ITS_REFERENCE,
    "date_reference_min": ITS_REFERENCE,
    "date_reference_max": ITS_REFERENCE,
    "ref_inscription": ITS_REFERENCE,
    "ref_inscription_motif": ITS_REFERENCE,
    "ref_age_min": ITS_REFERENCE | {"000"},
    "ref_age_max": ITS_REFERENCE | {"000"},
    "ref_belge": ITS_NATIONALITE,
    "ref_ue": ITS_NATIONALITE,
    "ref_britannique": ITS_NATIONALITE,
    "ref_sejour_depuis": ITS_REFERENCE,
    "ref_sejour_annees_min": ITS_REFERENCE,
    "ref_sejour_annees_max": ITS_REFERENCE,
    "ref_carte": ITS_CARTE,
    "ref_motif_sejour": ITS_MOTIF,
    "jour_belge": ITS_NATIONALITE,
    "jour_ue": ITS_NATIONALITE,
    "jour_britannique": ITS_NATIONALITE,
    "jour_carte": ITS_CARTE,
    "jour_carte_fin": ITS_CARTE,
    "jour_carte_exclut": ITS_CARTE | ITS_MOTIF,
    "jour_titre_fin": ITS_CARTE,
    "jour_motif_sejour": ITS_MOTIF,
    "jour_protection": ITS_PROTECTION,
    "jour_permis_fin": ITS_CARTE,
    "jour_permis_valide": ITS_CARTE,
    "jour_situation": ITS_SITUATION,
    "jour_situation_depuis": ITS_SITUATION,
    "jour_commune": frozenset({"001"}),
}
#: What an explanation rests on, and a decision: all the facts.
ITS_EXPLICATION = frozenset({"000"}).union(*ITS_FAITS.values())
#: Who somebody is; and what a letter bears: where they live, too.
ITS_IDENTITE = frozenset({"000", "001", "010"})
ITS_LETTRE = ITS_IDENTITE | {"020"}
