import { fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Fault, Order, Plan, ServerMessage } from './server-orders.ts'

/** The counting server, as a suite sees it. */
export interface Server {
  url: string
  /** What it has accepted, in order: every line was synced before its 250. */
  taken(): Promise<{ recipient: string; messageId: string }[]>
  /** Breaks down like this from now on; null repairs it. */
  breakDown(fault: Fault | null): Promise<void>
  /** Resolves once a breakdown has occurred as often as requested. */
  broken(): Promise<void>
  /** Resolves once the plan was carried out, with its moment. */
  plan(plan: Plan): Promise<Extract<ServerMessage, { kind: 'planned' }>>
  /** Drops plans that were not carried out. */
  forget(): Promise<void>
  close(): Promise<void>
}

/** Starts one that writes what it accepts to a file in `folder`. */
export async function startServer(folder: string): Promise<Server> {
  const file = join(folder, 'taken.tsv')
  const child = fork(join(import.meta.dirname, 'counting-server.ts'), [file], { stdio: 'inherit' })
  const awaited: { wants: ServerMessage['kind']; resolve: (message: ServerMessage) => void }[] = []
  child.on('message', (message: ServerMessage) => {
    const index = awaited.findIndex(({ wants }) => wants === message.kind)
    if (index !== -1) awaited.splice(index, 1)[0]?.resolve(message)
  })
  const next = <T extends ServerMessage['kind']>(wants: T) =>
    new Promise<Extract<ServerMessage, { kind: T }>>((resolve) => {
      awaited.push({ wants, resolve: (message) => resolve(message as Extract<ServerMessage, { kind: T }>) })
    })
  const order = async (message: Order): Promise<void> => {
    const ordered = next('ordered')
    child.send(message)
    await ordered
  }
  const { port } = await next('port')
  return {
    url: `smtp://127.0.0.1:${port}`,
    async taken() {
      const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1)
      return lines.map((line) => {
        const [recipient = '', messageId = ''] = line.split('\t')
        return { recipient, messageId }
      })
    },
    breakDown: (fault) => order({ fault }),
    broken: async () => void (await next('broken')),
    async plan(plan) {
      const planned = next('planned')
      await order({ plan })
      return planned
    },
    async forget() {
      for (let index = awaited.length - 1; index >= 0; index -= 1)
        if (awaited[index]?.wants === 'planned') awaited.splice(index, 1)
      await order({ forget: true })
    },
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.disconnect()
      await ended
    },
  }
}
