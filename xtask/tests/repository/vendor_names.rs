//! `vendor_names.yaml`: the number of vendor SDK methods with a counterpart, and their search aliases.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_yaml::Value;

/// Vendor SDKs with the number of their methods, and the number of methods with a counterpart.
const CLIENTS: &[(&str, usize, usize)] = &[("platform_sdks_2", 92, 92), ("platform_sdks_1", 232, 231)];

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the methods under a key, each with its class.
fn methods(client: &Value, key: &str) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map(str::to_owned).expect("names are strings");
    let classes = client[key].as_mapping().into_iter().flatten();
    let methods = classes.flat_map(|(class, methods)| {
        methods.as_mapping().into_iter().flatten().map(move |(method, _)| (text(class), text(method)))
    });
    methods.collect()
}

#[test]
fn vendor_sdk_methods_have_counterparts() {
    let spec: Value = serde_yaml::from_str(&read("spec/vendor_names.yaml")).expect("it is YAML");
    let clients = spec["vendor_names"].as_mapping().expect("there are clients");
    assert_eq!(clients.len(), CLIENTS.len());
    let guide = read("generated-client/src/guide/migrating_from_vendor_sdks.md");
    for (client, all, known) in CLIENTS {
        let client = &clients[*client];
        let (with, without) = (methods(client, "classes"), methods(client, "missing"));
        assert_eq!((with.len() + without.len(), with.len()), (*all, *known));
        assert!(guide.contains(&format!("{known} of the {all} methods")), "the guide counts otherwise");
        for (class, method) in with.iter().chain(&without) {
            assert!(guide.contains(&format!("\n| `{method}` | ")), "{class}.{method} is in no table");
        }
    }
}

#[test]
fn vendor_sdk_methods_are_search_aliases() {
    let spec: Value = serde_yaml::from_str(&read("spec/vendor_names.yaml")).expect("it is YAML");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client/src/chat");
    let mut found = BTreeSet::new();
    let files = fs::read_dir(folder).expect("the client has operations").flatten().map(|entry| entry.path());
    for file in files.filter(|path| path.is_file()) {
        let code = fs::read_to_string(file).expect("sources can be read");
        let aliases = code.split("alias = \"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0));
        found.extend(aliases.map(str::to_owned));
    }
    for (client, ..) in CLIENTS {
        let names = methods(&spec["vendor_names"][*client], "classes");
        let hidden: Vec<_> = names.iter().filter(|(_, method)| !found.contains(method)).collect();
        assert!(hidden.is_empty(), "the search finds nothing for {hidden:?}");
    }
    for name in ["createAUser", "create_a_user", "createUser", "gcListChannels", "gc_list_channels"] {
        assert!(found.contains(name), "{name}");
    }
    // rustdoc rejects an alias that equals the name of the operation.
    let users = read("generated-client/src/chat/user.rs");
    assert!(users.contains("fn create_user(") && !users.contains("alias = \"create_user\""));
}
