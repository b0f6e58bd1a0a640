//! A client in a `static` that all tests of a program share. Each test has its own runtime, which ends with the test.

use std::sync::LazyLock;

use sendbird_platform::Client;
use sendbird_platform::chat::user::CreateUserRequired;
use sendbird_platform::testing::FakeServer;

static FAKE: LazyLock<FakeServer> = LazyLock::new(|| FakeServer::start_blocking().stateless());
static CLIENT: LazyLock<Client> = LazyLock::new(|| FAKE.client());

fn user() -> CreateUserRequired {
    CreateUserRequired { user_id: "lena-31".into(), nickname: "Lena".into(), profile_url: String::new() }
}

/// Makes calls that must not be sent twice, so a lost attempt is an error.
async fn create_users() {
    for _ in 0..5 {
        let created = CLIENT.chat().user().create_user(user()).response().await.expect("the server responds");
        assert_eq!(created.attempts(), 1);
    }
}

macro_rules! tests {
    ($($name:ident)*) => {$(
        mod $name {
            use super::*;

            #[tokio::test]
            async fn on_one_thread() {
                create_users().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_several_threads() {
                let calls = [tokio::spawn(create_users()), tokio::spawn(create_users())];
                for call in calls {
                    call.await.expect("no panic");
                }
            }

            #[test]
            fn without_a_runtime() {
                for _ in 0..5 {
                    CLIENT.chat().user().create_user(user()).send().blocking().expect("the server responds");
                }
            }
        }
    )*};
}

tests! { a b c d e f g h i j k l m n o p q r s t u v w x y }
