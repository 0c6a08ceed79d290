# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""THE history of one person: its successions, where, what and who somebody is on a day, which commune is in charge
(loi.md §2b, §6; registre.md §3).

IT 001 is read as two histories at once, because two residences can coexist:

* the *places*, Belgian communes, where a place follows a place;
* the *presence*: what ends a residence (deceased, struck off, right lost, left, a country) holds from its date until
  the next Belgian place, the Immigration Office included, or until its own end, when a place that was never ended
  counts again.

99996 (temporarily absent) ends nothing and is left out. 21099 (Immigration Office) is in Belgium but in no commune: it
ends a departure, never a residence. A code of no known kind is neither: from it until the next entry nothing is sure.

Somebody who certainly lives in a commune is in its charge. What follows and is not certain moves nothing: the commune
of the last certain day stays in charge. So it does after a death or a striking off, which say nothing of a place.

What somebody is (nationality, card, reason of residence) is asked for two *readings* (`lectures`) of a day: as early
(0) and as late (1) as it can be. It is looked up in both, each on its own day, and is known when both answers agree.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from .dates import (
    FUTUR,
    LECTURES,
    PASSE,
    UN_JOUR,
    DatePartielle,
    autour,
    complement,
    en_vigueur,
    intersection,
    lire_partielle,
    periodes,
    succession,
)
from .modele import (
    AUCUNE_ENTREE,
    CODE_INCONNU,
    CONTRADICTOIRE,
    DATE_PARTIELLE,
    NON,
    OUI,
    PROTECTION_SUIVIE,
    SANS_ETAT,
    Deces,
    Etat,
    Fait,
    Lieu,
    Residence,
    Sejour,
    Situation,
)
from .noms import lisible

LIEU, SORTIE, OFFICE, INCONNU = "lieu", "sortie", "office", None  # what a code of IT 001 is
#: Steps of the asylum procedure (IT 206) of somebody who waits for an answer.
CANDIDATURES = frozenset({"ApplicationFiled", "AppealLodged", "Procedure"})
#: Codes of the columns: the special code of IT 001 for a death, and the sexes of IT 000.
DECES, SEXES = "99990", ("1", "2")


class Position(NamedTuple):
    """Where somebody is on a day; each part is None when the register leaves a doubt.

    `situation`: present, autre_region, decede, radie, parti, sans_droit; `commune`: NIS code of the Belgian place of
    residence, of the 19 or not; `code`: the code of the departure (IT 001); `sources`: ids; `etape`: the step that says
    it, of one reading."""

    situation: str | None
    commune: str | None = None
    code: str | None = None
    sources: tuple = ()
    etape: object = None


