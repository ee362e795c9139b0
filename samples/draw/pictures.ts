import {
  controlRoom,
  containmentSuite,
  council,
  enrichmentHall,
  laboratory,
  readingRoom,
} from './interiors.ts'
import { depot, gate, marsh } from './grounds.ts'
import { coast, convoy, northCape, radar, reactor } from './landscapes.ts'
import { powerLines, railYard } from './lines.ts'
import { harbour, oldTown, treatyHall } from './works.ts'
import type { Chance } from './strokes.ts'

/** Every illustration, by its file's name. */
export const pictures: Record<string, (chance: Chance) => string> = {
  'coast-dawn': coast,
  'containment-suite': containmentSuite,
  'control-room': controlRoom,
  'council-chamber': council,
  'depot-bunkers': depot,
  'enrichment-hall': enrichmentHall,
  'harbour-cranes': harbour,
  'hillside-gate': gate,
  laboratory,
  'night-convoy': convoy,
  'north-cape': northCape,
  'old-town': oldTown,
  'power-lines': powerLines,
  'radar-hill': radar,
  'rail-yard': railYard,
  'reactor-lake': reactor,
  'reading-room': readingRoom,
  'reed-marsh': marsh,
  'treaty-hall': treatyHall,
}
