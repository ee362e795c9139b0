import type { SuppressedDomain, Suppression, SuppressionProof } from '../../core/entities/suppression.ts'

export const dayOf = (at: Temporal.Instant): string => at.toString().slice(0, 10)

/** The addresses that a domain covers, in words. */
export const covers = ({
  domain,
  withSubdomains,
}: Pick<SuppressedDomain, 'domain' | 'withSubdomains'>): string =>
  withSubdomains ? `${domain} and its subdomains` : domain

export function proofInWords({ reportId, importId, actor }: SuppressionProof): string {
  if (reportId !== null) return `report ${reportId}`
  if (importId !== null) return `import ${importId}`
  return actor === null ? 'not known' : `by ${actor}`
}

/** Who is suppressed, for a line of output: an address that belongs to nobody in the lists is known only by its hash. */
export function whoOf({ email, hash, isErased }: Suppression): string {
  if (email !== null) return email
  return `(hash ${hash.slice(0, 8)}, ${isErased ? 'erased reader' : 'not a subscriber'})`
}

/** In the form of `--json`. */
export function asJson({ email, hash, reason, at, isErased, proof }: Suppression) {
  return { email, hash, reason, at: at.toString(), isErased, ...proof }
}

export const domainAsJson = ({ domain, withSubdomains, reason, at, actor }: SuppressedDomain) => ({
  domain,
  withSubdomains,
  reason,
  at: at.toString(),
  actor,
})
