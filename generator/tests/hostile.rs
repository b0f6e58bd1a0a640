//! Malicious and damaged spec folders: each is read or rejected with an error, in bounded time and memory.
//!
//! A separate process (this binary again) reads each folder, so that a hang or a stack overflow is a failed test, and
//! so that its memory can be measured.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use api_client_generator::diagnostics::{Style, display_path};
use api_client_generator::output::FileSet;
use api_client_generator::{Settings, Spec};

const FOLDER: &str = "HOSTILE_FOLDER";

/// The time limit for one folder, if the system reports the CPU time of a process.
const MAX_TIME: Duration = Duration::from_secs(5);
/// The process is killed after this time.
const MAX_PATIENCE: Duration = Duration::from_secs(60);
/// The memory limit: the process, and the tree of the largest file that is read.
const MAX_KIBIBYTES: u64 = 128 << 10;

/// The maximum length of the output in bytes.
const MAX_SAID: usize = 1 << 20;

const API: &str = r#"format: 1
name: Example
crate: example
version: 0.1.0
description: An example
license: MIT
credentials: { token: { doc: A token. } }
errors: { plain: { body: { message: message } } }
hosts: { main: { doc: The host., url: "https://api.example", auth: { header: Authorization, credential: token }, errors: plain } }
products: { shop: { title: Shop, host: main, doc: A shop. } }
"#;

const DOCUMENTED: &str = "format: 1\ndocumented: {}\n";

const SECTION: &str = r#"format: 1
section: items
title: Items
doc: Items.
operations:
  get_item:
    request: GET /items/{id}
    summary: "Gets an item: \u00e9."
    path: { id: string }
    response: { fields: { name: string, label: string } }
    evidence: inferred
    examples:
      usual:
        with: { id: "1" }
        wire: |-
          GET /items/1
          Authorization: EXAMPLE-TOKEN
        response: |-
          {"name":
          "é"}
"#;

/// A spec in a separate folder.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().expect("folders can be made"));
        for (name, text) in [("api.yaml", API), ("documented.yaml", DOCUMENTED), ("shop/items.yaml", SECTION)] {
            folder.write(name, text);
        }
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("folders can be made");
        fs::write(path, content).expect("files can be written");
    }

    fn read(&self) -> Outcome {
        read(self.0.path())
    }
}

struct Outcome {
    text: String,
    /// The CPU time of the process, if the system reports it, because the elapsed time depends on the load of the
    /// machine. The elapsed time, if the process only waited or was killed.
    time: Option<Duration>,
    /// The peak memory of the process, if the system reports it.
    kibibytes: Option<u64>,
}

impl Outcome {
    /// Returns the violated expectations.
    fn problems(&self, words: &[&str]) -> Vec<String> {
        let missing = words.iter().filter(|word| !self.text.contains(**word));
        let mut problems: Vec<String> = missing.map(|word| format!("does not say `{word}`")).collect();
        if let Some(time) = self.time.filter(|time| *time > MAX_TIME) {
            problems.push(format!("takes {time:?}"));
        }
        if let Some(kibibytes) = self.kibibytes.filter(|kibibytes| *kibibytes > MAX_KIBIBYTES) {
            problems.push(format!("takes {kibibytes} KiB"));
        }
        if self.text.len() > MAX_SAID {
            problems.push(format!("says {} bytes", self.text.len()));
        }
        problems
    }
}

