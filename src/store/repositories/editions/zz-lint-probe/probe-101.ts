export { startScheduler } from '../../../../jobs/scheduler.ts'
