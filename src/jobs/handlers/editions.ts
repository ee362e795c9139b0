import { advanceEditions } from '../../services/editions/composing/advance-editions.ts'
import type { Handler } from './handler.ts'

/** Makes and starts editions. */
export const editions: Handler = { run: advanceEditions, isConcurrent: false }
