import { createHash } from 'node:crypto'

/** A reply with what it means; null where its labels leave that open. */
export interface Judged {
  group: 'smtp-replies' | 'bounces'
  half: 'tune' | 'end'
  source: string
  code: number
  reply: string
  isAddress: boolean | null
  isSlower: boolean | null
}

/** Those of a collection, and what it holds beside them, said to people. */
export interface Collection {
  replies: Judged[]
  left: string
}

export const hashed = (text: string): Buffer => createHash('sha256').update(text).digest()

/** By chance that stays the same. */
export const halfOf = (text: string): Judged['half'] => ((hashed(text)[0] ?? 0) % 2 === 1 ? 'tune' : 'end')
