export { curate } from '../../curate/curate.ts'
