//! Seasonality: tests, detection of season lengths, and classical decomposition.

use super::num::{float, floor_index, mean, median, quantile};
use super::wave::Wave;

/// Season lengths every calendar has, and rarer ones; the first kind needs less evidence.
const USUAL: [usize; 6] = [4, 7, 12, 24, 52, 168];
const RARE: [usize; 9] = [5, 26, 48, 60, 96, 144, 288, 336, 672];
/// Evidence (standard normal score) asked for a usual, a rare and any other length.
const SCORES: [f64; 3] = [2.6, 4.0, 7.0];
/// Evidence asked for a usual length that fits less than three times.
const TWO_CYCLES_SCORE: f64 = 3.5;
/// Evidence asked for a longer season that only the means of the shorter one show.
const MEANS_SCORE: f64 = 4.0;
/// The same where it fits less than three times: whether it pays is then compared before it is used.
const MEANS_SCORE_TWO_CYCLES: f64 = 3.0;
/// Differences below this share of the largest step are rounding.
const ROUNDING: f64 = 1e-9;
/// Quantile of the sizes of steps between means up to which they count in full.
const TURNS: f64 = 0.8;
/// Usual lengths long enough for a smooth wave, and the evidence asked for one.
const SMOOTH: [usize; 5] = [7, 12, 24, 52, 168];
const WAVE_SCORE: f64 = 3.5;
/// Longest season that is no calendar length.
const LONGEST_OTHER: usize = 60;
/// Points looked at, or three cycles if those are more; a calendar season drifts against whole points (a year has
/// 52.18 weeks), so older cycles would blur it.
const RECENT: usize = 700;
/// Seasons that carry a shorter one inside: a week of hours has days.
const NESTED: [(usize, usize); 3] = [(168, 24), (336, 48), (672, 96)];

/// The week, where `seasons` are those of a day and of the week around it.
pub(crate) fn week_around_day(seasons: &[usize]) -> Option<usize> {
    NESTED.iter().find(|(week, day)| seasons == [*day, *week]).map(|nested| nested.0)
}

/// The M4 competition's test for one season: is the autocorrelation at lag `m` outside its 90 % limit?
/// (Assimakopoulos and Nikolopoulos, International Journal of Forecasting 16, 2000.)
pub(crate) fn is_seasonal(y: &[f64], m: usize) -> bool {
    if m < 2 || y.len() < 3 * m {
        return false;
    }
    let centre = mean(y);
    let d: Vec<f64> = y.iter().map(|v| v - centre).collect();
    let whole: f64 = d.iter().map(|v| v * v).sum();
    if whole <= 0.0 {
        return false;
    }
    let acf = |lag: usize| d[lag..].iter().zip(&d).map(|(a, b)| a * b).sum::<f64>() / whole;
    let before: f64 = (1..m).map(|lag| acf(lag).powi(2)).sum();
    acf(m).abs() > 1.645 * ((1.0 + 2.0 * before) / float(y.len())).sqrt()
}

/// Centred moving average over one season (a 2 x m average for even lengths); `None` at the edges.
pub(crate) fn centred_average(y: &[f64], m: usize) -> Vec<Option<f64>> {
    let half = m / 2;
    (0..y.len())
        .map(|t| {
            if t < half || t + half >= y.len() {
                return None;
            }
            let window = &y[t - half..=t + half];
            let sum: f64 = window.iter().sum();
            Some(if m % 2 == 1 {
                sum / float(m)
            } else {
                (sum - 0.5 * (window[0] + window[2 * half])) / float(m)
            })
        })
        .collect()
}

/// Classical decomposition (Makridakis, Wheelwright and Hyndman, "Forecasting", 1998, ch. 3): one index per
/// phase `t mod m`, centred on 1 (multiplicative) or 0 (additive).
pub(crate) fn indices(y: &[f64], m: usize, multiplicative: bool) -> Vec<f64> {
    let neutral = if multiplicative { 1.0 } else { 0.0 };
    let mut sums = vec![(0.0, 0usize); m];
    for (t, trend) in centred_average(y, m).into_iter().enumerate() {
        let Some(trend) = trend else { continue };
        let part = if multiplicative { y[t] / trend } else { y[t] - trend };
        sums[t % m].0 += part;
        sums[t % m].1 += 1;
    }
    let mut indices: Vec<f64> =
        sums.iter().map(|&(sum, count)| if count == 0 { neutral } else { sum / float(count) }).collect();
    let centre = mean(&indices);
    for index in &mut indices {
        *index = if multiplicative { (*index / centre).max(0.01) } else { *index - centre };
    }
    indices
}

