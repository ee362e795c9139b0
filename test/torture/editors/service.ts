import { once } from 'node:events'
import { startCommand } from '../place/newsroom.ts'

/** `serve` at one address, killed and started again. */
export interface Service {
  /** Resolves once pages are served, by the current process or the next one. */
  ready(): Promise<void>
  /** SIGKILL, then a new process. */
  kill(): Promise<void>
  /** SIGTERM; returns how it ended. */
  stop(): Promise<{ code: number | null; stderr: string }>
}

/** Starts it; `env` names its newsroom. */
export function startService(cwd: string, env: Record<string, string>): Service {
  let running = Promise.resolve(start(cwd, env))
  return {
    async ready() {
      // If it is killed meanwhile, another one follows.
      for (let known: typeof running | null = null; known !== running;) {
        known = running
        await (
          await known
        ).ready
      }
    },
    async kill() {
      running = running.then(async ({ child, ended }) => {
        child.kill('SIGKILL')
        await ended
        return start(cwd, env)
      })
      await (
        await running
      ).ready
    },
    async stop() {
      const { child, ended } = await running
      child.kill('SIGTERM')
      return ended
    },
  }
}

function start(cwd: string, env: Record<string, string>) {
  const child = startCommand(cwd, ['serve'], env)
  let stderr = ''
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stderr }))
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.resume()
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
      if (stderr.includes('scheduler wakes')) resolve()
    })
    ended.then(({ code }) => reject(new Error(`serve ended with ${code}: ${stderr}`)), reject)
  })
  // Whoever waits for it gets the error; perhaps nobody does.
  ready.catch(() => undefined)
  return { child, ended, ready }
}
