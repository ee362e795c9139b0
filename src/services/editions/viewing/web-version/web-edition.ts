import { hash } from 'node:crypto'
import { editionPath } from '../../../../core/links.ts'
import type { Context } from '../../../context.ts'
import { pathsBelow } from '../preview/own-addresses.ts'
import { sharedAs } from './shared-as.ts'

type Deps = Pick<Context, 'store' | 'settings' | 'clock'>
type Place = Parameters<typeof editionPath>[0]

/** An edition's public page, ready to be sent. */
export interface WebPage {
  html: Buffer
  /** The text of its entity tag, which changes with the HTML. */
  tag: string
  /** Its canonical path below the public URL. */
  path: string
}

export interface WebEditions {
  /** The page by a digest's key and `YYYY-MM-DD` or `YYYY-MM-DD-n`; null if there is none, or it is not public. */
  page(key: string, name: string): Promise<WebPage | null>
}

interface Kept {
  page: WebPage
  version: string
  checkedAt: number
}

/** Milliseconds after which the store is asked whether a page has changed. */
const checkEvery = 1_000
/** Pages kept in memory, of some 100 KB each. */
const mostPages = 100

/**
 * Web versions of editions, cached in memory. If the last check of the store is more than a second old, the next request checks for
 * changes, so that a withdrawal in any process shows within two seconds.
 */
export function openWebEditions(context: Deps): WebEditions {
  const kept = new Map<string, Kept>()
  const looking = new Map<string, Promise<WebPage | null>>()
  const path = new URL(context.settings.publicUrl).pathname

  const look = async (place: Place, known: Kept | undefined, now: number): Promise<Kept | null> => {
    const at = context.clock.now()
    const found = await context.store.webPieces.published(place.key, place.date, place.number, at)
    if (!found) return null
    const archived = await context.store.archive.revisionOf(found.editionId)
    const version = `${found.editionId}.${found.version}.${archived ?? ''}`
    if (known?.version === version) return { ...known, checkedAt: now }
    const pieces = await context.store.webPieces.shown(found.editionId, at)
    const body = pathsBelow(pieces.map((piece) => piece.html).join(''), path)
    const shared = await sharedAs(context, found.editionId, editionPath(place))
    const html = Buffer.from(body.replace('</head>', () => `${shared}</head>`))
    const tag = hash('sha256', html, 'base64url').slice(0, 22)
    return { page: { html, tag, path: editionPath(place) }, version, checkedAt: now }
  }

  const refresh = async (id: string, place: Place, now: number): Promise<WebPage | null> => {
    const found = await look(place, kept.get(id), now)
    kept.delete(id)
    if (!found) return null
    if (kept.size >= mostPages) kept.delete(kept.keys().next().value ?? '')
    kept.set(id, found)
    return found.page
  }

  return {
    async page(key, name) {
      const id = `${key}/${name}`
      const now = context.clock.now().epochMilliseconds
      const known = kept.get(id)
      // A clock that was set back must not prevent the check.
      if (known && Math.abs(now - known.checkedAt) < checkEvery) return known.page
      const place = placeOf(key, name)
      if (!place) return null
      const running = looking.get(id) ?? refresh(id, place, now).finally(() => looking.delete(id))
      looking.set(id, running)
      return running
    },
  }
}

function placeOf(key: string, name: string): Place | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:-(\d{1,3}))?$/.exec(name)
  if (!match || !/^[a-z0-9-]+$/.test(key)) return null
  try {
    return { key, date: Temporal.PlainDate.from(match[1] ?? ''), number: Number(match[2] ?? 0) }
  } catch {
    // There is no edition for a date such as 2026-02-31.
    return null
  }
}
