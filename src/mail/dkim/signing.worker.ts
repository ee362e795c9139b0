import { sign, type KeyObject } from 'node:crypto'
import { parentPort } from 'node:worker_threads'

let key: KeyObject | null = null

/** Receives a key, or texts to sign with the last one; returns base64 signatures in order. */
parentPort?.on('message', (message: KeyObject | string[]) => {
  if (!Array.isArray(message)) key = message
  else if (key) {
    const signer = key
    parentPort?.postMessage(
      message.map((text) => sign('sha256', Buffer.from(text, 'latin1'), signer).toString('base64')),
    )
  }
})
