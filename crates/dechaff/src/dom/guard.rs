//! The tree sink that stands between html5ever and the tree, and counts.
//!
//! html5ever has no bound of its own: deep nesting makes it quadratic and misnested formatting
//! elements multiply (servo/html5ever #289, #788). The sink counts nodes and depth while the
//! tree grows; the caller looks between small pieces of input and stops feeding.
//!
//! It also leaves out what no stage reads (comments, the text of styles and of scripts that
//! hold no data), about half the bytes of a modern page, and tells the feeder where such text, or
//! a drawing, begins.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::collections::HashSet;

use ego_tree::Tree;
use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};
use scraper::{Html, HtmlTreeSink, Node};

type TreeHandle = <HtmlTreeSink as TreeSink>::Handle;

/// A node of the tree, with what the guard knows of it.
#[derive(Debug, Clone)]
pub(super) struct Handle {
    node: TreeHandle,
    /// Position in `GuardedSink::slots`; `NOTE` for comments and processing instructions.
    slot: u32,
}

/// The slot of every comment and processing instruction: they share one node, never appended.
const NOTE: u32 = u32::MAX;

/// What reading a declaration counts for: it is read letter by letter.
const DECLARATION: u64 = 250;

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    depth: u32,
    /// Text put into this element is thrown away.
    mute: bool,
}

/// An [`HtmlTreeSink`] that counts what it is given.
pub(super) struct GuardedSink {
    tree: HtmlTreeSink,
    slots: RefCell<Vec<Slot>>,
    note: TreeHandle,
    depth: Cell<u32>,
    /// The mute element that was started last.
    mute_node: Cell<Option<TreeHandle>>,
    /// What the last thing that happened was the start of.
    started: Cell<Started>,
    /// How often the parser put something into the tree or looked for its place.
    calls: Cell<u64>,
    /// The attributes that `<html>` and `<body>` took from tags of theirs that came later.
    collected: RefCell<HashSet<(u32, LocalName)>>,
    most_attributes: usize,
    /// Whether attributes were left out.
    left_out: Cell<bool>,
}

/// What an element that has just begun holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Started {
    /// Anything.
    Other,
    /// Raw text until the end tag, all of which is thrown away.
    MuteText,
    /// A drawing.
    Drawing,
}

impl GuardedSink {
    /// A sink with room for so many nodes, to begin with, and for so many attributes that an
    /// element collects.
    pub(super) fn new(nodes: usize, most_attributes: usize) -> Self {
        let mut html = Html::new_document();
        html.tree = Tree::with_capacity(Node::Document, nodes);
        let tree = HtmlTreeSink::new(html);
        let note = tree.create_comment(StrTendril::new());
        Self {
            tree,
            // The document itself has slot 0.
            slots: RefCell::new(vec![Slot::default()]),
            note,
            depth: Cell::new(0),
            mute_node: Cell::new(None),
            started: Cell::new(Started::Other),
            calls: Cell::new(0),
            collected: RefCell::default(),
            most_attributes,
            left_out: Cell::new(false),
        }
    }

    /// A number that changes whenever the parser comes to the end of a tag or of a text.
    pub(super) fn calls(&self) -> u64 {
        self.calls.get()
    }

    /// Whether attributes that an element collects were left out.
    pub(super) fn has_left_out(&self) -> bool {
        self.left_out.get()
    }

    fn call(&self) {
        self.calls.set(self.calls.get().wrapping_add(1));
    }

    /// Nodes made so far, those since removed among them. A text is one node, in however many
    /// pieces it comes: the parser breaks it at each line and each entity.
    pub(super) fn nodes(&self) -> usize {
        self.tree.0.borrow().tree.values().len()
    }

    /// The greatest depth at which a node was put so far.
    pub(super) fn depth(&self) -> usize {
        self.depth.get() as usize
    }

    /// What element the parser has entered since this was asked before, if nothing came after.
    pub(super) fn take_started(&self) -> Started {
        self.started.replace(Started::Other)
    }

    /// Puts text into the mute element that was started last, past the parser. It shares the
    /// input's buffer, so it costs next to nothing.
    pub(super) fn keep_raw_text(&self, text: StrTendril) {
        if let Some(node) = self.mute_node.get() {
            self.tree.append(&node, NodeOrText::AppendText(text));
        }
    }

    fn slot(&self, handle: &Handle) -> Slot {
        self.slots.borrow().get(handle.slot as usize).copied().unwrap_or_default()
    }

    fn note(&self) -> Handle {
        Handle { node: self.note, slot: NOTE }
    }

