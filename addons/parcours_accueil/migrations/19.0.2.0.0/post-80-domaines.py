# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import json

from odoo import SUPERUSER_ID, api

from odoo.addons.parcours_accueil.models.liste.domaine_saisi import PANNES
from odoo.addons.parcours_socle.domaines import DomaineIllisible, lire_valeur, normaliser


def migrate(cr, version):
    """Conditions typed on a screen are literal from now on. Those that can be read are written so; the others are kept
    as they are, switched off, and told: the heads at Vivalis have a task for each list, and a line says it of each
    filter. Filters that somebody who is no head offered to all are theirs again."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    lists(env)
    filters(env)


def lists(env):
    broken = env["parcours.liste"]
    for record in env["parcours.liste"].search([]):
        try:
            words = normaliser(record.domaine)
            record._lire_domaine(record.modele, words).validate(env[record.modele])
        except PANNES:
            broken |= record
        else:
            if words != record.domaine:
                write(env, "UPDATE parcours_liste SET domaine = %s WHERE id = %s", words, record.id)
    switch_off(env, broken, "domaine")
    heads = env.ref("parcours_accueil.group_direction").all_user_ids.filtered("active")
    env["mail.activity"]._donner(
        "mail.mail_activity_data_todo",
        broken,
        lambda env, record: env._("The list “%s” cannot be read", record.name),
        lambda env, record: env._("It was switched off and kept. Build its conditions again, and put it back."),
        sur=lambda _record: env.ref("base.main_partner"),
        a=lambda _record: heads,
    )


def filters(env):
    broken = env["ir.filters"]
    for record in env["ir.filters"].search([]):
        try:
            words = normaliser(record.domain)
            typed = env["domaine.saisi"]
            if typed._est_de_la_maison(record.model_id):
                typed._lire_domaine(record.model_id, words).validate(env[record.model_id])
            if not isinstance(lire_valeur(record.context, 1), dict) or not isinstance(json.loads(record.sort), list):
                raise DomaineIllisible("forme")
        except PANNES:
            broken |= record
        else:
            if words != record.domain:
                write(env, "UPDATE ir_filters SET domain = %s WHERE id = %s", words, record.id)
        author = record.create_uid
        if author._is_superuser() or author.has_group("parcours_accueil.group_direction") or author._is_system():
            continue
        if record.user_ids == author:
            continue
        if author.has_group("parcours_accueil.group_chef"):
            record.company_id = author.company_id
        else:
            record.user_ids = author
    switch_off(env, broken, "domain")


def switch_off(env, records, domain):
    if records:
        # Raw SQL: writing through the ORM would read again what cannot be read
        table = records._table
        write(env, f"UPDATE {table} SET active = false WHERE id = ANY(%s)", records.ids)
        env["parcours.partage"]._tracer("eteint", records, lambda _record: "", domaine=domain)


def write(env, statement, *values):
    # Raw SQL: what a text says stays the same; neither its author nor its day changes
    env.cr.execute(statement, values)
    env.invalidate_all()
