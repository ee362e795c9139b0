import type { Rule } from '../../../core/entities/newsroom.ts'

/** A rule in written form: `leave-out category Sports, Weather`. */
export const ruleInWords = ({ action, where, any }: Rule): string => `${action} ${where} ${any.join(', ')}`
