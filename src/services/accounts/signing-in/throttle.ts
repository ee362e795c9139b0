import { createHmac } from 'node:crypto'
import type { Context } from '../../context.ts'

type Deps = Pick<Context, 'store' | 'clock' | 'linkKeys' | 'events'>

const within = Temporal.Duration.from({ minutes: 15 })

/**
 * Limits of failed attempts within 15 minutes: per account and IP address, per account, and per IP address. The second is far larger, so
 * that nobody can lock out an editor by failing in their name.
 */
const most = { pair: 10, account: 60, address: 40 }

/** The keys under which an attempt is counted, without personal data. */
function keysOf({ linkKeys }: Deps, account: string, address: string): { key: string; most: number }[] {
  const secret = linkKeys.get(Math.min(...linkKeys.keys())) ?? Buffer.alloc(0)
  const hash = (text: string) =>
    createHmac('sha256', secret).update(`daywire attempt\0${text}`).digest('base64url').slice(0, 22)
  return [
    { key: `pair:${hash(`${account}\0${address}`)}`, most: most.pair },
    { key: `account:${hash(account)}`, most: most.account },
    { key: `address:${hash(address)}`, most: most.address },
  ]
}

/**
 * Counts an attempt before it is checked, so that concurrent ones are all counted. Returns the seconds to wait if there were too many, and
 * then counts nothing; otherwise 0. `account` is whatever was typed, whether it exists or not.
 */
export async function countAttempt(deps: Deps, account: string, address: string): Promise<number> {
  const now = deps.clock.now()
  const keys = keysOf(deps, account.toLowerCase(), address)
  const seconds = await deps.store.transaction(async (tx) => {
    await tx.lock('accounts')
    const since = now.subtract(within)
    let wait = 0
    for (const { key, most } of keys) {
      const { count, oldest } = await tx.signIns.attempts(key, since)
      if (count >= most && oldest !== null)
        wait = Math.max(wait, Math.ceil((oldest - since.epochMilliseconds) / 1000))
    }
    if (wait === 0)
      await tx.signIns.addAttempts(
        keys.map(({ key }) => key),
        now,
      )
    return wait
  })
  if (seconds > 0)
    deps.events.emit({
      name: 'sign-in.throttled',
      message: `too many failed attempts to sign in; the last came from ${address}`,
      data: { seconds },
    })
  return seconds
}

/** Forgets the failed attempts of somebody who has proven who they are: those for their account from this IP address. */
export async function forgetAttempts(deps: Deps, account: string, address: string): Promise<void> {
  const [pair] = keysOf(deps, account.toLowerCase(), address)
  if (pair) await deps.store.signIns.dropAttempts(pair.key)
}
