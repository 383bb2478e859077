import type { Entry } from '../entry';
import type { patrolsEn } from './en';

/** Ukrainian. Reviewed by a native reader: no. */
export const patrolsUk: Readonly<Record<keyof typeof patrolsEn, Entry>> = {
  'map.hazards': 'Небезпеки',
  'map.hazard': 'Небезпека, відома місії',
  'hazard.title': 'Небезпеки, яких патрулі уникають',
  'hazard.told': {
    one: 'Відома {n}, за файлом планування. Про місцевість без позначки невідомо, що вона безпечна.',
    few: 'Відомі {n}, за файлом планування. Про місцевість без позначки невідомо, що вона безпечна.',
    many: 'Відомо {n}, за файлом планування. Про місцевість без позначки невідомо, що вона безпечна.',
    other: 'Відомо {n}, за файлом планування. Про місцевість без позначки невідомо, що вона безпечна.',
  },
  'hazard.failed': 'Небезпеки не вдалося прочитати: {reason}',
  'hazard.kind.Mines': 'міни',
  'hazard.kind.ClusterMunitions': 'касетні боєприпаси',
  'hazard.kind.ExplosiveRemnants': 'вибухонебезпечні залишки',
  'hazard.kind.Other': 'інша небезпека',
  'hazard.status.Suspected': 'підозра',
  'hazard.status.Confirmed': 'підтверджено',
  'hazard.said': '{kind}, {status}; {source}, станом на {day}',
  'patrol.title': 'Патрулі доби',
  'patrol.intro':
    'Кожен має виходити на зв’язок щонайменше кожні {min} хвилин: власними звітами чи машинами. З ' +
    'пропущеного зв’язку нічого не випливає: мовчазна рація — не постраждалий патруль.',
  'patrol.changed': 'Файл планування змінився після запуску служби; тут те, що було в ньому тоді.',
  'patrol.listens': 'До {time} UTC нічого не записано: раніше ніхто не мовчав.',
  'patrol.none': 'У файлі планування немає патрулів.',
  'patrol.times': '{from} – {until} UTC',
  'patrol.Planned': 'Не почався. Зв’язок до {due}.',
  'patrol.Heard': 'Чули о {time}, через {by}. Наступний зв’язок до {due}.',
  'patrol.notYet': 'Ще не чули. Зв’язок до {due}.',
  'patrol.Silent': 'МОВЧИТЬ: востаннє чули о {time}, через {by}; зв’язок мав бути до {due}.',
  'patrol.never': 'МОВЧИТЬ: від початку не чули; зв’язок мав бути до {due}.',
  'patrol.Back': 'Повернувся: чули після завершення, о {time}, через {by}.',
  'patrol.NotListened': 'Завершився до початку запису: про нього нічого не відомо.',
  'patrol.withheld': 'Через що його чули, вам недоступно.',
  'patrol.heardBy': 'Його чути через {names}.',
  'patrol.refused': 'Відрізок {leg} відхилено: небезпека {hazard} ({from} – {to})',
  'patrol.missed': 'Пропущено зв’язок: мав бути до {due}',
  'route.title': 'Маршрут повз небезпеки',
  'route.intro':
    'Найкоротший шлях відомими дорогами за {m} м від кожної відомої небезпеки. Поза відомими дорогами ' +
    'нічого не пропонується.',
  'route.from': 'Звідки: широта, довгота',
  'route.to': 'Куди: широта, довгота',
  'route.find': 'Знайти маршрут',
  'route.Open': '{length}, через {n} точок.',
  'route.BeginOffWays': 'Немає: початок не на відомій дорозі.',
  'route.EndOffWays': 'Немає: кінець не на відомій дорозі.',
  'route.Apart': 'Немає: відомі дороги туди не ведуть.',
  'route.PastHazards': 'Немає: усі відомі дороги туди ведуть повз небезпеки: {hazards}.',
  'route.picture': 'Зображення: відомих доріг {ways}, небезпек {hazards}; точок маршруту {places}.',
};
