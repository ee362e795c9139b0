import { catchUp } from '../../services/editions/composing/advance-editions.ts'
import type { Handler } from './handler.ts'

/** Makes editions whose cutoff passed while nothing was running. */
export const late: Handler = {
  run: (context, signal) => catchUp(context, signal),
  isConcurrent: false,
}
