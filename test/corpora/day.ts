import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * Makes the edition of 12 December 2008 from the news feeds of that day, if they are available:
 * `node test/corpora/day.ts [FOLDER]`. Its output and the e-mails it leaves are read by a person.
 */
const corpus = resolve(process.argv[2] ?? '../shared/corpora/day-2008-12-12')
const root = resolve(import.meta.dirname, '../..')
const date = '2008-12-12'
const languages = { arabic: 'ar', lemonde: 'fr', lexpress: 'fr', rfi: 'fr', spiegel: 'de', telepolis: 'de' }
const languageOf = (file: string) =>
  Object.entries(languages).find(([name]) => file.includes(name))?.[1] ?? 'en'

if (!existsSync(corpus)) {
  console.log(`${corpus} is not here: nothing to make the day's edition from`)
  process.exit(0)
}

const feeds = readdirSync(corpus).filter((file) => /\.(xml|rss|atom|rdf)$/.test(file))
const server = createServer((request, response) => {
  const file = feeds.find((name) => `/${name}` === request.url)
  response.writeHead(file ? 200 : 404, { 'content-type': 'application/xml' })
  response.end(file ? readFileSync(join(corpus, file)) : '')
})
await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
const address = server.address()
const port = typeof address === 'object' && address ? address.port : 0

const folder = mkdtempSync(join(tmpdir(), 'daywire-day-'))
mkdirSync(join(folder, 'data'))
const seed = JSON.parse(readFileSync(join(root, 'newsroom.json'), 'utf8')) as {
  digests: { schedule: object }[]
}
writeFileSync(
  join(folder, 'newsroom.json'),
  JSON.stringify({
    ...seed,
    digests: seed.digests.map((digest) => ({
      ...digest,
      schedule: { ...digest.schedule, hour: '23:30', cutoff: '23:00', timeZone: 'UTC' },
    })),
    sources: feeds.map((file) => ({
      name: file.replace(/\.\w+$/, ''),
      kind: 'feed',
      location: `http://127.0.0.1:${port}/${file}`,
      section: 'news',
      language: languageOf(file),
      weight: 1,
      pictures: 'none',
      timeZone: null,
      options: {},
      rules: [],
    })),
  }),
)
writeFileSync(
  join(folder, 'list.csv'),
  'email,topics\nall@example.org,\nnuclear@example.org,nuclear;missiles\nterror@example.org,terrorism\n',
)

server.unref()

async function daywire(...args: string[]): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'src/main.ts'), ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], DAYWIRE_LOOPBACK_SOURCES: '1', DAYWIRE_LOG: 'error' },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const code = await new Promise<number | null>((ended) => child.once('close', ended))
  if (code !== 0) throw new Error(`daywire ${args.join(' ')} ended with ${code}`)
}

await daywire('init')
await daywire('subscribers', 'import', 'list.csv')
await daywire('run', '--date', date)
await daywire('preview', '--date', date, '--format', 'text')
await daywire('preview', '--date', date, '--format', 'html', '--out', 'preview.html')
console.log(`mails: ${join(folder, 'data', 'mailbox')}; preview: ${join(folder, 'preview.html')}`)
server.close()
