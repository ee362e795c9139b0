import { hash } from 'node:crypto'
import { prepareCut, type Cutter } from '../../curate/cut/cut.ts'
import { contactOf } from '../../core/entities/contact.ts'
import { block, storyOfBlock, type Cut, type Sheet } from '../../core/entities/sheet.ts'
import { decodedBytes, encodePiece } from '../../core/text/encode.ts'
import { AppError } from '../../core/errors.ts'
import { absolute, topicsPath, unsubscribePath } from '../../core/links.ts'
import { inertTag, signTag } from '../../core/return-path.ts'
import { inertToken, signLink, type LinkOf } from '../../core/token.ts'
import type { EditionHeaders } from '../../mail/message/headers.ts'
import type { MailMemory, Variant } from '../../mail/message/message.ts'
import type { StoredBlock } from '../../core/entities/editions/contents.ts'
import type { Edition } from '../../core/entities/edition.ts'
import { cutKey } from '../../core/entities/subscription.ts'
import type { Context } from '../context.ts'
import { blocksHash } from './blocks-hash.ts'
import { sheetOf } from './composing/sheet.ts'
import { said } from '../../core/said/said.ts'

export interface Recipient {
  subscriberId: number
  email: string
  /** Null for the inert links of a preview. */
  link: LinkOf | null
}

/** A joined variant with the key by which its deliveries refer to it: equal for equal revision, blocks and choices. */
export type PreparedVariant = Variant & { key: string }

/** An edition ready to be sent or previewed: both use the same code, so a preview equals what is sent. */
export interface PreparedEdition {
  sheet: Sheet
  cut: Cutter
  variant(cut: Extract<Cut, { ok: true }>): PreparedVariant
  /** The same with another subject. */
  withSubject(cut: Extract<Cut, { ok: true }>, subject: (own: string) => string): Variant
  /** One subscriber's e-mail, as sent after DATA. */
  mail(variant: Variant, to: Recipient, memory?: MailMemory): Buffer
}

type Deps = Pick<Context, 'store' | 'settings' | 'renderer' | 'mail' | 'clock' | 'linkKeys'>

/** Renders every block of a sheet and encodes it for SMTP; MJML runs once. */
export async function renderBlocks(context: Pick<Context, 'renderer'>, sheet: Sheet): Promise<StoredBlock[]> {
  const blocks = await context.renderer.digest(sheet)
  return blocks.map(({ key, html, text }) => ({
    key,
    html: encodePiece(html),
    text: text === '' ? '' : encodePiece(text),
    size: decodedBytes(html),
  }))
}

/** Prepares an edition from the stored blocks of its revision or, if there are none, from newly rendered ones, without storing anything. */
export async function prepareEdition(context: Deps, edition: Edition): Promise<PreparedEdition> {
  const sheet = await sheetOf(context, edition)
  const stored = await context.store.contents.blocks(edition.id, edition.revision)
  return prepareSheet(context, sheet, stored.length > 0 ? stored : await renderBlocks(context, sheet))
}

/** Prepares an approved edition for sending. Throws `conflict` if its blocks are not those that were approved. */
export async function prepareApproved(context: Deps, edition: Edition): Promise<PreparedEdition> {
  const stored = await context.store.contents.blocks(edition.id, edition.revision)
  const { approval, date, revision } = edition
  if (approval?.revision !== revision || approval.hash !== blocksHash(stored))
    throw new AppError('conflict', said('edition-not-as-approved', { date: date.toString(), revision }))
  return prepareSheet(context, await sheetOf(context, edition), stored)
}

