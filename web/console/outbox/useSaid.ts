import { useWords } from '../../ui/words.ts'
import type { Edit } from './edits.ts'
import { outboxWords } from './outbox.words.ts'

/** What an edit does, in words. */
export function useSaidEdit(): (edit: Edit) => string {
  const say = useWords(outboxWords)
  return (edit) => {
    switch (edit.kind) {
      case 'field':
        return say('field', { title: edit.title, value: edit.value ?? say('empty') })
      case 'tag':
        return say(edit.on ? 'tag_on' : 'tag_off', { title: edit.title })
      case 'owner':
        return say('owner', { name: edit.name ?? say('nobody') })
      case 'task':
        return say('task', { what: edit.what })
      case 'note':
        return say('note', { text: edit.text })
    }
  }
}
