//! Items of a request that fail alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::error::{Error, FieldViolation};

/// Items of a list in a request that break rules of the contract although the request as a whole stands, by their
/// position. The edge puts it beside a request whose contract says `items_fail_alone`; the method answers for each of
/// these items with its failure.
#[derive(Debug, Clone, Default)]
pub struct ItemFailures(Arc<BTreeMap<usize, Vec<FieldViolation>>>);

impl ItemFailures {
    /// Those of a request; none where the edge found nothing wrong.
    pub fn of<T>(request: &tonic::Request<T>) -> Self {
        request.extensions().get::<Self>().cloned().unwrap_or_default()
    }

    /// Whether no item fails.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Why the item fails, its fields named from the item on; none where it does not.
    pub fn error(&self, position: usize) -> Option<Error> {
        self.0.get(&position).cloned().map(Error::invalid_fields)
    }
}

impl FromIterator<(usize, Vec<FieldViolation>)> for ItemFailures {
    fn from_iter<I: IntoIterator<Item = (usize, Vec<FieldViolation>)>>(items: I) -> Self {
        Self(Arc::new(items.into_iter().collect()))
    }
}
