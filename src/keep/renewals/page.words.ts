// What the page behind the link of a renewal says.

export const words = {
  en: {
    title: 'May it go on?',
    ends: (title: string, day: string) => `Your consent to “${title}” ends on ${day}.`,
    text: 'This is what you would agree to:',
    until: (day: string) => `If you keep it, it holds until ${day}. You can take it back at any time, in one step.`,
    on: 'If you keep it, it holds until you take it back, which you can at any time, in one step.',
    otherwise: (day: string) =>
      `If you do nothing, it ends on ${day}: from then on nothing of the kind comes. Nothing else changes, and we do not ask again for a long time.`,
    yes: 'Yes, keep it',
    no: 'No, let it end',
    done_yes: 'Thank you, it goes on',
    done_yes_lead: 'You can take it back at any time: by the link in any letter or on your page.',
    done_no: 'It will end',
    done_no_lead: (day: string) =>
      `Your consent ends on ${day}, and we do not ask again for a long time. To end it now, use the link in any letter or your page.`,
    changed: 'The text has changed meanwhile. Read it, then decide.',
    late: 'There is nothing to answer here',
    late_lead: 'This was answered already, or the time for it is over. What you allow stands on your page, and there you can change it.',
  },
  ru: {
    title: 'Продолжить?',
    ends: (title: string, day: string) => `Ваше согласие на «${title}» заканчивается ${day}.`,
    text: 'Вот на что вы согласитесь:',
    until: (day: string) => `Если продлить, оно будет действовать до ${day}. Отозвать его можно в любой момент одним действием.`,
    on: 'Если продлить, оно будет действовать, пока вы его не отзовёте; это можно сделать в любой момент одним действием.',
    otherwise: (day: string) =>
      `Если ничего не делать, оно закончится ${day}, и больше ничего такого не придёт. Остальное не изменится, и мы ещё долго не будем спрашивать снова.`,
    yes: 'Да, продлить',
    no: 'Нет, пусть закончится',
    done_yes: 'Спасибо, согласие продлено',
    done_yes_lead: 'Отозвать его можно в любой момент: по ссылке в любом письме или на своей странице.',
    done_no: 'Согласие закончится',
    done_no_lead: (day: string) =>
      `Оно закончится ${day}, и мы ещё долго не будем спрашивать снова. Закончить прямо сейчас можно по ссылке в любом письме или на своей странице.`,
    changed: 'Текст за это время изменился. Прочитайте его и решите.',
    late: 'Отвечать здесь не на что',
    late_lead: 'На этот вопрос уже ответили, или его время прошло. Что вы разрешаете, видно на вашей странице; там же это можно изменить.',
  },
} as const
