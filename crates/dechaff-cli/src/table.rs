//! Records as a Parquet file.
//!
//! What kind of value a column holds is told from the first records: truth values, whole numbers,
//! numbers, or else text, where lists and objects stand as JSON. Our own fields have the types
//! that they have in every record.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use arrow_json::ReaderBuilder;
use arrow_json::reader::Decoder;
use arrow_schema::{DataType, Field, Schema};
use dechaff::PageKind;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use serde_json::{Map, Value};

use crate::show::PREFIX;

/// Records that are looked at before the columns are settled.
const FIRST: usize = 1000;
/// Bytes of records that wait at most.
const WAITING_BYTES: usize = 16 << 20;
/// What the writer holds before a group of rows is written.
const GROUP_BYTES: usize = 64 << 20;
/// Fields of ours that are lists of texts.
const OUR_LISTS: [&str; 2] = ["authors", "tags"];
/// Fields of ours that are texts.
const OUR_TEXTS: [&str; 12] = [
    "source", "url", "title", "date", "date_modified", "site_name", "description", "image",
    "language", "detected_language", "page_kind", "text",
];

/// A table under way.
pub(crate) struct Table<W: io::Write + Send> {
    /// Taken when the columns are settled.
    out: Option<W>,
    waiting: Vec<Map<String, Value>>,
    waiting_bytes: usize,
    columns: Option<Columns<W>>,
}

struct Columns<W: io::Write + Send> {
    kinds: HashMap<String, Kind>,
    decoder: Decoder,
    writer: ArrowWriter<W>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Truth,
    Whole,
    Number,
    Text,
    Texts,
    /// A probability for each kind of page.
    Kinds,
}

impl<W: io::Write + Send> Table<W> {
    pub(crate) fn new(out: W) -> Self {
        Self { out: Some(out), waiting: Vec::new(), waiting_bytes: 0, columns: None }
    }

    /// Adds a record, a line of JSON. The inner result is why it does not fit in.
    pub(crate) fn add(&mut self, line: &str) -> io::Result<Result<(), String>> {
        let record: Map<String, Value> = serde_json::from_str(line)?;
        if let Some(columns) = &self.columns {
            let misfit = record.iter().find(|(name, value)| {
                columns.kinds.get(*name).is_none_or(|kind| !kind.takes(value))
            });
            if let Some((name, _)) = misfit {
                return Ok(Err(format!("the field {name:?} is not what it was in the first rows")));
            }
        }
        self.waiting.push(record);
        self.waiting_bytes += line.len();
        let enough = if self.columns.is_none() { FIRST } else { FIRST / 10 };
        if self.waiting.len() >= enough || self.waiting_bytes >= WAITING_BYTES {
            self.write()?;
        }
        Ok(Ok(()))
    }

    /// Writes what is left, and what ends the file.
    pub(crate) fn finish(mut self) -> io::Result<W> {
        self.write()?;
        match self.columns {
            Some(columns) => columns.writer.into_inner().map_err(io::Error::other),
            None => Err(io::Error::other("no record")),
        }
    }

    fn write(&mut self) -> io::Result<()> {
        let mut records = std::mem::take(&mut self.waiting);
        self.waiting_bytes = 0;
        if records.is_empty() {
            return Ok(());
        }
        if let Some(out) = self.out.take() {
            self.columns = Some(Columns::new(&records, out)?);
        }
        let Some(columns) = &mut self.columns else { return Ok(()) };
        for record in &mut records {
            for (name, value) in record.iter_mut() {
                if let Some(kind) = columns.kinds.get(name) {
                    kind.fit(value);
                }
            }
        }
        columns.decoder.serialize(&records).map_err(io::Error::other)?;
        if let Some(batch) = columns.decoder.flush().map_err(io::Error::other)? {
            columns.writer.write(&batch)?;
        }
        if columns.writer.in_progress_size() > GROUP_BYTES {
            columns.writer.flush()?;
        }
        Ok(())
    }
}

