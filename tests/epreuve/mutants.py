# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Do the tests notice? One comparison, operator, number or truth value of a pure core is changed at a time, and the
tests of that core are run: those changes nobody notices are listed, each with its line.

Run by `./parcours epreuve mutants [core…] [--nombre N] [--tous] [--graine N]`. A core is a folder that imports no Odoo;
its tests are run without Odoo too, in a process forked for each change, and only those that pass through the changed
line.
"""

import argparse
import ast
import copy
import importlib.machinery
import io
import os
import random
import re
import signal
import sys
import threading
import time
import types
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"
#: Core -> folders of its tests.
CORES = {
    "parcours_accueil/bordereau": ("parcours_accueil/tests/bordereau",),
    "parcours_accueil/droit": ("parcours_accueil/tests/droit",),
    "registre_national/histoire": ("registre_national/tests/histoire", "parcours_accueil/tests/droit"),
    "registre_national/soap": ("registre_national/tests/soap",),
    "sanctions_admin/droit": ("sanctions_admin/tests/droit",),
}
#: What a test file that needs Odoo says.
NEEDS_ODOO = re.compile(r"odoo\.tests|odoo\.modules|CasRegistre|ParcoursCase|TransactionCase")
#: Seconds one changed run may take: a loop without end is noticed too. Those are told, for a busy machine is no test.
TIMEOUT_S = 300
PARALLEL = 2

COMPARISONS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
OPERATORS = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change: where, in words, the source of the module with it, and whether what it changes is kept by a cache:
    the test that passes through it is then only the first one that needs it."""

    path: Path
    line: int
    what: str
    code: types.CodeType
    cached: bool


def _no_behaviour(tree):
    """Return the nodes that are no behaviour: types, and the arguments of decorators (cache sizes)."""
    found = set()
    for node in ast.walk(tree):
        for child in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if child is not None:
                found.update(ast.walk(child))
        for decorator in getattr(node, "decorator_list", ()):
            found.update(ast.walk(decorator))
    return found


