export { approve } from '../../../services/editions/approve.ts'
