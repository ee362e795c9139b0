import { isIP } from 'node:net'
import { addressHash, readAddress } from '../../../core/addresses/address.ts'
import { readWritten } from '../../../core/addresses/written-address.ts'
import type { Import, ImportSettings } from '../../../core/entities/imports/import.ts'
import type { NewImportRow } from '../../../core/entities/imports/import-row.ts'
import type { FileRow } from '../../../core/entities/imports/list-facts.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { said, saidOf } from '../../../core/said/said.ts'
import { clip, oneLine } from '../../../core/text/text.ts'
import { readName } from '../../subscribers/read-name.ts'
import { readMapped, type MappedRow, type ReadAs } from '../columns/read-mapped.ts'
import { folded } from '../../../core/text/folded-words.ts'
import { addressFlags } from '../../../core/addresses/verdict/address-flags.ts'
import { stricter } from '../columns/read-status.ts'
import { ChoiceReader } from './choice-reader.ts'
import { fillLabels } from './fill-labels.ts'
import { fingerprint, Mentions } from './mentions.ts'

type Fault = NonNullable<NewImportRow['fault']>

/** Characters searched for an address in a row that cannot be parsed. */
const longestRow = 10_000

/** Characters kept of a reason. */
const longestWords = 200

/** Turns rows of a list into rows to be merged: reads and checks each, and compares it with earlier rows. */
export class RowReader {
  readonly #settings: ImportSettings
  readonly #readAs: ReadAs
  readonly #digests: ReadonlyMap<string, Digest>
  readonly #standard: Digest
  readonly #key: Buffer
  readonly #choices = new ChoiceReader()
  readonly #mentions = new Mentions()

  /** `key`: the key for hashes of addresses. */
  constructor(
    { settings, facts, columns }: Pick<Import, 'settings' | 'facts' | 'columns'>,
    digests: readonly Digest[],
    standard: Digest,
    key: Buffer,
  ) {
    this.#settings = settings
    this.#readAs = {
      service: facts?.service ?? null,
      everyone: facts?.everyone ?? null,
      columns: columns ?? [],
    }
    this.#digests = new Map(digests.map((digest) => [digest.key, digest]))
    this.#standard = standard
    this.#key = key
  }

  read(row: FileRow): NewImportRow {
    const made = { ...emptyRow, line: row.line }
    const mapped = readMapped(row, this.#readAs)
    const fault = mapped.ok
      ? this.#fill(made, mapped.row)
      : { column: mapped.field ?? 'row', reason: mapped.reason }
    if (fault === null) return made
    if (!mapped.ok) this.#name(made, row)
    return { ...made, outcome: 'rejected', fault, fields: row.fields, raw: row.raw }
  }

  /** Fills in a row as far as it can be read; returns the first fault. */
  #fill(made: NewImportRow, row: MappedRow): Fault | null {
    const address = readWritten(row.email)
    if (!address.ok) {
      const shown = clip(oneLine(row.email), 100)
      return { column: 'email', reason: said('address-refused', { address: shown, why: saidOf(address) }) }
    }
    made.email = address.address
    made.hash = addressHash(this.#key, address.address)
    const digest = row.digest === '' ? this.#standard : this.#digests.get(row.digest)
    if (!digest) return this.#unknownDigest(row.digest)
    made.digestId = digest.id
    const choices = this.#choices.read(row, digest)
    if (!choices.ok) return choices.fault
    const name = readName(row.name || address.name)
    if (!name.ok) return { column: 'name', reason: saidOf(name) }
    made.name = name.name
    made.nameKey = name.name && folded(name.name)
    made.flags = addressFlags(address.address)
    made.topics = choices.topics
    made.days = choices.days
    made.hour = choices.hour
    made.timeZone = choices.timeZone
    fillConsent(made, row)
    return fillLabels(made, row) ?? this.#noteEnd(made, row) ?? this.#repeats(made, choices.key)
  }

  /**
   * The address in a row that is otherwise unreadable: a list in mode `replace` does not end a subscription that such a row may be about.
   */
  #name(made: NewImportRow, { fields, raw }: FileRow): void {
    const written = wordsIn(raw ?? fields[this.#readAs.columns.indexOf('email')] ?? '')
    for (const word of written) {
      const address = readAddress(word)
      if (!address.ok) continue
      made.email = address.address
      made.hash = addressHash(this.#key, address.address)
      return
    }
  }

  #unknownDigest(wanted: string): Fault {
    const known = [...this.#digests.keys()]
    return {
      column: 'digest',
      reason: said('row-digest-unknown', { digest: clip(oneLine(wanted), 60), known }),
    }
  }

  /** Notes whether a row says that somebody must not get e-mail, since when and why; in mode `never-mail` every row does. */
  #noteEnd(made: NewImportRow, { status, leftOn, reason }: MappedRow): Fault | null {
    const { mode, basis, neverMail, suppresses } = this.#settings
    const isOut = status === 'unsubscribed' || status === 'suppressed'
    const to = mode === 'never-mail' ? stricter(status, neverMail) : status
    if (isOut || mode === 'never-mail')
      made.ends = {
        to: suppresses && to === 'suppressed' ? to : 'unsubscribed',
        at: leftOn,
        reason: clip(reason, longestWords) || null,
      }
    else if (status === 'pending' && basis === 'proof')
      return { column: 'status', reason: said('row-unconfirmed') }
    return null
  }

  /** A row that repeats an earlier one completely is left out without a fault; one that contradicts it is rejected. */
  #repeats(made: NewImportRow, choices: number): Fault | null {
    // A row that ends e-mails does not repeat one that asks for them; if a list has both, they end.
    const place = (made.digestId ?? 0) * 2 + Number(made.ends !== null)
    const print = { name: made.name === null ? 0 : fingerprint(made.name), choices }
    const before = this.#mentions.mention(made.hash ?? '', place, made.line, print)
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

/** Words of a row that cannot be parsed, any of which may be an address. */
const wordsIn = (raw: string): string[] =>
  raw
    .slice(0, longestRow)
    .split(/[\s,;|"'<>]+/)
    .filter((word) => word.includes('@'))

const emptyRow: NewImportRow = {
  line: 0,
  digestId: null,
  hash: null,
  email: null,
  name: null,
  topics: null,
  days: null,
  hour: null,
  timeZone: null,
  ends: null,
  agreed: null,
  nameKey: null,
  flags: 0,
  tags: null,
  note: null,
  outcome: null,
  fault: null,
  why: null,
  fields: null,
  raw: null,
}

/** The consent that the old service recorded. Anything but an IP address is left out. */
function fillConsent(made: NewImportRow, { agreedOn, agreedIp, agreedHow }: MappedRow): void {
  const ip = agreedIp !== '' && isIP(agreedIp) !== 0 ? agreedIp : null
  const how = agreedHow === '' ? null : clip(agreedHow, longestWords)
  if (agreedOn !== null || ip !== null || how !== null) made.agreed = { at: agreedOn, ip, how }
}
