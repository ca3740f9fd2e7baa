"""Show the REST API to a reader, from its OpenAPI schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from qa_bot.show.html import Markup, render

Schema = Mapping[str, Any]


def docs_page(schema: Schema) -> Markup:
    """Return the page: each request with what it takes and answers, then the shapes of both."""
    requests = [
        _request(f"{method.upper()} {path}", given, schema)
        for path, methods in schema["paths"].items()
        for method, given in methods.items()
    ]
    shapes = {
        name: {"about": each.get("description", ""), "fields": _fields(each)}
        for name, each in schema["components"]["schemas"].items()
        if "properties" in each
    }
    about = schema["info"]
    values = {"title": f"{about['title']}: REST API", "about": about["description"]}
    return render("web/rest_docs.html", {**values, "requests": requests, "shapes": shapes})


def _request(name: str, given: Schema, schema: Schema) -> dict[str, Any]:
    body = _content(given.get("requestBody", {}))
    taken = [_field(each["name"], each["schema"], each) for each in given.get("parameters", ())]
    if body:
        taken += _fields(schema["components"]["schemas"][_shape(body)])
    told = [_shape(_content(answer)) for status, answer in given["responses"].items() if status.startswith("2")]
    return {
        "id": given["operationId"],
        "name": name,
        "about": given.get("description", ""),
        "fields": taken,
        "answer": next(iter(told), ""),
    }


def _content(given: Schema) -> Schema:
    found: Schema = given.get("content", {}).get("application/json", {}).get("schema", {})
    return found


def _fields(shape: Schema) -> list[dict[str, Any]]:
    required = shape.get("required", ())
    found = [_field(name, each, {"required": name in required}) for name, each in shape["properties"].items()]
    return sorted(found, key=lambda each: not each["is_required"])


def _field(name: str, shape: Schema, given: Schema) -> dict[str, Any]:
    default = shape.get("default")
    return {
        "name": name,
        "kind": _kind(shape),
        "shape": _shape(shape),
        "is_required": given.get("required", False),
        "default": "" if default is None else json.dumps(default),
        "about": shape.get("description", given.get("description", "")),
    }


def _shape(shape: Schema) -> str:
    """Return the name of the shape that this is, or holds, empty if it is none with a name."""
    inner = (shape, shape.get("items", {}), *shape.get("anyOf", ()))
    return next((each["$ref"].rpartition("/")[2] for each in inner if "$ref" in each), "")


def _kind(shape: Schema) -> str:
    """Return in words what a value may be."""
    if "$ref" in shape:
        return _shape(shape)
    if "anyOf" in shape:
        return " or ".join(map(_kind, shape["anyOf"]))
    if values := shape.get("enum", [shape["const"]] if "const" in shape else []):
        return " or ".join(map(str, values))
    if shape.get("type") == "array":
        return f"list of {_kind(shape.get('items', {}))}"
    kind = str(shape.get("format") or shape.get("type", "anything"))
    return " ".join(filter(None, (_WORDS.get(kind, kind), _limits(shape))))


_WORDS = {"string": "text", "date": "day (2016-06-15)", "boolean": "true or false"}


def _limits(shape: Schema) -> str:
    if "maxLength" in shape:
        return f"({shape.get('minLength', 0)} to {shape['maxLength']:,} characters)"
    return f"({shape['minimum']:g} to {shape['maximum']:g})" if "maximum" in shape else ""