def _cached(tree):
    """Return the nodes of the functions whose result a decorator keeps."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    kept = [f for f in functions if any("cache" in ast.unparse(decorator) for decorator in f.decorator_list)]
    return {node for function in kept for node in ast.walk(function)}


def sites(tree):
    """Yield ``(node, field, index or None, replacement, words)`` for every change that can be made in a module."""
    skipped = _no_behaviour(tree)
    for node in ast.walk(tree):
        if node not in skipped:
            yield from _sites_of(node)


def _sites_of(node):
    match node:
        case ast.Compare():
            for rank, operator in enumerate(node.ops):
                new = COMPARISONS[type(operator)]()
                yield node, "ops", rank, new, f"{type(operator).__name__} -> {type(new).__name__}"
        case ast.BinOp() | ast.AugAssign() | ast.BoolOp() if type(node.op) in OPERATORS:
            new = OPERATORS[type(node.op)]()
            yield node, "op", None, new, f"{type(node.op).__name__} -> {type(new).__name__}"
        case ast.UnaryOp(op=ast.Not()):
            yield node, "op", None, None, "not removed"
        case ast.Constant(value=bool()):
            yield node, "value", None, not node.value, f"{node.value} -> {not node.value}"
        case ast.Constant(value=int() | float()):
            yield node, "value", None, node.value + 1, f"{node.value} -> {node.value + 1}"


def mutants(folder):
    """Return every change of the modules of a folder, by file and line."""
    found = []
    for path in sorted(folder.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        number = len(list(sites(ast.parse(source))))
        for rank in range(number):
            tree = ast.parse(source)
            node, field, index, new, words = list(sites(tree))[rank]
            cached = node in _cached(tree)
            if isinstance(node, ast.UnaryOp):
                # `not x` becomes `x`, as a truth value.
                node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), copy.deepcopy(node.operand))
                ast.fix_missing_locations(node)
            elif index is None:
                setattr(node, field, new)
            else:
                getattr(node, field)[index] = new
            ast.fix_missing_locations(tree)
            found.append(Mutant(path, node.lineno, words, compile(tree, str(path), "exec"), cached))
    return found


def without_odoo():
    """Let `odoo.addons.X` and `X` name the folders of our addons, whose `__init__` (the models) is not run."""
    odoo = types.ModuleType("odoo")
    odoo.__path__ = []
    sys.modules["odoo"] = odoo
    addons = types.ModuleType("odoo.addons")
    addons.__path__ = [str(ADDONS)]
    sys.modules["odoo.addons"] = odoo.addons = addons
    for folder in ADDONS.iterdir():
        for prefix in ("odoo.addons.", ""):
            for where in (folder, folder / "tests", *(folder / "tests").glob("[a-z]*/")):
                name = ".".join(where.relative_to(ADDONS).parts)
                package = types.ModuleType(prefix + name)
                package.__path__ = [str(where)]
                sys.modules[prefix + name] = package
    sys.path[:0] = [str(ADDONS), str(ROOT)]


def without_shrinking():
    """As many examples as ever, but that one fails is enough: it is not made smaller, nor kept for the next change."""
    from hypothesis import HealthCheck, Phase, settings

    phases, slow = (Phase.explicit, Phase.generate), [HealthCheck.too_slow]
    settings.register_profile("drill", database=None, phases=phases, deadline=None, suppress_health_check=slow)


class Lines:
    """A pytest plugin: which lines of the core each test passes through, and how long it takes."""

    def __init__(self, folder):
        self.folder, self.seen, self.current, self.seconds = str(folder), {}, None, {}

    def trace(self, frame, event, _argument):
        if not frame.f_code.co_filename.startswith(self.folder):
            return None
        if event == "line":
            self.seen.setdefault((frame.f_code.co_filename, frame.f_lineno), set()).add(self.current)
        return self.trace

    def pytest_runtest_logstart(self, nodeid):
        self.current = nodeid
        sys.settrace(self.trace)
        threading.settrace(self.trace)

    def pytest_runtest_logreport(self, report):
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0) + report.duration

    def pytest_runtest_logfinish(self, nodeid):
        sys.settrace(None)
        threading.settrace(None)


def run_tests(arguments, plugins=()):
    """Run pytest in this process, silently; return its exit status."""
    import pytest

    os.chdir(ROOT)
    silence = io.StringIO()
    options = ["-x", "-q", "-p", "no:odoo", "-p", "no:cacheprovider", "-p", "no:randomly", "--hypothesis-seed=1"]
    options.append("--hypothesis-profile=drill")
    with redirect_stdout(silence), redirect_stderr(silence):
        return int(pytest.main([*options, *arguments], plugins=list(plugins))), silence.getvalue()


def in_fork(function):
    """Run a function in a process of its own and return its pid; its result is the exit status."""
    pid = os.fork()
    if pid:
        return pid
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    status = 1
    try:
        status = function()
    finally:
        os._exit(status)


def try_mutant(mutant, through, tests):
    """In a forked process: load the changed module instead of its file, run the tests that pass through it, or all when
    there is none or a cache hides them; 0 when nobody noticed."""
    read = importlib.machinery.SourceFileLoader.get_code

    def get_code(self, fullname):
        return mutant.code if Path(self.path) == mutant.path else read(self, fullname)

    importlib.machinery.SourceFileLoader.get_code = get_code
    try:
        if through and run_tests(through)[0]:
            return 1
        return int(run_tests(tests)[0] != 0) if mutant.cached or not through else 0
    except BaseException:  # noqa: BLE001  (a module that cannot be loaded any more is noticed)
        return 1


def lines_by_test(folder, tests):
    """Run the tests once, unchanged, in a forked process; return ``{(file, line): tests}``, the quick tests first."""
    read, write = os.pipe()

    def measure():
        plugin = Lines(folder)
        status, output = run_tests(tests, [plugin])
        with os.fdopen(write, "w", encoding="utf-8") as pipe:
            seen = {where: sorted(tests, key=plugin.seconds.get) for where, tests in plugin.seen.items()}
            pipe.write(repr((status, seen, output[-3000:])))
        return 0

    pid = in_fork(measure)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as pipe:
        status, seen, output = ast.literal_eval(pipe.read())
    os.waitpid(pid, 0)
    if status:
        sys.exit(f"The tests do not pass unchanged:\n{output}")
    return seen


def judge(chosen, seen, tests):
    """Run every change, two at a time; return those nobody noticed, and those that the clock stopped."""
    waiting, running, survivors, stopped = list(chosen), {}, [], []
    while waiting or running:
        while waiting and len(running) < PARALLEL:
            mutant = waiting.pop(0)
            through = seen.get((str(mutant.path), mutant.line), ())
            pid = in_fork(lambda m=mutant, t=through: try_mutant(m, t, tests))
            running[pid] = mutant, time.monotonic()
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid:
            mutant, _start = running.pop(pid)
            code = os.waitstatus_to_exitcode(status)
            if code <= 0:
                (survivors if code == 0 else stopped).append(mutant)
        else:
            for late, (_mutant, start) in running.items():
                if time.monotonic() - start > TIMEOUT_S:
                    os.killpg(late, signal.SIGKILL)
            time.sleep(0.02)
    return sorted(survivors, key=lambda m: (str(m.path), m.line)), stopped


def pure_tests(folders):
    """Return the test files of those folders that need no Odoo."""
    files = [path for folder in folders for path in sorted((ADDONS / folder).glob("test_*.py"))]
    return [str(path) for path in files if not NEEDS_ODOO.search(path.read_text(encoding="utf-8"))]


def main():
    """Choose the changes, run them, print what was not noticed."""
    parser = argparse.ArgumentParser(prog="./parcours epreuve mutants", description=__doc__.splitlines()[0])
    parser.add_argument("cores", nargs="*", help=f"some of: {', '.join(CORES)}; none: all there are")
    parser.add_argument("--nombre", type=int, default=100, help="changes drawn for each core (100)")
    parser.add_argument("--tous", action="store_true", help="every change there is")
    parser.add_argument("--graine", type=int, default=1, help="seed of the draw (1)")
    options = parser.parse_args()
    if unknown := set(options.cores) - set(CORES):
        parser.error(f"no such core: {', '.join(sorted(unknown))}")
    without_odoo()
    without_shrinking()
    import holidays  # noqa: F401  (loaded once, before the forks)
    import hypothesis  # noqa: F401
    import lxml.etree  # noqa: F401
    import zeep  # noqa: F401

    for core in options.cores or CORES:
        folder = ADDONS / core
        tests = pure_tests(CORES[core])
        if not folder.is_dir() or not tests:
            continue
        start = time.monotonic()
        everything = mutants(folder)
        drawn = random.Random(options.graine).sample(everything, min(options.nombre, len(everything)))
        chosen = everything if options.tous else sorted(drawn, key=lambda m: (str(m.path), m.line))
        survivors, stopped = judge(chosen, lines_by_test(folder, tests), tests)
        noticed = len(chosen) - len(survivors)
        seconds = time.monotonic() - start
        print(
            f"{core}: {noticed} of {len(chosen)} noticed ({100 * noticed / len(chosen):.1f} %), {len(stopped)} of them "
            f"stopped after {TIMEOUT_S} s; {seconds:.0f} s in all",
            flush=True,
        )
        for mutant, how in [*((m, "") for m in survivors), *((m, f" (stopped after {TIMEOUT_S} s)") for m in stopped)]:
            print(f"    {mutant.path.relative_to(ROOT)}:{mutant.line}: {mutant.what}{how}", flush=True)


if __name__ == "__main__":
    main()
