//! A limit on retries over all calls of a client.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The id of a host of the API, or the address of another server.
pub(crate) type BudgetHost = Cow<'static, str>;

/// The maximum number of hosts with their own budget. Only hosts with spent tokens count towards it; all other hosts
/// share one budget.
const MAX_HOSTS: usize = 64;

/// The key of the budget that further hosts share after [`MAX_HOSTS`].
const SHARED: BudgetHost = Cow::Borrowed("");

/// A limit on the retries of all calls of a client, so that retries do not multiply the load during an outage.
///
/// Each host has a budget of tokens. A retry after a failure takes tokens. If the host has too few tokens, the call is
/// not retried. The error message says that the budget is used up, and
/// [`Error::is_retryable`](crate::Error::is_retryable) is still true. Retries that wait for a rate limit take no
/// tokens.
///
/// A call returns tokens, up to the capacity, if it succeeds or fails with an error that only a working server sends,
/// such as status 404:
///
/// - without a retry, the call returns `success_reward` tokens;
/// - after a retry, the call returns the tokens that its last retry took.
///
/// A download returns tokens when the whole file is received. Clones of a client share its budgets.
///
/// ```
/// use api_client_runtime::RetryBudget;
///
/// let small = RetryBudget::new().capacity(50);
/// let none = RetryBudget::unlimited();
/// # let _ = (small, none);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryBudget {
    capacity: u32,
    retry_cost: u32,
    timeout_retry_cost: u32,
    success_reward: u32,
}

impl RetryBudget {
    /// Returns the default: 500 tokens; a retry takes 5, a retry after a timeout takes 10; a success returns 1.
    pub const fn new() -> Self {
        Self { capacity: 500, retry_cost: 5, timeout_retry_cost: 10, success_reward: 1 }
    }

    /// Returns a budget without a limit. Only the policy limits the retries of each call.
    pub const fn unlimited() -> Self {
        Self { retry_cost: 0, timeout_retry_cost: 0, ..Self::new() }
    }

    /// Sets the maximum and initial number of tokens of each host. Default: 500.
    #[must_use]
    pub const fn capacity(mut self, tokens: u32) -> Self {
        self.capacity = tokens;
        self
    }

    /// Sets how many tokens a retry takes. Default: 5.
    #[must_use]
    pub const fn retry_cost(mut self, tokens: u32) -> Self {
        self.retry_cost = tokens;
        self
    }

    /// Sets how many tokens a retry after a timeout takes. Default: 10.
    #[must_use]
    pub const fn timeout_retry_cost(mut self, tokens: u32) -> Self {
        self.timeout_retry_cost = tokens;
        self
    }

    /// Sets how many tokens a call returns if it succeeds without a retry. Default: 1.
    #[must_use]
    pub const fn success_reward(mut self, tokens: u32) -> Self {
        self.success_reward = tokens;
        self
    }
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self::new()
    }
}

/// The budgets of a client.
#[derive(Debug)]
pub(crate) struct Budgets {
    budget: RetryBudget,
    /// The spent tokens of each host. Hosts with all their tokens are not in the map, so that it stays small.
    spent: Mutex<HashMap<BudgetHost, u32>>,
}

impl Budgets {
    pub(crate) fn new(budget: RetryBudget) -> Self {
        Self { budget, spent: Mutex::default() }
    }

    /// Takes the tokens of a retry and returns their number; `None` if there are too few.
    pub(crate) fn spend(&self, host: &BudgetHost, is_timeout: bool) -> Option<u32> {
        let cost = if is_timeout { self.budget.timeout_retry_cost } else { self.budget.retry_cost };
        if cost == 0 {
            return Some(0);
        }
        let mut spent = self.spent();
        let host = if spent.contains_key(host) || spent.len() < MAX_HOSTS { host } else { &SHARED };
        let total = spent.get(host).copied().unwrap_or_default().checked_add(cost)?;
        if total > self.budget.capacity {
            return None;
        }
        spent.insert(host.clone(), total);
        Some(cost)
    }

