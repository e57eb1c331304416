import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { type Db, sql } from '../db/index.ts'
import { assert } from '../errors.ts'

export type IdBlocks = {
  /** n new ids, ascending. */
  next(n: number): Promise<number[]>
  one(): Promise<number>
}

/**
 * Ids of a database sequence declared `increment by <block>`: one round trip brings `block` of them, so a batch of a
 * thousand rows costs one. Ids of a process that ends are lost, never repeated.
 */
export function idBlocks<T>(db: Db<T>, sequence: string, block = 1000): IdBlocks {
  let at = 0
  let end = 0
  let fetching: Promise<unknown> = Promise.resolve()

  async function take(n: number): Promise<number[]> {
    const ids: number[] = []
    while (ids.length < n) {
      if (at === end) {
        const blocks = Math.ceil((n - ids.length) / block)
        const rows = await sql<{ start: number }>`select nextval(${sequence}::regclass) as start from generate_series(1, ${blocks})`.execute(db)
        for (const [i, { start }] of rows.rows.entries()) {
          const last = i === rows.rows.length - 1
          if (last) {
            at = start
            end = start + block
          } else for (let k = 0; k < block; k++) ids.push(start + k)
        }
      }
      while (at < end && ids.length < n) ids.push(at++)
    }
    return ids.sort((a, b) => a - b)
  }

  const next = (n: number) => {
    const mine = fetching.then(() => take(n))
    fetching = mine.catch(() => {})
    return mine
  }
  return {
    next,
    one: async () => {
      const [id] = await next(1)
      assert(id !== undefined, 'a sequence gave no id')
      return id
    },
  }
}

const epoch2000 = 946_684_800
const perSecond = 2 ** 21

/**
 * An interaction's id carries its time: whole seconds since 2000 in the high bits, `n` (any running number) in the low 21.
 * So (customer_id, id) is both the key and the order of the timeline. From 1932 to 2068 it stays a safe integer.
 */
export function interactionId(at: Date, n: number): number {
  const seconds = Math.floor(at.getTime() / 1000) - epoch2000
  const id = seconds * perSecond + (n % perSecond)
  assert(Number.isSafeInteger(id), 'a time outside 1932–2068')
  return id
}

/** The second in which the interaction with this id happened. */
export function timeOfInteraction(id: number): Date {
  return new Date((Math.floor(id / perSecond) + epoch2000) * 1000)
}

export type Opaque = {
  show(kind: OpaqueKind, id: number): string
  /** The id, or undefined for anything we did not make with this key and kind. */
  read(kind: OpaqueKind, shown: string): number | undefined
  /** A place in a list as it stands outside, good for the list of this name only. */
  seal(list: string, place: string): string
  /** The place, or undefined for anything we did not seal for this list. */
  unseal(list: string, sealed: string): string | undefined
}

const prefixes = {
  customer: 'c',
  interaction: 'i',
  task: 't',
  case: 'k',
  note: 'n',
  audience: 'a',
  campaign: 'm',
  run: 'r',
  purpose: 'p',
  import: 'u',
  message: 'g',
  staff: 's',
  key: 'y',
  receipt: 'e',
  file: 'f',
  request: 'q',
  tag: 'l',
  invitation: 'v',
  provider: 'o',
  notice: 'nt',
  version: 'z',
  personal: 'w',
  relation: 'rl',
  webhook: 'w',
  happening: 'h',
  export: 'x',
  letter: 'lt',
  view: 'vw',
  report: 'rp',
  bulk: 'b',
  erasure: 'd',
  rule: 'j',
  proof: 'pf',
  hook: 'hk',
  need: 'nd',
  answer: 'na',
  rights: 'rc',
  mandate: 'md',
  contest: 'ct',
  draft: 'dr',
  question: 'qn',
  decision: 'dc',
  model_run: 'mr',
  ward: 'wd',
} as const
export type OpaqueKind = keyof typeof prefixes

const nonceBytes = 12
const tagBytes = 16

/**
 * How ids look outside: one AES block under a key of the installation, so neighbours do not look alike, counts cannot be
 * guessed, and an id of one kind is not valid as another.
 */
export function opaque(secret: string): Opaque {
  const key = createHash('sha256').update(`rapport ids\0${secret}`).digest()
  const cursorKey = createHash('sha256').update(`rapport cursors\0${secret}`).digest()
  return {
    seal(list, place) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', cursorKey, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(list))
      const sealed = Buffer.concat([cipher.update(place, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
    },
    unseal(list, shown) {
      const bytes = Buffer.from(shown, 'base64url')
      if (bytes.length < nonceBytes + tagBytes || bytes.toString('base64url') !== shown) return undefined
      const decipher = createDecipheriv('aes-256-gcm', cursorKey, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes }).setAAD(Buffer.from(list))
      decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
      try {
        return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8')
      } catch {
        return undefined
      }
    },
    show(kind, id) {
      const block = Buffer.alloc(16)
      block.writeBigInt64BE(BigInt(id), 8)
      block.write(kind, 0, 6, 'latin1')
      const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
      return `${prefixes[kind]}_${Buffer.concat([cipher.update(block), cipher.final()]).toString('base64url')}`
    },
    read(kind, shown) {
      const prefix = `${prefixes[kind]}_`
      if (shown.length !== prefix.length + 22 || !shown.startsWith(prefix)) return undefined
      const block = Buffer.from(shown.slice(prefix.length), 'base64url')
      if (block.length !== 16) return undefined
      const decipher = createDecipheriv('aes-256-ecb', key, null).setAutoPadding(false)
      const plain = Buffer.concat([decipher.update(block), decipher.final()])
      const named = Buffer.alloc(8)
      named.write(kind, 0, 6, 'latin1')
      if (!plain.subarray(0, 8).equals(named)) return undefined
      const id = Number(plain.readBigInt64BE(8))
      // Base64 leaves four bits over: of sixteen spellings of the same bytes only ours is the id.
      return this.show(kind, id) === shown ? id : undefined
    },
  }
}
