//! Four times as much may take a little more than four times as long, and no more.

use std::fmt::Write as _;
use std::time::Duration;

use crate::{promise, report, shapes};

/// What takes less says nothing of growth.
const LEAST: Duration = Duration::from_millis(50);
/// Where a ratio is too great, it is measured again with more runs: noise only adds.
const RUNS: [usize; 3] = [2, 4, 8];

/// Measures every shape that says from what size on.
#[test]
#[ignore = "only an optimised build tells: just hostile"]
fn time_grows_as_the_input_does() {
    let wanted = std::env::var("DECHAFF_SHAPE").unwrap_or_default();
    let mut faults = Vec::new();
    let mut table = String::from("| shape | n | 4n | ratio |\n|---|---:|---:|---:|\n");
    for shape in shapes::FAMILIES.iter().flat_map(|(_, shapes)| *shapes) {
        let Some((mut size, most)) = shape.growth else { continue };
        if !shape.name.contains(&wanted) {
            continue;
        }
        // Large enough to be measured, as long as four times as much is not over the full size.
        let mut small = promise::time(shape, size, 1);
        while small < LEAST && size * 8 <= shape.full {
            size *= 2;
            small = promise::time(shape, size, 1);
        }
        let mut large = Duration::MAX;
        let ratio =
            |small: Duration, large: Duration| large.as_secs_f64() / small.as_secs_f64().max(1e-3);
        for runs in RUNS {
            small = small.min(promise::time(shape, size, runs));
            large = large.min(promise::time(shape, size * 4, runs));
            if ratio(small, large) <= most {
                break;
            }
        }
        let ratio = ratio(small, large);
        let name = shape.name;
        let _ = writeln!(table, "| {name} | {small:.0?} | {large:.0?} | {ratio:.2} |");
        report::progress(format_args!("{name}: {size}, {small:.0?}, {large:.0?}, {ratio:.2}"));
        if ratio > most {
            faults.push(format!("{name}: {ratio:.2} times as long, {small:.1?} at {size}"));
        }
    }
    println!("{table}");
    dechaff_tests::assert_none(&faults);
}
