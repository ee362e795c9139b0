import { actorText, type Actor } from '../../../core/entities/actor.ts'
import { mostImportBytes, type ImportWishes } from '../../../core/entities/imports/import.ts'
import { noCounts } from '../../../core/entities/imports/import-counts.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import { clip, oneLine } from '../../../core/text/text.ts'
import type { Store } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { refuseWithoutSpace } from '../../disk/require-space.ts'
import { pieceBytes } from '../list-source.ts'

export interface Upload {
  /** To be shown to people; may be a path. */
  fileName: string
  bytes: AsyncIterable<Uint8Array>
}

/**
 * Stores the uploaded file of a list in the staging table, without parsing it. Refused, and deleted, if it is empty or longer than
 * `mostImportBytes`, or if the disk is below its minimum.
 */
export async function uploadList(
  context: Pick<Context, 'store' | 'clock' | 'disk'>,
  digest: Digest,
  { fileName, bytes }: Upload,
  actor: Actor,
): Promise<{ ok: true; id: number } | Refused> {
  requirePermission(actor, 'change-subscribers', digest.id)
  const without = refuseWithoutSpace(context)
  if (without) return without
  const { store, clock } = context
  const made = {
    digestId: digest.id,
    fileName: clip(oneLine(baseName(fileName)), 200),
    settings: { ...firstSettings, digests: [digest.id], suppresses: false },
    counts: noCounts,
    createdBy: actorText(actor),
  }
  const id = await store.imports.add(made, clock.now())
  let length = 0
  try {
    length = await takePieces(store, id, bytes)
  } catch (error) {
    await drop(store, id, clock.now())
    throw error
  }
  if (length === 0 || length > mostImportBytes) {
    await drop(store, id, clock.now())
    return length === 0
      ? refused('list-empty')
      : refused('list-too-long', { most: mostImportBytes / 2 ** 20 })
  }
  await store.imports.move(id, ['uploading'], 'received', clock.now(), { bytes: length })
  return { ok: true, id }
}

const firstSettings: ImportWishes = {
  mode: 'add',
  basis: 'proof',
  proof: '',
  neverMail: 'unsubscribed',
  takesRejects: true,
}

/** Returns the number of bytes; stops when there are too many. */
async function takePieces(store: Store, id: number, bytes: AsyncIterable<Uint8Array>): Promise<number> {
  let pending: Uint8Array[] = []
  let held = 0
  let length = 0
  let n = 0
  for await (const part of bytes) {
    pending.push(part)
    held += part.length
    length += part.length
    if (length > mostImportBytes) return length
    if (held < pieceBytes) continue
    const all = Buffer.concat(pending)
    const whole = held - (held % pieceBytes)
    for (let at = 0; at < whole; at += pieceBytes, n += 1)
      await store.importChunks.add(id, n, all.subarray(at, at + pieceBytes))
    pending = [all.subarray(whole)]
    held -= whole
  }
  if (held > 0) await store.importChunks.add(id, n, Buffer.concat(pending))
  return length
}

async function drop(store: Store, id: number, at: Temporal.Instant): Promise<void> {
  await store.importChunks.delete(id)
  await store.imports.move(id, ['uploading'], 'cancelled', at)
}

/** The last part of a path, with slashes of any operating system. */
const baseName = (path: string): string => path.replace(/^.*[/\\](?=.)/s, '')