/// Finds season lengths: the strongest one, then one longer season nested in it.
///
/// First differences (of logarithms for positive data) are grouped by phase, and an analysis of variance says
/// whether the phase means differ. Differencing keeps a random walk from looking seasonal. The F statistic is
/// turned into a normal score (Paulson, Annals of Mathematical Statistics 13, 1942). Where the differences show nothing,
/// a smooth wave is looked for in the values (see [`super::wave`]).
pub(crate) fn detect(y: &[f64]) -> Vec<usize> {
    let mut steps = steps(y);
    let recent = &steps[steps.len() - steps.len().min(RECENT)..];
    let stepped = strongest(recent, 2..=recent.len() / 2).or_else(|| {
        let most = steps.len() / 3;
        (most > RECENT / 3).then(|| strongest(&steps, RECENT / 3 + 1..=most)).flatten()
    });
    let Some(first) = stepped.or_else(|| smooth(y)) else { return Vec::new() };
    let mut found = vec![first];
    if let Some(&(_, inner)) = NESTED.iter().find(|(outer, _)| *outer == first) {
        found.insert(0, inner);
    } else {
        remove_phase_means(&mut steps, first);
        found.extend(smooth_outer(y, first).or_else(|| longer_than(&steps, first)));
    }
    found
}

/// The usual length whose smooth wave shows best, where one does.
fn smooth(y: &[f64]) -> Option<usize> {
    let recent = &y[y.len() - y.len().min(RECENT)..];
    let wave = Wave::new(recent)?;
    SMOOTH
        .into_iter()
        .filter(|m| 3 * m <= recent.len())
        .map(|m| (m, wave.score(m)))
        .filter(|(_, score)| *score > WAVE_SCORE)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(m, _)| m)
}

/// The length with the most evidence beyond what it needs; among its divisors the shortest that is nearly as good.
fn strongest(steps: &[f64], lengths: std::ops::RangeInclusive<usize>) -> Option<usize> {
    let scored: Vec<(usize, f64, f64)> = lengths
        .filter_map(|m| needed(m, steps.len() + 1).map(|needed| (m, phase_score(steps, m, 1), needed)))
        .filter(|(_, score, needed)| score > needed)
        .collect();
    let best = scored.iter().max_by(|a, b| (a.1 - a.2).total_cmp(&(b.1 - b.2)))?;
    scored.iter().find(|s| best.0 % s.0 == 0 && s.1 > 0.9 * best.1).map(|s| s.0)
}

/// Evidence asked for `m` in `n` points; `None` where no evidence would do.
fn needed(m: usize, n: usize) -> Option<f64> {
    match kind(m) {
        0 if n >= 2 * m + 3 && n < 3 * m => Some(TWO_CYCLES_SCORE),
        kind @ (0 | 1) if n >= 3 * m => Some(SCORES[kind]),
        2 if m <= LONGEST_OTHER && n >= 5 * m => Some(SCORES[2]),
        _ => None,
    }
}

fn kind(m: usize) -> usize {
    if USUAL.contains(&m) {
        0
    } else if RARE.contains(&m) {
        1
    } else {
        2
    }
}

/// A calendar season longer than `known`, in steps with the phase means of `known` removed.
fn longer_than(steps: &[f64], known: usize) -> Option<usize> {
    let best = |lengths: &[usize]| {
        lengths
            .iter()
            .copied()
            .filter(|m| *m > known && 3 * m <= steps.len() && (m % known == 0 || *m == 365))
            .map(|m| {
                let recent = &steps[steps.len() - steps.len().min(RECENT.max(3 * m))..];
                (m, phase_score(recent, m, known))
            })
            .filter(|(m, score)| *score > SCORES[kind(*m).min(1)])
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(m, _)| m)
    };
    let yearly = if known == 7 { best(&[365]) } else { None };
    yearly.or_else(|| best(&USUAL)).or_else(|| best(&RARE))
}

/// A season nested above the given one (for example 168 above 24), if the data show it.
pub(crate) fn longer(y: &[f64], known: usize) -> Option<usize> {
    let mut steps = steps(y);
    remove_phase_means(&mut steps, known);
    smooth_outer(y, known).or_else(|| longer_than(&steps, known))
}

