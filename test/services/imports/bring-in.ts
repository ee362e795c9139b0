import { commandActor, type Actor } from '../../../src/core/entities/actor.ts'
import type { Import } from '../../../src/core/entities/imports/import.ts'
import { noCounts } from '../../../src/core/entities/imports/import-counts.ts'
import { english } from '../../../src/core/said/sentence.ts'
import { runImports } from '../../../src/services/imports/running/run-imports.ts'
import { inspectList } from '../../../src/services/imports/starting/inspect-list.ts'
import { setUpImport, type ImportPlan } from '../../../src/services/imports/starting/set-up-import.ts'
import { startImport } from '../../../src/services/imports/starting/start-import.ts'
import { uploadList } from '../../../src/services/imports/starting/upload-list.ts'
import type { Context } from '../../../src/services/context.ts'
import type { Digest } from '../../../src/core/entities/newsroom.ts'

export const inPieces = async function* (text: string | Buffer, size = 1000): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

export const plan: Omit<ImportPlan, 'columns'> = {
  sheet: null,
  mode: 'add',
  basis: 'proof',
  proof: 'They signed up at the fair.',
  neverMail: 'unsubscribed',
  takesRejects: true,
}

const { sheet: _sheet, ...wishes } = plan

/** An import that nothing is known of but its digest. */
export const anImport = ({ id: digestId }: Digest): Import => ({
  id: 1,
  digestId,
  fileName: 'list.csv',
  bytes: 10,
  state: 'done',
  settings: { ...wishes, digests: [digestId], suppresses: true },
  columns: ['email'],
  facts: null,
  counts: noCounts,
  isToMerge: true,
  bytesRead: 0,
  cursor: 0,
  stateAt: longAgo,
  createdAt: longAgo,
  createdBy: 'cli',
  doneAt: longAgo,
  fault: null,
  lease: null,
  fence: 0,
})
const longAgo = Temporal.Instant.from('2026-11-01T00:00Z')

/** Uploads a list and says what is to become of it; nothing is done to it yet. */
export async function prepared(
  context: Context,
  digest: Digest,
  list: string | Buffer,
  own: Partial<ImportPlan> = {},
  actor: Actor = commandActor,
): Promise<Import> {
  const uploaded = await uploadList(
    context,
    digest,
    { fileName: 'readers.csv', bytes: inPieces(list) },
    actor,
  )
  if (!uploaded.ok) throw new Error(english(uploaded))
  const one = await importOf(context, uploaded.id)
  const looked = await inspectList(context, one, actor)
  if (!looked.ok) throw new Error(english(looked))
  const setUp = await setUpImport(context, one, { ...plan, columns: looked.columns, ...own }, actor)
  if (!setUp.ok) throw new Error(english(setUp))
  return importOf(context, uploaded.id)
}

/** Brings a list in, or checks it, as far as that goes now. */
export async function bringIn(
  context: Context,
  digest: Digest,
  list: string | Buffer,
  own: Partial<ImportPlan> = {},
  what: 'check' | 'import' = 'import',
): Promise<Import> {
  const one = await prepared(context, digest, list, own)
  return started(context, one, what)
}

export async function started(
  context: Context,
  one: Import,
  what: 'check' | 'import',
  confirmed: number | null = null,
): Promise<Import> {
  const start = await startImport(context, one, what, commandActor, confirmed)
  if (!start.ok) throw new Error(english(start))
  await run(context)
  return importOf(context, one.id)
}

export const run = (context: Context): Promise<void> => runImports(context, new AbortController().signal)

export async function importOf(context: Context, id: number): Promise<Import> {
  const found = await context.store.imports.byId(id)
  if (!found) throw new Error('the import is gone')
  return found
}
