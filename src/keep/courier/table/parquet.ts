import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { type FileMetaData, parquetMetadataAsync, parquetScan, parquetSchema, type SchemaTree, snappyUncompress } from 'hyparquet'
import type { Desk } from '../errand.ts'
import { Unreadable } from '../errand.ts'
import type { TableRequest, TableResult } from './request.ts'
import { sinkFor } from './sink.ts'

const mostRowsInGroup = 4_000_000
const mostCellsInGroup = 64_000_000

type Values = ArrayLike<unknown>

/** Reads a Parquet file, one row group in memory at a time; its column names are given as the row of line 1. */
export async function readParquet(desk: Desk, request: TableRequest): Promise<TableResult> {
  const file = {
    byteLength: desk.size,
    slice: async (from: number, to = desk.size) => bufferOf(await desk.read(from, to - from)),
  }
  const metadata = await metadataOf(desk, file)
  const columns = parquetSchema(metadata).children
  const wanted = request.columns ?? columns.map((_, i) => i)
  const shows = columns.map(showOf)
  const sink = sinkFor(desk, { ...request, columns: undefined, width: undefined }, 'padded')
  const from = request.from?.line ?? 1
  if (from <= 1) {
    sink.from({ at: 1, line: 1 })
    sink.row(
      1,
      wanted.map((i) => columns[i]?.element.name ?? ''),
    )
  }
  const scan = await parquetScan({ file, metadata, parsers: milliseconds, compressors, useOffsetIndex: false })
  for (const { rowStart, rowEnd } of scan.ranges) {
    const firstLine = rowStart + 2
    if (rowEnd + 1 < from) continue
    if (sink.full()) break
    const values: Values[] = []
    for (const i of wanted) values.push(await columnOf(scan, columns[i]?.element.name ?? '', rowStart, rowEnd))
    for (let row = Math.max(0, from - firstLine); row < rowEnd - rowStart && !sink.full(); row++) {
      const line = firstLine + row
      sink.from({ at: line, line })
      sink.row(
        line,
        values.map((column, k) => shows[wanted[k] ?? 0]?.(column[row]) ?? ''),
      )
      if (row % 1024 === 0) await sink.flush('enough')
    }
  }
  await sink.flush('all')
  return { form: { kind: 'parquet' }, rows: sink.rows() }
}

async function metadataOf(desk: Desk, file: { byteLength: number; slice(from: number, to?: number): Promise<ArrayBuffer> }): Promise<FileMetaData> {
  const end = await desk.read(desk.size - 4, 4)
  if (desk.size < 12 || end.toString('latin1') !== 'PAR1') {
    throw new Unreadable('The Parquet file is cut short: its end, which says where everything is, is missing. Copy it again.')
  }
  let metadata: FileMetaData
  try {
    metadata = await parquetMetadataAsync(file, { geoparquet: false })
  } catch {
    throw new Unreadable('The Parquet file is damaged: its footer cannot be read.')
  }
  for (const [n, group] of metadata.row_groups.entries()) {
    const rows = Number(group.num_rows)
    if (rows > mostRowsInGroup || rows * group.columns.length > mostCellsInGroup) {
      throw new Unreadable(`Row group ${n + 1} of the Parquet file has ${rows} rows: write it again with at most 1,000,000 rows a group.`, `row group ${n + 1}`)
    }
  }
  return metadata
}

async function columnOf(scan: Awaited<ReturnType<typeof parquetScan>>, column: string, rowStart: number, rowEnd: number): Promise<Values> {
  try {
    return await scan.readColumn({ column, rowStart, rowEnd })
  } catch (error) {
    if (error instanceof Unreadable) throw error
    const codec = /unsupported compression codec: (\w+)/.exec(error instanceof Error ? error.message : '')?.[1]
    const place = `column "${column}", rows ${rowStart + 1}–${rowEnd}`
    if (codec) throw new Unreadable(`The Parquet file is packed with ${codec}: write it again with Snappy, gzip or zstd.`, place)
    throw new Unreadable(`The Parquet file is damaged in column "${column}", rows ${rowStart + 1} to ${rowEnd}.`, place)
  }
}

function bufferOf(bytes: Buffer): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length)
  new Uint8Array(copy).set(bytes)
  return copy
}

/** Moments stay milliseconds until they are shown: a column of Date objects would cost more than the file. */
const milliseconds = {
  timestampFromMilliseconds: (ms: bigint) => Number(ms),
  timestampFromMicroseconds: (us: bigint) => Number(us) / 1000,
  timestampFromNanoseconds: (ns: bigint) => Number(ns / 1_000_000n),
  dateFromDays: (days: number) => days * 86_400_000,
}

/** A page says itself how large it will be: it is not believed past this. */
const largestPage = 256 * 1024 * 1024

const compressors = {
  SNAPPY(input: Uint8Array, length: number) {
    const page = new Uint8Array(bounded(length))
    snappyUncompress(input, page)
    return page
  },
  GZIP: (input: Uint8Array, length: number) => gunzipSync(input, { maxOutputLength: Math.max(1, bounded(length)) }),
  BROTLI: (input: Uint8Array, length: number) => brotliDecompressSync(input, { maxOutputLength: Math.max(1, bounded(length)) }),
  ZSTD: (input: Uint8Array, length: number) => zstdDecompressSync(input, { maxOutputLength: Math.max(1, bounded(length)) }),
}

function bounded(length: number): number {
  if (!(length >= 0 && length <= largestPage)) throw new Unreadable('The Parquet file unpacks to far more than any real table of its size: it is refused.')
  return length
}

/** How values of a column are written as text: moments in ISO 8601 (with Z only where the file says UTC). */
function showOf(column: SchemaTree): (value: unknown) => string {
  const { type, converted_type: converted, logical_type: logical } = column.element
  if (converted === 'DATE') return (value) => (typeof value === 'number' ? iso(value).slice(0, 10) : '')
  const isTime = logical?.type === 'TIMESTAMP' || type === 'INT96' || converted === 'TIMESTAMP_MILLIS' || converted === 'TIMESTAMP_MICROS'
  if (isTime) {
    // Without a logical type the old converted types mean UTC (parquet-format, LogicalTypes.md); INT96 says nothing.
    const utc = (logical?.type === 'TIMESTAMP' ? logical.isAdjustedToUTC : type !== 'INT96') ? 'Z' : ''
    let last = Number.NaN
    let shown = ''
    return (value) => {
      if (typeof value !== 'number') return ''
      if (value !== last) {
        last = value
        shown = iso(value) + utc
      }
      return shown
    }
  }
  return textOf
}

function iso(ms: number): string {
  if (!(Math.abs(ms) < 8.64e15)) return 'no date'
  return new Date(ms).toISOString().replace(/(\.000)?Z$/, '')
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return Number.isNaN(value) ? '' : numberOf(value)
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? Number(inner) : inner)) ?? ''
}

/** Decimals are stored scaled and come back as 2.5500000000000003; fifteen digits are what they meant. */
function numberOf(value: number): string {
  const plain = String(value)
  return plain.length > 16 ? String(Number(value.toPrecision(15))) : plain
}