/// The calendar season around `inner` (168 around 24), where the means of whole inner cycles show it. A smooth wave as
/// long as a week hardly shows in steps of an hour, whose noise does not shrink with it; between the means of days it
/// is as tall as ever, and the noise of the hours is averaged out.
fn smooth_outer(y: &[f64], inner: usize) -> Option<usize> {
    let &(outer, _) = NESTED.iter().find(|nested| nested.1 == inner)?;
    if y.len() < 2 * outer {
        return None;
    }
    // Whole cycles, counted from the end, as the newest values matter most.
    let means: Vec<f64> = y[y.len() % inner..].chunks_exact(inner).map(mean).collect();
    // Of seven steps between days two are the turns to and from the weekend: those are no outliers.
    let steps = steps_within(&means, |sizes| (6.0 * median(sizes)).max(quantile(sizes, TURNS)));
    let needed = if y.len() < 3 * outer { MEANS_SCORE_TWO_CYCLES } else { MEANS_SCORE };
    (phase_score(&steps, outer / inner, 1) > needed).then_some(outer)
}

/// First differences, with outliers pulled in to six times the median size.
fn steps(y: &[f64]) -> Vec<f64> {
    steps_within(y, |sizes| 6.0 * median(sizes))
}

/// First differences no larger than the limit their sizes give, where that is above 0.
fn steps_within(y: &[f64], limit: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let logs = y.iter().all(|v| *v > 0.0);
    let mut steps: Vec<f64> =
        y.windows(2).map(|w| if logs { (w[1] / w[0]).ln() } else { w[1] - w[0] }).collect();
    let sizes: Vec<f64> = steps.iter().map(|s| s.abs()).collect();
    let limit = limit(&sizes);
    if limit > 0.0 {
        for s in &mut steps {
            *s = s.clamp(-limit, limit);
        }
    }
    // Steps that are all alike but for rounding show nothing.
    let centre = mean(&steps);
    let largest = steps.iter().fold(0.0_f64, |a, s| a.max(s.abs()));
    if steps.iter().all(|s| (s - centre).abs() <= ROUNDING * largest) {
        steps.fill(0.0);
    }
    steps
}

fn phase_means(steps: &[f64], m: usize) -> Vec<f64> {
    let mut sums = vec![0.0; m];
    for cycle in steps.chunks(m) {
        for (sum, s) in sums.iter_mut().zip(cycle) {
            *sum += s;
        }
    }
    let (whole, rest) = (steps.len() / m, steps.len() % m);
    for (phase, sum) in sums.iter_mut().enumerate() {
        *sum /= float((whole + usize::from(phase < rest)).max(1));
    }
    sums
}

fn remove_phase_means(steps: &mut [f64], m: usize) {
    let means = phase_means(steps, m);
    let rounding = ROUNDING * steps.iter().fold(0.0_f64, |a, s| a.max(s.abs()));
    for cycle in steps.chunks_mut(m) {
        for (s, mean) in cycle.iter_mut().zip(&means) {
            *s -= mean;
            if s.abs() <= rounding {
                *s = 0.0;
            }
        }
    }
}

/// Normal score of the F test that phases modulo `m` differ, given that means modulo `known` are removed.
fn phase_score(steps: &[f64], m: usize, known: usize) -> f64 {
    let n = steps.len();
    if n <= m + 2 {
        return 0.0;
    }
    let level = mean(steps);
    let means = phase_means(steps, m);
    let (mut between, mut within) = (0.0, 0.0);
    for cycle in steps.chunks(m) {
        for (s, mean) in cycle.iter().zip(&means) {
            between += (mean - level).powi(2);
            within += (s - mean).powi(2);
        }
    }
    let (d1, d2) = (float(m - known), float(n - m));
    normal_score(between / d1, within / d2, d1, d2)
}

/// Normal score of the ratio of two mean squares with their degrees of freedom.
pub(crate) fn normal_score(above: f64, below: f64, d1: f64, d2: f64) -> f64 {
    if above <= 0.0 {
        return 0.0;
    }
    let ratio = above / below.max(above * 1e-12);
    let (a, b) = (2.0 / (9.0 * d1), 2.0 / (9.0 * d2));
    let root = ratio.cbrt();
    ((1.0 - b) * root - (1.0 - a)) / (b * root * root + a).sqrt()
}

/// Value of a seasonal pattern `ahead` steps (0-based) after a history of `n` points.
pub(crate) fn at(pattern: &[f64], n: usize, ahead: usize) -> f64 {
    pattern[(n + ahead) % pattern.len()]
}

