import { open } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { type Conversation, converse } from './conversation.ts'
import type { Fault, Moment, Order, Plan, ServerMessage } from './server-orders.ts'

/**
 * An SMTP server in a separate process, controlled by its parent: it breaks down at a stage, or sends a signal to the sender at the nth
 * moment of a conversation. Each recipient of an accepted e-mail is in a synced file before the 250 is sent, so that accepted e-mails are
 * known whatever happens to the sender.
 */

const [file = ''] = process.argv.slice(2)
const taken = await open(file, 'a')
const send = (message: ServerMessage): void => void process.send?.(message)

const state = { fault: null as Fault | null, hit: 0, plans: [] as Plan[], held: [] as (() => void)[] }
let repaired = Promise.withResolvers<void>()
const waiting: { line: string; done: () => void }[] = []
let writing: Promise<void> | null = null

/** Writes what is waiting with one sync, then sends the replies. */
async function write(): Promise<void> {
  while (waiting.length > 0) {
    const lot = waiting.splice(0)
    await taken.appendFile(lot.map(({ line }) => `${line}\n`).join(''))
    await taken.datasync()
    for (const { done } of lot) done()
  }
}

const counting: Conversation = {
  fault(stage) {
    const { fault } = state
    if (fault?.stage !== stage) return null
    state.hit += 1
    const hits = state.hit - (fault.after ?? 0)
    if (hits === fault.times) send({ kind: 'broken' })
    return hits < 1 || hits > fault.times ? null : fault.kind
  },
  moment(moment) {
    for (const plan of state.plans) {
      plan.moments -= 1
      if (plan.moments === 0) carryOut(plan, moment)
    }
    state.plans = state.plans.filter((plan) => plan.moments > 0)
  },
  repaired: () => repaired.promise,
  take(recipient, messageId) {
    return new Promise((done) => {
      waiting.push({ line: `${recipient}\t${messageId}`, done })
      writing ??= write().finally(() => (writing = null))
    })
  },
}

/** A signal delayed by some milliseconds arrives between two moments of the conversation. */
function carryOut({ pid, signal, after }: Plan, moment: Moment): void {
  const act = (): void => {
    const sent = signal === null || isAlive(pid)
    if (sent && signal !== null) process.kill(pid, signal)
    send({ kind: 'planned', moment, sent })
  }
  if (after === 0) act()
  else setTimeout(act, after)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const server = createServer((socket) => converse(socket, counting))
process.on('message', (order: Order) => {
  if ('fault' in order) {
    Object.assign(state, { fault: order.fault, hit: 0 })
    repaired.resolve()
    repaired = Promise.withResolvers<void>()
  }
  if ('forget' in order) state.plans = []
  if ('plan' in order) state.plans.push(order.plan)
  send({ kind: 'ordered' })
})
process.once('disconnect', () => process.exit(0))
server.listen(0, '127.0.0.1', () => send({ kind: 'port', port: (server.address() as AddressInfo).port }))
