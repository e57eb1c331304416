import type { Logger as WorkerLogger } from 'graphile-worker'
import type { Logger } from '../log.ts'
import { library } from './library.ts'

/** The worker's own words quote errors and payloads; only that something was said, how bad it is and by which job goes on. */
export async function bridge(log: Logger, schema: string): Promise<WorkerLogger> {
  const worker = await library()
  return new worker.Logger((scope) => (level, _message, meta) => {
    if (scope.jobId !== undefined) return // a job's own troubles are told by `oneTask`
    const what = { jobs: schema, worker: scope.workerId, err: meta['error'] }
    if (level === 'error' || level === 'warning') log.warn(what, 'the worker of jobs has trouble; it goes on or is started again')
  })
}

export async function quiet(): Promise<WorkerLogger> {
  const worker = await library()
  return new worker.Logger(() => () => {})
}
