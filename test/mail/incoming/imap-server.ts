import { createServer, type AddressInfo, type Socket } from 'node:net'
import { readImapAddress, type ImapPlace } from '../../../src/mail/incoming/imap/address.ts'

/** A server's reaction to a line instead of the correct one: writes this; `hang`: says nothing; `drop`: closes the connection. */
export type Answer = string | Endless
interface Endless {
  /** Written once, and then `again` as long as somebody reads it. */
  first: string
  again: string
}

/** A server with one mailbox, in memory, that follows RFC 3501 unless told otherwise. */
export interface ImapServer {
  port: number
  place: ImapPlace
  /** By UID. */
  messages: Map<number, Buffer>
  validity: number
  /** The UID that the next message gets. */
  next: number
  /** Client commands, without tags and passwords. */
  said: string[]
  add(...messages: (Buffer | string)[]): void
  /** Called for each line; null: the correct behaviour. `greeting` is the start of a connection. */
  misbehave: (line: string) => Answer | null
  close(): Promise<void>
}

export async function startImapServer(...messages: (Buffer | string)[]): Promise<ImapServer> {
  const sockets = new Set<Socket>()
  const listener = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
    converse(server, socket)
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const { port } = listener.address() as AddressInfo
  const place = readImapAddress(`imap://bounces:open%20sesame@127.0.0.1:${port}/`)
  if (!place) throw new Error('the address was not read')
  const server: ImapServer = {
    port,
    place,
    messages: new Map(),
    validity: 7,
    next: 1,
    said: [],
    add(...more) {
      for (const each of more) server.messages.set(server.next++, Buffer.from(each))
    },
    misbehave: () => null,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        listener.close(() => resolve())
      }),
  }
  server.add(...messages)
  return server
}

function converse(server: ImapServer, socket: Socket): void {
  const marked = new Set<number>()
  let rest = ''
  const greeting = server.misbehave('greeting')
  if (greeting === null) socket.write('* OK ready\r\n')
  else give(socket, greeting)
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\r\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const [tag = '', ...words] = line.split(' ')
      const command = words.join(' ')
      server.said.push(command.startsWith('LOGIN') ? 'LOGIN' : command)
      const other = server.misbehave(command)
      if (other === null) socket.write(answerTo(server, marked, tag, command))
      else give(socket, typeof other === 'string' ? other.replaceAll('TAG', tag) : other)
    }
  })
}

function give(socket: Socket, answer: Answer): void {
  if (answer === 'hang') return
  if (answer === 'drop') socket.destroy()
  else if (typeof answer === 'string') socket.write(answer)
  else {
    socket.write(answer.first)
    const more = (): void => {
      while (!socket.destroyed && socket.write(answer.again));
    }
    socket.on('drain', more)
    more()
  }
}

function answerTo(server: ImapServer, marked: Set<number>, tag: string, command: string): Buffer {
  const [verb = '', ...args] = command.replace(/^UID /, '').split(' ')
  const uids = [...server.messages.keys()]
  const line = (...lines: string[]): Buffer => Buffer.from(lines.map((each) => `${each}\r\n`).join(''))
  const ok = `${tag} OK done`
  switch (verb.toUpperCase()) {
    case 'CAPABILITY':
      return line('* CAPABILITY IMAP4rev1 UIDPLUS', ok)
    case 'LIST':
      return line(`* LIST () "/" ${args[1] === '""' ? '""' : 'INBOX'}`, ok)
    case 'SELECT':
    case 'EXAMINE':
      return line(
        '* FLAGS (\\Deleted \\Seen)',
        '* OK [PERMANENTFLAGS (\\Deleted \\Seen)]',
        `* ${uids.length} EXISTS`,
        `* OK [UIDVALIDITY ${server.validity}] valid`,
        `* OK [UIDNEXT ${server.next}] next`,
        `${tag} OK [READ-WRITE] done`,
      )
    case 'SEARCH': {
      const [from = 1, to] = (args.at(-1) ?? '').split(':')
      const most = to === undefined ? Number(from) : to === '*' ? Infinity : Number(to)
      const found = uids.filter((uid) => uid >= Number(from) && uid <= most)
      return line(`* SEARCH ${found.join(' ')}`.trimEnd(), ok)
    }
    case 'FETCH':
      return fetched(server, Number(args[0]), command, ok)
    case 'STORE':
      marked.add(Number(args[0]))
      return line(ok)
    case 'EXPUNGE':
      for (const uid of marked) server.messages.delete(uid)
      marked.clear()
      return line(ok)
    case 'LOGOUT':
      return line('* BYE until then', ok)
    default:
      return line(ok)
  }
}

function fetched(server: ImapServer, uid: number, command: string, ok: string): Buffer {
  const message = server.messages.get(uid)
  if (!message) return Buffer.from(`${ok}\r\n`)
  const at = [...server.messages.keys()].indexOf(uid) + 1
  const most = Number(/<0\.(\d+)>/.exec(command)?.[1] ?? message.length)
  if (!command.includes('BODY.PEEK'))
    return Buffer.from(
      `* ${at} FETCH (UID ${uid} RFC822.SIZE ${message.length} INTERNALDATE "09-Nov-2026 07:00:00 +0000")\r\n${ok}\r\n`,
    )
  const part = message.subarray(0, most)
  return Buffer.concat([
    Buffer.from(`* ${at} FETCH (UID ${uid} BODY[]<0> {${part.length}}\r\n`),
    part,
    Buffer.from(`)\r\n${ok}\r\n`),
  ])
}
