# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the records of sanctions say stands in the ledger too, and their terms in the table of terms."""

from odoo import SUPERUSER_ID, api
from odoo.tools import split_every

from odoo.addons.parcours_accueil.migration import found_at_update, put_in_order
from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.sanctions_admin.droit.etapes import (
    ETAPES,
    RECOUVREMENT_ENTAME,
    SANCTION_CLOSE,
    SANCTION_COMPLETE,
    SANCTION_RECUE,
    SANCTION_VERIFICATION,
    STAGES,
    stage,
)
from odoo.addons.sanctions_admin.migration import tell_stages

#: Sanctions whose terms are counted at a time.
BATCH = 1_000
RECORDS = ("infraction", "audition", "decision", "recours", "mouvement")
#: What the official did by moving a card, and the stage it led to.
BY_HAND = {"completude": SANCTION_VERIFICATION, "recouvrement": RECOUVREMENT_ENTAME, "cloture": SANCTION_CLOSE}


def migrate(cr, version):
    # Raw SQL, here and below: events are append-only for the ORM, and those of all sanctions are made at once.
    cr.execute("SELECT EXISTS (SELECT FROM parcours_evenement WHERE sanction_id IS NOT NULL)")
    if cr.fetchone()[0]:
        return
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False, "tracking_disable": True})
    stages = {sanction: sanction.stage_id for sanction in env["sanction.dossier"].search([])}
    # Nothing is computed while the ledger is made; what follows from it is, at the end.
    events = [event for name in RECORDS for event in of_records(env[f"sanction.{name}"].search([], order="id"))]
    events += of_sanctions(env["sanction.dossier"].search([], order="id"))
    add(cr, events)
    add_steps_by_hand(env)
    put_in_order(cr, *ETAPES)
    env.invalidate_all()
    count(env)
    tell_stages(env, stages)


def of_records(records):
    """The events that records stand for, as rows of the ledger: who wrote the record entered them, then or, for what
    was added to it later, when it was last written."""
    for record in records:
        for kind, day in record._faits_inscrits().items():
            moment = record.create_date if day <= record.create_date.date() else record.write_date
            if kind == "decision_notifiee":
                # the button dates it today
                moment = day
            yield {
                **record.sanction_id._valeurs_evenement(),
                **record._liens_inscrits(),
                record._champ_evenement: record.id,
                "type": kind,
                "date_effective": day,
                "date_connue": moment,
                "user_id": record.create_uid.id or SUPERUSER_ID,
            }


def of_sanctions(sanctions):
    """The events of the sanctions themselves: received, and found complete."""
    for sanction in sanctions:
        common = {**sanction._valeurs_evenement(), "user_id": sanction.create_uid.id or SUPERUSER_ID}
        received = sanction.date_reception
        yield {**common, "type": SANCTION_RECUE, "date_effective": received, "date_connue": sanction.create_date}
        if complete := sanction.date_complet:
            user = (sanction.user_id or sanction.create_uid).id
            yield {
                **common,
                "type": SANCTION_COMPLETE,
                "date_effective": complete,
                "date_connue": complete,
                "user_id": user,
            }


def add(cr, events):
    """Write rows of the ledger."""
    columns = ("dossier_id", "sanction_id", "infraction_id", "audition_id", "decision_id", "recours_id", "mouvement_id")
    columns += ("type", "date_effective", "date_connue", "user_id", "note")
    names = ", ".join(columns)
    for batch in split_every(BATCH, events):
        cr.execute_values(
            f"INSERT INTO parcours_evenement ({names}, create_uid, create_date, write_uid, write_date) VALUES %s",
            [[event.get(name) or None for name in columns] for event in batch],
            template=f"({', '.join(['%s'] * len(columns))}, 1, now() AT TIME ZONE 'UTC', 1, now() AT TIME ZONE 'UTC')",
        )


def add_steps_by_hand(env):
    """Add the steps that moved a sanction further than what its records say: the card was moved by hand, and its
    messages tell who did it and when; where they do not, it is said as of today."""
    sanctions = env["sanction.dossier"].search([])
    facts, moves, events = sanctions._faits(), moves_by_hand(env), []
    note = found_at_update(env.cr)
    for sanction in sanctions:
        code, reached = sanction.stage_id.code, stage(facts.get(sanction.id, ()))
        if code not in BY_HAND or STAGES.index(code) <= STAGES.index(reached):
            continue
        moment, user = moves.get((sanction.id, sanction.stage_id.id), (None, None))
        day = moment and moment.date()
        events.append(
            {
                **sanction._valeurs_evenement(),
                "type": BY_HAND[code],
                "date_effective": day or aujourdhui(),
                "date_connue": moment or aujourdhui(),
                "user_id": user or SUPERUSER_ID,
                "note": None if moment else note,
            }
        )
    add(env.cr, events)


def moves_by_hand(env):
    """``{(sanction, stage): (when, who)}``: the last time a card came to a stage, from what its messages tracked."""
    # Raw SQL: what messages tracked, of all sanctions at once; only stages, moments and users are read.
    env.cr.execute(
        """
        SELECT message.res_id, tracked.new_value_integer, max(message.date), max(login.id)
          FROM mail_tracking_value AS tracked
          JOIN mail_message AS message ON message.id = tracked.mail_message_id AND message.model = 'sanction.dossier'
          JOIN ir_model_fields AS field ON field.id = tracked.field_id AND field.name = 'stage_id'
          LEFT JOIN res_users AS login ON login.partner_id = message.author_id
         GROUP BY 1, 2
        """
    )
    return {(sanction, stage): (moment, user) for sanction, stage, moment, user in env.cr.fetchall()}


def count(env):
    """Count the terms of the sanctions. Their due dates were on the screen already: they are known since what they
    start from is, so that a term that is over is told, not taken for a late discovery."""
    sanctions = env["sanction.dossier"].search([])
    for batch in split_every(BATCH, sanctions.ids):
        sanctions.browse(batch)._recalculer()
    env.flush_all()
    # Raw SQL: a date of every term of a sanction; nobody has reviewed one before this version.
    env.cr.execute(
        "UPDATE parcours_delai SET date_connue = LEAST(date_connue, date_depart), revue = FALSE, revue_motif = NULL"
        " WHERE sanction_id IS NOT NULL"
    )
    env.invalidate_all()
    for batch in split_every(BATCH, sanctions.ids):
        counted = sanctions.browse(batch)
        counted.delai_ids._retirer_taches()
        counted._recalculer()
