import type { DragEvent, ReactNode } from 'react'
import { useState } from 'react'
import classes from './DropArea.module.css'

type DropAreaProps = {
  label: string
  /** Called with the file that was dropped; of several, the first. */
  onFile: (file: File | undefined) => void
  /** Looks like a place to drop something, not only like it while something is held over it. */
  shown?: boolean
  children: ReactNode
}

/** A part of a page that takes a file dropped on it. What is in it offers another way: not everybody drags. */
export function DropArea({ label, onFile, shown = false, children }: DropAreaProps) {
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    onFile(event.dataTransfer.files[0])
  }
  return (
    <section
      aria-label={label}
      className={classes.area}
      data-shown={shown || undefined}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {children}
    </section>
  )
}
