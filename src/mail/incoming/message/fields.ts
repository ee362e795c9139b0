/** Groups of `Name: value` lines in delivery statuses and feedback reports (RFC 3464 §2.1.1), by lower-case name. */
export type Fields = ReadonlyMap<string, string>

const mostGroups = 1000
/** A field with which some servers begin another group without an empty line. */
const begins = new Set(['final-recipient'])

/** Reads groups separated by empty lines. Continuation lines begin with white space; if a name repeats within a group, the first counts. */
export function readGroups(text: string): Fields[] {
  const groups: Map<string, string>[] = []
  let group = new Map<string, string>()
  let name = ''
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') {
      if (group.size > 0) groups.push(group)
      if (groups.length >= mostGroups) return groups
      group = new Map()
      name = ''
    } else if (/^\s/.test(line)) {
      if (name !== '') group.set(name, `${group.get(name) ?? ''} ${line.trim()}`)
    } else {
      const colon = line.indexOf(':')
      const own = line.slice(0, Math.max(colon, 0)).trim().toLowerCase()
      if (begins.has(own) && group.has(own)) {
        groups.push(group)
        group = new Map()
      }
      name = group.has(own) || !/^[\w-]{1,80}$/.test(own) ? '' : own
      if (name !== '') group.set(name, line.slice(colon + 1).trim())
    }
  }
  if (group.size > 0) groups.push(group)
  return groups
}
