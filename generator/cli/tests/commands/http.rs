//! `api-client http`: the files match the spec, their variables have values, and `--check` finds differences.

use std::collections::BTreeSet;

use crate::support::{Workshop, copy, repository};

fn workshop(spec: &str) -> Workshop {
    let workshop = Workshop::empty();
    copy(&repository().join("generator/tests/specs").join(spec), &workshop.path("spec"));
    workshop
}

#[test]
fn outdated_files_are_shown_and_updated() {
    let workshop = workshop("lending");
    workshop.run(&["http", "--check"]).exits(1);
    assert!(!workshop.path("http").exists(), "`--check` writes nothing");
    workshop.run(&["http"]).exits(0);
    workshop.run(&["http", "--check"]).exits(0);
    workshop.edit("http/library/books.http", "GET {{main_base_url}}/books?", "GET {{main_base_url}}/book?");
    let outcome = workshop.run(&["http", "--check"]).exits(1);
    for words in ["library/books.http: edited by hand", "to update them: api-client http"] {
        assert!(outcome.stdout.contains(words), "`{words}` is missing in:\n{}", outcome.stdout);
    }
    workshop.run(&["http"]).exits(0);
    workshop.run(&["http", "--check"]).exits(0);
    let outcome = workshop.run(&["http", "--out", "spec/http"]).exits(2);
    assert!(outcome.stderr.contains("is inside the spec"), "{}", outcome.stderr);
    workshop.edit("spec/library/books.yaml", "GET /books\n    summary", "GET books\n    summary");
    workshop.run(&["http"]).exits(1);
}

#[test]
fn tokens_and_configuration_values_are_variables_in_each_part_of_a_request() {
    for (spec, file, request) in [
        // A token in a header with a prefix, and a configuration value in the path.
        (
            "lending",
            "library/books.http",
            "### Lends a book to a reader.\n# library.books.lend_book\n\
             POST {{main_base_url}}/tenants/{{tenant}}/books/a%2Fb/readers/%C3%A9/loans\n\
             Authorization: Bearer {{access_token}}\nContent-Type: application/json; charset=utf-8\n\n{\"due\":",
        ),
        // A token in the query, and the page of the documentation.
        (
            "weather",
            "meteo/stations.http",
            "# meteo.stations.retrieve_station\n# https://weather.example/docs/stations\n\
             GET {{stations_base_url}}/stations/s%201?key={{station_key}}\n\n",
        ),
        // Configuration values in the query, in a header and in the body.
        ("obstacle_course", "async/self.http", "/await?tenant={{tenant}}&until=2024-02-29T00%3A00%3A00Z&"),
        ("obstacle_course", "match/types_of.http", "\nX-Tenant: {{tenant}}\n"),
        ("obstacle_course", "match/types_of.http", "\"tenant\":\"{{tenant}}\""),
    ] {
        let workshop = workshop(spec);
        workshop.run(&["http"]).exits(0);
        let text = workshop.read(&format!("http/{file}"));
        assert!(text.contains(request), "`{request}` is missing in {file}:\n{text}");
        // Each variable has a value for a fake server.
        let environments: serde_json::Value =
            serde_json::from_str(&workshop.read("http/http-client.env.json")).expect("it is JSON");
        let used: BTreeSet<&str> = text.split("{{").skip(1).filter_map(|rest| Some(rest.split_once("}}")?.0)).collect();
        for variable in used {
            assert!(environments["fake"][variable].is_string(), "{file}: `{variable}` has no value");
        }
    }
}

/// A client would replace two braces with the value of a variable.
#[test]
fn braces_in_a_body_are_no_variable() {
    let workshop = workshop("lending");
    workshop.edit("spec/library/books.yaml", "any: [1, two,", "any: [1, \"{{two}}\",");
    workshop.edit("spec/library/books.yaml", "\"any\":[1,\"two\",", "\"any\":[1,\"{{two}}\",");
    workshop.run(&["http"]).exits(0);
    let text = workshop.read("http/library/books.http");
    assert!(text.contains(r#""any":[1,"{\u007btwo}}",null,3.5]"#), "{text}");
}
