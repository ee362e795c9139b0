/** A style sheet without at-rules, attribute selectors and combinators, which older engines drop. */
export function withoutAtRules(css: string): string {
  return rulesOf(css)
    .filter(({ selector }) => !/^@|[[>:]/.test(selector))
    .map(({ selector, body }) => `${selector} {${body}}`)
    .join('\n')
}

/** The top-level rules of a style sheet, in order; the body of an at-rule contains its rules. */
function rulesOf(css: string): { selector: string; body: string }[] {
  const rules: { selector: string; body: string }[] = []
  let depth = 0
  let start = 0
  let open = 0
  for (let at = 0; at < css.length; at++) {
    if (css[at] === '{' && depth++ === 0) open = at
    if (css[at] !== '}' || --depth !== 0) continue
    rules.push({ selector: css.slice(start, open).trim(), body: css.slice(open + 1, at) })
    start = at + 1
  }
  return rules
}
