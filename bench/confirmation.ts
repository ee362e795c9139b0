import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { visitorActor } from '../src/core/entities/actor.ts'
import { signUp } from '../src/services/subscribers/joining/sign-up.ts'
import { sendMessages } from '../src/services/sending/outbox/send-messages.ts'
import { openDeliveryFixture } from './kit/delivery-fixture.ts'
import { at, ms, timed } from './kit/timings.ts'

/**
 * Measures the first confirmation of a process, from the submitted form until a server has accepted the e-mail, beside loading MJML and
 * rendering one document with it in the same process. Each round is a process of its own. Exits with 1 if the median first confirmation
 * needs more CPU time than that, as it would if it loaded MJML.
 *
 *   node bench/confirmation.ts [ROUNDS]     (5 by default)
 */
interface Took {
  /** Milliseconds of wall clock, and of this process's CPU time. */
  clock: number
  cpu: number
}
type Round = Record<'first' | 'second' | 'mjml', Took>

async function took(work: () => Promise<unknown>): Promise<Took> {
  const before = process.cpuUsage()
  const clock = await timed(work)
  const { user, system } = process.cpuUsage(before)
  return { clock, cpu: (user + system) / 1000 }
}

async function oneRound(): Promise<Round> {
  const fixture = await openDeliveryFixture(1)
  const { context, room } = fixture
  const form = { topics: [], days: [], hour: '', timeZone: '', ip: '192.0.2.1', language: 'en' }
  const confirm = (email: string): Promise<Took> =>
    took(async () => {
      await signUp(context, room.digest, { ...form, email }, visitorActor)
      await sendMessages(context)
    })
  try {
    const first = await confirm('first.reader@example.org')
    const second = await confirm('second.reader@example.org')
    const sent = (await context.store.messages.list(10)).filter(({ status }) => status === 'sent')
    if (sent.length !== 2) throw new Error(`${sent.length} confirmations were sent`)
    const mjml = await took(async () => {
      const { default: mjml2html } = await import('mjml')
      await mjml2html('<mjml><mj-body><mj-raw>One e-mail</mj-raw></mj-body></mjml>')
    })
    return { first, second, mjml }
  } finally {
    await fixture.drop()
  }
}

async function inProcesses(rounds: number): Promise<Round[]> {
  const all: Round[] = []
  for (let round = 0; round < rounds; round++) {
    const { stdout } = await promisify(execFile)(process.execPath, [import.meta.filename, 'once'])
    all.push(JSON.parse(stdout) as Round)
  }
  return all
}

if (process.argv[2] === 'once') {
  console.log(JSON.stringify(await oneRound()))
  process.exit(0)
} else {
  const rounds = await inProcesses(Number(process.argv[2] ?? 5))
  const median = (name: keyof Round, of: keyof Took): number =>
    at(
      rounds.map((round) => round[name][of]),
      0.5,
    )
  const shown = (name: keyof Round): string =>
    `${ms(median(name, 'clock'))}, ${ms(median(name, 'cpu'))} of the processor`
  const ratio = median('first', 'cpu') / median('mjml', 'cpu')
  console.log(`loading MJML and rendering one document: ${shown('mjml')}`)
  console.log(`the first confirmation of a process: ${shown('first')} (×${ratio.toFixed(2)})`)
  console.log(`the second: ${shown('second')}`)
  if (ratio > 1) process.exitCode = 1
}
