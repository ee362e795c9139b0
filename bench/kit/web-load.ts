import { Writable } from 'node:stream'
import { Pool } from 'undici'

/**
 * Requests one URL over many connections at once, for a while, and prints as JSON the number of complete answers and the seconds. It is a
 * separate process, so that it does not share the server's CPU time.
 *
 *   node bench/kit/web-load.ts URL CONNECTIONS SECONDS
 */

const url = new URL(process.argv[2] ?? '')
const connections = Number(process.argv[3])
const seconds = Number(process.argv[4])

const pool = new Pool(url.origin, { connections, pipelining: 1 })
const request = { path: url.pathname, method: 'GET' } as const
const into = ({ statusCode }: { statusCode: number }) => {
  if (statusCode !== 200) throw new Error(`${url.href} answered ${statusCode}`)
  return new Writable({ write: (_chunk, _encoding, done) => done() })
}
const begun = performance.now()
const until = begun + seconds * 1000
let answers = 0
await Promise.all(
  Array.from({ length: connections }, async () => {
    while (performance.now() < until) {
      await pool.stream(request, into)
      answers += 1
    }
  }),
)
const took = (performance.now() - begun) / 1000
await pool.close()
console.log(JSON.stringify({ answers, seconds: took }))
