# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Open what a role's menus open, as a browser does: views, first read with its domain and context, first form.

Runs inside `odoo shell`, on a real base: a view that names a field this base does not have, a domain on a column that
an update forgot, a right that a role lost show here and nowhere else.
"""

import json
import traceback
from ast import literal_eval

from dateutil.relativedelta import relativedelta
from lxml import etree

from odoo.tests import Form
from odoo.tools.safe_eval import datetime, safe_eval, time

from odoo.addons.parcours_socle.jour import aujourdhui

#: One demonstration login a role.
ROLES = (
    "agent.21015",
    "chef.21015",
    "vivalis.gestionnaire",
    "vivalis.fonctionnaire",
    "vivalis.direction",
    "bapa.bxl",
    "bon",
    "statisticien",
    "auditeur",
    "admin",
)
#: Rows of a first page.
PAGE = 80
RELATIONS = ("many2one", "reference", "many2many", "one2many")


def evaluate(env, expression):
    """The value of a domain or a context as the browser computes it; an empty text is nothing."""
    names = {
        "uid": env.uid,
        "time": time,
        "datetime": datetime,
        "relativedelta": relativedelta,
        "context_today": aujourdhui,
        "current_date": str(aujourdhui()),
        "allowed_company_ids": env.user.company_ids.ids,
    }
    return safe_eval(expression, names) if isinstance(expression, str) and expression.strip() else expression or {}


def own_fields(arch):
    """The names of the fields of a view, those of the views inside it left out."""
    return list(dict.fromkeys(arch.xpath("//field[not(ancestor::field)]/@name")))


def first_search(env, views, context):
    """The domains and the groups that the context's search_default_ values turn on."""
    domains, groups = [], []
    search = etree.fromstring(views["views"]["search"]["arch"])
    for name in [key.removeprefix("search_default_") for key in context if key.startswith("search_default_")]:
        for node in search.xpath(f"//filter[@name='{name}']"):
            domains += evaluate(env, node.get("domain")) or []
            group = (literal_eval(node.get("context") or "{}")).get("group_by")
            groups += [group] if group else []
    return domains, groups


def read_rows(records, arch, domain, groups, fields):
    """What a list or a kanban asks for first: rows, or groups with the rows of those that are open."""
    specification = {
        name: {"fields": {"display_name": {}}} if fields[name]["type"] in RELATIONS else {} for name in own_fields(arch)
    }
    groups = groups or [name for name in (arch.get("default_group_by") or "").split(",") if name]
    order = arch.get("default_order")
    if groups:
        records.web_read_group(
            domain,
            groups,
            [f"{node.get('name')}:sum" for node in arch.xpath("//field[@sum]")],
            limit=PAGE,
            order=order,
            auto_unfold=arch.tag == "kanban",
            unfold_read_specification=specification,
        )
    return records.web_search_read(domain, specification, limit=PAGE, order=order, count_limit=10_001)["records"]


def read_figures(records, arch, domain):
    """What a graph or a pivot asks for first; return the number of records it is about."""
    nodes = arch.xpath("//field[not(@type='measure')]")
    groups = [
        f"{node.get('name')}:{node.get('interval')}" if node.get("interval") else node.get("name") for node in nodes
    ]
    measures = [f"{name}:sum" for name in arch.xpath("//field[@type='measure']/@name") if name != "__count"]
    total = records.formatted_read_group(domain, [], ["__count", *measures])[0]["__count"]
    for rank in range(1, len(groups) + 1):
        records.formatted_read_group(domain, groups[:rank], ["__count", *measures])
    return total


def open_window(env, action):
    """Open a window's views one by one; return the number of rows its first page shows, or counts."""
    context = {**env.context, **evaluate(env, action.get("context"))}
    records = env[action["res_model"]].with_context(context)
    domain = evaluate(env, action.get("domain")) or []
    wanted = [(view_id, mode) for view_id, mode in action["views"]]
    views = records.get_views(
        [*wanted, (action.get("search_view_id") and action["search_view_id"][0], "search")],
        {"action_id": action.get("id"), "load_filters": True, "toolbar": True},
    )
    more, groups = first_search(env, views, context)
    fields = views["models"][records._name]["fields"]
    domain, shown, counted = [*domain, *more], [], 0
    for view_id, mode in wanted:
        arch = etree.fromstring(views["views"][mode]["arch"])
        if mode in ("list", "kanban"):
            shown = read_rows(records, arch, domain, groups, fields)
        elif mode in ("graph", "pivot"):
            counted = read_figures(records, arch, domain)
        elif mode == "form":
            first = action.get("res_id") or (shown[0]["id"] if shown else False)
            if first or (records.has_access("create") and arch.get("create") != "0"):
                Form(records.browse(first or None), view_id)
    return len(shown) or counted


def open_action(env, model, number):
    """Open one action of a menu, whatever its type; return the rows shown."""
    action = env[model].browse(number)
    if model == "ir.actions.server":
        following = action.run() or {}
        if following.get("type") != "ir.actions.act_window":
            return 0
        following.setdefault("views", [(following.get("view_id") or False, mode) for mode in views_of(following)])
        return open_window(env, following)
    if model != "ir.actions.act_window":
        return 0
    return open_window(env, action._get_action_dict())


def views_of(action):
    return [mode.strip() for mode in action.get("view_mode", "list,form").split(",")]


def survey(env, login):
    """Open every menu of a login; return (rows by menu, sentences on what failed)."""
    user = env["res.users"].search([("login", "=", login)])
    theirs = env(
        user=user.id,
        context={**user.context_get(), "allowed_company_ids": user.company_ids.ids, "uid": user.id},
        su=False,
    )
    rows, faults = {}, []
    for menu in theirs["ir.ui.menu"].load_menus(False).values():
        if not menu.get("action_id"):
            continue
        name = menu["xmlid"] or menu["name"]
        try:
            # What opening writes (the log of consultations, the values of a window) is not kept.
            with theirs.cr.savepoint() as point:
                rows[name] = open_action(theirs, menu["action_model"], menu["action_id"])
                theirs.flush_all()
                point.rollback()
        except Exception as error:  # noqa: BLE001  (each menu tells its own fault)
            place = traceback.extract_tb(error.__traceback__)[-1]
            faults.append(f"{login}, {name}: {type(error).__name__}: {error} ({place.filename}:{place.lineno})")
        theirs.invalidate_all()
    return rows, faults


def main(env):
    """Print, as JSON, {login: [rows by menu, faults]}."""
    print(json.dumps({login: survey(env, login) for login in ROLES}))  # noqa: T201
