import type { Rule } from '../../../core/entities/newsroom.ts'

/** A rule as people write it: `leave-out category Sports, Weather`. */
export const ruleInWords = ({ action, where, any }: Rule): string => `${action} ${where} ${any.join(', ')}`
