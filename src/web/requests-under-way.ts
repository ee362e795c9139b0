import type { Server, ServerResponse } from 'node:http'

/** The requests that a server is answering, except those of live pages, which stay open until the server closes them. */
export interface RequestsUnderWay {
  /** Resolves when there are none, or after that many milliseconds; true if there are none. */
  end(ms: number): Promise<boolean>
}

export function requestsUnderWay(server: Server): RequestsUnderWay {
  const underWay = new Set<ServerResponse>()
  let onNone = (): void => undefined
  server.on('request', (request, response) => {
    if (request.headers.accept?.includes('text/event-stream')) return
    underWay.add(response)
    response.once('close', () => {
      underWay.delete(response)
      if (underWay.size === 0) onNone()
    })
  })
  return {
    async end(ms) {
      if (underWay.size === 0 || ms === 0) return underWay.size === 0
      const { promise, resolve } = Promise.withResolvers<boolean>()
      onNone = () => resolve(true)
      const limit = setTimeout(() => resolve(false), ms)
      return promise.finally(() => clearTimeout(limit))
    },
  }
}
