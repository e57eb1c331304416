import type { Asking } from '../asking.ts'
import { wrongKind } from '../kinds.ts'
import { attributeOf, figures, type TraitDefinition } from './definition.ts'

// What in a definition means nothing here, each in one sentence with its place: a trait outlives the kinds it counts.

export type WrongDefinition = { place: string; sentence: string }

const ofPurchases: { readonly [take in TraitDefinition['take']]?: readonly string[] } = {
  sum: ['amount'],
  average: ['amount'],
  least: ['amount'],
  most: ['amount'],
  different: ['sku', 'category'],
  first: ['sku', 'category'],
  last: ['sku', 'category'],
  most_frequent: ['sku', 'category'],
}
const countable: ReadonlySet<string> = new Set(['number', 'code', 'boolean'])

/** Everything that is wrong with a definition; `place`: where it stands. */
export function wrongDefinition(said: TraitDefinition, asking: Pick<Asking, 'kinds'>, place = 'definition'): WrongDefinition[] {
  const wrong = (at: string, sentence: string): WrongDefinition[] => [{ place: `${place}.${at}`, sentence }]
  const { of, take, what, currency } = said
  if (take === 'count' || take === 'days_since') {
    if (what !== undefined) return wrong('what', `"${take}" counts what "of" says and takes no "what"`)
  } else if (what === undefined) return wrong('what', `"${take}" needs "what": which value of what "of" says`)
  if (what === 'amount' && 'bought' in of) {
    if (currency === undefined) return wrong('currency', 'money is counted in one currency: say which')
  } else if (currency !== undefined) return wrong('currency', 'only amounts of purchases have a currency')
  if ('bought' in of) {
    const may = ofPurchases[take]
    return may && what !== undefined && !may.includes(what) ? wrong('what', `of purchases "${take}" takes ${may.map((one) => `"${one}"`).join(' or ')}`) : []
  }
  const [unknown] = wrongKind(of.event, { kinds: asking.kinds }, `${place}.of.event`)
  if (unknown) return [unknown]
  if (what === undefined || (what === 'channel' && !figures.has(take))) return []
  const attribute = attributeOf(asking.kinds.get(of.event.kind), what)
  if (!attribute) return wrong('what', `the kind of events "${of.event.kind}" has no attribute "${what}"`)
  if (figures.has(take) && attribute.type !== 'number') return wrong('what', `the attribute "${what}" is no number, so "${take}" cannot be taken of it`)
  return countable.has(attribute.type) ? [] : wrong('what', `the attribute "${what}" is neither a number nor a code, so no trait is made of it`)
}
