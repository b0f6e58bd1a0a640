"""Tests of tools/openapi/parity with made-up documents."""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TOOL = Path(__file__).with_name("parity.py")

EXPORT = {
    "openapi": "3.1.0",
    "servers": [{"url": "https://shop.example"}],
    "components": {
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
        "schemas": {
            "Color": {"anyOf": [{"type": "string", "enum": ["red", "blue"]}, {"type": "string"}]},
            "Item": {
                "type": "object",
                "properties": {
                    "id": {"type": "string"},
                    "color": {"$ref": "#/components/schemas/Color"},
                    "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Item"}},
                    "note": {"anyOf": [{"type": "string"}, {"enum": [""]}, {"type": "null"}]},
                },
            },
        },
    },
    "paths": {
        "/v1/items/{item_id}": {
            "get": {
                "parameters": [
                    {"in": "path", "name": "item_id", "required": True, "schema": {"type": "string"}},
                    {"in": "query", "name": "color", "schema": {"$ref": "#/components/schemas/Color"}},
                ],
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}}},
                },
            },
            "put": {
                "requestBody": {
                    "content": {"multipart/form-data": {"schema": {"allOf": [{"$ref": "#/components/schemas/Item"}]}}},
                },
            },
        },
        "/v1/red/items": {"delete": {"x-path-template": "/v1/{color}/items"}},
        "/v1/blue/items": {"delete": {"x-path-template": "/v1/{color}/items"}},
        "/v1/shops/{kind}": {
            "get": {"parameters": [{"in": "path", "name": "kind", "schema": {"$ref": "#/components/schemas/Color"}}]},
        },
    },
}

# The same API in a different form: base path, names, media types and combination of schemas.
SAME = """
openapi: 3.0.3
info: { title: Shop, version: 1.0.0 }
servers: [{ url: "https://{id}.shop.example/{version}/", variables: { version: { default: v1 } } }]
paths:
  /items/{id}/:
    parameters:
      - { in: path, name: id, required: true, schema: { type: string } }
      - { in: header, name: x-key, schema: { type: string } }
    get:
      parameters: [{ in: query, name: color, schema: { type: string, enum: [blue] } }]
      responses: { 200: { $ref: "#/components/responses/Item" } }
    put:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: { oneOf: [{ $ref: "#/components/schemas/Item" }, { properties: { note: { enum: [a, b] } } }] }
  /{color}/items: { delete: {} }
  /shops/red: { get: {} }
components:
  responses: { Item: { content: { text/json: { schema: { $ref: "#/components/schemas/Item" } } } } }
  schemas:
    Item: { properties: { id: { type: string }, parts: { items: { $ref: "#/components/schemas/Item" } } } }
"""

# Changes of the document above, each with the element that it adds.
ADDED = [
    ("  /shops/red: {", "  /shops/green: { get: {} }\n  /shops/red: {", "GET /v1/shops/green", "request"),
    ("/shops/red: { get:", "/shops/red: { post: {}, get:", "POST /v1/shops/red", "request"),
    ("name: color,", "name: size, schema: {} }, { in: query, name: color,", "GET /v1/items/{id}", "query.size"),
    ("[blue]", "[blue, off]", "GET /v1/items/{id}", "query.color=off"),
    ("name: x-key", "name: X-Trace", "GET /v1/items/{id}", "header.x-trace"),
    ("note: {", "text: { properties: { b: {} } }, note: {", "PUT /v1/items/{id}", "body.text"),
    ("note: {", "parts: { items: { properties: { b: {} } } }, note: {", "PUT /v1/items/{id}", "body.parts.b"),
    ("Item: { properties: {", "Item: { properties: { price: {},", "GET /v1/items/{id}", "response.price"),
    (
        "items: { delete: {}",
        "items: { delete: { parameters: [{ in: path, name: at }] }",
        "DELETE /v1/{color}/items",
        "path.at",
    ),
    (
        "items: { delete: {}",
        "items: { delete: { parameters: [{ in: path, name: color, schema: { enum: [red, green] } }] }",
        "DELETE /v1/{color}/items",
        "path.color=green",
    ),
]

KNOWN = """
format: 1
known_mistakes:
  first:
    title: The first document
    docs: https://shop.example/openapi.yaml
    recognized_by: { openapi: 3.0.3, info.version: 1.0.0 }
    mistakes:
      wrong: { right: It is not so., at: { %s } }
  second:
    title: The second document
    docs: https://shop.example/openapi2.yaml
    recognized_by: { openapi: 3.0.4 }
    mistakes: {}
"""


