import { sendMessages } from '../../services/sending/outbox/send-messages.ts'
import type { Handler } from './handler.ts'

/** Sends messages. */
export const outbox: Handler = { run: sendMessages, isConcurrent: false }