/** Prepares a sheet with its blocks. */
export function prepareSheet(context: Deps, sheet: Sheet, stored: StoredBlock[]): PreparedEdition {
  const blocks = new Map(stored.map((one) => [one.key, one]))
  const join = context.mail.variantJoiner()
  const cutter = prepareCut(sheet, new Map(stored.map(({ key, size }) => [key, size])))
  const cuts = new Map<string, Cut>()
  const variants = new Map<string, PreparedVariant>()
  const variantOf = new WeakMap<Cut, PreparedVariant>()
  const host = new URL(sheet.publicUrl).hostname
  const headers: EditionHeaders = context.mail.editionHeaders({
    editionId: sheet.editionId,
    digest: sheet.digest,
    sender: sheet.newsroom.sender,
    replyTo: sheet.newsroom.replyTo,
    host,
    homeUrl: sheet.publicUrl,
    hooks: context.settings.hooks,
  })
  const joined = (name: string, cut: Extract<Cut, { ok: true }>): PreparedVariant => ({
    ...join(variantInput(context, sheet, blocks, cut)),
    key: hash('sha256', `${sheet.revision} ${name}`, 'base64url').slice(0, 16),
  })
  return {
    sheet,
    cut(choices, last) {
      const name = `${cutKey(choices)} ${last?.frozenAt.epochMilliseconds ?? ''} ${[...(last?.shown ?? [])].join(' ')}`
      const cached = cuts.get(name)
      if (cached) return cached
      const made = cutter(choices, last)
      if (cuts.size < most) cuts.set(name, made)
      return made
    },
    variant(cut) {
      const own = variantOf.get(cut)
      if (own) return own
      const name = [...keysIn(sheet, blocks, cut), cut.since?.toString() ?? '', ...cut.topics].join(' ')
      const variant = variants.get(name) ?? joined(name, cut)
      variantOf.set(cut, variant)
      if (variants.size < most) variants.set(name, variant)
      return variant
    },
    withSubject(cut, subject) {
      const input = variantInput(context, sheet, blocks, cut)
      return join({ ...input, values: { ...input.values, subject: subject(input.values.subject) } })
    },
    mail(variant, to, memory) {
      const token = to.link === null ? inertToken : signLink(context.linkKeys, to.link)
      const mailOf = to.link && { subscription: to.link.id, edition: sheet.editionId }
      const unsubscribeUrl = absolute(sheet.publicUrl, unsubscribePath(token))
      const unsubscribeMail = `mailto:${contactOf(sheet.newsroom)}?subject=unsubscribe%20${token}`
      return variant.fill(
        {
          edition: headers,
          subscriber: to.subscriberId,
          to: to.email,
          at: context.clock.now(),
          unsubscribeUrl,
          unsubscribeMail,
          tag: () => (mailOf ? signTag(context.linkKeys, mailOf) : inertTag),
        },
        { address: to.email, topicsUrl: absolute(sheet.publicUrl, topicsPath(token)), unsubscribeUrl },
        memory,
      )
    },
  }
}

/** Cuts and joined variants cached at once; with more than that, most readers have one of their own anyway. */
const most = 300

/** The blocks of a cut in order; for a story whose earlier account is withdrawn, the block that does not name it. */
function keysIn(
  { news }: Sheet,
  blocks: ReadonlyMap<string, StoredBlock>,
  cut: Extract<Cut, { ok: true }>,
): string[] {
  const updates = new Set(news.filter(({ follows }) => follows).map(({ storyId }) => storyId))
  return cut.blocks.map((key) => {
    const alone = block.alone(key)
    return blocks.has(alone) && !updates.has(storyOfBlock(key) ?? 0) ? alone : key
  })
}

function variantInput(
  context: Deps,
  sheet: Sheet,
  blocks: ReadonlyMap<string, StoredBlock>,
  cut: Extract<Cut, { ok: true }>,
) {
  const chosen = keysIn(sheet, blocks, cut).flatMap((key) => blocks.get(key) ?? [])
  return {
    boundary: context.mail.boundaryOf(sheet.editionId, sheet.revision),
    html: chosen.map(({ html }) => html),
    text: chosen.map(({ text }) => text),
    values: context.renderer.values(sheet, cut),
    language: sheet.digest.language,
  }
}