/// Fills gaps: linearly over time, and, where a season fits, on the seasonally adjusted values.
pub(crate) fn fill(series: &[Option<f64>], m: Option<usize>) -> Vec<f64> {
    let straight = fill_straight(series);
    let Some(m) = m.filter(|m| *m > 1 && 2 * m < series.len()) else { return straight };
    let pattern = indices(&straight, m, false);
    let adjusted: Vec<Option<f64>> =
        series.iter().enumerate().map(|(t, v)| v.map(|v| v - pattern[t % m])).collect();
    let mut filled = fill_straight(&adjusted);
    for (t, v) in filled.iter_mut().enumerate() {
        *v = series[t].unwrap_or(*v + pattern[t % m]);
    }
    filled
}

fn fill_straight(series: &[Option<f64>]) -> Vec<f64> {
    let known: Vec<(usize, f64)> = series.iter().enumerate().filter_map(|(t, v)| v.map(|v| (t, v))).collect();
    let mut next = 0;
    (0..series.len())
        .map(|t| {
            while next < known.len() && known[next].0 < t {
                next += 1;
            }
            match (next.checked_sub(1).and_then(|p| known.get(p)), known.get(next)) {
                (_, Some(&(at, v))) if at == t => v,
                (Some(&(from, a)), Some(&(to, b))) => a + (b - a) * float(t - from) / float(to - from),
                (Some(&(_, v)), None) | (None, Some(&(_, v))) => v,
                (None, None) => 0.0,
            }
        })
        .collect()
}

