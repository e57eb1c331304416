import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { readChoice, writeChoice } from './choices.ts'

export const schemes = ['light', 'dark', 'auto'] as const
export const densities = ['comfortable', 'compact'] as const
export type Density = (typeof densities)[number]

const isScheme = (value: string | null): value is MantineColorScheme => schemes.some((scheme) => scheme === value)

/** Keeps the colour scheme under the same key that before-paint.js reads. */
export const schemeManager: MantineColorSchemeManager = {
  get: (fallback) => {
    const chosen = readChoice('scheme')
    return isScheme(chosen) ? chosen : fallback
  },
  set: (scheme) => writeChoice('scheme', scheme),
  subscribe: () => {},
  unsubscribe: () => {},
  clear: () => {},
}

const watchers = new Set<() => void>()

function density(): Density {
  return document.documentElement.dataset.density === 'compact' ? 'compact' : 'comfortable'
}

export function chooseDensity(chosen: Density): void {
  document.documentElement.dataset.density = chosen
  writeChoice('density', chosen)
  for (const tell of watchers) tell()
}

export function useDensity(): Density {
  return useSyncExternalStore((tell) => {
    watchers.add(tell)
    return () => watchers.delete(tell)
  }, density)
}
