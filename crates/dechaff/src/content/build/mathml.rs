//! Presentation `MathML` as TeX, for the elements that pages use.
//!
//! `MathJax` 3 draws a formula with elements of its own, `mjx-mfrac` for `mfrac`. They hold the
//! same, in boxes and at times in another order, and each character is an element, `mjx-c`.

use super::math_token::{FUNCTIONS, token};
use super::{mathjax_boxes, names};
use crate::dom::{Document, NodeData, NodeIndex};

/// Bytes of TeX after which no more is written: what is that long is no formula.
const LONG: usize = 20_000;

/// An element that is open, and the TeX of what was in it so far.
struct Open<'a> {
    end: NodeIndex,
    name: &'a str,
    /// Whether it is one of `MathJax`'s own.
    is_drawn: bool,
    at: NodeIndex,
    parts: Vec<String>,
}

/// The TeX of the `<math>` at `math`; empty where it shows nothing.
pub(super) fn tex(document: &Document<'_>, math: NodeIndex) -> String {
    let end = document.node(math).end;
    let mut open = vec![Open { end, name: "math", is_drawn: false, at: math, parts: Vec::new() }];
    let mut written = 0;
    let mut index = math + 1;
    while index < end && written < LONG {
        close_until(document, &mut open, index);
        let node = document.node(index);
        if let NodeData::Text(text) = node.data {
            if let Some(top) = open.last_mut().filter(|top| is_token(top.name)) {
                written += text.len();
                top.parts.push(text.to_owned());
            }
            index += 1;
            continue;
        }
        let own = names::element_name(node);
        let name = own.strip_prefix("mjx-").unwrap_or(own);
        if UNSEEN.contains(&name) {
            index = node.end;
            continue;
        }
        let is_drawn = name.len() < own.len();
        open.push(Open { end: node.end, name, is_drawn, at: index, parts: Vec::new() });
        index += 1;
    }
    close_until(document, &mut open, end);
    let parts = open.pop().map(|math| math.parts).unwrap_or_default();
    tidy(&join(&parts))
}

/// Closes what ends at or before `index`, but never the outermost.
fn close_until(document: &Document<'_>, open: &mut Vec<Open<'_>>, index: NodeIndex) {
    while open.len() > 1 && open.last().is_some_and(|top| top.end <= index) {
        let Some(mut closed) = open.pop() else { return };
        let Some(top) = open.last_mut() else { return };
        if closed.is_drawn && mathjax_boxes::is_box(closed.name) {
            top.parts.append(&mut closed.parts);
            continue;
        }
        if closed.is_drawn {
            mathjax_boxes::put_in_order(closed.name, &mut closed.parts);
        }
        top.parts.push(element(document, &closed));
    }
}

fn is_token(name: &str) -> bool {
    matches!(name, "mi" | "mn" | "mo" | "mtext" | "ms" | "c" | "utext")
}

/// Elements of which nothing is shown, or only lines and room.
const UNSEEN: &[&str] = &[
    "annotation", "annotation-xml", "maction-hidden", "surd", "nstrut", "dstrut", "tstrut", "line",
    "spacer", "strut", "labels", "assistive-mml",
];

/// The TeX of one element, from that of its parts.
fn element(document: &Document<'_>, open: &Open<'_>) -> String {
    let parts = &open.parts;
    let part = |number: usize| parts.get(number).map(String::as_str).unwrap_or_default();
    let group = |number: usize| group(part(number));
    match open.name {
        "mi" | "mn" | "mo" | "mtext" | "ms" => {
            token(document.node(open.at), open.name, &parts.concat())
        }
        "c" if parts.is_empty() => mathjax_boxes::character(document.node(open.at)),
        "c" | "utext" => parts.concat(),
        // The limit below stands in an element of its own, with the sign.
        "munderover" if parts.len() == 2 => format!("{}^{}", part(1), group(0)),
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
        // An equation with a label is a table of one row.
        "mtable" if parts.len() == 1 && part(0).contains("\\tag{") => part(0).replace(" & ", " "),
        "mtable" => format!("\\begin{{matrix}} {} \\end{{matrix}}", parts.join(" \\\\ ")),
        "mlabeledtr" if !open.is_drawn => {
            let cells = parts.get(1..).unwrap_or_default().join(" & ");
            format!("{cells} \\tag{}", tag(part(0)))
        }
        "mtr" | "mlabeledtr" => parts.join(" & "),
        "mfenced" => fenced(document, open),
        "mspace" => "\\ ".to_owned(),
        "mphantom" => format!("\\phantom{{{}}}", join(parts)),
        "semantics" => part(0).to_owned(),
        "none" | "mprescripts" => String::new(),
        _ => join(parts),
    }
}

