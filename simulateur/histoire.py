# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""From a person's card to a life: what each shape of history (`Profil.parcours`) writes in the register."""

from random import Random

from . import tables
from .dates import DEBUT_OBLIGATION, ajouter_annees, apres, entre, partielle
from .population import UE_PLUS, numero_parent
from .vie import Vie


def ecrire(fiche):
    """Return the life of a person on the day they were drawn for, before any later event."""
    recit = _Recit(fiche)
    recit.identite()
    getattr(recit, "parcours_" + fiche.profil.parcours)()
    recit.suites()
    recit.entourage()
    recit.hors_categories()
    return recit.vie


def nom_de(rng, nationalite, sexe):
    """Draw (family name, first name) fitting a nationality and sex."""
    familles, hommes, femmes = tables.NOMS[tables.CULTURE_DE.get(nationalite, "fr")]
    return rng.choice(familles), rng.choice(hommes if sexe == 1 else femmes)


def adresse(rng):
    """Draw (street, house number, box or empty)."""
    numero = str(rng.randint(1, 320)) + rng.choice(("", "", "", "", "A", "B"))
    return rng.choice(tables.RUES), numero, rng.choice(("", "", f"{rng.randint(1, 40):04d}", f"b{rng.randint(1, 9)}"))


def code_motif(rng, debut):
    """Complete the beginning of a reason into six digits; the two codes of protection end in 00."""
    return debut + ("00" if debut in ("0200", "0201", "0900") else rng.choice(("00", "00", "10", "20")))


def numero_carte(rng):
    """Draw a card number: nine digits after the letter of its series."""
    return f"B{rng.randrange(10**9):09d}"


