//! What an output holds already, whole and unbroken, so that `--resume` can pass it over.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use dechaff_archive::{SOURCE_FIELD, WarcLimits, WarcReader, is_warc};
use serde_json::Value;

use crate::name::hash;
use crate::show::our_field;

/// Hashes of the sources of the records in an output, and how often each is there: an archive or
/// a list may name a page twice.
pub(crate) type Sources = HashMap<u64, u32>;

/// What ends the header of a record, and the record.
const END: &[u8] = b"\r\n\r\n";

/// The sources of the records in a file, of JSON Lines or WET. A last record that was cut is cut
/// off whole, so that its page is done again.
pub(crate) fn sources(path: &Path) -> io::Result<Sources> {
    let mut sources = Sources::new();
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(sources),
        Err(error) => return Err(error),
    };
    if !file.metadata()?.is_file() {
        return Ok(sources);
    }
    let mut head = Vec::new();
    file.by_ref().take(8).read_to_end(&mut head)?;
    file.seek(SeekFrom::Start(0))?;
    let mut add = |source: &str| *sources.entry(hash(source)).or_default() += 1;
    let whole = if is_warc(&head) { records(file, &mut add)? } else { lines(file, &mut add)? };
    if whole < fs::metadata(path)?.len() {
        OpenOptions::new().write(true).open(path)?.set_len(whole)?;
    }
    Ok(sources)
}

/// Tells the source of each line; the length of all that are whole.
fn lines(file: File, each: &mut impl FnMut(&str)) -> io::Result<u64> {
    let mut reader = BufReader::new(file);
    let mut line = Vec::new();
    let mut whole = 0_u64;
    loop {
        line.clear();
        let length = reader.read_until(b'\n', &mut line)?;
        if line.last() != Some(&b'\n') {
            return Ok(whole);
        }
        whole += u64::try_from(length).unwrap_or(u64::MAX);
        let record: Option<Value> = serde_json::from_slice(&line).ok();
        let source = record.as_ref().and_then(|record| our_field(record, "source")?.as_str());
        if let Some(source) = source {
            each(source);
        }
    }
}

/// Tells the source of each record of a WET file; the length of all that are whole.
fn records(mut file: File, each: &mut impl FnMut(&str)) -> io::Result<u64> {
    let limits = WarcLimits::default();
    let mut last: Option<(u64, usize, Option<String>)> = None;
    for record in WarcReader::new(file.try_clone()?, limits) {
        let Ok(record) = record else { break };
        if let Some((_, _, Some(source))) = last.take() {
            each(&source);
        }
        let source = record.header.get(SOURCE_FIELD).map(str::to_owned);
        last = Some((record.place.offset, record.block.len(), source));
    }
    // Of the last it is still to be seen whether its end is there.
    let Some((start, block, source)) = last else { return Ok(0) };
    let mut rest = Vec::new();
    file.seek(SeekFrom::Start(start))?;
    let most = block.saturating_add(limits.header_bytes);
    file.take(u64::try_from(most).unwrap_or(u64::MAX)).read_to_end(&mut rest)?;
    let header = rest.windows(END.len()).position(|part| part == END);
    let length = header.map(|header| header + END.len() + block + END.len());
    match length.filter(|&length| rest.get(..length).is_some_and(|all| all.ends_with(END))) {
        Some(length) => {
            if let Some(source) = source {
                each(&source);
            }
            Ok(start + u64::try_from(length).unwrap_or(u64::MAX))
        }
        None => Ok(start),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dechaff_archive::{Conversion, wet_info};

    #[test]
    fn whole_lines_are_known_and_a_cut_one_is_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        let whole = "{\"source\":\"a\"}\nnonsense\n{\"source\":\"x\",\"dechaff_source\":\"a\"}\n";
        fs::write(&path, format!("{whole}{{\"source\":\"b\"}}")).unwrap();
        assert_eq!(sources(&path).unwrap(), Sources::from([(hash("a"), 2)]));
        assert_eq!(fs::read_to_string(&path).unwrap(), whole);
    }

    #[test]
    fn a_wet_file_cut_anywhere_is_cut_back_to_its_whole_records() {
        let date = "2026-01-01T00:00:00Z";
        let text = "Salt\r\n\r\n";
        let record = |source| {
            Conversion { target: "http://a.test/", date, refers_to: None, source, text }.to_record()
        };
        let parts = [wet_info("test", date), record("a"), record("b")];
        let whole = parts.concat();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.wet");
        for end in 0..=whole.len() {
            fs::write(&path, whole.get(..end).unwrap()).unwrap();
            let sources = sources(&path).unwrap();
            let mut kept = 0;
            for part in &parts {
                kept += if kept + part.len() <= end { part.len() } else { break };
            }
            assert_eq!(
                fs::read_to_string(&path).unwrap(),
                whole.get(..kept).unwrap(),
                "cut at {end}"
            );
            let known = usize::from(kept > parts[0].len()) + usize::from(kept == whole.len());
            assert_eq!(sources.len(), known, "cut at {end}");
        }
    }
}
