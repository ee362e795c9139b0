import pg from 'pg'
import { expect, test } from 'vitest'
import { dialects } from './dialects.ts'

const server = process.env['DAYWIRE_TEST_POSTGRES_URL']
const [, real] = dialects

test.skipIf(!server)(
  'a connection that the server ends in a transaction fails that one, and no more',
  async () => {
    const home = await real?.open()
    if (!home) throw new Error('there is no server')
    const place = await home.store.fingerprint()
    const admin = new pg.Client({ connectionString: server })
    await admin.connect()
    const broken = home.store.transaction(async (tx) => {
      await tx.newsroom.claimSetting('a', '1')
      await admin.query(
        `select pg_terminate_backend(pid, 5000) from pg_stat_activity
       where datid = $1 and state = 'idle in transaction'`,
        [place.split(':')[2]],
      )
      await tx.newsroom.claimSetting('b', '1')
    })
    await expect(broken).rejects.toThrow()
    expect(await home.store.newsroom.setting('a')).toBeNull()
    await admin.end()
    await home.drop()
  },
)
