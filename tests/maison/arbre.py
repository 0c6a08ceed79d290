# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The files of the project, and what a rule reads in one: its tree, its texts, its comments, what it imports."""

from __future__ import annotations

import ast
import csv
import io
import re
import subprocess
import tokenize
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).parents[2]
#: From the cellar to the roof: nobody imports or names who stands further on.
FLOORS = ("parcours_socle", "registre_national", "parcours_accueil", "sanctions_admin")
#: Packages and modules that can be thought about without a database.
PURE = (
    "addons/parcours_socle/jour",
    "addons/parcours_socle/papier",
    "addons/parcours_accueil/bordereau",
    "addons/parcours_accueil/droit",
    "addons/parcours_accueil/ebox",
    "addons/registre_national/histoire",
    "addons/registre_national/soap",
    "addons/sanctions_admin/droit",
    "simulateur",
)
TEXT = {
    ".py",
    ".xml",
    ".sh",
    ".js",
    ".scss",
    ".csv",
    ".md",
    ".toml",
    ".conf",
    ".txt",
    ".yml",
    ".yaml",
    ".po",
    ".json",
    "",
}


@dataclass(frozen=True)
class Finding:
    """One place where a rule is not met."""

    path: str
    line: int
    what: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.what}"


@dataclass(frozen=True)
class File:
    """A file of the project, by its path from the root."""

    path: str

    @cached_property
    def text(self):
        return (ROOT / self.path).read_text(encoding="utf-8")

    @cached_property
    def tree(self):
        return ast.parse(self.text, self.path)

    @property
    def suffix(self):
        return Path(self.path).suffix

    @property
    def addon(self):
        """Name of the addon the file belongs to, empty outside addons/."""
        parts = self.path.split("/")
        return parts[1] if parts[0] == "addons" and len(parts) > 2 else ""

    @property
    def is_test(self):
        return "tests" in self.path.split("/")

    @property
    def pure(self):
        return is_pure(self.path.removesuffix(".py"))

    @cached_property
    def comments(self):
        """The comments of the file: {line: text}."""
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}

    @cached_property
    def optional_imports(self):
        """Lines of the imports the file does without when they fail."""
        tries = (node for node in ast.walk(self.tree) if isinstance(node, ast.Try) and node.handlers)
        inside = (node for each in tries for statement in each.body for node in ast.walk(statement))
        return {node.lineno for node in inside if isinstance(node, (ast.Import, ast.ImportFrom))}

    @cached_property
    def imports(self):
        """What the file imports, wherever in it: (line, dotted name or path of the project, was it relative)."""
        return tuple(read_imports(self))

    @cached_property
    def strings(self):
        """The texts a machine reads, comments and docstrings left out: (line, text)."""
        return tuple(STRINGS.get(self.suffix, lambda file: ())(self))


def is_pure(module):
    """Is this module (path from the root, without .py) in a pure package? Its tests are not."""
    return any(module == pure or module.startswith(f"{pure}/") for pure in PURE) and "/tests" not in module


def read_imports(file):
    folder = Path(file.path).parent.parts
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, False) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.lineno, node.module, False
            yield from ((node.lineno, f"{node.module}.{alias.name}", False) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "/".join((*folder[: len(folder) - node.level + 1], *(node.module or "").split("."))).rstrip("/")
            # `from . import x` names a module, `from .x import y` something in one.
            yield from ((node.lineno, base if node.module else f"{base}/{alias.name}", True) for alias in node.names)


def docstrings(tree):
    """The nodes of the docstrings of a tree, by identity."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, owners) and node.body and isinstance(node.body[0], ast.Expr)
    }


def python_strings(file):
    left_out = docstrings(file.tree)
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            yield node.lineno, node.value


def xml_strings(file):
    for element in etree.fromstring(file.text.encode()).iter(etree.Element):
        yield from ((element.sourceline, value) for value in element.attrib.values())
        yield from ((element.sourceline, text) for text in (element.text, element.tail) if text and text.strip())


def csv_strings(file):
    for number, row in enumerate(csv.reader(io.StringIO(file.text)), 1):
        yield from ((number, cell) for cell in row)


def script_strings(file):
    """Texts between quotes, comments left out."""
    for number, line in enumerate(file.text.splitlines(), 1):
        code = re.sub(r"(?:^|\s)(?://|\*|/\*).*", "", line)
        yield from ((number, text) for _quote, text in re.findall(r"([\"'`])(.*?)\1", code))


STRINGS = {".py": python_strings, ".xml": xml_strings, ".csv": csv_strings, ".js": script_strings}


@cache
def files():
    """Every text file of the project that git does not ignore; without git, those outside hidden folders."""
    listing = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        capture_output=True,
        text=True,
    )
    if listing.returncode == 0:
        paths = [path for path in listing.stdout.split("\0") if path and (ROOT / path).is_file()]
    else:
        paths = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file()]
        paths = [path for path in paths if not any(part.startswith(".") for part in Path(path).parts)]
    return tuple(File(path) for path in sorted(set(paths)) if Path(path).suffix in TEXT)


def python_files(under="", *, tests=None):
    """The Python files below a folder; `tests`: only tests (True), none (False), all (None)."""
    return tuple(
        file
        for file in files()
        if file.suffix == ".py" and file.path.startswith(under) and tests in (None, file.is_test)
    )
