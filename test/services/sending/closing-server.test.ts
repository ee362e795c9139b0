import { readFileSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Wait } from '../../../src/core/ports.ts'
import { smtpTransport } from '../../../src/mail/outgoing/smtp.ts'
import { deliverPatiently } from '../../../src/services/sending/delivery/deliver-patiently.ts'
import {
  startScriptedServer,
  type Act,
  type Connection,
  type Script,
  type ScriptedServer,
  type Stage,
} from '../../mail/scripted-server.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const readers = 30
const pem = (name: string) =>
  readFileSync(new URL(`../../mail/certificate/${name}.pem`, import.meta.url), 'utf8')
const tls = { key: pem('key'), cert: pem('cert') }

type Behaviour = NonNullable<Script['act']>
type At = { stage: Stage; before: number; to: string } & Connection

const when =
  (happens: (at: At) => boolean, act: Act): Behaviour =>
  (stage, before, to, connection) =>
    happens({ stage, before, to, ...connection }) ? act : undefined

const isTaken = ({ stage }: At) => stage === 'body'
const afterThree = (wanted: Stage) => (at: At) => at.stage === wanted && at.mails >= 3
const bye = '421 4.3.2 closing'

/** True once for each address. */
const first = () => {
  const seen = new Set<string>()
  return (to: string) => !seen.has(to) && seen.add(to).size > 0
}
const greylisting = (stage: Stage, reply: string): Behaviour => {
  const isFirst = first()
  return when((at) => at.stage === stage && isFirst(at.to), { reply })
}

/** Ways in which servers end connections without answering an e-mail. Each is created again for each test. */
const behaviours: Record<string, () => Behaviour> = {
  'closes after each mail': () => when(isTaken, { reply: '250 taken', after: 'end' }),
  'resets after each mail': () => when(isTaken, { reply: '250 taken', after: 'reset' }),
  'says 421 after each mail, unasked, in one packet with the 250': () =>
    when(isTaken, { reply: `250 taken\r\n${bye}`, after: 'end' }),
  'closes after three mails': () =>
    when((at) => isTaken(at) && at.mails >= 2, { reply: '250 taken', after: 'end' }),
  'drops the fourth MAIL': () => when(afterThree('MAIL'), 'drop'),
  'answers the fourth MAIL with 421': () => when(afterThree('MAIL'), { reply: bye, after: 'end' }),
  'answers the fourth MAIL with 421 and leaves the closing to us': () =>
    when(afterThree('MAIL'), { reply: bye }),
  'answers each MAIL after the third with 451': () =>
    when(afterThree('MAIL'), { reply: '451 4.3.0 enough of this connection' }),
  'answers the fourth RCPT with 421': () => when(afterThree('RCPT'), { reply: bye, after: 'end' }),
  'closes between the fourth RCPT and DATA': () =>
    when(afterThree('RCPT'), { reply: '250 recipient fine', after: 'end' }),
  'answers each MAIL of some connections with 450': () =>
    when(({ stage, number }) => stage === 'MAIL' && number % 3 === 1, { reply: '450 4.3.2 not here' }),
  'greets every other connection with 421': () =>
    when(({ stage, number }) => stage === 'greeting' && number % 2 === 0, { reply: bye, after: 'end' }),
  'drops two connections of three at once': () =>
    when(({ stage, number }) => stage === 'greeting' && number % 3 !== 0, 'drop'),
  'takes one connection at a time': () =>
    when(({ stage, others }) => stage === 'greeting' && others > 0, {
      reply: '421 4.7.0 too many connections',
      after: 'end',
    }),
  'takes one connection at a time, and one mail over it':
    () =>
    (stage, _before, _to, { others }) =>
      stage === 'greeting' && others > 0
        ? { reply: '421 4.7.0 too many connections', after: 'end' }
        : stage === 'body'
          ? { reply: '250 taken', after: 'end' }
          : undefined,
  'refuses an address after each mail, and answers RSET with 421': () => {
    const isFirst = first()
    return (stage, _before, to) =>
      stage === 'RCPT' && isFirst(to)
        ? { reply: '450 4.2.0 greylisted' }
        : stage === 'RSET'
          ? { reply: bye, after: 'end' }
          : undefined
  },
  'answers the body with 421 once an address': () => {
    const isFirst = first()
    return when((at) => isTaken(at) && isFirst(at.to), { reply: '421 4.3.0 later', after: 'end' })
  },
  'greylists each address by its words': () => greylisting('RCPT', '450 4.7.1 Greylisted, please come again'),
  'greylists each address without saying so': () => greylisting('RCPT', '450 4.7.1 not now'),
  'greylists each address for 20 seconds': () =>
    greylisting('RCPT', '450 4.7.1 please try again in 20 seconds'),
  'greylists each address after the body': () => greylisting('body', '451 4.7.1 try again later'),
  'greylists each address at DATA': () => greylisting('DATA', '450 4.7.1 try again later'),
}

const ways: [string, Script][] = [
  ['with pipelining', { extensions: ['PIPELINING'] }],
  ['one command at a time', {}],
  ['with STARTTLS', { extensions: ['PIPELINING'], tls }],
]

/** Ways that could depend on the database are tested on each; ways in which bytes travel, on one. */
const onEach = [
  'closes after each mail',
  'takes one connection at a time',
  'greylists each address without saying so',
]
const eachWay = [
  'closes after each mail',
  'resets after each mail',
  'says 421 after each mail, unasked, in one packet with the 250',
]

describe.each(dialects)(
  'a server that cannot handle ten connections, on $name',
  ({ name: dialect, open }) => {
    let room: TestNewsroom
    let server: ScriptedServer

    const start = async (script: Script) => {
      server = await startScriptedServer(script)
      const context = room.sendingTo(server.port)
      const address = { host: '127.0.0.1', port: server.port, secure: false, login: null } as const
      const transport = async () => smtpTransport({ ...address, tls: script.tls ? 'opportunistic' : 'none' })
      // Time advances once the server has no connection left, or the wait is over: no connection fails while another works.
      const wait: Wait = async (ms, signal) => {
        await context.wait(ms, signal)
        while (server.open > 0 && !signal.aborted) await turn()
      }
      return { ...context, wait, mail: { ...context.mail, transport } }
    }

    beforeEach(async () => {
      room = await testNewsroom(await open())
      for (let index = 0; index < readers; index++) await room.reader(`reader${index}@example.org`)
    })
    afterEach(async () => {
      await server.close()
      await room.close()
    })

    const cases = Object.keys(behaviours)
      .filter((name) => dialect === 'SQLite' || onEach.includes(name))
      .flatMap((name) => {
        const isTriedEachWay = dialect === 'SQLite' && eachWay.includes(name)
        return (isTriedEachWay ? ways : ways.slice(0, 1)).map(([way, script]) => ({ name, way, script }))
      })
    test.for(cases)('$name, $way: each reader gets the e-mail once, in one run', async ({ name, script }) => {
      const edition = await room.sending()
      const context = await start({ ...script, act: behaviours[name]?.() })
      const [delivered] = await deliverPatiently(context, [edition])
      expect(delivered).toMatchObject({ closed: true, counts: { sent: readers } })
      expect(new Set(server.mails.map(({ to }) => to)).size).toBe(readers)
      expect(server.mails).toHaveLength(readers)
    })
  },
)
