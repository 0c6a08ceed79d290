# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the generator draws from: communes, countries, codes with their labels, names and streets.

All invented or public.
"""

#: NIS code: (label, postcode, streets' prefix, inhabitants in thousands: the weight of the commune).
COMMUNES = {
    "21001": ("Anderlecht", "1070", 127),
    "21002": ("Auderghem", "1160", 36),
    "21003": ("Berchem-Sainte-Agathe", "1082", 26),
    "21004": ("Bruxelles", "1000", 200),
    "21005": ("Etterbeek", "1040", 50),
    "21006": ("Evere", "1140", 46),
    "21007": ("Forest", "1190", 58),
    "21008": ("Ganshoren", "1083", 26),
    "21009": ("Ixelles", "1050", 90),
    "21010": ("Jette", "1090", 54),
    "21011": ("Koekelberg", "1081", 23),
    "21012": ("Molenbeek-Saint-Jean", "1080", 98),
    "21013": ("Saint-Gilles", "1060", 50),
    "21014": ("Saint-Josse-ten-Noode", "1210", 27),
    "21015": ("Schaerbeek", "1030", 133),
    "21016": ("Uccle", "1180", 87),
    "21017": ("Watermael-Boitsfort", "1170", 26),
    "21018": ("Woluwe-Saint-Lambert", "1200", 60),
    "21019": ("Woluwe-Saint-Pierre", "1150", 43),
}
#: A few communes of the two other regions.
AUTRES_COMMUNES = {
    "11002": ("Antwerpen", "2000", 540),
    "44021": ("Gent", "9000", 270),
    "62063": ("Liège", "4000", 197),
    "52011": ("Charleroi", "6000", 204),
    "24062": ("Leuven", "3000", 104),
    "92094": ("Namur", "5000", 114),
    "53053": ("Mons", "7000", 97),
    "12025": ("Mechelen", "2800", 88),
}
SPECIAUX = {
    "99990": "Décédé",
    "99991": "Radié d'office",
    "99992": "Radié pour l'étranger",
    "99996": "Absent temporairement",
    "99997": "Perte du droit au séjour",
    "992": "Sortie du pays",
    "21099": "Office des étrangers",
}
PAYS = {
    "105": "Autriche",
    "106": "Bulgarie",
    "107": "Chypre",
    "108": "Danemark",
    "109": "Espagne",
    "110": "Finlande",
    "111": "France",
    "112": "Royaume-Uni",
    "113": "Luxembourg",
    "114": "Grèce",
    "116": "Irlande",
    "117": "Islande",
    "118": "Liechtenstein",
    "119": "Malte",
    "121": "Norvège",
    "123": "Portugal",
    "124": "Roumanie",
    "126": "Suède",
    "127": "Suisse",
    "128": "Italie",
    "129": "Pays-Bas",
    "135": "Lettonie",
    "136": "Estonie",
    "137": "Lituanie",
    "138": "Hongrie",
    "139": "Pologne",
    "140": "Tchéquie",
    "141": "Slovaquie",
    "143": "Ukraine",
    "145": "Russie",
    "146": "Croatie",
    "147": "Slovénie",
    "150": "Belgique",
    "173": "Allemagne",
    "207": "Inde",
    "218": "Chine",
    "251": "Afghanistan",
    "261": "Syrie",
    "262": "Turquie",
    "306": "Congo (R.D.)",
    "329": "Somalie",
    "349": "Érythrée",
    "354": "Maroc",
    "711": "Indéterminée",
    "851": "Réfugié d'origine afghane",
    "861": "Réfugié d'origine syrienne",
    "999": "Inconnue",
}
CARTES = {
    "0010": "Carte A",
    "0012": "Carte B",
    "0017": "Carte F",
    "0018": "Carte F+",
    "0021": "Carte membre famille UE",
    "0030": "Attestation d'immatriculation",
    "0040": "Carte UE",
    "0061": "Carte M",
    "0899": "Document de séjour",
}
REGISTRES = {
    "1": "Registre des étrangers",
    "2": "Registre de la population",
    "3": "Fonctionnaires UE",
    "4": "Registre diplomatique",
    "5": "Registre d'attente",
    "6": "Registre d'attente UE",
}
MOTIFS = {
    "0101": "Famille d'un Belge",
    "0102": "Famille d'un citoyen de l'UE",
    "0103": "Famille d'un ressortissant de pays tiers",
    "0200": "Réfugié reconnu",
    "0201": "Protection subsidiaire",
    "0203": "Protection temporaire",
    "0402": "Travailleur UE",
    "0404": "Travailleur pays tiers",
    "0405": "Étudiant",
    "0501": "Au pair",
    "0502": "Vacances-travail",
    "0503": "Famille séjour temporaire",
    "0601": "Résident de longue durée UE",
    "0900": "Provisoire",
    "9999": "Autre motif",
}
ETATS_CIVILS = {"10": "Célibataire", "20": "Marié", "30": "Veuf", "40": "Divorcé"}

#: Pools of nationalities: name -> {code: weight}.
NATIONALITES = {
    "ue": {
        "111": 26,
        "124": 18,
        "128": 12,
        "109": 11,
        "123": 8,
        "139": 7,
        "173": 5,
        "114": 4,
        "106": 4,
        "129": 3,
        "138": 1,
        "116": 1,
        "126": 1,
        "110": 1,
        "137": 1,
        "135": 1,
        "136": 1,
        "140": 1,
        "141": 1,
        "146": 1,
        "147": 1,
        "105": 1,
        "107": 1,
        "108": 1,
        "113": 1,
        "119": 1,
        "127": 1,
        "121": 1,
        "117": 1,
        "118": 1,
    },
    "tiers": {
        "354": 22,
        "207": 13,
        "262": 11,
        "306": 9,
        "218": 6,
        "112": 4,
        "145": 4,
        "143": 2,
        "261": 4,
        "251": 3,
        "349": 1,
        "329": 1,
    },
    "asile": {"261": 16, "251": 16, "349": 12, "329": 8, "262": 6, "306": 4, "851": 5, "861": 6, "711": 3, "999": 1},
    "royaume_uni": {"112": 1},
    "ukraine": {"143": 1},
    "belge": {"150": 1},
}
#: Of a minor or an elderly person, who may be anyone.
NATIONALITES["tous"] = {**{code: w * 1.1 for code, w in NATIONALITES["ue"].items()}, **NATIONALITES["tiers"]}

#: Culture of the names of a nationality; the others take the first.
CULTURES = {
    "fr": ("111", "150", "127", "113"),
    "es": ("109", "123"),
    "it": ("128", "119"),
    "ro": ("124", "106", "107", "114"),
    "slave": ("139", "140", "141", "143", "145", "146", "147", "138", "135", "136", "137"),
    "nord": ("105", "108", "110", "117", "118", "121", "126", "129", "173"),
    "en": ("112", "116"),
    "arabe": ("354", "261", "861", "711", "999"),
    "tr": ("262",),
    "afghan": ("251", "851"),
    "inde": ("207",),
    "chine": ("218",),
    "congo": ("306",),
    "corne": ("349", "329"),
}
CULTURE_DE = {code: culture for culture, codes in CULTURES.items() for code in codes}
#: Culture: (family names, men's first names, women's first names).
NOMS = {
    "fr": (
        "Delvallée Mercereau Fontanet Roussillat Chabrol Gauthereau Perrichon Lamoureux Vasseur Bonnivard",
        "Hugo Étienne Mathis Rémi Bastien Cédric Loïc Grégoire",
        "Chloé Manon Élodie Camille Océane Margaux Anaïs Solène",
    ),
    "es": (
        "Ordóñez Zabaleta Figueira Carvalhal Montesdeoca Peñalver Quintanilla Saavedra Bettencourt",
        "Iñigo Álvaro Duarte Rui Joaquín Tiago Rubén",
        "Inês Begoña Lucía Catarina Rocío Beatriz",
    ),
    "it": (
        "Bertolucci Santangeli Paganelli Scaramuzza Vendramin Locatelli",
        "Niccolò Tommaso Davide Ruggero",
        "Chiara Giulia Ilaria Noemi",
    ),
    "ro": (
        "Munteanu Ștefănescu Dragomirov Papadakis Kostadinov Lungulescu Vasilopoulos",
        "Răzvan Bogdan Kostas Ivaylo Mihai",
        "Ioana Despina Gergana Ruxandra Elena",
    ),
    "slave": (
        "Wiśniewska Kowalczuk Novotný Horváth Shevchuk Petrauskas Zieliński Kolesnyk",
        "Paweł Oleksandr Tomáš Dmytro Zoltán",
        "Agnieszka Oksana Zuzana Iryna Katalin",
    ),
    "nord": (
        "Grünewald Hoekstra Lindqvist Sørensen Mäkelä Brandstetter",
        "Jürgen Sander Björn Mikkel",
        "Anneke Saskia Freya Heike",
    ),
    "en": (
        "Ashworth Pemberton O'Halloran Fairweather Kinsella",
        "Callum Rory Gareth Desmond",
        "Siobhán Imogen Bethany Fiona",
    ),
    "arabe": (
        "Benaïssaoui Tahirouni El-Khamlichi Haddadine Al-Sabbagh Zerrouqi Boukhalfa Darwichi Ouchrif",
        "Youssef Anas Karim Bilal Omar Mehdi Samir",
        "Yasmina Khadija Salma Nour Hanane Rania Fatiha",
    ),
    "tr": ("Yıldızoğlu Karabulut Çetinkaya Öztürkmen Aydoğdu", "Emre Kerem Özgür Tuncay", "Elif Zeynep Gülşen Defne"),
    "afghan": (
        "Noorzada Rahimyar Stanekzai Wardaki Popalyar",
        "Farid Jawad Rohullah Idris",
        "Parwana Zahra Shabnam Laila",
    ),
    "inde": (
        "Raghunathan Chatterjeen Deshpandey Mukundan Balakrish",
        "Arjun Rohan Vikram Suresh",
        "Ananya Priyanka Meera Kavitha",
    ),
    "chine": ("Zhaoling Ouyangfu Shenwei Huangpu", "Wei Jianyu Haoran", "Meilin Xiaoyan Yutong"),
    "congo": (
        "Mbuyambi Kabongola Ilungakat Tshibangwa Lukusamu",
        "Christian Trésor Héritier Dieudonné",
        "Grâce Mireille Bénédicte Plamedi",
    ),
    "corne": ("Tesfagiorgis Abdirahmani Gebremeskel Warsamehan", "Yonas Abdi Samuel Hassan", "Selam Hodan Feven Ayaan"),
}
NOMS = {culture: tuple(tuple(liste.split()) for liste in listes) for culture, listes in NOMS.items()}
RUES = (
    "Rue des Alouettes",
    "Avenue du Vieux Moulin",
    "Chaussée de la Source",
    "Rue de l'Église",
    "Avenue des Glycines",
    "Rue du Progrès",
    "Rue de la Colline",
    "Avenue Général Lartigue",
    "Rue des Tanneurs",
    "Place du Marché",
    "Rue Théodore Verhoeven",
    "Square des Érables",
)
PROFESSIONS = {
    "1310": "Employé",
    "2411": "Ingénieur",
    "5120": "Cuisinier",
    "9130": "Nettoyeur",
    "0000": "Sans profession",
}
ROLES = {"01": "Personne de référence", "02": "Conjoint", "03": "Enfant", "12": "Partenaire", "20": "Non apparenté"}


def lieu(code):
    """Return the label of a place or special code of IT 001."""
    if code in COMMUNES:
        return COMMUNES[code][0]
    if code in AUTRES_COMMUNES:
        return AUTRES_COMMUNES[code][0]
    return SPECIAUX.get(code) or PAYS.get(code, "Inconnu")


def code_postal(code):
    """Return the main postcode of a commune."""
    return (COMMUNES.get(code) or AUTRES_COMMUNES[code])[1]


def motif(code):
    """Return the label of a reason of residence (six digits)."""
    return MOTIFS.get(code[:4], "Autre motif")
