import { readBounceMailbox } from '../../services/feedback/read-bounce-mailbox.ts'
import type { Handler } from './handler.ts'

/** Takes in what came back. */
export const bounces: Handler = { run: readBounceMailbox, isConcurrent: false }
