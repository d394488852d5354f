// Makes the page as it stands into pieces of text. Runs in a world of its own,
// where the page's scripts have changed nothing.
((limit, most) => {
  const all = document.getElementsByTagName("*").length;
  if (all > most) return { elements: all, units: 0 };
  const shadowRoots = [];
  const trees = [document];
  let elements = 0;
  while (trees.length > 0) {
    const walker = document.createTreeWalker(trees.pop(), NodeFilter.SHOW_ELEMENT);
    while (walker.nextNode()) {
      elements += 1;
      if (elements > most) return { elements, units: 0 };
      const root = walker.currentNode.shadowRoot;
      if (root) {
        shadowRoots.push(root);
        trees.push(root);
      }
    }
  }
  const root = document.documentElement;
  let text = "";
  if (root) {
    const shell = root.cloneNode(false).outerHTML;
    const start = shell.slice(0, shell.lastIndexOf("</"));
    text = start + root.getHTML({ shadowRoots }) + "</html>";
  }
  const units = text.length;
  text = text.slice(0, limit).toWellFormed();
  let from = 0;
  globalThis.nextPiece = (length) => {
    let end = Math.min(from + length, text.length);
    // Not between the halves of a pair.
    if (end < text.length && text.codePointAt(end - 1) > 0xffff) end -= 1;
    const piece = text.slice(from, end);
    from = end;
    return piece;
  };
  return { elements, units, charset: document.characterSet };
})
