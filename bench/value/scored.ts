import { cellsOf, type ForecastInput, grainFor, inThread, type Rhythm } from '../../src/office/value/index.ts'
import { simulate } from '../../src/office/value/testing.ts'

export type Say = (figure: string, value: number, unit: string, n: number, limit?: number) => void

const customers = { small: 200_000, full: 1_000_000 } as const
const spend = { p: 2.4, q: 3.5, gamma: 42_300 }
const truth: Rhythm = { model: 'mbg', r: 0.7, alpha: 65, a: 0.2, b: 3.3 }

/** Seconds from histories to everybody's figures, in a thread; the limit is one bare pass over the same columns: grouped into cells, and one power and one logarithm for each customer. */
export async function scored(size: keyof typeof customers, say: Say): Promise<void> {
  const n = customers[size]
  const { before, mean } = simulate(truth, { customers: n, watched: 730, arrive: 730, after: 0, seed: 1, spend, wholeDays: true })
  const cells = cellsOf(before, grainFor(n)).cells.n.length
  for (const model of ['mbg', 'bg'] as const) {
    const input: ForecastInput = { ...before, mean, model, days: 365, discount: 0.1, draws: 100, level: 0.9, seed: 1 }
    const [from, cpu] = [performance.now(), process.cpuUsage()]
    const answer = await inThread('forecast', input)
    const seconds = (performance.now() - from) / 1000
    const { user, system } = process.cpuUsage(cpu)
    if (!answer.said) throw new Error(`The fit says nothing: ${answer.why}`)
    say(model === 'mbg' ? 'fit_score_s' : 'fit_score_bg_s', seconds, 's', n, bare(input))
    if (model === 'mbg') say('fit_score_cpu_s', (user + system) / 1e6, 's', n)
  }
  say('cells', cells, '', n)
}

function bare({ x, tx, T }: ForecastInput): number {
  const from = performance.now()
  cellsOf({ x, tx, T }, 7)
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += Math.log(1 + (T[i] ?? 0)) * (1 + (tx[i] ?? 0)) ** -(x[i] ?? 0)
  return Number.isFinite(sum) ? (performance.now() - from) / 1000 : Number.NaN
}
