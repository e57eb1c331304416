import { type ConsentState, consentStates } from '../terms/index.ts'
import type { HeldConsent } from './decide.ts'

/**
 * A consent as the statement says it: "purpose category channel topic state number[@said] [seconds]", said where a wider purpose is held
 * against it; undefined for a state we do not know.
 */
export function consentFrom(said: string): { purpose: string; record: HeldConsent } | undefined {
  const [purpose = '', category = '', channel = '', topic = '', state = '', number = '', expires] = said.split(' ')
  if (!isState(state)) return undefined
  const [seq, saidAt = '0'] = number.split('@')
  return {
    purpose,
    record: {
      customer: 0,
      category,
      channel,
      topic,
      state,
      seq: Number(seq),
      saidAt: Number(saidAt) * 1000,
      expiresAt: expires === undefined ? null : Number(expires) * 1000,
    },
  }
}

const states = new Set<string>(consentStates)
const isState = (text: string): text is ConsentState => states.has(text)
