import { type Right, rightsKinds } from '../../../src/keep/rights/cases/shapes.ts'

/** Which right is asked for, and about what: `kind.name`. */
export function rightsAsk(search: Record<string, unknown>): { ask?: Right; about?: string } {
  const ask = rightsKinds.find((right) => right === search['ask'])
  const about = search['about']
  return { ...(ask && { ask }), ...(typeof about === 'string' && /^[a-z]+\.[\w-]{1,80}$/.test(about) && { about }) }
}
