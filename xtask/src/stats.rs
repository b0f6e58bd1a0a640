//! `cargo xtask stats`: measures the size, the compile time and the dependencies of the client.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use api_client_generator::statistics::Statistics;

use api_client::{ClientFolder, Context, Outcome, Report, println, resolve, settings};

pub(crate) fn run(options: &ClientFolder, context: &Context) -> Report {
    let Some(resolved) = resolve(context)? else { return Ok(Outcome::Findings) };
    let files = resolved.emit(&settings(context, &options.out));
    let statistics = Statistics::new(resolved.api(), &files);
    let package = &resolved.api().package.name.value;
    println!("operations                       {:>8}", statistics.operations);
    println!("types                            {:>8}", statistics.types);
    println!("files                            {:>8}", statistics.files);
    println!("lines of code                    {:>8}", statistics.code_lines);
    println!("lines of documentation           {:>8}", statistics.doc_lines);
    println!("lines of code per operation      {:>8.1}", statistics.code_lines_per_operation());
    println!("packages in the dependency tree  {:>8}", packages(package)?);
    let entry = options.out.join("src/lib.rs");
    let spec = context.spec.to_string_lossy();
    println!("CPU seconds (lowest of three runs):");
    cargo(&["build", "--release", "--package", "xtask"])?;
    let binary = target_folder()?.join("release").join(format!("xtask{}", std::env::consts::EXE_SUFFIX));
    let generate = || {
        let mut command = Command::new(&binary);
        command.args(["generate", "--check", "--quiet", "--spec", &spec, "--out"]).arg(&options.out);
        command
    };
    println!("  generate (release)             {:>8.3}", least_of_three(None, generate)?);
    for (name, verb) in [("cargo check, client alone", "check"), ("debug build, client alone", "build")] {
        let build = || {
            let mut command = Command::new("cargo");
            command.args([verb, "--quiet", "--package", package]).env("CARGO_INCREMENTAL", "0");
            command
        };
        // The compile time of dependencies is not measured.
        run_silently(build())?;
        println!("  {name:<30} {:>8.2}", least_of_three(Some(&entry), build)?);
    }
    Ok(Outcome::Fine)
}

/// Returns the number of packages that a user of the client compiles for the target of this machine.
fn packages(package: &str) -> Result<usize, Box<dyn Error>> {
    let output = Command::new("cargo")
        .args(["tree", "--package", package, "--edges", "normal,build", "--prefix", "none", "--format", "{p}"])
        .output()?;
    if !output.status.success() {
        return Err(format!("cargo tree failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let text = String::from_utf8(output.stdout)?;
    let mut lines: Vec<&str> = text.lines().map(|line| line.trim_end_matches(" (*)")).collect();
    lines.sort_unstable();
    lines.dedup();
    Ok(lines.len())
}

fn target_folder() -> Result<std::path::PathBuf, Box<dyn Error>> {
    let output = Command::new("cargo").args(["metadata", "--no-deps", "--format-version", "1"]).output()?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    Ok(metadata["target_directory"].as_str().ok_or("cargo metadata has no target directory")?.into())
}

fn cargo(arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let mut command = Command::new("cargo");
    command.args(arguments);
    run_silently(command)
}

fn run_silently(mut command: Command) -> Result<(), Box<dyn Error>> {
    let output = command.stdin(Stdio::null()).output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{command:?} failed:\n{}", String::from_utf8_lossy(&output.stderr)).into())
}

/// Returns the lowest CPU time of three runs. Touching `touched` makes cargo compile the package again.
fn least_of_three(touched: Option<&Path>, command: impl Fn() -> Command) -> Result<f64, Box<dyn Error>> {
    let mut least = f64::INFINITY;
    for _ in 0..3 {
        if let Some(path) = touched {
            fs::File::options().append(true).open(path)?.set_modified(std::time::SystemTime::now())?;
        }
        let before = child_cpu_seconds()?;
        run_silently(command())?;
        least = least.min(child_cpu_seconds()? - before);
    }
    Ok(least)
}

/// Returns the user and system time of all child processes that have ended.
#[cfg(unix)]
fn child_cpu_seconds() -> Result<f64, Box<dyn Error>> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let microseconds = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    Ok(std::time::Duration::from_micros(u64::try_from(microseconds)?).as_secs_f64())
}

/// Other systems do not report the CPU time of children.
#[cfg(not(unix))]
fn child_cpu_seconds() -> Result<f64, Box<dyn Error>> {
    Err("CPU times are measured on Unix only".into())
}
