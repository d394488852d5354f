//! Four times as much may take a little more than four times as long, and no more.

use std::sync::LazyLock;
use std::time::Duration;

use crate::shape::Shape;
use crate::{promise, report, shapes};

/// What takes less says nothing of growth.
const LEAST: Duration = Duration::from_millis(50);
/// What is told as less may be twice that: only a limit keeps such inputs from being larger.
const NOISE: Duration = Duration::from_millis(5);
/// Where a ratio is too great, it is measured again with more runs: noise only adds.
const RUNS: [usize; 4] = [2, 4, 8, 16];

/// What the command takes for hardly anything, which is no part of what grows.
static START: LazyLock<Duration> = LazyLock::new(|| {
    let shape = Shape::page("a word", 1, |page, _| page.put("<p>word"));
    promise::time(&shape, 1, 8).expect("no limit is hit")
});

/// What was measured of a shape.
struct Growth {
    size: usize,
    small: Duration,
    large: Duration,
}

impl Growth {
    /// Measures at a size and at four times as much; none where a limit is in the way.
    fn of(shape: &Shape, from: usize, most: f64) -> Option<Self> {
        let mut size = from;
        while size > 16 && promise::time(shape, size * 4, 1).is_none() {
            size /= 2;
        }
        let mut small = promise::time(shape, size, 1)?;
        // Large enough to be measured, and small enough for the limits.
        while small < LEAST && size * 8 <= shape.full && promise::time(shape, size * 8, 1).is_some()
        {
            size *= 2;
            small = promise::time(shape, size, 1)?;
        }
        let mut growth = Self { size, small, large: Duration::MAX };
        for runs in RUNS {
            growth.small = growth.small.min(promise::time(shape, size, runs)?);
            growth.large = growth.large.min(promise::time(shape, size * 4, runs)?);
            if growth.ratio() <= most {
                break;
            }
        }
        Some(growth)
    }

    fn ratio(&self) -> f64 {
        let of_page = |time: Duration| time.saturating_sub(*START).as_secs_f64();
        of_page(self.large) / of_page(self.small).max(NOISE.as_secs_f64())
    }
}

/// Measures every shape that says from what size on.
#[test]
#[ignore = "only an optimised build tells: just growth"]
fn time_grows_as_the_input_does() {
    let wanted = std::env::var("DECHAFF_SHAPE").unwrap_or_default();
    let mut faults = Vec::new();
    report::progress(format_args!("start: {:.1?}", *START));
    report::progress("| shape | n | time | at 4n | ratio |\n|---|---:|---:|---:|---:|");
    for shape in shapes::FAMILIES.iter().flat_map(|(_, shapes)| *shapes) {
        let name = shape.name;
        let Some((from, most)) = shape.growth.filter(|_| name.contains(&wanted)) else { continue };
        let Some(growth) = Growth::of(shape, from, most) else {
            faults.push(format!("{name}: a limit is hit at 4 x {from}"));
            continue;
        };
        let Growth { size, small, large } = growth;
        let ratio = growth.ratio();
        report::progress(format_args!(
            "| {name} | {size} | {small:.0?} | {large:.0?} | {ratio:.2} |"
        ));
        if ratio > most {
            faults.push(format!("{name}: {ratio:.2} times as long, {small:.1?} at {size}"));
        }
    }
    dechaff_tests::assert_none(&faults);
}
