import { createServer, type AddressInfo, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'

export type Stage =
  | 'greeting'
  | 'EHLO'
  | 'STARTTLS'
  | 'AUTH'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | 'RSET'
  | 'QUIT'
  | 'body-begins'
  | 'body'

/**
 * What a script can make the server do: reply, drop the connection, say nothing, or reply without end. After a reply it can close the
 * connection in the same packet, or reset it; `reply` can contain several replies.
 */
export type Act = { reply: string; after?: 'end' | 'reset' } | 'drop' | 'silence' | 'drip'

/** The connection that the script decides on. */
export interface Connection {
  /** Counted from 1, in order of arrival. */
  number: number
  /** The e-mails that it has accepted. */
  mails: number
  /** Other open connections. */
  others: number
}

export interface Script {
  /** Lines of the EHLO reply after the greeting line. */
  extensions?: string[]
  /**
   * Called at each stage, with how often that stage occurred before and the recipient of the connection's e-mail, from RCPT on;
   * undefined is the default behaviour.
   */
  act?: (stage: Stage, before: number, to: string, connection: Connection) => Act | undefined
  /** PEM; enables STARTTLS. */
  tls?: { key: string; cert: string }
}

export interface ReceivedMail {
  from: string
  to: string
  /** Without dot-stuffing. */
  bytes: Buffer
}

export interface ScriptedServer {
  port: number
  mails: ReceivedMail[]
  /** Every command line, in order, over all connections. */
  commands: string[]
  connections: number
  /** The number of currently open ones. */
  readonly open: number
  /** Bytes received after a 354 and before the end of the data. */
  dataBytes: number
  close(): Promise<void>
}

const usual: Record<Stage, string> = {
  greeting: '220 test.example.org ready',
  EHLO: '250 test.example.org',
  STARTTLS: '454 not now',
  AUTH: '235 welcome',
  MAIL: '250 sender fine',
  RCPT: '250 recipient fine',
  DATA: '354 go on',
  RSET: '250 reset',
  QUIT: '221 bye',
  'body-begins': '',
  body: '250 taken as 42',
}

/** A scripted SMTP server on loopback; by default it accepts every e-mail. */
export function startScriptedServer(script: Script = {}): Promise<ScriptedServer> {
  const counts = new Map<Stage, number>()
  const sockets = new Set<Socket>()
  const state: Omit<ScriptedServer, 'port' | 'open' | 'close'> = {
    mails: [],
    commands: [],
    connections: 0,
    dataBytes: 0,
  }

  const actTo = (stage: Stage, to: string, connection: Connection): Act => {
    const before = counts.get(stage) ?? 0
    counts.set(stage, before + 1)
    return script.act?.(stage, before, to, connection) ?? { reply: usual[stage] }
  }

  const server = createServer((socket) => {
    state.connections += 1
    const number = state.connections
    let taken = 0
    /** The current stream: the socket, and TLS on top of it after STARTTLS. */
    let wire = socket
    socket.setNoDelay(true)
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    let pending = ''
    let inData = false
    let begun = false
    let from = ''
    let to = ''
    const act = (stage: Stage) => actTo(stage, to, { number, mails: taken, others: sockets.size - 1 })
    const say = (text: string) => void (wire.writable && wire.write(text))
    let hasSender = false
    let hasRecipient = false

    const drip = () => {
      const drops = setInterval(() => say('2'), 20)
      socket.on('close', () => clearInterval(drops))
    }

    const perform = (stage: Stage, what = act(stage)): string | null => {
      if (what === 'drop') socket.destroy()
      if (what === 'drip') drip()
      if (typeof what === 'string') return null
      if (what.reply !== '') say(`${what.reply}\r\n`)
      if (what.after === 'end') wire.end()
      // Not before the reply is sent: a reset discards unsent data.
      if (what.after === 'reset') setImmediate(() => socket.resetAndDestroy())
      return what.reply
    }

    const ehlo = () => {
      const what = act('EHLO')
      if (typeof what === 'string' || what.reply !== usual.EHLO) return void perform('EHLO', what)
      const offersTls = script.tls && wire === socket
      const lines = ['test.example.org', ...(script.extensions ?? []), ...(offersTls ? ['STARTTLS'] : [])]
      say(lines.map((line, index) => `250${index < lines.length - 1 ? '-' : ' '}${line}\r\n`).join(''))
    }

    const command = (line: string) => {
      state.commands.push(line)
      const verb = line.split(' ')[0]?.toUpperCase() ?? ''
      if (verb === 'EHLO') return ehlo()
      if (verb === 'NOOP') return say('250 noop\r\n')
      if (verb === 'MAIL') from = Buffer.from(/<(.*?)>/.exec(line)?.[1] ?? '', 'latin1').toString()
      if (verb === 'RCPT') to = Buffer.from(/<(.*?)>/.exec(line)?.[1] ?? '', 'latin1').toString()
      if (verb === 'RCPT' && !hasSender) return say('503 MAIL first\r\n')
      if (verb === 'DATA' && !hasRecipient) return say('503 no recipient\r\n')
      if (verb === 'MAIL' && hasSender) return say('503 a mail is open\r\n')
      if (verb === 'DATA') {
        inData = perform('DATA')?.startsWith('354') ?? false
        begun = false
        return
      }
      if (verb === 'STARTTLS' && script.tls) return encrypt(script.tls)
      if (['STARTTLS', 'AUTH', 'MAIL', 'RCPT', 'RSET', 'QUIT'].includes(verb)) {
        const fine = perform(verb as Stage)?.startsWith('2') ?? false
        if (verb === 'MAIL') hasSender = fine
        if (verb === 'RCPT') hasRecipient ||= fine
        if (verb === 'RSET') hasSender = hasRecipient = false
        if (verb === 'QUIT') wire.end()
        return
      }
      say('500 what?\r\n')
    }

    const data = (): boolean => {
      if (!begun && pending !== '') {
        begun = true
        perform('body-begins')
        if (socket.destroyed) return false
      }
      const end = pending.startsWith('.\r\n') ? 0 : pending.indexOf('\r\n.\r\n') + 2
      if (end === 1) return false
      const stuffed = pending.slice(0, end)
      pending = pending.slice(end + 3)
      inData = hasSender = hasRecipient = false
      const isTaken = perform('body')?.startsWith('2') ?? false
      if (!isTaken) return true
      taken += 1
      state.mails.push({ from, to, bytes: Buffer.from(stuffed.replace(/(^|\r\n)\./g, '$1'), 'latin1') })
      return true
    }

    const encrypt = ({ key, cert }: NonNullable<Script['tls']>) => {
      say('220 go on\r\n')
      socket.removeListener('data', hear)
      wire = new TLSSocket(socket, { isServer: true, key, cert })
      wire.on('error', () => undefined)
      wire.on('data', hear)
    }

    const hear = (chunk: Buffer) => {
      if (inData) state.dataBytes += chunk.length
      pending += chunk.toString('latin1')
      for (;;) {
        if (inData) {
          if (!data()) return
          continue
        }
        const end = pending.indexOf('\r\n')
        if (end === -1) return
        const line = pending.slice(0, end)
        pending = pending.slice(end + 2)
        command(line)
        if (inData) state.dataBytes += pending.length
      }
    }

    perform('greeting')
    socket.on('data', hear)
  })

  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      const close = () =>
        new Promise<void>((done) => {
          for (const socket of sockets) socket.destroy()
          server.close(() => done())
        })
      const served = Object.assign(state, { port, close })
      resolve(Object.defineProperty(served, 'open', { get: () => sockets.size }) as ScriptedServer)
    })
  })
}