class Histoire:
    """The successions of one person, made once. Every set of days comes as a pair: the days on which it may hold, the
    days on which it surely holds."""

    def __init__(self, informations, tables):
        """
        :param informations: iterable of `Information`, in any order, of every type, corrected and removed entries left
            out
        """
        self.tables = tables
        # What was read of each day, and of each reading of it; the days inside and outside the 19 communes.
        self.positions, self.lectures, self.regions = {}, {}, {}
        self.par_type = par_type = {}
        for information in informations:
            par_type.setdefault(information.it, []).append(information)
        residences = [i for i in par_type.get("001", ()) if i.code not in tables.absence]
        self.genres = genres = {i.code: genre_residence(i.code, tables) for i in residences}
        # Whether each code is one of the 19: None when it is of no known kind.
        self.dans_les_19 = {code: code in tables.communes if g is LIEU else None for code, g in genres.items()}
        # A code that cannot be read may be a place; an unknown 9999x is no place, but may be a departure.
        lieux = [
            i for i in residences if genres[i.code] is LIEU or (genres[i.code] is INCONNU and i.code[:4] != "9999")
        ]
        self.lieux = succession(lieux)
        # Places only: nothing ever ended the presence.
        self.presence = [] if set(genres.values()) <= {LIEU} else self._presence(residences)
        self.registres = succession(par_type.get("210", ()))
        cartes = par_type.get("195", ())
        self.cartes = succession(cartes)
        # Last day of validity of each card, by its id: as it is written, and read.
        self.expirations_ecrites = {i.id: expiration_texte(i) for i in cartes}
        self.expirations = {rang: lire_partielle(texte) for rang, texte in self.expirations_ecrites.items()}
        self.deces = par_type.get("150", ())
        self.nationalites = succession(par_type.get("031", ()))
        # Several nationalities coexist: each lasts until its own end, never until the next entry.
        self.plurinationalites = [etape for i in par_type.get("032", ()) for etape in succession([i])]
        # IT 202 also carries free text; without a code it says nothing about the reason.
        self.motifs = succession([i for i in par_type.get("202", ()) if i.code])
        self.statuts = succession(par_type.get("206", ()))
        self.noms = succession(par_type.get("010", ()))
        self.adresses = succession(par_type.get("020", ()))
        # Everything that says where a person is, the absences included; [] when there is none.
        lues = par_type.get("001", ())
        self.absences = self._presence(lues) if len(lues) > len(residences) else []
        # The days on which where the person is can change, then those on which anything can.
        deces = {jour for i in self.deces for jour in (i.debut_tot, i.fin_tard) if jour}
        self.passages_residence = passages(self.lieux + self.presence) | deces
        # … on which the nationality, the refugee status or the reason of residence can, then the cards.
        self.passages_personne = passages(self.nationalites + self.plurinationalites + self.motifs + self.statuts)
        self.passages_titres = passages(self.cartes + self.motifs)
        autres = passages(self.registres + self.noms + self.adresses + self.absences)
        connus = self.passages_residence | self.passages_personne | self.passages_titres | autres
        self.passages = connus - {PASSE, FUTUR}

    def habite(self, classe):
        """Days of residence in the places of that class."""
        return self.present(periodes(self.lieux, classe))

    def dans_la_region(self, ici):
        """Days of residence in the 19 communes, or in Belgium outside them; asked for often, read once."""
        if ici not in self.regions:
            communes = self.tables.communes
            self.regions[ici] = self.habite(lambda i: (i.code in communes) is ici)
        return self.regions[ici]

    def present(self, jours):
        """Those days without the ones on which something had ended the residence in Belgium."""
        if not self.presence:
            return jours
        dehors, surement_dehors = self.partis()
        return intersection(jours[0], complement(surement_dehors)), intersection(jours[1], complement(dehors))

    def partis(self):
        """Days on which something had ended the residence in Belgium."""
        sortie = {SORTIE: True, LIEU: False, OFFICE: False, INCONNU: None}
        return periodes(self.presence, lambda i: sortie[self.genres[i.code]])

    def _presence(self, residences):
        """Succession of everything that says where a person is. The own end of a departure is the return to a place
        that was never ended: hence the two kinds of entries read differently."""
        return succession([i if self._finit(i) else i._replace(fin_tot=None, fin_tard=None) for i in residences])

    def _finit(self, information):
        """Whether the own end of an entry says that what it says is over; the end of a place is no departure."""
        return information.code in self.tables.absence or self.genres[information.code] is SORTIE


def passages(etapes):
    """The days on which what the steps say can change: each is the first day of something, or the first after it."""
    return {borne for etape in etapes for borne in etape[:4] if PASSE < borne < FUTUR}


# ---- where somebody is ----------------------------------------------------------------------------------------------


def lire_lieu(histoire, jour):
    """Return the `Lieu` on that day."""
    situation = lire_situation(histoire, jour)
    return Lieu(
        situation=situation.situation,
        depuis=situation.depuis,
        commune=situation.commune,
        code=lire_position(histoire, jour).code,
        deces=deces_connu(histoire, jour),
        residence=lire_residence(histoire, jour),
        sejours=lire_sejours(histoire, jour),
    )


def lire_situation(histoire, jour):
    """Return the `Situation` on that day."""
    position, depuis = lire_position(histoire, jour), None
    sources = position.sources
    doute = DATE_PARTIELLE if sources else AUCUNE_ENTREE
    deces = deces_connu(histoire, jour)
    if deces:
        depuis = deces.tot if deces.tot == deces.tard else None
    elif position.situation:
        tot, tard = (_depuis(histoire, jour, lecture) for lecture in LECTURES)
        depuis = tot if tot == tard else None
    sans_lieu = AUCUNE_ENTREE if deces else doute
    return Situation(
        situation=Fait(position.situation or "inconnue", sources, "" if position.situation else doute),
        depuis=Fait(depuis, sources, "" if depuis else doute),
        commune=Fait(position.commune, sources, "" if position.commune else sans_lieu),
    )


