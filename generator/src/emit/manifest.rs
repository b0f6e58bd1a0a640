//! The package's manifest, and the settings of its formatter.

use askama::Template;

use super::{Context, Output, rust};

#[derive(Template)]
#[template(path = "Cargo.toml.txt", escape = "none")]
struct CargoManifest<'a> {
    header: String,
    package: &'a crate::model::Package,
    features: Vec<&'a str>,
    /// Former names of features, each with the present one.
    former: Vec<(&'a str, &'a str)>,
    runtime_path: Option<&'a str>,
    runtime_version: &'a str,
}

/// The runtime's version that generated code is written for.
const RUNTIME_VERSION: &str = "0.1.0";

pub(super) fn emit(context: &Context<'_>, output: &mut Output) {
    let origin = context.origin("");
    let manifest = CargoManifest {
        header: rust::header("#", &origin),
        package: &context.api.package,
        features: context.products().map(|(_, _, names)| names.module.as_str()).collect(),
        former: context
            .products()
            .filter_map(|(_, _, names)| Some((names.former.as_ref()?.module.as_str(), names.module.as_str())))
            .collect(),
        runtime_path: context.settings.runtime_path.as_deref(),
        runtime_version: RUNTIME_VERSION,
    };
    add(output, "Cargo.toml", &manifest);
    let formatter = format!(
        "{}# The generator formats these files. The result of rustfmt would depend on its version.\ndisable_all_formatting = true\n",
        rust::header("#", &origin)
    );
    output.add_text("rustfmt.toml", formatter);
}

pub(super) fn add(output: &mut Output, path: &str, template: &impl Template) {
    // Rendering into a String fails only if a `Display` implementation fails, and no template uses such a type.
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
