import { hash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Lease } from '../core/entities/sending/lease.ts'

/**
 * Identifies where process ids are unique: this boot of this machine and, on Linux, one PID namespace. Containers may share a host name
 * without sharing either.
 */
const place = (() => {
  const read = (work: () => string): string => {
    try {
      return work()
    } catch {
      return ''
    }
  }
  const boot = read(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'))
  const namespace = read(() => readlinkSync('/proc/self/ns/pid'))
  return `${hostname()}/${hash('sha256', `${boot} ${namespace}`, 'hex').slice(0, 8)}`
})()

/** The name under which a process of this machine takes leases; by default this process. */
export function workerName(nonce: string, pid = process.pid): string {
  return `${place}:${pid}:${nonce}`
}

/** True if a lease has expired, or its process on this host has ended. */
export function isGone({ worker, until }: Lease, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(until, now) <= 0 || hasEnded(worker)
}

function hasEnded(worker: string): boolean {
  const [where, pid] = worker.split(':')
  if (where !== place || !pid) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