impl<W: io::Write + Send> Columns<W> {
    fn new(records: &[Map<String, Value>], out: W) -> io::Result<Self> {
        let mut order: Vec<&String> = Vec::new();
        let mut found: HashMap<&String, Option<Kind>> = HashMap::new();
        for (name, value) in records.iter().flatten() {
            let kind = found.entry(name).or_insert_with(|| {
                order.push(name);
                Kind::of_ours(name)
            });
            *kind = match (*kind, Kind::of(value)) {
                (known, None) => known,
                (None, new) => new,
                (Some(known), Some(new)) => Some(known.and(new)),
            };
        }
        let kinds: HashMap<String, Kind> = found
            .into_iter()
            .map(|(name, kind)| (name.clone(), kind.unwrap_or(Kind::Text)))
            .collect();
        let fields: Vec<Field> = order
            .into_iter()
            .filter_map(|name| Some(Field::new(name, kinds.get(name)?.data_type(), true)))
            .collect();
        let schema = Arc::new(Schema::new(fields));
        let decoder = ReaderBuilder::new(Arc::clone(&schema)).build_decoder();
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .build();
        let writer = ArrowWriter::try_new(out, schema, Some(properties))?;
        Ok(Self { kinds, decoder: decoder.map_err(io::Error::other)?, writer })
    }
}

impl Kind {
    /// That of a field of ours; a field of the input may have the name of one.
    fn of_ours(name: &str) -> Option<Self> {
        match name.strip_prefix(PREFIX).unwrap_or(name) {
            "schema_version" => Some(Self::Whole),
            "confidence" => Some(Self::Number),
            "page_kinds" => Some(Self::Kinds),
            name if OUR_LISTS.contains(&name) => Some(Self::Texts),
            name if OUR_TEXTS.contains(&name) => Some(Self::Text),
            _ => None,
        }
    }

    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Null => None,
            Value::Bool(_) => Some(Self::Truth),
            Value::Number(number) if number.is_i64() => Some(Self::Whole),
            Value::Number(_) => Some(Self::Number),
            Value::String(_) | Value::Array(_) | Value::Object(_) => Some(Self::Text),
        }
    }

    /// What takes values of both kinds.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Whole | Self::Number, Self::Number) | (Self::Number, Self::Whole) => {
                Self::Number
            }
            // An object or a list looks like text.
            (Self::Kinds | Self::Texts, Self::Text) => self,
            (one, other) if one == other => one,
            _ => Self::Text,
        }
    }

    /// Whether a value may stand in a column of this kind.
    fn takes(self, value: &Value) -> bool {
        match (self, value) {
            (_, Value::Null) | (Self::Text, _) => true,
            (Self::Truth, value) => value.is_boolean(),
            (Self::Whole, value) => value.is_i64(),
            (Self::Number, value) => value.is_number(),
            (Self::Texts, Value::Array(values)) => values.iter().all(Value::is_string),
            (Self::Kinds, value) => value.is_object(),
            _ => false,
        }
    }

    /// Makes a value one of the column: what is no text becomes the JSON of it.
    fn fit(self, value: &mut Value) {
        if self == Self::Text && !value.is_string() && !value.is_null() {
            *value = Value::String(value.to_string());
        }
    }

    fn data_type(self) -> DataType {
        let probability =
            |kind: PageKind| Field::new(kind.name().to_owned(), DataType::Float64, true);
        match self {
            Self::Truth => DataType::Boolean,
            Self::Whole => DataType::Int64,
            Self::Number => DataType::Float64,
            Self::Text => DataType::Utf8,
            Self::Texts => DataType::new_list(DataType::Utf8, true),
            Self::Kinds => DataType::Struct(PageKind::ALL.map(probability).into_iter().collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_row_that_no_longer_fits_is_refused_and_the_file_is_whole() {
        let mut table = Table::new(Vec::new());
        for number in 0..FIRST {
            let line = json!({"n": number, "x": [1], "text": "Salt", "tags": []}).to_string();
            table.add(&line).unwrap().unwrap();
        }
        assert!(table.add(&json!({"n": "seven", "text": "x"}).to_string()).unwrap().is_err());
        assert!(table.add(&json!({"new": 1}).to_string()).unwrap().is_err());
        table.add(&json!({"n": null, "x": {"a": 1}, "tags": ["a"]}).to_string()).unwrap().unwrap();
        let file = table.finish().unwrap();
        assert!(file.starts_with(b"PAR1") && file.ends_with(b"PAR1"));
        assert!(Table::new(Vec::new()).finish().is_err());
    }
}
