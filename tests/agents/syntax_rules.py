"""
What a rule or an act may not say, found by a walk over its syntax tree.

Whole runs do not see last bits, so what differs between plain Python and compiled code is refused where
it is written: powers, the C library's and NumPy's functions, module variables (a compiled one is frozen), and
stored numbers read without widening.
"""

import ast
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path

MARKS = {"rule", "act", "twinned"}
MATH_ALLOWED = {"floor", "sqrt"}
BUILTINS_ALLOWED = {"abs", "bool", "int", "len", "max", "min", "range", "ValueError"}
WIDENERS = {"bool", "int", "whole", "wide", "word"}
CLASSES_ALLOWED = {"Enum", "IntEnum", "NamedTuple"}
INSTEAD = {
    "float": "wide(...)",
    "round": "floor_int(x + 0.5)",
    "pow": "x * x, square_root(x) or power(base, exponent)",
}


class Kind(Enum):
    """What a name at the top of a module stands for."""

    CODE = "a function, an enum or a record"
    CONSTANT = "an UPPER_CASE number"
    VARIABLE = "a module variable"
    MATH = "the module math"
    MODULE = "another module"
    FOREIGN = "a name from outside agents/"


def sources_in(folder: Path) -> dict[str, str]:
    """The text of every module of a folder, by the module's name."""
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.py"))}


def breaches(sources: Mapping[str, str]) -> list[str]:
    """
    Everything the rules and acts of some modules say and may not.

    Args:
        sources: text by module name; modules import from each other as `clubsim.agents.<name>`.

    Returns:
        One line a breach, with module, line, function, what is wrong and what to write instead.
    """
    trees = {name: ast.parse(text) for name, text in sources.items()}
    return [
        f"{module}.py:{line} {function.name}: {complaint}"
        for module in trees
        for function in marked(trees[module])
        for line, complaint in Complaints(trees, module).of(function)
    ]


