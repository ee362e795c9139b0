import { monitorEventLoopDelay } from 'node:perf_hooks'
import { join } from 'node:path'
import { buildWeb } from '../../src/web/build.ts'
import { signedIn, type TestAccount } from '../../test/web/signed-in.ts'
import { addBareRoute, writePool, type DeskDayFixture } from './desk-fixture.ts'
import { at, ms, timed } from './timings.ts'

const templatesDir = join(import.meta.dirname, '../../templates')

/**
 * Measures the page of a day over HTTP, and how soon it shows a change: of an edition, and before the freeze, when the page shows what the
 * rules would choose. By turns with a bare route that commits one row; with the longest time that other requests waited.
 */
export async function measurePages(day: DeskDayFixture, name: string, turns: number): Promise<void> {
  const { context, room } = day
  const web = await buildWeb({ context, mailbox: null, trustedProxies: [], templatesDir })
  addBareRoute(web, context)
  const url = await web.listen({ host: '127.0.0.1', port: 0 })
  let account: TestAccount
  const show = async (path: string): Promise<string> => {
    const answer = await fetch(`${url}/desk/${path}`, { headers: account.headers })
    const body = await answer.text()
    if (answer.status !== 200) throw new Error(body)
    return body
  }
  const change = async (path: string, asked: string, page: string): Promise<void> => {
    const field = (of: string) => new RegExp(`name="${of}" value="(\\d+)"`).exec(page)?.[1] ?? ''
    const answer = await fetch(`${url}/desk/${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: account.formHeaders,
      body: account.form({ do: asked, seen: field('seen'), edition: field('edition') }),
    })
    if (answer.status !== 303) throw new Error(await answer.text())
  }
  async function measure(path: string, what: string): Promise<void> {
    account = await signedIn(context, 'chief-editor')
    const first = await timed(() => show(path))
    const pages: number[] = []
    const changes: number[] = []
    const rows: number[] = []
    const delay = monitorEventLoopDelay({ resolution: 1 })
    for (let turn = 0; turn < turns + 10; turn++) {
      let page = ''
      const took = await timed(async () => (page = await show(path)))
      const stories = [...page.matchAll(/value="lead (\d+)"/g)].map(([, id]) => id)
      const [story] = stories.slice(turn % stories.length)
      const until = await timed(async () => {
        await change(path, `lead ${story}`, page)
        page = await show(path)
      })
      const row = await timed(() => fetch(`${url}/row`, { method: 'POST' }))
      // The first requests of a process are slow.
      if (turn < 10) continue
      delay.enable()
      pages.push(took)
      changes.push(until)
      rows.push(row)
    }
    const one = at(rows, 0.95)
    const times = (all: readonly number[]) =>
      `p95 ${ms(at(all, 0.95))}, median ${ms(at(all, 0.5))} (×${(at(all, 0.95) / one).toFixed(1)})`
    console.log(
      `${name}, ${what}: page ${times(pages)}; a change until it shows ${times(changes)}; one row p95 ${ms(one)}; the first page ${ms(first)}; others waited p99 ${ms(delay.percentile(99) / 1e6)}, at most ${ms(delay.max / 1e6)}`,
    )
  }
  await measure('today/daily/2026-11-10', 'Today, with an edition')
  room.clock.set('2026-11-11T05:00Z')
  const stories = (await context.store.contents.outcomes(day.edition.id)).length
  await writePool(room, stories, { first: stories, at: '2026-11-11T04:00Z' })
  await measure('today/daily/2026-11-11', 'Today, before the freeze')
  await web.close()
}
