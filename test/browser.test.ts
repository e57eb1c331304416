import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { findBrowser } from './browser.ts'

const onUnix = process.platform === 'win32' ? 'makes shell scripts' : false

test('a browser is found by its variable, on the path or at a usual place, and only one that runs', { skip: onUnix }, (t) => {
  const stub = program(t, 'chromium-browser', 'echo "install the snap" >&2; exit 1')
  const real = program(t, 'google-chrome', 'echo "Google Chrome 140.0"')
  const named = program(t, 'mine', 'echo "Chromium 140"')
  const path = [stub, real].map(dirname).join(delimiter)
  assert.equal(findBrowser({ PATH: path }, []), real)
  assert.equal(findBrowser({ PATH: path, RAPPORT_BROWSER: named }, []), named)
  assert.equal(findBrowser({ PATH: path, RAPPORT_BROWSER: '/nowhere' }, []), real)
  assert.equal(findBrowser({ PATH: '/nowhere' }, []), undefined)
  assert.equal(findBrowser({ PATH: '/nowhere' }, [stub, real]), real)
})

function program(t: TestContext, name: string, script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-browsers-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return join(folder, name)
}