def marked(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """The functions of a module that carry `@rule` or `@act`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(mark_of(each) in MARKS for each in node.decorator_list):
            yield node


def mark_of(decorator: ast.expr) -> str:
    """The last name of a decorator: `rule` of `@rule`, `@arithmetic.rule` and `@rule()`."""
    if isinstance(decorator, ast.Call):
        return mark_of(decorator.func)
    return decorator.attr if isinstance(decorator, ast.Attribute) else getattr(decorator, "id", "")


def is_number(node: ast.expr | None) -> bool:
    """Whether an expression is a number, or made of numbers alone (`-1.0`, `1 << 20`)."""
    if isinstance(node, ast.UnaryOp):
        return is_number(node.operand)
    if isinstance(node, ast.BinOp):
        return is_number(node.left) and is_number(node.right)
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def kind_of(name: str, module: str, trees: Mapping[str, ast.Module]) -> Kind | None:
    """What `name` stands for at the top of a module, followed through imports; None where it is not there."""
    found = [kind for node in trees[module].body for kind in kinds_in(node, name, trees)]
    if len(found) > 1:
        return Kind.VARIABLE  # bound twice, so no constant
    return found[0] if found else None


def kinds_in(node: ast.stmt, name: str, trees: Mapping[str, ast.Module]) -> Iterator[Kind]:
    """What one statement at the top of a module binds `name` to."""
    if isinstance(node, ast.FunctionDef) and node.name == name:
        yield Kind.CODE
    elif isinstance(node, ast.ClassDef) and node.name == name:
        bases = {mark_of(base) for base in node.bases}
        yield Kind.CODE if bases & CLASSES_ALLOWED else Kind.FOREIGN
    elif isinstance(node, ast.Import):
        for each in node.names:
            if (each.asname or each.name.split(".")[0]) == name:
                yield Kind.MATH if each.name == "math" else Kind.MODULE
    elif isinstance(node, ast.ImportFrom):
        for each in node.names:
            if (each.asname or each.name) == name:
                yield imported(node.module or "", each.name, trees)
    elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        for target, value in pairs_of(node):
            if isinstance(target, ast.Name) and target.id == name:
                yield Kind.CONSTANT if name.isupper() and is_number(value) else Kind.VARIABLE


def pairs_of(node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    """What an assignment binds to what; None where the value does not stand there."""
    if isinstance(node, ast.AugAssign):
        yield node.target, None
        return
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        value = node.value
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            yield from zip(target.elts, value.elts, strict=True)
        elif isinstance(target, ast.Tuple):
            yield from ((each, None) for each in target.elts)
        else:
            yield target, value


def imported(source: str, name: str, trees: Mapping[str, ast.Module]) -> Kind:
    """What `from source import name` brings."""
    package, _, module = source.rpartition(".")
    if source == "clubsim.agents":
        return Kind.MODULE
    if package != "clubsim.agents" or module not in trees:
        return Kind.FOREIGN
    return kind_of(name, module, trees) or Kind.FOREIGN


class Complaints(ast.NodeVisitor):
    """The walk over one function: collects (line, complaint)."""

    def __init__(self, trees: Mapping[str, ast.Module], module: str) -> None:
        self.trees = trees
        self.module = module
        self.found: list[tuple[int, str]] = []
        self.local: set[str] = set()
        self.stored: set[str] = set()

    def of(self, function: ast.FunctionDef) -> list[tuple[int, str]]:
        """All complaints about a function; its annotations and decorators are not looked at."""
        arguments = function.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        parameters = {each.arg for each in every}
        nodes = [node for statement in function.body for node in ast.walk(statement)]
        self.local = parameters | {
            node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        self.stored = parameters | set(aliases(nodes, parameters))
        for node in [*function.body, *arguments.defaults, *(each for each in arguments.kw_defaults if each)]:
            self.visit(node)
        return self.found

    def complain(self, node: ast.stmt | ast.expr, complaint: str) -> None:
        """Keep a complaint with the line it is about."""
        self.found.append((node.lineno, complaint))

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """An annotated assignment, without its annotation."""
        self.visit(node.target)
        if node.value:
            self.visit(node.value)

    def visit_Global(self, node: ast.Global) -> None:
        """A `global` statement makes a module variable."""
        self.complain(node, "`global` is frozen in compiled code; write a field of a record")

    def visit_Import(self, node: ast.Import) -> None:
        """An import inside a function hides where a name comes from."""
        self.complain(node, "imports inside; write the import at the top of the module")

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """An import inside a function hides where a name comes from."""
        self.complain(node, "imports inside; write the import at the top of the module")

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """`**` gives other bits plain than compiled."""
        if isinstance(node.op, ast.Pow):
            self.complain(node, f"`**` differs between the engines; write {INSTEAD['pow']}")
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        """`**=`, and `column[i] += 1`, which reads what is stored as it is stored."""
        if isinstance(node.op, ast.Pow):
            self.complain(node, f"`**=` differs between the engines; write {INSTEAD['pow']}")
        if isinstance(node.target, ast.Subscript) and root_of(node.target) in self.stored:
            text = ast.unparse(node.target)
            self.complain(node, f"{text} is read unwidened; write {text} = wide({text}) or int({text}) with it")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """A call; a widener around a read makes the read good."""
        self.visit(node.func)
        widens = isinstance(node.func, ast.Name) and node.func.id in WIDENERS and len(node.args) == 1
        for each in node.args:
            if widens and isinstance(each, ast.Subscript):
                self.generic_visit(each)
            else:
                self.visit(each)
        for keyword in node.keywords:
            self.visit(keyword.value)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """A read of something stored outside a widener."""
        if isinstance(node.ctx, ast.Load) and root_of(node) in self.stored and not is_shape(node.value):
            text = ast.unparse(node)
            self.complain(node, f"{text} is read as it is stored; write wide({text}) or int({text})")
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """`math.` is for floor and sqrt only; other modules' names are refused where the module is named."""
        if isinstance(node.value, ast.Name) and node.value.id not in self.local:
            kind = kind_of(node.value.id, self.module, self.trees)
            if kind is Kind.MATH:
                if node.attr not in MATH_ALLOWED:
                    self.complain(node, f"math.{node.attr} may differ by processor; take it from arithmetic")
                return
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        """A name that is not the function's own: a function, an enum, a constant or an allowed builtin."""
        if node.id in self.local:
            return
        kind = kind_of(node.id, self.module, self.trees)
        if kind in (Kind.CODE, Kind.CONSTANT) or (kind is None and node.id in BUILTINS_ALLOWED):
            return
        if kind is None:
            hint = INSTEAD.get(node.id, "plain arithmetic")
            self.complain(node, f"{node.id} may differ between the engines; write {hint}")
        else:
            self.complain(node, f"{node.id} is {kind.value}; write a parameter, a field or a constant")


def aliases(nodes: list[ast.AST], parameters: set[str]) -> Iterator[str]:
    """The local names that stand for a column: `habit` in `habit = members.habit`."""
    for node in nodes:
        for target, value in pairs_of(node) if isinstance(node, ast.Assign) else []:
            read = isinstance(value, ast.Attribute | ast.Subscript) and root_of(value) in parameters
            if read and isinstance(target, ast.Name):
                yield target.id


def is_shape(node: ast.expr) -> bool:
    """Whether an expression is an array's shape, whose lengths are plain integers in both engines."""
    return isinstance(node, ast.Attribute) and node.attr == "shape"


def root_of(node: ast.expr | None) -> str:
    """The name an access starts from: `members` of `members.habit[i]`; empty where it is no name."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
