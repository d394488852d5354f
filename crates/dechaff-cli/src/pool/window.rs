//! How many items, and bytes of them, may be between their reading and the end of their results.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A gate before the reader of items.
pub(super) struct Window {
    items: usize,
    bytes: usize,
    inside: Mutex<Inside>,
    changed: Condvar,
}

#[derive(Default)]
struct Inside {
    items: usize,
    bytes: usize,
    closed: bool,
}

impl Window {
    pub(super) fn new(items: usize, bytes: usize) -> Self {
        Self { items, bytes, inside: Mutex::default(), changed: Condvar::new() }
    }

    /// Waits until another item may be read; tells whether there is any use in it.
    pub(super) fn enter(&self) -> bool {
        let mut inside = self.inside();
        while !inside.closed && (inside.items >= self.items || inside.bytes >= self.bytes) {
            inside = self.changed.wait(inside).unwrap_or_else(PoisonError::into_inner);
        }
        inside.items += 1;
        !inside.closed
    }

    /// An item or its result has become this much larger, or smaller.
    pub(super) fn resize(&self, from: usize, to: usize) {
        let mut inside = self.inside();
        inside.bytes = (inside.bytes + to).saturating_sub(from);
        drop(inside);
        self.changed.notify_one();
    }

    /// A result of this size is dealt with.
    pub(super) fn leave(&self, bytes: usize) {
        let mut inside = self.inside();
        inside.items = inside.items.saturating_sub(1);
        inside.bytes = inside.bytes.saturating_sub(bytes);
        drop(inside);
        self.changed.notify_one();
    }

    /// Nothing more is wanted.
    pub(super) fn close(&self) {
        self.inside().closed = true;
        self.changed.notify_all();
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