    /// Enters a new node's depth, and says whether it belongs into the tree at all.
    fn admit(&self, parent_depth: u32, mute: bool, child: &NodeOrText<Handle>) -> bool {
        self.call();
        if matches!(child, NodeOrText::AppendText(_)) {
            self.started.set(Started::Other);
        }
        match child {
            NodeOrText::AppendText(_) => !mute,
            NodeOrText::AppendNode(handle) if handle.slot == NOTE => false,
            NodeOrText::AppendNode(handle) => {
                let depth = parent_depth + 1;
                if let Some(slot) = self.slots.borrow_mut().get_mut(handle.slot as usize) {
                    slot.depth = depth;
                }
                self.depth.set(self.depth.get().max(depth));
                true
            }
        }
    }

    fn new_slot(&self, mute: bool, is_raw: bool) -> u32 {
        self.call();
        let mut slots = self.slots.borrow_mut();
        let slot = u32::try_from(slots.len()).unwrap_or(NOTE);
        slots.push(Slot { depth: 0, mute });
        self.started.set(if is_raw { Started::MuteText } else { Started::Other });
        slot
    }
}

fn inner(child: NodeOrText<Handle>) -> NodeOrText<TreeHandle> {
    match child {
        NodeOrText::AppendNode(handle) => NodeOrText::AppendNode(handle.node),
        NodeOrText::AppendText(text) => NodeOrText::AppendText(text),
    }
}

/// Whether nothing reads this element's text: styles, and scripts that are no data or formula. In a
/// drawing neither holds raw text, and a paragraph in one is a paragraph.
fn is_mute(name: &QualName, attrs: &[Attribute]) -> bool {
    if name.ns != ns!(html) {
        return false;
    }
    match &*name.local {
        "style" => true,
        "script" => {
            // Scripts of the type `math/tex` are formulas.
            let holds_data = |kind: &str| kind.contains("json") || kind.starts_with("math/");
            !attrs.iter().any(|attr| &*attr.name.local == "type" && holds_data(&attr.value))
        }
        _ => false,
    }
}

impl TreeSink for GuardedSink {
    type Handle = Handle;
    type Output = Html;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Html {
        self.tree.finish()
    }

    // Errors in the markup are normal, and nothing reads them. But a declaration that comes too
    // late costs as much as many looks at elements, and nothing else tells of it.
    fn parse_error(&self, message: Cow<'static, str>) {
        if message.starts_with("DOCTYPE") {
            self.calls.set(self.calls.get().wrapping_add(DECLARATION));
        }
    }

    fn get_document(&self) -> Handle {
        Handle { node: self.tree.get_document(), slot: 0 }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> Ref<'a, QualName> {
        self.call();
        self.tree.elem_name(&target.node)
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> Handle {
        let mute = is_mute(&name, &attrs);
        // In drawings and formulas, styles and scripts hold markup like any other element.
        let slot = self.new_slot(mute, mute && name.ns == ns!(html));
        if name.ns == ns!(svg) && name.local == local_name!("svg") {
            self.started.set(Started::Drawing);
        }
        let node = self.tree.create_element(name, attrs, flags);
        if mute {
            self.mute_node.set(Some(node));
        }
        Handle { node, slot }
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        self.call();
        self.note()
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Handle {
        self.note()
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let slot = self.slot(parent);
        if self.admit(slot.depth, slot.mute, &child) {
            self.tree.append(&parent.node, inner(child));
        }
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        let slot = self.slot(previous);
        if self.admit(slot.depth, slot.mute, &child) {
            self.tree.append_based_on_parent_node(&element.node, &previous.node, inner(child));
        }
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.tree.append_doctype_to_document(name, public, system);
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        let slot = self.slots.borrow().len();
        let depth = self.slot(target).depth + 1;
        self.slots.borrow_mut().push(Slot { depth, mute: false });
        Handle {
            node: self.tree.get_template_contents(&target.node),
            slot: u32::try_from(slot).unwrap_or(NOTE),
        }
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        self.call();
        x.node == y.node
    }

    // An element that is left is no longer the one whose text comes next.
    fn pop(&self, _node: &Handle) {
        self.started.set(Started::Other);
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.tree.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let depth = self.slot(sibling).depth.saturating_sub(1);
        if self.admit(depth, false, &child) {
            self.tree.append_before_sibling(&sibling.node, inner(child));
        }
    }

    // The tree looks at all attributes that there are each time, so it is asked only for new ones.
    fn add_attrs_if_missing(&self, target: &Handle, mut attrs: Vec<Attribute>) {
        self.call();
        let mut collected = self.collected.borrow_mut();
        attrs.retain(|attr| {
            let is_full = collected.len() >= self.most_attributes;
            let is_new = if is_full {
                !collected.contains(&(target.slot, attr.name.local.clone()))
            } else {
                collected.insert((target.slot, attr.name.local.clone()))
            };
            self.left_out.set(self.left_out.get() || (is_new && is_full));
            is_new && !is_full
        });
        if !attrs.is_empty() {
            self.tree.add_attrs_if_missing(&target.node, attrs);
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        // The shared note node has no place to be removed from.
        if target.slot != NOTE {
            self.tree.remove_from_parent(&target.node);
        }
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        self.tree.reparent_children(&node.node, &new_parent.node);
    }
}