class Parity(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "shop.json").write_text(json.dumps(EXPORT))

    def run_tool(self, document, known=None, *options):
        path = self.folder / "document.yaml"
        path.write_text(document)
        if known is not None:
            (self.folder / "known_mistakes.yaml").write_text(known)
        return self.run_with(path, *options)

    def run_with(self, path, *options):
        folders = ["--export", self.folder, "--spec", self.folder]
        return subprocess.run([sys.executable, TOOL, *folders, *options, path], capture_output=True, text=True)

    def check(self, result, code, *lines):
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        for line in lines:
            self.assertIn(line, (result.stdout + result.stderr).splitlines())

    def test_same_api_in_other_words_has_no_difference(self):
        self.check(self.run_tool(SAME), 0, "0 known mistakes, 0 unexplained differences, 0 outdated entries")
        self.check(self.run_tool(json.dumps(EXPORT)), 0)

    def test_each_kind_of_element_is_found_and_can_be_a_known_mistake(self):
        for old, new, request, element in ADDED:
            with self.subTest(element=element, request=request):
                self.assertIn(old, SAME)
                document = SAME.replace(old, new, 1)
                nothing = KNOWN.replace("{ %s }", "{}")
                # The changed parts of the document belong to more elements than the one that is named here.
                others = {"header.x-trace": ["header.x-trace"], "response.price": ["body.price", "body.parts.price"]}
                others = others.get(element, [])
                count = f"0 known mistakes, {1 + len(others)} unexplained differences, 0 outdated entries"
                self.check(self.run_tool(document, nothing), 1, f"  {request}", f"    {element}", count)
                known = f'"{request}": {element}'
                if others:
                    known += f', "PUT /v1/items/{{id}}": [{", ".join(others)}]'
                self.check(self.run_tool(document, KNOWN % known), 0)
                self.check(
                    self.run_tool(SAME, KNOWN % f'"{request}": {element}'), 1, f"  first.wrong: {request}: {element}"
                )

    def test_known_mistakes_belong_to_one_document(self):
        document = SAME.replace("[blue]", "[blue, off]")
        known = KNOWN % '"GET /v1/items/{id}": query.color'
        self.check(self.run_tool(document, known), 0)
        self.check(self.run_tool(document.replace("3.0.3", "3.0.4"), known), 1, "    query.color=off")
        self.check(self.run_tool(document.replace("3.0.3", "3.0.9"), known), 1, "    query.color=off")
        self.check(self.run_tool(document.replace("3.0.3", "3.0.9"), known, "--document", "first"), 0)
        both = known.replace("3.0.4", "3.0.3")
        message = "error: cannot tell the document: it is recognized as `first`, `second`; name one with --document"
        self.check(self.run_tool(document, both), 2, message)
        self.check(self.run_tool(document, both, "--document", "second"), 1)

    def test_files_that_cannot_be_compared_are_errors(self):
        missing = self.folder / "missing.yaml"
        self.check(
            self.run_with(missing), 2, f"error: cannot read {missing}: there is no such file; check the path"
        )
        for document, message in [
            ("a: [", "name a file of valid YAML or JSON"),
            ("{", "name a file of valid YAML or JSON"),
            ("", "it is no OpenAPI document of version 3"),
            ("- a", "it is no OpenAPI document of version 3"),
            ("swagger: '2.0'\npaths: { /a: {} }", "it is no OpenAPI document of version 3"),
            (SAME.replace("schemas/Item", "schemas/No"), "the reference `#/components/schemas/No` leads to nothing"),
            (SAME.replace("get:\n", "get:\n      requestBody: { $ref: 'other.yaml' }\n"), "leads to nothing"),
            (SAME.replace("name: color,", ""), "it is no valid OpenAPI document"),
        ]:
            with self.subTest(message=message, document=document[:40]):
                result = self.run_tool(document)
                self.check(result, 2)
                self.assertIn(message, result.stderr)
                self.assertEqual(result.stderr.count("\n"), 1)
        self.check(self.run_tool(SAME, KNOWN % "a: b", "--document", "third"), 2)
        malformed = "known_mistakes: { first: { recognized_by: { openapi: 3.0.3 }, mistakes: [a] } }"
        self.check(self.run_tool(SAME, malformed), 2)
        (self.folder / "shop.json").unlink()
        self.check(self.run_tool(SAME), 2)


if __name__ == "__main__":
    unittest.main()
