//! Where the pages go: one stream, or a folder of files.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::aside::{self, AsideFile};
use crate::failure::{Failure, Fatal};
use crate::job::Done;
use crate::pager::Pager;
use crate::settings::{Destination, Layout};
use crate::source::{Page, Place};
#[cfg(feature = "parquet")]
use crate::table::Table;

/// Takes the pages one after the other.
pub(crate) enum Output {
    Stream(Stream),
    Folder,
    #[cfg(feature = "parquet")]
    Table(Box<Rows>),
}

impl Output {
    /// Opens the output. With `in_place` a file is written as pages come, and not aside; with
    /// `resume` it keeps what is in it.
    pub(crate) fn open(
        destination: &Destination,
        layout: Layout,
        in_place: bool,
        resume: bool,
    ) -> Result<Self, Fatal> {
        let begun = match destination {
            Destination::File(path) if resume => {
                fs::metadata(path).is_ok_and(|data| data.len() > 0)
            }
            _ => false,
        };
        let stream =
            |target, name: String| Self::Stream(Stream { target, name, layout, pages: 0, begun });
        match destination {
            Destination::Stdout => {
                let target = Target::Direct(Box::new(BufWriter::new(io::stdout())));
                Ok(stream(target, "to standard output".into()))
            }
            Destination::Pager => {
                let target: Box<dyn Write> = match Pager::start() {
                    Some(pager) => Box::new(BufWriter::new(pager)),
                    None => Box::new(BufWriter::new(io::stdout())),
                };
                Ok(stream(Target::Direct(target), "to standard output".into()))
            }
            #[cfg(feature = "parquet")]
            Destination::File(path) if layout == Layout::Table => {
                let name = path.display().to_string();
                let file = AsideFile::new(path).map_err(|error| Fatal::output(&name, error))?;
                let table = Table::new(BufWriter::new(file));
                Ok(Self::Table(Box::new(Rows { table, name, count: 0 })))
            }
            Destination::File(path) => {
                let name = path.display().to_string();
                match Target::file(path, in_place, resume) {
                    Ok(target) => Ok(stream(target, name)),
                    Err(error) => Err(Fatal::output(name, error)),
                }
            }
            Destination::Folder(path, _) => {
                if resume {
                    aside::remove_left(path);
                }
                fs::create_dir_all(path)
                    .map_err(|error| Fatal::output(path.display().to_string(), error))?;
                Ok(Self::Folder)
            }
        }
    }

    /// Writes one page. The inner result is a failure of this page alone.
    pub(crate) fn page(&mut self, page: &Page, done: &Done) -> Result<Result<(), Failure>, Fatal> {
        match self {
            Self::Stream(stream) => stream
                .page(&page.name, done)
                .map(Ok)
                .map_err(|error| Fatal::output(stream.name.as_str(), error)),
            Self::Folder => Ok(into_file(page, done)),
            #[cfg(feature = "parquet")]
            Self::Table(rows) => rows.add(&done.output),
        }
    }

    /// Ends the output; a file only now comes to its place.
    pub(crate) fn finish(self) -> Result<(), Fatal> {
        match self {
            Self::Stream(stream) => {
                let name = stream.name.clone();
                stream.finish().map_err(|error| Fatal::output(name, error))
            }
            Self::Folder => Ok(()),
            #[cfg(feature = "parquet")]
            Self::Table(rows) => rows.finish(),
        }
    }
}

/// One stream of pages.
pub(crate) struct Stream {
    target: Target,
    name: String,
    layout: Layout,
    pages: usize,
    /// Whether something stands in it already.
    begun: bool,
}

enum Target {
    Direct(Box<dyn Write>),
    Aside(BufWriter<AsideFile>),
    /// A file that is made with the first page, and grows page by page.
    Later(PathBuf),
}

