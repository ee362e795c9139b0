import { createHmac } from 'node:crypto'
import type { Context } from '../../context.ts'

type Deps = Pick<Context, 'store' | 'clock' | 'linkKeys' | 'events'>

const within = Temporal.Duration.from({ minutes: 15 })

/**
 * How many failed attempts there may be within 15 minutes: by account from one address, by account from all of them, and by
 * address. The second is far larger, so that nobody keeps an editor out by failing in their name.
 */
const most = { pair: 10, account: 60, address: 40 }

/** The keys under which an attempt counts, without the address of a person in them. */
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
 * Counts an attempt before it is looked at, so that many at once count as many. Gives the seconds to wait where there were too
 * many, and then counts nothing; else 0. `account` is whatever was typed, whether it has an account or not.
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

/** Forgets the failed attempts of who has shown that it was them: those by their account from this address. */
export async function forgetAttempts(deps: Deps, account: string, address: string): Promise<void> {
  const [pair] = keysOf(deps, account.toLowerCase(), address)
  if (pair) await deps.store.signIns.dropAttempts(pair.key)
}