def lire_position(histoire, jour):
    """Return the `Position` on that day; asked for several times, read once."""
    if jour not in histoire.positions:
        histoire.positions[jour] = _position(histoire, jour)
    return histoire.positions[jour]


def _position(histoire, jour):
    deces = deces_connu(histoire, jour)
    if deces:
        return Position("decede", sources=deces.sources)
    tot, tard = (_lecture(histoire, jour, lecture) for lecture in LECTURES)
    sources = tuple(dict.fromkeys(tot.sources + tard.sources))
    if tot.situation is None or tot.situation != tard.situation:
        return Position(None, sources=sources)
    commune = tot.commune if tot.commune == tard.commune else None
    code = tot.code if tot.code == tard.code else None
    return Position(tot.situation, commune, code, sources)


def deces_connu(histoire, jour):
    """The `Deces` (IT 150) in force on that day, or None: one that was ended is a death cancelled, one to come is none
    yet. Of several whose dates differ, the day is not known."""
    connus = [
        i
        for i in histoire.deces
        if (i.debut_tot is None or i.debut_tot <= jour) and (i.fin_tard is None or i.fin_tard > jour)
    ]
    if not connus:
        return None
    sources = tuple(sorted(i.id for i in connus))
    if any(i.debut_tot is None or i.debut_tard is None for i in connus):
        return Deces(None, None, sources)
    return Deces(min(i.debut_tot for i in connus), max(i.debut_tard for i in connus), sources)


def _lecture(histoire, jour, lecture):
    """The `Position` when unknown days are read early (0) or late (1); asked for twice, read once."""
    cle = jour, lecture
    if cle not in histoire.lectures:
        histoire.lectures[cle] = _lire(histoire, jour, lecture)
    return histoire.lectures[cle]


def _lire(histoire, jour, lecture):
    tables = histoire.tables
    presence = _en_force(histoire.presence, jour, lecture)
    if presence and (presence.doute or any(histoire.genres[i.code] not in (LIEU, OFFICE) for i in presence.entrees)):
        situations = {_sortie(histoire, i.code) for i in presence.entrees}
        situation = situations.pop() if len(situations) == 1 and not presence.doute else None
        codes = {i.code for i in presence.entrees}
        code = codes.pop() if len(codes) == 1 else None
        return Position(situation, None, code, _ids(presence), presence)
    lieu = _en_force(histoire.lieux, jour, lecture)
    codes = {i.code for i in lieu.entrees} if lieu and not lieu.doute else set()
    if len(codes) != 1 or histoire.genres[min(codes)] is not LIEU:
        return Position(None, sources=_ids(lieu or presence))
    commune = codes.pop()
    return Position("present" if commune in tables.communes else "autre_region", commune, None, _ids(lieu))


def _depuis(histoire, jour, lecture):
    """First day of that situation, in one reading: of the departure, or of the stay in the 19 or outside them."""
    position = _lecture(histoire, jour, lecture)
    if position.commune is None:
        return position.etape.tard if lecture else position.etape.tot
    sejour = autour(histoire.dans_la_region(position.commune in histoire.tables.communes)[lecture], jour)
    return sejour and sejour[0]


def _sortie(histoire, code):
    return histoire.tables.sortie.get(code) or ("parti" if histoire.genres[code] is SORTIE else None)


def _en_force(etapes, jour, lecture):
    trouvees = en_vigueur(etapes, jour, lecture)
    return trouvees[-1] if trouvees else None


def _ids(etape):
    return tuple(sorted(information.id for information in etape.entrees)) if etape else ()


# ---- the commune in charge ------------------------------------------------------------------------------------------

ICI, DEHORS, SANS_LIEU, DOUTE = "ici", "dehors", "sans_lieu", "doute"


