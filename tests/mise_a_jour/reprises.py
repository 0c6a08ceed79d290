# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the update from 19.0.1.0.0 to 19.0.2.0.0 changes in what a base holds, and why. Nothing else may differ."""

import json
import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from tests.mise_a_jour.ecarts import CHANGED, COLUMN_GONE, COLUMN_NEW, ROW_GONE, ROW_NEW, TABLE_GONE, TABLE_NEW

#: The day on which what is to be done again is due (parcours_socle/migration.py).
DUE = "2000-01-01"
#: The hour that somebody chose for a job (vie.py).
CHOSEN_HOUR = "03:33:00"
#: What the ledger did not say before.
NEW_TYPES = ("ouverture", "demenagement", "affectation")
SANCTION_TYPES = re.compile(
    "(sanction|infraction|audition|decision|recours|recouvrement)_.*|creance|paiement|remboursement|abandon"
)
#: What an event of a sanction may be about.
SANCTION = ("sanction", "infraction", "audition", "decision", "recours", "mouvement")
#: What changes of an attachment that becomes a document of its suspension; what they become is tested one by one.
PROOF = ("res_model", "res_id", "res_field", "name")

#: What a correction changes of a rule.
RULE = ("name", "explication", "changement", "domaine", "domaine_doute", "limites", "a_confirmer")

FIGURES = re.compile(
    r"(mois|jours|annees)_(inscription|achevement|sommation|preuve_amende|amende|recours|paiement|audition|prescription"
    r"|presomption)|montant_amende|plafond_amendes|age_cloture"
)


def is_figure(difference):
    """A figure of the law that was a column, its article or its mark, or the currency they shared."""
    name = re.sub(r"_(article|a_confirmer)$", "", difference.column or "")
    return difference.kind == COLUMN_GONE and (FIGURES.fullmatch(name) or name == "currency_id")


def with_unit(count):
    """The count of a term as it is written now, from what was: its length in months has a unit."""
    count = json.loads(count)
    return json.dumps(count | {"nombre": count.pop("mois"), "unite": "mois"}, sort_keys=True)


def on(table, kind, *names):
    """Whether a difference is of that kind on one of those columns of a table."""
    return lambda d: d.table == table and d.kind == kind and (not names or d.column in names)


def exempt_since(photo, term):
    """The day of the decision on the exemption that was granted in the file of a term, and its last day or None; None
    twice where none was."""
    granted = (
        (row["date_decision"], row["date_fin"])
        for row in photo["parcours_exemption"].values()
        if row["dossier_id"] == term["dossier_id"] and row["state"] in ("accordee", "terminee")
    )
    return tuple(day and date.fromisoformat(day) for day in next(granted, (None, None)))


def without_exempt_days(photo, term):
    """The end of a term of registration, counted by hand: six months, then the days on which the person was exempt, up
    to the day on which it stopped; never on a Saturday or Sunday."""
    start = date.fromisoformat(term["date_depart"])
    first, last = exempt_since(photo, term)
    stopped = term["date_etat"] and date.fromisoformat(term["date_etat"])
    last = min((day for day in (last, stopped) if day), default=None)
    if not first or not last or not start < first <= last:
        return None
    end = start + relativedelta(months=6) + (last - first) + timedelta(days=1)
    return (end + timedelta(days=7 - end.weekday() if end.weekday() > 4 else 0)).isoformat()


def moved_by_exempt_days(photo):
    """What the first night changes in the dates, and why: days on which a person was exempt do not run."""

    def term_of(d):
        """The term of registration that a difference is about, of itself or as the next date of its file, or None."""
        if d.table == "parcours_delai":
            return photo["parcours_delai"][d.key]
        terms = (row for row in photo["parcours_delai"].values() if row["dossier_id"] == int(d.key))
        return next((row for row in terms if row["date_echeance"] == d.after), None)

    def exempt_days_do_not_run(d):
        term = d.column == "date_echeance" and term_of(d)
        return bool(term) and d.after == without_exempt_days(photo, term)

    return {
        "days of a granted exemption do not run from its decision on, whenever the file was closed for it or opened "
        "again (law §4: no date depends on when somebody clicked)": exempt_days_do_not_run,
        "... and a term has stopped on the first of them when they have no end": lambda d: (
            (d.table, d.column) == ("parcours_delai", "date_etat")
            and d.after == str(exempt_since(photo, term_of(d))[0])
        ),
        "... and a date that moved into the past is reviewed by a person (law §7: late discovery)": lambda d: (
            (d.table, d.column, d.after) == ("parcours_delai", "revue", True)
            and term_of(d)["date_echeance"] == without_exempt_days(photo, term_of(d))
            and term_of(d)["date_connue"] > term_of(d)["date_echeance"]
        ),
    }


