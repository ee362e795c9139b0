import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** The records of a name: mail servers (an empty name is a null MX), addresses, none; or the error of the query. */
export type DnsName = { mx?: string[]; a?: string[]; aaaa?: number[][] } | 'servfail' | 'refused'

export interface DnsServer {
  /** In the format of `openResolver`. */
  address: string
  /** Records by name; any other name does not exist. */
  names: Record<string, DnsName>
  /** Each query, as `MX example.org`, in order of arrival. */
  asked: string[]
  close(): Promise<void>
}

/** Names of record types (RFC 1035, 3.2.2; RFC 3596). */
const types: Record<number, 'A' | 'MX' | 'AAAA'> = { 1: 'A', 15: 'MX', 28: 'AAAA' }
/** Response codes (RFC 1035, 4.1.1). */
const codes = { fine: 0, servfail: 2, unknown: 3, refused: 5 }

/** A DNS server on this machine, over UDP. */
export async function startDnsServer(): Promise<DnsServer> {
  const socket = createSocket('udp4')
  const server: DnsServer = {
    address: '',
    names: {},
    asked: [],
    close: async () => {
      socket.close()
      await once(socket, 'close')
    },
  }
  socket.on('message', (question, { port, address }) => {
    const { name, type, end } = read(question)
    server.asked.push(`${types[type] ?? type} ${name}`)
    socket.send(answerTo(question.subarray(0, end), type, server.names[name]), port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  server.address = `127.0.0.1:${socket.address().port}`
  return server
}

/** The only question of a message: its name, its type and its end. */
function read(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = message.readUInt8(at); length > 0; length = message.readUInt8(at)) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 }
}

/** The question followed by its answers (RFC 1035, 4.1). */
function answerTo(question: Buffer, type: number, known: DnsName | undefined): Buffer {
  const head = Buffer.from(question)
  const data = typeof known === 'object' ? recordsOf(known, type) : []
  const code = known === undefined ? codes.unknown : typeof known === 'string' ? codes[known] : codes.fine
  head.writeUInt16BE(0x8180 | code, 2)
  head.writeUInt16BE(data.length, 6)
  // No further sections: the EDNS record that c-ares appends is not repeated.
  head.writeUInt32BE(0, 8)
  return Buffer.concat([head, ...data.map((record) => Buffer.concat([recordHead(type, record), record]))])
}

function recordsOf({ mx = [], a = [], aaaa = [] }: Exclude<DnsName, string>, type: number): Buffer[] {
  if (types[type] === 'MX')
    return mx.map((name, index) => Buffer.concat([Buffer.from([0, index]), nameOf(name)]))
  if (types[type] === 'A') return a.map((address) => Buffer.from(address.split('.').map(Number)))
  return types[type] === 'AAAA' ? aaaa.map((bytes) => Buffer.from(bytes)) : []
}

/** A pointer to the name of the question, the type, class IN, a TTL of a minute, and the length. */
function recordHead(type: number, { length }: Buffer): Buffer {
  const head = Buffer.from([0xc0, 12, 0, 0, 0, 1, 0, 0, 0, 60, 0, 0])
  head.writeUInt16BE(type, 2)
  head.writeUInt16BE(length, 10)
  return head
}

const nameOf = (name: string): Buffer =>
  Buffer.concat([
    ...name
      .split('.')
      .filter(Boolean)
      .map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.from([0]),
  ])
