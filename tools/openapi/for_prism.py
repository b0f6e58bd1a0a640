"""Copy a document without the features that Prism 5.14 does not support.

* Annotations beside a `$ref`: in a recursive type, Prism loses the properties of what is referred to.
* Forms: Prism keeps one text for each name, and reads no JSON in it. Lists and objects of a form are texts here.

With `--break`, numbers in the query are described as truths, so that requests with numbers must be refused.
"""

import json
import sys

ANNOTATIONS = {"deprecated", "description", "example", "title"}


def without_annotations(node):
    if isinstance(node, list):
        return [without_annotations(item) for item in node]
    if not isinstance(node, dict):
        return node
    if isinstance(node.get("$ref"), str):
        node = {key: value for key, value in node.items() if key not in ANNOTATIONS and not key.startswith("x-")}
    return {key: without_annotations(value) for key, value in node.items()}


def as_text(schema):
    is_scalar = schema.get("type") in ("boolean", "integer", "number", "string")
    return schema if is_scalar else {"type": "string"}


def operations(document):
    for item in document["paths"].values():
        yield from item.values()


def relax_forms(document):
    for operation in operations(document):
        form = operation.get("requestBody", {}).get("content", {}).get("multipart/form-data")
        if form is None:
            continue
        form.pop("encoding", None)
        for arm in form["schema"].get("oneOf", []) + form["schema"].get("anyOf", []) + [form["schema"]]:
            if "properties" in arm:
                arm["properties"] = {name: as_text(schema) for name, schema in arm["properties"].items()}


def break_numbers(document):
    for operation in operations(document):
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "query" and parameter.get("schema", {}).get("type") == "integer":
                parameter["schema"] = {"type": "boolean"}


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--break"]
    with open(arguments[0], encoding="utf-8") as file:
        document = json.load(file)
    document = without_annotations(document)
    relax_forms(document)
    if "--break" in sys.argv:
        break_numbers(document)
    with open(arguments[1], "w", encoding="utf-8") as file:
        json.dump(document, file)


main()
