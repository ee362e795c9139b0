import { largestReport } from '../kit/limits/limits.ts'
import { pagePolicy } from '../kit/policy.ts'
import type { Scope } from '../kit/scope.ts'
import { registerHooks } from './hooks.ts'

/** What services call that deliver e-mails: no page, no cookie, and proof in each request. */
export const hookScope: Scope = {
  name: 'hooks',
  prefix: '/hooks',
  policy: pagePolicy,
  largestBody: largestReport,
  access: 'readers',
  takesBytes: true,
  pages: [registerHooks],
}
