// One made-up case for the mock: both sides have spoken, one step of attribution stands, one act was refused.
const at = (minute) => new Date(Date.parse('2031-05-14T02:10:00Z') + minute * 60_000).toISOString();
const by = (person, role, nation, party = null) => ({ person, role, nation, party });
const act = (number, author, deed, more = {}) => ({
  number,
  at: at(number),
  author,
  confidence: 'NotStated',
  label: 'restricted to east, mission, west',
  deed,
  state: 'Disputed',
  refusal: null,
  ...more,
});

const summary = {
  id: 'C-00EXAMPLE0',
  state: 'Disputed',
  incident: 'I-0003',
  clause: '4.2(c)',
  label: 'restricted to east, mission, west',
  openedAt: at(0),
  standing: 'UndeterminedActor',
  acts: 12,
  next: { what: 'pleading', earliest: at(90), latest: at(100), state: 'NotYetDue', done: null, whose: 'west' },
};
/** A case of which nothing is known but that its first bulletin is late. */
const late = {
  ...summary,
  id: 'C-00EXAMPLE1',
  state: 'Received',
  acts: 1,
  incident: 'I-0002',
  next: { what: 'bulletin a2', earliest: at(-20), latest: at(-10), state: 'Due', done: null, whose: null },
};

const file = {
  case: summary,
  finding: 3,
  parties: ['east', 'west'],
  clocks: [
    { what: 'triage', earliest: at(30), latest: at(40), state: 'NotYetDue', done: at(2), kept: true, whose: null },
    { what: 'answer to the dispute', earliest: at(90), latest: at(100), state: 'MayBeDue', done: null, whose: 'west' },
  ],
  acts: [
    act(1, by('a-1', 'Analyst', 'nation-a'), { deed: 'incident-received', text: 'EXERCISE. Explosions in the zone.' }),
    act(2, by('w-1', 'WatchOfficer', 'nation-n'), { deed: 'triaged', severity: 3, text: 'EXERCISE. Fire in zone.' }),
    act(3, by('r-1', 'Reviewer', 'nation-b'), {
      deed: 'attribution-stated',
      step: 'Direction',
      answer: 'undetermined',
      hypotheses: [
        { id: 'north', words: 'From the north' },
        { id: 'south', words: 'From the south' },
      ],
      rows: [],
      text: 'EXERCISE. Two stations heard it, and their bearings do not decide.',
    }),
    act(4, by('l-1', 'PartyLiaison', 'east-land', 'east'), { deed: 'dispute-raised', text: 'EXERCISE. Disputed.' }),
    act(5, by('l-2', 'PartyLiaison', 'west-land', 'west'), { deed: 'claim-made', text: 'EXERCISE. None of ours.' }),
    act(
      6,
      by('l-2', 'PartyLiaison', 'west-land', 'west'),
      { deed: 'case-closed', text: 'EXERCISE. Closed.' },
      { refusal: { why: 'NotTheirRole', words: 'expected a watch officer' } },
    ),
    ...['Two stations: bearing 085 and 097.', 'Smoke over the tree line.', 'A third bearing: 181, much noise.'].map(
      (text, i) =>
        act(7 + i, by('a-1', 'Analyst', 'nation-a'), {
          deed: 'observation-made',
          evidence: [`fact:${1200 + i}`],
          text: `EXERCISE. ${text}`,
        }),
    ),
    ...[
      ['A1', 'Possible explosions in the zone.', null],
      ['R1', 'Assessed as impacts, moderate confidence.', null],
      ['R1', 'Assessed as impacts, low confidence.', 'None: no time hangs on it.'],
    ].map(([rung, text, clockEffect], i) =>
      act(10 + i, by('r-1', 'Reviewer', 'nation-b'), {
        deed: 'bulletin-issued',
        rung,
        supersedes: i === 0 ? null : 9 + i,
        clockEffect,
        text: `EXERCISE. ${text}`,
      }),
    ),
  ],
  may: ['Dissent', 'DeclareInterest', 'Observe', 'ReadCustody'],
  matrices: [
    {
      act: 3,
      step: 'Direction',
      hypotheses: [
        { id: 'north', words: 'From the north' },
        { id: 'south', words: 'From the south' },
      ],
      rows: [
        { observation: 7, fits: ['For', 'Against'], diagnosticity: 2 },
        { observation: 8, fits: ['StronglyFor', 'StronglyFor'], diagnosticity: 0 },
        { observation: 9, fits: ['Against', 'Neutral'], diagnosticity: 1 },
      ],
      against: [1, 1],
      ahead: null,
      answer: 'undetermined',
      stands: true,
    },
  ],
  bulletins: [
    { act: 10, supersedes: null, supersededBy: 11, since: at(10) },
    { act: 11, supersedes: 10, supersededBy: null, since: at(11) },
    { act: 12, supersedes: 11, supersededBy: null, since: null },
  ],
  terms: {
    maxChars: 4000,
    pleadingMaxChars: 6000,
    ladders: [
      {
        id: 'example',
        dated: '2031',
        source: 'made up',
        steps: [{ id: 's1', words: 'A note to both parties', isAutomatic: false }],
      },
    ],
    rungs: [{ rung: 'A1', needs: [['detection', 'possible']], may: [] }],
  },
};

const custody = {
  items: 19,
  acts: [
    { at: at(14), kind: 'Exported', by: 'u-1', to: 'an expert', items: ['incident:I-0003'], logIndex: null },
    { at: at(1), kind: 'OnCase', by: 'a-1, Analyst, nation-a', to: null, items: ['case:C-00EXAMPLE0'], logIndex: 1101 },
  ],
  before: 0,
  readers: [{ by: 'mission, session 23766c2e37be', times: 3, first: at(1), last: at(12) }],
};

/** What the service answers about cases, or null. */
export function caseAnswer(parts) {
  if (parts[0] !== 'cases') return null;
  if (parts[1] === undefined) return { items: [summary, late], mayOpen: true };
  if (parts[1] === 'wording') return { flags: [] };
  if (parts[2] === 'custody') return custody;
  if (parts[1] === late.id) return { ...file, case: late, acts: file.acts.slice(0, 1), matrices: [], bulletins: [] };
  return parts[1] === summary.id ? file : null;
}
