import type { Entry } from '../entry';
import type { taskingEn } from './en';

/** Ukrainian. Reviewed by a native reader: no. */
export const taskingUk: Readonly<Record<keyof typeof taskingEn, Entry>> = {
  'nav.tasking': 'Завдання',
  'task.title': 'Хто куди дивитиметься',
  'task.intro':
    'Країни просять про огляди та пропонують їх; місія приймає. Прийнята пропозиція — обіцянка країни, ' +
    'що її дала: тут ніхто нікому не наказує.',
  'task.failed': 'Це не вдалося прочитати: {reason}',
  'task.refused': 'Не зроблено: {reason}',
  'task.done': 'Зроблено й запечатано в записі.',
  'task.forecast': 'Де наступна доба буде сліпою',
  'task.predicted':
    'Передбачено, не спостережено: побачили б {share} місцевості та часу за {tasks} узгодженими оглядами ' +
    'й {posts} постами.',
  'task.hour': '{time} UTC: {share}',
  'task.hours': 'Частка, яку побачили б, за годинами',
  'task.gaps': 'Прогалини',
  'task.gap': '{from} – {until} UTC, {km2} км²',
  'task.noGaps': 'Жодна година й місце не лишилися б без огляду.',
  'task.more': 'ще прогалин: {n}',
  'task.ask': 'Попросити про огляд',
  'task.askHere': 'Попросити про огляд тут',
  'task.latitude': 'Широта, градуси',
  'task.longitude': 'Довгота, градуси',
  'task.size': 'Ширина, км',
  'task.from': 'Від, UTC',
  'task.until': 'До, UTC',
  'task.means': 'Чим',
  'task.any': 'чим завгодно',
  'task.why': 'Навіщо',
  'task.requests': 'Запити',
  'task.noRequests': 'Ніхто не просить про огляд.',
  'task.closed': 'відкликано',
  'task.offers': 'Пропозиції',
  'task.noOffers': 'Немає пропозицій, про які вам можна знати.',
  'task.forRequest': 'на {request}',
  'task.heights': '{low}–{high} м над землею',
  'task.release': 'доступно: {label}',
  'task.accept': 'Прийняти {id}',
  'task.takeBack': 'Відкликати {id}',
  'task.timetable': 'Розклад',
  'task.noTimetable': 'Відтепер нічого не узгоджено.',
  'task.credit': 'Обіцяно й виконано',
  'task.creditSpan':
    '{from} – {until} UTC, у квадратних кілометрах на годину, зважено за ймовірністю ' +
    'побачити. Тут лише те, про що вам можна знати.',
  'task.nation': 'Країна',
  'task.promised': 'Обіцяно',
  'task.delivered': 'Виконано',
  'task.share': 'Дотримано',
  'task.beyond': 'Понад обіцяне',
  'task.noCredit': 'Ніхто не обіцяв і не оглядав нічого, про що вам можна знати.',
  'task.state.Offered': 'запропоновано',
  'task.state.Accepted': 'прийнято',
  'task.state.Withdrawn': 'відкликано',
  'task.kind.Drone': 'дрон',
  'task.kind.Pass': 'проліт супутника',
  'task.kind.Post': 'пост',
  'task.kind.Patrol': 'патруль',
};
