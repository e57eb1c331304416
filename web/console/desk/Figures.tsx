import classes from './Desk.module.css'

/** A few numbers in one look. */
export function Figures({ figures }: { figures: readonly { title: string; number: string; text?: string }[] }) {
  return (
    <dl className={classes.tiles}>
      {figures.map(({ title, number, text }) => (
        <div key={title} className={classes.tile}>
          <dt className={classes.what}>{title}</dt>
          <dd className={classes.number}>{number}</dd>
          {text === undefined ? null : <dd className={classes.text}>{text}</dd>}
        </div>
      ))}
    </dl>
  )
}
