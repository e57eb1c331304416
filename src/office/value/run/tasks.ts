import { type ForecastInput, forecast } from './forecast.ts'

/** What a thread can be asked for. Its input is plain data and typed arrays. */
export type Task = { name: 'forecast'; input: ForecastInput }

export function tasks(task: Task, progress: (share: number) => void) {
  return forecast(task.input, progress)
}
