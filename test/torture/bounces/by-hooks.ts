import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { mailgunKey, postmarkLogin, sendgridKeys, topicArn } from '../../mail/hooks/support.ts'
import { upTo } from '../chance.ts'
import type { Place } from '../place/place.ts'
import type { TortureEvent } from './report.ts'

/** Concurrent requests of services. */
const atOnce = 8
/** Milliseconds; within these, an event is being stored. */
const latest = 30

const settings = {
  DAYWIRE_HOOK_SES_TOPIC: topicArn,
  DAYWIRE_HOOK_SENDGRID_KEY: sendgridKeys.publicKey
    .export({ type: 'spki', format: 'der' })
    .toString('base64'),
  DAYWIRE_HOOK_MAILGUN_KEY: mailgunKey,
  DAYWIRE_HOOK_POSTMARK_LOGIN: postmarkLogin,
}

interface Posting {
  place: Place
  env: Record<string, string>
  kills: number
  chance: () => number
  step(): void
}

/**
 * Posts every event until it is acknowledged, as services do, to a process that is killed while it answers. One in ten is posted twice.
 * Returns how often the process was killed.
 */
export async function postEach(
  { place, env, kills, chance, step }: Posting,
  events: readonly TortureEvent[],
): Promise<number> {
  const waiting = [...events, ...events.filter((_, at) => at % 10 === 0)]
  const share = Math.max(1, Math.floor(waiting.length / (kills + 1)))
  let killed = 0
  while (waiting.length > 0) {
    const child = fork(join(import.meta.dirname, 'hook-process.ts'), {
      cwd: place.newsroom.folder,
      env: { ...process.env, ...env, ...settings },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const ended = once(child, 'exit')
    const port = await Promise.race([once(child, 'message').then(([given]) => given as number), ended])
    if (typeof port !== 'number') throw new Error('what answers the hooks did not start')
    const mostTaken = killed < kills ? upTo(chance, 2 * share) : Infinity
    await postUntil({ child, port, mostTaken, delay: chance() * latest }, waiting)
    if (waiting.length > 0) killed += 1
    child.kill('SIGKILL')
    await ended
    step()
  }
  return killed
}

/** Posts the waiting events until all, or a given number, are acknowledged; then kills the process during the next one. */
async function postUntil(
  { child, port, mostTaken, delay }: { child: ChildProcess; port: number; mostTaken: number; delay: number },
  waiting: TortureEvent[],
): Promise<void> {
  let taken = 0
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null
  const work = async (): Promise<void> => {
    for (let event = waiting.shift(); event; event = isRunning() ? waiting.shift() : undefined) {
      if (!(await isTaken(port, event))) {
        waiting.push(event)
        return
      }
      taken += 1
      if (taken === mostTaken) setTimeout(() => child.kill('SIGKILL'), delay)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}

/** False if the process was killed before it answered. Throws if it refused. */
async function isTaken(port: number, { mark, post }: TortureEvent): Promise<boolean> {
  const { service, body, headers } = post(Temporal.Now.instant())
  const url = `http://127.0.0.1:${port}/hooks/${service}`
  const answer = await fetch(url, { method: 'POST', body, headers }).catch(() => null)
  if (answer === null) return false
  const said = await answer.text().catch(() => null)
  if (said !== null && answer.status !== 200) throw new Error(`${mark}: ${answer.status} ${said}`)
  return said !== null
}
