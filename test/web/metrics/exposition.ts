/** A parsed metric: its type, and its values by `name{label="value",…}`. */
export interface Family {
  type: string
  help: string
  values: Map<string, number>
}

const sample =
  /^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? ([-+]?(?:\d+(?:\.\d+)?(?:e[-+]?\d+)?|Inf)|NaN)$/i

/**
 * Parses Prometheus' text format (exposition formats, version 0.0.4) strictly. Throws for an invalid line, a sample before its
 * HELP and TYPE, a duplicate series, and a histogram whose buckets do not add up.
 */
export function readExposition(text: string): Map<string, Family> {
  if (!text.endsWith('\n')) throw new Error('the last line does not end')
  const families = new Map<string, Family>()
  let current = ''
  let help = ''
  for (const line of text.split('\n')) {
    if (line === '') continue
    const [, kind, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? []
    if (kind === 'HELP') {
      if (families.has(name)) throw new Error(`${name} comes twice`)
      help = rest
      current = name
    } else if (kind === 'TYPE') {
      if (name !== current || !/^(?:counter|gauge|histogram|summary)$/.test(rest)) throw new Error(line)
      families.set(name, { type: rest, help, values: new Map() })
    } else put(families.get(current), current, line)
  }
  for (const [name, family] of families) if (family.type === 'histogram') checkBuckets(name, family)
  return families
}

function put(family: Family | undefined, current: string, line: string): void {
  const [, name = '', labels = '', value = ''] = sample.exec(line) ?? []
  const own = family?.type === 'histogram' ? name.replace(/_(?:bucket|sum|count)$/, '') : name
  if (!family || own !== current) throw new Error(`no sample of ${current}: ${line}`)
  const series = `${name}{${labels}}`
  if (family.values.has(series)) throw new Error(`${series} comes twice`)
  family.values.set(series, Number(value.replace('Inf', 'Infinity')))
}

function checkBuckets(name: string, { values }: Family): void {
  const last = new Map<string, number>()
  for (const [series, value] of values) {
    if (!series.startsWith(`${name}_bucket{`)) continue
    const others = series
      .slice(`${name}_bucket`.length)
      .replace(/(?<=[{,])le="[^"]*",?/, '')
      .replace(',}', '}')
    if (value < (last.get(others) ?? 0)) throw new Error(`${series} is less than the bucket before it`)
    last.set(others, value)
  }
  for (const [others, value] of last)
    if (values.get(`${name}_count${others}`) !== value)
      throw new Error(`${name}_count${others} is not ${value}`)
}

/** One value; undefined if there is no such series. */
export const valueOf = (families: Map<string, Family>, series: string): number | undefined =>
  families.get(series.replace(/\{.*/, ''))?.values.get(series.includes('{') ? series : `${series}{}`)
