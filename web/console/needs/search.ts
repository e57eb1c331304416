import { bands, needKinds, needStages } from '../../../src/keep/needs/shapes.ts'

export type NeedsSearch = {
  kind?: (typeof needKinds)[number]
  stage?: (typeof needStages)[number]
  band?: (typeof bands)[number]
  topic?: string
  anonymous?: 'true' | 'false'
}

export function needsSearch(search: Record<string, unknown>): NeedsSearch {
  const kind = needKinds.find((each) => each === search['kind'])
  const stage = needStages.find((each) => each === search['stage'])
  const band = bands.find((each) => each === search['band'])
  const topic = typeof search['topic'] === 'string' && search['topic'] !== '' ? search['topic'].slice(0, 64) : undefined
  const anonymous = (['true', 'false'] as const).find((each) => each === String(search['anonymous']))
  return { ...(kind && { kind }), ...(stage && { stage }), ...(band && { band }), ...(topic && { topic }), ...(anonymous && { anonymous }) }
}
