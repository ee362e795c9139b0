import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as soon } from 'node:timers/promises'
import { postgres } from '../test/torture/place/backends.ts'
import { openPlace, type Place } from '../test/torture/place/place.ts'

/**
 * Measures the anonymous memory (private to a process, as reported by Linux) of idle roles, started as with `npm run daywire` on the server
 * of `DAYWIRE_TEST_POSTGRES_URL`. Exits with 1 if one exceeds its limit.
 *
 *   node bench/idle-memory.ts
 */
const bars = { web: 90, worker: 130 }
const starts = 3
const main = join(import.meta.dirname, '../src/main.ts')

/** Megabytes, some seconds after it is ready. */
async function anonymousOf(place: Place, role: string): Promise<number> {
  const child = spawn(process.execPath, ['--max-semi-space-size=8', main, 'serve', '--role', role], {
    cwd: place.newsroom.folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      DAYWIRE_DATABASE_URL: place.databaseUrl,
      DAYWIRE_SMTP_URL: place.server.url,
      DAYWIRE_PORT: '0',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(child, 'close')
  const ready = Promise.withResolvers<void>()
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    if (said.includes('doctor')) ready.resolve()
  })
  await Promise.race([ready.promise, ended.then(() => Promise.reject(new Error(said)))])
  await soon(5_000)
  const memory = await readFile(`/proc/${child.pid}/smaps_rollup`, 'utf8')
  child.kill('SIGTERM')
  await ended
  return Math.round(Number(/^Anonymous:\s+(\d+) kB/m.exec(memory)?.[1]) / 1024)
}

const place = await openPlace(postgres(process.env['DAYWIRE_TEST_POSTGRES_URL'] ?? ''), 1)
try {
  for (const [role, bar] of Object.entries(bars)) {
    // The first start compiles code that the others find in the cache.
    await anonymousOf(place, role)
    const found: number[] = []
    while (found.length < starts) found.push(await anonymousOf(place, role))
    const middle = found.toSorted((a, b) => a - b)[Math.floor(starts / 2)] ?? 0
    console.log(`${role}: ${found.join(', ')} MB, at most ${bar} allowed`)
    if (middle > bar) process.exitCode = 1
  }
} finally {
  await place.drop()
}
