import { useEffect } from 'react'

/** Has the browser keep the page, so that the till opens without a connection too; where it cannot, the page works as long as it stands. */
export function useKept(): void {
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return
    const files = () =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => new URL(name))
        .filter(({ origin, pathname }) => origin === location.origin && (pathname.startsWith('/assets/') || pathname === '/before-paint.js'))
        .map(({ pathname }) => pathname)
    // What loads with the page has loaded by then.
    const timer = setTimeout(async () => {
      try {
        await navigator.serviceWorker.register('/till-sw.js', { scope: '/till' })
        const { active } = await navigator.serviceWorker.ready
        active?.postMessage({ files: files() })
      } catch {
        // A private window, or a page that is not reached by https.
      }
    }, 1_000)
    return () => clearTimeout(timer)
  }, [])
}
