# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import SUPERUSER_ID, api, fields, models

from odoo.addons.parcours_socle.jour import maintenant

from ...histoire.dates import lire_partielle
from ...soap.modele import DATES_ILLISIBLES, IT_PERMIS
from ..registre_code import TABLES_APPRISES

#: The kept information types, in the register's own numbering.
TYPES = [
    ("000", "Number, birth date, sex"),
    ("001", "Commune of residence"),
    ("010", "Names"),
    ("020", "Address"),
    ("031", "Nationality"),
    ("032", "Several nationalities"),
    ("120", "Civil status"),
    ("123", "Legal cohabitation"),
    ("140", "Member of the family"),
    ("141", "Head of the family"),
    ("150", "Death"),
    ("195", "Residence document"),
    ("202", "Reason of residence"),
    ("205", "Kind of asylum seeker"),
    ("206", "Refugee status"),
    ("210", "Register"),
    ("252", "Address not communicable"),
]

#: Types whose main code is in a table of `registre.code`.
TABLE_DU_TYPE = {
    "031": "nationalite",
    "032": "nationalite",
    "195": "carte",
    "202": "motif",
    "210": "registre",
    **TABLES_APPRISES,
}

COLONNES = "personne_id, it, date_texte, date_fin_texte, date_from, date_to, code, content, empreinte, known_on"


