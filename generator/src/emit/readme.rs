//! The readme of the package.

use askama::Template;

use super::manifest::add;
use super::{Context, Output, guides, prose, rust};

#[derive(Template)]
#[template(path = "README.md.txt", escape = "none")]
struct Readme<'a> {
    header: String,
    api_name: &'a str,
    package: &'a crate::model::Package,
    products: Vec<ReadmeProduct<'a>>,
    count: usize,
    /// The first guide, rendered for the readme.
    first_guide: Option<String>,
    guides: Vec<ReadmeGuide>,
}

struct ReadmeGuide {
    title: String,
    summary: String,
    link: String,
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

pub(super) fn emit(context: &Context<'_>, output: &mut Output) {
    add(output, "README.md", &readme(context));
}

fn readme<'a>(context: &'a Context<'_>) -> Readme<'a> {
    let products: Vec<ReadmeProduct<'_>> = context
        .products()
        .map(|(_, product, names)| ReadmeProduct {
            title: &product.title,
            feature: &names.module,
            sections: names
                .sections(product)
                .filter(|(_, section, _)| !section.operations.is_empty())
                .map(|(_, section, section_names)| ReadmeSection {
                    title: &section.title,
                    operations: section_names
                        .operations(section)
                        .map(|(_, operation, operation_names)| ReadmeOperation {
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
        first_guide: guides::guides(context).next().map(|(guide, _)| guides::outside_of_rustdoc(context, guide)),
        guides: guides::guides(context)
            .map(|(guide, name)| ReadmeGuide {
                title: prose::escape(&guide.title),
                summary: guides::without_links(context, &guide.summary),
                link: guides::link(context, name),
            })
            .collect(),
    }
}

impl Readme<'_> {
    /// A text as a cell of a Markdown table.
    #[allow(clippy::unused_self, reason = "templates call methods")]
    fn cell(&self, text: &str) -> String {
        text.replace('|', "\\|").replace('\n', " ")
    }
}
