import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { from as copyFrom } from 'pg-copy-streams'
import { assert, Bug } from '../errors.ts'
import type { Tx } from './handle.ts'
import { Connection } from './pool.ts'

// Binary COPY: the cheapest way to bring many rows in. Format: PostgreSQL documentation, "COPY", section "Binary Format".

export type ColumnType = 'int2' | 'int4' | 'int8' | 'float8' | 'bool' | 'text' | 'bytea' | 'jsonb' | 'timestamptz' | 'int8[]' | 'text[]'
export type Column = { name: string; type: ColumnType }
/** timestamptz takes a Date or milliseconds since 1970; jsonb takes its text; null is null. */
export type CopyValue = number | bigint | boolean | string | Buffer | Uint8Array | Date | readonly number[] | readonly string[] | null

const epoch2000Ms = 946_684_800_000
const signature = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const chunkBytes = 64 * 1024
// Most copies are small and frequent: large buffers made for each of them cost more in collection than the rows do.
const firstBytes = 16 * 1024
const oid = { int8: 20, text: 25 } as const

/**
 * Appends rows to a table inside `tx`. Each row has one value per column, in order.
 * Gives the number of rows. A violated constraint fails the transaction, as an insert would.
 */
export async function copyRows<T>(tx: Tx<T>, table: string, columns: readonly Column[], rows: Iterable<readonly CopyValue[]>): Promise<number> {
  return tx.getExecutor().provideConnection((connection) => {
    assert(connection instanceof Connection, 'copyRows needs a connection of platform/db')
    const names = columns.map((c) => `"${c.name}"`).join(', ')
    return connection.alone((client) => copy(client.query(copyFrom(`copy ${table} (${names}) from stdin (format binary)`)), { table, columns, rows }))
  })
}

async function copy(stream: Writable, given: { table: string; columns: readonly Column[]; rows: Iterable<readonly CopyValue[]> }): Promise<number> {
  const { table, columns, rows } = given
  const ended = new Promise<void>((resolve, reject) => {
    stream.once('finish', resolve)
    stream.once('error', reject)
  })
  let failed = false
  ended.catch(() => {
    failed = true
  })
  const out = new Encoder()
  out.bytes(signature)
  let count = 0
  try {
    for (const row of rows) {
      count += 1
      out.int16(columns.length)
      for (let i = 0; i < columns.length; i++) {
        const column = columns[i]
        const value = row[i]
        if (!column || value === undefined) throw new Bug(`copy into ${table}: row ${count} lacks column ${i}`)
        out.value(column.type, value)
      }
      if (out.length >= chunkBytes && !stream.write(out.take())) await Promise.race([once(stream, 'drain'), ended])
    }
  } catch (error) {
    // Left open, the copy would hold the connection for ever: not even a rollback gets through.
    if (!failed) stream.destroy()
    await ended.catch(() => {})
    throw error
  }
  out.int16(-1)
  stream.end(out.last())
  await ended
  return count
}

/** Buffers write a fraction cut and NaN (an invalid Date) as zero, without a word; a wrong fact is worse than a failed copy. */
function whole(value: CopyValue): number {
  const number = Number(value)
  assert(Number.isSafeInteger(number), 'copy takes whole numbers within the safe integers')
  return number
}

class Encoder {
  #buffer = Buffer.allocUnsafe(firstBytes)
  length = 0

  take(): Buffer {
    const done = this.#buffer.subarray(0, this.length)
    this.#buffer = Buffer.allocUnsafe(chunkBytes * 2)
    this.length = 0
    return done
  }

  last(): Buffer {
    return this.#buffer.subarray(0, this.length)
  }

  value(type: ColumnType, value: CopyValue) {
    if (value === null) return this.int32(-1)
    switch (type) {
      case 'int2':
        this.int32(2)
        return this.int16(whole(value))
      case 'int4':
        this.int32(4)
        return this.int32(whole(value))
      case 'int8':
        this.int32(8)
        return this.int64(whole(value))
      case 'float8':
        this.int32(8)
        this.#room(8)
        this.length = this.#buffer.writeDoubleBE(Number(value), this.length)
        return
      case 'bool':
        this.int32(1)
        this.#room(1)
        this.length = this.#buffer.writeUInt8(value ? 1 : 0, this.length)
        return
      case 'timestamptz': {
        const ms = value instanceof Date ? value.getTime() : Number(value)
        this.int32(8)
        return this.int64(whole(Math.round((ms - epoch2000Ms) * 1000)))
      }
      case 'text':
        return this.#text(String(value))
      case 'jsonb':
        return this.#text(String(value), 1)
      case 'bytea':
        assert(value instanceof Uint8Array || typeof value === 'string', 'bytea takes bytes')
        this.int32(value.length)
        return typeof value === 'string' ? this.#latin1(value) : this.bytes(value)
      case 'int8[]':
      case 'text[]':
        assert(Array.isArray(value), `${type} takes an array`)
        return this.#array(type === 'int8[]' ? 'int8' : 'text', value)
    }
  }

  #array(type: 'int8' | 'text', values: readonly (number | string)[]) {
    this.#room(4)
    const start = this.length
    this.length += 4
    this.int32(values.length === 0 ? 0 : 1)
    this.int32(0)
    this.int32(oid[type])
    if (values.length > 0) {
      this.int32(values.length)
      this.int32(1)
      for (const value of values) this.value(type, value)
    }
    this.#buffer.writeInt32BE(this.length - start - 4, start)
  }

  #text(text: string, version = 0) {
    const bytes = Buffer.byteLength(text)
    this.int32(bytes + (version ? 1 : 0))
    this.#room(bytes + 1)
    if (version) this.length = this.#buffer.writeUInt8(version, this.length)
    this.length += this.#buffer.write(text, this.length, 'utf8')
  }

  #latin1(value: string) {
    this.#room(value.length)
    this.length += this.#buffer.write(value, this.length, 'latin1')
  }

  bytes(value: Uint8Array) {
    this.#room(value.length)
    this.#buffer.set(value, this.length)
    this.length += value.length
  }

  int16(value: number) {
    this.#room(2)
    this.length = this.#buffer.writeInt16BE(value, this.length)
  }

  int32(value: number) {
    this.#room(4)
    this.length = this.#buffer.writeInt32BE(value, this.length)
  }

  int64(value: number) {
    this.#room(8)
    this.#buffer.writeInt32BE(Math.floor(value / 0x1_0000_0000), this.length)
    this.#buffer.writeUInt32BE(((value % 0x1_0000_0000) + 0x1_0000_0000) % 0x1_0000_0000, this.length + 4)
    this.length += 8
  }

  #room(bytes: number) {
    if (this.length + bytes <= this.#buffer.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.length + bytes))
    this.#buffer.copy(grown, 0, 0, this.length)
    this.#buffer = grown
  }
}
