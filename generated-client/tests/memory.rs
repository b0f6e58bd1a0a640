//! The fake server remembers the objects that a test creates.

use sendbird_platform::chat::user::CreateUserRequired;
use sendbird_platform::testing::FakeServer;
use sendbird_platform::{Client, Error};

fn user(id: &str) -> CreateUserRequired {
    CreateUserRequired { user_id: id.into(), nickname: format!("Nick {id}"), profile_url: String::new() }
}

#[tokio::test]
async fn created_user_is_listed_until_it_is_deleted() -> Result<(), Error> {
    let fake = FakeServer::start().await;
    let client = fake.client();
    let users = client.chat().user();
    users.create_user(user("lena-31")).await?;
    assert_eq!(users.list_users().await?.users[0].user_id, "lena-31");
    users.delete_user("lena-31").await?;
    assert!(users.list_users().await?.users.is_empty());
    fake.assert_no_violations();
    Ok(())
}
