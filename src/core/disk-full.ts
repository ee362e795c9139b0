/** SQLite's, the file system's (also of a quota) and PostgreSQL's own names of it. SQLite has another for its shared memory. */
const codes = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT', '53100'])

/** Whether anything thrown, or what caused it, says that there was no space left to write. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && codes.has(String(error.code))) || isDiskFull(error.cause)
}
