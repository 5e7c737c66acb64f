//! Nelder–Mead simplex search (Nelder and Mead, "A simplex method for function minimization", The Computer
//! Journal 7, 1965), with every point projected onto a box before it is evaluated.

/// One coordinate of the search: where it starts, how far the first simplex reaches, and its bounds.
#[derive(Clone, Copy)]
pub(crate) struct Axis {
    pub(crate) start: f64,
    pub(crate) step: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// Minimises `cost` over the box; deterministic. Stops after `evaluations` or when the simplex is flat.
pub(crate) fn minimize(
    axes: &[Axis],
    evaluations: usize,
    mut cost: impl FnMut(&[f64]) -> f64,
) -> (Vec<f64>, f64) {
    let k = axes.len();
    let mut evaluate = |point: &mut Vec<f64>| {
        for (x, axis) in point.iter_mut().zip(axes) {
            *x = x.clamp(axis.low, axis.high);
        }
        let value = cost(point);
        if value.is_nan() { f64::INFINITY } else { value }
    };
    let mut simplex = first_simplex(axes, &mut evaluate);
    let mut used = k + 1;
    while used < evaluations {
        simplex.sort_by(|a, b| a.1.total_cmp(&b.1));
        let (best, worst) = (simplex[0].1, simplex[k].1);
        if (worst - best).abs() <= 1e-7 * (best.abs() + 1e-12) || k == 0 {
            break;
        }
        let mut centre = vec![0.0; k];
        for (point, _) in &simplex[..k] {
            for (c, x) in centre.iter_mut().zip(point) {
                *c += x / k as f64;
            }
        }
        let mut along = |factor: f64, from: &[f64]| {
            let mut point: Vec<f64> = centre.iter().zip(from).map(|(c, x)| c + factor * (x - c)).collect();
            let value = evaluate(&mut point);
            (point, value)
        };
        let reflected = along(-1.0, &simplex[k].0);
        used += 1;
        if reflected.1 < best {
            let expanded = along(-2.0, &simplex[k].0);
            used += 1;
            simplex[k] = if expanded.1 < reflected.1 { expanded } else { reflected };
        } else if reflected.1 < simplex[k - 1].1 {
            simplex[k] = reflected;
        } else {
            let contracted =
                if reflected.1 < worst { along(0.5, &reflected.0) } else { along(0.5, &simplex[k].0) };
            used += 1;
            if contracted.1 < worst.min(reflected.1) {
                simplex[k] = contracted;
            } else {
                used += k;
                shrink(&mut simplex, &mut evaluate);
            }
        }
    }
    simplex.sort_by(|a, b| a.1.total_cmp(&b.1));
    simplex.swap_remove(0)
}

fn first_simplex(axes: &[Axis], evaluate: &mut impl FnMut(&mut Vec<f64>) -> f64) -> Vec<(Vec<f64>, f64)> {
    (0..=axes.len())
        .map(|corner| {
            let mut point: Vec<f64> = axes.iter().map(|a| a.start).collect();
            if let Some(axis) = corner.checked_sub(1) {
                let Axis { start, step, high, .. } = axes[axis];
                point[axis] = if start + step > high { start - step } else { start + step };
            }
            let value = evaluate(&mut point);
            (point, value)
        })
        .collect()
}

fn shrink(simplex: &mut [(Vec<f64>, f64)], evaluate: &mut impl FnMut(&mut Vec<f64>) -> f64) {
    let best = simplex[0].0.clone();
    for (point, value) in &mut simplex[1..] {
        for (x, b) in point.iter_mut().zip(&best) {
            *x = b + 0.5 * (*x - b);
        }
        *value = evaluate(point);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(start: f64) -> Axis {
        Axis { start, step: 0.5, low: -5.0, high: 5.0 }
    }

    #[test]
    fn finds_the_minimum_of_the_rosenbrock_valley() {
        let (point, value) = minimize(&[axis(-1.2), axis(1.0)], 2000, |p| {
            100.0 * (p[1] - p[0] * p[0]).powi(2) + (1.0 - p[0]).powi(2)
        });
        assert!(value < 1e-6, "{value}");
        assert!((point[0] - 1.0).abs() < 1e-2 && (point[1] - 1.0).abs() < 1e-2, "{point:?}");
    }

    #[test]
    fn stays_inside_the_box() {
        let (point, _) = minimize(&[axis(0.0)], 200, |p| -p[0]);
        assert!((point[0] - 5.0).abs() < 1e-9, "{point:?}");
    }
}
