import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError, badInput } from '../../../platform/errors.ts'
import type { Said } from '../../../platform/http/index.ts'
import { unpackBundle } from '../../courier/index.ts'
import { type CopyVerdict, verifyCopy } from '../../receipts/index.ts'
import type { RightsDeps } from '../deps.ts'

// Whether what somebody brings is a copy, who gave it out, and that it is as it was given out. The key is asked for where the copy says it comes
// from, so the signature shows who holds that address; nothing in the file is believed before.

const parts = ['manifest.json', 'manifest.sig', 'data/page.jsonld', 'data/interactions.jsonld'] as const
const goodForMs = 90 * 86_400_000
const aheadMs = 600_000

const text = z.string().max(20_000)
const page = z.object({
  '@id': z.string().max(300),
  page: z.object({
    known: z.array(z.object({ fields: z.array(z.object({ field: z.string().max(63), value: text })).max(500) })).max(50),
    identifiers: z.array(z.object({ kind: z.string().max(30), shown: z.string().max(500) })).max(500),
    terms: z.object({
      items: z
        .array(
          z.object({
            purpose: z.string().max(60),
            channel: z.string().max(30),
            topic: z.string().max(100).nullable(),
            allowed: z.boolean(),
            state: z.string().max(30),
          }),
        )
        .max(5000),
    }),
  }),
})
const moments = z.object({
  items: z
    .array(
      z.object({
        at: z.iso.datetime(),
        kind: z.string().max(100),
        channel: z.string().max(30),
        subject: text.nullable(),
        text: z.string().max(200_000).nullable(),
        amount: z.object({ minor: z.int(), currency: z.string().length(3) }).nullable(),
        items: z.array(z.object({ sku: z.string().max(200), title: z.string().max(500).nullable(), quantity: z.number() })).max(1000),
      }),
    )
    .max(100_000),
})

export type Bundle = {
  /** The hash of its list of files: what it is known by. */
  sha256: string
  company: string
  site: string
  at: string
  key: string
  page: z.infer<typeof page>['page']
  moments: z.infer<typeof moments>['items']
}
export type Opening = {
  rights: Pick<RightsDeps, 'imports'>
  /** The key of our own log: what we gave out ourselves is no move. */
  ownKey: string
  /** Asks the other company's site. */
  ask(asked: { method: 'GET'; url: string; headers: { [name: string]: string } }): Promise<Said>
}

const whyNot: { [why in Extract<CopyVerdict, { holds: false }>['why']]: string } = {
  key: 'The site that this copy names shows no key by which it could be checked.',
  signature: 'This copy is not signed by the site that it names.',
  other_manifest: 'This copy was changed after it was given out: its list of files is another.',
  manifest: 'This copy was changed after it was given out: its list of files cannot be read.',
}

/** Opens what somebody brings; throws bad_input with one sentence for whatever is no whole copy, altered, too old, of this company, or signed by nobody it names. */
export async function openBundle({ rights, ownKey, ask }: Opening, bytes: Buffer, now: Date): Promise<Bundle> {
  const { files, texts } = await unpackBundle(
    rights.imports.courier,
    { size: bytes.length, read: async (at, length) => bytes.subarray(at, at + length) },
    parts,
  )
  const [manifest, signature, pageText] = parts.map((name) => texts.get(name))
  if (!manifest || !signature || !pageText)
    throw badInput('This is no copy of a company that works with Rapport: its list of files, signature or page is missing.', 'file')
  const read = page.safeParse(jsonOf(pageText))
  const site = read.success ? siteOf(read.data['@id']) : undefined
  if (!read.success || site === undefined) throw badInput('The page in this copy cannot be read.', 'file')
  const key = await keyAt(ask, site)
  if (key === ownKey) throw badInput('This copy was given out here: there is nothing to take over.', 'file')
  const verdict = verifyCopy(manifest, signature.toString('utf8'), key)
  if (!verdict.holds) throw badInput(whyNot[verdict.why], 'file')
  mustBeTheListed(verdict.files, files)
  const age = now.getTime() - Date.parse(verdict.at)
  if (age < -aheadMs) throw badInput('This copy says that it was made in the future.', 'file')
  if (age > goodForMs) throw badInput('This copy is more than 90 days old. Ask for a new one there.', 'file')
  const happened = moments.safeParse(jsonOf(texts.get('data/interactions.jsonld') ?? Buffer.from('{"items":[]}')))
  if (!happened.success) throw badInput('The history in this copy cannot be read.', 'file')
  return {
    sha256: createHash('sha256').update(manifest).digest('hex'),
    company: verdict.company,
    site,
    at: verdict.at,
    key,
    page: read.data.page,
    moments: happened.data.items,
  }
}

type Listed = { name: string; size: number; sha256: string }

function mustBeTheListed(listed: readonly Listed[], there: readonly Listed[]): void {
  const found = new Map(there.map((file) => [file.name, file]))
  for (const said of listed) {
    const file = found.get(said.name)
    if (!file || file.size !== said.size || file.sha256 !== said.sha256)
      throw badInput(`This copy was changed after it was given out: ${said.name} is not as it was.`, 'file')
    found.delete(said.name)
  }
  const [more] = [...found.keys()].filter((name) => name !== 'manifest.json' && name !== 'manifest.sig')
  if (more !== undefined) throw badInput(`This copy was changed after it was given out: ${more} was added.`, 'file')
}

/** The origin that the page's address names; over TLS, unless it is this machine. */
function siteOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const { protocol, host, hostname } = new URL(address)
  if (protocol !== 'https:' && protocol !== 'http:') return undefined
  return `${hostname === 'localhost' || hostname === '127.0.0.1' ? protocol : 'https:'}//${host}`
}

async function keyAt(ask: Opening['ask'], site: string): Promise<string> {
  const said = await ask({ method: 'GET', url: `${site}/log/key`, headers: {} })
  if ('trouble' in said || said.status !== 200)
    throw new AppError(
      'unavailable',
      `The key of ${new URL(site).host} cannot be read there just now, so nobody knows whether this copy is theirs. Please try again later.`,
    )
  return said.body.trim()
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
