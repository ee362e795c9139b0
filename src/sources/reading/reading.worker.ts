import { parentPort } from 'node:worker_threads'
import { reasonOf } from '../../core/errors.ts'
import { said, text } from '../../core/said/said.ts'
import type { RawDocument } from './document.ts'
import { readers } from './readers.ts'
import { toWire, type Wire } from './wire.ts'

async function read(kind: string, document: RawDocument): Promise<Wire> {
  try {
    const reader = readers[kind]
    if (!reader) throw new Error(`no reader for documents of kind ${kind}`)
    const read = await reader()
    return toWire(await read(document))
  } catch (error) {
    const reason = said('cannot-read', { file: document.where, why: text(reasonOf(error)) })
    return { ok: false, reason, problem: 'malformed' }
  }
}

/** Handles one document at a time; the owner ends this thread if it takes too long or too much memory. */
parentPort?.on('message', ({ kind, document }: { kind: string; document: RawDocument }) => {
  void read(kind, document).then((wire) => parentPort?.postMessage(wire))
})
