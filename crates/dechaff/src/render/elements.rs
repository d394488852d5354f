//! What the writers of elements, in HTML and in XML, have in common.

use crate::content::ContentNode;

/// A writer that holds in a list what is still to be written, the next last.
pub(super) trait Elements<'c> {
    /// Opens an element that holds parts, and ends the line.
    fn open_parts(&mut self, name: &'static str, attributes: &[(&'static str, &str)]);

    /// Puts the end of an element on the list.
    fn put_close(&mut self, name: &'static str);

    /// Puts parts on the list.
    fn put_all(&mut self, nodes: &'c [ContentNode]);

    /// Opens an element around parts.
    fn around(
        &mut self,
        name: &'static str,
        attributes: &[(&'static str, &str)],
        nodes: &'c [ContentNode],
    ) {
        self.open_parts(name, attributes);
        self.put_close(name);
        self.put_all(nodes);
    }
}
