import { importFields, type ImportField } from '../../../core/entities/imports/import-field.ts'

/** What the columns of a list are by their names; null for one that is not known. */
export function guessColumns(header: readonly string[]): (ImportField | null)[] {
  const found = new Set<ImportField>()
  return header.map((name) => {
    const plain = name.trim().toLowerCase().replace(/[ -]/g, '_')
    const field = importFields.find((one) => one === plain || (one === 'email' && plain === 'e_mail')) ?? null
    if (field === null || found.has(field)) return null
    found.add(field)
    return field
  })
}

/** The same for lists whose columns have the same names in the same order. */
export const headerSignature = (header: readonly string[]): string =>
  JSON.stringify(header.map((name) => name.trim().toLowerCase()))
