import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Random } from '../../../core/ports.ts'

/** The hidden field of every form for a person who is signed in. */
export const formTokenField = 'form_token'
/** The same for requests of scripts. */
export const formTokenHeader = 'x-form-token'

const bytes = 16

const macOf = (session: string): Buffer =>
  createHmac('sha256', session).update('daywire form\0').digest().subarray(0, bytes)

const xor = (one: Buffer, other: Buffer): Buffer =>
  Buffer.from(one.map((byte, at) => byte ^ (other[at] ?? 0)))

/**
 * A token which proves that a form came from a page of ours, made from a session's token. It is masked randomly for each page, so that the
 * length of compressed responses does not reveal it (BREACH).
 */
export function formTokenOf(random: Random, session: string): string {
  const mask = random.bytes(bytes)
  return Buffer.concat([mask, xor(mask, macOf(session))]).toString('base64url')
}

export function isFormToken(session: string, sent: unknown): boolean {
  if (typeof sent !== 'string' || !/^[\w-]{43}$/.test(sent)) return false
  const read = Buffer.from(sent, 'base64url')
  return timingSafeEqual(xor(read.subarray(0, bytes), read.subarray(bytes)), macOf(session))
}
