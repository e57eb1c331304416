import { useComputedColorScheme } from '@mantine/core'
import classes from './Chart.module.css'
import { seriesColours } from './colours.ts'
import { mostSeries, type Plot } from './shapes.ts'

/** Which colour is what; of lines also which mark. */
export function Legend({ series, marks }: { series: Plot['series']; marks: boolean }) {
  const scheme = useComputedColorScheme('light')
  return (
    <ul className={classes.legend} aria-hidden="true">
      {series.slice(0, mostSeries).map(({ name }, i) => (
        <li key={name}>
          <span className={classes.swatch} data-mark={marks ? i % 4 : undefined} style={{ background: seriesColours[scheme][i] }} />
          {name}
        </li>
      ))}
    </ul>
  )
}
