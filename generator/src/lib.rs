//! Turns a declarative description of an HTTP API into a Rust client crate.
//!
//! Four passes, four types: [`Source`] (text with places), [`Api`]
//! (the checked model), names (every Rust identifier), [`FileSet`] (the files). A
//! later pass does not use an earlier one, and one run reports all errors of a spec.
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
mod http_files;
mod links;
mod lint;
mod markdown;
pub mod model;
pub mod naming;
pub mod observe;
mod openapi;
pub mod output;
mod parallel;
mod percent;
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

/// A spec as read, with the errors of reading.
#[derive(Clone, Debug)]
pub struct Spec {
    source: Source,
    diagnostics: Diagnostics,
}

/// A spec without errors.
#[derive(Clone, Debug)]
pub struct Resolved {
    api: Api,
    names: Names,
    acknowledgements: Vec<Acknowledgement>,
    warnings: Diagnostics,
    /// A hash of the content of the spec.
    hash: String,
}

impl Spec {
    /// Reads all files of a spec folder.
    ///
    /// # Errors
    /// If the folder cannot be read. [`Spec::resolve`] reports errors in the files.
    pub fn load(folder: &Path) -> io::Result<Self> {
        let inputs = source::read_folder(folder).map_err(|error| {
            io::Error::new(
                error.kind(),
                format!("can't read the spec folder {}: {error}", diagnostics::display_path(folder)),
            )
        })?;
        Ok(Self::from_files(inputs, folder))
    }

    /// Creates a spec from files in memory, in any order.
    pub fn from_files(mut inputs: Vec<InputFile>, folder: &Path) -> Self {
        let mut diagnostics = Diagnostics::default();
        let missing: Vec<&str> = ["api.yaml", "documented.yaml"]
            .into_iter()
            .filter(|name| !inputs.iter().any(|input| input.name == *name))
            .collect();
        // Required files that are missing are added empty, so that errors have a location.
        for name in missing {
            let path: PathBuf = folder.join(name);
            inputs.push(InputFile { path, name: name.to_owned(), content: Err(source::NO_SUCH_FILE.into()) });
        }
        let source = source::read(inputs, &mut diagnostics);
        Self { source, diagnostics }
    }

    /// Returns the files, for locations in messages.
    pub fn sources(&self) -> &SourceMap {
        self.source.map()
    }

    /// Returns the name of the generated package, if `api.yaml` has one.
    pub fn package(&self) -> Option<String> {
        self.source.api.as_ref()?.string("crate")
    }

    /// Returns the format version of the spec, if this generator is too old for it.
    pub fn newer_format(&self) -> Option<u32> {
        self.source.newer
    }

    /// Returns the spec as read, with the location of every key.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Returns the spec for changes of values before it is resolved.
    pub fn source_mut(&mut self) -> &mut Source {
        &mut self.source
    }

    /// Resolves the spec and decides all names.
    ///
    /// # Errors
    /// Returns all errors, sorted by location.
    pub fn resolve(&self) -> Result<Resolved, Diagnostics> {
        let mut diagnostics = self.diagnostics.clone();
        if !self.source.has_api() {
            // Without it, no other check is possible.
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
            return Ok(Resolved { api, names, acknowledgements, warnings, hash: self.source.hash() });
        }
        diagnostics.sort(self.source.map());
        Err(diagnostics)
    }

    /// A client needs at least one operation.
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
    /// Returns all Rust names.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// The model.
    pub fn api(&self) -> &Api {
        &self.api
    }

    /// Returns the accepted changes since the last release.
    pub fn acknowledgements(&self) -> &[Acknowledgement] {
        &self.acknowledgements
    }

    /// Returns the warnings about the spec.
    pub fn warnings(&self) -> &Diagnostics {
        &self.warnings
    }

    /// Returns the elements of the spec that are missing in these files, which would be a bug of the generator.
    pub fn missing_from(&self, files: &FileSet) -> Vec<String> {
        complete::missing(&self.api, &self.names, files)
    }

    /// Returns the API as OpenAPI documents: one for the whole API, and one for each product.
    ///
    /// # Errors
    /// Returns the operations that a document cannot distinguish.
    pub fn openapi(&self) -> Result<OpenApi, Diagnostics> {
        openapi::export(&self.api)
    }

    /// Returns the examples as `.http` files, with the manifest that lists them and names the program. `fake_url` is the
    /// URL of a fake server for the variables of these files.
    pub fn http_files(&self, program: &str, fake_url: &str) -> FileSet {
        http_files::export(&self.api, fake_url).with_manifest(program, "http")
    }

    /// Returns the description of the API for a fake server without a client. It names credentials by their ids, and has
    /// no events.
    pub fn fake_description(&self) -> api_client_description::Description {
        emit::requests(&self.api)
    }

    /// Returns the API reference as the source of an [mdBook](https://rust-lang.github.io/mdBook), with the manifest that
    /// lists its files. `changelog` is the Markdown of the changelog, which is a page of the book.
    ///
    /// # Errors
    /// Returns the operations that an OpenAPI document cannot distinguish.
    pub fn book(&self, settings: &Settings, changelog: Option<&str>) -> Result<FileSet, Diagnostics> {
        let parts = openapi::parts(&self.api)?;
        let ids = model::Ids::of(&self.api);
        let context = emit::Context::new(&self.api, &self.names, settings, &self.hash, ids);
        Ok(emit::book::emit(&context, &parts, changelog).with_manifest(&settings.program, "book"))
    }

    /// Returns the files of the client, with the manifest that lists them.
    pub fn emit(&self, settings: &Settings) -> FileSet {
        let ids = model::Ids::of(&self.api);
        emit::emit(&emit::Context::new(&self.api, &self.names, settings, &self.hash, ids))
            .with_manifest(&settings.program, "generate")
    }
}
