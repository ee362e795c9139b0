/** The data of one event of a stream. */
export interface StreamEvent {
  event: string
  data: string
}

/** A stream of events (Server-Sent Events), as a browser reads it. */
export interface EventStream {
  status: number
  headers: Headers
  /** The next event for which this is true. Throws if the stream ends before. */
  next(isIt?: (event: StreamEvent) => boolean): Promise<StreamEvent>
  /** Waits until the bytes contain this. */
  bytes(part: string): Promise<void>
  /** Waits until the server has ended it. */
  end(): Promise<void>
  /** Closes it like a browser that leaves the page. */
  leave(): void
}

export async function openStream(url: string, headers: Record<string, string>): Promise<EventStream> {
  const leaving = new AbortController()
  const answer = await fetch(url, {
    headers: { accept: 'text/html, text/event-stream', ...headers },
    signal: leaving.signal,
    redirect: 'manual',
  })
  const events: StreamEvent[] = []
  let text = ''
  const chunks = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  const readOn = async (): Promise<boolean> => {
    const { done = true, value = '' } = (await chunks?.read()) ?? {}
    text += value
    return !done
  }
  let parsed = 0
  /** Lines end as in the standard: with CR, LF or both. */
  const parse = () => {
    for (let end = text.indexOf('\n\n', parsed); end >= 0; end = text.indexOf('\n\n', parsed)) {
      const lines = text.slice(parsed, end).split(/\r\n|\r|\n/)
      const all = (field: string) =>
        lines.filter((line) => line.startsWith(`${field}: `)).map((line) => line.slice(field.length + 2))
      const [event = '', data] = [all('event').at(-1), all('data').join('\n')]
      if (event !== '' || data !== '') events.push({ event, data: data ?? '' })
      parsed = end + 2
    }
  }
  return {
    status: answer.status,
    headers: answer.headers,
    async next(isIt = () => true) {
      for (;;) {
        parse()
        for (let found = events.shift(); found; found = events.shift()) if (isIt(found)) return found
        if (!(await readOn())) throw new Error(`the stream has ended: ${text}`)
      }
    },
    async bytes(part) {
      while (!text.includes(part)) if (!(await readOn())) throw new Error(`the stream has ended: ${text}`)
    },
    async end() {
      while (await readOn());
    },
    leave: () => leaving.abort(),
  }
}
