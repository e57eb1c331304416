import type { Tone } from '../../ui/Mark.tsx'
import type { Webhook } from './queries.ts'

/** How a webhook is, in one word, and how much that matters. */
export function stateOf({ state, failing_since }: Webhook): { word: 'state_on' | 'state_paused' | 'state_off' | 'state_failing'; tone: Tone } {
  if (state === 'off') return { word: 'state_off', tone: 'bad' }
  if (state === 'paused') return { word: 'state_paused', tone: 'wait' }
  return failing_since ? { word: 'state_failing', tone: 'bad' } : { word: 'state_on', tone: 'good' }
}

/** The word of a kind in the catalogue: its dots are not for keys. */
export const wordOfKind = (kind: string) => `kind_${kind.replace('.', '_')}`
