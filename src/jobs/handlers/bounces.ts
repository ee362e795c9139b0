import { readBounceMailbox } from '../../services/feedback/read-bounce-mailbox.ts'
import type { Handler } from './handler.ts'

/** Reads the bounce mailbox. */
export const bounces: Handler = { run: readBounceMailbox, isConcurrent: false }
