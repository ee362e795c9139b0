import type { ExportedReader } from '../../../core/entities/readers/exported-reader.ts'

/** A reader as a line of JSON. Instants are formatted here, because `JSON.stringify` takes twice as long with them. */
export function jsonLine(reader: ExportedReader, digest: string): string {
  const { suppressed, agreed } = reader
  const line = {
    digest,
    email: reader.email,
    name: reader.name,
    status: reader.status,
    topics: reader.topics,
    days: reader.days,
    hour: reader.hour,
    timeZone: reader.timeZone,
    since: reader.since.toString(),
    pausedUntil: reader.pausedUntil?.toString() ?? null,
    leftAt: reader.leftAt?.toString() ?? null,
    suppressed: suppressed && { reason: suppressed.reason, at: suppressed.at.toString() },
    tags: reader.tags,
    agreed: agreed && { at: agreed.at.toString(), ip: agreed.ip, how: agreed.how },
  }
  return `${JSON.stringify(line)}\n`
}
