import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { extname, join } from 'node:path'
import { loopbackAddress } from '../../core/addresses/loopback.ts'
import { sampleFeeds, type SampleDay } from './sample-feeds.ts'

/** The sample sources on loopback. */
export interface SampleServer {
  /** Without a trailing slash. */
  base: string
  close(): Promise<void>
}

const types: Record<string, string> = {
  '.rss': 'application/rss+xml; charset=utf-8',
  '.rdf': 'application/rdf+xml; charset=utf-8',
  '.atom': 'application/atom+xml; charset=utf-8',
  '.json': 'application/feed+json',
  '.html': 'text/html; charset=utf-8',
  '.jpg': 'image/jpeg',
}

/** Serves the sample feeds for a day, and their pictures, on a free port of loopback. */
export async function serveSamples(folder: string, day: SampleDay): Promise<SampleServer> {
  const files = new Map<string, string>()
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    const body = files.get(path.slice(1)) ?? picture(folder, path)
    response.writeHead(body === null ? 404 : 200, { 'content-type': types[extname(path)] ?? 'text/plain' })
    response.end(body ?? 'There is no such sample file.')
  })
  const base = `http://${loopbackAddress}:${await listen(server)}`
  for (const { name, text } of sampleFeeds(folder, day, base)) files.set(name, text)
  return {
    base,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function picture(folder: string, path: string): Buffer | null {
  const name = /^\/pictures\/([\w-]+\.jpg)$/.exec(path)?.[1]
  try {
    return name === undefined ? null : readFileSync(join(folder, 'pictures', name))
  } catch {
    return null
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, loopbackAddress, resolve)
  })
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
