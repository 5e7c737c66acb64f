//! The `buf.validate` rules of the contract, over every message that comes in.
//!
//! Rules are read once at start, and one that is not known stops it. What a rule says is in `omni_contract::rules`; here
//! is the walk that tells good messages without taking them apart.

mod plan;
mod walk;

use bytes::Bytes;
use omni_contract::rules::{self, Violation};
use omni_contract::{Contract, Method};
use omni_kernel::error::FieldViolation;
use omni_kernel::{Error, ItemFailures};
use prost_reflect::{DynamicMessage, MessageDescriptor};

use crate::reason::malformed;
pub use omni_contract::rules::RuleError;
pub(crate) use plan::Plan;
use plan::Plans;

// The text of an error says where checking ends.
const _: () = assert!(rules::MOST_VIOLATIONS == Error::MOST_VIOLATIONS);

/// The rules of every message of the contract.
#[derive(Debug, Default)]
pub struct Rules {
    rules: rules::Rules,
    plans: Plans,
}

impl Rules {
    /// Reads the rules of the requests of all methods.
    ///
    /// # Errors
    /// The first rule that is malformed or not known.
    pub fn read(contract: &Contract) -> Result<Self, RuleError> {
        let rules = rules::Rules::read(contract)?;
        let mut plans = Plans::default();
        for method in contract.methods() {
            plans.add(&rules, &method.input());
        }
        Ok(Self { rules, plans })
    }

    /// Checks a message. Takes it apart only where a door has not yet and its bytes do not show that it is good.
    ///
    /// # Errors
    /// MALFORMED_REQUEST for bytes that are not such a message; INVALID_FIELD with one violation for each broken rule,
    /// but for those of items that fail alone, which are given back.
    pub(crate) fn check(
        &self,
        method: &Method,
        plan: Option<Plan>,
        message: &Bytes,
        parsed: &mut Option<DynamicMessage>,
    ) -> Result<ItemFailures, Error> {
        if let (Some(plan), None) = (plan, &parsed)
            && self.plans.surely_good(plan, message)
        {
            return Ok(ItemFailures::default());
        }
        self.check_exactly(&method.input(), message, parsed)
    }

    /// How requests of a method are checked fast, to be looked up once.
    pub(crate) fn plan(&self, method: &Method) -> Option<Plan> {
        self.plans.of(method.input().full_name())
    }

    fn check_exactly(
        &self,
        input: &MessageDescriptor,
        message: &Bytes,
        parsed: &mut Option<DynamicMessage>,
    ) -> Result<ItemFailures, Error> {
        let decoded = match parsed {
            Some(decoded) => decoded,
            None => {
                parsed.insert(DynamicMessage::decode(input.clone(), message.clone()).map_err(|error| {
                    malformed(format!("the bytes are not a message {}", input.full_name())).with_source(error)
                })?)
            }
        };
        match self.rules.violations(decoded) {
            list if list.is_empty() => {
                let items = self.rules.item_violations(decoded).into_iter();
                Ok(items.map(|(index, list)| (index, of_kernel(list))).collect())
            }
            list => Err(Error::invalid_fields(of_kernel(list))),
        }
    }
}

fn of_kernel(violations: Vec<Violation>) -> Vec<FieldViolation> {
    let each = violations.into_iter().map(|broken| {
        let mut violation = FieldViolation::new(broken.field, broken.description);
        broken.rule.clone_into(&mut violation.reason);
        violation
    });
    each.collect()
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod walk_tests;
