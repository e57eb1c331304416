import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'

const limitMs = 120_000
const pauseMs = 50

/** Settles when `holds` gives true; a look that fails is one that did not. Fails, saying what did not come about, after two minutes. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < limitMs; waited += pauseMs) {
    if (await holds().catch(() => false)) return
    await sleep(pauseMs)
  }
  assert.fail(`it did not come about: ${what}`)
}