class RegistreInformation(models.Model):
    """One entry of one information type, with two dates: when it took effect, and when we learned it.

    Append-only: an entry that the register no longer gives keeps its row and gets `known_until`, so that what was
    believed on any past day can be read again. The believed entries of a person are those with `known_until` empty.
    """

    _name = "registre.information"
    _inherit = ["lecture.tracee", "nom.reserve"]
    _description = "Entry of the National Register"
    _order = "date_from desc nulls last, it, id desc"
    _log_access = False

    personne_id = fields.Many2one(
        "registre.personne", string="Person", required=True, readonly=True, ondelete="restrict"
    )
    it = fields.Selection(TYPES, string="Information", required=True, readonly=True)
    date_texte = fields.Char(string="Start as written", readonly=True, help="YYYY-MM-DD, zeros for what is unknown.")
    date_fin_texte = fields.Char(string="End as written", readonly=True)
    date_from = fields.Date(string="From", readonly=True, help="Earliest day the entry can have begun.")
    date_to = fields.Date(
        string="Until", readonly=True, help="Latest day the written end can mean; empty when no end is written."
    )
    code = fields.Char(readonly=True)
    # Holds the address and the numbers of relatives: shown through `libelle`, which masks what must be.
    content = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    empreinte = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    known_on = fields.Datetime(string="Known since", required=True, readonly=True)
    known_until = fields.Datetime(string="Believed until", readonly=True, help="Empty: still believed.")
    debut = fields.Char(string="Start", compute="_compute_periode")
    fin = fields.Char(string="End", compute="_compute_periode")
    libelle = fields.Char(string="What it says", compute="_compute_libelle", compute_sudo=True)

    # whose they are, and since when they are believed, finds them and says nothing
    _champ_it = "it"
    _montre = {
        "personne_id": dict.fromkeys(
            ("display_name", "it", "date_texte", "date_fin_texte", "date_from", "date_to", "code", "content")
            + ("empreinte", "debut", "fin", "libelle"),
            IT_PERMIS,
        )
    }
    _personnels = frozenset({"id", "display_name", "personne_id"})

    # Nothing is ever believed twice; also the index by which a person's believed entries are found.
    _empreinte_uniq = models.UniqueIndex("(personne_id, empreinte) WHERE known_until IS NULL")
    _personne_idx = models.Index("(personne_id)")

    @api.depends("it", "code", "date_texte")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """ "Residence document: card A, expires 27/06/2026 (02/06/2024)": what, and since when."""
        types = dict(self._fields["it"]._description_selection(self.env))
        for information in self:
            dit = ": ".join(filter(None, (types.get(information.it, information.it), information.libelle)))
            information.display_name = f"{dit} ({information.debut})" if information.debut else dit

    def _lus_par_le_lecteur(self):
        """An entry is named by what it says: to be told its name is to read it, in completion, in the path of pages, in
        a refusal, wherever Odoo names records without reading them as a page does."""
        lisibles = super()._lus_par_le_lecteur()
        if self.env.uid != SUPERUSER_ID and (lus := lisibles._lus({"display_name"})):
            self.env["registre.lecture"]._retenir(lus, self._motif_lecture)
        return lisibles

    @api.depends("date_texte", "date_fin_texte")
    def _compute_periode(self):
        for information in self:
            information.debut = self._date_lisible(information.date_texte)
            information.fin = self._date_lisible(information.date_fin_texte)

    @api.model
    def _date_lisible(self, texte):
        """ "12/05/2023", "05/2023", "2023" or "unknown" of a partial date; "" of none."""
        if not texte:
            return ""
        date = lire_partielle(texte)
        parties = [f"{date.jour:02d}"] * bool(date.jour) + [f"{date.mois:02d}"] * bool(date.mois) + [str(date.annee)]
        return "/".join(parties) if date.annee else self.env._("unknown")

    @api.depends("it", "code", "content", "personne_id.adresse_non_communicable")
    @api.depends_context("lang")
    def _compute_libelle(self):
        for information in self:
            information.libelle = information._dire(information.content or {})

    def _dire(self, contenu):
        """One line in the reader's language, whatever the type."""
        libelle = self.env["registre.code"]._libelle
        match self.it:
            case "000":
                return self.env._("born %s", self._date_lisible(contenu.get("naissance")))
            case "001":
                return libelle(self._table_residence(), self.code)
            case "010":
                return ", ".join(
                    filter(None, (" ".join(contenu.get("noms", ())), " ".join(contenu.get("prenoms", ()))))
                )
            case "020" if self.personne_id.adresse_non_communicable:
                return self.env._("Address not communicable")
            case "020":
                return " ".join(filter(None, map(contenu.get, ("rue", "numero", "boite", "code_postal"))))
            case "123":
                return self.env._("end") if self.code == "CESSATION" else self.env._("declaration")
            case "150":
                return self.env._("deceased")
            case "195" if contenu.get("expiration"):
                expiration = self._date_lisible(contenu["expiration"])
                return self.env._(
                    "%(document)s, expires %(date)s", document=libelle("carte", self.code), date=expiration
                )
            case "206" if not self.code:
                return self._dire_etape(contenu.get("etape"))
            case "252":
                fin = self._date_lisible(contenu.get("fin"))
                return self.env._("until %s", fin) if fin else ""
            case _:
                return libelle(TABLE_DU_TYPE.get(self.it, ""), self.code)

    def _dire_etape(self, etape):
        """A step of the procedure without a code (IT 206), by the name the contract gives it."""
        match etape:
            case "ApplicationFiled":
                return self.env._("application filed")
            case "Procedure":
                return self.env._("procedure under way")
            case "StrikingOut":
                return self.env._("struck off")
            case "DecisionCancelled":
                return self.env._("decision cancelled")
            case "ApplicationRenounced":
                return self.env._("application renounced")
            case None | "":
                return self.env._("not stated")
            case _:
                return self.env._("step of the procedure: %s", etape)

    def _table_residence(self):
        """IT 001 mixes countries (three digits), communes, and special codes."""
        code = self.code or ""
        if code == "992" or code == "21099" or code.startswith("9999"):
            return "situation"
        return "nationalite" if len(code) == 3 else "commune"

    @api.model
    def _remplacer(self, personnes, dossiers):
        """Add the entries of these files that are new and end the belief in those that are gone.

        :param dossiers: `soap.modele.DossierRegistre`, in the order of the people.
        :return: [(person id, entry)] of the new ones some of whose dates cannot be read as they are written.
        """
        crues, instant = self._crues(personnes), maintenant()
        ajouts, disparues, illisibles = [], [], []
        for personne_id, dossier in zip(personnes.ids, dossiers, strict=True):
            anciennes = crues[personne_id]
            for entree in dossier.entrees:
                if not anciennes.pop(entree.empreinte, None):
                    ajouts.append(self._ligne(personne_id, entree, instant))
                    if DATES_ILLISIBLES in entree.contenu:
                        illisibles.append((personne_id, entree))
            disparues += anciennes.values()
        self.browse(disparues).write({"known_until": instant})
        # The end of a belief must reach the database before the belief that replaces it.
        self.flush_model(["known_until"])
        self._inserer(ajouts)
        personnes.invalidate_recordset(["information_ids", "information_actuelle_ids", "information_ancienne_ids"])
        return illisibles

    @staticmethod
    def _ligne(personne_id, entree, instant):
        debut, fin = entree.debut, entree.fin
        return (
            personne_id,
            entree.it,
            debut.texte if debut else None,
            fin.texte if fin else None,
            debut.au_plus_tot if debut else None,
            fin.au_plus_tard if fin else None,
            entree.code,
            entree.contenu_json,
            entree.empreinte,
            instant,
        )

    @api.model
    def _inserer(self, lignes):
        """Add entries; each line has the values of `COLONNES`.

        Plain INSERT: thirty rows a person, written once and never changed, with no default, no compute and no
        constraint but those of the database. Only the collection calls it, as superuser, and every value is a
        parameter.
        """
        if lignes:
            self.env.cr.execute_values(
                f"INSERT INTO registre_information ({COLONNES}) VALUES %s", lignes, page_size=2000
            )
            self.invalidate_model()

    @api.model
    def _crues(self, personnes):
        """Return {person id: {fingerprint: entry id}} of the believed entries."""
        crues = {personne_id: {} for personne_id in personnes.ids}
        if crues:
            # Reads three technical columns of the people being stored; an ORM search would build thirty records a
            # person.
            self.env.cr.execute(
                "SELECT personne_id, empreinte, id FROM registre_information WHERE known_until IS NULL AND "
                "personne_id IN %s",
                [tuple(crues)],
            )
            for personne_id, empreinte, ligne in self.env.cr.fetchall():
                crues[personne_id][empreinte] = ligne
        return crues

    @api.model
    def _crues_le(self, personnes, moment):
        """The entries of these people that were believed at `moment` (UTC, without zone): what we knew then, whatever
        was corrected or removed since.
        """
        return self.search(
            [
                ("personne_id", "in", personnes.ids),
                ("known_on", "<=", moment),
                "|",
                ("known_until", "=", False),
                ("known_until", ">", moment),
            ]
        )

    @api.model
    def _lignes_crues(self, personnes):
        """Return the believed entries of these people as plain rows, by person then id:
        ``(person id, entry id, it, code, start as written, end as written, content, known_on)``; empty texts are "".

        For the floor above, which reads the history of thousands of people at once.
        """
        self.flush_model()
        # Raw SQL: ten thousand histories are two hundred thousand rows; the ORM would make a record of each and copy
        # its JSON at every read. The caller is the collection, as superuser; ids are a parameter, columns constants.
        self.env.cr.execute(
            """
            SELECT personne_id, id, it, COALESCE(code, ''), COALESCE(date_texte, ''), COALESCE(date_fin_texte, ''),
                   COALESCE(content, '{}'::jsonb), known_on
              FROM registre_information
             WHERE known_until IS NULL AND personne_id = ANY(%s)
             ORDER BY personne_id, id
            """,
            [list(personnes.ids)],
        )
        return self.env.cr.fetchall()
