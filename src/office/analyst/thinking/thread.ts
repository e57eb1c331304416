import { parentPort, workerData } from 'node:worker_threads'
import type { ThinkInput } from './input.ts'
import { think } from './think.ts'

// The inside of a thread: one run, its progress, its answer, the end.

const input: ThinkInput = workerData
parentPort?.postMessage({ done: think(input, (share) => parentPort?.postMessage({ share })) })
