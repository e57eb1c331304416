import { readFileSync, writeFileSync } from 'node:fs'
import { hashOfPage, verifierFile, verifierPage } from './build.ts'

// Builds the page and prints its SHA-256; with `--write` puts it into the guide, which test/tidy.test.ts holds to it.

const guide = new URL('../../docs/receipts.md', import.meta.url)
const line = `${hashOfPage(await verifierPage())}  ${verifierFile}`
console.log(line)
if (process.argv.includes('--write')) writeFileSync(guide, readFileSync(guide, 'utf8').replace(/^\S+ {2}rapport-verify\.html$/m, line))
