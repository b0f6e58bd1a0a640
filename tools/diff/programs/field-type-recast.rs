//! Reads a field as a string.

use market_client::shop::CardPayment;

pub fn last_digits(payment: &CardPayment) -> Option<&str> {
    payment.last_digits.as_deref()
}

fn main() {}
