//! `docs/commands.md` and the commands have the same names and options.

use std::collections::BTreeSet;

use clap::Subcommand;

use crate::support::{Workshop, repository};

/// Commands of `cargo xtask` only.
const TASKS: [&str; 3] = ["mutate", "site", "stats"];

#[test]
fn commands_and_their_documentation_agree() {
    let path = repository().join("docs/commands.md");
    let documentation = std::fs::read_to_string(path).expect("docs/commands.md can be read");
    let table = documentation.lines().filter_map(|line| line.strip_prefix("| [`")?.split_once('`'));
    let listed: BTreeSet<&str> = table.map(|(name, _)| name).filter(|name| !TASKS.contains(name)).collect();
    let program = api_client::Command::augment_subcommands(clap::Command::new("api-client"));
    let commands: BTreeSet<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
    assert_eq!(listed, commands, "commands in the table of docs/commands.md");

    let help = Workshop::empty().run(&["--help"]).exits(0).stdout;
    let global = help.split_whitespace().filter_map(|word| word.strip_prefix("--"));
    let global: BTreeSet<String> = global.filter(|name| *name != "help").map(str::to_owned).collect();
    assert_eq!(options_in(section(&documentation, "Options of all commands")), global, "options of all commands");

    for command in program.get_subcommands() {
        let options = command.get_arguments().filter_map(clap::Arg::get_long).map(str::to_owned);
        let name = command.get_name();
        assert_eq!(options_in(section(&documentation, name)), options.collect(), "options of `{name}`");
    }
}

/// The text below a heading.
fn section<'a>(documentation: &'a str, heading: &str) -> &'a str {
    let (_, rest) = documentation
        .split_once(&format!("\n## {heading}\n"))
        .unwrap_or_else(|| panic!("docs/commands.md has no section `{heading}`"));
    rest.split("\n## ").next().unwrap_or_default()
}

/// The options in code spans that start with one, such as `--check`. Options of other commands follow their name.
fn options_in(section: &str) -> BTreeSet<String> {
    let spans = section.split("`--").skip(1);
    spans.filter_map(|span| span.split(['`', ' ']).next()).map(str::to_owned).collect()
}
