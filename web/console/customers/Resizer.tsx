import type { KeyboardEvent, PointerEvent } from 'react'
import { useState } from 'react'
import { readChoice, writeChoice } from '../../ui/choices.ts'
import classes from './Panel.module.css'

const least = 380
const most = 860
const stepPx = 24

const within = (width: number) => Math.round(Math.max(least, Math.min(most, width)))

/** The panel's width, as it was left the last time. */
export function usePanelWidth(): [number, (width: number) => void] {
  const [width, setWidth] = useState(() => within(Number(readChoice('panel')) || 520))
  return [
    width,
    (wanted) => {
      const next = within(wanted)
      setWidth(next)
      writeChoice('panel', String(next))
    },
  ]
}

/** The edge of the panel: drag it, or move it with the arrow keys. */
export function Resizer({ label, width, onWidth }: { label: string; width: number; onWidth: (width: number) => void }) {
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons === 1) onWidth(window.innerWidth - event.clientX)
  }
  const press = (event: KeyboardEvent) => {
    const by = { ArrowLeft: stepPx, ArrowRight: -stepPx }[event.key]
    if (by === undefined) return
    event.preventDefault()
    onWidth(width + by)
  }
  return (
    <div
      className={classes.edge}
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={press}
    />
  )
}
