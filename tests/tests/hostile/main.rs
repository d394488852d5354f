//! Inputs made to hang, to fill the memory or to overflow the stack. Each is run in a child with
//! little of everything, and must end in time, with output or a clear message.
//!
//! A build without optimisation does a part of each; `just hostile` does all, measures how time
//! grows, and writes the table in SECURITY.md. `DECHAFF_SHAPE` names those that are wanted.

#![cfg(unix)]

#[cfg(test)]
mod encodings;
#[cfg(test)]
mod growth;
#[cfg(test)]
mod promise;
#[cfg(test)]
mod report;
#[cfg(test)]
mod shape;
#[cfg(test)]
mod shapes;

#[cfg(test)]
mod families {
    use crate::{promise, report, shapes};

    /// Proves the promise for each shape of a family.
    fn prove(family: &str) {
        let wanted = std::env::var("DECHAFF_SHAPE").unwrap_or_default();
        let (mut faults, mut rows) = (Vec::new(), Vec::new());
        let of_family = shapes::FAMILIES.into_iter().filter(|(name, _)| *name == family);
        for (family, shapes) in of_family {
            let all = shapes.iter().enumerate();
            for (number, shape) in all.filter(|(_, shape)| shape.name.contains(&wanted)) {
                let before = faults.len();
                let row = promise::prove(family, shape, number, &mut faults);
                report::progress(&row);
                faults.iter().skip(before).for_each(report::progress);
                rows.push(row);
            }
            report::done(family, &std::mem::take(&mut rows));
        }
        dechaff_tests::assert_none(&faults);
    }

    #[test]
    fn elements_in_elements() {
        prove("nesting");
    }

    #[test]
    fn tags_that_do_not_match() {
        prove("formatting");
    }

    #[test]
    fn attributes_without_end() {
        prove("attributes");
    }

    #[test]
    fn sixteen_mib_of_one_thing() {
        prove("bulk");
    }

    #[test]
    fn elements_with_rules_of_their_own() {
        prove("foreign");
    }

    #[test]
    fn many_things_side_by_side() {
        prove("flat");
    }

    #[test]
    fn tables_beyond_measure() {
        prove("tables");
    }

    #[test]
    fn data_for_machines() {
        prove("data");
    }

    #[test]
    fn characters_that_are_none() {
        prove("characters");
    }

    #[test]
    fn plain_texts() {
        prove("texts");
    }
}
