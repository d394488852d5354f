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

macro_rules! flows {
    ($($flow:ident: $($tag:ident)*;)*) => {
        impl Tag {
            /// How the element takes part in the flow of text.
            pub fn flow(self) -> Flow {
                match self { $($(Self::$tag)|* => Flow::$flow,)* _ => Flow::Inline }
            }
        }
    };
}

flows! {
    Skipped: Script Style Template Head Svg Iframe Object Canvas Audio Video Select Textarea
        Datalist Noframes Rp;
    Block: Html Body P Div Ul Ol Li Dl Dt Dd Table Caption Thead Tbody Tfoot Tr Th Td H1 H2 H3 H4
        H5 H6 Hgroup Pre Blockquote Figure Figcaption Header Footer Nav Main Article Section Aside
        Address Details Summary Dialog Menu Form Fieldset Legend Center Hr Colgroup Col Option
        Optgroup Noscript;
    Apart: Button Label Input Img Picture;
}

impl Tag {
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
