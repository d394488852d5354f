//! What this process holds.

use std::fs;

pub(crate) const MIB: usize = 1 << 20;

/// The most memory held since the last call, in bytes; only Linux tells.
pub(crate) fn peak() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: usize = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    fs::write("/proc/self/clear_refs", "5").ok()?;
    Some(kib << 10)
}
