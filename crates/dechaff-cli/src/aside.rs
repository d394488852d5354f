//! Files that are written aside and renamed when complete: nobody ever sees half of one.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};
use walkdir::WalkDir;

/// What names of temporary files begin with.
const PREFIX: &str = ".dechaff-";

use crate::interrupt::Unfinished;

/// A file on its way to its place; dropped before [`keep`](Self::keep), it leaves nothing.
pub(crate) struct AsideFile {
    file: NamedTempFile,
    path: PathBuf,
    /// A signal, after which nothing is dropped, leaves nothing either.
    unfinished: Unfinished,
}

impl AsideFile {
    /// Starts the file that will be at `path`. A link there stays: what it points to is replaced.
    pub(crate) fn new(path: &Path) -> io::Result<Self> {
        let path = path.canonicalize().unwrap_or_else(|_| path.into());
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut builder = Builder::new();
        builder.prefix(PREFIX);
        // A private mode is right for a temporary file and wrong for what people asked for.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let make = || builder.tempfile_in(folder);
        let (file, unfinished) = Unfinished::make(make, NamedTempFile::path)?;
        Ok(Self { file, path, unfinished })
    }

    /// Puts the file in its place.
    pub(crate) fn keep(self) -> io::Result<()> {
        self.file.persist(&self.path).map_err(|error| error.error)?;
        drop(self.unfinished);
        Ok(())
    }
}

impl Write for AsideFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Removes the files below a folder that a run left which was killed.
pub(crate) fn remove_left(folder: &Path) {
    let entries = WalkDir::new(folder).into_iter().flatten();
    for entry in entries.filter(|entry| entry.file_type().is_file()) {
        if entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX)) {
            // It is in nobody's way.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Writes a whole file, with the folders it lies in.
pub(crate) fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = AsideFile::new(path)?;
    file.write_all(text.as_bytes())?;
    file.keep()
}
