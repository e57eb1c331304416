import { type Answer, said } from '../answer.ts'
import { type BoostingOptions, usualBoosting } from '../lapse/boosting.ts'
import type { Features } from '../lapse/features.ts'
import { type Chances, lapseChances, lookAlikes, type Period } from '../lapse/lapse.ts'
import { type Forecast, type ForecastInput, forecast } from './forecast.ts'

/** Learn on one period, check on the later, and say the chance of each of `now`. */
export type LearnInput = { earlier: Period; later: Period; now: Features; options?: BoostingOptions }
export type Learned = Omit<Chances, 'chance'> & { chances: Float64Array }

/** What a thread can be asked for. Input and answer are plain data and typed arrays. */
export type Tasks = {
  forecast: { input: ForecastInput; answer: Answer<Forecast> }
  lapse: { input: LearnInput; answer: Answer<Learned> }
  lookAlikes: { input: LearnInput; answer: Answer<Learned> }
}

export type Task = { [Name in keyof Tasks]: { name: Name; input: Tasks[Name]['input'] } }[keyof Tasks]

/** Does one task; `progress` hears the share that is done. */
export function runTask(task: Task, progress: (share: number) => void): Tasks[keyof Tasks]['answer'] {
  if (task.name === 'forecast') return forecast(task.input, progress)
  const { earlier, later, now, options } = task.input
  progress(0)
  const answer = (task.name === 'lapse' ? lapseChances : lookAlikes)(earlier, later, options ?? usualBoosting, progress)
  if (!answer.said) return answer
  const { chance, ...rest } = answer.value
  return said(answer.method, answer.n, { ...rest, chances: chance(now) })
}
