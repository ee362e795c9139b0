import { SMTPServer } from 'smtp-server'

/** A real SMTP server that accepts e-mails, and can stall before its last reply. */
export interface Sink {
  url: string
  /** Recipients of accepted e-mails, in order. */
  taken: string[]
  /** Resolves when this many e-mails are between their last byte and its reply. */
  stalled(count: number): Promise<void>
  /** Stalls after this many e-mails; null never. */
  stallAfter: number | null
  close(): Promise<void>
}

export async function openSink(): Promise<Sink> {
  const waiting: { count: number; resolve: () => void }[] = []
  let stalling = 0
  const sink: Sink = {
    url: '',
    taken: [],
    stallAfter: null,
    stalled: (count) =>
      new Promise((resolve) => {
        waiting.push({ count, resolve })
      }),
    close: () => new Promise((resolve) => server.close(resolve)),
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    closeTimeout: 100,
    onData(stream, session, done) {
      stream.resume()
      stream.once('end', () => {
        if (sink.stallAfter !== null && sink.taken.length >= sink.stallAfter) {
          stalling += 1
          for (const one of waiting) if (stalling >= one.count) one.resolve()
          return
        }
        sink.taken.push(session.envelope.rcptTo[0]?.address ?? '')
        done()
      })
    },
  })
  // A client that is killed breaks its connections, which the test intends.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  sink.url = `smtp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return sink
}
