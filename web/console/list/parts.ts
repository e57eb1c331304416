import { type Asked, chunkSize } from './queries.ts'

/** A stretch of the rows on the screen that is a list of its own: the whole of it, or a group that stands open. `start`: its first row. */
export type Part = { asked: Asked; start: number; count: number }
export type Chunk = { part: Part; chunk: number }
type Range = { from: number; to: number }

/** What has to be asked for to have these rows; none for rows that are no customers. */
export function chunksOf(parts: readonly Part[], { from, to }: Range): Chunk[] {
  return parts.flatMap((part) => {
    const first = Math.max(0, from - part.start)
    const end = Math.min(part.count, to - part.start)
    if (first >= end) return []
    const chunk = Math.floor(first / chunkSize)
    return Array.from({ length: Math.floor((end - 1) / chunkSize) - chunk + 1 }, (_, at) => ({ part, chunk: chunk + at }))
  })
}

/** In which part a row stands, and as which of it. */
export function placeOf(parts: readonly Part[], row: number): { part: Part; at: number } | undefined {
  const part = parts.find(({ start, count }) => row >= start && row < start + count)
  return part && { part, at: row - part.start }
}
