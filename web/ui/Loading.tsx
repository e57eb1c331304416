import { Skeleton, VisuallyHidden } from '@mantine/core'
import classes from './Loading.module.css'
import { ui } from './ui.words.ts'
import { useWords } from './words.ts'

/** Grey lines in the shape of what is coming; says so to a screen reader. */
export function Lines({ count = 4, height = 14 }: { count?: number; height?: number }) {
  const say = useWords(ui)
  return (
    <div className={classes.lines} role="status">
      <VisuallyHidden>{say('loading')}</VisuallyHidden>
      {Array.from({ length: count }, (_, at) => (
        <Skeleton key={at} height={height} width={`${92 - ((at * 23) % 45)}%`} />
      ))}
    </div>
  )
}

/** Rows of a table that is on its way. */
export function Rows({ count = 8 }: { count?: number }) {
  const say = useWords(ui)
  return (
    <div role="status">
      <VisuallyHidden>{say('loading')}</VisuallyHidden>
      {Array.from({ length: count }, (_, at) => (
        <div key={at} className={classes.row}>
          <Skeleton circle height={26} width={26} />
          <Skeleton height={12} width={`${30 - ((at * 7) % 14)}%`} />
          <Skeleton height={12} width="14%" ml="auto" />
          <Skeleton height={12} width="10%" />
        </div>
      ))}
    </div>
  )
}

export function PageLoading() {
  return (
    <div className={classes.page}>
      <Skeleton height={24} width={220} />
      <Lines count={6} />
    </div>
  )
}
