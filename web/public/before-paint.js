// Runs before the first paint, so that nobody sees a white flash or the wrong density. A file of its own: no inline scripts.
;(() => {
  // Pages may not make code from text (content security policy), so zod need not try.
  globalThis.__zod_globalConfig = { jitless: true }

  const root = document.documentElement
  let scheme = 'auto'
  try {
    scheme = localStorage.getItem('rapport.scheme') ?? 'auto'
    root.dataset.density = localStorage.getItem('rapport.density') ?? 'comfortable'
    const language = localStorage.getItem('rapport.language') ?? navigator.language
    root.lang = language.startsWith('ru') ? 'ru' : 'en'
  } catch {
    // Storage may be forbidden; the defaults hold.
  }
  const dark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
})()
