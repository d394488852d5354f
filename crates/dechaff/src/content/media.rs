//! Images, videos, audio and other embedded documents.

use serde::Serialize;

/// An image.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Image {
    /// Its absolute address, of scheme `http` or `https`.
    pub src: String,
    /// What the page says in its place.
    pub alt: String,
    /// What the page says of it besides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its width in CSS pixels, where the markup tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Its height in CSS pixels, where the markup tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
}

/// A video, an audio or another embedded document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Media {
    /// What it is.
    pub media: MediaKind,
    /// Its absolute address, of scheme `http` or `https`.
    pub url: String,
    /// What the page calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// What an embedded document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MediaKind {
    /// A video, or a page of a site that plays one.
    Video,
    /// A recording, or a page of a site that plays one.
    Audio,
    /// Another document.
    Embed,
}

impl Image {
    /// How the addresses of images end, in small letters.
    pub(crate) const ENDINGS: [&str; 7] =
        [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg"];
}