def night_mended(photo):
    """What the first night changes in the conclusions, and why: the one reading of the register, and of the days
    without obligation (docs/decisions.md)."""
    communes = {row["nis_code"]: int(key) for key, row in photo["res_company"].items() if row["nis_code"]}
    believed = {}
    for row in photo["registre_information"].values():
        if not row["known_until"]:
            believed.setdefault(row["personne_id"], []).append(row)

    def entries(d, kind):
        person = int(d.key) if d.table == "registre_personne" else photo["parcours_dossier"][d.key]["personne_id"]
        return sorted((row for row in believed[person] if row["it"] == kind), key=lambda row: row["date_texte"])

    def last_commune(d):
        """The last commune that the register gives, whatever it says after of a death, a striking off …"""
        return next((communes[row["code"]] for row in reversed(entries(d, "001")) if row["code"] in communes), None)

    def last_card_ended(d):
        return entries(d, "195")[-1]["date_fin_texte"]

    def two_cards_of_one_day(d):
        cards = entries(d, "195")
        return len(cards) > 1 and cards[-1]["date_texte"] == cards[-2]["date_texte"]

    def outcome_of(d, kind, *codes):
        """Whether it is the outcome of somebody whose entries of that type have one of those codes."""
        return (
            d.table == "parcours_dossier"
            and d.column in ("resultat", "exemption_code", "issue_a_appliquer", "issue_signalee")
            and any(row["code"].startswith(codes) for row in entries(d, kind))
        )

    return moved_by_exempt_days(photo) | {
        "a temporary status outlives its card, for 90 days, and a temporary stay lasts for a year": lambda d: (
            outcome_of(d, "202", "0203", "0501", "0502", "0503")
        ),
        "an attestation of family exempts until 90 days after its end, an F card needs its reason": lambda d: (
            outcome_of(d, "195", "0017", "0018", "0030")
        ),
        "who becomes Belgian is no national of the EU+ for that": lambda d: (
            outcome_of(d, "031", "150") or outcome_of(d, "032", "150")
        ),
        "who died or was struck off is of the last commune, not of none, nor of one left before": lambda d: (
            d.column == "company_id" and d.after == last_commune(d)
        ),
        "... which has the move to acknowledge": lambda d: (
            (d.table, d.column, d.after) == ("parcours_dossier", "commune_a_acquitter", True)
        ),
        "a card that ended is not held any more, though an older one has no end": lambda d: (
            (d.table, d.column, d.after) == ("registre_personne", "carte_code", None) and last_card_ended(d)
        ),
        "two cards of one day with different ends say neither valid nor not": lambda d: (
            d.table == "parcours_dossier" and d.column in ("resultat", "exemption_code") and two_cards_of_one_day(d)
        ),
    }


