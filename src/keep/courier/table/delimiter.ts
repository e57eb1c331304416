import type { Delimiter } from './request.ts'

const candidates = [',', ';', '\t', '|'] as const
const linesLookedAt = 50

/** The delimiter by which the first lines fall into equally many cells as the first one; a comma when nothing does. */
export function detectDelimiter(text: string): Delimiter {
  const said = /^sep=([,;\t|])\r?\n/i.exec(text)?.[1]
  const announced = candidates.find((c) => c === said)
  if (announced) return announced
  const lines = firstLines(text)
  let best: Delimiter = ','
  let bestScore = 0
  for (const delimiter of candidates) {
    const counts = lines.map((line) => count(line, delimiter))
    const usual = counts[0] ?? 0
    if (usual === 0) continue
    const same = counts.filter((n) => n === usual).length
    const score = (same / counts.length) * (1 + Math.log10(usual))
    if (score > bestScore) {
      best = delimiter
      bestScore = score
    }
  }
  return best
}

/** Lines outside quotes, without the empty ones, and without titles above the header (lines with none of the delimiters). */
function firstLines(text: string): string[] {
  const lines: string[] = []
  let quoted = false
  let from = 0
  for (let i = 0; i < text.length && lines.length < linesLookedAt; i++) {
    const c = text[i]
    if (c === '"') quoted = !quoted
    if ((c !== '\n' && c !== '\r') || quoted) continue
    const line = text.slice(from, i)
    from = i + 1
    if (/[,;\t|]/.test(line) || (lines.length > 0 && line.trim() !== '')) lines.push(line)
  }
  if (lines.length < 2 && from < text.length) lines.push(text.slice(from))
  return lines
}

function count(line: string, delimiter: string): number {
  let n = 0
  let quoted = false
  for (const c of line) {
    if (c === '"') quoted = !quoted
    else if (c === delimiter && !quoted) n += 1
  }
  return n
}
