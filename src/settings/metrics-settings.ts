import { z } from 'zod'

/** The address on which metrics are served. */
export interface MetricsAddress {
  /** An IP address or a name. */
  host: string
  port: number
}

const form = /^(?:\[([\da-f:.]+)\]|([\w.-]+)):(\d{1,5})$/i

/** `127.0.0.1:9464`, `[::1]:9464` or `localhost:9464`. */
const metricsAddress = z
  .string()
  .regex(form, 'must be an address and a port: 127.0.0.1:9464 or [::1]:9464')
  .transform((text): MetricsAddress => {
    const [, ip6, host, port] = form.exec(text) ?? []
    return { host: ip6 ?? host ?? '', port: Number(port) }
  })
  .refine(({ port }) => port <= 65_535, 'must have a port from 0 to 65535')

export const metricsShape = {
  DAYWIRE_METRICS: metricsAddress
    .optional()
    .describe(
      'Address on which metrics are served to Prometheus, without a login: 127.0.0.1:9464; if not set, they are not served. Each process of a host needs one of its own',
    ),
}
