# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""From the register to the files (loi.md §2b): who was read gets a file, its facts and its examination."""

from datetime import date

from odoo import api, fields, models

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.paroles import dire
from odoo.addons.registre_national.histoire.dates import lendemain, lire_partielle
from odoo.addons.registre_national.histoire.histoire import Histoire
from odoo.addons.registre_national.histoire.modele import Information

from ...droit.faits import anniversaire, au_bout, lire_faits, lire_volontariat
from ..vocabulaire import ENTIER_INCONNU, FAITS, GROUPES_FAITS, GROUPES_REGISTRE

OUI_NON = [("oui", "Yes"), ("non", "No")]


class DossierFaits(models.AbstractModel):
    """Facts: ``ref_*`` at the reference date, ``jour_*`` on the day the register was last read.

    An empty fact is *unknown*, and so is -1 in an integer: yes and no are words because an Odoo boolean has no third
    value. ``faits_jours`` holds what the ``jour_*`` facts were since the reference date, as the register tells it now:
    ``[[first day, {fact: value}], …]``. ``faits_origine`` says where each fact comes from::

        {"notes": {fact: code}, "sources": {fact: [information id, …]},
         "entrees": {information id: {"it", "date", "fin", "code", "connu_le"}}}
    """

    _name = "parcours.dossier.faits"
    _description = "Pathway file: the facts"

    date_reference = fields.Date(
        "Reference date",
        readonly=True,
        index="btree_not_null",
        groups=GROUPES_FAITS,
        help="First registration in the register of foreigners of one of the 19 communes with a permit of more than "
        "three months. Empty when the register leaves a doubt.",
    )
    date_reference_min = fields.Date("Reference date, at the earliest", readonly=True, groups=GROUPES_FAITS)
    date_reference_max = fields.Date("Reference date, at the latest", readonly=True, groups=GROUPES_FAITS)
    ref_inscription = fields.Selection(
        OUI_NON, "First registration with a permit of more than three months", readonly=True, groups=GROUPES_FAITS
    )
    ref_inscription_motif = fields.Selection(
        [
            ("inscrit", "Registered with a permit"),
            ("permis_inconnu", "Permit not yet known"),
            ("carte_inconnue", "Card not in the tables"),
            ("date_partielle", "Incomplete date"),
            ("attente", "Waiting register only"),
            ("population", "Population register only"),
            ("autre_registre", "Other register only"),
            ("autre_region", "Another Region only"),
            ("aucune", "No registration"),
        ],
        "What the register says of the registration",
        readonly=True,
        groups=GROUPES_FAITS,
    )
    naissance_min = fields.Date("Born at the earliest on", readonly=True, groups=GROUPES_REGISTRE)
    naissance_max = fields.Date("Born at the latest on", readonly=True, groups=GROUPES_REGISTRE)
    ref_age_min = fields.Integer(
        "Age at the reference date, at least",
        default=ENTIER_INCONNU,
        readonly=True,
        aggregator="avg",
        groups=GROUPES_FAITS,
        help="Completed years; -1: not known.",
    )
    ref_age_max = fields.Integer(
        "Age at the reference date, at most",
        default=ENTIER_INCONNU,
        readonly=True,
        aggregator="avg",
        groups=GROUPES_FAITS,
        help="Completed years; -1: not known.",
    )
    ref_belge = fields.Selection(OUI_NON, "Belgian at the reference date", readonly=True, groups=GROUPES_FAITS)
    ref_ue = fields.Selection(
        OUI_NON, "EU, EEA or Swiss national at the reference date", readonly=True, groups=GROUPES_FAITS
    )
    ref_britannique = fields.Selection(
        OUI_NON, "National of the United Kingdom at the reference date", readonly=True, groups=GROUPES_FAITS
    )
    ref_sejour_depuis = fields.Date("Legal stay without a break since", readonly=True, groups=GROUPES_FAITS)
    ref_sejour_annees_min = fields.Integer(
        "Years of legal stay, at least",
        default=ENTIER_INCONNU,
        readonly=True,
        aggregator="avg",
        groups=GROUPES_FAITS,
        help="Completed years of unbroken legal stay at the reference date; -1: not known.",
    )
    ref_sejour_annees_max = fields.Integer(
        "Years of legal stay, at most",
        default=ENTIER_INCONNU,
        readonly=True,
        aggregator="avg",
        groups=GROUPES_FAITS,
        help="Completed years of unbroken legal stay at the reference date; -1: not known.",
    )
    ref_carte = fields.Char("Card at the reference date", readonly=True, groups=GROUPES_FAITS)
    ref_motif_sejour = fields.Char("Reason of residence at the reference date", readonly=True, groups=GROUPES_FAITS)
    jour_belge = fields.Selection(OUI_NON, "Belgian today", readonly=True, groups=GROUPES_FAITS)
    jour_ue = fields.Selection(OUI_NON, "EU, EEA or Swiss national today", readonly=True, groups=GROUPES_FAITS)
    jour_britannique = fields.Selection(
        OUI_NON, "National of the United Kingdom today", readonly=True, groups=GROUPES_FAITS
    )
    jour_carte = fields.Char(
        "Card today",
        readonly=True,
        groups=GROUPES_FAITS,
        help="The kind of the last permit, valid or not: it holds until another card begins.",
    )
    jour_carte_fin = fields.Date(
        "Last day of that card",
        readonly=True,
        groups=GROUPES_FAITS,
        help="Its expiry, or the day on which the register ended it, whichever comes first; the earliest day it can "
        "be.",
    )
    jour_carte_exclut = fields.Selection(
        OUI_NON,
        "Card of another stay",
        readonly=True,
        groups=GROUPES_FAITS,
        help="Since the reason of residence of today began, a card has begun that excludes a temporary stay and "
        "temporary protection (table of codes).",
    )
    jour_titre_fin = fields.Date(
        "Last day with a valid card",
        readonly=True,
        groups=GROUPES_FAITS,
        help="Last day of the last card, or of the document that stands in for it; the earliest day it can be.",
    )
    jour_motif_sejour = fields.Char("Reason of residence today", readonly=True, groups=GROUPES_FAITS)
    jour_protection = fields.Selection(
        OUI_NON,
        "International protection today",
        readonly=True,
        groups=GROUPES_REGISTRE,
        help="By the nationality, the refugee status or the reason of residence in the register (table of codes); an "
        "asylum seeker has none.",
    )
    jour_permis_fin = fields.Date("End of the permit", readonly=True, groups=GROUPES_FAITS)
    jour_permis_valide = fields.Selection(OUI_NON, "Permit valid today", readonly=True, groups=GROUPES_FAITS)
    jour_situation = fields.Selection(
        [
            ("present", "Present"),
            ("decede", "Deceased"),
            ("parti", "Left the country"),
            ("radie", "Struck off ex officio"),
            ("sans_droit", "Lost the right of residence"),
            ("autre_region", "In another Region"),
            ("inconnue", "Not known"),
        ],
        "Situation today",
        readonly=True,
        groups=GROUPES_FAITS,
    )
    jour_situation_depuis = fields.Date("Situation since", readonly=True, groups=GROUPES_FAITS)
    jour_commune = fields.Char("Commune today", readonly=True, groups=GROUPES_FAITS)
    faits_origine = fields.Json("Origin of the facts", readonly=True, groups=GROUPES_REGISTRE)
    faits_jours = fields.Json(
        "Facts since the reference date",
        readonly=True,
        groups=GROUPES_REGISTRE,
        help="What the facts of today were on each day since then; empty when they never changed.",
    )
    date_faits = fields.Date(
        "Facts read on", readonly=True, groups=GROUPES_FAITS, help="Day for which the facts of today were computed."
    )
    date_reexamen = fields.Date(
        "Examine again on",
        readonly=True,
        index="btree_not_null",
        groups=GROUPES_FAITS,
        help="First day on which a fact of today changes by the passing of time alone.",
    )
    commune_incertaine = fields.Boolean(
        "Commune not certain",
        readonly=True,
        help="The register does not say for sure where the person lives: the last certain commune keeps the file.",
    )
    commune_mention = fields.Char("Certainty of the commune", compute="_compute_commune_mention")

    @api.depends("commune_incertaine")
    @api.depends_context("lang")
    def _compute_commune_mention(self):
        for dossier in self:
            dossier.commune_mention = self.env._("Not certain") if dossier.commune_incertaine else ""

    # ---- who arrives ------------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        sans_reference = [vals for vals in vals_list if vals.get("reference", "/") == "/"]
        references = lots.numbers(self.env, "parcours.dossier", len(sans_reference))
        for vals, reference in zip(sans_reference, references, strict=True):
            vals["reference"] = reference
        dossiers = super().create(vals_list)
        if any(vals.get("user_id") for vals in vals_list):
            dossiers.filtered("user_id")._noter_affectation()
        return dossiers

    @api.model
    def _recevoir_personnes(self, personnes, motif=None):
        """Create or update the files of people whose register file was just read, then examine them.

        One query finds the existing files, one create makes the missing ones, writes touch only what changed. Safe
        to run twice: nothing is doubled, and an unchanged file keeps its last examination.

        :param personnes: registre.personne
        :return: the files
        """
        # sudo: this is the register's door, an automatic process that sees every commune; nobody's rights are involved
        bot = self.sudo().with_context(
            active_test=False,
            tracking_disable=True,
            mail_create_nolog=True,
            mail_create_nosubscribe=True,
        )
        personnes = personnes.sudo()
        valeurs, sejours = bot._valeurs_personnes(personnes, aujourdhui())
        existants = bot.search([("personne_id", "in", personnes.ids)])
        deplaces = bot._mettre_a_jour(existants, valeurs) if existants else {}
        connus = set(existants.personne_id.ids)
        vivalis = bot.env.ref("base.main_company").id
        for personne_id in valeurs.keys() - connus:
            # no commune, ever: Vivalis looks at it
            valeurs[personne_id]["company_id"] = valeurs[personne_id]["company_id"] or vivalis
        nouveaux = bot.create([valeurs[personne.id] for personne in personnes if personne.id not in connus])
        dossiers = existants | nouveaux
        if existants or any(len(suite) > 1 for suite in sejours.values()):
            dossiers._suivre_sejours(sejours, deplaces, existants)
        dossiers._examiner(motif or dire(bot, lambda lu: lu.env._("Register file read")))
        return dossiers

    def _mettre_a_jour(self, dossiers, valeurs):
        """Write on existing files what the register changed.

        :return: ``{file: id of the commune that had it}`` of those that moved to another commune
        """
        deplaces = {}
        # what the register says has the same columns for everybody
        colonnes = next(iter(valeurs.values()))
        lignes = {ligne["id"]: ligne for ligne in dossiers._lignes(colonnes)}
        for dossier in dossiers:
            ligne = lignes[dossier.id]
            ecarts = dossiers._ecarts(valeurs[ligne["personne_id"]], ligne)
            if not ecarts:
                continue
            if "company_id" in ecarts:
                # the agent of the former commune no longer sees the file
                ecarts["user_id"] = False
                deplaces[dossier] = dossier.company_id.id
                # a closed file too: the new commune acknowledges it if it opens again
                ecarts["commune_a_acquitter"] = bool(dossier.date_ouverture)
            dossier.write(ecarts)
        return deplaces

    @api.model
    def _ecarts(self, valeurs, ligne):
        """Return the values that differ from those of a file, given as a plain row. The origin of the facts follows the
        facts; the commune of first registration, once known, stays."""
        ecarts = {}
        for nom, valeur in valeurs.items():
            actuel = ligne[nom]
            if actuel != valeur and (actuel is not None or valeur is not False):
                ecarts[nom] = valeur
        if ligne["company_origine_id"] or not valeurs["company_origine_id"]:
            ecarts.pop("company_origine_id", None)
        if not valeurs["company_id"]:
            # no commune is, or ever was, in charge for the register: nothing moves
            ecarts.pop("company_id", None)
        return ecarts

    @api.model
    def _valeurs_personnes(self, personnes, jour, brouillon=None):
        """Return ``{person id: values of the file}``: identity, communes, facts on that day; and ``{person id: [(first
        day, id of the commune), …]}``, the communes in charge so far; few queries a batch.

        ``company_id``: the commune in charge of the file (histoire.lire_residence), false when there is none.

        :param brouillon: a draft of the law whose codes are read as if it were published, or nothing
        """
        communes = self.env["res.company"]._par_code_nis()
        lectures = self.env["parcours.reglement"]._lectures(communes, brouillon)
        informations, entrees = self._informations(personnes)
        ages, limites = self.env["parcours.reglement"]._seuils()
        resultat, sejours = {}, {}
        for personne in personnes:
            siennes = informations.get(personne.id, ())
            naissance = (personne.naissance_min or None, personne.naissance_max or None)

            def lire(tables, siennes=siennes, naissance=naissance):
                return lire_faits(Histoire(siennes, tables), naissance, jour, ages, limites)

            lus = lectures.lire(lire, jour)
            sejours[personne.id] = [(sejour.debut, communes[sejour.commune]) for sejour in lus.sejours]
            resultat[personne.id] = {
                "personne_id": personne.id,
                "name": personne.name,
                "niss": personne.niss,
                "company_id": communes.get(lus.en_charge, False),
                "commune_incertaine": lus.incertaine,
                "company_origine_id": communes.get(lus.origine, False),
                "date_reexamen": lus.prochain or False,
                "faits_jours": [[debut.isoformat(), en_json(du_jour)] for debut, du_jour in lus.jours] or False,
                **self._valeurs_faits(lus.faits, entrees, jour),
            }
        self._prevoir_fins_exemption(personnes, jour, resultat)
        return resultat, sejours

    @api.model
    def _faits_du_brouillon(self, dossiers, brouillon):
        """Return what the codes of a draft of the law change in the facts of files: ``{file id: {fact: value}}``, as
        JSON keeps them; nothing when the draft makes of no code something else.

        Both readings are of today: what time alone changed since a file was read is no work of the draft.
        """
        reglement, communes = self.env["parcours.reglement"], self.env["res.company"]._par_code_nis()
        if reglement._lectures(communes).memes(reglement._lectures(communes, brouillon)):
            return {}
        personnes, jour = dossiers.personne_id, aujourdhui()
        avant, _sejours = self._valeurs_personnes(personnes, jour)
        apres, _sejours = self._valeurs_personnes(personnes, jour, brouillon)
        faits = {}
        for ligne in dossiers._lignes(("personne_id",)):
            neufs, anciens = apres.get(ligne["personne_id"], {}), avant.get(ligne["personne_id"], {})
            changes = {nom: neufs[nom] for nom in FAITS if neufs and neufs[nom] != anciens[nom]}
            if changes:
                faits[ligne["id"]] = {nom: None if v is False else v for nom, v in changes.items()}
        return faits

    @api.model
    def _informations(self, personnes):
        """Return the entries still believed of those people: ``{person id: [Information]}`` and
        ``{entry id: description for the trace}``."""
        informations, entrees = {}, {}
        for personne_id, identifiant, it, code, debut, fin, contenu, connu in self.env[
            "registre.information"
        ]._lignes_crues(personnes):
            informations.setdefault(personne_id, []).append(
                Information(
                    identifiant, it, code, *lire_partielle(debut).etendue, *lire_partielle(fin).etendue, contenu
                )
            )
            entrees[identifiant] = {
                "it": it,
                "date": debut,
                "fin": fin,
                "code": code,
                "connu_le": fields.Datetime.to_string(connu),
            }
        return informations, entrees

    @api.model
    def _valeurs_faits(self, faits, entrees, jour):
        """Turn facts read by the law package into column values of parcours.dossier.

        :param faits: ``{name: droit.Fait}``
        :param entrees: ``{information id: description}`` of the entries read for this person
        :param jour: the day the facts were computed for
        """
        valeurs = {"date_faits": jour}
        notes, sources = {}, {}
        entiers = {nom for nom in FAITS if self._fields[nom].type == "integer"}
        for nom in FAITS:
            fait = faits[nom]
            if nom not in entiers:
                valeurs[nom] = False if fait.valeur is None else fait.valeur
            else:
                # an incomplete birth date can give a year before birth: nobody is registered before being born
                valeurs[nom] = ENTIER_INCONNU if fait.valeur is None else max(fait.valeur, 0)
            if fait.note:
                notes[nom] = fait.note
            if fait.sources:
                sources[nom] = list(fait.sources)
        utiles = {identifiant for liste in sources.values() for identifiant in liste}
        valeurs["faits_origine"] = {
            "notes": notes,
            "sources": sources,
            "entrees": {str(identifiant): entrees[identifiant] for identifiant in sorted(utiles)},
        }
        return valeurs

    def _volontariats(self, jour):
        """Return ``{file id: `droit.faits.lire_volontariat`}``: what the history of each person, as it is believed now,
        says of a day, today's or a past one; few queries for all."""
        self.fetch(["personne_id", "naissance_min", "naissance_max"])
        # what somebody may ask for on a day is judged by the version of that day
        tables = self.env["parcours.reglement"]._lectures(self.env["res.company"]._par_code_nis()).du(jour)
        informations, _entrees = self._informations(self.personne_id)
        return {
            dossier.id: lire_volontariat(
                Histoire(informations.get(dossier.personne_id.id, ()), tables),
                (dossier.naissance_min or None, dossier.naissance_max or None),
                jour,
            )
            for dossier in self
        }

    # ---- the next look ----------------------------------------------------------------------------------------------

    @api.model
    def _prevoir_fins_exemption(self, personnes, jour, valeurs):
        """Have the files examined again on the day after the last day of an exemption, whatever the register says.

        :param dict valeurs: person id -> values of the file, whose `date_reexamen` is brought forward
        """
        fins = self.env["parcours.exemption"]._read_group(
            [
                ("dossier_id.personne_id", "in", personnes.ids),
                ("state", "=", "accordee"),
                ("date_fin", ">=", jour),
            ],
            ["dossier_id"],
            ["date_fin:min"],
        )
        for dossier, fin in fins:
            du_dossier = valeurs[dossier.personne_id.id]
            suivant = fields.Date.add(fin, days=1)
            du_dossier["date_reexamen"] = min(du_dossier["date_reexamen"] or suivant, suivant)

    def _prevoir_anniversaire(self, age):
        """Have the files of self examined again on the birthday that closes them under a version just published, unless
        they are on an earlier day; nothing for an age of 0."""
        self.fetch(["naissance_max", "date_reexamen"])
        jour = aujourdhui()
        for dossier in self.filtered("naissance_max") if age else ():
            jour_anniversaire = anniversaire(dossier.naissance_max, age)
            if jour < jour_anniversaire < (dossier.date_reexamen or date.max):
                dossier.date_reexamen = jour_anniversaire

    def _prevoir_limites(self, limites):
        """Have the files of self examined again on the day after the end of what the rules of a version just published
        let last for so long, unless they are on an earlier day.

        :param limites: as `parcours.regle._limites` returns them
        """
        jour = aujourdhui()
        self.fetch([*{nom for nom, _duree in limites}, "date_reexamen"])
        for nom, duree in limites:
            for dossier in self.filtered(nom) if duree else ():
                suivant = lendemain(au_bout(dossier[nom], *duree))
                if jour < suivant < (dossier.date_reexamen or date.max):
                    dossier.date_reexamen = suivant


def en_json(faits):
    """Return the values of facts as `faits_jours` keeps them: ISO texts for dates, null for what is not known."""
    return {nom: valeur.isoformat() if isinstance(valeur, date) else valeur or None for nom, valeur in faits.items()}
