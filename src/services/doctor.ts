import { reasonOf } from '../core/errors.ts'
import type { Digest, Newsroom } from '../core/newsroom.ts'
import { findNewsroom } from './find-digest.ts'
import type { House } from './house.ts'
import { placeholdersIn } from './placeholders.ts'
import { pauseInWords, sendingPause } from './sending-pause.ts'

/** One thing looked at. `missing` keeps mails from real readers; a `note` is for a person to know. */
export interface Finding {
  about: string
  state: 'fine' | 'note' | 'missing'
  message: string
  /** What to do about it; null where all is fine. */
  fix: string | null
}

/** What the configuration says of the way out. */
export interface WayOut {
  isPublicUrlSet: boolean
  /** Null: the embedded mailbox. */
  smtp: { host: string; isHere: boolean; hasLogin: boolean } | null
  /** Mails may leave without TLS. */
  isPlainAllowed: boolean
}

type Room = Pick<House, 'store' | 'settings' | 'mail' | 'clock'>

const fine = (about: string, message: string): Finding => ({ about, state: 'fine', message, fix: null })
const note = (about: string, message: string, fix: string): Finding => ({
  about,
  state: 'note',
  message,
  fix,
})
const missing = (about: string, message: string, fix: string): Finding => ({
  about,
  state: 'missing',
  message,
  fix,
})

/** What a newsroom still lacks before it can mail real readers, with the fix; connects to the SMTP server, sends nothing. */
export async function doctor(house: Room, wayOut: WayOut): Promise<Finding[]> {
  const newsroom = await findNewsroom(house)
  const digests = await house.store.digests.list()
  return [
    ...(newsroom ? aboutNewsroom(newsroom) : [missing('newsroom', 'none is set up', 'daywire init')]),
    ...(await aboutContents(house, digests)),
    ...(await aboutReaders(house, digests)),
    aboutPublicUrl(house.settings.publicUrl, wayOut),
    ...(await aboutSmtp(house, wayOut)),
    await aboutSending(house),
    await aboutUnknown(house),
  ]
}

function aboutNewsroom(newsroom: Newsroom): Finding[] {
  const placeholders = placeholdersIn(newsroom)
  const change = 'put your own into newsroom.json, then: daywire newsroom import'
  return [
    fine('newsroom', newsroom.name),
    ...placeholders.map((path) => missing(path, 'still holds the value of the seed', change)),
    ...(placeholders.includes('sender.email') ? [] : [fine('sender.email', newsroom.sender.email)]),
    ...(placeholders.includes('address') ? [] : [fine('address', 'the postal address is there')]),
  ]
}

async function aboutContents({ store }: Room, digests: Digest[]): Promise<Finding[]> {
  const topics = await store.newsroom.topics()
  const sources = (await store.sources.list()).filter((s) => s.status !== 'off')
  const failing = sources.filter((s) => s.status === 'failing' || s.status === 'retired')
  const add = 'daywire sources add NAME ADDRESS'
  return [
    topics.length > 0
      ? fine('topics', `${topics.length}`)
      : missing('topics', 'there are none', 'daywire newsroom import'),
    digests.length > 0
      ? fine('digests', digests.map((digest) => digest.key).join(', '))
      : missing('digests', 'there are none', 'daywire newsroom import'),
    sources.length > 0 ? fine('sources', `${sources.length}`) : missing('sources', 'there are none', add),
    ...failing.map((source) =>
      note(
        `source ${source.name}`,
        `is ${source.status}: ${source.lastError ?? 'it says it is gone'}`,
        `daywire sources check ${source.location}`,
      ),
    ),
  ]
}

async function aboutReaders({ store }: Room, digests: Digest[]): Promise<Finding[]> {
  return Promise.all(
    digests.map(async ({ id, key }) => {
      const filter = { digestId: id, afterId: 0, count: 1, status: 'active' as const, query: null }
      const hasReaders = (await store.subscribers.page(filter)).length > 0
      const about = `subscribers of ${key}`
      return hasReaders
        ? fine(about, 'there are some')
        : note(about, 'there are none', 'daywire subscribers add EMAIL, or daywire subscribers import FILE')
    }),
  )
}

function aboutPublicUrl(publicUrl: string, { isPublicUrlSet }: WayOut): Finding {
  const { hostname, protocol } = new URL(publicUrl)
  const isHere = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
  const fix = 'set DAYWIRE_PUBLIC_URL to the address under which readers reach this machine'
  if (isHere)
    return missing(
      'public URL',
      `${publicUrl} leads to this machine alone${isPublicUrlSet ? '' : ' (none is set)'}`,
      fix,
    )
  // RFC 8058 §3.1: one-click unsubscribing needs https.
  return protocol === 'https:'
    ? fine('public URL', publicUrl)
    : missing('public URL', `${publicUrl} is not https, so one-click unsubscribing does not work`, fix)
}

async function aboutSmtp(house: Room, { smtp, isPlainAllowed }: WayOut): Promise<Finding[]> {
  if (!smtp)
    return [
      missing(
        'SMTP server',
        'none is set: mails go to the embedded mailbox',
        'set DAYWIRE_SMTP_URL to smtp://user:password@host:587',
      ),
    ]
  const tls = 'take DAYWIRE_SMTP_PLAIN away, and use a server that offers STARTTLS'
  return [
    await aboutConnection(house),
    ...(smtp.hasLogin || smtp.isHere
      ? []
      : [
          note(
            'SMTP login',
            `${smtp.host} is used without one`,
            'write user:password@ before the host in DAYWIRE_SMTP_URL',
          ),
        ]),
    ...(isPlainAllowed && !smtp.isHere
      ? [missing('TLS', `mails may leave for ${smtp.host} unencrypted`, tls)]
      : []),
  ]
}

async function aboutConnection({ mail }: Room): Promise<Finding> {
  try {
    const transport = await mail.transport()
    try {
      await (await transport.open()).quit()
    } finally {
      await transport.close()
    }
    return fine('SMTP server', `${transport.describes} answers`)
  } catch (error) {
    return missing('SMTP server', reasonOf(error), 'mend DAYWIRE_SMTP_URL, or the server')
  }
}

async function aboutSending(house: Room): Promise<Finding> {
  const pause = await sendingPause(house)
  return pause === null
    ? fine('sending', 'is not paused')
    : missing(
        'sending',
        `is paused: ${pauseInWords(pause)}`,
        'daywire resume, once nothing speaks against it',
      )
}

async function aboutUnknown({ store }: Room): Promise<Finding> {
  const unknown = await store.deliveries.list({ editionId: null, status: 'unknown', count: 1000 })
  return unknown.length === 0
    ? fine('unknown deliveries', 'none')
    : note(
        'unknown deliveries',
        `${unknown.length} may or may not have arrived`,
        'daywire deliveries unknown, then daywire deliveries resolve',
      )
}
