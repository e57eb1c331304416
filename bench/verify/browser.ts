import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { build } from 'vite'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * Seconds that Chromium needs to check a receipts file, the best of `rounds`; undefined where there is no Chromium. The page
 * gets the verifier as a portal page would, bundled, and nothing else.
 */
export async function secondsInBrowser(o: { file: string; key: string; rounds: number }): Promise<number | undefined> {
  const executablePath = places.find(existsSync)
  if (!executablePath) return undefined
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
  try {
    const page = await browser.newPage()
    await page.addScriptTag({ content: await bundled() })
    return await page.evaluate(timesInPage, o)
  } finally {
    await browser.close()
  }
}

/** Runs in the page. */
function timesInPage({ file, key, rounds }: { file: string; key: string; rounds: number }): number {
  const { verifyBundle }: { verifyBundle(file: unknown, key: string): { holds: boolean } } = Reflect.get(globalThis, 'verifier')
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round <= rounds; round++) {
    const from = performance.now()
    if (!verifyBundle(JSON.parse(file), key).holds) throw new Error('the file of the bench does not verify')
    if (round > 0) best = Math.min(best, (performance.now() - from) / 1000)
  }
  return best
}

async function bundled(): Promise<string> {
  const entry = join(import.meta.dirname, '../../src/keep/receipts/verify/index.ts')
  const built = await build({ configFile: false, logLevel: 'silent', build: { write: false, lib: { entry, formats: ['iife'], name: 'verifier' } } })
  const [made] = Array.isArray(built) ? built : [built]
  if (!made || !('output' in made)) throw new Error('the verifier was not bundled')
  return made.output.flatMap((part) => (part.type === 'chunk' ? [part.code] : [])).join('\n')
}
