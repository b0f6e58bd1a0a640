//! A client that all tests of a program share, as a `static`: each test has a runtime of its own, which ends with it.

use std::sync::LazyLock;

use sendbird_platform::Client;
use sendbird_platform::chat::user::CreateUserRequired;
use sendbird_platform::testing::FakeServer;

static FAKE: LazyLock<FakeServer> = LazyLock::new(FakeServer::start_blocking);
static CLIENT: LazyLock<Client> = LazyLock::new(|| FAKE.client());

fn user() -> CreateUserRequired {
    CreateUserRequired { user_id: "lena-31".into(), nickname: "Lena".into(), profile_url: String::new() }
}

/// A call that may not be sent twice, so an attempt that is lost is an error.
async fn create_users() {
    for _ in 0..5 {
        let created = CLIENT.chat().user().create_user(user()).response().await.expect("the server responds");
        assert_eq!(created.attempts(), 1);
    }
}

macro_rules! tests {
    ($($current:ident $multi:ident $blocking:ident)*) => {$(
        #[tokio::test]
        async fn $current() {
            create_users().await;
        }

        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $multi() {
            let calls = [tokio::spawn(create_users()), tokio::spawn(create_users())];
            for call in calls {
                call.await.expect("no panic");
            }
        }

        #[test]
        fn $blocking() {
            for _ in 0..5 {
                CLIENT.chat().user().create_user(user()).send().blocking().expect("the server responds");
            }
        }
    )*};
}

tests! {
    current_1 multi_1 blocking_1
    current_2 multi_2 blocking_2
    current_3 multi_3 blocking_3
    current_4 multi_4 blocking_4
    current_5 multi_5 blocking_5
    current_6 multi_6 blocking_6
    current_7 multi_7 blocking_7
    current_8 multi_8 blocking_8
    current_9 multi_9 blocking_9
}
