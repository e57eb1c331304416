import { X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../errors.ts'
import { type Issued, issue } from './x509.ts'

/** What a part shows and asks for when it talks to another machine: PEM texts. */
export type Papers = { ca: string; cert: string; key: string }

/** Parts that talk to each other. The name in its certificate says which one a bearer is. */
export type Wing = 'keep' | 'office'

/** What the parts of one installation hold together, wherever they run. */
export type Shared = { door: string; ids: string }

const authority = 'Rapport installation'
const dayMs = 86_400_000
const authorityDays = 20 * 365
const partDays = 5 * 365
const warnDays = 60

/**
 * Makes `to/keep` and `to/office`: a certificate, its key, the authority's certificate and the shared secrets in each. The
 * authority itself stays in `to`; when it is there already, it signs anew and older certificates stay good.
 */
export function makePapers(o: { to: string; shared: Shared; setUpCode: string; now: Date }): { folders: string[]; until: Date } {
  mkdirSync(o.to, { recursive: true, mode: 0o700 })
  const ca = authorityIn(o.to, o.now)
  const until = new Date(o.now.getTime() + partDays * dayMs)
  const folders = (['keep', 'office'] as const).map((wing) => {
    const folder = join(o.to, wing)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const own = issue({ name: wing, for: wing === 'keep' ? 'server' : 'client', from: before(o.now), until }, { ...ca, name: authority })
    const files = { 'ca.crt': ca.cert, 'own.crt': own.cert, 'own.key': own.key, door: o.shared.door, ids: o.shared.ids }
    for (const [name, text] of Object.entries(files)) put(join(folder, name), text)
    if (wing === 'keep') put(join(folder, 'set-up-code'), o.setUpCode)
    return folder
  })
  return { folders, until }
}

function authorityIn(folder: string, now: Date): Issued {
  const at = { cert: join(folder, 'ca.crt'), key: join(folder, 'ca.key') }
  if (existsSync(at.key)) return { cert: readFileSync(at.cert, 'utf8'), key: readFileSync(at.key, 'utf8') }
  const made = issue({ name: authority, for: 'authority', from: before(now), until: new Date(now.getTime() + authorityDays * dayMs) })
  put(at.cert, made.cert)
  put(at.key, made.key)
  return made
}

/** Clocks of two machines differ a little. */
const before = (now: Date) => new Date(now.getTime() - dayMs)

function put(path: string, text: string): void {
  writeFileSync(path, text.endsWith('\n') ? text : `${text}\n`, { mode: 0o600, flush: true })
}

export type WingPapers = { papers: Papers; shared: Shared; setUpCode: string | undefined }

/** The papers of one part from the folder that `makePapers` made; says in one sentence what is missing or out of date. */
export function readPapers(o: { folder: string; wing: Wing; now: Date; say(line: string): void }): WingPapers {
  const folder = join(o.folder, o.wing)
  const read = (name: string) => {
    const path = join(folder, name)
    if (!existsSync(path))
      throw new AppError('unavailable', `${path} is missing: copy the folder "${o.wing}" that rapport certificates has made to ${o.folder}.`)
    return readFileSync(path, 'utf8').trim()
  }
  const papers = { ca: read('ca.crt'), cert: read('own.crt'), key: read('own.key') }
  const until = certificateOf(papers.cert, join(folder, 'own.crt')).validToDate
  const days = Math.floor((until.getTime() - o.now.getTime()) / dayMs)
  if (days < 0) throw new AppError('unavailable', `The certificate in ${folder} ended on ${dayOf(until)}: make new ones with rapport certificates.`)
  if (days < warnDays) o.say(`The certificate in ${folder} ends on ${dayOf(until)}: make new ones with rapport certificates before.`)
  return { papers, shared: { door: read('door'), ids: read('ids') }, setUpCode: o.wing === 'keep' ? read('set-up-code') : undefined }
}

const dayOf = (date: Date) => date.toISOString().slice(0, 10)

function certificateOf(text: string, path: string): X509Certificate {
  try {
    return new X509Certificate(text)
  } catch {
    throw new AppError('unavailable', `${path} holds no certificate: copy it again.`)
  }
}