def lire_residence(histoire, jour):
    """Return the `Residence` on that day: a pure function of the history, whatever was known or in charge before."""
    lieu, commune, en_charge, incertaine = None, None, None, False
    for veille in _jours_passes(histoire, jour):
        position = lire_position(histoire, veille)
        genre = _genre(histoire, position)
        if genre is ICI:
            en_charge = position.commune
            commune = commune if lieu else en_charge
            break
        if genre is DEHORS:
            lieu = lieu or DEHORS
        elif genre is DOUTE and not lieu:
            incertaine = True
    else:
        possible = _seule_possible(histoire, jour)
        en_charge = possible and possible.commune
        commune = None if lieu else en_charge
    return Residence(commune, en_charge, incertaine and _commencee(histoire, jour))


def lire_sejours(histoire, jour):
    """Return the `Sejour` of each commune that was in charge up to that day, oldest first: on each day, the last one
    begun is that of :func:`lire_residence`."""
    sejours = []
    for debut, fin in _morceaux(histoire, jour):
        commune = commune_le(histoire, fin)
        if commune and (not sejours or commune != sejours[-1].commune):
            sejours.append(Sejour(debut, commune))
    premier = sejours[0].debut if sejours else FUTUR
    if any(etape.tot < premier for etape in histoire.lieux):
        possible = _seule_possible(histoire, jour)
        if possible and possible.debut < premier:
            suite = sejours[1:] if sejours and sejours[0].commune == possible.commune else sejours
            return (possible, *suite)
    return tuple(sejours)


def lire_origine(histoire, reference, jour):
    """NIS code of the commune of first registration, or None: the commune at the reference date; without a certain one,
    the first commune in which the person certainly lived, up to that day."""
    return commune_le(histoire, reference) if reference else premiere_commune(histoire, jour)


def commune_le(histoire, jour):
    """The commune of the 19 in which the person certainly lives on that day, or None."""
    position = lire_position(histoire, jour)
    return position.commune if position.situation == "present" else None


def premiere_commune(histoire, jour):
    """The commune of the 19 in which the person certainly lived first, up to that day, or None."""
    communes = (commune_le(histoire, passe) for passe in reversed(list(_jours_passes(histoire, jour))))
    return next(filter(None, communes), None)


def _genre(histoire, position):
    if position.situation == "present":
        return ICI if position.commune else DOUTE
    if position.situation in ("autre_region", "parti") or position.code in histoire.tables.a_l_etranger:
        return DEHORS
    return SANS_LIEU if position.situation else DOUTE


def _jours_passes(histoire, jour):
    """That day, then the last day before each day on which where the person is could change, from late to early."""
    yield jour
    for passage in sorted(histoire.passages_residence, reverse=True):
        if PASSE < passage <= jour:
            yield passage - UN_JOUR


def _morceaux(histoire, jour):
    """The days up to that one, as spans (first, last) during which where the person is cannot change, oldest first."""
    bornes = [PASSE, *sorted(p for p in histoire.passages_residence if PASSE < p <= jour)]
    for debut, suivante in pairwise([*bornes, None]):
        yield debut, suivante - UN_JOUR if suivante else jour


def _seule_possible(histoire, jour):
    """The commune of the 19 that was the only possible one on the first day that had such a one, up to that day, as the
    `Sejour` that begins then, or None."""
    for passage in sorted({PASSE, *histoire.passages_residence}):
        if passage > jour:
            break
        codes = {i.code for e in histoire.lieux if e.tot <= passage < e.limite_tard for i in e.entrees}
        communes = codes & histoire.tables.communes
        if len(communes) == 1 and not any(histoire.genres[code] is INCONNU for code in codes):
            return Sejour(passage, communes.pop())
    return None


def _commencee(histoire, jour):
    """Whether the register says anything of where the person was up to that day."""
    return any(etape.tot <= jour for etape in histoire.lieux + histoire.presence)


# ---- what somebody is -----------------------------------------------------------------------------------------------


def lire_etat(histoire, lectures):
    """Return the `Etat` in two readings of a day.

    :param lectures: the earliest and the latest day, or None when there is none
    """
    if lectures is None:
        return SANS_ETAT
    tenues = _nationalites_tenues(histoire, lectures)
    return Etat(
        belge=_belge(histoire, tenues),
        ue=_ue(histoire, tenues),
        britannique=_britannique(histoire, tenues),
        tenues=tenues,
        cartes=les_deux(histoire.cartes, lectures),
    )


