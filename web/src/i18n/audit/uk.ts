import type { Entry } from '../entry';
import type { auditEn } from './en';

/** Ukrainian. Reviewed by a native reader: no. */
export const auditUk: Readonly<Record<keyof typeof auditEn, Entry>> = {
  'audit.title': 'Аудит місії нею самою',
  'audit.failed': 'Аудит не вдалося прочитати: {reason}',
  'audit.intro':
    'Перераховано о {time} UTC зі справ у запечатаному записі з {size} записів, однакові показники для ' +
    'кожної сторони. Число відкриває справи, з яких воно складене.',
  'audit.introOutside':
    'Перераховано о {time} UTC зі справ, які ви можете читати, однакові показники для кожної сторони; інші ' +
    'можуть читати більше або менше справ. Число відкриває справи, з яких воно складене.',
  'audit.figure': 'Показник',
  'audit.brought': 'Подала: {side}',
  'audit.mission': 'місія',
  'audit.cases': 'Справи',
  'audit.findings.inTime': 'Перший висновок вчасно',
  'audit.findings.cannotTell': 'Перший висновок: вчасно чи пізно, залежить від початку',
  'audit.findings.late': 'Перший висновок із запізненням',
  'audit.findings.waits': 'Висновку немає, час ще є',
  'audit.bulletins.inTime': 'Бюлетені опубліковано вчасно',
  'audit.bulletins.cannotTell': 'Бюлетені: вчасно чи пізно, залежить від початку',
  'audit.bulletins.late': 'Бюлетені із запізненням',
  'audit.bulletins.waits': 'Бюлетені не опубліковано, час ще є',
  'audit.closed': 'Закрито',
  'audit.corrections': 'Виправлені бюлетені та висновки',
  'audit.disputes': 'Оскарження та апеляції',
  'audit.kept': 'Рішення, що залишили висновок',
  'audit.changed': 'Рішення, що змінили висновок',
  'audit.levelsLost': 'Безвихідь: рівень пропустив свій час',
  'audit.refused': 'Відхилені дії',
  'audit.open': '{what}, {side}: {n}; показати справи',
  'audit.comesFrom': '{what}: справи, з яких складено, {n}',
  'audit.denials': 'Доступ відмовлено або затримано',
  'audit.denialsOf': '{n}, тривають {open}',
  'audit.noDenials': 'Немає відмов у доступі, які ви можете бачити.',
  'audit.dutyUnknown': 'чий це був обов’язок, невідомо',
  'audit.lasts': 'триває {time}',
  'audit.lasted': 'тривало {time}',
  'audit.found': 'висновок {time}',
  'audit.notFound': 'висновку немає',
};
