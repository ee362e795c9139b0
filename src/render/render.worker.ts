import { parentPort, workerData } from 'node:worker_threads'
import { AppError, type FaultCode } from '../core/errors.ts'
import { text, type Said } from '../core/said/said.ts'
import type { Sheet } from '../core/entities/sheet.ts'
import { fromWire, toWire } from '../core/thread-wire.ts'
import { loadMjml } from './block-html.ts'
import { compileShell } from './compile-shell.ts'
import { openRenderer } from './renderer.ts'

/** A request to the thread. */
export type Asked = { kind: 'ready' } | { kind: 'digest'; sheet: unknown } | { kind: 'shell'; mjml: string }

/** The thread's response: the result, or a fault with its code and message. */
export type Answer = { made: unknown } | { fault: { code: FaultCode | null; says: Said } }

const renderer = openRenderer({ templatesDir: (workerData as { templatesDir: string }).templatesDir })

async function render(asked: Asked): Promise<unknown> {
  if (asked.kind === 'ready') {
    await loadMjml()
    return null
  }
  if (asked.kind === 'digest') return renderer.digest(fromWire<Sheet>(asked.sheet))
  return compileShell(asked.mjml)
}

function faultOf(error: unknown): Answer {
  if (error instanceof AppError) return { fault: { code: error.code, says: error.says } }
  return { fault: { code: null, says: text(error instanceof Error ? error.message : String(error)) } }
}

/** Handles one request at a time; the owner waits for each response. */
parentPort?.on('message', (asked: Asked) => {
  void render(asked)
    .then((made): Answer => ({ made: toWire(made) }), faultOf)
    .then((answer) => parentPort?.postMessage(answer))
})
