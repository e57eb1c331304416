import { parentPort, workerData } from 'node:worker_threads'
import { type Task, tasks } from './tasks.ts'

// The inside of a thread: one task, its progress, its answer, the end.

const task: Task = workerData
parentPort?.postMessage({ done: tasks(task, (share) => parentPort?.postMessage({ share })) })
