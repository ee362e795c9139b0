import { eventLevels, eventNames, type EventName } from '../events.ts'
import type { Events, Metrics } from '../ports.ts'

/** Events that are also counted by name. */
export function countedEvents(events: Events, metrics: Metrics): Events {
  const count = (event: EventName, by: number): void =>
    metrics.count('daywire_events_total', { event, level: eventLevels[event] }, by)
  // So that the first event of a kind shows as an increase.
  for (const name of eventNames) count(name, 0)
  return {
    emit(event) {
      count(event.name, 1)
      events.emit(event)
    },
  }
}
