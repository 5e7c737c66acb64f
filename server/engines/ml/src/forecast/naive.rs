//! The two benchmarks: the last value, and the value one season ago.

/// Repeats the last value.
pub(crate) fn naive(y: &[f64], steps: usize) -> Vec<f64> {
    vec![y.last().copied().unwrap_or(0.0); steps]
}

/// Repeats the last whole season; the last value when `y` is shorter than one.
pub(crate) fn seasonal(y: &[f64], m: usize, steps: usize) -> Vec<f64> {
    if m < 2 || y.len() < m {
        return naive(y, steps);
    }
    let last = &y[y.len() - m..];
    (0..steps).map(|k| last[k % m]).collect()
}
