# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What differs between two photos of one base, and what of it is meant: everything else is lost or invented."""

from typing import NamedTuple

#: What a difference is about.
TABLE_GONE, TABLE_NEW, COLUMN_GONE, COLUMN_NEW, ROW_GONE, ROW_NEW, CHANGED = (
    "table gone",
    "table new",
    "column gone",
    "column new",
    "row gone",
    "row new",
    "changed",
)


#: What refers to an event.
EVENT_REFERENCES = {"parcours_evenement": ("annule_id", "cause_id"), "sanction_dossier": ("evenement_id",)}


class Difference(NamedTuple):
    """One thing that differs; what does not apply is None. `before` and `after`: a value, or a whole row."""

    kind: str
    table: str
    column: str | None = None
    key: str | None = None
    before: object = None
    after: object = None


def differences(before, after):
    """All differences of two photos (`photo.rows`), one by one."""
    before, after = by_what_they_say(before), by_what_they_say(after)
    for table in sorted(before.keys() - after.keys()):
        yield Difference(TABLE_GONE, table, before=before[table])
    for table in sorted(after.keys() - before.keys()):
        yield Difference(TABLE_NEW, table, after=after[table])
    for table in sorted(before.keys() & after.keys()):
        yield from in_table(table, before[table], after[table])


def by_what_they_say(photo):
    """A photo whose events are named by what they say, not by their number: an update may put them in another order."""
    names, seen = {}, {}
    for number, row in sorted(photo["parcours_evenement"].items(), key=lambda item: int(item[0])):
        name = f"{row['dossier_id']}/{row['type']}/{row['date_connue']}"
        seen[name] = seen.get(name, 0) + 1
        names[number] = f"{name}/{seen[name]}"
    photo = dict(photo)
    for table, references in EVENT_REFERENCES.items():
        photo[table] = {
            names[key] if table == "parcours_evenement" else key: {
                column: names[str(value)] if value and column in references else value for column, value in row.items()
            }
            for key, row in photo[table].items()
        }
    return photo


def in_table(table, before, after):
    """The differences of one table; columns are compared when both have rows."""
    old, new = columns(before), columns(after)
    if before and after:
        yield from (Difference(COLUMN_GONE, table, name) for name in sorted(old - new))
        yield from (Difference(COLUMN_NEW, table, name) for name in sorted(new - old))
    for key in sorted(before.keys() - after.keys(), key=str):
        yield Difference(ROW_GONE, table, key=key, before=before[key])
    for key in sorted(after.keys() - before.keys(), key=str):
        yield Difference(ROW_NEW, table, key=key, after=after[key])
    for key in before.keys() & after.keys():
        for name in sorted(old & new):
            if before[key][name] != after[key][name]:
                yield Difference(CHANGED, table, name, key, before[key][name], after[key][name])


def columns(rows):
    """The columns of a table, from its rows."""
    return set().union(*(row.keys() for row in rows.values())) if rows else set()


def unexplained(found, mended):
    """(differences no mending explains, mendings that explain nothing).

    :param mended: {sentence that says why: function of a Difference that says whether this is it}
    """
    left, used = [], set()
    for difference in found:
        reasons = [why for why, is_it in mended.items() if is_it(difference)]
        used.update(reasons)
        if not reasons:
            left.append(difference)
    return left, [why for why in mended if why not in used]