/// How many whole seasons fit.
pub(crate) fn cycles(n: usize, m: usize) -> usize {
    floor_index(float(n) / float(m))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::reference::noise;

    fn waves(n: usize, parts: &[(usize, f64)], seed: u64) -> Vec<f64> {
        let e = noise(seed, n);
        (0..n)
            .map(|t| {
                let wave = |m: usize| (float(t % m) * std::f64::consts::TAU / float(m)).sin();
                100.0 + e[t] + parts.iter().map(|(m, size)| size * wave(*m)).sum::<f64>()
            })
            .collect()
    }

    #[test]
    fn finds_the_seasons_of_hours_months_and_quarters() {
        // A week of hours: working days differ from the weekend.
        let mut hours = waves(840, &[(24, 4.0)], 1);
        for (t, v) in hours.iter_mut().enumerate() {
            if t % 168 >= 120 {
                *v -= 5.0;
            }
        }
        assert_eq!(detect(&hours), [24, 168]);
        assert_eq!(detect(&waves(72, &[(12, 2.0)], 2)), [12]);
        assert_eq!(detect(&waves(36, &[(12, 2.0)], 6)), [12]);
        assert_eq!(detect(&waves(30, &[(12, 4.0)], 7)), [12]);
        assert_eq!(detect(&waves(40, &[(4, 2.0)], 3)), [4]);
        assert_eq!(detect(&waves(300, &[(7, 1.0)], 4)), [7]);
    }

    /// Independent values of the standard normal distribution, by the sum of twelve even ones.
    fn normal(seed: u64, n: usize) -> Vec<f64> {
        noise(seed, 12 * n).chunks(12).map(|part| part.iter().sum()).collect()
    }

    #[test]
    fn finds_a_smooth_week_in_noisy_hours() {
        let wave = |t: usize, m: usize| (float(t) * std::f64::consts::TAU / float(m)).sin();
        for seed in 1..=9 {
            for (height, slope) in [(5.0, 0.0), (10.0, 0.0), (5.0, 0.01), (10.0, 0.01)] {
                let values: Vec<f64> = normal(seed, 1000)
                    .into_iter()
                    .enumerate()
                    .map(|(t, e)| 50.0 + 10.0 * wave(t, 24) + height * wave(t, 168) + slope * float(t) + e)
                    .collect();
                assert_eq!(detect(&values), [24, 168], "seed {seed}, {height}, {slope}");
                assert_eq!(longer(&values, 24), Some(168), "seed {seed}, {height}, {slope}");
            }
        }
    }

    #[test]
    fn rarely_sees_a_week_in_hours_that_wander() {
        let seen = (0..100)
            .filter(|seed| {
                let mut level = 0.0;
                let hours: Vec<f64> = normal(500 + seed, 1000)
                    .into_iter()
                    .enumerate()
                    .map(|(t, e)| {
                        level += e;
                        level + 10.0 * (float(t % 24) * std::f64::consts::TAU / 24.0).sin()
                    })
                    .collect();
                smooth_outer(&hours, 24).is_some()
            })
            .count();
        assert!(seen <= 2, "{seen} of 100");
    }

    #[test]
    fn rarely_sees_a_season_in_a_random_walk() {
        let seen = (0..100)
            .filter(|seed| {
                let mut level = 0.0;
                let walk: Vec<f64> = noise(1000 + seed, 160)
                    .into_iter()
                    .map(|e| {
                        level += e;
                        level
                    })
                    .collect();
                !detect(&walk).is_empty()
            })
            .count();
        assert!(seen <= 8, "{seen} of 100");
    }

    #[test]
    fn finds_plain_waves_in_noise() {
        // Length, height, noise, points, least finds of 40.
        for (m, height, spread, n, least) in [
            (24, 10.0, 3.0, 96, 36),
            (24, 10.0, 3.0, 168, 36),
            (12, 10.0, 4.0, 36, 34),
            (12, 10.0, 4.0, 60, 38),
            (52, 20.0, 3.0, 156, 36),
            (52, 10.0, 3.0, 260, 34),
        ] {
            let found = (0..40)
                .filter(|seed| {
                    let wave = |t: usize| (float(t) * std::f64::consts::TAU / float(m)).sin();
                    let e = normal(7000 + 31 * seed, n);
                    let y: Vec<f64> = (0..n).map(|t| 100.0 + height * wave(t) + spread * e[t]).collect();
                    detect(&y).contains(&m)
                })
                .count();
            assert!(found >= least, "{m} in {n} points: {found} of 40");
        }
    }

    /// Of 50 series each of 30, 60, 120 and 200 points made from independent values, those seen as seasonal.
    fn seen_in(make: impl Fn(&[f64]) -> Vec<f64>) -> usize {
        [30, 60, 120, 200]
            .into_iter()
            .map(|n| (0..50).filter(|seed| !detect(&make(&normal(90_000 + 77 * seed, n))).is_empty()).count())
            .sum()
    }

    #[test]
    fn rarely_sees_a_season_where_there_is_none() {
        let sums = |e: &[f64], keep: f64| -> Vec<f64> {
            e.iter()
                .scan(0.0, |level, e| {
                    *level = keep * *level + e;
                    Some(100.0 + *level)
                })
                .collect()
        };
        let white = seen_in(|e| e.iter().map(|e| 50.0 + 5.0 * e).collect());
        assert!(white <= 16, "white noise: {white} of 200");
        let skewed = seen_in(|e| e.iter().map(|e| (3.0 + 0.5 * e).exp()).collect());
        assert!(skewed <= 16, "skewed noise: {skewed} of 200");
        let walk = seen_in(|e| sums(e, 1.0));
        assert!(walk <= 8, "random walk: {walk} of 200");
        let returning = seen_in(|e| sums(e, 0.7));
        assert!(returning <= 12, "autoregression: {returning} of 200");
        let noisy = seen_in(|e| {
            let level = sums(&e[..e.len() / 2], 1.0);
            level.iter().zip(&e[e.len() / 2..]).map(|(level, e)| level + 2.0 * e).collect()
        });
        assert!(noisy <= 16, "random walk with noise: {noisy} of 200");
    }

    #[test]
    fn fills_gaps_along_the_season() {
        let y = waves(60, &[(6, 10.0)], 5);
        let mut gapped: Vec<Option<f64>> = y.iter().copied().map(Some).collect();
        gapped[31] = None;
        gapped[32] = None;
        let filled = fill(&gapped, Some(6));
        assert!((filled[31] - y[31]).abs() < 3.0 && (filled[32] - y[32]).abs() < 3.0);
        assert!(
            filled.iter().zip(&y).enumerate().all(|(t, (f, v))| t == 31 || t == 32 || f.total_cmp(v).is_eq())
        );
    }

    #[test]
    fn indices_recover_a_multiplicative_season() {
        let y: Vec<f64> = (0..48).map(|t| (50.0 + float(t)) * [1.5, 0.5, 1.0][t % 3]).collect();
        let got = indices(&y, 3, true);
        assert!((got[0] - 1.5).abs() < 0.02 && (got[1] - 0.5).abs() < 0.02 && (got[2] - 1.0).abs() < 0.02);
    }
}
