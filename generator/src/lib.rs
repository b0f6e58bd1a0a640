//! Turns a declarative description of an HTTP API into a Rust client crate.
//!
//! Four passes, four types: [`Source`] (text with places), [`Api`]
//! (the checked model), names (every Rust identifier), [`FileSet`] (the files). A
//! later pass never reaches back, and all mistakes of a spec are reported in one run.
//!
//! ```no_run
//! use api_client_generator::{Spec, output};
//!
//! let spec = Spec::load("spec".as_ref())?;
//! match spec.resolve() {
//!     Ok(resolved) => {
//!         let files = resolved.emit(&Default::default());
//!         output::write(&files, "generated-client".as_ref())?;
//!     }
//!     Err(mistakes) => eprint!("{}", mistakes.render(spec.sources(), Default::default())),
//! }
//! # Ok::<(), std::io::Error>(())
//! ```

mod acknowledged;
mod characters;
mod complete;
pub mod coverage;
pub mod diagnostics;

mod emit;
pub mod formatting;
mod links;
mod lint;
mod markdown;
pub mod model;
pub mod naming;
mod openapi;
pub mod output;
mod parallel;
pub mod public_api;
mod resolve;
pub mod schema;
pub mod source;
pub mod statistics;
mod tokens;

use std::io;
use std::path::{Path, PathBuf};

pub use acknowledged::Acknowledgement;
use diagnostics::{Diagnostic, Diagnostics, Id};
pub use emit::Settings;
use model::Api;
use naming::Names;
pub use openapi::OpenApi;
use output::FileSet;
pub use resolve::describe_type;
use source::{InputFile, Place, Source, SourceMap};

/// A spec as it was read, with the mistakes that reading found.
#[derive(Clone, Debug)]
pub struct Spec {
    source: Source,
    diagnostics: Diagnostics,
}

/// A spec without mistakes.
#[derive(Clone, Debug)]
pub struct Resolved {
    api: Api,
    names: Names,
    acknowledgements: Vec<Acknowledgement>,
    warnings: Diagnostics,
}

impl Spec {
    /// Reads all files of a spec folder.
    ///
    /// # Errors
    /// If the folder can't be read. Whatever is wrong with the files is reported by [`Spec::resolve`].
    pub fn load(folder: &Path) -> io::Result<Self> {
        let inputs = source::read_folder(folder).map_err(|error| {
            io::Error::new(error.kind(), format!("can't read the spec folder {}: {error}", folder.display()))
        })?;
        Ok(Self::from_files(inputs, folder))
    }

    /// Takes files that were read elsewhere; their order does not matter.
    pub fn from_files(mut inputs: Vec<InputFile>, folder: &Path) -> Self {
        let mut diagnostics = Diagnostics::default();
        let missing: Vec<&str> = ["api.yaml", "documented.yaml"]
            .into_iter()
            .filter(|name| !inputs.iter().any(|input| input.name == *name))
            .collect();
        // The files that every spec has are put in place empty, so that there is a place to report at.
        for name in missing {
            let path: PathBuf = folder.join(name);
            inputs.push(InputFile { path, name: name.to_owned(), content: Err(source::NO_SUCH_FILE.into()) });
        }
        let source = source::read(inputs, &mut diagnostics);
        Self { source, diagnostics }
    }

    /// The files, for showing places.
    pub fn sources(&self) -> &SourceMap {
        self.source.map()
    }

    /// The name of the package that is generated, if `api.yaml` has one.
    pub fn package(&self) -> Option<String> {
        self.source.api.as_ref()?.string("crate")
    }

    /// The version of the format that the spec is written in, if it takes a newer generator to read it.
    pub fn newer_format(&self) -> Option<u32> {
        self.source.newer
    }

    /// The spec as it was read, with the place of every key.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The same, for programs that change values before the spec is resolved.
    pub fn source_mut(&mut self) -> &mut Source {
        &mut self.source
    }

    /// Resolves the spec and decides all names.
    ///
    /// # Errors
    /// With every mistake that was found, sorted by place.
    pub fn resolve(&self) -> Result<Resolved, Diagnostics> {
        let mut diagnostics = self.diagnostics.clone();
        if !self.source.has_api() {
            // Nothing else can be right or wrong without it.
            diagnostics.sort(self.source.map());
            return Err(diagnostics);
        }
        let api = resolve::resolve(&self.source, &mut diagnostics);
        let acknowledgements = acknowledged::resolve(&self.source, &mut diagnostics);
        let names = naming::decide(&api, &mut diagnostics);
        self.check_presence(&api, &mut diagnostics);
        if diagnostics.is_empty() {
            let mut warnings = lint::check(&api);
            warnings.sort(self.source.map());
            return Ok(Resolved { api, names, acknowledgements, warnings });
        }
        diagnostics.sort(self.source.map());
        Err(diagnostics)
    }

    /// A spec without a single operation makes no client.
    fn check_presence(&self, api: &Api, diagnostics: &mut Diagnostics) {
        if diagnostics.is_empty() && api.operations().next().is_none() {
            let file = self.source.map().files().find(|(_, file)| file.name == "api.yaml").map(|(id, _)| id);
            let Some(file) = file else { return };
            diagnostics.push(
                Diagnostic::error(Id::MissingKey, Place::start_of(file), "the spec has no operation")
                    .expected("at least one section file in the folder of a product")
                    .help("add `<product>/<section>.yaml` with an operation"),
            );
        }
    }
}

impl Resolved {
    /// Every name in Rust.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// The model.
    pub fn api(&self) -> &Api {
        &self.api
    }

    /// The changes since the last release that were accepted.
    pub fn acknowledgements(&self) -> &[Acknowledgement] {
        &self.acknowledgements
    }

    /// What could be better about the spec.
    pub fn warnings(&self) -> &Diagnostics {
        &self.warnings
    }

    /// What of the spec is not in these files, which would be a defect of the generator.
    pub fn missing_from(&self, files: &FileSet) -> Vec<String> {
        complete::missing(&self.api, &self.names, files)
    }

    /// The API as OpenAPI documents: one of everything, and one for each product.
    ///
    /// # Errors
    /// With the operations that one document can't tell apart.
    pub fn openapi(&self) -> Result<OpenApi, Diagnostics> {
        openapi::export(&self.api)
    }

    /// The files of the client, with the manifest that lists them.
    pub fn emit(&self, settings: &Settings) -> FileSet {
        let ids = model::Ids::of(&self.api);
        emit::emit(&emit::Context::new(&self.api, &self.names, settings, ids))
            .with_manifest(&settings.program, "generate")
    }
}
