// Told apart with any colour vision: hues of Okabe and Ito's set in the house's tones, light against dark by turns; each at least 3:1 against what it
// stands on. Lines have marks of different shapes besides.

export const seriesColours = {
  light: ['#0d6e66', '#d1600a', '#2b6cb0', '#a86c0a', '#8f3f7e', '#5c574f', '#3d8f3a', '#c2413a'],
  dark: ['#3dbcaa', '#f0924f', '#6eaef0', '#e3c04f', '#d99acb', '#b3b3bd', '#8fd17a', '#f08c84'],
} as const

export type Colours = { series: readonly string[]; ground: string; ink: string; quiet: string; line: string }

/** The colours of the house as they are now. */
export function coloursOf(scheme: 'light' | 'dark'): Colours {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(name).trim()
  return { series: seriesColours[scheme], ground: token('--raised'), ink: token('--ink'), quiet: token('--ink-2'), line: token('--line') }
}

/** Files are for letters and for paper. */
export const onPaper: Colours = { series: seriesColours.light, ground: '#ffffff', ink: '#1d1b18', quiet: '#615c54', line: '#ebe9e5' }
