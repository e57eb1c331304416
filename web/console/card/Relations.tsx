import { Link } from '@tanstack/react-router'
import { Face, Name } from '../../ui/Person.tsx'
import { useCodeWords } from '../../ui/words.ts'
import classes from './Card.module.css'
import { cardWords } from './card.words.ts'
import type { Card } from './queries.ts'

type Relation = Card['relations'][number]

/** Others this customer has to do with, and how. */
export function Relations({ list }: { list: readonly Relation[] }) {
  const word = useCodeWords(cardWords)
  const how = ({ kind, direction, role }: Relation) => {
    const from = direction === 'from' && (kind === 'employer' || kind === 'referred_by')
    const said = word(from ? `relation_${kind}_from` : `relation_${kind}`)
    return role ? `${said}, ${role}` : said
  }
  return (
    <ul className={classes.people}>
      {list.map((relation) => (
        <li key={`${relation.kind} ${relation.other.id}`}>
          <Link to="/customers/$customerId" params={{ customerId: relation.other.id }} className={classes.person}>
            <Face who={relation.other} size={26} />
            <span>
              <Name who={relation.other} />
              <small>{how(relation)}</small>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
