import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { areaUnderCurve, boost, type Feature, fitLogistic, pick, usualBoosting } from '../../src/office/value/index.ts'
import type { Say } from './scored.ts'

const folds = 5
const categories = ['state', 'area_code', 'international_plan', 'voice_mail_plan']
const perMinute = [
  ['day', 0.17],
  ['eve', 0.085],
  ['night', 0.045],
  ['intl', 0.27],
] as const

/** The figures of the telephone customers (mlc_churn.csv in `folder`); `limit` is what was to be reached. */
export function churnFigures(folder: string, say: Say): void {
  const { data } = Papa.parse<Record<string, string>>(readFileSync(join(folder, 'mlc_churn.csv'), 'utf8'), { header: true, skipEmptyLines: true })
  for (const [time, rate] of perMinute) {
    const off = data.map((row) => Math.abs(Number(row[`total_${time}_charge`]) - rate * Number(row[`total_${time}_minutes`])))
    say(`churn_${time}_charge_off`, Math.max(...off), '', data.length, 0.0053)
  }
  const features = featuresOf(data)
  const truth = Uint8Array.from(data, (row) => (row['churn'] === 'yes' ? 1 : 0))
  const scores = { boosting: new Float64Array(data.length), logistic: new Float64Array(data.length) }
  const areas = { boosting: 0, logistic: 0 }
  for (let fold = 0; fold < folds; fold++) {
    const rows = [...data.keys()]
    const [train, test] = [rows.filter((i) => i % folds !== fold), rows.filter((i) => i % folds === fold)]
    const [known, unknown] = [pick(features, train), pick(features, test)]
    const trained = Uint8Array.from(train, (i) => truth[i] ?? 0)
    const fits = { boosting: boost(known, trained, usualBoosting), logistic: fitLogistic(known, trained) }
    for (const name of ['boosting', 'logistic'] as const) {
      const found = fits[name].score(unknown)
      test.forEach((row, i) => {
        scores[name][row] = found[i] ?? 0
      })
      areas[name] +=
        (areaUnderCurve(
          found,
          Uint8Array.from(test, (i) => truth[i] ?? 0),
        ) ?? 0) / folds
    }
  }
  say('churn_boosting_auc', areas.boosting, 'mean of folds', data.length, 0.905)
  say('churn_boosting_auc_pooled', areaUnderCurve(scores.boosting, truth) ?? 0, '', data.length, 0.905)
  say('churn_logistic_auc', areas.logistic, 'mean of folds', data.length)
}

function featuresOf(data: readonly Record<string, string>[]): Feature[] {
  return Object.keys(data[0] ?? {})
    .filter((name) => name !== 'churn')
    .map((name) => {
      const column = data.map((row) => row[name] ?? '')
      if (!categories.includes(name)) return { name, kind: 'number', values: Float64Array.from(column, Number) }
      const codes = [...new Set(column)].sort()
      return { name, kind: 'category', values: Int32Array.from(column, (v) => codes.indexOf(v)) }
    })
}
