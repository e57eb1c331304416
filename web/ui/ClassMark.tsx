import classes from './ClassMark.module.css'
import { classWords } from './class.words.ts'
import { useWords } from './words.ts'

type ValueClass = 'first' | 'second' | 'third'
const height = { first: 3, second: 2, third: 1 } as const

/** A value class as three small steps and its name. */
export function ClassMark({ of, bare }: { of: ValueClass | null; bare?: boolean }) {
  const say = useWords(classWords)
  return (
    <span className={classes.mark} title={bare ? say(of ?? 'none') : undefined}>
      <svg viewBox="0 0 14 12" width={14} height={12} aria-hidden="true" className={classes.steps}>
        {[1, 2, 3].map((step) => (
          <rect key={step} x={(step - 1) * 5} y={9 - step * 3} width={4} height={3 + step * 3} rx={1} data-on={(of && step <= height[of]) || undefined} />
        ))}
      </svg>
      <span className={bare ? classes.away : undefined}>{say(of ?? 'none')}</span>
    </span>
  )
}

export function useClassName(): (of: ValueClass) => string {
  return useWords(classWords)
}
