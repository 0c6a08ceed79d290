# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who the person is on a day: the columns of `registre.personne`, computed from the history and never typed.

The same reading as that of an examination, put into columns. What is not certain on the day is empty and named in
`incertitudes`: no column holds a guess, and none an invented day. Only a name cannot be left out: of several that may
be in force all are shown.
"""

from __future__ import annotations

from .dates import FUTUR, LECTURES, DatePartielle, en_vigueur, lire_partielle
from .histoire import lire_etat, lire_lieu
from .modele import AUCUNE_ENTREE, OUI
from .noms import lisible

DECES = "99990"
SEXES = ("1", "2")


def projeter(histoire, jour):
    """Return the columns of a person as of `jour`.

    Keys: nom, prenom, naissance_texte, naissance_min, naissance_max, sexe, nationalite_code, commune_nis ("" outside
    the 19 communes), commune_incertaine, registre_code, carte_code, carte_expiration, carte_expiration_texte,
    motif_code, date_deces, date_deces_texte, adresse, adresse_non_communicable, situation (special code of IT 001),
    incertitudes (the names of the columns that are empty because they are not certain), date_passage (the next day on
    which a column can change by itself). Texts are "" and dates None when unknown or not certain.
    """
    etat, lieu = lire_etat(histoire, (jour, jour)), lire_lieu(histoire, jour)
    # A text here is "" when the register says nothing and None when what it says is not certain.
    textes = {
        "nationalite_code": _nationalite(histoire, jour, etat.belge),
        "registre_code": _commun(histoire.registres, jour, _code),
        "carte_code": _commun(histoire.cartes, jour, _code),
        "carte_expiration_texte": _expiration(histoire, etat.cartes),
        "motif_code": _commun(histoire.motifs, jour, _code),
        "adresse": _commun(histoire.adresses, jour, _adresse),
        "situation": _situation(histoire, jour, lieu),
        "sexe": _unique({i.code for i in histoire.par_type.get("000", ()) if i.code in SEXES}),
    }
    naissance = _naissance(histoire)
    textes["naissance_texte"] = naissance.pop("naissance_texte")
    return {
        **{nom: texte or "" for nom, texte in textes.items()},
        **naissance,
        **_noms(histoire, jour),
        **_deces(lieu.deces),
        "commune_nis": lieu.residence.commune or "",
        "commune_incertaine": lieu.residence.incertaine,
        "carte_expiration": lire_partielle(textes["carte_expiration_texte"]).exacte,
        "adresse_non_communicable": any(_protege(i, jour) for i in histoire.par_type.get("252", ())),
        "incertitudes": " ".join(nom for nom, texte in textes.items() if texte is None),
        "date_passage": _prochain_passage(histoire, jour),
    }


def _nationalite(histoire, jour, belge):
    """Code of the nationality on that day. Who is Belgian is Belgian, whatever else; else IT 031 says it; without it,
    of the nationalities of IT 032, which hold together, the one that began last."""
    if belge.valeur == OUI:
        return histoire.tables.belge
    if belge.valeur is None:
        return "" if belge.note == AUCUNE_ENTREE else None
    lues = []
    for lecture in LECTURES:
        principales = {i.code for e in en_vigueur(histoire.nationalites, jour, lecture) for i in e.entrees}
        autres = {(e.tot, i.code) for e in en_vigueur(histoire.plurinationalites, jour, lecture) for i in e.entrees}
        if principales or autres:  # everyone has one: a reading in which none has begun yet is no reading
            lues.append((principales, autres))
    (principales, autres), derniere = lues[0], lues[-1]
    if principales != derniere[0] or len(principales) > 1 or (not principales and autres != derniere[1]):
        return None
    return principales.pop() if principales else max(autres)[1]


def _code(information):
    return information.code


def _unique(valeurs):
    """The one value, "" when there is none, None when there are several."""
    if len(valeurs) > 1:
        return None
    return next(iter(valeurs), "")


def _commun(etapes, jour, lire):
    """What both readings of the day say of the entry in force."""
    if not etapes:
        return ""
    dits = []
    for lecture in LECTURES:
        trouvees = en_vigueur(etapes, jour, lecture)
        if any(etape.doute for etape in trouvees):
            return None
        dits.append({lire(information) for etape in trouvees for information in etape.entrees})
    tot, tard = dits
    return _unique(tot) if tot == tard else None


def _expiration(histoire, lectures):
    """The expiry, as written, of the one card in force."""
    cartes, autres = lectures
    if cartes != autres or any(carte.doute for carte in cartes):
        return None
    return _unique({histoire.expirations_ecrites[i.id] for carte in cartes for i in carte.entrees})


def _situation(histoire, jour, lieu):
    """The special code of IT 001: what ended the residence, else an absence, else the Immigration Office."""
    tables = histoire.tables
    match lieu.situation.valeur:
        case "decede":
            return DECES
        case "present" | "autre_region":
            absence = _commun(histoire.absences, jour, lambda i: i.code if i.code in tables.absence else "")
            if absence != "":
                return absence
            return _commun(histoire.presence, jour, lambda i: i.code if i.code in tables.office_etrangers else "")
        case "inconnue":
            return None if any(etape.tot <= jour for etape in histoire.lieux + histoire.presence) else ""
    if lieu.code is None:
        return None
    return lieu.code if lieu.code in tables.sortie else ""  # a country is a place


def _naissance(histoire):
    """The birth date of IT 000 in its two readings. Several that differ: the earliest and the latest of them all."""
    dates = {lire_partielle(i.contenu.get("naissance")) for i in histoire.par_type.get("000", ())}
    connue = bool(dates) and all(date.annee for date in dates)
    return {
        "naissance_texte": _unique({date.texte for date in dates}),
        "naissance_min": min(date.au_plus_tot for date in dates) if connue else None,
        "naissance_max": max(date.au_plus_tard for date in dates) if connue else None,
    }


def _noms(histoire, jour):
    """The names that may be in force, in the order in which they began."""
    tot, tard = (en_vigueur(histoire.noms, jour, lecture) for lecture in LECTURES)
    etapes = tot + [etape for etape in tard if etape not in tot]
    porteurs = [(e.tot, i.contenu.get("noms") or (), i.contenu.get("prenoms") or ()) for e in etapes for i in e.entrees]
    porteurs = sorted((tot, lisible(" ".join(noms)), lisible(" ".join(prenoms))) for tot, noms, prenoms in porteurs)
    return {
        nom: " / ".join(dict.fromkeys(porteur[rang] for porteur in porteurs if porteur[rang]))
        for rang, nom in ((1, "nom"), (2, "prenom"))
    }


def _deces(deces):
    """The day of death when it is known to the day, and its date as the register knows it."""
    if not deces:
        return {"date_deces": None, "date_deces_texte": ""}
    date = DatePartielle.entre(deces.tot, deces.tard)
    return {"date_deces": date.exacte, "date_deces_texte": date.texte}


def _adresse(information):
    """One line, the box after a slash: "Rue de la Loi 16/3, 1000"."""
    c = information.contenu
    numero = "/".join(filter(None, (c.get("numero"), c.get("boite"))))
    return ", ".join(filter(None, (" ".join(filter(None, (c.get("rue"), numero))), c.get("code_postal"))))


def _protege(information, jour):
    """Whether IT 252 forbids communicating the address on `jour`; in doubt it does."""
    debut = lire_partielle(information.contenu.get("debut")).au_plus_tot
    fin = lire_partielle(information.contenu.get("fin")).au_plus_tard
    if information.fin_tard and information.fin_tard <= jour:
        return False
    return (debut is None or debut <= jour) and (fin is None or jour <= fin)


def _prochain_passage(histoire, jour):
    jours = set(histoire.passages)
    for information in histoire.par_type.get("252", ()):
        debut, fin = (lire_partielle(information.contenu.get(nom)) for nom in ("debut", "fin"))
        jours |= {debut.au_plus_tot, fin.apres[1], information.fin_tard}
    return min((passage for passage in jours if passage and jour < passage < FUTUR), default=None)
