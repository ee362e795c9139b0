import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { halfOf, hashed, type Collection, type Judged } from './judged.ts'

interface Listed {
  reply: number
  providers: { id: string; responses: { response: string }[] }[]
  spamFilters: Listed['providers']
}

/** Hashes of replies, by their meaning. `open`: a careful reader cannot say whether the address is at fault. */
interface Labels {
  address: string[]
  open: string[]
  other: string[]
  /** Of all these, the replies that ask for a slower pace. */
  slower: string[]
}

/** Only the words: replies that differ in a number or an address are in the same half. */
const wordsOf = (reply: string): string =>
  reply
    .replace(/\S+@\S+/g, '')
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()

const keyOf = (code: number, reply: string): string => hashed(`${code} ${reply}`).toString('hex').slice(0, 10)

function blamed({ address, open, other }: Labels, key: string): boolean | null | undefined {
  if (address.includes(key)) return true
  if (open.includes(key)) return null
  return other.includes(key) ? false : undefined
}

/** Replies as stored in `folder`, one file per code; `labels` as JSON. */
export function listedReplies(folder: string, text: string): Collection {
  const labels = JSON.parse(text) as Labels
  const replies: Judged[] = []
  const bare: string[] = []
  for (const name of readdirSync(folder)) {
    const {
      reply: code,
      providers,
      spamFilters,
    } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Listed
    for (const { id, responses } of [...providers, ...spamFilters])
      for (const { response } of responses) {
        const key = keyOf(code, response)
        const isAddress = blamed(labels, key)
        if (isAddress === undefined) bare.push(key)
        else
          replies.push({
            group: 'smtp-replies',
            half: halfOf(wordsOf(response)),
            source: `${key} ${id}`,
            code,
            reply: response.replace(/^smtp; ?/, ''),
            isAddress,
            isSlower: labels.slower.includes(key),
          })
      }
  }
  return { replies, left: bare.length > 0 ? `not judged, as they have no label: ${bare.join(' ')}` : '' }
}
