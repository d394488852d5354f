//! Presentation `MathML` as TeX, for the elements that pages use.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::names;
use crate::dom::{Document, NodeData, NodeIndex};

/// Characters, and the commands that TeX has for them.
static SYMBOLS: LazyLock<HashMap<char, &str>> = LazyLock::new(|| {
    let table = include_str!("../../../data/tex_symbols.tsv");
    let pairs = table.lines().filter(|line| !line.starts_with("# ")).filter_map(|line| {
        let (symbol, command) = line.split_once('\t')?;
        Some((symbol.chars().next()?, command))
    });
    pairs.collect()
});

/// Names that TeX sets upright, as commands.
const FUNCTIONS: &[&str] = &[
    "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh",
    "log", "ln", "lg", "exp", "lim", "limsup", "liminf", "max", "min", "sup", "inf", "det", "dim",
    "ker", "gcd", "arg", "deg", "Pr", "mod",
];

/// Bytes of TeX after which no more is written: what is that long is no formula.
const LONG: usize = 20_000;

/// An element that is open, and the TeX of what was in it so far.
struct Open<'a> {
    end: NodeIndex,
    name: &'a str,
    at: NodeIndex,
    parts: Vec<String>,
}

/// The TeX of the `<math>` at `math`; empty where it shows nothing.
pub(super) fn tex(document: &Document<'_>, math: NodeIndex) -> String {
    let end = document.node(math).end;
    let mut open = vec![Open { end, name: "math", at: math, parts: Vec::new() }];
    let mut written = 0;
    let mut index = math + 1;
    while index < end && written < LONG {
        close_until(document, &mut open, index);
        let node = document.node(index);
        match node.data {
            NodeData::Text(text) => {
                if let Some(top) = open.last_mut().filter(|top| is_token(top.name)) {
                    written += text.len();
                    top.parts.push(text.to_owned());
                }
            }
            _ => match names::element_name(node) {
                "annotation" | "annotation-xml" | "maction-hidden" => {
                    index = node.end;
                    continue;
                }
                name => open.push(Open { end: node.end, name, at: index, parts: Vec::new() }),
            },
        }
        index += 1;
    }
    close_until(document, &mut open, end);
    let parts = open.pop().map(|math| math.parts).unwrap_or_default();
    tidy(&join(&parts))
}

/// Closes what ends at or before `index`, but never the outermost.
fn close_until(document: &Document<'_>, open: &mut Vec<Open<'_>>, index: NodeIndex) {
    while open.len() > 1 && open.last().is_some_and(|top| top.end <= index) {
        let Some(closed) = open.pop() else { return };
        let tex = element(document, &closed);
        if let Some(top) = open.last_mut() {
            top.parts.push(tex);
        }
    }
}

fn is_token(name: &str) -> bool {
    matches!(name, "mi" | "mn" | "mo" | "mtext" | "ms")
}

/// The TeX of one element, from that of its parts.
fn element(document: &Document<'_>, open: &Open<'_>) -> String {
    let parts = &open.parts;
    let part = |number: usize| parts.get(number).map(String::as_str).unwrap_or_default();
    let group = |number: usize| group(part(number));
    match open.name {
        "mi" | "mn" | "mo" | "mtext" | "ms" => token(document, open),
        "msup" => format!("{}^{}", base(part(0)), group(1)),
        "msub" => format!("{}_{}", base(part(0)), group(1)),
        "msubsup" | "munderover" => format!("{}_{}^{}", base(part(0)), group(1), group(2)),
        "munder" if is_large(part(0)) => format!("{}_{}", base(part(0)), group(1)),
        "mover" if is_large(part(0)) => format!("{}^{}", base(part(0)), group(1)),
        "mover" => over(part(0), part(1)),
        "munder" => match part(1).trim() {
            "_" | "\\_" | "¯" | "\u{332}" => format!("\\underline{}", group(0)),
            "⏟" | "\\underbrace" => format!("\\underbrace{}", group(0)),
            _ => format!("\\underset{}{}", group(1), group(0)),
        },
        "mfrac" => match document.node(open.at).attr("linethickness") {
            Some("0" | "0px" | "0pt") => format!("\\binom{}{}", group(0), group(1)),
            _ => format!("\\frac{}{}", group(0), group(1)),
        },
        "msqrt" => format!("\\sqrt{{{}}}", join(parts)),
        "mroot" => format!("\\sqrt[{}]{}", part(1), group(0)),
        "mtable" => format!("\\begin{{matrix}} {} \\end{{matrix}}", parts.join(" \\\\ ")),
        "mtr" | "mlabeledtr" => parts.join(" & "),
        "mfenced" => fenced(document, open),
        "mspace" => "\\ ".to_owned(),
        "mphantom" => format!("\\phantom{{{}}}", join(parts)),
        "semantics" => part(0).to_owned(),
        "none" | "mprescripts" => String::new(),
        _ => join(parts),
    }
}

/// A number, name, sign or text.
fn token(document: &Document<'_>, open: &Open<'_>) -> String {
    let text = open.parts.concat();
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_unseen(c));
    if open.name == "mtext" || open.name == "ms" {
        return if text.is_empty() { String::new() } else { format!("\\text{{{text}}}") };
    }
    if FUNCTIONS.contains(&text) {
        return format!("\\{text}");
    }
    let mut tex = String::new();
    for character in text.chars().filter(|character| !is_unseen(*character)) {
        match SYMBOLS.get(&character) {
            Some(command) => {
                tex.push_str(command);
                tex.push(' ');
            }
            None if matches!(character, '{' | '}' | '%' | '#' | '&' | '$' | '_') => {
                tex.push('\\');
                tex.push(character);
            }
            None => tex.push(character),
        }
    }
    let tex = tex.trim_end().to_owned();
    let variant = document.node(open.at).attr("mathvariant").unwrap_or_default();
    let command = match variant {
        "bold" => "mathbf",
        "double-struck" => "mathbb",
        "script" => "mathcal",
        "fraktur" => "mathfrak",
        "sans-serif" => "mathsf",
        "monospace" => "mathtt",
        // Of several letters a name is upright anyway.
        "normal" if open.name == "mi" && tex.is_ascii() => "mathrm",
        "" if open.name == "mi" && text.chars().count() > 1 && tex.is_ascii() => "mathrm",
        _ => return tex,
    };
    format!("\\{command}{{{tex}}}")
}

