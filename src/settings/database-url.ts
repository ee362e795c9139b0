import { z } from 'zod'

/** Otherwise a part of the password would count as the host, and errors of connections name their host. */
const encoded = /^(?!postgres)|^\w+:\/\/[^/?#]*(?:\/[^@?#]*)?(?:\?[^#]*)?$/

/** The address of the database. No fault repeats it, because it may contain a password. */
export const databaseUrl = z
  .string()
  .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'must be sqlite:<path> or postgres://…')
  .regex(encoded, 'must have the characters @ / ? # and % of user and password percent-encoded')