def les_deux(etapes, lectures):
    """The steps in force in each reading, on its own day."""
    tot, tard = lectures
    return en_vigueur(etapes, tot, 0), en_vigueur(etapes, tard, 1)


def derniers(etapes, jour):
    """The last step begun on that day in each reading, whether it has ended or not; none: nothing has begun."""
    tot = [etape for etape in etapes if etape.tot <= jour]
    tard = [etape for etape in etapes if etape.tard <= jour]
    return tot[-1:], tard[-1:]


def ou_premiers(etapes, lectures):
    """The steps in force in each reading, on its own day; in a reading in which none is, the first that begins after
    that day."""
    tot, tard = les_deux(etapes, lectures)
    return (
        tot or [etape for etape in etapes if etape.tot > lectures[0]][:1],
        tard or [etape for etape in etapes if etape.tard > lectures[1]][:1],
    )


# ---- nationality ----------------------------------------------------------------------------------------------------


class _Tenues(NamedTuple):
    """The nationalities held: in each reading in which one has begun, one set of possible codes a nationality; readings
    that say the same are given once."""

    lectures: list
    sources: tuple
    doute: bool


def _nationalites_tenues(histoire, lectures):
    """Everyone has a nationality: a reading in which none has begun yet is no reading."""
    lues, sources, doute = [], set(), False
    for lecture, jour in enumerate(lectures):
        codes = []
        for etape in en_vigueur(histoire.nationalites + histoire.plurinationalites, jour, lecture):
            codes.append({i.code for i in etape.entrees})
            sources.update(i.id for i in etape.entrees)
            doute |= etape.doute
        # two readings that say the same are one
        if codes and codes not in lues:
            lues.append(codes)
    return _Tenues(lues, tuple(sorted(sources)), doute)


def _belge(histoire, tenues):
    return _nationalite(histoire, tenues, lambda code: code == histoire.tables.belge if code else None)


def _ue(histoire, tenues):
    """Refugees and persons of undetermined or unknown nationality never are, nor is who is only Belgian; a code in no
    table leaves the question open unless another answers yes."""
    tables = histoire.tables

    def classe(code):
        if code in tables.ue_plus and code != tables.belge and not sans_pays(code):
            return True
        return False if code and nationalite_connue(code, tables) else None

    return _nationalite(histoire, tenues, classe)


def _britannique(histoire, tenues):
    """A code in no table is no answer: it may be that of the United Kingdom."""
    tables = histoire.tables

    def classe(code):
        if code == tables.royaume_uni:
            return True
        return False if code and nationalite_connue(code, tables) else None

    return _nationalite(histoire, tenues, classe)


def _nationalite(histoire, tenues, classe):
    sources = tenues.sources
    if not tenues.lectures:
        return Fait(None, (), AUCUNE_ENTREE)
    if tenues.doute:
        return Fait(None, sources, CONTRADICTOIRE)
    reponse = _unanime(
        [_un_oui_suffit({_unanime(map(classe, possibles)) for possibles in codes}) for codes in tenues.lectures]
    )
    if reponse is None:
        inconnus = [c for c in _codes(histoire, sources) if classe(c) is None]
        return Fait(None, sources, CODE_INCONNU if inconnus else DATE_PARTIELLE)
    return Fait(OUI if reponse else NON, sources)


def _codes(histoire, sources):
    etapes = histoire.nationalites + histoire.plurinationalites
    return [i.code for etape in etapes for i in etape.entrees if i.id in sources]


# ---- international protection ----------------------------------------------------------------------------------------


def lire_protection(histoire, etat, jour):
    """Whether who is in that state (`lire_etat`) on that day has international protection: by the nationality, the
    status of IT 206 or the last reason of residence, one yes is enough. A Belgian has it no more; an asylum seeker
    never has it, and what says otherwise leaves it unknown."""
    if etat.belge.valeur == OUI:
        return Fait(NON, etat.belge.sources)
    tables = histoire.tables
    statuts = les_deux(histoire.statuts, (jour, jour))
    statut = _statut(histoire, statuts, jour)
    candidat = statut.valeur == NON and any(
        not i.code and (i.contenu or {}).get("etape") in CANDIDATURES
        for e in statuts[0] + statuts[1]
        for i in e.entrees
    )
    nationalite = _nationalite(histoire, etat.tenues, lambda code: _refugie(code, tables))
    motif = classer(
        derniers(histoire.motifs, jour),
        lambda i: _protege(i.code, tables.motifs_proteges, tables.motifs_connus),
        # who waits for an answer has no reason of residence yet
        absent=False if candidat else None,
    )
    lus = nationalite, statut, motif
    protections = [fait for fait in lus if fait.valeur == OUI]
    if protections and candidat:
        return Fait(None, _sources(statut, *protections), CONTRADICTOIRE)
    if protections:
        return Fait(OUI, _sources(*protections))
    doutes = [fait for fait in lus if fait.valeur is None]
    return Fait(None, _sources(*doutes), doutes[0].note) if doutes else Fait(NON, _sources(*lus))


