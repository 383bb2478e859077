import type { Entry } from '../entry';

/** Words of the auditor's room. */
export const auditEn = {
  'audit.title': 'The mission’s audit of itself',
  'audit.failed': 'The audit could not be read: {reason}',
  'audit.intro':
    'Recomputed at {time} UTC from the cases in the sealed record of {size} entries, the same figures ' +
    'for each side. A number opens the cases that it is made of.',
  'audit.introOutside':
    'Recomputed at {time} UTC from the cases that you may read, the same figures for each side; others may read ' +
    'more or fewer. A number opens the cases that it is made of.',
  'audit.figure': 'Figure',
  'audit.brought': 'Brought by: {side}',
  'audit.mission': 'the mission',
  'audit.cases': 'Cases',
  'audit.findings.inTime': 'First finding in time',
  'audit.findings.cannotTell': 'First finding: in time or late, depending on when it began',
  'audit.findings.late': 'First finding late or overdue',
  'audit.findings.waits': 'No finding, and time left',
  'audit.bulletins.inTime': 'Bulletins published in time',
  'audit.bulletins.cannotTell': 'Bulletins: in time or late, depending on when it began',
  'audit.bulletins.late': 'Bulletins late or overdue',
  'audit.bulletins.waits': 'Bulletins not published, and time left',
  'audit.closed': 'Closed',
  'audit.corrections': 'Bulletins and findings corrected',
  'audit.disputes': 'Disputes and appeals',
  'audit.kept': 'Rulings that kept the finding',
  'audit.changed': 'Rulings that changed it',
  'audit.levelsLost': 'Deadlocks: a level let its time pass',
  'audit.refused': 'Acts refused',
  'audit.open': '{what}, {side}: {n}; show the cases',
  'audit.comesFrom': '{what}: cases it comes from, {n}',
  'audit.denials': 'Access denied or delayed',
  'audit.denialsOf': '{n}, going on {open}',
  'audit.noDenials': 'No denial of access that you may see.',
  'audit.dutyUnknown': 'whose duty it was is not known',
  'audit.lasts': 'goes on for {time}',
  'audit.lasted': 'lasted {time}',
  'audit.found': 'finding {time}',
  'audit.notFound': 'no finding',
} satisfies Readonly<Record<string, Entry>>;
