import { checkWarmUp } from '../../services/sending/warm-up/check-bars.ts'
import type { Handler } from './handler.ts'

/** Pauses a warm-up whose bounces or complaints exceed their limit. */
export const warmUp: Handler = { run: checkWarmUp, isConcurrent: false }
