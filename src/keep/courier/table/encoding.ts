import { isUtf8 } from 'node:buffer'
import { StringDecoder } from 'node:string_decoder'
import iconv from 'iconv-lite'
import type { Encoding } from './request.ts'

// Which of the encodings that Russian and Western files come in these bytes are, by byte order marks, validity and, for
// the one-byte Cyrillic ones, by which letters a text would then consist of.

export type Detected = { encoding: Encoding /** Bytes of the byte order mark. */; mark: number }

/** Looks at the first bytes of a text; they may end in the middle of a character. */
export function detectEncoding(sample: Buffer): Detected {
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf) return { encoding: 'utf-8', mark: 3 }
  if (sample[0] === 0xff && sample[1] === 0xfe) return { encoding: 'utf-16le', mark: 2 }
  if (sample[0] === 0xfe && sample[1] === 0xff) return { encoding: 'utf-16be', mark: 2 }
  const wide = wideWithoutMark(sample)
  if (wide) return { encoding: wide, mark: 0 }
  if (mostlyUtf8(sample)) return { encoding: 'utf-8', mark: 0 }
  return { encoding: oneByte(sample), mark: 0 }
}

/** UTF-16 shows by zero bytes at every second place. */
function wideWithoutMark(sample: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const looked = Math.min(sample.length, 4000) & ~1
  if (looked < 8) return undefined
  let even = 0
  let odd = 0
  for (let i = 0; i < looked; i += 2) {
    if (sample[i] === 0) even += 1
    if (sample[i + 1] === 0) odd += 1
  }
  const many = looked / 8
  if (odd > many && even < many / 8) return 'utf-16le'
  if (even > many && odd < many / 8) return 'utf-16be'
  return undefined
}

/** A few broken bytes in a UTF-8 file are bad lines, not another encoding. */
function mostlyUtf8(sample: Buffer): boolean {
  if (isUtf8(sample)) return true
  const text = new StringDecoder('utf8').write(sample)
  let broken = 0
  let wide = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0xfffd) broken += 1
    else if (code > 0x7f) wide += 1
  }
  return wide > broken * 10 || broken === 0
}

const cyrillic = ['windows-1251', 'koi8-r', 'cp866'] as const
const frequent = new Set('оеаинтсрвлкмОЕАИНТСРВЛКМ')

function oneByte(sample: Buffer): Encoding {
  if (!runsOfHighBytes(sample)) return 'windows-1252'
  let best: Encoding = 'windows-1251'
  let bestScore = Number.NEGATIVE_INFINITY
  for (const encoding of cyrillic) {
    const score = russianness(iconv.decode(sample, encoding))
    if (score > bestScore) {
      best = encoding
      bestScore = score
    }
  }
  return best
}

/** In Western text a letter above 0x7f stands alone between plain ones; in Cyrillic they come in words. */
function runsOfHighBytes(sample: Buffer): boolean {
  let single = 0
  let inRun = 0
  for (let i = 0; i < sample.length; i++) {
    if ((sample[i] ?? 0) < 0x80) continue
    let end = i + 1
    while ((sample[end] ?? 0) >= 0x80) end += 1
    if (end - i > 2) inRun += end - i
    else single += end - i
    i = end
  }
  return inRun > single
}

/** Frequent letters count for it; a capital after a small letter and signs among letters count against it. */
function russianness(text: string): number {
  let score = 0
  let small = false
  for (const letter of text) {
    const code = letter.charCodeAt(0)
    if (code < 0x80) {
      small = false
      continue
    }
    const isLetter = (code >= 0x410 && code <= 0x44f) || code === 0x401 || code === 0x451
    const isSmall = code >= 0x430 && isLetter
    if (!isLetter) score -= 1
    else if (frequent.has(letter)) score += 1
    if (isLetter && !isSmall && small) score -= 3
    small = isSmall
  }
  return score
}

/** 'bytes' keeps each byte as the letter of its number: commas, quotes and line ends are where they are in all but UTF-16. */
export type Reading = Encoding | 'bytes'

export const isWide = (encoding: Reading): boolean => encoding === 'utf-16le' || encoding === 'utf-16be'

/** A function that turns whole lines of bytes into text. Bytes that are no character become U+FFFD. */
export function decoderOf(encoding: Reading): (bytes: Buffer) => string {
  if (encoding === 'bytes') return (bytes) => bytes.toString('latin1')
  if (encoding === 'utf-8') return (bytes) => bytes.toString('utf8')
  if (encoding === 'utf-16le') return (bytes) => bytes.toString('utf16le')
  return (bytes) => iconv.decode(bytes, encoding)
}

/** Text as bytes of an encoding, to stand in a file beside rows that came in it. */
export function encoderOf(encoding: Encoding): (text: string) => Buffer {
  return encoding === 'utf-8' ? (text) => Buffer.from(text, 'utf8') : (text) => iconv.encode(text, encoding, { addBOM: false })
}

/** A row that was read raw, as the bytes it came in. */
export function bytesOfRaw(raw: string, encoding: Encoding): Buffer {
  return isWide(encoding) ? encoderOf(encoding)(raw) : Buffer.from(raw, 'latin1')
}
