import { addressHash, readAddress } from '../../../core/addresses/address.ts'
import type { Import } from '../../../core/entities/imports/import.ts'
import type { ImportField } from '../../../core/entities/imports/import-field.ts'
import type { ImportRow } from '../../../core/entities/imports/import-row.ts'
import type { FileRow } from '../../../core/entities/imports/list-facts.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { said, saidOf, type Said } from '../../../core/said/said.ts'
import { clip, oneLine } from '../../../core/text/text.ts'
import { readName } from '../../subscribers/read-name.ts'
import { ChoiceReader, type ReadChoices } from './choice-reader.ts'
import { readConsent, type Consent } from './read-consent.ts'
import { readEnds } from './read-ends.ts'
import { fingerprint, Mentions } from './mentions.ts'

/** What is wrong with a row, and in which of its columns. */
export interface RowFault {
  column: string
  reason: Said
}

type Reading<T> = { ok: true; value: T } | { ok: false; fault: RowFault }

export const good = <T>(value: T): Reading<T> => ({ ok: true, value })
export const bad = (column: ImportField | 'row', reason: Said): { ok: false; fault: RowFault } => ({
  ok: false,
  fault: { column, reason },
})

/** The row's field of a kind; empty where the list has none. */
export type FieldOf = (field: ImportField) => string

/** Makes rows of a list into rows to be merged: each is read, checked, and compared with what the list said before. */
export class RowReader {
  readonly #one: Import
  readonly #digests: ReadonlyMap<string, Digest>
  readonly #standard: Digest
  readonly #key: Buffer
  readonly #choices = new ChoiceReader()
  readonly #mentions = new Mentions()
  readonly #places: ReadonlyMap<ImportField, number>

  /** `key`: that of the addresses' hashes. */
  constructor(one: Import, digests: readonly Digest[], standard: Digest, key: Buffer) {
    this.#one = one
    this.#digests = new Map(digests.map((digest) => [digest.key, digest]))
    this.#standard = standard
    this.#key = key
    this.#places = new Map((one.columns ?? []).flatMap((field, at) => (field ? [[field, at] as const] : [])))
  }

  /** Reads the next row, which is the `n`th. */
  read(row: FileRow, n: number): ImportRow {
    const made = { ...emptyRow, n, line: row.line }
    const fault = row.fault ? this.#named(row.fault) : this.#fill(made, row)
    return fault === null ? made : { ...made, outcome: 'rejected', fault, fields: row.fields, raw: row.raw }
  }

  #named({ column, reason }: NonNullable<FileRow['fault']>): RowFault {
    const header = column === null ? null : (this.#one.columns?.[column] ?? this.#one.facts?.header[column])
    return { column: header ?? 'row', reason }
  }

  /** Fills a row from its fields as far as they can be read; gives the first fault. */
  #fill(made: ImportRow, { fields, line }: FileRow): RowFault | null {
    const field: FieldOf = (name) => {
      const place = this.#places.get(name)
      return place === undefined ? '' : (fields[place] ?? '')
    }
    const address = readAddress(field('email'))
    if (!address.ok) {
      const shown = clip(oneLine(field('email')), 100)
      return { column: 'email', reason: said('address-refused', { address: shown, why: saidOf(address) }) }
    }
    made.email = address.address
    made.hash = addressHash(this.#key, address.address)
    const wanted = field('digest').trim()
    const digest = wanted === '' ? this.#standard : this.#digests.get(wanted)
    if (!digest) return this.#unknownDigest(wanted)
    made.digestId = digest.id
    const choices = this.#choices.read(field, digest)
    if (!choices.ok) return choices.fault
    const name = readName(nameIn(field))
    if (!name.ok) return { column: 'name', reason: saidOf(name) }
    const ends = readEnds(field, this.#one.settings)
    if (!ends.ok) return ends.fault
    const consent = readConsent(field)
    if (!consent.ok) return consent.fault
    fillIn(made, choices.value, consent.value)
    made.name = name.name
    made.ends = ends.value
    return this.#repeats(made, line, choices.value)
  }

  #unknownDigest(wanted: string): RowFault {
    const known = [...this.#digests.keys()]
    return {
      column: 'digest',
      reason: said('row-digest-unknown', { digest: clip(oneLine(wanted), 60), known }),
    }
  }

  /** A row that repeats another in all is left out without a fault, one that says something else is rejected. */
  #repeats(made: ImportRow, line: number, { key }: ReadChoices): RowFault | null {
    const hash = made.hash ?? ''
    // Who is not to be mailed and who is are two things to say of one person, and the first holds.
    const place = (made.digestId ?? 0) * 2 + Number(made.ends !== null)
    const print = { name: made.name === null ? 0 : fingerprint(made.name), choices: key }
    const before = this.#mentions.mention(hash, place, line, print)
    if (!before) return null
    if (before.differs && made.ends === null)
      return {
        column: 'email',
        reason: said('row-repeated', { address: made.email ?? '', line: before.line }),
      }
    made.outcome = 'repeated'
    made.fault = { column: 'email', reason: said('row-repeats-line', { line: before.line }) }
    return null
  }
}

const emptyRow: Omit<ImportRow, 'n' | 'line'> = {
  digestId: null,
  hash: null,
  email: null,
  name: null,
  topics: null,
  days: null,
  hour: null,
  timeZone: null,
  ends: null,
  optInAt: null,
  optInIp: null,
  outcome: null,
  fault: null,
  fields: null,
  raw: null,
}

function nameIn(field: FieldOf): string {
  const whole = field('name')
  return whole.trim() === '' ? `${field('first_name').trim()} ${field('last_name').trim()}` : whole
}

function fillIn(made: ImportRow, choices: ReadChoices, consent: Consent): void {
  made.topics = choices.topics
  made.days = choices.days
  made.hour = choices.hour
  made.timeZone = choices.timeZone
  made.optInAt = consent.at
  made.optInIp = consent.ip
}
