import { useEffect, useRef, useState } from 'react'

/**
 * Takes files dropped anywhere on the page, and a picture that is pasted while nobody is typing. Gives whether files are held over
 * the page at this moment.
 */
export function useDropAnywhere(onFiles: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false)
  const latest = useRef(onFiles)
  useEffect(() => {
    latest.current = onFiles
  })
  useEffect(() => {
    let depth = 0
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const busy = () => document.querySelector('[role="dialog"][aria-modal="true"]') !== null
    const change = (by: number) => {
      depth = Math.max(0, depth + by)
      setOver(depth > 0)
    }
    const enter = (event: DragEvent) => (holdsFiles(event) && !busy() ? change(1) : undefined)
    const leave = (event: DragEvent) => (holdsFiles(event) ? change(-1) : undefined)
    const hold = (event: DragEvent) => (holdsFiles(event) ? event.preventDefault() : undefined)
    const drop = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      change(-depth)
      if (!busy()) latest.current([...(event.dataTransfer?.files ?? [])])
    }
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])]
      if (files.length === 0 || busy()) return
      event.preventDefault()
      latest.current(files)
    }
    document.addEventListener('dragenter', enter)
    document.addEventListener('dragleave', leave)
    document.addEventListener('dragover', hold)
    document.addEventListener('drop', drop)
    document.addEventListener('paste', paste)
    return () => {
      document.removeEventListener('dragenter', enter)
      document.removeEventListener('dragleave', leave)
      document.removeEventListener('dragover', hold)
      document.removeEventListener('drop', drop)
      document.removeEventListener('paste', paste)
    }
  }, [])
  return over
}
