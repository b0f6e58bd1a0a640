//! The files that are not Rust: package manifest, formatter settings, readme.

use askama::Template;

use super::{Context, Output, rust};

#[derive(Template)]
#[template(path = "Cargo.toml.txt", escape = "none")]
struct CargoManifest<'a> {
    header: String,
    package: &'a crate::model::Package,
    features: Vec<&'a str>,
    runtime_path: &'a str,
    runtime_version: &'a str,
}

#[derive(Template)]
#[template(path = "README.md.txt", escape = "none")]
struct Readme<'a> {
    header: String,
    api_name: &'a str,
    package: &'a crate::model::Package,
    products: Vec<ReadmeProduct<'a>>,
    count: usize,
}

struct ReadmeProduct<'a> {
    title: &'a str,
    feature: &'a str,
    sections: Vec<ReadmeSection<'a>>,
}

struct ReadmeSection<'a> {
    title: &'a str,
    operations: Vec<ReadmeOperation<'a>>,
}

struct ReadmeOperation<'a> {
    call: String,
    request: String,
    summary: &'a str,
}

/// The runtime's version that generated code is written for.
const RUNTIME_VERSION: &str = "0.1.0";

pub(super) fn emit(context: &Context<'_>, output: &mut Output) {
    let origin = context.origin("");
    let manifest = CargoManifest {
        header: rust::header("#", &origin),
        package: &context.api.package,
        features: context.products().map(|(_, _, names)| names.module.as_str()).collect(),
        runtime_path: &context.settings.runtime_path,
        runtime_version: RUNTIME_VERSION,
    };
    add(output, "Cargo.toml", &manifest);
    add(output, "README.md", &readme(context));
    let formatter = format!(
        "{}# The generator formats what it writes; rustfmt would format it differently in other versions.\ndisable_all_formatting = true\n",
        rust::header("#", &origin)
    );
    output.add_text("rustfmt.toml", formatter);
}

fn readme<'a>(context: &'a Context<'_>) -> Readme<'a> {
    let products: Vec<ReadmeProduct<'_>> = context
        .products()
        .map(|(_, product, names)| ReadmeProduct {
            title: &product.title,
            feature: &names.module,
            sections: product
                .sections
                .iter()
                .zip(&names.sections)
                .filter(|(section, _)| !section.operations.is_empty())
                .map(|(section, section_names)| ReadmeSection {
                    title: &section.title,
                    operations: section
                        .operations
                        .iter()
                        .zip(&section_names.operations)
                        .map(|(operation, operation_names)| ReadmeOperation {
                            call: format!("{}().{}().{}", names.module, section_names.module, operation_names.method),
                            request: format!("{} {}", operation.method.as_str(), operation.path.text),
                            summary: &operation.summary,
                        })
                        .collect(),
                })
                .collect(),
        })
        .collect();
    Readme {
        // An HTML comment, which readers of the rendered page do not see.
        header: format!("<!-- {} -->", rust::header("", &context.origin("")).trim().replace("\n ", " ")),
        api_name: &context.api.name,
        package: &context.api.package,
        count: context.api.operations().count(),
        products,
    }
}

fn add(output: &mut Output, path: &str, template: &impl Template) {
    // Rendering into a String fails only if a Display implementation does, and these have none of their own.
    let text = template.render().unwrap_or_default();
    output.add_text(path, text.trim_end().to_owned() + "\n");
}

impl CargoManifest<'_> {
    /// A text as a TOML string. JSON's escapes are a part of TOML's; Rust's `\u{200b}` is not.
    #[allow(clippy::unused_self, reason = "templates call methods")]
    fn toml(&self, text: &str) -> String {
        serde_json::Value::from(text).to_string()
    }
}

impl Readme<'_> {
    /// A text as a cell of a Markdown table.
    #[allow(clippy::unused_self, reason = "templates call methods")]
    fn cell(&self, text: &str) -> String {
        text.replace('|', "\\|").replace('\n', " ")
    }
}
