# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who has how much to do: the agents of a commune for its head, the nineteen communes for Vivalis."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.parcours_socle.jour import aujourdhui

from ..vocabulaire import JOURS_ALERTE

OUVERTS = Domain("phase", "=", "dossier")
#: What a head, or a commune at Vivalis, has of each number; in the order of the columns.
COLONNES_AGENT = ("ouverts", "proches", "depasses", "taches", "taches_retard")
COLONNES_COMMUNE = ("ouverts", "a_informer", "proches", "depasses", "refus_a_constater")


class ParcoursEquipe(models.AbstractModel):
    """The figures of the page *My team* and of its page at Vivalis. Counted when asked, as the reader, in one query a
    column whatever the number of rows; nothing is stored."""

    _name = "parcours.equipe"
    _description = "Load and lateness by agent and by commune"

    @api.model
    def _agents(self, communes):
        """Return the active users who handle the files of these communes, heads included, by name."""
        # sudo: who works in a commune; names only come out, to colleagues
        agents = self.env.ref("parcours_accueil.group_agent").sudo().all_user_ids
        siens = agents.filtered(lambda user: user.active and not user.share and user.company_ids & communes)
        return siens.sudo(False).sorted(lambda user: user.sudo().name)

    @api.model
    def _charges(self, agents):
        """Return ``{agent: open files that they have}``, as the reader may read them."""
        groupes = self.env["parcours.dossier"]._read_group(
            OUVERTS & Domain("user_id", "in", agents.ids), ["user_id"], ["__count"]
        )
        nombres = {user.id: nombre for user, nombre in groupes}
        return {agent: nombres.get(agent.id, 0) for agent in agents}

    # ---- the pages --------------------------------------------------------------------------------------------------

    @api.model
    @api.readonly
    def tableau(self):
        """Return the page of the reader: columns, rows, and what is said above them.

        :raise AccessError: who is neither a head of a commune nor of Vivalis
        """
        if self.env.user.has_group("parcours_accueil.group_gestionnaire"):
            return self._tableau_communes()
        self._verifier_chef()
        return self._tableau_agents()

    def _verifier_chef(self):
        if not self.env.user.has_group("parcours_accueil.group_chef"):
            raise AccessError(self.env._("The figures of colleagues are for the heads of the service."))

    def _tableau_agents(self):
        agents = self._agents(self.env.companies)
        comptes = {cle: self._compter_par_agent(cle) for cle in COLONNES_AGENT}
        absences = self._absences(agents)
        # sudo: the names of those who have files or tasks of this commune and are no agents of it any more
        avec = self.env["res.users"].sudo().browse({i for compte in comptes.values() for i in compte if i})
        lignes = [self._ligne(user, comptes, absences.get(user.id)) for user in agents.sudo()]
        lignes += [
            self._ligne(user, comptes, self.env._("No agent of this commune any more"), "danger")
            for user in avec - agents.sudo()
        ]
        personne = self._ligne(self.env["res.users"], comptes, "")
        personne |= {"nom": self.env._("Without agent"), "repartir": bool(personne["nombres"]["ouverts"])}
        return {
            "titre": self.env._("My team"),
            "genre": "agents",
            "premiere": self.env._("Agent"),
            "colonnes": self._colonnes(COLONNES_AGENT),
            "derniere": self.env._("Absence"),
            "lignes": [personne, *lignes],
            "absences": True,
        }

    @api.model
    def _ligne(self, record, comptes, note=None, couleur="warning"):
        return {
            "id": record.id or False,
            "nom": record.display_name if record else "",
            "nombres": {cle: compte.get(record.id or False, 0) for cle, compte in comptes.items()},
            "note": note or "",
            "couleur": couleur,
        }

    def _tableau_communes(self):
        # sudo: the names of the nineteen communes are public
        communes = self.env["res.company"].sudo().search([("nis_code", "!=", False)])
        comptes = {cle: self._compter_par_commune(cle) for cle in COLONNES_COMMUNE}
        anciens = self.env["parcours.dossier"]._read_group(
            self._domaine("depasses"), ["company_id"], ["date_echeance:min"]
        )
        depuis = {commune.id: jour for commune, jour in anciens}
        lignes = [
            self._ligne(commune, comptes, self._depuis(depuis.get(commune.id)), "danger")
            for commune in communes.sorted("display_name")
        ]
        return {
            "titre": self.env._("The nineteen communes"),
            "genre": "communes",
            "premiere": self.env._("Commune"),
            "colonnes": self._colonnes(COLONNES_COMMUNE),
            "derniere": self.env._("Oldest term past"),
            "lignes": lignes,
            "absences": False,
        }

    def _depuis(self, jour):
        if not jour:
            return ""
        jours = (aujourdhui() - jour).days
        mots = self.env._("1 day late") if jours == 1 else self.env._("%s days late", jours)
        return f"{format_date(self.env, jour)} · {mots}"

    def _absences(self, agents):
        """Return ``{user id: from when to when, and who replaces them}`` of those absent now or within thirty days."""
        jour = aujourdhui()
        absences = self.env["parcours.absence"].search(
            [
                ("user_id", "in", agents.ids),
                ("state", "!=", "finie"),
                ("date_debut", "<=", fields.Date.add(jour, days=JOURS_ALERTE)),
            ],
            order="date_debut desc",
        )
        phrases = {}
        for absence in absences:
            debut, fin = format_date(self.env, absence.date_debut), format_date(self.env, absence.date_fin)
            phrase = self.env._("%(start)s to %(end)s", start=debut, end=fin)
            if absence.remplacant_id:
                # sudo: the name of a colleague
                phrase += " · " + self.env._("replaced by %s", absence.remplacant_id.sudo().name)
            phrases[absence.user_id.id] = phrase
        return phrases

    def _colonnes(self, cles):
        mots = {
            "ouverts": self.env._("Open files"),
            "a_informer": self.env._("To inform"),
            "proches": self.env._("Term within 30 days"),
            "depasses": self.env._("Term past"),
            "refus_a_constater": self.env._("Refusals to find"),
            "taches": self.env._("Tasks"),
            "taches_retard": self.env._("Tasks late"),
        }
        rouges = {"depasses", "taches_retard", "refus_a_constater"}
        return [{"cle": cle, "mot": mots[cle], "rouge": cle in rouges, "jaune": cle == "proches"} for cle in cles]

    # ---- counting and opening ---------------------------------------------------------------------------------------

    @api.model
    def _domaine(self, cle):
        """Return the domain of the files, or of the tasks, that a column counts."""
        jour = aujourdhui()
        depasses = OUVERTS & Domain("date_echeance", "<", jour)
        match cle:
            case "ouverts":
                return OUVERTS
            case "a_informer":
                return Domain("a_informer", "=", True)
            case "proches":
                fin = fields.Date.add(jour, days=JOURS_ALERTE)
                return OUVERTS & Domain("date_echeance", ">=", jour) & Domain("date_echeance", "<=", fin)
            case "depasses":
                return depasses
            case "refus_a_constater":
                # sudo: what the card of the communes is of, no line of it; it is searched as the reader
                carte = self.env.ref("parcours_accueil.liste_refus_a_constater", False)
                return carte.sudo()._domaine() if carte else depasses & Domain("echeance_type", "=", "sommation")
            case "taches":
                return Domain("res_model", "in", self._modeles_taches())
            case "taches_retard":
                return Domain("res_model", "in", self._modeles_taches()) & Domain("date_deadline", "<", jour)

    @api.model
    def _modeles_taches(self):
        return self.env["parcours.absence.releve"]._modeles()

    def _compter_par_agent(self, cle):
        if cle.startswith("taches"):
            # sudo: numbers only, of tasks on what the reader may read: the sub-queries are the reader's
            lisibles = Domain.OR(
                Domain("res_model", "=", modele) & Domain("res_id", "in", self.env[modele]._search([]))
                for modele in self._modeles_taches()
            )
            groupes = (
                self.env["mail.activity"].sudo()._read_group(self._domaine(cle) & lisibles, ["user_id"], ["__count"])
            )
        else:
            groupes = self.env["parcours.dossier"]._read_group(self._domaine(cle), ["user_id"], ["__count"])
        return {user.id: nombre for user, nombre in groupes}

    def _compter_par_commune(self, cle):
        groupes = self.env["parcours.dossier"]._read_group(self._domaine(cle), ["company_id"], ["__count"])
        return {commune.id: nombre for commune, nombre in groupes}

    @api.model
    def ouvrir(self, cle, identifiant):
        """Return the action of the list behind one number.

        :param str cle: the column
        :param identifiant: id of the agent, or of the commune at Vivalis; False for nobody
        """
        regional = self.env.user.has_group("parcours_accueil.group_gestionnaire")
        if not regional:
            self._verifier_chef()
        if cle not in (COLONNES_COMMUNE if regional else COLONNES_AGENT):
            raise AccessError(self.env._("This is not one of the numbers of this page."))
        domaine = self._domaine(cle) & Domain("company_id" if regional else "user_id", "=", identifiant or False)
        modele = "mail.activity" if cle.startswith("taches") else "parcours.dossier"
        vues = ["list", "form"] if modele == "mail.activity" else ["list", "kanban", "form"]
        mot = self._colonnes([cle])[0]["mot"]
        # sudo: the name of a colleague of the head, or of a commune
        qui = self.env["res.company" if regional else "res.users"].sudo().browse(identifiant or ()).display_name
        return {
            "type": "ir.actions.act_window",
            "name": f"{mot} · {qui or self.env._('Without agent')}",
            "res_model": modele,
            "views": [(False, vue) for vue in vues],
            "view_mode": ",".join(vues),
            "domain": list(domaine),
            "context": {"create": False},
        }

    @api.model
    def repartir(self):
        """Open the window that hands out the open files that nobody has."""
        self._verifier_chef()
        dossiers = self.env["parcours.dossier"].search(OUVERTS & Domain("user_id", "=", False))
        return dossiers.action_repartir()
