import { Progress } from '@mantine/core'
import type { Budget } from './queries.ts'

const nearly = 0.8

/** How much of an hour's budget is spent. The figure stands beside it; the colour only helps. */
export function Meter({ of, label }: { of: Budget; label: string }) {
  const part = Math.min(1, of.hour / of.limit)
  const color = part >= 1 ? 'red' : part >= nearly ? 'yellow' : undefined
  return <Progress aria-label={label} value={part * 100} size="sm" {...(color ? { color } : {})} />
}
