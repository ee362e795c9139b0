import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Breakdown, Moment, Stage } from './server-orders.ts'

/** How the server reacts in a conversation. */
export interface Conversation {
  /** The breakdown requested for this stage now. */
  fault(stage: Stage): Breakdown | null
  moment(moment: Moment): void
  /** Resolves when the current breakdown is over. */
  repaired(): Promise<void>
  /** Records an accepted e-mail; resolves when it is synced. */
  take(recipient: string, messageId: string): Promise<void>
}

const usual: Record<Stage, string> = {
  connect: '220 sink.example.org ready',
  EHLO: '250-sink.example.org\r\n250-PIPELINING\r\n250 AUTH PLAIN LOGIN',
  AUTH: '235 welcome',
  MAIL: '250 sender fine',
  RCPT: '250 recipient fine',
  DATA: '354 go on',
  end: '250 taken',
}

const refusals = { '421': '421 4.3.2', '4xx': '450 4.2.1', '5xx': '550 5.1.1' } as const

const endOfData = Buffer.from('\r\n.\r\n')
/** Milliseconds between the bytes of a reply that drips. */
const dripMs = 1

/** Sends the reply to a stage, or breaks down as requested; true if the reply was correct, however slow. */
function answers(socket: Socket, repaired: Conversation['repaired']) {
  /** Replies are sent in order, even if one of them drips. */
  let last: Promise<void> = Promise.resolve()
  const say = (text: string): void => {
    if (!socket.destroyed && socket.writable) socket.write(text)
  }
  const drip = async (bytes: Iterable<string>): Promise<void> => {
    for (const byte of bytes) {
      if (socket.destroyed) return
      say(byte)
      await wait(dripMs)
    }
  }
  const inOrder = (text: string): void => void (last = last.then(() => say(text)))
  const answer = (stage: Stage, kind: Breakdown | null): boolean => {
    const reply = `${usual[stage]}\r\n`
    switch (kind) {
      case null:
        inOrder(reply)
        return true
      case 'drip':
        last = last.then(() => drip(reply))
        return true
      case 'endless':
        last = last.then(() => drip(endless(reply)))
        return true
      case 'hold': {
        const over = repaired()
        last = last.then(() => over).then(() => say(reply))
        return true
      }
      case 'close':
        last = last.then(() => void socket.end(reply))
        return true
      case 'bye':
        last = last.then(() => void socket.end(`${reply}${refusals['421']} goodbye\r\n`))
        return true
      case 'reset':
        last = last.then(() => say(reply)).then(() => void setImmediate(() => socket.resetAndDestroy()))
        return true
      case 'drop':
        socket.destroy()
        return false
      case 'stall':
        last = new Promise(() => undefined)
        return false
      case '421':
      case '4xx':
      case '5xx':
        last = last.then(() => {
          say(`${refusals[kind]} broken at ${stage}\r\n`)
          if (kind === '421') socket.end()
        })
        return false
    }
  }
  return { answer, inOrder }
}

/** A multi-line reply without a last line. */
function* endless(reply: string): Generator<string> {
  for (;;) yield* `${reply.slice(0, 3)}-and more\r\n`
}

/** Speaks SMTP with one client, which waits for the reply to a body before it continues. */
export function converse(socket: Socket, { fault, moment, repaired, take }: Conversation): void {
  socket.setNoDelay(true)
  socket.on('error', () => undefined)
  const { answer, inOrder } = answers(socket, repaired)
  let text = ''
  let body: Buffer[] | null = null
  let recipient = ''

  const command = (line: string): void => {
    const verb = line.split(' ')[0]?.toUpperCase() ?? ''
    if (verb === 'QUIT') socket.end('221 bye\r\n')
    else if (['HELO', 'RSET', 'NOOP'].includes(verb)) inOrder('250 fine\r\n')
    else if (verb === 'DATA' && recipient === '') inOrder('503 no recipient\r\n')
    else if (verb in usual) {
      const stage = verb as Stage
      moment(stage)
      const isGood = answer(stage, fault(stage))
      if (stage === 'MAIL') recipient = ''
      if (stage === 'RCPT') recipient = isGood ? (/<(.*?)>/.exec(line)?.[1] ?? '') : ''
      if (stage === 'DATA' && isGood) body = []
    } else inOrder('500 what?\r\n')
  }
  const ended = async (bytes: Buffer): Promise<void> => {
    moment('end')
    const kind = fault('end')
    const messageId = /^message-id: *<(.*)>/im.exec(bytes.toString('latin1', 0, 4000))?.[1] ?? ''
    // Other breakdowns at the end happen after the e-mail is accepted: that is the worst case.
    if (kind === null || !(kind in refusals)) await take(recipient, messageId)
    moment('taken')
    answer('end', kind)
    moment('answered')
  }
  const inBody = (chunk: Buffer, parts: Buffer[]): void => {
    if (parts.length === 0) moment('body')
    parts.push(chunk)
    const tail = Buffer.concat(parts.slice(-5)).subarray(-endOfData.length)
    if (!tail.equals(endOfData)) return
    body = null
    void ended(Buffer.concat(parts))
  }

  moment('connect')
  answer('connect', fault('connect'))
  socket.on('data', (chunk: Buffer) => {
    if (body) return inBody(chunk, body)
    text += chunk.toString('latin1')
    for (let end = text.indexOf('\r\n'); end !== -1; end = text.indexOf('\r\n')) {
      const line = text.slice(0, end)
      text = text.slice(end + 2)
      command(line)
    }
  })
}
