import type { Entry } from '../entry';
import type { taskingEn } from './en';

/** Russian. Reviewed by a native reader: no. */
export const taskingRu: Readonly<Record<keyof typeof taskingEn, Entry>> = {
  'nav.tasking': 'Задачи',
  'task.title': 'Кто куда будет смотреть',
  'task.intro':
    'Страны просят об осмотрах и предлагают их; миссия принимает. Принятое предложение — обещание ' +
    'страны, которая его дала: здесь никто никем не командует.',
  'task.failed': 'Это не удалось прочитать: {reason}',
  'task.refused': 'Не сделано: {reason}',
  'task.done': 'Сделано и запечатано в записи.',
  'task.forecast': 'Где следующие сутки будут слепыми',
  'task.predicted':
    'Предсказано, а не наблюдалось: увидели бы {share} местности и времени за {tasks} согласованных ' +
    'осмотров и {posts} постов.',
  'task.hour': '{time} UTC: {share}',
  'task.hours': 'Доля, которую увидели бы, по часам',
  'task.gaps': 'Пробелы',
  'task.gap': '{from} – {until} UTC, {km2} км²',
  'task.noGaps': 'Ни один час и место не остались бы без осмотра.',
  'task.more': 'ещё пробелов: {n}',
  'task.ask': 'Попросить об осмотре',
  'task.askHere': 'Попросить об осмотре здесь',
  'task.latitude': 'Широта, градусы',
  'task.longitude': 'Долгота, градусы',
  'task.size': 'Ширина, км',
  'task.from': 'С, UTC',
  'task.until': 'До, UTC',
  'task.means': 'Чем',
  'task.any': 'чем угодно',
  'task.why': 'Зачем',
  'task.requests': 'Запросы',
  'task.noRequests': 'Никто не просит об осмотре.',
  'task.closed': 'отозвано',
  'task.offers': 'Предложения',
  'task.noOffers': 'Нет предложений, о которых вам можно знать.',
  'task.forRequest': 'на {request}',
  'task.heights': '{low}–{high} м над землёй',
  'task.release': 'доступно: {label}',
  'task.accept': 'Принять {id}',
  'task.takeBack': 'Отозвать {id}',
  'task.timetable': 'Расписание',
  'task.noTimetable': 'С этого момента ничего не согласовано.',
  'task.credit': 'Обещано и выполнено',
  'task.creditSpan':
    '{from} – {until} UTC, в квадратных километрах на час, взвешено по вероятности увидеть. ' +
    'Здесь лишь то, о чём вам можно знать.',
  'task.nation': 'Страна',
  'task.promised': 'Обещано',
  'task.delivered': 'Выполнено',
  'task.share': 'Сдержано',
  'task.beyond': 'Сверх обещанного',
  'task.noCredit': 'Никто не обещал и не осматривал ничего, о чём вам можно знать.',
  'task.state.Offered': 'предложено',
  'task.state.Accepted': 'принято',
  'task.state.Withdrawn': 'отозвано',
  'task.kind.Drone': 'дрон',
  'task.kind.Pass': 'пролёт спутника',
  'task.kind.Post': 'пост',
  'task.kind.Patrol': 'патруль',
};