def _statut(histoire, statuts, jour):
    """Whether the status of IT 206 in force is one of protection. A step of the procedure has no code: before any
    protection it says that there is none, after one that nothing ended it does not say whether that goes on."""
    if not histoire.statuts:
        return Fait(NON)
    tables = histoire.tables
    acquise = any(
        i.code and not i.fin_tard and _protege(i.code, tables.statuts_proteges, tables.statuts_connus) is not False
        for etape in histoire.statuts
        if etape.tot <= jour
        for i in etape.entrees
    )

    def classe(information):
        if information.code:
            return _protege(information.code, tables.statuts_proteges, tables.statuts_connus)
        return None if acquise else False

    fait = classer(statuts, classe, absent=False)
    suivie = fait.note == CODE_INCONNU and all(not i.code for e in statuts[0] + statuts[1] for i in e.entrees)
    return Fait(None, fait.sources, PROTECTION_SUIVIE) if suivie else fait


def classer(etapes, classe, absent):
    """What both readings say of those steps, `classe(information)` being True, False or None; `absent`: what a reading
    says that has none."""
    tot, tard = etapes
    entrees = [i for etape in tot + tard for i in etape.entrees]
    sources = tuple(sorted({i.id for i in entrees}))
    if any(etape.doute for etape in tot + tard):
        return Fait(None, sources, CONTRADICTOIRE)
    reponses = {classe(i) for i in entrees}
    inconnu = None in reponses
    if not (tot and tard):
        reponses.add(absent)
    reponse = _unanime(reponses)
    if reponse is None:
        return Fait(None, sources, CODE_INCONNU if inconnu else DATE_PARTIELLE if sources else AUCUNE_ENTREE)
    return Fait(OUI if reponse else NON, sources)


def _sources(*faits):
    return tuple(sorted({source for fait in faits for source in fait.sources}))


# ---- card, reason ---------------------------------------------------------------------------------------------------


def lire_code(etapes, connu, tables):
    """Code of those steps, of each reading; None when it is not understood (`carte_connue`, `motif_connu`)."""
    return _connu(_code(*etapes), connu, tables)


def _code(tot, tard):
    """The one code of the steps, when both readings agree on it."""
    sources = tuple(sorted({i.id for etape in tot + tard for i in etape.entrees}))
    if not sources:
        return Fait(None, (), AUCUNE_ENTREE)
    for etape in tot + tard:
        if etape.doute:
            return Fait(None, sources, CONTRADICTOIRE)
    codes = {i.code for etape in tot for i in etape.entrees}
    if len(codes) != 1 or codes != {i.code for etape in tard for i in etape.entrees}:
        return Fait(None, sources, DATE_PARTIELLE)
    return Fait(codes.pop(), sources)


def _connu(fait, connu, tables):
    """That code when it is in the tables: what another one means is unknown."""
    return fait if fait.valeur is None or connu(fait.valeur, tables) else Fait(None, fait.sources, CODE_INCONNU)


def _unanime(reponses):
    """The common answer, None when they differ (or one is unknown)."""
    reponses = set(reponses)
    return reponses.pop() if len(reponses) == 1 else None


def _un_oui_suffit(reponses):
    """Three-valued "or"."""
    if True in reponses:
        return True
    return None if None in reponses else False


# ---- what a code means ----------------------------------------------------------------------------------------------


def carte_connue(code, tables):
    """Whether the code is that of a card or document that is understood."""
    return code in tables.cartes_connues or code in tables.attestations


