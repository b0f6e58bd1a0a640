//! Compares the decoding of responses with serde's derive, with the same type and body: a page of 100 objects with 24
//! fields each. Both alternate in one run, and the minimum time of each counts.
//!
//! `cargo run --release -p api-client-runtime --example decode --features testing`

#![allow(missing_docs, unreachable_pub, reason = "the types are declared as in a generated crate")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use api_client_runtime as rt;

macro_rules! objects {
    ($($field:ident: $type:ty = $name:literal $(; $always:ident)?),*) => {
        mod derived {
            #[derive(Debug, Default, serde::Deserialize)]
            #[serde(default)]
            pub struct Item { $(pub $field: $type),* }

            #[derive(Debug, Default, serde::Deserialize)]
            #[serde(default)]
            pub struct Page {
                pub items: Vec<Item>,
                pub next: Option<String>,
            }
        }

        rt::record! {
            pub struct Item { $(pub $field: $type = $name $(; $always)?,)* }
        }
    };
}

objects! {
    id: String = "id"; always, name: Option<String> = "name", address: Option<String> = "address",
    picture: Option<String> = "picture", active: Option<bool> = "active", online: Option<bool> = "online",
    created_at: Option<i64> = "created_at", seen_at: Option<i64> = "seen_at", updated_at: Option<i64> = "updated_at",
    language: Option<String> = "language", tags: Vec<String> = "tags", numbers: Vec<i64> = "numbers",
    score: Option<f64> = "score", level: Option<i64> = "level", note: Option<String> = "note",
    code: Option<String> = "code", city: Option<String> = "city", country: Option<String> = "country",
    verified: Option<bool> = "verified", deleted: Option<bool> = "deleted", visits: Option<i64> = "visits",
    rank: Option<i64> = "rank", mail: Option<String> = "mail", phone: Option<String> = "phone"
}

rt::record! {
    pub struct Page {
        pub items: Vec<Item> = "items",
        pub next: Option<String> = "next",
    }
}

fn body() -> Vec<u8> {
    let item = |index: usize| {
        format!(
            r#"{{"id":"item-{index}","name":"Name {index}","address":"{index} Long Street, Some Town","picture":"https:\/\/img.example\/{index}.png","active":true,"online":false,"created_at":1700000000{index:03},"seen_at":1700000001{index:03},"updated_at":null,"language":"en","tags":["a","b","c"],"numbers":[1,2,3],"score":4.5,"level":{index},"note":"A note that is a little longer than the others, as notes are.","code":"X-{index}","city":"Some Town","country":"Somewhere","verified":true,"deleted":false,"visits":12345,"rank":7,"mail":"name{index}@example.com","phone":null}}"#
        )
    };
    let items: Vec<String> = (0..100).map(item).collect();
    format!(r#"{{"items":[{}],"next":"abc"}}"#, items.join(",")).into_bytes()
}

fn main() {
    let body = body();
    let (ours, serde) = (rt::testing::decode::<Page>(&body), serde_json::from_slice::<derived::Page>(&body).ok());
    assert_eq!(format!("{ours:?}"), format!("{serde:?}"), "both decode the same");
    let time = |work: &dyn Fn()| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    let (mut least_ours, mut least_serde) = (Duration::MAX, Duration::MAX);
    for _ in 0..2000 {
        least_ours = least_ours.min(time(&|| drop(black_box(rt::testing::decode::<Page>(black_box(&body))))));
        least_serde =
            least_serde.min(time(&|| drop(black_box(serde_json::from_slice::<derived::Page>(black_box(&body))))));
    }
    println!("{} bytes", body.len());
    println!("tape   {:>8.1} µs", least_ours.as_secs_f64() * 1e6);
    println!("derive {:>8.1} µs", least_serde.as_secs_f64() * 1e6);
    println!("ratio  {:>8.2}", least_ours.as_secs_f64() / least_serde.as_secs_f64());
}
