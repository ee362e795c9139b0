import { expect, onTestFinished, test } from 'vitest'
import { said } from '../../../src/core/said/said.ts'
import { english } from '../../../src/core/said/sentence.ts'
import { nameInReasons } from '../../../src/services/accounts/name-in-reasons.ts'
import { dialects } from '../../store/dialects.ts'

test('reasons name the person who acted, also in nested messages', async () => {
  const home = await dialects[0]!.open()
  onTestFinished(() => home.drop())
  const at = Temporal.Instant.from('2026-11-16T06:30Z')
  const grants = [{ role: 'editor', digest: 'all' }] as const
  const id = await home.store.accounts.add({ email: 'ada@example.org', name: 'Ada Lind', grants }, at)
  const held = said('held-by', { who: `account:${id}` })
  const paused = said('paused-by', { reason: 'a wrong lead', by: 'cli', at: 'noon' })
  const stopped = said('edition-is-stopped', { stop: paused })
  const typed = 'asked by account:1'
  const named = await nameInReasons(home, [held, stopped, typed])
  expect([held, stopped, typed].map((reason) => english(named(reason)))).toEqual([
    'held by Ada Lind',
    'the edition is stopped: a wrong lead (by the command line since noon)',
    typed,
  ])
})
