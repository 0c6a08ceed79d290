# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who could walk into production with a password everybody knows: said in a sentence, before the doors open.

Used by demarrer_image.py. The checks read the database through a cursor: nothing of Odoo is loaded for them.
"""

import csv
import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lxml import etree
from passlib.context import CryptContext

#: As Odoo's own (`res.users`), which also accepts a password that was stored as it is.
PASSWORDS = CryptContext(["pbkdf2_sha512", "plaintext"], deprecated=["auto"])
#: Values found in manuals, examples and other people's images.
KNOWN = (
    "admin",
    "odoo",
    "password",
    "changeme",
    "change_me",
    "secret",
    "postgres",
    "parcours",
    "master",
    "test",
    "demo",
    "12345678",
    "azertyuiop",
)
#: Characters of a password, as Odoo asks of people (`auth_password_policy`).
SHORTEST = 8
#: Passwords of one character are tried too, where there is time for it.
SHORT = tuple("abcdefghijklmnopqrstuvwxyz0123456789")
#: What is added to the name of the file that tells a password: a first start that is not over, a change under way.
UNFINISHED, NEW = ".unfinished", ".new"

#: Run in `odoo shell`: the password goes from its file to the database, never through a log, an argument or a variable.
GIVE_PASSWORD = """
import os
with open(os.environ["PARCOURS_FIRST_PASSWORD_FILE"], encoding="utf-8") as file:
    password = file.read().strip()
login = os.environ.get("PARCOURS_LOGIN")
user = env["res.users"].search([("login", "=", login)]) if login else env.ref("base.user_admin")
if not user:
    raise SystemExit(f"There is no user {login}.")
user.password = password
env.cr.commit()
"""

#: The administrator of an installation, whatever the login has become.
ADMINISTRATOR = (
    "SELECT COALESCE(u.password, '') FROM res_users u JOIN ir_model_data d ON d.res_id = u.id"
    " WHERE d.module = 'base' AND d.name = 'user_admin' AND d.model = 'res.users'"
)
#: Who may give rights to others, directly or by a group that implies it: {login, stored password, is user_admin}.
ADMINISTRATORS = """
    WITH RECURSIVE above (id) AS (
        SELECT res_id FROM ir_model_data
         WHERE module = 'base' AND name IN ('group_erp_manager', 'group_system') AND model = 'res.groups'
        UNION SELECT gid FROM res_groups_implied_rel JOIN above ON above.id = hid
    )
    SELECT u.login, COALESCE(u.password, ''), d.id IS NOT NULL
      FROM res_users u LEFT JOIN ir_model_data d
           ON d.module = 'base' AND d.name = 'user_admin' AND d.model = 'res.users' AND d.res_id = u.id
     WHERE u.active AND NOT u.share
           AND (d.id IS NOT NULL OR u.id IN (SELECT uid FROM res_groups_users_rel JOIN above ON above.id = gid))
     ORDER BY d.id, u.login
"""


def is_weak(password):
    """Is this no password, one that everybody tries first, or one that is soon tried?"""
    return len(password.strip()) < SHORTEST or password.strip().lower() in KNOWN


def write_password(path):
    """Write a new random password to a file that its owner alone may read; it is neither shown nor returned."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(24) + "\n")
    draft.replace(path)


def demo_users(addons):
    """The users that demonstration files of these addons create: {XML id: login}."""
    users = {"base.user_demo": "demo"}
    for path in sorted(Path(addons).glob("*/demo/res.users.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            users |= {f"{path.parts[-3]}.{row['id']}": row["login"] for row in csv.DictReader(file)}
    for path in sorted(Path(addons).glob("*/demo/*.xml")):
        for record in etree.parse(path).iterfind(".//record[@model='res.users']"):
            login = record.findtext("field[@name='login']")
            if login:
                users[f"{path.parts[-3]}.{record.get('id')}"] = login
    return users


def unfinished(path):
    """The file of the password that a first start made, and that the administrator may not have yet."""
    return Path(f"{path}{UNFINISHED}")


def is_unfinished(cursor, path):
    """Did the first start stop after it wrote the password's file and before the administrator got the password?

    The first start alone writes that file, and the administrator still has the password that Odoo ships: whatever
    somebody chose since stays. A file that the administrator's password is in already is given its name.
    """
    draft = unfinished(path)
    if not draft.exists():
        return False
    cursor.execute(ADMINISTRATOR)
    stored = next(iter(cursor.fetchall()), ("",))[0]
    if not stored or PASSWORDS.verify("admin", stored):
        return True
    if PASSWORDS.verify(draft.read_text(encoding="utf-8").strip(), stored):
        draft.replace(path)
    else:
        draft.unlink()
    return False


def weak(stored, candidates):
    """Is the password whose hash this is one of the candidates? A hash costs a third of a second: all cores try."""
    with ThreadPoolExecutor(os.cpu_count()) as tries:
        return any(tries.map(lambda password: PASSWORDS.verify(password, stored), candidates))


def password_refusal(cursor, demo, short=()):
    """The user whose password everybody tries first, in a sentence that says what to do; None when there is none.

    :param demo: logins of the demonstration
    :param short: other passwords to try on whoever may give rights
    """
    cursor.execute(ADMINISTRATORS)
    users = [
        (login, stored, {login, login.lower(), *KNOWN, *short}, is_admin)
        for login, stored, is_admin in cursor.fetchall()
    ]
    administrators = [login for login, *_rest in users]
    cursor.execute(
        "SELECT login, COALESCE(password, '') FROM res_users"
        " WHERE active AND NOT share AND login = ANY(%s) AND login != ALL(%s) ORDER BY login",
        [["admin", *demo], administrators],
    )
    users += [(login, stored, {login}, login == "admin") for login, stored in cursor.fetchall()]
    for login, stored, candidates, must_have_one in users:
        if not stored and not must_have_one:
            # Odoo lets nobody in without a password.
            continue
        if not stored or weak(stored, sorted(candidates)):
            what = "has a password that everybody tries first" if stored else "has no password"
            return f"The user {login} {what}: `docker-compose run --rm odoo password {login}` gives it another one."
    return None


def refusal(cursor, addons):
    """Why this database must not be opened to the world, in a sentence that says what to do; None when it may.

    Looks at demonstration data, at the users it creates, at passwords that are the login of such a user, and at those
    of whoever may give rights: only these users are tried, with what everybody tries first.
    """
    demo = demo_users(addons)
    cursor.execute("SELECT name FROM ir_module_module WHERE demo AND state = 'installed' ORDER BY name")
    if modules := [name for (name,) in cursor.fetchall()]:
        return (
            f"This database holds demonstration data ({len(modules)} modules, {modules[0]} among them):"
            " production needs a database made without it."
        )
    cursor.execute(
        "SELECT u.login FROM ir_model_data d JOIN res_users u ON u.id = d.res_id"
        " WHERE d.model = 'res.users' AND d.module || '.' || d.name = ANY(%s) ORDER BY u.login",
        [list(demo)],
    )
    if logins := [login for (login,) in cursor.fetchall()]:
        return f"This database holds demonstration users ({len(logins)}, {logins[0]} among them): remove them first."
    return password_refusal(cursor, sorted(demo.values()))
