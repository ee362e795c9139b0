export { buildWeb } from '../../../web/build.ts'
