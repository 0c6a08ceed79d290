# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Two files of one person become one (loi.md §6): both histories, and the older obligation with its used-up time."""

from datetime import date

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.paroles import dire

from ...droit.etapes import ATTESTATION_FIN
from ..vocabulaire import FAITS, GROUPES_IDENTITE, GROUPES_REGISTRE
from .faits import en_json
from .langue import SIGNATURES

#: How a person is reached: asked once, whichever file it stands in.
CONTACT = ("telephone", "courriel", *SIGNATURES)

#: Tasks about the course of one file, or about its number.
TACHES_DU_COURS = tuple(
    f"parcours_accueil.activite_{nom}"
    for nom in ("issue", "commune", "cloture", "reouverture", "jonction", "numero_annule")
)


class DossierJonction(models.AbstractModel):
    _name = "parcours.dossier.jonction"
    _description = "Pathway file: two files of one person"

    joint_a_id = fields.Many2one(
        "parcours.dossier",
        "Joined to",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The file that goes on: two numbers were one person.",
    )
    joint_ids = fields.One2many(
        "parcours.dossier", "joint_a_id", "Files joined to it", readonly=True, context={"active_test": False}
    )
    numeros_anciens = fields.Char(
        "Former numbers",
        compute="_compute_numeros_anciens",
        search="_search_numeros_anciens",
        groups=GROUPES_IDENTITE,
        help="Numbers that the register replaced: they are still written on papers.",
    )
    jonction_id = fields.Many2one(
        "registre.jonction", "Pair to be joined", compute="_compute_jonction_id", groups=GROUPES_REGISTRE
    )
    a_joindre = fields.Boolean("To be joined", compute="_compute_jonction_id", groups=GROUPES_REGISTRE)

    @api.depends("personne_id.niss_ids.niss", "niss")
    def _compute_numeros_anciens(self):
        # sudo: numbers find a person, and are shown to whoever may see whose file it is (the groups of the field)
        numeros = self.env["registre.niss"].sudo().search([("personne_id", "in", self.sudo().personne_id.ids)])
        par_personne = numeros.grouped("personne_id")
        for dossier in self:
            niss = par_personne.get(dossier.sudo().personne_id, numeros.browse()).mapped("niss")
            dossier.numeros_anciens = ", ".join(n for n in niss if n != dossier.niss) or False

    @api.model
    def _search_numeros_anciens(self, operator, value):
        if operator not in ("=", "in"):
            return NotImplemented
        # Odoo asks the groups of a column, and not those of a field that is searched by a method.
        self._check_field_access(self._fields["numeros_anciens"], "read")
        valeurs = [value] if isinstance(value, str) else [v for v in value if isinstance(v, str)]
        chiffres = ["".join(c for c in valeur if c.isdigit()) for valeur in valeurs]
        # sudo: the reader is told of files of theirs only, by the record rules of the files
        gens = self.env["registre.niss"].sudo().search([("niss", "in", chiffres)]).personne_id
        dossiers = self.sudo().with_context(active_test=False).search([("personne_id", "in", gens.ids)])
        return [("id", "in", dossiers.ids)]

    @api.model
    def _domaine_joints(self, operator, value):
        """Return the domain of the file that the reference of a file joined to it names."""
        if operator not in ("=", "ilike", "like", "=ilike") or not isinstance(value, str) or not value:
            return Domain.FALSE
        # sudo: the reader is told of files of theirs only, by the record rules of the files
        joints = self.sudo().with_context(active_test=False)
        garde = joints.search([("reference", "=", value.strip()), ("joint_a_id", "!=", False)]).joint_a_id
        return Domain("id", "in", garde.ids)

    @api.depends_context("uid")
    @api.depends("personne_id")
    def _compute_jonction_id(self):
        # as the reader: who may not read both files is told by the task only that there is something to be joined
        ouvertes = self.env["registre.jonction"].search(
            [
                ("state", "=", "a_faire"),
                "|",
                ("dossier_id", "in", self._origin.ids),
                ("dossier_joint_id", "in", self._origin.ids),
            ]
        )
        # sudo: which files those pairs, that the reader may read, are of
        par_dossier = {d: j for j in ouvertes for d in (j.sudo().dossier_id | j.sudo().dossier_joint_id).ids}
        for dossier in self:
            jonction = par_dossier.get(dossier._origin.id, ouvertes.browse())
            dossier.jonction_id, dossier.a_joindre = jonction, bool(jonction)

    def action_joindre(self):
        """Open the window in which both files are compared, then joined; nothing when they were joined meanwhile."""
        self.ensure_one()
        return self.jonction_id.action_comparer() if self.jonction_id else False

    def action_dossier_joint(self):
        """Open the file that goes on."""
        self.ensure_one()
        return self.joint_a_id._ouvrir_fiche()

    # ---- which one goes on, and what one sees before ----------------------------------------------------------------

    def _plus_ancienne_obligation(self):
        """Return the file of self that goes on: an opened one before a pre-file, an obligation before a volunteer, then
        the older one."""
        return self.sorted(
            lambda d: (
                not d.date_ouverture,
                d.volontaire,
                d.date_reference or d.date_ouverture or date.max,
                d.date_ouverture or date.max,
                d.id,
            )
        )[:1]

    @api.model
    def _titres_comparaison(self):
        noms = ("reference", "niss", "name", "naissance_min", "company_id", "phase", "resultat", "date_reference")
        noms += ("date_ouverture", "organisateur_id", "date_echeance")
        libelles = self.fields_get(noms, ["string"])
        titres = [libelles[nom]["string"] for nom in noms]
        return [*titres, self.env._("Events"), self.env._("Pending")]

    def _valeurs_comparaison(self):
        """Return what the window shows of a file, a text for each of :meth:`_titres_comparaison`."""
        self.ensure_one()
        phase = dict(self._fields["phase"]._description_selection(self.env))[self.phase]
        if self.motif_cloture:
            phase += f" ({dict(self._fields['motif_cloture']._description_selection(self.env))[self.motif_cloture]})"
        jours = {
            nom: format_date(self.env, self[nom]) if self[nom] else "–"
            for nom in ("naissance_min", "date_reference", "date_ouverture", "date_echeance")
        }
        pendantes = self._consequences_issue()[self.id]
        return [
            self.reference,
            self.niss or "–",
            self.name or "–",
            jours["naissance_min"],
            self.company_id.name,
            phase,
            dict(self._fields["resultat"]._description_selection(self.env)).get(self.resultat, "–"),
            jours["date_reference"],
            jours["date_ouverture"],
            self.organisateur_id.name or "–",
            jours["date_echeance"],
            str(len(self.evenement_ids)),
            Markup("<br/>").join(pendantes) or "–",
        ]

    def _suites_jonction(self, autre):
        """Return what follows when another file is joined to this one, in sentences."""
        self.ensure_one()
        phrases = [
            self.env._(
                "The file %s goes on: its obligation is the older one, and its used-up time goes on.", self.reference
            ),
            self.env._(
                "Everything of the file %s comes into it: events, enrolments, requests, suspensions, sanctions, "
                "documents, messages and tasks. Each event says from which file it came; nothing is changed in it.",
                autre.reference,
            ),
        ]
        if autre._acheve() and not self._acheve():
            phrases.append(self.env._("The pathway was completed in the other file: this one is closed as completed."))
        elif autre.phase == "dossier" and self.phase == "cloture" and not self._acheve():
            phrases.append(self.env._("This file is closed and the other one is open: it opens again."))
        return [
            *phrases,
            self.env._("The file %s is put away. Its number and its reference find the other one.", autre.reference),
            self.env._("The register is read again under the current number, by itself."),
        ]

    def _reprendre_contact(self, autre):
        """Take what only the other file says of how the person is reached and in which language, with who asked; of a
        language, what was asked later."""

        def plus_tard(nom):
            quand = SIGNATURES[nom][0] if nom in SIGNATURES else None
            return bool(quand) and (autre[quand] or date.min) > (self[quand] or date.min)

        pris = [nom for nom in CONTACT if autre[nom] and (not self[nom] or plus_tard(nom))]
        noms = [*pris, *(signe for nom in pris for signe in SIGNATURES.get(nom, ()))]
        if noms:
            self.write({nom: autre._fields[nom].convert_to_write(autre[nom], autre) for nom in noms})

    def _acheve(self):
        return any(e.type == ATTESTATION_FIN for e in self._faits().get(self.id, ()))

    # ---- the two become one -----------------------------------------------------------------------------------------

    @api.model
    def _a_reprendre(self):
        """Return what belongs to a file and goes with it, ``{model: field}``; a floor above adds its own. Enrolments
        and terms follow from the events, and are counted again."""
        return {
            "parcours.examen": "dossier_id",
            "parcours.exemption": "dossier_id",
            "parcours.contestation": "dossier_id",
            "parcours.suspension": "dossier_id",
            "parcours.attente": "dossier_id",
            "parcours.attestation": "dossier_id",
            "parcours.convention": "dossier_id",
            "parcours.document": "dossier_id",
            "parcours.courrier": "dossier_id",
            "parcours.accord": "dossier_id",
            "parcours.presence": "dossier_id",
            "parcours.suivi": "dossier_id",
            "parcours.niveau": "dossier_id",
            "parcours.dispense": "dossier_id",
            "parcours.decrochage": "dossier_id",
        }

    def _absorber(self, autre, personne):
        """Make one file of two: self goes on, for that person.

        Opened, closed and opened again in the other file stay to be read, and decide nothing here
        (`_evenements_valides`): the used-up time is that of the older obligation. What somebody did or received counts,
        in whichever file.

        :raise UserError: something must be decided before
        """
        self.ensure_one()
        (self | autre)._seul()
        self._verifier_jonction(autre)
        ouvert, acheve = autre.phase == "dossier", autre._acheve() and not self._acheve()
        clos = self.phase == "cloture" and not self._acheve()
        fin = next((e for e in autre._evenements_valides().get(autre.id, ()) if e.type == ATTESTATION_FIN), None)
        note = dire(autre, lambda lu: "\n".join([lu._titre_jonction(), *lu._consequences_issue()[lu.id]]))
        # what automatic processes asked of the other file: if it still holds, it is asked of this one below
        self.env["mail.activity"]._retirer(autre, *TACHES_DU_COURS)
        self.env["parcours.attente"]._reunir(self, autre)
        self.env["parcours.convention"]._reunir(self, autre)
        self._reprendre_contenu(autre)
        self._reprendre_contact(autre)
        if autre.personne_id == personne:
            self._reprendre_situation(autre)
        autre.write({"personne_id": False, "joint_a_id": self.id, "active": False, "phase": "cloture"})
        autre.write(dict.fromkeys(("date_echeance", "issue_a_appliquer", "issue_signalee", "user_id"), False))
        autre.write({"commune_a_acquitter": False, "cloture_a_verifier": False, "date_reexamen": False})
        # a person has one file: the database must see the other one without it first
        autre.flush_recordset()
        self.write({"personne_id": personne.id, "niss": personne.niss, "name": personne.name})
        self.env["mail.activity"]._retirer(self, "parcours_accueil.activite_jonction")
        # of the other one too: nothing is to be counted or shown there any more
        self.env["parcours.inscription"]._actualiser(self | autre)
        self._noter("jonction", provenance_id=autre.id, note_reservee=note)
        if acheve:
            # whatever closed this one before: the pathway is completed
            self._noter("cloture", fin.date_effective, motif_cloture="acheve", cause_id=fin.id)
        elif ouvert and clos:
            # the person is followed: the day is that of the fact, the opening under the other number
            self._noter("reouverture", autre.date_ouverture)
        (self | autre)._recalculer()
        self._examiner(dire(self, lambda lu: lu.env._("Files joined")))
        self._ajuster_abonnements()

    def _titre_jonction(self):
        return self.env._("File %(ref)s, number %(niss)s.", ref=self.reference, niss=self.niss)

    def _reprendre_situation(self, autre):
        """Take over what the other file, of the current number, says of today; the reference date stays that of the
        older obligation until the register is read again."""
        faits = [nom for nom in FAITS if nom.startswith("jour_")]
        origine = {cle: dict(lus) for cle, lus in (self.faits_origine or {}).items()}
        for cle in ("notes", "sources"):
            anciens, recents = origine.setdefault(cle, {}), (autre.faits_origine or {}).get(cle, {})
            for nom in faits:
                anciens.pop(nom, None)
            anciens |= {nom: lu for nom, lu in recents.items() if nom in faits}
        origine["entrees"] = origine.get("entrees", {}) | (autre.faits_origine or {}).get("entrees", {})
        valeurs = {nom: autre[nom] for nom in (*faits, "date_faits", "date_reexamen")}
        depuis = (self.date_reference_min or date.min).isoformat()
        jours = self.faits_jours or [[depuis, en_json({nom: self[nom] for nom in faits})]]
        jours = [*jours, [aujourdhui().isoformat(), en_json({nom: autre[nom] for nom in faits})]]
        self.write(valeurs | {"faits_origine": origine, "faits_jours": jours})

    def _verifier_jonction(self, autre):
        """Refuse what would leave two requests of one exemption, or two contestations of a kind, in one file.

        :raise UserError: says what to decide first
        """
        demandes = (self | autre).exemption_ids.filtered(lambda exemption: exemption.state == "demandee")
        codes = [exemption.code for exemption in demandes]
        if doubles := demandes.filtered(lambda exemption: codes.count(exemption.code) > 1):
            raise UserError(
                self.env._(
                    "The same exemption is asked for in both files: %s. Nothing was changed. Decide on one of the two "
                    "requests, or withdraw it; then join the files.",
                    doubles[0].name,
                )
            )
        attendent = (self | autre).contestation_ids.filtered(lambda contestation: contestation.state == "demandee")
        genres = attendent.mapped("genre")
        if len(set(genres)) < len(genres):
            raise UserError(
                self.env._(
                    "The same is contested in both files: %s. Nothing was changed. Decide on one of the two "
                    "contestations, or withdraw it; then join the files.",
                    next(c for c in attendent if genres.count(c.genre) > 1).name,
                )
            )

    def _reprendre_contenu(self, autre):
        """Take over the events, the records, the documents, the messages and the tasks of another file."""
        self.env["parcours.presence"]._rejoindre(self, autre)
        self.env["parcours.decrochage"]._rejoindre(autre)
        self.env.flush_all()
        cr = self.env.cr
        # Raw SQL: events and examinations are never rewritten, by nobody; here only whose they are changes, and an
        # event keeps from which file it came. Models and columns are constants of ours; ids come from two records whose
        # joining was checked.
        cr.execute(
            SQL(
                "UPDATE parcours_evenement SET dossier_id = %s, provenance_id = COALESCE(provenance_id, %s) "
                "WHERE dossier_id = %s",
                self.id,
                autre.id,
                autre.id,
            )
        )
        cr.execute(
            SQL("UPDATE parcours_delai SET dossier_id = %s WHERE dossier_id = %s AND objet <> 0", self.id, autre.id)
        )
        for modele, champ in self._a_reprendre().items():
            cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE %s = %s",
                    SQL.identifier(self.env[modele]._table),
                    SQL.identifier(champ),
                    self.id,
                    SQL.identifier(champ),
                    autre.id,
                )
            )
        abonnes = autre.message_partner_ids
        taches = autre.activity_ids
        tables = (("mail_message", "model"), ("ir_attachment", "res_model"), ("mail_activity", "res_model"))
        for table, colonne in tables:
            cr.execute(
                SQL(
                    "UPDATE %s SET res_id = %s WHERE %s = %s AND res_id = %s",
                    SQL.identifier(table),
                    self.id,
                    SQL.identifier(colonne),
                    self._name,
                    autre.id,
                )
            )
        self.env.invalidate_all(flush=False)
        for modele, champ in self._a_reprendre().items():
            # what those records have from their file
            self.env[modele].search([(champ, "=", self.id)]).modified([champ])
        self.env["parcours.accord"]._rejoindre(self)
        taches.modified(["res_id"])
        self.message_subscribe(abonnes.ids)
        if not self.user_id and autre.user_id and self._ouverts_a(autre.user_id, "write"):
            self.user_id = autre.user_id
        # the other file may have been another commune's
        self._fermer_les_fils()
        if autre.note:
            self.note = Markup("%s<p><strong>%s</strong></p>%s") % (self.note or "", autre.reference, autre.note)
