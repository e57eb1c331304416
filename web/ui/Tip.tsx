import { type ReactElement, Suspense, useEffect, useRef, useState } from 'react'
import { part } from './part.ts'
import classes from './Tip.module.css'

const Bubble = part(() => import('./TipBubble.tsx'))

/** As long as Mantine's own tooltips wait here (theme.ts). */
const waitMs = 350

/**
 * A tooltip for the frame, which is drawn before anything else: what places it on the screen loads when somebody first rests on its one
 * child, by pointer, keyboard or touch. The child says the same to a screen reader by itself.
 */
export function Tip({ label, position = 'bottom', children }: { label: string; position?: 'bottom' | 'right'; children: ReactElement }) {
  const around = useRef<HTMLSpanElement>(null)
  const [at, setAt] = useState<HTMLElement>()
  useEffect(() => (around.current ? whileRestedOn(around.current, setAt) : undefined), [])
  return (
    <span ref={around} className={classes.around}>
      {children}
      {at ? (
        <Suspense>
          <Bubble target={at} label={label} position={position} />
        </Suspense>
      ) : null}
    </span>
  )
}

/** Tells the child while somebody rests on it, undefined when no more. Gives how to stop. */
function whileRestedOn(around: HTMLElement, tell: (child: HTMLElement | undefined) => void): () => void {
  const over = new AbortController()
  const { signal } = over
  let waiting: number | undefined
  const show = () => tell(around.firstElementChild instanceof HTMLElement ? around.firstElementChild : undefined)
  const hide = () => {
    window.clearTimeout(waiting)
    tell(undefined)
  }
  const isInside = (event: Event) => event.target instanceof Node && around.contains(event.target)
  around.addEventListener(
    'pointerenter',
    ({ pointerType }) => {
      window.clearTimeout(waiting)
      waiting = window.setTimeout(show, pointerType === 'touch' ? 0 : waitMs)
    },
    { signal },
  )
  around.addEventListener('pointerleave', ({ pointerType }) => pointerType !== 'touch' && hide(), { signal })
  around.addEventListener('focusin', ({ target }) => target instanceof Element && target.matches(':focus-visible') && show(), { signal })
  around.addEventListener('focusout', hide, { signal })
  document.addEventListener('pointerdown', (event) => (event.pointerType !== 'touch' || !isInside(event)) && hide(), { signal })
  document.addEventListener('keydown', ({ key }) => key === 'Escape' && hide(), { signal })
  return () => {
    over.abort()
    window.clearTimeout(waiting)
  }
}
