"""Small changes of a source, one at a time: what a slip of the finger would make of a rule."""

import ast
import inspect
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from types import CodeType, ModuleType
from typing import Any

_COMPARED = {
    ast.GtE: ast.Gt,
    ast.Gt: ast.GtE,
    ast.LtE: ast.Lt,
    ast.Lt: ast.LtE,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_COUNTED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.BitOr: ast.BitAnd,
}
_CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """`name` says where and what: a function, the code before and after."""

    name: str
    code: CodeType


def mutants_of(module: ModuleType, functions: Collection[str] = ()) -> Iterator[Mutant]:
    """
    :param functions: only what stands in these functions and classes of the module.
    """
    tree = ast.parse(inspect.getsource(module))
    for top in tree.body:
        if not isinstance(top, ast.FunctionDef | ast.ClassDef):
            continue
        if functions and top.name not in functions:
            continue
        top.decorator_list, decorators = [], top.decorator_list
        nodes = list(ast.walk(top))  # how a class is made says nothing of what it counts
        top.decorator_list = decorators
        for node in nodes:
            for changed in _changes(node):
                yield _mutant(tree, top.name, node, changed)


def _mutant(tree: ast.Module, within: str, node: ast.AST, changed: dict[str, Any]) -> Mutant:
    before, kept = ast.unparse(node), {name: getattr(node, name) for name in changed}
    vars(node).update(changed)
    name = f"{within}: {before} -> {ast.unparse(node)}"
    code = compile(ast.fix_missing_locations(tree), within, "exec")
    vars(node).update(kept)
    return Mutant(name, code)


def _changes(node: ast.AST) -> Iterator[dict[str, Any]]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in _COMPARED:
            yield {"ops": [_COMPARED[type(op)]()]}
        case ast.BoolOp():
            yield {"op": ast.Or() if isinstance(node.op, ast.And) else ast.And()}
        case ast.BinOp() | ast.AugAssign() if type(node.op) in _COUNTED and not _is_type(node):
            yield {"op": _COUNTED[type(node.op)]()}
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield {"operand": ast.UnaryOp(node.op, node.operand)}
        case ast.Call(func=ast.Name(id=name)) if name in _CALLED:
            yield {"func": ast.Name(_CALLED[name], ast.Load())}
        case ast.Constant(value=bool(value)):
            yield {"value": not value}
        case ast.Constant(value=int(value)):
            yield {"value": value + 1}


def _is_type(node: ast.BinOp | ast.AugAssign) -> bool:
    """`str | None` is no sum."""
    return isinstance(node, ast.BinOp) and ast.unparse(node.right) == "None"


def run(mutant: Mutant, module: ModuleType) -> ModuleType:
    """The changed source, loaded apart from the real one."""
    made = ModuleType(module.__name__)
    exec(mutant.code, made.__dict__)
    return made
