/** Codes of SQLite, the file system (including quotas) and PostgreSQL. SQLite has a separate one for its shared memory. */
const codes = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT', '53100'])

/** Whether an error, or its cause, says that no space was left to write. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && codes.has(String(error.code))) || isDiskFull(error.cause)
}
