import { createHash } from 'node:crypto'

/** A reply with its meaning; null where its labels leave that open. */
export interface Judged {
  group: 'smtp-replies' | 'bounces'
  half: 'tune' | 'end'
  source: string
  code: number
  reply: string
  isAddress: boolean | null
  isSlower: boolean | null
}

/** Those of a collection, and a description of the rest. */
export interface Collection {
  replies: Judged[]
  left: string
}

export const hashed = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Random, but always the same. */
export const halfOf = (text: string): Judged['half'] => ((hashed(text)[0] ?? 0) % 2 === 1 ? 'tune' : 'end')
