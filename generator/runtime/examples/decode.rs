//! How fast answers are decoded, compared with serde's derive on the same type and body: a page of
//! 100 objects with 24 fields each. Both take turns in one run, and the least time of each counts.
//!
//! `cargo run --release -p api-client-runtime --example decode --features testing`

use std::hint::black_box;
use std::time::{Duration, Instant};

use api_client_runtime as rt;

macro_rules! objects {
    ($($field:ident: $type:ty),*) => {
        #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
        #[serde(default)]
        struct Item { $($field: $type),* }

        impl rt::Record for Item {
            const FIELDS: &'static [&'static str] = &[$(stringify!($field)),*];
            const ALWAYS: usize = 1;
            fn set(&mut self, field: usize, value: &mut rt::Reader<'_, '_>) {
                #[allow(unused_assignments)]
                {
                    let mut index = 0;
                    $(
                        if field == index {
                            return value.read(&mut self.$field);
                        }
                        index += 1;
                    )*
                }
            }
        }
        rt::record!(Item);
    };
}

objects! {
    id: String, name: Option<String>, address: Option<String>, picture: Option<String>, active: Option<bool>,
    online: Option<bool>, created_at: Option<i64>, seen_at: Option<i64>, updated_at: Option<i64>, language: Option<String>,
    tags: Vec<String>, numbers: Vec<i64>, score: Option<f64>, level: Option<i64>, note: Option<String>, code: Option<String>,
    city: Option<String>, country: Option<String>, verified: Option<bool>, deleted: Option<bool>, visits: Option<i64>,
    rank: Option<i64>, mail: Option<String>, phone: Option<String>
}

#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
struct Page {
    items: Vec<Item>,
    next: Option<String>,
}

impl rt::Record for Page {
    const FIELDS: &'static [&'static str] = &["items", "next"];
    const ALWAYS: usize = 0;
    fn set(&mut self, field: usize, value: &mut rt::Reader<'_, '_>) {
        match field {
            0 => value.read(&mut self.items),
            _ => value.read(&mut self.next),
        }
    }
}
rt::record!(Page);

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
    let (ours, serde) = (rt::testing::decode::<Page>(&body), serde_json::from_slice::<Page>(&body).ok());
    assert_eq!(ours, serde, "both read the same");
    let time = |work: &dyn Fn()| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    let (mut least_ours, mut least_serde) = (Duration::MAX, Duration::MAX);
    for _ in 0..2000 {
        least_ours = least_ours.min(time(&|| drop(black_box(rt::testing::decode::<Page>(black_box(&body))))));
        least_serde = least_serde.min(time(&|| drop(black_box(serde_json::from_slice::<Page>(black_box(&body))))));
    }
    println!("{} bytes", body.len());
    println!("tape   {:>8.1} µs", least_ours.as_secs_f64() * 1e6);
    println!("derive {:>8.1} µs", least_serde.as_secs_f64() * 1e6);
    println!("ratio  {:>8.2}", least_ours.as_secs_f64() / least_serde.as_secs_f64());
}
