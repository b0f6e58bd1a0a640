//! Sets any string.

use market_client::shop::orders::ListOrders;

pub fn sent(request: ListOrders) -> ListOrders {
    request.status(String::from("sent"))
}

fn main() {}
