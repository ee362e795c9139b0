import { said } from '../../../../core/said/said.ts'
import { placeholdersIn } from '../../../newsroom/doctor/placeholders.ts'
import type { Check } from '../check.ts'
import { leavesThisMachine } from '../leaves-this-machine.ts'

/** Every e-mail must contain a postal address (CAN-SPAM §7704(a)(5)). In a trial the sample words are accepted. */
export const postalAddress: Check = {
  name: 'postal-address',
  severity: 'block',
  find({ sheet: { newsroom } }, { mail }) {
    const isThere =
      newsroom.address.trim() !== '' &&
      !(leavesThisMachine(mail) && placeholdersIn(newsroom).includes('address'))
    return isThere ? [] : [{ place: { kind: 'edition', field: 'address' }, ...said('address-missing') }]
  },
}
