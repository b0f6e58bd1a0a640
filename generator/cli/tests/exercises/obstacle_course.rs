//! Tests of the obstacle course's client with a server, in addition to its contract test.

use std::future::poll_fn;
use std::io::Write;
use std::task::Poll;
use std::time::Duration;

use api_client_runtime::testing::{MockResponse, LoopbackServer};
use obstacle_course::match_::where_::AroundAnchor;
use obstacle_course::match_::types_of::ByBody;
use obstacle_course::match_::{Circle, Event, Frame, NoteId, Shape, Square, SquareRequired};
use obstacle_course::later::self_::New;
use obstacle_course::match_::where_::BySkipTotal;
use obstacle_course::testing::FakeServer;
use obstacle_course::match_::pairs::{DropPairsWhich, MakePairRequired, PutPair};
use obstacle_course::match_::{Pair, PairMember, PairRequired, ResultThing, Weight};
use obstacle_course::{Client, Configuration, Error, File, WithSecrets, from_json};

fn client(server: &LoopbackServer) -> Client {
    let configuration = Configuration { realm: "realm".into(), tenant: "big co".into() };
    let builder = Client::builder(configuration).main_token("canary-main").side_key("canary-side");
    builder.base_url(server.url()).build().expect("the configuration is valid")
}

async fn server(answers: &[&str]) -> LoopbackServer {
    let server = LoopbackServer::start().await;
    for answer in answers {
        server.queue(MockResponse::json(200, *answer));
    }
    server
}

fn targets(server: &LoopbackServer) -> Vec<String> {
    server.requests().into_iter().map(|request| request.target).collect()
}

/// Returns all items of a list, whatever its pagination style is.
macro_rules! all {
    ($items:expr) => {{
        let mut items = $items;
        let mut all = Vec::new();
        while let Some(item) = items.try_next().await.expect("the pages are right") {
            all.push(item);
        }
        all
    }};
}

