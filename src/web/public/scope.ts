import { largestBody } from '../kit/limits/limits.ts'
import { pagePolicy } from '../kit/policy.ts'
import type { Scope } from '../kit/scope.ts'
import { registerChoices } from './choices.ts'
import { registerEdition } from './edition.ts'
import { registerMedia } from './media.ts'
import { registerReading } from './reading/reading.ts'
import { registerStyle } from './style.ts'
import { registerUnsubscribe } from './unsubscribe.ts'

/** The readers' pages. */
export const publicScope: Scope = {
  prefix: '',
  policy: pagePolicy,
  largestBody,
  access: 'readers',
  pages: [
    registerReading,
    registerEdition,
    registerUnsubscribe,
    registerChoices,
    registerMedia,
    registerStyle,
  ],
}
