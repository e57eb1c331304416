// What this browser remembers of the log between visits: its key and the last checkpoint. Both are public and name nobody.

export type Seen = { key: string; checkpoint: string; size: number }

const place = 'rapport.log'

export function lastSeen(): Seen | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? 'null')
    return isSeen(kept) ? kept : undefined
  } catch {
    return undefined
  }
}

export function remember(seen: Seen): void {
  try {
    localStorage.setItem(place, JSON.stringify(seen))
  } catch {
    // Without storage each visit begins anew; the check itself needs none.
  }
}

function isSeen(value: unknown): value is Seen {
  if (typeof value !== 'object' || value === null) return false
  return (
    'key' in value &&
    typeof value.key === 'string' &&
    'checkpoint' in value &&
    typeof value.checkpoint === 'string' &&
    'size' in value &&
    typeof value.size === 'number'
  )
}
