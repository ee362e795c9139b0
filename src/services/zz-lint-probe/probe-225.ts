export type { EditionsStore } from '../../store/repositories/editions/editions.ts'