MENDED = {
    # ---- the consultation log ----------------------------------------------------------------------------------------
    "an entry of the log says who it was then, and which key sealed it": on(
        "registre_consultation",
        COLUMN_NEW,
        *("login", "nom", "role", "motif_recherche", "resultat", "version", "cle"),
    ),
    "a verification says what the anchors said, and how many breaks there are": on(
        *("registre_verification", COLUMN_NEW, "reecrit", "ancrage", "ancres_lues", "derniere_rompue", "ruptures"),
    ),
    "who adds to the log waits for a table that holds nothing": on("registre_consultation_verrou", TABLE_NEW),
    # ---- the law -----------------------------------------------------------------------------------------------------
    "figures of the law are lines": lambda d: d.table == "parcours_reglement" and is_figure(d),
    "... which a table of their own holds": on("parcours_reglement_valeur", TABLE_NEW),
    "what files are examined with is recorded, to examine them again after a correction": on(
        "parcours_reglement", COLUMN_NEW, "contenu_applique"
    ),
    "nothing read the end of a rule: its words say it": on("parcours_regle", COLUMN_GONE, "fin"),
    "the law was corrected: what holds at the reference date, today, and for how long": lambda d: (
        (d.table == "parcours_regle" and d.kind == ROW_NEW and d.after["code"] == "3")
        or (d.table == "parcours_regle" and d.kind == CHANGED and d.column in RULE)
        or (d.table, d.kind, d.column) == ("parcours_regle", COLUMN_NEW, "limites")
    ),
    "... and reads more facts, which the night fills in": on(
        "parcours_dossier",
        COLUMN_NEW,
        "ref_britannique",
        "jour_britannique",
        "jour_carte_exclut",
        "jour_carte_fin",
        "jour_protection",
        "jour_titre_fin",
    ),
    "the tables of codes know what is a protection, to be confirmed": lambda d: (
        d.table == "registre_code" and (d.kind, d.column) in ((COLUMN_NEW, "protection"), (CHANGED, "a_confirmer"))
    ),
    "the tables of codes know documents that stand in for a card, and which cards a temporary status goes on with": (
        lambda d: (
            d.table == "registre_code"
            and (
                (d.kind == COLUMN_NEW and d.column in ("remplacement", "genre_inconnu", "garde_statut"))
                or (d.kind == ROW_NEW and d.after["code"] in ("0000", "0050", "0060", "0120"))
                or (d.kind, d.column) == (CHANGED, "ue_plus")
            )
        )
    ),
    "codes are said in English too, and in French by a noun": lambda d: (
        d.table == "registre_code" and (d.kind, d.column) in ((COLUMN_NEW, "label_en"), (CHANGED, "label_fr"))
    ),
    # ---- what we ship and correct (docs/decisions.md) ----------------------------------------------------------------
    "a stage's name is ours: it is read-only on screen now": on("parcours_stage", CHANGED, "name"),
    "a job's rhythm and rank are ours": on("ir_cron", CHANGED, "interval_number", "priority"),
    "a job of the night has its hour; one that somebody chose stays": lambda d: (
        d.table == "ir_cron" and d.column == "nextcall" and not d.before.endswith(CHOSEN_HOUR)
    ),
    "a commune of the demonstration has several agents, and Vivalis two officials": lambda d: (
        d.kind == ROW_NEW
        and (
            (
                d.table == "res_users"
                and re.fullmatch(r"agent\d\.\d{5}|vivalis\.fonctionnaire2|technique2?", d.after["login"])
            )
            or d.table == "res_company_users_rel"
        )
    ),
    # ---- the ledger --------------------------------------------------------------------------------------------------
    "openings, moves and assignments are events": lambda d: (
        d.table == "parcours_evenement" and d.kind == ROW_NEW and d.after["type"] in NEW_TYPES
    ),
    "... which say what they are about": on(
        "parcours_evenement", COLUMN_NEW, "agent_id", "depuis_company_id", "vers_company_id", "phase", "cause_id"
    ),
    "the steps of sanctions are events of the same ledger": lambda d: (
        d.table == "parcours_evenement"
        and d.kind == ROW_NEW
        and SANCTION_TYPES.fullmatch(d.after["type"])
        and d.after["sanction_id"]
    ),
    "... and name what they are about": on("parcours_evenement", COLUMN_NEW, *(f"{name}_id" for name in SANCTION)),
    "the terms of sanctions are terms like the others": lambda d: (
        d.table == "parcours_delai"
        and ((d.kind == ROW_NEW and d.after["sanction_id"]) or (d.kind, d.column) == (COLUMN_NEW, "sanction_id"))
    ),
    "... of kinds of their own": lambda d: d.table == "parcours_delai_type" and d.kind == ROW_NEW,
    "... and of a list of files they are not": lambda d: (
        (d.table, d.column) == ("parcours_liste", "domaine") and "('objet', '=', 0)" in d.after
    ),
    "the conditions of a list name days in words": lambda d: (
        (d.table, d.kind, d.column) == ("parcours_liste", CHANGED, "domaine") and "'today" in d.after
    ),
    "what is offered to others leaves a line": on("parcours_partage", TABLE_NEW),
    "a term says what its count doubts": on("parcours_delai", COLUMN_NEW, "doutes"),
    "who was never informed is to be informed, whatever the stage": lambda d: (
        (d.table, d.kind, d.column) == ("parcours_dossier", COLUMN_NEW, "a_informer")
        or ((d.table, d.column) == ("parcours_liste", "domaine") and "a_informer" in d.after)
    ),
    "the limit to impose a fine is not moved to a working day": lambda d: (
        (d.table, d.column) == ("sanction_dossier", "date_limite_amende") and bool(d.after) and d.after < d.before
    ),
    "... and is shown while a decision is to be taken": lambda d: (
        (d.table, d.column) == ("sanction_dossier", "date_limite_amende") and not d.after
    ),
    "an invitation and a decision are received by channel": lambda d: (
        d.table in ("sanction_audition", "sanction_decision")
        and d.kind == COLUMN_NEW
        and d.column in ("canal", "preuve_envoi", "consentement_ebox", "retour", "date_retour", "date_envoi")
    ),
    "... and an invitation says when and where": on("sanction_audition", COLUMN_NEW, "convocation", "lieu"),
    "... by which letter, and whether it is called off": on(
        "sanction_audition", COLUMN_NEW, "courrier_id", "date_report"
    ),
    "a decision is proposed, and its letter states remedies": on(
        "sanction_decision", COLUMN_NEW, "propose_par_id", "date_proposition", "remedes"
    ),
    "... which its notification keeps": on("parcours_evenement", COLUMN_NEW, "remedes"),
    "the day of the first opening is never overwritten": lambda d: (
        d.table == "parcours_dossier" and d.column == "date_ouverture" and d.after < d.before
    ),
    "a term may belong to something else than the file": on("parcours_delai", COLUMN_NEW, "objet"),
    "... and is kept by what it is about": on("parcours_delai", COLUMN_NEW, "cle"),
    "what was pending in a closed file is not for organisers: it may be of a sanction": lambda d: (
        (d.table, d.kind) == ("parcours_evenement", CHANGED)
        and "/cloture/" in d.key
        and ((d.column == "note" and d.after is None) or (d.column == "note_reservee" and d.before is None))
    ),
    "what a sanction has too many of is marked, what was annulled or rests on nothing too": lambda d: (
        d.kind == COLUMN_NEW
        and d.table.startswith("sanction_")
        and d.column in ("doublon", "annulee", "tombee", "fondement_id", "avertissement", "reprend_id", "raison")
    ),
    "what happened since the finding awaits an answer, and protection may be retained by hand": on(
        "sanction_dossier", COLUMN_NEW, "a_repondre", "protection_saisie"
    ),
    "two numbers that are one person are joined": lambda d: (
        d.kind == TABLE_NEW and d.table.startswith("registre_jonction")
    ),
    "... and so are their files": on("parcours_dossier", COLUMN_NEW, "joint_a_id"),
    "... whose events say from which one they came": on("parcours_evenement", COLUMN_NEW, "provenance_id"),
    "... and have a list": lambda d: (
        d.kind == ROW_NEW
        and (
            (d.table == "parcours_liste" and d.after["code"] == "jonctions")
            or d.table == "parcours_liste_res_groups_rel"
        )
    ),
    "the length of a term has a unit": lambda d: (
        (d.table, d.kind, d.column) == ("parcours_delai", CHANGED, "compte") and with_unit(d.before) == d.after
    ),
    "an enrolment ends with its file, on that day": lambda d: (
        (d.table, d.kind, d.column) == ("parcours_inscription", CHANGED, "date_fin") and d.before is None
    ),
    "... and says why it ended": on("parcours_inscription", COLUMN_NEW, "motif_fin"),
    "... so that who has a file opened again is in a list": lambda d: (
        d.kind == ROW_NEW
        and (
            (d.table == "parcours_liste" and d.after["code"] == "a_reinscrire")
            or d.table == "parcours_liste_res_groups_rel"
        )
    ),
    "organisers tell their capacity by language, and have waiting lists": lambda d: (
        d.kind == TABLE_NEW and d.table in ("parcours_attente", "parcours_capacite", "parcours_inscription_fenetre")
    ),
    "people sign welcome agreements; who was registered before is not asked to": lambda d: (
        (d.kind == TABLE_NEW and d.table.startswith(("parcours_convention", "ir_attachment_parcours_convention")))
        or (d.table, d.kind, d.column) == ("parcours_inscription", COLUMN_NEW, "convention_avant")
    ),
    "... organisers have lists of whom to register and who is to sign": lambda d: (
        d.kind == ROW_NEW
        and (
            (
                d.table == "parcours_liste"
                and d.after["code"] in ("organisateur_modules", "organisateur_a_inscrire", "organisateur_conventions")
            )
            or d.table == "parcours_liste_res_groups_rel"
        )
    ),
    "... the capacity of before is the first one told": on("parcours_organisateur", COLUMN_GONE, "capacite"),
    "all three BAPAs offer Dutch too": lambda d: (
        (d.table, d.kind, d.column) == ("parcours_organisateur", CHANGED, "neerlandais") and d.after is True
    ),
    "a registration says in which language it is followed": lambda d: (
        d.table in ("parcours_evenement", "parcours_inscription") and (d.kind, d.column) == (COLUMN_NEW, "langue")
    ),
    # ---- doors -------------------------------------------------------------------------------------------------------
    "who has access is a nominative list": on("registre_habilitation", TABLE_NEW),
    "letters are written here: their texts, brochures, batches and tables that come back": lambda d: (
        (d.kind == TABLE_NEW and d.table.startswith(("parcours_courrier", "parcours_brochure")))
        or (d.table == "ir_sequence" and d.kind == ROW_NEW and d.after["code"].startswith("parcours.courrier"))
    ),
    "... and wait in lists of their own": lambda d: (
        d.table in ("parcours_liste", "parcours_liste_res_groups_rel")
        and d.kind == ROW_NEW
        and (d.table != "parcours_liste" or d.after["code"].startswith("courriers_"))
    ),
    "each line of the list of users says when it was begun": lambda d: (
        d.table == "mail_message" and d.kind == ROW_NEW and d.after["model"] == "registre.habilitation"
    ),
    "a head says that a document is not medical": on("parcours_document_levee", TABLE_NEW),
    "a list says what its lines show, who is late, and on which page it is": lambda d: (
        d.table == "parcours_liste"
        and (
            (d.kind == COLUMN_NEW and d.column in ("champ_echeance", "champ_age", "champ_detail", "page"))
            or (d.kind == CHANGED and d.column == "action" and not d.before)
        )
    ),
    "... and is sorted by no fact of the register": lambda d: (
        (d.table, d.kind, d.column) == ("parcours_liste", CHANGED, "ordre") and "date_reference" in d.before
    ),
    "every waiting point of the procedure has its card": lambda d: (
        d.table in ("parcours_liste", "parcours_liste_res_groups_rel") and d.kind == ROW_NEW
    ),
    "the auditor has no list of files, and what communes do is in their lists only": on(
        "parcours_liste_res_groups_rel", ROW_GONE
    ),
    "... terms past are a figure a commune at Vivalis": lambda d: (
        (d.table, d.kind) == ("parcours_liste", ROW_GONE) and d.before["code"] == "echeances_depassees"
    ),
    "a note on a medical suspension is the commune's": lambda d: (
        d.table == "parcours_evenement"
        and ((d.kind, d.column) == (COLUMN_NEW, "note_medicale") or (d.kind, d.column) == (CHANGED, "note_reservee"))
    ),
    "Vivalis reads the ground of an exemption that is not medical": on(
        "parcours_dossier", COLUMN_NEW, "exemption_dite"
    ),
    "why an examination was run names no medical ground": lambda d: (
        (d.table, d.kind, d.column) == ("parcours_examen", CHANGED, "motif") and " 5" not in d.after
    ),
    # ---- documents ---------------------------------------------------------------------------------------------------
    "a medical document is confidential, like the proof of a confidential ground": lambda d: (
        d.table == "ir_attachment"
        and (d.kind, d.column) in ((COLUMN_GONE, "parcours_medical"), (COLUMN_NEW, "confidentiel"))
    ),
    "the proofs of suspensions are attachments of the suspension": lambda d: (
        (d.kind, d.table) == (TABLE_GONE, "parcours_suspension_piece")
        or (d.table == "ir_attachment" and d.kind == CHANGED and d.column in PROOF)
    ),
    # ---- the one reading ---------------------------------------------------------------------------------------------
    "every person and every file is read again": lambda d: (
        (d.table, d.column) in (("registre_personne", "date_passage"), ("parcours_dossier", "date_reexamen"))
        and (d.kind == COLUMN_NEW or d.after == DUE)
    ),
    "... with what the facts were since the reference date, and the days without obligation": on(
        "parcours_dossier", COLUMN_NEW, "faits_jours", "sans_obligation"
    ),
    "... and its terms counted again": lambda d: (
        (d.table, d.column) == ("parcours_dossier", "reglement_compte_id") and d.after is None
    ),
    "what is not certain is told": lambda d: (
        d.kind == COLUMN_NEW
        and (d.table, d.column)
        in (
            ("parcours_dossier", "commune_incertaine"),
            ("registre_personne", "commune_incertaine"),
            ("registre_personne", "incertitudes"),
            ("registre_personne", "carte_expiration_texte"),
            ("registre_personne", "date_deces_texte"),
        )
    ),
    "nothing reads any more up to which day columns were made": lambda d: (
        d.table == "ir_config_parameter" and d.before and d.before.get("key") == "registre_national.jour_projete"
    ),
    "a date that a register sends and nobody can read is kept as it came": on(
        "registre_notification", COLUMN_NEW, "date_illisible"
    ),
    # ---- the one search ----------------------------------------------------------------------------------------------
    "people are found by keys of their own": on("registre_personne", COLUMN_NEW, "recherche"),
    "... their telephone and address among them": on("parcours_dossier", COLUMN_NEW, "telephone", "courriel"),
    "problems are reported, and maintenance announced": lambda d: (
        d.kind == TABLE_NEW and d.table in ("parcours_maintenance", "parcours_probleme")
    ),
    "... and who looks for people of other communes is counted": on("registre_recherche_passage", TABLE_NEW),
    # ---- the wire ----------------------------------------------------------------------------------------------------
    "an answer has a size and a length in all": on("registre_service", COLUMN_NEW, "total_timeout", "answer_size_max"),
    "a long collection is helped, and the absences have a night": lambda d: d.table == "ir_cron" and d.kind == ROW_NEW,
    # ---- the heads --------------------------------------------------------------------------------------------------
    "heads hand files out, and replace somebody absent": lambda d: (
        d.kind == TABLE_NEW and ("parcours_repartition" in d.table or d.table.startswith("parcours_absence"))
    ),
    "organisers, Vivalis and communes give attestations that anybody verifies": lambda d: (
        (d.kind == TABLE_NEW and d.table.startswith(("parcours_attestation", "parcours_verification_essai")))
        or (d.table == "parcours_organisateur" and d.kind == COLUMN_NEW and d.column in ("street", "zip", "city"))
    ),
    "... asked for and sent back in lists of their own": lambda d: (
        d.table == "parcours_liste"
        and d.kind == ROW_NEW
        and d.after["code"] in ("organisateur_renvoyees", "fins_a_verifier")
    ),
    # ---- the courses -------------------------------------------------------------------------------------------------
    "organisers keep sessions, presences, assessments and dispenses; the modules are shipped": lambda d: (
        d.kind == TABLE_NEW
        and d.table in ("parcours_module", "parcours_seance", "parcours_presence", "parcours_suivi", "parcours_niveau")
        or (d.kind == TABLE_NEW and d.table in ("parcours_dispense", "parcours_justification"))
    ),
    "... the night counts who followed, and finds who dropped out": lambda d: (
        d.kind == TABLE_NEW and d.table in ("parcours_assiduite", "parcours_decrochage")
    ),
    "... of which the head of an organiser has the tasks": on("parcours_organisateur", COLUMN_NEW, "responsable_id"),
    "... and the organiser a list": lambda d: (
        d.kind == ROW_NEW
        and (
            (d.table == "parcours_liste" and d.after["code"] in ("organisateur_decrochages", "cours_du_jour"))
            or d.table == "parcours_liste_res_groups_rel"
        )
    ),
    "... taught by people of the demonstration": lambda d: (
        d.table == "res_users" and d.kind == ROW_NEW and d.after["login"].startswith("prof.")
    ),
    "the letters of a sanction bear the account for the fines": lambda d: (
        d.table == "res_company" and d.kind == COLUMN_NEW and d.column in ("compte_amendes", "compte_titulaire")
    ),
    # ---- what two people change --------------------------------------------------------------------------------------
    "what a version makes of codes is part of it": lambda d: (
        d.kind == TABLE_NEW and d.table == "parcours_reglement_code"
    ),
    "... and the versions know what files were read with": on(
        "parcours_reglement", COLUMN_NEW, "codes_appliques", "relecture"
    ),
    "a change of the connection, or of a kind of term, is proposed by one and confirmed by another": lambda d: (
        d.table in ("registre_service", "parcours_delai_type")
        and d.kind == COLUMN_NEW
        and d.column in ("proposition", "propose_par", "propose_le")
    ),
    # ---- letters by channel -----------------------------------------------------------------------------------------
    "a letter has a channel, and something comes back of it: of those of before nothing is guessed": on(
        "parcours_evenement", COLUMN_NEW, "canal", "preuve_envoi", "reception", "retour"
    ),
    "... and what it waits for": on("parcours_dossier", COLUMN_NEW, "lettre_attente"),
    "organisers have a stage of their own": on("parcours_dossier", COLUMN_NEW, "etape_organisateur"),
    "... is in three lists": lambda d: (
        d.kind == ROW_NEW
        and (
            (d.table == "parcours_liste" and (d.after["code"] or "").startswith("lettres_"))
            or d.table == "parcours_liste_res_groups_rel"
        )
    ),
    # ---- contestations, letters of requests --------------------------------------------------------------------------
    "contestations, and the block of remedies of a letter": lambda d: (
        d.kind == TABLE_NEW
        and d.table in ("parcours_contestation", "parcours_contestation_decision", "parcours_mention")
    ),
    "... have a list": lambda d: (
        (d.table == "parcours_liste" and d.kind == ROW_NEW and d.after["code"] == "contestations")
        or (d.table == "parcours_liste_res_groups_rel" and d.kind == ROW_NEW)
    ),
    "... and their entries in the ledger": on("parcours_evenement", COLUMN_NEW, "contestation_id"),
    "documents are checked before they count; those that counted are accepted, and windows say what they require": (
        lambda d: (
            d.kind == TABLE_NEW
            and ("parcours_document" in d.table or d.table.startswith("ir_attachment_parcours_evenement"))
        )
    ),
    "... and those to check have a list": lambda d: (
        (d.table == "parcours_liste" and d.kind == ROW_NEW and d.after["code"] == "documents")
        or (d.table == "parcours_liste_res_groups_rel" and d.kind == ROW_NEW)
    ),
    "the language of the letters is asked": on(
        "parcours_dossier", COLUMN_NEW, "langue", "langue_date", "langue_par_id"
    ),
    "... and the one in which somebody is best spoken to": on(
        "parcours_dossier", COLUMN_NEW, "langue_contact", "langue_contact_date", "langue_contact_par_id"
    ),
    "requests are acknowledged, and their letters notified": lambda d: (
        (d.table, d.kind) == ("parcours_exemption", COLUMN_NEW)
        and d.column
        in ("accuse_nom", "date_accuse", "mention_id")
        + ("date_notification", "notification_canal", "notification_presumee", "notification_preuve_nom")
    ),
    "what a person agrees to is kept": on("parcours_accord", TABLE_NEW),
    "the statements of the bank are taken": lambda d: d.kind == TABLE_NEW and d.table.startswith("sanction_releve"),
}
