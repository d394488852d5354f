// How large the page is.
[
  document.getElementsByTagName("*").length,
  [...document.body?.children ?? []]
    .filter((child) => !child.matches("script, style, template, noscript"))
    .reduce((sum, child) => sum + child.textContent.length, 0),
]
