//! `cargo xtask mutate`: checks that the contract test fails if an encoder is broken.
//!
//! The task breaks a copy of the workspace in one place at a time, and runs the contract test of its client. A mutation
//! that no test detects is a finding, unless the spec does not use the encoder.

mod mutations;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use api_client::{Context, Outcome, Report, println, resolve, settings};
use mutations::{MUTATIONS, Mutation};

/// The parts of the workspace that the client and its contract test need.
const PARTS: [&str; 2] = ["generator/runtime", "generated-client"];

pub(crate) fn run(context: &Context) -> Report {
    let Some(resolved) = resolve(context)? else { return Ok(Outcome::Findings) };
    let root = api_client::root(&[&context.spec])?;
    let copy = Copy::make(&root)?;
    let client = copy.folder.join("generated-client");
    let mut settings = settings(context, &root);
    settings.runtime_path = Some("../generator/runtime".into());
    let files = resolved.emit(&settings);
    for (path, text) in files.iter() {
        let path = client.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&client))?;
        fs::write(path, text)?;
    }
    let package = &resolved.api().package.name.value;
    if let Outcome::Findings = report("without a mutation", copy.contract_test(package)?, false)? {
        return Err("the contract test fails without a mutation: fix it first".into());
    }
    let mut missed = Vec::new();
    for mutation in MUTATIONS {
        let broken = copy.broken(mutation)?;
        if report(mutation.encoder, copy.contract_test(package)?, true)? == Outcome::Findings {
            missed.push(mutation.encoder);
        }
        drop(broken);
    }
    if missed.is_empty() {
        println!("the contract test detected all {} mutations", MUTATIONS.len());
        return Ok(Outcome::Fine);
    }
    println!("not detected, or not used by the spec:");
    for encoder in missed {
        println!("  {encoder}");
    }
    println!("`--spec generator/tests/specs/obstacle_course` uses every encoder");
    Ok(Outcome::Findings)
}

/// Prints the result of a run, and returns whether it is the expected one.
fn report(what: &str, run: TestRun, should_fail: bool) -> Result<Outcome, Box<dyn Error>> {
    let text = match run {
        TestRun::Passed => "no example fails".to_owned(),
        TestRun::Failed(examples) => format!("{examples} examples fail"),
        TestRun::DoesNotBuild(message) => {
            return Err(
                format!("`{what}` does not compile: fix it in xtask/src/mutate/mutations.rs:\n{message}").into()
            );
        }
    };
    println!("{what:<60} {text}");
    Ok(if should_fail == matches!(run, TestRun::Passed) { Outcome::Findings } else { Outcome::Fine })
}

enum TestRun {
    Passed,
    Failed(usize),
    DoesNotBuild(String),
}

/// A copy of the workspace, which is removed when it is dropped.
struct Copy {
    folder: PathBuf,
    target: PathBuf,
}

impl Copy {
    fn make(root: &Path) -> Result<Self, Box<dyn Error>> {
        let folder = std::env::temp_dir().join(format!("mutated-client-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        // The copy reuses the compiled dependencies of an earlier run.
        let copy = Self { folder, target: root.join("target/mutate") };
        for part in PARTS {
            copy_folder(&root.join(part), &copy.folder.join(part))?;
        }
        let manifest = fs::read_to_string(root.join("Cargo.toml"))?;
        let start = manifest.find("members").ok_or("the workspace has no members")?;
        let end = start + manifest[start..].find(']').ok_or("the list of members does not end")? + 1;
        let members = format!("members = {PARTS:?}");
        fs::write(copy.folder.join("Cargo.toml"), manifest[..start].to_owned() + &members + &manifest[end..])?;
        fs::copy(root.join("Cargo.lock"), copy.folder.join("Cargo.lock"))?;
        Ok(copy)
    }

    /// Breaks an encoder until the returned value is dropped.
    fn broken(&self, mutation: &Mutation) -> Result<Broken, Box<dyn Error>> {
        let path = self.folder.join("generator/runtime/src").join(mutation.file);
        let text = fs::read_to_string(&path)?;
        if text.matches(mutation.from).count() != 1 {
            let (encoder, file) = (mutation.encoder, mutation.file);
            let problem = format!("`{encoder}` does not match {file}: fix it in xtask/src/mutate/mutations.rs");
            return Err(problem.into());
        }
        fs::write(&path, text.replacen(mutation.from, mutation.to, 1))?;
        Ok(Broken { path, text })
    }

    fn contract_test(&self, package: &str) -> Result<TestRun, Box<dyn Error>> {
        let cargo = |arguments: &[&str]| {
            let mut command = Command::new("cargo");
            command.args(["test", "--package", package, "--test", "contract", "--quiet"]).args(arguments);
            command.current_dir(&self.folder).env("CARGO_TARGET_DIR", &self.target).stdin(Stdio::null());
            command.env("RUST_BACKTRACE", "0").output()
        };
        let build = cargo(&["--no-run"])?;
        if !build.status.success() {
            return Ok(TestRun::DoesNotBuild(String::from_utf8_lossy(&build.stderr).into_owned()));
        }
        let run = cargo(&[])?;
        if run.status.success() {
            return Ok(TestRun::Passed);
        }
        let output = String::from_utf8_lossy(&run.stdout);
        let failed = output.split("; ").find_map(|part| part.strip_suffix(" failed")?.parse().ok());
        Ok(TestRun::Failed(failed.unwrap_or_default()))
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // The copy is in the folder for temporary files, so a failed removal is harmless.
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// A changed file of the copy, which is restored when this value is dropped.
struct Broken {
    path: PathBuf,
    text: String,
}

impl Drop for Broken {
    fn drop(&mut self) {
        if let Err(error) = fs::write(&self.path, &self.text) {
            eprintln!("{} stays broken: {error}", self.path.display());
        }
    }
}

fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
