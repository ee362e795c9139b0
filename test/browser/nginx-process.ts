import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const certificate = join(import.meta.dirname, '../mail/certificate')

interface Ports {
  plain: number
  tls: number
  /** Of the pages. */
  behind: number
}

/** `docs/nginx.conf` with this machine's ports and certificate, and otherwise only the changes of `also`. */
async function siteOf(ports: Ports, also: (site: string) => string): Promise<string> {
  const changes = [
    ['server 127.0.0.1:8080;', `server 127.0.0.1:${ports.behind};`],
    ['listen 80;', `listen 127.0.0.1:${ports.plain};`],
    ['listen [::]:80;', ''],
    ['listen 443 ssl http2;', `listen 127.0.0.1:${ports.tls} ssl http2;`],
    ['listen [::]:443 ssl http2;', ''],
    ['server_name news.example.org;', 'server_name localhost;'],
    ['/etc/letsencrypt/live/news.example.org/fullchain.pem', join(certificate, 'cert.pem')],
    ['/etc/letsencrypt/live/news.example.org/privkey.pem', join(certificate, 'key.pem')],
  ] as const
  const written = await readFile(join(import.meta.dirname, '../../docs/nginx.conf'), 'utf8')
  const site = changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`docs/nginx.conf has no “${from}”`)
    return text.replaceAll(from, to)
  }, written)
  return also(site)
}

/** Starts nginx on this machine, with its output in a temporary folder; returns a function that stops it. */
export async function startNginx(ports: Ports, also = (site: string) => site): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'daywire-nginx-'))
  await mkdir(join(folder, 'temp'))
  await writeFile(join(folder, 'site.conf'), await siteOf(ports, also))
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/temp/${name};`,
  )
  const main = `${process.getuid?.() === 0 ? 'user root;' : ''}
    worker_processes 1; daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
    events {}
    http { access_log off; ${temp.join(' ')} include ${folder}/site.conf; }`
  await writeFile(join(folder, 'nginx.conf'), main)
  const child = spawn('nginx', ['-e', join(folder, 'error.log'), '-c', join(folder, 'nginx.conf')], {
    // Debian installs it where only root looks.
    env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` },
    stdio: 'ignore',
  })
  const ended = new Promise<void>((done) => child.once('close', () => done()))
  const stop = async () => {
    child.kill('SIGQUIT')
    await ended
    await rm(folder, { recursive: true })
  }
  try {
    await listening(`http://127.0.0.1:${ports.plain}/`, child)
  } catch (cause) {
    const said = await readFile(join(folder, 'error.log'), 'utf8').catch(() => 'it is not installed')
    await stop()
    throw new Error(`nginx does not start: ${said}`, { cause })
  }
  return stop
}

async function listening(url: string, child: { exitCode: number | null }): Promise<void> {
  for (;;) {
    try {
      await fetch(url, { redirect: 'manual' })
      return
    } catch (error) {
      if (child.exitCode !== null) throw error
    }
    await new Promise((soon) => setTimeout(soon, 20))
  }
}
