//! Runs as elements that nest: where each mark begins and ends.

use std::cmp::Reverse;

use crate::content::{Inline, Mark, Run};

/// What to write next.
#[derive(Debug, Clone, Copy)]
pub(super) enum Event<'r> {
    OpenLink(&'r str),
    CloseLink,
    Open(Mark),
    Close(Mark),
    Run(&'r Run),
}

/// The link of a run; a reference to a note is one itself.
fn link(run: &Run) -> Option<&str> {
    run.link.as_deref().filter(|_| !matches!(run.inline, Inline::Note(_)))
}

/// The runs with their marks around them. A link is outside of all marks, and of the others the
/// one that goes on longest.
pub(super) fn events(runs: &[Run]) -> Vec<Event<'_>> {
    let extents = extents(runs);
    let mut events = Vec::with_capacity(runs.len() * 2);
    let mut open: Vec<Mark> = Vec::new();
    let mut open_link = None;
    for (run, extents) in runs.iter().zip(&extents) {
        let same_link = open_link == link(run);
        let stay = open.iter().take_while(|mark| same_link && mark.is_on(run)).count();
        events.extend(open.drain(stay..).rev().map(Event::Close));
        if !same_link {
            if open_link.is_some() {
                events.push(Event::CloseLink);
            }
            open_link = link(run);
            events.extend(open_link.map(Event::OpenLink));
        }
        let missing = extents.iter().zip(Mark::ALL);
        let mut missing: Vec<(usize, Mark)> = missing
            .filter(|(_, mark)| mark.is_on(run) && !open.contains(mark))
            .map(|(extent, mark)| (*extent, mark))
            .collect();
        missing.sort_by_key(|(extent, _)| Reverse(*extent));
        for (_, mark) in missing {
            events.push(Event::Open(mark));
            open.push(mark);
        }
        events.push(Event::Run(run));
    }
    events.extend(open.drain(..).rev().map(Event::Close));
    if open_link.is_some() {
        events.push(Event::CloseLink);
    }
    events
}

/// For each run how many runs each mark goes on for from there, within one link.
fn extents(runs: &[Run]) -> Vec<[usize; Mark::COUNT]> {
    let mut extents = vec![[0; Mark::COUNT]; runs.len()];
    let mut after: Option<(&Run, [usize; Mark::COUNT])> = None;
    for (run, extent) in runs.iter().zip(&mut extents).rev() {
        for (number, mark) in Mark::ALL.into_iter().enumerate() {
            let goes_on = after.filter(|(next, _)| mark.is_on(next) && link(next) == link(run));
            let further = goes_on.and_then(|(_, after)| after.get(number).copied()).unwrap_or(0);
            if let Some(length) = extent.get_mut(number) {
                *length = if mark.is_on(run) { further + 1 } else { 0 };
            }
        }
        after = Some((run, *extent));
    }
    extents
}
