# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Do the attempts notice? The check before each place of docs/securite_acces.md is taken away, one at a time, and the
tests that its row names are run: a row whose tests stay green is a check that nothing proves.

Run by `./parcours epreuve gardes [text…]` (rows whose place contains one of these texts; none: all; `--mots`: how each
was noticed). What the check of a row is stands in `verifications.py`.

One process and one base: the code of the guarded function is replaced in the running Odoo for the length of one test,
and put back. This file is the drill, and the plugin of pytest that makes a copy of each test for each check.
"""

import argparse
import ast
import copy
import importlib
import inspect
import json
import os
import subprocess
import sys
import tempfile
import types
from collections import defaultdict
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.epreuve.verifications import GUARDS, VERIFICATIONS, Access, Base, Code, Groups, Rules, Together
from tests.test_securite import ROW, TEST, WITHOUT_CHECK, page

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"
#: Where the plugin is told what to do, and writes what it saw.
PLAN, SEEN = "PARCOURS_GARDES_PLAN", "PARCOURS_GARDES_VU"


# ---- what is taken away ---------------------------------------------------------------------------------------------


def function_node(tree, name):
    """The node of "Class.function" in a module."""
    node = tree
    for part in name.split("."):
        node = next(one for one in node.body if getattr(one, "name", None) == part)
    return node


class Taking(ast.NodeTransformer):
    """Replace in one function what a line of `verifications.py` says; `number` is how many places were changed.

    "raise": nothing is raised; "name": the calls of that name, standing alone, are not made; "a -> b": the expression
    or statement a becomes b. What goes stays as dead code: the variables of the function are the same.
    """

    def __init__(self, what):
        old, arrow, new = what.partition(" -> ")
        self.name = "" if arrow else old
        self.old = ast.unparse(ast.parse(old).body[0]) if arrow else ""
        self.new = ast.parse(new).body[0] if arrow else ast.Pass()
        self.number = 0

    def _gone(self, node):
        self.number += 1
        return ast.If(ast.Constant(False), [node], [copy.deepcopy(self.new)])

    def visit(self, node):
        if isinstance(node, ast.Raise) and self.name == "raise":
            return self._gone(node)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and self.name:
            called = node.value.func
            if getattr(called, "attr", getattr(called, "id", "")) == self.name:
                return self._gone(node)
        if self.old and isinstance(node, ast.expr) and ast.unparse(node) == self.old:
            self.number += 1
            # never reached, but its names stay names of the function
            return ast.IfExp(ast.Constant(False), node, copy.deepcopy(self.new.value))
        if self.old and isinstance(node, ast.stmt) and ast.unparse(node) == self.old:
            return self._gone(node)
        return self.generic_visit(node)


def changed_code(place, *whats):
    """The code of a function without these checks; LookupError when there is no such check in it."""
    path, _, name = place.partition("::")
    file = ADDONS / path
    tree = ast.parse(file.read_text(encoding="utf-8"))
    node = function_node(tree, name)
    for what in whats:
        taking = Taking(what)
        node.body = [new for old in node.body for new in [taking.visit(old)]]
        if not taking.number:
            raise LookupError(f"{place} has no `{what}`")
    code = compile(ast.fix_missing_locations(tree), str(file), "exec")
    for part in name.split("."):
        code = next(one for one in code.co_consts if isinstance(one, types.CodeType) and one.co_name == part)
    return code


def running(place):
    """The function of a place in this process, under its decorators."""
    path, _, name = place.partition("::")
    value = importlib.import_module(f"odoo.addons.{path.removesuffix('.py').replace('/', '.')}")
    for part in name.split("."):
        value = inspect.unwrap(inspect.getattr_static(value, part))
    return value


@contextmanager
def without(check):
    """Take one check away from the running Odoo."""
    match check:
        case Together(checks):
            # those of one function go from its source at once
            places = defaultdict(list)
            for one in checks:
                if isinstance(one, Code):
                    places[one.place].append(one.what)
            with ExitStack() as stack:
                for place, whats in places.items():
                    stack.enter_context(_without_code(place, *whats))
                for one in checks:
                    if not isinstance(one, Code):
                        stack.enter_context(without(one))
                yield
        case Code(place, what):
            with _without_code(place, what):
                yield
        case Rules(model):
            with patch.object(*_without_rules(model)):
                yield
        case Access(model):
            with patch.object(*_without_access(model)):
                yield
        case Groups(model, field):
            from odoo.modules.registry import Registry

            with ExitStack() as stack:
                for registry in Registry.registries.values():
                    stack.enter_context(patch.object(registry[model]._fields[field], "groups", None))
                yield


@contextmanager
def _without_code(place, *whats):
    function, code = running(place), changed_code(place, *whats)
    kept, function.__code__ = function.__code__, code
    try:
        yield
    finally:
        function.__code__ = kept


def _without_rules(model):
    """No record rule of that model applies."""
    from odoo.fields import Domain

    from odoo.addons.base.models.ir_rule import IrRule

    inner = IrRule._compute_domain

    def _compute_domain(self, model_name, mode="read"):
        return Domain.TRUE if model_name == model else inner(self, model_name, mode)

    return IrRule, "_compute_domain", _compute_domain


def _without_access(model):
    """Everybody has every right on that model."""
    from odoo.addons.base.models.ir_model import IrModelAccess

    inner = IrModelAccess._get_allowed_models

    def _get_allowed_models(self, mode="read"):
        return frozenset({*inner(self, mode), model})

    return IrModelAccess, "_get_allowed_models", _get_allowed_models


def is_there(check):
    """Whether what is to be taken away is in the source."""
    if isinstance(check, Together):
        return all(map(is_there, check.checks))
    try:
        return not isinstance(check, Code) or bool(changed_code(*check))
    except (LookupError, StopIteration):
        return False


# ---- the rows -------------------------------------------------------------------------------------------------------


def guards_of(place):
    """The checks that stand in the function itself: calls alone of a name that says so."""
    path, _, name = place.partition("::")
    tree = ast.parse((ADDONS / path).read_text(encoding="utf-8"))
    calls = (one.value.func for one in ast.walk(function_node(tree, name)) if _is_call_alone(one))
    names = {getattr(called, "attr", getattr(called, "id", "")) for called in calls}
    return [Code(place, one) for one in sorted(names) if GUARDS.fullmatch(one)]


def _is_call_alone(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)


def _file(path):
    return path if (ROOT / path).is_file() else f"addons/{path}"


@cache
def rows():
    """Return ``[(place, checks, tests)]`` of the page; no check: the reason why nothing is taken away, as a text."""
    found = []
    for place, _why, proof in ROW.findall(page("docs/securite_acces.md")):
        tests = [f"{_file(path)}::{name}" for path, name in TEST.findall(proof)]
        if proof.startswith(WITHOUT_CHECK):
            found.append((place, proof.partition(";")[0], tests))
        elif place in VERIFICATIONS:
            found.append((place, VERIFICATIONS[place], tests))
        else:
            found.append((place, guards_of(place), tests))
    return found


# ---- the plugin -----------------------------------------------------------------------------------------------------

#: What the copy of a test goes without, a rank in the plan; and what was seen of those that ran: (rank or None, …).
_RANK = pytest.StashKey[int]()
_seen = []
_current = None


def pytest_collection_modifyitems(items):
    """Keep the tests that rows name; after each, a copy of it for each check to be taken away."""
    if PLAN not in os.environ:
        return
    ranks = defaultdict(list)
    for rank, (_place, _number, tests) in enumerate(json.loads(os.environ[PLAN])):
        for test in tests:
            ranks[test].append(rank)
    kept = []
    for item in items:
        test = f"{item.path.relative_to(ROOT)}::{item.name}"
        kept += [item] * (test in ranks)
        for rank in ranks.get(test, ()):
            twin = type(item).from_parent(item.parent, name=item.name)
            twin.stash[_RANK] = rank
            kept.append(twin)
    items[:] = kept


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item):
    """Run a copy without its check."""
    global _current
    _current = item.stash.get(_RANK, None)
    if _current is None:
        return (yield)
    place, number, _tests = json.loads(os.environ[PLAN])[_current]
    with without(checks_of(place)[number]):
        return (yield)


def checks_of(place):
    """The checks of one row."""
    return next(checks for one, checks, _tests in rows() if one == place)


def pytest_runtest_logreport(report):
    """Note who failed, and on what."""
    crash = getattr(report.longrepr, "reprcrash", None)
    words = crash.message.partition("\n")[0] if crash else str(report.longrepr or "")[-200:]
    _seen.append((_current, report.nodeid, report.when, report.outcome, words))


def pytest_sessionfinish():
    """Hand over what was seen."""
    if SEEN in os.environ:
        Path(os.environ[SEEN]).write_text(json.dumps(_seen), encoding="utf-8")


# ---- the drill ------------------------------------------------------------------------------------------------------


def run(plan):
    """Run the tests of a plan ``[(place, number of its check, tests)]``; return ``(red, noticed)``: the tests that fail
    as everything is, and, by rank in the plan, the words of the failure without the check."""
    files = sorted({test.partition("::")[0] for _place, _rank, tests in plan for test in tests})
    with tempfile.NamedTemporaryFile(suffix=".json") as seen:
        settings = {PLAN: json.dumps(plan), SEEN: seen.name}
        options = ["-p", "tests.epreuve.gardes", "-p", "no:randomly", "-q", "--tb=short"]
        command, env = [str(ROOT / "parcours"), "test", *options, *files], {**os.environ, **settings}
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
        try:
            reports = json.load(seen)
        except ValueError:
            sys.exit(f"The tests were not run:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    red, noticed, ran = {}, {}, 0
    # as everything is, each test runs before its copies: what fails then proves nothing
    for rank, nodeid, when, outcome, words in reports:
        ran += rank is None and when == "call"
        if outcome == "failed" and rank is None:
            red.setdefault(nodeid, words)
        elif outcome == "failed" and nodeid not in red and (rank not in noticed or "failed subtest" in noticed[rank]):
            noticed[rank] = words
    if not ran:
        sys.exit(f"No test was run:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return red, noticed


def main():
    """Say what is not mutated, then run each check's tests without it, and say which nobody noticed."""
    parser = argparse.ArgumentParser(prog="./parcours epreuve gardes", description=__doc__.splitlines()[0])
    parser.add_argument("places", nargs="*", help="rows whose place contains one of these texts; none: all")
    parser.add_argument("--mots", action="store_true", help="say how each check that is gone was noticed")
    options = parser.parse_args()
    chosen = [row for row in rows() if not options.places or any(text in row[0] for text in options.places)]
    reasons, plan, unknown = defaultdict(int), [], []
    for place, checks, tests in chosen:
        if isinstance(checks, (str, Base)):
            reasons[checks if isinstance(checks, str) else "the check is the database's, and another role's"] += 1
        elif not checks:
            unknown.append(place)
        else:
            unknown += [str(check) for check in checks if not is_there(check)]
            plan += [(place, number, tests) for number, check in enumerate(checks) if is_there(check)]
    red, noticed = run(plan) if plan else ({}, {})
    survivors = [one for number, one in enumerate(plan) if number not in noticed]
    print(f"{len(chosen)} rows, {len({place for place, *_ in plan})} with a check that is taken away:")
    print(f"{len(plan)} checks taken away, {len(noticed)} noticed")
    for place, rank, tests in survivors:
        print(f"    not noticed: {place}: {checks_of(place)[rank]} ({', '.join(tests)})")
    for place in unknown:
        print(f"    no such check: {place}")
    for nodeid, words in red.items():
        print(f"    fails as everything is: {nodeid}: {words}")
    for reason, number in sorted(reasons.items()):
        print(f"    not taken away: {number} rows, {reason}")
    if options.mots:
        for number, (place, rank, _tests) in enumerate(plan):
            if number in noticed:
                print(f"    noticed: {place}: {checks_of(place)[rank]}: {noticed[number][:200]}")
    return bool(survivors or unknown or red)


if __name__ == "__main__":
    sys.exit(main())