    /// Adds tokens to the budget of a host.
    pub(crate) fn give_back(&self, host: &BudgetHost, tokens: u32) {
        let mut spent = self.spent();
        let host = if spent.contains_key(host) { host } else { &SHARED };
        let Some(total) = spent.get_mut(host) else { return };
        *total = total.saturating_sub(tokens);
        if *total == 0 {
            spent.remove(host);
        }
    }

    /// Adds the tokens that a call returns. `cost` is the number of tokens that its last retry took, or 0.
    pub(crate) fn reward(&self, host: &BudgetHost, cost: u32) {
        self.give_back(host, if cost == 0 { self.budget.success_reward } else { cost });
    }

    fn spent(&self) -> MutexGuard<'_, HashMap<BudgetHost, u32>> {
        self.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIN: BudgetHost = Cow::Borrowed("main");
    const OTHER: BudgetHost = Cow::Borrowed("other");

    /// Returns the number of retries until the budget is used up.
    fn retries(budgets: &Budgets, host: &BudgetHost, is_timeout: bool) -> usize {
        (0..10_000).take_while(|_| budgets.spend(host, is_timeout).is_some()).count()
    }

    #[test]
    fn retries_end_with_the_tokens_of_their_host() {
        for (budget, is_timeout, expected) in [
            (RetryBudget::new(), false, 100),
            (RetryBudget::new(), true, 50),
            (RetryBudget::new().capacity(12), false, 2),
            (RetryBudget::new().capacity(4), false, 0),
            (RetryBudget::new().capacity(0), true, 0),
            (RetryBudget::new().retry_cost(1), false, 500),
            (RetryBudget::new().timeout_retry_cost(100), true, 5),
            (RetryBudget::new().retry_cost(u32::MAX).capacity(u32::MAX), false, 1),
            (RetryBudget::unlimited(), false, 10_000),
            (RetryBudget::unlimited().capacity(0), true, 10_000),
        ] {
            let budgets = Budgets::new(budget);
            assert_eq!(retries(&budgets, &MAIN, is_timeout), expected, "{budget:?}");
            assert_eq!(retries(&budgets, &OTHER, is_timeout), expected, "other host: {budget:?}");
        }
    }

    #[test]
    fn successes_return_tokens_up_to_the_capacity() {
        let budgets = Budgets::new(RetryBudget::new().capacity(20));
        assert_eq!(retries(&budgets, &MAIN, false), 4);
        // Four successes without a retry return too few tokens for a retry, five return enough.
        (0..4).for_each(|_| budgets.reward(&MAIN, 0));
        assert_eq!(retries(&budgets, &MAIN, false), 0);
        budgets.reward(&MAIN, 0);
        assert_eq!(retries(&budgets, &MAIN, false), 1);
        // A retry that succeeds returns the tokens that it took.
        budgets.reward(&MAIN, 10);
        assert_eq!(retries(&budgets, &MAIN, false), 2);
        (0..1000).for_each(|_| budgets.reward(&MAIN, 5));
        assert_eq!(retries(&budgets, &MAIN, false), 4);
        assert_eq!(retries(&budgets, &OTHER, true), 2);
    }

    #[test]
    fn memory_is_bounded_and_hosts_without_failures_take_none() {
        let budgets = Budgets::new(RetryBudget::new());
        for index in 0..10_000 {
            budgets.reward(&format!("{index}.example:443").into(), 0);
        }
        assert_eq!(budgets.spent().len(), 0);
        for index in 0..10_000 {
            budgets.spend(&format!("{index}.example:443").into(), false);
        }
        assert_eq!(budgets.spent().len(), MAX_HOSTS + 1);
        assert_eq!(budgets.spend(&"10001.example:443".into(), false), None, "further hosts share one budget");
        budgets.reward(&"10001.example:443".into(), 5);
        assert_eq!(budgets.spend(&"10002.example:443".into(), false), Some(5));
        for index in 0..MAX_HOSTS {
            budgets.reward(&format!("{index}.example:443").into(), 5);
        }
        (0..1000).for_each(|_| budgets.reward(&"x.example:443".into(), 5));
        assert_eq!(budgets.spent().len(), 0, "hosts that work again take no memory");
    }
}
