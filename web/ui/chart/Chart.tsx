import { Button, Menu, SegmentedControl, useComputedColorScheme, VisuallyHidden } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { save } from '../save.ts'
import { useLanguage, useWords } from '../words.ts'
import classes from './Chart.module.css'
import { chartWords } from './chart.words.ts'
import type { Drawing, How } from './draw.ts'
import { Legend } from './Legend.tsx'
import { csvOf, flowRows, plotRows } from './rows.ts'
import { mostSeries } from './shapes.ts'
import { RowsTable } from './Table.tsx'

type ChartProps = {
  /** What it shows, for files and for whoever does not see it. */
  title: string
  drawing: Drawing
  /** Begins with the table. */
  asTable?: boolean
}

/** A chart with its table: one is seen at a time, and whoever listens hears the table always. Saved as picture, drawing or CSV. */
export function Chart({ title, drawing, asTable = false }: ChartProps) {
  const say = useWords(chartWords)
  const [chosen, choose] = useState<'chart' | 'table'>(asTable ? 'table' : 'chart')
  const [broken, setBroken] = useState(false)
  const rows = drawing.of === 'plot' ? plotRows(drawing.plot) : flowRows(drawing.flow)
  const unit = drawing.of === 'plot' ? drawing.plot.unit : ({ of: 'count' } as const)
  const shown = broken ? 'table' : chosen
  const many = drawing.of === 'plot' && drawing.plot.series.length > mostSeries
  const table = <RowsTable title={title} rows={rows} unit={unit} />
  return (
    <figure className={classes.figure} aria-label={title}>
      <div className={classes.bar}>
        <SegmentedControl
          aria-label={say('as', { title })}
          value={shown}
          disabled={broken}
          onChange={(value) => choose(value === 'table' ? 'table' : 'chart')}
          data={[
            { value: 'chart', label: say('chart') },
            { value: 'table', label: say('table') },
          ]}
        />
        <Save title={title} drawing={drawing} csv={(language) => csvOf(rows, unit, language)} />
      </div>
      {broken ? <p className="quiet small">{say('not_drawn')}</p> : null}
      {shown === 'chart' ? (
        <>
          <Canvas drawing={drawing} onBroken={() => setBroken(true)} />
          {drawing.of === 'plot' && drawing.plot.series.length > 1 ? <Legend series={drawing.plot.series} marks={drawing.plot.look === 'line'} /> : null}
          {many ? <p className="faint small">{say('drawn_first', { count: mostSeries })}</p> : null}
          <VisuallyHidden>{table}</VisuallyHidden>
        </>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrolled from the keyboard too
        <div className={classes.scroll} tabIndex={0} role="group" aria-label={title}>
          {table}
        </div>
      )}
    </figure>
  )
}

const heightOf = (drawing: Drawing): number => {
  if (drawing.of === 'flow') return 300
  const { look, along, series } = drawing.plot
  const each = 14 + 14 * Math.min(series.length, mostSeries)
  return look === 'bars' && !along.isTime ? Math.max(120, Math.min(1_400, 44 + along.names.length * each)) : 280
}

function Canvas({ drawing, onBroken }: { drawing: Drawing; onBroken: () => void }) {
  const language = useLanguage()
  const scheme = useComputedColorScheme('light')
  const place = useRef<HTMLDivElement>(null)
  const fail = useRef(onBroken)
  fail.current = onBroken
  const [width, setWidth] = useState(0)
  const [pen, setPen] = useState<ReturnType<typeof import('./draw.ts').drawInto>>()

  useEffect(() => {
    const element = place.current
    if (!element) return
    let made: typeof pen
    let gone = false
    const watch = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)))
    watch.observe(element)
    import('./draw.ts').then(
      ({ drawInto }) => {
        if (gone) return
        made = drawInto(element)
        setPen(made)
      },
      () => fail.current(),
    )
    return () => {
      gone = true
      watch.disconnect()
      made?.end()
    }
  }, [])

  useEffect(() => {
    if (pen && width > 0) pen.draw(drawing, { scheme, language, width })
  }, [pen, drawing, scheme, language, width])

  return <div ref={place} className={classes.canvas} style={{ height: heightOf(drawing) }} aria-hidden="true" data-drawn={pen !== undefined && width > 0} />
}

function Save({ title, drawing, csv }: { title: string; drawing: Drawing; csv: (language: 'en' | 'ru') => string }) {
  const say = useWords(chartWords)
  const language = useLanguage()
  // Files are for paper and for letters: light, whatever the screen is.
  const how: How = { scheme: 'light', language, width: 0 }
  const name = title.replaceAll(/[\\/:*?"<>|\s]+/g, ' ').trim()
  const asPicture = async () => {
    const { asPng } = await import('./draw.ts')
    const picture = await asPng(drawing, how, title)
    if (picture) save(`${name}.png`, picture, 'image/png')
  }
  const asDrawing = async () => {
    const { asSvg } = await import('./draw.ts')
    save(`${name}.svg`, asSvg(drawing, how, title), 'image/svg+xml')
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="subtle" color="gray" size="xs" leftSection={<IconDownload size={15} stroke={1.6} />} aria-label={say('save_of', { title })}>
          {say('save')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void asPicture()}>{say('png')}</Menu.Item>
        <Menu.Item onClick={() => void asDrawing()}>{say('svg')}</Menu.Item>
        <Menu.Item onClick={() => save(`${name}.csv`, csv(language), 'text/csv')}>{say('csv')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
