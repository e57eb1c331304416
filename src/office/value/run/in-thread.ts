import { Worker } from 'node:worker_threads'
import type { Tasks } from './tasks.ts'

type Message<Done> = { share: number } | { done: Done }
type Running = { signal?: AbortSignal; progress?: (share: number) => void }

/**
 * Runs a task in a thread of its own, so that this one stays free; `progress` hears shares between 0 and 1. When `signal` is aborted
 * the thread is ended at once and the promise rejects with the signal's reason. Input is copied.
 */
export function inThread<Name extends keyof Tasks>(name: Name, input: Tasks[Name]['input'], running: Running = {}): Promise<Tasks[Name]['answer']> {
  return threadOf(new URL('./thread.ts', import.meta.url), { name, input }, running)
}

/** The same for a thread of another slice: a file that says `{ share }` as often as it likes and once `{ done }`. */
export function threadOf<Done>(file: URL, workerData: unknown, { signal, progress }: Running): Promise<Done> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const worker = new Worker(file, { workerData })
    const abort = () => {
      void worker.terminate()
      reject(signal?.reason)
    }
    const end = () => signal?.removeEventListener('abort', abort)
    signal?.addEventListener('abort', abort, { once: true })
    worker.on('message', (message: Message<Done>) => {
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
