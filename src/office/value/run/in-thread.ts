import { Worker } from 'node:worker_threads'
import type { Tasks } from './tasks.ts'

type Message<Name extends keyof Tasks> = { share: number } | { done: Tasks[Name]['answer'] }

/**
 * Runs a task in a thread of its own, so that this one stays free; `progress` hears shares between 0 and 1. When `signal` is aborted
 * the thread is ended at once and the promise rejects with the signal's reason. Input is copied.
 */
export function inThread<Name extends keyof Tasks>(
  name: Name,
  input: Tasks[Name]['input'],
  { signal, progress }: { signal?: AbortSignal; progress?: (share: number) => void } = {},
): Promise<Tasks[Name]['answer']> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: { name, input } })
    const abort = () => {
      void worker.terminate()
      reject(signal?.reason)
    }
    const end = () => signal?.removeEventListener('abort', abort)
    signal?.addEventListener('abort', abort, { once: true })
    worker.on('message', (message: Message<Name>) => {
      if ('share' in message) return progress?.(message.share)
      end()
      resolve(message.done)
    })
    worker.on('error', (error) => {
      end()
      reject(error)
    })
    worker.on('exit', (code) => {
      end()
      reject(new Error(`The thread ended with ${code} before its answer.`))
    })
  })
}
