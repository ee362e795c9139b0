import type { Socket } from 'node:net'
import { plainAnswer } from './connections.ts'
import type { WebContext } from './web-context.ts'

/** Answers a request that did not arrive whole or in time, or that is not HTTP; its connection is closed. */
export function answerBroken(site: WebContext, error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const isSlow = error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
  site.refusals.count(isSlow ? 'slow' : 'malformed')
  if (socket.writable) socket.write(brokenAnswer(error.code))
  socket.destroy()
}

function brokenAnswer(code: string | undefined): string {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return plainAnswer('408 Request Timeout', 'The request took too long to arrive. Send it again.')
  if (code === 'HPE_HEADER_OVERFLOW')
    return plainAnswer('431 Request Header Fields Too Large', 'The header of the request is too large.')
  return plainAnswer('400 Bad Request', 'The request could not be read.')
}
