import { readAddress } from '../../../core/addresses/address.ts'
import { said, saidOf, type Said } from '../../../core/said/said.ts'

/** A line of a list of address changes. */
export type AddressLine =
  { line: number; ok: true; from: string; to: string } | { line: number; ok: false; says: Said }

/**
 * Reads a list with an old and a new address per line, separated by a comma, a semicolon or a tab, quoted or not: addresses cannot contain
 * these. Empty lines are skipped, and a first line without any @ is the header.
 */
export function* readAddressList(text: string): Generator<AddressLine> {
  let line = 0
  for (const written of text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)) {
    line += 1
    if (written.trim() === '' || (line === 1 && !written.includes('@'))) continue
    yield { line, ...pairIn(written) }
  }
}

function pairIn(written: string): { ok: true; from: string; to: string } | { ok: false; says: Said } {
  const fields = written.split(/[,;\t]/).map((field) => field.trim().replace(/^"(.*)"$/, '$1'))
  const [old = '', next = ''] = fields
  if (fields.length !== 2 || old === '' || next === '') return { ok: false, says: said('address-line') }
  const from = readAddress(old)
  if (!from.ok) return { ok: false, says: said('address-old-refused', { why: saidOf(from) }) }
  const to = readAddress(next)
  if (!to.ok) return { ok: false, says: said('address-new-refused', { why: saidOf(to) }) }
  return { ok: true, from: from.address, to: to.address }
}