/// Reads each folder, and checks that the output contains the expected words.
fn check(cases: impl IntoIterator<Item = (String, Folder, Vec<&'static str>)>) {
    let mut failures = String::new();
    for (case, folder, words) in cases {
        let outcome = folder.read();
        println!("{case}: {:?}, {:?} KiB, {} bytes", outcome.time, outcome.kibibytes, outcome.text.len());
        let problems = outcome.problems(&words);
        if !problems.is_empty() {
            let start: String = outcome.text.chars().take(2_000).collect();
            failures.push_str(&format!("\n{case}: {}\n{start}\n", problems.join(", ")));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

fn read(folder: &Path) -> Outcome {
    let report = tempfile::NamedTempFile::new().expect("files can be made");
    let output = report.reopen().expect("files can be opened");
    let mut child = Command::new(std::env::current_exe().expect("this is a program"))
        .args(["--exact", "in_a_separate_process", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(output.try_clone().expect("files can be shared"))
        .stderr(output)
        .stdin(Stdio::null())
        .spawn()
        .expect("programs can be started");
    let start = Instant::now();
    let ended = loop {
        if let Some(status) = child.try_wait().expect("programs can be waited for") {
            break Some(status);
        }
        if start.elapsed() > MAX_PATIENCE {
            break None;
        }
        thread::sleep(Duration::from_millis(2));
    };
    let elapsed = start.elapsed();
    if ended.is_none() {
        child.kill().expect("programs can be ended");
        child.wait().expect("programs can be waited for");
    }
    let text = String::from_utf8_lossy(&fs::read(report.path()).expect("the report can be read")).into_owned();
    let text = match ended {
        Some(status) if status.success() => text,
        other => format!("FAILED with {other:?}\n{text}"),
    };
    let number = |start| text.lines().find_map(|line| line.strip_prefix(start)?.parse::<u64>().ok());
    let kibibytes = number("peak: ");
    let time = match number("ticks: ") {
        Some(0) => Some(elapsed),
        Some(ticks) => Some(Duration::from_millis(ticks * 10)),
        None => ended.is_none().then_some(elapsed),
    };
    Outcome { text, time, kibibytes }
}

/// Not a test: a child process runs it to read one folder.
#[test]
fn in_a_separate_process() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    match Spec::load(folder.as_ref()) {
        Err(error) => println!("error: {error}"),
        Ok(spec) => match spec.resolve() {
            Ok(resolved) => println!("right: {} files", resolved.emit(&Settings::default()).len()),
            Err(mistakes) => println!("{}", mistakes.render(spec.sources(), Style::Plain)),
        },
    }
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
    println!("peak: {}", peak.unwrap_or_default());
    // The user and system time of the process.
    let Ok(stat) = fs::read_to_string("/proc/self/stat") else { return };
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    println!("ticks: {ticks}");
}

/// Adds one file to a valid spec.
#[test]
fn invalid_yaml_is_explained() {
    let laughs: String =
        (1..20).map(|n| format!("x{n}: &x{n} [{}]\n", vec![format!("*x{}", n - 1); 9].join(","))).collect();
    let deep = 100_000;
    let cases: &[(&str, String, &[&str])] = &[
        ("laughs", format!("x0: &x0 lol\n{laughs}"), &["E0102", "odd.yaml:1:5", "anchors", "write the value again"]),
        ("an alias without an anchor", "a: *b\n".into(), &["E0102", "odd.yaml:1:"]),
        ("lists in lists", "[".repeat(deep), &["E0101", "nested more than", "odd.yaml:1:", "correct the indentation"]),
        ("mappings in mappings", "{a: ".repeat(deep), &["E0101", "nested more than", "odd.yaml:1:"]),
        ("keys in keys", "{".repeat(deep), &["E0101", "odd.yaml:1:"]),
        ("lists in mappings", "a: [{".repeat(deep), &["E0101", "odd.yaml:1:"]),
        ("dashes", "- ".repeat(deep), &["E0101", "nested more than", "odd.yaml:1:"]),
        ("question marks", "? ".repeat(deep), &["E0101", "nested more than", "odd.yaml:1:"]),
        (
            "lines ever deeper",
            (0..1_000).map(|n| format!("{}a:\n", " ".repeat(n))).collect(),
            &["E0101", "nested more"],
        ),
        ("closing brackets", "]".repeat(deep), &["E0101", "odd.yaml:1:1"]),
        ("closed brackets", "[]".repeat(deep), &["E0101", "odd.yaml:1:"]),
        ("a NUL byte", "format: 1\n\0".into(), &["E0001", "odd.yaml:2:1", "NUL", "save it as UTF-8"]),
        ("a lone CR", "format: 1\ra: b\n".into(), &["E0001", "odd.yaml:1:10", "carriage return", "Unix line ends"]),
        ("only CRs", "format: 1\ra: b\r".into(), &["E0001", "odd.yaml:1:10", "carriage return"]),
        ("a bell", "format: 1\n# \u{7}\n".into(), &["E0001", "odd.yaml:2:3", "U+0007", "remove the character"]),
        (
            "an escaped bell",
            "format: 1\na: \"\\a\"\n".into(),
            &["E0102", "odd.yaml:2:4", "U+0007", "remove the escape"],
        ),
        ("a second BOM", "format: 1\n\u{feff}a: b\n".into(), &["E0001", "odd.yaml:2:1", "U+FEFF"]),
        ("tabs", "format: 1\noperations:\n\ta: b\n".into(), &["E0101", "odd.yaml:3:", "tab in the indentation"]),
        (
            "text that changes direction",
            "format: 1\n# \u{202e}1 :tamrof\n".into(),
            &["E0001", "odd.yaml:2:3", "U+202E", "changes the display order", "remove the character"],
        ),
        ("escapes that change direction", "format: 1\na: \"\\u2066\"\n".into(), &["E0102", "odd.yaml:2:4", "U+2066"]),
        ("a tag", "format: !!int 1\n".into(), &["E0102", "odd.yaml:1:", "tags", "remove the tag"]),
        ("a local tag", "a: !include other.yaml\n".into(), &["E0102", "odd.yaml:1:", "tags"]),
        ("a merge key", "format: 1\n<<: { title: A }\n".into(), &["E0104", "odd.yaml:2:1", "unknown key `<<`"]),
        ("two documents", "format: 1\n---\nformat: 1\n".into(), &["E0102", "odd.yaml:2:1", "one YAML document"]),
        ("many documents", "---\n".repeat(deep), &["E0102", "odd.yaml:2:1", "one YAML document"]),
        ("a directive", "%YAML 9.9\n---\nformat: 1\n".into(), &["error[E", "odd.yaml"]),
        ("half a directive", "%YAML\n".into(), &["E0102", "odd.yaml:1:"]),
        ("a date", "format: 2024-01-01\n".into(), &["E0107", "odd.yaml:1:9", "unknown value `2024-01-01`"]),
        (
            "a huge integer",
            format!("format: {}\n", "9".repeat(5_000)),
            &["E0107", "odd.yaml:1:9", "`9999", "expected `1`"],
        ),
        ("an open quote", format!("a: \"{}", "x\n".repeat(deep)), &["E0101", "odd.yaml:"]),
        ("nothing but a key", "?".into(), &["error[E", "odd.yaml:1:"]),
        (
            "a key of half a megabyte",
            format!("{}: 1\n", "k".repeat(500_000)),
            &["E0101", "odd.yaml:1:", "shorten the key"],
        ),
        (
            "a quoted key of half a megabyte",
            format!("\"{}\": 1\n", "k".repeat(500_000)),
            &["E0101", "odd.yaml:1:", "shorten the key"],
        ),
        (
            "an explicit key of half a megabyte",
            format!("? {}\n: 1\n", "k".repeat(500_000)),
            &["error[E01", "odd.yaml:1:"],
        ),
        (
            "a value of half a megabyte",
            format!("format: {}\n", "v".repeat(500_000)),
            &["E0107", "odd.yaml:1:9", "`vvvv"],
        ),
        (
            "a key of many characters",
            format!("{}: 1\n", "k".repeat(1_000)),
            &["E0104", "odd.yaml:1:1", "unknown key `kkk"],
        ),
        ("a list on one line", format!("[{}]", "a,".repeat(250_000)), &["E0106", "odd.yaml:1:1", "found a list"]),
        ("a line of keys", format!("{{{}}}", keys(33_000)), &["E0104", "odd.yaml:1:2", "`k0`", "only the first"]),
        (
            "a key again and again",
            "a: b\n".repeat(100_000),
            &["E0103", "odd.yaml:2:1", "(99999 locations)", "only the first 3 of 99999"],
        ),
        ("keys", keys(33_000).replace(", ", "\n"), &["E0104", "odd.yaml:1:1", "`k0`", "only the first"]),
        ("comments", "# nothing\n".repeat(50_000), &["E0002", "odd.yaml:1:1", "the file is empty"]),
        ("empty lines", "\n".repeat(500_000), &["E0002", "odd.yaml:1:1", "the file is empty"]),
        ("blanks", " ".repeat(500_000), &["E0002", "odd.yaml:1:1", "the file is empty"]),
        ("a block of half a megabyte", format!("doc: |\n{}", " x\n".repeat(170_000)), &["E0105", "odd.yaml:1:1"]),
        ("a quote of half a megabyte", format!("doc: '{}'", "'' ".repeat(170_000)), &["E0105", "odd.yaml:1:1"]),
    ];
    check(cases.iter().map(|(case, text, words)| {
        let folder = Folder::new();
        folder.write("shop/odd.yaml", text);
        ((*case).to_owned(), folder, words.to_vec())
    }));
}

/// Line ends and byte order marks do not change the meaning of a spec.
#[test]
fn line_ends_and_byte_order_marks_are_ignored() {
    let plain = client(&Folder::new());
    for (change, mark, end) in [("CRLF", "", "\r\n"), ("BOM", "\u{feff}", "\n"), ("both", "\u{feff}", "\r\n")] {
        let apply = |text: &str| format!("{mark}{}", text.replace('\n', end));
        let folder = Folder::new();
        for (name, text) in [("api.yaml", API), ("documented.yaml", DOCUMENTED), ("shop/items.yaml", SECTION)] {
            folder.write(name, apply(text));
        }
        assert!(client(&folder) == plain, "{change} changes the client");
        // Errors in the first line, at the end of a line, and between multi-byte characters.
        for (from, to, place) in [
            ("format: 1", "fromat: 1", "items.yaml:1:1\n"),
            ("section: items", "section: things", "items.yaml:2:10\n"),
            ("{ id: string }", "{ id: strung }", "items.yaml:9:17\n"),
        ] {
            folder.write("shop/items.yaml", apply(&SECTION.replacen(from, to, 1)));
            let text = explanation(&folder);
            assert!(text.contains(place), "{change}: {place} is missing in:\n{text}");
            assert!(text.contains("\n1 error"), "{change}:\n{text}");
        }
    }
}

fn client(folder: &Folder) -> FileSet {
    let spec = Spec::load(folder.0.path()).expect("the folder can be read");
    let resolved = spec.resolve();
    let resolved = resolved.unwrap_or_else(|mistakes| panic!("{}", mistakes.render(spec.sources(), Style::Plain)));
    resolved.emit(&Settings::default())
}

fn explanation(folder: &Folder) -> String {
    let spec = Spec::load(folder.0.path()).expect("the folder can be read");
    spec.resolve().expect_err("the spec has an error").render(spec.sources(), Style::Plain)
}

/// Files that are too large for an editor.
#[test]
fn huge_files_are_rejected_unread() {
    let parts: [(&str, &str, &str); 3] =
        [("one text", "doc: ", "x"), ("lines", "", "a: b\n"), ("comments", "", "# nothing\n")];
    check(parts.map(|(case, start, part)| {
        let folder = Folder::new();
        let mut file = File::create(folder.path("shop/odd.yaml")).expect("files can be made");
        file.write_all(start.as_bytes()).expect("files can be written");
        let block = part.repeat((1 << 20) / part.len());
        for _ in 0..100 {
            file.write_all(block.as_bytes()).expect("files can be written");
        }
        (case.to_owned(), folder, vec!["E0001", "odd.yaml:1:1", "more than 524288 bytes", "split it", "1 error"])
    }));
}

/// Entries of a spec folder that are not files.
#[cfg(unix)]
#[test]
fn entries_that_are_not_files_are_explained() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    type Make = fn(&Path);
    let cases: &[(&str, Make, &[&str])] = &[
        ("a folder", |path| fs::create_dir(path).expect("folders can be made"), &["E0001", "not a regular file"]),
        ("a pipe", make_pipe, &["E0001", "not a regular file"]),
        ("a dangling link", |path| symlink("nowhere", path).expect("links can be made"), &["E0001", "No such file"]),
        ("a link to itself", |path| symlink("odd.yaml", path).expect("links can be made"), &["E0001"]),
        ("a link to a device", |path| symlink("/dev/zero", path).expect("links can be made"), &["not a regular file"]),
        (
            "a link to a pipe",
            |path| {
                make_pipe(&path.with_file_name(".pipe"));
                symlink(".pipe", path).expect("links can be made");
            },
            &["E0001", "not a regular file"],
        ),
    ];
    check(cases.iter().map(|(case, make, words)| {
        let folder = Folder::new();
        make(&folder.path("shop/odd.yaml"));
        let common = ["odd.yaml:1:1", "can't read this file", "move it out of the spec folder", "\n1 error"];
        ((*case).to_owned(), folder, [&common, *words].concat())
    }));

    // A link to a file is followed.
    let folder = Folder::new();
    fs::rename(folder.path("shop/items.yaml"), folder.path(".items")).expect("files can be renamed");
    symlink("../.items", folder.path("shop/items.yaml")).expect("links can be made");
    check([("a link to a file".to_owned(), folder, vec!["right: "])]);

    // A location has its file name on one line.
    let folder = Folder::new();
    folder.write("shop/a\nb\u{1b}.yaml", "[");
    check([("control characters in a name".to_owned(), folder, vec!["E0101", "shop/a\\nb\\u{1b}.yaml:1:"])]);

    // A link to a folder is not followed, because it can lead to a parent folder.
    let folder = Folder::new();
    symlink(".", folder.path("loop")).expect("links can be made");
    symlink("..", folder.path("shop/loop")).expect("links can be made");
    folder.write(".elsewhere/items.yaml", SECTION);
    symlink(".elsewhere", folder.path("other")).expect("links can be made");
    let words =
        vec!["E0003", "`loop` is a symbolic link", "shop/loop:1:1", "`other` is", "replace the link", "3 errors"];
    check([("links to folders".to_owned(), folder, words)]);

    let folder = Folder::new();
    folder.write("shop/odd.yaml", "format: 1\n");
    fs::set_permissions(folder.path("shop/odd.yaml"), fs::Permissions::from_mode(0o000)).expect("modes can be set");
    let is_root = fs::read(folder.path("shop/odd.yaml")).is_ok();
    let words = if is_root { vec!["error[E"] } else { vec!["E0001", "odd.yaml:1:1", "ermission denied"] };
    check([("no permission".to_owned(), folder, words)]);
}

#[cfg(unix)]
fn make_pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo is there").success());
}

#[test]
fn invalid_folders_are_explained() {
    let empty = Folder(tempfile::tempdir().expect("folders can be made"));
    let file = Folder::new();
    let crowded = Folder::new();
    for number in 0..10_000 {
        crowded.write(&format!("shop/.{number}"), "");
        crowded.write(&format!("shop/{number}.yaml.bak"), "");
    }
    let nested = Folder::new();
    // On macOS, a path has at most 1024 bytes.
    let depth = if cfg!(target_os = "macos") { 100 } else { 200 };
    nested.write(&format!("shop/{}x.yaml", "deeper/".repeat(depth)), "[");
    nested.write("shop/deeper/y.yaml", "[");
    let strayed = Folder::new();
    for number in 0..10_000 {
        strayed.write(&format!("{number}.yaml"), "format: 1\n");
    }
    let nowhere = Folder::new();
    fs::remove_file(nowhere.path("api.yaml")).expect("files can be removed");
    let absent = ["E0001", "api.yaml:1:1", "the file does not exist", "create it"];
    check([
        ("an empty folder".to_owned(), empty, [&absent[..], &["documented.yaml:1:1", "2 errors"]].concat()),
        ("no api.yaml".to_owned(), nowhere, [&absent[..], &["1 error"]].concat()),
        ("a crowd of ignored files".to_owned(), crowded, vec!["right: "]),
        ("folders in folders".to_owned(), nested, vec!["E0003", "shop/deeper/y.yaml:1:1", "x.yaml:1:1", "2 errors"]),
        ("a crowd of stray files".to_owned(), strayed, vec!["E0003", "0.yaml", "10000 errors", "only the first 500"]),
    ]);
    for (case, path) in [("a file", file.path("api.yaml")), ("nothing", file.path("nothing"))] {
        let outcome = read(&path);
        let text = display_path(&path);
        assert_eq!(outcome.problems(&["error: can't read the spec folder", &text]), [""; 0], "{case}");
    }
}

/// Valid YAML at a valid location, but with an invalid meaning.
#[test]
fn invalid_values_are_explained() {
    let field = "name: string, label";
    let cases: &[(&str, (&str, String), &[&str])] = &[
        (
            "lists of lists",
            (field, format!("name: '{}', label", "list<".repeat(10_000))),
            &["E0201", "`list<list<", "items.yaml:10:"],
        ),
        (
            "closed lists of lists",
            (field, format!("name: {}int{}, label", "list<".repeat(10_000), ">".repeat(10_000))),
            &["E0201", "`list<list<", "items.yaml:10:", "write a list as `list<T>`"],
        ),
        (
            "an unknown huge type",
            (field, format!("a: {}, label", "T".repeat(100_000))),
            &["E0202", "unknown type `TTT"],
        ),
        (
            "a huge limit",
            ("path: { id: string }", format!("path: {{ id: {{ type: int, max: {} }} }}", "9".repeat(40))),
            &["E0106", "a whole number"],
        ),
        (
            "a float as a limit",
            ("path: { id: string }", "path: { id: { type: int, max: 1e999 } }".into()),
            &["E0106", "a whole number", "items.yaml:9:"],
        ),
        ("a date as a flag", ("evidence: inferred", "evidence: 2024-01-01".into()), &["E0107", "items.yaml:11:"]),
        ("a huge path", ("GET /items/{id}", format!("GET /items{}/{{id}}", "/x".repeat(100_000))), &["E0205"]),
        ("many slots", ("GET /items/{id}", format!("GET /items{}/{{id}}", "/{x}".repeat(20_000))), &["E0203"]),
        (
            "an example nested deeply",
            ("{\"name\":\n", format!("{{\"name\": {}\n", "[".repeat(10_000))),
            &["E0205", "items.yaml:"],
        ),
    ];
    check(cases.iter().map(|(case, (from, to), words)| {
        let folder = Folder::new();
        assert!(SECTION.contains(from), "{from}");
        folder.write("shop/items.yaml", SECTION.replacen(from, to, 1));
        ((*case).to_owned(), folder, words.to_vec())
    }));
}

/// Valid specs with the maximum size of a file.
#[test]
fn large_specs_are_read_in_time() {
    let used = "response: { fields: { name: string, label: string, first: T0 } }";
    let next = |count: usize, n: usize| if n + 1 == count { "int".to_owned() } else { format!("T{}", n + 1) };
    let chain = |count: usize| -> String {
        (0..count).map(|n| format!("  T{n}: {{ doc: T., fields: {{ next: {} }} }}\n", next(count, n))).collect()
    };
    let circle = chain(1_000).replace("next: int", "next: T0");
    let misspelt = (0..500).map(|n| format!("  T{n}: {{ doc: T., fields: {{ next: U{n} }} }}\n")).collect();
    let endless = circle.replace("{ next: ", "{ next: { required: true, doc: N., type: ").replace(" } }", " } } }");
    let aliases = (0..3_000).map(|n| format!("  T{n}: {{ doc: T., type: {} }}\n", next(3_000, n))).collect();
    let near = |kind: &str| -> String {
        (0..1_500).map(|n| format!("  {kind}{n:04}: {{ doc: T., fields: {{ next: Thinh{n:04} }} }}\n")).collect()
    };
    let cases: [(&str, String, &[&str]); 6] = [
        ("a cycle of infinite types", endless, &["E0206", "T0 -> T1", "\n1 error in"]),
        ("a chain of aliases", aliases, &["E0206", "more than 16 aliases", "\n1 error in"]),
        (
            "unknown types beside near ones",
            format!("  T0: {{ doc: T., type: int }}\n{}", near("Thing")),
            &["E0202", "did you mean `Thing"],
        ),
        ("a chain of types", chain(1_000), &["right: "]),
        ("a cycle of types", circle, &["right: "]),
        ("unknown types", misspelt, &["E0202", "unknown type `U0`", "did you mean `T0`?"]),
    ];
    check(cases.map(|(case, types, words)| {
        let folder = Folder::new();
        let section = SECTION.replacen("response: { fields: { name: string, label: string } }", used, 1);
        folder.write("shop/items.yaml", section);
        folder.write("shop/types.yaml", format!("format: 1\ntypes:\n{types}"));
        (case.to_owned(), folder, words.to_vec())
    }));
}

fn keys(count: usize) -> String {
    (0..count).map(|n| format!("k{n}: {n}, ")).collect()
}
