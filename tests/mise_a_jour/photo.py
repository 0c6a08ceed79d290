# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a base holds and what people see of it, as plain data: taken before an update and after, then compared.

`rows` reads every row of our tables, and what is ours in Odoo's, in SQL alone: it needs the code of no version. `seen`
asks the code of the version installed who may see what; it speaks to both versions, and runs in `odoo shell`.
"""

import hashlib
import json
from decimal import Decimal

#: Tables of ours begin so; what users open for a minute is not kept.
PREFIXES = ("parcours_", "registre_", "sanction_")
#: Of Odoo's tables, what belongs to us: {table: (columns, where)}.
OURS_AT_ODOO = {
    "res_company": (None, None),
    "res_users": ("id, login, active, company_id, organisateur_id", None),
    "res_company_users_rel": ("user_id, cid", None),
    "mail_activity": (
        # what a task says was in one language, and is in each
        "id, res_model, res_id, activity_type_id, user_id, date_deadline, delai_id, active, "
        "COALESCE(to_jsonb(summary) ->> 'fr_BE', to_jsonb(summary) ->> 'en_US', to_jsonb(summary) #>> '{}') AS summary",
        None,
    ),
    "mail_message": ("id, model, res_id, body, subject, author_id, date", "model LIKE ANY(%(models)s)"),
    "mail_followers": ("id, res_model, res_id, partner_id", "res_model LIKE ANY(%(models)s)"),
    "mail_tracking_value": (
        "id, mail_message_id, old_value_char, new_value_char, old_value_datetime",
        "mail_message_id IN (SELECT id FROM mail_message WHERE model LIKE ANY(%(models)s))",
    ),
    "ir_attachment": (
        "id, name, res_model, res_id, res_field, checksum, parcours_medical, confidentiel, create_uid",
        "res_model LIKE ANY(%(models)s)",
    ),
    "ir_sequence": ("id, code, prefix, number_next", "code LIKE ANY(%(models)s)"),
    "ir_config_parameter": ("id, key, value", "key LIKE ANY(%(keys)s)"),
    "ir_cron": ("id, active, interval_number, interval_type, nextcall, priority, ir_actions_server_id", None),
}
MODELS = ["parcours.%", "registre.%", "sanction.%"]
#: What our own code says was in one language, and is in each (parcours_socle/paroles.py).
PAROLES = {
    "parcours_evenement": ("note", "note_reservee"),
    "parcours_examen": ("motif",),
    "parcours_delai": ("erreur",),
    "registre_anomalie": ("constat", "verite"),
    "sanction_recours": ("avertissement",),
}
#: Who wrote a row last and when is the update's own business.
TECHNICAL = {"write_uid", "write_date"}
#: Logins asked what they see, one a role, and the two communes of the tests.
WATCHERS = ("agent.21004", "agent.21015", "chef.21015", "vivalis.gestionnaire", "vivalis.fonctionnaire")
WATCHERS += ("vivalis.direction", "bapa.bxl", "bon", "statisticien", "auditeur")
COUNTED = (
    "registre.personne",
    "registre.information",
    "registre.consultation",
    "registre.anomalie",
    "registre.verification",
    "parcours.dossier",
    "parcours.examen",
    "parcours.evenement",
    "parcours.delai",
    "parcours.suspension",
    "parcours.exemption",
    "parcours.inscription",
    "parcours.reglement",
    "parcours.regle",
    "parcours.liste",
    "sanction.dossier",
    "sanction.decision",
    "sanction.audition",
    "sanction.recours",
    "sanction.mouvement",
    "mail.activity",
)
#: The types of events of the version before.
STEPS = ("attestation_remise", "inscription_organisateur", "changement_organisateur", "attestation_organisateur")
STEPS += ("attestation_fin", "sommation_envoyee", "sommation_recue", "constat_refus", "transfert_vivalis")
STEPS += ("suspension_accordee", "suspension_prolongee", "suspension_fin_anticipee", "suspension_annulee")
STEPS += ("revue_delai", "acquittement_commune", "volontaire", "cloture", "reouverture", "annulation")
#: Kinds of records that both versions have.
KNOWN = {
    "parcours.evenement": [("type", "in", list(STEPS))],
    "parcours.delai": [("type_id.code", "in", ["inscription", "achevement", "sommation"])],
}


def plain(value, clean):
    """A value of the database as JSON keeps it; long ones by their digest, once cleaned."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, memoryview):
        return hashlib.sha256(value).hexdigest()[:16]
    if isinstance(value, Decimal):
        return float(value)
    text = clean(json.dumps(value, sort_keys=True) if isinstance(value, (dict, list)) else str(value))
    return text if len(text) <= 400 else f"{text[:60]}… {hashlib.sha256(text.encode()).hexdigest()[:16]}"


