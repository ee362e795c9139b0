import { fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Fault, Order, Plan, Told } from './server-orders.ts'

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
  plan(plan: Plan): Promise<Extract<Told, { told: 'planned' }>>
  /** Drops plans that were not carried out. */
  forget(): Promise<void>
  close(): Promise<void>
}

/** Starts one that writes what it accepts to a file in `folder`. */
export async function startServer(folder: string): Promise<Server> {
  const file = join(folder, 'taken.tsv')
  const child = fork(join(import.meta.dirname, 'counting-server.ts'), [file], { stdio: 'inherit' })
  const told: { wants: Told['told']; resolve: (told: Told) => void }[] = []
  child.on('message', (message: Told) => {
    const index = told.findIndex(({ wants }) => wants === message.told)
    if (index !== -1) told.splice(index, 1)[0]?.resolve(message)
  })
  const next = <T extends Told['told']>(wants: T) =>
    new Promise<Extract<Told, { told: T }>>((resolve) => {
      told.push({ wants, resolve: (message) => resolve(message as Extract<Told, { told: T }>) })
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
      for (let index = told.length - 1; index >= 0; index -= 1)
        if (told[index]?.wants === 'planned') told.splice(index, 1)
      await order({ forget: true })
    },
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.disconnect()
      await ended
    },
  }
}
