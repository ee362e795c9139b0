import { createHash } from 'node:crypto'
import { dkimName } from '../../core/smtp/dkim-record.ts'
import { AppError } from '../../core/errors.ts'
import { said } from '../../core/said/said.ts'
import type { DkimKey, DkimKeys } from '../../mail/dkim/dkim-keys.ts'
import type { Repositories } from '../../store/store.ts'

/** Where the table of settings has the key that signs, for all hosts on the database. */
const setting = 'dkim-signing'

type Settings = Pick<Repositories, 'newsroom'>

interface KnownKey {
  /** As in DNS. */
  name: string
  fingerprint: string
}

/** The database knows from now on that e-mails are signed with this key; null: with none. */
export async function rememberDkimKey({ newsroom }: Settings, key: DkimKey | null): Promise<void> {
  await newsroom.putSetting(setting, JSON.stringify(key && known(key)))
}

/**
 * Throws `bad-config` where this host would sign with another key than the database knows, or with none: some readers' e-mails would be
 * signed, and others not. What was signed with before anything was known is known afterwards.
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
