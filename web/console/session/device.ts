import { ui } from '../../ui/ui.words.ts'
import { useWords } from '../../ui/words.ts'

/** What the keep calls a device it could not tell by its browser; what it could tell are proper names. */
const unknown = 'other'

/** A device of a session in words. */
export function useDevice(): (device: string) => string {
  const say = useWords(ui)
  return (device) => (device === unknown ? say('other_device') : device)
}
