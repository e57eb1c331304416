// What a person chose for this browser: language, theme, density, width of the side panel. Never a name or an address.

type Choice = 'language' | 'scheme' | 'density' | 'panel'

/** The remembered choice, or null; storage that is forbidden counts as empty. */
export function readChoice(choice: Choice): string | null {
  try {
    return localStorage.getItem(`rapport.${choice}`)
  } catch {
    return null
  }
}

export function writeChoice(choice: Choice, value: string): void {
  try {
    localStorage.setItem(`rapport.${choice}`, value)
  } catch {
    // A private window may forbid it; the choice then lasts as long as the page.
  }
}
