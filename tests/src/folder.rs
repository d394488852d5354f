//! A folder for one test.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::TempDir;

/// A temporary folder, gone with the test.
#[derive(Debug)]
pub struct Folder(TempDir);

impl Default for Folder {
    fn default() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }
}

impl Folder {
    /// An empty folder.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same folder with a file in it, and the folders on the way there.
    pub fn with(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).expect("the folder can be made");
        }
        fs::write(path, content).expect("the file can be written");
        self
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// A path in it.
    pub fn join(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// Writes a file in it, and tells its path.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.join(name);
        fs::write(&path, content).expect("the file can be written");
        path
    }

    /// The content of a file in it; panics where there is none.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.join(name)).expect("the file is there")
    }

    /// The names of all files in it and below, sorted, with `/` between parts.
    pub fn tree(&self) -> Vec<String> {
        let mut names = Vec::new();
        let mut open = vec![self.path().to_path_buf()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).expect("the folder is readable") {
                let path = entry.expect("the entry is readable").path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    let inner = path.strip_prefix(self.path()).unwrap_or(&path);
                    names.push(inner.display().to_string().replace('\\', "/"));
                }
            }
        }
        names.sort();
        names
    }
}

/// The content in gzip.
pub fn gzip(content: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content.as_ref()).expect("memory is writable");
    encoder.finish().expect("memory is writable")
}
