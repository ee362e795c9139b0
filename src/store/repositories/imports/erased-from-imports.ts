import { type Kysely, sql } from 'kysely'
import type { Tables } from '../../tables/tables.ts'

interface Person {
  id: number
  hash: string
  email: string
}

/**
 * In the transaction that erases people: deletes what imports contain of them: rows that are waiting or were left out, previous values,
 * consent, and lines in files that are not merged yet. A workbook cannot be edited by line: its import is cancelled.
 */
export async function eraseFromImports(
  db: Kysely<Tables>,
  people: readonly Person[],
  keepsConsent: boolean,
): Promise<void> {
  const ids = people.map(({ id }) => id)
  if (!keepsConsent) await db.deleteFrom('import_readers').where('subscriber_id', 'in', ids).execute()
  // The previous values may contain their name.
  else
    await db.updateTable('import_readers').set({ before: null }).where('subscriber_id', 'in', ids).execute()
  for (const { hash, email } of people) {
    await db.deleteFrom('import_rows').where('hash', '=', hash).execute()
    await db
      .deleteFrom('import_rows')
      .where('outcome', 'is not', null)
      .where(sql<boolean>`lower(coalesce(raw, fields)) like ${`%${email.toLowerCase()}%`}`)
      .execute()
  }
  const files = await db
    .selectFrom('imports')
    .select(['id', 'facts'])
    .where('id', 'in', db.selectFrom('import_chunks').select('import_id'))
    .execute()
  for (const { id, facts } of files)
    if (facts?.includes('"kind":"xlsx"')) await giveUp(db, id)
    else await blank(db, id, people)
}

async function giveUp(db: Kysely<Tables>, id: number): Promise<void> {
  await db.deleteFrom('import_chunks').where('import_id', '=', id).execute()
  await db.updateTable('imports').set({ state: 'cancelled' }).where('id', '=', id).execute()
}

/** Blanks lines that name one of them; a line may continue in the next piece. */
async function blank(db: Kysely<Tables>, id: number, people: readonly Person[]): Promise<void> {
  const get = async (n: number): Promise<Buffer | null> => {
    const row = await db
      .selectFrom('import_chunks')
      .select('bytes')
      .where('import_id', '=', id)
      .where('n', '=', n)
      .executeTakeFirst()
    return row ? Buffer.from(row.bytes) : null
  }
  const put = async (n: number, bytes: Buffer): Promise<void> => {
    await db
      .updateTable('import_chunks')
      .set({ bytes })
      .where('import_id', '=', id)
      .where('n', '=', n)
      .execute()
  }
  let piece = await get(0)
  for (let n = 0; piece; n += 1) {
    const next = await get(n + 1)
    const both = Buffer.concat([piece, next ?? Buffer.alloc(0)])
    if (blankLines(both, people)) {
      await put(n, both.subarray(0, piece.length))
      if (next) await put(n + 1, both.subarray(piece.length))
    }
    piece = next && both.subarray(piece.length)
  }
}

/** True if any line was blanked. */
function blankLines(bytes: Buffer, people: readonly Person[]): boolean {
  const text = bytes.toString('latin1').toLowerCase()
  let isChanged = false
  for (const { email } of people) {
    const wanted = Buffer.from(email).toString('latin1').toLowerCase()
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
      const from = text.lastIndexOf('\n', at) + 1
      const end = text.indexOf('\n', at)
      bytes.fill(' ', from, end < 0 ? bytes.length : end)
      isChanged = true
    }
  }
  return isChanged
}
