import type { SuppressedDomain, Suppression, SuppressionProof } from '../../core/entities/suppression.ts'

export const dayOf = (at: Temporal.Instant): string => at.toString().slice(0, 10)

/** What a domain covers. */
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

/** Who is suppressed, as a line shows it: nobody’s address is known by its hash alone. */
export function whoOf({ email, hash, isErased }: Suppression): string {
  if (email !== null) return email
  return `(hash ${hash.slice(0, 8)}, ${isErased ? 'erased reader' : 'not a subscriber'})`
}

/** As `--json` has it. */
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
