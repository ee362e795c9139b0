import { execFile } from 'node:child_process'
import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import type { Backend } from './backends.ts'

/** A PostgreSQL server for one suite, which may break it. */
export interface Cluster {
  backend: Backend
  /** Ends at once, as in a power failure: what was not synced is lost, and clients are not notified. */
  stopAtOnce(): Promise<void>
  start(): Promise<void>
  /** False if it ended by itself. */
  isRunning(): Promise<boolean>
  remove(): Promise<void>
}

/** The location of a cluster. */
interface Places {
  /** Of its tables and, unless `isLogApart` is set, of its write-ahead log; a new folder by default. */
  disk?: string
  isLogApart?: boolean
}

interface Owner {
  uid?: number
  gid?: number
}

const run = promisify(execFile)

/** Where Debian installs programs that are not in the path. */
async function folderOfBinaries(): Promise<string> {
  const { stdout } = await run('sh', [
    '-c',
    'ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1',
  ])
  return stdout.trim()
}

/** PostgreSQL refuses to run as root; then the user that its package creates runs it. */
async function ownerOfServer(): Promise<Owner> {
  if (userInfo().uid !== 0) return {}
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'postgres'])))
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** For a small disk: log files of 1 MB, and few of them. */
const smallLog = { initdb: ['--wal-segsize=1'], settings: '-c min_wal_size=2MB -c max_wal_size=16MB' }

/** Creates one and starts it; null if PostgreSQL's programs are not on this machine. */
export async function openCluster({ disk, isLogApart }: Places = {}): Promise<Cluster | null> {
  const binaries = await folderOfBinaries()
  if (binaries === '') return null
  const owner = await ownerOfServer()
  const folder = await mkdtemp(join(tmpdir(), 'daywire-cluster-'))
  if (owner.uid !== undefined && owner.gid !== undefined) await chown(folder, owner.uid, owner.gid)
  const port = await freePort()
  const data = join(disk ?? folder, 'data')
  await mkdir(data, { mode: 0o700 })
  if (owner.uid !== undefined && owner.gid !== undefined) await chown(data, owner.uid, owner.gid)
  const call = async (program: string, ...args: string[]): Promise<void> =>
    void (await run(join(binaries, program), args, { ...owner, cwd: folder }))
  const settings = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 ${smallLog.settings}`
  const start = () => call('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', settings, 'start')
  const log = isLogApart ? ['-X', join(folder, 'log-of-writes')] : []
  await call('initdb', '-D', data, '-A', 'trust', '-U', 'postgres', ...smallLog.initdb, ...log)
  await start()
  return {
    backend: backendAt(`postgres://postgres@127.0.0.1:${port}`),
    stopAtOnce: () => call('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop'),
    start,
    isRunning: () =>
      call('pg_ctl', '-D', data, 'status').then(
        () => true,
        () => false,
      ),
    async remove() {
      await call('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop').catch(() => undefined)
      for (const path of [data, folder]) await rm(path, { recursive: true, force: true })
    },
  }
}

/** Its only database, which is deleted with the cluster, so that nothing keeps a connection to it. */
const backendAt = (server: string): Backend => ({
  name: 'PostgreSQL',
  async create() {
    const admin = new pg.Client({ connectionString: `${server}/postgres` })
    await admin.connect()
    await admin.query('create database daywire')
    await admin.end()
    return { url: `${server}/daywire`, drop: async () => undefined }
  },
})
