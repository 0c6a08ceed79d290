# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Which class makes, or adds to, which model: read from the source, as Odoo would."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from .arbre import File, python_files


@dataclass(frozen=True)
class Definition:
    """A class that makes a model (`name`) or adds to those it inherits (no name)."""

    file: File
    line: int
    kind: str
    name: str
    inherits: tuple
    members: tuple

    @property
    def addon(self):
        return self.file.addon


def literal(node):
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def is_abstract(function):
    """Does it only say what those who inherit must give? Giving it overrides nothing."""
    statement = function.body[-1]
    return isinstance(statement, ast.Raise) and "NotImplementedError" in ast.unparse(statement)


def members(body):
    """Methods, fields and constraints of a class body: (name, line). Repeats are kept."""
    for node in body:
        if isinstance(node, ast.FunctionDef):
            if not is_abstract(node):
                yield node.name, node.lineno
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            root = node.value.func
            while isinstance(root, ast.Attribute):
                root = root.value
            if isinstance(root, ast.Name) and root.id in ("fields", "models"):
                yield from ((target.id, node.lineno) for target in node.targets if isinstance(target, ast.Name))


def read(file):
    for node in ast.walk(file.tree):
        if not isinstance(node, ast.ClassDef):
            continue
        kinds = [base.attr for base in node.bases if isinstance(base, ast.Attribute)]
        kinds = [kind for kind in kinds if kind in ("Model", "TransientModel", "AbstractModel")]
        if not kinds:
            continue
        values = {
            target.id: literal(child.value)
            for child in node.body
            if isinstance(child, ast.Assign)
            for target in child.targets
            if isinstance(target, ast.Name)
        }
        inherits = values.get("_inherit") or ()
        inherits = (inherits,) if isinstance(inherits, str) else tuple(inherits)
        name = values.get("_name") or ""
        if name in inherits:  # `_name` repeated to add a mixin: still an extension
            name = ""
        yield Definition(file, node.lineno, kinds[0], name, inherits, tuple(members(node.body)))


@cache
def definitions():
    """Every model class of the addons, tests left out."""
    return tuple(definition for file in python_files("addons/", tests=False) for definition in read(file))


@cache
def makers():
    """{model: the definition that makes it}"""
    return {definition.name: definition for definition in definitions() if definition.name}


def family(definition):
    """A definition, those of its own addon that it lists, and theirs: what one model is made of in one addon."""
    yield definition
    for name in definition.inherits:
        part = makers().get(name)
        if part and part.addon == definition.addon and part is not definition:
            yield from family(part)


def members_twice():
    """(model, member, places) for each member that two classes of one addon give to the same model."""
    for maker in makers().values():
        places = defaultdict(list)
        extensions = [
            other
            for other in definitions()
            if not other.name and maker.name in other.inherits and other.addon == maker.addon
        ]
        seen = dict.fromkeys(part for one in (maker, *extensions) for part in family(one))
        for part in seen:
            for member, line in part.members:
                places[member].append((part.file.path, line))
        yield from ((maker.name, member, where) for member, where in places.items() if len(where) > 1)
    # Two classes of an upper floor that add the same to a model of a lower one.
    added = defaultdict(list)
    for other in definitions():
        for name in () if other.name else other.inherits:
            maker = makers().get(name)
            if not maker or maker.addon != other.addon:
                for member, line in other.members:
                    added[other.addon, name, member].append((other.file.path, line))
    yield from ((name, member, where) for (_addon, name, member), where in added.items() if len(where) > 1)
