# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who could walk into production with a password everybody knows: said in a sentence, before the doors open.

Used by demarrer_image.py. The checks read the database through a cursor: nothing of Odoo is loaded for them.
"""

import csv
import os
import secrets
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
)
#: Says that the administrator's password was made here: from then on the file that told it counts for nothing.
MARK = "parcours.premier_mot_de_passe"

#: Run in `odoo shell`: the password goes from its file to the database, never through a log, an argument or a variable.
GIVE_PASSWORD = f"""
import os
with open(os.environ["PARCOURS_FIRST_PASSWORD_FILE"], encoding="utf-8") as file:
    password = file.read().strip()
login = os.environ.get("PARCOURS_LOGIN")
user = env["res.users"].search([("login", "=", login)]) if login else env.ref("base.user_admin")
if not user:
    raise SystemExit(f"There is no user {{login}}.")
user.password = password
if user == env.ref("base.user_admin"):
    env["ir.config_parameter"].set_param({MARK!r}, "1")
env.cr.commit()
"""


def is_known(password):
    """Is this no password at all, or one that everybody tries first?"""
    return password.strip().lower() in ("", *KNOWN)


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


def is_unfinished(cursor, path):
    """Did the first start stop after it wrote the password's file and before the administrator got the password?"""
    cursor.execute("SELECT 1 FROM ir_config_parameter WHERE key = %s", [MARK])
    return not cursor.fetchone() and os.path.exists(path)


def refusal(cursor, addons):
    """Why this database must not be opened to the world, in a sentence that says what to do; None when it may.

    Looks at demonstration data, at the users it creates, at passwords that are the login of such a user, and at the
    administrator's. Hashing costs a third of a second each: only those users are tried, with what was shipped.
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
    cursor.execute(
        "SELECT u.login, COALESCE(u.password, ''), d.id IS NOT NULL FROM res_users u LEFT JOIN ir_model_data d"
        " ON d.module = 'base' AND d.name = 'user_admin' AND d.model = 'res.users' AND d.res_id = u.id"
        " WHERE u.active AND NOT u.share AND (d.id IS NOT NULL OR u.login = ANY(%s)) ORDER BY d.id, u.login",
        [["admin", *demo.values()]],
    )
    for login, stored, is_admin in cursor.fetchall():
        shipped = {login, "admin"} if is_admin else {login}
        if not stored or any(PASSWORDS.verify(password, stored) for password in shipped):
            what = "has no password" if not stored else "still has the password it was shipped with"
            return f"The user {login} {what}: `docker-compose run --rm odoo password {login}` gives it another one."
    return None