class _Recit:
    """The writing of one life; every draw comes from the person's own seed."""

    def __init__(self, fiche):
        self.fiche = fiche
        self.rng = Random(f"{fiche.graine}:vie")
        self.vie = Vie()

    # Beginning

    def identite(self):
        """IT 010, 031, 032."""
        fiche, rng, vie = self.fiche, self.rng, self.vie
        self.nom, prenom = nom_de(rng, fiche.nationalite, fiche.sexe)
        noms = [self.nom]
        if fiche.nationalite in ("109", "123") or rng.random() < 0.02:
            noms.append(nom_de(rng, fiche.nationalite, 1)[0])
        prenoms = [prenom] + [
            nom_de(rng, fiche.nationalite, fiche.sexe)[1] for _i in range(rng.choice((0, 0, 1, 1, 2)))
        ]
        if "sans_prenom" in fiche.particularites:
            prenoms = []
        prenoms = list(dict.fromkeys(prenoms))
        depuis = fiche.avant or fiche.inscription
        self.depuis = (depuis.year, None, None) if fiche.profil.parcours == "date_partielle" else depuis
        vie.suivre("010", fiche.naissance, tuple(noms), tuple(prenoms))
        naissance = fiche.naissance
        vie.nationalite(fiche.nationalite, naissance)
        if "plusieurs_nationalites" in fiche.particularites:
            pool = [code for code in ("354", "262", "207", "145", "306") if code != fiche.nationalite]
            for code in (fiche.nationalite, rng.choice(pool)):
                vie.ajouter("032", depuis, code, tables.PAYS[code])

    def s_installer(self, quand, code=None):
        """Register in a commune with an address."""
        self.vie.resider(code or self.fiche.commune, quand, adresse(self.rng))

    def donner_motif(self, quand, debut=None):
        """Give the profile's reason of residence, when it has one."""
        fiche = self.fiche
        debut = debut or ("0402" if fiche.carte == "0040" else fiche.profil.motif)
        if debut:
            self.vie.motif(code_motif(self.rng, debut), quand)

    def cartes(self, depuis):
        """Deliver a series of cards: the first on `depuis`, renewals before each expiry, until the last one."""
        fiche, quand = self.fiche, depuis
        fins = [fiche.carte_fin]
        while (fin := ajouter_annees(fins[0], -fiche.profil.duree)) > apres(depuis, 20):
            fins.insert(0, fin)
        limite = fiche.sortie[1] if fiche.sortie else fiche.jour
        for fin in fins:
            if quand > limite and quand != depuis:
                break
            self.vie.carte(fiche.carte, quand, fin, numero_carte(self.rng))
            quand = min(apres(fin, -self.rng.randint(2, 25)), fiche.jour)

    # Shapes

    def parcours_direct(self):
        """First registration in a commune, card some days or weeks later."""
        fiche = self.fiche
        self.s_installer(fiche.inscription)
        self.vie.registre("1", fiche.inscription)
        self.donner_motif(fiche.inscription)
        self.cartes(fiche.reference)

    def parcours_attestation(self):
        """Attestation of immatriculation while the F card is pending, then the F card."""
        fiche = self.fiche
        self.s_installer(fiche.inscription)
        self.vie.registre("1", fiche.inscription)
        self.donner_motif(fiche.inscription)
        fin = apres(fiche.inscription, 183)
        self.vie.carte("0030", fiche.inscription, fin, numero_carte(self.rng))
        if fiche.carte != "0030":
            self.cartes(apres(fin, -self.rng.randint(1, 20)))

    def parcours_attestation_seule(self):
        """Attestation of immatriculation, F card not there yet."""
        self.parcours_attestation()

    def parcours_protection_temporaire(self):
        """Temporary protection: cards that all end on the same day of March."""
        fiche = self.fiche
        self.s_installer(fiche.inscription)
        self.vie.registre("1", fiche.inscription)
        self.donner_motif(fiche.inscription)
        self.cartes(fiche.inscription)

    def attendre(self, quand):
        """Ask for asylum: waiting register, Immigration Office or commune, attestations of four months."""
        fiche, vie, rng = self.fiche, self.vie, self.rng
        vie.registre("5", quand)
        if rng.random() < 0.6:
            self.s_installer(quand, rng.choice((fiche.commune, *tables.AUTRES_COMMUNES)))
        if rng.random() < 0.5 or not vie.commune:
            vie.doubler("21099", quand)
        vie.suivre("205", quand, "1", "Candidat réfugié")
        vie.suivre("206", quand, "demande", "", "Demande introduite")
        vie.carte("0030", apres(quand, 6), apres(quand, 128), numero_carte(rng))

    def parcours_attente(self):
        """Waiting register first; recognised, then registered in the register of foreigners."""
        fiche, vie = self.fiche, self.vie
        self.attendre(fiche.avant)
        vie.registre("1", fiche.inscription)
        if vie.commune == fiche.commune:
            vie.clore("001 special", fiche.inscription)
        else:
            self.s_installer(fiche.inscription)
        self.donner_motif(fiche.inscription)
        vie.clore("205", fiche.inscription)
        code, libelle = ("2", "Protection subsidiaire") if fiche.profil.motif == "0201" else ("1", "Réfugié reconnu")
        vie.suivre("206", fiche.inscription, "protection", code, libelle)
        self.cartes(fiche.reference)

    def parcours_attente_longue(self):
        """The same, after more than three years of waiting."""
        self.parcours_attente()

    def parcours_attente_seule(self):
        """Waiting register only, in a commune; for some the Immigration Office beside it."""
        fiche, vie = self.fiche, self.vie
        vie.registre("5", fiche.inscription)
        self.s_installer(fiche.inscription)
        if self.rng.random() < 0.5:
            vie.doubler("21099", fiche.inscription)
        vie.suivre("205", fiche.inscription, "1", "Candidat réfugié")
        vie.suivre("206", fiche.inscription, "demande", "", "Demande introduite")
        vie.carte(
            "0030",
            fiche.inscription,
            apres(max(fiche.inscription, apres(fiche.jour, -90)), 122),
            numero_carte(self.rng),
        )

    def parcours_autre_region(self):
        """Registered with a card in another region, then in Brussels."""
        fiche, vie = self.fiche, self.vie
        self.s_installer(fiche.avant, self.rng.choice(list(tables.AUTRES_COMMUNES)))
        vie.registre("1", fiche.avant)
        self.donner_motif(fiche.avant)
        self.cartes(apres(fiche.avant, self.rng.randint(0, 30)))
        self.s_installer(fiche.inscription)

    def parcours_autre_region_longue(self):
        """The same, after more than three years."""
        self.parcours_autre_region()

    def parcours_permis_tardif(self):
        """Register of foreigners on short attestations (three months at most), a first real card later."""
        fiche, vie, quand = self.fiche, self.vie, self.fiche.inscription
        self.s_installer(quand)
        vie.registre("1", quand)
        vie.motif("090000", quand)
        while quand < apres(fiche.reference, -20):
            vie.carte("0030", quand, apres(quand, 85), numero_carte(self.rng))
            quand = apres(quand, 84)
        self.donner_motif(fiche.reference)
        self.cartes(fiche.reference)

    def parcours_interrompu(self):
        """A first stay in another region ended by striking off; years later, registered in Brussels."""
        fiche, vie, rng = self.fiche, self.vie, self.rng
        ailleurs, radie = rng.choice(list(tables.AUTRES_COMMUNES)), apres(fiche.avant, rng.randint(400, 900))
        self.s_installer(fiche.avant, ailleurs)
        vie.registre("1", fiche.avant)
        self.donner_motif(fiche.avant, "0405")
        vie.carte("0010", fiche.avant, ajouter_annees(fiche.avant, 1), numero_carte(rng))
        vie.quitter("99991", radie)
        for clef in ("210", "195", "202"):
            vie.clore(clef, radie)
        self.parcours_direct()

    def parcours_reinscription(self):
        """Registered in Brussels years before the obligation, left the country, registered again."""
        fiche, vie, rng = self.fiche, self.vie, self.rng
        depart = entre(rng, apres(fiche.avant, 300), apres(fiche.inscription, -250))
        self.s_installer(fiche.avant, rng.choice(list(tables.COMMUNES)))
        vie.registre("1", fiche.avant)
        self.donner_motif(fiche.avant)
        vie.carte(fiche.carte, fiche.reference, ajouter_annees(fiche.reference, fiche.profil.duree), numero_carte(rng))
        vie.quitter(rng.choice(("992", "99992", fiche.nationalite)), depart)
        for clef in ("210", "195", "202"):
            vie.clore(clef, depart)
        self.s_installer(fiche.inscription)
        vie.registre("1", fiche.inscription)
        self.donner_motif(fiche.inscription)
        self.cartes(apres(fiche.inscription, min(10, (fiche.jour - fiche.inscription).days)))

    def parcours_temporaire_fini(self):
        """Au pair for a year, then student: the exemption ended with the permit."""
        fiche, vie = self.fiche, self.vie
        self.s_installer(fiche.inscription)
        vie.registre("1", fiche.inscription)
        self.donner_motif(fiche.inscription)
        vie.carte("0010", fiche.reference, ajouter_annees(fiche.reference, 1), numero_carte(self.rng))
        change = apres(ajouter_annees(fiche.reference, 1), -12)
        vie.motif(code_motif(self.rng, "0405"), change)
        self.cartes(change)

    def parcours_devenu_ue(self):
        """A third-country national who later becomes a national of a member state."""
        fiche = self.fiche
        self.parcours_direct()
        quand = apres(fiche.reference, self.rng.randint(150, 400))
        self.vie.nationalite(self.rng.choice(("109", "123", "128", "124")), quand)

    def parcours_sans_carte(self):
        """Registered, the card not known yet."""
        fiche = self.fiche
        self.s_installer(fiche.inscription)
        self.vie.registre("1", fiche.inscription)
        self.donner_motif(fiche.inscription)

    def parcours_population(self):
        """A Belgian, in the population register."""
        self.s_installer(self.fiche.inscription)
        self.vie.registre("2", self.fiche.inscription)

    def parcours_devenu_belge_ailleurs(self):
        """Years in another region, Belgian there, then Brussels in the population register."""
        fiche, vie = self.fiche, self.vie
        self.s_installer(fiche.avant, self.rng.choice(list(tables.AUTRES_COMMUNES)))
        vie.registre("1", fiche.avant)
        self.donner_motif(fiche.avant)
        vie.carte("0010", fiche.avant, ajouter_annees(fiche.avant, 5), numero_carte(self.rng))
        belge = apres(fiche.avant, self.rng.randint(1850, 2400))
        vie.nationalite("150", belge)
        vie.registre("2", belge)
        vie.clore("195", belge)
        vie.clore("202", belge)
        self.s_installer(fiche.inscription)

    def parcours_autre_registre(self):
        """Official of the European Union or diplomat."""
        self.s_installer(self.fiche.inscription)
        self.vie.registre(self.rng.choice(("3", "3", "4")), self.fiche.inscription)

    def parcours_date_partielle(self):
        """Everything since a year of which the month is not known."""
        fiche, vie = self.fiche, self.vie
        self.s_installer(self.depuis)
        vie.registre("1", self.depuis)
        self.donner_motif(self.depuis)
        vie.carte(fiche.carte, self.depuis, fiche.carte_fin, numero_carte(self.rng))

    # What follows

    def suites(self):
        """Moves between communes, a special code beside the place, a secret address, departures, returns, death."""
        fiche, vie, rng = self.fiche, self.vie, self.rng
        debut = apres(max(fiche.inscription, fiche.reference or fiche.inscription), 60)
        fin = fiche.sortie[1] if fiche.sortie else fiche.jour
        if "demenagement" in fiche.particularites and debut < fin and fiche.profil.parcours != "devenu_ue":
            nouvelle = rng.choice([code for code in tables.COMMUNES if code != vie.commune])
            vie.resider(nouvelle, entre(rng, debut, apres(fin, -1)), adresse(rng))
        if "adresse_secrete" in fiche.particularites:
            depuis = entre(rng, fiche.inscription, fiche.jour)
            vie.suivre("252", depuis, partielle(depuis), partielle(ajouter_annees(depuis, 3)))
        if fiche.sortie:
            self.sortir(*fiche.sortie)
        elif "double_residence" in fiche.particularites and debut < fiche.jour:
            vie.doubler("99996", entre(rng, debut, fiche.jour))

    def sortir(self, genre, quand):
        """Write a death, a departure, a return, a striking off, a loss of right or a move to another region."""
        vie, rng, fiche = self.vie, self.rng, self.fiche
        if genre == "deces":
            mourir(vie, quand, rng)
        elif genre == "hors_region":
            self.s_installer(quand, rng.choice(list(tables.AUTRES_COMMUNES)))
        else:
            partir(
                vie,
                quand,
                {"radiation": "99991", "perte_droit": "99997"}.get(genre) or rng.choice(("992", fiche.nationalite)),
            )
        if genre == "retour":
            revient = entre(rng, apres(quand, 30), fiche.jour)
            self.s_installer(revient, rng.choice(list(tables.COMMUNES)))
            vie.registre("2" if fiche.profil.parcours in ("population", "devenu_belge_ailleurs") else "1", revient)
            if fiche.carte:
                vie.carte(fiche.carte, revient, fiche.carte_fin, numero_carte(rng))

    def entourage(self):
        """Civil status, partner, family: IT 120, 123, 140 or 141."""
        fiche, vie, rng = self.fiche, self.vie, self.rng
        age = fiche.inscription.year - fiche.naissance[0]
        depuis, famille = self.depuis, fiche.profil.motif in ("0101", "0102", "0103", "0503")
        vie.suivre("120", fiche.naissance, "10", tables.ETATS_CIVILS["10"], None)
        if age < 18:
            parent = self.parent(fiche.naissance[0] - rng.randint(20, 38))
            if fiche.parent:
                parent = (fiche.parent, *parent[1:])
            vie.suivre("141", depuis, "03", tables.ROLES["03"], parent)
            return
        hasard = rng.random()
        if famille and hasard < 0.7 or hasard < 0.3:
            conjoint = self.parent(fiche.naissance[0] + rng.randint(-6, 6), 3 - fiche.sexe)
            marie = entre(rng, apres(fiche.inscription, -900), fiche.inscription)
            vie.suivre("120", marie, "20", tables.ETATS_CIVILS["20"], conjoint)
            if famille:
                vie.suivre("141", depuis, "02", tables.ROLES["02"], conjoint)
                return
        elif hasard < 0.36:
            partenaire = self.parent(fiche.naissance[0] + rng.randint(-6, 6))
            vie.suivre("123", fiche.inscription, "DECLARATION", partenaire, fiche.commune, partielle(fiche.inscription))
        for _rang in range(rng.choice((0, 0, 0, 0, 1, 1, 2)) if age > 22 else 0):
            naissance = min(fiche.inscription.year, fiche.naissance[0] + rng.randint(20, 40))
            vie.ajouter("140", depuis, "03", tables.ROLES["03"], self.parent(naissance))

    def parent(self, annee, sexe=None):
        """Draw a relative: (number, birth date, sex, family name, first name)."""
        rng = self.rng
        sexe = sexe or rng.randint(1, 2)
        naissance = (annee, rng.randint(1, 12), rng.randint(1, 28))
        nationalite = self.fiche.nationalite if self.fiche.nationalite in UE_PLUS or rng.random() < 0.8 else "354"
        nom, prenom = nom_de(rng, nationalite, sexe)
        return numero_parent(rng, naissance, sexe), naissance, sexe, nom, prenom

    def hors_categories(self):
        """What the register also holds and this project may not keep: IT 070, 100, 110, 191, 253, 254."""
        fiche, vie, rng = self.fiche, self.vie, self.rng
        vie.ajouter("100", fiche.naissance, f"{rng.randint(1, 9999):04d}", *self.lieu_naissance())
        vie.ajouter("253", fiche.inscription)
        vie.suivre("254", fiche.jour)
        if rng.random() < 0.5:
            code = rng.choice(list(tables.PROFESSIONS))
            vie.ajouter("070", max(fiche.inscription, DEBUT_OBLIGATION), code, tables.PROFESSIONS[code])
        if rng.random() < 0.4:
            vie.ajouter("110", fiche.naissance, nom_de(rng, fiche.nationalite, 1), nom_de(rng, fiche.nationalite, 2))
        if rng.random() < 0.2:
            vie.ajouter("191", fiche.inscription, f"{rng.randrange(10**10):010d}", fiche.commune)

    def lieu_naissance(self):
        """Return (country code, label) of birth; the special nationality codes are no country."""
        code = self.fiche.nationalite if self.fiche.nationalite not in ("711", "999", "851", "861") else "261"
        return code, tables.PAYS[code]


def partir(vie, quand, code):
    """End the residence: a special code or a country takes the place, the register is left."""
    vie.quitter(code, quand)
    vie.clore("210", quand)


def mourir(vie, quand, rng):
    """Write a death (IT 150) and the code that goes with it."""
    commune = vie.commune or "21004"
    vie.suivre("150", quand, f"{rng.randint(1, 3000):04d}", commune, tables.lieu(commune))
    partir(vie, quand, "99990")
