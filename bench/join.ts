import mjml2html from 'mjml'
import type { Cut, LastDelivery } from '../src/core/entities/sheet.ts'
import type { RecipientSlot, VariantSlot } from '../src/core/text/slots.ts'
import { prepareCut } from '../src/curate/cut/cut.ts'
import { editionHeaders, type HeaderFields } from '../src/mail/message/headers.ts'
import { boundaryOf, reusedMemory, variantJoiner, type Variant } from '../src/mail/message/message.ts'
import { benchBlocks, benchMjml, benchSheet, frozenAt, topicIds } from './kit/join-fixture.ts'
import { english } from '../src/core/said/sentence.ts'

/**
 * Measures how many e-mails per second one core joins and fills, for 255 sets of topics with shared variants and for a separate variant per
 * recipient, including the cut; against MJML once per recipient.
 */

const rounds = 7
const mailsARound = 8_000
const mjmlRuns = 12

const sheet = benchSheet()
const { encoded, sizes } = benchBlocks(sheet)
const cutter = prepareCut(sheet, sizes)
const edition = editionHeaders({
  editionId: sheet.editionId,
  digest: sheet.digest,
  sender: sheet.newsroom.sender,
  replyTo: null,
  host: 'news.example.org',
  homeUrl: 'https://news.example.org/',
  hooks: [],
})

const sets = Array.from({ length: 255 }, (_, at) => topicIds.filter((_id, bit) => ((at + 1) >> bit) & 1))

/** Readers of three kinds: new ones, daily ones, and some whose last e-mail was days ago. */
function lastOf(reader: number): LastDelivery | null {
  const days = [null, 1, 1, 2, 5][reader % 5] ?? null
  if (days === null) return null
  const at = frozenAt.subtract({ hours: 24 * days })
  return { date: at.toZonedDateTimeISO('UTC').toPlainDate(), frozenAt: at }
}
const lasts = Array.from({ length: 5 }, (_, reader) => lastOf(reader))

function valuesOf(cut: Cut & { ok: true }): Record<VariantSlot, string> {
  return {
    subject: cut.lead.headline,
    preheader: cut.lead.summary,
    topics: cut.topics.join(', '),
    counts: `${cut.news.length} stories`,
    since: cut.since ? String(cut.since.dayOfWeek) : '',
  }
}

function joined(
  join: ReturnType<typeof variantJoiner>,
  topics: string[],
  last: LastDelivery | null,
): Variant {
  const cut = cutter({ topics }, last)
  if (!cut.ok) throw new Error(english(cut))
  const html: string[] = []
  const text: string[] = []
  for (const key of cut.blocks) {
    const piece = encoded.get(key)
    if (!piece) throw new Error(`no block ${key}`)
    html.push(piece.html)
    if (piece.text !== '') text.push(piece.text)
  }
  return join({ boundary: boundaryOf(7, 1), html, text, values: valuesOf(cut), language: 'en' })
}

const token = (reader: number) => `AQE${reader.toString(36).padStart(21, 'A')}`

function fieldsOf(reader: number): HeaderFields {
  return {
    edition,
    subscriber: reader,
    to: `reader.number${reader}@mail${reader % 50}.example.org`,
    at: frozenAt,
    unsubscribeUrl: `https://news.example.org/u/${token(reader)}`,
    unsubscribeMail: `mailto:unsubscribe+${token(reader)}@example.org`,
    tag: () => 'a'.repeat(36),
  }
}

function slotsOf(reader: number): Record<RecipientSlot, string> {
  return {
    address: `reader.number${reader}@mail${reader % 50}.example.org`,
    topicsUrl: `https://news.example.org/t/${token(reader)}`,
    unsubscribeUrl: `https://news.example.org/u/${token(reader)}`,
  }
}

/** Microseconds per e-mail, the median of the rounds, and bytes per e-mail. */
function measure(makeRound: () => (reader: number) => Buffer): { micros: number; bytes: number } {
  const times: number[] = []
  let bytes = 0
  for (let round = 0; round <= rounds; round += 1) {
    bytes = 0
    const start = performance.now()
    const mail = makeRound()
    for (let reader = 0; reader < mailsARound; reader += 1) bytes += mail(reader).length
    const spent = performance.now() - start
    // The first round only warms up.
    if (round > 0) times.push((spent * 1000) / mailsARound)
  }
  times.sort((a, b) => a - b)
  return { micros: times[Math.floor(times.length / 2)] ?? Number.NaN, bytes: bytes / mailsARound }
}

async function measureMjml(): Promise<{ micros: number; bytes: number }> {
  let bytes = 0
  await mjml2html(benchMjml(sheet, 'warm@example.org'))
  const start = performance.now()
  for (let run = 0; run < mjmlRuns; run += 1)
    bytes += (await mjml2html(benchMjml(sheet, `reader${run}@example.org`))).html.length
  return { micros: ((performance.now() - start) * 1000) / mjmlRuns, bytes: bytes / mjmlRuns }
}

// As in a session: one e-mail at a time.
const memory = reusedMemory()

const setOf = (reader: number) => sets[(reader * 101) % sets.length] ?? []

/** Variants are joined again in each round, which counts. */
function sharedRound(): (reader: number) => Buffer {
  const join = variantJoiner()
  const variants = new Map<string[], Variant>()
  return (reader) => {
    const topics = setOf(reader)
    let variant = variants.get(topics)
    if (!variant) variants.set(topics, (variant = joined(join, topics, null)))
    return variant.fill(fieldsOf(reader), slotsOf(reader), memory)
  }
}

function ownRound(): (reader: number) => Buffer {
  const join = variantJoiner()
  return (reader) =>
    joined(join, setOf(reader), lasts[reader % lasts.length] ?? null).fill(
      fieldsOf(reader),
      slotsOf(reader),
      memory,
    )
}

const reference = await measureMjml()
const shared = measure(sharedRound)
const own = measure(ownRound)
const rows: [string, { micros: number; bytes: number }, number | null][] = [
  ['MJML once per recipient (reference)', reference, null],
  ['255 sets of topics, variants shared', shared, 40_000],
  ['a variant for each recipient, with its cut', own, 25_000],
]
console.table(
  rows.map(([way, { micros, bytes }, goal]) => ({
    way,
    'µs per e-mail': Number(micros.toFixed(1)),
    'e-mails per second': Math.round(1e6 / micros),
    'times the reference': Math.round(reference.micros / micros),
    'KB per e-mail': Number((bytes / 1000).toFixed(1)),
    goal: goal === null ? '' : `${goal} ${1e6 / micros >= goal ? 'met' : 'missed'}`,
  })),
)
