import { argon2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { AppError } from '../../../core/errors.ts'
import { said } from '../../../core/said/said.ts'
import type { Random } from '../../../core/ports.ts'

const derive = promisify(argon2)

interface Cost {
  /** KiB. */
  memory: number
  passes: number
  parallelism: number
}

/** Argon2id with the parameters of the OWASP Password Storage Cheat Sheet; RFC 9106 defines them. */
const cost: Cost = { memory: 19_456, passes: 2, parallelism: 1 }
const tagLength = 32
const saltBytes = 16

/** Hashes computed at a time, each with 19 MiB, and the most that may wait. */
const most = 2
const mostWaiting = 50
let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= most) {
    if (waiting.length >= mostWaiting) throw new AppError('busy', said('sign-in-busy'))
    await new Promise<void>((go) => waiting.push(go))
  } else running += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}

async function tagOf(password: string, salt: Buffer, { memory, passes, parallelism }: Cost): Promise<Buffer> {
  // However it was typed: an accented letter may be one character or two.
  const message = Buffer.from(password.normalize('NFKC'), 'utf8')
  return inTurn(() => derive('argon2id', { message, nonce: salt, memory, passes, parallelism, tagLength }))
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')

/** The stored form of a password, in PHC string format. */
export async function hashPassword(random: Random, password: string): Promise<string> {
  const salt = random.bytes(saltBytes)
  const tag = await tagOf(password, salt, cost)
  const { memory, passes, parallelism } = cost
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`
}

const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/
const dummyHash = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${unpadded(Buffer.alloc(saltBytes))}$${unpadded(Buffer.alloc(tagLength))}`

/**
 * Whether a password matches a hash. Without a hash it does the same work and returns false, so that timing does not reveal who has an
 * account.
 */
export async function isPassword(hash: string | null, password: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', tag = ''] = form.exec(hash ?? dummyHash) ?? []
  const read = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  const made = await tagOf(password, Buffer.from(salt, 'base64'), read)
  const kept = Buffer.from(tag, 'base64')
  return kept.length === made.length && timingSafeEqual(kept, made) && hash !== null
}
