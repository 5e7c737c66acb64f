//! Made-up series whose forecasts were also computed with statsforecast 2.1.1 and statsmodels 0.15.0.

/// Evenly spread pseudo-random numbers in -0.5..0.5 (a linear congruential generator).
pub(crate) fn noise(seed: u64, n: usize) -> Vec<f64> {
    let mut state = seed;
    (0..n)
        .map(|_| {
            state = (1_103_515_245 * state + 12_345) % 2_147_483_648;
            state as f64 / 2_147_483_648.0 - 0.5
        })
        .collect()
}

/// A straight trend with noise.
pub(crate) fn trend() -> Vec<f64> {
    noise(7, 40).iter().enumerate().map(|(t, e)| 50.0 + 1.5 * t as f64 + 8.0 * e).collect()
}

/// A trend with a multiplicative season of 4.
pub(crate) fn quarterly() -> Vec<f64> {
    let season = [1.2, 0.9, 0.8, 1.1];
    let value = |(t, e): (usize, &f64)| (100.0 + 2.0 * t as f64) * season[t % 4] * (1.0 + 0.06 * e);
    noise(11, 44).iter().enumerate().map(value).collect()
}

/// An autoregression with coefficient 0.7 around 10.
pub(crate) fn autoregression() -> Vec<f64> {
    let mut last = 0.0;
    let e = noise(3, 220);
    let all: Vec<f64> = (0..220)
        .map(|t| {
            last = if t == 0 { 0.0 } else { 0.7 * last + 2.0 * e[t] };
            10.0 + last
        })
        .collect();
    all[20..].to_vec()
}

/// The airline model, (0,1,1)(0,1,1) with season 4, moving-average coefficients -0.4 and -0.5.
pub(crate) fn airline() -> Vec<f64> {
    let e = noise(5, 245);
    let mut y = vec![20.0, 24.0, 18.0, 22.0, 21.0];
    for t in 5..245 {
        let w = e[t] - 0.4 * e[t - 1] - 0.5 * e[t - 4] + 0.2 * e[t - 5];
        let n = y.len();
        y.push(w + y[n - 1] + y[n - 4] - y[n - 5]);
    }
    y
}

/// Asserts that all values agree within `share` of the expected ones.
pub(crate) fn assert_close(got: &[f64], expected: &[f64], share: f64) {
    assert_eq!(got.len(), expected.len());
    for (k, (g, e)) in got.iter().zip(expected).enumerate() {
        assert!((g - e).abs() <= share * e.abs(), "at {k}: got {g}, expected {e}");
    }
}
