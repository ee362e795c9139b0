import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { notFound } from '../../kit/errors.ts'
import type { WebContext } from '../../web-context.ts'

/** A file that pages of the desk load, named by its content, so that it can be cached forever. */
export interface Asset {
  /** Path below the public URL. */
  path: string
  /** Of its bytes, for the browser to verify (W3C Subresource Integrity). */
  integrity: string
}

interface KeptAsset extends Asset {
  name: string
  type: string
  text: string
}

/** The desk's style sheet, and its scripts in the order in which they run. */
export interface Assets {
  style: Asset
  scripts: readonly Asset[]
  /** Only for the page of a day. */
  today: Asset
  /** Loaded by `today` once something can be dragged. */
  sortable: Asset
  named(name: string): { type: string; text: string } | null
}

const javascript = 'text/javascript; charset=utf-8'

/** Reads the files that the desk's pages load: installed libraries, and our own. */
export function openAssets(templatesDir: string): Assets {
  const require = createRequire(import.meta.url)
  const own = (file: string): string => join(templatesDir, 'desk', file)
  const style = asset(
    'desk.css',
    'text/css; charset=utf-8',
    join(templatesDir, 'colors.css'),
    own('desk.css'),
    join(templatesDir, 'admin', 'admin.css'),
  )
  const scripts = [
    // In one file: htmx starts on a timer, which may fire before the next file runs.
    asset(
      'htmx.js',
      javascript,
      require.resolve('htmx.org/dist/htmx.min.js'),
      require.resolve('htmx.org/dist/ext/hx-sse.min.js'),
    ),
    asset('tinykeys.js', javascript, join(require.resolve('tinykeys'), '../tinykeys.umd.js')),
    asset('desk.js', javascript, own('desk.js')),
  ]
  const today = asset('today.js', javascript, own('today.js'))
  const sortable = asset('sortable.js', javascript, require.resolve('sortablejs/Sortable.min.js'))
  const all = new Map([style, ...scripts, today, sortable].map((one) => [one.name, one]))
  return { style, scripts, today, sortable, named: (name) => all.get(name) ?? null }
}

function asset(file: string, type: string, ...paths: string[]): KeptAsset {
  // A source map would be requested, and is not served.
  const text = paths
    .map((path) => readFileSync(path, 'utf8').replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, '\n'))
    .join('')
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12)
  const name = file.replace('.', `-${hash}.`)
  const integrity = `sha384-${createHash('sha384').update(text).digest('base64')}`
  return { name, type, text, path: `desk/assets/${name}`, integrity }
}

export function registerAssets(desk: FastifyInstance, site: WebContext, assets: Assets): void {
  desk.get<{ Params: { name: string } }>(
    '/assets/:name',
    { config: { permission: 'anyone' } },
    async (request, reply) => {
      const found = assets.named(request.params.name)
      if (!found) return notFound(site, reply)
      return reply
        .type(found.type)
        .header('cache-control', 'public, max-age=31536000, immutable')
        .send(found.text)
    },
  )
}