def motif_connu(code, tables):
    """Whether the code is in the table, by itself or by its family ("0102xx": any two digits)."""
    connus = tables.motifs_connus
    return code in connus or (len(code) == 6 and code[4:].isdigit() and f"{code[:4]}xx" in connus)


def _protege(code, proteges, connus):
    """Whether a reason or a status is one of international protection: as the code itself says, else its family; None
    for one that nobody told us about."""
    famille = f"{code[:4]}xx" if len(code) == 6 and code[4:].isdigit() else ""
    for nom in (code, famille):
        if nom in connus:
            return nom in proteges
    return None


def _refugie(code, tables):
    """Whether a nationality is that of a refugee ("8xx"); any other code of three digits is none, known or not."""
    if not (len(code) == 3 and code.isdigit()):
        return None
    return code in tables.nationalites_protegees or f"{code[0]}xx" in tables.nationalites_protegees


def nationalite_connue(code, tables):
    """Whether the code says what the person is: a country of the table, or one of the foreigners without a country (711
    undetermined, 999 unknown, 8xx refugee of origin xx)."""
    return code in tables.nationalites_connues or code in tables.ue_plus or sans_pays(code) or code == tables.belge


def sans_pays(code):
    """Foreigners who are of no country, whatever the tables say."""
    return code in ("711", "999") or (len(code) == 3 and code[0] == "8" and code.isdigit())


# ---- what an entry is written with ----------------------------------------------------------------------------------


def genre_residence(code, tables):
    """What an IT 001 code is: LIEU (a Belgian commune), SORTIE, OFFICE or INCONNU."""
    if code in tables.communes:
        return LIEU
    if code in tables.sortie:
        return SORTIE
    if code in tables.office_etrangers:
        return OFFICE
    if not code.isdigit():
        return INCONNU
    if len(code) == 3:  # country codes; Belgium itself is no residence abroad
        return INCONNU if code == tables.belge else SORTIE
    # 21xxx is the district of the capital: a code there that is not one of the 19 is a fault, not another region.
    return LIEU if len(code) == 5 and "11000" <= code < "94000" and not code.startswith("21") else INCONNU


def expiration_texte(information):
    """The expiry of an IT 195 entry as it is written, "" when there is none."""
    texte = information.contenu.get("expiration") if isinstance(information.contenu, dict) else None
    return texte if isinstance(texte, str) else ""


# ---- who the person is: the columns of registre.personne ------------------------------------------------------------


def projeter(histoire, jour):
    """Return the columns of a person as of `jour`, computed and never typed.

    What is not certain on the day is empty and named in `incertitudes`: no column holds a guess, and none an invented
    day. Only a name cannot be left out: of several that may be in force all are shown.

    Keys: nom, prenom, naissance_texte, naissance_min, naissance_max, sexe, nationalite_code, commune_nis ("" outside
    the 19 communes), commune_incertaine, registre_code, carte_code, carte_expiration, carte_expiration_texte,
    motif_code, date_deces, date_deces_texte, adresse, adresse_non_communicable, situation (special code of IT 001),
    incertitudes (the names of the columns that are empty because they are not certain), date_passage (the next day on
    which a column can change by itself). Texts are "" and dates None when unknown or not certain.
    """
    etat, lieu = lire_etat(histoire, (jour, jour)), lire_lieu(histoire, jour)
    # A text here is "" when the register says nothing and None when what it says is not certain.
    textes = {
        "nationalite_code": _nationalite_du_jour(histoire, jour, etat.belge),
        "registre_code": _commun(histoire.registres, jour, _code_ecrit),
        "carte_code": _commun(histoire.cartes, jour, _code_ecrit),
        "carte_expiration_texte": _expiration(histoire, etat.cartes),
        "motif_code": _commun(histoire.motifs, jour, _code_ecrit),
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
        "adresse_non_communicable": any(_ne_se_communique_pas(i, jour) for i in histoire.par_type.get("252", ())),
        "incertitudes": " ".join(nom for nom, texte in textes.items() if texte is None),
        "date_passage": _prochain_passage(histoire, jour),
    }


def _nationalite_du_jour(histoire, jour, belge):
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


def _code_ecrit(information):
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


def _ne_se_communique_pas(information, jour):
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
