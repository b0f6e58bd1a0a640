use std::path::Path;

use super::{ItemKind, PublicApi, PublicItem};
use crate::Spec;

fn item(line: &str) -> PublicItem {
    let Ok(item) = line.parse();
    item
}

fn api(text: &str) -> PublicApi {
    let Ok(api) = text.parse();
    api
}

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The list of the obstacle course's client, which has every kind of item.
fn obstacle_course() -> String {
    let spec =
        Spec::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs/obstacle_course")).expect("a folder");
    let files = spec.resolve().expect("a spec without mistakes").emit(&crate::Settings::default());
    files.get("api.txt").expect("every client has a list").to_owned()
}

#[test]
fn every_line_prints_as_it_was_parsed() {
    for list in [read("../generated-client/api.txt"), obstacle_course()] {
        let lines = list.lines().filter(|line| !line.starts_with('#'));
        let mut count = 0;
        for line in lines {
            let item = item(line);
            assert_eq!(item.to_string(), line, "{item:?}");
            assert!(!matches!(item.kind, ItemKind::Other(_)), "{item:?}");
            count += 1;
        }
        assert!(count > 100, "{count} lines");
        assert!(list.ends_with(&format!("\n{}", api(&list))));
        assert_eq!(api(&api(&list).to_string()), api(&list));
    }
}

#[test]
fn obstacle_course_has_every_kind_of_item() {
    let text = obstacle_course();
    let api = api(&text);
    let has = |kind: ItemKind| api.items().iter().any(|item| item.kind == kind);
    for kind in [
        ItemKind::Struct,
        ItemKind::Field,
        ItemKind::Enum,
        ItemKind::Variant,
        ItemKind::Function,
        ItemKind::Constant,
        ItemKind::Static,
        ItemKind::TypeAlias,
        ItemKind::ModuleAlias,
        ItemKind::Reexport,
        ItemKind::Implementation("record".into()),
        ItemKind::Request,
        ItemKind::Paginated,
        ItemKind::Windowed,
        ItemKind::Job,
    ] {
        assert!(has(kind.clone()), "{kind:?}");
    }
}

#[test]
fn line_is_parsed_into_its_parts() {
    let cases = [
        (
            "fn shop::ListItems::limit(self, limit: i64) -> Self",
            ItemKind::Function,
            "shop::ListItems::limit",
            Some("shop::ListItems"),
        ),
        ("struct shop::Item.name: Option<String>", ItemKind::Field, "shop::Item.name", Some("shop::Item")),
        ("struct shop::Item #[non_exhaustive]", ItemKind::Struct, "shop::Item", None),
        ("enum shop::Kind::Unknown(rt::UnknownString)", ItemKind::Variant, "shop::Kind::Unknown", Some("shop::Kind")),
        ("enum shop::Kind #[non_exhaustive] #[cfg(events)] #[deprecated]", ItemKind::Enum, "shop::Kind", None),
        ("const shop::Kind::FORMER", ItemKind::Constant, "shop::Kind::FORMER", Some("shop::Kind")),
        ("const rate_plans::FREE: rt::RatePlan", ItemKind::Constant, "rate_plans::FREE", None),
        (
            "impl redacted_debug for shop::Item",
            ItemKind::Implementation("redacted_debug".into()),
            "shop::Item",
            Some("shop::Item"),
        ),
        ("request shop::items::ListItems -> Page", ItemKind::Request, "shop::items::ListItems", None),
        ("type shop::Id = String", ItemKind::TypeAlias, "shop::Id", None),
        ("mod shop::buyers = shop::customers", ItemKind::ModuleAlias, "shop::buyers", None),
        ("use Error = api_client_runtime::Error", ItemKind::Reexport, "Error", None),
        ("static hosts::SHOP: rt::Host", ItemKind::Static, "hosts::SHOP", None),
        (
            "fn testing::Server::async fn start() -> Self",
            ItemKind::Function,
            "testing::Server::start",
            Some("testing::Server"),
        ),
        ("trait shop::Sell: Send #[deprecated]", ItemKind::Other("trait".into()), "shop::Sell", None),
    ];
    for (line, kind, path, owner) in cases {
        let item = item(line);
        assert_eq!((&item.kind, item.path.as_str(), item.owner()), (&kind, path, owner), "{line}");
        assert_eq!(item.to_string(), line);
        assert_eq!(item.deprecated, line.ends_with("#[deprecated]"));
        assert_eq!(item.feature.as_deref(), line.contains("cfg").then_some("events"));
        assert_eq!(item.non_exhaustive, line.contains("non_exhaustive"));
        assert_eq!(item.is_async, line.contains("async"));
    }
}

