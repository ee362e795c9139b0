export { sentence } from '../../wording/wording.ts'
