import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { ImapServer } from '../../mail/incoming/imap-server.ts'
import { upTo } from '../chance.ts'
import type { Place } from '../place/place.ts'

interface Reading {
  place: Place
  server: ImapServer
  env: Record<string, string>
  kills: number
  chance: () => number
  step(): void
}

/** Lines per message: its FETCH, STORE and EXPUNGE. */
const linesOfMessage = 3
/** Milliseconds after a line; within these, the fetched message is being read and stored. */
const latest = 30

/** Reads the whole mailbox with a process that is killed at moments of the conversation; returns those moments. */
export async function readByImap({ place, server, env, kills, chance, step }: Reading): Promise<string[]> {
  const last = Math.max(0, ...server.messages.keys())
  const moments: string[] = []
  const share = Math.max(1, Math.floor((last * linesOfMessage) / (kills + 1)))
  while (!(await isRead(place, last))) {
    const child = fork(join(import.meta.dirname, 'mailbox-process.ts'), {
      cwd: place.newsroom.folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const ended = once(child, 'exit')
    let rest = moments.length < kills ? upTo(chance, 2 * share) : Infinity
    server.misbehave = (line) => {
      rest -= 1
      if (rest !== 0) return null
      const verb = /^(?:UID )?[A-Z]+/.exec(line)?.[0] ?? line
      const isLater = chance() < 0.5
      moments.push(isLater ? `after ${verb}` : verb)
      if (isLater) setTimeout(() => child.kill('SIGKILL'), chance() * latest)
      else child.kill('SIGKILL')
      // The command is executed in half of the cases, but its reply is late.
      return isLater || chance() < 0.5 ? null : 'hang'
    }
    const isRunning = (): boolean => child.exitCode === null && child.signalCode === null
    while (isRunning()) {
      await Promise.race([once(child, 'message'), ended])
      if (isRunning() && (await isRead(place, last))) child.kill('SIGKILL')
    }
    await ended
    step()
  }
  server.misbehave = () => null
  return moments
}

async function isRead({ store }: Place, last: number): Promise<boolean> {
  const kept = await store.newsroom.setting('bounce-mailbox')
  const { uid } = kept === null ? { uid: 0 } : (JSON.parse(kept) as { uid: number })
  return uid >= last
}
