//! The committed schemas match the format, and every file of the spec names its schema.

use api_client_generator::source::read_folder;

use crate::support::{Workshop, repository};

#[test]
fn committed_schema_is_up_to_date() {
    let workshop = Workshop::new();
    workshop.run(&["schema", "--check"]).exits(0);
    let text = workshop.read("spec/schema.json");
    workshop.write("spec/schema.json", &text.replacen("boolean", "bolean", 1));
    let outcome = workshop.run(&["schema", "--check"]).exits(1);
    assert!(outcome.stdout.contains("api-client schema") && outcome.stdout.contains("bolean"), "{}", outcome.stdout);
    workshop.run(&["schema"]).exits(0);
    assert_eq!(workshop.read("spec/schema.json"), text);
}

#[test]
fn schemas_of_reports_are_printed_written_and_checked() {
    for (schema, committed) in
        [("report", "tools/diff/report.schema.json"), ("check", "tools/editor/check.schema.json")]
    {
        let workshop = Workshop::empty();
        let printed = workshop.run(&["schema", schema]).exits(0).stdout;
        let text = std::fs::read_to_string(repository().join(committed)).expect("it is there");
        assert!(printed == text, "cargo xtask schema {schema} --output {committed}");
        let check = ["schema", schema, "--check", "--output", "file.json"];
        let missing = workshop.run(&check).exits(1).stdout;
        assert!(missing.contains(&format!("api-client schema {schema} --output file.json")), "{missing}");
        workshop.run(&["schema", schema, "--output", "file.json"]).exits(0);
        assert_eq!(workshop.read("file.json"), printed);
        workshop.run(&check).exits(0);
        workshop.edit("file.json", "\"title\": \"Report\"", "\"title\": \"Other\"");
        let difference = workshop.run(&check).exits(1).stdout;
        assert!(difference.contains("Other"), "{difference}");
        let no_file = workshop.run(&["schema", schema, "--check"]).exits(2).stderr;
        assert!(
            no_file.contains(&format!("no file to check: api-client schema {schema} --check --output")),
            "{no_file}"
        );
    }
}

#[test]
fn spec_files_name_the_schema_in_their_first_line() {
    let files = read_folder(&repository().join("spec")).expect("the spec is there");
    for file in files.into_iter().filter(|file| !file.is_guide()) {
        let schema = if file.name.contains('/') { "../schema.json" } else { "schema.json" };
        let text = String::from_utf8(file.content.expect("files can be read")).expect("files are UTF-8");
        let expected = format!("# yaml-language-server: $schema={schema}");
        assert_eq!(text.lines().next(), Some(expected.as_str()), "{}", file.name);
    }
}
