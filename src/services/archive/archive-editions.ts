import { setImmediate as turn } from 'node:timers/promises'
import { reasonOf } from '../../core/errors.ts'
import type { ArchivedContents } from '../../core/entities/archive/archive.ts'
import type { Edition } from '../../core/entities/edition.ts'
import type { Sheet } from '../../core/entities/sheet.ts'
import { webCut } from '../../curate/cut/cut.ts'
import type { Context } from '../context.ts'
import { sheetOf } from '../editions/composing/sheet.ts'
import { storiesToArchive } from './archive-stories.ts'

export type ArchivingDeps = Pick<Context, 'store' | 'settings' | 'renderer' | 'events'>

/** Editions archived per run; the next run does the rest. */
const atOnce = 200

/** Archives every edition that has begun to be sent and is missing, or has changed since. One that fails is logged. */
export async function archiveEditions(context: ArchivingDeps, signal: AbortSignal): Promise<void> {
  for (const id of await context.store.archive.waiting(atOnce)) {
    if (signal.aborted) return
    await archiveEdition(context, id)
    await turn()
  }
}

/** The same for one edition; an error is logged, and prevents nothing else. */
export async function archiveEdition(context: ArchivingDeps, id: number): Promise<void> {
  try {
    const edition = await context.store.editions.byId(id)
    if (edition?.approval && edition.startedAt) await takeIn(context, edition)
  } catch (error) {
    const message = `edition ${id} could not be added to the archive: ${reasonOf(error)}`
    context.events.emit({ name: 'archive.failed', message, data: { edition: id } })
  }
}

async function takeIn(context: ArchivingDeps, edition: Edition): Promise<void> {
  const { store, renderer } = context
  const sheet = await sheetOf(context, edition)
  const contents = contentsOf(sheet)
  const items = [...contents.news, ...contents.analyses, ...contents.corrections]
  const known = await store.stories.byIds(items.map(({ storyId }) => storyId))
  const byId = new Map(known.map((story) => [story.id, story]))
  const stories = storiesToArchive(sheet, items, byId, renderer.typeset)
  await store.transaction(async (tx) => {
    await tx.lock('archive')
    const current = await tx.editions.byId(edition.id)
    // Another process has done it, or the edition is being changed: then a later run finds it.
    if (!current?.approval || current.approval.revision !== edition.revision) return
    if ((await tx.archive.revisionOf(edition.id)) === edition.revision) return
    const at = edition.startedAt ?? edition.dueAt
    await tx.archive.put(edition, idsOf(sheet, contents), stories, at)
  })
}

type Shown = ReturnType<typeof contentsOf>

/** What its web version shows. */
function contentsOf(sheet: Sheet) {
  const cut = webCut(sheet)
  if (!cut.ok) return { news: [], analyses: [], corrections: [] }
  const shown = new Set(cut.corrections.map(({ storyId }) => storyId))
  return {
    news: cut.news,
    analyses: cut.analyses.map(({ item }) => item),
    corrections: sheet.corrections.filter(({ storyId }) => shown.has(storyId)),
  }
}

function idsOf({ note, profile }: Sheet, { news, analyses, corrections }: Shown): ArchivedContents {
  const ids = (items: readonly { storyId: number }[]) => items.map(({ storyId }) => storyId)
  return {
    news: ids(news),
    analyses: ids(analyses),
    corrections: ids(corrections),
    note,
    profileCountry: profile?.country ?? null,
  }
}
