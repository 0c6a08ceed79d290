# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""From the register to the files: who was read gets a file, its facts and its examination, a batch at a time."""

from datetime import date

from odoo import api, fields, models

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.registre_national.histoire.dates import lire_partielle
from odoo.addons.registre_national.histoire.histoire import Histoire
from odoo.addons.registre_national.histoire.modele import Information

from ...droit.faits import anniversaire, lire_faits
from ...droit.modele import TablesDroit

TAILLE_LOT_CRON = 500


class DossierReception(models.AbstractModel):
    _name = "parcours.dossier.reception"
    _description = "Pathway file: from the register"

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
        valeurs = bot._valeurs_personnes(personnes, aujourdhui())
        existants = bot.search([("personne_id", "in", personnes.ids)])
        bot._mettre_a_jour(existants, valeurs)
        connus = set(existants.personne_id.ids)
        vivalis = bot.env.ref("base.main_company").id
        for personne_id in valeurs.keys() - connus:
            # no commune, ever: Vivalis looks at it
            valeurs[personne_id]["company_id"] = valeurs[personne_id]["company_id"] or vivalis
        nouveaux = bot.create([valeurs[personne.id] for personne in personnes if personne.id not in connus])
        dossiers = existants | nouveaux
        dossiers._examiner(motif or bot.env._("Register file read"))
        return dossiers

    def _mettre_a_jour(self, dossiers, valeurs):
        """Write on existing files what the register changed; a move between communes calls the new one."""
        demenages, deplaces = self.browse(), {}
        lignes = {ligne["id"]: ligne for ligne in dossiers._lignes_faits()}
        for dossier in dossiers:
            ecarts = dossier._ecarts(valeurs[dossier.personne_id.id], lignes[dossier.id])
            if not ecarts:
                continue
            if "company_id" in ecarts:
                # the agent of the former commune no longer sees the file
                ecarts["user_id"] = False
                deplaces[dossier] = dossier.company_id.id
                # a closed file too: the new commune acknowledges it if it opens again
                ecarts["commune_a_acquitter"] = bool(dossier.date_ouverture)
                if dossier.phase == "dossier":
                    demenages |= dossier
            dossier.write(ecarts)
        partis = self.browse().union(*deplaces)
        partis._liberer_taches()
        self._noter_demenagements(deplaces)
        for commune, lot in partis.grouped("company_id").items():
            for suivis in (lot, lot.exemption_ids):
                self._desabonner_hors_de(commune, suivis)
        if demenages:
            # who moved twice is acknowledged by the last commune only
            self.env["mail.activity"]._retirer(demenages, "parcours_accueil.activite_commune")
            demenages._prevenir(
                "parcours_accueil.activite_commune",
                lambda env: env._("Move: acknowledge the file"),
                lambda env, dossier: env._("This person moved to your commune. The file follows, its terms go on."),
            )

    @api.model
    def _noter_demenagements(self, deplaces):
        """Record the moves of files that a reading just moved, on the day that the register gives, or today.

        :param dict deplaces: file -> id of the commune that had it
        """
        jour = aujourdhui()
        self.env["parcours.evenement"].create(
            [
                {
                    "dossier_id": dossier.id,
                    "type": "demenagement",
                    "date_effective": min(dossier._jour_origine("jour_commune") or jour, jour),
                    "depuis_company_id": depuis,
                    "vers_company_id": dossier.company_id.id,
                }
                for dossier, depuis in deplaces.items()
            ]
        )

    def _liberer_taches(self):
        """Take the tasks of files that moved from the agents of the former commune, who no longer see them: they are
        for the new commune, nobody in particular."""
        if not self:
            return
        # sudo comes from the caller, the register's door
        taches = self.env["mail.activity"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids), ("user_id", "!=", False)]
        )
        communes = {dossier.id: dossier.company_id for dossier in self}
        taches.filtered(
            lambda tache: (
                tache.user_id.has_group("parcours_accueil.group_agent")
                and communes[tache.res_id] not in tache.user_id.company_ids
            )
        ).with_context(mail_activity_quick_update=True).user_id = False

    @staticmethod
    def _desabonner_hors_de(commune, suivis):
        """Unsubscribe the agents of other communes from these records: a follower is sent, and may read, every message
        to come."""
        partants = suivis.message_partner_ids.filtered(
            lambda partenaire: (
                partenaire.user_ids
                and not any(commune in u.company_ids or not u.company_id.nis_code for u in partenaire.user_ids)
            )
        )
        if partants:
            suivis.message_unsubscribe(partants.ids)

    def _ecarts(self, valeurs, faits):
        """Return the values that differ from those of the file, whose facts are given as a plain row. The origin of
        the facts follows the facts; the commune of first registration, once known, stays."""
        self.ensure_one()
        ecarts = {}
        for nom, valeur in valeurs.items():
            actuel = self[nom] if nom not in faits else False if faits[nom] is None else faits[nom]
            if nom in ("company_id", "company_origine_id", "personne_id"):
                actuel = actuel.id
            if actuel != valeur:
                ecarts[nom] = valeur
        if self.company_origine_id or not valeurs.get("company_origine_id"):
            ecarts.pop("company_origine_id", None)
        if not valeurs["company_id"]:
            # no commune is, or ever was, in charge for the register: nothing moves
            ecarts.pop("company_id", None)
        return ecarts

    @api.model
    def _valeurs_personnes(self, personnes, jour):
        """Return ``{person id: values of the file}``: identity, communes, facts on that day; few queries a batch.

        ``company_id``: the commune in charge of the file (histoire.lire_residence), false when there is none.
        """
        communes = self.env["res.company"]._par_code_nis()
        tables = self._tables(communes)
        informations, entrees = self._informations(personnes)
        ages = self.env["parcours.reglement"]._ages_cloture()
        resultat = {}
        for personne in personnes:
            histoire = Histoire(informations.get(personne.id, ()), tables)
            naissance = (personne.naissance_min or None, personne.naissance_max or None)
            lus = lire_faits(histoire, naissance, jour, ages)
            resultat[personne.id] = {
                "personne_id": personne.id,
                "name": personne.name,
                "niss": personne.niss,
                "company_id": communes.get(lus.en_charge, False),
                "commune_incertaine": lus.incertaine,
                "company_origine_id": communes.get(lus.origine, False),
                "date_reexamen": lus.prochain or False,
                **self._valeurs_faits(lus.faits, entrees, jour),
            }
        self._prevoir_fins_exemption(personnes, jour, resultat)
        return resultat

    @api.model
    def _tables(self, communes):
        """Return the register's tables as the law package wants them, in one query."""
        codes = self.env["registre.code"].search_fetch(
            [("table", "in", ("nationalite", "carte", "motif"))], ["table", "code", "ue_plus", "long_sejour"]
        )
        par_table = codes.grouped("table")
        vide = codes.browse()
        nationalites = par_table.get("nationalite", vide)
        cartes = par_table.get("carte", vide)
        return TablesDroit(
            ue_plus=frozenset(nationalites.filtered("ue_plus").mapped("code")),
            cartes_connues=frozenset(cartes.mapped("code")),
            cartes_long_sejour=frozenset(cartes.filtered("long_sejour").mapped("code")),
            nationalites_connues=frozenset(nationalites.mapped("code")),
            motifs_connus=frozenset(par_table.get("motif", vide).mapped("code")),
            communes=frozenset(communes),
        )

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

    def _prevoir_anniversaire(self, age):
        """Have the files of self examined again on the birthday that closes them under a version just published, unless
        they are on an earlier day; nothing for an age of 0."""
        self.fetch(["naissance_max", "date_reexamen"])
        jour = aujourdhui()
        for dossier in self.filtered("naissance_max") if age else ():
            jour_anniversaire = anniversaire(dossier.naissance_max, age)
            if jour < jour_anniversaire < (dossier.date_reexamen or date.max):
                dossier.date_reexamen = jour_anniversaire

    @api.model
    def _cron_reexaminer(self):
        """Read again the facts of the files that change today by the passing of time, and examine them.

        Takes only what is due, commits every batch, and resumes where it stopped.
        """
        # sudo: nightly automatic process over every commune
        dus = self.sudo().with_context(active_test=False)
        domaine = [("date_reexamen", "<=", aujourdhui()), ("personne_id", "!=", False)]
        motif = self.env._("A date was reached")
        lots.run(
            self.env,
            lots.Step(
                dus,
                lambda lot: self._recevoir_personnes(lot.personne_id, motif),
                domaine,
                size=TAILLE_LOT_CRON,
                order="date_reexamen, id",
            ),
        )
