/**
 * The possible contents of a column. `status`: active, unsubscribed, suppressed or pending, in the terms of common services; `left_on`,
 * `reason`: for people who must not be e-mailed; `agreed_on`, `agreed_ip`: consent recorded by the previous service; `data`: JSON of a
 * service, which may contain tags and notes.
 */
export const importFields = [
  'email',
  'name',
  'first_name',
  'last_name',
  'topics',
  'days',
  'hour',
  'time_zone',
  'digest',
  'status',
  'left_on',
  'reason',
  'agreed_on',
  'agreed_ip',
  'agreed_how',
  'tags',
  'note',
  'data',
] as const
export type ImportField = (typeof importFields)[number]

/** The contents of a list's columns in order; null for one that is not read. */
export type ListColumns = readonly (ImportField | null)[]
