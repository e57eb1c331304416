import { print } from './scratch.ts'
import { churnFigures } from './value/churn.ts'
import { coverage } from './value/coverage.ts'
import { retailFigures } from './value/retail-figures.ts'
import { scored } from './value/scored.ts'

// Value and lapse (design §9, "value"): made-up customers fitted and scored, and how often intervals hold what they should. With a folder of
// real data named in the environment it prints the figures of those instead: RAPPORT_BENCH_RETAIL, the two Parquet files of UCI's
// Online Retail II; RAPPORT_BENCH_CHURN, mlc_churn.csv of the R package modeldata.

/** Prints a JSON line for each figure. */
export async function value({ size }: { size: 'small' | 'full' }): Promise<void> {
  const { RAPPORT_BENCH_RETAIL: retail, RAPPORT_BENCH_CHURN: churn } = process.env
  const say = (figure: string, value: number, unit: string, n: number, limit?: number) => print({ bench: 'value', figure, value, unit, n, limit })
  if (retail !== undefined) await retailFigures(retail, say)
  if (churn !== undefined) churnFigures(churn, say)
  if (retail !== undefined || churn !== undefined) return
  await scored(size, say)
  coverage(size, say)
}
