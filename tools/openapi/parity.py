"""Compare an OpenAPI document of the vendor with the exported document of the spec."""

import argparse
import json
import sys
from pathlib import Path

import yaml

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
BODY_LEVELS = 2
RESPONSE_LEVELS = 1
# Aliases of YAML could expand to more schemas than any document has.
MAX_SCHEMAS = 1_000_000


class Failure(Exception):
    """The reason why two documents cannot be compared."""


def read(path):
    """Returns the content of a YAML or JSON file, with all scalars as text."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Failure(f"cannot read {path}: there is no such file; check the path")
    except (OSError, UnicodeDecodeError) as error:
        raise Failure(f"cannot read {path}: {error}; name a file of UTF-8 text")
    # The base loader makes no `false` of `off`, as YAML 1.1 does.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return json.loads(text) if text.lstrip().startswith("{") else yaml.load(text, loader)
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise Failure(f"cannot read {path}: it is neither YAML nor JSON ({reason}); fix the file")


def scalar(value):
    return value if isinstance(value, str) else json.dumps(value)


class Operation:
    def __init__(self):
        # The enum values of each element, or None for an element without an enum.
        self.elements = {}

    def add(self, element, values):
        """Adds an element. If it is there already, either set of values is allowed."""
        if element in self.elements:
            known = self.elements[element]
            values = None if known is None or values is None else known | values
        self.elements[element] = values


class Document:
    """An OpenAPI document, version 3."""

    def __init__(self, path):
        self.path = path
        self.root = read(path)
        if not isinstance(self.root, dict) or not isinstance(self.root.get("paths"), dict):
            raise Failure(f"cannot compare {path}: it has no `paths`; name an OpenAPI document")
        version = scalar(self.root.get("openapi", ""))
        if not version.startswith("3."):
            raise Failure(f"cannot compare {path}: it is not OpenAPI 3 (`openapi: {version}`); convert it first")
        self.visited = 0
        self.credentials = {
            (scheme.get("in"), str(scheme.get("name")).lower())
            for scheme in map(self.resolve, self.root.get("components", {}).get("securitySchemes", {}).values())
        }
        self.operations = {}
        for path_template, item in self.root["paths"].items():
            item = self.resolve(item)
            for method in METHODS:
                if isinstance(item.get(method), dict):
                    base = self.base_path(item[method].get("servers") or item.get("servers"))
                    key = (method.upper(), base + "/" + path_template.strip("/"))
                    self.operations[key] = self.operation(item, item[method], key[1])

    def base_path(self, servers):
        servers = servers or self.root.get("servers") or [{"url": "/"}]
        url = servers[0]["url"].split("://")[-1]
        return ("/" + url.split("/", 1)[1].strip("/")).rstrip("/") if "/" in url else ""

    def resolve(self, node):
        """Follows references within the document."""
        seen = set()
        while isinstance(node, dict) and isinstance(node.get("$ref"), str):
            reference = node["$ref"]
            if reference in seen or not reference.startswith("#/"):
                raise Failure(f"cannot compare {self.path}: `$ref: {reference}` leads to no part of it; fix the reference")
            seen.add(reference)
            node = self.root
            for part in reference[2:].split("/"):
                part = part.replace("~1", "/").replace("~0", "~")
                if not isinstance(node, dict) or part not in node:
                    raise Failure(f"cannot compare {self.path}: `$ref: {reference}` leads to nothing; fix the reference")
                node = node[part]
        return node if isinstance(node, dict) else {}

    def arms(self, schema, seen=()):
        """Returns all object schemas that a value can or must match: arms of `allOf`, `oneOf`, `anyOf`, and items of lists."""
        self.visited += 1
        if self.visited > MAX_SCHEMAS:
            raise Failure(f"cannot compare {self.path}: it has more than {MAX_SCHEMAS} schemas; split the document")
        schema = self.resolve(schema)
        if id(schema) in seen:
            return []
        seen = (*seen, id(schema))
        nested = [arm for key in ("allOf", "oneOf", "anyOf") for arm in schema.get(key) or []]
        if "items" in schema:
            nested.append(schema["items"])
        return [schema] + [arm for each in nested for arm in self.arms(each, seen)]

    def values(self, schema):
        """Returns the enum values of a schema, or None if it has none."""
        found = [arm["enum"] if "enum" in arm else [arm["const"]] for arm in self.arms(schema) if "enum" in arm or "const" in arm]
        return {scalar(value) for values in found for value in values} if found else None

    def properties(self, operation, prefix, schema, levels):
        for arm in self.arms(schema):
            for name, value in (arm.get("properties") or {}).items():
                operation.add(f"{prefix}.{name}", self.values(value))
                if levels > 1:
                    self.properties(operation, f"{prefix}.{name}", value, levels - 1)

    def contents(self, node):
        return [media.get("schema", {}) for media in (self.resolve(node).get("content") or {}).values()]

    def operation(self, item, node, path):
        operation = Operation()
        placeholders = [part[1:-1] for part in path.split("/") if part.startswith("{")]
        operation.placeholders = {}
        operation.template = node.get("x-path-template", path)
        for parameter in map(self.resolve, (item.get("parameters") or []) + (node.get("parameters") or [])):
            place, name = parameter.get("in"), scalar(parameter.get("name"))
            schemas = [parameter.get("schema", {})] + self.contents(parameter)
            values = [self.values(schema) for schema in schemas]
            values = None if all(each is None for each in values) else set().union(*filter(None, values))
            if place == "path" and name in placeholders:
                operation.placeholders[name] = values
            elif (place, name.lower()) not in self.credentials:
                operation.add(f"{place}.{name.lower() if place == 'header' else name}", values)
        for schema in self.contents(node.get("requestBody")):
            self.properties(operation, "body", schema, BODY_LEVELS)
        for status, response in (node.get("responses") or {}).items():
            if scalar(status).startswith("2"):
                for schema in self.contents(response):
                    self.properties(operation, "response", schema, RESPONSE_LEVELS)
        return operation


def segments(path):
    return [None if part.startswith("{") else part for part in path.split("/")]


class Export:
    """The exported documents of the spec, as the counterpart of a document."""

    def __init__(self, folder):
        paths = sorted(Path(folder).glob("*.json"))
        if not paths:
            raise Failure(f"cannot compare with {folder}: it has no JSON document; run `cargo xtask openapi`")
        documents = [Document(path) for path in paths]
        self.credentials = {credential for document in documents for credential in document.credentials}
        self.by_request = {}
        for document in documents:
            for (method, path), operation in document.operations.items():
                for template in {path, operation.template}:
                    self.by_request.setdefault((method, *segments(template)), []).append((path, operation))

    def find(self, method, path):
        """Returns the operations with a request, each with its path."""
        wanted = segments(path)
        exact = self.by_request.get((method, *wanted))
        if exact:
            return exact
        # The document writes a segment as text that is a known value of a parameter.
        return [
            each
            for (own_method, *own), operations in self.by_request.items()
            if own_method == method and len(own) == len(wanted)
            for each in operations
            if all(text is None and part is None or text in (values or ()) for text, part, values in zip(wanted, own, path_values(*each)))
        ]


def path_values(path, operation):
    """Returns the values that each segment of a path can have, or None for any."""
    return [operation.placeholders.get(part[1:-1]) if part.startswith("{") else {part} for part in path.split("/")]


def union(sets):
    sets = list(sets)
    return None if any(each is None for each in sets) else set().union(*sets)


def differences(document, export):
    """Returns what the document has and the export does not, as pairs of a request and an element."""
    found = []
    ignored = {f"{place}.{name}" for place, name in document.credentials | export.credentials}
    for (method, path), operation in document.operations.items():
        request = f"{method} {path}"
        ours = export.find(method, path)
        if not ours:
            found.append((request, "request"))
            continue
        own_values = [union(sets) for sets in zip(*(path_values(*each) for each in ours))]
        for part, own in zip(path.split("/"), own_values):
            values = operation.placeholders.get(part[1:-1]) if part.startswith("{") else None
            found += [(request, f"path.{part[1:-1]}={value}") for value in sorted((values or set()) - own)] if own is not None else []
        own = {}
        for _, each in ours:
            for element, values in each.elements.items():
                own[element] = union([own.get(element, set()), values])
        for element, values in operation.elements.items():
            if element in own:
                if own[element] is not None:
                    found += [(request, f"{element}={value}") for value in sorted((values or set()) - own[element])]
            elif element.lower() not in ignored and element.rpartition(".")[0] not in [e for r, e in found if r == request]:
                found.append((request, element))
    return found
