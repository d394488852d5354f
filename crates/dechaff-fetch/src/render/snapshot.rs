//! Takes a page as it stands.

use serde_json::{Value, json};

use crate::render::pipe::Pipe;

/// Gives the page out in pieces, with the open shadow trees declared.
const SCRIPT: &str = include_str!("../../data/render/snapshot.js");
/// The size of a piece, in UTF-16 units: one message.
const PIECE: usize = 1 << 20;
/// Elements of a page, about as many as an extraction reads.
const MOST_ELEMENTS: u64 = 500_000;

/// The page's markup, in UTF-8, and whether there was more than `limit` bytes.
pub(super) async fn take(
    pipe: &Pipe,
    session: &str,
    frame: &str,
    limit: usize,
) -> Result<(Vec<u8>, bool), String> {
    let world = json!({ "frameId": frame, "worldName": "dechaff" });
    let world = pipe.call(Some(session), "Page.createIsolatedWorld", world).await?;
    let world = world.get("executionContextId").cloned().unwrap_or_default();
    let evaluate = async |expression: String| {
        let params =
            json!({ "expression": expression, "contextId": &world, "returnByValue": true });
        let answer = pipe.call(Some(session), "Runtime.evaluate", params).await?;
        if let Some(exception) = answer.get("exceptionDetails") {
            let text = exception.pointer("/exception/description").and_then(Value::as_str);
            return Err(format!("it cannot be taken: {}", text.unwrap_or("no reason given")));
        }
        Ok(answer.pointer("/result/value").cloned().unwrap_or_default())
    };
    let made = evaluate(format!("{SCRIPT}({limit}, {MOST_ELEMENTS})")).await?;
    if made.get("elements").and_then(Value::as_u64) > Some(MOST_ELEMENTS) {
        return Err(format!("its scripts made more than {MOST_ELEMENTS} elements"));
    }
    let mut truncated = made.get("units").and_then(Value::as_u64) > u64::try_from(limit).ok();
    let mut page = Vec::new();
    loop {
        let piece = evaluate(format!("nextPiece({PIECE})")).await?;
        let piece = piece.as_str().unwrap_or_default();
        if piece.is_empty() {
            return Ok((page, truncated));
        }
        let room = limit - page.len();
        let fits = (0..=room.min(piece.len())).rev().find(|&end| piece.is_char_boundary(end));
        let fits = fits.unwrap_or_default();
        page.extend_from_slice(piece.get(..fits).unwrap_or_default().as_bytes());
        if fits < piece.len() {
            truncated = true;
            return Ok((page, truncated));
        }
    }
}
