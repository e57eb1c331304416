import { Link } from '@tanstack/react-router'
import { useWords } from '../../ui/words.ts'
import { useByMessage } from '../session/session.ts'
import { Part } from '../shell/Leaf.tsx'
import { needsWords } from './needs.words.ts'
import { useNeeds, waits } from './useNeeds.ts'

/** On the main page: that one may ask, and how many answers wait. */
export function NeedsPart() {
  const say = useWords(needsWords)
  const byMessage = useByMessage()
  const { items } = useNeeds()
  if (byMessage) return null
  const count = items.filter(waits).length
  return <Part title={say('title')} lead={count > 0 ? say('part_waits', { count }) : say('part_lead')} action={<Link to="/my/needs">{say('part_go')}</Link>} />
}
