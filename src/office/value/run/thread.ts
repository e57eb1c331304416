import { parentPort, workerData } from 'node:worker_threads'
import { runTask, type Task } from './tasks.ts'

// The inside of a thread: one task, its progress, its answer, the end.

const task: Task = workerData
parentPort?.postMessage({ done: runTask(task, (share) => parentPort?.postMessage({ share })) })
