import type { Form } from '../topics/forms.ts'
import { tokens } from '../topics/tokens.ts'

/** Synonyms in reports of one event; the first replaces the others. Singular, as keys are. */
const wordings = [
  'earthquake quake tremor temblor',
  'explosion blast exploded explode explodes detonation',
  'killed dead died dies death slain fatality kill',
  'injured wounded hurt injury',
  'arrested detained arrest detains detain',
  'jailed imprisoned sentenced jail sentence',
  'shakes rattles jolts shook rattled jolted rock rocked',
  'plane aircraft jet airliner',
  'ship vessel freighter ferry boat',
  'sinks sank capsizes capsized',
  'market bazaar',
  'bomb bombing device',
  'ceasefire truce',
  'typhoon cyclone hurricane',
  'fire blaze',
  'storehouse warehouse depot',
]

const replacements = new Map<string, Form>(
  wordings.flatMap((words) => {
    const [first, ...others] = tokens(words).map(({ form }) => form)
    return first ? others.map(({ key }): [string, Form] => [key, first]) : []
  }),
)

/** True for a word that is replaced by a synonym. */
export const hasOtherWording = ({ key }: Form): boolean => replacements.has(key)

/** The word that replaces this one and its synonyms. */
export const inOneWording = (form: Form): Form => replacements.get(form.key) ?? form
