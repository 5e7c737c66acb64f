//! Small numeric helpers shared by the methods.

/// `usize` to `f64`; every count in this crate is far below 2^53.
pub(crate) fn float(n: usize) -> f64 {
    n as f64
}

pub(crate) fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / float(values.len()) }
}

/// Mean squared deviation from the mean.
pub(crate) fn variance(values: &[f64]) -> f64 {
    let centre = mean(values);
    if values.is_empty() {
        return 0.0;
    }
    values.iter().map(|v| (v - centre).powi(2)).sum::<f64>() / float(values.len())
}

/// Quantile by linear interpolation between order statistics; 0 for an empty slice.
pub(crate) fn quantile(values: &[f64], p: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let place = p.clamp(0.0, 1.0) * float(last);
    let low = floor_index(place).min(last);
    let high = (low + 1).min(last);
    sorted[low] + (sorted[high] - sorted[low]) * (place - float(low))
}

pub(crate) fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// The whole part of a small non-negative number as an index.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "callers pass small non-negative numbers"
)]
pub(crate) fn floor_index(value: f64) -> usize {
    value.max(0.0) as usize
}

/// Whether all values are the same; an empty slice is not constant.
pub(crate) fn is_constant(values: &[f64]) -> bool {
    values.first().is_some_and(|first| values.iter().all(|v| v.total_cmp(first).is_eq()))
}

/// Least-squares line through `(0, y0), (1, y1), ...`: `(intercept, slope)`.
pub(crate) fn line(values: &[f64]) -> (f64, f64) {
    let n = float(values.len());
    if values.len() < 2 {
        return (values.first().copied().unwrap_or(0.0), 0.0);
    }
    let centre = (n - 1.0) / 2.0;
    let level = mean(values);
    let (mut top, mut bottom) = (0.0, 0.0);
    for (i, v) in values.iter().enumerate() {
        let x = float(i) - centre;
        top += x * (v - level);
        bottom += x * x;
    }
    let slope = top / bottom;
    (level - slope * centre, slope)
}

/// Solves the symmetric positive definite system `a x = b` in place by Cholesky's method.
/// `None` when the matrix is not positive definite.
pub(crate) fn solve_spd(a: &mut [f64], b: &mut [f64]) -> Option<()> {
    let k = b.len();
    for j in 0..k {
        let mut diagonal = a[j * k + j];
        for p in 0..j {
            diagonal -= a[j * k + p].powi(2);
        }
        if diagonal.is_nan() || diagonal <= 0.0 {
            return None;
        }
        let diagonal = diagonal.sqrt();
        a[j * k + j] = diagonal;
        for i in j + 1..k {
            let mut v = a[i * k + j];
            for p in 0..j {
                v -= a[i * k + p] * a[j * k + p];
            }
            a[i * k + j] = v / diagonal;
        }
    }
    for i in 0..k {
        let mut v = b[i];
        for p in 0..i {
            v -= a[i * k + p] * b[p];
        }
        b[i] = v / a[i * k + i];
    }
    for i in (0..k).rev() {
        let mut v = b[i];
        for p in i + 1..k {
            v -= a[p * k + i] * b[p];
        }
        b[i] = v / a[i * k + i];
    }
    Some(())
}

/// Multiplies by `2^exponent` without an intermediate overflow or underflow.
pub(crate) fn scale_by_power(value: f64, exponent: i32) -> f64 {
    let half = exponent / 2;
    value * 2f64.powi(half) * 2f64.powi(exponent - half)
}