/// The label of an equation, without the parentheses that a tag has anyway.
fn tag(label: &str) -> String {
    let text = |part: &str| part.replace("\\text{(}", "").replace("\\text{)}", "");
    let label = text(label);
    let label = label.trim().trim_start_matches("\\text{(").trim_end_matches(")}").to_owned();
    group(label.strip_prefix("\\text{").and_then(|rest| rest.strip_suffix('}')).unwrap_or(&label))
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
    fn letters_of_mathematics_are_letters_with_a_style() {
        assert_eq!(tex_of("<mi>𝑥</mi><mo>∈</mo><mi>ℝ</mi>"), "x\\in\\mathbb{R}");
        assert_eq!(tex_of("<mi>𝜎</mi><mi>𝐁</mi>"), "\\sigma\\mathbf{B}");
    }

    #[test]
    fn a_labelled_equation_has_a_tag() {
        let row = "<mlabeledtr><mtd><mtext>(3.1)</mtext></mtd><mtd><mi>a</mi><mo>=</mo><mi>b</mi></mtd></mlabeledtr>";
        assert_eq!(tex_of(&format!("<mtable>{row}</mtable>")), "a=b \\tag{3.1}");
    }

    #[test]
    fn a_drawn_formula_is_read_from_its_boxes() {
        let drawn = |inner: &str| tex_of(&format!("<mjx-math>{inner}</mjx-math>"));
        let x = "<mjx-mi><mjx-c class=\"mjx-c1D465 TEX-I\"></mjx-c></mjx-mi>";
        let n = "<mjx-mn><mjx-c class=mjx-c32></mjx-c></mjx-mn>";
        let script = |inner: &str| format!("<mjx-script style=\"x\">{inner}</mjx-script>");
        assert_eq!(drawn(&format!("<mjx-msup>{x}{}</mjx-msup>", script(n))), "x^{2}");
        let both = script(&format!("{n}<mjx-spacer></mjx-spacer>{x}"));
        assert_eq!(drawn(&format!("<mjx-msubsup>{x}{both}</mjx-msubsup>")), "x_{x}^{2}");
        let frac = format!(
            "<mjx-mfrac><mjx-frac><mjx-num><mjx-nstrut></mjx-nstrut>{x}</mjx-num><mjx-dbox>\
             <mjx-dtable><mjx-line></mjx-line><mjx-row><mjx-den><mjx-dstrut></mjx-dstrut>{n}\
             </mjx-den></mjx-row></mjx-dtable></mjx-dbox></mjx-frac></mjx-mfrac>"
        );
        assert_eq!(drawn(&frac), "\\frac{x}{2}");
        let root = format!(
            "<mjx-msqrt><mjx-sqrt><mjx-surd><mjx-mo><mjx-c class=mjx-c221A></mjx-c></mjx-mo>\
             </mjx-surd><mjx-box>{x}</mjx-box></mjx-sqrt></mjx-msqrt>"
        );
        assert_eq!(drawn(&root), "\\sqrt{x}");
        let sum = "<mjx-mo><mjx-c class=mjx-c2211></mjx-c></mjx-mo>";
        let limits = format!(
            "<mjx-munderover><mjx-over>{n}</mjx-over><mjx-box><mjx-munder><mjx-row><mjx-base>\
             {sum}</mjx-base></mjx-row><mjx-row><mjx-under>{x}</mjx-under></mjx-row></mjx-munder>\
             </mjx-box></mjx-munderover>"
        );
        assert_eq!(drawn(&limits), "\\sum_{x}^{2}");
    }

    #[test]
    fn deep_and_long_formulas_are_harmless() {
        assert!(tex_of(&"<msqrt><mi>x</mi>".repeat(400)).starts_with("\\sqrt"));
        assert!(tex_of(&"<mi>x</mi>".repeat(50_000)).len() <= LONG);
        assert_eq!(tex_of(""), "");
    }
}
