//! What this process holds, and a process of its own for each thing that is
//! measured, where no memory is left over from another.

use std::fs;
use std::process::Command;

pub(crate) const MIB: usize = 1 << 20;

/// The most memory held since the last call, in bytes; only Linux tells.
pub(crate) fn peak() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: usize = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    fs::write("/proc/self/clear_refs", "5").ok()?;
    Some(kib << 10)
}

/// Runs an ignored test of this program in a process of its own, with the name of
/// what it is about in a variable, and prints what it told of the memory.
pub(crate) fn measure(test: &str, variable: &str, name: &str) {
    let ran = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--ignored", "--nocapture"])
        .env(variable, name)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    let errors = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{name}: {said}{errors}");
    println!("{}", said.lines().find(|line| line.contains("MiB more")).unwrap());
}
