//! Measures the forecasting engine on a folder with `series.jsonl.gz` and `naive2.jsonl.gz`.
//!
//! `cargo run --release -p omni-ml --example forecast_accuracy -- <folder>`
//!
//! A series is `{id, group, period, h, train, test}`; `naive2` holds `{id, forecast}`, the denominator of OWA, the
//! mean of sMAPE and MASE relative to it (Makridakis, Spiliotis and Assimakopoulos, 2020). Each group's OWA is the
//! ratio of means, as in M4; `all` pools the series of all groups the same way.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, Write, stdout};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use flate2::read::GzDecoder;
use omni_ml::forecast::{Forecast, Model, Options, forecast};
use serde_json::Value;

const LEVELS: [f64; 2] = [80.0, 95.0];

struct Series {
    id: String,
    group: String,
    period: usize,
    train: Vec<f64>,
    test: Vec<f64>,
    naive2: Vec<f64>,
}

/// Sums over the series of a group.
#[derive(Clone, Default)]
struct Score {
    series: f64,
    points: f64,
    smape: f64,
    mase: f64,
    naive2_smape: f64,
    naive2_mase: f64,
    inside: [f64; 2],
}

#[expect(clippy::disallowed_methods, reason = "a measuring command reads the clock; the engine does not")]
fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: forecast_accuracy <folder>")?;
    let series = load(Path::new(&folder))?;
    let mut out = stdout().lock();
    for given in [false, true] {
        let start = Instant::now();
        let answers = run(&series, given)?;
        let seconds = start.elapsed().as_secs_f64();
        let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
        for (s, answer) in series.iter().zip(&answers) {
            for group in [s.group.as_str(), "~all"] {
                scores.entry(group).or_default().add(s, answer);
            }
        }
        let how = if given { "periods given" } else { "seasons detected" };
        writeln!(out, "{how}: {} series, {seconds:.1} s on 2 threads", series.len())?;
        writeln!(
            out,
            "| group | series | sMAPE | MASE | OWA | inside 80 % | inside 95 % |\n|---|---|---|---|---|---|---|"
        )?;
        for (group, score) in &scores {
            writeln!(out, "{}", score.row(group.trim_start_matches('~')))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn load(folder: &Path) -> Result<Vec<Series>, Box<dyn Error>> {
    let mut naive2 = BTreeMap::new();
    for row in rows(&folder.join("naive2.jsonl.gz"))? {
        naive2.insert(text(&row, "id")?, numbers(&row, "forecast")?);
    }
    let mut series = Vec::new();
    for row in rows(&folder.join("series.jsonl.gz"))? {
        let id = text(&row, "id")?;
        series.push(Series {
            naive2: naive2.remove(&id).ok_or_else(|| format!("{id}: no Naive2 forecast"))?,
            group: text(&row, "group")?,
            period: usize::try_from(row["period"].as_u64().ok_or("period")?)?,
            train: numbers(&row, "train")?,
            test: numbers(&row, "test")?,
            id,
        });
    }
    Ok(series)
}

fn rows(path: &Path) -> Result<Vec<Value>, Box<dyn Error>> {
    let lines = BufReader::new(GzDecoder::new(File::open(path)?)).lines();
    lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

fn text(row: &Value, field: &str) -> Result<String, Box<dyn Error>> {
    Ok(row[field].as_str().ok_or_else(|| format!("{field}: expected text"))?.to_owned())
}

fn numbers(row: &Value, field: &str) -> Result<Vec<f64>, Box<dyn Error>> {
    let values = row[field].as_array().ok_or_else(|| format!("{field}: expected a list"))?;
    values.iter().map(|v| v.as_f64().ok_or_else(|| format!("{field}: expected numbers").into())).collect()
}

/// Forecasts everything on two threads, in the order of `series`.
fn run(series: &[Series], given: bool) -> Result<Vec<Forecast>, Box<dyn Error>> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some(s) = series.get(next.fetch_add(1, Ordering::Relaxed)) {
            let season = [s.period];
            let options = Options {
                steps: s.test.len(),
                season_lengths: given.then_some(&season),
                model: Model::Auto,
                levels: &LEVELS,
                cancelled: &|| false,
            };
            let train: Vec<Option<f64>> = s.train.iter().copied().map(Some).collect();
            done.push((s.id.as_str(), forecast(&train, &options)));
        }
        done
    };
    let done = std::thread::scope(|scope| {
        let threads = [scope.spawn(work), scope.spawn(work)];
        threads.map(std::thread::ScopedJoinHandle::join)
    });
    let mut answers = BTreeMap::new();
    for part in done {
        for (id, answer) in part.map_err(|_| "a worker failed")? {
            answers.insert(id, answer.map_err(|e| format!("{id}: {e}"))?);
        }
    }
    series
        .iter()
        .map(|s| answers.remove(s.id.as_str()).ok_or_else(|| "an answer is missing".into()))
        .collect()
}

impl Score {
    fn add(&mut self, s: &Series, answer: &Forecast) {
        let scale = mean(s.train.iter().skip(s.period).zip(&s.train).map(|(a, b)| (a - b).abs()));
        self.series += 1.0;
        self.smape += smape(&s.test, &answer.predictions);
        self.mase += mae(&s.test, &answer.predictions) / scale;
        self.naive2_smape += smape(&s.test, &s.naive2);
        self.naive2_mase += mae(&s.test, &s.naive2) / scale;
        for (inside, interval) in self.inside.iter_mut().zip(&answer.intervals) {
            for ((v, low), high) in s.test.iter().zip(&interval.lower).zip(&interval.upper) {
                *inside += f64::from(u8::from(low <= v && v <= high));
            }
        }
        self.points += s.test.len() as f64;
    }

    fn row(&self, group: &str) -> String {
        let owa = 0.5 * (self.smape / self.naive2_smape + self.mase / self.naive2_mase);
        let share = self.inside.map(|inside| 100.0 * inside / self.points);
        let (smape, mase) = (self.smape / self.series, self.mase / self.series);
        let count = self.series;
        format!(
            "| {group} | {count} | {smape:.2} | {mase:.3} | {owa:.3} | {:.1} | {:.1} |",
            share[0], share[1]
        )
    }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(s, c), v| (s + v, c + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}

fn mae(actual: &[f64], forecast: &[f64]) -> f64 {
    mean(actual.iter().zip(forecast).map(|(a, f)| (a - f).abs()))
}

fn smape(actual: &[f64], forecast: &[f64]) -> f64 {
    mean(actual.iter().zip(forecast).map(|(a, f)| {
        let whole = a.abs() + f.abs();
        if whole > 0.0 { 200.0 * (a - f).abs() / whole } else { 0.0 }
    }))
}
