import type { Check } from './check.ts'
import { embargo } from './blocking/embargo.ts'
import { emptySubject } from './blocking/empty-subject.ts'
import { marks } from './blocking/marks.ts'
import { postalAddress } from './blocking/postal-address.ts'
import { privateLinks } from './blocking/private-links.ts'
import { repeats } from './blocking/repeats.ts'
import { size } from './blocking/size.ts'
import { corrections } from './warning/corrections.ts'
import { cutSummary } from './warning/cut-summary.ts'
import { deadLinks } from './warning/dead-links.ts'
import { heavyPictures } from './warning/heavy-pictures.ts'
import { pictureText } from './warning/picture-text.ts'
import { silentSources } from './warning/silent-sources.ts'
import { smallVariants } from './warning/small-variants.ts'
import { subjectLength } from './warning/subject-length.ts'
import { subjectRepeated } from './warning/subject-repeated.ts'
import { unreadPages } from './warning/unread-pages.ts'

/** Every check, blocking ones first. */
export const checks: readonly Check[] = [
  size,
  marks,
  embargo,
  privateLinks,
  emptySubject,
  repeats,
  postalAddress,
  subjectLength,
  subjectRepeated,
  pictureText,
  heavyPictures,
  cutSummary,
  deadLinks,
  smallVariants,
  silentSources,
  corrections,
  unreadPages,
]

/** The check with this name, if there is one. */
export const checkNamed = (name: string): Check | undefined => checks.find((check) => check.name === name)
