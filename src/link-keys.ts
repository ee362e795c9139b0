import { AppError } from './core/errors.ts'
import { commandActor } from './core/entities/actor.ts'
import type { Clock, Random } from './core/ports.ts'
import { said } from './core/said/said.ts'
import type { LinkKeys } from './core/token.ts'
import { keyFingerprint, openLinkKeys, placeName, readLinkKeys, type SecretPlace } from './store/link-keys.ts'
import type { Repositories, Store } from './store/store.ts'

/** Where the table of settings has the fingerprint of each key that has signed links, by its number. */
const setting = 'secret-fingerprints'

/** What the command `link-keys` shows and does, over a database that it opens by itself. */
export function secretOf(open: () => { store: Store; place: SecretPlace; random: Random; clock: Clock }) {
  return {
    async show() {
      const { store, place } = open()
      try {
        return { here: fingerprintsOf(readLinkKeys(place)), known: await knownFingerprints(store) }
      } finally {
        await store.close()
      }
    },
    async adopt() {
      const { store, place, random, clock } = open()
      try {
        const own = fingerprintsOf(openLinkKeys(place, random))
        await store.transaction(async (tx) => {
          await remember(tx, own)
          const row = { action: 'adopt', subject: 'secret', detail: own }
          await tx.audit.append({ at: clock.now(), actor: commandActor, ...row })
        })
        return own
      } finally {
        await store.close()
      }
    },
  }
}

type Settings = Pick<Repositories, 'newsroom' | 'rows'>

/**
 * The keys that sign links. Throws `bad-config` where the database knows others and somebody would lose by it: links in mails that
 * were sent would die, and those of another host would be refused.
 */
export async function openKnownKeys(store: Settings, place: SecretPlace, random: Random): Promise<LinkKeys> {
  const known = await knownFingerprints(store)
  const isBound = Object.keys(known).length > 0 && (await hasPeople(store))
  if (isBound && readLinkKeys(place) === null)
    throw new AppError('bad-config', said('secret-missing', { file: placeName(place) }))
  const keys = openLinkKeys(place, random)
  const own = fingerprintsOf(keys)
  const other = Object.entries(known).find(([number, fingerprint]) => own[number] !== fingerprint)
  if (other && isBound) {
    const [number, fingerprint] = other
    const here = own[number] ?? '–'
    throw new AppError(
      'bad-config',
      said('secret-other', { file: placeName(place), number, known: fingerprint, here }),
    )
  }
  // Opening what is known already writes nothing, so that it works on a full disk.
  if (JSON.stringify(own) !== JSON.stringify(known)) await remember(store, own)
  return keys
}

/** By the number of the key. */
type Fingerprints = Record<string, string>

async function knownFingerprints({ newsroom }: Settings): Promise<Fingerprints> {
  return JSON.parse((await newsroom.setting(setting)) ?? '{}') as Fingerprints
}

function fingerprintsOf(keys: LinkKeys | null): Fingerprints {
  return Object.fromEntries([...(keys ?? [])].map(([number, key]) => [number, keyFingerprint(key)]))
}

async function remember({ newsroom }: Settings, own: Fingerprints): Promise<void> {
  await newsroom.putSetting(setting, JSON.stringify(own))
}

/** Readers have links; accounts have secrets of authenticator apps that were sealed with the keys. */
async function hasPeople({ rows }: Settings): Promise<boolean> {
  for (const table of await rows.tables())
    if (table.name === 'subscribers' || table.name === 'accounts')
      if ((await rows.after(table, null, 1)).length > 0) return true
  return false
}
