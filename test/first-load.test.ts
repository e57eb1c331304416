import assert from 'node:assert/strict'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { ensureWeb } from '../src/platform/web-build.ts'
import { everLoaded, firstLoad, scriptsOf } from '../web/firstLoad.ts'

// What a browser loads before it draws a first page of ours. It had grown by a seventh unseen: an import more in what every page stands in.

const root = join(import.meta.dirname, '..')
const dist = join(root, 'web/dist')
const most = { script: 250_000, files: 45 }
const look =
  'What came into it? It is whatever web/console/main.tsx or web/portal/main.tsx import at once, through routes, shell and session. What a page or a menu needs belongs behind page() or part(); what every page asks stands in a contract of its own; how files are grouped stands in web/vite.config.ts. Why: docs/decisions/0950.'

before(() => ensureWeb(root, () => {}))

for (const [name, entry] of [
  ['console', 'index.html'],
  ['portal', 'my/index.html'],
] as const)
  test(`the first load of the ${name} stays within ${most.script / 1000} kB of script, compressed, and ${most.files} files`, () => {
    const { files, script } = firstLoad(dist, entry)
    assert.ok(files.length > 5 && script > 100_000, `this looks at what is loaded: ${files.length} files, ${script} bytes`)
    assert.ok(script <= most.script, `The ${name} loads ${Math.round(script / 1000)} kB of script before it draws anything. ${look}`)
    assert.ok(files.length <= most.files, `The ${name} loads ${files.length} files before it draws anything. ${look}`)
  })

test('no page of the portal loads the console, and none of the console the portal: each would start the other', () => {
  const [consoles, portals] = [scriptsOf(dist, 'index.html'), scriptsOf(dist, 'my/index.html')]
  assert.deepEqual([consoles.length, portals.length], [1, 1])
  const [ofConsole, ofPortal] = [everLoaded(dist, 'index.html'), everLoaded(dist, 'my/index.html')]
  assert.ok(ofConsole.length > 100 && ofPortal.length > 40, `this looks at all pages: ${ofConsole.length} and ${ofPortal.length} scripts`)
  const crossing = [...ofPortal.filter((file) => consoles.includes(file)), ...ofConsole.filter((file) => portals.includes(file))]
  assert.deepEqual(crossing, [], 'see the groups of web/vite.config.ts: something small that both use was merged into an entry')
})
