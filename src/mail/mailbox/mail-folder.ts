import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock, Random } from '../../core/ports.ts'
import { readContent, readSummary, type MailContent, type MailSummary } from './mail-reading.ts'

/** The most e-mails kept with `recent`: the newest. */
const mostKept = 1000
const keptDays = 7

const headBytes = 32_768

export interface MailFolder {
  /** Resolves with the id of an e-mail once it is written durably. */
  add(mail: Buffer): Promise<string>
  /** Newest first, at most `most` (1,000). */
  list(most?: number): Promise<MailSummary[]>
  /** Null if there is no such e-mail. */
  read(id: string): Promise<MailContent | null>
}

/** An id is the time of arrival and a random number: it sorts by time, and cannot contain a path. */
const idForm = /^(\d{8}T\d{6})(\d{3})Z-[0-9a-f]{16}$/

function receivedAt(id: string): Temporal.Instant {
  const [, seconds, milliseconds] = idForm.exec(id) ?? []
  return Temporal.Instant.from(`${seconds}.${milliseconds}Z`)
}

function newId(clock: Clock, random: Random): string {
  const now = clock.now().toString({ fractionalSecondDigits: 3 })
  return `${now.replace(/[-:.]/g, '')}-${random.bytes(8).toString('hex')}`
}

async function idsIn(dir: string): Promise<string[]> {
  const names = await readdir(dir)
  return names
    .filter((name) => name.endsWith('.eml') && idForm.test(name.slice(0, -4)))
    .map((name) => name.slice(0, -4))
    .sort()
}

/** Writes a file atomically and durably. */
async function writeWhole(dir: string, id: string, mail: Buffer): Promise<void> {
  const temporary = join(dir, `.${id}.part`)
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(mail)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, join(dir, `${id}.eml`))
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    const read = buffer.subarray(0, bytesRead)
    const end = read.indexOf('\r\n\r\n')
    return end === -1 ? read : read.subarray(0, end + 4)
  } finally {
    await file.close()
  }
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

async function unlessMissing<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** Removes the oldest beyond the number kept and those too old; `ids` is sorted and shortened in place. */
async function prune(dir: string, ids: string[], clock: Clock): Promise<void> {
  const limit = clock.now().subtract({ hours: 24 * keptDays })
  const fresh = ids.findIndex((id) => Temporal.Instant.compare(receivedAt(id), limit) >= 0)
  const old = fresh === -1 ? ids.length : fresh
  const gone = ids.splice(0, Math.max(old, ids.length - mostKept))
  for (const id of gone) await rm(join(dir, `${id}.eml`), { force: true })
}

/** Removes unfinished files of killed processes; those of running ones are newer. */
async function removeLeftovers(dir: string, clock: Clock): Promise<void> {
  const limit = clock.now().subtract({ hours: 1 })
  for (const name of await readdir(dir)) {
    const id = /^\.(.*)\.part$/.exec(name)?.[1]
    if (id && idForm.test(id) && Temporal.Instant.compare(receivedAt(id), limit) < 0)
      await rm(join(dir, name), { force: true })
  }
}

/**
 * Opens the folder of the embedded mailbox, creating it if missing. Two processes may share one; each prunes it on opening and when it adds
 * e-mails.
 */
export async function openMailFolder(options: {
  dir: string
  clock: Clock
  random: Random
  keep: 'recent' | 'all'
}): Promise<MailFolder> {
  const { dir, clock, random, keep } = options
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await removeLeftovers(dir, clock)
  const known = await idsIn(dir)
  const summaries = new Map<string, MailSummary>()
  const pruneNow = async () => (keep === 'recent' ? prune(dir, known, clock) : undefined)
  const summaryOf = async (id: string) => {
    const before = summaries.get(id)
    if (before) return before
    const head = await unlessMissing(headOf(join(dir, `${id}.eml`)))
    return head && readSummary(id, receivedAt(id), head)
  }
  await pruneNow()
  return {
    async add(mail) {
      const id = newId(clock, random)
      await writeWhole(dir, id, mail)
      known.push(id)
      await pruneNow()
      return id
    },
    async list(most = mostKept) {
      const ids = (await idsIn(dir)).toReversed().slice(0, most)
      const all: MailSummary[] = []
      for (const id of ids) {
        const one = await summaryOf(id)
        if (one) all.push(one)
      }
      summaries.clear()
      for (const one of all) summaries.set(one.id, one)
      return all
    },
    async read(id) {
      if (!idForm.test(id)) return null
      const bytes = await unlessMissing(readFile(join(dir, `${id}.eml`)))
      return bytes && readContent(id, receivedAt(id), bytes)
    },
  }
}
