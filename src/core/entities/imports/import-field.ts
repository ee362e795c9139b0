/**
 * What a column of a list can hold. `status`: active, unsubscribed, suppressed or pending, in the words of common services;
 * `left_on`, `reason`: of who must not be e-mailed; `agreed_on`, `agreed_ip`: of the consent that the old service kept; `data`: JSON of a
 * service, which may have tags and notes in it.
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

/** What the columns of a list hold, in their order; null for one that is not read. */
export type ListColumns = readonly (ImportField | null)[]