/// Signs of multiplication and the like that are not shown.
fn is_unseen(character: char) -> bool {
    matches!(character, '\u{2061}'..='\u{2064}' | '\u{200b}' | '\u{feff}')
}

fn group(tex: &str) -> String {
    format!("{{{}}}", tex.trim())
}

/// What stands under an index: in braces if it is more than one sign.
fn base(tex: &str) -> String {
    let is_command =
        tex.strip_prefix('\\').is_some_and(|name| name.chars().all(char::is_alphabetic));
    if tex.chars().count() == 1 || is_command || tex.starts_with("\\math") && !tex.contains(' ') {
        tex.to_owned()
    } else {
        group(tex)
    }
}

/// Whether limits stand below and above the sign.
fn is_large(tex: &str) -> bool {
    let name = tex.trim_start_matches('\\');
    tex.starts_with('\\')
        && (matches!(
            name,
            "sum" | "prod" | "int" | "oint" | "iint" | "bigcup" | "bigcap" | "coprod" | "bigoplus"
        ) || FUNCTIONS.contains(&name))
}

fn over(below: &str, above: &str) -> String {
    let accent = match above.trim() {
        "^" | "ˆ" | "\u{302}" => "hat",
        "~" | "˜" | "\\sim" | "\u{303}" => "tilde",
        "¯" | "‾" | "\u{304}" | "―" | "_" | "\\_" => "overline",
        "→" | "\\to" | "\\rightarrow" | "\u{20d7}" => "vec",
        "˙" | "." | "\u{307}" => "dot",
        "¨" | ".." | "\u{308}" => "ddot",
        "⏞" | "\\overbrace" => "overbrace",
        other => return format!("\\overset{}{}", group(other), group(below)),
    };
    format!("\\{accent}{}", group(below))
}

fn fenced(document: &Document<'_>, open: &Open<'_>) -> String {
    let node = document.node(open.at);
    let left = node.attr("open").unwrap_or("(");
    let right = node.attr("close").unwrap_or(")");
    let mark = node.attr("separators").unwrap_or(",").trim().chars().next();
    let mark = mark.map(String::from).unwrap_or_default();
    let fence = |sign: &str| match sign {
        "{" | "}" => format!("\\{sign}"),
        "" => ".".to_owned(),
        _ => sign.to_owned(),
    };
    format!("\\left{} {} \\right{}", fence(left), open.parts.join(&mark), fence(right))
}

/// Parts one after the other, with a space where a command would run into a letter.
fn join(parts: &[String]) -> String {
    let mut tex = String::new();
    for part in parts {
        let letters = tex.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let ends_command = letters.len() < tex.len() && letters.ends_with('\\');
        if ends_command && part.starts_with(|c: char| c.is_ascii_alphabetic()) {
            tex.push(' ');
        }
        tex.push_str(part);
    }
    tex
}

/// Single spaces, and none at the ends.
fn tidy(tex: &str) -> String {
    tex.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, dom};

    fn tex_of(markup: &str) -> String {
        let (html, _) = dom::parse(&format!("<math>{markup}</math>"), &Limits::default());
        let document = Document::new(&html);
        let math = (0..document.nodes().len() as NodeIndex)
            .find(|at| names::element_name(document.node(*at)) == "math");
        tex(&document, math.unwrap())
    }

    #[test]
    fn common_elements_become_commands() {
        let x2 = "<msup><mi>x</mi><mn>2</mn></msup>";
        assert_eq!(tex_of(x2), "x^{2}");
        assert_eq!(
            tex_of(&format!("<mfrac>{x2}<mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow></mfrac>")),
            "\\frac{x^{2}}{a+b}"
        );
        assert_eq!(tex_of("<msqrt><mi>a</mi><mi>b</mi></msqrt>"), "\\sqrt{ab}");
        assert_eq!(tex_of("<mroot><mi>a</mi><mn>3</mn></mroot>"), "\\sqrt[3]{a}");
        let sum = "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi>";
        assert_eq!(tex_of(sum), "\\sum_{i=1}^{n}i");
        assert_eq!(
            tex_of("<mi>α</mi><mi>x</mi><mo>≤</mo><mi>sin</mi><mi>y</mi>"),
            "\\alpha x\\leq\\sin y"
        );
        assert_eq!(tex_of("<mover><mi>x</mi><mo>¯</mo></mover>"), "\\overline{x}");
        assert_eq!(
            tex_of("<mtext>if </mtext><mi mathvariant=double-struck>R</mi>"),
            "\\text{if}\\mathbb{R}"
        );
        assert_eq!(
            tex_of(
                "<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr><mtr><mtd><mi>c</mi></mtd></mtr></mtable>"
            ),
            "\\begin{matrix} a & b \\\\ c \\end{matrix}"
        );
    }

    #[test]
    fn deep_and_long_formulas_are_harmless() {
        assert!(tex_of(&"<msqrt><mi>x</mi>".repeat(400)).starts_with("\\sqrt"));
        assert!(tex_of(&"<mi>x</mi>".repeat(50_000)).len() <= LONG);
        assert_eq!(tex_of(""), "");
    }
}