#[test]
fn line_of_an_unknown_form_prints_unchanged() {
    for line in [
        "alone",
        "two  spaces",
        "trailing ",
        " leading",
        "impl x for ",
        "impl for y",
        "struct : String",
        "struct a #[deprecated] #[non_exhaustive]",
        "struct a #[cfg(x)] #[cfg(y)]",
        "fn a::async fn b::c()",
        "fn a::async fn",
        "fn ::async fn b()",
        "fn async fn b()",
        "struct a::async fn b()",
        "impl m for a::async fn b()",
        "fn größe::B::c(self)",
        " #[deprecated]",
    ] {
        assert_eq!(item(line).to_string(), line, "{:?}", item(line));
    }
}

#[test]
fn parts_of_a_signature() {
    let setter = item("fn a::B::c(mut self, c: impl IntoIterator<Item = (String, i64)>) -> Self #[deprecated]");
    assert_eq!(setter.call(), Some(("(mut self, c: impl IntoIterator<Item = (String, i64)>)", Some("Self"))));
    assert!(setter.is_setter());
    assert_eq!(item("fn a::B::c(f: impl Fn(i64) -> Self)").call(), Some(("(f: impl Fn(i64) -> Self)", None)));
    for line in ["fn a::B::new(c: i64) -> Self", "fn a::B::c(self, c: i64) -> D", "enum a::B::C(self, Self) -> Self"] {
        assert!(!item(line).is_setter(), "{line}");
    }
    assert_eq!(item("struct a::B.c: a::D").type_(), Some("a::D"));
    assert_eq!(item("type a::B = a::D #[deprecated]").target(), Some("a::D"));
    assert_eq!(["struct a::B.c: a::D", "fn a::B::d()"].map(|line| item(line).name().to_owned()), ["c", "d"]);
}

#[test]
fn comment_lines_do_not_make_lists_different() {
    assert_eq!(api("# by one program\nstruct A\n"), api("# by another\n\nstruct A"));
    assert_ne!(api("struct A\n"), api("struct A #[non_exhaustive]\n"));
}

#[test]
fn collected_items_equal_those_of_their_text() {
    let file: syn::File = syn::parse_quote! {
        #[non_exhaustive]
        pub struct Order { pub total: Option<i64>, hidden: String }
        rt::record!(Order);
        pub enum Kind { Known, #[deprecated] Unknown(rt::UnknownString) }
        impl Kind {
            #[cfg(feature = "events")]
            pub async fn read(&self, from: &[u8]) -> Result<Self, Error> { todo!() }
            pub const FORMER: Self = Self::Known;
        }
        rt::operation!(ListItems, LIST_ITEMS, Page);
        rt::job!(ListItems, Page, Progress);
        pub use api_client_runtime::{Error, RetryBudget};
        pub mod buyers { pub use super::customers::*; }
    };
    let library: syn::File = syn::parse_quote!(
        #[cfg(feature = "sale")]
        pub mod shop;
    );
    let mut collector = super::Collector::default();
    collector.add("src/shop/types/order.rs", &file.items);
    collector.add("src/lib.rs", &library.items);
    collector.add("tests/contract.rs", &file.items);
    let collected = collector.finish();
    let lines = "\
const shop::Kind::FORMER
enum shop::Kind #[cfg(sale)]
enum shop::Kind::Known
enum shop::Kind::Unknown(rt::UnknownString) #[deprecated]
fn shop::Kind::async fn read(&self, from:&[u8]) -> Result<Self, Error> #[cfg(events)]
impl record for shop::Order
job shop::ListItems -> Page #[cfg(sale)]
mod shop::buyers = shop::customers #[cfg(sale)]
request shop::ListItems -> Page #[cfg(sale)]
struct shop::Order #[non_exhaustive] #[cfg(sale)]
struct shop::Order.total: Option<i64>
use shop::Error = api_client_runtime::Error #[cfg(sale)]
use shop::RetryBudget = api_client_runtime::RetryBudget #[cfg(sale)]
";
    assert_eq!(collected.to_string(), lines);
    assert_eq!(collected, api(lines));
}
