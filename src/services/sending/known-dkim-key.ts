import { createHash } from 'node:crypto'
import { dkimName } from '../../core/smtp/dkim-record.ts'
import { AppError } from '../../core/errors.ts'
import { said } from '../../core/said/said.ts'
import type { DkimKey, DkimKeys } from '../../mail/dkim/dkim-keys.ts'
import type { Repositories } from '../../store/store.ts'

/** The setting in the database that names the signing key for all hosts. */
const setting = 'dkim-signing'

type Settings = Pick<Repositories, 'newsroom'>

interface KnownKey {
  /** The name of its DNS record. */
  name: string
  fingerprint: string
}

/** Records the key that e-mails are signed with; null: none. */
export async function rememberDkimKey({ newsroom }: Settings, key: DkimKey | null): Promise<void> {
  await newsroom.putSetting(setting, JSON.stringify(key && known(key)))
}

/**
 * Throws `bad-config` if this host would sign with another key than the database has recorded, or with none: then only some readers'
 * e-mails would be signed. If nothing is recorded yet, records the current key.
 */
export async function requireKnownDkimKey({ newsroom }: Settings, keys: DkimKeys): Promise<void> {
  const written = await newsroom.setting(setting)
  const wanted = JSON.parse(written ?? 'null') as KnownKey | null
  const own = (await keys.list()).find(({ signs }) => signs) ?? null
  if (!wanted) {
    if (!own) return
    if (written !== null) throw new AppError('bad-config', said('dkim-ended', { own: dkimName(own) }))
    return rememberDkimKey({ newsroom }, own)
  }
  const here = own && known(own)
  if (here?.name === wanted.name && here.fingerprint === wanted.fingerprint) return
  const params = { key: wanted.name, fingerprint: wanted.fingerprint }
  throw new AppError(
    'bad-config',
    here
      ? said('dkim-other', { ...params, own: here.name, here: here.fingerprint })
      : said('dkim-missing', params),
  )
}

const known = (key: DkimKey): KnownKey => ({
  name: dkimName(key),
  fingerprint: createHash('sha256').update(key.publicKey).digest('hex').slice(0, 16),
})
