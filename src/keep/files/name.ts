const longest = 180
const plainName = 'file'

/**
 * A file's name without a path, without signs that no name needs (controls, and marks that turn the direction of writing, by
 * which "exe.txt" is shown for "txt.exe"), and not hidden by a leading dot.
 */
export function cleanName(said: string): string {
  const last = said.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const clean = last
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}<>:"|?*]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\.+/, '')
    .trim()
  if (clean === '') return plainName
  if (clean.length <= longest) return clean
  const end = /\.[\p{L}\p{N}]{1,10}$/u.exec(clean)?.[0] ?? ''
  return clean.slice(0, longest - end.length).replace(/[\ud800-\udbff]$/, '') + end
}

/** RFC 6266 with RFC 8187: the name as it is for who reads that, letters of ASCII for who does not. */
export function attachmentOf(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const whole = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${ascii}"; filename*=UTF-8''${whole}`
}

/** Of these a browser shows nothing but pictures and pages of print; all else is bytes. */
const harmless = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'application/pdf', 'text/plain', 'text/csv'])

export const servedAs = (mediaType: string): string => (harmless.has(mediaType) ? mediaType : 'application/octet-stream')

export function mediaTypeOf(said: string | null): string {
  const type = (said ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  return /^[a-z0-9][a-z0-9.+-]{0,60}\/[a-z0-9][a-z0-9.+-]{0,60}$/.test(type) ? type : 'application/octet-stream'
}
