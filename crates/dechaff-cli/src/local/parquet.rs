//! The pages in a column of a Parquet file, a row each.

use std::fs::File;
use std::path::PathBuf;
use std::time::SystemTime;

use arrow_json::WriterBuilder;
use arrow_json::writer::LineDelimited;
use arrow_schema::ArrowError;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::{Field, Pages, failed};
use crate::failure::Failure;
use crate::source::{Form, Held, Page, Place};

/// Rows that are decoded at a time.
const ROWS: usize = 32;

/// A page for each row, handed on as a line of JSON: so it is read as those are, in the worker.
pub(super) fn pages(
    file: File,
    name: String,
    tree: PathBuf,
    field: Field,
    saved: Option<SystemTime>,
) -> Pages {
    let batches = ParquetRecordBatchReaderBuilder::try_new(file)
        .and_then(|builder| builder.with_batch_size(ROWS).build());
    let batches = match batches {
        Ok(batches) => batches,
        Err(error) => return failed(name, Failure::Parquet(error.to_string())),
    };
    let mut number = 0_u64;
    Box::new(batches.flat_map(move |batch| {
        let lines = batch.and_then(|batch| {
            let mut writer = WriterBuilder::new()
                .with_explicit_nulls(true)
                .build::<_, LineDelimited>(Vec::new());
            writer.write(&batch)?;
            writer.finish()?;
            Ok::<_, ArrowError>(writer.into_inner())
        });
        let lines = match lines {
            Ok(lines) => lines,
            Err(error) => return vec![Err((name.clone(), Failure::Parquet(error.to_string())))],
        };
        let rows = lines.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
        rows.map(|line| {
            number += 1;
            let form = Form::Line(field.clone());
            let held = Held { bytes: line.to_vec(), form, saved, ..Held::default() };
            Ok(Page {
                name: format!("{name}:{number}"),
                tree: tree.join(number.to_string()),
                place: Place::Held(Box::new(held)),
                file: None,
            })
        })
        .collect()
    }))
}
