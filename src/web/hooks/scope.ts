import { largestReport } from '../kit/limits/limits.ts'
import { pagePolicy } from '../kit/policy.ts'
import type { Scope } from '../kit/scope.ts'
import { registerHooks } from './hooks.ts'

/** Called by services that deliver e-mails: no pages, no cookies, and every request carries proof of its sender. */
export const hookScope: Scope = {
  name: 'hooks',
  prefix: '/hooks',
  policy: pagePolicy,
  largestBody: largestReport,
  access: 'readers',
  takesBytes: true,
  pages: [registerHooks],
}
