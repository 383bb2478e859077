import type { Entry } from '../entry';

/** Words of patrols, of the hazards that they keep from, and of their routes. */
export const patrolsEn = {
  'map.hazards': 'Hazards',
  'map.hazard': 'Hazard known to the mission',
  'hazard.title': 'Hazards that patrols keep from',
  'hazard.told': {
    one: '{n} is known, by the planning file. Ground without a mark is not known to be safe.',
    other: '{n} are known, by the planning file. Ground without a mark is not known to be safe.',
  },
  'hazard.failed': 'The hazards could not be read: {reason}',
  'hazard.kind.Mines': 'mines',
  'hazard.kind.ClusterMunitions': 'cluster munitions',
  'hazard.kind.ExplosiveRemnants': 'explosive remnants',
  'hazard.kind.Other': 'other hazard',
  'hazard.status.Suspected': 'suspected',
  'hazard.status.Confirmed': 'confirmed',
  'hazard.said': '{kind}, {status}; {source}, as of {day}',
  'patrol.title': 'Patrols of the day',
  'patrol.intro':
    'Each is to be heard at least every {min} minutes, by its own reports and vehicles. Nothing is ' +
    'concluded from a missed check-in: a silent radio is not a harmed patrol.',
  'patrol.changed': 'The planning file has changed since the service began; this is what it said then.',
  'patrol.listens': 'Nothing was recorded before {time} UTC: nobody was silent before.',
  'patrol.none': 'No patrol stands in the planning file.',
  'patrol.times': '{from} to {until} UTC',
  'patrol.Planned': 'Not begun. Due by {due}.',
  'patrol.Heard': 'Heard at {time}, by {by}. Due again by {due}.',
  'patrol.notYet': 'Not heard yet. Due by {due}.',
  'patrol.Silent': 'SILENT: heard last at {time}, by {by}; it was due by {due}.',
  'patrol.never': 'SILENT: not heard since its begin; it was due by {due}.',
  'patrol.Back': 'Back: heard after its end, at {time}, by {by}.',
  'patrol.NotListened': 'It ended before the record begins: nothing is known of it.',
  'patrol.withheld': 'What it was heard by is not released to you.',
  'patrol.heardBy': 'It is heard by {names}.',
  'patrol.refused': 'Leg {leg} is refused: hazard {hazard} ({from} to {to})',
  'patrol.missed': 'Missed check-in: due {due}',
  'route.title': 'A route past hazards',
  'route.intro':
    'The shortest way over known ways that keeps {m} m from every known hazard. Beside known ways nothing ' +
    'is proposed.',
  'route.from': 'From: latitude, longitude',
  'route.to': 'To: latitude, longitude',
  'route.find': 'Find the route',
  'route.Open': '{length}, over {n} places.',
  'route.BeginOffWays': 'None: the begin is on no known way.',
  'route.EndOffWays': 'None: the end is on no known way.',
  'route.Apart': 'None: the known ways do not lead there.',
  'route.PastHazards': 'None: all known ways there lead past hazards: {hazards}.',
  'route.picture': 'Picture. Known ways: {ways}; hazards: {hazards}; places of the route: {places}.',
} satisfies Readonly<Record<string, Entry>>;
