//! How much memory the browser's processes hold.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

/// What is read of a file of the system: it is some lines, unless it is not what it should be.
const LONGEST: u64 = 64 << 10;

/// What the processes of a group hold for themselves alone, in bytes; zero
/// where the system does not tell.
pub(super) fn of_group(group: i32) -> u64 {
    let Ok(entries) = fs::read_dir("/proc") else { return 0 };
    let numbers = entries.flatten().filter(|entry| {
        entry.file_name().as_encoded_bytes().first().is_some_and(u8::is_ascii_digit)
    });
    // A process that ends meanwhile holds nothing.
    let members = numbers.filter(|entry| group_of(&entry.path()) == Some(group));
    members.filter_map(|entry| own_memory(&entry.path())).sum()
}

fn group_of(process: &Path) -> Option<i32> {
    let stat = read(&process.join("stat"))?;
    // `number (name) state parent group ...`, and a name may hold anything.
    let (_, rest) = stat.rsplit_once(')')?;
    rest.split_ascii_whitespace().nth(2)?.parse().ok()
}

fn own_memory(process: &Path) -> Option<u64> {
    let status = read(&process.join("status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib << 10)
}

fn read(file: &Path) -> Option<String> {
    let mut text = String::new();
    File::open(file).ok()?.take(LONGEST).read_to_string(&mut text).ok()?;
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_that_we_hold_counts_for_our_group() {
        let Some(group) = group_of(Path::new("/proc/self")) else {
            println!("skipped: the system does not tell");
            return;
        };
        let before = of_group(group);
        let held = vec![1_u8; 64 << 20];
        assert!(of_group(group) > 32 << 20, "{before}");
        assert_eq!(held.len(), 64 << 20);
        assert_eq!(of_group(i32::MAX), 0);
    }
}