#[tokio::test]
async fn offset_continues_after_seen_items_and_stops_at_the_total() {
    let server = server(&[r#"{"items":[1,2],"count":5}"#, r#"{"items":[3,4],"count":5}"#, r#"{"items":[5],"count":5}"#]).await;
    assert_eq!(all!(client(&server).match_().where_().by_skip_total().limit(2).items()), [1, 2, 3, 4, 5]);
    assert_eq!(targets(&server), ["/m/v1/skip-total?limit=2", "/m/v1/skip-total?limit=2&offset=2", "/m/v1/skip-total?limit=2&offset=4"]);

    for end in [r#"{"items":[7],"next":null}"#, r#"{"items":[7],"next":""}"#, r#"{"items":[7]}"#] {
        let server = self::server(&[r#"{"items":[6],"next":"https://elsewhere.example/?offset=99"}"#, end]).await;
        assert_eq!(all!(client(&server).match_().where_().by_skip_next().offset(4).items()), [6, 7], "{end}");
        // The body contains the URL of the next page. The client does not follow the URL.
        assert_eq!(targets(&server), ["/m/v1/skip-next?offset=4", "/m/v1/skip-next?offset=5"]);
    }

    let server = self::server(&[r#"{"items":[1]}"#, r#"{"items":[]}"#]).await;
    assert_eq!(all!(client(&server).match_().where_().by_skip().items()), [1]);
    assert_eq!(targets(&server), ["/m/v1/skip", "/m/v1/skip?skip=1"]);
}

#[tokio::test]
async fn cursor_pages_in_both_directions() {
    let answers = [
        r#"{"items":[5,6],"start":"s3","end":"e3","has_previous":true,"has_next":false}"#,
        r#"{"items":[3,4],"start":"s2","end":"e2","has_previous":false,"has_next":true}"#,
    ];
    let server = server(&answers).await;
    assert_eq!(all!(client(&server).match_().where_().by_both_ways().after("e2").items_backwards()), [5, 6, 3, 4]);
    assert_eq!(targets(&server), ["/m/v1/both-ways?after=e2", "/m/v1/both-ways?before=s3"]);

    // The fake server has one page.
    let fake = FakeServer::start().await;
    let request = || fake.client().match_().where_().by_both_ways();
    assert_eq!(all!(request().items_backwards()), [1]);
    assert_eq!(all!(request().before("s9").items()), [0_i64; 0]);
    assert_eq!(all!(request().after("e9").items_backwards()), [0_i64; 0]);
}

#[tokio::test]
async fn window_pages_in_both_directions() {
    let pages = [r#"{"notes":[{"note_id":5},{"note_id":6}]}"#, r#"{"notes":[{"note_id":7}]}"#, r#"{"notes":[]}"#];
    let server = server(&pages).await;
    let request = client(&server).match_().where_().around(AroundAnchor::NoteTs(1_700_000_000_000.into())).after_count(2);
    let ids: Vec<i64> = all!(request.items()).into_iter().map(|note| note.note_id).collect();
    assert_eq!(ids, [5, 6, 7]);
    assert_eq!(
        targets(&server),
        [
            "/m/v1/around?note_ts=1700000000000&after_count=2&before_count=0&reverse=false",
            "/m/v1/around?after_count=2&before_count=0&reverse=false&note_id=6&include=false",
            "/m/v1/around?after_count=2&before_count=0&reverse=false&note_id=7&include=false",
        ]
    );

    let server = self::server(&[r#"{"notes":[{"note_id":9},{"note_id":8}]}"#, r#"{"notes":[]}"#]).await;
    let request = client(&server).match_().where_().around(AroundAnchor::NoteId(9));
    let ids: Vec<i64> = all!(request.items_backwards()).into_iter().map(|note| note.note_id).collect();
    assert_eq!(ids, [9, 8]);
    assert_eq!(
        targets(&server),
        [
            "/m/v1/around?note_id=9&after_count=0&reverse=true",
            "/m/v1/around?note_id=8&after_count=0&reverse=true&include=false",
        ]
    );

    // Without the field of the anchor in an item, the list would end early without an error.
    let server = self::server(&[r#"{"texts":[{"key":"a"},{"key":[]}]}"#]).await;
    let mut items = client(&server).match_().where_().around_plain("a").items();
    let error = items.try_next().await.expect_err("the page has no way on");
    assert!(error.to_string().contains("`key`, which leads to the next page"), "{error}");

    // A page that repeats only items of the previous page ends the list.
    let server = LoopbackServer::start_with(|_| MockResponse::json(200, r#"{"texts":[{"key":"b"}]}"#)).await;
    assert_eq!(all!(client(&server).match_().where_().around_plain("a").items()).len(), 1);
}

#[tokio::test]
async fn files_are_sent_from_memory_disk_and_streams() {
    let mut file = tempfile();
    file.1.write_all(b"from disk").expect("files can be written");
    let server = server(&[r#"{"upload":{"name":"x"}}"#; 4]).await;
    let client = client(&server);
    let request = client.later().loop_().upload("x", File::from_path(&file.0).name("d.txt"));
    assert!(request.to_http_request().is_err(), "a file on disk is read while it is sent");
    request.clone().await.expect("the call succeeds");
    request.await.expect("a file on disk can be sent again");
    for request in server.requests() {
        let body = String::from_utf8_lossy(&request.body).into_owned();
        assert!(body.contains("filename=\"d.txt\"") && body.contains("\r\n\r\nfrom disk\r\n--"), "{body}");
        assert_eq!(request.header("content-length"), Some(body.len().to_string().as_str()));
    }
    let missing = client.later().loop_().upload("x", File::from_path("/no/such/file")).await;
    assert!(matches!(missing, Err(Error::InvalidRequest(_))), "{missing:?}");
    assert_eq!(server.requests().len(), 2, "nothing is sent of a request whose file is missing");

    let request = client.later().loop_().upload("x", File::from_stream("s.bin", Pieces(3), Some(9)));
    request.clone().await.expect("the call succeeds");
    let sent = server.requests().pop().expect("the request arrived");
    assert!(String::from_utf8_lossy(&sent.body).contains("\r\n\r\nabcabcabc\r\n--"));
    let unsized_stream = File::from_stream("u.bin", Pieces(2), None);
    client.later().loop_().upload("x", unsized_stream).await.expect("the call succeeds");
    let sent = server.requests().pop().expect("the request arrived");
    assert!(String::from_utf8_lossy(&sent.body).contains("\r\n\r\nabcabc\r\n--"));
    assert_eq!(sent.header("content-length"), None);

    let error = request.await.expect_err("a stream can be sent once");
    let output = format!("{error} {:?}", std::error::Error::source(&error).map(ToString::to_string));
    assert!(output.contains("already sent"), "{output}");
}

/// A stream that yields three bytes at a time.
struct Pieces(usize);

impl futures_core::Stream for Pieces {
    type Item = Result<bytes::Bytes, obstacle_course::TransportError>;

    fn poll_next(mut self: std::pin::Pin<&mut Self>, _: &mut std::task::Context<'_>) -> Poll<Option<Self::Item>> {
        if self.0 == 0 {
            return Poll::Ready(None);
        }
        self.0 -= 1;
        Poll::Ready(Some(Ok(bytes::Bytes::from_static(b"abc"))))
    }
}

fn tempfile() -> (std::path::PathBuf, std::fs::File) {
    let path = std::env::temp_dir().join(format!("obstacle-course-{}", std::process::id()));
    let file = std::fs::File::create(&path).expect("temporary files can be made");
    (path, file)
}

#[tokio::test]
async fn key_in_the_query_is_not_logged() {
    let server = LoopbackServer::start().await;
    server.queue(MockResponse::json(500, r#"{"detail":"no"}"#));
    let request = client(&server).later().self_().new("t");
    let error = request.clone().await.expect_err("the server failed");
    assert!(targets(&server)[0].ends_with("k=canary-side"), "{:?}", targets(&server));
    let output = format!("{error} {error:?} {request:?} {:?}", request.to_http_request().map(|request| request.uri().clone()));
    assert!(!output.contains("canary"), "{output}");
}

#[tokio::test]
async fn private_fields_are_readable_but_not_in_debug_output() {
    let server = server(&[r#"{"type":"canary","async":"canary","formatter":"canary","send":"seen"}"#]).await;
    let names = client(&server).match_().types_of().names().await.expect("the response is valid");
    let output = format!("{names:?} {names:#?}");
    assert!(!output.contains("canary") && output.contains("async_: [private]") && output.contains("seen"), "{output}");
    assert_eq!([&names.type_, &names.async_, &names.formatter].map(|text| text.as_deref()), [Some("canary"); 3]);
    let sent = obstacle_course::match_::BoxThing::new().label("canary");
    assert!(!format!("{sent:?}").contains("canary"), "{sent:?}");
}

#[tokio::test]
async fn events_are_decoded_by_type_and_unknown_ones_are_kept() {
    let event = Event::from_json(br#"{"category":"note:dropped","note_id":"7"}"#).expect("it is an event");
    assert!(matches!(&*event, Event::Dropped(dropped) if matches!(&dropped.note_id, Some(NoteId::String(id)) if id == "7")));
    let event = Event::from_json(br#"{"category":"note:exploded","size":3}"#).expect("it is an event");
    assert!(matches!(&*event, Event::Unknown(json) if json["size"] == 3) && event.warnings().len() == 1, "{event:?}");
    for bad in [&b"[]"[..], b"", b"{", b"\xff"] {
        let error = Event::from_json(bad).expect_err("it is no event");
        assert!(error.to_string().starts_with("the body of the event is malformed"), "{error}");
    }
}

/// The signatures were computed with Python's `hmac` and `base64`.
#[test]
#[allow(deprecated, reason = "a shared field is deprecated in one member")]
fn union_returns_the_fields_that_all_members_share() {
    let circle = Circle::new(7).label("round").area(1.5).tags(["a"]).sizes([("x", 1)]).secret("hush");
    let circle = circle.frame(Frame::new()).drawn_at(9.into()).match_("on".into()).link("https://a.example");
    let square = Square::new(SquareRequired {
        label: "edgy".into(),
        area: 2.5,
        tags: vec!["b".into()],
        sizes: [("y".to_owned(), 2)].into(),
        frame: Frame::new(),
        drawn_at: 8.into(),
        match_: "off".into(),
    });
    let shapes = [Shape::Circle(circle.into()), Shape::Square(square.clone().into()), Shape::Dot(square.into())];
    let [circle, square, dot] = &shapes;
    assert_eq!(shapes.each_ref().map(Shape::shape_id), [Some(7), None, None]);
    assert_eq!(shapes.each_ref().map(Shape::label), [Some("round"), Some("edgy"), Some("edgy")]);
    assert_eq!([circle.area(), square.area()], [Some(1.5), Some(2.5)]);
    assert_eq!([circle.tags(), square.tags()], [Some(&["a".to_owned()][..]), Some(&["b".to_owned()])]);
    assert_eq!(circle.sizes().map(|sizes| sizes["x"]), Some(1));
    assert_eq!(square.sizes().map(|sizes| sizes["y"]), Some(2));
    assert_eq!(circle.secret().map(|secret| secret.expose().as_str()), Some("hush"));
    assert!(square.secret().is_none());
    assert_eq!([circle.frame(), square.frame()], [Some(&Frame::new()), Some(&Frame::new())]);
    assert_eq!([circle.drawn_at(), square.drawn_at()], [Some(9.into()), Some(8.into())]);
    assert_eq!([circle.match_(), dot.match_()].map(|value| value.map(ToString::to_string)), [Some("on".into()), Some("off".into())]);
    assert_eq!([circle.link(), square.link()], [Some("https://a.example"), None]);

    let empty = Shape::Circle(Circle::new(1).clear_label().clear_area().clear_tags().into());
    assert_eq!((empty.label(), empty.area(), empty.tags()), (None, None, None));
    let unknown = Shape::default();
    assert_eq!((unknown.shape_id(), unknown.label(), unknown.frame()), (None, None, None));
}

#[tokio::test]
#[allow(deprecated, reason = "the type is deprecated")]
async fn setters_take_options() {
    use obstacle_course::match_::TheLot;

    let client = Client::builder(Configuration { realm: "realm".into(), tenant: "big co".into() });
    let client = client.main_token("canary-main").side_key("canary-side").build().expect("the configuration is valid");
    let request = |is_given: bool| {
        fn given<T>(is_given: bool, value: T) -> Option<T> {
            is_given.then_some(value)
        }
        let all = TheLot::new("1")
            .maybe(given(is_given, "a text"), TheLot::string)
            .maybe(given(is_given, vec!["a".to_owned()]), TheLot::list)
            .maybe(given(is_given, [("k", 1)]), TheLot::map)
            .maybe(given(is_given, 5), TheLot::nullable);
        client.match_().types_of().by_body(all).maybe(given(is_given, "s".to_owned()), ByBody::string)
            .maybe(given(is_given, 3), ByBody::int)
            .maybe(given(is_given, true), |call, flag| call.clear_string_flag(flag))
    };
    let body = |is_given| {
        let request = request(is_given).to_http_request().expect("the request is valid");
        String::from_utf8(request.into_body().to_vec()).expect("JSON is UTF-8")
    };
    for part in [r#""string":"a text""#, r#""list":["a"]"#, r#""map":{"k":1}"#, r#""nullable":5"#, r#""string":"s""#, r#""int":3"#, r#""clear_string":true"#] {
        assert!(body(true).contains(part), "{part}: {}", body(true));
        assert!(!body(false).contains(part), "{part}: {}", body(false));
    }
}

#[tokio::test]
async fn signed_events_are_verified_in_each_format() {
    use obstacle_course::testing::{event_payload, event_payloads, sign};
    use obstacle_course::{SignatureAlgorithm, SignatureEncoding, SignedEvent, WebhookErrorKind, later, match_};

    let (hex, base64) = (match_::Event::SIGNATURE, later::Event::SIGNATURE);
    assert_eq!((hex.algorithm, hex.encoding), (SignatureAlgorithm::HmacSha256, SignatureEncoding::Hex));
    assert_eq!((base64.algorithm, base64.encoding), (SignatureAlgorithm::HmacSha1, SignatureEncoding::Base64));

    let body = r#"{"category":"note:dropped","note_id":"7"}"#;
    let right = "sha256=03db61e304a3aaf4a8a03186aa0651753cc1ee17ae6bd97d99f181d34ea378ce";
    assert_eq!(sign::<match_::Event>("canary-hook", body), ("x-match-signature", right.to_owned()));
    let verifier = match_::EventVerifier::new("canary-hook").expect("the token is one");
    assert_eq!(verifier.read_with_signature([right], body.as_bytes()).expect("it is signed").name(), "note:dropped");
    let error = verifier.read_with_signature([right], body.replace('7', "8").as_bytes()).expect_err("the body is another");
    assert_eq!(error.kind(), WebhookErrorKind::SignatureMismatch);
    let output = error.to_string();
    assert!(output.contains("`hook_secret` is the token") && output.ends_with("Is it the key of <this> realm, or `another"), "{output}");

    let body = event_payload::<later::Event>("uploaded");
    let right = "/YQ0DMGFFitCjp45VDEleykHsv4=";
    assert_eq!(sign::<later::Event>("canary-hook", body), ("X-Signature", right.to_owned()));
    let verifier = later::EventVerifier::new("canary-hook").expect("the token is one");
    assert_eq!(verifier.read_with_signature([right], body.as_bytes()).expect("it is signed").name(), "uploaded");
    let error = verifier.read_with_signature(None::<&str>, body.as_bytes()).expect_err("there is no signature");
    assert_eq!(error.kind(), WebhookErrorKind::SignatureMissing);

    let names: Vec<&str> = event_payloads::<match_::Event>().map(|(name, _)| name).collect();
    assert_eq!(names, ["note:sent", "note:dropped", "+1"]);
}

#[test]
#[allow(deprecated, reason = "the type is deprecated")]
fn secrets_are_serialized_only_if_they_are_requested() {
    use obstacle_course::match_;
    let everything = from_json::<match_::TheLot>(br#"{"id":"1","secret":"canary"}"#).expect("it is read").into_value();
    let contains = |bytes: &[u8]| bytes.windows(6).any(|part| part == b"canary");
    let (mut without, mut with) = (Vec::new(), Vec::new());
    ciborium::into_writer(&[&everything], &mut without).expect("CBOR can represent it");
    ciborium::into_writer(&WithSecrets([&everything].as_slice()), &mut with).expect("CBOR can represent it");
    assert!(!contains(&without) && contains(&with));
    let read: Vec<match_::TheLot> = ciborium::from_reader(with.as_slice()).expect("it is read");
    assert_eq!(read, [everything]);
}

#[tokio::test]
async fn item_stream_implements_stream() {
    let server = server(&[r#"{"items":[1],"next":"b","more":true}"#, r#"{"items":[2],"next":"b","more":true}"#, r#"{"items":[3]}"#]).await;
    let mut items = Box::pin(client(&server).match_().where_().find().items());
    let (mut seen, mut errors) = (Vec::new(), Vec::new());
    while let Some(item) = poll_fn(|context| futures_core::Stream::poll_next(items.as_mut(), context)).await {
        match item {
            Ok(item) => seen.push(item),
            Err(error) => errors.push(error.to_string()),
        }
    }
    assert_eq!(seen, [1, 2], "the pages before the cursor that comes again are returned");
    assert!(errors.len() == 1 && errors[0].contains("leads back"), "{errors:?}");
}

#[tokio::test]
async fn fake_server_checks_query_keys_and_returns_nested_errors() {
    let fake = FakeServer::start().await;
    let client = fake.client();
    client.later().self_().new("t").await.expect("the call fits");
    assert_eq!(fake.requests_of(New::OPERATION).len(), 1);
    fake.assert_no_violations();

    let other = fake.builder().side_key("other").build().expect("the configuration is valid");
    let error = other.later().self_().new("t").await.expect_err("the key is another one");
    assert!(error.is_permission_denied() && error.to_string().contains("query parameter `k` is not `EXAMPLE-SIDE-KEY`"), "{error}");

    fake.on(BySkipTotal::OPERATION).rate_limited(Duration::ZERO);
    let error = client.match_().where_().by_skip_total().await.expect_err("there were too many calls");
    assert!(error.is_rate_limited() && error.code() == Some(5), "{error}");
    assert!(error.to_string().contains("resets in 0 s, retry after 0 seconds (*)"), "{error}");
    let Error::Api(error) = error else { panic!("{error}") };
    for header in ["x-remaining", "x-reset", "retry-after"] {
        assert_eq!(error.headers().get_all(header).iter().collect::<Vec<_>>(), ["0"], "{header}");
    }
}

#[tokio::test]
async fn lists_of_the_fake_server_end_in_each_pagination_style() {
    let fake = FakeServer::start().await;
    let client = fake.client();
    let sections = client.match_().where_();
    assert_eq!(all!(sections.by_skip_total().limit(2).items()), [5, 6]);
    assert_eq!(all!(sections.by_skip_next().items()), [1]);
    assert_eq!(all!(sections.around_plain("a").items()).len(), 2);
    assert_eq!(all!(sections.around(AroundAnchor::NoteTs(1.into())).items()).len(), 2);
    fake.assert_no_violations();
}

#[tokio::test]
async fn jobs_are_polled_in_each_location_of_the_state() {
    let pause = Duration::from_millis(1);
    // The state is in an enum, in an object that contains itself.
    let moods = ["{}", r#"{"thing":{"self":"a"}}"#, r#"{"thing":{"self":"a","super":{"self":"b","mood":"odd"}}}"#];
    let (on, off) = (moods[2].replace("odd", "on"), moods[2].replace("odd", "off"));
    for (last, expected) in [(&on, Err("on")), (&off, Ok(()))] {
        let server = server(&[moods[0], moods[1], moods[2], last]).await;
        let outcome = client(&server).later().self_().watch("x").wait().poll_interval(pause).await;
        match (outcome, expected) {
            (Ok(_), Ok(())) => {}
            (Err(Error::Job(job)), Err(state)) => assert_eq!((job.state(), job.polls()), (Some(state), 4)),
            (outcome, _) => panic!("{outcome:?}"),
        }
    }
    // The state is in a string that is always present.
    for (text, is_done) in [(r#"a \"b\" \\ c"#, true), ("`", true), ("<T>", false), ("{}", false)] {
        let answer = format!(r#"{{"thing":{{"self":"{text}"}}}}"#);
        let server = server(&[r#"{"thing":{"self":"done"}}"#, &answer]).await;
        let outcome = client(&server).later().self_().watch_text().wait().poll_interval(pause).await;
        assert_eq!((outcome.is_ok(), server.requests().len()), (is_done, 2), "{text}");
    }
    // The types are also sent: a nullable string in a nullable object, and an enum.
    let server = server(&[r#"{"task":null}"#, r#"{"task":{"state":null}}"#, r#"{"task":{"state":"ended"}}"#]).await;
    client(&server).later().self_().watch_errand().wait().poll_interval(pause).await.expect("it has ended");
    let server = self::server(&[r#"{"mood":"off"}"#, r#"{"mood":"on"}"#]).await;
    client(&server).later().self_().watch_mood().wait().poll_interval(pause).await.expect("it is on");
}

fn pair() -> Pair {
    Pair::new(PairRequired {
        left: "l".into(),
        count: 1,
        right: "r".into(),
        names: vec!["a".into()],
        words: vec![String::new()],
        token: "t".into(),
        number: 7.into(),
    })
}

fn put_pair(client: &Client, pair_id: &str, pair: Pair, members: Vec<PairMember>) -> PutPair {
    client.match_().pairs().put_pair(pair_id, pair, Weight::new("kg", 1.5)).members(members)
}

#[tokio::test]
async fn empty_required_id_is_rejected_in_each_location() {
    let server = server(&[]).await;
    let client = client(&server);
    let pairs = || client.match_().pairs();
    let member = |id: &str, pairs: &[&str]| PairMember::new(id, pairs.iter().copied());
    let mut nested = pair();
    nested.parent = obstacle_course::Nullable::Value(Box::new({
        let mut parent = pair();
        parent.names = vec!["a".into(), String::new()];
        parent
    }));
    let which_ids = DropPairsWhich::PairIds(vec!["p".into(), String::new()]);
    let kind = || ResultThing::Ok;
    let at = || "2024-02-29T00:00:00Z".into();
    let outcomes = [
        (put_pair(&client, "", pair(), vec![]).await, "`pair_id`"),
        (put_pair(&client, "p", nested, vec![]).await, "`pair.parent.names[1]`"),
        (put_pair(&client, "p", pair(), vec![member("m", &[]), member("", &[])]).await, "`members[1].member_id`"),
        (put_pair(&client, "p", pair(), vec![member("m", &["q", ""])]).await, "`members[0].pairs[1]`"),
        (put_pair(&client, "p", pair(), vec![PairMember::default()]).await, "`members[0].member_id`"),
        (pairs().drop_pairs(DropPairsWhich::OwnerId(String::new())).await, "`owner_id`"),
        (pairs().drop_pairs(which_ids).await, "`pair_ids`"),
        (pairs().touch_pair("").await, "`pair`"),
        (
            pairs().make_pair(MakePairRequired { owner_id: String::new(), kind: kind(), at: at() }).await.map(drop),
            "`owner_id`",
        ),
    ];
    for (outcome, part) in outcomes {
        let error = outcome.expect_err(part);
        let text = error.to_string();
        assert!(matches!(error, Error::InvalidRequest(_)) && text.contains(&format!("sent: {part} is empty")), "{text}");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn empty_query_list_is_rejected_and_empty_item_is_sent() {
    let server = server(&["{}", "{}"]).await;
    let client = client(&server);
    let drop_pairs = || client.match_().pairs().drop_pairs(DropPairsWhich::OwnerId("o".into()));
    let none = client.match_().pairs().drop_pairs(DropPairsWhich::PairIds(Vec::new()));
    for (outcome, part) in [(drop_pairs().labels([] as [&str; 0]).await, "labels"), (none.await, "pair_ids")] {
        let text = outcome.expect_err(part).to_string();
        assert!(text.ends_with(&format!("`{part}` is an empty list: leave the parameter out instead")), "{text}");
    }
    drop_pairs().labels([""]).await.expect("one empty label is a label");
    put_pair(&client, "p", pair(), Vec::new()).await.expect("a list in JSON can be empty");
    assert_eq!(targets(&server), ["/m/v1/pairs?owner_id=o&labels=", "/m/v1/pairs?pair_id=p"]);
}

#[tokio::test]
async fn operation_without_a_body_sends_content_length() {
    let server = server(&["{}"]).await;
    client(&server).match_().pairs().touch_pair("p").await.expect("success");
    assert_eq!(server.requests()[0].header("content-length"), Some("0"));
}

#[tokio::test]
#[allow(deprecated, reason = "former names are deprecated")]
async fn former_names_of_products_and_sections_are_aliases() {
    use obstacle_course::match_::notes::{DropNotes, NotesOperations};
    let server = server(&["{}", "{}"]).await;
    let client = client(&server);
    let notes: NotesOperations<'_> = client.match_().notes();
    let request: DropNotes = notes.drop_notes();
    let _ = request.await;
    let half: obstacle_course::await_::Await<'_> = client.await_();
    let uploads: obstacle_course::await_::type_::TypeOperations<'_> = half.type_();
    let _ = uploads.upload_form("a").await;
    assert_eq!(server.requests().len(), 2);
}
