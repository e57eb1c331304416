import { spawnSync } from 'node:child_process'
import { createReadStream, createWriteStream, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'

// Looking for people in bytes: each name, address and number in every form in which it usually stands somewhere.

/** A name in both orders and as part of an address; a phone in the usual ways of writing it; each also as hex and base64. */
export function formsOfName(surname: string, name: string, patronymic?: string): string[] {
  const plain = [
    `${surname} ${name}`,
    `${name} ${surname}`,
    `${surname}, ${name}`,
    `${surname}\t${name}`,
    `"${surname}"`,
    ...(patronymic ? [`${name} ${patronymic}`] : []),
  ]
  return plain.flatMap((form) => [form, form.toLowerCase(), form.toUpperCase()])
}

export function formsOfPhone(phone: string): string[] {
  const digits = phone.replace(/\D/g, '').slice(-10)
  const [area, first, second, third] = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6, 8), digits.slice(8)]
  return [
    digits,
    `${area} ${first}-${second}-${third}`,
    `(${area}) ${first}-${second}-${third}`,
    `(${area}) ${first} ${second} ${third}`,
    `${area} ${first} ${second} ${third}`,
    `${area}-${first}-${second}-${third}`,
  ]
}

export function formsOfEmail(email: string): string[] {
  return [email, email.toUpperCase(), encodeURIComponent(email), email.split('@')[0] ?? email].filter((form) => form.length >= 6)
}

/** The same as other programs would write it: hexadecimal (how PostgreSQL prints bytes), JSON escapes, base64 at each of its three offsets. */
export function encoded(form: string): string[] {
  const bytes = Buffer.from(form)
  const escaped = [...form].map((c) => (c > '\u007f' ? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}` : c)).join('')
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift === 0 ? 0 : shift + 1, -4),
  )
  return [form, bytes.toString('hex'), escaped, ...base64.filter((text) => text.length >= 10)]
}

/** Which needles stand where, by grep over all files below a folder; nothing in it is taken for text. */
export function findAll(folder: string, needles: readonly string[]): string[] {
  const file = join(mkdtempSync(join(tmpdir(), 'rapport-needles-')), 'needles')
  writeFileSync(file, `${[...new Set(needles)].filter((needle) => needle !== '' && !needle.includes('\n')).join('\n')}\n`)
  try {
    const found = spawnSync('grep', ['-r', '-a', '-o', '-F', '-f', file, folder], {
      env: { LC_ALL: 'C', PATH: process.env['PATH'] ?? '' },
      maxBuffer: 256 * 2 ** 20,
      encoding: 'utf8',
    })
    if (found.status === null || found.status > 1) throw new Error(`grep failed: ${found.stderr || found.error}`)
    return [...new Set(found.stdout.split('\n').filter(Boolean))]
  } finally {
    rmSync(join(file, '..'), { recursive: true, force: true })
  }
}

/** Unpacks every table of a backup into a folder, as text. */
export async function unpack(backup: string, into: string): Promise<number> {
  mkdirSync(into, { recursive: true })
  const files = globSync(join(backup, '*.zst'))
  for (const file of files) await pipeline(createReadStream(file), createZstdDecompress(), createWriteStream(join(into, basename(file, '.zst'))))
  return files.length
}
