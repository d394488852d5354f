//! Takes a page as it stands.

use serde_json::{Value, json};

use crate::render::pipe::Pipe;
use crate::render::rest::Look;

/// Gives the page out in pieces, with the open shadow trees declared.
const SCRIPT: &str = include_str!("../../data/render/snapshot.js");
/// The size of a piece, in UTF-16 units: one message.
const PIECE: usize = 1 << 20;
/// Elements of a page, about as many as an extraction reads.
const MOST_ELEMENTS: u64 = 500_000;

/// Tells the page's size.
const LOOK: &str = include_str!("../../data/render/look.js");

/// A page of the browser, in a world that its scripts cannot reach.
struct World<'a> {
    pipe: &'a Pipe,
    session: &'a str,
    id: Value,
}

impl<'a> World<'a> {
    async fn enter(pipe: &'a Pipe, session: &'a str, frame: &str) -> Result<Self, String> {
        let world = json!({ "frameId": frame, "worldName": "dechaff" });
        let made = pipe.call(Some(session), "Page.createIsolatedWorld", world).await?;
        let id = made.get("executionContextId").cloned().unwrap_or_default();
        Ok(Self { pipe, session, id })
    }

    async fn evaluate(&self, expression: &str) -> Result<Value, String> {
        let params =
            json!({ "expression": expression, "contextId": self.id, "returnByValue": true });
        let answer = self.pipe.call(Some(self.session), "Runtime.evaluate", params).await?;
        if let Some(exception) = answer.get("exceptionDetails") {
            let text = exception.pointer("/exception/description").and_then(Value::as_str);
            return Err(format!("it cannot be taken: {}", text.unwrap_or("no reason given")));
        }
        Ok(answer.pointer("/result/value").cloned().unwrap_or_default())
    }
}

/// How large the page is, where it can be told.
pub(super) async fn look(pipe: &Pipe, session: &str, frame: &str) -> Option<Look> {
    let world = World::enter(pipe, session, frame).await.ok()?;
    let size = world.evaluate(LOOK).await.ok()?;
    let number = |place: usize| size.get(place).and_then(Value::as_u64);
    Some(Look { elements: number(0)?, characters: number(1)? })
}

/// The page's markup, in UTF-8, and whether there was more than `limit` bytes.
pub(super) async fn take(
    pipe: &Pipe,
    session: &str,
    frame: &str,
    limit: usize,
) -> Result<(Vec<u8>, bool), String> {
    let world = World::enter(pipe, session, frame).await?;
    let made = world.evaluate(&format!("{SCRIPT}({limit}, {MOST_ELEMENTS})")).await?;
    if made.get("elements").and_then(Value::as_u64) > Some(MOST_ELEMENTS) {
        return Err(format!("its scripts made more than {MOST_ELEMENTS} elements"));
    }
    let mut truncated = made.get("units").and_then(Value::as_u64) > u64::try_from(limit).ok();
    let mut page = Vec::new();
    loop {
        let piece = world.evaluate(&format!("nextPiece({PIECE})")).await?;
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
