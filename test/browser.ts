import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

// The browser that journeys are walked in: one that is there, else Debian's when we may install it, else Playwright's.

/** What `bin/test` hands on: the path of a browser, or the sentence that says why there is none. */
export const browserVariable = 'RAPPORT_BROWSER'
const missingVariable = 'RAPPORT_BROWSER_MISSING'

/** The browser of this run; throws one sentence that says what is missing. For tests: without a browser they fail, they are not skipped. */
export function browserPath(): string {
  const found = process.env[browserVariable] ?? findBrowser()
  if (found === undefined) throw new Error(process.env[missingVariable] ?? missing('it was not looked for: run the tests by bin/test'))
  return found
}

/** Sees to it that there is a browser, and puts what came of it into the environment of the tests. */
export function provideBrowser(say: (line: string) => void): void {
  const found = findBrowser() ?? install(say)
  if (found.startsWith(noBrowser)) {
    process.env[missingVariable] = found
    say(found)
  } else process.env[browserVariable] = found
}

const noBrowser = 'There is no browser to walk the journeys in'
const missing = (tried: string) => `${noBrowser}: ${tried}. Install Chromium or Google Chrome, or set ${browserVariable} to the path of one.`

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const usualPlaces: { [system: string]: readonly string[] } = {
  linux: ['/usr/bin', '/usr/local/bin', '/opt/google/chrome', '/snap/bin'].flatMap((folder) => names.map((name) => join(folder, name))),
  darwin: ['/Applications', join(homedir(), 'Applications')].flatMap((folder) =>
    ['Google Chrome', 'Chromium'].map((name) => `${folder}/${name}.app/Contents/MacOS/${name}`),
  ),
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) =>
    process.env[name] ? [join(process.env[name], 'Google/Chrome/Application/chrome.exe')] : [],
  ),
}

/** A Chromium or Chrome of this machine that runs: named by the environment, on the path, at the usual places, or fetched by Playwright before. */
export function findBrowser(
  env: { [name: string]: string | undefined } = process.env,
  places: readonly string[] = usualPlaces[process.platform] ?? [],
): string | undefined {
  const named = env[browserVariable]
  const onPath = (env['PATH'] ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  const known = [...(named ? [named] : []), ...onPath, ...places, ...(places.length > 0 ? [chromium.executablePath()] : [])]
  return [...new Set(known)].find((path) => existsSync(path) && runs(path))
}

// Ubuntu's chromium-browser is a script that only tells to install a snap.
function runs(path: string): boolean {
  if (process.platform === 'win32') return true // there it opens a window instead of telling its version
  const answer = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 20_000 })
  return answer.status === 0 && /chrom/i.test(answer.stdout)
}

/** Installs one; gives its path or the sentence that says why it could not be had. */
function install(say: (line: string) => void): string {
  const tried: string[] = []
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0) {
    say('There is no Chromium or Chrome here: installing the package chromium …')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const done = [['update'], ['install', '-y', '--no-install-recommends', 'chromium']].map((args) => spawnSync('apt-get', args, { env, encoding: 'utf8' }))
    const found = findBrowser()
    if (found !== undefined) return found
    tried.push(`apt-get install chromium failed (${reasonIn(done.at(-1)?.stderr)})`)
  }
  say('There is no Chromium or Chrome here: fetching the one of Playwright …')
  const cli = join(dirname(fileURLToPath(import.meta.resolve('playwright-core/package.json'))), 'cli.js')
  const done = spawnSync(process.execPath, [cli, 'install', 'chromium'], { encoding: 'utf8' })
  const found = findBrowser()
  if (found !== undefined) return found
  tried.push(
    existsSync(chromium.executablePath())
      ? `the one of Playwright does not run (libraries of the system are missing)`
      : `Playwright's download failed (${reasonIn(done.stderr || done.stdout)})`,
  )
  return missing(tried.join('; '))
}

/** The line of a program's complaint that says why; the last one when none does. */
function reasonIn(text: string | null | undefined): string {
  const lines = (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /\w/.test(line))
  return (lines.find((line) => /error|failed|unable|E: /i.test(line)) ?? lines.at(-1) ?? 'it gave no reason').replace(/\.$/, '').slice(0, 200)
}
