//! Synthetic specs of any size, with the proportions of a real one.

use std::fmt::Write;
use std::path::Path;

use api_client_generator::Spec;
use api_client_generator::source::InputFile;

const PER_SECTION: usize = 20;
const SECTIONS_PER_PRODUCT: usize = 15;

/// Returns a spec with N operations. Each has its own examples; every second one has a separate type.
pub(crate) fn spec(operations: usize) -> Spec {
    Spec::from_files(files(operations), Path::new("spec"))
}

fn files(operations: usize) -> Vec<InputFile> {
    let sections = operations.div_ceil(PER_SECTION);
    let products = sections.div_ceil(SECTIONS_PER_PRODUCT);
    let mut api = API.to_owned();
    let mut documented = "format: 1\ndocumented:\n".to_owned();
    let mut files = Vec::new();
    let mut left = operations;
    for product in 0..products {
        let _ = writeln!(api, "  p{product}: {{ title: Product {product}, host: main, doc: Part {product} of it. }}");
        if product == 0 {
            documented.push_str("  p0:\n    title: Product 0\n    sections:\n");
        }
        files.push(file(&format!("p{product}/types.yaml"), SHARED_TYPES.to_owned()));
        for section in 0..SECTIONS_PER_PRODUCT.min(sections - product * SECTIONS_PER_PRODUCT) {
            let count = PER_SECTION.min(left);
            left -= count;
            if product == 0 {
                let _ = writeln!(documented, "      s{section}:\n        title: Section {section}\n        endpoints:");
                for number in 0..count {
                    let _ = writeln!(documented, "          e{number}: Endpoint {number}");
                }
            }
            files.push(file(&format!("p{product}/s{section}.yaml"), self::section(product, section, count)));
        }
    }
    files.push(file("api.yaml", api));
    files.push(file("documented.yaml", documented));
    files
}

fn file(name: &str, text: String) -> InputFile {
    InputFile { path: Path::new("spec").join(name), name: name.to_owned(), content: Ok(text.into_bytes()) }
}

fn section(product: usize, section: usize, operations: usize) -> String {
    let mut text = format!(
        "format: 1\nsection: s{section}\ntitle: Section {section}\ndocs: https://example.com/{section}\n\
         doc: Things of the section {section}.\noperations:\n"
    );
    let mut types = "types:\n".to_owned();
    for number in 0..operations {
        let id = format!("{section}_{number}");
        // The documented list is one file with a size limit, so the other products are not in it.
        let documented = match product {
            0 => format!("    documented: p0/s{section}/e{number}\n"),
            _ => String::new(),
        };
        let template = if number % 2 == 0 { CHANGE } else { LIST };
        let own = format!("S{section}N{number}");
        text.push_str(
            &template
                .replace("{ID}", &id)
                .replace("{PRODUCT}", &format!("p{product}"))
                .replace("{DOCUMENTED}", &documented)
                .replace("{TYPE}", &own),
        );
        if number % 2 == 0 {
            types.push_str(&TYPE.replace("{ID}", &own));
        }
    }
    text + &types
}

const API: &str = "\
format: 1
name: Big API
crate: big-client
version: 0.1.0
description: Client of something big
license: MIT
credentials:
  key: { doc: The key. }
errors:
  plain: { body: { code: code, message: message } }
hosts:
  main: { doc: The server., url: https://big.example, base_path: /v1, auth: { header: X-Key, credential: key }, errors: plain }
pagination:
  cursor: { cursor: { request: after, response: next } }
products:
";

const SHARED_TYPES: &str = "\
format: 1
types:
  Kind:
    doc: What kind of thing it is.
    enum: { small: A small one., large: A large one., odd: Neither of both. }
  Thing:
    doc: A thing that many operations answer.
    fields:
      thing_id: { type: string, always: true, doc: Its id. }
      kind: { type: Kind, doc: Its kind. }
      created_at: { type: timestamp_ms, doc: \"When it was made, in Unix milliseconds.\" }
      labels: { type: map<string>, doc: Labels of your own. }
      parts: { type: list<Thing>, doc: What it consists of. }
      note: { type: string, doc: A remark. }
      price: { type: float, doc: What it costs. }
      is_sold: { type: bool, doc: Whether it is sold. }
";

const TYPE: &str = "
  {ID}:
    doc: A thing of this operation alone.
    fields:
      id: { type: string, always: true, doc: Its id. }
      name: { type: string, doc: Its name. }
      count: { type: int, doc: How many there are. }
      inner: { type: Thing, doc: The thing in it. }
      tags: { type: list<string>, doc: Words about it. }
";

const CHANGE: &str = "
  change_{ID}:
{DOCUMENTED}    request: PUT /v1/{PRODUCT}/things_{ID}/{thing_id}
    summary: Changes the thing {ID}.
    doc: More about it than fits into one line, so that there is something to read.
    path:
      thing_id: { type: string, doc: Its id. }
    body:
      kind: { type: Kind, required: true, doc: What it becomes. }
      name: { type: string, max_length: 80, doc: Its new name. }
      note: { type: string, nullable: true, doc: A remark. }
      count: { type: int, default: 1, min: 1, max: 100, doc: How many. }
      labels: { type: map<string>, max_items: 10, doc: Labels of your own. }
      until: { type: timestamp_ms, doc: \"How long, in Unix milliseconds.\" }
    response: { type: {TYPE}, in: thing }
    evidence: documented
    examples:
      full:
        with: { thing_id: a b, kind: odd, name: A name, note: null, count: 3, labels: { a: b } }
        wire: |-
          PUT /v1/{PRODUCT}/things_{ID}/a%20b
          X-Key: EXAMPLE-KEY
          Content-Type: application/json; charset=utf-8

          {\"kind\":\"odd\",\"name\":\"A name\",\"note\":null,\"count\":3,\"labels\":{\"a\":\"b\"}}
        response: '{\"thing\":{\"id\":\"a\",\"name\":\"odd\",\"count\":3,\"inner\":{\"thing_id\":\"b\"},\"tags\":[]}}'
      minimal:
        with: { thing_id: x, kind: small }
        wire: |-
          PUT /v1/{PRODUCT}/things_{ID}/x
          X-Key: EXAMPLE-KEY
          Content-Type: application/json; charset=utf-8

          {\"kind\":\"small\"}
        response: '{\"thing\":{\"id\":\"x\"}}'

";

const LIST: &str = "
  list_{ID}:
{DOCUMENTED}    request: GET /v1/{PRODUCT}/lists_{ID}
    summary: Lists the things {ID}.
    query:
      after: { type: string, doc: Where to go on. }
      limit: { type: int, default: 10, min: 1, max: 100, doc: Things on a page. }
      kinds: { type: list<Kind>, wire: comma, doc: Only these kinds. }
    response:
      fields:
        things: { type: list<Thing>, doc: The things of this page. }
        next: { type: string, doc: Where the next page starts. }
    pagination: { style: cursor, items: things }
    evidence: documented
    examples:
      full:
        with: { limit: 2, kinds: [small, odd], after: x }
        wire: |-
          GET /v1/{PRODUCT}/lists_{ID}?limit=2&kinds=small,odd&after=x
          X-Key: EXAMPLE-KEY
        response: '{\"things\":[{\"thing_id\":\"a\",\"kind\":\"large\"}],\"next\":\"\"}'
      minimal:
        with: {}
        wire: |-
          GET /v1/{PRODUCT}/lists_{ID}
          X-Key: EXAMPLE-KEY
        response: '{\"things\":[]}'

";
