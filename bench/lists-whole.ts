import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openBrowser } from './lists-whole/browser.ts'
import {
  areTheBroken,
  compared,
  email,
  generatedList,
  hosts,
  isBroken,
  writeList,
} from './lists-whole/list.ts'
import { searched, shownImport, until, uploadAndCheck, type ShownImport } from './lists-whole/pages.ts'
import { openService } from './lists-whole/service.ts'
import { acceptLink, signInAgain } from './lists-whole/sign-in.ts'
import { barePostgres } from './readers/database.ts'
import { timed } from './kit/timings.ts'

/**
 * Imports a long list with broken rows as an admin does: signed in, by the forms of the pages over HTTP. It is checked, imported and
 * undone, imported again while the service is killed halfway, searched, exported after a fresh sign-in, and compared row by row. Exits with
 * 1 if a row is missing, duplicated or differs from the list, or if the rejected rows are not the broken ones.
 *
 *   node bench/lists-whole.ts [ROWS] [--server postgres://user@host/]
 *   (1,000,000 rows into SQLite by default; three of each thousand are broken)
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { server: { type: 'string' } },
})
const list = generatedList(Number(positionals[0] ?? 1_000_000))
const whole = list.rows - list.broken.length

function check(what: string, isSo: boolean): void {
  console.log(`  ${isSo ? 'yes' : 'NO '}: ${what}`)
  if (!isSo) process.exitCode = 1
}

async function step(name: string, work: () => Promise<void>): Promise<void> {
  console.log(`${name}: ${((await timed(work)) / 1000).toFixed(1)} s`)
}

const folder = await mkdtemp(join(tmpdir(), 'daywire-whole-'))
const file = join(folder, 'list.csv')
const database = values.server ? await barePostgres(values.server) : null
const service = await openService(folder, database?.url)
try {
  const link = await service.run('accounts', 'add', 'admin@example.org', '--role', 'admin')
  await writeList(list, file)
  await service.start()
  const browser = openBrowser(service.origin)
  const owner = await acceptLink(browser, link, 'admin@example.org')
  console.log(`${list.rows} rows, ${list.broken.length} of them broken`)

  let address = ''
  await step('uploaded and checked', async () => {
    address = await uploadAndCheck(browser, file)
    await until(browser, address, ({ state }) => state === 'checked')
  })
  const foreseen = shownImport(browser).counts
  check(
    'the check counts all rows',
    foreseen['added'] === whole && foreseen['rejected'] === list.broken.length,
  )
  await step('imported', async () => {
    await browser.send('/start')
    await until(browser, address, ({ state }) => state === 'done')
  })
  check('all others are new', shownImport(browser).counts['added'] === whole)
  const rejects = join(folder, 'rejects.csv')
  await browser.download({ link: `${address}/rejects.csv` }, rejects)
  check('the rejected rows are the broken ones, with line and column', await areTheBroken(list, rejects))
  await step('undone', async () => {
    await browser.open(address)
    await browser.send('/undo')
    await until(browser, address, ({ state }) => state === 'undone')
  })
  check('nobody is left', (await searched(browser, {})).emails.length === 0)

  await step('imported again, with a kill -9 in the middle', async () => {
    address = await uploadAndCheck(browser, file)
    await until(browser, address, ({ state }) => state === 'checked')
    await browser.send('/start')
    const isFar = ({ state, share }: ShownImport) => state === 'done' || (state === 'merging' && share >= 30)
    const killed = await until(browser, address, isFar)
    await service.stop('SIGKILL')
    check(`killed in the middle, at ${killed.share} %`, killed.state === 'merging')
    await service.start()
    await until(browser, address, ({ state }) => state === 'done')
  })
  check('all others are new', shownImport(browser).counts['added'] === whole)

  await step('searched', async () => {
    const all = Array.from({ length: list.rows }, (_, k) => k).filter((k) => !isBroken(k))
    const n = String(Math.floor(list.rows / 81))
    const same = (found: string[], isMeant: (k: number) => boolean) =>
      found.toSorted().join() === all.filter(isMeant).map(email).toSorted().join()
    const address = await searched(browser, { q: `READER${n}` })
    check(
      `by address: ${address.emails.length}`,
      same(address.emails, (k) => String(k).startsWith(n)),
    )
    const domain = await searched(browser, { q: '@mail77.' })
    check(
      `by domain: ${domain.emails.length}`,
      same(domain.emails, (k) => k % hosts === 77),
    )
    const name = await searched(browser, { q: `reader ${n}` })
    check(
      `by name: ${name.emails.length}`,
      same(name.emails, (k) => String(k).startsWith(n)),
    )
    const part = await searched(browser, { q: `${n}@mail`, in: 'any' })
    check(
      `by a part: ${part.emails.length}`,
      same(part.emails, (k) => String(k).endsWith(n)),
    )
    const none = await searched(browser, { q: 'nobody' })
    check('nobody is found by the address of a broken row', none.emails.length === 0)
  })

  const out = join(folder, 'out.csv')
  await step('exported', async () => {
    await signInAgain(browser, owner)
    await browser.open('/desk/readers/export')
    await browser.download({ action: '/export' }, out)
  })
  const { same, others } = await compared(list, out)
  for (const row of others.slice(0, 3)) console.log(`  another: ${JSON.stringify(row)}`)
  check('each reader is there once, as in the list', same === whole && others.length === 0)
} finally {
  await service.stop('SIGTERM')
  await database?.close()
  await rm(folder, { recursive: true, force: true })
}
