//! Reads a field of a member of a union.

use market_client::Date;
use market_client::shop::Payment;

pub fn due(payment: &Payment) -> Option<&Date> {
    match payment {
        Payment::Invoice(invoice) => invoice.due.as_ref(),
        _ => None,
    }
}

fn main() {}
