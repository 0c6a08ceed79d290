# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Nobody forgotten: every night, the files that time alone changes are read again, and whatever should never happen to
a file is looked for, and said in plain words."""

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.paroles import dire

from ..vocabulaire import GROUPES_REGISTRE
from .examen import FERMETURES

TAILLE_LOT = 1_000
TAILLE_LOT_REEXAMEN = 500
#: What is looked for, the most serious first: a file shows the first one that holds.
OUBLIS = [
    ("cloture_incomplete", "Closed without a reason or without a date"),
    ("acheve_sans_attestation", "Closed as completed, without an attestation of completion"),
    ("a_clore", "The register gives a reason to close it, and it is still open"),
    ("sans_commune", "No commune is in charge of it"),
    ("autre_commune", "The person lives in another commune than the one in charge"),
    ("sans_etape", "It has no stage"),
    ("sans_examen", "It was never examined"),
    ("issue_tue", "Its outcome contradicts it, and nobody was called"),
    ("sans_echeance", "It has no next legal date, and no reason why"),
    ("terme_perime", "Its terms were counted from other facts than those it has now"),
    ("echeance_sans_suite", "Its legal term is past, and nobody has a task"),
    ("reexamen_en_retard", "A date to examine it again is past"),
    ("sans_personne", "It is not linked to a person of the register"),
]

#: Closed as completed by hand, before the attestation was asked for: it is recorded, or the file is opened again.
SANS_ATTESTATION = SQL(
    "d.phase = 'cloture' AND d.motif_cloture = 'acheve' AND NOT EXISTS (SELECT 1 FROM parcours_evenement e"
    " WHERE e.dossier_id = d.id AND e.type = 'attestation_fin')"
)


class DossierControle(models.AbstractModel):
    """The nightly check. One query reads what differs from the last check, only that is written: the cost grows with
    what changed, and a run that stops takes up the rest next time."""

    _name = "parcours.dossier.controle"
    _description = "Pathway file: nobody forgotten"

    oubli = fields.Selection(OUBLIS, "Forgotten because", readonly=True, groups=GROUPES_REGISTRE)
    oubli_depuis = fields.Date(
        "Forgotten since", readonly=True, groups=GROUPES_REGISTRE, help="Day on which the nightly check found it."
    )

    _oubli_idx = models.Index("(company_id) WHERE oubli IS NOT NULL")

    @api.model
    def _cron_reexaminer(self):
        """Read again the facts of the files that change today by the passing of time, and examine them.

        Takes only what is due, commits every batch, and resumes where it stopped.
        """
        # sudo: nightly automatic process over every commune
        dus = self.sudo().with_context(active_test=False)
        domaine = [("date_reexamen", "<=", aujourdhui()), ("personne_id", "!=", False)]
        motif = dire(self, lambda lu: lu.env._("A date was reached"))
        lots.run(
            self.env,
            lots.Step(
                dus,
                lambda lot: self._recevoir_personnes(lot.personne_id, motif),
                domaine,
                size=TAILLE_LOT_REEXAMEN,
                order="date_reexamen, id",
            ),
        )

    @api.model
    def _cron_controler(self):
        """Check every open or closed file; commits every batch, resumes where it stopped."""
        # sudo: nightly automatic process over every commune
        dossiers = self.sudo().with_context(active_test=False, tracking_disable=True)
        ecarts = dict(dossiers._ecarts_controle())
        lots.run(
            self.env,
            lots.Step(
                dossiers,
                lambda lot: lot._noter_controle([(identifiant, ecarts[identifiant]) for identifiant in lot.ids]),
                lambda: list(ecarts),
                size=TAILLE_LOT,
            ),
        )

    def action_controler(self):
        """Check these files now, without waiting for the night."""
        return self.env["feuille.resultat"]._faire(
            self.env._("Check again"), self, lambda dossiers: dossiers._controler()
        )

    def _controler(self):
        self.check_access("write")
        # sudo: access was checked above; the mark follows from the state of the file alone
        dossiers = self.sudo().with_context(tracking_disable=True)
        dossiers._noter_controle(dossiers._ecarts_controle(self.ids))

    @api.model
    def _noter_controle(self, ecarts):
        """Write what the check found: ``[(file id, code or None)]``; None clears a file that was mended."""
        par_oubli = {}
        for identifiant, oubli in ecarts:
            par_oubli.setdefault(oubli, []).append(identifiant)
        jour = aujourdhui()
        for oubli, ids in par_oubli.items():
            # a file deleted since it was read is not checked any more
            self.browse(ids).exists().write({"oubli": oubli or False, "oubli_depuis": oubli and jour})

    @api.model
    def _ecarts_controle(self, ids=None):
        """Return ``[(file id, code or None)]`` of the files for which the check finds something else than last time.

        :param ids: check those files only
        """
        self.env["parcours.dossier"].flush_model()
        self.env["mail.activity"].flush_model()
        self.env["parcours.delai"].flush_model()
        cas = SQL(" ").join(SQL("WHEN %s THEN %s", condition, code) for code, condition in self._controles())
        # Raw SQL: one pass over the open and closed files, comparing columns of four tables, which no domain can say.
        # Every piece is a constant of ours, values are parameters, and the caller is the superuser: only codes go out.
        requete = SQL(
            """
            SELECT id, trouve
              FROM (SELECT d.id, d.oubli, CASE %(cas)s END AS trouve
                      FROM parcours_dossier d
                      JOIN res_company c ON c.id = d.company_id
                 LEFT JOIN registre_personne p ON p.id = d.personne_id
                 LEFT JOIN res_company pc ON pc.id = p.company_id
                 LEFT JOIN parcours_reglement_valeur r
                        ON r.reglement_id = d.reglement_id AND r.code = 'age_cloture'
                     WHERE (d.phase <> 'predossier' OR d.oubli IS NOT NULL) AND %(portee)s) AS q
             WHERE trouve IS DISTINCT FROM oubli
          ORDER BY id""",
            cas=cas,
            portee=SQL("TRUE") if ids is None else SQL("d.id = ANY(%s)", list(ids)),
        )
        return self.env.execute_query(requete)

    @api.model
    def _controles(self):
        """Return ``[(code, SQL condition)]`` in the order of `OUBLIS`; another addon may extend both.

        The conditions see the file as ``d``, its commune as ``c``, the person as ``p`` and the commune of the person
        as ``pc``, the age of closure of its version of the law as ``r``.
        """
        jour = aujourdhui()
        ouvert = SQL("d.phase = 'dossier'")
        situations = tuple(FERMETURES)
        a_clore = SQL(
            "(d.jour_situation IN %s OR (d.jour_belge = 'oui' AND d.ref_belge = 'non') OR (d.volontaire IS NOT TRUE"
            " AND r.valeur > 0 AND d.naissance_max + make_interval(years => r.valeur::int) < %s))",
            situations,
            jour,
        )
        appele = SQL(
            "(d.issue_a_appliquer IS TRUE OR d.commune_a_acquitter IS TRUE"
            " OR d.lettre_attente IS NOT DISTINCT FROM 'revenue' OR EXISTS (SELECT 1 FROM mail_activity a"
            " WHERE a.res_model = 'parcours.dossier' AND a.res_id = d.id AND a.active))"
        )
        # over, neither followed nor under review, and no night looks at it any more: whatever other task the file has;
        # a letter that came back stands in its own list
        termes = SQL(
            "EXISTS (SELECT 1 FROM parcours_delai t WHERE t.dossier_id = d.id AND t.objet = 0 AND t.state = 'echu'"
            " AND t.date_suite IS NULL AND t.revue IS NOT TRUE AND (t.date_action IS NULL OR t.date_action < %s)"
            " AND NOT EXISTS (SELECT 1 FROM mail_activity a WHERE a.delai_id = t.id AND a.active))"
            " AND d.lettre_attente IS DISTINCT FROM 'revenue'",
            fields.Date.subtract(jour, days=1),
        )
        conditions = {
            "cloture_incomplete": SQL("d.phase = 'cloture' AND (d.motif_cloture IS NULL OR d.date_cloture IS NULL)"),
            "acheve_sans_attestation": SANS_ATTESTATION,
            "a_clore": SQL("%s AND %s", ouvert, a_clore),
            "sans_commune": SQL("%s AND c.nis_code IS NULL", ouvert),
            "autre_commune": SQL("%s AND pc.nis_code IS NOT NULL AND pc.id <> d.company_id", ouvert),
            "sans_etape": SQL("%s AND d.stage_id IS NULL", ouvert),
            "sans_examen": SQL("%s AND d.resultat IS NULL", ouvert),
            "issue_tue": SQL(
                "%s AND (d.resultat = 'oblige') = COALESCE(d.volontaire, FALSE) AND d.issue_a_appliquer IS NOT TRUE",
                ouvert,
            ),
            "sans_echeance": SQL("%s AND d.date_echeance IS NULL AND d.motif_sans_echeance IS NULL", ouvert),
            # Not a recount from the events: the term cron recounts every file before it does anything with it, and
            # whatever changes an event recounts its file. What can change without them are these two.
            "terme_perime": SQL(
                "%s AND d.reglement_compte_id IS NOT NULL AND (d.reglement_id IS DISTINCT FROM d.reglement_compte_id"
                " OR d.date_reference IS DISTINCT FROM d.reference_comptee)",
                ouvert,
            ),
            "echeance_sans_suite": SQL(
                "%s AND ((d.date_echeance < %s AND NOT %s) OR %s)", ouvert, jour, appele, termes
            ),
            # today's own are taken by the cron that examines again; a day of grace for a night that failed
            "reexamen_en_retard": SQL("%s AND d.date_reexamen < %s", ouvert, fields.Date.subtract(jour, days=1)),
            "sans_personne": SQL("%s AND d.personne_id IS NULL", ouvert),
        }
        return [(code, conditions[code]) for code, _libelle in OUBLIS]
