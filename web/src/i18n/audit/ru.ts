import type { Entry } from '../entry';
import type { auditEn } from './en';

/** Russian. Reviewed by a native reader: no. */
export const auditRu: Readonly<Record<keyof typeof auditEn, Entry>> = {
  'audit.title': 'Аудит миссии ею самой',
  'audit.failed': 'Аудит не удалось прочитать: {reason}',
  'audit.intro':
    'Пересчитано в {time} UTC по делам в запечатанной записи из {size} записей, одинаковые показатели ' +
    'для каждой стороны. Число открывает дела, из которых оно состоит.',
  'audit.introOutside':
    'Пересчитано в {time} UTC по делам, которые вам можно читать, одинаковые показатели для каждой стороны; ' +
    'другие могут читать больше или меньше дел. Число открывает дела, из которых оно состоит.',
  'audit.figure': 'Показатель',
  'audit.brought': 'Подала: {side}',
  'audit.mission': 'миссия',
  'audit.cases': 'Дела',
  'audit.findings.inTime': 'Первый вывод вовремя',
  'audit.findings.cannotTell': 'Первый вывод: вовремя или поздно, зависит от начала',
  'audit.findings.late': 'Первый вывод с опозданием',
  'audit.findings.waits': 'Вывода нет, время ещё есть',
  'audit.bulletins.inTime': 'Бюллетени опубликованы вовремя',
  'audit.bulletins.cannotTell': 'Бюллетени: вовремя или поздно, зависит от начала',
  'audit.bulletins.late': 'Бюллетени с опозданием',
  'audit.bulletins.waits': 'Бюллетени не опубликованы, время ещё есть',
  'audit.closed': 'Закрыто',
  'audit.corrections': 'Исправленные бюллетени и выводы',
  'audit.disputes': 'Оспаривания и апелляции',
  'audit.kept': 'Решения, оставившие вывод',
  'audit.changed': 'Решения, изменившие вывод',
  'audit.levelsLost': 'Тупики: уровень пропустил своё время',
  'audit.refused': 'Отклонённые действия',
  'audit.open': '{what}, {side}: {n}; показать дела',
  'audit.comesFrom': '{what}: дела, из которых состоит, {n}',
  'audit.denials': 'Доступ отказан или задержан',
  'audit.denialsOf': '{n}, продолжаются {open}',
  'audit.noDenials': 'Нет отказов в доступе, которые вам можно видеть.',
  'audit.dutyUnknown': 'чья это была обязанность, неизвестно',
  'audit.lasts': 'продолжается {time}',
  'audit.lasted': 'длилось {time}',
  'audit.found': 'вывод {time}',
  'audit.notFound': 'вывода нет',
};
