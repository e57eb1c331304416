import { useEffect, useRef } from 'react'

// Shortcuts go by the place of the key (event.code), so that they work while the keyboard is switched to Russian.

export type Shortcut = {
  /** "G C" for a letter after a letter, "J" for one, "/" and "?" by sign, "Escape", "Enter". */
  keys: string
  run: () => void
}

const pauseMs = 1200
let singleKeys = true

/** Whether keys without Ctrl or ⌘ do something (WCAG 2.2, 2.1.4). Escape and Enter always do. */
export function allowSingleKeys(allowed: boolean): void {
  singleKeys = allowed
}

/** Listens while the component stands. Ignores typing in fields and everything under an open dialog or menu. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
  })
  useEffect(() => {
    let first = ''
    let since = 0
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target)) return
      const key = keyOf(event)
      if (!singleKeys && key.length === 1) return
      const pair = first && event.timeStamp - since < pauseMs ? `${first} ${key}` : ''
      const found = latest.current.find(({ keys }) => keys === pair) ?? (pair ? undefined : latest.current.find(({ keys }) => keys === key))
      first = pair || key !== 'G' ? '' : key
      since = event.timeStamp
      if (!found) return
      event.preventDefault()
      first = ''
      found.run()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

function keyOf(event: KeyboardEvent): string {
  if (event.key === '?' || (event.code === 'Slash' && event.shiftKey)) return '?'
  if (event.key === '/' || event.code === 'Slash') return '/'
  if (event.code.startsWith('Key')) return event.code.slice(3)
  return event.key
}

function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"][aria-modal="true"], [role="menu"], [role="listbox"]:not([data-stays])')) return true
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

export const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.userAgent)
