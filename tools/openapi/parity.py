"""Compare an OpenAPI document of the vendor with the documents that this repository exports.

Print what the document has and the spec does not: operations, parameters, properties of bodies down to the second
level and of responses down to the first, and enum values. Known mistakes of the document are read from
known_mistakes.yaml of the spec and left out.

Exit codes: 0 if all differences are known mistakes, 1 for other differences and for entries that no longer apply,
2 for files that cannot be compared.
"""

import argparse
import json
import sys
from pathlib import Path

import yaml

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
BODY_LEVELS = 2
RESPONSE_LEVELS = 1


class Failure(Exception):
    """The reason why a comparison is not possible."""


def read(path):
    """Returns the content of a YAML or JSON file. YAML scalars are strings, because YAML 1.1 parses `off` as false."""
    try:
        text = Path(path).read_text(encoding="utf-8")
        return json.loads(text) if text.lstrip().startswith("{") else yaml.load(text, yaml.BaseLoader)
    except FileNotFoundError:
        raise Failure(f"cannot read {path}: there is no such file; check the path") from None
    except OSError as error:
        raise Failure(f"cannot read {path}: {error.strerror}; name a file that can be read") from None
    except (ValueError, yaml.YAMLError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise Failure(f"cannot read {path}: {reason}; name a file of valid YAML or JSON") from None


def text_of(scalar):
    return scalar if isinstance(scalar, str) else json.dumps(scalar)


def mapping(node):
    return node if isinstance(node, dict) else {}


def union(sets):
    """Returns the values that any of the sets allows; None allows all."""
    sets = list(sets)
    return None if any(each is None for each in sets) else set().union(*sets)


def is_placeholder(segment):
    return segment.startswith("{") and segment.endswith("}")


class Operation:
    def __init__(self, path, template):
        self.path = path
        # The path before the exporter replaced a parameter with each of its values.
        self.template = template
        # Elements such as `body.user.id`, each with its enum values, or None without an enum.
        self.elements = {}
        self.placeholders = {}

    def add(self, element, values):
        self.elements[element] = union([self.elements.get(element, set()), values])

    def segment_values(self):
        """The values of each segment of the path; None for a parameter without an enum."""
        segments = self.path.split("/")
        return [self.placeholders.get(each[1:-1]) if is_placeholder(each) else {each} for each in segments]


class Document:
    """An OpenAPI document, version 3."""

    def __init__(self, path):
        self.name = path
        self.root = mapping(read(path))
        if not text_of(self.root.get("openapi", "")).startswith("3.") or not mapping(self.root.get("paths")):
            reason = "it is no OpenAPI document of version 3 with `paths`"
            raise Failure(f"cannot compare {path}: {reason}; name another file")
        try:
            schemes = mapping(mapping(self.root.get("components")).get("securitySchemes")).values()
            self.credentials = {(each.get("in"), str(each.get("name")).lower()) for each in map(self.resolve, schemes)}
            self.operations = dict(self.read_operations())
        except (AttributeError, IndexError, KeyError, RecursionError, TypeError) as error:
            reason = f"it is no valid OpenAPI document ({type(error).__name__}: {error})"
            raise Failure(f"cannot compare {path}: {reason}; validate it first") from None

    def resolve(self, node):
        """Follows references within the document."""
        seen = set()
        while isinstance(node, dict) and isinstance(node.get("$ref"), str):
            reference = node["$ref"]
            found = None if reference in seen or not reference.startswith("#/") else self.root
            seen.add(reference)
            for part in reference[2:].split("/"):
                found = mapping(found).get(part.replace("~1", "/").replace("~0", "~"))
            if found is None:
                raise Failure(f"cannot compare {self.name}: the reference `{reference}` leads to nothing; correct it")
            node = found
        return mapping(node)

    def read_operations(self):
        for path, item in self.root["paths"].items():
            item = self.resolve(item)
            for method, node in ((method, item[method]) for method in METHODS if method in item):
                servers = node.get("servers") or item.get("servers") or self.root.get("servers") or [{"url": "/"}]
                url = servers[0]["url"]
                for name, variable in mapping(servers[0].get("variables")).items():
                    url = url.replace(f"{{{name}}}", text_of(variable["default"]))
                base = url.rpartition("://")[2].partition("/")[2].strip("/")
                path_with_base = "/" + "/".join(part for part in (base, path.strip("/")) if part)
                yield (method.upper(), path_with_base), self.read_operation(item, node, path_with_base)

    def read_operation(self, item, node, path):
        operation = Operation(path, node.get("x-path-template", path))
        for parameter in map(self.resolve, (item.get("parameters") or []) + (node.get("parameters") or [])):
            place, name = parameter["in"], text_of(parameter["name"])
            schemas = [parameter["schema"]] if "schema" in parameter else self.schemas(parameter)
            values = self.enum_values({"anyOf": schemas})
            if place == "path" and f"/{{{name}}}/" in f"{path}/":
                operation.placeholders[name] = values
            else:
                operation.add(f"{place}.{name.lower() if place == 'header' else name}", values)
        for schema in self.schemas(node.get("requestBody")):
            self.read_properties(operation, "body", schema, BODY_LEVELS)
        for status, response in mapping(node.get("responses")).items():
            if text_of(status).startswith("2"):
                for schema in self.schemas(response):
                    self.read_properties(operation, "response", schema, RESPONSE_LEVELS)
        return operation

    def schemas(self, node):
        """The schemas of all media types, such as JSON and forms."""
        return [mapping(media).get("schema") for media in mapping(self.resolve(node).get("content")).values()]

    def parts(self, schema, seen=()):
        """A schema with the schemas that it combines, and with those of the items of a list."""
        schema = self.resolve(schema)
        if id(schema) in seen:
            return
        yield schema
        nested = [part for key in ("allOf", "oneOf", "anyOf") for part in schema.get(key) or []]
        if "items" in schema:
            nested.append(schema["items"])
        for part in nested:
            yield from self.parts(part, (*seen, id(schema)))

    def enum_values(self, schema):
        parts = list(self.parts(schema))
        lists = [part.get("enum", [part.get("const")]) for part in parts if "enum" in part or "const" in part]
        # The export writes a value that means "no value", next to any string, as an enum without a type.
        has_enum = any("type" in part for part in parts if "enum" in part or "const" in part)
        is_free = not has_enum and any("type" in part for part in parts)
        return {text_of(value) for values in lists for value in values} if lists and not is_free else None

    def read_properties(self, operation, prefix, schema, levels):
        for part in self.parts(schema) if levels else ():
            for name, value in mapping(part.get("properties")).items():
                operation.add(f"{prefix}.{name}", self.enum_values(value))
                self.read_properties(operation, f"{prefix}.{name}", value, levels - 1)


class Export:
    """The operations of all exported documents."""

    def __init__(self, folder):
        documents = [Document(path) for path in sorted(Path(folder).glob("*.json"))]
        if not documents:
            raise Failure(f"cannot compare with {folder}: it has no JSON document; run `cargo xtask openapi`")
        self.credentials = {each for document in documents for each in document.credentials}
        self.operations = {}
        for document in documents:
            for (method, path), operation in document.operations.items():
                for template in {path, operation.template}:
                    self.operations.setdefault(self.key(method, template), []).append(operation)

    @staticmethod
    def key(method, path):
        """Placeholders can have other names."""
        return (method, *("{}" if is_placeholder(segment) else segment for segment in path.split("/")))

    def find(self, method, path):
        """Returns the operations that match a request of the other document."""
        wanted = self.key(method, path)
        if wanted in self.operations:
            return self.operations[wanted]
        # The other document can have a known value where the export has a parameter.
        return [
            operation
            for key, operations in self.operations.items()
            if key[0] == method and len(key) == len(wanted)
            for operation in operations
            if all(
                segment == own or segment in (values or ())
                for segment, own, values in zip(wanted[1:], key[1:], operation.segment_values())
            )
        ]


def differences(document, export):
    """Returns the elements that are only in the document, by request."""
    credentials = {f"{place}.{name}" for place, name in document.credentials | export.credentials}
    found = {}
    for (method, path), operation in document.operations.items():
        own = export.find(method, path)
        elements = compare(operation, own) if own else ["request"]
        elements = [element for element in elements if element.lower() not in credentials]
        if elements:
            found[f"{method} {path}"] = elements
    return found


def compare(operation, own_operations):
    elements = []
    segments = zip(operation.path.split("/"), *(own.segment_values() for own in own_operations))
    for segment, *own_values in segments:
        values, own = operation.placeholders.get(segment[1:-1]), union(own_values)
        if values and own is not None and is_placeholder(segment):
            elements += [f"path.{segment[1:-1]}={value}" for value in sorted(values - own)]
    for element, values in operation.elements.items():
        owners = [own.elements[element] for own in own_operations if element in own.elements]
        own = union(owners)
        if not owners:
            # A missing element includes its properties.
            if element.rpartition(".")[0] not in elements:
                elements.append(element)
        elif values and own is not None:
            elements += [f"{element}={value}" for value in sorted(values - own)]
    return elements


class KnownMistakes:
    """The entries of known_mistakes.yaml for one document."""

    def __init__(self, spec, document, wanted):
        path = Path(spec) / "known_mistakes.yaml"
        documents = mapping(mapping(read(path)).get("known_mistakes")) if path.exists() else {}
        if wanted is not None and wanted not in documents:
            known = ", ".join(f"`{each}`" for each in documents) or "none"
            raise Failure(f"cannot use the known mistakes of `{wanted}`: {path} has {known}; name one of these")
        ids = [wanted] if wanted else [each for each, entry in documents.items() if self.recognizes(entry, document)]
        if len(ids) > 1:
            known = ", ".join(f"`{each}`" for each in ids)
            raise Failure(f"cannot tell the document: it is recognized as {known}; name one with --document")
        self.id = ids[0] if ids else None
        self.entries = []
        self.used = set()
        try:
            for mistake, entry in documents.get(self.id, {}).get("mistakes", {}).items():
                for request, elements in entry["at"].items():
                    for element in [elements] if isinstance(elements, str) else elements:
                        self.entries.append((mistake, request, element))
        except (AttributeError, KeyError, TypeError):
            raise Failure(f"cannot read {path}: it has mistakes; run `cargo xtask check`") from None

    @staticmethod
    def recognizes(entry, document):
        def value(path):
            node = document.root
            for part in path.split("."):
                node = mapping(node).get(part)
            return node

        values = mapping(mapping(entry).get("recognized_by"))
        return all(text_of(value(path)) == expected for path, expected in values.items())

    def explains(self, request, element):
        """Whether an entry is the element, or one that the element is a part of."""
        found = [
            entry
            for entry in self.entries
            if entry[1] == request and f"{element}.".startswith((f"{entry[2]}.", f"{entry[2]}="))
        ]
        self.used.update(found)
        return bool(found)

    def outdated(self):
        return [entry for entry in self.entries if entry not in self.used]


def report(document, known, found):
    unexplained = {
        request: rest
        for request, elements in found.items()
        if (rest := [element for element in elements if not known.explains(request, element)])
    }
    if unexplained:
        print("The document has elements that the spec does not have:\n")
        for request, elements in unexplained.items():
            print(f"  {request}")
            print(*(f"    {element}" for element in elements), sep="\n")
        print("\nAdd each element to the spec, or to known_mistakes.yaml with what is right instead.\n")
    outdated = known.outdated()
    if outdated:
        print("Known mistakes that no longer apply, because the document or the spec has changed:\n")
        print(*(f"  {known.id}.{mistake}: {request}: {element}" for mistake, request, element in outdated), sep="\n")
        print("\nRemove these entries from known_mistakes.yaml.\n")
    total = sum(map(len, found.values()))
    rest = sum(map(len, unexplained.values()))
    name = f"`{known.id}`" if known.id else "a document without known mistakes"
    print(f"{document.name} is {name}: {len(document.operations)} operations, {total} differences")
    print(f"{total - rest} known mistakes, {rest} unexplained differences, {len(outdated)} outdated entries")
    return 1 if unexplained or outdated else 0


def main():
    root = Path(__file__).resolve().parents[2]
    summary, _, details = __doc__.partition("\n\n")
    parser = argparse.ArgumentParser(
        prog="tools/openapi/parity",
        description=summary,
        epilog=details,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("document", metavar="DOCUMENT", help="OpenAPI document, version 3, in YAML or JSON")
    parser.add_argument("--document", metavar="ID", dest="id", help="id of the document in known_mistakes.yaml")
    parser.add_argument("--export", metavar="FOLDER", default=root / "openapi", help="folder of the exported documents")
    parser.add_argument("--spec", metavar="FOLDER", default=root / "spec", help="folder of the spec")
    arguments = parser.parse_args()
    try:
        document = Document(arguments.document)
        export = Export(arguments.export)
        known = KnownMistakes(arguments.spec, document, arguments.id)
        return report(document, known, differences(document, export))
    except Failure as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
