# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Make the base of the version released before again, from its own code, and compare it with the one the tests restore.

`./parcours epreuve mise_a_jour` says where they differ; `./parcours epreuve mise_a_jour garder` keeps the new one
instead (tests/mise_a_jour). It needs the history of the repository, and takes about a minute.
"""

import json
import re
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg2

from tests.mise_a_jour import ancienne
from tests.mise_a_jour.photo import rows
from tests.serveur import setting, sql

NAME, KEPT = "parcours_ancienne", "parcours_ancienne_gardee"
#: What two lives of the same people differ by: clocks, seals of entries that carry an hour, durations, ports.
VOLATILE = {"create_date", "duree_ms", "hash", "previous_hash", "secondes", "dernier_sceau", "receipt"}
VOLATILE |= {"url_consultation", "url_notifications", "url_abonnements"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?")
#: Tables of figures, whose rows come in any order.
UNORDERED = {"parcours_rejeu_ligne"}


def content(name):
    """The rows of a base, without what no two makings share."""
    with closing(psycopg2.connect(host=setting("PGHOST"), user=setting("PGUSER"), dbname=name)) as connection:
        held = rows(connection.cursor(), clean=lambda text: MOMENT.sub("…", text))
    for table, lines in held.items():
        for row in lines.values():
            for column in VOLATILE & row.keys():
                del row[column]
        if table in UNORDERED:
            held[table] = {str(sorted(row.items(), key=str)): row for row in lines.values()}
    return held


def compare(one, other):
    """Sentences on what differs."""
    for table in sorted({*one, *other}):
        left, right = one.get(table, {}), other.get(table, {})
        differing = [key for key in {*left, *right} if left.get(key) != right.get(key)]
        if differing:
            key = min(differing)
            yield f"{table}: {len(differing)} rows differ, for example {key}: {left.get(key)} / {right.get(key)}"


def main(arguments):
    """Make it; keep it, or compare; return the exit status."""
    if not ancienne.history_is_here():
        print(f"This checkout has not the history up to {ancienne.COMMIT}: the base cannot be made again.")
        return 1
    start = time.monotonic()
    old = ancienne.make(Path(setting("ETAT")) / "mise_a_jour", NAME)
    try:
        seen = ancienne.look(old)
        print(f"{time.monotonic() - start:.0f} s")
        if arguments == ["garder"]:
            ancienne.dump(NAME)
            ancienne.SEEN.write_text(json.dumps(seen, indent=1, sort_keys=True) + "\n", encoding="utf-8")
            print(f"{ancienne.DUMP.stat().st_size / 1e6:.1f} MB kept")
            return 0
        ancienne.restore(KEPT)
        faults = list(compare(content(KEPT), content(NAME)))
        if seen != json.loads(ancienne.SEEN.read_text(encoding="utf-8")):
            faults.append("What people see differs.")
        print("\n".join(faults) or "The base that the tests restore is the one that version makes.")
        return bool(faults)
    finally:
        sql(f'DROP DATABASE IF EXISTS "{KEPT}" WITH (FORCE)')
        old.remove()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
