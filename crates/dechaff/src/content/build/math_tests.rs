//! Formulas in the forms that tools and saved pages leave them in.

use super::sketch::sketch;

#[test]
fn formulas_come_out_as_tex_and_once() {
    let katex = "<p>So <span class=katex><span class=katex-mathml><math><semantics><mrow><mi>x</mi></mrow>\
        <annotation encoding='application/x-tex'>x^2</annotation></semantics></math></span>\
        <span class=katex-html aria-hidden=true>x2</span></span> is.";
    assert_eq!(sketch(katex), "p(So $x^2$ is.)");
    let display = katex
        .replace("<span class=katex>", "<span class=katex-display><span class=katex>")
        .replace(" is.", "</span> is.");
    assert_eq!(sketch(&display), "p(So) math(x^2) p(is.)");
    let two = "<p>a <span class=MathJax_Preview>x</span><span class=MathJax>x2</span><script type=math/tex>x^2</script> b";
    assert_eq!(sketch(two), "p(a $x^2$ b)");
    assert_eq!(
        sketch("<p>a</p><div><script type='math/tex; mode=display'>y</script></div><p>b"),
        "p(a) math(y) p(b)"
    );
    let three = "<p>a <mjx-container display=true><mjx-math>y</mjx-math><mjx-assistive-mml><math><mi>y</mi></math></mjx-assistive-mml></mjx-container>";
    assert_eq!(sketch(three), "p(a) math(y)");
    assert_eq!(
        sketch("<p>a <math display=block><msup><mi>x</mi><mn>2</mn></msup></math> b"),
        "p(a) math(x^{2}) p(b)"
    );
    assert_eq!(sketch("<p>a <img class=latex alt='x^2' src=x.png> b"), "p(a $x^2$ b)");
    assert_eq!(sketch("<p>a</p><div class='math'>\\[x\\]</div>"), "p(a) math(x)");
    assert_eq!(sketch("<p>a <span class='math inline'>\\(x\\)</span>."), "p(a $x$.)");
    let alone = "<p>a<p class=x><span class=katex-display><span class=katex><math><mi>gone</mi></math></span></span><p>b<p>gone <math><mi>x</mi></math><p>c";
    assert_eq!(sketch(alone), "p(a) p(b) p(c)");
    let odd = "<p>a <span class='math inline'>\\(x&#1;\u{c}y\r\n+\tz\\)</span> b";
    assert_eq!(sketch(odd), "p(a $x y + z$ b)");
    let script = "<script src=https://cdn.example/MathJax.js></script>";
    assert_eq!(
        sketch(&format!("{script}<p>a \\(x^2\\) b <code>$x$</code> \\[y\\] c")),
        "p(a $x^2$ b `$x$`) math(y) p(c)"
    );
    assert_eq!(sketch("<p>a \\(x^2\\) b"), "p(a \\(x^2\\) b)");
    let wiki = "<p>a <span class=mwe-math-element><span class=mwe-math-mathml-inline><math alttext='{\\displaystyle x}'><mi>x</mi></math></span><img class=mwe-math-fallback-image-inline alt='{\\displaystyle x}' src=x.svg></span> b";
    assert_eq!(sketch(wiki), "p(a $x$ b)");
}

#[test]
fn attributes_state_what_only_pictures_of_letters_show() {
    let drawn =
        "<span class=katex><span class=katex-html><span>x</span><span>2</span></span></span>";
    let inline = format!("<p>a <span class=math-inline data-math='x^2'>{drawn}</span> b");
    assert_eq!(sketch(&inline), "p(a $x^2$ b)");
    let block = format!("<p>a</p><div class=math-block data-tex='x^2'>{drawn}</div><p>b");
    assert_eq!(sketch(&block), "p(a) math(x^2) p(b)");
    let editor = "<p>a <span class=ql-formula data-value='\\pi'>p</span> b";
    assert_eq!(sketch(editor), "p(a $\\pi$ b)");
    // Other tools say by such a name that there is a formula, or number it.
    assert_eq!(
        sketch("<p>a <span data-math=true>b</span> <b data-formula=12>c</b>"),
        "p(a b b<c>)"
    );
}

#[test]
fn elements_of_formulas_hold_tex() {
    assert_eq!(sketch("<p>a <d-math>x^2</d-math> b"), "p(a $x^2$ b)");
    assert_eq!(sketch("<p>a</p><d-math block>x^2</d-math><p>b"), "p(a) math(x^2) p(b)");
    assert_eq!(sketch("<p>a <math-renderer class=js-inline-math>$x$</math-renderer>"), "p(a $x$)");
}

#[test]
fn a_saved_formula_is_read_once_without_its_script() {
    let math = "<math><msup><mi>x</mi><mn>2</mn></msup></math>";
    let saved = |class: &str| {
        format!(
            "<p>a <span class={class}><nobr><span>x</span><span>2</span></nobr>\
             <span class=MJX_Assistive_MathML>{math}</span></span> b"
        )
    };
    assert_eq!(sketch(&saved("MathJax")), "p(a $x^{2}$ b)");
    assert_eq!(sketch(&saved("MathJax_Display")), "p(a) math(x^{2}) p(b)");
}

#[test]
fn a_drawn_formula_without_markup_is_read_from_the_drawing() {
    let x = "<mjx-mi><mjx-c class='mjx-c1D465 TEX-I'></mjx-c></mjx-mi>";
    let html = format!("<p>a <mjx-container><mjx-math>{x}</mjx-math></mjx-container> b");
    assert_eq!(sketch(&html), "p(a $x$ b)");
    let lazy = "<p>a <mjx-container><mjx-lazy></mjx-lazy></mjx-container> b";
    assert_eq!(sketch(lazy), "p(a b)");
}

#[test]
fn a_formula_in_the_text_may_have_line_breaks() {
    let shown = |text: &str| sketch(&format!("<script src=mathjax.js></script><p>{text}"));
    assert_eq!(shown("so $$a<br>\n= b$$ then"), "p(so) math(a\n= b) p(then)");
    assert_eq!(shown("so [itex]a<br>= b[/itex] then"), "p(so $a\n= b$ then)");
    // What is never closed, or only in another paragraph, is text.
    assert_eq!(shown("so $$a<br>b"), "p(so $$a/b)");
    assert_eq!(shown("so $$a<br><br>b$$"), "p(so $$a) p(b$$)");
    assert_eq!(shown("so $$a<b>b</b>$$"), "p(so $$ab<b>$$)");
}
