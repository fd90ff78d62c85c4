"""Reading from source which tables a file writes, as far as it can be told.

A write is a writing method on a model's manager, on a row, or on a row's related manager. What a
name holds is told by its annotation or by what was last assigned to it in the same function.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model

from tests.architecture.house import Source, imports

ROWS = {"save", "delete"}
MANAGERS = {
    "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "update", "delete",
}  # fmt: skip
RELATED = MANAGERS | {"add", "remove", "set", "clear"}
GIVES_ROW = {"get", "first", "last", "create", "earliest", "latest"}
GIVES_ROW_AND_FLAG = {"get_or_create", "update_or_create"}
SQL = re.compile(r"\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE|COPY)\s+(\w+)", re.IGNORECASE)

Table = type[Model]


@dataclass(frozen=True)
class Write:
    """A place that writes a table of a room."""

    node: ast.AST
    room: str
    table: str


def writes_of(source: Source) -> Iterator[Write]:
    """Every write of this file that can be told."""
    known = _models_here(source)
    for function in _scopes(source.tree):
        rows = _rows_of(function, known)
        for node in _own_nodes(function):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if table := _written(node.func, known, rows):
                    yield Write(node, _room(table), table.__name__)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from _written_by_sql(node)


def _written(call: ast.Attribute, known: dict[str, Table], rows: dict[str, Table]) -> Table | None:
    """The table that `<call.value>.<call.attr>()` writes."""
    owner = call.value
    if call.attr in ROWS and (row := _row(owner, known, rows)):
        return row
    if call.attr in MANAGERS and (table := _queried(owner, known)):
        return table
    return _related(owner, known, rows) if call.attr in RELATED else None


def _queried(node: ast.expr, known: dict[str, Table]) -> Table | None:
    """The model whose query set `node` is: `Model.objects`, and whatever is chained to it."""
    while isinstance(node, ast.Call | ast.Attribute):
        if isinstance(node, ast.Attribute):
            if node.attr in {"objects", "_default_manager", "_base_manager"}:
                return _model(node.value, known)
            node = node.value
        else:
            node = node.func
    return None


def _related(node: ast.expr, known: dict[str, Table], rows: dict[str, Table]) -> Table | None:
    """The table behind a row's related manager, whatever is chained to it."""
    while isinstance(node, ast.Call | ast.Attribute):
        if isinstance(node, ast.Attribute):
            if (row := _row(node.value, known, rows)) and (found := _at(row, node.attr)):
                return found
            node = node.value
        else:
            node = node.func
    return None


def _at(row: Table, name: str) -> Table | None:
    """Whose table a manager at `row.name` writes: the row's own links, or what points here."""
    for field in row._meta.many_to_many:
        if field.name == name:
            return row
    for link in row._meta.related_objects:
        if link.get_accessor_name() == name:
            return link.related_model
    return None


def _row(node: ast.expr, known: dict[str, Table], rows: dict[str, Table]) -> Table | None:
    """The model whose row `node` is."""
    if isinstance(node, ast.Name):
        return rows.get(node.id)
    if isinstance(node, ast.Attribute) and (owner := _row(node.value, known, rows)):
        for field in owner._meta.concrete_fields:
            if field.name == node.attr and field.remote_field:
                return field.related_model
    if isinstance(node, ast.Call):
        return _row_of_call(node, known)
    return None


def _row_of_call(call: ast.Call, known: dict[str, Table]) -> Table | None:
    if model := _model(call.func, known):
        return model
    if isinstance(call.func, ast.Attribute) and call.func.attr in GIVES_ROW:
        return _queried(call.func.value, known)
    if isinstance(call.func, ast.Name) and call.func.id == "get_object_or_404" and call.args:
        return _model(call.args[0], known) or _queried(call.args[0], known)
    return None


def _rows_of(function: ast.AST, known: dict[str, Table]) -> dict[str, Table]:
    """The names in a function that hold rows."""
    rows: dict[str, Table] = {}
    if isinstance(function, ast.FunctionDef):
        arguments = function.args
        for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            if model := _annotated(argument.annotation, known):
                rows[argument.arg] = model
    for node in _own_nodes(function):
        if isinstance(node, ast.Assign | ast.For | ast.NamedExpr | ast.AnnAssign):
            _learn(node, known, rows)
    return rows


def _learn(node: ast.AST, known: dict[str, Table], rows: dict[str, Table]) -> None:
    if isinstance(node, ast.For):
        model, targets = _queried(node.iter, known), [node.target]
    elif isinstance(node, ast.AnnAssign):
        model, targets = _annotated(node.annotation, known), [node.target]
    else:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        model = _row(node.value, known, rows)
        if model is None and isinstance(node.value, ast.Call):
            call = node.value.func
            if isinstance(call, ast.Attribute) and call.attr in GIVES_ROW_AND_FLAG:
                model = _queried(call.value, known)
                targets = [t.elts[0] for t in targets if isinstance(t, ast.Tuple)]
    for target in targets:
        if model and isinstance(target, ast.Name):
            rows[target.id] = model


def _annotated(annotation: ast.expr | None, known: dict[str, Table]) -> Table | None:
    if isinstance(annotation, ast.BinOp):
        return _annotated(annotation.left, known) or _annotated(annotation.right, known)
    return _model(annotation, known) if annotation else None


def _model(node: ast.expr, known: dict[str, Table]) -> Table | None:
    return known.get(ast.unparse(node)) if isinstance(node, ast.Name | ast.Attribute) else None


def _models_here(source: Source) -> dict[str, Table]:
    """The models this file knows, by the names it knows them under."""
    found = {}
    for _, module, name, here in imports(source):
        path = module.split(".")
        if path[0] == "helpwell" and "models" in path and (model := _of_room(path[1], name)):
            found[here] = model
        elif len(path) == 2 and path[0] == "helpwell" and name == "models":
            for model in apps.get_app_config(path[1]).get_models():
                found[f"{here}.{model.__name__}"] = model
    return found


def _of_room(room: str, name: str) -> Table | None:
    models = {model.__name__: model for model in apps.get_app_config(room).get_models()}
    return models.get(name)


def _room(table: Table) -> str:
    return table._meta.app_label


def _written_by_sql(node: ast.Constant) -> Iterator[Write]:
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    for name in SQL.findall(node.value):
        if name.lower() in tables:
            yield Write(node, _room(tables[name.lower()]), tables[name.lower()].__name__)


def _scopes(tree: ast.Module) -> Iterator[ast.AST]:
    yield tree
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function without those of functions inside it."""
    for child in ast.iter_child_nodes(scope):
        yield child
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _own_nodes(child)
