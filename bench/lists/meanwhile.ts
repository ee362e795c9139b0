import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as timer } from 'node:timers/promises'
import { exitCode } from '../../src/cli/kit/exit-codes.ts'
import { newsroomFile } from '../../test/platform.ts'
import { openSink, type Sink } from '../../test/torture/server/smtp-sink.ts'
import { at, ms, timed } from '../kit/timings.ts'
import { writeCsv } from './files.ts'
import { command, measured, small, withService, type Place } from './processes.ts'

const upload = join(import.meta.dirname, 'upload.ts')

/** The times of a page, requested again and again until something is over. */
async function pageTimes(url: string, until: { isOver: boolean }, least: number): Promise<number[]> {
  const times: number[] = []
  while (!until.isOver || times.length < least)
    times.push(
      await timed(async () => {
        const answer = await fetch(url)
        if (answer.status !== 200) throw new Error(`${url}: ${answer.status}`)
        await answer.arrayBuffer()
      }),
    )
  return times
}

/** Imports a list in the service while a page is requested; returns by which factor its 95th percentile grows. */
export async function pagesMeanwhile(place: Place, file: string): Promise<number> {
  return withService(place, async () => {
    const page = `http://localhost:${place.env['DAYWIRE_PORT']}/subscribe/daily`
    await pageTimes(page, { isOver: true }, 200)
    const alone = await pageTimes(page, { isOver: true }, 500)
    const importing = { isOver: false }
    const [run, meanwhile] = await Promise.all([
      measured([small, upload, file], place).finally(() => (importing.isOver = true)),
      pageTimes(page, importing, 100),
    ])
    console.log(
      `  in the service: ${run.seconds.toFixed(1)} s; ${meanwhile.length} pages, median ${ms(at(meanwhile, 0.5))} (alone ${ms(at(alone, 0.5))}), p95 ${ms(at(meanwhile, 0.95))} (alone ${ms(at(alone, 0.95))})`,
    )
    return at(meanwhile, 0.95) / at(alone, 0.95)
  })
}

/** Readers of the edition; seconds until its sending has reached full speed, and seconds of measuring before and after the list. */
const [readers, warmUp, alone] = [600_000, 5, 10]

/**
 * Imports a list in the service while it sends an edition to a server on this machine; returns by which factor the time per e-mail grows,
 * compared with before and after. `folder`: the service's data.
 */
export async function mailsMeanwhile({ folder, env }: Place, file: string): Promise<number> {
  const sink = await openSink()
  const place = { folder, env: { ...env, DAYWIRE_SMTP_URL: sink.url } }
  try {
    await prepareEdition(place)
    return await withService(place, async () => {
      await command(['resume'], place)
      await until(() => sink.taken.length > 500)
      await timer(warmUp * 1000)
      const before = await rateOf(sink, timer(alone * 1000))
      const meanwhile = await rateOfImport(sink, file, place)
      const after = await rateOf(sink, timer(alone * 1000))
      if (sink.taken.length >= readers) throw new Error('all e-mails were sent before the measurement ended')
      if (new Set(sink.taken).size < sink.taken.length) throw new Error('an e-mail was sent twice')
      console.log(
        `  e-mails: ${perSecond(before)}/s before the list, ${perSecond(meanwhile)}/s during the ${meanwhile.seconds.toFixed(1)} s of its import, ${perSecond(after)}/s after it`,
      )
      const without = (before.count + after.count) / (before.seconds + after.seconds)
      return without / (meanwhile.count / meanwhile.seconds)
    })
  } finally {
    await sink.close()
  }
}

/** From the moment when the service starts with a list until it has imported it. */
async function rateOfImport(sink: Sink, file: string, place: Place): Promise<Rate> {
  const begun = Promise.withResolvers<void>()
  const importing = measured([small, upload, file], place, { onLine: begun.resolve })
  const [rate] = await Promise.all([begun.promise.then(() => rateOf(sink, importing)), importing])
  return rate
}

/** A separate newsroom with an edition that is ready for its readers, while sending is paused. */
async function prepareEdition(place: Place): Promise<void> {
  const { folder } = place
  const editors = join(place.env['DAYWIRE_DATA'] ?? '', 'editors')
  await mkdir(editors, { recursive: true })
  const date = Temporal.Now.instant().subtract({ hours: 2 }).toString()
  await writeFile(
    join(editors, 'talks.md'),
    `---\nheadline: Arms control talks to resume in Sandhaven\nsection: news\ntopics: [nuclear]\ndate: ${date}\nsummary: Both sides agreed.\n---\n\nThe talks begin in spring.\n`,
  )
  await writeFile(join(folder, 'newsroom.json'), await newsroomFile((digest) => digest))
  const list = join(folder, 'readers-of-edition.csv')
  await writeCsv(list, readers, 'known')
  await command(['init'], place)
  await command(['subscribers', 'import', list], place)
  await command(['pause', '--reason', 'until it is measured'], place)
  await command(['run'], place, exitCode.later)
}

/** On SQLite the service finds at the next minute what another process did. */
async function until(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 120_000; !isSo(); await timer(50))
    if (Date.now() > end) throw new Error('no e-mails are sent')
}

/** How many e-mails were sent in how many seconds. */
interface Rate {
  count: number
  seconds: number
}

const perSecond = ({ count, seconds }: Rate): number => Math.round(count / seconds)

/** The rate of e-mails during some work. */
async function rateOf({ taken }: Sink, work: Promise<unknown>): Promise<Rate> {
  const [count, begun] = [taken.length, performance.now()]
  await work
  return { count: taken.length - count, seconds: (performance.now() - begun) / 1000 }
}