def said(value):
    """What a communal agent reads of a text, whether it is kept in one language or in each."""
    return value.get("fr_BE", value["en_US"]) if isinstance(value, dict) else value


def tables(cursor):
    """What is ours and there: {table of a model: where it is read}."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    found = {name: name for (name,) in cursor.fetchall() if name.startswith(PREFIXES)}
    # The consultation log, since it has a schema of its own.
    cursor.execute("SELECT FROM pg_views WHERE schemaname = 'journal' AND viewname = 'consultation'")
    return found | ({"registre_consultation": "journal.consultation"} if cursor.rowcount else {})


def rows(cursor, transient=(), clean=str):
    """Every row kept: {table: {key: {column: value}}}; the key is the id, or the pair of a relation.

    :param transient: names of tables that hold nothing for longer than a minute
    :param clean: takes out of a text what is not to be compared
    """
    places = tables(cursor)
    wanted = {name: (None, None) for name in places if name not in transient}
    result = {}
    for table, (columns, where) in {**wanted, **OURS_AT_ODOO}.items():
        place = places.get(table, table)
        cursor.execute(f"SELECT * FROM {place} WHERE FALSE")
        there = {column.name for column in cursor.description} - TECHNICAL
        names = sorted(there if columns is None else there & set(columns.split(", ")))
        selected = ", ".join(f'"{name}"' for name in names)
        cursor.execute(
            f"SELECT {selected} FROM {place} {f'WHERE {where}' if where else ''}",
            {"models": MODELS, "keys": ["parcours%", "registre%", "sanction%"]},
        )
        held = [
            {
                name: plain(said(value) if name in PAROLES.get(table, ()) else value, clean)
                for name, value in zip(names, row, strict=True)
            }
            for row in cursor.fetchall()
        ]
        result[table] = {str(row.pop("id")) if "id" in row else "-".join(map(str, row.values())): row for row in held}
    return result


def of(env, login):
    """The environment of a login, as the browser gives it."""
    user = env["res.users"].search([("login", "=", login)])
    return env(user=user.id, su=False, context={**user.context_get(), "allowed_company_ids": user.company_ids.ids})


def attempt(call):
    """What a call gives, or the kind of its refusal."""
    try:
        return call()
    except Exception as error:  # noqa: BLE001  (a refusal is an answer)
        return type(error).__name__


def count(env, model):
    """How many records of a model somebody sees; those of kinds that the old version did not have are left out."""
    return env[model].search_count(KNOWN.get(model, []))


def documents(env):
    """{checksum of a document: logins that can open it}; the communes' own agents are asked too."""
    attachments = (
        env["ir.attachment"]
        .sudo()
        .search([("res_model", "=like", "parcours.%"), ("res_field", "in", [False, "fichier"])], order="id")
    )
    attachments |= (
        env["ir.attachment"].sudo().search([("res_model", "=", "registre.anomalie"), ("res_field", "=", "preuve")])
    )
    agents = [f"agent.{code}" for code in env["res.company"].search([("nis_code", "!=", False)]).mapped("nis_code")]
    opened = {attachment.checksum: [] for attachment in attachments}
    for login in sorted({*WATCHERS, *agents}):
        theirs = of(env, login)
        for attachment in attachments:
            # Not from the cache of the one before: each asks for themselves.
            if attempt(lambda a=attachment, e=theirs: bool(a.with_env(e).read(["datas"])[0]["datas"])) is True:
                opened[attachment.checksum].append(login)
        env.invalidate_all()
    return opened


def sentences(env):
    """Why each open file has the legal date it has, as an agent reads it in French."""
    files = (
        env["parcours.dossier"].with_context(lang="fr_BE").search([("date_echeance", "!=", False)], order="reference")
    )
    return {file.reference: [str(file.date_echeance), file.echeance_explication] for file in files}


def groups(env):
    """{login: our groups, by XML id}: the groups' own names are translated, and corrected."""
    ours = {}
    for login in ["admin", *WATCHERS]:
        ids = env["res.users"].search([("login", "=", login)]).group_ids.get_external_id().values()
        ours[login] = sorted(name for name in ids if name.startswith(("parcours_", "registre_", "sanctions_")))
    return ours


def seen(env):
    """What people see of the base, and what its own checks say of it."""
    env = env(context={"active_test": False, "lang": "en_US"}, su=True)
    return {
        "counts": {
            login: {model: attempt(lambda m=model, n=login: count(of(env, n), m)) for model in COUNTED}
            for login in WATCHERS
        },
        "documents": documents(env),
        "groups": groups(env),
        "sentences": sentences(env),
        "broken seal": env["registre.consultation"]._verifier().sequence,
        "terms to count again": env["parcours.dossier"].search([])._verifier_delais().mapped("reference"),
    }
