//! `api-client openapi`: the documents match the spec, and `--check` finds differences.

use crate::support::{Workshop, copy, repository};

#[test]
fn outdated_documents_are_shown_and_updated() {
    let workshop = Workshop::empty();
    copy(&repository().join("generator/tests/specs/lending"), &workshop.path("spec"));
    workshop.run(&["openapi", "--check"]).exits(1);
    workshop.run(&["openapi"]).exits(0);
    workshop.run(&["openapi", "--check"]).exits(0);
    let text = workshop.read("openapi/library.json");
    for (change, kind) in
        [(Some(text.replacen("3.1.0", "3.0.0", 1)), "library.json: edited by hand"), (None, "library.json: missing")]
    {
        match change {
            Some(changed) => workshop.write("openapi/library.json", &changed),
            None => std::fs::remove_file(workshop.path("openapi/library.json")).expect("files can be removed"),
        }
        let outcome = workshop.run(&["openapi", "--check"]).exits(1);
        assert!(outcome.stdout.contains(kind) && outcome.stdout.contains("api-client openapi"), "{}", outcome.stdout);
        workshop.run(&["openapi"]).exits(0);
        assert_eq!(workshop.read("openapi/library.json"), text);
    }
    workshop.edit("spec/api.yaml", "version: 1.2.0", "version: 1.3.0");
    let outcome = workshop.run(&["openapi", "--check"]).exits(1);
    assert!(outcome.stdout.contains("library.json: older than the spec"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("+    \"version\": \"1.3.0\""), "{}", outcome.stdout);
}

#[test]
fn single_product_can_be_written() {
    let workshop = Workshop::empty();
    copy(&repository().join("generator/tests/specs/obstacle_course"), &workshop.path("spec"));
    workshop.run(&["openapi", "--product", "match", "--out", "documents"]).exits(0);
    let written: Vec<_> = std::fs::read_dir(workshop.path("documents")).expect("it is there").flatten().collect();
    assert_eq!(written.len(), 1);
    workshop.run(&["openapi", "--product", "match", "--out", "documents", "--check"]).exits(0);
    // An earlier version of the document is replaced; a different file is kept.
    workshop.edit("documents/match.json", "\"openapi\": \"3.1", "\"openapi\": \"3.0");
    workshop.run(&["openapi", "--product", "match", "--out", "documents"]).exits(0);
    workshop.write("documents/async.json", "{\"mine\": true}");
    let outcome = workshop.run(&["openapi", "--product", "async", "--out", "documents"]).exits(2);
    assert!(outcome.stderr.contains("would be overwritten: async.json"), "{}", outcome.stderr);
    assert_eq!(workshop.read("documents/async.json"), "{\"mine\": true}");
    workshop.run(&["openapi", "--product", "async", "--out", "documents", "--check"]).exits(1);
    let outcome = workshop.run(&["openapi", "--product", "mach"]).exits(2);
    assert!(outcome.stderr.contains("use one of match, async"), "{}", outcome.stderr);
}

#[test]
fn operations_that_openapi_cannot_express_are_explained() {
    let workshop = Workshop::empty();
    copy(&repository().join("generator/tests/specs/lending"), &workshop.path("spec"));
    // The operation has the same method and path as one of the library, on a different host.
    workshop.edit("spec/api.yaml", "    base_path: /store\n", "");
    workshop.edit("spec/library/books.yaml", "GET /store/covers/{isbn}\n", "GET /books\n");
    workshop.edit(
        "spec/library/books.yaml",
        "    path:\n      isbn: string\n    response: unknown",
        "    response: unknown",
    );
    workshop.edit(
        "spec/library/books.yaml",
        "        with: { isbn: \"1\" }\n        wire: |-\n          GET /store/covers/1",
        "        wire: |-\n          GET /books",
    );
    workshop.run(&["check"]).exits(0);
    let outcome = workshop.run(&["openapi"]).exits(1);
    assert!(outcome.stderr.contains("E0401") && outcome.stderr.contains("different hosts"), "{}", outcome.stderr);
    assert!(!workshop.path("openapi").exists(), "nothing is written");
}
