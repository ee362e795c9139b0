/**
 * What spreadsheets read as a formula, also after our own quotes and after blanks that they trim (OWASP, CSV Injection): `= + - @`, their
 * full-width forms, tab, CR and LF.
 */
const formula = /^'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/

/** Prefixes a CSV field with `'` if a spreadsheet would read it as a formula. */
export function neutralised(field: string): string {
  return formula.test(field) ? `'${field}` : field
}

/** The field as it was before `neutralised`. */
export function restored(field: string): string {
  return field.startsWith("'") && formula.test(field) ? field.slice(1) : field
}