impl Target {
    /// A regular file is written aside and renamed; a device or pipe is written as it is.
    fn file(path: &Path, in_place: bool, resume: bool) -> io::Result<Self> {
        match fs::metadata(path) {
            Ok(data) if !data.is_file() => {
                let file = fs::OpenOptions::new().write(true).open(path)?;
                Ok(Self::Direct(Box::new(BufWriter::new(file))))
            }
            _ if resume => {
                let file = fs::OpenOptions::new().create(true).append(true).open(path)?;
                Ok(Self::Direct(Box::new(BufWriter::new(file))))
            }
            // Where nothing comes of the run, an older output is better than none.
            _ if in_place => Ok(Self::Later(path.into())),
            _ => Ok(Self::Aside(BufWriter::new(AsideFile::new(path)?))),
        }
    }

    fn writer(&mut self) -> io::Result<&mut dyn Write> {
        if let Self::Later(path) = self {
            *self = Self::Direct(Box::new(BufWriter::new(fs::File::create(path)?)));
        }
        match self {
            Self::Direct(writer) => Ok(writer),
            Self::Aside(writer) => Ok(writer),
            Self::Later(_) => Err(io::Error::other("not open")),
        }
    }
}

impl Stream {
    fn page(&mut self, source: &str, done: &Done) -> io::Result<()> {
        let first = self.pages == 0;
        self.pages += 1;
        let text = done.output.as_str();
        let out = self.target.writer()?;
        if let Some(head) = &done.head
            && !std::mem::replace(&mut self.begun, true)
        {
            out.write_all(head.as_bytes())?;
        }
        match self.layout {
            #[cfg(feature = "parquet")]
            Layout::Table => {}
            Layout::Bare => out.write_all(text.as_bytes())?,
            Layout::Headed => {
                let gap = if first { "" } else { "\n" };
                write!(out, "{gap}==> {source} <==\n{text}")?;
            }
            Layout::Array => {
                let before = if first { "[" } else { "," };
                write!(out, "{before}\n{}", text.trim_end())?;
            }
        }
        out.flush()
    }

    fn finish(mut self) -> io::Result<()> {
        if self.layout == Layout::Array {
            let end = if self.pages == 0 { "[]\n" } else { "\n]\n" };
            self.target.writer()?.write_all(end.as_bytes())?;
        }
        match self.target {
            Target::Direct(mut writer) => writer.flush(),
            // Where nothing came of the run, an older output is better than none.
            Target::Aside(writer) if self.pages > 0 => {
                writer.into_inner().map_err(io::Error::from)?.keep()
            }
            _ => Ok(()),
        }
    }
}

/// A table of pages.
#[cfg(feature = "parquet")]
pub(crate) struct Rows {
    table: Table<BufWriter<AsideFile>>,
    name: String,
    count: usize,
}

#[cfg(feature = "parquet")]
impl Rows {
    fn add(&mut self, line: &str) -> Result<Result<(), Failure>, Fatal> {
        let added = self.table.add(line).map_err(|error| Fatal::output(&self.name, error))?;
        self.count += usize::from(added.is_ok());
        Ok(added.map_err(Failure::Misfit))
    }

    fn finish(self) -> Result<(), Fatal> {
        // Where nothing came of the run, an older output is better than none.
        if self.count == 0 {
            return Ok(());
        }
        let written = self.table.finish();
        let kept = written.and_then(|out| out.into_inner().map_err(io::Error::from)?.keep());
        kept.map_err(|error| Fatal::output(self.name, error))
    }
}

/// Writes a page into the file that it was given.
fn into_file(page: &Page, done: &Done) -> Result<(), Failure> {
    let Some(path) = page.file.clone() else { return Ok(()) };
    if let Place::File(input) = &page.place
        && is_same(input, &path)
    {
        return Err(Failure::OwnInput(path));
    }
    let text = match &done.head {
        Some(head) => &format!("{head}{}", done.output),
        None => &done.output,
    };
    aside::write(&path, text).map_err(|error| Failure::Write { path, error })
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
