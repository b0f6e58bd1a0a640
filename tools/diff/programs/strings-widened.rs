//! Sets a value of an enum.

use market_client::shop::OrderStatus;
use market_client::shop::orders::ListOrders;

pub fn sent(request: ListOrders) -> ListOrders {
    request.status(OrderStatus::Sent)
}

fn main() {}
