import type { Card } from '../card/queries.ts'
import type { Edit, Waiting } from './edits.ts'

/** A card as it will be when what waits is sent. */
export function withWaiting(card: Card, waiting: readonly Waiting[]): Card {
  return waiting.reduce((as, { edit }) => (edit.customer === card.id ? applied(as, edit) : as), card)
}

function applied(card: Card, edit: Edit): Card {
  switch (edit.kind) {
    case 'field':
      return { ...card, fields: card.fields.map((each) => (each.field === edit.field ? { ...each, value: edit.value } : each)) }
    case 'owner':
      return { ...card, owner: edit.to === null ? null : { id: edit.to, name: edit.name ?? '', role: '' } }
    case 'tag': {
      const others = card.tags.filter(({ id }) => id !== edit.tag)
      const known = card.tags.find(({ id }) => id === edit.tag)
      return { ...card, tags: edit.on ? [...others, known ?? { id: edit.tag, title: edit.title, colour: 'gray', retired: false }] : others }
    }
    case 'task':
      return { ...card, tasks: card.tasks.filter(({ id }) => id !== edit.task) }
    case 'note':
      return card
  }
}
