import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { headsPath, headsRoot, type Standing } from './headtree.ts'
import { rangesBeside } from './log/ranges.ts'
import { type Signer, signCheckpoint } from './log/sign.ts'
import { fullTiles, hashesOf, tileKey, tileWidth } from './log/tiles.ts'
import { signText } from './sign.ts'
import { agreementText } from './verify/agreement.ts'
import type { Bundle } from './verify/bundle.ts'
import { joinHashes, toBase64, toHex } from './verify/bytes.ts'
import { headLeaf } from './verify/heads.ts'
import { type Hash, nodeHash } from './verify/merkle.ts'
import { showProof } from './verify/proof.ts'
import { noPrevious, type ReceiptJson, receiptLeaf } from './verify/receipt.ts'
import { type AgreementStatement, type HeadsStatement, statementLeaf } from './verify/statement.ts'

// A receipts file made without a database, for tests of the verifier and for its bench.

/** `hidden`: how many of the newest receipts the file keeps from its reader, with everything else in order. */
export type MadeFile = { receipts: number; waiting: number; logSize: number; otherCustomers: number; hidden?: number; signer: Signer; now: Date }

/** One customer's receipts, spread evenly over a log of other leaves, under a checkpoint and a tree of heads. */
export async function madeFile(o: MadeFile): Promise<Bundle> {
  const customer = toHex(digest('customer').subarray(0, 16))
  const receipts = madeChain(customer, o)
  const leaves = receipts.map(receiptLeaf)
  const placed = o.receipts - o.waiting
  const log = Array.from({ length: o.logSize }, (_, i): Hash => digest(`leaf ${i}`))
  const positions = Array.from({ length: placed }, (_, i) => Math.floor((i * (o.logSize - 2)) / Math.max(1, placed)))
  positions.forEach((position, i) => {
    const leaf = leaves[i]
    if (leaf) log[position] = leaf
  })
  const known = leaves[placed - 1]
  const head = { customer, seq: placed, head: known ? toHex(known) : noPrevious }
  const standing = sorted([{ place: digest('customer').subarray(0, 16), heads: 1, hash: headLeaf(head) }, ...others(o.otherCustomers)])
  const statement: HeadsStatement = { v: 1, at: o.now.toISOString(), heads: { count: standing.length, root: toHex(headsRoot(standing)), size: o.logSize - 1 } }
  log[o.logSize - 1] = statementLeaf(statement)
  const shown = o.hidden ? positions.slice(0, -o.hidden) : positions
  const all = [...shown, o.logSize - 1]
  const [root, ...beside] = await hashesOf([{ start: 0, end: o.logSize }, ...rangesBeside(all, o.logSize)], tilesOf(log))
  const checkpoint = signCheckpoint({ origin: o.signer.name, size: o.logSize, root: root ?? digest('') }, [o.signer])
  const path = headsPath(standing, digest('customer').subarray(0, 16)) ?? []
  return {
    format: 'rapport-receipts/1',
    key: o.signer.shown,
    checkpoint,
    heads: { statement, position: o.logSize - 1 },
    others: toBase64(joinHashes(beside)),
    chains: [
      {
        customer,
        first: 1,
        before: noPrevious,
        receipts: o.hidden ? receipts.slice(0, shown.length) : receipts,
        positions: shown,
        head: { seq: head.seq, head: head.head, path: path.map(toHex) },
      },
    ],
  }
}

/** What somebody and the bookshop agreed at noon and ended an hour later, with both signatures and a log of the two statements. */
export function agreed({ signer, now, document = agreedDocument(now) }: { signer: Signer; now: Date; document?: string }) {
  const [at, later] = [now, new Date(now.getTime() + 3_600_000)].map((each) => each.toISOString())
  const sha256 = toHex(createHash('sha256').update(document).digest())
  const made: AgreementStatement = { v: 1, at: at ?? '', agreement: { sha256, is: 'made' } }
  const ended: AgreementStatement = { v: 1, at: later ?? '', agreement: { sha256, is: 'ended' } }
  const [first, second] = [statementLeaf(made), statementLeaf(ended)]
  const checkpoint = signCheckpoint({ origin: signer.name, size: 2, root: nodeHash(first, second) }, [signer])
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    format: 'rapport-agreement/1',
    key: signer.shown,
    document,
    company_signature: signText(signer, agreementText({ at: at ?? '', document })),
    customer_key: toBase64(publicKey.export({ type: 'spki', format: 'der' })),
    customer_signature: toBase64(sign('sha256', Buffer.from(document), { key: privateKey, dsaEncoding: 'ieee-p1363' })),
    made: { statement: made, proof: showProof({ position: 0, hashes: [second], checkpoint }) },
    ended: { statement: ended, proof: showProof({ position: 1, hashes: [first], checkpoint }) },
  }
}

function agreedDocument(now: Date): string {
  const text = 'Term that requires Service Delivery and permits Analytics'
  return JSON.stringify({
    agreed_at: now.toISOString(),
    agreement: 'https://w3id.org/dpv/standards/ieee/7012#SD-BASE-A',
    company: 'Bookshop',
    number: '0011223344556677',
    offers: ['https://w3id.org/dpv/standards/ieee/7012#SD-BASE-A'],
    text,
    text_sha256: toHex(createHash('sha256').update(text).digest()),
    v: 1,
  })
}

function madeChain(customer: string, o: MadeFile): ReceiptJson[] {
  let prev = noPrevious
  return Array.from({ length: o.receipts }, (_, i) => {
    const json: ReceiptJson = {
      v: 1,
      customer,
      seq: i + 1,
      prev,
      at: new Date(o.now.getTime() + i * 60_000).toISOString(),
      actor: toHex(digest(`actor ${i % 5}`).subarray(0, 8)),
      activity: toHex(digest(`call ${i}`).subarray(0, 8)),
      nonce: toHex(digest(`nonce ${i}`).subarray(0, 16)),
      codes: {
        activity: 'call',
        actor: 'staff',
        role: 'clerk',
        basis: 'contract',
        categories: ['contact'],
        decision: 'allow',
        fields: ['email', 'name', 'phone', 'surname'],
        operation: 'read',
        policy: 'purpose:v1',
        purpose: 'service',
      },
    }
    prev = toHex(receiptLeaf(json))
    return json
  })
}

function others(n: number): Standing[] {
  return Array.from({ length: n }, (_, i) => ({ place: digest(`other ${i}`).subarray(0, 16), heads: 1, hash: digest(`head ${i}`) }))
}

const sorted = (standing: readonly Standing[]) => standing.toSorted((a, b) => Buffer.compare(a.place, b.place))
const digest = (text: string): Uint8Array => createHash('sha256').update(text).digest()

function tilesOf(leaves: readonly Hash[]) {
  const levels: (readonly Hash[])[] = [leaves]
  for (let below = leaves; below.length >= tileWidth; below = levels.at(-1) ?? [])
    levels.push(fullTiles({ start: 0, before: [], added: below }).map((t) => t.hash))
  return async (wanted: readonly { level: number; number: number }[]) =>
    new Map(wanted.map((t) => [tileKey(t), (levels[t.level] ?? []).slice(t.number * tileWidth, (t.number + 1) * tileWidth)]))
}
