//! A light tree of elements, for XML and HTML alike.

/// An element with its content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// The name without prefix.
    pub name: String,
    /// Names without prefix, with values.
    pub attributes: Vec<(String, String)>,
    /// Its content.
    pub children: Vec<MarkupNode>,
}

/// Something in an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkupNode {
    /// An element.
    Element(Element),
    /// Text.
    Text(String),
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The elements directly in it.
    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            MarkupNode::Element(element) => Some(element),
            MarkupNode::Text(_) => None,
        })
    }

    /// The first element of this name directly in it.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// The element at the end of a path of names.
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The text directly in it.
    pub fn text(&self) -> String {
        let texts = self.children.iter().filter_map(|node| match node {
            MarkupNode::Text(text) => Some(text.as_str()),
            MarkupNode::Element(_) => None,
        });
        texts.collect()
    }

    /// The first element of this name anywhere in it, itself included.
    pub fn find(&self, name: &str) -> Option<&Self> {
        if self.name == name {
            return Some(self);
        }
        self.elements().find_map(|element| element.find(name))
    }
}

/// Builds a tree out of starts, texts and ends; elements nested deeper than [`DEEPEST`] are left out with their text
/// kept.
#[derive(Debug)]
pub struct TreeBuilder {
    open: Vec<Element>,
    /// How many elements are open that were left out.
    skipped: usize,
}

/// Name of the element that replaces others which are nested too deeply.
pub const TOO_DEEP: &str = "#too-deep";

/// How deep a tree may be, so that walks over it may recurse.
pub const DEEPEST: usize = 200;

impl Default for TreeBuilder {
    fn default() -> Self {
        Self { open: vec![Element::default()], skipped: 0 }
    }
}

impl TreeBuilder {
    /// Opens an element.
    pub fn start(&mut self, name: &str, attributes: Vec<(String, String)>) {
        if self.skipped > 0 || self.open.len() >= DEEPEST {
            if let (0, Some(top)) = (self.skipped, self.open.last_mut()) {
                top.children.push(MarkupNode::Element(Element { name: TOO_DEEP.to_owned(), ..Element::default() }));
            }
            self.skipped += 1;
        } else {
            self.open.push(Element { name: name.to_owned(), attributes, children: Vec::new() });
        }
    }

    /// Adds text.
    pub fn text(&mut self, text: &str) {
        let Some(top) = self.open.last_mut() else { return };
        match top.children.last_mut() {
            Some(MarkupNode::Text(last)) => last.push_str(text),
            Some(MarkupNode::Element(_)) | None => top.children.push(MarkupNode::Text(text.to_owned())),
        }
    }

    /// Closes the innermost element.
    pub fn end(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
        } else if self.open.len() > 1
            && let (Some(closed), Some(parent)) = (self.open.pop(), self.open.last_mut())
        {
            parent.children.push(MarkupNode::Element(closed));
        }
    }

    /// The names of the open elements, innermost first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.open[1..].iter().rev().map(|element| element.name.as_str())
    }

    /// The whole, as an element without name.
    pub fn finish(mut self) -> Element {
        self.skipped = 0;
        while self.open.len() > 1 {
            self.end();
        }
        self.open.pop().unwrap_or_default()
    }
}
