//! Whatever happens to a run, and wherever it runs: files are whole, the next run heals the rest, and
//! the same spec makes the same bytes.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Workshop, copy, repository};

const COURSE: &str = "xtask/tests/specs/obstacle_course";

/// The spec before and after a change that adds, changes and removes files.
fn specs() -> Workshop {
    let workshop = Workshop::empty();
    copy(&repository().join(COURSE), &workshop.path("new"));
    copy(&repository().join("xtask/tests/specs/lending"), &workshop.path("old"));
    workshop
}

fn generate(workshop: &Workshop, spec: &str) -> Vec<(String, String)> {
    workshop.run(&["generate", "--spec", spec, "--out", "client"]).exits(0);
    workshop.client()
}

#[test]
fn a_run_that_is_killed_leaves_whole_files_and_the_next_one_heals_the_rest() {
    let workshop = specs();
    let new = generate(&workshop, "new");
    fs::remove_dir_all(workshop.path("client")).expect("the client can be removed");
    let old = generate(&workshop, "old");
    let mut partial = 0;
    for step in 0..30 {
        let mut run = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["generate", "--quiet", "--spec", "new", "--out", "client"])
            .current_dir(workshop.path(""))
            .stderr(Stdio::null())
            .spawn()
            .expect("the command can be run");
        // The manifest is written first: from then on, the run is at the files.
        let manifest = workshop.read("client/generated-files.txt");
        let start = Instant::now();
        while workshop.read("client/generated-files.txt") == manifest && start.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_micros(50));
        }
        std::thread::sleep(Duration::from_micros(300) * step);
        run.kill().expect("the command can be killed");
        run.wait().expect("the command ends");
        let files = workshop.client();
        for (path, text) in
            files.iter().filter(|(path, _)| path != "generated-files.txt" && !path.contains(".generated-"))
        {
            let is_whole = [&old, &new].iter().any(|client| client.contains(&(path.clone(), text.clone())));
            assert!(is_whole, "after {step}: {path} is neither the old nor the new file");
        }
        partial += usize::from(files != old && files != new);
        // Whatever the killed run did, the next one makes the client of the spec that it is given.
        let healed = generate(&workshop, "old");
        let paths = |client: &[(String, String)]| client.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
        assert_eq!(paths(&healed), paths(&old), "after {step}");
        assert!(healed == old, "after {step}: a file is not what the spec makes");
    }
    // Otherwise the test would say nothing.
    assert!(partial > 0, "no run was killed while it wrote");
}

#[test]
fn the_same_spec_makes_the_same_bytes_wherever_it_is() {
    let workshop = specs();
    let client = generate(&workshop, "new");
    fs::create_dir_all(workshop.path("elsewhere/deep")).expect("folders can be made");
    fs::rename(workshop.path("client"), workshop.path("first")).expect("folders can be moved");
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["generate", "--spec", "../../new", "--out", "../../client"])
        .current_dir(workshop.path("elsewhere/deep"))
        .envs([("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"), ("TZ", "Asia/Kolkata"), ("COLUMNS", "20")])
        .output()
        .expect("the command can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(workshop.client(), client);
}

#[test]
fn what_somebody_wrote_is_not_removed_and_nothing_outside_is_touched() {
    let workshop = specs();
    generate(&workshop, "old");
    let edited = "client/src/library/books.rs";
    workshop.write(edited, "// mine");
    workshop.write("outside.txt", "outside");
    let manifest = workshop.read("client/generated-files.txt");
    workshop.write("client/generated-files.txt", &format!("{manifest}0000000000000000 ../outside.txt\n"));
    let outcome = workshop.run(&["generate", "--spec", "new", "--out", "client"]).exits(0);
    assert!(outcome.stderr.contains("books.rs is no longer part of the client"), "{}", outcome.stderr);
    assert_eq!((workshop.read(edited).as_str(), workshop.read("outside.txt").as_str()), ("// mine", "outside"));
}

#[test]
fn several_runs_at_once_all_succeed() {
    let workshop = specs();
    let expected = generate(&workshop, "new");
    for round in 0..4 {
        fs::remove_dir_all(workshop.path("client")).expect("the client can be removed");
        let start = || {
            let mut command = workshop.command(&["generate", "--spec", "new", "--out", "client"]);
            command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the command can be run")
        };
        let runs: Vec<_> = (0..6).map(|_| start()).collect();
        for run in runs {
            let output = run.wait_with_output().expect("the command ends");
            assert!(output.status.success(), "round {round}: {}", String::from_utf8_lossy(&output.stderr));
        }
        assert!(workshop.client() == expected, "round {round}: a file is not what the spec makes");
    }
}

/// A reader that has seen enough, such as `head`.
#[test]
fn a_closed_pipe_ends_a_command_quietly() {
    let workshop = specs();
    copy(&workshop.path("new"), &workshop.path("spec"));
    workshop.run(&["generate"]).exits(0);
    workshop.edit("spec/api.yaml", "version: 0.0.1", "version: 0.0.2");
    for (arguments, code) in [
        (&["explain"][..], 0),
        (&["explain", "E0104"], 0),
        (&["check"], 0),
        (&["coverage"], 0),
        (&["coverage", "--format", "json"], 0),
        (&["generate", "--check"], 1),
        (&["fmt", "--check"], 1),
        // The new spec accepts a change that is not there.
        (&["diff", "old", "new"], 1),
        (&["diff", "old", "new", "--format", "json"], 1),
        (&["diff", "--rules"], 0),
        (&["generate"], 0),
        (&["--help"], 0),
    ] {
        let mut command = workshop.command(arguments);
        let mut run = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command can be run");
        drop(run.stdout.take());
        let output = run.wait_with_output().expect("the command ends");
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(!text.contains("panicked") && !text.contains("pipe"), "{arguments:?}: {text}");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {text}");
    }
    // The work was done all the same.
    workshop.run(&["generate", "--check"]).exits(0);
    // Diagnostics go to standard error.
    workshop.edit("spec/api.yaml", "version: 0.0.2", "version: none");
    let mut run = workshop.command(&["check"]).stderr(Stdio::piped()).spawn().expect("the command can be run");
    drop(run.stderr.take());
    assert_eq!(run.wait().expect("the command ends").code(), Some(1));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let workshop = specs();
    copy(&workshop.path("new"), &workshop.path("spec"));
    for arguments in
        [&["explain"][..], &["check"], &["coverage", "--format", "json"], &["diff", "old", "new"], &["--help"]]
    {
        let full = fs::File::options().write(true).open("/dev/full").expect("Linux has it");
        let output = workshop.command(arguments).stdout(full).output().expect("the command can be run");
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(text.contains("error: can't print the output: No space left"), "{arguments:?}: {text}");
        assert!(!text.contains("panicked"), "{arguments:?}: {text}");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
    let full = fs::File::options().write(true).open("/dev/full").expect("Linux has it");
    let output =
        workshop.command(&["check", "--spec", "nowhere"]).stderr(full).output().expect("the command can be run");
    assert_eq!(output.status.code(), Some(2));
}
