import type { Card } from '../card/queries.ts'
import { Waits } from '../outbox/Waits.tsx'
import { Owner } from './Owner.tsx'
import classes from './Ownership.module.css'
import { Tags } from './Tags.tsx'
import { Units } from './Units.tsx'

/** What the company calls this customer by, and who of us looks after them. */
export function Belongs({ card }: { card: Card }) {
  return (
    <div className={classes.belongs}>
      <Tags card={card} />
      <Owner card={card} />
      <Units card={card} />
      <Waits customer={card.id} of={({ kind }) => kind === 'tag' || kind === 'owner'} />
    </div>
  )
}
