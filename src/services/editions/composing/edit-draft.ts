import { AppError } from '../../../core/errors.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import { withoutMarks } from '../../../core/text/slots.ts'
import { oneLine } from '../../../core/text/text.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Repositories } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { said } from '../../../core/said/said.ts'

/** What a change made of an edition. */
export interface Changed {
  revision: number
  /** It took an approval back. */
  wasApproved: boolean
}

const longestNote = 2000
const longestWhy = 400

const clean = (text: string): string => oneLine(withoutMarks(text))

function withinLength(what: 'note' | 'why', text: string, most: number): string {
  if (text === '') throw new AppError('bad-input', what === 'note' ? said('note-empty') : said('why-empty'))
  const params = { length: text.length, most }
  if (text.length > most)
    throw new AppError(
      'bad-input',
      what === 'note' ? said('note-too-long', params) : said('why-too-long', params),
    )
  return text
}

/** Changes an edition and raises its revision, so that nobody approves what they have not seen; an approved one is a draft again. */
async function change(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  edition: Edition,
  entry: { actor: Actor; action: string; detail: Record<string, unknown> },
  make: (tx: Repositories) => Promise<void>,
): Promise<Changed> {
  return store.transaction(async (tx) => {
    await tx.editions.hold(edition.id)
    const { revision, status } = (await tx.editions.byId(edition.id)) ?? { revision: 0, status: 'gone' }
    if (!(await tx.revisions.raise(edition.id, revision)))
      throw new AppError('conflict', said('edition-unchangeable', { date: edition.date.toString(), status }))
    await make(tx)
    await tx.audit.append({ at: clock.now(), subject: `edition:${edition.id}`, ...entry })
    return { revision: revision + 1, wasApproved: status === 'approved' }
  })
}

/**
 * Sets the note that opens the mails of an edition, paragraphs set off by blank lines; null takes it away. Throws `bad-input`
 * for an empty note or one of more than 2,000 characters, `conflict` where the edition has begun to leave.
 */
export async function setNote(
  context: Pick<Context, 'store' | 'clock'>,
  edition: Edition,
  text: string | null,
  actor: Actor,
): Promise<Changed> {
  requirePermission(actor, 'edit-edition', edition.digestId)
  const paragraphs = text
    ?.split(/\n\s*\n/)
    .map(clean)
    .filter((paragraph) => paragraph !== '')
  const note = paragraphs ? withinLength('note', paragraphs.join('\n\n'), longestNote) : null
  const detail = { before: edition.note, after: note }
  return change(context, edition, { actor, action: 'set-note', detail }, (tx) =>
    tx.editions.describe(edition.id, { note }),
  )
}

/**
 * Sets why a story matters, shown where it leads; null takes it away. Throws `bad-input` for an empty text or one of more
 * than 400 characters, `not-found` where the edition does not carry the story, `conflict` where it has begun to leave.
 */
export async function setWhy(
  context: Pick<Context, 'store' | 'clock'>,
  edition: Edition,
  storyId: number,
  text: string | null,
  actor: Actor,
): Promise<Changed> {
  requirePermission(actor, 'edit-edition', edition.digestId)
  const why = text === null ? null : withinLength('why', clean(text), longestWhy)
  const detail = { story: storyId, after: why }
  return change(context, edition, { actor, action: 'set-why', detail }, async (tx) => {
    const item = (await tx.contents.items(edition.id)).find((one) => one.storyId === storyId)
    if (!item)
      throw new AppError(
        'not-found',
        said('edition-without-story', { date: edition.date.toString(), story: storyId }),
      )
    await tx.contents.putItem(edition.id, { ...item, why })
  })
}
