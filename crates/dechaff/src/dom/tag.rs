//! Element names as one byte each, and how a browser lays them out.

macro_rules! tags {
    ($($length:literal: { $($variant:ident = $name:literal),* $(,)? })*) => {
        /// The name of an HTML element; `Other` for unknown and foreign ones.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "each variant is the element of its name")]
        #[repr(u8)]
        pub enum Tag { Other, $($($variant),*),* }

        impl Tag {
            /// The tag of a lower-case element name.
            ///
            /// Grouped by length, since it runs once for every element of a page.
            pub fn from_name(name: &str) -> Self {
                match name.len() {
                    $($length => match name { $($name => Self::$variant,)* _ => Self::Other },)*
                    _ => Self::Other,
                }
            }

            /// The element's name; `other` for unknown ones.
            pub fn name(self) -> &'static str {
                match self { Self::Other => "other", $($(Self::$variant => $name),*),* }
            }
        }
    };
}

tags! {
    1: { A = "a", P = "p", B = "b", I = "i", U = "u", S = "s", Q = "q" }
    2: { Li = "li", Br = "br", Td = "td", Tr = "tr", Th = "th", Ul = "ul", H1 = "h1", H2 = "h2",
         H3 = "h3", H4 = "h4", H5 = "h5", H6 = "h6", Em = "em", Ol = "ol", Dl = "dl", Dt = "dt",
         Dd = "dd", Hr = "hr", Tt = "tt", Rt = "rt", Rp = "rp" }
    3: { Div = "div", Img = "img", Svg = "svg", Nav = "nav", Pre = "pre", Sup = "sup",
         Sub = "sub", Wbr = "wbr", Big = "big", Del = "del", Ins = "ins", Kbd = "kbd",
         Var = "var", Col = "col" }
    4: { Span = "span", Meta = "meta", Link = "link", Time = "time", Form = "form",
         Html = "html", Base = "base", Head = "head", Body = "body", Main = "main", Code = "code",
         Font = "font", Mark = "mark", Cite = "cite", Abbr = "abbr", Ruby = "ruby",
         Math = "math", Menu = "menu", Samp = "samp" }
    5: { Input = "input", Label = "label", Table = "table", Tbody = "tbody", Thead = "thead",
         Tfoot = "tfoot", Small = "small", Style = "style", Title = "title", Aside = "aside",
         Audio = "audio", Video = "video", Embed = "embed" }
    6: { Script = "script", Strong = "strong", Button = "button", Option = "option",
         Select = "select", Header = "header", Footer = "footer", Figure = "figure",
         Iframe = "iframe", Object = "object", Center = "center", Legend = "legend",
         Dialog = "dialog", Source = "source", Canvas = "canvas", Hgroup = "hgroup",
         Strike = "strike" }
    7: { Section = "section", Article = "article", Picture = "picture", Address = "address",
         Details = "details", Summary = "summary", Caption = "caption" }
    8: { Noscript = "noscript", Template = "template", Textarea = "textarea",
         Fieldset = "fieldset", Colgroup = "colgroup", Optgroup = "optgroup",
         Datalist = "datalist", Noframes = "noframes" }
    10: { Blockquote = "blockquote", Figcaption = "figcaption" }
}

/// How an element takes part in the flow of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Text before, inside and after it is one run.
    Inline,
    /// Part of the run, but shown apart: a space stands at its edges.
    Apart,
    /// It starts and ends a run.
    Block,
    /// What it holds is not text of the page.
    Skipped,
}

impl Tag {
    /// How the element takes part in the flow of text.
    pub fn flow(self) -> Flow {
        use Tag as T;
        match self {
            T::Script | T::Style | T::Template | T::Head | T::Svg | T::Iframe
            | T::Object | T::Canvas | T::Audio | T::Video | T::Select | T::Textarea
            | T::Datalist | T::Noframes | T::Rp => Flow::Skipped,
            T::Html | T::Body | T::P | T::Div | T::Ul | T::Ol | T::Li | T::Dl | T::Dt | T::Dd
            | T::Table | T::Caption | T::Thead | T::Tbody | T::Tfoot | T::Tr | T::Th | T::Td
            | T::H1 | T::H2 | T::H3 | T::H4 | T::H5 | T::H6 | T::Hgroup | T::Pre
            | T::Blockquote | T::Figure | T::Figcaption | T::Header | T::Footer | T::Nav
            | T::Main | T::Article | T::Section | T::Aside | T::Address | T::Details
            | T::Summary | T::Dialog | T::Menu | T::Form | T::Fieldset | T::Legend | T::Center
            | T::Hr | T::Colgroup | T::Col | T::Option | T::Optgroup | T::Noscript => Flow::Block,
            T::Button | T::Label | T::Input | T::Img | T::Picture => Flow::Apart,
            _ => Flow::Inline,
        }
    }

    /// The level of a heading element, 1 to 6.
    pub fn heading_level(self) -> Option<u8> {
        match self {
            Self::H1 => Some(1),
            Self::H2 => Some(2),
            Self::H3 => Some(3),
            Self::H4 => Some(4),
            Self::H5 => Some(5),
            Self::H6 => Some(6),
            _ => None,
        }
    }
}
